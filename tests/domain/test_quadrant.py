"""The quadrant of PermenPANRB 6/2022 and the gate of PP 30/2019, as values."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_cli.domain.appraisal import Outcome, Rated, Status, Tally, appraise
from kinerja_cli.domain.ranking import YearRow, in_order
from kinerja_cli.domain.rules import Rules, rules_from_plain, rules_to_plain
from kinerja_cli.services.workspace import TEMPLATES
from kinerja_cli.storage.criteria_file import parse_rules
from kinerja_cli.storage.workspace import default_criteria, template_criteria

# from the text of regulations: PermenPANRB 6/2022, hasil kerja x perilaku kerja
NINE = {
    (3, 3): "sangat_baik", (3, 2): "baik", (3, 1): "kurang",
    (2, 3): "baik", (2, 2): "baik", (2, 1): "kurang",
    (1, 3): "butuh_perbaikan", (1, 2): "butuh_perbaikan", (1, 1): "sangat_kurang",
}  # fmt: skip


def rules_named(name: str) -> Rules:
    text = default_criteria() if name == "maulafa" else template_criteria(name)
    return parse_rules(text.encode()).rules


QUADRANT = rules_named("permenpanrb-6-2022")
GATED = rules_named("pp-30-2019")


def judged(rules: Rules, values: list[int | None], *, realised: bool = False) -> Outcome:
    """One period; *values* in hundredths by criterion, None a gap."""
    tallies = [Tally(0, 0, 1) if value is None else Tally(value, 1, 0) for value in values]
    return appraise(rules, rules.whole_weights, tallies, 0, realised)


def code(outcome: Outcome) -> str:
    assert outcome.band is not None
    return outcome.band.code


@pytest.mark.parametrize(("ratings", "predikat"), NINE.items())
def test_all_nine_cells_of_the_quadrant(ratings: tuple[int, int], predikat: str) -> None:
    result, behaviour = ratings
    outcome = judged(QUADRANT, [result * 100, *[behaviour * 100] * 7])
    assert (outcome.status, code(outcome)) == (Status.COMPLETE, predikat)
    assert (outcome.base, outcome.final, outcome.lower, outcome.upper) == (None,) * 4
    assert [rated.value for rated in outcome.aspects] == [result * 100, behaviour * 100]


def test_the_rating_is_that_of_the_shown_value() -> None:
    """Four behaviours at 3 and three at 2 are 18/7 = 2.571…; the other way round 17/7 = 2.428…"""
    for above, value, rating in ((4, 2_57, "di_atas"), (3, 2_43, "sesuai")):
        outcome = judged(QUADRANT, [2_00, *[3_00] * above, *[2_00] * (7 - above)])
        rated = outcome.aspects[1]
        assert rated.rating is not None
        assert (rated.value, rated.rating.code) == (value, rating)


@given(st.lists(st.integers(4, 12), min_size=7, max_size=7))
def test_two_places_of_weight_rate_as_seven_equal_ones(sums: list[int]) -> None:
    """*sums* of four quarters, each 1 to 3; the template's weights are 14.29 and 14.28 for 100/7."""
    tallies = [Tally(4 * 200, 4, 0), *[Tally(total * 100, 4, 0) for total in sums]]
    outcome = appraise(QUADRANT, QUADRANT.whole_weights, tallies, 0, False)
    equal = Fraction(sum(sums), 28) * 100
    assert outcome.aspects[1].value == int(equal + Fraction(1, 2))


def test_an_aspect_with_a_gap_is_empty_and_the_other_is_shown() -> None:
    outcome = judged(QUADRANT, [3_00, None, *[2_00] * 6])
    assert (outcome.status, outcome.missing, outcome.band) == (Status.INCOMPLETE, 1, None)
    assert outcome.aspects[0].value == 3_00
    assert outcome.aspects[1] == Rated(None, None)


def test_an_aspect_with_nothing_to_count_is_tidak_dinilai() -> None:
    tallies = [Tally(0, 0, 0), Tally(0, 0, 1), *[Tally(2_00, 1, 0)] * 6]
    outcome = appraise(QUADRANT, QUADRANT.whole_weights, tallies, 0, False)
    assert (outcome.status, outcome.missing, outcome.band) == (Status.NOT_APPRAISED, 0, None)


def test_an_exempted_behaviour_leaves_its_weight_inside_its_aspect() -> None:
    """One of seven dropped: five at 3 and one at 1 are 16/6 = 2.67, whatever hasil kerja is."""
    tallies = [Tally(1_00, 1, 0), Tally(0, 0, 0), *[Tally(3_00, 1, 0)] * 5, Tally(1_00, 1, 0)]
    outcome = appraise(QUADRANT, QUADRANT.whole_weights, tallies, 0, False)
    assert [rated.value for rated in outcome.aspects] == [1_00, 2_67]


def test_the_list_is_by_predikat_then_nip_and_nobody_has_a_rank() -> None:
    def row(nip: str, result: int | None, behaviour: int) -> YearRow:
        value = None if result is None else result * 100
        return YearRow(nip, "Ani", "U", None, judged(QUADRANT, [value, *[behaviour * 100] * 7]))

    rows = [row("1", 1, 1), row("2", None, 3), row("3", 2, 2), row("4", 3, 3), row("5", 2, 3), row("6", 2, 1)]
    assert [(rank, each.nip) for rank, each in in_order(rows)] == [
        (None, nip) for nip in ("4", "3", "5", "6", "1", "2")
    ]


# --- the gate


@pytest.mark.parametrize(
    ("points", "with_one", "without"),
    [  # regulations: PP 30/2019 Pasal 41 ayat (5); below 70 from memory
        (120_00, "sangat_baik", "baik"), (115_00, "sangat_baik", "baik"), (110_00, "sangat_baik", "baik"),
        (109_99, "baik", "baik"), (90_00, "baik", "baik"), (89_99, "cukup", "cukup"), (70_00, "cukup", "cukup"),
        (69_99, "kurang", "kurang"), (50_00, "kurang", "kurang"), (49_99, "sangat_kurang", "sangat_kurang"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("template", ["pp-30-2019", "pp-30-2019-60-40"])
def test_the_gate_of_pp_30_2019(template: str, points: int, with_one: str, without: str) -> None:
    rules = rules_named(template)
    assert code(judged(rules, [points, points], realised=True)) == with_one
    assert code(judged(rules, [points, points])) == without


def test_seventy_thirty_and_sixty_forty() -> None:
    """SKP 100, perilaku 90: 70 + 27 = 97 and 60 + 36 = 96."""
    assert judged(GATED, [100_00, 90_00]).final == 97_00
    assert judged(rules_named("pp-30-2019-60-40"), [100_00, 90_00]).final == 96_00


def test_a_gate_in_the_quadrant_steps_down_to_the_next() -> None:
    best, *others = QUADRANT.bands
    rules = replace(QUADRANT, bands=(best._replace(gated=True), *others))
    assert code(judged(rules, [3_00] * 8)) == "baik"
    assert code(judged(rules, [3_00] * 8, realised=True)) == "sangat_baik"
    assert code(judged(rules, [3_00, *[1_00] * 7])) == "kurang"


# --- all templates


@pytest.mark.parametrize("name", TEMPLATES)
def test_rules_come_back_from_the_database_as_they_were(name: str) -> None:
    rules = rules_named(name)
    assert rules_from_plain(rules_to_plain(rules)) == rules


def test_what_old_rules_were_kept_as_is_what_they_are_kept_as_today() -> None:
    plain = rules_to_plain(rules_named("maulafa"))
    assert "quadrant" not in plain
    assert {len(band) for band in plain["bands"]} == {3}
    assert {len(criterion) for criterion in plain["criteria"]} == {5}


@pytest.mark.parametrize("name", TEMPLATES)
@given(data=st.data())
def test_a_better_value_never_gives_a_worse_predikat(name: str, data: st.DataObject) -> None:
    rules = rules_named(name)
    step = 100 if rules.quadrant else 1
    values = [
        data.draw(st.integers(rules.scale_min // step, rules.scale_max // step)) * step
        for _ in rules.criteria
    ]
    which = data.draw(st.integers(0, len(values) - 1))
    better = [*values]
    better[which] = data.draw(st.integers(values[which] // step, rules.scale_max // step)) * step
    realised = data.draw(st.booleans())
    before, after = (judged(rules, each, realised=realised) for each in (values, better))
    assert before.band is not None
    assert after.band is not None
    assert rules.bands.index(after.band) <= rules.bands.index(before.band)
    programme = judged(rules, values, realised=True).band
    assert programme is not None
    assert rules.bands.index(programme) <= rules.bands.index(before.band)

"""Satisfaction before against after: only units of both sides, no claim from shares alone, exact intervals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest

from kinerja_cli.domain.measures import Meaning
from kinerja_cli.domain.satisfaction import Tally, combined
from kinerja_cli.domain.survey_change import Sides, SurveyChange, survey_changes

T_14 = 2.1448  # a printed table's t for 95 %
WAKTU, PERILAKU = 2, 6  # places in the regulation's list


def tally(rows: Iterable[tuple[int, ...]]) -> Tally:
    """What respondents' own answers add up to."""
    columns = list(zip(*rows, strict=True))
    totals = map(sum, zip(*columns, strict=True))
    sums, own = (tuple(sum(answer**power for answer in column) for column in columns) for power in (1, 2))
    return Tally(len(columns[0]), sums, sum(total**2 for total in totals), own)


def alike(*groups: tuple[int, int]) -> Tally:
    """So many respondents who answered everything with the same number, for each pair of number and count."""
    return tally((answer,) * 9 for answer, count in groups for _ in range(count))


def by_key(units: Iterable[Sides]) -> dict[str, SurveyChange]:
    return {change.key: change for change in survey_changes(units)}


GROWN = (alike((3, 4), (4, 4)), alike((4, 9)))  # 87.50 to 100
A = (alike((3, 5), (4, 5)), alike((3, 24), (4, 16)))  # 25 · 3.5 = 87.50 to 25 · 3.4 = 85.00
B = (alike((2, 24), (3, 16)), alike((2, 7), (3, 3)))  # 25 · 2.4 = 60.00 to 25 · 2.3 = 57.50


def test_two_units_that_both_fall_are_not_better_together():
    """(5·3 + 5·4 + 24·2 + 16·3)/50 = 2.62 is 65.50; (24·3 + 16·4 + 7·2 + 3·3)/50 = 3.18 is 79.50."""
    found = by_key([A, B])
    assert (found["ikm"].before, found["ikm"].after) == (6550, 7950)
    for change in found.values():
        assert change.interval is not None
        assert change.interval[0] > 0  # alone it would have claimed
        assert change.meaning is Meaning.UNCLEAR
        assert change.why == "yang berubah porsi tiap unit; dengan porsi yang tetap tidak ke arah itu"
    for unit in (A, B):
        difference = by_key([unit])["ikm"].difference
        assert difference is not None
        assert difference < 0


def test_one_unit_that_rises_a_hair_doesnt_make_shares_a_gain():
    """B from 2.4 to 2.5, A from 3.5 to 3.1: with the mean of both shares, ½ each, -0.15 of an answer."""
    units = [(A[0], alike((3, 36), (4, 4))), (B[0], alike((2, 5), (3, 5)))]
    found = by_key(units)["ikm"]
    assert found.difference == Fraction(2500 * (36 * 3 + 16 + 5 * 2 + 15 - 131), 50)
    assert found.difference > 0
    assert found.meaning is Meaning.UNCLEAR


def test_a_gain_that_every_unit_has_is_one_however_the_shares_moved():
    better = (A[0], alike((4, 40)))
    assert by_key([better, (B[0], alike((3, 10)))])["ikm"].meaning is Meaning.BETTER


def test_a_unit_of_one_side_is_left_out_and_that_is_said():
    found = by_key([GROWN, (alike((1, 230)), None), (None, None)])["ikm"]
    assert found.respondents == (8, 9)
    assert (found.before, found.after, found.meaning) == (8750, 10000, Meaning.BETTER)
    assert found.why == "1 unit yang disurvei di satu sisi saja tidak dihitung"
    assert found[:-1] == by_key([GROWN])["ikm"][:-1]


def test_where_no_unit_has_both_sides_both_are_shown_and_nothing_is_judged():
    found = by_key([(alike((3, 9)), None), (None, alike((4, 10))), (None, alike((3, 10)))])
    assert (found["ikm"].respondents, found["ikm"].before, found["ikm"].after) == ((9, 20), 7500, 8750)
    assert (found["ikm"].interval, found["ikm"].meaning) == (None, Meaning.UNCLEAR)
    assert found["waktu"].remark == "NRR 1 sampai 4; tidak satu unit pun disurvei di kedua sisi"


@pytest.mark.parametrize(
    ("units", "why"),
    [([(alike((3, 9)), None)], "tidak ada SKM sesudah"), ([(None, alike((3, 9)))], "tidak ada SKM sebelum")],
)
def test_one_side_alone_says_which_is_missing(units, why):
    found = by_key(units)["ikm"]
    assert (found.difference, found.meaning, found.why) == (None, None, why)
    assert survey_changes([]) == survey_changes([(None, None)]) == []


def test_an_element_has_the_interval_of_its_own_answers():
    """waktu 1 and 2 by turns, then 3 and 4: s² = 2/7, so SE = √(2/7/8 · 2); perilaku doesn't vary at all."""
    before = tally((3, 3, 1 + n % 2, 3, 3, 3, 2, 3, 3) for n in range(8))
    after = tally((3, 3, 3 + n % 2, 3, 3, 3, 3, 3, 3) for n in range(8))
    found = by_key([(before, after)])
    waktu = found["waktu"]
    assert (waktu.before, waktu.after, waktu.meaning) == (150, 350, Meaning.BETTER)
    assert waktu.interval is not None
    reach = 100 * T_14 * (2 / 7 / 8 * 2) ** 0.5
    assert [float(end) for end in waktu.interval] == pytest.approx([200 - reach, 200 + reach], abs=0.01)
    perilaku = found["perilaku"]
    assert (perilaku.difference, perilaku.interval, perilaku.meaning) == (100, None, Meaning.UNCLEAR)
    assert perilaku.remark == "NRR 1 sampai 4; jawabannya semua sama; selang tidak dihitung"


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("poor", "why"),
    [
        (alike((3, 4), (4, 3)), "kurang dari 8 responden"),
        (Tally(100, (300,) * 9, None), "sebagian SKM hanya berupa jumlah"),
    ],
)
def test_without_respondents_of_their_own_or_of_few_nothing_is_claimed(side, poor, why):
    units = [(poor, GROWN[1])] if side == 0 else [(GROWN[0], poor)]
    for change in survey_changes(units):
        assert change.difference
        assert (change.interval, change.meaning, change.why) == (None, Meaning.UNCLEAR, why)


def test_a_part_that_is_only_sums_leaves_the_whole_without_squares():
    whole = combined([GROWN[0], Tally(100, (300,) * 9, None)])
    assert whole is not None
    assert (whole.squares, whole.own) == (None, None)

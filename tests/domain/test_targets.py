"""Targets: capaian by PermenPANRB 8/2021, its conversion, and what they make of a criterion."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.domain.rules import Formula, TargetRule
from kinerja_cli.domain.targets import (
    Direction,
    Kind,
    Measure,
    Reckoning,
    achieved,
    appraise_targeted,
    converted,
    reach,
    reckon,
    value_of_2021,
)
from kinerja_cli.storage.criteria_file import parse_rules

Q1, Q2, Q3, Q4 = 202501, 202502, 202503, 202504
YEAR = [Q1, Q2, Q3, Q4]
OF_2021 = TargetRule(Formula.OF_2021, 120_00, 10_00)
RULES = """
instansi: Kantor
berlaku: 2025
periode: triwulan
skala: {min: 0, maks: SKALA}
sasaran: {RUMUS}
kriteria:
  - {kode: skp, nama: SKP, bobot: 70, sumber: sasaran}
  - {kode: perilaku, nama: Perilaku, bobot: 30}
predikat:
  - {kode: baik, nama: Baik, minimal: 90}
  - {kode: kurang, nama: Kurang, minimal: 0}
"""


def rules_of(formula: str, scale: int = 120):
    text = RULES.replace("RUMUS", formula).replace("SKALA", str(scale))
    return parse_rules(text.encode()).rules


def up(target: int, high: int | None = None, **more) -> Measure:
    """A target where more is better, in whole units."""
    kept = {"weight": 1_00, "kind": Kind.MAIN, "reckoning": Reckoning.LAST, **more}
    return Measure(target * 100, (high or target) * 100, Direction.UP, kept.pop("reckoning"), **kept)


def down(target: int, high: int | None = None) -> Measure:
    return up(target, high)._replace(direction=Direction.DOWN)


@pytest.mark.parametrize(
    ("measure", "realised", "expected"),
    [
        (up(85), 85, Fraction(1)),  # page363: 85/85 = 100 %
        (up(10), 12, Fraction(6, 5)),
        (up(10), 0, Fraction(0)),
        (down(7, 8), Fraction("6.5"), Fraction(15, 14)),  # page110: 107 %
        (down(7, 8), 9, Fraction(7, 8)),  # page110: 87.5 %
        (down(7), Fraction("6.5"), Fraction(15, 14)),
        (down(8), 9, Fraction(7, 8)),
        (down(7, 8), Fraction("7.5"), Fraction(1)),  # inside the range
        (up(7, 8), 16, Fraction(2)),  # above it: by the upper bound
        (up(7, 8), Fraction("3.5"), Fraction(1, 2)),  # below it: by the lower bound
        (down(10), 25, Fraction(0)),  # 1 + (1 - 2.5) is below 0
    ],
)
def test_capaian_of_permenpanrb_8_2021(measure, realised, expected):
    assert achieved(measure, Fraction(realised) * 100) == expected


@pytest.mark.parametrize(
    ("percent", "value"),
    [
        (100, 109),
        (98, 88),
        (80, 70),
        (79, 69),
        (60, 50),
        (59, 49),
        (110, 120),
        (111, 120),
        (101, 110),
        (0, 0),
        (99, 89),
    ],
)
def test_conversion_of_permenpanrb_8_2021(percent, value):
    """Vectors of page101 and page363: 100, 98, 80, 79, 60, 59 % are 109, 88, 70, 69, 50, 49."""
    assert value_of_2021(percent, peak=False) == value


def test_all_there_can_be_is_120_and_the_slope_is_ten_ninths():
    assert value_of_2021(100, peak=True) == 120
    assert value_of_2021(105, peak=False) == 110 + Fraction(40, 9)


def test_a_percent_in_a_hole_between_bands_is_rounded_half_up_first():
    """Bands are defined on whole percents: 99.5 is 100 (109), 99.49 is 99 (89)."""
    assert converted(OF_2021, up(1), Fraction("0.995")) == 109_00
    assert converted(OF_2021, up(1), Fraction("0.9949")) == 89_00


@pytest.mark.parametrize(
    ("percent", "share"), [(101, 100), (100, 80), (80, 60), (79, 40), (60, 40), (59, 20)]
)
def test_additional_work_earns_a_share_of_its_weight_by_category(percent, share):
    """Pubhtml5 page of PermenPANRB 8/2021: 100, 80, 60, 40, 20 % by category."""
    extra = up(1, kind=Kind.EXTRA, weight=5_00)
    assert converted(OF_2021, extra, Fraction(percent, 100)) == Fraction(5_00 * share, 100)


def test_the_local_formula_is_the_percent_up_to_its_cap():
    rule = TargetRule(Formula.ACHIEVEMENT, 110_00, 5_00)
    assert converted(rule, up(3), Fraction(2, 3)) == Fraction(200_00, 3)
    assert converted(rule, up(3), Fraction(2)) == 110_00
    assert converted(rule, up(3, kind=Kind.EXTRA, weight=4_00), Fraction(1, 2)) == 2_00
    assert converted(rule, up(3, kind=Kind.EXTRA, weight=4_00), Fraction(3)) == 4_00


@pytest.mark.parametrize(
    ("reckoning", "values", "realised", "missing"),
    [
        (Reckoning.LAST, {Q4: 8_00}, 8_00, ()),  # what came before the last period isn't needed
        (Reckoning.LAST, {Q1: 1_00, Q4: 8_00}, 8_00, ()),
        (Reckoning.LAST, {Q1: 1_00, Q3: 8_00}, None, (Q4,)),
        (Reckoning.SUM, {Q1: 1_00, Q2: 2_00, Q3: 0, Q4: 4_00}, 7_00, ()),
        (Reckoning.SUM, {Q1: 1_00, Q3: 0, Q4: 4_00}, None, (Q2,)),
        (Reckoning.MEAN, {Q1: 1_00, Q2: 2_00, Q3: 0, Q4: 4_00}, Fraction(7_00, 4), ()),
    ],
)
def test_periods_make_the_year(reckoning, values, realised, missing):
    found = reach(OF_2021, up(10, reckoning=reckoning), values, YEAR)
    assert (found.realised, found.missing) == (realised, missing)


def test_a_target_of_some_periods_needs_only_those():
    half = up(10, reckoning=Reckoning.SUM)._replace(first=Q1, last=Q2)
    assert reach(OF_2021, half, {Q1: 5_00, Q2: 5_00}, YEAR).value == 109_00
    assert reach(OF_2021, half, {}, [Q3, Q4]).periods == 0


def test_utama_are_weighed_by_weight_and_periods_and_rounded_once():
    """Two SKP in a year: 60 and 40 in the first two quarters, one of 100 in the third alone, the fourth excepted."""
    rules = rules_of("rumus: permenpanrb_8_2021")
    targets = [
        (up(10, weight=60_00)._replace(last=Q2), {Q2: 10_00}),  # 100 %: 109, weight 60 x 2
        (up(7, weight=40_00)._replace(last=Q2), {Q2: 5_95}),  # 85 %: 75, weight 40 x 2
        (up(8, weight=100_00)._replace(first=Q3), {Q3: 8_40}),  # 105 %: 110 + 40/9, weight 100 x 1
    ]
    found = reckon(rules, True, targets, [Q1, Q2, Q3])
    by_hand = (120 * 109 + 80 * 75 + 100 * (110 + Fraction(40, 9))) / 300
    assert found.shown == found.lower == found.upper == by_hand * 100
    assert (found.missing, found.uncovered) == (0, ())
    outcome = appraise_targeted(rules, rules.whole_weights, [(0, 0, 0), (90_00, 1, 0)], found, 0, False)
    assert outcome.status is Status.COMPLETE
    assert outcome.base == half_up_fraction((70 * by_hand + 30 * 90) / 100 * 100)


def test_tambahan_is_added_up_to_its_cap_and_the_scale():
    rules = rules_of("rumus: permenpanrb_8_2021")
    extra = up(1, kind=Kind.EXTRA, weight=8_00)
    one = reckon(rules, True, [(up(1), {Q4: 1_00}), (extra, {Q4: 1_00})], YEAR)
    assert one.shown == 109_00 + 6_40  # 80 % of 8
    both = reckon(rules, True, [(up(1), {Q4: 85}), (extra, {Q4: 1_02}), (extra, {Q4: 2_00})], YEAR)
    assert both.shown == 75_00 + 10_00  # 8 + 8, at most 10
    high = reckon(rules, True, [(up(1), {Q4: 2_00}), (extra, {Q4: 2_00})], YEAR)
    assert high.shown == 120_00


def test_without_an_utama_in_a_period_something_is_missing_there():
    rules = rules_of("rumus: capaian", 100)
    none = reckon(rules, True, [], YEAR)
    assert (none.missing, none.uncovered, none.shown) == (4, tuple(YEAR), None)
    assert (none.lower, none.upper) == (0, 100_00)
    half = reckon(rules, True, [(up(1)._replace(last=Q2), {Q2: 1_00})], YEAR)
    assert (half.missing, half.uncovered) == (2, (Q3, Q4))
    assert (half.lower, half.upper) == (0, 100_00)


def test_what_is_not_wajib_drops_out_when_nothing_is_there():
    rules = rules_of("rumus: capaian", 100)
    assert not reckon(rules, False, [], YEAR).counts
    assert not reckon(rules, False, [(up(1), {})], YEAR).counts
    some = reckon(rules, False, [(up(1), {}), (up(2), {Q4: 1_00})], YEAR)
    assert (some.shown, some.missing) == (50_00, 0)


def test_nothing_to_count_drops_out_also_where_it_is_wajib():
    """Exempted throughout."""
    found = reckon(rules_of("rumus: capaian", 100), True, [(up(1), {Q4: 1_00})], [])
    assert (found.counts, found.missing) == (False, 0)


values_of_period = st.integers(0, 30_00)
measures = st.builds(
    lambda low, width, direction, reckoning, kind, weight, first: Measure(
        low, low + width, direction, reckoning, kind, weight, False, first
    ),
    st.integers(1, 20_00),
    st.integers(0, 5_00),
    st.sampled_from(Direction),
    st.sampled_from(Reckoning),
    st.sampled_from(Kind),
    st.integers(1, 100_00),
    st.sampled_from([None, Q2]),
)
offices = st.lists(
    st.tuples(measures, st.lists(values_of_period, min_size=4, max_size=4)), min_size=1, max_size=4
)
formulas = st.sampled_from(
    ["rumus: permenpanrb_8_2021", "rumus: capaian, tambahan_maks: 7", "rumus: capaian, maks: 150"]
)


@given(offices, formulas, st.sets(st.tuples(st.integers(0, 3), st.sampled_from(YEAR))))
def test_the_year_that_comes_stays_within_the_bounds_told_before(office, formula, hidden):
    """Whatever fills the gaps, nilai_akhir lies between the bounds that were shown while they were there."""
    rules = rules_of(formula)
    whole = [(measure, dict(zip(YEAR, values, strict=True))) for measure, values in office]
    known = [
        (measure, {key: value for key, value in values.items() if (place, key) not in hidden})
        for place, (measure, values) in enumerate(whole)
    ]
    tallies = [(0, 0, 0), (320_00, 4, 0)]

    def judged(targets):
        found = reckon(rules, True, targets, YEAR)
        return appraise_targeted(rules, rules.whole_weights, tallies, found, 0, False)

    before, after = judged(known), judged(whole)
    if after.status is Status.COMPLETE and before.status is Status.INCOMPLETE:
        assert before.lower <= after.final <= before.upper
    assert before.missing >= after.missing


@given(measures, values_of_period, values_of_period, formulas)
def test_a_better_realisation_never_gives_less(measure, one, other, formula):
    rules = rules_of(formula)
    worse, better = sorted([one, other], reverse=measure.direction is Direction.DOWN)
    low, high = (
        converted(rules.targets, measure, achieved(measure, Fraction(value))) for value in (worse, better)
    )
    assert low <= high

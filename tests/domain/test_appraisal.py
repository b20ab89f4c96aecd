"""The arithmetic of a year, with figures that a reader can work out by hand (design.md section 6)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from kinerja_cli.domain.appraisal import (
    Outcome,
    Status,
    Tally,
    appraise,
    base_fraction,
    capped_bonus,
    contributions,
    tally,
)
from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.points import half_up, half_up_fraction
from kinerja_cli.domain.rules import Aggregation, Band, Bonus, Criterion, Rules

MEAN, LAST = Aggregation.MEAN, Aggregation.LAST
QUARTERS = (202501, 202502, 202503, 202504)
TW1, TW2, TW3, TW4 = QUARTERS


@pytest.fixture
def rules() -> Rules:
    """Disiplin 30, inovasi 30, pelayanan 40 on 0 to 100; at most 5 points for programmes."""
    return Rules(
        institution="Kecamatan Maulafa",
        since=2024,
        cadence=Cadence.QUARTER,
        zone="WITA",
        scale_min=0,
        scale_max=100_00,
        aggregation=MEAN,
        criteria=_criteria("30", "30", "40"),
        bonus=Bonus(5_00, (("program_baru", 3_00), ("perbaikan", 2_00))),
        bands=(
            Band("sangat_baik", "Sangat Baik", 91_00),
            Band("baik", "Baik", 76_00),
            Band("kurang", "Kurang", 0),
        ),
    )


def _criteria(*weights: str) -> tuple[Criterion, ...]:
    return tuple(Criterion(f"k{n}", f"K{n}", Fraction(weight)) for n, weight in enumerate(weights, 1))


def _judge(rules: Rules, *tallies: tuple[int, int, int], bonus: int = 0, realised: bool = False) -> Outcome:
    return appraise(rules, rules.whole_weights, [Tally(*t) for t in tallies], bonus, realised)


# --- half up, once


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("75.995", 76_00),
        ("75.9949", 75_99),
        ("75.985", 75_99),
        ("0.005", 1),
        ("0.0049999", 0),
        ("2.675", 2_68),
    ],
)
def test_a_half_goes_up_whatever_digit_stands_before_it(exact: str, shown: int) -> None:
    assert half_up_fraction(Fraction(exact) * 100) == shown


def test_half_up_of_a_fraction_equals_half_up_of_its_parts() -> None:
    assert half_up(151_99, 2) == half_up_fraction(Fraction(151_99, 2)) == 76_00


def test_the_band_is_taken_from_the_number_that_is_shown(rules: Rules) -> None:
    # two quarters of 75.99 and 76.00 in every criterion: exactly 75.995, shown as 76.00
    outcome = _judge(rules, *[(75_99 + 76_00, 2, 0)] * 3)
    assert base_fraction(rules.whole_weights, [Tally(75_99 + 76_00, 2, 0)] * 3) == Fraction("7599.5")
    assert (outcome.base, outcome.final, outcome.band) == (76_00, 76_00, rules.bands[1])


def test_just_under_the_half_stays_in_the_band_below(rules: Rules) -> None:
    # three quarters at 75.99, one at 76.00: 75.9925, shown as 75.99
    outcome = _judge(rules, *[(3 * 75_99 + 76_00, 4, 0)] * 3)
    assert (outcome.final, outcome.band) == (75_99, rules.bands[2])


def test_means_are_not_rounded_before_they_are_weighted(rules: Rules) -> None:
    # 12.5 % of 80.03 is 10.00375; 87.5 % of (80.00 + 80.00 + 80.01) / 3 is 70.00291666…; together 80.00666…
    # From the mean as shown, 80.00, it would be 10.00375 + 70 = 80.00375 and a cent less.
    rules = replace(rules, criteria=_criteria("12.5", "87.5"))
    outcome = _judge(rules, (80_03, 1, 0), (240_01, 3, 0))
    assert (outcome.means, outcome.base) == ((80_03, 80_00), 80_01)


def test_weights_with_decimals_are_exact(rules: Rules) -> None:
    # 33.33 × 90 + 33.33 × 80 + 33.34 × 70 = 2999.70 + 2666.40 + 2333.80 = 7999.90; / 100 = 79.999
    rules = replace(rules, criteria=_criteria("33.33", "33.33", "33.34"))
    tallies = [Tally(90_00, 1, 0), Tally(80_00, 1, 0), Tally(70_00, 1, 0)]
    assert base_fraction(rules.whole_weights, tallies) == Fraction("7999.9")
    assert _judge(rules, *tallies).base == 80_00


# --- what counts


def test_a_missing_value_is_never_zero() -> None:
    assert tally({TW1: 80_00}, set(), QUARTERS, MEAN, required=True) == (Tally(80_00, 1, 3), (TW1,))


def test_an_exemption_wins_over_a_value() -> None:
    values = {TW1: 80_00, TW2: 40_00}
    assert tally(values, {TW2}, (TW1, TW2), MEAN, required=True) == (Tally(80_00, 1, 0), (TW1,))


def test_a_value_outside_the_expected_periods_does_not_count() -> None:
    assert tally({TW1: 10_00, TW2: 80_00}, set(), (TW2,), MEAN, required=True) == (Tally(80_00, 1, 0), (TW2,))


def test_a_criterion_that_is_exempted_throughout_has_nothing_to_count() -> None:
    assert tally({TW1: 80_00}, {TW1, TW2}, (TW1, TW2), MEAN, required=True) == (Tally(0, 0, 0), ())


def test_gaps_of_an_optional_criterion_are_not_missing() -> None:
    assert tally({TW3: 80_00}, set(), QUARTERS, MEAN, required=False) == (Tally(80_00, 1, 0), (TW3,))
    assert tally({}, set(), QUARTERS, MEAN, required=False) == (Tally(0, 0, 0), ())


def test_terakhir_takes_the_last_period_and_forgives_gaps_before_it() -> None:
    assert tally({TW4: 70_00}, set(), QUARTERS, LAST, required=True) == (Tally(70_00, 1, 0), (TW4,))


def test_terakhir_misses_the_value_of_the_last_period_though_there_are_earlier_ones() -> None:
    assert tally({TW1: 70_00, TW3: 90_00}, set(), QUARTERS, LAST, required=True) == (Tally(0, 0, 1), ())


def test_terakhir_goes_back_over_exempted_periods_only() -> None:
    values = {TW2: 70_00, TW4: 90_00}
    assert tally(values, {TW4}, QUARTERS, LAST, required=True) == (Tally(0, 0, 1), ())
    assert tally(values, {TW3, TW4}, QUARTERS, LAST, required=True) == (Tally(70_00, 1, 0), (TW2,))


def test_terakhir_of_an_optional_criterion_is_its_last_value() -> None:
    values = {TW1: 60_00, TW2: 70_00}
    assert tally(values, set(), QUARTERS, LAST, required=False) == (Tally(70_00, 1, 0), (TW2,))


def test_a_dropped_criterion_leaves_its_weight_to_the_others(rules: Rules) -> None:
    # without disiplin: (30 × 70 + 40 × 84) / 70 = (2100 + 3360) / 70 = 78
    outcome = _judge(rules, (0, 0, 0), (70_00, 1, 0), (84_00, 1, 0))
    assert (outcome.status, outcome.means, outcome.base) == (Status.COMPLETE, (None, 70_00, 84_00), 78_00)


def test_nothing_left_to_count_is_tidak_dinilai_but_keeps_its_bonus(rules: Rules) -> None:
    outcome = _judge(rules, *[(0, 0, 0)] * 3, bonus=3_00)
    assert outcome == Outcome(Status.NOT_APPRAISED, (None,) * 3, None, 3_00, None, None, 0, None, None)


# --- gaps and bounds


def test_one_gap_gives_an_interval_and_no_result(rules: Rules) -> None:
    # pelayanan 80 and one gap: (80 + 0) / 2 = 40 or (80 + 100) / 2 = 90; disiplin and inovasi 80
    # 0.6 × 80 + 0.4 × 40 = 64; 0.6 × 80 + 0.4 × 90 = 84; and 2 points on top
    outcome = _judge(rules, (80_00, 1, 0), (80_00, 1, 0), (80_00, 1, 1), bonus=2_00)
    assert outcome == Outcome(
        Status.INCOMPLETE, (80_00,) * 3, None, 2_00, None, None, missing=1, lower=66_00, upper=86_00
    )


def test_bounds_use_the_ends_of_the_scale_and_stop_at_its_top(rules: Rules) -> None:
    rules = replace(rules, scale_min=1_00, scale_max=5_00, criteria=_criteria("100"))
    # one value 5 and one gap: (5 + 1) / 2 = 3, (5 + 5) / 2 = 5; one point on top of 5 is still 5
    outcome = _judge(rules, (5_00, 1, 1), bonus=1_00)
    assert (outcome.lower, outcome.upper) == (4_00, 5_00)


def test_bounds_leave_a_dropped_criterion_out(rules: Rules) -> None:
    # disiplin dropped: (30 × 70 + 40 × gap) / 70 = 30 with 0 in it, 87.142857… with 100
    outcome = _judge(rules, (0, 0, 0), (70_00, 1, 0), (0, 0, 1))
    assert (outcome.lower, outcome.upper) == (30_00, 87_14)


# --- nilai tambah


def test_points_are_capped_over_the_year(rules: Rules) -> None:
    assert capped_bonus(rules, [3_00]) == 3_00
    assert capped_bonus(rules, [3_00, 3_00]) == 5_00
    assert capped_bonus(rules, []) == 0


def test_rules_without_nilai_tambah_give_none(rules: Rules) -> None:
    assert capped_bonus(replace(rules, bonus=None), [3_00]) == 0


def test_nilai_akhir_stops_at_the_top_of_the_scale(rules: Rules) -> None:
    outcome = _judge(rules, *[(98_00, 1, 0)] * 3, bonus=5_00)
    assert (outcome.base, outcome.bonus, outcome.final) == (98_00, 5_00, 100_00)


def test_a_programme_lifts_over_a_band(rules: Rules) -> None:
    assert _judge(rules, *[(88_00, 1, 0)] * 3).band == rules.bands[1]
    assert _judge(rules, *[(88_00, 1, 0)] * 3, bonus=3_00).band == rules.bands[0]


# --- the lines of an explanation


def test_lines_add_up_to_the_shown_total_by_largest_remainder(rules: Rules) -> None:
    # thirds of 80.00 are 26.666…, 26.666…, 26.666…: two of the three cents that are left go to the first two
    rules = replace(rules, criteria=tuple(replace(c, weight=Fraction(1)) for c in rules.criteria))
    assert contributions(rules.whole_weights, [Tally(80_00, 1, 0)] * 3) == [26_67, 26_67, 26_66]


def test_the_largest_remainder_goes_first_wherever_it_stands(rules: Rules) -> None:
    # 0.3 × 80.01 = 24.003, 0.3 × 80.02 = 24.006, 0.4 × 80.02 = 32.008; total 80.017 -> 80.02, two cents to give
    tallies = [Tally(80_01, 1, 0), Tally(80_02, 1, 0), Tally(80_02, 1, 0)]
    assert contributions(rules.whole_weights, tallies) == [24_00, 24_01, 32_01]


def test_a_dropped_criterion_adds_nothing(rules: Rules) -> None:
    # 30 / 70 × 70 = 30, 40 / 70 × 84 = 48; together 78
    assert contributions(rules.whole_weights, [Tally(0, 0, 0), Tally(70_00, 1, 0), Tally(84_00, 1, 0)]) == [
        0,
        30_00,
        48_00,
    ]

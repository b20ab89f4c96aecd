"""Figures of a unit or an institution (design.md section 6, step 7)."""

from __future__ import annotations

import dataclasses

import pytest

from kinerja_cli.domain.appraisal import Outcome, Status
from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Aggregation, Band, Criterion, Rules
from kinerja_cli.domain.statistics import (
    GroupFigures,
    YearFigures,
    group_figures,
    median,
    percent,
    year_figures,
)

GOOD, POOR = Band("baik", "Baik", 76_00), Band("kurang", "Kurang", 0)
RULES = Rules("Kantor", 2024, Cadence.YEAR, "WITA", 0, 100_00, Aggregation.MEAN, (), None, (GOOD, POOR))


def _row(final: int | None) -> YearRow:
    status = Status.INCOMPLETE if final is None else Status.COMPLETE
    band = None if final is None else RULES.band(final, realised=False)
    return YearRow(
        "1", "Ani", "U1", None, Outcome(status, (), final, 0, final, band, 2 * (final is None), None, None)
    )


def test_the_median_of_an_odd_number_is_the_middle_one() -> None:
    assert median([70_00, 80_00, 95_00]) == 80_00
    assert median([70_00]) == 70_00


def test_the_median_between_two_middles_is_their_mean_half_up() -> None:
    # (80.00 + 80.01) / 2 = 80.005 -> 80.01
    assert median([10_00, 80_00, 80_01, 90_00]) == 80_01


def test_figures_leave_out_whoever_has_no_result_but_count_her() -> None:
    # mean of 80.00, 75.99 and 90.00 is 81.99666… -> 82.00
    figures = group_figures(RULES, [_row(80_00), _row(None), _row(75_99), _row(90_00)])
    assert figures == GroupFigures(4, 3, 82_00, 80_00, 75_99, 90_00, 2, (2, 1))


def test_the_mean_is_rounded_half_up() -> None:
    # (70.00 + 70.01) / 2 = 70.005 -> 70.01
    assert group_figures(RULES, [_row(70_00), _row(70_01)]).mean == 70_01


def test_nobody_with_a_result_gives_empty_figures() -> None:
    assert group_figures(RULES, [_row(None)]) == GroupFigures(1, 0, None, None, None, None, 2, (0, 0))
    assert group_figures(RULES, []) == GroupFigures(0, 0, None, None, None, None, 0, (0, 0))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, 33_33), (2, 3, 66_67), (1, 8, 12_50), (1, 800, 13), (0, 7, 0), (0, 0, None)],
)
def test_shares_are_hundredths_of_a_percent_half_up(part: int, whole: int, shown: int | None) -> None:
    assert percent(part, whole) == shown


def test_a_year_is_counted_in_one_reading_and_each_criterion_over_those_who_have_it() -> None:
    criteria = (Criterion("a", "A", 50_00), Criterion("b", "B", 50_00))
    rules = dataclasses.replace(RULES, criteria=criteria)

    def row(means: tuple[int | None, ...], final: int | None) -> YearRow:
        found = _row(final)
        return found._replace(outcome=found.outcome._replace(means=means))

    rows = iter([row((80_00, None), None), row((81_01, 70_00), 75_50), row((None, None), 76_01)])
    # A: (80.00 + 81.01) / 2 = 80.505 -> 80.51; the mean of 75.50 and 76.01 is 75.755 -> 75.76
    assert year_figures(rules, rows) == YearFigures(3, 2, 75_76, (1, 1), (80_51, 70_00))
    assert year_figures(rules, []) == YearFigures(0, 0, None, (0, 0), (None, None))

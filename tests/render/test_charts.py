"""What summaries are drawn by."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.rules import Aggregation, Band, Criterion, Rules
from kinerja_cli.domain.statistics import GroupFigures, YearFigures
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.render.charts import (
    Run,
    distribution_charts,
    trend_charts,
    unit_charts,
    yearly_charts,
    yearly_figures,
)
from kinerja_cli.render.report import Chart, ChartKind, Kind, Series, shade

BANDS = (Band("baik", "Baik", 76_00), Band("kurang", "Kurang", 0))
CRITERIA = (Criterion("a", "Satu", 60_00), Criterion("b", "Dua", 40_00))
RULES = Rules("Kantor", 2024, Cadence.YEAR, "WITA", 0, 100_00, Aggregation.MEAN, CRITERIA, None, BANDS)


def group(people: int, complete: int, mean: int | None, by_band: tuple[int, ...]) -> GroupFigures:
    return GroupFigures(people, complete, mean, mean, mean, mean, 0, by_band)


def test_a_year_shows_its_predikat_those_without_one_and_a_criterion_that_nobody_has():
    spread, means = yearly_charts(RULES, YearFigures(6, 3, 80_00, (2, 1), (81_25, None)))
    people = Series("Pegawai", (2, 1, 3))
    labels, axes = ("Baik", "Kurang", "Belum berpredikat"), ("Predikat", "Pegawai")
    assert spread == Chart("Sebaran predikat", ChartKind.BARS, labels, (people,), Kind.INTEGER, axes)
    assert (means.labels, means.measure) == (("Satu", "Dua"), Kind.POINTS)
    assert means.series == (Series("Rata-rata", (81_25, None)),)


def test_where_everybody_has_a_predikat_nothing_is_said_of_the_others():
    spread, _ = yearly_charts(RULES, YearFigures(3, 3, 80_00, (2, 1), (81_25, None)))
    assert spread.labels == ("Baik", "Kurang")


def test_the_numbers_at_the_head_say_how_many_are_complete_and_no_mean_of_nobody():
    assert yearly_figures(YearFigures(3, 2, 80_05, (2, 0), (None, None))) == [
        ("Pegawai", "3"),
        ("Lengkap", "2 (66.67 %)"),
        ("Rata-rata nilai akhir", "80.05"),
    ]
    assert yearly_figures(YearFigures(0, 0, None, (0, 0), (None, None))) == [
        ("Pegawai", "0"),
        ("Lengkap", "0 (–)"),
    ]


def test_units_are_compared_by_mean_and_by_completeness():
    listed = [
        (Unit(1, "A", "Unit A", None), group(4, 3, 75_50, (2, 1))),
        (Unit(2, "B", "Unit B", 1), group(1, 0, None, (0, 0))),
    ]
    means, complete = unit_charts(RULES, listed)
    assert means.labels == complete.labels == ("Unit A", "Unit B")
    assert means.series == (Series("Rata-rata", (75_50, None)),)
    assert complete.series == (Series("Pegawai", (4, 1)), Series("Lengkap", (3, 0)))


def test_a_distribution_over_units_has_a_series_a_predikat():
    alone = distribution_charts(RULES, [("A", group(4, 3, 75_50, (2, 1)))])
    assert [(chart.labels, chart.series) for chart in alone] == [
        (("Baik", "Kurang"), (Series("Pegawai", (2, 1)),))
    ]
    groups = [("A", group(4, 3, 75_50, (2, 1))), ("B", group(1, 0, None, (0, 0)))]
    [several] = distribution_charts(RULES, groups)
    assert several.labels == ("A", "B")
    assert several.series == (Series("Baik", (2, 0)), Series("Kurang", (1, 0)))


def test_a_trend_never_joins_years_that_cannot_be_compared_and_leaves_a_gap_open():
    runs = [Run((), {2023: 80_00, 2025: 82_00}), Run((), {2026: 79_00, 2027: None})]
    [chart] = trend_charts(runs)
    assert chart.labels == ("2023", "2024", "2025", "2026", "2027")
    assert (chart.kind, chart.measure) == (ChartKind.LINE, Kind.POINTS)
    assert chart.series == (
        Series("2023–2025", (80_00, None, 82_00, None, None)),
        Series("2026–2027", (None, None, None, 79_00, None)),
    )


def test_years_under_a_quadrant_are_drawn_by_predikat_in_a_chart_of_their_own():
    points, levels = trend_charts([Run((), {2024: 80_00}), Run(("Kurang", "Baik"), {2025: 2})])
    assert points.series == (Series("2024", (80_00, None)),)
    assert levels.series == (Series("2025", (None, 2)),)
    assert (levels.title, levels.measure) == (
        "Predikat dari tahun ke tahun (1 Kurang, 2 Baik)",
        Kind.INTEGER,
    )
    assert trend_charts([]) == []


@pytest.mark.parametrize(
    ("scale", "shades"),
    [("a", [0]), ("ab", [0, 4]), ("abc", [0, 2, 4]), ("abcd", [0, 1, 3, 4]), ("abcde", [0, 1, 2, 3, 4])],
)
def test_the_best_has_the_first_shade_and_the_worst_the_last(scale, shades):
    assert [shade(tuple(scale), name) for name in scale] == shades
    assert shade(tuple(scale), "z") is None

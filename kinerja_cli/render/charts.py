"""What summaries are drawn by: pages and workbooks ask for it, nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.statistics import GroupFigures, YearFigures, percent
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.render.report import Chart, ChartKind, Kind, Series, points_text

_NOBODY = "Belum berpredikat"
_PEOPLE = "Pegawai"
_MEAN = "Rata-rata"


class Run(NamedTuple):
    """Years of a trend that may be compared: what they are drawn by, None where a year has nothing.

    *steps*: names of the predikat from the lowest, where they are drawn by their place among them; else points.
    """

    steps: tuple[str, ...]
    figures: dict[int, int | None]


def yearly_charts(rules: Rules, figures: YearFigures) -> list[Chart]:
    """How the predikat spread, and the mean of each criterion."""
    named = [(criterion.name, mean) for criterion, mean in zip(rules.criteria, figures.criteria, strict=True)]
    means = Chart(
        "Rata-rata tiap kriteria",
        ChartKind.BARS,
        tuple(name for name, _ in named),
        (Series(_MEAN, tuple(mean for _, mean in named)),),
        Kind.POINTS,
        ("Kriteria", "Nilai rata-rata"),
    )
    return [_spread(rules, figures.by_band, figures.people - sum(figures.by_band)), means]


def yearly_figures(figures: YearFigures) -> list[tuple[str, str]]:
    """The numbers that head a year's page."""
    complete = f"{figures.complete} ({_share(figures.complete, figures.people)})"
    mean = [] if figures.mean is None else [("Rata-rata nilai akhir", points_text(figures.mean))]
    return [(_PEOPLE, str(figures.people)), ("Lengkap", complete), *mean]


def unit_charts(rules: Rules, listed: Sequence[tuple[Unit, GroupFigures]]) -> list[Chart]:
    """The units' means beside one another, and how many of their people are complete; no means under a quadrant."""
    names = tuple(unit.name for unit, _ in listed)
    every = [figures for _, figures in listed]
    means = Chart(
        "Rata-rata nilai akhir tiap unit",
        ChartKind.BARS,
        names,
        (Series(_MEAN, tuple(figures.mean for figures in every)),),
        Kind.POINTS,
        ("Unit", "Nilai rata-rata"),
    )
    complete = Chart(
        "Kelengkapan tiap unit",
        ChartKind.BARS,
        names,
        (
            Series(_PEOPLE, tuple(figures.employees for figures in every)),
            Series("Lengkap", tuple(figures.complete for figures in every)),
        ),
        Kind.INTEGER,
        ("Unit", _PEOPLE),
    )
    return [complete] if rules.quadrant is not None else [means, complete]


def distribution_charts(rules: Rules, groups: Sequence[tuple[str | None, GroupFigures]]) -> list[Chart]:
    """How the predikat spread over everybody or one unit; of several, a series a predikat beside each unit."""
    if len(groups) == 1:
        [(_, figures)] = groups
        return [_spread(rules, figures.by_band, 0)]
    series = [
        Series(band.name, tuple(figures.by_band[place] for _, figures in groups))
        for place, band in enumerate(rules.bands)
    ]
    names = tuple(code or "" for code, _ in groups)
    axes = ("Unit", _PEOPLE)
    return [Chart("Sebaran predikat tiap unit", ChartKind.BARS, names, tuple(series), Kind.INTEGER, axes)]


def trend_charts(runs: Iterable[Run]) -> list[Chart]:
    """A line a run, so that nothing joins years that can't be compared; a chart for each way of being drawn."""
    listed = list(runs)
    years = [year for run in listed for year in run.figures]
    if not years:
        return []
    course = range(min(years), max(years) + 1)
    charts = []
    for steps in dict.fromkeys(run.steps for run in listed):
        series = [_course(run, course) for run in listed if run.steps == steps]
        told = ", ".join(f"{number} {name}" for number, name in enumerate(steps, start=1))
        charts.append(
            Chart(
                f"Predikat dari tahun ke tahun ({told})" if steps else "Nilai akhir dari tahun ke tahun",
                ChartKind.LINE,
                tuple(map(str, course)),
                tuple(series),
                Kind.INTEGER if steps else Kind.POINTS,
                ("Tahun", "Predikat" if steps else "Nilai"),
            )
        )
    return charts


def _course(run: Run, course: range) -> Series:
    first, last = min(run.figures), max(run.figures)
    name = str(first) if first == last else f"{first}–{last}"
    return Series(name, tuple(run.figures.get(year) for year in course))


def _spread(rules: Rules, by_band: Sequence[int], without: int) -> Chart:
    labels = [band.name for band in rules.bands]
    labels += [_NOBODY] if without else []
    values = (*by_band, without) if without else tuple(by_band)
    series = (Series(_PEOPLE, values),)
    axes = ("Predikat", _PEOPLE)
    return Chart("Sebaran predikat", ChartKind.BARS, tuple(labels), series, Kind.INTEGER, axes)


def _share(part: int, whole: int) -> str:
    return f"{points_text(percent(part, whole))} %" if whole else "–"

"""`kinerja rekap tren`: a row a year, and a sparkline of the years that may be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.trend import Step, TrendYear, UnitYear, levels, steps
from kinerja_cli.render.charts import Run, trend_charts
from kinerja_cli.render.rekap import policy_note, predikat_names
from kinerja_cli.render.report import Cell, Chart, Column, Kind, Report, points_text

_BLOCKS = "▁▂▃▄▅▆▇█"
_GAP, _BREAK = "·", " │ "
_LISTED = 3  # differences between rules; the rest are counted
_COMPARED = (
    "Yang dibandingkan hanya tahun-tahun dengan aturan sebanding: skala, agregasi, kriteria, bobot, nilai tambah, "
    "predikat, dan matriks yang sama; │ memisahkan yang tidak sebanding, · tahun tanpa nilai."
)
_NOT_THE_SAME_PEOPLE = (
    "Rata-rata pegawai yang lengkap pada tahun itu; orangnya tidak selalu sama dari tahun ke tahun."
)
_YEAR = Column("tahun", "Tahun", Kind.INTEGER)
_CHANGE = Column("selisih", "Selisih", Kind.POINTS)
_CLOSING = (
    Column("sebanding_sejak", "Sebanding sejak", Kind.INTEGER, hide=3),
    Column("keterangan", "Keterangan"),
)

# what one year is drawn by: a number, and how people read it
_Drawn: TypeAlias = tuple[int, str] | None


def employee_trend(name: str, years: Sequence[tuple[TrendYear, YearRow]], notes: Sequence[str]) -> Report:
    """One employee's years; under a quadrant her ratings, and the sparkline is that of the predikat.

    *notes*: what the years say of themselves, and the receipt.
    """
    # in order of appearance; the newest heading wins
    ratings = {key: heading for year, _ in years for key, heading in _ratings(year)}
    found = [year for year, _ in years]
    walked = steps((year.number, year.rules, row.outcome.final) for year, row in years)

    def cells() -> Iterator[tuple[Cell, ...]]:
        for (year, row), step, told in zip(years, walked, _told(found, walked), strict=True):
            outcome = row.outcome
            names = [None if rated.rating is None else rated.rating.name for rated in outcome.aspects]
            known = dict(zip((key for key, _ in _ratings(year)), names, strict=True))
            band = None if outcome.band is None else outcome.band.name
            yield (
                year.number,
                row.unit,
                outcome.final,
                step.change,
                *(known.get(key) for key in ratings),
                band,
                outcome.status.value,
                step.since,
                told,
            )

    columns = (
        _YEAR,
        Column("unit", "Unit", hide=4),
        Column("nilai_akhir", "Akhir", Kind.POINTS),
        _CHANGE,
        *(Column(key, heading, hide=2) for key, heading in ratings.items()),
        Column("predikat", "Predikat", scale=predikat_names(found[-1].rules) if found else ()),
        Column("status", "Status", hide=1),
        *_CLOSING,
    )
    drawn = [_drawn_of(year, row) for year, row in years]
    lines = [*_sparkline(found, walked, drawn), *notes]
    return _report(name, columns, cells(), found, lines, lambda: trend_charts(_runs(found, walked, drawn)))


def unit_trend(
    name: str, years: Sequence[tuple[TrendYear, UnitYear | None]], unit: str | None, notes: Sequence[str]
) -> Report:
    """The years of a unit with its sub-units, or of the institution; *unit*: as it was asked for.

    A year whose tree doesn't know the unit has an empty row that says so.
    """
    found = [year for year, _ in years]
    means = [None if figures is None else figures.mean for _, figures in years]
    walked = steps((year.number, year.rules, mean) for year, mean in zip(found, means, strict=True))
    remarks = [
        [f"unit '{unit}' tidak ada dalam susunan unit tahun itu"] if figures is None else []
        for _, figures in years
    ]
    rows = (
        (year.number, *(figures or (None, None, None))[:3], step.change, step.since, told)
        for (year, figures), step, told in zip(years, walked, _told(found, walked, remarks), strict=True)
    )
    columns = (
        _YEAR,
        Column("pegawai", "Pegawai", Kind.INTEGER),
        Column("lengkap", "Lengkap", Kind.INTEGER),
        Column("rata_rata", "Rata-rata", Kind.POINTS),
        _CHANGE,
        *_CLOSING,
    )
    drawn: list[_Drawn] = [None if mean is None else (mean, points_text(mean)) for mean in means]
    about = ["Setiap unit memuat unit di bawahnya."] if unit is not None else []
    about += [_NOT_THE_SAME_PEOPLE, *_no_mean(found)]
    lines = [*_sparkline(found, walked, drawn), *about, *notes]
    return _report(name, columns, rows, found, lines, lambda: _mean_charts(found, walked, drawn))


def _report(
    name: str,
    columns: tuple[Column, ...],
    rows: Iterator[tuple[Cell, ...]],
    years: Sequence[TrendYear],
    notes: Sequence[str],
    charts: Callable[[], Sequence[Chart]],
) -> Report:
    local = [line for year in years for line in policy_note(year.rules)]
    return Report(f"Rekap tren · {name}", columns, rows, (*notes, *dict.fromkeys(local)), charts=charts)


def _runs(years: Sequence[TrendYear], walked: Sequence[Step], drawn: Sequence[_Drawn]) -> Iterator[Run]:
    """Runs of comparable years, by nilai_akhir or, under a quadrant, by the place of the predikat."""
    together = zip(walked, years, drawn, strict=True)
    for _, run in groupby(together, key=lambda each: each[0].since):
        members = list(run)
        rules = members[0][1].rules
        steps = () if rules.quadrant is None else tuple(band.name for band in reversed(rules.bands))
        yield Run(steps, {year.number: _number(figure) for _, year, figure in members})


def _mean_charts(years: Sequence[TrendYear], walked: Sequence[Step], drawn: Sequence[_Drawn]) -> list[Chart]:
    """The means of a unit; a year under a quadrant has none."""
    runs = [run for run in _runs(years, walked, drawn) if not run.steps]
    return [chart._replace(title="Rata-rata nilai akhir dari tahun ke tahun") for chart in trend_charts(runs)]


def _ratings(year: TrendYear) -> list[tuple[str, str]]:
    """Key and heading of the rating of each aspect; the prefix keeps them apart from every fixed column."""
    aspects = () if year.rules.quadrant is None else year.rules.quadrant.aspects
    return [(f"rating_{aspect.code}", f"Rating {aspect.name}") for aspect in aspects]


def _told(
    years: Sequence[TrendYear], walked: Sequence[Step], remarks: Sequence[Sequence[str]] | None = None
) -> Iterator[str | None]:
    """What each year has to say: why it can't be compared with the one before, what is missing in it."""
    before = 0
    for place, (year, step) in enumerate(zip(years, walked, strict=True)):
        told = [_unlike(before, step.differs)] if step.differs else []
        told += remarks[place] if remarks else []
        told += [f"selisih dari {step.base}"] if step.base not in (None, year.number - 1) else []
        if year.opened < year.periods:
            told.append(f"{year.opened} dari {year.periods} periode dibuka")
        yield "; ".join(told) or None
        before = year.number


def _unlike(before: int, differs: Sequence[str]) -> str:
    rest = len(differs) - _LISTED
    more = f", dan {rest} perbedaan lain" if rest > 0 else ""
    return f"tidak sebanding dengan {before}: {', '.join(differs[:_LISTED])}{more}"


def _drawn_of(year: TrendYear, row: YearRow) -> _Drawn:
    """A person's year by its nilai_akhir; under a quadrant, which has none, by the predikat, the best being highest."""
    outcome = row.outcome
    if outcome.final is not None:
        return outcome.final, points_text(outcome.final)
    if outcome.band is None or outcome.level is None:
        return None
    return len(year.rules.bands) - outcome.level, outcome.band.name


def _sparkline(years: Sequence[TrendYear], walked: Sequence[Step], drawn: Sequence[_Drawn]) -> Iterator[str]:
    """One line that draws every run of comparable years on a scale of its own, and one that says how to read it."""
    if not years:
        return
    numbered = zip((step.since for step in walked), (year.number for year in years), drawn, strict=True)
    runs = [
        _run({number: figure for _, number, figure in run}) for _, run in groupby(numbered, key=itemgetter(0))
    ]
    yield f"Tren: {_BREAK.join(runs)}"
    yield _COMPARED


def _run(figures: dict[int, _Drawn]) -> str:
    """``2023–2025 ▁·█ (80.00–88.00)``: a mark a calendar year, and between what they lie."""
    first, last = min(figures), max(figures)
    marks = "".join(
        _GAP if level is None else _BLOCKS[level]
        for level in levels([_number(figures.get(year)) for year in range(first, last + 1)])
    )
    known = sorted(figure for figure in figures.values() if figure is not None)
    ends = "–".join(dict.fromkeys(text for _, text in (*known[:1], *known[-1:]))) or "tanpa nilai"
    return f"{first if first == last else f'{first}–{last}'} {marks} ({ends})"


def _number(figure: _Drawn) -> int | None:
    return None if figure is None else figure[0]


def _no_mean(years: Sequence[TrendYear]) -> list[str]:
    without = [str(year.number) for year in years if year.rules.quadrant is not None]
    if not without:
        return []
    return [f"Tahun {', '.join(without)} memakai matriks: tidak ada nilai_akhir, jadi tidak ada rata-rata."]

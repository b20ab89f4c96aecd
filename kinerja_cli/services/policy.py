"""The office's policy on one page (rekap kebijakan): each link of its chain, this year beside the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypedDict

from kinerja_cli.domain.measures import Meaning
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.policy import Part, PolicyFigure
from kinerja_cli.domain.programmes import REALISED
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.statistics import percent, year_figures
from kinerja_cli.domain.trend import differences
from kinerja_cli.domain.year_pairs import PairedChange, YearPairs
from kinerja_cli.services.lookup import year_or_newest
from kinerja_cli.services.policy_links import links
from kinerja_cli.services.yearly import Year, judged, kept_rows, open_year, year_before
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.goals import goals_by_year
from kinerja_cli.storage.programmes import all_programmes


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The page of *year*: its figures in the order of the chain, and how its rules differ from those of last year."""

    year: Year
    figures: list[PolicyFigure]
    differs: tuple[str, ...]


def page(database: Database, number: int | None) -> PolicyPage:
    """The page of a year, without it of the newest that has a score.

    Raises: NotFound where no period of it was opened.
    """
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        before = year_before(connection, year)
        differs = () if before is None else differences(before.rules, year.rules)
        figures: Iterator[PolicyFigure] = chain(
            _goals(connection, year.number),
            _appraisal(connection, year, before, alike=not differs),
            _programmes(connection, year.number),
            links(connection, year.number, held=before is not None),
        )
        if before is None:
            figures = map(_unrecorded, figures)
        order = list(Part)
        return PolicyPage(year, sorted(figures, key=lambda figure: order.index(figure.part)), differs)


def _unrecorded(figure: PolicyFigure) -> PolicyFigure:
    """The figure without a nought of the year before: where kinerja didn't hold that year, nobody counted it."""
    counted = figure.part is Part.LEARNING  # of which activities alone say whether that year was held
    return replace(figure, before=None) if figure.before == 0 and not counted else figure


def _goals(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    now, before = goals_by_year(connection, year), goals_by_year(connection, year - 1)
    yield PolicyFigure(
        Part.GOALS, "Pegawai dengan sasaran", "pegawai", f"sasaran daftar {year}", before[0], now[0], better=1
    )
    yield PolicyFigure(
        Part.GOALS, "Indikator sasaran", "indikator", f"sasaran daftar {year}", before[1], now[1]
    )


def _appraisal(
    connection: Connection, year: Year, before: Year | None, *, alike: bool
) -> Iterator[PolicyFigure]:
    pairs = YearPairs()
    last = None if before is None else year_figures(before.rules, pairs.earlier(_rows(connection, before)))
    now = year_figures(year.rules, pairs.later(_rows(connection, year)))
    part, listed = Part.APPRAISAL, f"rekap tahunan {year.number}"
    yield PolicyFigure(part, "Pegawai yang dinilai", "pegawai", listed, last and last.people, now.people)
    yield PolicyFigure(
        part, "Penilaian lengkap", "%", f"rekap unit {year.number}", last and percent(last.complete, last.people),
        percent(now.complete, now.people), exact=True, better=1,
    )  # fmt: skip
    if year.rules.quadrant is None:
        yield PolicyFigure(
            part, "Rata-rata nilai akhir", "nilai", "rekap tren", last and last.mean, now.mean,
            exact=True, better=1, comparable=alike, **_judged(pairs.change(0), last and last.mean, now.mean),
        )  # fmt: skip
    for place, criterion in enumerate(year.rules.criteria):
        old = last.criteria[place] if last and alike else None
        yield PolicyFigure(
            part, f"Rata-rata {criterion.name}", "nilai", listed, old, now.criteria[place],
            exact=True, better=1, comparable=alike,
            **_judged(pairs.change(place + 1), old, now.criteria[place]),
        )  # fmt: skip
    for place, band in enumerate(year.rules.bands):
        yield PolicyFigure(
            part, f"Predikat {band.name}", "pegawai", f"rekap distribusi {year.number}",
            last.by_band[place] if last and alike else None, now.by_band[place], comparable=alike,
        )  # fmt: skip


def _rows(connection: Connection, year: Year) -> Iterator[YearRow]:
    if year.closing is not None:
        return kept_rows(connection, year.rules, year.closing)
    return (row for _, row in judged(connection, year))


class _Judged(TypedDict, total=False):
    judged: Meaning
    remark: str


def _judged(moved: PairedChange, before: int | None, now: int | None) -> _Judged:
    """What a mean's change says, by those who were appraised in both years: others came and went between them."""
    if before is None or now is None:
        return {}
    if moved.difference is None:
        told = f"hanya {moved.people} orang lengkap di kedua tahun"
    else:
        told = f"{moved.people} orang yang sama: {show_points(moved.difference)}"
        if moved.interval is not None:
            told += " ({} sampai {})".format(*map(show_points, moved.interval))
    same_way = moved.sign * (now - before) > 0
    meaning = Meaning.BETTER if moved.sign > 0 else Meaning.WORSE
    return {"judged": meaning if same_way else Meaning.UNCLEAR, "remark": told}


def _programmes(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    now, before = (
        Counter(programme.state for programme in all_programmes(connection, each))
        for each in (year, year - 1)
    )
    listed = f"program daftar {year}"
    part = Part.PROGRAMMES
    yield PolicyFigure(
        part, "Program terealisasi", "program", listed, before[REALISED], now[REALISED], better=1
    )
    yield PolicyFigure(
        part, "Program diusulkan atau berjalan", "program", listed,
        before["usulan"] + before["berjalan"], now["usulan"] + now["berjalan"],
    )  # fmt: skip

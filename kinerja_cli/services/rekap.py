"""Summaries: a year, its units, one employee over the years, the distribution over predikat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import tee
from operator import itemgetter

from kinerja_cli.domain.closing import (
    KeptColumn,
    KeptLine,
    Standing,
    cell_places,
    hundredths,
    kept_columns,
    kept_row,
)
from kinerja_cli.domain.distribution import Achievement, Guidance, guidance, is_official
from kinerja_cli.domain.ranking import RankedRow, YearRow, in_order, ranks
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.statistics import GroupFigures, group_figures
from kinerja_cli.domain.unit_tree import Unit, depth_first, subtree
from kinerja_cli.services.lookup import codes_below, employee_named, unit_among, year_or_newest
from kinerja_cli.services.standing import newest_data
from kinerja_cli.services.yearly import Year, judged, kept_line, open_year, parsed, units_of, year_rows
from kinerja_cli.storage.achievements import achievements_of
from kinerja_cli.storage.closing import Closing, result_lines
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.periods import opened_periods


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A year's list, ranked and in the order that was asked for."""

    year: Year
    rows: list[RankedRow]

    @property
    def missing(self) -> int:
        """How many needed values are not there, over the whole list."""
        return sum(row.outcome.missing for _, row in self.rows)


@dataclass(frozen=True, slots=True)
class KeptList:
    """A closed year's list: of everybody, or of the units *inside* (codes), in the order that was asked for."""

    database: Database
    year: Year
    closing: Closing
    inside: set[str] | None
    order: str

    @property
    def columns(self) -> tuple[KeptColumn, ...]:
        """The columns that the report had."""
        return kept_columns(self.closing.columns)

    def lines(self) -> Iterator[KeptLine]:
        """Its lines, read as they are asked for; those of some units are ranked anew."""
        with self.database.read() as connection:
            lines = result_lines(connection, self.closing.entry)
            yield from lines if (self.inside, self.order) == (None, "peringkat") else self._chosen(lines)

    def people(self) -> Iterator[YearRow]:
        """The same lines as values."""
        places = cell_places(self.columns)
        for nip, name, cells in parsed(self.lines()):
            yield kept_row(self.year.rules, places, (nip, name), cells)

    def by_status(self) -> Counter[str]:
        """How many people there are of each status."""
        at = cell_places(self.columns)["status"]
        return Counter(cells[at] for _, _, cells in parsed(self.lines()))

    def _chosen(self, lines: Iterable[KeptLine]) -> list[KeptLine]:
        places = cell_places(self.columns)
        unit, final = places["unit"], places["nilai_akhir"]
        both, again = tee(lines)
        found = [
            (line, cells[unit], hundredths(cells[final]))
            for line, (_, _, cells) in zip(both, parsed(again), strict=True)
            if self.inside is None or cells[unit] in self.inside
        ]
        ranked = [
            (nip, name, f"{rank or ''},{cells.partition(',')[2]}", code)
            for ((nip, name, cells), code, _), rank in zip(found, ranks(f[2] for f in found), strict=True)
        ]
        if self.order != "peringkat":
            ranked.sort(key=itemgetter(0 if self.order == "nip" else 3))
        return [(nip, name, cells) for nip, name, cells, _ in ranked]


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """Figures of every unit with its sub-units, in the order of the tree, and of the whole institution."""

    year: Year
    units: list[tuple[Unit, GroupFigures]]
    whole: GroupFigures


@dataclass(frozen=True, slots=True)
class EmployeeYears:
    """One employee's line of each year in which she was expected, the rank being that of the whole list.

    *newest*: the newest data, by the clock of the newest of these years (of WITA where there is none).
    """

    name: str
    years: list[tuple[Year, RankedRow]]
    newest: Standing

    @property
    def missing(self) -> int:
        """How many needed values are not there, over all years."""
        return sum(row.outcome.missing for _, (_, row) in self.years)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the predikat spread: over everybody (*code* None) or unit by unit.

    *guidance*: what the pattern of a unit's capaian organisasi says, by the unit's code.
    """

    year: Year
    groups: list[tuple[str | None, GroupFigures]]
    missing: int
    guidance: dict[str, Guidance]


def kept(database: Database, number: int | None, unit: str | None, order: str) -> KeptList | None:
    """The list of a closed year as it was kept; None of an open one.  Arguments as of `yearly`."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        if year.closing is None:
            return None
        inside = None if unit is None else codes_below(units_of(connection, year), unit)
    return KeptList(database, year, year.closing, inside, order)


def yearly(database: Database, number: int | None, unit: str | None, order: str) -> YearSummary:
    """The list of a year; *unit* (code or name) takes its sub-units along; *order*: peringkat, unit or nip."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        rows = year_rows(connection, year)
        if unit is not None:
            inside = codes_below(units_of(connection, year), unit)
            rows = [row for row in rows if row.unit in inside]
    ranked = in_order(rows)
    if order == "nip":
        ranked.sort(key=lambda pair: pair[1].nip)
    elif order == "unit":
        ranked.sort(key=lambda pair: pair[1].unit)
    return YearSummary(year, ranked)


def by_unit(database: Database, number: int | None) -> UnitSummary:
    """Figures of every unit; a unit includes its sub-units."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        rows = year_rows(connection, year)
        units = units_of(connection, year)
    return UnitSummary(year, unit_figures(year.rules, units, rows), group_figures(year.rules, rows))


def unit_figures(
    rules: Rules, units: Sequence[Unit], rows: Sequence[YearRow]
) -> list[tuple[Unit, GroupFigures]]:
    """Figures of every unit with its sub-units, in the order of the tree."""
    sorted_rows = _by_unit(rows)
    return [
        (unit, group_figures(rules, _rows_below(units, unit, sorted_rows))) for unit in depth_first(units)
    ]


def of_employee(database: Database, nip: str) -> EmployeeYears:
    """One employee's years, oldest first.  Raises: EmployeeNotFound."""
    found = []
    with database.read() as connection:
        employee = employee_named(connection, nip)
        for number in sorted({period.year for period in opened_periods(connection)}):
            year = open_year(connection, number)
            if year.closing is None:
                line = _open_line(connection, year, employee.id)
            else:
                line = kept_line(connection, year.rules, year.closing, employee.id)
            found += [] if line is None else [(year, line)]
        newest = newest_data(connection, found[-1][0].rules.zone if found else "WITA")
    return EmployeeYears(employee.name, found, newest)


def _open_line(connection: Connection, year: Year, employee: int) -> RankedRow | None:
    """One employee's line of a year that isn't closed, ranked among everybody without holding everybody."""
    own, finals = None, Counter[int]()
    for number, row in judged(connection, year):
        if number == employee:
            own = row
        if row.outcome.final is not None:
            finals[row.outcome.final] += 1
    if own is None:
        return None
    final = own.outcome.final
    rank = None if final is None else 1 + sum(many for other, many in finals.items() if other > final)
    return rank, own


def distribution(database: Database, number: int | None, unit: str | None, per_unit: bool) -> Distribution:
    """How the predikat spread over the institution, one unit (with its sub-units), or each unit."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        rows = year_rows(connection, year)
        units = units_of(connection, year)
        top = None if unit is None else unit_among(units, unit)
        closed = None if year.closing is None else year.closing.entry
        reached = achievements_of(connection, year.number, closed)
    sorted_rows = _by_unit(rows)
    if top is not None:
        rows = _rows_below(units, top, sorted_rows)
    missing = sum(row.outcome.missing for row in rows)
    if top is None and not per_unit:
        return Distribution(year, [(None, group_figures(year.rules, rows))], missing, {})
    chosen = depth_first(units)
    if top is not None:
        inside = subtree(units, top.id) if per_unit else {top.id}
        chosen = [u for u in chosen if u.id in inside]
    figures = [(u, group_figures(year.rules, _rows_below(units, u, sorted_rows))) for u in chosen]
    return Distribution(year, [(u.code, own) for u, own in figures], missing, _guided(year, figures, reached))


def _guided(
    year: Year, figures: Sequence[tuple[Unit, GroupFigures]], reached: Mapping[str, str]
) -> dict[str, Guidance]:
    """Guidance of the units that have a capaian, where the year's predikat are the official ones."""
    codes = [band.code for band in year.rules.bands]
    if not is_official(codes):
        return {}
    return {
        unit.code: guidance(Achievement(reached[unit.code]), dict(zip(codes, own.by_band, strict=True)))
        for unit, own in figures
        if unit.code in reached
    }


def _by_unit(rows: Sequence[YearRow]) -> dict[str, list[YearRow]]:
    found: dict[str, list[YearRow]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return found


def _rows_below(units: Sequence[Unit], top: Unit, by_code: Mapping[str, list[YearRow]]) -> list[YearRow]:
    inside = subtree(units, top.id)
    return [row for unit in units if unit.id in inside for row in by_code.get(unit.code, ())]

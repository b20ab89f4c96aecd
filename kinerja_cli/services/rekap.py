"""Summaries: a year, its units, one employee over the years, the distribution over predikat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinerja_cli.domain.ranking import RankedRow, YearRow, in_order
from kinerja_cli.domain.statistics import GroupFigures, group_figures
from kinerja_cli.domain.unit_tree import Unit, depth_first, subtree
from kinerja_cli.services.lookup import employee_named, unit_named, units_below, year_or_newest
from kinerja_cli.services.yearly import Year, open_year, year_rows
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.units import all_units


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
class UnitSummary:
    """Figures of every unit with its sub-units, in the order of the tree, and of the whole institution."""

    year: Year
    units: list[tuple[Unit, GroupFigures]]
    whole: GroupFigures


@dataclass(frozen=True, slots=True)
class EmployeeYears:
    """One employee's line of each year in which she was expected, the rank being that of the whole list."""

    name: str
    years: list[tuple[Year, RankedRow]]

    @property
    def missing(self) -> int:
        """How many needed values are not there, over all years."""
        return sum(row.outcome.missing for _, (_, row) in self.years)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the predikat spread: over everybody (*code* None) or unit by unit."""

    year: Year
    groups: list[tuple[str | None, GroupFigures]]
    missing: int


def yearly(database: Database, number: int | None, unit: str | None, order: str) -> YearSummary:
    """The list of a year; *unit* (code or name) takes its sub-units along; *order*: peringkat, unit or nip."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        rows = year_rows(connection, year)
        if unit is not None:
            below = units_below(connection, unit)
            inside = {u.code for u in all_units(connection) if u.id in below}
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
        units = all_units(connection)
    sorted_rows = _by_unit(rows)
    figures = [
        (unit, group_figures(year.rules, _rows_below(units, unit, sorted_rows)))
        for unit in depth_first(units)
    ]
    return UnitSummary(year, figures, group_figures(year.rules, rows))


def of_employee(database: Database, nip: str) -> EmployeeYears:
    """One employee's years, oldest first.  Raises: EmployeeNotFound."""
    found = []
    with database.read() as connection:
        employee = employee_named(connection, nip)
        for number in sorted({period.year for period in opened_periods(connection)}):
            year = open_year(connection, number)
            ranked = in_order(year_rows(connection, year))
            found += [(year, pair) for pair in ranked if pair[1].nip == employee.nip]
    return EmployeeYears(employee.name, found)


def distribution(database: Database, number: int | None, unit: str | None, per_unit: bool) -> Distribution:
    """How the predikat spread over the institution, one unit (with its sub-units), or each unit."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        rows = year_rows(connection, year)
        units = all_units(connection)
        top = None if unit is None else unit_named(connection, unit)
    sorted_rows = _by_unit(rows)
    if top is not None:
        rows = _rows_below(units, top, sorted_rows)
    missing = sum(row.outcome.missing for row in rows)
    if top is None and not per_unit:
        return Distribution(year, [(None, group_figures(year.rules, rows))], missing)
    chosen = depth_first(units)
    if top is not None:
        inside = subtree(units, top.id) if per_unit else {top.id}
        chosen = [u for u in chosen if u.id in inside]
    groups: list[tuple[str | None, GroupFigures]] = [
        (u.code, group_figures(year.rules, _rows_below(units, u, sorted_rows))) for u in chosen
    ]
    return Distribution(year, groups, missing)


def criteria_of(years: Sequence[Year]) -> list[tuple[str, str]]:
    """Code and name of every criterion that these years know, in order of appearance; the newest name wins."""
    names: dict[str, str] = {}
    for year in years:
        names.update({criterion.code: criterion.name for criterion in year.rules.criteria})
    return list(names.items())


def _by_unit(rows: Sequence[YearRow]) -> dict[str, list[YearRow]]:
    found: dict[str, list[YearRow]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return found


def _rows_below(units: Sequence[Unit], top: Unit, by_code: Mapping[str, list[YearRow]]) -> list[YearRow]:
    inside = subtree(units, top.id)
    return [row for unit in units if unit.id in inside for row in by_code.get(unit.code, ())]

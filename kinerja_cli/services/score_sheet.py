"""A score sheet (lembar nilai): one row an employee, filled in by a rater and imported again."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.rules import Criterion
from kinerja_cli.services.lookup import period_named, rules_of, units_below
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import all_employees, placements_by_employee
from kinerja_cli.storage.history import newest_revision
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import values_in_period
from kinerja_cli.storage.units import all_units


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One employee; *values* in hundredths in the order of the sheet's criteria, None where nothing is recorded yet."""

    nip: str
    name: str
    unit: str
    position: str | None
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The sheet of one period; *revision* is the newest entry that wrote data when it was made.

    *criteria*: those of which values are recorded; targets fill the others.
    """

    period: str
    criteria: tuple[Criterion, ...]
    rows: list[SheetRow]
    revision: int


def score_sheet(database: Database, period: Period, unit: str | None) -> ScoreSheet:
    """Everybody who is expected in the period, by unit and NIP, with what is recorded so far.

    Raises: PeriodNotOpen, UnitNotFound.
    """
    with database.read() as connection:
        opened = period_named(connection, period)
        rules = rules_of(connection, opened.year).rules
        inside = None if unit is None else units_below(connection, unit)
        criteria = tuple(criterion for criterion in rules.criteria if not criterion.targeted)
        rows = _rows(connection, opened, criteria, inside)
        revision = newest_revision(connection)
    return ScoreSheet(opened.code, criteria, sorted(rows, key=lambda row: (row.unit, row.nip)), revision)


def _rows(
    connection: Connection, period: OpenedPeriod, criteria: tuple[Criterion, ...], inside: set[int] | None
) -> list[SheetRow]:
    ids = criterion_ids(connection)
    numbers = [ids[criterion.code] for criterion in criteria]
    recorded = values_in_period(connection, period.id)
    codes = {unit.id: unit.code for unit in all_units(connection)}
    held = placements_by_employee(connection)
    rows = []
    for employee in all_employees(connection):
        placed = placed_on(held[employee.id], period.last)
        if serves(employee.starts, employee.ends, period.last) and (inside is None or placed.unit in inside):
            values = recorded.get(employee.id, {})
            shown = tuple(values.get(number) for number in numbers)
            rows.append(SheetRow(employee.nip, employee.name, codes[placed.unit], placed.position, shown))
    return rows

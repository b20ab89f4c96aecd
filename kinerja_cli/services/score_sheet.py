"""A score sheet (lembar nilai): one row an employee, filled in by a rater and imported again."""

from __future__ import annotations

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.score_sheets import ScoreSheet, SheetRow
from kinerja_cli.services.lookup import period_named, rules_of, units_below
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import all_employees, placements_by_employee
from kinerja_cli.storage.history import newest_revision
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import exempted_keys, values_in_period
from kinerja_cli.storage.units import all_units


def score_sheet(database: Database, period: Period, unit: str | None) -> ScoreSheet:
    """Everybody who is expected in the period, by unit and NIP, with what is recorded so far.

    Raises: PeriodNotOpen, UnitNotFound.
    """
    with database.read() as connection:
        opened = period_named(connection, period)
        rules = rules_of(connection, opened.year).rules
        inside = None if unit is None else units_below(connection, unit)
        criteria = tuple(criterion for criterion in rules.criteria if not criterion.targeted)
        ids = criterion_ids(connection)
        rows = _rows(connection, opened, [ids[criterion.code] for criterion in criteria], inside)
        names = {employee.nip: employee.name for employee in all_employees(connection)}
        revision = newest_revision(connection)
    ordered = sorted(rows, key=lambda row: (row.unit, row.nip))
    raters = {row.rater: names[row.rater] for row in ordered if row.rater in names}
    return ScoreSheet(opened.code, criteria, rules.scale_min, rules.scale_max, ordered, revision, raters)


def _rows(
    connection: Connection, period: OpenedPeriod, criteria: list[int], inside: set[int] | None
) -> list[SheetRow]:
    recorded, exempted = values_in_period(connection, period.id), exempted_keys(connection)
    codes = {unit.id: unit.code for unit in all_units(connection)}
    held = placements_by_employee(connection)
    rows = []
    for employee in all_employees(connection):
        placed = placed_on(held[employee.id], period.last)
        if serves(employee.starts, employee.ends, period.last) and (inside is None or placed.unit in inside):
            values = recorded.get(employee.id, {})
            rows.append(
                SheetRow(
                    employee.nip,
                    employee.name,
                    codes[placed.unit],
                    placed.position,
                    tuple(values.get(number) for number in criteria),
                    tuple((employee.id, period.id, number) in exempted for number in criteria),
                    placed.superior_label,
                )
            )
    return rows

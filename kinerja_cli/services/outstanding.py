"""Whose values a period still waits for, by rater: what is expected and not there, whoever holds a sheet of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from kinerja_cli.domain.placements import placed_on
from kinerja_cli.services.status import gaps_in
from kinerja_cli.services.yearly import open_year
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import all_employees, placements_by_employee
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.units import all_units


class Waiting(NamedTuple):
    """One rater's people who lack needed values; *rater* is a NIP or a name, None where they have no superior.

    *name*: of a rater with a NIP. *units*: codes of where these people are.
    """

    rater: str | None
    name: str | None
    units: tuple[str, ...]
    people: int
    values: int


def outstanding(database: Database, periods: Collection[int]) -> dict[str, list[Waiting]]:
    """Whom each of these periods (keys) waits for, by its code; by NIP or name, those without a superior last."""
    with database.read() as connection:
        return {
            period.code: _waiting(connection, period)
            for period in opened_periods(connection)
            if period.id in periods
        }


def _waiting(connection: Connection, period: OpenedPeriod) -> list[Waiting]:
    held, codes = placements_by_employee(connection), {unit.id: unit.code for unit in all_units(connection)}
    names = {employee.nip: employee.name for employee in all_employees(connection)}
    found: dict[str | None, list[tuple[str, int]]] = {}
    for employee, gaps in gaps_in(connection, open_year(connection, period.year), period).items():
        if gaps.values:
            placed = placed_on(held[employee], period.last)
            found.setdefault(placed.superior_label, []).append((codes[placed.unit], gaps.values))
    return [
        Waiting(
            label,
            None if label is None else names.get(label),
            tuple(sorted({unit for unit, _ in some})),
            len(some),
            sum(values for _, values in some),
        )
        for label, some in sorted(found.items(), key=lambda item: (item[0] is None, item[0] or ""))
    ]

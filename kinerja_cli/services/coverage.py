"""Coverage (cakupan): whom a year's activities reached, unit by unit and person by person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kinerja_cli.domain.activities import ActivityKind, Coverage, Reached, coverage
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.unit_tree import Unit, depth_first, subtree
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import unit_among
from kinerja_cli.storage.activities import kind_totals, last_days, newest_activity_day
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, all_employees, placements_by_employee
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.units import all_units


class ReachedPerson(NamedTuple):
    """One employee of the year, the number of her unit on the day that counts, and how far she was reached."""

    employee: Employee
    unit: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """A year's coverage: of every unit with its sub-units, in the order of the tree, and of all that were asked for.

    *day* (ISO text): who serves on it is counted, in the unit where she then is. *people* are by NIP; *codes* of units.
    """

    year: int
    day: str
    units: list[tuple[Unit, Coverage]]
    whole: Coverage
    people: list[ReachedPerson]
    codes: dict[int, str]


def year_coverage(database: Database, year: int | None, unit: str | None) -> YearCoverage:
    """Coverage of a year (the newest with an activity); *unit* takes its sub-units along.

    Raises: NotFound where nothing was registered and no year was named; UnitNotFound.
    """
    with database.read() as connection:
        number = _year(connection, year)
        units = all_units(connection)
        top = None if unit is None else unit_among(units, unit)
        inside = {one.id for one in units} if top is None else subtree(units, top.id)
        people = [person for person in people_reached(connection, number) if person.unit in inside]
        day = counted_day(connection, number)
    listed = [
        (one, _of_unit(people, subtree(units, one.id))) for one in depth_first(units) if one.id in inside
    ]
    whole = coverage(person.reached for person in people)
    return YearCoverage(number, day, listed, whole, people, {one.id: one.code for one in units})


def institution_coverage(connection: Connection, year: int) -> Coverage:
    """The whole institution's coverage in that year."""
    return coverage(person.reached for person in people_reached(connection, year))


def year_totals(connection: Connection, year: int) -> dict[int, tuple[int, int]]:
    """How many activities of a year each employee attended, and their JP added up, by the employee's number.

    Whoever attended none isn't there; whoever left since is.
    """
    totals: dict[int, tuple[int, int]] = {}
    for one in kind_totals(connection, year):
        count, hours = totals.get(one.employee, (0, 0))
        totals[one.employee] = (count + one.activities, hours + one.hours)
    return totals


def people_reached(connection: Connection, year: int) -> list[ReachedPerson]:
    """Everybody who serves on the year's `counted_day`, by NIP, with the year's activities and JP."""
    day = counted_day(connection, year)
    totals, last = year_totals(connection, year), last_days(connection, year)
    kinds: dict[int, frozenset[ActivityKind]] = {}
    for one in kind_totals(connection, year):
        kinds[one.employee] = kinds.get(one.employee, frozenset()) | {one.kind}
    held = placements_by_employee(connection)
    return [
        ReachedPerson(
            employee,
            placed_on(held[employee.id], day).unit,
            Reached(
                employee.id,
                *totals.get(employee.id, (0, 0)),
                kinds.get(employee.id, frozenset()),
                last.get(employee.id),
            ),
        )
        for employee in all_employees(connection)
        if serves(employee.starts, employee.ends, day)
    ]


def counted_day(connection: Connection, year: int) -> str:
    """The day (ISO text) on which whoever serves is counted: no clock decides it.

    The last day of the year's last opened period, or of its last activity if that is later; 31 December where no
    period of the year was opened.
    """
    opened = opened_periods(connection, year)
    if not opened:
        return f"{year}-12-31"
    newest = newest_activity_day(connection, year) or ""
    return max(opened[-1].last, newest if newest.startswith(f"{year}-") else "")


def _of_unit(people: list[ReachedPerson], inside: set[int]) -> Coverage:
    return coverage(person.reached for person in people if person.unit in inside)


def _year(connection: Connection, year: int | None) -> int:
    if year is not None:
        return year
    newest = newest_activity_day(connection)
    if newest is None:
        raise NotFound(
            "Belum ada kegiatan yang dicatat.",
            "Catat dengan: kinerja kegiatan tambah TOPIK --jenis pelatihan --tanggal TANGGAL",
        )
    return int(newest[:4])

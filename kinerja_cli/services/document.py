"""Evaluation documents: whose are asked for, that this is written down, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kinerja_cli.domain.distribution import Achievement
from kinerja_cli.domain.document import Document
from kinerja_cli.domain.explanation import Explanation, TargetLine
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import placed_on
from kinerja_cli.domain.unit_tree import subtree
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.assessors import assessor
from kinerja_cli.services.explain import explanation_of
from kinerja_cli.services.lookup import employee_named, unit_among, year_or_newest
from kinerja_cli.services.target_year import target_lines
from kinerja_cli.services.yearly import Year, as_recorded, numbered_rows, open_year, units_of
from kinerja_cli.storage.access import add_access
from kinerja_cli.storage.achievements import achievements_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, employee_numbered, find_employee, placements
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.units import all_units

_AT_ONCE = 50  # people a snapshot: a thousand documents must not keep a writer waiting to the end


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose documents of which year: numbers of employees and their NIPs in that year, in the order of the documents.

    *erased*: how many more there are whose data were erased.
    """

    year: int
    employees: tuple[tuple[int, str], ...]
    erased: int = 0


def of_employee(database: Database, nip: str, number: int | None) -> Wanted:
    """The document of one employee; the newest year that has a score where none is named.

    Raises: EmployeeNotFound; NotFound where she isn't expected in that year; Refused where her data were erased.
    """
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        employee = employee_named(connection, nip)
        if is_placeholder(employee.nip):
            raise Refused(
                "Data pribadi pegawai itu sudah dihapus; dokumennya tidak dapat dibuat lagi.",
                f"Hasilnya yang tanpa nama: kinerja rekap pegawai {employee.nip}",
            )
        with as_recorded(connection, year):
            told = explanation_of(connection, year, employee)
    return Wanted(year.number, ((employee.id, told.nip),))


def of_unit(database: Database, unit: str, number: int | None) -> Wanted:
    """The documents of everybody whom the year counts in a unit (code or name) or below it, by unit and NIP.

    Raises: UnitNotFound; NotFound where there is nobody.
    """
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        units = units_of(connection, year)
        top = unit_among(units, unit)
        below = subtree(units, top.id)
        inside = {one.code for one in units if one.id in below}
        rows = [(row.unit, row.nip, person) for person, row in numbered_rows(connection, year)]
    found = sorted(row for row in rows if row[0] in inside)
    named = tuple((person, nip) for _, nip, person in found if not is_placeholder(nip))
    if not named:
        raise NotFound(
            f"Tidak ada pegawai unit {top.code} yang dihitung dalam tahun {year.number}.",
            f"Lihat: kinerja rekap tahunan {year.number} --unit {top.code}",
        )
    return Wanted(year.number, named, len(found) - len(named))


def record(database: Database, wanted: Wanted, file: str | None) -> None:
    """Journal that the documents are asked for (and go to a *file* of that name), a line an employee.

    Raises: whatever writing raises, and then nothing may be given out.
    """
    with database.write("dokumen") as writing:
        for employee, _ in wanted.employees:
            add_access(writing.connection, employee, "dokumen", file)


def documents(database: Database, wanted: Wanted) -> Iterator[Document]:
    """The documents in their order, each from one snapshot; of whoever was erased in the meantime none."""
    numbers = [number for number, _ in wanted.employees]
    for first in range(0, len(numbers), _AT_ONCE):
        with database.read() as connection:
            year = open_year(connection, wanted.year)
            found = _Reader(connection, year).documents(numbers[first : first + _AT_ONCE])
        yield from found


class _Reader:
    """Reads some people's documents of one year."""

    def __init__(self, connection: Connection, year: Year) -> None:
        self.connection = connection
        self.year = year
        closed = None if year.closing is None else year.closing.entry
        self.achievements = achievements_of(connection, year.number, closed)
        self.days = {period.code: period.last for period in year.periods}

    def documents(self, numbers: Sequence[int]) -> list[Document]:
        """Those of these employees who weren't erased."""
        people = [employee_numbered(self.connection, number) for number in numbers]
        with as_recorded(self.connection, self.year):
            units = {unit.id: unit.name for unit in all_units(self.connection)}
            goals = {goal.code: goal.text for goal in all_goals(self.connection)}
            return [
                self._document(person, units, goals) for person in people if not is_placeholder(person.nip)
            ]

    def _document(self, employee: Employee, units: Mapping[int, str], goals: Mapping[str, str]) -> Document:
        told = explanation_of(self.connection, self.year, employee)
        then = employee_numbered(self.connection, employee.id)
        day = self.days[told.expected[-1]]
        placed = placed_on(list(placements(self.connection, employee.id)), day)
        find = partial(find_employee, self.connection)
        held = lambda number: list(placements(self.connection, number))  # noqa: E731 - one line is enough
        code = next(placement.unit for placement in told.placements if placement.counts)
        reached = self.achievements.get(code)
        return Document(
            told=told,
            kind=then.kind,
            grade=then.grade,
            position=placed.position,
            unit=units[placed.unit],
            assessor=assessor(placed.superior_label, day, find, held, units),
            targets=self._targets(told, then),
            goals=goals,
            achievement=Achievement(reached) if reached else None,
        )

    def _targets(self, told: Explanation, employee: Employee) -> tuple[TargetLine, ...]:
        place = told.rules.targeted
        if place is not None:
            return told.lines[place].targets
        return tuple(target_lines(self.connection, self.year, employee, {}))

"""Employees (pegawai), where they are placed and under whom, and everybody who rates."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from kinerja_cli.domain.placements import BEGINNING
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import insert, replace

_EMPLOYEE = """
select id, nip, name, kind, grade, starts, ends
from employee
where nip = :nip
order by id
"""
_REVISION = "select entry from employee where id = :id"
_NAME = "select name from employee where id = :id"
_NUMBERED = """
select id, nip, name, kind, grade, starts, ends
from employee
where id = :number
order by id
"""
_NIPS = "select nip, id from employee order by id"
_LIMITED = """
select id, starts, ends
from employee
where starts is not null or ends is not null
order by id
"""
_PLACEMENTS = """
select p.employee, p.starts, p.unit, p.position, p.superior, coalesce(a.label, s.nip)
from placement p
left join appraiser a on a.id = p.superior
left join employee s on s.id = a.employee
where :employee is null or p.employee = :employee
order by p.employee, p.starts
"""
_LISTING = """
select e.id, e.nip, e.name, e.kind, e.grade, e.starts, e.ends
from employee e
order by e.nip
"""
_FORMER = """
select past.nip, past.name, e.nip, e.name
from employee_past past
join employee e on e.id = past.id
where past.nip <> e.nip
order by past.replaced_by
"""
_APPRAISER_OF_EMPLOYEE = "select id from appraiser where employee = :employee"
_APPRAISER_BY_LABEL = "select id from appraiser where label = :label"
_LABELLED = """
select a.id
from appraiser a
where a.label = :nip
  and not exists (select 1 from appraiser own where own.employee = :employee)
"""


class Employee(NamedTuple):
    """One employee; dates are ISO text, None where open-ended or unknown."""

    id: int
    nip: str
    name: str
    kind: str
    grade: str | None
    starts: str | None
    ends: str | None


class Placement(NamedTuple):
    """Where an employee works from a day on; *superior* is the appraiser's number, *superior_label* NIP or name."""

    employee: int
    starts: str
    unit: int
    position: str | None
    superior: int | None
    superior_label: str | None


class Former(NamedTuple):
    """A NIP that an employee bore once, the name then, and both as they are now."""

    nip: str
    name: str
    now: str
    name_now: str


def find_employee(connection: sqlite3.Connection, nip: str) -> Employee | None:
    """The employee with that NIP."""
    row = connection.execute(_EMPLOYEE, {"nip": nip}).fetchone()
    return None if row is None else Employee(*row)


def employee_revision(connection: sqlite3.Connection, employee: int) -> int:
    """Number of the entry that wrote that employee as she is registered now."""
    return int(connection.execute(_REVISION, {"id": employee}).fetchone()[0])


def employee_numbered(connection: sqlite3.Connection, number: int) -> Employee:
    """The employee with that number of ours."""
    return Employee(*connection.execute(_NUMBERED, {"number": number}).fetchone())


def all_employees(connection: sqlite3.Connection) -> list[Employee]:
    """Every employee, by NIP."""
    return [Employee(*row) for row in connection.execute(_LISTING)]


def employee_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """Number of every employee by NIP."""
    return dict(connection.execute(_NIPS))


def employee_name(connection: sqlite3.Connection, employee: int) -> str:
    """What that employee is called."""
    return str(connection.execute(_NAME, {"id": employee}).fetchone()[0])


def former_nips(connection: sqlite3.Connection) -> list[Former]:
    """NIPs that were replaced by another one, the latest replacement last."""
    return [Former(*row) for row in connection.execute(_FORMER)]


def limited_service(connection: sqlite3.Connection) -> dict[int, tuple[str | None, str | None]]:
    """First and last day of service of everybody who has one of them."""
    return {number: (starts, ends) for number, starts, ends in connection.execute(_LIMITED)}


def placements(connection: sqlite3.Connection, employee: int | None = None) -> Iterator[Placement]:
    """Placements of one employee, or of everybody, by employee and first day."""
    return (Placement(*row) for row in connection.execute(_PLACEMENTS, {"employee": employee}))


class FirstPlacement(NamedTuple):
    """Where a new employee works, from the beginning on; numbers of unit and superior."""

    unit: int
    position: str | None
    superior: int | None


def placements_by_employee(connection: sqlite3.Connection) -> dict[int, list[Placement]]:
    """Everybody's placements, each person's by first day."""
    held: dict[int, list[Placement]] = {}
    for placement in placements(connection):
        held.setdefault(placement.employee, []).append(placement)
    return held


def count_employees(connection: sqlite3.Connection) -> int:
    """How many employees are registered."""
    return int(connection.execute("select count(*) from employee").fetchone()[0])


def add_employee(
    connection: Connection, values: dict[str, str | None], first: FirstPlacement, entry: int
) -> int:
    """Insert an employee with a first placement; returns the number.

    *values*: nip, name, kind, grade, starts, ends. Who was known as a rater by that NIP becomes this employee.
    """
    employee = insert(connection, "employee", {**values, "entry": entry, "salt": os.urandom(16)})
    adopt_label(connection, employee, str(values["nip"]), entry)
    placement = {"employee": employee, "starts": BEGINNING, **first._asdict(), "entry": entry}
    insert(connection, "placement", placement)
    return employee


def adopt_label(connection: Connection, employee: int, nip: str, entry: int) -> None:
    """Who was known as a rater by that NIP alone is this employee, unless she rates under her own number already."""
    for (number,) in connection.execute(_LABELLED, {"employee": employee, "nip": nip}).fetchall():
        replace(connection, "appraiser", {"id": number}, {"employee": employee, "label": None}, entry)


def appraiser_id(connection: Connection, label: str) -> int:
    """Number of whoever rates or leads under that NIP or name, made where it is new."""
    employee = connection.execute("select id from employee where nip = :label", {"label": label}).fetchone()
    if employee is None:
        query, key = _APPRAISER_BY_LABEL, {"label": label}
    else:
        query, key = _APPRAISER_OF_EMPLOYEE, {"employee": employee[0]}
    found = connection.execute(query, key).fetchone()
    if found:
        return int(found[0])
    return insert(connection, "appraiser", {**key, "entry": connection.entry, "salt": os.urandom(16)})

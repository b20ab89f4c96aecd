"""Days of absence without a valid reason (ketidakhadiran), a row a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_OF_EMPLOYEE = "select day, note, entry from absence where employee = :employee order by day"
# who was erased has no name to be listed under
_PEOPLE = """
select e.id, e.nip, e.name, e.kind
from employee e
where (:employee is null or e.id = :employee)
  and not exists (select 1 from erasure where employee = e.id)
  and exists (select 1 from absence where employee = e.id and day between :first and :last)
order by e.nip
"""
_NEWEST = "select max(day) from absence where employee not in (select employee from erasure)"


class AbsentDay(NamedTuple):
    """One recorded day (ISO text), its note, and the entry that wrote it."""

    day: str
    note: str | None
    entry: int


class Absentee(NamedTuple):
    """Somebody with a recorded day."""

    id: int
    nip: str
    name: str
    kind: str


def absent_days(connection: sqlite3.Connection, employee: int) -> list[AbsentDay]:
    """Every recorded day of an employee, of all years, in order."""
    return [AbsentDay(*row) for row in connection.execute(_OF_EMPLOYEE, {"employee": employee})]


def absentees(connection: sqlite3.Connection, year: int, employee: int | None) -> Iterator[Absentee]:
    """Who has a recorded day in that year, by NIP: everybody or one."""
    values = {"employee": employee, "first": f"{year}-01-01", "last": f"{year}-12-31"}
    return (Absentee(*row) for row in connection.execute(_PEOPLE, values).fetchall())


def newest_absence_year(connection: sqlite3.Connection) -> int | None:
    """The newest year with a recorded day."""
    newest = connection.execute(_NEWEST).fetchone()[0]
    return None if newest is None else date.fromisoformat(newest).year


def add_absence(connection: Connection, employee: int, day: str, note: str | None) -> None:
    """Record a day in the open entry."""
    values: dict[str, Value | bytes] = {
        "employee": employee,
        "day": day,
        "note": note,
        "entry": connection.entry,
    }
    insert(connection, "absence", values)


def annotate_absence(connection: Connection, employee: int, day: str, note: str) -> None:
    """Write another note on a recorded day, the old version kept."""
    replace(connection, "absence", {"employee": employee, "day": day}, {"note": note}, connection.entry)


def withdraw_absence(connection: Connection, employee: int, day: str) -> None:
    """Take a day out of force; it stays as a version."""
    withdraw(connection, "absence", {"employee": employee, "day": day}, connection.entry)

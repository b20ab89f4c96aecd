"""Cases of support (pembinaan) and their meetings.  Confidential: nothing here goes into another report or view."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from kinerja_cli.domain.support import QUESTIONS, Case, Meeting
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace

ANSWERS = tuple(f"answer_{number}" for number in range(1, QUESTIONS + 1))
_COLUMNS = """
  c.id, c.employee, c.opened, c.cause, c.note, c.form, coalesce(r.nip, c.counsellor_name), c.follow, c.closed,
  c.outcome, c.outcome_note, c.why
from support_case c
left join employee r on r.id = c.counsellor
"""
_OF_EMPLOYEE = f"select {_COLUMNS} where c.employee = :employee order by c.id"
_ONE = f"select {_COLUMNS} where c.id = :number order by c.id"
# who was erased has no name to be listed under
_ALL = f"""
select {_COLUMNS}
where (:closed or c.closed is null) and c.employee not in (select employee from erasure)
order by c.id
"""  # noqa: S608 - our own names
_MEETINGS = f"""
select support_case, employee, day, form, note, follow, why, {", ".join(ANSWERS)}
from support_meeting
where :number is null or support_case = :number
order by support_case, day
"""  # noqa: S608 - our own names
_ANY_OPEN = "select exists (select 1 from support_case where closed is null)"
_COUNTS = """
select
  count(*) filter (where substr(opened, 1, 4) = :year),
  count(*) filter (where substr(closed, 1, 4) = :year),
  count(*) filter (where substr(closed, 1, 4) = :year and outcome = 'membaik')
from support_case
"""


class Counts(NamedTuple):
    """How many cases were opened in a year, how many closed, and how many of these with an improvement."""

    opened: int
    closed: int
    improved: int


def cases_of(connection: sqlite3.Connection, employee: int) -> list[Case]:
    """Every case of an employee, by number."""
    return [Case(*row) for row in connection.execute(_OF_EMPLOYEE, {"employee": employee})]


def find_case(connection: sqlite3.Connection, number: int) -> Case | None:
    """The case with that number."""
    if number >= 2**63:  # more than SQLite can count
        return None
    row = connection.execute(_ONE, {"number": number}).fetchone()
    return None if row is None else Case(*row)


def all_cases(connection: sqlite3.Connection, closed: bool) -> list[Case]:
    """Cases by number: the open ones, or with *closed* all; without those of whoever was erased."""
    return [Case(*row) for row in connection.execute(_ALL, {"closed": closed})]


def any_open_case(connection: sqlite3.Connection) -> bool:
    """Whether any case is open, of whomever."""
    return bool(connection.execute(_ANY_OPEN).fetchone()[0])


def meetings_of(connection: sqlite3.Connection, number: int | None = None) -> dict[int, list[Meeting]]:
    """Meetings by case, each case's by day: of one case, or of all."""
    found: dict[int, list[Meeting]] = {}
    for case, employee, day, form, note, follow, why, *answers in connection.execute(
        _MEETINGS, {"number": number}
    ):
        meeting = Meeting(case, employee, day, form, note, follow, why, tuple(answers))
        found.setdefault(case, []).append(meeting)
    return found


def count_cases(connection: sqlite3.Connection, year: int) -> Counts:
    """Cases of a year, those of people whose data were erased among them."""
    return Counts(*connection.execute(_COUNTS, {"year": f"{year:04d}"}).fetchone())


def add_case(connection: Connection, values: Mapping[str, Value]) -> int:
    """Open a case in the open entry; returns its number."""
    return insert(connection, "support_case", {**values, "entry": connection.entry})


def change_case(connection: Connection, kept: Case, changes: Mapping[str, Value]) -> None:
    """Write what is different about a case, the version before it is kept."""
    key: dict[str, Value] = {"id": kept.id, "employee": kept.employee}
    replace(connection, "support_case", key, changes, connection.entry)


def add_meeting(connection: Connection, case: Case, day: str, values: Mapping[str, Value]) -> None:
    """Record a meeting in the open entry."""
    key: dict[str, Value] = {"support_case": case.id, "employee": case.employee, "day": day}
    insert(connection, "support_meeting", {**key, **values, "entry": connection.entry})


def change_meeting(connection: Connection, kept: Meeting, changes: Mapping[str, Value]) -> None:
    """Write what is different about a meeting, the version before it is kept."""
    key: dict[str, Value] = {"support_case": kept.case, "employee": kept.employee, "day": kept.day}
    replace(connection, "support_meeting", key, changes, connection.entry)

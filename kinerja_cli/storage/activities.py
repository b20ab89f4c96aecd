"""Activities (kegiatan) and who attended them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from kinerja_cli.domain.activities import Activity, ActivityKind, Attendance, Cause
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_ALL = """
select id, kind, topic, day, hours, unit, selection, entry
from activity
where (:number is null or id = :number) and (:year is null or day between :year || '-01-01' and :year || '-12-31')
order by day, id
"""
_WITHDRAWN = "select max(replaced_by) from activity_past where id = :number"
_ATTENDED = """
select a.employee, e.nip, a.cause, a.note
from attendance a
join employee e on e.id = a.employee
where a.activity = :activity
order by e.nip
"""
_CAUSES = """
select activity, cause, count(*)
from attendance
group by activity, cause
order by activity, cause
"""
_BY_KIND = """
select a.employee, v.kind, count(*), sum(v.hours)
from attendance a
join activity v on v.id = a.activity
where v.day between :first and :last
group by a.employee, v.kind
order by a.employee, v.kind
"""
_LAST_DAYS = """
select a.employee, max(v.day)
from attendance a
join activity v on v.id = a.activity
where v.day <= :last
group by a.employee
order by a.employee
"""
_NEWEST = "select max(day) from activity where day <= :last"
_COUNT = "select count(*) from activity where day <= :last"
_NEVER_LATER = "9999-12-31"


class KindTotal(NamedTuple):
    """What one employee attended of one kind in a year: how many, and their JP added up."""

    employee: int
    kind: ActivityKind
    activities: int
    hours: int


def all_activities(connection: sqlite3.Connection, year: int | None = None) -> list[Activity]:
    """Activities of a year or of all, by day."""
    return _activities(connection, year=year)


def withdrawn_by(connection: sqlite3.Connection, number: int) -> int | None:
    """The newest entry that replaced or withdrew a version of the activity with that number; None without one."""
    found: int | None = connection.execute(_WITHDRAWN, {"number": number}).fetchone()[0]
    return found


def numbered_activity(connection: sqlite3.Connection, number: int) -> Activity | None:
    """The activity with that number."""
    return next(iter(_activities(connection, number=number)), None)


def attended(connection: sqlite3.Connection, activity: int) -> list[Attendance]:
    """Who attended it, by NIP."""
    rows = connection.execute(_ATTENDED, {"activity": activity})
    return [Attendance(employee, nip, Cause(cause), note) for employee, nip, cause, note in rows]


def cause_counts(connection: sqlite3.Connection) -> dict[int, dict[Cause, int]]:
    """How many attended each activity, by why they were sent."""
    found: dict[int, dict[Cause, int]] = {}
    for activity, cause, count in connection.execute(_CAUSES):
        found.setdefault(activity, {})[Cause(cause)] = count
    return found


def kind_totals(connection: sqlite3.Connection, year: int) -> list[KindTotal]:
    """What everybody attended in a year, by employee and kind."""
    rows = connection.execute(_BY_KIND, {"first": f"{year}-01-01", "last": f"{year}-12-31"})
    return [KindTotal(employee, ActivityKind(kind), count, hours) for employee, kind, count, hours in rows]


def last_days(connection: sqlite3.Connection, year: int) -> dict[int, str]:
    """The last day (ISO text) on which each employee attended anything, up to the end of *year*."""
    return dict(connection.execute(_LAST_DAYS, {"last": f"{year}-12-31"}))


def newest_activity_day(connection: sqlite3.Connection, year: int | None = None) -> str | None:
    """The day (ISO text) of the newest activity, up to the end of *year* if one is given."""
    last = _NEVER_LATER if year is None else f"{year}-12-31"
    newest = connection.execute(_NEWEST, {"last": last}).fetchone()[0]
    return None if newest is None else str(newest)


def count_activities(connection: sqlite3.Connection, year: int) -> int:
    """How many activities there were up to the end of *year*."""
    return int(connection.execute(_COUNT, {"last": f"{year}-12-31"}).fetchone()[0])


def keep_activity(connection: Connection, values: Mapping[str, Value]) -> int:
    """Insert an activity of the open entry; returns its number."""
    return insert(connection, "activity", {**values, "entry": connection.entry})


def change_activity(connection: Connection, number: int, values: Mapping[str, Value]) -> None:
    """Replace what is said of it; the version before it is kept."""
    replace(connection, "activity", {"id": number}, values, connection.entry)


def withdraw_activity(connection: Connection, number: int) -> None:
    """Take it out of force together with its attendance; all of it stays as versions."""
    for attendance in attended(connection, number):
        withdraw_attendance(connection, number, attendance.employee)
    withdraw(connection, "activity", {"id": number}, connection.entry)


def keep_attendance(
    connection: Connection, activity: int, employee: int, cause: Cause, note: str | None
) -> None:
    """Insert an attendance of the open entry."""
    values: dict[str, Value] = {
        "activity": activity,
        "employee": employee,
        "cause": cause.value,
        "note": note,
    }
    insert(connection, "attendance", {**values, "entry": connection.entry})


def change_attendance(
    connection: Connection, activity: int, employee: int, cause: Cause, note: str | None
) -> None:
    """Replace why somebody was sent, or the note on it; the version before it is kept."""
    key: dict[str, Value] = {"activity": activity, "employee": employee}
    replace(connection, "attendance", key, {"cause": cause.value, "note": note}, connection.entry)


def withdraw_attendance(connection: Connection, activity: int, employee: int) -> None:
    """Take an attendance out of force; it stays as a version."""
    withdraw(connection, "attendance", {"activity": activity, "employee": employee}, connection.entry)


def _activities(
    connection: sqlite3.Connection, number: int | None = None, year: int | None = None
) -> list[Activity]:
    rows = connection.execute(_ALL, {"number": number, "year": year})
    return [Activity(row[0], ActivityKind(row[1]), *row[2:]) for row in rows]

"""Acting posts (Plt, Plh), a row a post and a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from kinerja_cli.domain.acting import Acting, acting_title
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_OF_EMPLOYEE = """
select id, employee, starts, ends, unit, position, kind, basis
from acting
where employee = :employee
order by starts, id
"""
# the last day of each period decides, and she must serve then
_BY_PERIOD = """
select p.id, e.nip, a.kind, a.position
from acting a
join employee e on e.id = a.employee
join period p on p.last between a.starts and ifnull(a.ends, p.last)
where p.id between :first and :last and p.last <= ifnull(e.ends, p.last)
order by e.nip, p.id, a.starts, a.id
"""


def acting_of(connection: sqlite3.Connection, employee: int) -> list[Acting]:
    """Every acting post of an employee, by first day."""
    return [Acting(*row) for row in connection.execute(_OF_EMPLOYEE, {"employee": employee})]


def titles_by_period(
    connection: sqlite3.Connection, first: int, last: int
) -> dict[str, dict[int, list[str]]]:
    """Who acted on the last day of a period from key *first* to key *last*: NIP -> period key -> titles."""
    found: dict[str, dict[int, list[str]]] = {}
    for period, nip, kind, position in connection.execute(_BY_PERIOD, {"first": first, "last": last}):
        found.setdefault(nip, {}).setdefault(period, []).append(acting_title(kind, position))
    return found


def keep_acting(connection: Connection, values: Mapping[str, Value]) -> None:
    """Insert an acting post of the open entry."""
    insert(connection, "acting", {**values, "entry": connection.entry})


def change_acting(connection: Connection, kept: Acting, values: Mapping[str, Value]) -> None:
    """Replace what is said of it; the version before it is kept."""
    replace(connection, "acting", _key(kept), values, connection.entry)


def withdraw_acting(connection: Connection, kept: Acting) -> None:
    """Take it out of force; it stays as a version."""
    withdraw(connection, "acting", _key(kept), connection.entry)


def _key(kept: Acting) -> dict[str, Value]:
    return {"id": kept.id, "employee": kept.employee}

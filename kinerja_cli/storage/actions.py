"""Actions of the improvement plan (rencana), a row an action."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from kinerja_cli.domain.actions import Action
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace

_ALL = """
select c.id, c.text, c.origin, c.reference, c.unit, u.code, coalesce(a.label, e.nip), c.due, c.state, c.outcome, c.done
from action c
join appraiser a on a.id = c.owner
left join employee e on e.id = a.employee
left join unit u on u.id = c.unit
where :number is null or c.id = :number
order by c.id
"""
_NAMES = "select name from employee union select name from employee_past order by 1"


def all_actions(connection: sqlite3.Connection) -> list[Action]:
    """Every action, by number."""
    return [Action(*row) for row in connection.execute(_ALL, {"number": None})]


def find_action(connection: sqlite3.Connection, number: int) -> Action | None:
    """The action with that number."""
    if number >= 2**63:  # more than SQLite can count
        return None
    row = connection.execute(_ALL, {"number": number}).fetchone()
    return None if row is None else Action(*row)


def known_names(connection: sqlite3.Connection) -> list[str]:
    """Every name that an employee bears or ever bore."""
    return [name for (name,) in connection.execute(_NAMES)]


def keep_action(connection: Connection, values: Mapping[str, Value]) -> int:
    """Insert an action of the open entry; returns its number."""
    return insert(connection, "action", {**values, "entry": connection.entry})


def change_action(connection: Connection, number: int, values: Mapping[str, Value]) -> None:
    """Replace what is said of it; the version before it is kept."""
    replace(connection, "action", {"id": number}, values, connection.entry)

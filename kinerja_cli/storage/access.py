"""Who looked at one person's data (akses)."""

from __future__ import annotations

import sqlite3

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import insert

_OF_EMPLOYEE = "select what, entry from access where employee = :employee order by entry"


def add_access(connection: Connection, employee: int, command: str, file: str | None) -> None:
    """Record in the open entry that an employee's data were asked for, and the file they go to."""
    what = command if file is None else f"{command} -o {file}"
    insert(connection, "access", {"employee": employee, "what": what, "entry": connection.entry})


def accesses(connection: sqlite3.Connection, employee: int) -> list[tuple[str, int]]:
    """What asked for an employee's data, and in which entry, in order."""
    return connection.execute(_OF_EMPLOYEE, {"employee": employee}).fetchall()

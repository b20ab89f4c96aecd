"""Units (unit kerja): a tree."""

from __future__ import annotations

import sqlite3

from kinerja_cli.domain.unit_tree import Unit

_ALL = """
select u.id, u.code, u.name, u.parent
from unit u
order by u.code
"""
_REVISIONS = "select id, entry from unit order by id"


def all_units(connection: sqlite3.Connection) -> list[Unit]:
    """Every unit, by code."""
    return [Unit(*row) for row in connection.execute(_ALL)]


def unit_revisions(connection: sqlite3.Connection) -> dict[int, int]:
    """Number of the entry that wrote each unit as it is, by the unit's number."""
    return dict(connection.execute(_REVISIONS))

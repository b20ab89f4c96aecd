"""Units (unit kerja): a tree."""

from __future__ import annotations

import sqlite3

from kinerja_cli.domain.unit_tree import Unit

_ALL = """
select u.id, u.code, u.name, u.parent
from unit u
order by u.code
"""


def all_units(connection: sqlite3.Connection) -> list[Unit]:
    """Every unit, by code."""
    return [Unit(*row) for row in connection.execute(_ALL)]

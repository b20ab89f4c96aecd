"""Goals (tujuan) of the organisation: a tree from its vision down."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from kinerja_cli.domain.goals import Goal
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace

_ALL = """
select g.id, g.code, g.kind, g.text, g.parent, u.code, g.entry
from goal g
left join unit u on u.id = g.unit
order by g.code
"""
_SERVING = """
select t.goal, count(*)
from target t
where t.goal is not null and (:year is null or t.year = :year)
group by t.goal
order by t.goal
"""
_BY_YEAR = "select count(distinct employee), count(*) from target where year = :year"


def all_goals(connection: sqlite3.Connection) -> list[Goal]:
    """Every goal, by code."""
    return [Goal(*row) for row in connection.execute(_ALL)]


def serving(connection: sqlite3.Connection, year: int | None) -> dict[int, int]:
    """How many targets (of a year, or of all) serve each goal, by its number."""
    return dict(connection.execute(_SERVING, {"year": year}))


def goals_by_year(connection: sqlite3.Connection, year: int) -> tuple[int, int]:
    """How many employees have targets in a year, and how many targets there are."""
    people, targets = connection.execute(_BY_YEAR, {"year": year}).fetchone()
    return int(people), int(targets)


def keep_goal(connection: Connection, values: Mapping[str, Value]) -> int:
    """Insert a goal whose code is free: code, kind, text, parent and unit by their numbers."""
    return insert(connection, "goal", {**values, "entry": connection.entry})


def change_goal(connection: Connection, goal: Goal, values: Mapping[str, Value]) -> None:
    """Replace what is said of a goal; the version before it is kept."""
    replace(connection, "goal", {"id": goal.id}, values, connection.entry)

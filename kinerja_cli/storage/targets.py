"""Targets (sasaran) of employees and what came of them in each period."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from kinerja_cli.domain.targets import Direction, Kind, Measure, Realisation, Reckoning, Side, Target
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_TARGETS = """
select t.id, t.employee, t.year, g.code, t.result, t.indicator, t.aspect, t.measure,
  t.low, t.high, t.direction, t.reckoning, t.kind, t.weight, t.peak, t.first, t.last, t.entry
from target t
left join goal g on g.id = t.goal
where {only}
order by t.year, t.employee, t.id
"""
_REALISATIONS = """
select r.target, r.period, r.value, r.evidence, r.note, r.entry
from realisation r
join target t on t.id = r.target
where {only}
order by r.target, r.period
"""
# only what is asked for stands in the statement: beside "or :id is null" no index would be used
_ONLY = {"id": "t.id = :id", "year": "t.year = :year", "employee": "t.employee = :employee"}
# figures alone, in the order in which everybody's year is judged
_FIGURES = """
select t.employee, t.id, t.low, t.high, t.direction, t.reckoning, t.kind, t.weight, t.peak, t.first, t.last,
  r.period, r.value
from target t
left join realisation r on r.target = t.id
where t.year = :year
order by t.employee, t.id, r.period
"""
_HELD = """
select t.id, t.year, t.kind, t.first is not null or t.last is not null
from target t
where t.year between :first and :last
  and (t.kind = :extra or t.first is not null or t.last is not null)
order by t.year, t.id
"""

Figures = list[tuple[Measure, Mapping[int, int]]]
"""The figures of somebody's targets, each with its realisations (hundredths) by period key."""


def targets_of(
    connection: sqlite3.Connection,
    *,
    year: int | None = None,
    employee: int | None = None,
    number: int | None = None,
) -> list[Target]:
    """Targets by year, employee and number: all there are, or those of a year, of an employee, or with a number."""
    asked = {"id": number, "year": year, "employee": employee}
    return [_target(row) for row in connection.execute(_only(_TARGETS, asked), asked)]


def realisations_of(
    connection: sqlite3.Connection,
    *,
    year: int | None = None,
    employee: int | None = None,
    number: int | None = None,
) -> dict[int, dict[int, Realisation]]:
    """What came of those targets: target -> period key -> realisation."""
    found: dict[int, dict[int, Realisation]] = {}
    asked = {"id": number, "year": year, "employee": employee}
    for target, period, *rest in connection.execute(_only(_REALISATIONS, asked), asked):
        found.setdefault(target, {})[period] = Realisation(period, *rest)
    return found


def _only(statement: str, asked: Mapping[str, int | None]) -> str:
    wanted = [_ONLY[name] for name, value in asked.items() if value is not None]
    return statement.format(only=" and ".join(wanted) or "true")


def figures_in_step(connection: sqlite3.Connection, year: int) -> Callable[[int], Figures]:
    """Everybody's targets of a year, asked for by employees' numbers in ascending order, held one at a time."""
    people = groupby(connection.execute(_FIGURES, {"year": year}), key=itemgetter(0))
    at, rows = next(people, (None, iter(())))

    def of(employee: int) -> Figures:
        nonlocal at, rows
        while at is not None and at < employee:
            at, rows = next(people, (None, iter(())))
        return _figures(rows) if at == employee else []

    return of


def ruled_targets(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[int, int, Kind, bool]]:
    """Targets from year *first* to *last* that not all rules allow: tambahan, and those of some periods alone.

    Each as number, year, kind, and whether it is of some periods alone.
    """
    asked = {"first": first, "last": last, "extra": Kind.EXTRA.value}
    return [
        (number, year, Kind(kind), bool(partial))
        for number, year, kind, partial in connection.execute(_HELD, asked)
    ]


def keep_target(connection: Connection, employee: int, year: int, values: Mapping[str, Value]) -> int:
    """Insert a target of the open entry; *values* as of `target_values`.  Returns its number."""
    return insert(
        connection, "target", {"employee": employee, "year": year, **values, "entry": connection.entry}
    )


def change_target(connection: Connection, target: Target, values: Mapping[str, Value]) -> None:
    """Replace what is said of a target; the version before it is kept."""
    key: dict[str, Value] = {"id": target.id, "employee": target.employee}
    replace(connection, "target", key, values, connection.entry)


def withdraw_target(connection: Connection, target: Target) -> None:
    """Take a target and what came of it out of force."""
    key: dict[str, Value] = {"target": target.id, "employee": target.employee}
    if realisations_of(connection, number=target.id):
        withdraw(connection, "realisation", key, connection.entry)
    withdraw(connection, "target", {"id": target.id, "employee": target.employee}, connection.entry)


def keep_realisation(connection: Connection, target: Target, said: Realisation) -> None:
    """Insert what came of a target in a period where nothing is recorded yet."""
    key = {"target": target.id, "period": said.period, "employee": target.employee}
    told = {"value": said.value, "evidence": said.evidence, "note": said.note}
    insert(connection, "realisation", {**key, **told, "entry": connection.entry})


def correct_realisation(connection: Connection, target: Target, said: Realisation) -> None:
    """Replace it; the version before it is kept."""
    key: dict[str, Value] = {"target": target.id, "period": said.period, "employee": target.employee}
    told: dict[str, Value] = {"value": said.value, "evidence": said.evidence, "note": said.note}
    replace(connection, "realisation", key, told, connection.entry)


def withdraw_realisation(connection: Connection, target: Target, period: int) -> None:
    """Take it out of force."""
    key: dict[str, Value] = {"target": target.id, "period": period, "employee": target.employee}
    withdraw(connection, "realisation", key, connection.entry)


def target_values(target: Target, goal: int | None) -> dict[str, Value]:
    """The columns of a target beside whose and of when it is; *goal* is the number of its goal."""
    figures = target.figures
    return {
        "goal": goal,
        "kind": figures.kind.value,
        "result": target.result,
        "indicator": target.indicator,
        "aspect": target.side.value,
        "low": figures.low,
        "high": figures.high,
        "measure": target.of,
        "direction": figures.direction.value,
        "reckoning": figures.reckoning.value,
        "weight": figures.weight,
        "peak": 1 if figures.peak else None,
        "first": figures.first,
        "last": figures.last,
    }


def _target(row: tuple[Any, ...]) -> Target:
    number, employee, year, goal, result, indicator, side, of, *figures, revision = row
    return Target(
        number, employee, year, goal, result, indicator, Side(side), of, _measure(*figures), revision
    )


def _measure(
    low: int,
    high: int,
    direction: str,
    reckoning: str,
    kind: str,
    weight: int,
    peak: int | None,
    first: int | None,
    last: int | None,
) -> Measure:
    return Measure(
        low, high, Direction(direction), Reckoning(reckoning), Kind(kind), weight, bool(peak), first, last
    )


def _figures(rows: Any) -> Figures:
    found: Figures = []
    for _, of_target in groupby(rows, key=itemgetter(1)):
        held = list(of_target)
        values = {row[11]: row[12] for row in held if row[11] is not None}
        found.append((_measure(*held[0][2:11]), values))
    return found

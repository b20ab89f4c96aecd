"""Capaian organisasi of units, of a whole year (period 0) or of a period."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import insert, replace

WHOLE_YEAR = 0
_NEWEST = 2**62  # later than any entry
_ONE = """
select achievement, basis, entry
from unit_achievement
where unit = :unit and year = :year and period = :period
order by unit
"""
_LIST = """
select u.code, u.name, a.year, p.code, a.achievement, a.basis, a.entry
from unit_achievement a
join unit u on u.id = a.unit
left join period p on p.id = a.period
where :year is null or a.year = :year
order by a.year, a.period, u.code
"""
_OF_YEAR = """
select u.code, a.achievement
from unit_achievement a
join (
    select id, code, entry, null as until from unit
    union all
    select id, code, entry, replaced_by from unit_past) u on u.id = a.unit
where a.year = :year and a.period = 0 and u.entry <= :entry and (u.until is null or u.until > :entry)
order by u.code
"""
_IN_PERIOD = "select count(*) from unit_achievement where period = :period"


class Place(NamedTuple):
    """Whose capaian it is, and of when: *period* is 0 (WHOLE_YEAR) or a period's number."""

    unit: int
    year: int
    period: int


class KeptAchievement(NamedTuple):
    """A capaian in force, what it rests on, and the entry that wrote it."""

    achievement: str
    basis: str
    entry: int


class AchievementLine(NamedTuple):
    """A capaian in a listing; *period* is a code, None of a whole year."""

    unit: str
    name: str
    year: int
    period: str | None
    achievement: str
    basis: str
    entry: int


def find_achievement(connection: sqlite3.Connection, place: Place) -> KeptAchievement | None:
    """What is recorded there."""
    row = connection.execute(_ONE, place._asdict()).fetchone()
    return None if row is None else KeptAchievement(*row)


def list_achievements(connection: sqlite3.Connection, year: int | None) -> Iterator[AchievementLine]:
    """All of a year, or all there are, by year, period (the whole year first) and unit."""
    return (AchievementLine(*row) for row in connection.execute(_LIST, {"year": year}))


def achievements_of(connection: sqlite3.Connection, year: int, entry: int | None) -> dict[str, str]:
    """Capaian of a whole year by the unit's code: as it is, or as it was after *entry* (a closing)."""
    return dict(connection.execute(_OF_YEAR, {"year": year, "entry": _NEWEST if entry is None else entry}))


def achievements_in(connection: sqlite3.Connection, period: int) -> int:
    """How many units have a capaian of that period."""
    return int(connection.execute(_IN_PERIOD, {"period": period}).fetchone()[0])


def keep_achievement(connection: Connection, place: Place, achievement: str, basis: str, entry: int) -> None:
    """Insert one where there is none yet."""
    values = {**place._asdict(), "achievement": achievement, "basis": basis, "entry": entry}
    insert(connection, "unit_achievement", values)


def correct_achievement(
    connection: Connection, place: Place, achievement: str, basis: str, entry: int
) -> None:
    """Replace one; the version before it is kept."""
    replace(
        connection, "unit_achievement", place._asdict(), {"achievement": achievement, "basis": basis}, entry
    )

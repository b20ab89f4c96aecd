"""Periods that were opened."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import replace

_ALL = """
select id, year, code, last, deadline, closed is not null, entry
from period
where :year is null or year = :year
order by id
"""
_ONE = """
select id, year, code, last, deadline, closed is not null, entry
from period
where code = :code
order by id
"""
_SCORED_YEAR = """
select p.year
from period p
where p.year in (select year from year_closing) or exists (select 1 from score s where s.period = p.id)
order by p.id desc
limit 1
"""
_REALISED = "select count(*) from realisation where period = :period"
_USED = """
select (select count(*) from score where period = :period),
       (select count(*) from exemption where period = :period)
"""


class OpenedPeriod(NamedTuple):
    """One opened period; *id* is year × 100 + index, dates are ISO text, *entry* is what opened, moved or closed it."""

    id: int
    year: int
    code: str
    last: str
    deadline: str | None
    closed: int
    entry: int


def opened_periods(connection: sqlite3.Connection, year: int | None = None) -> list[OpenedPeriod]:
    """Opened periods of one year or of all, in order."""
    return [OpenedPeriod(*row) for row in connection.execute(_ALL, {"year": year})]


def find_period(connection: sqlite3.Connection, code: str) -> OpenedPeriod | None:
    """The opened period with that code."""
    row = connection.execute(_ONE, {"code": code}).fetchone()
    return None if row is None else OpenedPeriod(*row)


def newest_scored_year(connection: sqlite3.Connection) -> int | None:
    """The newest year that has a score, or is closed; None before the first."""
    row = connection.execute(_SCORED_YEAR).fetchone()
    return None if row is None else int(row[0])


def set_closed(connection: Connection, period: int, closed: bool, entry: int) -> None:
    """Close a period that is open, or open one again that was closed."""
    replace(connection, "period", {"id": period}, {"closed": 1 if closed else None}, entry)


def records_in(connection: sqlite3.Connection, period: int) -> tuple[int, int]:
    """How many scores and exemptions a period holds."""
    scores, exemptions = connection.execute(_USED, {"period": period}).fetchone()
    return int(scores), int(exemptions)


def realised_in(connection: sqlite3.Connection, period: int) -> int:
    """How many realisations of targets a period holds."""
    return int(connection.execute(_REALISED, {"period": period}).fetchone()[0])

"""What the recorded years rest on, so that new rules can be refused where they don't know it."""

from __future__ import annotations

import sqlite3

_SCORED = """
select p.code, c.code, min(s.value), max(s.value)
from score s
join period p on p.id = s.period
join criterion c on c.id = s.criterion
where p.year between :first and :last
group by p.id, c.id
order by p.id, c.id
"""
_EXEMPTED = """
select distinct p.code, c.code
from exemption x
join period p on p.id = x.period
join criterion c on c.id = x.criterion
where p.year between :first and :last
order by p.id, c.id
"""
_PROGRAMMES = """
select id, year, category
from programme
where year between :first and :last
order by id
"""


def scored(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[str, str, int, int]]:
    """Period, criterion, lowest and highest hundredths recorded in the years *first* to *last*."""
    return connection.execute(_SCORED, {"first": first, "last": last}).fetchall()


def exempted(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[str, str]]:
    """Period and criterion of the exemptions in those years."""
    return connection.execute(_EXEMPTED, {"first": first, "last": last}).fetchall()


def programme_categories(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[int, int, str]]:
    """Number, year and category of the programmes of those years."""
    return connection.execute(_PROGRAMMES, {"first": first, "last": last}).fetchall()

"""What a year looks like from inside: one period's people and values, and who rated whom in which period."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from kinerja_cli.domain.raters import Ratings

# beside max() SQLite takes the other columns from the row that has it, so this is the placement in force
_PEOPLE = """
select e.id, e.nip, e.name, p.unit, p.position
from employee e
left join (
  select employee, unit, position, max(starts)
  from placement
  where starts <= :day
  group by employee) p on p.employee = e.id
where (e.starts is null or e.starts <= :day) and (e.ends is null or e.ends >= :day)
order by e.id
"""
# cross: by employee, so that each finds her few values by key; the other way round all values are read
_VALUES = """
select s.employee, s.criterion, s.value
from employee e
cross join score s on s.employee = e.id and s.period = :period
order by e.id, s.criterion
"""
_EXEMPTED = """
select employee, criterion
from exemption
where period = :period
order by employee, criterion
"""
_RATINGS = """
select s.rater, coalesce(a.label, r.nip), r.name, s.employee, s.period,
  count(*), sum(s.value), min(s.value), max(s.value)
from score s
left join appraiser a on a.id = s.rater
left join employee r on r.id = a.employee
where s.period between :first and :last
group by s.employee, s.period, s.rater
order by s.employee, s.period, s.rater
"""


class Present(NamedTuple):
    """Somebody who serves on a day, with the unit and jabatan of the placement in force then."""

    id: int
    nip: str
    name: str
    unit: int
    position: str | None


def present_on(connection: sqlite3.Connection, day: str) -> Iterator[Present]:
    """Everybody who serves on *day* (ISO text), by number."""
    return (Present(*row) for row in connection.execute(_PEOPLE, {"day": day}))


def values_in(connection: sqlite3.Connection, period: int) -> dict[int, dict[int, int]]:
    """Everybody's values of one period: employee -> criterion -> hundredths."""
    found: dict[int, dict[int, int]] = {}
    for employee, criterion, value in connection.execute(_VALUES, {"period": period}):
        found.setdefault(employee, {})[criterion] = value
    return found


def exempted_in(connection: sqlite3.Connection, period: int) -> set[tuple[int, int]]:
    """Who is exempted from what in one period: employee and criterion."""
    return set(connection.execute(_EXEMPTED, {"period": period}))


def ratings(connection: sqlite3.Connection, first: int, last: int) -> Iterator[Ratings]:
    """What each rater gave each employee in each period from key *first* to key *last*."""
    return (Ratings(*row) for row in connection.execute(_RATINGS, {"first": first, "last": last}))

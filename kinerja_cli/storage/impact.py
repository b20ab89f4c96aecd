"""Everybody's values of a few periods, from which the effect of an activity is estimated."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# cross: by employee, so that each finds her few values by key; the other way round all values are read
_VALUES = """
select s.employee, s.period, s.criterion, s.value, s.rater
from employee e
cross join (select value as period from json_each(:periods)) p
cross join score s on s.employee = e.id and s.period = p.period
order by s.employee, s.period, s.criterion
"""
_EXEMPTED = """
select employee, period, criterion
from exemption
where period in (select value from json_each(:periods))
order by employee, period, criterion
"""
_TRAINED_ELSEWHERE = """
select distinct t.employee
from attendance t
join activity a on a.id = t.activity
where a.id <> :activity and t.cause <> 'semua' and a.day > :after and a.day <= :until
order by t.employee
"""


class Given(NamedTuple):
    """One value, in hundredths, and the number of the appraiser who gave it."""

    employee: int
    period: int
    criterion: int
    value: int
    rater: int | None


def values_of(connection: sqlite3.Connection, periods: Sequence[int]) -> Iterator[Given]:
    """Every value of these periods, by employee."""
    return (Given(*row) for row in connection.execute(_VALUES, {"periods": str([*periods])}))


def exempted_from(connection: sqlite3.Connection, periods: Sequence[int]) -> set[tuple[int, int, int]]:
    """Who is exempted in these periods: employee, period and criterion."""
    return set(connection.execute(_EXEMPTED, {"periods": str([*periods])}))


def trained_elsewhere(connection: sqlite3.Connection, activity: int, after: str, until: str) -> set[int]:
    """Who attended another activity than this one, that not everybody was sent to, later than *after* to *until*."""
    days = {"activity": activity, "after": after, "until": until}
    return {employee for (employee,) in connection.execute(_TRAINED_ELSEWHERE, days)}

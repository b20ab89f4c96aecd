"""What is missing: values of a period by whom it expects, decisions on objections, actions that are overdue."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

_EXPECTED = """
select e.id, e.nip, e.name, {present}
from employee e
left join score s on s.employee = e.id and s.period = :period
where (e.starts is null or e.starts <= :last) and (e.ends is null or e.ends >= :last)
group by e.id
order by e.id
"""
_EXEMPTED_ALONE = """
select x.employee, x.criterion
from exemption x
left join score s on s.employee = x.employee and s.period = x.period and s.criterion = x.criterion
where x.period = :period and s.value is null
order by x.employee, x.criterion
"""
_UNDECIDED = "select count(*) from objection where state = 'diajukan'"
_OVERDUE = "select count(*) from action where state = 'berjalan' and due < :today"


class Gaps(NamedTuple):
    """How many needed values an employee lacks."""

    nip: str
    name: str
    values: int


def missing_in_period(
    connection: sqlite3.Connection, period: int, last: str, required: Sequence[int]
) -> dict[int, Gaps]:
    """How many of the *required* criteria (numbers) lack a value and an exemption, by expected employee's number."""
    if not required:
        present = "0"
    else:
        marks = ", ".join(f":c{n}" for n in range(len(required)))
        present = f"sum(s.criterion in ({marks}))"
    keys = {f"c{n}": number for n, number in enumerate(required)}
    query = _EXPECTED.format(present=present)
    rows = connection.execute(query, {**keys, "period": period, "last": last})
    missing = {employee: Gaps(nip, name, len(required) - (there or 0)) for employee, nip, name, there in rows}
    for employee, criterion in connection.execute(_EXEMPTED_ALONE, {"period": period}):
        if employee in missing and criterion in required:
            gaps = missing[employee]
            missing[employee] = gaps._replace(values=gaps.values - 1)
    return missing


def count_undecided(connection: sqlite3.Connection) -> int:
    """How many objections wait for a decision."""
    return int(connection.execute(_UNDECIDED).fetchone()[0])


def count_overdue(connection: sqlite3.Connection, today: str) -> int:
    """How many running actions of the improvement plan were due before *today* (ISO)."""
    return int(connection.execute(_OVERDUE, {"today": today}).fetchone()[0])

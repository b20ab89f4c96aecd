"""Everybody's scores of some periods, in one pass in key order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_SCORES = """
select employee, period, criterion, value
from score
where period between :first and :last
order by employee, period, criterion
"""


def scores_between(
    connection: sqlite3.Connection, first: int, last: int
) -> Iterator[tuple[int, dict[int, dict[int, int]]]]:
    """Each employee's values from period key *first* to *last*: number, then period -> criterion -> hundredths."""
    current, found = 0, dict[int, dict[int, int]]()
    for employee, period, criterion, value in connection.execute(_SCORES, {"first": first, "last": last}):
        if employee != current:
            if found:
                yield current, found
            current, found = employee, {}
        found.setdefault(period, {})[criterion] = value
    if found:
        yield current, found

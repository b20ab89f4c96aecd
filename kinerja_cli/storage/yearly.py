"""The one pass over a year's scores: a row an employee, sums and counts a criterion, in key order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from kinerja_cli.domain.rules import Aggregation

# a value's count (or period) rides above its hundredths in one integer: half as many aggregates to step;
# filter, because a CASE would step each of them with NULL: 1.4 times as long
UNIT = 1 << 40
_STEP = {
    Aggregation.MEAN: "sum(s.value + :unit) filter (where s.criterion = :c{n})",
    Aggregation.LAST: "max(s.period * :unit + s.value) filter (where s.criterion = :c{n})",
}
# both select the same people in the same order: they are read in step
_PEOPLE = """
select e.id, e.nip, e.name, e.starts, e.ends, p.unit, p.position
from employee e
left join placement p on p.employee = e.id and p.starts = (
  select max(starts) from placement
  where employee = e.id and starts <= case when e.ends is null then :last_day
    else (select max(last) from period where year = :year and last <= e.ends) end)
where (e.starts is null or e.starts <= :last_day) and (e.ends is null or e.ends >= :first_day)
order by e.id
"""
_SUMS = """
select {steps}
from employee e
left join score s
  on s.employee = e.id
  and s.period between
    case when e.starts is null then :first
    else (select coalesce(min(id), :last + 1) from period where year = :year and last >= e.starts) end
  and
    case when e.ends is null then :last
    else (select coalesce(max(id), :first - 1) from period where year = :year and last <= e.ends) end
where (e.starts is null or e.starts <= :last_day) and (e.ends is null or e.ends >= :first_day)
group by e.id
order by e.id
"""
_EXEMPTIONS = """
select x.employee, x.period, x.criterion, x.reason
from exemption x
where x.period between :first and :last and (:employee is null or x.employee = :employee)
order by x.employee, x.period, x.criterion
"""
_VALUES = """
select s.period, s.criterion, s.value
from score s
where s.employee = :employee and s.period between :first and :last
order by s.period, s.criterion
"""
_DETAILS = """
select s.period, s.criterion, s.value, coalesce(a.label, r.nip), r.name, s.note, j.at
from score s
left join appraiser a on a.id = s.rater
left join employee r on r.id = a.employee
join journal j on j.seq = s.entry
where s.employee = :employee and s.period between :first and :last
order by s.period, s.criterion
"""

# plain tuples, for a million of them pass here: id, nip, name, starts, ends, unit, position
Person: TypeAlias = tuple[int, str, str, str | None, str | None, int, str | None]
# one number a criterion, or None without a value: divmod by UNIT gives count and sum, or period key and value
Packed: TypeAlias = tuple[int | None, ...]


class YearSpan(NamedTuple):
    """The opened periods of a year: keys of the first and the last, and their last days."""

    year: int
    first: int
    last: int
    first_day: str
    last_day: str


class ScoreDetail(NamedTuple):
    """One recorded value with who gave it and when it was recorded (UTC)."""

    period: int
    criterion: int
    value: int
    rater: str | None
    rater_name: str | None
    note: str | None
    at: str


def year_pass(
    connection: sqlite3.Connection,
    span: YearSpan,
    criteria: Sequence[int],
    aggregation: Aggregation,
) -> Iterator[tuple[Person, Packed]]:
    """Everybody who may be expected in the year, by number, with what they have a criterion.

    *criteria*: numbers in the order of the rules. Values outside an employee's service are left out here;
    exemptions are not: whoever has one is tallied from `values_of`.
    """
    steps = ", ".join(_STEP[aggregation].format(n=n) for n in range(len(criteria)))
    who = span._asdict()
    sums = {f"c{n}": number for n, number in enumerate(criteria)}
    # two queries in step, because one that joins people to their sums sorts all of them once more
    return zip(
        connection.execute(_PEOPLE, who),
        connection.execute(_SUMS.format(steps=steps), {**who, **sums, "unit": UNIT}),
        strict=True,
    )


def exemptions(
    connection: sqlite3.Connection, span: YearSpan, employee: int | None = None
) -> dict[int, dict[int, dict[int, str]]]:
    """Reasons of the exemptions of a year: employee -> criterion -> period key -> reason."""
    found: dict[int, dict[int, dict[int, str]]] = {}
    keys = {"first": span.first, "last": span.last, "employee": employee}
    for who, period, criterion, reason in connection.execute(_EXEMPTIONS, keys):
        found.setdefault(who, {}).setdefault(criterion, {})[period] = reason
    return found


def values_of(connection: sqlite3.Connection, span: YearSpan, employee: int) -> dict[int, dict[int, int]]:
    """One employee's recorded values: criterion -> period key -> hundredths."""
    found: dict[int, dict[int, int]] = {}
    keys = {"employee": employee, "first": span.first, "last": span.last}
    for period, criterion, value in connection.execute(_VALUES, keys):
        found.setdefault(criterion, {})[period] = value
    return found


def score_details(connection: sqlite3.Connection, span: YearSpan, employee: int) -> list[ScoreDetail]:
    """One employee's recorded values of a year with rater, note and time."""
    keys = {"employee": employee, "first": span.first, "last": span.last}
    return [ScoreDetail(*row) for row in connection.execute(_DETAILS, keys)]

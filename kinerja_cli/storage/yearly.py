"""The one pass over a year's scores: a row an employee, sums and counts a criterion, in key order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kinerja_cli.domain.rules import Aggregation

# a value's count (or period) rides above its hundredths in one integer: half as many aggregates to step;
# filter, because a CASE would step each of them with NULL: 1.4 times as long
_SHIFT = 40
_MASK = (1 << _SHIFT) - 1
_STEP = {
    Aggregation.MEAN: "sum(s.value + :unit) filter (where s.criterion = :c{n})",
    Aggregation.LAST: "max(s.period * :unit + s.value) filter (where s.criterion = :c{n})",
}
_PASS = """
select e.id, e.nip, e.name, e.starts, e.ends, p.unit, p.position, {names}
from (
  select e.id as id, {steps}
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
    and (:employee is null or e.id = :employee)
  group by e.id
) t
join employee e on e.id = t.id
left join placement p on p.employee = e.id and p.starts = (
  select max(starts) from placement
  where employee = e.id and starts <= (
    select max(last) from period where year = :year and (e.ends is null or last <= e.ends)))
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


class YearSpan(NamedTuple):
    """The opened periods of a year: keys of the first and the last, and their last days."""

    year: int
    first: int
    last: int
    first_day: str
    last_day: str


class EmployeeSums(NamedTuple):
    """One employee's pass: *packed* is one integer or None a criterion, for `unpack`."""

    id: int
    nip: str
    name: str
    starts: str | None
    ends: str | None
    unit: int
    position: str | None
    packed: tuple[int | None, ...]


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
    employee: int | None = None,
) -> Iterator[EmployeeSums]:
    """Everybody (or one) who may be expected in the year, by number.

    *criteria*: numbers in the order of the rules. Values outside an employee's service are left out here;
    exemptions are not: whoever has one is tallied from `values_of`.
    """
    template = _STEP[aggregation]
    steps = ", ".join(f"{template.format(n=n)} as t{n}" for n in range(len(criteria)))
    names = ", ".join(f"t.t{n}" for n in range(len(criteria)))
    parameters = {f"c{n}": number for n, number in enumerate(criteria)}
    query = _PASS.format(steps=steps, names=names)
    cursor = connection.execute(
        query, {**parameters, **span._asdict(), "unit": 1 << _SHIFT, "employee": employee}
    )
    for row in cursor:
        yield EmployeeSums._make((*row[:7], row[7:]))


def unpack(packed: int) -> tuple[int, int]:
    """The rider and the hundredths of one packed integer: count and sum, or period key and value."""
    return packed >> _SHIFT, packed & _MASK


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

"""Whoever has a value of a criterion in every opened period of a year, and none below a least."""

from __future__ import annotations

import sqlite3

from kinerja_cli.domain.appreciation import Steady
from kinerja_cli.storage.yearly import YearSpan

# where a value and an exemption meet the exemption wins, and out of service nothing counts
_STEADY = """
select s.employee, min(s.value), max(s.value), sum(s.value)
from score s
join employee e on e.id = s.employee
where s.criterion = :criterion and s.period between :first and :last
  and (e.starts is null or e.starts <= :first_day) and (e.ends is null or e.ends >= :last_day)
  and not exists (select 1 from exemption x
    where x.employee = s.employee and x.period = s.period and x.criterion = s.criterion)
group by s.employee
having count(*) = :periods and min(s.value) >= :least
order by s.employee
"""


def steady_values(
    connection: sqlite3.Connection, span: YearSpan, periods: int, criterion: int, least: int
) -> dict[int, Steady]:
    """By employee's number; *periods* counts the opened ones of *span*, *least* is in hundredths."""
    keys = {**span._asdict(), "periods": periods, "criterion": criterion, "least": least}
    return {employee: Steady(*values) for employee, *values in connection.execute(_STEADY, keys)}

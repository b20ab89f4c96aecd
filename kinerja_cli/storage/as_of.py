"""The office as it was when an entry was made: views that stand for the tables while something is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

# what a year's figures rest on beside the scores, which can't change in a closed period
_SHADOWED = (
    "rules",
    "unit",
    "employee",
    "placement",
    "appraiser",
    "period",
    "exemption",
    "programme",
    "programme_owner",
    "goal",
    "programme_evidence",
    "acting",
)
_VIEW = """
create temp view {name} as
select {columns} from main.{name} where entry <= (select entry from temp.as_of)
union all
select {columns} from main.{name}_past
where entry <= (select entry from temp.as_of) and replaced_by > (select entry from temp.as_of)
"""


@contextmanager
def as_of(connection: sqlite3.Connection, entry: int) -> Iterator[None]:
    """Within the block the tables hold the rows that were in force after *entry*; inside `Database.read`."""
    connection.execute("create temp table as_of (entry integer not null)")
    connection.execute("insert into temp.as_of values (?)", (entry,))
    for name in _SHADOWED:
        columns = ", ".join(row[1] for row in connection.execute(f"pragma main.table_info({name})"))
        connection.execute(_VIEW.format(name=name, columns=columns))
    try:
        yield
    finally:
        for name in _SHADOWED:
            connection.execute(f"drop view temp.{name}")
        connection.execute("drop table temp.as_of")

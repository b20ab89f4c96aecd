"""Closed years: what was kept of each closing, and the results of its report, line by line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import tee
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, withdraw

if TYPE_CHECKING:
    from kinerja_cli.domain.closing import KeptLine

_FIELDS = "year, revision, rules_since, rules_digest, algorithm, people, columns, units, digest, entry"
_ONE = f"select {_FIELDS} from year_closing where year = :year order by year"  # noqa: S608 - our own names
_ALL = f"select {_FIELDS} from year_closing order by year"  # noqa: S608 - our own names
_FORMER = f"""
select {_FIELDS}, replaced_by
from year_closing_past
where :year is null or year = :year
order by year, revision
"""  # noqa: S608 - our own names

_LINES = "select nip, name, cells from year_result where entry = :entry order by line"
_LINE = """
select nip, name, cells
from year_result
where entry = :entry and employee = :employee
order by line
"""

_JUDGED = """
create temp table judged (
  employee integer not null, place integer not null, final integer, cells text not null)
"""
_IN_ORDER = """
select j.employee, e.entry, e.nip, e.name, j.final, j.cells
from judged j
join employee e on e.id = j.employee
order by j.place, e.nip
"""
_KEEP = """
insert into year_result (entry, line, employee, version, nip, name, cells)
values (?, ?, ?, ?, ?, ?, ?)
"""
_UNDECIDED = """
select o.id, e.nip, e.name, p.code, c.code
from objection o
join employee e on e.id = o.employee
join period p on p.id = o.period
join criterion c on c.id = o.criterion
where p.year = :year and o.state = 'diajukan'
order by o.id
"""

# number, place in the order of the list, shown nilai_akhir, and all cells but peringkat, nip and nama
Judged: TypeAlias = tuple[int, int, int | None, str]

_KEPT = """
select line, employee, version, nip, name, cells
from year_result
where entry = :entry
order by line
"""
_KEPT_BY_EMPLOYEE = """
select line, employee, version, nip, name, cells
from year_result
where entry = :entry
order by employee
"""
# whoever was erased has the same placeholders here and there
_OTHER_IDENTITIES = """
select r.line, r.nip, r.name, v.nip, v.name
from year_result r
left join (
    select id, entry, nip, name from employee
    union all
    select id, entry, nip, name from employee_past) v on v.id = r.employee and v.entry = r.version
where r.entry = :entry and (v.nip is not r.nip or v.name is not r.name)
order by r.line
"""


class Closing(NamedTuple):
    """One closing of a year, by journal entry *entry*.

    *rules_since* and *rules_digest* name its rules, *algorithm* is `ALGORITHM` as it was; *people* counts the lines;
    *columns* and *units* are JSON: the columns of its report (key, heading, kind, hide) and the tree of units (code,
    name, code of the unit above); *digest* is the SHA-256 over its lines. *reopened*: the entry that took it back.
    """

    year: int
    revision: int
    rules_since: int
    rules_digest: str
    algorithm: int
    people: int
    columns: str
    units: str
    digest: str
    entry: int
    reopened: int | None = None


def find_closing(connection: sqlite3.Connection, year: int) -> Closing | None:
    """The closing that holds; None where the year isn't closed."""
    row = connection.execute(_ONE, {"year": year}).fetchone()
    return None if row is None else Closing(*row)


def all_closings(connection: sqlite3.Connection) -> list[Closing]:
    """The closings that hold, by year."""
    return [Closing(*row) for row in connection.execute(_ALL)]


def former_closings(connection: sqlite3.Connection, year: int | None = None) -> list[Closing]:
    """Closings that were taken back, of one year or of all, by year and revision."""
    return [Closing(*row) for row in connection.execute(_FORMER, {"year": year})]


def keep_closing(connection: Connection, values: Mapping[str, Value]) -> None:
    """Close a year with *values*, a row of year_closing."""
    insert(connection, "year_closing", values)


def withdraw_closing(connection: Connection, year: int, entry: int) -> None:
    """Take the closing of a year back; it and its results are kept."""
    withdraw(connection, "year_closing", {"year": year}, entry)


def keep_results(connection: Connection, rows: Iterable[Judged], entry: int) -> tuple[int, str]:
    """Sort and rank what was judged and keep it as the lines of the closing *entry*; returns their number and digest.

    Sorted by SQLite in its own temporary file: a million people take no more memory than a hundred.
    """
    # here: every command that writes asks what is closed, one closes
    from kinerja_cli.domain.ranking import ranks
    from kinerja_cli.storage.guards import without_insert_guards

    connection.execute(_JUDGED)
    connection.executemany("insert into judged values (?, ?, ?, ?)", rows)
    digest = LineDigest()
    with without_insert_guards(connection, "year_result"):
        in_order, again = tee(connection.execute(_IN_ORDER))
        ranked = zip(in_order, ranks(row[4] for row in again), strict=True)
        lines = (
            (
                entry,
                line,
                employee,
                version,
                nip,
                name,
                digest.add(employee, version, f"{rank or ''},{cells}"),
            )
            for line, ((employee, version, nip, name, _, cells), rank) in enumerate(ranked, start=1)
        )
        connection.executemany(_KEEP, lines)
    connection.bulk.add("year_result")
    connection.execute("drop table judged")
    return digest.lines, digest.hex()


class LineDigest:
    """SHA-256 over the lines of a closing: who, by which version of her row, and the cells; never NIP or name."""

    def __init__(self) -> None:
        from hashlib import sha256  # here: reading needs none of it

        self.lines = 0
        self._whole = sha256()

    def add(self, employee: int, version: int, cells: str) -> str:
        """Take in one line; returns its cells."""
        self.lines += 1
        self._whole.update(f"{employee} {version} {cells}\n".encode())
        return cells

    def hex(self) -> str:
        """The digest in hexadecimal."""
        return self._whole.hexdigest()


class KeptResult(NamedTuple):
    """One line of a closing as it is kept."""

    line: int
    employee: int
    version: int
    nip: str
    name: str
    cells: str


def kept_results(
    connection: sqlite3.Connection, entry: int, *, by_employee: bool = False
) -> Iterator[KeptResult]:
    """Every line of the closing *entry*, in the order of the report or by employee's number."""
    query = _KEPT_BY_EMPLOYEE if by_employee else _KEPT
    return (KeptResult(*row) for row in connection.execute(query, {"entry": entry}))


def other_identities(
    connection: sqlite3.Connection, entry: int
) -> Iterator[tuple[int, str, str, str | None, str | None]]:
    """Line, NIP and name where they aren't those of the employee's version that the line names, and those."""
    return connection.execute(_OTHER_IDENTITIES, {"entry": entry})


def open_objections(connection: sqlite3.Connection, year: int) -> list[tuple[int, str, str, str, str]]:
    """Number, NIP, name, period and criterion of the objections of a year that nobody decided yet."""
    return connection.execute(_UNDECIDED, {"year": year}).fetchall()


def result_lines(connection: sqlite3.Connection, entry: int) -> Iterator[KeptLine]:
    """NIP, name and cells of every line of the closing *entry*, in the order of its report."""
    return connection.execute(_LINES, {"entry": entry})


def result_of(connection: sqlite3.Connection, entry: int, employee: int) -> KeptLine | None:
    """One employee's line; None where she wasn't in that year."""
    found: KeptLine | None = connection.execute(_LINE, {"entry": entry, "employee": employee}).fetchone()
    return found

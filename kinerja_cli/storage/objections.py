"""Objections (keberatan) to a value, and what the rater's head decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from kinerja_cli.domain.objections import Decided, State
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.scores import Key
from kinerja_cli.storage.versions import insert, replace

_COLUMNS = (
    "o.id, o.employee, o.period, o.criterion, o.received, o.filed, o.lateness, o.grounds, o.value_before,"
    " o.state, o.decided, o.decision, o.value_after, o.correction, o.entry"
)
_ABOUT = f"""
select {_COLUMNS}
from objection o
where o.employee = :employee and o.period = :period and o.criterion = :criterion
order by o.id
"""  # noqa: S608 - our own names
_ONE = f"select {_COLUMNS} from objection o where o.id = :number order by o.id"  # noqa: S608 - our own names
_LIST = f"""
select {_COLUMNS}, e.nip, e.name, p.code, c.code, coalesce(a.label, r.nip), j.seq, j.hash
from objection o
join employee e on e.id = o.employee
join period p on p.id = o.period
join criterion c on c.id = o.criterion
left join appraiser a on a.id = o.decider
left join employee r on r.id = a.employee
left join journal j on j.seq = o.correction
where (:employee is null or o.employee = :employee)
  and (not :undecided or o.state = 'diajukan')
order by o.id
"""  # noqa: S608 - our own names
_DECIDED = """
select o.period, o.criterion, o.id, o.state, o.decided, coalesce(a.label, r.nip), o.value_before, o.value_after
from objection o
join appraiser a on a.id = o.decider
left join employee r on r.id = a.employee
where o.employee = :employee
order by o.id
"""
# whoever rated what was objected to, or what replaced it meanwhile
_RATERS = """
select a.employee, a.label
from (
  select rater from score
  where employee = :employee and period = :period and criterion = :criterion
  union
  select rater from score_past
  where employee = :employee and period = :period and criterion = :criterion and replaced_by > :since) s
join appraiser a on a.id = s.rater
order by a.id
"""


class Objection(NamedTuple):
    """One objection; dates are ISO text, values hundredths, *correction* and *entry* numbers of journal entries."""

    id: int
    employee: int
    period: int
    criterion: int
    received: str
    filed: str
    lateness: str | None
    grounds: str
    value_before: int
    state: str
    decided: str | None
    decision: str | None
    value_after: int | None
    correction: int | None
    entry: int

    @property
    def key(self) -> Key:
        """What it is about."""
        return Key(self.employee, self.period, self.criterion)


class ObjectionLine(NamedTuple):
    """An objection in a listing, in words; *correction* is number and hash of the entry that granted it."""

    objection: Objection
    nip: str
    name: str
    period: str
    criterion: str
    decider: str | None
    correction: tuple[int, str] | None


def objections_about(connection: sqlite3.Connection, key: Key) -> list[Objection]:
    """Everything that was ever objected to the value under that key, by number."""
    return [Objection(*row) for row in connection.execute(_ABOUT, key._asdict())]


def find_objection(connection: sqlite3.Connection, number: int) -> Objection | None:
    """The objection with that number."""
    if number >= 2**63:  # more than SQLite can count
        return None
    row = connection.execute(_ONE, {"number": number}).fetchone()
    return None if row is None else Objection(*row)


def list_objections(
    connection: sqlite3.Connection, employee: int | None, undecided: bool
) -> Iterator[ObjectionLine]:
    """Objections by number: of one employee or of all, all of them or those that nobody decided yet."""
    wide = len(Objection._fields)
    for row in connection.execute(_LIST, {"employee": employee, "undecided": undecided}):
        nip, name, period, criterion, decider, seq, digest = row[wide:]
        correction = None if seq is None else (seq, digest)
        yield ObjectionLine(Objection(*row[:wide]), nip, name, period, criterion, decider, correction)


def decided_objections(connection: sqlite3.Connection, employee: int) -> dict[tuple[int, int], list[Decided]]:
    """What was decided on the values of one employee: (period, criterion) -> decisions by number."""
    found: dict[tuple[int, int], list[Decided]] = {}
    for period, criterion, *told in connection.execute(_DECIDED, {"employee": employee}):
        found.setdefault((period, criterion), []).append(Decided(*told))
    return found


def raters_since(connection: sqlite3.Connection, objection: Objection) -> list[tuple[int | None, str | None]]:
    """Employee's number or label of everybody who rated the value since it was objected to."""
    values = {**objection.key._asdict(), "since": objection.entry}
    return list(connection.execute(_RATERS, values))


def add_objection(connection: Connection, key: Key, values: dict[str, str | int | None], entry: int) -> int:
    """Insert one: *values* are received, filed, lateness, grounds and value_before; returns its number."""
    stated = {**key._asdict(), **values, "state": State.FILED.value, "entry": entry}
    return insert(connection, "objection", stated)


def decide_objection(
    connection: Connection, objection: Objection, values: dict[str, str | int | None], entry: int
) -> None:
    """Write a decision: *values* are state, decider, decided, decision, value_after and correction."""
    key = {"id": objection.id, "employee": objection.employee}
    replace(connection, "objection", key, values, entry)

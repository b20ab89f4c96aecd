"""Scores (nilai) and exemptions: recorded, compared with what is there, corrected, withdrawn, listed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import insert, replace, withdraw

_FIND = """
select value, rater, note, entry
from score
where employee = :employee and period = :period and criterion = :criterion
"""
# Many rows a statement, because starting and ending one costs more than a row does, and no None among the values,
# because sqlite3 asks all its adapters what a None might be: a million rows take 1.0 s instead of 2.2
_TOGETHER = 25
_ADD = """
insert into score (entry, employee, period, criterion, value, rater, note)
values {rows}
on conflict do nothing
"""
_LIST = """
select e.nip, e.name, p.code, c.code, s.value, coalesce(a.label, r.nip), s.note, j.at, s.entry
from score s
join employee e on e.id = s.employee
join period p on p.id = s.period
join criterion c on c.id = s.criterion
left join appraiser a on a.id = s.rater
left join employee r on r.id = a.employee
join journal j on j.seq = s.entry
where (:period is null or s.period = :period)
  and (:employee is null or s.employee = :employee)
order by e.nip, s.period, s.criterion
"""
_IN_PERIOD = """
select e.id, s.criterion, s.value
from employee e
join score s on s.employee = e.id and s.period = :period
order by e.id, s.criterion
"""
_EXEMPTED_KEYS = "select employee, period, criterion from exemption order by employee, period, criterion"
_EXEMPTED = """
select reason
from exemption
where employee = :employee and period = :period and criterion = :criterion
"""
_LOST = """
select count(*)
from score s
join period p on p.id = s.period
where s.employee = :employee
  and p.last > :day and (:before is null or p.last <= :before)
  and not exists (
    select 1 from exemption x
    where x.employee = s.employee and x.period = s.period and x.criterion = s.criterion)
order by 1
"""
_SUPERIORS = """
select p.employee, p.starts, p.superior
from placement p
where p.employee in (select employee from placement where superior is not null)
order by p.employee, p.starts
"""
_SEEN = """
create temp table if not exists seen (
  employee integer not null, period integer not null, criterion integer not null,
  primary key (employee, period, criterion)) without rowid
"""
_LABELS = """
select a.id, coalesce(a.label, e.nip)
from appraiser a
left join employee e on e.id = a.employee
order by a.id
"""


class Key(NamedTuple):
    """What a score is about: numbers of employee, period and criterion."""

    employee: int
    period: int
    criterion: int


class Kept(NamedTuple):
    """A score that is in force; *rater* is the appraiser's number, *entry* the journal entry that wrote it."""

    value: int
    rater: int | None
    note: str | None
    entry: int


class NewScore(NamedTuple):
    """A score to keep: its key, hundredths, rater's number and note; the last two None where not stated."""

    employee: int
    period: int
    criterion: int
    value: int
    rater: int | None
    note: str | None

    @property
    def key(self) -> Key:
        """What it is about."""
        return Key(self.employee, self.period, self.criterion)

    def equals(self, kept: Kept) -> bool:
        """Whether *kept* already says all that this states: a new note or rater counts as different."""
        return (
            self.value == kept.value
            and (self.rater is None or self.rater == kept.rater)
            and (self.note is None or self.note == kept.note)
        )


class ScoreLine(NamedTuple):
    """One line of a listing of scores, in words; *revision* is the number of the entry that wrote it."""

    nip: str
    name: str
    period: str
    criterion: str
    value: int
    rater: str | None
    note: str | None
    at: str
    revision: int


def find_score(connection: sqlite3.Connection, key: Key) -> Kept | None:
    """The score in force under that key."""
    row = connection.execute(_FIND, key._asdict()).fetchone()
    return None if row is None else Kept(*row)


def add_scores(
    connection: Connection,
    scores: Sequence[tuple[int, int, int, int, int, str]],
    entry: int,
) -> bool:
    """Insert all of them in one go, or none: false where one of the keys is taken already.

    *scores* have the shape of NewScore, but 0 for no rater and an empty text for no note; plain tuples, for a
    million of them pass here.
    """
    connection.execute("savepoint batch")
    before = connection.total_changes
    whole = len(scores) - len(scores) % _TOGETHER
    for first, end, together in ((0, whole, _TOGETHER), (whole, len(scores), 1)):
        bundles = (
            (entry, *chain.from_iterable(scores[at : at + together])) for at in range(first, end, together)
        )
        connection.executemany(_add(together), bundles)
    if connection.total_changes - before == len(scores):
        connection.bulk.add("score")
        connection.execute("release batch")
        return True
    connection.execute("rollback to batch")
    connection.execute("release batch")
    return False


def _add(rows: int) -> str:
    """The statement that inserts so many rows: the entry once, then six values a row."""
    row = "(?1, ?{}, ?{}, ?{}, ?{}, nullif(?{}, 0), nullif(?{}, ''))"
    return _ADD.format(rows=", ".join(row.format(*range(at, at + 6)) for at in range(2, 2 + 6 * rows, 6)))


def add_score(connection: Connection, score: NewScore, entry: int) -> None:
    """Insert one score under a key that is free."""
    insert(connection, "score", {**score._asdict(), "entry": entry})


def correct_score(connection: Connection, score: NewScore, kept: Kept, entry: int) -> None:
    """Supersede *kept*; a rater or note that isn't stated stays as it was."""
    changes = {
        "value": score.value,
        "rater": kept.rater if score.rater is None else score.rater,
        "note": kept.note if score.note is None else score.note,
    }
    replace(connection, "score", score.key._asdict(), changes, entry)


def withdraw_score(connection: Connection, key: Key, entry: int) -> None:
    """Take a score out of force; its version is kept."""
    withdraw(connection, "score", key._asdict(), entry)


def list_scores(
    connection: sqlite3.Connection, period: int | None, employee: int | None
) -> Iterator[ScoreLine]:
    """Scores by NIP, period and criterion."""
    keys = {"period": period, "employee": employee}
    return (ScoreLine(*row) for row in connection.execute(_LIST, keys))


def values_in_period(connection: sqlite3.Connection, period: int) -> dict[int, dict[int, int]]:
    """Hundredths recorded in one period: employee -> criterion -> value."""
    found: dict[int, dict[int, int]] = {}
    for employee, criterion, value in connection.execute(_IN_PERIOD, {"period": period}):
        found.setdefault(employee, {})[criterion] = value
    return found


def values_lost(connection: sqlite3.Connection, employee: int, day: str, before: str | None) -> int:
    """How many of one employee's values stop counting where *day* replaces *before* as the last day of service."""
    keys = {"employee": employee, "day": day, "before": before}
    return int(connection.execute(_LOST, keys).fetchone()[0])


def exemption_reason(connection: sqlite3.Connection, key: Key) -> str | None:
    """Why that criterion isn't counted there; None where it is."""
    row = connection.execute(_EXEMPTED, key._asdict()).fetchone()
    return None if row is None else str(row[0])


def exempted_keys(connection: sqlite3.Connection) -> set[tuple[int, int, int]]:
    """Employee, period and criterion of every exemption in force."""
    return set(connection.execute(_EXEMPTED_KEYS))


def exempt(connection: Connection, key: Key, reason: str, entry: int) -> None:
    """Exempt a criterion, or replace the reason of its exemption."""
    if exemption_reason(connection, key) is None:
        insert(connection, "exemption", {**key._asdict(), "reason": reason, "entry": entry})
    else:
        replace(connection, "exemption", key._asdict(), {"reason": reason}, entry)


def end_exemption(connection: Connection, key: Key, entry: int) -> None:
    """Let a criterion count again."""
    withdraw(connection, "exemption", key._asdict(), entry)


def superiors(connection: sqlite3.Connection) -> dict[int, list[tuple[str, int | None]]]:
    """First days and superiors (appraiser numbers) of everybody who ever had one."""
    found: dict[int, list[tuple[str, int | None]]] = {}
    for employee, starts, superior in connection.execute(_SUPERIORS):
        found.setdefault(employee, []).append((starts, superior))
    return found


def appraiser_labels(connection: sqlite3.Connection) -> dict[int, str]:
    """NIP or name of every appraiser by number."""
    return dict(connection.execute(_LABELS))


def start_seeing(connection: sqlite3.Connection) -> None:
    """Begin to remember which keys a file named; the memory is a temporary table, so it may be large."""
    connection.execute(_SEEN)
    connection.execute("delete from seen")


def see(connection: sqlite3.Connection, key: Key) -> bool:
    """Remember that a file named this key; false where it did before."""
    cursor = connection.execute("insert or ignore into seen values (?, ?, ?)", key)
    return cursor.rowcount == 1

"""Riwayat: what every recorded fact was and became, who changed it, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kinerja_cli.domain.periods import Period
from kinerja_cli.services.cell_words import CellWords
from kinerja_cli.services.lookup import employee_named, period_named
from kinerja_cli.services.revisions import who
from kinerja_cli.services.told_tables import TOLD
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.history import (
    Change,
    Many,
    actions_ever_owned,
    all_changes,
    changes_of,
    programmes_ever_owned,
)
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.sealed_tables import BY_NAME

MOST_NEW = (
    20  # new rows that one entry wrote into one table: more are counted, unless a person or period was named
)
_CONFIDENTIAL = "dirahasiakan"  # that somebody wrote there is told, but neither of whom nor what


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes: of one employee, one period, by somebody, between two days of the office's clock, by a command.

    *who* is a part of the account's, the sudo user's or the stated name; *command* a command or a group of them.
    """

    nip: str | None = None
    period: Period | None = None
    who: str | None = None
    first: date | None = None
    last: date | None = None
    command: str | None = None


class HistoryLine(NamedTuple):
    """One changed column in words: *old* is None where there was nothing, *new* where nothing is left."""

    at: str
    receipt: str
    who: str
    command: str
    subject: str
    nip: str | None
    period: str | None
    column: str
    old: str | None
    new: str | None
    reason: str | None


def history(database: Database, asked: Asked) -> list[HistoryLine]:
    """Changes in the order of the journal, then of the tables and their keys; one line a changed column.

    Without an employee or a period, more than MOST_NEW new rows of one entry and table are one line that counts them.
    Raises: EmployeeNotFound, PeriodNotOpen.
    """
    with database.read() as connection:
        words = CellWords(connection)
        return list(_lines(connection, asked, words))


def _lines(connection: Connection, asked: Asked, words: CellWords) -> Iterator[HistoryLine]:
    found = _found(connection, asked)
    place = {table: index for index, table in enumerate(TOLD)}
    found.sort(key=lambda item: (item[1].entry, place[item[0]], _ordered(getattr(item[1], "key", ()))))
    for table, change in found:
        entry = words.entry(change.entry)
        if _wanted(entry, words.time(entry), asked):
            yield from _told(words, entry, table, change)


def _ordered(key: tuple[object, ...]) -> list[tuple[bool, object]]:
    """A key that can be sorted, also where damage left a part of it empty."""
    return [(part is not None, part) for part in key]


def _found(connection: Connection, asked: Asked) -> list[tuple[str, Change | Many]]:
    found: list[tuple[str, Change | Many]] = []
    if asked.nip is None and asked.period is None:
        for table, told in TOLD.items():
            changes, many = all_changes(connection, table, told.needed, MOST_NEW)
            found += [(table, change) for change in changes]
            found += [(table, counted) for counted in many]
    else:
        for table, where in _scopes(connection, asked):
            own = changes_of(connection, table, TOLD[table].needed, where)
            found += [(table, change) for change in own]
    return found


def _scopes(connection: Connection, asked: Asked) -> Iterator[tuple[str, dict[str, int]]]:
    """Tables, and by which columns their rows belong to the employee and the period that were named."""
    employee = None if asked.nip is None else employee_named(connection, asked.nip).id
    period = None if asked.period is None else period_named(connection, asked.period).id
    for table, told in TOLD.items():
        where: dict[str, int] = {}
        if employee is not None:
            where |= {told.employee: employee}
        if period is not None:
            where |= {told.period: period}
        if "" not in where:
            yield table, where
    if employee is not None and period is None:
        for number in programmes_ever_owned(connection, employee):
            yield "programme", {"id": number}
            yield "programme_evidence", {"programme": number}
        for number in actions_ever_owned(connection, employee):
            yield "action", {"id": number}


def _wanted(entry: Entry, at: str, asked: Asked) -> bool:
    day = at[:10]
    names = " ".join(filter(None, (entry.actor, entry.sudo, entry.stated))).casefold()
    return (
        (asked.first is None or asked.first.isoformat() <= day)
        and (asked.last is None or day <= asked.last.isoformat())
        and (asked.who is None or asked.who.strip().casefold() in names)
        and (asked.command is None or f"{entry.command} ".startswith(f"{' '.join(asked.command.split())} "))
    )


def _told(words: CellWords, entry: Entry, table: str, change: Change | Many) -> Iterator[HistoryLine]:
    told = TOLD[table]
    head = (words.time(entry), str(entry.receipt), who(entry), entry.command)
    if BY_NAME[table].confidential:
        yield HistoryLine(*head, told.subject, None, None, "isi", None, _CONFIDENTIAL, None)
        return
    if isinstance(change, Many):
        subject = told.subject.partition(" ")[0]
        counted = f"{change.rows:,} baru".replace(",", ".")
        yield HistoryLine(*head, subject, None, None, "jumlah", None, counted, entry.reason)
        return
    row = change.new or change.old or {}
    subject = told.subject.format_map({name: words.cell(name, row) for name in row})
    nip = words.cell("employee", {"employee": row[told.employee]}) if told.employee else None
    period = words.cell("period", {"period": row[told.period]}) if told.period else None
    for column, key in told.columns.items():
        old, new = words.cell(column, change.old), words.cell(column, change.new)
        if old != new:
            yield HistoryLine(*head, subject, nip, period, key, old, new, entry.reason)

"""Triggers that refuse: what was recorded is never deleted or changed behind the journal, closed things not at all.

They write nothing. Dropping them is possible for whoever may write the file; the schema's fingerprint then tells.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kinerja_cli.storage.sealed_tables import SEALED, SealedTable

_BEHIND = "kinerja: hanya perintah kinerja yang mencatat di sini"
# also what kinerja itself is told where another program left an entry open
_NO_ENTRY = "kinerja: jurnal tidak menerima entri ini; mengapa: kinerja periksa"
_KEPT = "kinerja: yang tercatat tidak dihapus atau ditimpa; versi lamanya harus disimpan dahulu"
_CLOSED = "kinerja: periode itu sudah ditutup"
_CLOSED_YEAR = "kinerja: tahun itu sudah ditutup"
_OPEN = "(select hash is null from journal where seq = {entry}) is not 1"
_ERASING = "exists (select 1 from erasure e join journal j on j.seq = e.entry where j.hash is null)"
_YEAR_CLOSED = "exists (select 1 from year_closing where year = {year})"
_PERIOD_CLOSED = "(select closed from period where id = {row}.period) is not null"
_PROGRAMME_CLOSED = (
    "exists (select 1 from year_closing c join programme p on p.year = c.year where p.id = {row}.programme)"
)
# rules govern their year and those after it until the next rules: one with a closed period is not to be changed
_GOVERNS_CLOSED = """exists (select 1 from period p
    where p.closed is not null and p.year >= {row}.since
      and not exists (select 1 from rules r where r.since > {row}.since and r.since <= p.year))"""

_THERE = "select name from sqlite_schema where type in ('table', 'trigger') order by name"
_NAMES = re.compile(r"create trigger (\w+) before .* on (\w+)\nwhen ")


def guards() -> Iterator[str]:
    """Every ``create trigger``, in order."""
    yield from _journal()
    yield from _append_only("seal", "new.entry")
    for sealed in SEALED:
        yield from _versioned(sealed) if sealed.versioned else _append_only(sealed.name, "new.entry")
    for table in ("score", "exemption"):
        yield from _closing(table, _PERIOD_CLOSED, _CLOSED)
    yield from _closing("programme", _YEAR_CLOSED.format(year="{row}.year"), _CLOSED_YEAR)
    yield from _closing("programme_owner", _PROGRAMME_CLOSED, _CLOSED_YEAR)
    yield from _closing("rules", _GOVERNS_CLOSED, _CLOSED)
    yield from _period()
    yield from _closing("unit_achievement", _YEAR_CLOSED.format(year="{row}.year"), _CLOSED_YEAR)
    yield from _closing("programme_evidence", _PROGRAMME_CLOSED, _CLOSED_YEAR)


def guard_tables(connection: sqlite3.Connection) -> None:
    """Create every guard of a table that is there by now and hasn't got it yet: a migration knows no later tables."""
    there = {name for (name,) in connection.execute(_THERE)}
    for statement in guards():
        name, table = _NAMES.findall(statement)[0]
        if table in there and name not in there:
            connection.execute(statement)


@contextmanager
def without_insert_guards(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Insert many rows into *table* without a look of a trigger at each, which takes as long as the rows do.

    For inside an open transaction: nobody else ever sees the file without its guards, and what fails is rolled back.
    """
    looks = [f"create trigger guard_{table}_insert ", f"create trigger closed_{table}_insert "]
    lifted = [statement for statement in guards() if statement.startswith(tuple(looks))]
    for statement in lifted:
        connection.execute(f"drop trigger {statement.split()[2]}")
    yield
    for statement in lifted:
        connection.execute(statement)


def _trigger(name: str, event: str, table: str, when: str, message: str) -> str:
    return f"create trigger {name} before {event} on {table}\nwhen {when}\nbegin select raise(abort, '{message}'); end"


def _journal() -> Iterator[str]:
    bound = "at, actor, uid, sudo, host, terminal, command, source_digest, said, previous, rows, digest, hash, seq"
    in_line = (  # an older kinerja, which opened the file before it was upgraded, binds nothing to the entry before
        "new.hash is not null or new.previous is null or new.seq is not (select ifnull(max(seq), 0) + 1 from journal)"
        " or exists (select 1 from journal where hash is null)"
    )
    yield _trigger("guard_journal_insert", "insert", "journal", in_line, _NO_ENTRY)
    yield _trigger("guard_journal_update", f"update of {bound}", "journal", "old.hash is not null", _KEPT)
    words = f"old.hash is not null and not {_ERASING}"
    yield _trigger("guard_journal_words", "update of stated, reason, source, salt", "journal", words, _KEPT)
    yield _trigger("guard_journal_delete", "delete", "journal", "1", _KEPT)


def _append_only(table: str, entry: str) -> Iterator[str]:
    """Rows come with an open entry; once there they stay, but for what is being erased."""
    yield _trigger(f"guard_{table}_insert", "insert", table, _OPEN.format(entry=entry), _BEHIND)
    yield _trigger(f"guard_{table}_update", "update", table, f"not {_ERASING}", _KEPT)
    yield _trigger(f"guard_{table}_delete", "delete", table, "1", _KEPT)


def _versioned(table: SealedTable) -> Iterator[str]:
    name, past = table.name, f"{table.name}_past"
    same = " and ".join(f"p.{column} is old.{column}" for column in (*table.key, "entry"))
    kept = f"select 1 from {past} p join journal j on j.seq = p.replaced_by where {same} and j.hash is null"  # noqa: S608 - our own names
    unkept = f"not exists ({kept})"
    moved = " or ".join(f"new.{column} is not old.{column}" for column in table.key)
    yield _trigger(f"guard_{name}_insert", "insert", name, _OPEN.format(entry="new.entry"), _BEHIND)
    change = f"not {_ERASING} and ({_OPEN.format(entry='new.entry')} or {moved} or {unkept})"
    yield _trigger(f"guard_{name}_update", "update", name, change, _KEPT)
    yield _trigger(f"guard_{name}_delete", "delete", name, unkept, _KEPT)
    yield from _append_only(past, "new.replaced_by")


def _closing(table: str, closed: str, message: str) -> Iterator[str]:
    old, new = closed.format(row="old"), closed.format(row="new")
    yield _trigger(f"closed_{table}_insert", "insert", table, new, message)
    yield _trigger(f"closed_{table}_update", "update", table, f"not {_ERASING} and ({old} or {new})", message)
    yield _trigger(f"closed_{table}_delete", "delete", table, old, message)


def _period() -> Iterator[str]:
    """A closed period is only reopened, and not in a closed year, which takes no new periods either."""
    old, new = _YEAR_CLOSED.format(year="old.year"), _YEAR_CLOSED.format(year="new.year")
    yield _trigger("closed_period_insert", "insert", "period", new, _CLOSED_YEAR)
    still = "old.closed is not null and new.closed is not null"
    yield _trigger("closed_period_update", "update", "period", f"{old} or {new} or ({still})", _CLOSED)
    yield _trigger("closed_period_delete", "delete", "period", f"{old} or old.closed is not null", _CLOSED)

"""The journal: one entry for every command that wrote, each bound to the one before it by a hash."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.storage.actor import Actor
from kinerja_cli.storage.connection import Connection

GENESIS = "0" * 64
_COLUMNS = (
    "seq, at, actor, uid, sudo, host, terminal, stated, command, reason, source, source_digest,"
    " salt, said, previous, rows, digest, hash"
)
_LAST = "select seq, hash from journal order by seq desc limit 1"
_ALL = f"select {_COLUMNS} from journal where seq >= :first order by seq"  # noqa: S608 - our own names
_LAST_DATA = "select seq, hash, at from journal where rows > 0 order by seq desc limit 1"
_ONE = f"select {_COLUMNS} from journal where seq = :seq order by seq"  # noqa: S608 - our own names
_OPEN = f"""
insert into journal ({_COLUMNS})
values (:seq, :at, :actor, :uid, :sudo, :host, :terminal, :stated, :command, :reason, :source, :source_digest,
  :salt, null, :previous, null, null, null)
"""  # noqa: S608 - our own names
_SEAL = """
update journal
set salt = :salt, said = :said, previous = :previous, rows = :rows, digest = :digest, hash = :hash
where seq = :seq
"""


class Entry(NamedTuple):
    """One entry as it is kept; *hash* is None while its command is still writing.

    *at* is UTC; *said* the salted digest over the words (*stated*, *reason*, *source*), so that the chain holds also
    where words had to be erased; *rows* how many rows of data it wrote, *digest* the SHA-256 over all of them.
    """

    seq: int
    at: str
    actor: str
    uid: int | None
    sudo: str | None
    host: str | None
    terminal: str | None
    stated: str | None
    command: str
    reason: str | None
    source: str | None
    source_digest: str | None
    salt: bytes | None
    said: str | None
    previous: str | None
    rows: int | None
    digest: str | None
    hash: str | None

    @property
    def receipt(self) -> Receipt:
        """What people keep of it."""
        return Receipt(self.seq, self.hash or "")

    def own_hash(self) -> str:
        """What the hash has to be: SHA-256 over the entry before it and everything of this one but its words."""
        from hashlib import sha256  # here: reading a receipt needs none of it

        bound = (self.previous, self.seq, self.at, self.actor, self.uid, self.sudo, self.host, self.terminal)
        what = (self.command, self.source_digest, self.said, self.rows, self.digest)
        return sha256(json.dumps([*bound, *what], separators=(",", ":")).encode()).hexdigest()

    def own_said(self) -> str:
        """What *said* has to be while the words are there."""
        from hashlib import sha256

        words = json.dumps([self.stated, self.reason, self.source], separators=(",", ":"))
        return sha256((self.salt or b"") + words.encode()).hexdigest()


class Statement(NamedTuple):
    """What a command says of itself: its name, why, who says so (``--oleh``), name and SHA-256 of the file it took."""

    command: str
    reason: str | None = None
    stated: str | None = None
    source: tuple[str, str] | None = None


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; 0 and the genesis before the first."""
    found: tuple[int, str] | None = connection.execute(_LAST).fetchone()
    return found or (0, GENESIS)


def last_data(connection: sqlite3.Connection) -> tuple[str, str] | None:
    """Receipt and instant (UTC) of the newest entry that wrote data; who looked at what doesn't change a report."""
    found = connection.execute(_LAST_DATA).fetchone()
    return None if found is None else (str(Receipt(*found[:2])), found[2])


def entries(connection: sqlite3.Connection, first: int = 1) -> Iterator[Entry]:
    """Entries from number *first* on, in order."""
    return (Entry(*row) for row in connection.execute(_ALL, {"first": first}))


def find_entry(connection: sqlite3.Connection, seq: int) -> Entry | None:
    """The entry with that number."""
    row = connection.execute(_ONE, {"seq": seq}).fetchone()
    return None if row is None else Entry(*row)


def open_entry(connection: sqlite3.Connection, said: Statement, actor: Actor) -> int:
    """Begin an entry inside an open transaction; returns its number.  Its rows can point to it from now on."""
    seq, previous = head(connection)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name, digest = said.source or (None, None)
    entry = Entry(
        seq + 1, at, actor.name, actor.uid, actor.sudo, actor.host, actor.terminal, said.stated, said.command,
        said.reason, name, digest, os.urandom(16), None, previous, None, None, None,
    )  # fmt: skip
    connection.execute(_OPEN, entry._asdict())
    return entry.seq


def close_entry(connection: Connection, seq: int) -> str:
    """Seal what entry *seq* wrote and bind it into the chain; returns its receipt."""
    from kinerja_cli.storage.seals import seal_entry

    entry = find_entry(connection, seq)
    assert entry is not None, "the entry was opened in this transaction"  # noqa: S101
    digest = bind(connection, entry, *seal_entry(connection, seq))
    return str(Receipt(seq, digest))


def bind(connection: sqlite3.Connection, entry: Entry, rows: int, digest: str) -> str:
    """Write an entry's hash over all that it is by now; returns it."""
    whole = entry._replace(said=entry.own_said(), rows=rows, digest=digest)
    whole = whole._replace(hash=whole.own_hash())
    connection.execute(_SEAL, whole._asdict())
    return str(whole.hash)

"""Bringing a file of an older schema to today's: a verified backup first, then everything in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.errors import StorageFailure
from kinerja_cli.storage.actor import current_actor
from kinerja_cli.storage.backups import write_copy
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import (
    FINGERPRINTS,
    SCHEMA_VERSION,
    connect,
    explained,
    fingerprint,
    whole_file_change,
)
from kinerja_cli.storage.durable import (
    private_folder,
    publish,
    sweep,
    sync_folder,
    temporary_in,
)
from kinerja_cli.storage.journal import Statement, close_entry, head, open_entry
from kinerja_cli.storage.workspace import BACKUPS

_TABLES = "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name"
_JOURNAL = "select * from journal order by seq"
_LAST = "select ifnull(max(seq), 0) from journal"


def upgrade(connection: Connection, path: Path, version: int, *, backup: bool = True) -> list[str]:
    """Bring the file from schema *version* to today's; returns what the user must know, nothing if another process did.

    *backup* is false only for what is a copy itself.
    Raises: Busy, OutcomeUnknown, StorageFailure; the file is then what it was, but for an unknown outcome.
    """
    try:
        with explained(path):
            return _upgraded(connection, path, version, backup)
    except StorageFailure as failure:
        needed = (
            f"{path} masih skema {version} dan harus ditingkatkan ke skema {SCHEMA_VERSION} sebelum dipakai."
        )
        raise StorageFailure(*failure.lines, f"{needed} Tidak ada yang diubah.") from failure


def _upgraded(connection: Connection, path: Path, version: int, backup: bool) -> list[str]:
    from kinerja_cli.storage.schema import migrate

    connection.execute("pragma foreign_keys = off")  # inside a transaction it would be ignored
    try:
        with whole_file_change(connection):
            if _version(connection) != version:  # another process was faster
                return []
            # a write before anything else: where the file or its folder is read-only, no backup is made in vain
            connection.execute(f"pragma user_version = {version}")
            _demand_soundness(connection, path, version)
            kept = _backed_up(connection, path, version) if backup else None
            migrate(connection)
            connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
            _record(connection, version)
            _demand_soundness(connection, path, SCHEMA_VERSION)
            last = Receipt(*head(connection))
    finally:
        connection.execute("pragma foreign_keys = on")
    told = [f"Basis data ditingkatkan dari skema {version} ke skema {SCHEMA_VERSION}; tanda terima {last}"]
    return [*told, f"Cadangan dari sebelum itu: {kept}"] if kept else told


def _record(connection: Connection, version: int) -> None:
    """An entry that says so, where there are any; the step from schema 1 made its own (adoption.py)."""
    first = max(version, 2)
    if first < SCHEMA_VERSION and connection.execute(_LAST).fetchone() != (0,):
        said = Statement("migrasi", f"skema {first} ke {SCHEMA_VERSION}")
        entry = open_entry(connection, said, current_actor())
        connection.begin(entry)
        close_entry(connection, entry)


def _backed_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """A backup of what *connection*, holding the write lock, sees; an equal one of an interrupted run serves too."""
    folder = path.parent / BACKUPS
    private_folder(folder)
    sweep(folder)
    (last,) = connection.execute(_LAST).fetchone()
    with explained(folder, "Cadangan di"):
        for earlier in sorted(folder.glob(f"kinerja-*-{last}-skema{version}.db")):
            if _same(earlier, connection, version):
                sync_folder(folder)
                return earlier
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        target = folder / f"kinerja-{now}-{last}-skema{version}.db"
        with temporary_in(folder) as temporary:
            # a connection of its own: VACUUM is refused inside a transaction, and this one sees the same rows
            with closing(connect(path, "ro")) as reader:
                write_copy(reader, temporary)
            if not _same(temporary, connection, version) or not publish(temporary, target):
                raise StorageFailure(f"Cadangan {target} tidak sama dengan basis datanya.")
    return target


def _same(copy: Path, live: sqlite3.Connection, version: int) -> bool:
    """Whether *copy* is a sound file of that schema with the journal, and as many rows in every table, of *live*."""
    try:
        with closing(connect(copy, "ro")) as connection:
            _demand_soundness(connection, copy, version)
            same_journal = connection.execute(_JOURNAL).fetchall() == live.execute(_JOURNAL).fetchall()
            return same_journal and _counts(connection) == _counts(live)
    except (StorageFailure, sqlite3.DatabaseError):
        return False


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute(_TABLES)]
    return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in names}  # noqa: S608 - our own names


def _demand_soundness(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raises: StorageFailure unless the file is whole and has exactly the schema *version*."""
    whole = connection.execute("pragma integrity_check(1)").fetchall() == [("ok",)]
    if not whole or connection.execute("pragma foreign_key_check").fetchone() is not None:
        raise StorageFailure(f"{path} rusak; pulihkan dari cadangan.")
    if _version(connection) != version or fingerprint(connection) != FINGERPRINTS[version]:
        raise StorageFailure(f"{path} tidak mempunyai susunan skema {version}.")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])

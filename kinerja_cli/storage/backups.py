"""Backups: whole copies of a database, each named by its time and by the receipt of its newest entry."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.errors import NotFound, Refused, StorageFailure
from kinerja_cli.storage.actor import current_actor
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, connect, explained, whole_file_change
from kinerja_cli.storage.durable import publish, temporary_in
from kinerja_cli.storage.journal import Statement, close_entry, find_entry, head, open_entry

_NAME = re.compile(r"kinerja-([0-9]{8}T[0-9]{6}Z)-([0-9]{1,15})-([0-9a-f]{12})\.db", re.ASCII)


class Backup(NamedTuple):
    """A file that bears the name of a backup: when it was made (UTC), and the receipt of the newest entry in it."""

    made: str
    receipt: Receipt
    path: Path

    @property
    def rules(self) -> Path:
        """Where the criteria.yaml of that moment lies."""
        return self.path.with_suffix(".yaml")


def backups_in(folder: Path) -> list[Backup]:
    """What bears the name of a backup in *folder*, the newest first."""
    named = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    found = [Backup(name[1], Receipt(int(name[2]), name[3]), path) for name, path in named if name]
    return sorted(found, key=lambda backup: (backup.made, backup.receipt.seq), reverse=True)


def write_copy(source: sqlite3.Connection, temporary: Path) -> None:
    """Write what *source* sees into an empty file, whatever others write meanwhile; `publish` has it on the disk.

    Raises: StorageFailure where that file can't be looked at, which SQLite takes for one that isn't empty.
    """
    try:
        source.execute("vacuum into ?", (str(temporary.resolve()),))  # a name like "file:…" would be a URI
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise StorageFailure(f"{temporary}: {error}.") from error


def take_bytes(source: Path, temporary: Path) -> str:
    """Copy the file *source* into an empty one; returns the SHA-256 of what was copied.

    Raises: NotFound; Refused where a journal beside it says that it isn't whole.
    """
    from hashlib import file_digest

    with explained(source):
        if not source.exists():
            raise NotFound(f"Berkas {source} tidak ada.", "Cadangan biasanya di folder cadangan ruang kerja.")
        if not source.is_file():
            raise StorageFailure(f"{source} bukan berkas.")
        beside = journals_beside(source)
        if beside:
            raise Refused(
                f"{beside[0]} ada di samping {source.name}: berkas itu belum utuh tanpanya.",
                "Pilih cadangan yang dibuat oleh: kinerja cadangkan. Tidak ada yang diubah.",
            )
        copyfile(source, temporary)
        with temporary.open("rb") as copied:
            return file_digest(copied, "sha256").hexdigest()


def journals_beside(database: Path) -> list[Path]:
    """What SQLite left beside a database while somebody writes it, or was killed at it."""
    beside = (database.with_name(database.name + suffix) for suffix in ("-journal", "-wal", "-shm"))
    return [path for path in beside if path.exists()]


def note_restoring(copy: Database, source: tuple[str, str], stated: str | None) -> Receipt:
    """Add the entry that says from which file (name and SHA-256) *copy* was restored; returns its receipt."""
    with explained(copy.path), whole_file_change(copy.connection):
        said = Statement("pulihkan", source[0], stated, source)
        entry = open_entry(copy.connection, said, current_actor())
        copy.connection.begin(entry)
        close_entry(copy.connection, entry)
    with copy.read() as connection:
        return Receipt(*head(connection))


def open_copy(path: Path) -> Database:
    """A file that nobody writes, to be looked at and not changed; whose it is must be found out by looking."""
    with explained(path, "Cadangan"):
        return Database(connect(path, "ro"), path)


def in_chain(connection: sqlite3.Connection, receipt: Receipt) -> bool:
    """Whether the journal has the entry that *receipt* names: all before it is then the same as well."""
    entry = find_entry(connection, receipt.seq)
    return receipt.seq == 0 if entry is None else (entry.hash or "").startswith(receipt.digits)


def keep_copy(temporary: Path, folder: Path, receipt: Receipt, rules: bytes) -> Backup:
    """Give a verified copy its name in *folder*, the rules beside it."""
    at = datetime.now(UTC)
    while not publish(temporary, (backup := _named(folder, at, receipt)).path):
        at += timedelta(seconds=1)  # another run kept the same in the same second
    with temporary_in(folder) as text:
        text.write_bytes(rules)
        publish(text, backup.rules)
    return backup


def _named(folder: Path, at: datetime, receipt: Receipt) -> Backup:
    made = at.strftime("%Y%m%dT%H%M%SZ")
    return Backup(made, receipt, folder / f"kinerja-{made}-{receipt.seq}-{receipt.digits[:12]}.db")


def drop_oldest(connection: Connection, folder: Path, count: int, kept: Backup) -> list[Backup]:
    """Remove all but the newest *count* backups of this very database; never *kept*, nor one of another history.

    Only older ones than *kept*: two runs at once must not drop each other's. An empty database's is anybody's.
    """
    older = [
        backup
        for backup in backups_in(folder)
        if _age(backup) < _age(kept) and backup.receipt.seq > 0 and in_chain(connection, backup.receipt)
    ]
    dropped = sorted(older, key=_age, reverse=True)[count - 1 :]
    for backup in dropped:
        backup.path.unlink(missing_ok=True)
        backup.rules.unlink(missing_ok=True)
    return dropped


def _age(backup: Backup) -> tuple[int, str]:
    """Along the journal, not the clock, which may have been put back; of one entry, by the time in the name."""
    return backup.receipt.seq, backup.path.name

"""Opening a kinerja database, reading one snapshot of it, and the single gate through which everything is written."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kinerja_cli.domain.system_words import system_words
from kinerja_cli.errors import Busy, KinerjaError, NotFound, OutcomeUnknown, Refused, StorageFailure
from kinerja_cli.storage.connection import Connection

APPLICATION_ID = 0x4B494E4A  # "KINJ"
SCHEMA_VERSION = 3
# checksum over the schema of each released version; a test compares it with a fresh file's
FINGERPRINTS = {1: "dfd1538a", 2: "2c4a0f46", 3: "ab076b3f"}
WAIT_SECONDS = 15
_PRAGMAS = (
    "trusted_schema = off",
    "foreign_keys = on",
    "recursive_triggers = on",
    "cell_size_check = on",
    "secure_delete = on",
    "mmap_size = 0",
    "synchronous = extra",
    "cache_size = -16000",
)
_SCHEMA = """
select type, name, tbl_name, sql
from sqlite_schema
where name not like 'sqlite\\_%' escape '\\' and tbl_name <> '_sqlite_migrations'
order by type, name
"""
# Data is written before the journal goes, and that it went is the commit. Any other error may have come after it.
_BEFORE_THE_COMMIT_POINT = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)

_GUARD = "kinerja: "  # how the words of our own triggers begin (guards.py)


class Database:
    """One open kinerja database. Reads happen in `read`, writes in `write`, and nowhere else."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.after_commit: Callable[[], None] = _nothing  # told once something was truly saved
        self.receipt: str | None = None  # "#seq:hash" of what this run saved last
        self.stated: str | None = None  # who the user says he is (--oleh)
        self.notices: list[str] = []  # what opening did to the file, for the user to know

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot for any number of selects."""
        with explained(self.path):
            self.connection.execute("begin")
            try:
                yield self.connection
            finally:
                _roll_back(self.connection)

    @contextmanager
    def write(
        self,
        command: str,
        reason: str | None = None,
        *,
        keep: bool = True,
        source: tuple[str, str] | None = None,
    ) -> Iterator[Writing]:
        """BEGIN IMMEDIATE, one journal entry, COMMIT. Nothing changed, or *keep* is false: nothing is kept.

        *source*: name and SHA-256 of the file that the command takes in. Afterwards `receipt` is that of the entry.

        Raises: Busy after 15 seconds; OutcomeUnknown where COMMIT itself failed.
        """
        # here: most commands only read
        from kinerja_cli.storage.actor import current_actor
        from kinerja_cli.storage.journal import Statement, close_entry, open_entry

        with explained(self.path):
            self.connection.execute("begin immediate")
            try:
                said = Statement(command, reason, self.stated, source)
                entry = open_entry(self.connection, said, current_actor())
                self.connection.begin(entry)
                before = _kept_changes(self.connection)
                yield Writing(self.connection, entry)
                if not keep or _kept_changes(self.connection) == before:
                    _roll_back(self.connection)
                    return
                receipt = close_entry(self.connection, entry)
            except BaseException:
                with suppress(sqlite3.Error):  # the first error is the one to tell; uncommitted stays unsaved
                    _roll_back(self.connection)
                raise
            _commit(self.connection, self.after_commit)
            self.receipt = receipt

    def close(self) -> None:
        """Close the connection; an open transaction is lost on purpose."""
        self.connection.close()


class Writing:
    """The open transaction: its connection, and the number of its journal entry."""

    def __init__(self, connection: Connection, entry: int) -> None:
        self.connection = connection
        self.entry = entry


def open_database(path: Path, *, any_schema: bool = False, is_copy: bool = False) -> Database:
    """Open an existing kinerja file after checking whose it is, how new it is and that its schema is untouched.

    A file of an older schema is upgraded, and `notices` tells.
    *any_schema*: take one whose schema was changed, or that has a second name, as well: to be looked at.
    *is_copy*: the file is our own copy of another one, so an upgrade needs no backup.
    Raises: NotFound, Busy, StorageFailure; the file's bytes are then not changed. OutcomeUnknown as `write`.
    """
    with explained(path):
        if not path.exists():
            raise NotFound(f"Basis data {path} tidak ada.", "Buat dengan: kinerja init")
        if not path.is_file():
            raise StorageFailure(f"{path} bukan berkas.")
        if not any_schema:
            _refuse_other_names(path)
        connection = connect(path)
        database = Database(connection, path)
        try:
            version = _check(connection, path, any_schema)
            if version < SCHEMA_VERSION and fingerprint(connection) == FINGERPRINTS.get(version):
                from kinerja_cli.storage.upgrade import upgrade

                database.notices += upgrade(connection, path, version, backup=not is_copy)
                _check(connection, path)
        except BaseException:
            connection.close()
            raise
    return database


def create_database(path: Path) -> bool:
    """Make a new, empty kinerja database with mode 0600; false where there is one already.

    A file that has content is only checked. One without (left by a creation that was killed, or just made by
    another process) is taken over.  Raises: as open_database; OutcomeUnknown where COMMIT itself failed.
    """
    with explained(path):
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if not path.is_file():
            raise StorageFailure(f"{path} bukan berkas.")
        connection = connect(path)
        try:
            created = _is_empty(connection) and fill(connection)
            _check(connection, path)
        finally:
            connection.close()
    return created


def fill(connection: sqlite3.Connection) -> bool:
    """Make the schema of the newest version in an empty file; false where another process was faster."""
    from kinerja_cli.storage.schema import migrate

    with whole_file_change(connection):
        if connection.execute("select count(*) from sqlite_schema").fetchone()[
            0
        ]:  # another process was faster
            return False
        migrate(connection)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
    return True


@contextmanager
def whole_file_change(connection: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE and COMMIT without the gate: for making, upgrading and restoring a whole file alone.

    Raises: OutcomeUnknown where COMMIT itself failed.
    """
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            _roll_back(connection)
        raise
    _commit(connection, _nothing)


def _is_empty(connection: sqlite3.Connection) -> bool:
    # asked of SQLite, not of the file's size: what a killed creation left is rolled back first
    return int(connection.execute("pragma page_count").fetchone()[0]) == 0


def fingerprint(connection: sqlite3.Connection) -> str:
    """Checksum of the schema: a dropped guard or an added column shows at the next opening.

    Against mistakes and other programs, not against somebody who would forge it: hashlib takes a thirtieth of a start.
    """
    rows = connection.execute(_SCHEMA).fetchall()
    return f"{zlib.crc32(repr(rows).encode()):08x}"


def _nothing() -> None:
    pass


def connect(path: Path, mode: str = "rw") -> Connection:
    """A connection with every setting that kinerja demands; *mode* is ``rw`` or ``ro``, neither makes a file."""
    uri = path.resolve().as_uri() + f"?mode={mode}"  # as_uri() escapes ? # %
    connection = sqlite3.connect(
        uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, factory=Connection
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_other_names(path: Path) -> None:
    """Hard links give a file two journals, so that neither program knows of the other's."""
    if path.stat().st_nlink == 1:
        return
    from kinerja_cli.storage.durable import leftovers  # here: hardly ever

    for left in leftovers(path.resolve().parent):
        if left.samefile(path):  # a restoring that was killed between its last two steps
            left.unlink(missing_ok=True)
    if path.stat().st_nlink > 1:
        raise StorageFailure(
            f"{path} mempunyai nama lain (tautan keras), sehingga penguncian tidak dapat diandalkan.",
            f"Cari dengan: find FOLDER -samefile {path}   lalu hapus nama yang lain. Tidak ada yang diubah.",
        )


def _check(connection: sqlite3.Connection, path: Path, any_schema: bool = False) -> int:
    """Look at one snapshot of the file, which another process may be upgrading; returns its schema's version."""
    connection.execute("begin")
    try:
        version = _check_owner(connection, path)
        if not any_schema:
            _check_schema(connection, path, version)
        return version
    finally:
        _roll_back(connection)


def _check_owner(connection: sqlite3.Connection, path: Path) -> int:
    """Whose file it is, and how new; returns the version of its schema."""
    application = connection.execute("pragma application_id").fetchone()[0]
    version = int(connection.execute("pragma user_version").fetchone()[0])
    if application != APPLICATION_ID:
        empty = path.stat().st_size == 0
        what = "kosong (0 bita)" if empty else "milik aplikasi lain, bukan basis data kinerja"
        raise StorageFailure(f"{path} {what}.", "Tidak ada yang diubah. Tunjuk ruang kerja lain dengan -C.")
    if version > SCHEMA_VERSION:
        raise StorageFailure(
            f"{path} dibuat oleh kinerja yang lebih baru (skema {version}; versi ini mengenal {SCHEMA_VERSION}).",
            "Perbarui kinerja. Tidak ada yang diubah.",
        )
    return int(version)


def _check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    journal = connection.execute("pragma journal_mode").fetchone()[0]
    if journal != "delete":
        raise StorageFailure(
            f"{path} memakai journal_mode '{journal}', bukan 'delete'; program lain telah mengubahnya."
        )
    if fingerprint(connection) != FINGERPRINTS.get(version):
        raise StorageFailure(
            f"Skema {path} telah diubah oleh program lain; kinerja tidak memakainya.",
            "Apa yang berubah: kinerja periksa. Pulihkan dari cadangan; tidak ada yang diubah.",
        )


def _kept_changes(connection: sqlite3.Connection) -> int:
    """How many rows were changed so far, without those that only a temporary table holds."""
    temporary = connection.execute("select name from sqlite_temp_schema where type = 'table'").fetchall()
    held = (connection.execute(f"select count(*) from temp.{name}").fetchone()[0] for (name,) in temporary)  # noqa: S608 - our own names
    return connection.total_changes - sum(map(int, held))


def _commit(connection: sqlite3.Connection, after: Callable[[], None]) -> None:
    try:
        connection.execute("commit")
        after()
    except BaseException as error:  # Ctrl-C and lack of memory as well: COMMIT may have been through
        if getattr(error, "sqlite_errorcode", None) in _BEFORE_THE_COMMIT_POINT:
            with suppress(sqlite3.Error):
                _roll_back(connection)
            raise
        raise OutcomeUnknown(
            f"Hasil tidak pasti: penyimpanan gagal pada saat terakhir ({str(error) or type(error).__name__}).",
            "Periksa dengan: kinerja status; perintah yang sama aman diulang.",
        ) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("rollback")


_EXPLANATIONS: dict[int, str] = {
    sqlite3.SQLITE_READONLY: "hanya dapat dibaca; periksa izin berkas dan foldernya",
    sqlite3.SQLITE_FULL: "tidak dapat ditulis: penyimpanan penuh",
    sqlite3.SQLITE_IOERR: "gagal dibaca atau ditulis (kesalahan perangkat atau batas ukuran)",
    sqlite3.SQLITE_CORRUPT: "rusak; pulihkan dari cadangan",
    sqlite3.SQLITE_NOTADB: "bukan basis data SQLite",
    sqlite3.SQLITE_CANTOPEN: "tidak dapat dibuka; periksa izin berkas dan foldernya",
    sqlite3.SQLITE_PERM: "tidak boleh dibuka; periksa izin berkas",
    sqlite3.SQLITE_AUTH: "tidak boleh dibuka; periksa izin berkas",
}


# said without a code of its own: by Python of a text whose bytes are none, by SQLite of its own number in the header
_DAMAGED = ("Could not decode to UTF-8", "unsupported file format")


@contextmanager
def explained(path: Path, what: str = "Basis data") -> Iterator[None]:
    """Turn what SQLite and the system say about *path* into kinerja's own errors; *what* it is, for the user."""
    try:
        yield
    except KinerjaError:
        raise
    except sqlite3.DatabaseError as error:
        exact = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if exact == sqlite3.SQLITE_CONSTRAINT_TRIGGER and str(error).startswith(_GUARD):
            told = str(error).removeprefix(_GUARD)
            raise Refused(f"Basis data menolak: {told}.", "Tidak ada yang disimpan.") from error
        code = exact & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Busy(
                f"Basis data {path} sedang dipakai proses lain (ditunggu {WAIT_SECONDS} detik).",
                "Ulangi sebentar lagi.",
            ) from error
        if str(error).startswith(_DAMAGED):
            code = sqlite3.SQLITE_CORRUPT
        if code not in _EXPLANATIONS:
            raise
        raise StorageFailure(f"{what} {path} {_EXPLANATIONS[code]}.") from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes its bytes
        raise StorageFailure(f"{what} {path} {_EXPLANATIONS[sqlite3.SQLITE_CORRUPT]}.") from error
    except PermissionError as error:
        raise StorageFailure(f"{error.filename or path} tidak boleh dibuka; periksa izinnya.") from error
    except OSError as error:
        raise StorageFailure(f"{error.filename or path}: {system_words(error)}.") from error

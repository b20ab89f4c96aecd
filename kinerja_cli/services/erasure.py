"""Erasing personal data (hapus data): refused while they are needed, then gone from the rows and from the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kinerja_cli.domain.dates import ZONES, years_after
from kinerja_cli.domain.mentions import Identity, pattern_of
from kinerja_cli.domain.periods import LAST_YEAR
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import EmployeeNotFound, KinerjaError, Refused, StorageFailure
from kinerja_cli.services.checks import checked
from kinerja_cli.services.lookup import employee_named
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, explained
from kinerja_cli.storage.employees import Employee
from kinerja_cli.storage.erasing import erase_person, identity_of, is_erased, open_objections, salt_of
from kinerja_cli.storage.rules import rules_in_force
from kinerja_cli.storage.traces import bytes_found, compact, files_of, still_named, unprovable, written_texts
from kinerja_cli.storage.workspace import BACKUPS

_LEFT = (
    "Datanya sudah dihapus dari tabel, tetapi NIP, nama, atau garamnya masih tampak dalam bita berkasnya.",
)
_UNCHECKED = (
    "Datanya sudah dihapus dari tabel, tetapi bita berkas itu tidak dapat diperiksa.",
    "Bila terbaca lagi, jalankan sekali: sqlite3 kinerja.db vacuum",
)
_VACUUM = "Jalankan sekali: sqlite3 kinerja.db vacuum"


@dataclass(frozen=True, slots=True)
class Losing:
    """What an erasure will take: of whom, every NIP and name, and how many texts of each kind."""

    name: str
    who: Identity
    texts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure left: where she is still named, whether the file was written anew, backups that hold her."""

    still: list[str]
    compacted: bool
    backups: list[Path]


def to_be_erased(database: Database, nip: str, basis: str, now: datetime) -> Losing:
    """What erasing that employee would take, at *now* (UTC).

    Raises: EmployeeNotFound, also for who was erased; Refused while an objection of hers is undecided, while the
    rules keep her data (``retensi``), and for a *basis* that names her.
    """
    with database.read() as connection:
        employee = _erasable(connection, nip, now)
        who = identity_of(connection, employee.id)
        _checked_basis(who, basis)
        return Losing(employee.name, who, written_texts(connection, employee.id))


def erase(database: Database, nip: str, basis: str, now: datetime) -> Erasure:
    """Erase the personal data of an employee, on that legal basis; closes the database to look at its bytes.

    Raises: as `to_be_erased`; StorageFailure where bytes of hers are still there, or can't be looked for.
    """
    kept_basis = checked(basis, "dasar", LONGEST_NOTE)
    with database.write("hapus-data", kept_basis) as writing:
        employee = _erasable(writing.connection, nip, now)
        who = identity_of(writing.connection, employee.id)
        _checked_basis(who, kept_basis)
        salt = salt_of(writing.connection, employee.id)
        erase_person(writing.connection, employee.id, kept_basis)
        still = still_named(writing.connection, who)
        words = (*who.nips, *who.names)
        unsure = unprovable(writing.connection, employee.id, who)
    database.close()  # a file that is open as a database must not be opened once more
    sure = tuple(word.encode() for word in words if word not in unsure) + ((salt,) if salt else ())
    compacted = _scrub(database.path, sure, bool(unsure))
    return Erasure(still, compacted, _holding(database.path, sure))


def _erasable(connection: Connection, nip: str, now: datetime) -> Employee:
    employee = employee_named(connection, nip)
    if is_erased(connection, employee.id):
        raise EmployeeNotFound(nip, " Datanya sudah dihapus.")
    pending = open_objections(connection, employee.id)
    if pending:
        raise Refused(
            f"{pending} keberatan {employee.name} ({nip}) belum diputus; datanya belum boleh dihapus.",
            "Putuskan dahulu; lihat: kinerja keberatan daftar",
        )
    stored = rules_in_force(connection, LAST_YEAR)
    if stored is None or stored.rules.retention is None:
        return employee
    today = (now.astimezone(UTC) + timedelta(hours=ZONES[stored.rules.zone])).date()
    if employee.ends is None:
        raise Refused(
            f"{employee.name} ({nip}) masih bertugas; datanya belum boleh dihapus.",
            "Bila ia sudah berhenti: kinerja pegawai henti NIP --tanggal TANGGAL",
        )
    until = years_after(date.fromisoformat(employee.ends), stored.rules.retention)
    if today < until:
        raise Refused(
            f"{employee.name} ({nip}) bertugas sampai {employee.ends}; masa simpan datanya"
            f" ({stored.rules.retention} tahun) berakhir {until}.",
            "Masa simpan ditetapkan dengan kunci retensi dalam criteria.yaml.",
        )
    return employee


def _checked_basis(who: Identity, basis: str) -> None:
    named = pattern_of(who.nips, who.names)
    if named is not None and named.search(checked(basis, "dasar", LONGEST_NOTE)):
        raise Refused(
            "Dasar penghapusan memuat NIP atau nama pegawai itu, padahal dasar tetap tersimpan.",
            "Tulis dasarnya saja, misalnya nomor surat permohonan.",
        )


def _scrub(path: Path, terms: tuple[bytes, ...], unsure: bool) -> bool:
    """Make sure that the files hold none of *terms*; whether the database had to be written anew.

    *unsure*: there are others that can't be looked for, because they stand there for somebody else as well.
    """
    if not unsure and not _found(path, terms):
        return False
    try:
        compact(path)
    except KinerjaError as error:
        raise StorageFailure(*error.lines, *_LEFT, _VACUUM) from error
    if _found(path, terms):
        raise StorageFailure(*_LEFT, "Jangan bagikan berkas itu; laporkan sebagai kesalahan kinerja.")
    return True


def _found(path: Path, terms: tuple[bytes, ...]) -> bool:
    with _looking(path):
        return any(bytes_found(file, terms) for file in files_of(path))


def _holding(database: Path, terms: tuple[bytes, ...]) -> list[Path]:
    """Backups, and what lies beside the database under a name like its own, in which one of *terms* stands."""
    folder, own = database.parent, files_of(database)
    with _looking(folder):
        copies = {
            *(folder / BACKUPS).glob("*"),
            *folder.glob(f"{database.name}*"),
            *folder.glob("kinerja-*.db"),
        }
        files = sorted(path for path in copies if path.is_file() and path not in own)
        return [path for path in files if bytes_found(path, terms)]


@contextmanager
def _looking(path: Path) -> Iterator[None]:
    """Raises: StorageFailure that says what was done, where the bytes can't be looked at."""
    try:
        with explained(path):
            yield
    except StorageFailure as error:
        raise StorageFailure(*error.lines, *_UNCHECKED) from error

"""One programme in full (program tampil), and whether files are those that were recorded (program cocokkan)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.programmes import REALISED, EvidenceFile, change_text
from kinerja_cli.imports.evidence import read_evidence
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.programmes import programme_numbered
from kinerja_cli.services.revisions import entry_of, office_zone, who
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.history import changes_of
from kinerja_cli.storage.programmes import Programme

SAME, CHANGED, UNKNOWN = "sama", "berbeda", "tidak_tercatat"


class Compared(NamedTuple):
    """One file beside what was recorded: *result*, and when the file of its digest, or else its name, was recorded."""

    name: str
    size: int
    digest: str
    result: str
    recorded: str | None


def facts(database: Database, number: int) -> list[tuple[str, str | None]]:
    """All that is registered about one programme: what, and what it says.  Raises: NotFound."""
    with database.read() as connection:
        programme = programme_numbered(connection, number)
        told: list[tuple[str, str | None]] = [
            ("id", str(number)),
            ("judul", programme.title),
            ("tahun", str(programme.year)),
            ("kategori", programme.category),
            ("status", programme.state),
            ("poin", _points(connection, programme)),
        ]
        told += [(f"pemilik {nip}", _owner(connection, nip)) for nip in programme.owners]
        measured = programme.before is not None and programme.after is not None
        told += [
            ("sebelum", programme.before),
            ("sesudah", programme.after),
            ("dampak", change_text(programme.before, programme.after) if measured else None),
            ("bukti", programme.evidence),
        ]
        told += [(f"berkas {file.name}", _file(connection, file)) for file in programme.files]
        told += [("revisi", str(programme.revision)), *_moves(connection, number)]
    return told


def compare(database: Database, number: int, paths: Sequence[str]) -> list[Compared]:
    """Each file beside the evidence of a programme.  Raises: NotFound; as `read_evidence`."""
    with database.read() as connection:
        recorded = programme_numbered(connection, number).files
        zone = office_zone(connection)
        by_digest = {file.digest: file for file in recorded}
        by_name = {file.name: file for file in recorded}
        compared = []
        for file in map(read_evidence, paths):
            same, changed = by_digest.get(file.digest), by_name.get(file.name)
            result = SAME if same else CHANGED if changed else UNKNOWN
            known = same or changed
            at = None if known is None else local_time(entry_of(connection, known.entry).at, zone)
            compared.append(Compared(file.name, file.size, file.digest, result, at))
    return compared


def _points(connection: Connection, programme: Programme) -> str:
    bonus = rules_of(connection, programme.year).rules.bonus
    points = 0 if bonus is None else bonus.of(programme.category) or 0
    when = f"dihitung dalam {programme.year}" if programme.state == REALISED else "bila terealisasi"
    return f"{show_points(points)} bagi tiap pemilik, {when}"


def _owner(connection: Connection, nip: str) -> str:
    employee = employee_named(connection, nip)
    return employee.name if employee.ends is None else f"{employee.name}; bertugas sampai {employee.ends}"


def _file(connection: Connection, file: EvidenceFile) -> str:
    return f"sidik {file.digest}; {file.size} bita; dicatat {_stamp(connection, file.entry)}"


def _moves(connection: Connection, number: int) -> Iterator[tuple[str, str]]:
    """When it came into which state and year, by whom and why."""
    for change in changes_of(connection, "programme", ("state", "year"), {"id": number}):
        moved = [
            f"{change.new[column]}" if change.old is None else f"{change.old[column]} → {change.new[column]}"
            for column in ("state", "year")
            if change.new is not None and (change.old is None or change.old[column] != change.new[column])
        ]
        if moved:
            reason = entry_of(connection, change.entry).reason
            why = f"; {reason}" if reason else ""
            yield "riwayat", f"{', '.join(moved)}; {_stamp(connection, change.entry)}{why}"


def _stamp(connection: Connection, number: int) -> str:
    entry = entry_of(connection, number)
    return f"{local_time(entry.at, office_zone(connection))} oleh {who(entry)} ({entry.receipt})"

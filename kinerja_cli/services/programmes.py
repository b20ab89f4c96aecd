"""Programmes (program): registered with their owners, carried from usulan to terealisasi or batal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_cli.domain.programmes import PROPOSED, REALISED
from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import checked, checked_reason
from kinerja_cli.services.closed import refuse_closed_year
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.programmes import Programme, all_programmes, find_programme
from kinerja_cli.storage.versions import insert, replace, withdraw

_TEXTS = {"title": "judul", "evidence": "bukti", "before": "keadaan sebelum", "after": "keadaan sesudah"}
_PROOF = {"evidence": "--bukti", "before": "--sebelum", "after": "--sesudah"}


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """What was said of a programme; None where it wasn't. *add* and *drop* are owners' NIPs."""

    title: str | None = None
    category: str | None = None
    state: str | None = None
    evidence: str | None = None
    before: str | None = None
    after: str | None = None
    add: Sequence[str] = ()
    drop: Sequence[str] = ()


def add_programme(database: Database, year: int, said: ProgrammeChange) -> tuple[int, bool]:
    """Register a programme of a year that has rules; returns its number, and false where the very same one is there.

    So a command whose outcome was unknown can be typed again.

    Raises: NotFound for a year without rules; Refused for an unknown category, or a realised one without
    evidence, measure before and measure after; YearClosed.
    """
    with database.write("program tambah") as writing:
        refuse_closed_year(writing.connection, year)
        values = _checked(writing.connection, year, {"state": PROPOSED, "category": None}, said)
        if not said.add:
            raise Refused("Program memerlukan sedikitnya satu pegawai: --pegawai NIP.")
        for existing in all_programmes(writing.connection, year):
            if _fields(existing) == values and set(existing.owners) == set(said.add):
                return existing.id, False
        number = insert(writing.connection, "programme", {**values, "year": year, "entry": writing.entry})
        _own(writing, number, said)
    return number, True


def change_programme(
    database: Database, number: int, said: ProgrammeChange, reason: str | None, revision: int | None = None
) -> bool:
    """Change what was said of a programme; false where nothing differs.

    Raises: NotFound; YearClosed; Refused as above, and where the programme isn't at *revision* any more.
    """
    with database.write("program ubah", checked_reason(reason)) as writing:
        current = find_programme(writing.connection, number)
        if current is None:
            raise NotFound(f"Program nomor {number} tidak ditemukan.", "Lihat: kinerja program daftar")
        refuse_closed_year(writing.connection, current.year)
        before = _fields(current)
        values = _checked(writing.connection, current.year, before, said)
        if values != before:
            replace(writing.connection, "programme", {"id": number}, values, writing.entry)
        _own(writing, number, said)
        kept = find_programme(writing.connection, number)
        if kept is not None and not kept.owners:
            raise Refused(f"Program {number} akan kehilangan semua pemiliknya; tambahkan dahulu yang lain.")
        if kept != current:
            look = f"kinerja program daftar {current.year}"
            check_revision(writing.connection, f"program {number}", revision, current.revision, look)
    return kept != current


def _fields(programme: Programme) -> dict[str, str | None]:
    return {
        "title": programme.title,
        "category": programme.category,
        "state": programme.state,
        "evidence": programme.evidence,
        "before": programme.before,
        "after": programme.after,
    }


def list_programmes(database: Database, year: int | None) -> list[Programme]:
    """Programmes of a year, or of all years."""
    with database.read() as connection:
        return all_programmes(connection, year)


def _checked(
    connection: Connection, year: int, current: dict[str, str | None], said: ProgrammeChange
) -> dict[str, str | None]:
    """What a programme becomes by what was said.  Raises: Refused with every fault."""
    values = dict(current)
    faults: list[str] = []
    for field, what in _TEXTS.items():
        try:
            values[field] = checked(getattr(said, field), what, LONGEST_NOTE) or current.get(field)
        except Refused as fault:
            faults += fault.lines
    values["state"] = said.state or current["state"]
    values["category"] = said.category or current["category"]
    faults += _category_faults(connection, year, values["category"] or "")
    missing = [option for field, option in _PROOF.items() if values.get(field) is None]
    if values["state"] == REALISED and missing:
        faults.append(
            f"Program terealisasi memerlukan bukti dan ukuran sebelum–sesudah; tambahkan {', '.join(missing)}."
        )
    if faults:
        raise Refused(*faults)
    return values


def _category_faults(connection: Connection, year: int, category: str) -> list[str]:
    bonus = rules_of(connection, year).rules.bonus
    known = [] if bonus is None else [code for code, _ in bonus.points]
    if category in known:
        return []
    listed = ", ".join(known) or "tidak ada (aturan tahun itu tanpa nilai_tambah)"
    return [
        f"Kategori '{category}' tidak dikenal aturan {year}; yang ada: {listed}.{did_you_mean(category, known)}"
    ]


def _own(writing: Writing, number: int, said: ProgrammeChange) -> None:
    current = find_programme(writing.connection, number)
    owners = set() if current is None else set(current.owners)
    for nip in dict.fromkeys(said.add):
        employee = employee_named(writing.connection, nip)
        if employee.nip not in owners:
            values = {"programme": number, "employee": employee.id, "entry": writing.entry}
            insert(writing.connection, "programme_owner", values)
    for nip in dict.fromkeys(said.drop):
        employee = employee_named(writing.connection, nip)
        if employee.nip not in owners:
            raise Refused(f"{nip} bukan pemilik program {number}.", "Lihat: kinerja program daftar")
        withdraw(
            writing.connection,
            "programme_owner",
            {"programme": number, "employee": employee.id},
            writing.entry,
        )

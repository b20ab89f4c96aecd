"""Programmes (program): registered with their owners, carried from usulan to terealisasi or batal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kinerja_cli.domain.programmes import CANCELLED, PROPOSED, REALISED, EvidenceFile, needs_reason
from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean, fold
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.imports.evidence import read_evidence
from kinerja_cli.services.checks import checked, checked_reason, gathered
from kinerja_cli.services.closed import refuse_closed_year
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.programmes import Programme, all_programmes, find_programme
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_TEXTS = {"title": "judul", "evidence": "bukti", "before": "keadaan sebelum", "after": "keadaan sesudah"}
_PROOF = {"evidence": "--berkas-bukti atau --bukti", "before": "--sebelum", "after": "--sesudah"}


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """What was said of a programme; None where it wasn't. *add* and *drop* are owners' NIPs.

    *files* are paths of evidence files, *drop_files* beginnings of digests; *other* says that it is none of those
    with the same title and owner in other years.
    """

    title: str | None = None
    category: str | None = None
    state: str | None = None
    evidence: str | None = None
    before: str | None = None
    after: str | None = None
    add: Sequence[str] = ()
    drop: Sequence[str] = ()
    year: int | None = None
    files: Sequence[str] = ()
    drop_files: Sequence[str] = ()
    other: bool = False


def add_programme(database: Database, year: int, said: ProgrammeChange) -> tuple[int, bool]:
    """Register a programme of a year that has rules; returns its number, and false where the very same one is there.

    So a command whose outcome was unknown can be typed again.

    Raises: NotFound for a year without rules; Refused for an unknown category, or a realised one without
    evidence, measure before and measure after, or one that another year has already; YearClosed; for the files as
    `read_evidence`.
    """
    files = read_files(said.files)
    with database.write("program tambah") as writing:
        refuse_closed_year(writing.connection, year)
        values = _checked(writing.connection, year, {"state": PROPOSED, "category": None}, said, files)
        if not said.add:
            raise Refused("Program memerlukan sedikitnya satu pegawai: --pegawai NIP.")
        for existing in all_programmes(writing.connection, year):
            same_files = {file.digest for file in existing.files} == {file.digest for file in files}
            if _fields(existing) == values and set(existing.owners) == set(said.add) and same_files:
                return existing.id, False
        if not said.other and values["state"] != CANCELLED:
            _refuse_twice(writing.connection, 0, year, values["title"] or "", said.add)
        number = insert(writing.connection, "programme", {**values, "year": year, "entry": writing.entry})
        _own(writing, number, said)
        _prove(writing, number, (), files)
    return number, True


def change_programme(
    database: Database, number: int, said: ProgrammeChange, reason: str | None, revision: int | None = None
) -> bool:
    """Change what was said of a programme; false where nothing differs.

    Raises: NotFound; YearClosed, also for the year that it moves to; Refused as above, where the programme isn't at
    *revision* any more, and where a move takes something back without a *reason*.
    """
    files = read_files(said.files)
    with database.write("program ubah", checked_reason(reason)) as writing:
        current = programme_numbered(writing.connection, number)
        year = current.year if said.year is None else said.year
        for closed in dict.fromkeys((current.year, year)):
            refuse_closed_year(writing.connection, closed)
        given, before = {file.digest for file in files}, _fields(current)
        # a file that is both given and taken back stays
        dropped = [file for file in _named_files(current, said.drop_files) if file.digest not in given]
        held = [file for file in current.files if file not in dropped]
        values = _checked(
            writing.connection, year, before | _unproved(current, dropped, held), said, [*held, *files]
        )
        _refuse_unexplained(current, values["state"] or "", year, reason)
        if not said.other:
            _refuse_twice_changed(writing.connection, current, year, values, said)
        if values != before or year != current.year:
            replace(writing.connection, "programme", {"id": number}, {**values, "year": year}, writing.entry)
        _own(writing, number, said)
        _prove(writing, number, dropped, files)
        return _differs(writing.connection, current, revision)


def _differs(connection: Connection, current: Programme, revision: int | None) -> bool:
    """Whether it is another than *current* now.  Raises: Refused for one without owners, or of another revision."""
    kept = programme_numbered(connection, current.id)
    if not kept.owners:
        raise Refused(f"Program {kept.id} akan kehilangan semua pemiliknya; tambahkan dahulu yang lain.")
    if kept != current:
        look = f"kinerja program daftar {current.year}"
        check_revision(connection, f"program {kept.id}", revision, current.revision, look)
    return kept != current


def programme_numbered(connection: Connection, number: int) -> Programme:
    """The programme with that number.  Raises: NotFound."""
    found = find_programme(connection, number)
    if found is None:
        raise NotFound(f"Program nomor {number} tidak ditemukan.", "Lihat: kinerja program daftar")
    return found


def read_files(paths: Sequence[str]) -> list[EvidenceFile]:
    """Name, size and digest of each file, the same bytes once.  Raises: as `read_evidence`, every fault at once."""
    read = gathered({path: partial(read_evidence, path) for path in paths})
    return list({file.digest: file for file in read.values()}.values())


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
    connection: Connection,
    year: int,
    current: dict[str, str | None],
    said: ProgrammeChange,
    files: Sequence[EvidenceFile],
) -> dict[str, str | None]:
    """What a programme with these evidence files becomes by what was said.  Raises: Refused with every fault."""
    values = dict(current)
    faults: list[str] = []
    for field, what in _TEXTS.items():
        try:
            values[field] = checked(getattr(said, field), what, LONGEST_NOTE) or current.get(field)
        except Refused as fault:
            faults += fault.lines
    if values.get("evidence") is None and files:
        values["evidence"] = files[0].name  # that there is a proof must show wherever the words are shown
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


def _prove(
    writing: Writing, number: int, dropped: Sequence[EvidenceFile], files: Sequence[EvidenceFile]
) -> None:
    current = find_programme(writing.connection, number)
    recorded = {file.digest for file in current.files} if current is not None else set()
    for file in dropped:
        key: dict[str, Value] = {"programme": number, "digest": file.digest}
        withdraw(writing.connection, "programme_evidence", key, writing.entry)
    for file in files:
        if file.digest not in recorded:
            facts: dict[str, Value] = {"digest": file.digest, "name": file.name, "size": file.size}
            insert(
                writing.connection,
                "programme_evidence",
                {"programme": number, **facts, "entry": writing.entry},
            )


def _named_files(programme: Programme, prefixes: Sequence[str]) -> list[EvidenceFile]:
    """The recorded files whose digests begin so.  Raises: NotFound; Refused where two do."""
    named: list[EvidenceFile] = []
    for prefix in prefixes:
        found = [file for file in programme.files if file.digest.startswith(prefix)]
        if not found:
            raise NotFound(
                f"Program {programme.id} tidak mempunyai berkas bukti bersidik {prefix}….",
                f"Lihat: kinerja program tampil {programme.id}",
            )
        if len(found) > 1:
            raise Refused(f"Sidik {prefix}… dimiliki {len(found)} berkas; tulis lebih panjang.")
        named += [file for file in found if file not in named]
    return named


def _unproved(
    programme: Programme, dropped: Sequence[EvidenceFile], held: Sequence[EvidenceFile]
) -> dict[str, str | None]:
    """Without its file, a proof that was only that file's name is none."""
    gone = {file.name for file in dropped} - {file.name for file in held}
    return {"evidence": None} if programme.evidence in gone else {}


def _refuse_unexplained(current: Programme, state: str, year: int, reason: str | None) -> None:
    if reason is not None:
        return
    needed = "memerlukan alasan; tambahkan --alasan '…'."
    if needs_reason(current.state, state):
        lost = " dan menarik nilai tambahnya" if current.state == REALISED else ""
        raise Refused(f"Mengubah program {current.id} dari {current.state} menjadi {state}{lost} {needed}")
    if current.state == REALISED and year != current.year:
        raise Refused(
            f"Memindahkan program {current.id}, yang sudah terealisasi, dari {current.year} ke {year} {needed}"
        )


def _refuse_twice_changed(
    connection: Connection,
    current: Programme,
    year: int,
    values: dict[str, str | None],
    said: ProgrammeChange,
) -> None:
    """As `_refuse_twice`, where what was said could have made it so."""
    revived = current.state == CANCELLED != values["state"]
    touched = year != current.year or values["title"] != current.title or said.add or revived
    if touched and values["state"] != CANCELLED:
        owners = {*current.owners, *said.add} - {*said.drop}
        _refuse_twice(connection, current.id, year, values["title"] or "", sorted(owners))


def _refuse_twice(connection: Connection, number: int, year: int, title: str, owners: Sequence[str]) -> None:
    """A programme that goes on over two years is one: it counts once.  Raises: Refused, naming the other."""
    for other in all_programmes(connection):
        shared = [nip for nip in owners if nip in other.owners]
        apart = other.year != year and other.id != number and other.state != CANCELLED
        if apart and shared and fold(other.title) == fold(title):
            why = " --alasan '…'" if other.state == REALISED else ""
            raise Refused(
                f"Program {other.id} '{other.title}' tahun {other.year} ({other.state}) berjudul sama dan juga milik "
                f"{shared[0]}; satu program dihitung sekali.",
                f"Lanjutkan dengan: kinerja program ubah {other.id} --tahun {year}{why}   "
                "(bila memang program lain: --program-lain)",
            )

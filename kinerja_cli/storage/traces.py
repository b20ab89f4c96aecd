"""What still shows of somebody who was erased: in live rows, and in the bytes of files."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kinerja_cli.domain.mentions import Identity, pattern_of, speaks_of
from kinerja_cli.storage.backups import journals_beside
from kinerja_cli.storage.database import explained, open_database
from kinerja_cli.storage.erasing import WRITTEN_TEXTS
from kinerja_cli.storage.support import ANSWERS

# kept whole, because everybody's figures rest on them or the chain covers them: what it is, its key, table, texts
_KEPT_WHOLE = (
    ("unit", "code", "unit", ("code", "name")),
    ("unit (versi lama)", "code", "unit_past", ("code", "name")),
    ("aturan sejak", "since", "rules", ("text",)),
    ("aturan (versi lama) sejak", "since", "rules_past", ("text",)),
    ("penutupan tahun", "year", "year_closing", ("units",)),
    ("penutupan tahun (versi lama)", "year", "year_closing_past", ("units",)),
    ("hasil tahun, entri", "entry || ' baris ' || line", "year_result", ("cells",)),
    ("tujuan", "code", "goal", ("text",)),
    ("tujuan (versi lama)", "code", "goal_past", ("text",)),
    ("ukuran layanan", "code", "service_measure", ("name", "measure")),
    ("ukuran layanan (versi lama)", "code", "service_measure_past", ("name", "measure")),
    ("akun dalam jurnal", "seq", "journal", ("actor", "sudo")),
)
_OWNER = "(select nip from employee e where e.id = employee)"
# texts in which a name of one word may be hers or another's
_WORDS = (
    ("catatan nilai", f"{_OWNER} || ' ' || period", "score", ("note",)),
    ("alasan pengecualian", f"{_OWNER} || ' ' || period", "exemption", ("reason",)),
    ("catatan ketidakhadiran", f"{_OWNER} || ' ' || day", "absence", ("note",)),
    ("keberatan", "id", "objection", ("lateness", "grounds", "decision")),
    ("program", "id", "programme", ("title", "evidence", "before", "after")),
    ("penilai", "id", "appraiser", ("label",)),
    ("jurnal", "seq", "journal", ("stated", "reason", "source")),
    ("sasaran", "id", "target", ("result", "indicator")),
    ("realisasi sasaran", "target || ' ' || period", "realisation", ("evidence", "note")),
    ("dasar capaian unit", "unit || ' ' || year", "unit_achievement", ("basis",)),
    ("berkas bukti program", "programme", "programme_evidence", ("name",)),
    ("plt", "id", "acting", ("position", "basis")),
    ("kegiatan", "id", "activity", ("topic",)),
    ("catatan kehadiran", f"{_OWNER} || ' kegiatan ' || activity", "attendance", ("note",)),
    ("catatan angka layanan", "unit || ' ' || day", "service_figure", ("note",)),
    ("rencana", "id", "action", ("text", "reference", "outcome")),
    # not which: that would tell of a case
    ("catatan", "'pembinaan'", "support_case", ("note", "counsellor_name", "outcome_note", "why")),
    ("catatan", "'pembinaan'", "support_meeting", ("note", "why", *ANSWERS)),
)
_HER_TEXTS = """
select 'jabatan', count(position) from placement where employee = :employee
union all
select 'catatan nilai', count(note) from score where employee = :employee
union all
select 'alasan pengecualian', count(*) from exemption where employee = :employee
union all
select 'keberatan', count(*) from objection where employee = :employee
union all
select 'sasaran', count(*) from target where employee = :employee
union all
select 'bukti dan catatan realisasi', count(evidence) + count(note) from realisation where employee = :employee
union all
select 'catatan ketidakhadiran', count(note) from absence where employee = :employee
union all
select 'jabatan dan dasar Plt atau Plh', count(position) + count(basis) from acting where employee = :employee
union all
select 'catatan kehadiran', count(note) from attendance where employee = :employee
"""
_COLUMNS = """
select t.name, c.name
from pragma_table_list t
join pragma_table_info(t.name) c
where t.schema = 'main' and t.type = 'table' and c.type = 'TEXT'
order by t.name, c.cid
"""
_OWNED = """
select t.name
from pragma_table_list t
join pragma_table_info(t.name) c
where t.schema = 'main' and t.type = 'table' and c.name = 'employee' and t.name <> 'appraiser'
order by t.name
"""
_EMPTIED = {**WRITTEN_TEXTS, "journal": ("stated", "reason", "source")}
_PIECE = 1 << 20
_LEAST_BYTES = 6  # what is shorter stands in digests and salts by chance


def written_texts(connection: sqlite3.Connection, employee: int) -> list[tuple[str, int]]:
    """What kinds of texts are written about an employee, and how many of each; kinds without any are left out."""
    return [(what, count) for what, count in connection.execute(_HER_TEXTS, {"employee": employee}) if count]


def still_named(connection: sqlite3.Connection, who: Identity) -> list[str]:
    """Where an erased person is still named, in words: texts that are kept whole, and names that may be another's."""
    certain = pattern_of(who.nips, who.names)
    doubtful = pattern_of((), who.doubtful)
    found: list[str] = []
    for pattern, places in ((certain, _KEPT_WHOLE), (doubtful, _WORDS)):
        if pattern is not None:
            connection.create_function("named", 1, lambda text, p=pattern: bool(text and p.search(text)))
            for what, key, table, columns in places:
                named = " or ".join(f"named({column})" for column in columns)
                query = f"select distinct {key} from {table} where {named} order by 1"  # noqa: S608 - our own names
                found += [f"{what} {number}" for (number,) in connection.execute(query)]
    return list(dict.fromkeys(found))


def unprovable(connection: sqlite3.Connection, employee: int, who: Identity) -> set[str]:
    """Of her NIPs and names those that others' rows hold, or that are too short: their bytes would prove nothing.

    A text that speaks of her is no excuse where such texts are emptied.
    """
    known = {*who.nips, *who.names}
    found = {term for term in known if len(term.encode()) < _LEAST_BYTES}
    speaks = speaks_of(who)

    def holds(text: str, emptied: int) -> bool:
        if not (emptied and speaks(text)):
            found.update(term for term in known - found if term in text)
        return False

    connection.create_function("holds", 2, holds)
    hers = {"employee": "id", "employee_past": "id"}
    hers |= {name: "employee" for (name,) in connection.execute(_OWNED)}
    for table, column in connection.execute(_COLUMNS).fetchall():
        emptied = int(column in _EMPTIED.get(table.removesuffix("_past"), ()))
        # the lines of a closed year are kept as they are, hers too
        others = f"and {hers[table]} <> :employee" if table in hers and column != "cells" else ""
        query = f'select count(*) from "{table}" where "{column}" is not null {others} and holds("{column}", {emptied})'  # noqa: S608 - names out of the schema
        connection.execute(query, {"employee": employee}).fetchone()
    return found


def files_of(database: Path) -> list[Path]:
    """The database and what SQLite leaves beside it."""
    return [database, *filter(Path.is_file, journals_beside(database))]


def bytes_found(path: Path, terms: Sequence[bytes]) -> set[bytes]:
    """Which of *terms* stand in the bytes of a file.

    Never while this process has the file open as a database: closing it again would let go of SQLite's locks.
    """
    found: set[bytes] = set()
    longest = max(map(len, terms), default=1)
    with path.open("rb") as file:
        piece = b""
        while more := file.read(_PIECE):
            piece = piece[1 - longest :] + more if longest > 1 else more
            found.update(term for term in terms if term in piece)
    return found


def compact(path: Path) -> None:
    """Write the database anew, without anything that no row holds any more.  Raises: Busy, StorageFailure."""
    database = open_database(path)
    try:
        with explained(path):
            database.connection.execute("vacuum")
    finally:
        database.close()

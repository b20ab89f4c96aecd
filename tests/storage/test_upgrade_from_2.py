"""A file of schema 2, as kinerja 0.2.0 wrote it: all in it stays, its chain goes on, new tables come beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from chain_by_hand import Chain, stored, worked_out
from released import (
    ANSWERS,
    GOLDEN,
    TOLD_OF_MOVES,
    as_then,
    backups,
    dump,
    laid_out,
    schema_of,
    upgraded,
    version_of,
)
from test_tampering import tamper

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import FINGERPRINTS, SCHEMA_VERSION, create_database, fingerprint
from kinerja_cli.storage.journal import GENESIS, entries
from kinerja_cli.storage.sealed_tables import SEALED

ANSWERS_OF_2 = {
    **{line: kept.replace("v1-", "v2-") for line, kept in ANSWERS.items()},
    "rekap unit 2025 -q --format csv": "v2-rekap-unit-2025.csv",
    "tahun daftar --format csv": "v2-tahun.csv",
    "keberatan daftar --format csv": "v2-keberatan.csv",
}
LAST_OF_2 = 65  # number of the newest journal entry of v2.db
_JOURNAL = "select * from journal order by seq"
_TABLES = "select name from sqlite_schema where type = 'table'"


@pytest.fixture
def second(workspace: Path) -> Path:
    """A workspace as kinerja 0.2.0 left it; returns its database's path."""
    return laid_out("v2", workspace)


@pytest.mark.parametrize("line", ANSWERS_OF_2)
@pytest.mark.usefixtures("second")
def test_an_upgraded_file_of_schema_2_answers_what_that_release_answered(kinerja, line):
    kept = (GOLDEN / ANSWERS_OF_2[line]).read_text(encoding="utf-8")
    told = kinerja(line).stdout
    if line.endswith("json"):
        assert as_then(told) == as_then(kept)
    else:
        assert TOLD_OF_MOVES.sub("", told) == kept  # receipts too: the step to a newer schema writes no data
    assert kinerja("periksa").stdout == ""


def test_what_schema_2_had_is_not_changed_and_the_chain_goes_on(second):
    upgraded(second)
    with closing(sqlite3.connect(GOLDEN / "v2.db")) as before, closing(sqlite3.connect(second)) as after:
        tables = [row[0] for row in before.execute("select name from sqlite_schema where type = 'table'")]
        assert len(tables) > 30
        for table in set(tables) - {"_sqlite_migrations"}:
            where = f"where {'seq' if table == 'journal' else 'entry'} <= {LAST_OF_2}"
            own = f"select * from {table} {'' if table == 'sqlite_sequence' else where} order by 1, 2"  # noqa: S608
            assert after.execute(own).fetchall() == before.execute(own).fetchall(), table
        told = list(entries(after))  # somebody was erased, so words are gone that `is_chained` would ask for
        assert [e.previous for e in told] == [GENESIS, *(e.own_hash() for e in told[:-1])]
        assert list(findings(after)) == []
        last = after.execute("select seq, command, reason, rows from journal order by seq desc").fetchone()
        assert last == (LAST_OF_2 + 1, "migrasi", f"skema 2 ke {SCHEMA_VERSION}", 0)


def test_a_file_of_schema_2_is_backed_up_and_gets_the_guards_of_a_fresh_one(second, tmp_path):
    said = upgraded(second)
    (backup,) = backups(second)
    assert said[1].endswith(str(backup))
    assert backup.name.endswith(f"Z-{LAST_OF_2}-skema2.db")
    assert dump(backup) == dump(GOLDEN / "v2.db")
    create_database(tmp_path / "baru.db")
    fresh = [row for row in schema_of(tmp_path / "baru.db") if row[0] == "trigger"]
    assert [row for row in schema_of(second) if row[0] == "trigger"] == fresh
    with closing(sqlite3.connect(second)) as connection:
        assert fingerprint(connection) == FINGERPRINTS[SCHEMA_VERSION]
    assert upgraded(second) == []


def test_nothing_is_recorded_in_a_year_that_schema_2_closed(kinerja, second):
    said = kinerja("unit capaian PKM-SIKUMANA 2024 baik --dasar LKjIP", exit_code=3)
    assert "Tahun 2024 sudah ditutup" in said.stderr
    kinerja("unit capaian PKM-SIKUMANA 2026 baik --dasar LKjIP")
    assert version_of(second) == SCHEMA_VERSION


def test_the_tables_that_came_later_are_there_sealed_and_empty(second):
    upgraded(second)
    with closing(sqlite3.connect(GOLDEN / "v2.db")) as before, closing(sqlite3.connect(second)) as after:
        there = {name for (name,) in before.execute(_TABLES)}
        added = {name for (name,) in after.execute(_TABLES)} - there
        assert added == {f"{t.name}{twin}" for t in SEALED if t.name not in there for twin in ("", "_past")}
        assert added >= LATER.keys()
        for name in added:
            assert after.execute(f"select count(*) from {name}").fetchone() == (0,), name  # noqa: S608


TARGET = "sasaran tetapkan 197108231997031006 2025 --hasil Surat --indikator Lama --target 3 --satuan hari"
LATER = {  # lines that write there, parted by ; and a change of the last row
    "unit_achievement": ("unit capaian PKM-SIKUMANA 2026 baik --dasar LKjIP", "basis = 'x'"),
    "programme_evidence": ("program ubah 8 --berkas-bukti criteria.yaml", "size = size + 1"),
    "absence": ("disiplin catat 197108231997031006 2025-03-03 --catatan 'tanpa kabar'", "note = 'x'"),
    "goal": ("tujuan tambah VISI 'Kota yang melayani' --jenis visi", "text = 'x'"),
    "target": (TARGET, "low = low - 1"),
    "realisation": (
        f"{TARGET} ; sasaran realisasi 1 2025-TW4 3",
        "value = value - 1",
    ),
    "acting": (
        "pegawai plt 197108231997031006 --jabatan Lurah --unit KEL-NAIMATA --mulai 2026-01-05 --dasar SP",
        "ends = '2026-02-01'",
    ),
    "activity": ("kegiatan tambah Antrean --jenis pelatihan --tanggal 2025-03-03 --jp 8", "hours = 20"),
    "attendance": (
        "kegiatan tambah Antrean --jenis pelatihan --tanggal 2025-03-03 --jp 8"
        " ; kegiatan hadir 1 197108231997031006 --sebab unit",
        "cause = 'acak'",
    ),
}


def test_every_table_that_came_later_is_written_to():
    with closing(sqlite3.connect(GOLDEN / "v2.db")) as before:
        there = {name for (name,) in before.execute(_TABLES)}
    assert [table.name for table in SEALED if table.name not in there] == list(LATER)


@pytest.mark.parametrize("table", LATER)
def test_the_upgraded_file_takes_a_row_of_a_later_table_and_seals_it(kinerja, second, table):
    lines, change = LATER[table][0].split(" ; "), LATER[table][1]
    with closing(sqlite3.connect(second)) as connection:
        before = connection.execute(_JOURNAL).fetchall()
    told = [kinerja(line).stderr for line in lines]
    assert told[0].startswith("Basis data ditingkatkan dari skema 2 ke skema 3")
    with closing(sqlite3.connect(second, isolation_level=None)) as connection:
        told = [(entry.seq, entry.command) for entry in entries(connection)][LAST_OF_2:]
        commands = ["migrasi", *(" ".join(line.split()[:2]) for line in lines)]
        assert told == list(enumerate(commands, LAST_OF_2 + 1))
        assert connection.execute(_JOURNAL).fetchall()[:LAST_OF_2] == before
        assert table in {name for name, *_ in new_seals(stored(connection))}
        assert new_seals(stored(connection)) == new_seals(worked_out(connection))
    assert kinerja("periksa").stdout == ""
    tamper(second, f"update {table} set {change}")  # noqa: S608 - the names above
    assert f"{table} " in kinerja("periksa", 8).stdout


def new_seals(chain: Chain) -> dict[tuple[str, int, int], tuple[bytes, bytes]]:
    """Those since the upgrade: older ones of whoever was erased can't be worked out from rows any more."""
    return {place: seal for place, seal in chain.seals.items() if place[2] > LAST_OF_2}

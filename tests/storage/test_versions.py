"""What is replaced is kept with who replaced it; what changes nothing leaves no entry; what writes leaves one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.storage.database import create_database, open_database
from kinerja_cli.storage.versions import insert, replace, withdraw

NIP, OTHER = "199001012015031001", "199001012015031002"


@pytest.fixture
def gate(tmp_path: Path):
    """An open database with one unit, written by entry 1."""
    create_database(tmp_path / "kinerja.db")
    opened = open_database(tmp_path / "kinerja.db")
    with opened.write("unit tambah") as writing:
        insert(writing.connection, "unit", {"id": 7, "code": "a", "name": "Awal", "entry": writing.entry})
    yield opened
    opened.close()


def rows(opened, table: str) -> list[tuple[object, ...]]:
    return opened.connection.execute(f"select * from {table} order by 1, 2, 3").fetchall()  # noqa: S608


def test_each_replaced_version_is_kept_with_the_entry_that_replaced_it(gate):
    for name in ("Kedua", "Ketiga"):
        with gate.write("unit ubah") as writing:
            replace(writing.connection, "unit", {"id": 7}, {"name": name}, writing.entry)
    assert rows(gate, "unit") == [(7, "a", "Ketiga", None, 3)]
    assert rows(gate, "unit_past") == [(2, 7, "a", "Awal", None, 1), (3, 7, "a", "Kedua", None, 2)]


def test_a_withdrawn_row_is_kept_and_may_come_back(gate):
    with gate.write("uji") as writing:
        withdraw(writing.connection, "unit", {"id": 7}, writing.entry)
    assert rows(gate, "unit") == []
    with gate.write("uji") as writing:
        insert(writing.connection, "unit", {"id": 7, "code": "a", "name": "Lagi", "entry": writing.entry})
    assert rows(gate, "unit") == [(7, "a", "Lagi", None, 3)]
    assert rows(gate, "unit_past") == [(2, 7, "a", "Awal", None, 1)]


def test_a_failure_keeps_neither_the_new_version_nor_a_second_old_one(gate):
    with pytest.raises(ZeroDivisionError):
        _replace_and_fail(gate)
    assert rows(gate, "unit") == [(7, "a", "Awal", None, 1)]
    assert rows(gate, "unit_past") == []
    assert [seq for seq, *_ in rows(gate, "journal")] == [1]


def _replace_and_fail(gate) -> None:
    with gate.write("uji") as writing:
        replace(writing.connection, "unit", {"id": 7}, {"name": "Baru"}, writing.entry)
        raise ZeroDivisionError


def test_writing_only_to_a_temporary_table_is_changing_nothing(gate):
    with gate.write("uji") as writing:
        writing.connection.execute("create temp table bantu (x integer)")
        writing.connection.execute("insert into bantu values (1), (2)")
        writing.connection.execute("insert into temp.bantu values (3)")
    assert [seq for seq, *_ in rows(gate, "journal")] == [1]


def test_a_real_change_beside_a_temporary_table_is_one(gate):
    with gate.write("uji") as writing:
        writing.connection.execute("create temp table bantu (x integer)")
        writing.connection.execute("insert into bantu values (1), (2)")
        replace(writing.connection, "unit", {"id": 7}, {"name": "Baru"}, writing.entry)
    assert [seq for seq, *_ in rows(gate, "journal")] == [1, 2]


def test_a_trial_keeps_nothing(gate):
    with gate.write("uji", keep=False) as writing:
        replace(writing.connection, "unit", {"id": 7}, {"name": "Baru"}, writing.entry)
    assert rows(gate, "unit") == [(7, "a", "Awal", None, 1)]
    assert rows(gate, "unit_past") == []


SCORES = f"nip,periode,kriteria,nilai\n{NIP},2025-TW1,disiplin,80\n{NIP},2025-TW1,inovasi,70\n"
CORRECTED = SCORES.replace(",70", ",71")
STAFF = f"nip,nama,unit\n{OTHER},Budi,Umum\n"
UNITS = "kode,nama\nb,Bagian\n"

# A line as it is typed, its input, its exit code, and what the journal says of it: nothing, or one entry.
DAY: list[tuple[str, str, int, list[tuple[str, str | None]]]] = [
    ("unit tambah umum Umum", "", 0, [("unit tambah", None)]),
    ("unit tambah umum Umum", "", 0, []),
    ("unit impor -", UNITS, 0, [("unit impor", None)]),
    ("unit impor -", UNITS, 0, []),
    (f"pegawai tambah {NIP} Ani --unit umum", "", 0, [("pegawai tambah", None)]),
    (f"pegawai tambah {NIP} Ani --unit umum", "", 0, []),
    ("pegawai impor - --dry-run", STAFF, 0, []),
    ("pegawai impor -", STAFF, 0, [("pegawai impor", None)]),
    ("pegawai impor -", STAFF, 0, []),
    (f"pegawai ubah {NIP} --nama 'Ani S.' --alasan gelar", "", 0, [("pegawai ubah", "gelar")]),
    (f"pegawai ubah {NIP} --nama 'Ani S.' --alasan gelar", "", 0, []),
    (f"pegawai pindah {NIP} --unit b --mulai 2025-07-01", "", 0, [("pegawai pindah", None)]),
    ("periode buka 2025-TW1", "", 0, [("periode buka", None)]),
    ("periode buka 2025-TW1", "", 0, []),
    ("periode buka 2025-TW1 --tenggat 2025-04-10", "", 0, [("periode buka", None)]),
    ("periode buka 2025-TW1 --tenggat 2025-04-10", "", 0, []),
    ("periode buka 2025-TW2", "", 0, [("periode buka", None)]),
    ("periode batal 2025-TW2", "", 0, [("periode batal", None)]),
    ("periode batal 2025-TW2", "", 4, []),
    (f"nilai catat {NIP} 2025-TW1 disiplin=80", "", 0, [("nilai catat", None)]),
    (f"nilai catat {NIP} 2025-TW1 disiplin=80", "", 0, []),
    (f"nilai catat {NIP} 2025-TW1 disiplin=81", "", 3, []),
    (f"nilai catat {NIP} 2025-TW1 disiplin=101", "", 3, []),
    ("nilai impor - --dry-run", SCORES, 0, []),
    ("nilai impor -", SCORES, 0, [("nilai impor", None)]),
    ("nilai impor -", SCORES, 0, []),
    ("nilai impor -", CORRECTED, 3, []),
    ("nilai impor - --koreksi --alasan keliru --dry-run", CORRECTED, 0, []),
    ("nilai impor - --koreksi --alasan keliru --yes", CORRECTED, 0, [("nilai impor", "keliru")]),
    ("nilai impor - --koreksi --alasan keliru --yes", CORRECTED, 0, []),
    (f"nilai catat {NIP} 2025-TW1 disiplin=82 --koreksi --alasan x", "", 0, [("nilai catat", "x")]),
    (f"nilai catat {NIP} 2025-TW1 disiplin=82 --koreksi --alasan x", "", 0, []),
    (f"nilai kecualikan {NIP} 2025-TW1 inovasi --alasan cuti", "", 0, [("nilai kecualikan", "cuti")]),
    (f"nilai kecualikan {NIP} 2025-TW1 inovasi --alasan cuti", "", 0, []),
    (f"nilai kecualikan {NIP} 2025-TW1 semua --alasan y --batal", "", 0, [("nilai kecualikan", "y")]),
    (f"nilai batalkan {NIP} 2025-TW1 inovasi --alasan salah", "", 0, [("nilai batalkan", "salah")]),
    (f"nilai batalkan {NIP} 2025-TW1 inovasi --alasan salah", "", 3, []),
    (
        f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {NIP}",
        "",
        0,
        [("program tambah", None)],
    ),
    ("kriteria terapkan --tahun 2025", "", 0, []),
    ("kriteria terapkan --tahun 2026", "", 0, [("kriteria terapkan", None)]),
    ("kriteria terapkan --tahun 2026", "", 0, []),
    (f"pegawai henti {NIP} --tanggal 2025-12-31 --alasan pensiun", "", 0, [("pegawai henti", "pensiun")]),
    ("rekap tahunan 2025", "", 0, []),
    ("rekap unit 2025", "", 0, []),
    ("rekap distribusi 2025", "", 0, []),
    ("rekap unit --periode 2025-TW1", "", 0, []),
    ("rekap penilai 2025", "", 0, []),
    ("rekap tren", "", 0, []),
    (f"rekap tren {NIP}", "", 0, []),
    (f"rekap pegawai {NIP}", "", 0, []),
    (f"jelaskan {NIP} 2025", "", 0, []),
    ("status", "", 0, []),
    ("nilai daftar", "", 0, []),
    ("nilai lembar 2025-TW1", "", 0, []),
    ("init", "", 0, []),
]


def test_every_command_that_writes_leaves_one_entry_and_every_other_none(kinerja, workspace):
    kinerja("init")
    known = 0
    for line, text, code, expected in DAY:
        kinerja(line, exit_code=code, stdin=text)
        said = journal(workspace / "kinerja.db")
        assert said[known:] == expected, line
        known = len(said)


def test_each_row_in_force_points_to_the_entry_that_wrote_it(kinerja, workspace):
    kinerja("init")
    for line, text, code, _ in DAY:
        kinerja(line, exit_code=code, stdin=text)
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        assert connection.execute(SCORES_AND_WRITERS).fetchall() == [(8200, "nilai catat")]
        assert connection.execute(PAST_SCORES_AND_WRITERS).fetchall() == [
            (7000, "nilai impor", "nilai impor"),
            (8000, "nilai catat", "nilai catat"),
            (7100, "nilai impor", "nilai batalkan"),
        ]


SCORES_AND_WRITERS = "select s.value, j.command from score s join journal j on j.seq = s.entry"
PAST_SCORES_AND_WRITERS = """
select p.value, wrote.command, replaced.command
from score_past p
join journal wrote on wrote.seq = p.entry
join journal replaced on replaced.seq = p.replaced_by
order by p.replaced_by
"""


def journal(path: Path) -> list[tuple[str, str | None]]:
    """Commands and reasons in order; the numbers are without holes."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("select seq, command, reason from journal order by seq").fetchall()
    assert [seq for seq, *_ in found] == list(range(1, len(found) + 1))
    return [(command, reason) for _, command, reason in found]

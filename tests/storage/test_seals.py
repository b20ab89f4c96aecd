"""What the chain holds is worked out a second time here, by other code, and has to be the same."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chain_by_hand import KINDS, stored, worked_out
from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import APPLICATION_ID, Database, create_database, open_database
from kinerja_cli.storage.schema import MIGRATIONS, migrate
from kinerja_cli.storage.sealed_tables import BY_NAME, SEALED
from kinerja_cli.storage.seals import Group, groups_between
from kinerja_cli.storage.versions import insert

PEOPLE = 150  # three blocks of 64
CODES = ("disiplin", "inovasi", "pelayanan")


def nip(number: int) -> str:
    return f"19900101201503{number // 100 % 2 + 1}{number:03d}"


def staff() -> str:
    people = "".join(f"{nip(n)},Orang {n},Umum,Staf,Kepala {n % 3}\n" for n in range(1, PEOPLE + 1))
    return f"nip,nama,unit,jabatan,atasan\n{people}"


def scores(seed: int, shift: int = 0, period: str = "2025-TW1") -> str:
    """A file of the same values in a random order."""
    rows = [
        f"{nip(n)},{period},{code},{(n * 7 + place + shift) % 101}\n"
        for n in range(1, PEOPLE + 1)
        for place, code in enumerate(CODES)
    ]
    random.Random(seed).shuffle(rows)
    return "nip,periode,kriteria,nilai\n" + "".join(rows)


# a line, its input, and how many rows its entry wrote or took out of force (None: no entry); counted by hand
DAY: list[tuple[str, str, int | None]] = [
    # the unit, the people with a placement each, and three superiors who are no employees
    ("pegawai impor - --buat-unit", staff(), 1 + 2 * PEOPLE + 3),
    ("unit tambah lain Lain", "", 1),
    ("unit ubah lain --nama 'Lain sekali'", "", 2),
    (f"pegawai ubah {nip(1)} --nama 'Orang Satu' --alasan keliru", "", 2),
    (f"pegawai ubah {nip(2)} --nip-baru 199001012015031999 --alasan keliru", "", 2),
    (f"pegawai pindah {nip(3)} --unit lain --mulai 2025-07-01", "", 1),
    (f"pegawai henti {nip(4)} --tanggal 2025-12-31 --alasan pensiun", "", 2),
    # two periods, the rules, three criteria
    ("periode buka 2025-TW1 2025-TW2", "", 6),
    ("periode buka 2025-TW2 --tenggat 2025-07-10", "", 2),
    ("periode buka 2025-TW2 --tenggat 2025-07-10", "", None),
    ("nilai impor -", scores(1).replace(nip(2), "199001012015031999"), 3 * PEOPLE),
    (f"nilai catat {nip(1)} 2025-TW2 disiplin=80 inovasi=90 --catatan 'koma, \"kutip\" 🙂'", "", 2),
    (f"nilai catat {nip(1)} 2025-TW2 disiplin=81 inovasi=90 --koreksi --alasan keliru", "", 2),
    (f"nilai catat {nip(1)} 2025-TW2 disiplin=82 --koreksi --alasan lagi --penilai 'Wali Kota'", "", 3),
    (f"nilai batalkan {nip(1)} 2025-TW2 inovasi --alasan keliru", "", 1),
    (f"nilai catat {nip(1)} 2025-TW2 inovasi=91", "", 1),
    # all 450 values are other ones
    (
        "nilai impor - --koreksi --alasan keliru --yes",
        scores(2, 1).replace(nip(2), "199001012015031999"),
        900,
    ),
    (f"nilai kecualikan {nip(5)} 2025-TW2 semua --alasan cuti", "", 3),
    (f"nilai kecualikan {nip(5)} 2025-TW2 inovasi --alasan 'cuti besar'", "", 2),
    (f"nilai kecualikan {nip(5)} 2025-TW2 semua --alasan masuk --batal", "", 3),
    (f"program tambah A --tahun 2025 --kategori program_baru --pegawai {nip(6)} --pegawai {nip(70)}", "", 3),
    ("program ubah 1 --status berjalan", "", 2),
    ("kriteria terapkan --tahun 2026", "", 1),
    # that somebody looked is no data
    (f"berkas-subjek {nip(7)} -o tujuh.json", "", 0),
    # who led as a name that is an NIP becomes an employee
    (f"pegawai pindah {nip(9)} --atasan 198001012005011001 --mulai 2025-08-01", "", 2),
    ("pegawai tambah 198001012005011001 Kepala --unit lain", "", 4),
]


@pytest.fixture
def office(kinerja, workspace) -> Path:
    """The file after all the lines of a day."""
    kinerja("init")
    for line, text, _ in DAY:
        kinerja(line, stdin=text)
    return workspace / "kinerja.db"


def test_seals_digests_and_hashes_are_what_other_code_works_out_from_the_rows(office):
    with closing(sqlite3.connect(office)) as connection:
        found, expected = stored(connection), worked_out(connection)
        assert found.entries == expected.entries
        assert found.seals == expected.seals
    assert {block for table, block, _ in found.seals if table == "score"} == {0, 1, 2}
    assert {table for table, *_ in found.seals} == {
        "rules", "unit", "employee", "placement", "period", "criterion", "appraiser", "score", "exemption",
        "programme", "programme_owner", "access",
    }  # fmt: skip


def test_every_entry_counts_the_rows_that_it_wrote_and_took_out_of_force(office):
    with closing(sqlite3.connect(office)) as connection:
        counted = [rows for (rows,) in connection.execute("select rows from journal order by seq")]
    assert counted == [rows for *_, rows in DAY if rows is not None]


@pytest.mark.parametrize("table", KINDS)
def test_every_column_of_a_sealed_table_is_in_its_seals_but_for_what_says_why_not(table):
    """Names in a closed year's report must be erasable; the salt and the entry are what the seal is made with."""
    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Connection)) as connection:
        migrate(connection)
        names = {name for _, name, *_ in connection.execute(f"pragma table_info({table})")}
    left_out = {"entry", "salt"} | ({"nip", "name"} if table == "year_result" else set())
    kind = KINDS[table]
    hashed = set(f"{kind.key} {kind.numbers} {kind.words}".split())
    assert hashed == names - left_out
    assert set(BY_NAME[table].columns) == hashed


def test_the_tables_are_sealed_in_this_order_and_no_other():
    assert [table.name for table in SEALED] == list(KINDS)


def test_the_order_of_the_rows_in_a_file_is_nothing_that_the_digest_knows(kinerja, workspace, tmp_path):
    kinerja("init")
    kinerja("pegawai impor - --buat-unit", stdin=staff())
    kinerja("periode buka 2025-TW1")
    kept = shutil.copy(workspace / "kinerja.db", tmp_path / "kept.db")
    digests = set()
    for seed in range(4):
        shutil.copy(kept, workspace / "kinerja.db")
        kinerja("nilai impor -", stdin=scores(seed))
        with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
            digests.add(connection.execute("select rows, digest from journal order by seq desc").fetchone())
    assert len(digests) == 1
    shutil.copy(kept, workspace / "kinerja.db")
    kinerja("nilai impor -", stdin=scores(0, shift=1))
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        assert (
            connection.execute("select rows, digest from journal order by seq desc").fetchone() not in digests
        )


# ---- two ways to the same text


NOTES = (None, None, "", ",", "a,b", " ", "'", '"', "~", "-1 2 3 4", "🙂", "é\n\t", "0", "x" * 500)
COUNTS = {"employee": 40, "period": 6, "criterion": 9}


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Database]:
    """People, periods, criteria and two raters, numbered from 1 on."""
    create_database(tmp_path / "kinerja.db")
    with closing(open_database(tmp_path / "kinerja.db")) as opened:
        with opened.write("uji") as writing:
            made, entry = writing.connection, {"entry": writing.entry}
            for n in range(1, COUNTS["employee"] + 1):
                person = {"nip": nip(n), "name": f"Orang {n}", "kind": "PNS", "salt": bytes([n] * 16)}
                insert(made, "employee", person | entry)
            for n in range(1, COUNTS["period"] + 1):
                insert(made, "period", {"id": n, "year": 2025, "code": f"P{n}", "last": "2025-12-31"} | entry)
            for n in range(1, COUNTS["criterion"] + 1):
                insert(made, "criterion", {"code": f"k{n}"} | entry)
            for label in ("Camat", "Lurah"):
                insert(made, "appraiser", {"label": label} | entry)
        yield opened


def _random_scores(chance: random.Random, share: float) -> list[dict[str, object]]:
    keys = [
        {"employee": e, "period": p, "criterion": c}
        for e in range(1, COUNTS["employee"] + 1)
        for p in range(1, COUNTS["period"] + 1)
        for c in range(2, COUNTS["criterion"] + 1)
        if chance.random() < share
    ]
    chance.shuffle(keys)
    return [
        {
            **key,
            "value": chance.choice((0, 1, 8750, 100_000_000, chance.randrange(10_001))),
            "rater": chance.choice((None, None, 1, 2)),
            "note": chance.choice(NOTES),
        }
        for key in keys
    ]


def _groups(opened: Database, entry: int, only: bool) -> dict[int, Group]:
    found = groups_between(opened.connection, BY_NAME["score"], 0, 63, entry if only else None)
    return {group.owner: group for group in found if group.entry == entry}


@pytest.mark.parametrize("seed", range(20))
def test_rows_joined_by_sqlite_and_rows_taken_one_by_one_give_the_same_text(gate, seed):
    """A second entry about the same people forces the other way; what the first one wrote must not look different."""
    chance = random.Random(seed)
    with gate.write("uji") as writing:
        for score in _random_scores(chance, chance.random()):
            insert(writing.connection, "score", score | {"entry": writing.entry})
        first = writing.entry
    at_once = _groups(gate, first, only=False)
    assert _groups(gate, first, only=True) == at_once
    with gate.write("uji") as writing:
        for employee in at_once:
            more = {"employee": employee, "period": chance.randint(1, COUNTS["period"]), "criterion": 1}
            insert(writing.connection, "score", more | {"value": 1, "entry": writing.entry})
    assert _groups(gate, first, only=False) == at_once
    assert _groups(gate, first, only=True) == at_once
    assert stored(gate.connection) == worked_out(gate.connection)
    assert list(findings(gate.connection)) == []


# ---- files from before the chain


OLD = """
insert into journal values (1, '2025-01-02T00:00:00Z', 'ani', 'pegawai impor', null);
insert into journal values (2, '2025-01-03T00:00:00Z', 'ani', 'periode buka', null);
insert into journal values (3, '2025-04-01T00:00:00Z', 'budi', 'nilai impor', null);
insert into journal values (4, '2025-04-02T00:00:00Z', 'ani', 'nilai catat', 'salah ketik, "benar" 🙂');
insert into journal values (5, '2025-04-03T00:00:00Z', 'ani', 'nilai batalkan', 'bukan dia');
insert into unit values (1, 'umum', 'Umum', null, 1);
insert into employee select n, '1990010120150310' || n, 'Orang ' || n, 'PNS', null, null, null, 1
  from (select value as n from generate_series);
insert into employee_past values (4, 10, '199001012015031099', 'Orang X', 'PNS', null, null, null, 1);
update employee set entry = 4 where id = 10;
insert into appraiser values (1, null, 'Wali Kota');
insert into appraiser values (2, 11, null);
insert into placement select id, '0001-01-01', 1, 'Staf', 1, 1 from employee;
insert into rules values (2025, 'a', '{digest}', '{{}}', 2);
insert into period values (202501, 2025, '2025-TW1', '2025-03-31', null, 2);
insert into criterion values (1, 'disiplin');
insert into criterion values (2, 'inovasi');
insert into score select id, 202501, 1, id * 10, 2, null, 3 from employee;
insert into score_past values (4, 12, 202501, 1, 5, null, 'lama, "x"', 3);
update score set entry = 4, note = 'baru' where employee = 12;
insert into score_past values (5, 13, 202501, 2, 99, 1, null, 3);
insert into exemption values (14, 202501, 2, 'cuti', 4);
insert into programme values (1, 'Antrean', 'program_baru', 2025, 'usulan', null, null, null, 3);
insert into programme_owner values (1, 15, 3);
"""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Connection]:
    """A file of schema 1 without rows."""
    with closing(
        sqlite3.connect(tmp_path / "lama.db", isolation_level=None, factory=Connection)
    ) as connection:
        MIGRATIONS.apply(UtilsDatabase(connection, execute_plugins=False), stop_before="m002_trust")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("pragma user_version = 1")
        yield connection


def _fill(connection: sqlite3.Connection) -> None:
    series = ", ".join(f"({n})" for n in range(10, 100))
    connection.execute("create temp table generate_series (value integer)")
    connection.execute(f"insert into generate_series values {series}")  # noqa: S608
    connection.executescript(OLD.format(digest="d" * 64))


def test_an_upgraded_file_has_the_chain_that_other_code_works_out_from_its_rows(old, tmp_path):
    _fill(old)
    with closing(open_database(tmp_path / "lama.db")) as opened, opened.read() as connection:
        found = stored(connection)
        assert found == worked_out(connection)
        assert list(findings(connection)) == []
    # unit, people, placements; rules, period; scores in force and replaced, programme, owner; two new versions for
    # two old ones, an exemption; a value withdrawn; and what no entry answered for: two criteria, two raters
    counts = [1 + 90 + 90, 1 + 1, 89 + 2 + 1 + 1, 2 + 2 + 1, 1, 2 + 2, 0]  # the last is the step to schema 3
    assert [rows for rows, *_ in found.entries.values()] == counts


@pytest.mark.usefixtures("old")
def test_an_upgraded_file_without_entries_has_none(tmp_path):
    with closing(open_database(tmp_path / "lama.db")) as opened, opened.read() as connection:
        assert stored(connection) == worked_out(connection) == ({}, {})
        assert list(findings(connection)) == []

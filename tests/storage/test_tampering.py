"""Whoever can write the file changes one thing by the plain sqlite3 shell: the check finds it and says where.

Every change is made with all guards dropped, and they are put back to the letter, as somebody would who knows.
"""

# ruff: noqa: S608 - the statements are put together from words of this file

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sealed_office import ANI, CAMAT, DEDI, EKO, LATE, LURAH, RENAMED

from kinerja_cli.errors import StorageFailure
from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import SCHEMA_VERSION, open_database

_TRIGGERS = "select name, sql from sqlite_schema where type = 'trigger' order by name"


def tamper(path: Path, sql: str) -> None:
    """Run *sql* with the shell, guards dropped before and put back after."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(_TRIGGERS).fetchall()
        before = list(connection.iterdump())
    lines = [
        "pragma synchronous = off;",
        "pragma ignore_check_constraints = on;",
        "" if "journal_mode" in sql else "begin;",
        *(f"drop trigger {name};" for name, _ in triggers),
        f"{sql};",
        *(f"{statement};" for _, statement in triggers),
        "" if "journal_mode" in sql else "commit;",
    ]
    if shutil.which("sqlite3"):
        script = "\n".join([".bail on", *lines])
        subprocess.run(["sqlite3", path], input=script, text=True, check=True, capture_output=True)
    else:  # the library is the same one
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("\n".join(lines))
    with closing(sqlite3.connect(path)) as connection:
        assert set(triggers) <= set(connection.execute(_TRIGGERS))
        header = [
            connection.execute(f"pragma {name}").fetchone() for name in ("user_version", "journal_mode")
        ]
        assert (list(connection.iterdump()), header) != (before, [(SCHEMA_VERSION,), ("delete",)]), (
            "nothing was changed"
        )


def told(path: Path) -> list[str]:
    """Lines of the check."""
    with closing(open_database(path, any_schema=True)) as database, database.read() as connection:
        return [str(finding) for finding in findings(connection)]


@pytest.fixture
def file(sealed_office: Path, tmp_path: Path) -> Path:
    """A copy of the office's file."""
    return Path(shutil.copy(sealed_office / "kinerja.db", tmp_path / "kinerja.db"))


def test_the_office_is_sound_before_anybody_touches_it(file):
    assert told(file) == []


Case = tuple[str, list[str] | str | None]
# What is done, and the whole line that has to be told, "table key column: reason"; several where several are wrong.
# Where a text stands instead of a list, one of the lines has to hold it; where nothing stands, there has to be a line.
# CAMAT's value of disiplin in TW1 is 70 (entry 6), of inovasi 73, of pelayanan 76; entry 7 and 8 are TW2 and TW3.
_IN_TW1 = "employee = {} and period = 202501 and criterion = {}"
SCORES = {
    "one digit of one score": (
        f"update score set value = 7900 where {_IN_TW1.format(1, 1)}",
        [f"score {CAMAT} 2025-TW1 disiplin value: kini 79.00, dahulu 70.00, menurut entri 6"],
    ),
    "another value": (
        f"update score set value = 9999 where {_IN_TW1.format(1, 2)}",
        [f"score {CAMAT} 2025-TW1 inovasi value: kini 99.99, dahulu 73.00, menurut entri 6"],
    ),
    "one digit of two scores of a person": (
        f"update score set value = 7900 where {_IN_TW1.format(1, 1)};"
        f"update score set value = 7306 where {_IN_TW1.format(1, 2)}",
        [
            f"score {CAMAT} 2025-TW1 disiplin value: kini 79.00, dahulu 70.00, menurut entri 6",
            f"score {CAMAT} 2025-TW1 inovasi value: kini 73.06, dahulu 73.00, menurut entri 6",
        ],
    ),
    "one score of each of three people": (
        "update score set value = value + 100 where period = 202502 and criterion = 3 and employee in (2, 4, 5)",
        [
            f"score {LURAH} 2025-TW2 pelayanan value: kini 89.00, dahulu 88.00, menurut entri 7",
            f"score {RENAMED} 2025-TW2 pelayanan value: kini 74.00, dahulu 73.00, menurut entri 7",
            f"score {DEDI} 2025-TW2 pelayanan value: kini 81.00, dahulu 80.00, menurut entri 7",
        ],
    ),
    "two scores exchanged": (
        f"update score set value = 15300 - value where {_IN_TW1.format(2, 1)} or {_IN_TW1.format(2, 2)};"
        f"update score set value = value + 400 where {_IN_TW1.format(2, 1)}",
        [f"score {LURAH}: nilai, penilai atau catatan dari entri 6 berubah"],
    ),
    "a score deleted": (
        f"delete from score where {_IN_TW1.format(1, 2)}",
        [f"score {CAMAT} 2025-TW1 inovasi: baris hilang; nilainya 73.00, menurut entri 6"],
    ),
    "a score added": (
        "insert into score select employee, period, criterion, 9900, null, null, 8 from score_past where employee = 5",
        [f"score {DEDI} 2025-TW3 pelayanan row: baris tambahan, menurut entri 8"],
    ),
    "all scores of a person deleted": (
        "delete from score where employee = 2 and period = 202503",
        [f"score antara {CAMAT} dan {ANI}: baris 1 pemilik yang dicatat entri 8 hilang"],
    ),
    "a score moved to another entry": (
        f"update score set entry = 8 where {_IN_TW1.format(1, 3)}",
        [
            f"score {CAMAT} 2025-TW1 pelayanan: baris hilang; nilainya 76.00, menurut entri 6",
            f"score {CAMAT} 2025-TW1 pelayanan row: baris tambahan, menurut entri 8",
        ],
    ),
    "a score moved to another period": (
        "delete from score where employee = 5 and period = 202502 and criterion = 3;"
        "update score set period = 202502 where employee = 5 and period = 202501 and criterion = 3",
        [
            f"score {DEDI}: nilai, penilai atau catatan dari entri 6 berubah",
            f"score {DEDI} 2025-TW2 pelayanan: baris hilang; nilainya 80.00, menurut entri 7",
        ],
    ),
    "a score moved to another employee": (
        f"update score set employee = 7 where {_IN_TW1.format(1, 3)}",
        [
            f"score {LATE}: baris tambahan pada entri 6",
            f"score {CAMAT} 2025-TW1 pelayanan: baris hilang; nilainya 76.00, menurut entri 6",
        ],
    ),
    "two criteria of a person exchanged": (
        "update score set criterion = 9 - criterion where employee = 1 and period = 202503 and criterion > 1;"
        "update score set criterion = criterion - 4 where employee = 1 and criterion > 3",
        [
            f"score {CAMAT} 2025-TW3 inovasi value: kini 86.00, dahulu 83.00, menurut entri 8",
            f"score {CAMAT} 2025-TW3 pelayanan value: kini 83.00, dahulu 86.00, menurut entri 8",
        ],
    ),
    "a rater put in": (
        "update score set rater = 2 where employee = 1 and period = 202501 and criterion = 1",
        [f"score {CAMAT} 2025-TW1 disiplin rater: penilainya diubah, menurut entri 6"],
    ),
    "a rater taken away": (
        "update score set rater = null where employee = 6 and period = 202501 and criterion = 1",
        [f"score {EKO} 2025-TW1 disiplin rater: penilainya diubah, menurut entri 6"],
    ),
    "a note written": (
        "update score set note = 'pernah mangkir' where employee = 1 and period = 202501 and criterion = 2",
        [f"score {CAMAT} 2025-TW1 inovasi note: catatannya diisi, dahulu tidak ada, menurut entri 6"],
    ),
    "a note emptied where there was none": (
        "update score set note = '' where employee = 1 and period = 202501 and criterion = 2",
        [f"score {CAMAT} 2025-TW1 inovasi note: catatannya diisi, dahulu tidak ada, menurut entri 6"],
    ),
    "a note taken away": (
        "update score set note = null where employee = 1 and period = 202501 and criterion = 1",
        [f"score {CAMAT}: nilai, penilai atau catatan dari entri 6 berubah"],
    ),
    "a note emptied": (
        "update score set note = '' where employee = 1 and period = 202501 and criterion = 1",
        [f"score {CAMAT}: nilai, penilai atau catatan dari entri 6 berubah"],
    ),
    "a corrected value put back with its kept version": (
        "delete from score_past where employee = 3;"
        f"update score set value = 8400, entry = 6 where {_IN_TW1.format(3, 1)}",
        ["score employee 0 sampai 63: baris yang dicatat entri 11 hilang"],
    ),
}


def _one(table: str, where: str, key: str, entry: int, **columns: str) -> dict[str, Case]:
    """For each column of one row: its new value as SQL, and that the line names table, key and column."""
    return {
        f"{table}.{column} of {key}": (
            f"update {table} set {column} = {value} where {where}",
            [f"{table} {key} {column}: diubah sejak entri {entry}"],
        )
        for column, value in columns.items()
    }


ROWS = {
    **_one("unit", "id = 2", "OEP", 4, name="'Oepura Lama'", parent="null"),
    "unit.code": ("update unit set code = 'OEP2' where id = 2", ["unit OEP2 code: diubah sejak entri 4"]),
    **_one(
        "employee",
        "id = 1",
        CAMAT,
        5,
        name="'Yosef Tefa, M.Si.'",
        kind="'PPPK'",
        grade="'IV/b'",
        starts="'2001-01-01'",
        ends="'2025-03-31'",
    ),
    "employee.nip": (
        "update employee set nip = '197505052000031015' where id = 1",
        ["employee 197505052000031015 nip: diubah sejak entri 5"],
    ),
    "employee.grade of one who has none, emptied": (
        "update employee set grade = '' where id = 7",
        [f"employee {LATE} grade: diubah sejak entri 21"],
    ),
    **_one(
        "placement", "employee = 1", f"{CAMAT} 0001-01-01", 5, unit="2", position="'Sekretaris'", superior="2"
    ),
    "placement.position taken away": (
        "update placement set position = null where employee = 2",
        [f"placement {LURAH} 0001-01-01 position: diubah sejak entri 5"],
    ),
    "placement.starts": (
        "update placement set starts = '2024-01-01' where employee = 2",
        [f"placement {LURAH} 2024-01-01 starts: diubah sejak entri 5"],
    ),
    **_one(
        "period", "id = 202501", "2025-TW1", 1, last="'2025-03-30'", deadline="null", year="2024", closed="1"
    ),
    "period.deadline emptied where there was one": (
        "update period set deadline = '2025-12-31' where id = 202502",
        ["period 2025-TW2 deadline: diubah sejak entri 2"],
    ),
    "period.code": (
        "update period set code = '2025-TW4' where id = 202502",
        ["period 2025-TW4 code: diubah sejak entri 2"],
    ),
    **_one("criterion", "id = 1", "x", 1, code="'x'"),
    **_one(
        "rules",
        "since = 2025",
        "2025",
        1,
        text="text || ' '",
        digest="zeroblob(0) || replace(digest, '0', '1')",
        plain="'{}'",
    ),
    **_one("appraiser", "id = 1", "1", 5, label="'Wakil Wali Kota'"),
    **_one("appraiser", "id = 2", "2", 5, employee="6"),
    **_one("exemption", "criterion = 1", RENAMED, 15, reason="'sakit'"),
    "exemption deleted": ("delete from exemption where criterion = 1", None),
    "exemption added": (
        "insert into exemption values (1, 202501, 1, 'cuti', 15)",
        [f"exemption {CAMAT} 2025-TW1 disiplin: baris tambahan pada entri 15"],
    ),
    **_one(
        "programme",
        "id = 2",
        "2",
        10,
        title="'Loket Baru'",
        category="'program_baru'",
        year="2024",
        state="'batal'",
        evidence="'x'",
        before="''",
        after="'9'",
    ),
    "programme_owner.employee": (
        "update programme_owner set employee = 2 where programme = 2",
        [f"programme_owner 2 {LURAH} employee: diubah sejak entri 10"],
    ),
    "programme_owner added": (
        "insert into programme_owner values (2, 3, 22)",
        [f"programme_owner 2 {ANI}: baris yang tidak dicatat entri 22"],
    ),
    "employee added": (
        "insert into employee (id, nip, name, kind, entry) values (8, '199001012015031001', 'Baru', 'PNS', 5)",
        ["employee 199001012015031001: baris tambahan pada entri 5"],
    ),
    "employee deleted with all that is his": (
        ";".join(f"delete from {t} where employee = 2" for t in ("score", "placement", "programme_owner"))
        + "; delete from employee where id = 2",
        None,
    ),
    "criterion without an entry": ("update criterion set entry = null where id = 3", None),
    "employee.salt": ("update employee set salt = zeroblob(16) where id = 1", None),
    "appraiser.salt": ("update appraiser set salt = null where id = 1", None),
}

_KEYS = ("employee", "period", "criterion", "programme", "since")
PAST = {
    **{
        f"{table}_past.{column}": (
            f"update {table}_past set {column} = {value} where rowid = 1",
            None if column in ("id", "entry", "replaced_by", *_KEYS) else f" {column}: ",
        )
        for table, columns in {
            "unit": {"code": "'S'", "name": "'S'", "parent": "null", "entry": "5", "id": "1", "replaced_by": "25"},
            "employee": {
                "nip": "'199003032015032009'", "name": "'C'", "kind": "'PPPK'", "grade": "''", "starts": "null",
                "ends": "'2025-01-01'", "salt": "zeroblob(16)", "entry": "4", "id": "1", "replaced_by": "18",
            },
            "placement": {
                "starts": "'2025-05-02'", "unit": "1", "position": "''", "superior": "1", "entry": "5",
                "employee": "1", "replaced_by": "21",
            },
            "period": {
                "year": "2024", "code": "'2025-TW2'", "last": "'2025-09-29'", "deadline": "''", "closed": "1",
                "entry": "2", "id": "202502", "replaced_by": "24",
            },
            "score": {
                "value": "8500", "rater": "null", "note": "''", "entry": "7", "employee": "1", "period": "202502",
                "criterion": "2", "replaced_by": "12",
            },
            "exemption": {"reason": "'x'", "entry": "6", "employee": "1", "criterion": "3", "replaced_by": "15"},
            "programme": {
                "title": "'A'", "category": "'perbaikan_layanan'", "year": "2024", "state": "'batal'",
                "evidence": "''", "before": "'70'", "after": "''", "entry": "10", "id": "2", "replaced_by": "23",
            },
            "programme_owner": {"employee": "2", "programme": "2", "entry": "10", "replaced_by": "22"},
            "rules": {
                "text": "'x'", "digest": "replace(digest, 'a', 'b')", "plain": "'{}'", "since": "2025",
                "entry": "1", "replaced_by": "25",
            },
            "appraiser": {
                "label": "'x'", "employee": "1", "salt": "null", "entry": "11", "id": "null", "replaced_by": "19",
            },
        }.items()
        for column, value in columns.items()
    },
    "a kept version deleted": ("delete from score_past where rowid = 3", None),
    "a kept version of nobody added": (
        "insert into employee_past (replaced_by, nip, name, kind, entry)"
        " values (17, '199001012015031001', 'Hantu', 'PNS', 5)",
        ["employee_past id: 1 baris tanpa pemilik"],
    ),
    "a kept version twice": ("insert into score_past select * from score_past where rowid = 1", None),
}  # fmt: skip

_ENTRY = {
    column: (
        f"update journal set {column} = {value} where seq = 12",
        "journal 12 reason: " if column == "salt" else "journal 12 hash: ",
    )
    for column, value in {
        "at": "'2020-01-01T00:00:00Z'", "actor": "'orang lain'", "uid": "uid + 1", "sudo": "'x'", "host": "'x'",
        "terminal": "'x'", "command": "'nilai impor'", "source_digest": "'x'", "salt": "zeroblob(16)",
        "rows": "rows + 1",
        # the first digit: no other is sure to be there
        **{
            digits: f"iif({digits} glob '0*', '1', '0') || substr({digits}, 2)"
            for digits in ("said", "previous", "digest", "hash")
        },
    }.items()
}  # fmt: skip
JOURNAL = {
    **{f"journal.{column}": case for column, case in _ENTRY.items()},
    **{
        f"journal.{column}": (
            f"update journal set {column} = {value} where seq = 12",
            ["journal 12 reason: alasan, sumber atau nama yang dinyatakan telah diubah"],
        )
        for column, value in {"reason": "'x'", "stated": "''", "source": "'x.csv'"}.items()
    },
    "journal.reason, the salt taken away as an erasure would": (
        "update journal set reason = 'x', salt = null where seq = 12",
        ["journal 12 salt: hilang, padahal tidak ada penghapusan data pada entri ini"],
    ),
    "an entry deleted": ("delete from journal where seq = 13", None),
    "the last entry deleted": ("delete from journal where seq = 27", None),
    "two entries exchanged": (
        "update journal set seq = 900 where seq = 11; update journal set seq = 11 where seq = 12;"
        "update journal set seq = 12 where seq = 900",
        None,
    ),
    "an entry that nobody closed": (
        "insert into journal (seq, at, actor, command) values (28, '2026-01-01T00:00:00Z', 'x', 'nilai catat')",
        ["journal 28 hash: entri tidak pernah ditutup: bukan kinerja yang menulisnya"],
    ),
    "an entry with a hash of its own": (
        "create temp table own as select * from journal where seq = 27;"
        "update own set seq = 28, previous = hash; insert into journal select * from own",
        "journal 28 hash: isi entri ini tidak lagi cocok dengan sidiknya",
    ),
    "a seal's digest": ("update seal set digest = zeroblob(32) where tbl = 'score' and entry = 6", None),
    "a seal's tags": (
        "update seal set tags = zeroblob(length(tags)) where tbl = 'score' and entry = 6",
        ["seal score 0 6 tags: diubah"],
    ),
    "a seal's tags cut": ("update seal set tags = x'' where tbl = 'score' and entry = 6", None),
    "a seal of another entry": ("update seal set entry = 1 where tbl = 'score' and entry = 11", None),
    "a seal of another table": ("update seal set tbl = 'nilai' where tbl = 'score' and entry = 11", None),
    "a seal of another block": ("update seal set block = 7 where tbl = 'score' and entry = 11", None),
    "a seal deleted with its rows": (
        "delete from seal where entry = 24; delete from unit where id = 3; delete from unit_past",
        None,
    ),
}
SCHEMA = {
    "a counter": (
        "update sqlite_sequence set seq = 900 where name = 'programme'",
        ["sqlite_sequence programme seq: bukan nomor tertinggi yang pernah dipakai"],
    ),
    "a counter taken away": ("delete from sqlite_sequence", None),
    "a counter twice": ("insert into sqlite_sequence select * from sqlite_sequence", None),
    "the schema's version": ("pragma user_version = 1", ["berkas user_version: 1, seharusnya 3"]),
    "the journal mode": ("pragma journal_mode = wal", ["berkas journal_mode: wal, seharusnya delete"]),
    "the journal's index dropped": ("drop index journal_open", ["skema index journal_open: hilang"]),
    "an index dropped": ("drop index score_past_key", ["skema index score_past_key: hilang"]),
    "an index added": ("create index saya on score (value)", ["skema index saya: bukan milik kinerja"]),
    "a view added": ("create view saya as select 1", ["skema view saya: bukan milik kinerja"]),
    "a column added": ("alter table score add column x integer", ["skema table score: bunyinya diubah"]),
    "a check taken away": (
        "pragma writable_schema = on; update sqlite_schema"
        " set sql = replace(sql, 'between 0 and 100000000', 'between 0 and 100000001') where name = 'score'",
        ["skema table score: bunyinya diubah"],
    ),
    "a trigger with a name of SQLite's own": (
        "create trigger saya after insert on score begin select 1; end; pragma writable_schema = on;"
        "update sqlite_schema set name = 'sqlite_saya', sql = replace(sql, 'saya', 'sqlite_saya') where name = 'saya'",
        ["skema trigger sqlite_saya: bukan milik kinerja"],
    ),
    "a trigger on the table of migrations": (
        "create trigger saya after insert on _sqlite_migrations begin delete from score; end",
        ["skema trigger saya: bukan milik kinerja"],
    ),
    "a migration renamed": ("update _sqlite_migrations set name = 'm003' where name like 'm002%'", None),
    "a migration deleted": ("delete from _sqlite_migrations where name like 'm002%'", None),
}
CATALOGUE = {**SCORES, **ROWS, **PAST, **JOURNAL, **SCHEMA}


@pytest.mark.parametrize("case", CATALOGUE)
def test_whatever_is_changed_is_found_and_named(file, case):
    sql, expected = CATALOGUE[case]
    tamper(file, sql)
    lines = told(file)
    if isinstance(expected, list):
        assert lines == expected
    else:
        assert any((expected or "") in line for line in lines), lines


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("drop trigger {name}", "skema trigger {name}: hilang"),
        (
            "drop trigger {name}; create trigger {name} before delete on seal begin select 1; end",
            "skema trigger {name}: bunyinya diubah",
        ),
    ],
)
def test_a_guard_that_is_gone_or_changed_is_named(file, sql, line):
    with closing(sqlite3.connect(file)) as connection:
        names = [name for name, _ in connection.execute(_TRIGGERS)]
    for name in names[::7]:
        copy = Path(shutil.copy(file, file.with_name("copy.db")))
        with closing(sqlite3.connect(copy)) as connection:
            connection.executescript(sql.format(name=name))
        assert told(copy) == [line.format(name=name)]


@pytest.mark.parametrize("sql", ["pragma application_id = 7", "pragma user_version = 99"])
def test_a_file_that_is_no_longer_ours_is_not_opened(file, sql):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(sql)
    with pytest.raises(StorageFailure):
        told(file)

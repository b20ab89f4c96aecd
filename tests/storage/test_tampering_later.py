"""The same for what commands of later days leave: objections, closed years, erasures, accesses; column by column."""

# ruff: noqa: S608 - the statements are put together from names of the schema

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sealed_office import DEDI, go_on
from test_tampering import tamper

from kinerja_cli.services.check import all_findings
from kinerja_cli.services.history import Asked, history
from kinerja_cli.storage.database import open_database

TABLES = (
    "objection", "objection_past", "year_closing", "year_closing_past", "year_result", "erasure", "erased", "access",
    "unit_achievement", "unit_achievement_past", "programme_evidence", "programme_evidence_past",
    "goal", "goal_past", "target", "target_past", "realisation", "realisation_past",
    "absence", "absence_past", "acting", "acting_past",
    "activity", "activity_past", "attendance", "attendance_past",
    "satisfaction", "satisfaction_past",
    "service_measure", "service_measure_past", "service_figure", "service_figure_past",
    "absence", "absence_past", "acting", "acting_past", "action", "action_past",
    "support_case", "support_case_past", "support_meeting", "support_meeting_past",
)  # fmt: skip


def told(path: Path) -> list[str]:
    with closing(open_database(path, any_schema=True)) as database:
        return [str(finding) for finding in all_findings(database)]


@pytest.fixture(scope="module")
def later(sealed_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the same office, some months on."""
    folder = tmp_path_factory.mktemp("kemudian") / "kantor"
    shutil.copytree(sealed_office, folder)
    go_on(folder)
    return folder / "kinerja.db"


@pytest.fixture
def file(later: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(later, tmp_path / "kinerja.db"))


def test_the_office_is_sound_also_then(file):
    assert told(file) == []


def columns(path: Path, table: str) -> list[tuple[str, str, object]]:
    """Name, type and value of each column of the table's last row."""
    with closing(sqlite3.connect(path)) as connection:
        about = connection.execute(f"select name, type from pragma_table_info('{table}')").fetchall()
        row = connection.execute(f"select * from {table} order by 1 desc, 2 desc").fetchone()
    assert row is not None, f"nothing stands in {table}"
    return [(name, kind, value) for (name, kind), value in zip(about, row, strict=True)]


def other(kind: str, value: object) -> str:
    """SQL for another value; a text where there was none is empty."""
    if kind == "INTEGER":
        return "1" if value is None else str(int(str(value)) + 1)
    if kind == "BLOB":
        return "zeroblob(16)"
    return "''" if value is None else "'" + f"{value}x".replace("'", "''") + "'"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_every_table_is_looked_at(file, table, tmp_path):
    row = columns(file, table)
    where = " and ".join(f"{name} is {_literal(value)}" for name, _, value in row)
    unnoticed = []
    for name, kind, value in row:
        copy = Path(shutil.copy(file, tmp_path / "copy.db"))
        tamper(copy, f"update {table} set {name} = {other(kind, value)} where {where}")
        if not told(copy):
            unnoticed.append(name)
    assert unnoticed == []


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_gone_is_missed(file, table):
    where = " and ".join(f"{name} is {_literal(value)}" for name, _, value in columns(file, table))
    tamper(file, f"delete from {table} where {where}")
    assert told(file) != []


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


OF_THE_ERASED = {
    "a value of hers": "update score set value = 9900 where employee = 5 and period = 202501 and criterion = 1",
    "a value of hers deleted": "delete from score where employee = 5 and period = 202501 and criterion = 1",
    "a note on a value of hers": "update score set note = 'x' where employee = 5 and note is not null",
    "her unit": "update placement set unit = 1 where employee = 5",
    "her last day": "update employee set ends = null where id = 5",
    "her name": "update employee set name = 'Orang Lain' where id = 5",
    "her NIP": f"update employee set nip = '{DEDI}' where id = 5",
    "a salt for her": "update employee set salt = zeroblob(16) where id = 5",
    "a reason that was erased": "update journal set reason = 'lain' where salt is null",
    "a salt for such a reason": "update journal set salt = zeroblob(16) where salt is null",
    "another's value": "update score set value = 9900 where criterion = 1 and period = 202502 and employee = 3",
    "a name in a result that was taken back": "update year_result set name = 'x'"
    " where line = 1 and entry = (select min(entry) from year_result)",
    "a NIP in a result that was taken back": "update year_result set nip = '198503152010012001'"
    " where line = 2 and entry = (select min(entry) from year_result)",
    "a closed period opened": "update period set closed = null where id = 202401",
}


@pytest.mark.parametrize("case", OF_THE_ERASED)
def test_what_an_erasure_left_stays_as_it_was_left(file, case):
    tamper(file, OF_THE_ERASED[case])
    assert told(file) != []


def test_a_key_that_was_emptied_is_named_and_the_history_is_still_told(file):
    tamper(file, "update support_case_past set id = null; update objection_past set id = null")
    found = told(file)
    assert any(line.startswith("support_case") for line in found)
    assert any(line.startswith("objection") for line in found)
    assert not [line for line in found if "tidak terbaca" in line]
    with closing(open_database(file, any_schema=True)) as database:
        assert history(database, Asked())

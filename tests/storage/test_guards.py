"""The database itself refuses, whoever writes: most of this goes through the plain ``sqlite3`` shell."""

# ruff: noqa: S608 - every statement is put together from names that stand here

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_shell import NOW, OPEN, PRAGMAS, TABLES, columns, kept, needs_shell, new_row, shell

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import open_database
from kinerja_cli.storage.guards import guards
from kinerja_cli.storage.sealed_tables import BY_NAME, SEALED
from kinerja_cli.storage.versions import insert, replace

pytestmark = needs_shell

# ---- outside of any entry


@pytest.mark.parametrize("pragma", PRAGMAS, ids=lambda pragma: pragma.replace("pragma ", "") or "as it is")
@pytest.mark.parametrize("table", TABLES)
def test_no_statement_of_another_program_touches_a_row(full_office, table, pragma):
    """Each column, by every kind of statement; the bytes of the file stay."""
    names = columns(full_office, table)
    statements = [
        *(f"update {table} set {name} = {name}" for name in names),
        *(f"update or {how} {table} set {names[0]} = 1" for how in ("replace", "ignore", "fail")),
        f"delete from {table}",
        f"insert into {table} select * from {table}",
        *(f"insert or {how} into {table} select * from {table}" for how in ("replace", "ignore", "rollback")),
        f"replace into {table} select * from {table}",
        f"insert into {table} select * from {table} where true on conflict do nothing",
    ]
    if table in BY_NAME or table == "seal":
        statements += [
            new_row(full_office, table),
            new_row(full_office, table).replace("insert", "replace", 1),
        ]
    before = full_office.read_bytes()
    errors, _ = shell(full_office, [pragma, *statements])
    assert sorted(errors) == list(range(1, len(statements) + 1)), statements
    assert {message for message in errors.values() if not message.startswith("kinerja: ")} == set()
    assert full_office.read_bytes() == before


@pytest.mark.parametrize("table", [table for table in TABLES if table != "journal"])
def test_a_row_of_an_entry_that_is_not_there_is_refused(full_office, table):
    """No entry is not an open one: comparing with null must not come out as "unknown", which a trigger lets pass."""
    column = "replaced_by" if table.endswith("_past") else "entry"
    errors, _ = shell(
        full_office, ["pragma foreign_keys = off", new_row(full_office, table, **{column: "99999"})]
    )
    assert list(errors) == [1]
    assert errors[1].startswith("kinerja: ")


@pytest.mark.parametrize(
    "row",
    [
        "(select max(seq) + 2 from journal), 'x', 'x', 'x', 'previous', null",
        "1, 'x', 'x', 'x', 'previous', null",
        "null, 'x', 'x', 'x', 'previous', null",
        "0, 'x', 'x', 'x', 'previous', null",
        "-5, 'x', 'x', 'x', 'previous', null",
        "(select max(seq) + 1 from journal), 'x', 'x', 'x', 'previous', 'hash'",
        "(select max(seq) + 1 from journal), 'x', 'x', 'x', null, null",
    ],
)
@pytest.mark.parametrize("how", ["insert", "insert or replace", "insert or ignore", "replace"])
def test_an_entry_comes_next_in_line_and_open_or_not_at_all(full_office, how, row):
    errors, _ = shell(
        full_office, [f"{how} into journal (seq, at, actor, command, previous, hash) values ({row})"]
    )
    assert list(errors) == [0]
    assert errors[0].startswith("kinerja: ")


def test_there_is_one_open_entry_at_a_time(full_office):
    errors, _ = shell(full_office, ["begin", OPEN, OPEN.replace("'uji', hash", "'uji', 'x'"), "rollback"])
    assert list(errors) == [2]


# ---- each guard bites: without it, the same statement goes through


def scenes(full_office: Path, closed_office: Path, guard: str) -> tuple[Path, list[str]]:
    """The file, and statements of which that guard alone refuses the last."""
    _, *middle, event = guard.split("_")
    table = "_".join(middle)
    if guard.startswith("closed_"):
        return closed_office, [OPEN, *CLOSED_SCENES[table, event](closed_office)]
    if table == "journal":
        return full_office, [JOURNAL_SCENES[event]]
    column = "replaced_by" if table.endswith("_past") else "entry"
    return full_office, [
        {
            "insert": new_row(full_office, table),
            "update": f"update {table} set {column} = {column}",
            "delete": f"delete from {table}",
        }[event]
    ]


JOURNAL_SCENES = {
    "insert": "insert into journal (seq, at, actor, command) values (999, 'x', 'x', 'x')",
    "update": "update journal set actor = 'Camat'",
    "words": "update journal set reason = 'lupa'",
    "delete": "delete from journal",
}


def _closed_scenes(table: str, where: str, change: str, **new: str):
    """Insert, update and delete of a row of something closed, by an open entry and with the old version kept."""
    keep = kept(table, where)
    yield (table, "insert"), lambda path: [new_row(path, table, entry=NOW, **new)]
    yield (table, "update"), lambda _: [keep, f"update {table} set {change}, entry = {NOW} where {where}"]
    yield (table, "delete"), lambda _: [keep, f"delete from {table} where {where}"]


CLOSED_SCENES = dict(
    scene
    for scenes_of_table in (
        _closed_scenes("score", "period = 202501", "value = 1", period="202501", employee="employee"),
        _closed_scenes("exemption", "period = 202401", "reason = 'x'", period="202401", employee="employee"),
        _closed_scenes("programme", "year = 2025", "title = 'x'", year="2025"),
        _closed_scenes("programme_owner", "programme = 1", "employee = employee", programme="1"),
        _closed_scenes("programme_evidence", "programme = 1", "name = 'x'", programme="1"),
        _closed_scenes("rules", "since = 2024", "plain = 'x'", since="2025"),
        _closed_scenes("period", "id = 202502", "deadline = null", year="2025", id="202504"),
        _closed_scenes("unit_achievement", "year = 2025", "basis = 'x'", year="2025", period="202501"),
    )
    for scene in scenes_of_table
)
GUARDS = [statement.split()[2] for statement in guards()]


@pytest.mark.parametrize("guard", GUARDS)
def test_each_guard_bites(full_office, closed_office, guard):
    path, (*prepared, statement) = scenes(full_office, closed_office, guard)
    errors, _ = shell(path, ["begin", *prepared, statement, "rollback"])
    assert list(errors) == [1 + len(prepared)], errors
    assert errors[1 + len(prepared)].startswith("kinerja: ")
    without = ["begin", f"drop trigger {guard}", *prepared, statement, "select changes()", "rollback"]
    errors, shown = shell(path, without)
    assert errors == {}
    assert int(shown[-1]) > 0


def test_every_trigger_of_the_file_is_one_of_these(full_office):
    with closing(sqlite3.connect(full_office)) as connection:
        found = {
            name for (name,) in connection.execute("select name from sqlite_schema where type = 'trigger'")
        }
    assert found == set(GUARDS)
    assert len(GUARDS) == len(set(GUARDS))


# ---- an open entry alone is not enough


@pytest.mark.parametrize("table", [table.name for table in SEALED if table.versioned])
def test_a_row_changes_only_where_its_old_version_is_kept_by_the_entry_that_changes_it(full_office, table):
    key = BY_NAME[table].key
    one = " and ".join(f"{name} = (select {name} from {table} limit 1)" for name in key)
    if len(key) > 1:
        one = f"({', '.join(key)}) = (select {', '.join(key)} from {table} limit 1)"
    keep, right = kept(table, one), f"update {table} set entry = {NOW} where {one}"
    moved = f"update {table} set {key[-1]} = {key[-1]} + 1, entry = {NOW} where {one}"
    taken = f"delete from {table} where {one}"
    behind = f"update {table} set entry = 1 where {one}"
    date = key[-1] == "starts"
    for statements, refused in (
        ([OPEN, right], True),
        ([OPEN, taken], True),
        ([OPEN, keep, moved.replace(f"{key[-1]} + 1", "'2031-01-01'") if date else moved], True),
        ([OPEN, keep, behind], True),
        ([OPEN, keep, right, taken], True),  # what is kept is the version before
        ([OPEN, keep, right, keep, taken], False),
        ([OPEN, keep, right], False),
        ([OPEN, keep, taken], False),
    ):
        errors, _ = shell(full_office, ["begin", *statements, "rollback"])
        assert list(errors) == [len(statements)] * refused, (statements, errors)


def test_a_version_that_an_earlier_entry_kept_counts_for_nothing(full_office, tmp_path):
    """An entry that wrote a row twice has kept one with its own number; the next one still has to keep it."""
    path = Path(shutil.copy(full_office, tmp_path / "kinerja.db"))
    with closing(open_database(path)) as opened, opened.write("uji") as writing:
        made, key = writing.connection, {"id": 9}
        insert(made, "unit", {**key, "code": "x", "name": "Salah", "entry": writing.entry})
        replace(made, "unit", key, {"name": "Benar"}, writing.entry)
    for change in ("delete from unit where id = 9", f"update unit set entry = {NOW} where id = 9"):
        errors, _ = shell(path, ["begin", OPEN, change, "rollback"])
        assert list(errors) == [2]
        errors, _ = shell(path, ["begin", OPEN, kept("unit", "id = 9"), change, "rollback"])
        assert errors == {}


@pytest.mark.parametrize("table", [name for name in BY_NAME if name != "erasure"])
@pytest.mark.parametrize("how", ["insert or replace", "replace"])
def test_the_programs_own_connection_replaces_nothing_either(full_office, table, how):
    """An open entry, but a row that takes the place of another: only ``versions.replace`` may."""
    names = columns(full_office, table)
    cells = ", ".join(
        ":entry" if name == "entry" and name not in _keys(full_office, table) else name for name in names
    )
    with closing(open_database(full_office)) as opened:
        connection = opened.connection
        connection.execute("begin")
        connection.execute(OPEN)
        entry = connection.execute(f"select {NOW}").fetchone()[0]
        with pytest.raises(sqlite3.IntegrityError, match="kinerja: "):
            connection.execute(f"{how} into {table} select {cells} from {table} limit 1", {"entry": entry})
        connection.execute("rollback")


def _keys(path: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for _, name, *_, place in connection.execute(f"pragma table_info({table})") if place}


@pytest.mark.parametrize("how", ["insert or replace", "replace"])
def test_a_row_written_over_by_a_forged_entry_is_found_afterwards(full_office, tmp_path, how):
    """The shell lets a row take another's place without asking the guard of its deletion; the seals then tell."""
    path = Path(shutil.copy(full_office, tmp_path / "kinerja.db"))
    one = "from score where employee = 1 and period = 202601"
    over = f"{how} into score select employee, period, criterion, 1, null, null, {NOW} {one}"
    shut = f"update journal set rows = 1, digest = 'x', hash = 'x', said = 'x' where seq = {NOW}"
    assert shell(path, ["begin", OPEN, over, shut, "commit"])[0] == {}
    with closing(open_database(path)) as opened, opened.read() as connection:
        found = list(findings(connection))
    assert [(finding.table, finding.column) for finding in found] == [
        ("journal", "hash"),
        ("journal", "salt"),
        ("score", ""),  # the row that was written over
        ("score", ""),  # the one in its place
        ("seal", "digest"),
    ]

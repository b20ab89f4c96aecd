"""The schema that a fresh file gets, and what the rest of the program takes for granted about it.

Released versions: at each release a golden file ``tests/schema/v<version>.db`` is made once by that release and
never again; test_upgrade.py opens each of them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.storage.database import (
    APPLICATION_ID,
    FINGERPRINTS,
    SCHEMA_VERSION,
    create_database,
    fingerprint,
)

VERSIONED = {
    "rules",
    "unit",
    "employee",
    "placement",
    "period",
    "score",
    "exemption",
    "programme",
    "programme_owner",
    "appraiser",
    "objection",
    "year_closing",
    "unit_achievement",
    "programme_evidence",
    "goal",
    "target",
    "realisation",
    "absence",
    "acting",
    "activity",
    "attendance",
}
# rows of these are never changed or taken out of force, so they have no versions
CONSTANT = {"journal", "criterion", "seal", "year_result", "erasure", "erased", "access"}


@pytest.fixture
def fresh(tmp_path: Path):
    path = tmp_path / "kinerja.db"
    assert create_database(path)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.fixture
def unguarded(fresh):
    """Without its triggers: what the tables themselves refuse."""
    for (name,) in fresh.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
        fresh.execute(f"drop trigger {name}")
    return fresh


def tables(connection: sqlite3.Connection) -> dict[str, bool]:
    """Names of our tables, and whether each is STRICT."""
    rows = connection.execute(
        "select name, strict from pragma_table_list where schema = 'main' and type = 'table'"
    )
    return {name: bool(strict) for name, strict in rows if not name.startswith(("sqlite_", "_sqlite_"))}


def columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool]]:
    """Name, type and NOT NULL of each column, in order."""
    rows = connection.execute('select name, type, "notnull" from pragma_table_info(?) order by cid', (table,))
    return [(name, kind.upper(), bool(required)) for name, kind, required in rows]


def test_a_fresh_file_has_the_fingerprint_that_every_opening_demands(fresh):
    assert fingerprint(fresh) == FINGERPRINTS[SCHEMA_VERSION]


def test_the_file_says_whose_it_is_and_how_new(fresh):
    assert APPLICATION_ID.to_bytes(4, "big") == b"KINJ"
    assert fresh.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert fresh.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)
    assert max(FINGERPRINTS) == SCHEMA_VERSION


@pytest.mark.parametrize(
    "statement",
    [
        "drop index programme_owner_employee",
        "alter table score add column hobi text",
        "alter table score rename column note to notes",
        "create view rekap as select * from score",
        "create trigger t after insert on score begin select 1; end",
        "create table lain (x text)",
        "drop table score_past",
        "drop trigger guard_score_delete",
    ],
)
def test_no_change_of_the_schema_keeps_the_fingerprint(fresh, statement):
    fresh.execute(statement)
    assert fingerprint(fresh) != FINGERPRINTS[SCHEMA_VERSION]


def test_rows_do_not_change_the_fingerprint(fresh):
    with_one_of_each(fresh)
    fresh.execute("analyze")
    assert fingerprint(fresh) == FINGERPRINTS[SCHEMA_VERSION]


def test_every_table_is_strict_and_known_here(fresh):
    found = tables(fresh)
    assert set(found) == VERSIONED | CONSTANT | {f"{name}_past" for name in VERSIONED}
    assert all(found.values()), found


@pytest.mark.parametrize("table", sorted(VERSIONED))
def test_a_twin_has_the_same_columns_in_the_same_order_after_who_replaced_them(fresh, table):
    """``insert into …_past select :replaced_by, * from …`` depends on it."""
    twin = [(name, kind) for name, kind, _ in columns(fresh, f"{table}_past")]
    assert twin == [("replaced_by", "INTEGER"), *((name, kind) for name, kind, _ in columns(fresh, table))]


@pytest.mark.parametrize("table", sorted(VERSIONED | CONSTANT - {"journal"}))
def test_every_row_points_to_the_entry_that_wrote_it(fresh, table):
    links = {row[3]: row[2] for row in fresh.execute(f"pragma foreign_key_list({table})")}
    assert links["entry"] == "journal"
    if table in CONSTANT:
        return
    past = {row[3]: row[2] for row in fresh.execute(f"pragma foreign_key_list({table}_past)")}
    assert past == {"replaced_by": "journal"} | ({"entry": "journal"} if "entry" in past else {})


def test_points_are_whole_numbers_and_an_nip_is_text(fresh):
    assert ("value", "INTEGER", True) in columns(fresh, "score")
    assert ("nip", "TEXT", True) in columns(fresh, "employee")
    kinds = {(name, kind) for table in tables(fresh) for name, kind, _ in columns(fresh, table)}
    assert {kind for _, kind in kinds} == {"INTEGER", "TEXT", "BLOB"}
    assert {name for name, kind in kinds if kind == "BLOB"} == {
        "salt",
        "tags",
        "digest",
    }  # bytes, not measures


@pytest.mark.parametrize(
    "row",
    [
        "1, 1, 1, 87.5, null, null, 1",
        "1, 1, 1, 'delapan puluh', null, null, 1",
        "1, 1, 1, -1, null, null, 1",
        "1, 1, 1, null, null, null, 1",
        "2, 1, 1, 8750, null, null, 1",
        "1, 2, 1, 8750, null, null, 1",
        "1, 1, 2, 8750, null, null, 1",
        "1, 1, 1, 8750, 7, null, 1",
        "1, 1, 1, 8750, null, null, 9",
    ],
)
def test_a_score_that_makes_no_sense_cannot_be_stored(unguarded, row):
    with_one_of_each(unguarded)
    unguarded.execute("insert into score values (1, 1, 1, 8750, null, null, 1)")
    unguarded.execute("delete from score")
    with pytest.raises(sqlite3.IntegrityError):
        unguarded.execute(f"insert into score values ({row})")  # noqa: S608 - the row is above


@pytest.mark.parametrize("nip", ["19900101201503100", "1990010120150310011", "19900101201503100X", ""])
def test_an_nip_that_is_none_cannot_be_stored(unguarded, nip):
    with_one_of_each(unguarded)
    with pytest.raises(sqlite3.IntegrityError):
        unguarded.execute(
            "insert into employee values (2, ?, 'Ani', 'PNS', null, null, null, 1, null)", (nip,)
        )


def test_a_realised_programme_has_its_evidence_and_both_measures(unguarded):
    with_one_of_each(unguarded)
    add = "insert into programme (title, category, year, state, evidence, before, after, entry) values "
    unguarded.execute(f"{add} ('A', 'x', 2025, 'terealisasi', 'foto', '1', '2', 1)")
    with pytest.raises(sqlite3.IntegrityError):
        unguarded.execute(f"{add} ('A', 'x', 2025, 'terealisasi', 'foto', '1', null, 1)")


def with_one_of_each(connection: sqlite3.Connection) -> None:
    """One row each of what a score points to, under an entry that stays open."""
    connection.execute("pragma foreign_keys = on")
    connection.execute(
        "insert into journal (seq, at, actor, command, previous) values (1, '2025-01-01T00:00:00Z', 'uji', 'uji', '0')"
    )
    connection.execute("insert into criterion values (1, 'disiplin', 1)")
    connection.execute(
        "insert into employee values (1, '199001012015031001', 'Adriana', 'PNS', null, null, null, 1, null)"
    )
    connection.execute("insert into period values (1, 2025, '2025-TW1', '2025-03-31', null, 1, null)")

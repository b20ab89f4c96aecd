"""A file of schema 2 is taken over as it is: new tables beside it, no entry of its own, the chain untouched."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import FINGERPRINTS, SCHEMA_VERSION, fingerprint, open_database
from kinerja_cli.storage.schema import MIGRATIONS

_TABLES = "select name from sqlite_schema where type = 'table' order by name"


@pytest.fixture
def second(sealed_office: Path, tmp_path: Path) -> Path:
    """An office as a kinerja of schema 2 would have written it: what came later is taken away, and nothing else."""
    path = Path(shutil.copy(sealed_office / "kinerja.db", tmp_path / "kinerja.db"))
    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Connection)) as fresh:
        steps = [step.name for step in MIGRATIONS.pending(UtilsDatabase(fresh, execute_plugins=False))]
        first, *later = steps[steps.index("m002_trust") + 1 :]
        MIGRATIONS.apply(UtilsDatabase(fresh, execute_plugins=False), stop_before=first)
        known = {name for (name,) in fresh.execute(_TABLES)}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        tables = [name for (name,) in connection.execute(_TABLES)]
        for name in set(tables) - known - {"sqlite_sequence", "sqlite_stat1"}:
            assert connection.execute(f"select count(*) from {name}").fetchone() == (0,)  # noqa: S608
            connection.execute(f"drop table {name}")
        for step in (first, *later):
            connection.execute("delete from _sqlite_migrations where name = ?", (step,))
        connection.execute("pragma user_version = 2")
        assert fingerprint(connection) == FINGERPRINTS[2]
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute(_TABLES) if "sqlite" not in name]
        return {name: connection.execute(f"select * from {name}").fetchall() for name in tables}  # noqa: S608


def test_everything_that_was_there_stays_and_the_new_tables_are_empty(second: Path) -> None:
    before = rows(second)
    with closing(open_database(second)) as opened:
        assert opened.notices[0].startswith(f"Basis data ditingkatkan dari skema 2 ke skema {SCHEMA_VERSION}")
        with opened.read() as connection:
            assert list(findings(connection)) == []
            assert fingerprint(connection) == FINGERPRINTS[SCHEMA_VERSION]
    after = rows(second)
    assert {name: after[name] for name in before} == before
    added = after.keys() - before.keys()
    assert {"programme_evidence", "programme_evidence_past"} <= added
    assert not any(after[name] for name in added)
    [backup] = (second.parent / "cadangan").glob("*-skema2.db")
    assert rows(backup) == before


def test_the_upgraded_file_takes_evidence_and_seals_it(kinerja, workspace, second, sealed_office) -> None:
    shutil.copy(sealed_office / "criteria.yaml", workspace / "criteria.yaml")
    shutil.copy(second, workspace / "kinerja.db")
    kinerja("program ubah 2 --berkas-bukti criteria.yaml")
    kinerja("periksa")
    path = workspace / "kinerja.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute(
            "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'programme_evidence'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        connection.execute("update programme_evidence set size = size + 1")
        for _, statement in guards:
            connection.execute(statement)
    told = kinerja("periksa", 8).stdout
    assert "programme_evidence 2" in told
    assert " size: " in told

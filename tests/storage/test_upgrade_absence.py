"""A file from before the register of absence gets its table, and keeps every entry and hash that it had."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from chain_by_hand import stored, worked_out

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import FINGERPRINTS, fingerprint, open_database

NIP = "198501012010012001"
LATER = ("absence",)  # what schema 3 added
LINES = ("init", "unit tambah KEC Kecamatan", f"pegawai tambah {NIP} Ani --unit KEC --mulai 2025-01-01")


def as_schema_2(path: Path) -> None:
    """Take away what came after schema 2: it was never used."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in LATER:
            for name in (table, f"{table}_past"):
                connection.execute(f"drop table {name}")
        connection.execute(
            "delete from _sqlite_migrations where name not in ('m001_the_main_job', 'm002_trust')"
        )
        connection.execute("pragma user_version = 2")
        assert fingerprint(connection) == FINGERPRINTS[2]


def test_a_file_of_schema_2_keeps_its_chain_and_takes_absences(
    kinerja: Callable[..., Any], workspace: Path
) -> None:
    for line in LINES:
        kinerja(line)
    path = workspace / "kinerja.db"
    as_schema_2(path)
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("select * from journal order by seq").fetchall()
    told = kinerja(f"disiplin catat {NIP} 2025-03-03").stderr
    assert told.startswith("Basis data ditingkatkan dari skema 2 ke skema 3")
    with closing(open_database(path)) as opened, opened.read() as connection:
        assert opened.notices == []
        after = connection.execute("select * from journal order by seq").fetchall()
        assert after[: len(before)] == before
        assert len(after) == len(before) + 1
        assert stored(connection) == worked_out(connection)
        assert list(findings(connection)) == []
    assert len(list((workspace / "cadangan").glob("*-skema2.db"))) == 1

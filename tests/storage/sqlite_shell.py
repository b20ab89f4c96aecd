"""The plain ``sqlite3`` shell at a file of ours, and statements to type there."""

# ruff: noqa: S608 - every statement is put together from names that stand here

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.storage.sealed_tables import BY_NAME, SEALED

SHELL = shutil.which("sqlite3")
needs_shell = pytest.mark.skipif(SHELL is None, reason="no sqlite3 shell")

# every table that is guarded, and what stands in a new row for the columns that have to differ
TABLES = ["journal", "seal", *BY_NAME, *(f"{table.name}_past" for table in SEALED if table.versioned)]
NEW = {
    "unit": {"code": "'baru'"},
    "employee": {"nip": "'199001012015031099'"},
    "period": {"code": "'2030-TW1'", "year": "2030"},
    "criterion": {"code": "'baru'"},
    "appraiser": {"label": "'Camat'"},
    "placement": {"starts": "'2031-01-01'"},
    "seal": {"block": "1000"},
    "unit_achievement": {"period": "0"},
    "goal": {"code": "'BARU'"},
    "realisation": {"period": "202502"},
    "programme_evidence": {"digest": f"'{'0' * 64}'"},
    "absence": {"day": "'2031-01-01'"},
    "attendance": {"employee": "2"},
}
PRAGMAS = (
    "",
    "pragma recursive_triggers = off",
    "pragma foreign_keys = off",
    "pragma ignore_check_constraints = on",
    "pragma recursive_triggers = on; pragma foreign_keys = on",
)
OPEN = """insert into journal (seq, at, actor, command, previous)
    select seq + 1, 'x', 'uji', 'uji', hash from journal order by seq desc limit 1"""
NOW = "(select max(seq) from journal)"


def shell(path: Path, statements: list[str]) -> tuple[dict[int, str], list[str]]:
    """Type the statements, one a line, and go on after an error; errors by number of the statement, and the output."""
    assert SHELL is not None
    typed = "".join(f"{' '.join(statement.split())};\n" for statement in statements)
    done = subprocess.run(
        [SHELL, "-batch", "-init", "/dev/null", str(path)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = re.findall(r"line (\d+): (.*)", done.stderr)
    assert len(told) == len(re.findall("rror", done.stderr)), done.stderr
    return {int(line) - 1: message for line, message in told}, done.stdout.splitlines()


def columns(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for _, name, *_ in connection.execute(f"pragma table_info({table})")]


def new_row(path: Path, table: str, **given: str) -> str:
    """``insert`` of a copy of a row, with other keys, under an entry that is closed unless given."""
    key = () if table.endswith("_past") else BY_NAME[table].key if table in BY_NAME else ()
    other = {column: f"{column} + 1000" for column in key if column not in {"entry", "tbl", "made"}}
    stated = {**other, **NEW.get(table, {}), **given}
    cells = ", ".join(stated.get(column, column) for column in columns(path, table))
    return f"insert into {table} select {cells} from {table} limit 1"


def kept(table: str, where: str) -> str:
    return f"insert into {table}_past select {NOW}, * from {table} where {where}"

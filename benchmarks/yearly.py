"""The yearly summary: whole processes from the database to a CSV, against SQL, pandas and DuckDB; and its growth."""

from __future__ import annotations

import csv
import importlib.util
import sys
from itertools import zip_longest
from pathlib import Path

from benchmarks import hand_written
from benchmarks.measure import KINERJA, PYTHON, Finding, Program, compare, side_by_side
from benchmarks.offices import YEAR, Office, workspace

CITY, TWICE, NATION = Office(15_000, 12, 10), Office(30_000, 12, 10), Office(1_000_000, 4, 3)
QUICK, QUICK_TWICE, QUICK_NATION = Office(2_000, 12, 10), Office(4_000, 12, 10), Office(50_000, 4, 3)


def yearly(cache: Path, quick: bool) -> list[Finding]:
    """Every alternative must print the same cells before its time counts."""
    city, twice, nation = (QUICK, QUICK_TWICE, QUICK_NATION) if quick else (CITY, TWICE, NATION)
    return [*_city(cache, city, quick), *_growth(cache, city, twice, quick), *_nation(cache, nation, quick)]


def _city(cache: Path, office: Office, quick: bool) -> list[Finding]:
    folder = workspace(cache, office, scored=True)
    programs = {"kinerja": _kinerja(folder), "shell": _shell(folder, office)}
    if _installed("pandas"):
        programs["pandas"] = _python(folder, "pandas", hand_written.pandas_program(office))
    took = side_by_side(programs, rounds=3 if quick else 7)
    same_cells(folder, programs)
    what = f"rekap tahunan csv, {office.employees:,} × {office.periods} × {office.criteria}"
    found = [compare(what, "SQL tulisan tangan di sqlite3", took["kinerja"], took["shell"], at_most=1.5)]
    if "pandas" in took:
        found.append(compare(what, "pandas", took["kinerja"], took["pandas"], at_most=0.25))
    return found


def _growth(cache: Path, office: Office, twice: Office, quick: bool) -> list[Finding]:
    programs = {
        str(size.employees): _kinerja(workspace(cache, size, scored=True)) for size in (office, twice)
    }
    once, doubled = side_by_side(programs, rounds=3 if quick else 7).values()
    what = f"rekap tahunan csv, {twice.employees:,} pegawai"
    return [compare(what, f"{office.employees:,} pegawai", doubled, once, at_most=2.15)]


def _nation(cache: Path, office: Office, quick: bool) -> list[Finding]:
    folder = workspace(cache, office, scored=True)
    programs = {"kinerja": _kinerja(folder), "shell": _shell(folder, office)}
    if _installed("duckdb"):
        programs["duckdb"] = _python(folder, "duckdb", hand_written.duckdb_program(office))
    took = side_by_side(programs, rounds=1 if quick else 3)
    same_cells(folder, programs)
    what = f"rekap tahunan csv, {office.employees:,} × {office.periods} × {office.criteria}"
    found = [compare(what, "SQL tulisan tangan di sqlite3", took["kinerja"], took["shell"])]
    if "duckdb" in took:
        found.append(
            compare(what, "DuckDB atas berkas yang sama", took["kinerja"], took["duckdb"], at_most=1)
        )
    return found


def _kinerja(folder: Path) -> Program:
    words = [KINERJA, "rekap", "tahunan", str(YEAR), "--format", "csv"]
    return Program(words, folder, stdout=folder / "kinerja.csv")


def _shell(folder: Path, office: Office) -> Program:
    query = folder / "yearly.sql"
    query.write_text(hand_written.yearly_sql(office))
    return Program(
        ["sqlite3", "-csv", "-header", "kinerja.db"], folder, stdin=query, stdout=folder / "shell.csv"
    )


def _python(folder: Path, name: str, text: str) -> Program:
    (folder / f"with_{name}.py").write_text(text)
    return Program([PYTHON, f"with_{name}.py"], folder, stdout=folder / f"{name}.csv")


def _installed(name: str) -> bool:
    if importlib.util.find_spec(name) is not None:
        return True
    sys.stderr.write(f"{name} is not installed (pip install '.[bench]'): left out\n")
    return False


def same_cells(folder: Path, programs: dict[str, Program]) -> None:
    """Compare the outputs cell by cell: quoting and line ends are free."""
    for name in programs:
        with (
            (folder / "kinerja.csv").open(encoding="utf-8", newline="") as ours,
            (folder / f"{name}.csv").open(encoding="utf-8", newline="") as theirs,
        ):
            for line, (one, other) in enumerate(zip_longest(csv.reader(ours), csv.reader(theirs)), start=1):
                if one != other:
                    sys.exit(f"{folder}: {name}.csv line {line} differs\n{one}\n{other}")

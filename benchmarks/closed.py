"""The report of a closed year: against a program that prints as many finished rows, and whatever its scores are."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.measure import KINERJA, Finding, Program, compare, side_by_side
from benchmarks.offices import YEAR, Office, workspace
from benchmarks.yearly import same_cells

NATION, QUARTERS, MONTHS = Office(1_000_000, 4, 3), Office(200_000, 4, 3), Office(200_000, 12, 3)
QUICK_NATION, QUICK_QUARTERS, QUICK_MONTHS = Office(20_000, 4, 3), Office(5_000, 4, 3), Office(5_000, 12, 3)


def closed(cache: Path, quick: bool) -> list[Finding]:
    """Both print the same cells before their time counts."""
    nation, quarters, months = (
        (QUICK_NATION, QUICK_QUARTERS, QUICK_MONTHS) if quick else (NATION, QUARTERS, MONTHS)
    )
    return [_finished_rows(cache, nation, quick), _other_scores(cache, quarters, months, quick)]


def _finished_rows(cache: Path, office: Office, quick: bool) -> Finding:
    folder = workspace(cache, office, scored=True, closed=True)
    ours = _kinerja(folder)
    finished = folder / "finished.db"
    if not finished.exists():
        subprocess.run(ours.words, cwd=folder, check=True, stdout=(folder / "kinerja.csv").open("wb"))
        lines = [".import --csv kinerja.csv finished"]
        subprocess.run(["sqlite3", finished.name], cwd=folder, check=True, input="\n".join(lines).encode())
    query = folder / "finished.sql"
    query.write_text("select * from finished order by rowid;\n")
    shell = Program(
        ["sqlite3", "-csv", "-header", finished.name], folder, stdin=query, stdout=folder / "shell.csv"
    )
    programs = {"kinerja": ours, "shell": shell}
    took = side_by_side(programs, rounds=3 if quick else 7)
    same_cells(folder, programs)
    what = f"rekap tahunan csv tahun tertutup, {office.employees:,} pegawai"
    return compare(what, "sqlite3 -csv, baris jadi", took["kinerja"], took["shell"], at_most=2)


def _other_scores(cache: Path, few: Office, many: Office, quick: bool) -> Finding:
    programs = {
        str(office.periods): _kinerja(workspace(cache, office, scored=True, closed=True))
        for office in (few, many)
    }
    quarters, months = side_by_side(programs, rounds=3 if quick else 7).values()
    what = f"rekap tahunan csv tahun tertutup, {many.scores:,} nilai"
    return compare(what, f"{few.scores:,} nilai", months, quarters, at_most=1.15)


def _kinerja(folder: Path) -> Program:
    words = [KINERJA, "rekap", "tahunan", str(YEAR), "--format", "csv"]
    return Program(words, folder, stdout=folder / "kinerja.csv")

"""Importing scores: every row validated, against programs that validate nothing; memory, and size on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.measure import KINERJA, PYTHON, Finding, Program, Words, compare, side_by_side, verdict
from benchmarks.offices import Office, score_file, workspace

QUICK, MILLION, FIVE_MILLION = Office(834, 12, 10), Office(8_334, 12, 10), Office(41_667, 12, 10)
ORDERS = ("pegawai", "periode")
_MOST_MEMORY = 100
_RAW = """\
import csv, sqlite3, sys
database = sqlite3.connect(sys.argv[2])
database.execute("create table score (nip text, periode text, kriteria text, nilai text, catatan text)")
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    database.executemany("insert into score values (?, ?, ?, ?, ?)", rows)
database.commit()
"""
# the same import as before there was a chain: no digest of the file, no seals, no hash
_UNSEALED = """\
from kinerja_cli.imports import source
from kinerja_cli.storage import journal
source.sha256 = lambda file: "0" * 64
journal.close_entry = lambda connection, entry: "#0"
from kinerja_cli.__main__ import main
main()
"""


def import_scores(cache: Path, quick: bool) -> list[Finding]:
    """Rows a second of whole processes, and peaks of memory."""
    office, larger = (QUICK, MILLION) if quick else (MILLION, FIVE_MILLION)
    sample = score_file(cache, QUICK, "pegawai")
    folder = workspace(cache, office, scored=False)
    raw: Words = [PYTHON, "-c", _RAW, score_file(cache, office, "pegawai"), "raw.db"]
    utils: Words = [Path(PYTHON).with_name("sqlite-utils"), "insert", "utils.db", "score", sample, "--csv"]
    programs = {
        "raw": Program(raw, folder, before=[["rm", "-f", "raw.db"]]),
        "utils": Program(utils, folder, before=[["rm", "-f", "utils.db"]]),
        **{order: importing(cache, office, order) for order in ORDERS},
        **{f"{order}, unsealed": importing(cache, office, order, _UNSEALED) for order in ORDERS},
    }
    took = side_by_side(programs, rounds=3 if quick else 5)
    rows, few = office.scores, QUICK.scores
    unvalidated = "csv.reader → executemany, teks mentah"
    utilities = f"sqlite-utils insert --csv ({few:,} baris)"
    found = []
    for order in ORDERS:
        what = f"{rows:,} nilai urut {order}"
        found.append(compare(what, unvalidated, took[order], took["raw"], at_least=0.55, work=(rows, rows)))
        found.append(compare(what, utilities, took[order], took["utils"], at_least=10, work=(rows, few)))
        unsealed = took[f"{order}, unsealed"]
        found.append(compare(what, "impor yang sama tanpa rantai", took[order], unsealed, at_most=1.25))
    small = [cost.mebibytes for order in ORDERS for cost in took[order]]
    large = side_by_side({order: importing(cache, larger, order) for order in ORDERS}, 1, warm=False)
    return [
        *found,
        _memory(rows, small),
        _memory(larger.scores, [large[order][0].mebibytes for order in ORDERS]),
    ]


def size_on_disk(cache: Path, quick: bool) -> list[Finding]:
    """The whole database, registry and indexes included, against the CSV of scores alone."""
    office = QUICK if quick else MILLION
    found = []
    for order in ORDERS:
        program = importing(cache, office, order)
        side_by_side({"": program}, 1, warm=False)
        file, database = score_file(cache, office, order), program.folder / "kinerja.db"
        ratio = database.stat().st_size / file.stat().st_size
        note = f"{database.stat().st_size / 2**20:.1f} : {file.stat().st_size / 2**20:.1f} MiB"
        what = f"kinerja.db, {office.scores:,} nilai urut {order}"
        found.append(verdict(what, "CSV yang diimpor", [ratio], at_most=0.6, note=note))
    return found


def importing(cache: Path, office: Office, order: str, planted: str = "") -> Program:
    """An import into the office's empty workspace, emptied again before each run; *planted*: what to run instead."""
    folder = workspace(cache, office, scored=False)
    if not (folder / "empty.db").exists():
        shutil.copyfile(folder / "kinerja.db", folder / "empty.db")
    program: Words = [PYTHON, "-c", planted] if planted else [KINERJA]
    words: Words = [*program, "nilai", "impor", score_file(cache, office, order)]
    return Program(words, folder, before=[["cp", "empty.db", "kinerja.db"]])


def _memory(rows: int, peaks: list[float]) -> Finding:
    what, note = f"puncak memori impor {rows:,} nilai", f"{max(peaks):.0f} MiB"
    return verdict(what, f"{_MOST_MEMORY} MiB", [most / _MOST_MEMORY for most in peaks], at_most=1, note=note)

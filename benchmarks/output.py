"""Writing: a yearly summary as XLSX against XlsxWriter alone, writing the same cells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from benchmarks.measure import KINERJA, PYTHON, Finding, Program, compare, run, side_by_side
from benchmarks.offices import YEAR, Office, workspace

WIDE = Office(15_000, 4, 2)  # 13 fixed columns and 2 criteria
QUICK = Office(2_000, 4, 2)
_ALONE = """\
import json, xlsxwriter
with open("cells.json") as file:
    rows = json.load(file)
workbook = xlsxwriter.Workbook("alone.xlsx", {"constant_memory": True})
sheet = workbook.add_worksheet()
places = workbook.add_format({"num_format": "0.00"})
for number, row in enumerate(rows):
    for index, cell in enumerate(row):
        if cell == "":
            continue
        if isinstance(cell, str):
            sheet.write_string(number, index, cell)
        else:
            sheet.write_number(number, index, cell, places)
workbook.close()
"""


def output(cache: Path, quick: bool) -> list[Finding]:
    """The alternative is handed its cells; kinerja reads and judges a year first."""
    office = QUICK if quick else WIDE
    folder = workspace(cache, office, scored=True)
    summary = [KINERJA, "rekap", "tahunan", str(YEAR)]
    run(Program([*summary, "--format", "csv"], folder, stdout=folder / "kinerja.csv"))
    with (folder / "kinerja.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    cells = [heading, *([_cell(*pair) for pair in zip(heading, row, strict=True)] for row in rows)]
    (folder / "cells.json").write_text(json.dumps(cells))
    programs = {
        "kinerja": Program([*summary, "-o", "kinerja.xlsx"], folder),
        "alone": Program([PYTHON, "-c", _ALONE], folder),
    }
    took = side_by_side(programs, rounds=3 if quick else 7)
    what = f"rekap tahunan xlsx, {office.employees:,} × {len(heading)}"
    return [compare(what, "XlsxWriter saja, sel yang sama", took["kinerja"], took["alone"], at_most=1.5)]


def _cell(column: str, text: str) -> str | float:
    numeric = column in ("peringkat", "belum_ada") or column.startswith(("nilai_", "kriteria_", "batas_"))
    return float(text) if numeric and text else text

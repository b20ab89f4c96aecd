"""A page of a year: written, its size, and opened and sorted in Chromium against one second and a bare table."""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import KINERJA, PYTHON, Cost, Finding, Program, compare, run, side_by_side, verdict
from benchmarks.offices import YEAR, workspace
from benchmarks.output import QUICK, WIDE
from tests.browser.devtools import Chromium, browser

LARGEST = 5_000_000  # bytes
_COLUMNS = {"akhir": 9, "nama": 2}  # a number, a text
_ALONE = """\
import csv, html
with open("kinerja.csv", encoding="utf-8", newline="") as file, open("alone.html", "w", encoding="utf-8") as out:
    out.write("<!doctype html><meta charset=utf-8><title>x</title><table>")
    for row in csv.reader(file):
        out.write("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) + "\\n")
    out.write("</table>")
"""
# from the click until the browser has drawn what came of it
_SORT = """
new Promise((done) => {
  const button = document.querySelectorAll("#data thead button")[%d];
  const start = performance.now();
  button.click();
  requestAnimationFrame(() => setTimeout(() => done((performance.now() - start) / 1000), 0));
})
"""


def pages(cache: Path, quick: bool) -> list[Finding]:
    """Written by whole processes; opened in one Chromium, in turn with a table of the same cells and nothing else."""
    office = QUICK if quick else WIDE
    folder = workspace(cache, office, scored=True)
    summary = [KINERJA, "rekap", "tahunan", str(YEAR)]
    run(Program([*summary, "-o", "kinerja.csv"], folder))
    programs = {
        "kinerja": Program([*summary, "-o", "kinerja.html"], folder),
        "alone": Program([PYTHON, "-c", _ALONE], folder),
    }
    rounds = 3 if quick else 5
    took = side_by_side(programs, rounds=rounds)
    with (folder / "kinerja.csv").open(encoding="utf-8", newline="") as file:
        shape = f"{office.employees:,} × {len(next(csv.reader(file)))}"
    size = (folder / "kinerja.html").stat().st_size
    what = f"rekap tahunan html, {shape}"
    return [
        compare(what, "tabel polos dari CSV", took["kinerja"], took["alone"]),
        verdict(f"{what}: ukuran", "5 MB", [size / LARGEST], at_most=1, note=f"{size:,} byte"),
        *_in_chromium(what, folder, rounds),
    ]


def _in_chromium(what: str, folder: Path, rounds: int) -> list[Finding]:
    program = browser()
    if program is None:
        sys.stderr.write("tanpa Chromium: membuka dan mengurutkan tidak diukur\n")
        return []
    opened: dict[str, list[Cost]] = {"kinerja": [], "alone": []}
    sorted_by: dict[str, list[Cost]] = {name: [] for name in _COLUMNS}
    with tempfile.TemporaryDirectory() as profile, Chromium(program, Path(profile)) as chromium:
        chromium.show_at(1280)
        for turn in range(-1, rounds):
            for name, found in opened.items():
                page = (folder / f"{name}.html").resolve()
                chromium.leave()  # or the one would pay for tidying up after the other
                opening = _cost(chromium, partial(chromium.open, page))
                found += [opening] if turn >= 0 else []
                if name == "kinerja" and turn >= 0:
                    for column, place in _COLUMNS.items():
                        sorted_by[column].append(_cost(chromium, partial(chromium.ask, _SORT % place)))
    second = [Cost(1, 1, 0)] * rounds
    return [
        compare(f"{what}: dibuka", "1 s", opened["kinerja"], second, at_most=1),
        compare(
            f"{what}: dibuka",
            "tabel polos, Chromium yang sama",
            opened["kinerja"],
            opened["alone"],
            at_most=1,
        ),
        *(
            compare(f"{what}: diurutkan menurut {name}", "1 s", took, second, at_most=1)
            for name, took in sorted_by.items()
        ),
    ]


def _cost(chromium: Chromium, do: Callable[[], object]) -> Cost:
    """What it took until the browser had drawn what came of it, and all its processes together."""
    start, processor = time.perf_counter(), chromium.processor()
    do()
    return Cost(time.perf_counter() - start, chromium.processor() - processor, 0)

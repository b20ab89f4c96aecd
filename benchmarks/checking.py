"""Checking a million scores against one full look of SQLite at the same file: of one import, and of one a period."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.importing import MILLION, QUICK
from benchmarks.measure import KINERJA, PYTHON, Finding, Program, compare, side_by_side
from benchmarks.offices import Office, score_file, workspace

_Files = Callable[[Path, Office, Path], Iterator[Path]]
_INTEGRITY = """\
import sqlite3
found = sqlite3.connect("kinerja.db").execute("pragma integrity_check").fetchall()
assert found == [("ok",)], found
"""


def check(cache: Path, quick: bool) -> list[Finding]:
    """`periksa` of a year of values, as whole processes."""
    office = QUICK if quick else MILLION
    found = []
    for what, files in (("satu impor", _whole), (f"{office.periods} impor", _parts)):
        folder = _imported(cache, office, what, files)
        programs = {
            "periksa": Program([KINERJA, "periksa"], folder),
            "integrity": Program([PYTHON, "-c", _INTEGRITY], folder),
        }
        took = side_by_side(programs, rounds=3 if quick else 5)
        told = f"periksa {office.scores:,} nilai, {what}"
        found.append(compare(told, "pragma integrity_check", took["periksa"], took["integrity"], at_most=15))
    return found


def _imported(cache: Path, office: Office, what: str, files: _Files) -> Path:
    folder = cache / f"{workspace(cache, office, scored=False).name}-{what.replace(' ', '-')}"
    if not folder.exists():
        making = folder.with_name(folder.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        shutil.copytree(workspace(cache, office, scored=False), making)
        for file in files(cache, office, making):
            subprocess.run([KINERJA, "-q", "nilai", "impor", file], cwd=making, check=True)
        making.rename(folder)
    return folder


def _whole(cache: Path, office: Office, _: Path) -> Iterator[Path]:
    yield score_file(cache, office, "pegawai")


def _parts(cache: Path, office: Office, folder: Path) -> Iterator[Path]:
    """One file after another, each of one period, as offices have them."""
    with score_file(cache, office, "periode").open(encoding="utf-8", newline="") as lines:
        header = next(lines)
        for _ in office.period_codes:
            part = folder / "periode.csv"
            count = office.employees * office.criteria
            part.write_text(header + "".join(islice(lines, count)), encoding="utf-8")
            yield part
            part.unlink()

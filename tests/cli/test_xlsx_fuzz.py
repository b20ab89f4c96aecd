"""Damaged workbooks, thousands of them: `nilai impor` takes what it can vouch for, or refuses in one clear message.

The short form runs with every test; the long one, 20,000 of each of three books:
``.venv/bin/python -m pytest -m slow tests/cli/test_xlsx_fuzz.py``
"""

from __future__ import annotations

import io
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scoring_office import settle
from workbook_mutants import OF_BYTES, OF_PARTS, mutant, undated

from kinerja_cli.imports.source import open_source

Kinerja = Callable[..., Any]
EXPECTED = "18 nilai: 18 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)"
SHORT, LONG, SEEDS = 130, 1_000, 20


@pytest.fixture
def books(kinerja: Kinerja, workspace: Path) -> dict[str, bytes]:
    """Our own score sheet, filled in by openpyxl (which writes it anew), and our general workbook of the same cells."""
    settle(kinerja, workspace)
    kinerja("nilai lembar 2025-TW1 -o lembar.xlsx")
    book = openpyxl.load_workbook(workspace / "lembar.xlsx")
    for row in book["Nilai"].iter_rows(min_row=2, min_col=6, max_col=8):
        for cell in row:
            cell.value = 80.25
    book.save(workspace / "terisi.xlsx")
    kinerja("nilai impor terisi.xlsx")
    kinerja("nilai daftar -o daftar.xlsx")
    kinerja("nilai lembar 2025-TW1 -o penuh.xlsx")
    for path in ("kinerja.db", "criteria.yaml"):
        (workspace / path).unlink()
    settle(kinerja, workspace)
    kinerja("unit tambah LAIN Lain")  # an entry more: the last sheet knows of one
    names = ("terisi.xlsx", "daftar.xlsx", "penuh.xlsx")
    return {name: undated((workspace / name).read_bytes()) for name in names}


def rows_of(path: Path) -> list[Any]:
    with open_source(str(path), io.BytesIO()) as source:
        return [list(reading.rows()) for reading in source.readings()]


def hunt(kinerja: Kinerja, workspace: Path, book: bytes, dice: random.Random, count: int) -> Counter[str]:
    """Import *count* mutants of a book; returns how many were taken and refused."""
    path, seen = workspace / "mutan.xlsx", Counter[str]()
    path.write_bytes(book)
    sound = rows_of(path)
    for number in range(count):
        done, damaged = mutant(dice, book)
        path.write_bytes(damaged)
        began = time.monotonic()
        ended = judged(kinerja, f"{number}: {done}")
        assert time.monotonic() - began < 5, done
        seen["taken" if ended == 0 else "refused"] += 1
        if done.startswith("bytes") and ended == 0:
            # whatever was lost of an archive, what is still there is what was written
            assert rows_of(path) == sound, f"{number}: {done}"
    return seen


def judged(kinerja: Kinerja, done: str) -> int:
    """Import one; 0 or 3, in words."""
    try:
        told = kinerja("nilai impor mutan.xlsx --dry-run")
    except AssertionError:
        told = kinerja("nilai impor mutan.xlsx --dry-run", exit_code=3)
    lines = told.stderr.splitlines()
    assert told.stdout == "", done
    assert 0 < len(lines) <= 52, (done, lines)
    assert not [line for line in lines if "Traceback" in line or "kesalahan di dalam" in line], (done, lines)
    if told.exit_code == 3:
        assert lines[0].startswith("mutan.xlsx"), (done, lines)
    else:
        assert "hanya diperiksa" in lines[-1], (done, lines)
    return int(told.exit_code)


def test_the_books_are_sound_and_every_kind_of_damage_does_something(
    kinerja: Kinerja, workspace: Path, books: dict[str, bytes]
) -> None:
    for name, book in books.items():
        (workspace / "mutan.xlsx").write_bytes(book)
        assert kinerja("nilai impor mutan.xlsx --dry-run").stderr.splitlines()[-1] == EXPECTED, name
    dice = random.Random(1)
    done = {word for _ in range(2_000) for word in mutant(dice, books["terisi.xlsx"])[0].split()}
    assert done == {"bytes", *(work.__name__ for work in (*OF_BYTES, *OF_PARTS))}


def test_damaged_workbooks_end_in_an_import_or_in_one_clear_refusal(
    kinerja: Kinerja, workspace: Path, books: dict[str, bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    seen = Counter[str]()
    for number, book in enumerate(books.values()):
        seen += hunt(kinerja, workspace, book, random.Random(20250101 + number), SHORT)
    assert seen["refused"] > 100
    assert seen["taken"] > 20
    assert "panicked" not in capfd.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("name", ["terisi.xlsx", "daftar.xlsx", "penuh.xlsx"])
def test_thousands_of_damaged_workbooks(
    kinerja: Kinerja,
    workspace: Path,
    books: dict[str, bytes],
    capfd: pytest.CaptureFixture[str],
    name: str,
    seed: int,
) -> None:
    seen = hunt(kinerja, workspace, books[name], random.Random(f"{name} {seed}"), LONG)
    assert seen["refused"] > 200
    assert seen["taken"] > 50
    assert "panicked" not in capfd.readouterr().err

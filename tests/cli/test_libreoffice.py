"""LibreOffice itself opens every listing, in an Indonesian and an American locale, and holds what JSON says.

Slow, and skipped where there is no LibreOffice: ``pytest -m slow tests/cli/test_libreoffice.py``.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from opened_sheets import EMPTY, LANGUAGES, SOFFICE, LibreOffice, Opened
from scoring_office import ANI, CITRA
from test_outputs import LISTINGS, fill

from kinerja_cli.domain.nip import spaced
from kinerja_cli.domain.text import visible

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which(SOFFICE) is None, reason="no LibreOffice: apt install libreoffice-calc"),
]
Kinerja = Callable[..., Any]
Cell = str | Decimal | None
CHARTS = {"rekap tahunan 2025": 2, "rekap unit 2025": 2, "rekap unit 2025 --periode 2025-TW1": 2}
CHARTS |= {
    "rekap distribusi 2025 --per-unit": 1,
    "rekap tren": 1,
    f"rekap tren {ANI}": 2,
    "rekap tren --unit KEC": 1,
    "layanan rekap --pisah 2025-03-11": 1,
}
# names that a spreadsheet would take for something else
LIKE_OTHERS = (
    "085",
    "1E5",
    "3/4",
    "1-2-2025",
    "31/12/2025",
    "TRUE",
    "12.5",
    "12,5",
    "71 %",
    "Rp 5",
    "10:30",
    "1.000",
)


def write_all(kinerja: Kinerja, workspace: Path, suffix: str, options: str = "") -> list[Path]:
    files = [workspace / f"{number:02d}.{suffix}" for number in range(len(LISTINGS))]
    for line, file in zip(LISTINGS, files, strict=True):
        kinerja(f"{line} {options} -o {file.name} -q")
    return files


def expected(kinerja: Kinerja, line: str) -> list[list[Cell]]:
    """What the listing says in JSON: numbers as exact decimals; of `jelaskan`, whose JSON is no list, in CSV."""
    if line.startswith("jelaskan"):
        keys, *rows = csv.reader(io.StringIO(kinerja(f"{line} --format csv").stdout))
        numbers = [key in ("bobot", "rata_rata", "sumbangan", "nilai") for key in keys]
        return [
            [
                Decimal(cell) if cell and number else cell or None
                for cell, number in zip(row, numbers, strict=True)
            ]
            for row in rows
        ]
    listed = json.loads(kinerja(f"{line} --format json").stdout, parse_float=Decimal, parse_int=Decimal)
    return [[cell if cell != "" else None for cell in row.values()] for row in listed]


def more(kinerja: Kinerja) -> None:
    """People and notes with texts that a spreadsheet might take for something else."""
    for place, text in enumerate(LIKE_OTHERS):
        nip = f"19900101201503{place + 1001:04d}"
        kinerja(["unit", "tambah", f"U-{place}", text, "--induk", "KEC", "-q"])
        kinerja(
            [
                "pegawai",
                "tambah",
                nip,
                f"Nama 'ke' {place} 😀 שלום",
                "--unit",
                f"U-{place}",
                "--jabatan",
                text,
                "-q",
            ]
        )
    kinerja(["nilai", "catat", CITRA, "2025-TW2", "disiplin=0.07", "inovasi=100", "--catatan", "a;b,c", "-q"])


def differences(line: str, wanted: list[list[Cell]], found: list[list[Opened]], same: Any) -> Iterator[str]:
    if len(wanted) != len(found):
        yield f"{line}: {len(wanted)} rows written, {len(found)} opened"
    for number, (row, cells) in enumerate(zip(wanted, found, strict=False), start=2):
        padded = [*cells, *[EMPTY] * (len(row) - len(cells))]
        if len(padded) > len(row):
            yield f"{line}: row {number} has {len(padded)} cells, not {len(row)}"
        for place, (cell, opened) in enumerate(zip(row, padded, strict=False), start=1):
            if not same(cell, opened):
                yield f"{line}: row {number}, column {place}: {cell!r} opened as {opened}"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_workbook_opens_with_every_cell_as_it_was(
    kinerja: Kinerja, workspace: Path, tmp_path: Path, locale: str
) -> None:
    fill(kinerja, workspace)
    more(kinerja)
    files = write_all(kinerja, workspace, "xlsx")
    books = LibreOffice(tmp_path, locale).opened(files, tmp_path)
    mark = "," if locale == "id-ID" else "."

    def same(cell: Cell, opened: Opened) -> bool:
        if cell is None:
            return opened == EMPTY
        if isinstance(cell, Decimal):
            shown = str(cell).replace(".", mark)
            return opened.kind == "float" and Decimal(opened.value) == cell and opened.shown == shown
        if opened.kind == "date":
            year, month, day = cell.split("-")
            return opened.value == cell and opened.shown == f"{day}/{month}/{year}"
        return opened.kind == "string" and opened.value == visible(cell)

    wrong = []
    for line, book in zip(LISTINGS, books, strict=True):
        _, *rows = book.rows()
        wrong += differences(line, expected(kinerja, line), rows, same)
        wrong += [f"{line}: formula {formula}" for formula in book.formulas()]
        wrong += [f"{line}: error {cell}" for cell in book.errors()]
        if len(book.charts()) != CHARTS.get(line, 0):
            wrong.append(f"{line}: {len(book.charts())} charts")
        wrong += [
            f"{line}: a chart that draws {gap} where there is nothing" for gap in book.gaps() - {"leave-gap"}
        ]
    assert wrong == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_excel_id_file_opens_with_every_cell_as_it_was(
    kinerja: Kinerja, workspace: Path, tmp_path: Path, locale: str
) -> None:
    fill(kinerja, workspace)
    more(kinerja)
    files = write_all(kinerja, workspace, "csv", "--dialek excel-id")
    books = LibreOffice(tmp_path, locale).opened(files, tmp_path, csv=True)

    def same(cell: Cell, opened: Opened) -> bool:
        if cell is None:
            return opened == EMPTY
        if isinstance(cell, Decimal):
            if locale == "en-US":  # not its mark: still the very figure, as text
                return (
                    opened == Opened("string", *[f"{cell}".replace(".", ",")] * 2)
                    or opened.value == f"{cell}"
                )
            return opened.kind == "float" and Decimal(opened.value) == cell
        if opened.kind != "string":  # 2025 or 2025-03-31: taken for what it is, and shown as it was written
            return opened.shown == opened.value == cell
        written = (cell, spaced(cell)) if len(cell) == 18 and cell.isdigit() else (cell,)
        return opened.value.removesuffix("\u2009") in written

    wrong = []
    for line, book in zip(LISTINGS, books, strict=True):
        _, *rows = book.rows()
        wrong += differences(line, expected(kinerja, line), rows, same)
    assert wrong == []

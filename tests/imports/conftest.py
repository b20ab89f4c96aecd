"""Files as people send them, read the way a command reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kinerja_cli.errors import FaultsFound
from kinerja_cli.imports.employees import employee_header, read_employees
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.scores import PeriodKeys, ScoreKeys, criterion_keys, read_scores, score_header
from kinerja_cli.imports.source import open_source
from kinerja_cli.imports.units import read_units, unit_header

ANI, BUDI = "198503152010012001", "199001012015031002"


class Outcome:
    """What one file gave: its good rows, its faults as lines, its header."""

    def __init__(self, rows: list[Any], faults: list[str], log: FaultLog, header: Any = None) -> None:
        self.rows, self.faults, self.log, self.header = rows, faults, log, header


@pytest.fixture
def write_sheet() -> Callable[..., None]:
    return write_xlsx


@pytest.fixture
def read_file() -> Callable[..., Outcome]:
    return read_path


@pytest.fixture
def keys() -> ScoreKeys:
    names = criterion_keys(
        [
            (11, "disiplin", "Disiplin"),
            (12, "inovasi", "Inovasi"),
            (13, "pelayanan", "Pelayanan kepada masyarakat"),
        ]
    )
    codes = {11: "disiplin", 12: "inovasi", 13: "pelayanan"}
    periods = {f"2025-TW{n}": PeriodKeys(202500 + n, names, codes, 0, 10000) for n in (1, 2)}
    return ScoreKeys({ANI: 1, BUDI: 2}, periods)


@pytest.fixture
def read(tmp_path: Path, keys: ScoreKeys) -> Callable[..., Outcome]:
    """``read("nilai", text_or_bytes_or_sheet, period=…)``: as CSV, or as XLSX when given a list of rows."""

    def reading(what: str, content: str | bytes | Sequence[Sequence[object]], **options: Any) -> Outcome:
        path = tmp_path / f"{what}.{'csv' if isinstance(content, str | bytes) else 'xlsx'}"
        if isinstance(content, str | bytes):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            write_xlsx(path, content)
        return read_path(what, path, keys, **options)

    return reading


def read_path(what: str, path: Path | str, keys: ScoreKeys, **options: Any) -> Outcome:
    log = FaultLog(keep_rows=True)
    try:
        with open_source(str(path), io.BytesIO()) as source:
            if what == "nilai":
                header = score_header(source, keys, **options)
                rows: list[Any] = list(read_scores(header, keys, report=log, **options))
            elif what == "pegawai":
                header = employee_header(source)
                rows = list(read_employees(header, log, lambda *_: None))
            else:
                header = unit_header(source)
                rows = list(read_units(header, log))
    except FaultsFound as found:
        return Outcome([], [str(fault) for fault in found.faults], log)
    return Outcome(rows, [str(fault) for fault in log.first], log, header)


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Lembar1") -> None:
    """None leaves a cell out; dates become date cells; text stays text."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, column, cell)
            elif cell is not None:
                page.write(row, column, cell)
    book.close()

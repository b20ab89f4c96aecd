"""The file of `--galat`: every row again, with its faults in a first column that the reader ignores."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from kinerja_cli.domain.nip import spaced
from kinerja_cli.domain.text import fold
from kinerja_cli.imports.cells import NumberText
from kinerja_cli.imports.headers import FAULT_COLUMN, Header


def write_annotated(header: Header, faults_by_row: Mapping[int, Sequence[str]], file: BinaryIO) -> None:
    """Write the headings and every row after them into *file* as CSV: UTF-8 with BOM, CRLF, its delimiter.

    A sheet becomes a CSV with ``;``. Cells are written as they were read; what stood above the headings
    is left out, and so is the ``galat`` column of an earlier run. Only a whole NIP is spaced, so that Excel, in
    which the file is corrected, keeps it as text.
    Raises: FaultsFound where the source can't be read on.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text, delimiter=header.source.delimiter, lineterminator="\r\n")
        dropped = [index for index, heading in enumerate(header.headings) if fold(heading) == FAULT_COLUMN]
        writer.writerow([FAULT_COLUMN, *_without(header.headings, dropped)])
        for row, cells in header.body():
            told = "; ".join(faults_by_row.get(row, ()))
            kept = [_kept_by_excel(cell, header.source.delimiter) for cell in cells]
            writer.writerow([told, *_without(kept, dropped)])
        text.flush()
    finally:
        text.detach()


def _kept_by_excel(cell: str, delimiter: str) -> str:
    if isinstance(cell, NumberText) and delimiter == ";":
        return cell.replace(".", ",")  # where ; parts the cells, a point is no decimal mark
    return spaced(cell) if len(cell) == 18 and cell.isascii() and cell.isdigit() else cell


def _without(cells: Sequence[str], dropped: Sequence[int]) -> list[str]:
    return [cell for index, cell in enumerate(cells) if index not in dropped] if dropped else list(cells)

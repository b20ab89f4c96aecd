"""Files of figures of service measures: one row a measure, unit and day, as `kinerja layanan impor` takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.measures import parse_count, parse_figure
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.cells import STATES_NOTHING, check_computed, date_cell, text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known, required
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

_NEEDED = ("layanan", "unit", "tanggal", "nilai")
_LAYOUT = Layout(
    known(
        {
            "layanan": ("layanan", "kode", "kodelayanan", "ukuran", "ukuranlayanan", "indikator"),
            "unit": HEADINGS["unit"],
            "tanggal": ("tanggal", "tgl", "hari"),
            "nilai": ("nilai", "angka"),
            "banyak": ("banyak", "banyaknya", "banyakpelayanan"),
            "catatan": HEADINGS["catatan"],
            "lain": ("nama", "namalayanan", "satuan", "arah", "revisi"),
        }
    ),
    required(*_NEEDED),
    frozenset({"lain"}),
)


class FigureRow(NamedTuple):
    """One row: measure and unit as written, the day as ISO text, hundredths; None where a column states nothing."""

    row: int
    measure: str
    unit: str
    day: str
    value: int
    servings: int | None
    note: str | None


def figure_header(source: Source) -> Header:
    """Find the headings of a file of figures.  Raises: FaultsFound."""
    return find_header(source, _LAYOUT)


def read_figures(
    header: Header, report: Report, faulty: Callable[[int, Mapping[str, str]], object]
) -> Iterator[FigureRow]:
    """Read the rows without a fault; every fault of the others, several a row, goes to *report*.

    *faulty* is handed what could be read of such a row, by column, to look for more that is wrong with it.
    """
    for row, values, fine in read_records(header, _parsers(), _NEEDED, report):
        if fine:
            yield FigureRow(
                row,
                values["layanan"],
                values["unit"],
                values["tanggal"],
                values["nilai"],
                values["banyak"],
                values["catatan"],
            )
        else:
            faulty(row, values)


def _parsers() -> dict[str, Callable[[str], str | int]]:
    """Parsers that remember, for one file: measures, units and days come again on nearly every row."""
    return {
        "layanan": cache(lambda cell: text_cell(cell, "layanan")),
        "unit": cache(lambda cell: text_cell(cell, "unit")),
        "tanggal": _remembered(lambda cell: date_cell(_filled(cell, "tanggal")).isoformat()),
        "nilai": lambda cell: parse_figure(_filled(cell, "nilai")),
        "banyak": lambda cell: parse_count(check_computed(cell)),
        "catatan": lambda cell: text_cell(cell, "catatan", LONGEST_NOTE),
    }


def _remembered(parse: Callable[[str], str]) -> Callable[[str], str]:
    """As `cache`, but by kind of cell too: ``45658`` is a day where a spreadsheet says so, and else a slip."""
    kept = cache(lambda _, cell: parse(cell))
    return lambda cell: kept(type(cell), cell)


def _filled(cell: str, what: str) -> str:
    if check_computed(cell).strip() in STATES_NOTHING:
        raise BadValue(f"{what} kosong; isi, atau hapus baris ini")
    return cell

"""Files of units: one row a unit, as `kinerja unit impor` takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinerja_cli.imports.cells import text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known, required
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

UNIT_COLUMNS = ("kode", "nama", "induk")
_NEEDED = UNIT_COLUMNS[:2]
_LAYOUT = Layout(
    known(
        {
            "kode": ("kode", "kodeunit", "kodeunitkerja", "kodeunor"),
            "nama": (
                "nama",
                "namaunit",
                "namaunitkerja",
                "namaunor",
                "unit",
                "unitkerja",
                "unor",
                "unitorganisasi",
                "opd",
            ),
            "induk": ("induk", "kodeinduk", "unitinduk", "indukunit", "unorinduk"),
            "revisi": ("revisi",),
        }
    ),
    required(*_NEEDED),
    frozenset({"revisi"}),
)
_PARSERS = {
    "kode": lambda cell: text_cell(cell, "kode"),
    "nama": lambda cell: text_cell(cell, "nama"),
    "induk": lambda cell: text_cell(cell, "induk"),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the file; *parent* is the text as written, None where it states none."""

    row: int
    code: str
    name: str
    parent: str | None


def unit_header(source: Source) -> Header:
    """Find the headings of a file of units.  Raises: FaultsFound."""
    return find_header(source, _LAYOUT)


def read_units(header: Header, report: Report) -> Iterator[UnitRow]:
    """Read the rows without a fault; every fault of the others, several a row, goes to *report*."""
    first: dict[str, int] = {}
    for row, values, fine in read_records(header, _PARSERS, _NEEDED, report):
        code = values.get("kode")
        if code is not None and first.setdefault(code, row) != row:
            reason = f"kode {code} sudah ada di {header.source.place(first[code])}; hapus salah satunya"
            report(row, header.fault(row, "kode", reason))
            fine = False
        if fine:
            yield UnitRow(row, *(values[column] for column in UNIT_COLUMNS))

"""Files of employees: one row an employee, as `kinerja pegawai impor` takes them (design.md section 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.grades import parse_grade, parse_kind
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.cells import NumberText, check_computed, date_cell, nip_cell, person_cell, text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known, required
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

EMPLOYEE_COLUMNS = ("nip", "nama", "unit", "jabatan", "golongan", "jenis", "mulai", "selesai", "atasan")
_NEEDED = EMPLOYEE_COLUMNS[:3]
_LAYOUT = Layout(
    # office lists call the superior "pejabat penilai" as well
    known({column: HEADINGS[column] for column in EMPLOYEE_COLUMNS})
    | dict.fromkeys(HEADINGS["penilai"], "atasan"),
    required(*_NEEDED),
)


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """One row of the file; None where it states nothing. *unit* is the text as written, code or name."""

    row: int
    nip: str
    name: str
    unit: str
    position: str | None
    grade: str | None
    kind: str | None
    starts: date | None
    ends: date | None
    superior: str | None


def employee_header(source: Source) -> Header:
    """Find the headings of a file of employees.  Raises: FaultsFound."""
    return find_header(source, _LAYOUT)


def read_employees(
    header: Header, report: Report, see_unit: Callable[[int, str], None]
) -> Iterator[EmployeeRow]:
    """Read the rows without a fault; every fault of the others, several a row, goes to *report*.

    *see_unit* hears the row's number and unit of every row that names one, faulty or not.
    """
    first: dict[str, int] = {}
    for row, values, fine in read_records(header, _PARSERS, _NEEDED, report):
        if values.get("unit") is not None:
            values["unit"] = " ".join(values["unit"].split())
            see_unit(row, values["unit"])
        nip = values.get("nip")
        if nip is not None and first.setdefault(nip, row) != row:
            reason = f"NIP {nip} sudah ada di {header.source.place(first[nip])}; hapus salah satunya"
            report(row, header.fault(row, "nip", reason))
            fine = False
        starts, ends = values.get("mulai"), values.get("selesai")
        if starts is not None and ends is not None and ends < starts:
            report(row, header.fault(row, "selesai", f"selesai {ends} lebih awal daripada mulai {starts}"))
            fine = False
        if fine:
            yield EmployeeRow(row, *(values[column] for column in EMPLOYEE_COLUMNS))


def _nip(cell: str) -> str:
    nip = nip_cell(cell)
    if is_placeholder(nip):
        raise BadValue(f"NIP {nip} bukan NIP: delapan angka pertamanya tanggal lahir; periksa angkanya")
    return nip


def _name(cell: str) -> str:
    if isinstance(cell, NumberText):
        raise BadValue(f"nama '{cell}' berupa bilangan; tulis namanya")
    return text_cell(cell, "nama")


_PARSERS = {
    "nip": _nip,
    "nama": _name,
    "unit": lambda cell: text_cell(cell, "unit"),
    "jabatan": lambda cell: text_cell(cell, "jabatan"),
    "golongan": lambda cell: parse_grade(check_computed(cell)),
    "jenis": lambda cell: parse_kind(check_computed(cell)),
    "mulai": date_cell,
    "selesai": date_cell,
    "atasan": lambda cell: person_cell(cell, "atasan"),
}

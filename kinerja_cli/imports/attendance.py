"""Files of attendance: one row somebody who attended an activity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.cells import check_computed, nip_cell, text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known, required
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

_LAYOUT = Layout(
    known(
        {
            "nip": HEADINGS["nip"],
            "sebab": ("sebab", "alasan", "alasandiutus"),
            "catatan": HEADINGS["catatan"],
            "lain": ("nama", "namapegawai", "unit", "unitkerja", "jabatan"),
        }
    ),
    required("nip"),
    frozenset({"lain"}),
)


class AttendanceRow(NamedTuple):
    """One row of the file; None where it states nothing."""

    row: int
    nip: str
    cause: Cause | None
    note: str | None


def attendance_header(source: Source) -> Header:
    """Find the headings of a file of attendance.  Raises: FaultsFound."""
    return find_header(source, _LAYOUT)


def read_attendance(
    header: Header, report: Report, faulty: Callable[[int, str], object]
) -> Iterator[AttendanceRow]:
    """Read the rows without a fault; every fault of the others, several a row, goes to *report*.

    *faulty* is handed such a row's NIP where it can be read, to look for more that is wrong with it.
    """
    first: dict[str, int] = {}
    for row, values, fine in read_records(header, _PARSERS, ("nip",), report):
        nip = values.get("nip")
        if nip is not None and first.setdefault(nip, row) != row:
            place = header.source.place(first[nip])
            report(row, header.fault(row, "nip", f"{nip} sudah ada di {place}; hapus salah satunya"))
        elif fine:
            yield AttendanceRow(row, values["nip"], values["sebab"], values["catatan"])
        elif nip is not None:
            faulty(row, nip)


def _cause(cell: str) -> Cause:
    """Read why somebody was sent, whatever the case and the mark between words.  Raises: BadValue."""
    word = "_".join(check_computed(cell).casefold().replace("_", " ").replace("-", " ").split())
    if word not in tuple(Cause):
        listed = ", ".join(Cause)
        raise BadValue(
            f"sebab '{cell.strip()}' tidak dikenal; tulis {listed}.{did_you_mean(word, Cause)}".rstrip(".")
        )
    return Cause(word)


_PARSERS = {
    "nip": nip_cell,
    "sebab": _cause,
    "catatan": lambda cell: text_cell(cell, "catatan", LONGEST_NOTE),
}

"""Files of targets (sasaran) and of what came of them: one row a target, or one a target and period."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.periods import Period, parse_period, parse_year
from kinerja_cli.domain.target_text import parse_amount, parse_bounds, parse_weight, parse_word
from kinerja_cli.domain.targets import Direction, Kind, Reckoning, Side
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.cells import check_computed, nip_cell, revision_cell, text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

REALISED = "realisasi"
_NEEDED_OF_TARGET = ("nip", "hasil", "indikator", "target", "satuan")
_NEEDED_OF_REALISATION = ("sasaran", REALISED)
_COLUMNS = {
    "nip": HEADINGS["nip"],
    "tahun": ("tahun", "tahunkinerja"),
    "id": ("id", "idsasaran", "nosasaran", "nomorsasaran"),
    "hasil": ("hasil", "hasilkerja", "rencanahasilkerja", "rhk"),
    "indikator": ("indikator", "iki", "indikatorkinerja", "indikatorkinerjaindividu"),
    "target": ("target",),
    "satuan": ("satuan", "satuantarget"),
    "aspek": ("aspek",),
    "arah": ("arah",),
    "hitung": ("hitung", "carahitung"),
    "bobot": ("bobot",),
    "jenis": ("jenis", "jenissasaran"),
    "tujuan": ("tujuan", "kodetujuan"),
    "puncak": ("puncak",),
    "dari": ("dari", "dariperiode"),
    "sampai": ("sampai", "sampaiperiode"),
    "sasaran": ("sasaran",),
    "periode": HEADINGS["periode"],
    REALISED: ("realisasi", "realisasisasaran"),
    "bukti": ("bukti", "buktidukung"),
    "catatan": ("catatan",),
    "revisi": ("revisi",),
    "lain": ("nama", "unit", "jabatan", "capaian", "capaian%", "nilai", "belumada"),
}
_OF_REALISATION = frozenset({"nip", "sasaran", "periode", REALISED, "bukti", "catatan", "revisi"})


def _needs(found: Collection[str]) -> list[str]:
    """A column of realisations makes it a file of those; otherwise it is one of targets."""
    wanted = _NEEDED_OF_REALISATION if REALISED in found or "sasaran" in found else _NEEDED_OF_TARGET
    return [column for column in wanted if column not in found]


_LAYOUT = Layout(known(_COLUMNS), _needs, frozenset({"lain"}))


class TargetRow(NamedTuple):
    """One row of a file of targets; *said* maps a column to its value, None where the row states none."""

    row: int
    nip: str
    year: int | None
    number: int | None
    revision: int
    said: dict[str, Any]


class RealisationRow(NamedTuple):
    """One row of a file of realisations; None where it states nothing; *value* in hundredths."""

    row: int
    nip: str | None
    target: int
    period: Period | None
    value: int
    evidence: str | None
    note: str | None
    revision: int


def target_header(source: Source) -> Header:
    """Find the headings of either kind of file.  Raises: FaultsFound."""
    return find_header(source, _LAYOUT)


def holds_realisations(header: Header) -> bool:
    """Whether it is a file of realisations."""
    return REALISED in header.columns


def read_targets(header: Header, report: Report) -> Iterator[TargetRow]:
    """Read the rows of targets without a fault; every fault of the others, several a row, goes to *report*."""
    for row, values, fine in read_records(header, _PARSERS, _NEEDED_OF_TARGET, report):
        if fine:
            taken = {name: values.pop(name) for name in ("nip", "tahun", "id", "revisi")}
            yield TargetRow(row, taken["nip"], taken["tahun"], taken["id"], taken["revisi"] or 0, values)


def read_realisations(header: Header, report: Report) -> Iterator[RealisationRow]:
    """Read the rows of realisations; one with an empty realisasi states nothing and is passed over."""
    parsers = {column: parse for column, parse in _PARSERS.items() if column in _OF_REALISATION}
    columns = {column: index for column, index in header.columns.items() if column in _OF_REALISATION}
    narrowed = Header(
        header.source, header.row, header.headings, columns, header.ignored, header.other_sheets
    )
    for row, values, fine in read_records(narrowed, parsers, ("sasaran",), report):
        if fine and values[REALISED] is not None:
            yield RealisationRow(
                row,
                values["nip"],
                values["sasaran"],
                values["periode"],
                values[REALISED],
                values["bukti"],
                values["catatan"],
                values["revisi"] or 0,
            )


def _number(cell: str) -> int:
    bare = check_computed(cell).strip()
    if not (bare.isascii() and bare.isdigit() and 0 < int(bare) < 10**15):
        raise BadValue(f"'{cell.strip()}' bukan nomor sasaran; lihat: kinerja sasaran daftar")
    return int(bare)


def _peak(cell: str) -> bool:
    return parse_word(check_computed(cell), ("ya", "tidak"), "puncak") == "ya"


_PARSERS = {
    "nip": nip_cell,
    "tahun": lambda cell: parse_year(check_computed(cell)),
    "id": _number,
    "hasil": lambda cell: text_cell(cell, "hasil kerja", LONGEST_NOTE),
    "indikator": lambda cell: text_cell(cell, "indikator", LONGEST_NOTE),
    "target": lambda cell: parse_bounds(check_computed(cell)),
    "satuan": lambda cell: text_cell(cell, "satuan"),
    "aspek": lambda cell: Side(parse_word(check_computed(cell), tuple(Side), "aspek")),
    "arah": lambda cell: Direction(parse_word(check_computed(cell), tuple(Direction), "arah")),
    "hitung": lambda cell: Reckoning(parse_word(check_computed(cell), tuple(Reckoning), "hitung")),
    "bobot": lambda cell: parse_weight(check_computed(cell)),
    "jenis": lambda cell: Kind(parse_word(check_computed(cell), tuple(Kind), "jenis")),
    "tujuan": lambda cell: text_cell(cell, "tujuan"),
    "puncak": _peak,
    "dari": lambda cell: parse_period(check_computed(cell)),
    "sampai": lambda cell: parse_period(check_computed(cell)),
    "sasaran": _number,
    "periode": lambda cell: parse_period(check_computed(cell)),
    REALISED: lambda cell: parse_amount(check_computed(cell)),
    "bukti": lambda cell: text_cell(cell, "bukti", LONGEST_NOTE),
    "catatan": lambda cell: text_cell(cell, "catatan", LONGEST_NOTE),
    "revisi": revision_cell,
}

"""Files of public satisfaction (SKM): one row a respondent, or sums with a column of how many they are of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.periods import Period, parse_period
from kinerja_cli.domain.satisfaction import ELEMENTS, HIGHEST, LOWEST, NINE
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import BadValue, FaultsFound
from kinerja_cli.imports.cells import STATES_NOTHING, DateText, Remembered, check_computed, text_cell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known
from kinerja_cli.imports.records import read_records
from kinerja_cli.imports.source import Source

RESPONDENTS = "responden"
_KEYS = tuple(element.key for element in ELEMENTS)
_NAMES = {
    "persyaratan": ("Persyaratan", "Persyaratan pelayanan", "Kesesuaian persyaratan"),
    "prosedur": (
        "Prosedur",
        "Prosedur pelayanan",
        "Sistem, mekanisme, prosedur",
        "Sistem, mekanisme, dan prosedur",
        "Sistem mekanisme dan prosedur",
        "Sistem mekanisme prosedur",
        "Kemudahan prosedur",
    ),
    "waktu": ("Waktu", "Waktu pelayanan", "Waktu penyelesaian", "Kecepatan waktu"),
    "biaya": ("Biaya", "Tarif", "Biaya/tarif", "Biaya atau tarif", "Kewajaran biaya"),
    "produk": (
        "Produk",
        "Produk layanan",
        "Produk pelayanan",
        "Produk spesifikasi",
        "Produk spesifikasi jenis layanan",
        "Produk spesifikasi jenis pelayanan",
        "Produk, spesifikasi jenis pelayanan",
    ),
    "kompetensi": ("Kompetensi", "Kompetensi pelaksana", "Kompetensi petugas"),
    "perilaku": ("Perilaku", "Perilaku pelaksana", "Perilaku petugas", "Kesopanan dan keramahan"),
    "pengaduan": (
        "Pengaduan",
        "Penanganan pengaduan",
        "Penanganan pengaduan, saran, masukan",
        "Penanganan pengaduan, saran, dan masukan",
        "Penanganan pengaduan, saran dan masukan",
        "Penanganan pengaduan saran dan masukan",
        "Penanganan pengaduan saran masukan",
    ),
    "sarana": ("Sarana", "Sarana prasarana", "Sarana dan prasarana", "Kualitas sarana dan prasarana"),
}
_PLACES = range(1, NINE + 1)
_PREFIXES = ("", *(f"{word}{place}" for word in ("", "u", "unsur") for place in _PLACES))
_NUMBERED = {f"{word}{place}" for word in ("u", "unsur", "q", "p", "pertanyaan") for place in _PLACES} | {
    str(place) for place in _PLACES
}
_BY_NUMBER = "nomor unsur"
_COLUMNS = {
    "unit": HEADINGS["unit"],
    "periode": (*HEADINGS["periode"], "periodesurvei"),
    RESPONDENTS: ("responden", "jumlahresponden", "jmlresponden", "jumlahrespondenorang"),
    **{
        key: tuple(dict.fromkeys(prefix + fold(name) for prefix in _PREFIXES for name in names))
        for key, names in _NAMES.items()
    },
    _BY_NUMBER: tuple(sorted(_NUMBERED)),
    "lain": ("noresponden", "nomorresponden", "idresponden"),
}


def _needs(found: Collection[str]) -> list[str]:
    """Elements headed by a number are found, to be refused with the reason rather than missed."""
    needed = ("unit", "periode") if _BY_NUMBER in found else ("unit", "periode", *_KEYS)
    return [column for column in needed if column not in found]


_LAYOUT = Layout(known(_COLUMNS), _needs, frozenset({"lain", _BY_NUMBER}))


class AnswersRow(NamedTuple):
    """One row: number of the unit, the period, over how many it is a sum (None: one respondent's own answers)."""

    row: int
    unit: int
    period: Period
    respondents: int | None
    answers: tuple[int, ...]


def answers_header(source: Source) -> Header:
    """Find the headings.  Raises: FaultsFound, also for elements that are headed by their number."""
    header = find_header(source, _LAYOUT)
    numbered = [
        index
        for index, heading in enumerate(header.headings)
        if _LAYOUT.known.get(fold(heading)) == _BY_NUMBER
    ]
    if numbered:
        reason = (
            "unsur dikenal dari namanya, bukan nomornya: nomor 8 dan 9 (pengaduan, sarana) tertukar antara daftar "
            f"unsur dan kuesioner; ganti judulnya dengan salah satu dari {', '.join(_KEYS)}"
        )
        raise FaultsFound([header.fault(header.row, index, reason) for index in numbered])
    return header


def holds_sums(header: Header) -> bool:
    """Whether a row is a sum over several respondents."""
    return RESPONDENTS in header.columns


def read_answers(
    header: Header, unit_of: Callable[[int, str], int | None], today: date, report: Report
) -> Iterator[AnswersRow]:
    """Read the rows without a fault; every fault of the others, several a row, goes to *report*.

    *unit_of* gives the number of the unit that a row names by code or exact name, or None after noting that there is
    none: also of rows with another fault. A period that begins after *today* is a fault.
    """
    summed = holds_sums(header)
    answer = _sum if summed else _Answers().__getitem__
    parsers: dict[str, Callable[[str], object]] = {
        "unit": Remembered(lambda cell: text_cell(cell, "unit")).__getitem__,
        "periode": Remembered(partial(_period, today=today)).__getitem__,
        RESPONDENTS: _count,
        **dict.fromkeys(_KEYS, answer),
    }
    for row, values, fine in read_records(header, parsers, tuple(header.columns), report):
        count = values.get(RESPONDENTS)
        unit = unit_of(row, values["unit"]) if "unit" in values else None
        if summed and not _possible(header, row, count, values, report):
            continue
        if fine and unit is not None:
            answers = tuple([values[key] for key in _KEYS])
            yield AnswersRow(row, unit, values["periode"], count, answers)


_LONGEST_SUM = 9  # digits
_ONLY_NUMBERED = "bila kolom responden hanya nomor urut, ganti judulnya menjadi No"


def _possible(header: Header, row: int, count: int | None, values: dict[str, int], report: Report) -> bool:
    """Whether so many respondents can give these sums."""
    found = [
        key
        for key in _KEYS
        if count is not None and key in values and not LOWEST * count <= values[key] <= HIGHEST * count
    ]
    for key in found:
        reason = (
            f"{values[key]} bukan jumlah jawaban {LOWEST}–{HIGHEST} dari {count} responden ({LOWEST * (count or 0)} "
            f"sampai {HIGHEST * (count or 0)}); {_ONLY_NUMBERED}"
        )
        report(row, header.fault(row, key, reason))
    return not found


class _Answers(dict[str, int]):
    """Answers of one respondent by how they are written; any other cell is at fault."""

    def __init__(self) -> None:
        super().__init__({str(answer): answer for answer in range(LOWEST, HIGHEST + 1)})

    def __missing__(self, cell: str) -> int:
        bare = check_computed(cell).strip()
        if bare in self:
            return self[bare]
        if bare in STATES_NOTHING:
            raise BadValue(
                "kosong; kuesioner yang satu unsurnya tidak dijawab tidak dapat dipakai: lengkapi, atau hapus barisnya"
            )
        raise BadValue(f"'{bare}' bukan jawaban; tulis bilangan bulat {LOWEST} sampai {HIGHEST}")


def _sum(cell: str) -> int:
    return _whole(cell, "jumlah jawaban", "tulis bilangan bulat mulai 1, tanpa titik")


def _count(cell: str) -> int:
    return _whole(cell, "jumlah responden", f"tulis bilangan bulat mulai 1, tanpa titik; {_ONLY_NUMBERED}")


def _whole(cell: str, what: str, remedy: str) -> int:
    bare = check_computed(cell).strip()
    if bare in STATES_NOTHING:
        raise BadValue(f"kosong; tulis {what}")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= _LONGEST_SUM and int(bare) > 0):
        raise BadValue(f"'{bare}' bukan {what}; {remedy}")
    return int(bare)


def _period(cell: str, today: date) -> Period:
    """Read a period of any length; a date cell that is the first of a month is what Excel made of ``2025-03``."""
    bare = cell[:7] if isinstance(cell, DateText) and cell.endswith("-01") else check_computed(cell)
    if bare.strip() in STATES_NOTHING:
        raise BadValue("periode kosong; tulis seperti 2025-TW1, 2025-03, 2025-S1 atau 2025")
    period = parse_period(bare)
    if period.first > today:
        raise BadValue(f"{period.code} belum mulai; hari ini {today}. Periksa tahunnya")
    return period

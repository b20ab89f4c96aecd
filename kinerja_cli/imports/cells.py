"""What one cell may hold, and how a fault in it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from kinerja_cli.domain.dates import parse_date
from kinerja_cli.domain.nip import parse_nip
from kinerja_cli.domain.text import LONGEST_NAME, clean_text, visible
from kinerja_cli.errors import BadValue, Fault

T = TypeVar("T")

UNCOMPUTED = "#RUMUS_BELUM_DIHITUNG"
STATES_NOTHING = frozenset({"", "-", "–", "—"})  # how people write that there is nothing
_LONGEST_REASON = 400
_REMEMBERED = 50_000
_LEAST_DIGITS = 6  # fewer are a total, a signature, a row number: no NIP that lost its way
_EXCEL_ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    }
)
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)  # Excel's 29 February 1900 is a day too many
_FIRST_DAY, _LAST_DAY = (date(1940, 1, 1) - _DAY_0).days, (date(2099, 12, 31) - _DAY_0).days
_WHOLE = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_LIKE_A_NUMBER = re.compile(r"[0-9\s.,'\"=+Ee\u00a0]*[0-9][0-9\s.,'\"=+Ee\u00a0]*", re.ASCII)


class NumberText(str):
    """A numeric cell of a spreadsheet as text, with the 15 digits that Excel keeps."""

    __slots__ = ()


class NumberText1904(NumberText):
    """The same in a workbook whose days are counted from 1904, as those of old Macintoshes are."""

    __slots__ = ()


class DateText(str):
    """A date cell of a spreadsheet as ISO text."""

    __slots__ = ()


class Remembered(dict[str, T]):
    """What a cell's text means, worked out once a spelling; a BadValue is worked out every time.

    A date cell is never kept: the same text in a plain cell may be a slip. Notes have none: they hardly repeat.
    """

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, cell: str) -> T:
        meaning = self._work(cell)
        if len(self) >= _REMEMBERED:
            self.clear()
        if not isinstance(cell, DateText):
            self[cell] = meaning
        return meaning


def check_computed(cell: str) -> str:
    """Give the cell back.  Raises: BadValue for Excel's error (``#N/A``) or a formula never computed."""
    bare = cell.strip()
    if bare == UNCOMPUTED:
        raise BadValue("rumus di sel ini belum dihitung; buka berkasnya di Excel, simpan, lalu impor lagi")
    if bare in _EXCEL_ERRORS:
        raise BadValue(f"'{bare}' adalah kesalahan rumus Excel; perbaiki rumusnya atau ketik nilainya")
    return cell


def text_cell(cell: str, what: str, longest: int = LONGEST_NAME) -> str:
    """Read text fit to be kept (`clean_text`).  Raises: BadValue."""
    return clean_text(check_computed(cell), what, longest)


def nip_cell(cell: str) -> str:
    """Read a NIP.  Raises: BadValue; a numeric cell has already lost its last three digits."""
    if cell.strip() and sum(character.isdigit() for character in cell) < _LEAST_DIGITS:
        raise BadValue(
            f"'{cell.strip()}' bukan NIP; tulis 18 angka, atau hapus baris ini bila bukan data pegawai"
        )
    if isinstance(cell, NumberText):
        raise BadValue(
            f"NIP '{cell}' tersimpan sebagai bilangan sehingga angka terakhirnya hilang; "
            "ubah kolom NIP menjadi Teks di Excel, isi ulang dari sumber aslinya, lalu simpan"
        )
    return parse_nip(check_computed(cell))


def person_cell(cell: str, what: str) -> str:
    """Read a NIP where the cell looks like digits, else a name (a mayor has no NIP).  Raises: BadValue."""
    if isinstance(cell, NumberText) or _LIKE_A_NUMBER.fullmatch(cell):
        return nip_cell(cell)
    return text_cell(cell, what)


def date_cell(cell: str) -> date:
    """Read a date, also one that lost its format and shows as Excel's number of days.  Raises: BadValue.

    Only numbers that are days from 1940 to 2099 are taken for one: 2010 is a year, not a day of 1905.
    """
    if isinstance(cell, NumberText) and cell.isdecimal():
        zero = _DAY_0_OF_1904 if isinstance(cell, NumberText1904) else _DAY_0
        if _FIRST_DAY <= int(cell) + (zero - _DAY_0).days <= _LAST_DAY:
            return zero + timedelta(int(cell))
    return parse_date(check_computed(cell))


def revision_cell(cell: str) -> int:
    """Read the number of a revision; 0 where the cell states none.  Raises: BadValue."""
    bare = cell.strip()
    if bare in STATES_NOTHING:
        return 0
    if not _WHOLE.fullmatch(bare):
        raise BadValue(f"'{bare}' bukan nomor revisi; salin angkanya dari lembar aslinya, atau kosongkan")
    return int(bare)


def tell(place: str, column: str, reason: str) -> Fault:
    """Make a fault in words fit for a screen: nothing invisible, one line, a long value cut in its middle."""
    if len(reason) > _LONGEST_REASON:
        reason = f"{reason[:200]} … {reason[-150:]}"
    return Fault(place, visible(" ".join(column.split())), visible(reason))

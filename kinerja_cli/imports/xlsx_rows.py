"""XLSX from people: bounded and checked before it is parsed, then read by calamine, cell by cell as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, BinaryIO

from kinerja_cli.domain.columns import OWN_SHEETS
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import FaultsFound, KinerjaError, Refused
from kinerja_cli.imports.cells import UNCOMPUTED, DateText, NumberText, tell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

FILE_BOUND = 20 * 1024 * 1024
UNZIPPED_BOUND = 200 * 1024 * 1024
ROW_BOUND = 100_001  # a heading and 100,000 rows
AREA_BOUND = 4_000_000  # cells from A1 to the last one; calamine holds the whole rectangle
PARTS_BOUND = 2_000
_PIECE = 1 << 20
_TOO_LARGE = "pecah menjadi beberapa berkas, atau simpan sebagai CSV UTF-8"
_BROKEN = "berkas ini rusak atau bukan .xlsx; buka di Excel, lalu simpan lagi sebagai .xlsx"

# All of these stop at the next "<" or after a few attributes: a hostile part must not cost more than its length.
# A cell's address, except in an empty (self-closed) cell: those only carry a colour and calamine drops them.
_ADDRESS = re.compile(
    rb"""\br\s*=\s*["']([A-Za-z]+)([0-9]+)["']"""
    rb"""(?!(?:\s{1,9}[\w:]{1,30}\s{0,9}=\s{0,9}"[^"<>]{0,60}"){0,8}\s{0,9}/>)"""
)
# A cell without an address stands where its row and its neighbours put it: what isn't measured isn't read.
_BARE_CELL = re.compile(
    rb"""<(?:\w{1,30}:)?c(?=[\s>/])"""
    rb"""(?!(?:\s+[\w:]{1,30}\s*=\s*(?:"[^"<>]*"|'[^'<>]*')){0,8}?\s+r\s*=\s*["'][A-Za-z]+[0-9]+["'])"""
    rb"""(?!\s*/>)"""
)
# calamine reads a formula's error, and a formula without a result, as an empty cell: a score would vanish.
_ERROR_CELL = re.compile(
    rb"""<((?:\w{1,30}:)?)c\b([^<>]{0,200}?)\bt\s*=\s*["']e["']([^<>]{0,200})>"""
    rb"""(?:(?!<\1c\b|</\1c>).)*?<\1v>([^<]*)</\1v>\s*</\1c>""",
    re.DOTALL,
)
_UNCOMPUTED_CELL = re.compile(
    rb"""<((?:\w{1,30}:)?)c\b([^<>]*)><\1f\b(?:[^<>]*/>|[^<>]*>[^<]*</\1f>)"""
    rb"""\s*(?:<\1v\s*/>|<\1v>\s*</\1v>)?\s*</\1c>"""
)
_TYPE = re.compile(rb"""\bt\s*=\s*["']\w*["']""")


@dataclass(frozen=True)
class XlsxSource:
    """One sheet of an XLSX file as rows of text; *digest* is the SHA-256 of the file's bytes, in hex."""

    name: str
    file: BinaryIO
    digest: str
    book: CalamineWorkbook
    data: CalamineSheet
    sheet: str
    delimiter: str = ";"

    @classmethod
    def opened(cls, name: str, file: BinaryIO, digest: str) -> XlsxSource:
        """Open the first sheet that has anything in it.

        Raises: FaultsFound where the file passes a bound or can't be parsed.
        """
        with _refusing(name):
            from python_calamine import CalamineWorkbook

            book = CalamineWorkbook.from_filelike(_checked_copy(name, file))
            if not book.sheet_names:
                raise ValueError("no sheets")
            sheets = [_sheet(name, book, title) for title in book.sheet_names[:1]]
            for title in book.sheet_names[1:]:
                if sheets[0].height:
                    break
                sheets = [_sheet(name, book, title)]
            return cls(name, file, digest, book, sheets[0], sheets[0].name)

    def readings(self) -> Iterator[XlsxSource]:
        """Every sheet that has anything in it, in the workbook's order; this one alone where none has."""
        yield self
        for other in self._others():
            yield replace(self, data=other, sheet=other.name)

    def other_sheets(self) -> tuple[str, ...]:
        """Names of the other sheets that have anything in them, as shown to people; those that kinerja adds aside."""
        return tuple(visible(other.name) for other in self._others() if other.name not in OWN_SHEETS)

    def place(self, row: int, column: int | None = None) -> str:
        """``nilai.xlsx:Lembar1!B14``, or ``nilai.xlsx:Lembar1!14`` for the whole row."""
        return f"{self.name}:{visible(self.sheet)}!{'' if column is None else _column_letters(column)}{row}"

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row of the sheet, cells from column A on); rows without any content are left out."""
        start = self.data.start
        if start is None:
            return
        left = [""] * start[1]
        with _refusing(self.name):
            for number, values in enumerate(self.data.iter_rows(), 1):
                cells = [value if type(value) is str else _text(value) for value in values]
                if any(cells):
                    yield number, left + cells

    def _others(self) -> Iterator[CalamineSheet]:
        for title in self.book.sheet_names:
            if title != self.sheet:
                with _refusing(self.name):
                    data = _sheet(self.name, self.book, title)
                if data.height:
                    yield data


def _column_letters(index: int) -> str:
    """Spell a column's index in letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return NumberText(format(value, ".15g"))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return DateText(value.date().isoformat() if midnight else value.isoformat(" "))
    if isinstance(value, date):
        return DateText(value.isoformat())
    return str(value)


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Whatever zipfile, zlib or calamine raise about a file is one fault of that file."""
    try:
        yield
    except (KinerjaError, MemoryError):
        raise
    except Exception:
        raise FaultsFound([tell(name, "", _BROKEN)]) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's Rust gave up; not an Exception for Python
            raise
        raise FaultsFound([tell(name, "", _BROKEN)]) from None


def _sheet(name: str, book: CalamineWorkbook, title: str) -> CalamineSheet:
    from python_calamine import WorksheetNotFound

    try:
        return book.get_sheet_by_name(title)
    except WorksheetNotFound:  # a chart sheet
        raise Refused(
            f"{name}: lembar '{visible(title)}' bukan lembar kerja biasa; hapus lembar itu."
        ) from None


def _checked_copy(name: str, file: BinaryIO) -> io.BytesIO:
    """Copy the workbook's XML parts into a fresh archive: what was measured is what calamine parses.

    A size stated falsely in the archive can't pass: only the stated number of bytes is copied.
    """
    size = file.seek(0, io.SEEK_END)
    if size > FILE_BOUND:
        _too_large(name, f"{size / 1048576:.0f} MB; paling besar {FILE_BOUND // 1048576} MB")
    file.seek(0)
    copy = io.BytesIO()
    with (
        zipfile.ZipFile(file) as archive,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh,
    ):
        parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
        if len(parts) > PARTS_BOUND or sum(part.file_size for part in parts) > UNZIPPED_BOUND:
            _too_large(name, f"isinya lebih dari {UNZIPPED_BOUND // 1048576} MB setelah dibuka")
        if len({part.filename for part in parts}) < len(parts):
            raise ValueError("two parts of one name")
        for part in parts:
            with archive.open(part) as source, fresh.open(part.filename, "w") as target:
                for piece in _measured(name, source):
                    target.write(_with_failures_shown(piece))
    copy.seek(0)
    return copy


def _measured(name: str, part: IO[bytes]) -> Iterator[bytes]:
    """Cut a part into pieces that end with a row or cell.  Raises: FaultsFound where cells pass a bound."""
    last_row = last_column = cells = 0
    for piece in _pieces(part):
        cells += piece.count(b"c>") + piece.count(b"si>")
        if addresses := _ADDRESS.findall(piece):
            columns, rows = (set(found) for found in zip(*addresses, strict=True))
            last_row = max(last_row, *(int(row) for row in rows))
            last_column = max(last_column, *(_column_number(column) for column in columns))
        if _BARE_CELL.search(piece):
            raise ValueError("a cell without an address")
        if last_row > ROW_BOUND:
            _too_large(name, f"lembarnya sampai baris {last_row}; paling banyak {ROW_BOUND - 1} baris")
        if max(cells, last_row * last_column) > AREA_BOUND:
            _too_large(name, f"lembarnya lebih dari {AREA_BOUND} sel")
        yield piece


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while block := part.read(_PIECE):
        data = rest + block
        end = max(data.rfind(b"row>") + 4, 0) if b"row>" in data else data.rfind(b"c>") + 2
        if end < 2:
            end = data.rfind(b">") + 1
        if len(data) - end > 16 * _PIECE:
            raise ValueError("an endless piece of text")
        yield data[:end]
        rest = data[end:]
    yield rest


def _with_failures_shown(piece: bytes) -> bytes:
    """Cells with an error or an uncomputed formula become text cells that say so."""
    if b'"e"' in piece or b"'e'" in piece:
        piece = _ERROR_CELL.sub(rb'<\1c\2\3 t="str"><\1v>\4</\1v></\1c>', piece)
    if b"f>" in piece or b"<f" in piece or b":f " in piece:
        piece = _UNCOMPUTED_CELL.sub(_uncomputed, piece)
    return piece


def _uncomputed(cell: re.Match[bytes]) -> bytes:
    prefix, attributes = cell[1], _TYPE.sub(b"", cell[2])
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (
        prefix, attributes, prefix, UNCOMPUTED.encode(), prefix, prefix
    )  # fmt: skip


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _too_large(name: str, what: str) -> None:
    raise FaultsFound([tell(name, "", f"{what}; {_TOO_LARGE}")])

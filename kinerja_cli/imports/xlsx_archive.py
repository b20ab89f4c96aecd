"""The archive that an XLSX is: bounded, measured and copied part by part before anything parses it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from kinerja_cli.errors import FaultsFound, Refused
from kinerja_cli.imports.cells import UNCOMPUTED, tell

FILE_BOUND = 20 * 1024 * 1024
UNZIPPED_BOUND = 200 * 1024 * 1024
ROW_BOUND = 100_001  # a heading and 100,000 rows
AREA_BOUND = 4_000_000  # cells from A1 to the last one; calamine holds the whole rectangle
PARTS_BOUND = 2_000
DIRECTORY_BOUND = 1 << 20  # bytes of the list of parts: each costs ten times its length once it is read
RATIO_BOUND = 300  # measured: real sheets at most 25, every row coloured; deflate itself ends at 1,000
_RATIO_FROM = 20 * 1024 * 1024
_HIDDEN_COLUMNS = 1_000
_PIECE = 1 << 20
_TOO_LARGE = "pecah menjadi beberapa berkas, atau simpan sebagai CSV UTF-8"
_AS_XLSX = "buka di program asalnya, lalu simpan sebagai .xlsx"
_FOREIGN = {  # a part that only another kind of file has
    "content.xml": "berkas ODS atau ODT (LibreOffice)",
    "xl/workbook.bin": "berkas .xlsb (Excel biner)",
    "word/document.xml": "berkas Word",
    "ppt/presentation.xml": "berkas PowerPoint",
}

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
_HIDDEN = re.compile(
    rb"""<(?:\w{1,30}:)?(row|col)\s([^<>]{0,400}\bhidden\s*=\s*["'](?:1|true)["'][^<>]{0,400})>"""
)
_ATTRIBUTE = re.compile(rb"""([\w:]{1,30})\s*=\s*(?:"([^"<>]{0,400})"|'([^'<>]{0,400})')""")
_SHEET = re.compile(rb"<(?:\w{1,30}:)?sheet\s([^<>]{0,2000})>")
_RELATION = re.compile(rb"<(?:\w{1,30}:)?Relationship\s([^<>]{0,2000})>")
_SINCE_1904 = re.compile(rb"""<(?:\w{1,30}:)?workbookPr\s[^<>]{0,2000}\bdate1904\s*=\s*["'](?:1|true)["']""")
_END, _END_LENGTH, _COMMENT_BOUND = b"PK\x05\x06", 22, 1 << 16


@dataclass(slots=True)
class Hidden:
    """What one sheet's view doesn't show: rows by number, columns as ranges of numbers from 1."""

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def has_column(self, index: int) -> bool:
        """Whether the column of that index (from 0) is out of sight."""
        return any(first <= index + 1 <= last for first, last in self.columns)


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that may be parsed: its *copy*, what its sheets hide, by name, and where its days count from."""

    copy: io.BytesIO
    hidden: Mapping[str, Hidden]
    since_1904: bool


def checked_copy(name: str, file: BinaryIO) -> Checked:
    """Copy the workbook's XML parts into a fresh archive: what was measured is what calamine parses.

    A size stated falsely in the archive can't pass: only the stated number of bytes is copied.
    Raises: FaultsFound where a bound is passed, Refused for another kind of file; whatever zipfile raises.
    """
    size = file.seek(0, io.SEEK_END)
    if size > FILE_BOUND:
        _too_large(name, f"{size / 1048576:.0f} MB; paling besar {FILE_BOUND // 1048576} MB")
    _check_directory(name, file, size)
    file.seek(0)
    copy, plain, hidden = io.BytesIO(), dict[str, bytes](), dict[str, Hidden]()
    with (
        zipfile.ZipFile(file) as archive,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh,
    ):
        for part in _parts(name, size, archive):
            if part.filename.lower() in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
                plain[part.filename.lower()] = archive.read(part)
            found = Hidden()
            with archive.open(part) as source, fresh.open(part.filename, "w") as target:
                for piece in _measured(name, source, found):
                    target.write(_with_failures_shown(piece))
            if found.rows or found.columns:
                hidden[part.filename] = found
    copy.seek(0)
    book = plain.get("xl/workbook.xml", b"")
    named = _by_sheet(book, plain.get("xl/_rels/workbook.xml.rels", b""), hidden) if hidden else {}
    return Checked(copy, named, _SINCE_1904.search(book) is not None)


def _check_directory(name: str, file: BinaryIO, size: int) -> None:
    """Bound the list of parts before zipfile makes an object of each."""
    file.seek(max(0, size - _COMMENT_BOUND - _END_LENGTH))
    tail = file.read()
    at = tail.find(_END)
    while at >= 0:
        if int.from_bytes(tail[at + 12 : at + 16], "little") > DIRECTORY_BOUND:
            _too_large(name, f"isinya lebih dari {PARTS_BOUND} bagian")
        at = tail.find(_END, at + 1)


def _parts(name: str, size: int, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Give the XML parts of a workbook, once the whole archive is known to be a bearable one."""
    listed = archive.infolist()
    names = {part.filename.lower() for part in listed}
    for foreign, what in _FOREIGN.items():
        if foreign in names and "xl/workbook.xml" not in names:
            raise Refused(f"{name}: ini {what}, bukan .xlsx; {_AS_XLSX}.")
    if any(part.flag_bits & 1 for part in listed):
        raise Refused(f"{name}: isinya dikunci dengan kata sandi; {_AS_XLSX} tanpa kata sandi.")
    parts = [part for part in listed if part.filename.lower().endswith((".xml", ".rels"))]
    whole = sum(part.file_size for part in parts)
    if len(parts) > PARTS_BOUND or whole > UNZIPPED_BOUND:
        _too_large(name, f"isinya lebih dari {UNZIPPED_BOUND // 1048576} MB setelah dibuka")
    if whole > max(_RATIO_FROM, RATIO_BOUND * size):
        _too_large(name, f"isinya lebih dari {RATIO_BOUND} kali besar berkasnya setelah dibuka")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise ValueError("two parts of one name")
    return parts


def _by_sheet(book: bytes, relations: bytes, hidden: Mapping[str, Hidden]) -> dict[str, Hidden]:
    """What parts hide, by the name of the sheet that each part is; a part that nothing names is left out."""
    targets = {}
    for found in _RELATION.finditer(relations):
        told = _attributes(found[1])
        targets[told.get("Id", "")] = told.get("Target", "")
    named = {}
    for found in _SHEET.finditer(book):
        told = _attributes(found[1])
        target = next((targets.get(value, "") for key, value in told.items() if key.endswith(":id")), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in hidden:
            named[told.get("name", "")] = hidden[part]
    return named


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): html.unescape((first or second).decode(errors="replace"))
        for key, first, second in _ATTRIBUTE.findall(text)
    }


def _measured(name: str, part: IO[bytes], hidden: Hidden) -> Iterator[bytes]:
    """Cut a part into pieces that end with a row or cell.  Raises: FaultsFound where cells pass a bound."""
    last_row = last_column = cells = 0
    for piece in _pieces(part):
        if (
            b"<!DOCTYPE" in piece or b"<!ENTITY" in piece
        ):  # Excel writes neither; an entity may stand for gigabytes
            raise ValueError("a document type")
        if b"hidden" in piece:
            _look_for_hidden(piece, hidden)
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


def _look_for_hidden(piece: bytes, hidden: Hidden) -> None:
    for kind, attributes in _HIDDEN.findall(piece):
        told = _attributes(attributes)
        if kind == b"row" and told.get("r", "").isdecimal() and len(hidden.rows) < ROW_BOUND:
            hidden.rows.add(int(told["r"]))
        elif kind == b"col" and len(hidden.columns) < _HIDDEN_COLUMNS:
            first, last = told.get("min", ""), told.get("max", "")
            if first.isdecimal() and last.isdecimal():
                hidden.columns.append((int(first), int(last)))


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

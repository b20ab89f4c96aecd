"""CSV from people: strict, streamed, bounded by the record and numbered by physical line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from kinerja_cli.errors import FaultsFound
from kinerja_cli.imports.cells import tell

RECORD_BOUND = 64 * 1024
DELIMITERS = (";", ",", "\t")
_SEP_ROW = re.compile(r'"?sep=([^\sA-Za-z0-9"]|\t)?"?[;,\t]*\s*', re.IGNORECASE)
_REMEDY = "simpan sebagai CSV UTF-8"


@dataclass(frozen=True)
class CsvSource:
    """One CSV file read with one delimiter; its rows can be read again and again, one reading at a time.

    *digest* is the SHA-256 of the file's bytes, in hex.
    """

    name: str
    file: BinaryIO
    digest: str
    delimiter: str = ","
    quoted: bool = True
    sheet: str = ""

    def readings(self) -> Iterator[CsvSource]:
        """Give the file by each delimiter it may have: its ``sep=`` row's, else ``;``, ``,`` and TAB."""
        with _Text(self.file) as text:
            named = _sep(_first_line(text))
        for delimiter in (named,) if named else DELIMITERS:
            yield replace(self, delimiter=delimiter)

    def other_sheets(self) -> tuple[str, ...]:
        """Give nothing: a CSV has no sheets."""
        return ()

    def told_hidden(self, row: int, columns: Mapping[str, int]) -> tuple[str, ...]:  # noqa: ARG002 -- see XlsxSource
        """Give nothing: a CSV hides nothing."""
        return ()

    def stamp(self) -> dict[str, str]:
        """Give nothing: a CSV has its revision in a column."""
        return {}

    def place(self, row: int, column: int | None = None) -> str:  # noqa: ARG002 -- a CSV is edited by line
        """``nilai.csv:14``."""
        return f"{self.name}:{row}"

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(physical line where the record starts, cells); blank lines and the ``sep=`` row are left out.

        Raises: FaultsFound with one fault where the file can't be read on.
        """
        csv.field_size_limit(RECORD_BOUND)
        with _Text(self.file) as text:
            first = _first_line(text)
            before = 1 if _sep(first) is not None else 0
            lines: Iterator[str] = text if before else chain([first], text)
            bound = _Bound(lines) if self.quoted else None
            reader = csv.reader(bound or lines, delimiter=self.delimiter, strict=True)
            start = before + 1
            try:
                for cells in reader:
                    if cells:
                        yield start, cells
                    start = before + reader.line_num + 1
                    if bound is not None:
                        bound.size = 0
            except csv.Error as error:
                many = before + reader.line_num > start
                raise FaultsFound([tell(self.place(start), "", _broken(str(error), many))]) from None
            except UnicodeDecodeError:
                check_bytes(self.name, self.file)
                raise


class _Text:
    """The file's text from its start; the file itself stays open."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self._text = io.TextIOWrapper(file, "utf-8", newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self._text

    def __exit__(self, *_: object) -> None:
        with suppress(ValueError):  # interrupted with Ctrl-C, the file may be closed before its rows are
            self._text.detach()


class _Bound:
    """Lines of a record, refused beyond `RECORD_BOUND`: an unclosed quote must not swallow the file."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.size += len(line)
            if self.size > RECORD_BOUND:
                raise csv.Error("field larger than field limit")
            yield line


def _first_line(text: io.TextIOWrapper) -> str:
    return text.readline().removeprefix("\ufeff")


def _sep(line: str) -> str | None:
    """Find the delimiter that a ``sep=`` row names, empty if it names none, None if it is no such row."""
    row = _SEP_ROW.fullmatch(line)
    return None if row is None else row[1] or ""


def _broken(error: str, many_lines: bool) -> str:
    if "field limit" in error and not many_lines:
        return f"baris lebih panjang dari {RECORD_BOUND // 1024} KiB; periksa apakah ini benar berkas CSV"
    return (
        'tanda kutip (") di baris ini tidak berpasangan sehingga baris sesudahnya tidak terbaca; '
        'tutup tanda kutipnya, dan tulis kutip di dalam isi dua kali ("")'
    )


def check_bytes(name: str, file: BinaryIO) -> bool:
    """Read the whole file once for what no CSV may hold; True where it has a quotation mark.

    Raises: FaultsFound with the line of the first NUL byte, bytes that aren't UTF-8, or endless line.
    """
    file.seek(0)
    offset, rest, quoted = 0, b"", False
    while block := file.read(RECORD_BOUND):
        data = rest + block
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        if end == 0 and len(data) > RECORD_BOUND:
            _refuse_at(name, file, offset, _broken("field limit", False))
        quoted = quoted or b'"' in block
        _check_block(name, file, offset, data[:end])
        offset, rest = offset + end, data[end:]
    _check_block(name, file, offset, rest)
    return quoted


def _check_block(name: str, file: BinaryIO, offset: int, data: bytes) -> None:
    if (nul := data.find(b"\0")) >= 0:
        _refuse_at(name, file, offset + nul, f"ada bita NUL; berkas ini bukan CSV biasa, {_REMEDY}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        _refuse_at(name, file, offset + error.start, f"bita 0x{wrong:02X} bukan UTF-8; {_REMEDY}")


def _refuse_at(name: str, file: BinaryIO, offset: int, reason: str) -> None:
    file.seek(0)
    text = io.TextIOWrapper(file, "latin-1", newline="")
    line, seen = 0, 0
    while seen <= offset and (held := text.readline(4 * RECORD_BOUND)):
        line, seen = line + 1, seen + len(held)
    text.detach()
    raise FaultsFound([tell(f"{name}:{max(line, 1)}", "", reason)])

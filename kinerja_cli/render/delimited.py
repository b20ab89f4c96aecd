"""CSV and TSV in two dialects: RFC 4180 for programs, excel-id for a spreadsheet with Indonesian settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from kinerja_cli.domain.nip import spaced
from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import (
    Cell,
    Column,
    Kind,
    Report,
    fine_text,
    integer_text,
    kind_of_figure,
    points_text,
)

BATCH = 2_000
_REMEMBERED = 20_000
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/()&':-]*[A-Za-z0-9._/()&':-])?", re.ASCII)
_NEEDS_QUOTES = re.compile(r'[,;\t\r\n"]|^\s|\s$')
_EIGHTEEN = re.compile(r"[0-9]{18}", re.ASCII)
# A text that a spreadsheet would take for a number, a date or a time, and what it takes without changing it.
_TAKEN = re.compile(r"(?:Rp\.? ?)?[.,]?[0-9][0-9 .,:/%Ee+-]*", re.ASCII)
_TAKEN_AS_IT_IS = re.compile(r"0|[1-9][0-9]{0,14}|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_THIN_SPACE = (
    "\u2009"  # behind it, LibreOffice leaves the text alone (a no-break space doesn't do); imports strip it
)
_PEOPLE = ("atasan", "penilai")  # a NIP, or the name of somebody who has none
_LAYOUT = re.compile(r"([\t\r\n])")
# OWASP's list of 2025: what makes a spreadsheet read a text as a formula, with the full-width twins.
_TRIGGERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How fields, records and numbers are marked.

    *for_people*: opened by a spreadsheet that guesses, so that NIP are spaced and texts kept from looking like numbers.
    """

    separator: str
    newline: str = "\n"
    decimal: str = "."
    byte_order_mark: bool = False
    for_people: bool = False


RFC4180 = Dialect(",")
TSV = Dialect("\t")
# No `sep=` row (Excel then ignores the BOM, LibreOffice keeps it as data) and no ="…" (a formula itself).
EXCEL_ID = Dialect(";", "\r\n", ",", byte_order_mark=True, for_people=True)


def write_delimited(report: Report, out: BinaryIO, dialect: Dialect, *, on_terminal: bool = False) -> None:
    """Write the report with column keys as its first record, UTF-8; title and notes are left out.

    Text cells keep TAB, CR and LF inside quotes, except on a terminal, where they would move the cursor.
    """
    spell = visible if on_terminal else _visible_but_layout
    head = _records([[_field(spell(column.key))] for column in report.columns], dialect)
    out.write((("\ufeff" if dialect.byte_order_mark else "") + head).encode())
    if report.records is not None and dialect is RFC4180 and not on_terminal:
        _write_finished(report.records, out)
        return
    writers = [_remembered(column, _field_writer(column, dialect, spell)) for column in report.columns]
    rows = iter(report.rows)
    while batch := list(islice(rows, BATCH)):
        columns = zip(writers, zip(*batch, strict=True), strict=True)
        out.write(_records([list(map(write, cells)) for write, cells in columns], dialect).encode())


def _write_finished(records: Iterable[tuple[str, str, str]], out: BinaryIO) -> None:
    """Write lines that are text already: NIP and name take their places after the first cell."""
    written = _field_writer(Column("nama", ""), RFC4180, _visible_but_layout)
    records = iter(records)
    while batch := list(islice(records, BATCH)):
        # one replacement a line: the first comma ends the first cell
        lines = [cells.replace(",", f",{nip},{written(name)},", 1) for nip, name, cells in batch]
        out.write(("\n".join(lines) + "\n").encode())


def cells_writer(columns: Sequence[Column]) -> Callable[[Iterable[Sequence[Cell]]], list[str]]:
    """What writes the cells of rows as RFC 4180 text, without line ends."""
    writers = [_remembered(column, _field_writer(column, RFC4180, _visible_but_layout)) for column in columns]

    def write(rows: Iterable[Sequence[Cell]]) -> list[str]:
        fields = (map(write, cells) for write, cells in zip(writers, zip(*rows, strict=True), strict=True))
        return list(map(RFC4180.separator.join, zip(*fields, strict=True)))

    return write


def _records(columns: Sequence[Sequence[str]], dialect: Dialect) -> str:
    """Join columns of fields into records: a column at a time is half the cost of a row at a time."""
    if len(columns) == 1:
        columns = [[field or '""' for field in columns[0]]]  # readers skip an empty line
    records = map(dialect.separator.join, zip(*columns, strict=True))
    return dialect.newline.join(records) + dialect.newline


def _field_writer(column: Column, dialect: Dialect, spell: Callable[[str], str]) -> Callable[[Cell], str]:
    def text(cell: Cell) -> str:
        if cell is None:
            return ""
        value = str(cell)
        if dialect.for_people and _TAKEN.fullmatch(value) and not _TAKEN_AS_IT_IS.fullmatch(value):
            return _field(value + _THIN_SPACE)
        return value if _PLAIN.fullmatch(value) else _field(neutral(spell(value)))

    def nip(cell: Cell) -> str:
        return spaced(cell) if isinstance(cell, str) and _EIGHTEEN.fullmatch(cell) else text(cell)

    def with_comma(plain: Callable[[Cell], str]) -> Callable[[Cell], str]:
        # Quoted: LibreOffice's import dialog splits at commas too.
        return lambda cell: "" if cell is None else f'"{plain(cell).replace(".", ",")}"'

    comma = dialect.decimal == ","
    points = with_comma(points_text) if comma else points_text

    own = {Kind.POINTS: points, Kind.INTEGER: integer_text, Kind.TEXT: text}

    def figure(cell: Cell) -> str:
        return own[kind_of_figure(cell)](cell)

    spaced_out = dialect.for_people and (column.kind is Kind.NIP or column.key in _PEOPLE)
    numbers = {
        Kind.POINTS: points,
        Kind.FINE: with_comma(fine_text) if comma else fine_text,
        Kind.INTEGER: integer_text,
        Kind.FIGURE: figure,
    }
    return numbers.get(column.kind, nip if spaced_out else text)


class _Memo(dict[Cell, str]):
    """How a cell is written, worked out once: units, predikat and points repeat, and a look-up is a quarter of it."""

    def __init__(self, write: Callable[[Cell], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, cell: Cell) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        field = self[cell] = self._write(cell)
        return field


def _remembered(column: Column, write: Callable[[Cell], str]) -> Callable[[Cell], str]:
    # a figure's Points(61) equals the whole number 61 and is written otherwise
    return write if column.kind in (Kind.NIP, Kind.FIGURE) else _Memo(write).__getitem__


def neutral(text: str) -> str:
    """*text* with a leading apostrophe where a spreadsheet would read a formula, blanks before it or not."""
    rest = text.lstrip()
    if rest[:1] in _TRIGGERS or _LAYOUT.search(text, 0, len(text) - len(rest)):
        return "'" + text
    return text


def _field(text: str) -> str:
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _visible_but_layout(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(part if part in ("\t", "\r", "\n") else visible(part) for part in _LAYOUT.split(text))

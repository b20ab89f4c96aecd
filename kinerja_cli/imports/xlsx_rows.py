"""XLSX from people, once `xlsx_archive` has checked it: read by calamine, cell by cell as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, BinaryIO

from kinerja_cli.domain.columns import OWN_SHEETS, STAMP_SHEET
from kinerja_cli.domain.text import did_you_mean, fold, visible
from kinerja_cli.errors import FaultsFound, KinerjaError, NotFound, Refused
from kinerja_cli.imports.cells import DateText, NumberText, NumberText1904, tell
from kinerja_cli.imports.xlsx_archive import Checked, Hidden, checked_copy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_BROKEN = "berkas ini rusak atau bukan .xlsx; buka di Excel, lalu simpan lagi sebagai .xlsx"


_STAMP_ROWS = 20
_UNREAD = (*OWN_SHEETS, STAMP_SHEET)  # kinerja's own, beside the data


@dataclass(frozen=True)
class XlsxSource:
    """One sheet of an XLSX file as rows of text; *digest* is the SHA-256 of the file's bytes, in hex.

    *named*: the sheet is the one that the user named, so no other one is read instead.
    """

    name: str
    file: BinaryIO
    digest: str
    book: CalamineWorkbook
    checked: Checked
    data: CalamineSheet
    sheet: str
    named: bool = False
    delimiter: str = ";"

    @classmethod
    def opened(cls, name: str, file: BinaryIO, digest: str, sheet: str | None = None) -> XlsxSource:
        """Open the sheet of that name, else the first that has anything in it, visible ones before hidden ones.

        Raises: FaultsFound where the file passes a bound or can't be parsed; Refused for another kind of file;
        NotFound where no sheet has that name.
        """
        with _refusing(name):
            from python_calamine import CalamineWorkbook

            checked = checked_copy(name, file)
            book = CalamineWorkbook.from_filelike(checked.copy)
            if not book.sheet_names:
                raise ValueError("no sheets")
            titles = _in_order(book) if sheet is None else [_named(name, book, sheet)]
            for title in titles:
                data = _sheet(name, book, title)
                if data.height:
                    break
            return cls(name, file, digest, book, checked, data, data.name, named=sheet is not None)

    def readings(self) -> Iterator[XlsxSource]:
        """Every sheet that has anything in it, in the workbook's order; this one alone where it was named."""
        yield self
        for other in () if self.named else self._others():
            yield replace(self, data=other, sheet=other.name)

    def other_sheets(self) -> tuple[str, ...]:
        """Names of the other sheets that have anything in them, as shown to people; kinerja's own aside."""
        hidden = _hidden_sheets(self.book)
        return (
            ()
            if self.named
            else tuple(
                visible(other.name) + " (tersembunyi)" * (other.name in hidden)
                for other in self._others()
                if other.name not in _UNREAD
            )
        )

    def told_hidden(self, row: int, columns: Mapping[str, int]) -> tuple[str, ...]:
        """What is read although nobody sees it: this sheet, rows after *row*, some of *columns* (name → index).

        It is read because a filter hides rows as well; the revision is hidden by kinerja itself.
        """
        told = []
        if self.sheet in _hidden_sheets(self.book):
            told.append(f"Lembar tersembunyi yang dibaca: {visible(self.sheet)}")
        hidden = self.checked.hidden.get(self.sheet, Hidden())
        rows = (
            [number for number, _ in self.rows() if number > row and number in hidden.rows]
            if hidden.rows
            else []
        )
        if rows:
            told.append(f"Baris tersembunyi ikut dibaca: {_ranges(rows)}")
        unseen = [index for name, index in columns.items() if name != "revisi" and hidden.has_column(index)]
        if unseen:
            told.append(f"Kolom tersembunyi ikut dibaca: {', '.join(map(_column_letters, sorted(unseen)))}")
        return tuple(told)

    def stamp(self) -> dict[str, str]:
        """What the hidden sheet of a score sheet says, by its first column; nothing where there is none."""
        if STAMP_SHEET not in self.book.sheet_names:
            return {}
        with _refusing(self.name):
            rows = _sheet(self.name, self.book, STAMP_SHEET).to_python(nrows=_STAMP_ROWS)
            return {_text(row[0]): _text(row[1]) for row in rows if len(row) > 1}

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
                if self.checked.since_1904:
                    cells = [NumberText1904(cell) if isinstance(cell, NumberText) else cell for cell in cells]
                if any(cells):
                    yield number, left + cells

    def _others(self) -> Iterator[CalamineSheet]:
        for title in _in_order(self.book):
            if title not in (self.sheet, STAMP_SHEET):
                with _refusing(self.name):
                    data = _sheet(self.name, self.book, title)
                if data.height:
                    yield data


def _hidden_sheets(book: CalamineWorkbook) -> set[str]:
    from python_calamine import SheetVisibleEnum

    return {about.name for about in book.sheets_metadata if about.visible != SheetVisibleEnum.Visible}


def _in_order(book: CalamineWorkbook) -> list[str]:
    """Every sheet's name, those out of sight last, in the workbook's order; the stamp only where it is all there is."""
    hidden = _hidden_sheets(book)
    return sorted(book.sheet_names, key=lambda title: (title == STAMP_SHEET, title in hidden))


def _named(name: str, book: CalamineWorkbook, asked: str) -> str:
    if asked in book.sheet_names:
        return asked
    near = [title for title in book.sheet_names if fold(title) == fold(asked)]
    if len(near) == 1:
        return near[0]
    titles = [visible(title) for title in book.sheet_names if title != STAMP_SHEET]
    raise NotFound(
        f"{name}: tidak ada lembar '{visible(asked)}'.{did_you_mean(asked, titles)}",
        f"Lembar yang ada: {', '.join(titles)}",
    )


def _ranges(numbers: list[int]) -> str:
    """``5, 7-9 (4 baris)``, and after ten of them only the count."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans[:10])
    return f"{told}{', …' if len(spans) > 10 else ''} ({len(numbers)} baris)"


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

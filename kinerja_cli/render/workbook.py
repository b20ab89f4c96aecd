"""A report as an Excel workbook: data, method and charts; the same bytes at any time and place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from kinerja_cli.domain.text import visible
from kinerja_cli.errors import Refused
from kinerja_cli.render.report import (
    Cell,
    Column,
    Kind,
    Report,
    fine_text,
    integer_text,
    kind_of_figure,
    points_text,
    safe_text,
)
from kinerja_cli.render.workbook_pages import LINE, Pages, fill_method, height_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

MOST_ROWS = 1_048_575  # Excel's 1,048,576 less the headings
_SAMPLE = 500
_WIDEST = 50
_EXACT = 10**15  # Excel keeps 15 significant digits; beyond them a number is written as text
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001  (XlsxWriter takes naive times; no clock and no zone in the file)
_FIRST_DATE = date(1900, 3, 1)  # before it Excel's calendar has a day too many
_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}

# A spreadsheet shows the point as its own country's mark. No mark of thousands: years are numbers too, and a file
# saved as CSV carries what is shown. Dates have the day first everywhere, or an English Excel would turn them round.
_CODES = {
    Kind.POINTS: "0.00",
    Kind.FINE: "0.0000",
    Kind.INTEGER: "0",
    Kind.DATE: "dd/mm/yyyy",
    Kind.FIGURE: "General",  # of cells that are still empty
}

CellWriter = Callable[[int, int, Cell], None]


def write_workbook(report: Report, out: BinaryIO) -> None:
    """Write a sheet of data, one of charts where the report has any, and one of method.

    Headings of data stand in row 1, so that it can be filtered and imported.
    Raises: Refused for more rows than a sheet holds, or a text too long for a cell.
    """
    _refuse_too_many(len(report.rows) if isinstance(report.rows, Sequence) else 0)
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="kinerja-") as folder:  # 0700, and gone whatever happens
        whole = BytesIO()  # 80 bytes a row; ZipFile on a failing file would grumble on stderr when collected
        workbook = Workbook(whole, {**_OPTIONS, "tmpdir": folder})
        workbook.set_properties({"title": visible(report.title), "created": _FIXED})
        workbook.use_zip64()
        try:
            pages = Pages(report)
            _fill_data(workbook, report, pages)
            if charts := report.charts():
                from kinerja_cli.render.workbook_charts import fill_charts

                fill_charts(workbook, charts, pages)
            fill_method(workbook, report, pages)
            workbook.close()
        except FileCreateError as error:  # XlsxWriter wraps the OSError that the caller knows how to tell;
            raise OSError(*error.args[0].args) from None  # a new one, or the two hold each other for ever
        finally:
            for sheet in workbook.worksheets():  # after a failure its temporary file is still open
                with suppress(OSError):
                    sheet.row_data_fh.close()
    out.write(whole.getbuffer())


def _fill_data(workbook: Workbook, report: Report, pages: Pages) -> None:
    sheet = workbook.add_worksheet("Data")
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    rows = iter(report.rows)
    sample = list(islice(rows, _SAMPLE))
    widths = [_width(column, [row[index] for row in sample]) for index, column in enumerate(report.columns)]
    forms = _formats(workbook, report.columns, widths)
    sheet.set_row(0, height_of(zip((visible(c.heading) for c in report.columns), widths, strict=True)))
    for index, (column, width, form) in enumerate(zip(report.columns, widths, forms, strict=True)):
        # as text also where a cell is still empty: an NIP typed there, or edited, stays whole
        of_column = form if column.kind in (Kind.TEXT, Kind.NIP) else None
        sheet.set_column(index, index, width, of_column)
        sheet.write_string(0, index, visible(column.heading), head)
    writers = [
        _figure_writer(workbook, sheet)
        if column.kind is Kind.FIGURE
        else _cell_writer(sheet, column.kind, form)
        for column, form in zip(report.columns, forms, strict=True)
    ]
    last = _fill_rows(writers, _heightened(sheet, widths, chain(sample, rows)))
    sheet.autofilter(0, 0, last, len(report.columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, len(report.columns) - 1)
    sheet.hide_gridlines(0)  # printed too: a row is followed across a page
    pages.set_up(sheet)


def _formats(workbook: Workbook, columns: Sequence[Column], widths: Sequence[int]) -> list[Format]:
    """A format a column; text that is wider than a column may be goes on below, so that paper holds it whole."""
    forms = {
        kind: workbook.add_format({"num_format": code, "valign": "top"}) for kind, code in _CODES.items()
    }
    typed = workbook.add_format({"num_format": "@", "align": "left", "valign": "top", "indent": 1})
    wrapped = workbook.add_format(
        {"num_format": "@", "align": "left", "valign": "top", "indent": 1, "text_wrap": True}
    )
    return [
        forms.get(column.kind, wrapped if width == _WIDEST else typed)
        for column, width in zip(columns, widths, strict=True)
    ]


def _heightened(
    sheet: Worksheet, widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    """The same *rows*, each as high as its text needs: LibreOffice doesn't make them so by itself."""
    wrapped = [index for index, width in enumerate(widths) if width == _WIDEST]
    if not wrapped:
        yield from rows
        return
    for number, row in enumerate(rows, start=1):
        height = height_of((safe_text(row[index]), _WIDEST) for index in wrapped)
        if height > LINE:
            sheet.set_row(number, height)
        yield row


def _fill_rows(writers: Sequence[CellWriter], rows: Iterable[Sequence[Cell]]) -> int:
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            _refuse_too_many(number)
        for index, (write, cell) in enumerate(zip(writers, row, strict=True)):
            if cell is not None and cell != "":
                write(number, index, cell)
    return number


def _cell_writer(sheet: Worksheet, kind: Kind, form: Format) -> CellWriter:
    write_string, write_number = sheet.write_string, sheet.write_number

    def text(row: int, index: int, cell: Cell) -> None:
        if write_string(row, index, visible(str(cell)), form):
            raise Refused(
                f"Teks di baris {row + 1} melebihi 32.767 huruf, batas satu sel Excel.",
                "Tulis sebagai CSV: -o NAMA.csv",
            )

    def number(per: int, shown: Callable[[Cell], str]) -> CellWriter:
        def write(row: int, index: int, cell: Any) -> None:
            if abs(cell) < _EXACT:
                # The one float of kinerja: up to 15 digits, what is written reads back as the nearest double.
                write_number(row, index, cell / per, form)
            else:
                write_string(row, index, shown(cell))

        return write

    points, integer = number(100, points_text), number(1, integer_text)

    def day(row: int, index: int, cell: Cell) -> None:
        when = _real_date(str(cell))
        if when is None:
            text(row, index, cell)
        else:
            sheet.write_datetime(row, index, when, form)

    numbers = {
        Kind.POINTS: points,
        Kind.FINE: number(10_000, fine_text),
        Kind.INTEGER: integer,
        Kind.DATE: day,
    }
    return numbers.get(kind, text)


def _figure_writer(workbook: Workbook, sheet: Worksheet) -> CellWriter:
    """Each cell in the form of its own: two places, a whole number, or words at the side of the numbers."""
    forms = {kind: {"num_format": _CODES[kind]} for kind in (Kind.POINTS, Kind.INTEGER)}
    forms[Kind.TEXT] = {"num_format": "@", "align": "right"}
    own = {
        kind: _cell_writer(sheet, kind, workbook.add_format({**form, "valign": "top"}))
        for kind, form in forms.items()
    }

    def figure(row: int, index: int, cell: Cell) -> None:
        own[kind_of_figure(cell)](row, index, cell)

    return figure


def _real_date(text: str) -> date | None:
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return None
    return when if when >= _FIRST_DATE and text == when.isoformat() else None


def _width(column: Column, cells: Sequence[Cell]) -> int:
    fixed = {Kind.NIP: 21, Kind.DATE: 11, Kind.POINTS: 8, Kind.FINE: 8, Kind.INTEGER: 6}.get(column.kind)
    inside = fixed or 1 + max((len(safe_text(cell)) for cell in cells), default=0)  # 1: the indent
    return min(_WIDEST, max(inside + 1, _heading_width(column.heading) + 3))  # 3: the filter's arrow


def _heading_width(heading: str) -> int:
    """A heading of several words goes on below: figures of two places need no column of thirty."""
    return max(-(-len(heading) // 2), *(len(word) for word in heading.split(" ")), min(len(heading), 8))


def _refuse_too_many(count: int) -> None:
    if count > MOST_ROWS:
        raise Refused(
            "Laporan melebihi 1.048.575 baris, batas satu lembar Excel.", "Tulis sebagai CSV: -o NAMA.csv"
        )

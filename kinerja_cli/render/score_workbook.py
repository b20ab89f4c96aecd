"""A score sheet as a workbook to be filled in: what is asked is open, all else is locked, and it knows its revision."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from kinerja_cli.domain.columns import NOTES_SHEET, STAMP_SHEET
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import Criterion
from kinerja_cli.domain.score_sheets import EXEMPTED, ScoreSheet, SheetRow
from kinerja_cli.domain.text import LONGEST_NOTE, visible
from kinerja_cli.errors import Refused

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001  (XlsxWriter takes naive times; no clock and no zone in the file)
_IDENTITY = (("NIP", 20), ("Nama", 32), ("Unit", 16), ("Jabatan", 28), ("Periode", 10))
_WIDEST, _LINE = 44, 15  # characters; points of one line of text
_SCORE_WIDTH = 14
_OPEN = {"locked": False, "bg_color": "#FFF9E5", "border": 1, "border_color": "#C9C3AC"}
_FIRST = len(_IDENTITY)  # column of the first criterion
_MOST_ROWS = 100_000  # what an import takes
_TITLE, _MESSAGE = 32, 255  # letters that Excel shows of a validation's title and text
_MAY = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
}  # of a protected sheet, without a password


def write_score_workbook(sheet: ScoreSheet, out: BinaryIO) -> None:
    """Write the sheet, its explanations, and the hidden stamp; the same bytes for the same sheet.

    Raises: Refused for more rows than an import takes.
    """
    if len(sheet.rows) > _MOST_ROWS:
        raise Refused(
            "Lembar melebihi 100.000 baris, batas satu impor.", "Bagi dengan --unit atau --per-penilai."
        )
    from xlsxwriter import Workbook

    whole = BytesIO()
    workbook = Workbook(whole, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": _title(sheet), "created": _FIXED})
    _fill_data(workbook, sheet)
    _fill_notes(workbook, sheet)
    _fill_stamp(workbook, sheet)
    workbook.close()
    out.write(whole.getbuffer())


def _title(sheet: ScoreSheet) -> str:
    whose = "" if sheet.rater is None else f" · {sheet.rater_shown}"
    return visible(f"Lembar nilai {sheet.period}{whose}")


def _fill_data(workbook: Workbook, sheet: ScoreSheet) -> None:
    page = workbook.add_worksheet("Nilai")
    _fill_head(workbook, page, sheet)
    forms = {
        "text": workbook.add_format({"num_format": "@"}),
        "score": workbook.add_format({"num_format": "0.00", **_OPEN}),
        # as text: a NIP that is typed there stays whole
        "open": workbook.add_format({"num_format": "@", **_OPEN}),
        "exempted": workbook.add_format({"bg_color": "#D9D9D9", "font_color": "#404040", "italic": True}),
    }
    for number, row in enumerate(sheet.rows, 1):
        _fill_row(page, number, row, sheet, forms)
    if sheet.rows:
        for index, criterion in enumerate(sheet.criteria, _FIRST):
            page.data_validation(1, index, len(sheet.rows), index, _validation(criterion, sheet))
    page.autofilter(0, 0, len(sheet.rows), _FIRST + len(sheet.criteria) + 1)
    page.freeze_panes(1, 2)
    page.protect("", _MAY)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_header("&L" + _title(sheet).replace("&", "&&")[:200])
    page.set_footer("&C&P/&N")


def _fill_head(workbook: Workbook, page: Worksheet, sheet: ScoreSheet) -> None:
    bold = workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top"})
    columns = [
        *((heading, _width(heading, least, sheet)) for heading, least in _IDENTITY),
        *((visible(criterion.name), _SCORE_WIDTH) for criterion in sheet.criteria),
        ("Penilai", 22),
        ("Catatan", 36),
        ("Revisi", 8),
    ]
    lines = max((-(-len(criterion.name) // (_SCORE_WIDTH - 4)) for criterion in sheet.criteria), default=1)
    page.set_row(0, _LINE * lines)  # a name wraps inside its narrow column
    for index, (heading, width) in enumerate(columns):
        page.set_column(index, index, width, None, {"hidden": index == len(columns) - 1})
        page.write_string(0, index, heading, bold)
    for index, criterion in enumerate(sheet.criteria, _FIRST):
        told = [visible(criterion.description), _range(sheet)]
        page.write_comment(0, index, "\n".join(filter(None, told)), {"author": "kinerja", "x_scale": 2})
    page.write_comment(0, _FIRST + len(sheet.criteria), _RATER_NOTE, {"author": "kinerja", "x_scale": 2})


def _width(heading: str, least: int, sheet: ScoreSheet) -> int:
    texts = {"Unit": (row.unit for row in sheet.rows), "Jabatan": (row.position or "" for row in sheet.rows)}
    return min(_WIDEST, max(least, *(len(text) + 2 for text in texts.get(heading, ())), 0))


_RATER_NOTE = "NIP atau nama penilai. Biarkan kosong bila penilainya atasan langsung."


def _fill_row(page: Worksheet, number: int, row: SheetRow, sheet: ScoreSheet, forms: dict[str, Any]) -> None:
    for index, text in enumerate((row.nip, row.name, row.unit, row.position or "", sheet.period)):
        page.write_string(number, index, visible(text), forms["text"])
    for index, (value, exempted) in enumerate(zip(row.values, row.exempted, strict=True), _FIRST):
        if exempted:
            page.write_string(number, index, EXEMPTED, forms["exempted"])
        elif value is None:
            page.write_blank(number, index, None, forms["score"])
        else:  # as in workbook.py: up to 15 digits, what is written reads back as the nearest double
            page.write_number(number, index, value / 100, forms["score"])
    after = _FIRST + len(sheet.criteria)
    page.write_blank(number, after, None, forms["open"])
    page.write_blank(number, after + 1, None, forms["open"])
    page.write_number(number, after + 2, sheet.revision)


def _validation(criterion: Criterion, sheet: ScoreSheet) -> dict[str, Any]:
    """A decimal inside the scale; a third place is only told of, and refused when the sheet comes back."""
    stop = "" if criterion.description.endswith((".", "!", "?")) or not criterion.description else "."
    told = visible(f"{criterion.description}{stop} {_range(sheet)}".strip())
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": show_points(sheet.lowest).removesuffix(".00"),
        "maximum": show_points(sheet.highest).removesuffix(".00"),
        "input_title": visible(criterion.name)[:_TITLE],
        "input_message": told
        if len(told) <= _MESSAGE
        else f"{told[: _MESSAGE - len(_range(sheet)) - 3]}… {_range(sheet)}",
        "error_title": "Nilai di luar skala",
        "error_message": f"{_range(sheet)} Kosongkan selnya bila belum ada nilainya.",
    }


def _range(sheet: ScoreSheet) -> str:
    lowest, highest = (
        show_points(end).removesuffix(".00").replace(".", ",") for end in (sheet.lowest, sheet.highest)
    )
    return f"Isi angka {lowest} sampai {highest}, paling banyak 2 angka di belakang koma."


def _fill_notes(workbook: Workbook, sheet: ScoreSheet) -> None:
    page = workbook.add_worksheet(NOTES_SHEET)
    bold, wrapped = (
        workbook.add_format({"bold": True}),
        workbook.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, _title(sheet), bold)
    lines = [
        ("Cara mengisi", f"Isi kolom kuning pada lembar Nilai. {_range(sheet)}"),
        ("Belum ada nilai", "Biarkan selnya kosong; yang kosong tidak mengubah apa-apa."),
        (EXEMPTED, "Pegawai itu dikecualikan dari kriteria itu; selnya terkunci dan tidak perlu diisi."),
        ("Penilai", _RATER_NOTE),
        (
            "Catatan",
            f"Alasan atau keterangan, paling banyak {LONGEST_NOTE} huruf; berlaku bagi semua nilai sebaris.",
        ),
        (
            "Kembalikan",
            "Simpan sebagai .xlsx dan kirim kembali berkas ini seutuhnya; jangan menyalin isinya ke berkas lain.",
        ),
        *((criterion.name, criterion.description or "-") for criterion in sheet.criteria),
    ]
    for row, (what, told) in enumerate(lines, 2):
        page.write_string(row, 0, visible(what), wrapped)
        page.write_string(row, 1, visible(told), wrapped)
    page.protect()


def _fill_stamp(workbook: Workbook, sheet: ScoreSheet) -> None:
    page = workbook.add_worksheet(STAMP_SHEET)
    for row, pair in enumerate(sheet.stamp()):
        for column, text in enumerate(pair):
            page.write_string(row, column, text)
    page.protect()
    page.very_hidden()

"""How the sheets of a workbook print, and the sheet that says what the figures rest on."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from kinerja_cli.render.report import Chart, ChartKind, Column, Kind, Report, Series
from kinerja_cli.render.workbook import write_workbook
from kinerja_cli.render.workbook_pages import height_of

METHOD = (
    ("Instansi", "Kantor A & B"),
    ("Tanda terima", "#7:ab12cd34ef56"),
    ("Data per", "2026-01-02 (WITA)"),
)
CHART = Chart("Sebaran", ChartKind.BARS, ("Baik",), (Series("Pegawai", (3,)),), Kind.INTEGER)


def sheets(title="Rekap 2025 · Kantor A & B", method=METHOD, notes=(), rows=(("a", 1),)):
    columns = (Column("nama", "Nama"), Column("n", "N", Kind.INTEGER))
    out = BytesIO()
    write_workbook(Report(title, columns, rows, notes, charts=lambda: (CHART,), method=method), out)
    return openpyxl.load_workbook(out)


@pytest.mark.parametrize("name", ["Data", "Grafik", "Metode"])
def test_every_sheet_prints_on_a4_landscape_with_title_office_and_page(name):
    sheet = sheets()[name]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert (head.left.text, head.left.font) == ("Rekap 2025", "-,Bold")  # the office stands on the right
    assert head.right.text == "Kantor A && B"  # && is how a page says &
    assert foot.left.text == "Tanda terima #7:ab12cd34ef56 · Data per 2026-01-02 (WITA)"
    assert foot.right.text == "Halaman &P dari &N"
    margins = sheet.page_margins
    assert min(margins.left, margins.right, margins.top, margins.bottom) > 0.3
    assert max(margins.left, margins.right, margins.top, margins.bottom) < 1  # inches


def test_data_print_with_headings_on_every_page_as_wide_as_the_paper_and_no_further_than_the_cells():
    sheet = sheets(rows=[("a", 1)] * 200)["Data"]
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Data'!$A$1:$B$201"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_options.gridLines


def test_a_report_that_is_one_sheet_is_fitted_on_one():
    out = BytesIO()
    write_workbook(Report("Kebijakan", (Column("a", "A"),), [("a",)] * 200, one_sheet=True), out)
    page = openpyxl.load_workbook(out)["Data"].page_setup
    assert (page.fitToWidth or 1, page.fitToHeight or 1) == (
        1,
        1,
    )  # 1 is what is meant where nothing is written


def test_a_register_without_method_prints_its_title_alone():
    sheet = sheets("Pegawai", ())["Data"]
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("Pegawai", None)
    assert sheet.oddFooter.left.text is None


@pytest.mark.parametrize(
    "title", ["&" * 300, "😀" * 300, "panjang " * 100, "&P &[Picture] &G &D", "\x00\ud800"]
)
def test_no_title_breaks_the_head_of_a_page(title):
    sheet = sheets(title, (("Instansi", title),))["Data"]
    written = str(sheet.oddHeader.left.text)
    assert written.replace("&&", "").count("&") == 0  # nothing that a spreadsheet would obey
    assert len(written.encode("utf-16-le")) // 2 <= 110


def test_the_sheet_of_method_says_title_pairs_and_notes_as_text():
    notes = ("Tanda terima: #7:ab12cd34ef56", "=1+1", "Kebijakan lokal")
    sheet = sheets(notes=notes)["Metode"]
    told = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert told == [
        ("Rekap 2025 · Kantor A & B", None),
        (None, None),
        *METHOD,
        ("Catatan", "=1+1"),  # the receipt isn't said twice
        ("Catatan", "Kebijakan lokal"),
    ]
    assert sheet["B6"].data_type == "s"


def test_a_row_is_as_high_as_its_longest_text_and_no_higher_than_excel_allows():
    assert height_of([("satu", 10), ("", 10)]) == 15
    assert height_of([("", 10)]) == 15
    assert height_of([("aa bb cc", 4), ("a", 4)]) == 45
    assert height_of([("kata " * 1000, 10)]) == 409

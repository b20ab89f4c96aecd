"""The workbook, read back by another library."""

from __future__ import annotations

import datetime
import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from kinerja_cli.errors import Refused
from kinerja_cli.render import workbook
from kinerja_cli.render.report import Column, Kind, Report

COLUMNS = (
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("nilai_akhir", "Nilai Akhir", Kind.POINTS),
    Column("peringkat", "Peringkat", Kind.INTEGER),
    Column("mulai", "Mulai", Kind.DATE),
)
ROWS = [
    ("199001012015031002", "Ani", 8713, 1, "2025-03-31"),
    ("198512312010012001", '=HYPERLINK("http://x")', None, None, "awal"),
]


def written(rows=ROWS, columns=COLUMNS) -> BytesIO:
    out = BytesIO()
    workbook.write_workbook(Report("Rekap 2025", columns, rows, ("Kebijakan lokal", "=1+1")), out)
    return out


def sheets(rows=ROWS, columns=COLUMNS):
    return openpyxl.load_workbook(written(rows, columns))


def test_row_1_holds_the_headings_bold_frozen_and_filtered():
    sheet = sheets()["Data"]
    assert [cell.value for cell in sheet[1]] == ["NIP", "Nama", "Nilai Akhir", "Peringkat", "Mulai"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"


def test_nip_is_text_points_are_numbers_with_two_places_and_dates_are_dates():
    sheet = sheets()["Data"]
    nip, name, points, rank, since = sheet[2]
    assert (nip.value, nip.data_type) == ("199001012015031002", "s")
    assert name.value == "Ani"
    assert (points.value, points.data_type, points.number_format) == (87.13, "n", "0.00")
    assert (rank.value, rank.data_type) == (1, "n")
    assert since.value == datetime.datetime(2025, 3, 31)  # noqa: DTZ001
    assert since.number_format == "dd/mm/yyyy"


def test_a_formula_is_text_and_nothing_is_an_empty_cell():
    _, name, points, rank, since = sheets()["Data"][3]
    assert (name.value, name.data_type) == ('=HYPERLINK("http://x")', "s")
    assert points.value is None
    assert rank.value is None
    assert since.value == "awal"


def test_every_hundredth_reads_back_as_the_number_that_its_decimal_text_means():
    points = [*range(10_001), 10**15 - 1, 10**15 - 2, 123_456_789_012_345]
    with zipfile.ZipFile(written([(value,) for value in points], COLUMNS[2:3])) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    read = [float(value) for value in re.findall(r"<v>([^<]*)</v>", xml)]
    assert read == [float(f"{value // 100}.{value % 100:02d}") for value in points]


def test_a_number_beyond_fifteen_digits_is_text_rather_than_another_number():
    columns = (COLUMNS[2], COLUMNS[3])
    points, number = sheets([(10**16 + 1, 10**16 + 1)], columns)["Data"][2]
    assert (points.value, number.value) == ("100000000000000.01", "10000000000000001")


def test_control_characters_are_spelt_and_escapes_of_excel_stay_letters():
    rows = [("a\x00\x1b[2Jb",), ("_x0041_",), ("\ud800 \ufffe",), ("  tepi  ",)]
    shown = [row[0].value for row in sheets(rows, COLUMNS[1:2])["Data"].iter_rows(min_row=2)]
    # _x005F_ is the file format's own spelling of the first "_"; openpyxl leaves it in inline strings.
    assert shown == ["a\\u0000\\u001b[2Jb", "_x005F_x0041_", "\\ud800 \\ufffe", "  tepi  "]


def test_no_clock_stands_in_the_file():
    data = written()
    assert b"2000-01-01T00:00:00Z" in zipfile.ZipFile(data).read("docProps/core.xml")
    assert {entry.date_time for entry in zipfile.ZipFile(data).infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(Refused, match=r"CSV"):
        written([("a",)] * 4, COLUMNS[1:2])
    with pytest.raises(Refused, match=r"CSV"):
        written((("a",) for _ in range(4)), COLUMNS[1:2])
    assert sheets([("a",)] * 3, COLUMNS[1:2])["Data"].max_row == 4


def test_a_text_too_long_for_a_cell_is_refused_not_cut():
    with pytest.raises(Refused, match="baris 2"):
        written([("a" * 32_768,)], COLUMNS[1:2])


def test_no_rows_still_make_a_workbook():
    assert sheets([])["Data"].max_row == 1


def test_a_heading_of_several_words_goes_on_below_and_a_long_text_too():
    columns = (Column("c", "Pelayanan kepada masyarakat", Kind.POINTS), Column("t", "Teks"))
    sheet = sheets([(100, "kata " * 30), (100, "pendek")], columns)["Data"]
    assert sheet.column_dimensions["A"].width < 20
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height > 15
    assert sheet["B2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height == 15 * 4  # 149 letters, 50 a line less a margin
    assert sheet.row_dimensions[3].height is None


def test_text_typed_into_an_empty_cell_of_a_text_column_stays_text():
    sheet = sheets()["Data"]
    with zipfile.ZipFile(written()) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    styles = re.findall(r'<col min="(\d)" max="\d" width="[\d.]+" style="(\d)"', xml)
    assert [int(index) for index, _ in styles] == [1, 2]  # NIP and Nama
    assert sheet["A2"].number_format == "@"

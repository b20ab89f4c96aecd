"""Cells that are points, whole numbers or words, row by row, in every format."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl

from kinerja_cli.render.delimited import EXCEL_ID, RFC4180, write_delimited
from kinerja_cli.render.html_page import write_html
from kinerja_cli.render.json_text import write_json
from kinerja_cli.render.markdown import write_markdown
from kinerja_cli.render.report import Column, Kind, Points, Report
from kinerja_cli.render.workbook import write_workbook

# 61 is asked for after Points(61), which is equal to it and written otherwise
REPORT = Report(
    "Judul",
    (Column("ukuran", "Ukuran"), Column("angka", "Angka", Kind.FIGURE)),
    [
        ("rata-rata", Points(8850)), ("kecil", Points(61)), ("pegawai", 61), ("turun", Points(-656)),
        ("kasus", "kurang dari 5"), ("berkurang", -7), ("tidak ada", None),
    ],
)  # fmt: skip


def written(write, *arguments, **options) -> bytes:
    out = BytesIO()
    write(REPORT, out, *arguments, **options)
    return out.getvalue()


def test_csv_writes_each_in_its_own_way_and_no_number_gets_an_apostrophe():
    lines = written(write_delimited, RFC4180).decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == [
        "88.50", "0.61", "61", "-6.56", "kurang dari 5", "-7", ""
    ]  # fmt: skip


def test_excel_id_marks_only_points_with_a_comma():
    lines = written(write_delimited, EXCEL_ID).decode().splitlines()[1:]
    assert [line.split(";")[1] for line in lines][:4] == ['"88,50"', '"0,61"', "61", '"-6,56"']


def test_in_json_numbers_are_numbers_and_words_a_string():
    text = written(write_json).decode()
    assert '"angka": 88.50}' in text
    assert [row["angka"] for row in json.loads(text)] == [88.5, 0.61, 61, -6.56, "kurang dari 5", -7, None]


def test_a_workbook_holds_numbers_as_numbers():
    sheet = openpyxl.load_workbook(BytesIO(written(write_workbook)))["Data"]
    assert [sheet.cell(row, 2).value for row in range(2, 9)] == [
        88.5, 0.61, 61, -6.56, "kurang dari 5", -7, None
    ]  # fmt: skip


def test_a_workbook_shows_points_with_both_places_and_words_at_the_side_of_the_numbers():
    sheet = openpyxl.load_workbook(BytesIO(written(write_workbook)))["Data"]
    forms = [sheet.cell(row, 2).number_format for row in range(2, 8)]
    assert forms == ["0.00", "0.00", "0", "0.00", "@", "0"]
    assert sheet.cell(6, 2).alignment.horizontal == "right"


def test_people_read_the_same_in_tables_pages_and_markdown():
    for write in (write_markdown, write_html):
        text = written(write).decode()
        for shown in ("88.50", "0.61", "61", "-6.56", "kurang dari 5", "-7"):
            assert f">{shown}" in text or f" {shown} |" in text

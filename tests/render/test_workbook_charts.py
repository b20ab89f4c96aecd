"""Charts in a workbook, read back from its XML: what they draw stands in cells, and nothing points outside."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from kinerja_cli.render.report import Chart, ChartKind, Column, Kind, Report, Series
from kinerja_cli.render.workbook import write_workbook

COLUMNS = (Column("nama", "Nama"),)
UNITS = Chart(
    "Rata-rata tiap unit",
    ChartKind.BARS,
    ("Kecamatan", "=HYPERLINK(1)"),
    (Series("Rata-rata", (8713, None)), Series("Dua", (7550, 6100))),
    Kind.POINTS,
    ("Unit", "Nilai rata-rata"),
)
COURSE = Chart(
    "=A1 Tren",
    ChartKind.LINE,
    ("2024", "2025", "2026"),
    (Series("2024–2025", (8000, 8100, None)), Series("Metode!A1", (None, None, 7000))),
    Kind.POINTS,
    ("Tahun", "Nilai"),
)


def written(*charts: Chart) -> BytesIO:
    out = BytesIO()
    write_workbook(Report("Rekap", COLUMNS, [("a",)], charts=lambda: charts), out)
    return out


def parts(*charts: Chart) -> dict[str, str]:
    with zipfile.ZipFile(written(*charts)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def chart_xml(*charts: Chart) -> list[str]:
    return [text for name, text in sorted(parts(*charts).items()) if name.startswith("xl/charts/")]


def cells_of(book: openpyxl.Workbook, reference: str) -> list[object]:
    sheet, _, area = reference.partition("!")
    found = book[sheet][area.replace("$", "")]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]


def test_without_charts_there_is_no_sheet_of_them():
    assert openpyxl.load_workbook(written()).sheetnames == ["Data", "Metode"]


def test_the_figures_stand_in_cells_as_numbers_and_an_unknown_one_is_empty():
    sheet = openpyxl.load_workbook(written(UNITS, COURSE))["Grafik"]
    top = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(max_row=4)]
    assert top == [
        ["Rata-rata tiap unit", None, None],
        [None, "Rata-rata", "Dua"],
        ["Kecamatan", 87.13, 75.5],
        ["=HYPERLINK(1)", None, 61],
    ]
    assert (sheet["A4"].data_type, sheet["B3"].number_format) == ("s", "0.00")


def test_a_chart_refers_to_the_cells_that_say_what_it_has_stored():
    """Every reference goes to the sheet of charts, and the cells there say what the chart's own copy says."""
    book = openpyxl.load_workbook(written(UNITS, COURSE))
    for xml in chart_xml(UNITS, COURSE):
        found = re.findall(r"<c:f>([^<]*)</c:f><c:(?:str|num)Cache>(.*?)</c:(?:str|num)Cache>", xml)
        assert len(found) == 1 + 2 * 3  # the title; of each series name, labels and figures
        assert xml.count("<c:f>") == len(found)
        for reference, stored in found:
            assert re.fullmatch(r"Grafik!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", reference)
            cells = [value for value in cells_of(book, reference) if value is not None]
            values = re.findall(r"<c:v>([^<]*)</c:v>", stored)
            assert [str(value) for value in cells] == values or cells == [float(value) for value in values]


def test_bars_begin_at_nought_and_read_from_the_top_with_named_axes():
    [xml] = chart_xml(UNITS)
    assert '<c:barDir val="bar"/>' in xml
    assert '<c:min val="0"/>' in xml
    assert '<c:orientation val="maxMin"/>' in xml
    assert [title for title in ("Unit", "Nilai rata-rata") if f"<a:t>{title}</a:t>" in xml] == [
        "Unit",
        "Nilai rata-rata",
    ]


def test_a_line_stops_where_a_year_has_no_figure():
    [xml] = chart_xml(COURSE)
    figures = re.findall(r"<c:val>(.*?)</c:val>", xml)
    assert [re.findall(r'<c:pt idx="(\d)">', series) for series in figures] == [["0", "1"], ["2"]]
    assert "dispBlanksAs" not in xml  # left out, in a file that says it is of 2007, it is the gap
    assert "<c:lineChart>" in xml
    assert [title for title in ("Tahun", "Nilai") if f"<a:t>{title}</a:t>" in xml] == ["Tahun", "Nilai"]


@pytest.mark.parametrize("kind", ChartKind)
def test_series_stay_apart_without_colour(kind: ChartKind):
    series = tuple(Series(f"Seri {number}", (number,)) for number in range(1, 7))
    [xml] = chart_xml(Chart("Enam", kind, ("a",), series, Kind.INTEGER))
    looks = re.findall(r"</c:tx><c:spPr>(.*?)</c:spPr>", xml)
    colourless = {re.sub(r'<a:srgbClr val="\w+"/>', "", look) for look in looks}
    assert len(looks) == len(colourless) == 6


def test_more_bars_than_a_page_holds_stand_in_the_cells_alone_and_the_title_says_so():
    labels = tuple(f"Unit {number}" for number in range(200))
    wide = Chart("Unit", ChartKind.BARS, labels, (Series("N", tuple(range(200))),), Kind.INTEGER)
    sheet = openpyxl.load_workbook(written(wide))["Grafik"]
    assert sheet["A1"].value == "Unit (120 pertama dari 200)"
    assert sheet["A202"].value == "Unit 199"
    assert "Grafik!$A$3:$A$122" in chart_xml(wide)[0]


def test_nothing_in_the_workbook_is_a_formula_or_leads_outside():
    for name, text in parts(UNITS, COURSE).items():
        assert "externalLink" not in name
        assert 'TargetMode="External"' not in text
        assert "<f>" not in text
        assert "<hyperlink" not in text


def test_the_same_charts_give_the_same_bytes():
    assert written(UNITS, COURSE).getvalue() == written(UNITS, COURSE).getvalue()

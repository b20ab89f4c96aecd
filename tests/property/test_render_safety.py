"""No stored text can steer a terminal, become markup, a formula or a broken file, in any format."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import read_page, table_of

from kinerja_cli.domain.text import visible
from kinerja_cli.render.delimited import EXCEL_ID, RFC4180, TSV
from kinerja_cli.render.delimited import write_delimited as write_csv
from kinerja_cli.render.html_page import write_html
from kinerja_cli.render.json_text import write_json
from kinerja_cli.render.markdown import write_markdown
from kinerja_cli.render.report import Column, Kind, Report
from kinerja_cli.render.table import write_table, write_terminal_table
from kinerja_cli.render.workbook import write_workbook

HOSTILE = (
    *("[/x]", "[red]", "[link=file:///etc/passwd]x[/link]", ":smile:", "\x1b[31m", "\x1b]0;judul\x07"),
    *(
        "\x1b]8;;http://x\x1b\\klik\x1b]8;;\x1b\\",
        "\x1b]52;c;QQ==\x07",
        "\x9b2J",
        "\u202e",
        "\u2066",
        "\u200b",
    ),
    *(
        '=HYPERLINK("http://x")',
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
    ),
    *(
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\x7f",
        "\ud800",
        "\ufffe",
        "|",
        "\\",
        '"',
        "'",
        ",",
        ";",
        "<b>",
        "_x0041_",
    ),
    *(" ", "\u00a0", "\u3000", "Ani, S.Pd.", "漢字", "e\u0301"),
)
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=5).map("".join)
rows = st.lists(st.tuples(texts, texts), min_size=1, max_size=4)
TWO = (Column("nama", "Nama"), Column("unit", "Unit"))
CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def rendered(write, report, *arguments, **options) -> str:
    out = BytesIO()
    write(report, out, *arguments, **options)
    return out.getvalue().decode()


def controls(text: str) -> set[str]:
    return {letter for letter in text if unicodedata.category(letter) in CONTROL}


@given(rows, texts, texts)
@settings(deadline=None)
def test_no_control_character_reaches_what_people_read(data, title, note):
    report = Report(title, TWO, data, (note,))
    for shown in (
        rendered(write_table, report),
        rendered(write_markdown, report),
        rendered(write_html, report),
        rendered(write_terminal_table, report, color=False, width=60),
        rendered(write_csv, report, RFC4180, on_terminal=True),
        rendered(write_json, report),
    ):
        assert controls(shown) <= {"\n"}


@given(rows)
@settings(deadline=None)
def test_the_table_shows_every_text_letter_for_letter(data):
    report = Report("Judul", TWO, data)
    plain = rendered(write_table, report)
    wide = rendered(write_terminal_table, report, color=False, width=1_000)
    for row in data:
        for text in row:
            assert visible(text).rstrip(" ") in plain
            assert visible(text).rstrip() in wide


@given(rows)
@settings(max_examples=50, deadline=None)
def test_colour_is_all_that_escapes_on_a_terminal_and_it_is_ours(data):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TERM", "xterm-256color")
        environment.delenv("NO_COLOR", raising=False)
        shown = rendered(write_terminal_table, Report("Judul", TWO, data), color=True, width=60)
    for ours in ("\x1b[1m", "\x1b[0m"):
        shown = shown.replace(ours, "")
    assert controls(shown) <= {"\n"}


# what excel-id ends with a thin space, so that no spreadsheet makes a number of a text
LIKE_A_NUMBER = re.compile(r"[0-9Rp .,:/%Ee+-]*[0-9][0-9 .,:/%Ee+-]*", re.ASCII)


@given(rows)
@example([("", "00"), ("1E5", "12")])
@settings(deadline=None)
def test_a_csv_cell_never_starts_as_a_formula_and_comes_back_whole(data):
    for dialect in (RFC4180, EXCEL_ID, TSV):
        text = rendered(write_csv, Report("Judul", TWO, data), dialect).removeprefix("\ufeff")
        read = list(csv.reader(StringIO(text, newline=""), delimiter=dialect.separator, strict=True))[1:]
        assert len(read) == len(data)
        for cells, row in zip(read, data, strict=True):
            for cell, original in zip(cells, row, strict=True):
                assert not cell.lstrip(" \u00a0\u3000").startswith(TRIGGERS)
                assert controls(cell) <= {"\t", "\r", "\n"}
                if dialect.for_people and LIKE_A_NUMBER.fullmatch(original):
                    cell = cell.removesuffix("\u2009")
                assert visible(cell) in (visible(original), "'" + visible(original))


@given(rows, st.lists(st.integers(-(10**17), 10**17), min_size=4, max_size=4))
@settings(deadline=None)
def test_json_gives_back_the_very_text(data, points):
    columns = (*TWO, Column("nilai", "Nilai", Kind.POINTS))
    report = Report("Judul", columns, [(*row, number) for row, number in zip(data, points, strict=False)])
    read = json.loads(rendered(write_json, report), parse_float=str)
    assert [(row["nama"], row["unit"]) for row in read] == [joined(row) for row in data]
    assert [row["nilai"].replace(".", "").replace("-0", "-") for row in read] == [
        f"{number:+04d}".removeprefix("+").replace("-0", "-") for number in points[: len(data)]
    ]


def joined(row: tuple[str, str]) -> tuple[str, ...]:
    """Two halves of a surrogate pair side by side are one letter in JSON."""
    return tuple(text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in row)


@given(rows)
@settings(max_examples=40, deadline=None)
def test_a_workbook_holds_plain_strings_of_the_right_value(data):
    out = BytesIO()
    write_workbook(Report("=1+1", TWO, data, ("=2+2",)), out)
    book = openpyxl.load_workbook(out)
    cells = book["Data"].iter_rows(min_row=2, max_row=len(data) + 1, max_col=2)
    for line, row in zip(cells, data, strict=True):
        for cell, original in zip(line, row, strict=True):
            assert cell.data_type == ("s" if original else "n")
            # _x005F_ is the format's own spelling of "_" before xHHHH_; openpyxl leaves it in inline strings.
            assert (cell.value or "").replace("x005F_", "") == visible(original)
            assert cell.hyperlink is None
    assert book["Metode"]["A1"].data_type == "s"


@given(rows, texts, texts)
@settings(max_examples=50, deadline=None)
def test_a_page_shows_every_text_and_has_no_element_more(data, title, note):
    page = read_page(rendered(write_html, Report(title, TWO, data, (note,))))
    plain = read_page(rendered(write_html, Report("a", TWO, [("b", "c")] * len(data), ("d",))))
    assert [element.name for element in page.everything()] == [element.name for element in plain.everything()]
    assert page.one("h1").text == visible(title)
    assert page.one("li").text == visible(note)
    assert table_of(page)[1] == [[visible(text) for text in row] for row in data]

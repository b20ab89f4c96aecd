"""The page: structure, escaping, policy and pictures, read back by the standard library's parser."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pages import Element, digest, policy_of, read_page, table_of

from kinerja_cli.render.html_page import write_html
from kinerja_cli.render.rekap import LOCAL_POLICY
from kinerja_cli.render.report import Chart, ChartKind, Column, Kind, Report, Series

SCALE = ("Sangat Baik", "Baik", "Kurang")
COLUMNS = (
    Column("peringkat", "#", Kind.INTEGER),
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("nilai_akhir", "Akhir", Kind.POINTS),
    Column("predikat", "Predikat", scale=SCALE),
    Column("mulai", "Mulai", Kind.DATE),
)
ROWS = [
    (1, "199001012015031002", "Ani", 8713, "Sangat Baik", "2025-03-31"),
    (2, "198512312010012001", "Budi", 7600, "Baik", None),
    (None, "197001011995031001", "Citra", None, None, None),
]
NOTES = ("3 pegawai.", "Tanda terima: #5:0123456789ab", LOCAL_POLICY)
BARS = Chart("Sebaran", ChartKind.BARS, ("Baik", "Lain"), (Series("Pegawai", (30, 15)),), Kind.INTEGER)
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; &amp; &#60;",
    "<!-- ]]> -->",
    "\x00\x1b[2J\u202e\ud800",
]


def page_of(report: Report) -> Element:
    return read_page(text_of(report))


def text_of(report: Report) -> str:
    out = BytesIO()
    write_html(report, out)
    return out.getvalue().decode()


def report(**changes) -> Report:
    given = {"title": "Rekap 2025", "columns": COLUMNS, "rows": ROWS, "notes": NOTES} | changes
    return Report(**given)


def test_the_table_says_what_the_report_says():
    heads, rows = table_of(page_of(report()))
    assert heads == ["#", "NIP", "Nama", "Akhir", "Predikat", "Mulai"]
    assert rows == [
        ["1", "199001012015031002", "Ani", "87.13", "Sangat Baik", "2025-03-31"],
        ["2", "198512312010012001", "Budi", "76.00", "Baik", ""],
        ["", "197001011995031001", "Citra", "", "", ""],
    ]


def test_who_hears_the_page_knows_where_she_is():
    page = page_of(report(figures=lambda: [("Pegawai", "3")], charts=lambda: [BARS]))
    assert page.one("html").attributes["lang"] == "id"
    assert page.one("head").one("title").text == page.one("h1").text == "Rekap 2025"
    assert [heading.text for heading in page.all("h2")] == ["Ringkasan", "Grafik", "Tabel", "Keterangan"]
    data = page.by_id("data")
    assert data.one("caption").text == "Rekap 2025"
    assert {head.attributes["scope"] for head in data.one("thead").all("th")} == {"col"}
    named = [row.one("th") for row in data.one("tbody").all("tr")]
    assert [(head.attributes["scope"], head.text) for head in named] == [
        ("row", "Ani"),
        ("row", "Budi"),
        ("row", "Citra"),
    ]
    [skip] = page.all("a")
    assert page.by_id(skip.attributes["href"].removeprefix("#")).attributes["tabindex"] == "0"
    for element in page.everything():
        for name in ("aria-labelledby", "for"):
            for target in element.attributes.get(name, "").split():
                assert page.by_id(target)


def test_without_a_name_the_first_column_heads_the_rows():
    page = page_of(report(columns=COLUMNS[:2], rows=[row[:2] for row in ROWS]))
    assert [row.one("th").text for row in page.by_id("data").one("tbody").all("tr")] == ["1", "2", ""]


def test_columns_say_how_they_are_sorted_and_nip_never_as_a_number():
    heads = page_of(report()).by_id("data").one("thead").all("th")
    assert [head.attributes["data-jenis"] for head in heads] == [
        "angka",
        "nip",
        "teks",
        "angka",
        "teks",
        "nip",
    ]
    assert [head.attributes.get("data-skala") for head in heads][3:5] == [
        None,
        '["Sangat Baik", "Baik", "Kurang"]',
    ]


def test_a_predikat_has_its_colour_beside_its_text_and_nothing_else_has_one():
    cells = page_of(report()).by_id("data").one("tbody").all("td", "th")
    assert [
        (cell.text.strip(), cell.attributes["class"]) for cell in cells if "class" in cell.attributes
    ] == [
        ("Sangat Baik", "p0"),
        ("Baik", "p2"),
    ]


def test_an_empty_report_says_so():
    data = page_of(report(rows=[])).by_id("data")
    assert data.one("tbody").text.strip() == "(tidak ada data)"


def test_notes_stand_below_and_those_that_must_on_every_printed_page():
    page = page_of(report(method=(("Aturan", "sejak 2025"),)))
    assert [note.text for note in page.all("li")] == list(NOTES)
    assert page.by_id("data").one("tfoot").text == f"{NOTES[1]} · {LOCAL_POLICY}"
    assert [(term.text, said.text) for term, said in zip(page.all("dt"), page.all("dd"), strict=True)] == [
        ("Aturan", "sejak 2025")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_the_data_is_never_markup(text):
    """It stands in the title, in headings, cells, figures, charts and notes, and the page has the same elements."""

    def structure(word: str) -> tuple[list[str], Element]:
        chart = Chart(
            word, ChartKind.BARS, (word, "b"), (Series(word, (1, 2)), Series("x", (1, 2))), Kind.INTEGER
        )
        course = Chart(
            word, ChartKind.LINE, (word, "b"), (Series(word, (1, 2)), Series("x", (None, 2))), Kind.POINTS
        )
        columns = (Column("nama", word), Column("predikat", "P", scale=(word, "b")))
        given = Report(
            word,
            columns,
            [(word, word)],
            (word,),
            charts=lambda: [chart, course],
            method=((word, word),),
            figures=lambda: [(word, word)],
        )
        page = page_of(given)
        # a long label goes on in a second text
        return [f"{e.name} {sorted(e.attributes)}" for e in page.everything() if e.name != "text"], page

    harmless, _ = structure("a")
    elements, page = structure(text)
    assert elements == harmless
    shown = text if text.isprintable() else "\\u0000\\u001b[2J\\u202e\\ud800"
    assert page.one("h1").text == page.by_id("data").one("caption").text == shown
    assert table_of(page) == ([shown, "P"], [[shown, shown]])


def test_nothing_is_asked_of_anybody_and_only_its_own_script_and_style_may_run():
    text = text_of(report(figures=lambda: [("Pegawai", "3")], charts=lambda: [BARS]))
    page = read_page(text)
    assert policy_of(page) == (
        f"default-src 'none'; style-src {digest(page.one('style').text)}; "
        f"script-src {digest(page.one('script').text)}; base-uri 'none'; form-action 'none'"
    )
    for element in page.everything():
        assert not {name for name in element.attributes if name.startswith("on") or name in ("style", "src")}
        assert element.attributes.get("href", "#").startswith("#")
        assert "action" not in element.attributes
    assert not re.search(r"https?:|//[a-z]|url\(|@import|innerHTML|eval\(|fetch\(|XMLHttp", text)


def test_the_policy_is_read_before_anything_that_it_governs():
    first = page_of(report()).one("head").all("meta", "style", "script", "link", "title")
    assert [first[0].attributes.get("charset"), first[1].attributes.get("http-equiv")] == [
        "utf-8",
        "Content-Security-Policy",
    ]


def test_the_same_report_is_the_same_bytes_and_rows_are_read_once():
    def once():
        yield from ROWS

    assert text_of(report(rows=once())) == text_of(report(rows=once()))


def test_rows_go_out_as_they_are_read():
    """A nation's page isn't held: when half of the rows were read, most of that half is written."""
    out, seen = BytesIO(), []

    def rows():
        for number in range(2_000):
            if number == 1_000:
                seen.append(out.getvalue().count(b"<tr>"))
            yield number, "199001012015031002", "Ani", 1, "Baik", None

    write_html(report(rows=rows()), out)
    assert 900 < seen[0] < 1_001


def bars_of(chart: Chart) -> list[Element]:
    return page_of(report(charts=lambda: [chart])).one("figure").all("svg")


def test_bars_are_as_long_as_their_numbers_with_the_number_beside():
    [svg] = bars_of(BARS)
    assert [bar.attributes["width"] for bar in svg.all("rect")] == ["100.00%", "50.00%"]
    # the shade of "Baik" in the scale of the report; "Lain" is on no scale
    assert [bar.attributes["class"] for bar in svg.all("rect")] == ["p2", ""]
    assert [text.text for text in svg.all("text")] == ["Baik", "30", "Lain", "15"]
    assert svg.attributes["role"] == "img"
    assert svg.one("title").text == "Sebaran"
    assert svg.one("desc").text == "Baik: 30; Lain: 15"


def test_the_numbers_of_a_chart_stand_in_a_table_as_well():
    several = (Series("Pegawai", (3, 4)), Series("Lengkap", (2, None)))
    page = page_of(report(charts=lambda: [BARS._replace(series=several)]))
    rows = page.one("details").one("table").all("tr")
    assert [[cell.text for cell in row.all("th", "td")] for row in rows] == [
        ["Nama", "Pegawai", "Lengkap"],
        ["Baik", "3", "2"],
        ["Lain", "4", "tidak ada"],
    ]


def test_a_long_chart_is_drawn_in_pictures_that_fit_a_page():
    labels = tuple(f"Kelurahan {number}" for number in range(100))
    pictures = bars_of(Chart("Unit", ChartKind.BARS, labels, (Series("x", tuple(range(100))),), Kind.INTEGER))
    assert max(int(svg.attributes["height"]) for svg in pictures) < 560
    texts = [text.text for svg in pictures for text in svg.all("text")]
    assert texts[::2] == list(labels)
    assert len({svg.one("title").attributes["id"] for svg in pictures}) == len(pictures) > 5


def test_a_course_is_joined_across_no_gap_and_between_no_two_runs():
    runs = (
        Series("2020–2023", (80_00, 82_00, None, 84_00, None)),
        Series("2024", (None, None, None, None, 90_00)),
    )
    chart = Chart("Tren", ChartKind.LINE, ("2020", "2021", "2022", "2023", "2024"), runs, Kind.POINTS)
    page = page_of(report(charts=lambda: [chart]))
    [svg] = [svg for svg in page.one("figure").all("svg") if "role" in svg.attributes]
    joined = [line for line in svg.all("line") if line.attributes["class"].startswith("s")]
    # only 2020 to 2021: from 8 % to 29 % of the width, and 80.00 is the lowest of 80.00 to 90.00, 82.00 a fifth up
    assert [(line.attributes["x1"], line.attributes["x2"]) for line in joined] == [("8.00%", "29.00%")]
    assert (joined[0].attributes["y1"], joined[0].attributes["y2"]) == ("168", "140")
    assert len(svg.all("circle")) == 4
    assert [line.attributes["x1"] for line in svg.all("line") if line.attributes["class"] == "putus"] == [
        "81.50%"
    ]
    assert [item.text.strip() for item in page.one("figure").all("li")] == ["2020–2023", "2024"]
    assert "80.00 sampai 90.00" in svg.one("desc").text


def test_nothing_to_draw_is_drawn_as_nothing():
    for kind in ChartKind:
        [svg] = bars_of(Chart("Kosong", kind, (), (Series("x", ()),), Kind.POINTS))
        assert "Tidak ada data" in svg.one("desc").text
        [flat] = bars_of(Chart("Satu", kind, ("a",), (Series("x", (None,)),), Kind.POINTS))
        assert flat.all("circle") == []

"""Pages in a real Chromium: layout, sorting, searching, paper, and that nothing leaves."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from devtools import Chromium, browser

from kinerja_cli.render.html_page import write_html
from kinerja_cli.render.report import Column, Kind, Report

CHROMIUM = browser()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium tidak ada (apt install chromium)"),
]
PAGES = {
    "tahunan": "rekap tahunan 2025",
    "unit": "rekap unit 2025",
    "distribusi": "rekap distribusi 2025 --per-unit",
    "tren": "rekap tren",
    "pegawai": "pegawai daftar",
    "jelaskan": "jelaskan 197502162000122003 2025",
    "kebijakan": "rekap kebijakan 2025",
}
COLUMNS = (
    Column("peringkat", "#", Kind.INTEGER),
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("nilai_akhir", "Akhir", Kind.POINTS),
    Column("predikat", "Predikat", scale=("Sangat Baik", "Baik", "Kurang")),
)
ROWS = [
    (9, "199001012015031002", "Éka", 900, "Kurang"),
    (10, "098512312010012001", "ani", 10_000, "Baik"),
    (None, "197001011995031001", "Budi", None, None),
    (2, "200001011995031001", "Citra 10", 8_750, "Sangat Baik"),
    (1, "200001011995031002", "Citra 9", -100, "Baik"),
]
HOSTILE = "<img src=x onerror='window.owned=1'><script>window.owned=1</script>\"'><svg onload=window.owned=1>"
CLASHES, COLOURS = (
    Path(__file__).with_name(name).read_text("utf-8") for name in ("clashes.js", "colours.js")
)
INTRUDERS = """
(() => {
  const script = document.createElement("script");
  script.textContent = "window.owned = 1";
  const picture = document.createElement("img");
  picture.src = "https://contoh.invalid/x.png";
  document.body.append(script, picture);
  document.body.setAttribute("onclick", "window.owned = 1");
  document.body.click();
})()
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    assert CHROMIUM is not None
    with Chromium(CHROMIUM, tmp_path_factory.mktemp("profil")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the demo's office, written as a user writes them."""
    folder = tmp_path_factory.mktemp("contoh") / "kantor"

    def kinerja(*words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "kinerja_cli", *words], check=True, capture_output=True, cwd=folder.parent
        )

    kinerja("demo", str(folder))
    for name, line in PAGES.items():
        kinerja("-C", str(folder), *line.split(), "-q", "-o", str(folder / f"{name}.html"))
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """``written(rows)``: the file of a page with them."""

    def write(rows: Any, columns: tuple[Column, ...] = COLUMNS, **more: Any) -> Path:
        file = tmp_path / "halaman.html"
        with file.open("wb") as out:
            write_html(Report(more.pop("title", "Rekap"), columns, rows, **more), out)
        return file

    return write


def shown(chromium: Chromium, column: int) -> list[str]:
    """The cells of a column, of the rows that are drawn."""
    told: list[str] = chromium.ask(
        "[...document.querySelectorAll('#data tbody tr')].filter((row) => row.checkVisibility())"
        f".map((row) => row.cells[{column}].textContent.trim())"
    )
    return told


def count(chromium: Chromium) -> str:
    return str(chromium.ask("document.getElementById('jumlah').textContent"))


def search(chromium: Chromium, text: str) -> None:
    """Type into the field as a person does, and wait for what it does."""
    chromium.ask("document.getElementById('kata').focus(); document.getElementById('kata').select()")
    chromium.press("Delete", 46)
    chromium.type(text) if text else None
    chromium.ask("new Promise((done) => setTimeout(done, 400))")


def sort(chromium: Chromium, column: int) -> str:
    """Click the button of a heading; the sort that the heading then claims."""
    head = f"document.querySelectorAll('#data thead th')[{column}]"
    return str(chromium.ask(f"{head}.querySelector('button').click(), {head}.getAttribute('aria-sort')"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_a_page_fits_its_window_and_asks_nobody_for_anything(chromium, pages, name, width, dark):
    chromium.show_at(width, dark=dark)
    chromium.open(pages[name])
    assert chromium.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert chromium.ask(CLASHES) == []
    assert chromium.complaints() == []
    assert chromium.requests() == [pages[name].as_uri()]
    if (name, width) == ("tahunan", 360):  # the table is wider than a telephone, and scrolls by itself
        assert chromium.ask(
            "(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)(document.getElementById('tabel'))"
        )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["tahunan", "unit", "tren"])
def test_all_text_can_be_read_against_its_ground(chromium, pages, name, dark):
    chromium.show_at(1280, dark=dark)
    chromium.open(pages[name])
    chromium.ask("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = chromium.ask(COLOURS)
    assert len(found) > 2
    assert {pair: tag for pair, tag in found.items() if contrast(*pair.split(" on ")) < 4.5} == {}
    ground = luminance(chromium.ask("getComputedStyle(document.body).backgroundColor"))
    assert (ground < 0.1) == dark


def luminance(color: str) -> float:
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", color)[:3])
    lights = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    ]
    return 0.2126 * lights[0] + 0.7152 * lights[1] + 0.0722 * lights[2]


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_numbers_sort_as_numbers_nip_as_text_and_a_predikat_by_its_rank(chromium, written):
    chromium.open(written(ROWS))
    assert sort(chromium, 3) == "ascending"
    assert shown(chromium, 3) == ["-1.00", "9.00", "87.50", "100.00", ""]
    assert sort(chromium, 3) == "descending"
    assert shown(chromium, 3) == ["100.00", "87.50", "9.00", "-1.00", ""]
    assert sort(chromium, 0) == "ascending"
    assert shown(chromium, 0) == ["1", "2", "9", "10", ""]
    sort(chromium, 1)
    assert shown(chromium, 1) == sorted(row[1] for row in ROWS)
    sort(chromium, 2)
    assert shown(chromium, 2) == ["ani", "Budi", "Citra 9", "Citra 10", "Éka"]
    sort(chromium, 4)
    assert shown(chromium, 4) == ["Sangat Baik", "Baik", "Baik", "Kurang", ""]
    claimed = "[...document.querySelectorAll('#data thead th')].map((head) => head.getAttribute('aria-sort'))"
    assert chromium.ask(claimed) == [None, None, None, None, "ascending"]


def test_the_keyboard_alone_reaches_the_table_and_sorts_it(chromium, written):
    chromium.show_at(1280)
    chromium.open(written(ROWS))
    chromium.press("Tab", 9)
    assert chromium.ask("document.activeElement.className") == "lompat"
    assert chromium.ask("document.activeElement.getBoundingClientRect().left >= 0")
    chromium.press("Enter", 13, "\r")
    assert chromium.ask("document.activeElement.id") == "tabel"
    for _ in range(4):
        chromium.press("Tab", 9)
    assert chromium.ask("document.activeElement.textContent") == "Akhir"
    assert chromium.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    chromium.press("Enter", 13, "\r")
    assert shown(chromium, 3)[0] == "-1.00"
    chromium.press(" ", 32, " ")
    assert shown(chromium, 3)[0] == "100.00"


def test_searching_keeps_the_rows_that_have_every_word_whatever_its_case(chromium, written):
    chromium.open(written(ROWS))
    assert count(chromium) == "5 baris"
    search(chromium, "CITRA")
    assert shown(chromium, 2) == ["Citra 10", "Citra 9"]
    assert count(chromium) == "2 dari 5 baris"
    search(chromium, "baik citra sangat")
    assert shown(chromium, 2) == ["Citra 10"]
    search(chromium, "1970010119")
    assert shown(chromium, 2) == ["Budi"]
    search(chromium, "tidak ada yang begini")
    assert shown(chromium, 2) == []
    search(chromium, "")
    assert len(shown(chromium, 2)) == 5
    assert chromium.complaints() == []


def many(people: int) -> list[tuple[Any, ...]]:
    return [(n, f"{10**17 + n}", f"Orang {n}", 10_000 - n, "Baik") for n in range(1, people + 1)]


def test_of_a_long_table_three_hundred_rows_are_drawn_at_a_time_and_paper_has_all(chromium, written):
    chromium.open(written(many(700)))
    assert len(shown(chromium, 0)) == 300
    assert (
        chromium.ask("document.getElementById('sisa').textContent")
        == "300 baris pertama dari 700 ditampilkan."
    )
    chromium.ask("document.getElementById('tambah').click()")
    assert len(shown(chromium, 0)) == 600
    assert chromium.ask("document.getElementById('tambah').textContent") == "Tampilkan 100 lagi"
    chromium.ask("document.getElementById('semua').click()")
    assert len(shown(chromium, 0)) == 700
    assert chromium.ask("document.getElementById('lagi').hidden")
    search(chromium, "orang")
    sort(chromium, 3)
    assert shown(chromium, 0) == [str(number) for number in range(700, 400, -1)]
    search(chromium, "orang 690")
    assert shown(chromium, 0) == ["690"]
    search(chromium, "")
    chromium.call("Emulation.setEmulatedMedia", media="print")
    assert len(shown(chromium, 0)) == 700
    chromium.call("Emulation.setEmulatedMedia", media="")


def test_without_scripts_the_whole_table_is_there_and_nothing_that_does_nothing(chromium, written):
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open_without_scripts(written(many(700)))
        rows = chromium.drawn("#data tbody tr")
        assert rows == 700
        assert chromium.drawn("button, input") == 0
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("dark", [False, True])
def test_paper_is_a4_lying_light_with_the_headings_and_the_notes_on_every_page(
    chromium, pages, dark, tmp_path
):
    chromium.show_at(1280, dark=dark)
    chromium.open(pages["tahunan"])
    printed = chromium.printed()
    assert set(re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", printed)) <= {
        (b"842", b"595"),
        (b"841.91998", b"594.95996"),
    }
    count = len(re.findall(rb"/Type /Page\b", printed))
    assert count > 3
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext tidak ada (apt install poppler-utils): isi halaman tidak dibaca")
    (tmp_path / "a.pdf").write_bytes(printed)
    done = subprocess.run(
        ["pdftotext", "-layout", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    sheets = done.stdout.decode().split("\f")[:count]
    told = [sheet for sheet in sheets if re.search(r"\b\d{18}\b", sheet)]
    assert len(told) >= count - 1
    for sheet in told:
        assert "Nama" in sheet
        assert "Predikat" in sheet
        assert "Tanda terima: #" in sheet
        assert "Nilai menurut kebijakan lokal" in sheet
    assert all(f"Halaman {number} dari {count}" in sheet for number, sheet in enumerate(sheets, start=1))
    assert "Cari di tabel" not in done.stdout.decode()


def test_the_policy_is_one_sheet_of_paper(chromium, pages):
    chromium.open(pages["kebijakan"])
    assert len(re.findall(rb"/Type /Page\b", chromium.printed())) == 1


def test_paper_is_light_whatever_the_reader_prefers(chromium, pages):
    chromium.call(
        "Emulation.setEmulatedMedia",
        media="print",
        features=[{"name": "prefers-color-scheme", "value": "dark"}],
    )
    chromium.open(pages["tahunan"])
    assert luminance(chromium.ask("getComputedStyle(document.body).backgroundColor")) == 1
    assert luminance(chromium.ask("getComputedStyle(document.body).color")) < 0.05
    chromium.call("Emulation.setEmulatedMedia", media="")


def test_a_hostile_name_stays_a_name(chromium, written):
    columns = (Column("nama", HOSTILE), Column("predikat", "P", scale=(HOSTILE, "b")))
    file = written([(HOSTILE, HOSTILE), ("b", "b")], columns, title=HOSTILE, notes=(HOSTILE,))
    chromium.open(file)
    sort(chromium, 0)
    sort(chromium, 1)
    search(chromium, "<script>")
    assert shown(chromium, 0) == [HOSTILE]
    assert chromium.ask("window.owned === undefined && document.title") == HOSTILE
    assert chromium.ask("document.querySelectorAll('img, #data svg, script').length") == 1
    assert chromium.complaints() == []
    assert chromium.requests() == [file.as_uri()]


def test_the_policy_would_stop_what_got_in_all_the_same(chromium, written):
    chromium.open(written(ROWS))
    chromium.ask(INTRUDERS)
    assert chromium.ask("fetch('https://contoh.invalid/').then(() => 'went', () => 'stopped')") == "stopped"
    assert chromium.ask("window.owned === undefined")
    asked = {
        url for url in chromium.requests() if url.startswith("https")
    }  # of the second it never came to that
    assert asked == set(chromium.stopped()) == {"https://contoh.invalid/x.png"}
    assert len(chromium.complaints()) >= 3  # the browser said of each what its policy forbids

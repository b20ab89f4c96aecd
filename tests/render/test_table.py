"""The table on a terminal and off it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from kinerja_cli.render.report import Column, Kind, Report
from kinerja_cli.render.table import display_width, write_table, write_terminal_table

COLUMNS = (
    Column("peringkat", "Peringkat", Kind.INTEGER),
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("unit", "Unit", hide=1),
    Column("jabatan", "Jabatan", hide=3),
    Column("nilai_akhir", "Nilai Akhir", Kind.POINTS),
    Column("predikat", "Predikat"),
)
ROWS = (
    (1, "199001012015031002", "Ani, S.Pd.", "maulafa", "Analis Ahli Muda", 10000, "Sangat Baik"),
    (2, "198512312010012001", "漢字", "naikoten", None, 8850, None),
)
NOTE = "Nilai menurut kebijakan lokal"
ESCAPE = "\x1b"


def report(rows=ROWS) -> Report:
    return Report("Rekap tahunan 2025", COLUMNS, rows, (NOTE,))


def plain(rows=ROWS) -> str:
    out = BytesIO()
    write_table(report(rows), out)
    return out.getvalue().decode()


def on_terminal(width: int, *, color: bool = False, rows=ROWS) -> str:
    out = BytesIO()
    write_terminal_table(report(rows), out, color=color, width=width)
    return out.getvalue().decode()


def test_off_a_terminal_it_is_whole_and_plain():
    assert plain() == (
        "Rekap tahunan 2025\n"
        "\n"
        "Peringkat  NIP                 Nama        Unit      Jabatan           Nilai Akhir  Predikat\n"
        f"{'─' * 95}\n"
        "        1  199001012015031002  Ani, S.Pd.  maulafa   Analis Ahli Muda       100.00  Sangat Baik\n"
        "        2  198512312010012001  漢字        naikoten                          88.50\n"
        "\n"
        "Nilai menurut kebijakan lokal\n"
    )


def test_a_wide_terminal_shows_the_same_table():
    shown = [line.rstrip() for line in on_terminal(200).splitlines()]
    assert shown == plain().splitlines()


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 100, 120])
def test_nip_and_numbers_are_never_cut_however_narrow_the_terminal(width):
    shown = on_terminal(width)
    for whole in ("199001012015031002", "198512312010012001", "100.00", "88.50"):
        assert re.search(rf"(?<!\S){re.escape(whole)}(?!\S)", shown), whole


@pytest.mark.parametrize("width", [62, 70, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal_where_the_least_widths_fit(width):
    assert max(map(display_width, on_terminal(width).splitlines())) <= width


def test_columns_go_in_the_order_of_hide_and_the_last_line_names_them():
    assert "disembunyikan" not in on_terminal(95)
    assert (
        on_terminal(80).splitlines()[-1].startswith("Kolom disembunyikan karena terminal sempit: Jabatan. ")
    )
    narrow = " ".join(line.strip() for line in on_terminal(65).splitlines()[-2:])
    assert narrow.endswith("terminal sempit: Unit, Jabatan. Semua kolom: -o NAMA.csv")


def test_text_folds_and_keeps_every_word():
    shown = on_terminal(95)
    for word in ("Analis", "Ahli", "Muda"):
        assert word in shown


def test_markup_and_emoji_codes_are_letters():
    rows = [(1, None, "[/x] [red]merah[/red]", "[link=file:///x]y[/link]", ":smile:", 1, "[")]
    for shown in (plain(rows), on_terminal(200, color=True, rows=rows)):
        for text in ("[/x] [red]merah[/red]", "[link=file:///x]y[/link]", ":smile:"):
            assert text in shown


def test_title_headings_and_notes_are_letters_too():
    out = BytesIO()
    loud = Report("[bold]J[/x]", (Column("a", "[red]A[/y]\x1b"),), [("x",)], ("[/z]:smile:",))
    write_terminal_table(loud, out, color=False, width=80)
    shown = [line.rstrip() for line in out.getvalue().decode().splitlines()]
    assert shown == ["[bold]J[/x]", "", "[red]A[/y]\\u001b", "─" * 16, "x", "", "[/z]:smile:"]


def test_colour_only_where_it_is_wanted(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ESCAPE in on_terminal(200, color=True)
    assert ESCAPE not in on_terminal(200, color=False)
    assert ESCAPE not in plain()


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_the_environment_can_say_no_to_colour(monkeypatch, variable, value):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(variable, value)
    assert ESCAPE not in on_terminal(200, color=True)


def test_an_empty_list_says_so():
    assert plain([]).splitlines()[4] == "(tidak ada data)"
    assert "(tidak ada data)" in on_terminal(80, rows=[])


def test_the_heading_comes_once_over_many_rows():
    rows = [(i, "199001012015031002", "n", "u", "j", i, "p") for i in range(450)]
    shown = on_terminal(120, rows=rows)
    assert shown.count("Peringkat") == 1
    assert [int(line.split()[0]) for line in shown.splitlines() if line.strip()[:1].isdigit()] == list(
        range(450)
    )


def test_widths_count_cells_not_letters():
    assert [display_width(text) for text in ("abc", "漢字", "e\u0301", "ñ")] == [3, 4, 1, 1]


SHARES = (
    Column("predikat", "Predikat", scale=("Sangat Baik", "Baik", "Kurang")),
    Column("persen", "Persen", Kind.POINTS, drawn=True),
    Column("temuan", "Temuan", hide=3),
)


def spread(width: int, rows: tuple[tuple[str, int | None, str], ...], *, color: bool = False) -> str:
    out = BytesIO()
    write_terminal_table(Report("Sebaran", SHARES, rows), out, color=color, width=width)
    return out.getvalue().decode()


def test_a_terminal_draws_shares_as_bars_the_longest_for_the_largest():
    rows = (
        ("Sangat Baik", 25_00, "a"),
        ("Baik", 50_00, "b"),
        ("Kurang", 1, "c"),
        ("Lain", 0, "d"),
        ("?", None, ""),
    )
    for width, full in ((80, 12), (200, 24)):
        shown = spread(width, rows).splitlines()[4:]
        bars = [re.sub(r"[^▏▎▍▌▋▊▉█]", "", line) for line in shown]
        # 25.00 is half of 50.00; 0.01 is next to nothing, but not nothing
        assert bars == ["█" * (full // 2), "█" * full, "▏", "", ""]


def test_a_bar_is_as_long_as_its_number_to_the_eighth_of_a_cell():
    # 10.00 of 30.00 on 12 cells is 4; 11.00 is 4.4, and 0.4 is three eighths
    shown = spread(80, (("Baik", 30_00, ""), ("Baik", 10_00, ""), ("Baik", 11_00, "")))
    assert [re.sub(r"[^▏▎▍▌▋▊▉█]", "", line) for line in shown.splitlines()[4:]] == [
        "█" * 12,
        "████",
        "████▍",
    ]


def test_a_bar_is_never_broken_and_goes_before_what_was_found_is_lost():
    rows = (("Sangat Baik", 50_00, "kelebihan"), ("Baik", 25_00, "-"))
    narrow = spread(34, rows)
    assert "█" not in narrow
    assert "kelebihan" in narrow
    assert "disembunyikan" not in narrow  # a bar says nothing that the number doesn't
    assert max(map(display_width, spread(48, rows).splitlines())) <= 48
    assert "█" * 12 in spread(48, rows)


def test_off_a_terminal_there_are_no_bars():
    out = BytesIO()
    write_table(Report("Sebaran", SHARES, (("Baik", 50_00, ""),)), out)
    assert "█" not in out.getvalue().decode()


def test_a_predikat_is_coloured_by_its_place_beside_its_text(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    rows = (("Sangat Baik", 1, ""), ("Baik", 1, ""), ("Kurang", 1, ""), ("Lain", 1, ""))
    shown = spread(80, rows, color=True)
    for text, code in (("Sangat Baik", "1;32"), ("Baik", "1;33"), ("Kurang", "1;31"), ("Lain", "1")):
        assert f"{ESCAPE}[{code}m{text}" in shown, text
    monkeypatch.setenv("NO_COLOR", "1")
    told = spread(80, rows, color=True)
    assert ESCAPE not in told
    assert [line.split("  ")[0].strip() for line in told.splitlines()[4:]] == [
        "Sangat Baik",
        "Baik",
        "Kurang",
        "Lain",
    ]

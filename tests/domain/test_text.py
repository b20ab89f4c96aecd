"""Text from people: what is kept, what is refused, what was meant."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.text import clean_text, did_you_mean, fold, nearest, visible
from kinerja_cli.errors import BadValue


def test_text_is_kept_as_it_is_but_for_its_edges_and_its_accents_in_one_form():
    assert clean_text("  Yohana [/x] Ndao, S.Pd. \u00a0", "nama") == "Yohana [/x] Ndao, S.Pd."
    assert clean_text("Andre\u0301", "nama") == "Andr\u00e9"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "nama kosong"), (" \u00a0 ", "nama kosong"), ("A\x1b[2J", "U\\+001B"), ("A\u200bB", "U\\+200B"),
     ("A\u202eB", "U\\+202E"), ("A\vB", "U\\+000B"), ("=HYPERLINK(1)", "rumus"), ("+62", "rumus"), ("-", "rumus"),
     ("@x", "rumus"), ("\uff1dx", "rumus"), ("x" * 201, "201 huruf; paling banyak 200")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_the_reason(text, words):
    with pytest.raises(BadValue, match=words):
        clean_text(text, "nama")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028"])
def test_a_line_break_is_called_by_the_keys_that_make_it(line_break):
    with pytest.raises(BadValue) as refused:
        clean_text(f"Jl. Timor{line_break}Raya", "nama")
    assert str(refused.value) == "nama memuat ganti baris (Alt+Enter); jadikan satu baris"
    assert clean_text(f"Ani{line_break}", "nama") == "Ani"


def test_what_could_move_a_cursor_is_spelt_out():
    assert visible("Ani\x1b[2J\x07\u202e") == "Ani\\u001b[2J\\u0007\\u202e"
    assert visible("Bétawi — 漢") == "Bétawi — 漢"
    assert visible("\U000e0001") == "\\U000e0001"


@pytest.mark.parametrize(
    "heading", ["Nama  Pegawai", "nama_pegawai", "NAMA.PEGAWAI", "\ufeffNama/Pegawai", "(nama) pegawai*"]
)
def test_a_heading_folds_to_its_letters(heading):
    assert fold(heading) == "namapegawai"


def test_the_nearest_word_is_found_whatever_its_case_and_given_in_its_own():
    assert nearest("puks", ["KEC", "PUSK"]) == "PUSK"
    assert nearest("Disiplin", ["disiplin", "inovasi"]) == "disiplin"
    assert nearest("xyz", ["KEC", "PUSK"]) == ""
    assert did_you_mean("inovsi", ["disiplin", "inovasi"]) == " Maksud Anda 'inovasi'?"
    assert did_you_mean("xyz", ["disiplin"]) == ""

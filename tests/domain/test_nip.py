"""NIP and NI PPPK as people and spreadsheets spell and break them (regulations: Perka BKN 22 and 43/2007)."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.nip import guess_kind, nearest_nip, parse_nip, spaced
from kinerja_cli.errors import BadValue

NIP = "199008052015031002"


@pytest.mark.parametrize(
    "text",
    [NIP, "19900805 201503 1 002", "19900805.201503.1.002", f"'{NIP}", f'="{NIP}"', f"  {NIP}\u00a0",
     "19900805\u00a0201503\u00a01\u00a0002", '="19900805 201503 1 002"'],
)  # fmt: skip
def test_one_nip_has_one_spelling(text):
    assert parse_nip(text) == NIP


@pytest.mark.parametrize(
    "text",
    ["199503012025031000", "1.99503E+17", "1,99503E+17", "1,99e17", "199503012025031001.0", "199503012025031001,00",
     "19950301 202503 1 000"],
)  # fmt: skip
def test_what_a_spreadsheet_destroyed_is_refused_with_the_remedy(text):
    with pytest.raises(BadValue, match=r"rusak oleh Excel.*Teks di Excel"):
        parse_nip(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "NIP kosong"),
        ("'", "NIP kosong"),
        ("19950301202503100", "hanya 17 angka"),
        ("1995030120250310011", "19 angka"),
        ("19950301202503100O", "memuat huruf"),
        ("１９９５０３０１２０２５０３１００１", "memuat huruf atau tanda lain"),
        ("199503012025031001/", "memuat huruf atau tanda lain"),
    ],
)
def test_what_is_no_nip_says_why(text, words):
    with pytest.raises(BadValue, match=words):
        parse_nip(text)


@pytest.mark.parametrize(
    ("nip", "kind"),
    [(NIP, "PNS"), ("199012312015121001", "PNS"), ("199009132025212014", "PPPK"), ("199009132025242014", "PPPK"),
     ("199009132025132014", "PNS")],
)  # fmt: skip
def test_digits_13_and_14_tell_a_month_from_a_contract(nip, kind):
    assert guess_kind(nip) == kind


def test_a_nip_is_guessed_by_one_digit_or_two_neighbours_swapped_and_never_by_more():
    known = [NIP, "197001011995032001"]
    assert nearest_nip("199008052015031003", known) == NIP
    assert nearest_nip("199008052015031020", known) == NIP
    assert nearest_nip("199008052015032003", known) == ""
    assert nearest_nip("199008052015031003", [NIP, "199008052015031004"]) == ""  # two could be meant


def test_the_official_spelling_has_blanks_and_reads_back():
    assert spaced(NIP) == "19900805 201503 1 002"
    assert parse_nip(spaced(NIP)) == NIP

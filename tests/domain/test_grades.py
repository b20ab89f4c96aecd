"""Golongan and jenis as people spell them."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.grades import parse_grade, parse_kind
from kinerja_cli.errors import BadValue


@pytest.mark.parametrize(
    "text", ["III/a", "III.a", "IIIa", "3a", " iii / A ", "3/A", "Penata Muda, III/a", "Penata Muda (III/a)"]
)
def test_one_grade_has_one_spelling(text):
    assert parse_grade(text) == "III/a"


@pytest.mark.parametrize(
    ("text", "grade"),
    [("IX", "IX"), ("9", "IX"), ("xvii", "XVII"), ("IV/e", "IV/e"), ("Penata Tk. I, III/d", "III/d")],
)
def test_grades_of_both_kinds_are_known(text, grade):
    assert parse_grade(text) == grade


@pytest.mark.parametrize("text", ["", "III/e", "V/a", "XVIII", "0", "18", "III/a atau III/b", "Penata"])
def test_what_is_no_grade_is_refused(text):
    with pytest.raises(BadValue):
        parse_grade(text)


@pytest.mark.parametrize(
    ("text", "kind"), [("pns", "PNS"), ("P3K", "PPPK"), ("PPPK  Paruh Waktu", "PPPK paruh waktu")]
)
def test_kinds_are_read_in_any_case(text, kind):
    assert parse_kind(text) == kind


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(BadValue, match="PPPK paruh waktu"):
        parse_kind("honorer")

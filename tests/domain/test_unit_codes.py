"""Codes of units: accepted, compared, and made from a name."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.unit_codes import code_for, parse_unit_code, same_code
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import BadValue

PKM = Unit(1, "PUSKESMAS-SIKUMANA", "Puskesmas Sikumana", None)


@pytest.mark.parametrize("text", ["PKM-SIKUMANA", " kel.1/2 ", "a", "x" * 40])
def test_a_code_is_taken_without_the_blanks_around_it(text):
    assert parse_unit_code(text) == text.strip()


@pytest.mark.parametrize("text", ["", "A B", "-A", "A-", "Ä", "x" * 41])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(BadValue, match="tidak dapat dipakai"):
        parse_unit_code(text)


def test_a_code_is_the_same_whatever_its_case():
    assert same_code([PKM], "puskesmas-Sikumana") == PKM
    assert same_code([PKM], "PUSKESMAS") is None


def test_a_code_from_a_name_is_numbered_where_it_is_taken():
    second = Unit(2, "puskesmas-sikumana-2", "Puskesmas Sikumana", None)
    assert code_for("Puskesmas Sikumana", []) == "PUSKESMAS-SIKUMANA"
    assert code_for("Puskesmas Sikumana", [PKM]) == "PUSKESMAS-SIKUMANA-2"
    assert code_for("Puskesmas Sikumana", [PKM, second]) == "PUSKESMAS-SIKUMANA-3"
    assert code_for("…", []) == "UNIT"

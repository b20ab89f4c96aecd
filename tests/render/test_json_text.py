"""JSON, with numbers that were never floats."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest

from kinerja_cli.render.json_text import json_string, to_json, write_json
from kinerja_cli.render.report import Column, Kind, Points, Report

COLUMNS = (
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("nilai", "Nilai", Kind.POINTS),
    Column("peringkat", "#", Kind.INTEGER),
)


def written(rows, columns=COLUMNS) -> str:
    out = BytesIO()
    write_json(Report("Judul", columns, rows, ("Catatan",)), out)
    return out.getvalue().decode()


def test_a_list_of_objects_one_a_line_with_two_places_and_null():
    rows = [("199001012015031002", "Añi", 8850, 1), ("198512312010012001", None, None, None)]
    assert written(rows) == (
        "[\n"
        '{"nip": "199001012015031002", "nama": "Añi", "nilai": 88.50, "peringkat": 1},\n'
        '{"nip": "198512312010012001", "nama": null, "nilai": null, "peringkat": null}\n'
        "]\n"
    )


def test_no_rows_are_an_empty_list():
    assert written([]) == "[]\n"


def test_points_are_exact_however_large():
    text = written([(None, None, 99_999_999_999_999_901, None)])
    assert json.loads(text, parse_float=Decimal)[0]["nilai"] == Decimal("999999999999999.01")


def test_many_rows_make_one_list():
    rows = ((None, "%s", i, i) for i in range(4_500))
    assert [row["peringkat"] for row in json.loads(written(rows))] == list(range(4_500))


def test_a_key_with_a_percent_sign_stays_a_key():
    assert json.loads(written([(5,)], (Column("persen%s", "%", Kind.INTEGER),))) == [{"persen%s": 5}]


@pytest.mark.parametrize(
    "text", ["a\x1b]8;;http://x\x07b", "\x9b31m", "\u202ekiri", "\x7f", "\U000e0041", '"\\\n']
)
def test_what_a_terminal_would_obey_is_escaped_and_nothing_is_lost(text):
    written_text = json_string(text)
    assert written_text.isprintable()
    assert json.loads(written_text) == text


def test_to_json_lays_out_what_jelaskan_shows():
    value = {
        "nip": "199001012015031002",
        "baris": [{"bobot": Fraction(3333, 100), "rata_rata": Points(8850), "nilai": []}],
        "tahun": 2025,
        "kosong": None,
        "ya": True,
    }
    assert to_json(value) == (
        "{\n"
        '  "nip": "199001012015031002",\n'
        '  "baris": [\n'
        "    {\n"
        '      "bobot": 33.33,\n'
        '      "rata_rata": 88.50,\n'
        '      "nilai": []\n'
        "    }\n"
        "  ],\n"
        '  "tahun": 2025,\n'
        '  "kosong": null,\n'
        '  "ya": true\n'
        "}"
    )


def test_weights_print_as_plain_decimals():
    assert [to_json(w) for w in (Fraction(30), Fraction(1, 8), Fraction(-5, 2))] == ["30", "0.125", "-2.5"]


def test_what_has_no_exact_text_is_refused():
    with pytest.raises(TypeError, match="float"):
        to_json({"nilai": 88.5})
    with pytest.raises(ValueError, match="1/3"):
        to_json(Fraction(1, 3))

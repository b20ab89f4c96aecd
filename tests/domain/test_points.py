"""Points are whole hundredths; nothing is ever a float."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kinerja_cli.domain.points import (
    half_up,
    half_up_fraction,
    parse_decimal,
    parse_points,
    parse_score,
    show_points,
    show_scale,
)
from kinerja_cli.errors import BadValue


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("87", 8700), ("87.5", 8750), ("87,5", 8750), ("87,05", 8705), (" 100 ", 10000), ("0", 0),
     ("0,01", 1), ("2000", 200000)],
)  # fmt: skip
def test_a_number_is_read_with_comma_or_point(text, hundredths):
    assert parse_points(text) == hundredths


@pytest.mark.parametrize(
    ("text", "words"),
    [("1.000", "3 angka di belakang"), ("87,555", "paling banyak 2"), ("", "bukan angka"),
     ("87,", "bukan angka"),
     (",5", "bukan angka"), ("087", "bukan angka"), ("+5", "bukan angka"), ("-5", "bukan angka"),
      ("1_0", "bukan angka"),
     ("1e2", "bukan angka"), ("1.234,5", "bukan angka"), ("８７", "bukan angka"), ("nan", "bukan angka"),
     ("9" * 16, "terlalu besar")],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_or_none_is_refused(text, words):
    with pytest.raises(BadValue, match=words):
        parse_points(text)


@pytest.mark.parametrize("text", ["0,99", "4,01", "-1", " -2,5 ", "-0"])
def test_a_score_outside_the_scale_is_told_with_the_scale_also_where_it_is_negative(text):
    with pytest.raises(BadValue) as refused:
        parse_score(text, 100, 400)
    assert str(refused.value) == f"'{text.strip()}' di luar skala 1–4; tulis angka dalam skala itu"


def test_a_score_at_either_end_of_the_scale_is_inside_it():
    assert [parse_score(text, 50, 400) for text in ("0,5", "4")] == [50, 400]


@pytest.mark.parametrize("text", ["-", "--5", "-baik", "- 5", "baik"])
def test_a_score_that_is_no_number_is_not_called_out_of_scale(text):
    with pytest.raises(BadValue, match="bukan angka"):
        parse_score(text, 0, 10000)


@pytest.mark.parametrize(("ends", "shown"), [((0, 10000), "0–100"), ((50, 400), "0.50–4")])
def test_a_scale_is_shown_without_places_that_say_nothing(ends, shown):
    assert show_scale(*ends) == shown


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [(0, "0.00"), (1, "0.01"), (8750, "87.50"), (12000, "120.00"), (12001, "120.01"),
     (-5, "-0.05"), (100000, "1000.00")],
)  # fmt: skip
def test_points_are_shown_with_a_point_and_two_places(hundredths, shown):
    assert show_points(hundredths) == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (3, 2, 2), (5, 2, 3), (149, 100, 1), (1, 3, 0), (2, 3, 1), (0, 7, 0), (7, 1, 7)],
)
def test_a_tie_goes_up_and_not_to_the_even_neighbour(numerator, denominator, rounded):
    assert half_up(numerator, denominator) == rounded
    assert half_up_fraction(Fraction(numerator, denominator)) == rounded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("33.33", Fraction(3333, 100)),
        ("0.1", Fraction(1, 10)),
        ("-2.5", Fraction(-5, 2)),
        ("30", Fraction(30)),
    ],
)
def test_a_decimal_is_exact(text, value):
    assert parse_decimal(text) == value


@pytest.mark.parametrize("text", ["010", "1_0", "1e2", "33,33", " 30", ".5", "5.", "inf", "1/3", "0x1F", ""])
def test_a_decimal_has_one_plain_spelling(text):
    with pytest.raises(BadValue):
        parse_decimal(text)

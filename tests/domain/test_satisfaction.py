"""IKM, mutu and interval from sums: expected by hand, or by plain arithmetic over the single answers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random
from statistics import mean, stdev

import pytest

from kinerja_cli.domain.satisfaction import (
    EXACT,
    ROUNDED,
    Tally,
    combined,
    grade_of,
    parse_weight,
    sample_needed,
    satisfaction,
)
from kinerja_cli.errors import BadValue

PUBLISHED = Tally(29, (105, 101, 100, 116, 102, 105, 106, 105, 115), None)


def tally(*rows: tuple[int, ...]) -> Tally:
    """What single answers add up to."""
    sums = tuple(map(sum, zip(*rows, strict=True)))
    squares = tuple(sum(answer**2 for answer in column) for column in zip(*rows, strict=True))
    return Tally(len(rows), sums, sum(sum(row) ** 2 for row in rows), squares)


def alike(hundredths: int) -> Tally:
    """A hundred respondents whose NRR of every element is *hundredths*."""
    return Tally(100, (hundredths,) * 9, None)


def test_the_published_survey():
    exact, old = satisfaction(PUBLISHED), satisfaction(PUBLISHED, ROUNDED)
    # 955 answers of 29 people: 25 * 955 / (9 * 29) = 23875 / 261
    assert (exact.exact, exact.shown, exact.grade.code) == (Fraction(23875, 261), 91_48, "A")
    assert (old.exact, old.shown) == (Fraction(25 * 11 * 955, 100 * 29), 90_56)  # 90.5603
    assert exact.means[0] == Fraction(105, 29)
    assert [element.key for element in exact.weakest] == ["waktu"]


@pytest.mark.parametrize(
    ("nrr", "shown", "grade", "old", "old_grade"),
    [
        (354, 88_50, "A", 87_62, "B"),  # 87.615, of which the sources print 87.61
        (310, 77_50, "B", 76_73, "B"),  # 76.725
        (261, 65_25, "C", 64_60, "D"),  # 64.5975
        (400, 100_00, "A", 99_00, "A"),
        (100, 25_00, "D", 24_75, "D"),
    ],
)
def test_the_rounded_weight_changes_the_index_and_sometimes_the_grade(nrr, shown, grade, old, old_grade):
    exact, rounded = satisfaction(alike(nrr)), satisfaction(alike(nrr), ROUNDED)
    assert (exact.shown, exact.grade.code) == (shown, grade)
    assert (rounded.shown, rounded.grade.code) == (old, old_grade)


@pytest.mark.parametrize(
    ("hundredths", "grade"),
    [
        (88_30, "B"),
        (88_31, "A"),
        (76_60, "C"),
        (76_61, "B"),
        (64_99, "D"),
        (65_00, "C"),
        (25_00, "D"),
        (100_00, "A"),
    ],
)
def test_the_edges_of_the_grades(hundredths, grade):
    assert grade_of(hundredths).code == grade


def test_what_lies_between_two_printed_bands_is_rounded_first():
    # 25 * total / (9 n) = 88.305 exactly: total 158949, n 5000; one answer less is 88.30444…
    half, less = (
        Tally(5000, (17661,) * 8 + (last,), None) for last in (158949 - 8 * 17661, 158948 - 8 * 17661)
    )
    assert satisfaction(half).exact == Fraction(88_305, 1000)
    assert (satisfaction(half).shown, satisfaction(half).grade.code) == (88_31, "A")
    assert (satisfaction(less).shown, satisfaction(less).grade.code) == (88_30, "B")


T975 = {1: 12.706, 2: 4.303, 3: 3.182, 9: 2.262, 29: 2.045, 30: 2.042, 119: 1.980, 499: 1.965, 999: 1.962}


@pytest.mark.parametrize(("df", "printed"), T975.items())
def test_the_interval_is_that_of_the_respondents_means(df, printed):
    """Against mean and deviation of the single answers, and the t that tables print to three places."""
    draw = Random(df)
    rows = [tuple(draw.choice((2, 3, 3, 4)) for _ in range(9)) for _ in range(df + 1)]
    found = satisfaction(tally(*rows))
    each = [sum(row) / 9 for row in rows]
    reach = 25 * stdev(each) / len(each) ** 0.5 * printed
    assert found.low is not None
    assert found.high is not None
    slack = 1 + reach * 100 * 0.0005 / printed  # one hundredth, and what t was rounded by
    assert abs(found.low - max(25 * mean(each) - reach, 25) * 100) <= slack
    assert abs(found.high - min(25 * mean(each) + reach, 100) * 100) <= slack


def test_an_interval_by_hand():
    # totals 30 and 32: mean 31, s / sqrt(2) = 1, t(1) = 12.7062 -> 25 / 9 * 18.2938 = 50.816; above it is cut at 100
    found = satisfaction(tally((3, 3, 3, 4, 3, 4, 3, 4, 3), (4, 4, 2, 4, 3, 4, 4, 4, 3)))
    assert (found.shown, found.low, found.high) == (86_11, 50_82, 100_00)
    assert not found.is_sure
    assert found.is_small


def test_those_who_were_all_asked_leave_no_doubt():
    rows = [(3, 3, 3, 4, 3, 4, 3, 4, 3), (4, 4, 2, 4, 3, 4, 4, 4, 3)]
    found = satisfaction(tally(*rows), users=2)
    assert (found.low, found.high, found.is_sure) == (86_11, 86_11, True)
    half = satisfaction(tally(*rows), users=4)  # sqrt(1 - 2/4): 31 - 12.7062 * 0.707107 = 22.0154 -> 61.154
    assert half.low == 61_15


def test_without_a_spread_there_is_no_interval():
    assert satisfaction(PUBLISHED).low is None
    assert satisfaction(tally((3,) * 9)).high is None
    assert satisfaction(PUBLISHED).is_sure
    same = satisfaction(tally(*[(3,) * 9] * 10))
    assert (same.low, same.high) == (75_00, 75_00)


def test_the_interval_goes_with_the_old_weight():
    rows = [(3, 3, 3, 4, 3, 4, 3, 4, 3), (4, 4, 2, 4, 3, 4, 4, 4, 3)]
    old = satisfaction(tally(*rows), ROUNDED)
    assert (old.low, old.high) == (50_31, 99_00)  # 0.99 times 50.816 and 100


def test_adding_up_is_the_same_as_one_survey():
    rows = list(product((3, 4), repeat=9))
    assert combined([tally(*rows[:100]), tally(*rows[100:])]) == tally(*rows)
    assert combined([tally(*rows), PUBLISHED]) == Tally(
        512 + 29, tuple(512 // 2 * 7 + one for one in PUBLISHED.sums), None
    )
    assert combined([]) is None


def weakest(*sums: int) -> list[str]:
    return [element.key for element in satisfaction(Tally(10, sums, None)).weakest]


def test_the_weakest_elements():
    assert weakest(35, 35, 31, 40, 35, 35, 35, 35, 35) == ["waktu"]
    assert weakest(31, 35, 31, 40, 35, 35, 31, 35, 31) == [
        "persyaratan",
        "waktu",
        "perilaku",
    ]  # at most three
    assert weakest(35, 29, 28, 40, 35, 35, 35, 35, 30) == ["waktu", "prosedur"]  # 3.0 isn't below 3
    assert weakest(20, 29, 28, 40, 35, 35, 35, 27, 30) == ["persyaratan", "pengaduan", "waktu"]
    assert weakest(*[35] * 9) == []


# N and S of the table that Krejcie and Morgan printed
@pytest.mark.parametrize(
    ("users", "needed"),
    [(10, 10), (75, 63), (100, 80), (500, 217), (1000, 278), (10_000, 370), (1_000_000, 384)],
)
def test_how_many_respondents_a_survey_needs(users, needed):
    assert sample_needed(users) == needed


def test_only_two_weights_are_known():
    assert parse_weight("1/9") == EXACT == Fraction(1, 9)
    assert parse_weight("0,11") == parse_weight(" 0.11 ") == Fraction(11, 100)
    for other in ("0.1111", "11", "", "0.12"):
        with pytest.raises(BadValue, match="1/9"):
            parse_weight(other)

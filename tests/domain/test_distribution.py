"""The pattern of SE MenPANRB 3/2023, against its own table and against trying every way to spread few people."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from kinerja_cli.domain.distribution import (
    BANDS,
    PATTERNS,
    Achievement,
    Limit,
    guidance,
    is_official,
    limits_in_words,
    parse_achievement,
    why_unmet,
)
from kinerja_cli.errors import BadValue

# people: at most 70 %, at least 60 %, at least 10 %, at most 10 % (regulations.md 1.4)
SMALL_UNITS = {
    1: (0, 1, 1, 0),
    2: (1, 2, 1, 0),
    3: (2, 2, 1, 0),
    4: (2, 3, 1, 0),
    5: (3, 3, 1, 0),
    7: (4, 5, 1, 0),
    10: (7, 6, 1, 1),
    12: (8, 8, 2, 1),
}


@pytest.mark.parametrize(("people", "numbers"), SMALL_UNITS.items())
def test_the_numbers_for_few_people_are_those_of_the_table(people, numbers):
    at_most_70, at_most_10 = Limit(("baik",), most=70), Limit(("baik",), most=10)
    at_least_60, at_least_10 = Limit(("baik",), least=60), Limit(("baik",), least=10)
    found = (
        at_most_70.largest(people), at_least_60.fewest(people), at_least_10.fewest(people), at_most_10.largest(people)
    )  # fmt: skip
    assert found == numbers


def test_nine_good_and_three_very_good_of_twelve_in_a_good_unit_are_two_findings():
    """The vector of regulations.md 4.1."""
    found = guidance(Achievement.GOOD, {"baik": 9, "sangat_baik": 3})
    assert [(d.limit.bands, d.held, d.by) for d in found.departures] == [
        (("baik",), 9, 9 - 8),
        (("butuh_perbaikan", "kurang"), 0, -1),
    ]
    assert [d.words for d in found.departures] == [
        "Baik 75 % (9 dari 12) melebihi 70 %, paling banyak 8: kelebihan 1",
        "tidak ada Butuh Perbaikan atau Kurang: kurang 1",
    ]
    assert found.unmet == ""


@pytest.mark.parametrize(
    ("achievement", "counts", "by"),
    [
        ("istimewa", {"sangat_baik": 7, "baik": 3}, []),
        ("istimewa", {"sangat_baik": 8, "baik": 2}, [1]),
        ("istimewa", {"sangat_baik": 4, "baik": 6}, [4 - 6]),  # not the main group
        ("baik", {"baik": 7, "kurang": 1, "sangat_kurang": 2}, []),
        ("butuh_perbaikan", {"butuh_perbaikan": 6, "sangat_baik": 1, "baik": 3}, []),
        ("butuh_perbaikan", {"cukup": 5, "sangat_baik": 2, "baik": 3}, [5 - 6, 2 - 1]),
        ("kurang", {"kurang": 6, "butuh_perbaikan": 1, "baik": 3}, []),
        ("kurang", {"kurang": 5, "baik": 5}, [5 - 6, 0 - 1]),
        ("sangat_kurang", {"sangat_kurang": 6, "kurang": 1, "baik": 3}, []),
        ("sangat_kurang", {"sangat_kurang": 6, "baik": 3, "sangat_baik": 1}, [0 - 1, 1]),
    ],
)
def test_each_pattern_says_by_how_many_people_it_is_missed(achievement, counts, by):
    assert [d.by for d in guidance(Achievement(achievement), counts).departures] == by


def ways(people: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every way to put people into groups."""
    if groups == 1:
        yield (people,)
        return
    for first in range(people + 1):
        yield from ((first, *rest) for rest in ways(people - first, groups - 1))


def fits(achievement: str, way: tuple[int, ...]) -> bool:
    """The words of regulations.md 1.4, as fractions."""
    n = sum(way)
    sb, b, bp, k, sk = (Fraction(count, n) for count in way)
    seven, six, one = Fraction(7, 10), Fraction(6, 10), Fraction(1, 10)
    return {
        "istimewa": sb == max(sb, b, bp, k, sk) and sb <= seven,
        "baik": b == max(sb, b, bp, k, sk) and b <= seven and bp + k > 0,
        "butuh_perbaikan": bp >= six and sb <= one,
        "kurang": k >= six and bp >= one and sb <= one,
        "sangat_kurang": sk >= six and k + bp >= one and sb == 0,
    }[achievement]


@pytest.mark.parametrize("achievement", Achievement)
def test_a_pattern_can_be_met_where_some_way_to_spread_so_many_people_fits(achievement):
    for people in range(1, 13):
        possible = [way for way in ways(people, len(BANDS)) if fits(achievement, way)]
        assert (why_unmet(achievement, people) == "") == bool(possible), people
        for way in ways(people, len(BANDS)) if people < 8 else possible:
            counts = dict(zip(BANDS, way, strict=True))
            assert (guidance(achievement, counts).departures == ()) == (way in possible), way


def test_one_person_in_a_good_unit_can_never_fit():
    assert why_unmet(Achievement.GOOD, 1) == "Baik harus kelompok terbesar, padahal paling banyak 0 orang"
    assert why_unmet(Achievement.POOR, 2) == (
        "Kurang paling sedikit 60 % = 2; Butuh Perbaikan paling sedikit 10 % = 1; jumlahnya 3, lebih dari 2"
    )
    assert why_unmet(Achievement.GOOD, 2) == ""


def test_nobody_at_all_departs_from_nothing():
    found = guidance(Achievement.GOOD, dict.fromkeys(BANDS, 0))
    assert (found.people, found.departures, found.unmet) == (0, (), "")


def test_bounds_stand_at_the_predikat_that_they_are_about():
    found = guidance(Achievement.POOR, {"kurang": 12})
    assert {band: found.bounds(band) for band in BANDS} == {
        "sangat_baik": (None, 1),
        "baik": (None, None),
        "butuh_perbaikan": (2, None),
        "kurang": (8, None),
        "sangat_kurang": (None, None),
    }
    assert found.about("butuh_perbaikan").startswith("Butuh Perbaikan 0 % (0 dari 12) di bawah 10 %")
    assert found.about("kurang") == ""


def test_limits_are_told_with_their_numbers():
    assert limits_in_words(Achievement.GOOD, 12) == (
        "Baik kelompok terbesar; Baik paling banyak 70 % = 8; "
        "Butuh Perbaikan dan/atau Kurang paling sedikit seorang"
    )
    assert limits_in_words(Achievement.VERY_POOR, 12).endswith("Sangat Baik tidak ada")


def test_the_pattern_speaks_only_of_the_five_predikat_of_the_regulation():
    assert is_official(BANDS)
    assert is_official(["sangat_baik", "baik", "cukup", "kurang", "sangat_kurang"])
    assert not is_official(["sangat_baik", "baik", "kurang", "sangat_kurang"])
    assert not is_official(["sangat_baik", "baik", "sedang", "kurang", "sangat_kurang"])
    assert set(PATTERNS) == set(Achievement)


@pytest.mark.parametrize("text", ["Butuh Perbaikan", "butuh-perbaikan", " BUTUH_PERBAIKAN "])
def test_a_capaian_is_read_whatever_its_case_and_marks(text):
    assert parse_achievement(text) is Achievement.TO_IMPROVE


def test_another_word_is_refused_with_those_there_are():
    with pytest.raises(BadValue, match="istimewa, baik, butuh_perbaikan, kurang, sangat_kurang"):
        parse_achievement("cukup")

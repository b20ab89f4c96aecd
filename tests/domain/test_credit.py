"""Angka kredit against the published figures of Peraturan BKN 3/2023, and months by placements and service."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_cli.domain.appraisal import Outcome, Status
from kinerja_cli.domain.credit import (
    COEFFICIENTS,
    LEVELS,
    PERCENT,
    UNSURE,
    Part,
    credit,
    credited,
    level_of,
    month_ends,
    parts_of,
)
from kinerja_cli.domain.distribution import BANDS
from kinerja_cli.domain.ranking import YearRow

ROW = YearRow(
    "198501012010012001",
    "Ani",
    "KEC",
    None,
    Outcome(Status.COMPLETE, (), None, 0, None, None, 0, None, None),
)


class Post(NamedTuple):
    starts: str
    position: str | None


def shown(*pieces: tuple[int, int, int]) -> int:
    """Hundredths, half up, by an arithmetic of its own: Fraction of points, floor of twice the hundredths."""
    points = sum(
        (
            Fraction(months, 12) * Fraction(percent, 100) * Fraction(coefficient, 100)
            for months, percent, coefficient in pieces
        ),
        Fraction(0),
    )
    return (int(points * 200) + 1) // 2


@pytest.mark.parametrize(
    ("pieces", "hundredths"),
    [
        # regulations.md 1.7 and 4.1: the official examples
        ([(12, 150, 12_50)], 18_75),
        ([(2, 100, 12_50)], 2_08),
        ([(12, 150, 12_50), (2, 100, 12_50)], 20_83),
        # Ahli Madya, Butuh Perbaikan: 28.125 exactly, which half-even makes 28.12
        ([(12, 75, 37_50)], 28_13),
        # 9.375 and 3.125 of the published tables
        ([(6, 150, 12_50)], 9_38),
        ([(12, 25, 12_50)], 3_13),
        # four quarters of 4.6875 are the year's 18.75, not four times 4.69
        ([(3, 150, 12_50)] * 4, 18_75),
    ],
)
def test_the_published_figures(pieces: list[tuple[int, int, int]], hundredths: int) -> None:
    exact = credit(pieces)
    assert exact == sum((Fraction(m * p * c, 1200) for m, p, c in pieces), Fraction(0))
    assert (int(exact * 2) + 1) // 2 == hundredths == shown(*pieces)


def test_the_sum_is_not_that_of_rounded_parts() -> None:
    halves = (Part("ahli_pertama", 6, 12_50), Part("ahli_muda", 6, 25_00))
    found = credited(ROW, halves, "sangat_baik")
    # 9.375 + 18.75 = 28.125
    assert (found.percent, found.credit, found.months) == (150, 28_13, 12)
    quarters = (Part("ahli_pertama", 3, 12_50), Part("penyelia", 9, 25_00))
    # 4.6875 + 28.125 = 32.8125; rounded first, 4.69 + 28.13 = 32.82
    assert credited(ROW, quarters, "sangat_baik").credit == 32_81


def test_the_tables_are_those_of_the_regulation() -> None:
    assert [PERCENT[code] for code in BANDS] == [150, 100, 75, 50, 25]
    assert COEFFICIENTS == {
        "ahli_pertama": 1250, "ahli_muda": 2500, "ahli_madya": 3750, "ahli_utama": 5000,
        "terampil": 500, "mahir": 1250, "penyelia": 2500,
    }  # fmt: skip
    # Pemula is known from memory alone (regulations.md 1.7, grade M): never a constant
    assert UNSURE == ("pemula",)
    assert sorted(LEVELS) == sorted((*COEFFICIENTS, *UNSURE))


@pytest.mark.parametrize(
    ("position", "level"),
    [
        ("Analis Kebijakan Ahli Pertama", "ahli_pertama"),
        ("guru  AHLI   muda ", "ahli_muda"),
        ("Perencana Ahli-Madya", "ahli_madya"),
        ("Auditor (Ahli Utama)", "ahli_utama"),
        ("Ahli\u00a0Muda", "ahli_muda"),
        ("Perawat Pemula", "pemula"),
        ("Bidan TERAMPIL", "terampil"),
        ("Pranata Komputer Mahir.", "mahir"),
        ("Penyelia", "penyelia"),
        ("Pengawas Ahli Pertama pada Dinas", None),
        ("Guru Muda", None),
        ("Guru Pertama", None),
        ("Kepala Puskesmas", None),
        ("Staf Takterampil", None),
        ("Lurah", None),
        ("", None),
        (None, None),
    ],
)
def test_the_jenjang_stands_at_the_end_of_the_jabatan(position: str | None, level: str | None) -> None:
    assert level_of(position) == level


def test_a_month_belongs_to_the_placement_of_its_last_day() -> None:
    held = [Post("0001-01-01", "Guru Ahli Pertama"), Post("2025-07-01", "Guru Ahli Muda")]
    assert parts_of(2025, (None, None), held, {}) == (
        Part("ahli_pertama", 6, 12_50),
        Part("ahli_muda", 6, 25_00),
    )
    # on 30 June she is there already, so June is of the new one; on 1 July the same
    for day, months in (("2025-06-30", (5, 7)), ("2025-06-02", (5, 7)), ("2025-07-31", (6, 6))):
        later = [held[0], Post(day, "Guru Ahli Muda")]
        assert tuple(part.months for part in parts_of(2025, (None, None), later, {})) == months


def test_only_months_in_such_a_jabatan_and_in_service_count() -> None:
    held = [Post("0001-01-01", "Pelaksana"), Post("2025-03-01", "Bidan Mahir"), Post("2025-11-01", "Lurah")]
    assert parts_of(2025, (None, None), held, {}) == (Part("mahir", 8, 12_50),)
    # in service on the last day of April to September: from 15 April, and until 30 September
    assert parts_of(2025, ("2025-04-15", "2025-09-30"), held, {}) == (Part("mahir", 6, 12_50),)
    assert parts_of(2025, ("2025-04-15", "2025-09-29"), held, {}) == (Part("mahir", 5, 12_50),)
    assert parts_of(2024, (None, None), held, {}) == ()


def test_the_same_jenjang_in_two_posts_is_one_part() -> None:
    held = [
        Post("0001-01-01", "Guru Ahli Muda"),
        Post("2025-05-01", "Lurah"),
        Post("2025-09-01", "Analis Ahli Muda"),
    ]
    assert parts_of(2025, (None, None), held, {}) == (Part("ahli_muda", 8, 25_00),)


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert month_ends(2024, "2024-02-29", "2024-03-30") == ["2024-02-29"]
    assert len(month_ends(2025, None, None)) == 12


def test_pemula_counts_by_what_the_rules_say_and_by_nothing_else() -> None:
    held = [Post("0001-01-01", "Perawat Pemula")]
    [without] = parts_of(2025, (None, None), held, {})
    assert without == Part("pemula", 12, None)
    assert credited(ROW, (without,), "baik").credit is None
    stated = parts_of(2025, (None, None), held, {"pemula": 3_75})
    assert credited(ROW, stated, "baik").credit == 3_75
    # half a year of it leaves the whole without a number: half of one would pass for the year's
    half = (Part("pemula", 6, None), Part("terampil", 6, 5_00))
    assert credited(ROW, half, "baik").credit is None


def test_without_a_predikat_there_is_no_number() -> None:
    found = credited(ROW, (Part("mahir", 12, 12_50),), None)
    assert (found.percent, found.credit, found.months) == (None, None, 12)


parts = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(sorted(COEFFICIENTS.values()))), min_size=1, max_size=4
)


@given(parts)
def test_a_better_predikat_never_gives_less(pieces: list[tuple[int, int]]) -> None:
    """PermenPANRB 1/2023: the percent falls strictly with the predikat, so the exact figure does too."""
    made = tuple(Part("mahir", months, coefficient) for months, coefficient in pieces)
    shown_by_band = [credited(ROW, made, code).credit or 0 for code in BANDS]
    assert shown_by_band == sorted(shown_by_band, reverse=True)
    exact = [credit((m, PERCENT[code], c) for m, c in pieces) for code in BANDS]
    assert all(better > worse for better, worse in pairwise(exact))
    assert shown_by_band == [shown(*((m, PERCENT[code], c) for m, c in pieces)) for code in BANDS]

"""The Reliable Change Index: decided in whole fractions, shown with two places, and not told where it means nothing."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from random import Random

import pytest

from kinerja_cli.domain.reliable_change import Yardstick, yardstick

# x: four at 60 and four at 80, so the squares about 70 sum to 8 × 100; y the same with one of each half at the other
# end: the products sum to 3 − 1 − 1 + 3 = 4 hundreds, r = 400 / 800 = 1/2 and s² = 800 / 7
PAIRS = [(6000, y) for y in (6000, 6000, 6000, 8000)] + [(8000, y) for y in (6000, 8000, 8000, 8000)]
FIRST = [x for x, _ in PAIRS]


def measured(first: list[int], pairs: list[tuple[int, int]]) -> Yardstick:
    found = yardstick(first, pairs)
    assert isinstance(found, Yardstick), found
    return found


def test_the_vector_worked_out_by_hand():
    """SE = √(2 · 800/7 · 1/2) = √(800/7) = 10.690…, and 1.96 of it is 20.953…"""
    found = measured(FIRST, PAIRS)
    assert found == Yardstick(8, 8, Fraction(8_000_000, 7), Fraction(1, 4))
    assert (found.spread, found.correlation) == (1069, 50)
    assert [found.is_reliable(change) for change in (2095, 2096)] == [False, True]
    assert [found.rci(change) for change in (2095, 2096, -2096)] == [196, 196, -196]


def test_exactly_1_96_is_not_above_it():
    """s = 10 and r = 1/2: SE = √(2 · 100 · 1/2) = 10, so 19.60 is 1.96 exactly."""
    found = Yardstick(8, 8, Fraction(1_000_000), Fraction(1, 4))
    assert found.rci(1960) == 196
    assert [found.is_reliable(change) for change in (1960, 1961)] == [False, True]


def test_a_fall_is_never_a_reliable_rise():
    assert not measured(FIRST, PAIRS).is_reliable(-9000)
    assert not measured(FIRST, PAIRS).is_reliable(0)


def test_s_is_that_of_everybody_with_a_first_year():
    """Eight more at 70 add nothing to the squares: s² = 800/15, while r stays that of whoever has both."""
    found = measured([*FIRST, *[7000] * 8], PAIRS)
    assert found == Yardstick(16, 8, Fraction(8_000_000, 15), Fraction(1, 4))


@pytest.mark.parametrize("seed", range(20))
def test_it_agrees_with_the_formula_in_floats(seed):
    drawn = Random(seed)
    truth = [drawn.gauss(7800, 600) for _ in range(30)]
    pairs = [(round(t + drawn.gauss(0, 300)), round(t + drawn.gauss(0, 300))) for t in truth]
    first = [x for x, _ in pairs] + [round(drawn.gauss(7800, 600)) for _ in range(5)]
    r = statistics.correlation(*map(list, zip(*pairs, strict=True)))
    error = statistics.stdev(first) * math.sqrt(2 * (1 - r))
    found = measured(first, pairs)
    for change in (-500, 1, 300, 700, 900, 1200, 2500):
        assert found.rci(change) == pytest.approx(100 * change / error, abs=0.51)
        assert found.is_reliable(change) == (change / error > 1.96)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        (PAIRS[:7], "hanya 7 orang"),
        ([(7000, y) for _, y in PAIRS], "nilai semua orang sama"),
        ([(x, 7000) for x, _ in PAIRS], "nilai semua orang sama"),
        ([(x, 20_000 - x) for x, _ in PAIRS], "tidak sejalan"),
        ([(x, y) for x in (6000, 8000) for y in (6000, 8000) for _ in (1, 2)], "tidak sejalan"),
        ([(x, x + 500) for x, _ in PAIRS], "sejalan sempurna"),
    ],
)
def test_why_nothing_is_told(pairs, why):
    found = yardstick([x for x, _ in pairs], pairs)
    assert isinstance(found, str)
    assert why in found

"""Before against after: exact means, Welch's interval against a published one, and words that claim no more."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_cli.domain.measures import (
    Meaning,
    Sample,
    against_the_year_before,
    around,
    compare,
    parse_count,
    parse_figure,
    pooled,
    sample_of,
)
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.errors import BadValue

# Student's sleep data, moved up by 5 so that nothing is below 0: R's t.test gives [-3.3654832, 0.2054832]
# for the first group less the second, with df 17.776
FIRST = [570, 340, 480, 380, 490, 840, 870, 580, 500, 700]
SECOND = [690, 580, 610, 510, 490, 940, 1050, 660, 960, 840]
Figures = list[tuple[int, int]]


def of_one(values: list[int]) -> Figures:
    return [(value, 1) for value in values]


def test_the_interval_is_that_of_r_where_every_figure_weighs_the_same():
    change = compare(sample_of(of_one(FIRST)), sample_of(of_one(SECOND)), "naik")
    assert change.difference == Fraction(158)
    assert change.interval is not None
    assert [round(float(end) / 100, 7) for end in change.interval] == [-0.2054832, 3.3654832]
    assert change.meaning is Meaning.UNCLEAR


def test_weights_that_are_all_the_same_change_nothing():
    plain = compare(sample_of(of_one(FIRST)), sample_of(of_one(SECOND)), "naik")
    tripled = compare(
        sample_of([(value, 3) for value in FIRST]), sample_of([(value, 7) for value in SECOND]), "naik"
    )
    assert (plain.difference, plain.interval, plain.meaning) == (
        tripled.difference,
        tripled.interval,
        tripled.meaning,
    )


FIGURES = st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**4)), min_size=8, max_size=20)


@given(figures=FIGURES)
def test_the_sums_give_the_mean_and_the_variance_by_their_definitions(figures: Figures):
    sample = sample_of(figures)
    weight = sum(w for _, w in figures)
    mean = Fraction(sum(v * w for v, w in figures), weight)
    scatter = sum((w * (v - mean)) ** 2 for v, w in figures)
    n = len(figures)
    assert sample.mean == mean
    assert sample.variance == scatter / weight**2 * Fraction(n, n - 1)


@given(one=FIGURES, other=FIGURES)
def test_pooling_samples_is_one_sample_of_all_figures(one: Figures, other: Figures):
    assert pooled([sample_of(one), sample_of(other)]) == sample_of([*one, *other])


@given(before=FIGURES, after=FIGURES)
def test_the_margin_is_a_student_quantile_of_the_standard_error(before: Figures, after: Figures):
    """The t behind it, put into an integral of the density, leaves 2.5 % above."""
    old, new = sample_of(before), sample_of(after)
    change = compare(old, new, "turun")
    if change.interval is None:
        assert old.variance == new.variance == 0
        return
    low, high = change.interval
    assert low + high == 2 * change.difference
    error = old.variance + new.variance
    df = error**2 / (old.variance**2 / (old.figures - 1) + new.variance**2 / (new.figures - 1))
    t = float(high - low) / 2 / math.sqrt(error)
    assert _below(t, float(df)) == pytest.approx(0.975, abs=1e-7)


def _below(t: float, df: float) -> float:
    """P(T < t), by Simpson's rule over the density."""
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    steps = 2_000
    heights = [scale * (1 + (t * k / steps) ** 2 / df) ** (-(df + 1) / 2) for k in range(steps + 1)]
    inner = 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return 0.5 + (heights[0] + inner + heights[-1]) * t / steps / 3


@pytest.mark.parametrize("sides", [(8, 7), (7, 8), (1, 1), (1, 50)])
def test_fewer_than_eight_figures_on_a_side_have_no_interval_and_say_so(sides):
    figures = [
        of_one([start + n for n in range(count)]) for start, count in zip((100, 200), sides, strict=True)
    ]
    change = compare(sample_of(figures[0]), sample_of(figures[1]), "naik")
    assert (change.interval, change.remark) == (None, "kurang dari 8 angka")
    assert change.meaning is Meaning.UNCLEAR


def test_eight_on_each_side_have_one():
    change = compare(sample_of(of_one([*range(100, 108)])), sample_of(of_one([*range(200, 208)])), "naik")
    assert change.remark is None
    assert change.interval is not None
    assert change.meaning is Meaning.BETTER


@pytest.mark.parametrize(
    ("before", "after", "direction", "meaning"),
    [
        (1000, 900, "turun", Meaning.BETTER),
        (1000, 900, "naik", Meaning.WORSE),
        (1000, 1100, "naik", Meaning.BETTER),
        (1000, 1100, "turun", Meaning.WORSE),
        (1000, 1000, "turun", Meaning.UNCLEAR),
    ],
)
def test_the_meaning_follows_the_direction(before, after, direction, meaning):
    """Four up and four down by one on either side: the interval reaches √(2/7) · 2.145 = 1.15 hundredths."""
    sides = [sample_of(of_one([value - 1, value + 1] * 4)) for value in (before, after)]
    assert compare(*sides, direction).meaning is meaning


@pytest.mark.parametrize("count", [1, 3, 7])
def test_without_an_interval_only_no_difference_at_all_says_anything(count):
    """Three against one may be chance: the fewer the figures, the stronger the word, would be upside down."""
    before = sample_of(of_one([1000] * count))
    assert compare(before, sample_of([(900, 1)]), "turun").meaning is Meaning.UNCLEAR
    assert compare(before, sample_of([(1100, 1)]), "turun").meaning is Meaning.UNCLEAR
    assert compare(before, sample_of([(1000, 1)]), "turun").meaning is Meaning.SAME


def test_the_meaning_is_that_of_the_difference_that_is_shown():
    """10.00 against a mean of 10.00 1/3: shown as 0.00, so it is unchanged; half a hundredth is shown as 0.01."""
    third = compare(sample_of([(1000, 1)]), sample_of([(1000, 2), (1001, 1)]), "naik")
    assert (third.difference, third.meaning) == (Fraction(1, 3), Meaning.SAME)
    half = compare(sample_of([(1000, 1)]), sample_of([(1000, 1), (1001, 1)]), "naik")
    assert (half.difference, half.meaning) == (Fraction(1, 2), Meaning.UNCLEAR)


def test_an_interval_that_is_shown_to_touch_zero_leaves_it_open():
    """The same scatter moved little by little: open as long as the lower end is shown as 0.00 or below."""
    seen = set()
    for more in range(150, 200):
        change = compare(
            sample_of(of_one(FIRST)), sample_of(of_one([value + more for value in FIRST])), "naik"
        )
        assert change.interval is not None
        low = half_up_fraction(change.interval[0])
        assert (change.meaning is Meaning.UNCLEAR) == (low <= 0)
        seen.add(change.meaning)
    assert seen == {Meaning.UNCLEAR, Meaning.BETTER}


def test_percent_is_of_the_mean_before_and_there_is_none_of_nothing():
    assert compare(sample_of([(300, 1)]), sample_of([(400, 1)]), "naik").percent == Fraction(10_000, 3)
    grown = compare(sample_of([(0, 5)]), sample_of([(400, 1)]), "naik")
    assert (grown.difference, grown.percent) == (400, None)


def test_figures_that_are_all_the_same_have_no_interval():
    change = compare(sample_of([(300, 1)] * 9), sample_of([(200, 1)] * 9), "turun")
    assert (change.interval, change.remark) == (None, "angkanya semua sama; selang tidak dihitung")
    assert change.meaning is Meaning.UNCLEAR


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ([], [(1, 1)], "tidak ada angka sebelum"),
        ([(1, 1)], [], "tidak ada angka sesudah"),
        ([], [], "tidak ada angka sebelum dan sesudah"),
    ],
)
def test_a_side_without_figures_leaves_everything_open(before, after, remark):
    change = compare(sample_of(before), sample_of(after), "naik")
    assert (change.difference, change.percent, change.interval, change.meaning) == (None,) * 4
    assert change.remark == remark
    assert sample_of([]) == Sample()


def test_spans_part_the_days():
    assert around(date(2025, 7, 1)).border == "2025-07-01"
    assert against_the_year_before(2025) == ("2024-01-01", "2025-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("text", "hundredths"), [("0", 0), ("12", 1200), ("12,5", 1250), (" 12.05 ", 1205), ("0,01", 1)]
)
def test_a_figure_is_read_as_hundredths(text, hundredths):
    assert parse_figure(text) == hundredths


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-1", "di bawah 0"),
        ("\u22121", "di bawah 0"),
        ("1,234", "3 angka"),
        ("1e3", "bukan angka"),
        ("", "bukan angka"),
        ("010", "bukan angka"),
    ],
)
def test_what_is_no_figure_says_why(text, why):
    with pytest.raises(BadValue, match=why):
        parse_figure(text)


@pytest.mark.parametrize("text", ["0", "-1", "1,5", "", "satu", "1" * 10, "\u0663"])
def test_servings_are_a_whole_number_from_one(text):
    with pytest.raises(BadValue, match="bilangan bulat"):
        parse_count(text)
    assert parse_count(" 31 ") == 31

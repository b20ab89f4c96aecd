"""Differences between two groups with a 95 % interval: of changes (Welch) and at equal earlier scores (ANCOVA).

Scores go in and are added up exactly, as whole hundredths or fractions of them. Floats only say how uncertain a
difference is: its standard error, interval and p.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.domain.student import t_quantile, two_sided_p

LEAST = 8
"""Fewer in a group give no number.  Source: methods.md section 3.7."""

_UPPER = 0.975  # of a two-sided 95 % interval

Score: TypeAlias = int | Fraction
"""Hundredths of a nilai; a weighted mean may be a fraction of one."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How much higher the first group is, in hundredths, exact; *error* (standard) and *df* say how sure that is.

    *low*, *high*: the 95 % interval in whole hundredths, half up: what is shown is also what is judged by.
    """

    difference: Fraction
    error: float
    df: float
    low: int
    high: int

    @property
    def shown(self) -> int:
        """The difference in whole hundredths, half up."""
        return half_up_fraction(self.difference)

    @property
    def p(self) -> float:
        """Two-sided p of no difference."""
        return two_sided_p(float(self.difference) / self.error, self.df)

    @property
    def sign(self) -> int:
        """1 or -1 where the interval lies above or below 0; 0 where it holds it."""
        return (self.low > 0) - (self.high < 0)


def mean(scores: Sequence[Score]) -> Fraction:
    """Exact mean of at least one score."""
    scale, (whole,) = _whole(scores)
    return Fraction(sum(whole), scale * len(whole))


def did(treated: Sequence[Score], control: Sequence[Score], least: int = LEAST) -> Estimate | None:
    """Difference between the mean changes of two groups, with Welch's standard error and df.

    None with fewer than *least* in a group, or where nothing varies.  Source: Welch 1947, doi 10.1093/biomet/34.1-2.28.
    """
    if min(len(treated), len(control)) < least:
        return None
    scale, groups = _whole(treated, control)
    sizes = [len(group) for group in groups]
    means = [Fraction(sum(group), size * scale) for group, size in zip(groups, sizes, strict=True)]
    parts = [
        Fraction(_square_sum(group), size * size * (size - 1) * scale * scale)
        for group, size in zip(groups, sizes, strict=True)
    ]
    variance = parts[0] + parts[1]
    if not variance:
        return None
    df = variance**2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    return _estimate(means[0] - means[1], variance, float(df))


@dataclass(frozen=True, slots=True)
class Paired:
    """Later scores and the earlier ones of the same people, in the same order."""

    later: Sequence[Score]
    earlier: Sequence[Score]

    @property
    def changes(self) -> list[Score]:
        """Later less earlier."""
        return [later - earlier for later, earlier in zip(self.later, self.earlier, strict=True)]


def ancova(treated: Paired, control: Paired, least: int = LEAST) -> Estimate | None:
    """The d of ``later = a + b * earlier + d * treated`` by least squares, with n - 3 df.

    None with fewer than *least* in a group, or where earlier scores, or what the line leaves, don't vary.
    Source: Van Breukelen 2013, doi 10.1080/00273171.2013.831743; sums within groups (Cochran 1957).
    """
    if min(len(treated.later), len(control.later)) < least:
        return None
    scale, whole = _whole(treated.later, treated.earlier, control.later, control.earlier)
    groups = ((whole[0], whole[1]), (whole[2], whole[3]))
    xx = sum(Fraction(_square_sum(x), len(x)) for _, x in groups)
    xy = sum(Fraction(_product_sum(x, y), len(x)) for y, x in groups)
    yy = sum(Fraction(_square_sum(y), len(y)) for y, _ in groups)
    if not xx or not (left := yy - xy * xy / xx):
        return None
    later, earlier = (
        Fraction(sum(groups[0][place]), len(groups[0][place]))
        - Fraction(sum(groups[1][place]), len(groups[1][place]))
        for place in (0, 1)
    )
    sizes = [len(x) for _, x in groups]
    df = sum(sizes) - 3
    variance = left / df * (Fraction(1, sizes[0]) + Fraction(1, sizes[1]) + earlier**2 / xx)
    return _estimate((later - xy / xx * earlier) / scale, variance / scale**2, df)


def _estimate(difference: Fraction, variance: Fraction, df: float) -> Estimate:
    error = math.sqrt(variance)
    reach = t_quantile(_UPPER, df) * error
    low, high = (half_up_fraction(Fraction(float(difference) + side * reach)) for side in (-1, 1))
    return Estimate(difference, error, df, low, high)


def _whole(*groups: Sequence[Score]) -> tuple[int, list[list[int]]]:
    """The same scores as whole numbers of one common part of a hundredth, and how many parts a hundredth has.

    Sums of whole numbers are exact and some fifty times as fast as those of fractions.
    """
    scale = math.lcm(*{score.denominator for group in groups for score in group})
    return scale, [[score.numerator * (scale // score.denominator) for score in group] for group in groups]


def _square_sum(values: Sequence[int]) -> int:
    return _product_sum(values, values)


def _product_sum(one: Sequence[int], other: Sequence[int]) -> int:
    """Sum of products about the means, times how many there are: a whole number."""
    return len(one) * sum(map(int.__mul__, one, other)) - sum(one) * sum(other)

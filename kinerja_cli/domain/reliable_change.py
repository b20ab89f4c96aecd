"""Whether somebody's year, or period, differs from the one before by more than chance: the Reliable Change Index.

RCI = (x2 − x1) / (s·√(2(1 − r))), reliable above 1.96; s is the standard deviation of the first year's values, r the
correlation of the two years (test–retest).  Source: Jacobson & Truax 1991, doi 10.1037/0022-006X.59.1.12.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

LEAST_PEOPLE = 8
"""With fewer people who have both years nothing is told."""
CRITICAL = Fraction(196, 100)
_DIGITS = 60  # roots are written with two places


class Yardstick(NamedTuple):
    """What a change is measured by: people with a first year and with both, variance of the former, r² of the latter.

    *variance* is that of values in hundredths, over n − 1. Both are exact; only what is shown is rounded.
    """

    first: int
    both: int
    variance: Fraction
    r_squared: Fraction

    def is_reliable(self, change: int) -> bool:
        """Whether a rise (or a fall) of so many hundredths has an RCI beyond 1.96, worked out without a root."""
        if change <= 0:
            return False
        # change² > A(1 − r) with A = 2·1.96²·s², so A·r > A − change², and r is not negative
        most = 2 * CRITICAL**2 * self.variance
        rest = most - change**2
        return rest < 0 or most**2 * self.r_squared > rest**2

    def rci(self, change: int) -> int:
        """The RCI of a change in hundredths, as hundredths, rounded half up."""
        with localcontext(prec=_DIGITS):
            error = (2 * _decimal(self.variance) * (1 - _decimal(self.r_squared).sqrt())).sqrt()
            return _shown(change / error * 100)

    @property
    def spread(self) -> int:
        """The standard deviation s in hundredths, rounded half up."""
        with localcontext(prec=_DIGITS):
            return _shown(_decimal(self.variance).sqrt())

    @property
    def correlation(self) -> int:
        """The correlation r as hundredths, rounded half up."""
        with localcontext(prec=_DIGITS):
            return _shown(_decimal(self.r_squared).sqrt() * 100)


def yardstick(first: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Yardstick | str:
    """The yardstick from the *first* year's values and the *pairs* of both, in hundredths; or why there is none."""
    count = len(pairs)
    if count < LEAST_PEOPLE:
        return f"hanya {count} orang yang punya nilai pada kedua tahun; perlu sedikitnya {LEAST_PEOPLE}"
    before, after = [x for x, _ in pairs], [y for _, y in pairs]
    product = count * sum(x * y for x, y in pairs) - sum(before) * sum(after)
    squares = _squares(before) * _squares(after)
    if not squares:
        return "pada salah satu tahun nilai semua orang sama"
    if product <= 0:
        return "nilai kedua tahun tidak sejalan (korelasinya tidak di atas 0)"
    if product**2 == squares:
        return "nilai kedua tahun sejalan sempurna (korelasinya 1): tidak ada galat untuk ditimbang"
    variance = Fraction(_squares(first), len(first) * (len(first) - 1))
    return Yardstick(len(first), count, variance, Fraction(product**2, squares))


def _squares(values: Sequence[int]) -> int:
    """The sum of squared deviations from the mean, times their number."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _shown(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))

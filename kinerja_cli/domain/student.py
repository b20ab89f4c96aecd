"""Student's t by the standard library alone: tail probabilities and quantiles, also for Welch's fractional df."""

from __future__ import annotations

import math
from fractions import Fraction

_CERTAINTY = 0.975  # of each end of a two-sided interval of 95 %
_ROOT_PLACES = 10**20
_SMALLEST = 1e-300
_PRECISION = 1e-15
_FRACTIONS = 100_000  # steps of the continued fraction; it takes about the root of the df
_STEPS = 200  # of Newton's method; it takes about six, and some forty beside the median
_CLOSE = 1e-9
_SERIES_FROM = 50.0  # from here the series beats a difference of two large logarithms


def margin(variance: Fraction, df: float) -> Fraction:
    """Half of a 95 % interval: Student's t times the root of *variance*, that to twenty places on every machine."""
    squared = Fraction(t_quantile(_CERTAINTY, df)) ** 2 * variance
    return Fraction(math.isqrt(int(squared * _ROOT_PLACES**2)), _ROOT_PLACES)


def welch_margin(one: Fraction, first: int, other: Fraction, second: int) -> Fraction:
    """Half of the 95 % interval of a difference of two means: the variance of each, over how many it is.

    At least one variance is above 0.  Source: Welch 1947, doi 10.1093/biomet/34.1-2.28.
    """
    freedom = (one + other) ** 2 / (one**2 / (first - 1) + other**2 / (second - 1))
    return margin(one + other, float(freedom))


def two_sided_p(t: float, df: float) -> float:
    """P(|T| >= |t|) under Student's t with *df* degrees of freedom, which may be a fraction.

    Relative error below 1e-9 for df up to 1e7.  Source: Abramowitz & Stegun 26.7.1 by the incomplete beta function,
    26.5.8.  Raises: ValueError for a df that isn't above 0.
    """
    _check(df)
    if t == 0:
        return 1.0
    if math.isinf(t * t):
        return 0.0
    half = df / 2
    ratio = t * t / df
    if ratio < 3 / (df + 2):  # x = 1 / (1 + ratio) lies above the mean of the beta: the other tail converges
        return 1.0 - _beta_front(half, ratio) * _continued(0.5, half, ratio / (1 + ratio)) * 2
    return _beta_front(half, ratio) * _continued(half, 0.5, 1 / (1 + ratio)) / half


def t_quantile(p: float, df: float) -> float:
    """The value that a Student's t with *df* degrees of freedom stays below with probability *p*.

    ``t_quantile(0.975, df)`` is the factor of a 95 % interval. Relative error below 1e-9 for df up to 1e7.
    Raises: ValueError for a p outside (0, 1) or a df that isn't above 0.
    """
    _check(df)
    if not 0 < p < 1:
        raise ValueError(f"p harus di antara 0 dan 1, bukan {p}")
    if p == 0.5:
        return 0.0
    return math.copysign(_upper(min(p, 1 - p), df), p - 0.5)


def _upper(tail: float, df: float) -> float:
    """The t above which *tail* lies, below one half: Newton's method on logarithms, where the tail is concave.

    So it overshoots at most once and then comes down to the root: no bracket is needed. A step is at most one, for what
    lies far out may be no number any more.
    """
    t = 1.0
    for _ in range(_STEPS):
        above = two_sided_p(t, df) / 2
        # nothing above: so far out that the tail is less than the smallest number
        step = math.log(above / tail) * above / (t * _density(t, df)) if above > 0 else -1.0
        t *= math.exp(max(-1.0, min(1.0, step)))
        if abs(step) < _CLOSE:  # the next one would be as small as its square
            break
    return t


def _density(t: float, df: float) -> float:
    half = df / 2
    shape = math.exp(_gamma_ratio(half) - (half + 0.5) * math.log1p(t * t / df))
    return shape / math.sqrt(df * math.pi)


def _beta_front(half: float, ratio: float) -> float:
    """x^half (1-x)^0.5 / B(half, 0.5) at x = 1 / (1 + ratio)."""
    logarithm = _gamma_ratio(half) - half * math.log1p(ratio)
    return math.exp(logarithm) * math.sqrt(ratio / (1 + ratio) / math.pi)


def _gamma_ratio(a: float) -> float:
    """log(Γ(a + 1/2) / Γ(a)).  Source: Abramowitz & Stegun 6.1.47; the first term left out is 17 / (14336 a^7)."""
    if a < _SERIES_FROM:
        return math.lgamma(a + 0.5) - math.lgamma(a)
    return 0.5 * math.log(a) - 1 / (8 * a) + 1 / (192 * a**3) - 1 / (640 * a**5)


def _continued(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method as Thompson and Barnett mended it."""
    c = 1.0
    d = 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _FRACTIONS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _away(1 + part * d)
            c = _away(1 + part / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _away(number: float) -> float:
    return number if abs(number) > _SMALLEST else _SMALLEST


def _check(df: float) -> None:
    if not df > 0:
        raise ValueError(f"derajat bebas harus di atas 0, bukan {df}")

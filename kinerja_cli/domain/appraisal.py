"""From the values of a year to nilai_dasar, nilai_akhir and predikat: exact, rounded once (design.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from enum import StrEnum
from math import lcm
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kinerja_cli.domain.points import half_up, half_up_fraction
from kinerja_cli.domain.rules import Aggregation, Band, Quadrant, Rated, Rules

if TYPE_CHECKING:
    from fractions import Fraction

ALGORITHM = 1
"""Kept with every closed year.  Raise it whenever the same recorded rows may give another number, rank or predikat."""

# every number of values in a year (1 to 12 periods) divides it, so means stay whole numbers
_COMMON = 27_720


class Status(StrEnum):
    """Whether a year could be appraised; the values are what reports print."""

    COMPLETE = "lengkap"
    INCOMPLETE = "belum_lengkap"
    NOT_APPRAISED = "tidak_dinilai"


class Tally(NamedTuple):
    """What one employee has for one criterion in one year.

    *total* hundredths over *counted* values that count, and *missing* values that are needed and not there.
    Both zero: the criterion drops out.
    """

    total: int
    counted: int
    missing: int


AnyTally: TypeAlias = tuple[int, int, int]
"""A `Tally`, or the same three numbers bare, which cost half as much where everybody is judged."""


class Outcome(NamedTuple):
    """One employee's year. All numbers are hundredths, rounded half up; None where design.md 6 leaves it empty.

    *aspects*: the two of a quadrant; then there is no base and no final, *band* is that of the matrix, and *level*
    its place among the predikat from the top, 0 the best.
    """

    status: Status
    means: tuple[int | None, ...]
    base: int | None
    bonus: int
    final: int | None
    band: Band | None
    missing: int
    lower: int | None
    upper: int | None
    aspects: tuple[Rated, ...] = ()
    level: int | None = None


def tally(
    values: Mapping[int, int],
    exempted: Set[int],
    expected: Sequence[int],
    aggregation: Aggregation,
    required: bool,
) -> tuple[Tally, tuple[int, ...]]:
    """Count one criterion of one employee, and say which periods' values count.

    *values*: hundredths by period key; *exempted*: period keys; *expected*: keys of the opened periods in which
    the employee is expected, in order.  Source: design.md section 6, step 1.
    """
    needed = _needed(values, exempted, expected, aggregation, required)
    used = tuple(key for key in needed if key in values)
    missing = len(needed) - len(used) if required else 0
    return Tally(sum(values[key] for key in used), len(used), missing), used


def gaps(
    values: Mapping[int, int], exempted: Set[int], expected: Sequence[int], aggregation: Aggregation
) -> list[int]:
    """Keys of the periods in which a criterion that is `wajib` lacks a value; arguments as of `tally`."""
    return [key for key in _needed(values, exempted, expected, aggregation, True) if key not in values]


def _needed(
    values: Mapping[int, int],
    exempted: Set[int],
    expected: Sequence[int],
    aggregation: Aggregation,
    required: bool,
) -> Sequence[int]:
    needed = [key for key in expected if key not in exempted]
    if aggregation is Aggregation.LAST:
        candidates = needed if required else [key for key in needed if key in values]
        return candidates[-1:]
    return needed


def base_fraction(weights: Sequence[int], tallies: Sequence[Tally]) -> Fraction:
    """Σ w·N / Σ w over the criteria that have values, in hundredths, before any rounding; *weights* are whole.

    Source: design.md section 6, step 2.  Raises: ZeroDivisionError if every criterion dropped out.
    """
    from fractions import Fraction  # here and below: everybody's year is judged in integers, without its 2 ms

    numerator, _, denominator = _weighted(weights, tallies, common_of(tallies))
    return Fraction(numerator, denominator)


def common_of(tallies: Sequence[AnyTally]) -> int:
    """A number that every number of values in *tallies* divides, for those that aren't counted by periods."""
    return lcm(*(counted + missing or 1 for _, counted, missing in tallies))


def appraise(
    rules: Rules,
    weights: Sequence[int],
    tallies: Sequence[AnyTally],
    bonus: int,
    realised: bool,
    common: int = _COMMON,
) -> Outcome:
    """Judge one employee's year.

    *weights* are `Rules.whole_weights` (taken once by the caller), *tallies* in the order of the criteria, *bonus*
    the capped nilai_tambah in hundredths, *realised* whether a programme of hers was realised in that year, *common*
    `common_of` tallies that may have other numbers of values than periods.
    Source: design.md section 6, steps 2 to 5.
    """
    means = tuple([half_up(total, counted) if counted else None for total, counted, _ in tallies])
    if rules.quadrant is not None:
        status, band, rated = _in_quadrant(rules, rules.quadrant, weights, tallies, realised, common)
        missing = sum([gap for _, _, gap in tallies]) if status is Status.INCOMPLETE else 0
        level = None if band is None else rules.bands.index(band)
        return Outcome(status, means, None, bonus, None, band, missing, None, None, rated, level)
    known, gaps, denominator = _weighted(weights, tallies, common)
    most = rules.scale_max
    # adding whole hundredths and capping at a whole number of them commute with the one rounding
    if gaps:
        missing = sum([gap for _, _, gap in tallies])
        lower = min(most, half_up(known + gaps * rules.scale_min, denominator) + bonus)
        upper = min(most, half_up(known + gaps * most, denominator) + bonus)
        return Outcome(Status.INCOMPLETE, means, None, bonus, None, None, missing, lower, upper)
    if not denominator:
        return Outcome(Status.NOT_APPRAISED, means, None, bonus, None, None, 0, None, None)
    base = half_up(known, denominator)
    final = min(most, base + bonus)
    return Outcome(Status.COMPLETE, means, base, bonus, final, rules.band(final, realised), 0, None, None)


def _in_quadrant(
    rules: Rules,
    quadrant: Quadrant,
    weights: Sequence[int],
    tallies: Sequence[AnyTally],
    realised: bool,
    common: int,
) -> tuple[Status, Band | None, tuple[Rated, ...]]:
    """Rate both aspects and read the predikat from the matrix.  Source: design.md section 6, step 5."""
    sums = [
        _weighted([weights[i] for i in places], [tallies[i] for i in places], common)
        for places in rules.parts
    ]
    first, second = (
        Rated(None, None) if gaps or not denominator else quadrant.rated(half_up(known, denominator))
        for known, gaps, denominator in sums
    )
    if not all(denominator for _, _, denominator in sums):
        return Status.NOT_APPRAISED, None, (first, second)
    if first.rating is None or second.rating is None:
        return Status.INCOMPLETE, None, (first, second)
    return Status.COMPLETE, rules.met(first.rating, second.rating, realised), (first, second)


def capped_bonus(rules: Rules, points: Sequence[int]) -> int:
    """nilai_tambah in hundredths: the sum of the points, at most the cap; 0 where the rules have none."""
    return 0 if rules.bonus is None else min(rules.bonus.maximum, sum(points))


def contributions(weights: Sequence[int], tallies: Sequence[Tally]) -> list[int]:
    """What each criterion adds to the shown nilai_dasar or value of its aspect, in hundredths, adding up exactly.

    *weights* are whole, of the criteria that *tallies* are of. Floors first, then the largest remainders take what is
    left; equal remainders in the order of the criteria. A criterion that dropped out adds 0.
    """
    from fractions import Fraction

    total = sum(w for w, t in zip(weights, tallies, strict=True) if t.counted)
    exact = [
        Fraction(w * t.total, t.counted * total) if t.counted else Fraction(0)
        for w, t in zip(weights, tallies, strict=True)
    ]
    shown = half_up_fraction(sum(exact, Fraction(0)))
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: shown - sum(parts)]:
        parts[i] += 1
    return parts


def _weighted(weights: Sequence[int], tallies: Sequence[AnyTally], common: int) -> tuple[int, int, int]:
    """Σ w·N / Σ w with *f* hundredths in every gap is (first + second · f) / third; third 0: nothing left."""
    known = gaps = denominator = 0
    for weight, (total, counted, missing) in zip(weights, tallies, strict=True):
        slots = counted + missing
        if slots:
            share = weight * (common // slots)
            known += share * total
            gaps += share * missing
            denominator += weight
    return known, gaps, denominator * common

"""Service measures: what is counted where citizens are served, and how it stood before and after a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.mix import MIX_MOVED, Weighed, mix_alone
from kinerja_cli.domain.points import half_up_fraction, parse_points
from kinerja_cli.domain.student import welch_margin
from kinerja_cli.domain.targets import Direction
from kinerja_cli.errors import BadValue

LEAST_FIGURES = 8  # on each side, for an interval: below that it says more of chance than of the service
_OTHER_UNITS = "unit yang mencatat tidak sama sebelum dan sesudah"
_LONGEST_COUNT = 9
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"


class Measure(NamedTuple):
    """One measure: *of* is its unit of measure, *direction* the word of what is better; *revision*: who wrote it."""

    id: int
    code: str
    name: str
    of: str
    direction: str
    revision: int


class Meaning(StrEnum):
    """What a difference says of the service."""

    BETTER = "membaik"
    WORSE = "memburuk"
    SAME = "tetap"
    UNCLEAR = "belum jelas"


class Span(NamedTuple):
    """The days that are compared, as ISO text: before from *first* until the day before *border*, after to *last*."""

    first: str
    border: str
    last: str


class Sample(NamedTuple):
    """Figures of one side as exact sums: v in hundredths, w the servings that each is the mean of.

    *figures* how many there are, *servings* Σw, *total* Σwv, *squares* Σw², *mixed* Σw²v, *spread* Σw²v².
    """

    figures: int = 0
    servings: int = 0
    total: int = 0
    squares: int = 0
    mixed: int = 0
    spread: int = 0

    @property
    def mean(self) -> Fraction | None:
        """Mean of the figures weighted by their servings, in hundredths; None of nothing."""
        return Fraction(self.total, self.servings) if self.figures else None

    @property
    def variance(self) -> Fraction:
        """Estimated variance of the mean, in hundredths squared; *figures* must be above 1.

        n/(n-1) · Σw²(v - m)² / (Σw)²: that of a ratio (Cochran, Sampling Techniques, 1977, 2.11); where every
        figure has the same weight it is s²/n.
        """
        mean = Fraction(self.total, self.servings)
        scatter = self.spread - 2 * mean * self.mixed + mean * mean * self.squares
        return scatter * self.figures / ((self.figures - 1) * self.servings * self.servings)


@dataclass(frozen=True, slots=True)
class Change:
    """Before against after; all in hundredths of the unit of measure and exact, None where there is none.

    *percent*: hundredths of a percent of the mean before. *interval*: of the difference, 95 %. *remark*: why there
    is none, or why the meaning is open.
    """

    before: Sample
    after: Sample
    difference: Fraction | None
    percent: Fraction | None
    interval: tuple[Fraction, Fraction] | None
    meaning: Meaning | None
    remark: str | None


def parse_figure(text: str) -> int:
    """Read a figure of a service as hundredths: at most two places, not below 0.  Raises: BadValue."""
    if text.strip().startswith(("-", "\u2212")):
        raise BadValue(f"'{text.strip()}' di bawah 0; angka layanan paling kecil 0")
    return parse_points(text)


def parse_count(text: str) -> int:
    """Read of how many servings a figure is the mean: a whole number from 1.  Raises: BadValue."""
    bare = text.strip()
    if not (bare.isascii() and bare.isdigit() and len(bare) <= _LONGEST_COUNT and int(bare) > 0):
        raise BadValue(
            f"banyak '{bare}' bukan bilangan bulat mulai 1; tulis berapa pelayanan yang dirata-rata"
        )
    return int(bare)


def around(day: date) -> Span:
    """All days before *day* against that day and all later ones."""
    return Span(_FIRST_DAY, day.isoformat(), _LAST_DAY)


def against_the_year_before(year: int) -> Span:
    """A calendar year against the one before it."""
    return Span(f"{year - 1:04d}-01-01", f"{year:04d}-01-01", f"{year:04d}-12-31")


def sample_of(figures: Iterable[tuple[int, int]]) -> Sample:
    """The sums over pairs of a figure in hundredths and its servings."""
    count = servings = total = squares = mixed = spread = 0
    for value, weight in figures:
        weighted = weight * value
        count += 1
        servings += weight
        total += weighted
        squares += weight * weight
        mixed += weight * weighted
        spread += weighted * weighted
    return Sample(count, servings, total, squares, mixed, spread)


def pooled(samples: Iterable[Sample]) -> Sample:
    """All figures of *samples* as one sample."""
    return Sample(*(sum(column) for column in zip(Sample(), *samples, strict=True)))


def compare(before: Sample, after: Sample, direction: str, *, moved: bool = False) -> Change:
    """Hold two sides against each other; *direction* is the word of what is better.

    The meaning is that of the difference as it is shown; open where it has no interval or one that, as it is shown,
    holds 0, and where other units stand behind the one side than behind the other (*moved*): then it may be theirs.
    """
    old, new = before.mean, after.mean
    if old is None or new is None:
        lacking = [word for word, mean in (("sebelum", old), ("sesudah", new)) if mean is None]
        return Change(before, after, None, None, None, None, f"tidak ada angka {' dan '.join(lacking)}")
    difference = new - old
    percent = difference / old * 10_000 if old else None
    interval, remark = _interval(before, after, difference)
    meaning = Meaning.UNCLEAR if moved else meaning_of(difference, interval, direction)
    return Change(before, after, difference, percent, interval, meaning, remark)


def together(sides: Sequence[tuple[Sample, Sample]], direction: str) -> Change:
    """Hold all figures of several units against each other, before and after.

    Its meaning is open where other units stand on one side than on the other, and where only the shares of the units
    moved (`mix_alone`).
    """
    before, after = (pooled(pair[place] for pair in sides) for place in (0, 1))
    moved = other_units(sides)
    change = compare(before, after, direction, moved=moved)
    if moved:
        return replace(change, remark="; ".join(filter(None, (change.remark, _OTHER_UNITS))))
    if change.meaning not in (Meaning.BETTER, Meaning.WORSE):
        return change
    if change.difference is None or not mix_alone(_weighed(sides), change.difference):
        return change
    remark = "; ".join(filter(None, (change.remark, MIX_MOVED)))
    return replace(change, meaning=Meaning.UNCLEAR, remark=remark)


def other_units(sides: Iterable[tuple[Sample, Sample]]) -> bool:
    """Whether some unit has figures before or after alone."""
    return any(bool(old.figures) is not bool(new.figures) for old, new in sides)


def _weighed(sides: Sequence[tuple[Sample, Sample]]) -> Iterator[Weighed]:
    for old, new in sides:
        if old.mean is not None and new.mean is not None:
            yield Weighed(old.mean, old.servings, new.mean, new.servings)


def _interval(
    before: Sample, after: Sample, difference: Fraction
) -> tuple[tuple[Fraction, Fraction] | None, str | None]:
    """Welch's interval of 95 %, or why there is none."""
    if min(before.figures, after.figures) < LEAST_FIGURES:
        return None, f"kurang dari {LEAST_FIGURES} angka"
    old, new = before.variance, after.variance
    if not old + new:
        return None, "angkanya semua sama; selang tidak dihitung"
    margin = welch_margin(old, before.figures, new, after.figures)
    return (difference - margin, difference + margin), None


def meaning_of(difference: Fraction, interval: tuple[Fraction, Fraction] | None, direction: str) -> Meaning:
    """What a difference says as it is shown, all in hundredths; open where its interval as it is shown holds 0.

    Without an interval nobody knows whether chance alone moved it: open too, unless it is shown as none at all.
    """
    shown = half_up_fraction(difference)
    if interval is None:
        return Meaning.UNCLEAR if shown else Meaning.SAME
    low, high = (half_up_fraction(end) for end in interval)
    if low <= 0 <= high:  # also wherever the difference is shown as 0.00
        return Meaning.UNCLEAR
    return Meaning.BETTER if (shown > 0) is (direction == Direction.UP) else Meaning.WORSE

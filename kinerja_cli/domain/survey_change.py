"""How public satisfaction stood before and after a day: two indices, their difference, and how sure that is."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.measures import Meaning, meaning_of
from kinerja_cli.domain.satisfaction import ELEMENTS, NINE, Tally
from kinerja_cli.domain.student import welch_margin
from kinerja_cli.domain.targets import Direction

LEAST_RESPONDENTS = 8
"""Fewer on a side give no interval.  Source: methods.md section 3.7."""

_SHOWN = ("time", "behaviour")  # the elements that training changes first
_INDEX = 25 * 100  # hundredths of IKM an NRR of 1 is worth
_RATES = "NRR 1 sampai 4, tanpa selang"


class SurveyChange(NamedTuple):
    """The index (*key* ``ikm``, hundredths of IKM) or the NRR (hundredths) of the element *key*, before and after.

    Exact; None where there is no survey. *interval*: of the difference, 95 %. *remark*: why there is none.
    """

    key: str
    respondents: tuple[int, int]
    before: Fraction | None
    after: Fraction | None
    interval: tuple[Fraction, Fraction] | None
    remark: str | None

    @property
    def difference(self) -> Fraction | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def meaning(self) -> Meaning | None:
        """What the difference says as it is shown; open where the interval as it is shown holds 0."""
        return None if self.difference is None else meaning_of(self.difference, self.interval, Direction.UP)


def survey_changes(before: Tally | None, after: Tally | None) -> list[SurveyChange]:
    """The index, then the elements waktu and perilaku; nothing where neither side has a survey."""
    if before is None and after is None:
        return []
    counts = (_count(before), _count(after))
    interval, remark = _interval(before, after)
    sides = (before, after)
    old, new = (None if side is None else _index(side) for side in sides)
    changes = [SurveyChange("ikm", counts, old, new, interval, remark)]
    for place, element in enumerate(ELEMENTS):
        if element.column in _SHOWN:
            old, new = (None if side is None else _rate(side, place) for side in sides)
            changes.append(SurveyChange(element.key, counts, old, new, None, _RATES))
    return changes


def _count(side: Tally | None) -> int:
    return 0 if side is None else side.respondents


def _index(side: Tally) -> Fraction:
    return Fraction(_INDEX * side.total, NINE * side.respondents)


def _rate(side: Tally, place: int) -> Fraction:
    """NRR of one element, in hundredths."""
    return Fraction(100 * side.sums[place], side.respondents)


def _interval(
    before: Tally | None, after: Tally | None
) -> tuple[tuple[Fraction, Fraction] | None, str | None]:
    """Welch's interval of 95 % from the respondents' totals, or why there is none."""
    if before is None or after is None:
        return None, f"tidak ada SKM {'sebelum' if before is None else 'sesudah'}"
    if before.squares is None or after.squares is None:
        return None, "sebagian SKM hanya berupa jumlah"
    if min(before.respondents, after.respondents) < LEAST_RESPONDENTS:
        return None, f"kurang dari {LEAST_RESPONDENTS} responden"
    old, new = _variance(before), _variance(after)
    if not old + new:
        return None, "jawabannya semua sama; selang tidak dihitung"
    margin = welch_margin(old, before.respondents, new, after.respondents)
    difference = _index(after) - _index(before)
    return (difference - margin, difference + margin), None


def _variance(side: Tally) -> Fraction:
    """Of the index, in hundredths of IKM squared: s²/n of the respondents' own indices."""
    n = side.respondents
    spread = Fraction((side.squares or 0) * n - side.total**2, n * (n - 1))
    return spread * Fraction(_INDEX, NINE) ** 2 / n

"""The same people in two years: whether their figures changed by more than chance moves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.estimates import LEAST
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.student import margin

Shown = tuple[int | None, ...]


class PairedChange(NamedTuple):
    """The mean change of *people* in hundredths, half up, and its 95 % interval; None where too few, or all alike."""

    people: int
    difference: int | None = None
    interval: tuple[int, int] | None = None

    @property
    def sign(self) -> int:
        """1 or -1 where the interval lies above or below 0; 0 where it holds it or there is none."""
        low, high = self.interval or (0, 0)
        return (low > 0) - (high < 0)


class YearPairs:
    """Adds up, person by person, what changed from one year to the next; rows of either year are read once.

    Figures are the shown nilai_akhir and, after it, the shown mean of each criterion, in hundredths. Only people whose
    appraisal is complete in both years count, or a quarter would be held against a year; a person is known by her NIP.
    """

    def __init__(self) -> None:
        self._before: dict[str, Shown] = {}
        self._sums: dict[int, list[int]] = {}  # place: how many, Σd, Σd²

    def earlier(self, rows: Iterable[YearRow]) -> Iterator[YearRow]:
        """The rows of the first year as they are, remembering their figures."""
        for row in rows:
            if row.outcome.status is Status.COMPLETE:
                self._before[row.nip] = _shown(row)
            yield row

    def later(self, rows: Iterable[YearRow]) -> Iterator[YearRow]:
        """The rows of the second year as they are, each held against the same person's of the first."""
        for row in rows:
            old = self._before.get(row.nip)
            if old is not None and row.outcome.status is Status.COMPLETE:
                self._add(old, _shown(row))
            yield row

    def _add(self, old: Shown, new: Shown) -> None:
        for place, (before, now) in enumerate(zip(old, new, strict=True)):
            if before is not None and now is not None:
                sums = self._sums.setdefault(place, [0, 0, 0])
                sums[0] += 1
                sums[1] += now - before
                sums[2] += (now - before) ** 2

    def change(self, place: int) -> PairedChange:
        """How the figure at *place* moved: 0 is nilai_akhir, 1 the first criterion.  Source: Student's paired t."""
        people, total, squares = self._sums.get(place, (0, 0, 0))
        if people < LEAST:
            return PairedChange(people)
        mean = Fraction(total, people)
        variance = Fraction(people * squares - total * total, people * people * (people - 1))
        if not variance:
            return PairedChange(people, half_up_fraction(mean))
        reach = margin(variance, people - 1)
        ends = half_up_fraction(mean - reach), half_up_fraction(mean + reach)
        return PairedChange(people, half_up_fraction(mean), ends)


def _shown(row: YearRow) -> Shown:
    return row.outcome.final, *row.outcome.means

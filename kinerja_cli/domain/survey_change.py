"""How public satisfaction stood before and after: two indices, their difference, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.measures import Meaning, meaning_of
from kinerja_cli.domain.mix import MIX_MOVED, Weighed, mix_alone
from kinerja_cli.domain.satisfaction import ELEMENTS, NINE, Tally, combined
from kinerja_cli.domain.student import welch_margin
from kinerja_cli.domain.targets import Direction

LEAST_RESPONDENTS = 8
"""Fewer on a side give no interval.  Source: methods.md section 3.7."""

_SHOWN = ("time", "behaviour")  # the elements that training changes first
_INDEX = Fraction(25 * 100, NINE)  # hundredths of IKM that an answer adds to one respondent's index
_RATE = Fraction(100)  # hundredths of NRR that it adds to the element's
_RATES = "NRR 1 sampai 4"
_NOBODY_TWICE = "tidak satu unit pun disurvei di kedua sisi"

Sides = tuple[Tally | None, Tally | None]
"""One unit before and after; None where it wasn't surveyed."""


class SurveyChange(NamedTuple):
    """The index (*key* ``ikm``, hundredths of IKM) or the NRR (hundredths) of the element *key*, before and after.

    Exact; None where there is no survey. *interval*: of the difference, 95 %. *why*: there is none, or the meaning is
    open, and how many units are left out since they were surveyed on one side only.
    """

    key: str
    respondents: tuple[int, int]
    before: Fraction | None
    after: Fraction | None
    interval: tuple[Fraction, Fraction] | None
    meaning: Meaning | None
    why: str | None

    @property
    def remark(self) -> str | None:
        """What its numbers run through, where that isn't 0 to 100, and *why*."""
        return "; ".join(filter(None, (None if self.key == _FIGURES[0].key else _RATES, self.why))) or None

    @property
    def difference(self) -> Fraction | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


class _Figure(NamedTuple):
    """A mean over respondents: of their answers to the element at *place*, or of all nine; *scale* per answer."""

    key: str
    place: int | None
    scale: Fraction

    def mean(self, side: Tally) -> Fraction:
        return self.scale * self._sum(side) / side.respondents

    def variance(self, side: Tally) -> Fraction:
        """Of the mean, s²/n; *side* must hold respondents one by one."""
        n = side.respondents
        spread = Fraction(self._squares(side) * n - self._sum(side) ** 2, n * (n - 1))
        return spread * self.scale**2 / n

    def _sum(self, side: Tally) -> int:
        return side.total if self.place is None else side.sums[self.place]

    def _squares(self, side: Tally) -> int:
        return (side.squares or 0) if self.place is None or side.own is None else side.own[self.place]


_FIGURES = (
    _Figure("ikm", None, _INDEX),
    *(
        _Figure(element.key, place, _RATE)
        for place, element in enumerate(ELEMENTS)
        if element.column in _SHOWN
    ),
)


def survey_changes(units: Iterable[Sides]) -> list[SurveyChange]:
    """The index, then the elements waktu and perilaku; nothing where no unit has a survey.

    Only units that were surveyed on both sides are compared; where no unit was, all are shown and nothing is judged.
    """
    found = [pair for pair in units if pair != (None, None)]
    if not found:
        return []
    both = [(old, new) for old, new in found if old is not None and new is not None]
    if both:
        return [_compared(figure, both, len(found) - len(both)) for figure in _FIGURES]
    return [_shown(figure, *all_together(found)) for figure in _FIGURES]


def all_together(units: Iterable[Sides]) -> Sides:
    """Everybody's answers before and after, whatever unit was surveyed on either side."""
    listed = list(units)
    before = combined(side for side, _ in listed if side is not None)
    return before, combined(side for _, side in listed if side is not None)


def _compared(figure: _Figure, units: Sequence[tuple[Tally, Tally]], left_out: int) -> SurveyChange:
    """All respondents of *units* on one side against all on the other."""
    before, after = (_all_of([pair[place] for pair in units]) for place in (0, 1))
    old, new = figure.mean(before), figure.mean(after)
    interval, lacking = _interval(figure, before, after)
    meaning = meaning_of(new - old, interval, Direction.UP)
    mixed = meaning in (Meaning.BETTER, Meaning.WORSE) and mix_alone(_weighed(figure, units), new - old)
    remarks = (
        lacking,
        MIX_MOVED if mixed else None,
        f"{left_out} unit yang disurvei di satu sisi saja tidak dihitung" if left_out else None,
    )
    return SurveyChange(
        figure.key,
        (before.respondents, after.respondents),
        old,
        new,
        interval,
        Meaning.UNCLEAR if mixed else meaning,
        "; ".join(filter(None, remarks)) or None,
    )


def _shown(figure: _Figure, before: Tally | None, after: Tally | None) -> SurveyChange:
    """What can't be compared: one side has no survey, or no unit has one on either side."""
    counts = tuple(0 if side is None else side.respondents for side in (before, after))
    old, new = (None if side is None else figure.mean(side) for side in (before, after))
    if before is None or after is None:
        why, meaning = f"tidak ada SKM {'sebelum' if before is None else 'sesudah'}", None
    else:
        why, meaning = _NOBODY_TWICE, Meaning.UNCLEAR
    return SurveyChange(figure.key, (counts[0], counts[1]), old, new, None, meaning, why)


def _all_of(sides: Sequence[Tally]) -> Tally:
    whole = combined(sides)
    assert whole is not None, "of at least one unit"  # noqa: S101
    return whole


def _weighed(figure: _Figure, units: Sequence[tuple[Tally, Tally]]) -> Iterable[Weighed]:
    for old, new in units:
        yield Weighed(figure.mean(old), old.respondents, figure.mean(new), new.respondents)


def _interval(
    figure: _Figure, before: Tally, after: Tally
) -> tuple[tuple[Fraction, Fraction] | None, str | None]:
    """Welch's interval of 95 % from what respondents answered one by one, or why there is none."""
    if before.squares is None or after.squares is None:
        return None, "sebagian SKM hanya berupa jumlah"
    if min(before.respondents, after.respondents) < LEAST_RESPONDENTS:
        return None, f"kurang dari {LEAST_RESPONDENTS} responden"
    old, new = figure.variance(before), figure.variance(after)
    if not old + new:
        return None, "jawabannya semua sama; selang tidak dihitung"
    margin = welch_margin(old, before.respondents, new, after.respondents)
    difference = figure.mean(after) - figure.mean(before)
    return (difference - margin, difference + margin), None

"""Who rated whom and when: what each rater gave over a year, added up exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kinerja_cli.domain.points import half_up


class Ratings(NamedTuple):
    """What one rater gave one employee in one period; hundredths.

    *rater* is the appraiser's number, None where nobody was recorded; *label* a NIP, or the name of somebody without.
    """

    rater: int | None
    label: str | None
    name: str | None
    employee: int
    period: int
    values: int
    total: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class RaterFigures:
    """One rater's year; *units* are codes of where the rated were, *periods* keys, both in order; hundredths.

    *acting*: what the rater acted as on the last day of which of those periods: title -> keys.
    """

    label: str | None
    name: str | None
    units: tuple[str, ...]
    employees: int
    periods: tuple[int, ...]
    values: int
    mean: int
    lowest: int
    highest: int
    acting: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def acted(self, titles: Mapping[int, Sequence[str]]) -> RaterFigures:
        """The same with what the rater acted as, out of *titles* by period key."""
        found: dict[str, list[int]] = {}
        for key in self.periods:
            for title in titles.get(key, ()):
                found.setdefault(title, []).append(key)
        return replace(self, acting=found)


def rater_figures(given: Iterable[tuple[Ratings, str]]) -> list[RaterFigures]:
    """A line a rater, by NIP or name; values that nobody is recorded for come last.

    *given*: each with the code of the unit in which the employee was in that period. The mean is over single values,
    rounded half up once.
    """
    of_rater: dict[int | None, list[tuple[Ratings, str]]] = {}
    for one in given:
        of_rater.setdefault(one[0].rater, []).append(one)
    by_label = sorted(
        of_rater.items(), key=lambda item: (item[0] is None, item[1][0][0].label or "", item[0] or 0)
    )
    return [_figures(theirs) for _, theirs in by_label]


def _figures(theirs: list[tuple[Ratings, str]]) -> RaterFigures:
    parts = [part for part, _ in theirs]
    count = sum(part.values for part in parts)
    return RaterFigures(
        label=parts[0].label,
        name=parts[0].name,
        units=tuple(sorted({unit for _, unit in theirs})),
        employees=len({part.employee for part in parts}),
        periods=tuple(sorted({part.period for part in parts})),
        values=count,
        mean=half_up(sum(part.total for part in parts), count),
        lowest=min(part.lowest for part in parts),
        highest=max(part.highest for part in parts),
    )

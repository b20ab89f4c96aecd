"""Appreciation (apresiasi): who leads a list without cutting a tie, and what one line of it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

SMALLEST_GROUP = 5
"""In a group with fewer people assessed nobody is named the best: it would say as much about the others."""
LEAST_PERIODS = 3
SERVICE = "pelayanan"
"""Code of the criterion whose steadiness is looked at."""

Item = TypeVar("Item")


class Part(StrEnum):
    """What a line appreciates."""

    IMPROVEMENT = "perbaikan"
    PROGRAMME = "program"
    STEADY = "layanan_stabil"


class Praise(NamedTuple):
    """One line: *rank* within its part and group, None where nothing is ranked; *figure* in hundredths.

    *figure* is the rise (under a quadrant: steps of the predikat, as hundredths), the points, or the spread.
    """

    part: Part
    rank: int | None
    unit: str | None
    nip: str
    name: str
    figure: int
    before: str | None
    after: str | None
    remark: str


class Steady(NamedTuple):
    """Somebody's values of a criterion over every period of a year, in hundredths."""

    lowest: int
    highest: int
    total: int

    @property
    def spread(self) -> int:
        """From the lowest value to the highest."""
        return self.highest - self.lowest


def leading(items: Iterable[Item], place: Callable[[Item], int], most: int) -> list[tuple[int, Item]]:
    """The first *most* of *items* with their rank (1, 1, 3), the lowest *place* first, and whoever ties with the last.

    Equal places stay in the order in which they come.
    """
    found: list[tuple[int, Item]] = []
    rank, before = 0, None
    for line, item in enumerate(sorted(items, key=place), start=1):
        here = place(item)
        if here != before:
            rank, before = line, here
        if rank > most:
            break
        found.append((rank, item))
    return found

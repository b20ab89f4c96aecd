"""Which placement holds on a day, and in which opened periods an employee is expected (design.md section 5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar

# an employee's first placement holds from here on, whatever day she joined
BEGINNING = "0001-01-01"


class Placed(Protocol):
    """Anything that holds from its first day (ISO text) on."""

    @property
    def starts(self) -> str: ...  # noqa: D102


Held = TypeVar("Held", bound=Placed)


def since(day: str) -> str:
    """A placement's first day as people read it: ``sejak awal`` or ``sejak 2025-07-01``."""
    return "sejak awal" if day == BEGINNING else f"sejak {day}"


def in_force(starts: Sequence[str], day: str) -> int | None:
    """Index of the placement that holds on *day* (ISO text) among first days in order; None where none does yet."""
    index = bisect_right(starts, day) - 1
    return index if index >= 0 else None


def placed_on(held: Sequence[Held], day: str) -> Held:
    """The placement that holds on *day* (ISO text) among one employee's, in order; before all of them the first."""
    return held[in_force([placement.starts for placement in held], day) or 0]


def serves(starts: str | None, ends: str | None, day: str) -> bool:
    """Whether an employee is active on *day*: ``starts <= day <= ends``, either open (ISO text)."""
    return (starts or day) <= day <= (ends or day)


def expected_range(lasts: Sequence[str], starts: str | None, ends: str | None) -> tuple[int, int]:
    """Half-open range over opened periods, by their last days in order, in which an employee is expected.

    Expected: who `serves` on the last day.
    """
    low = 0 if starts is None else bisect_left(lasts, starts)
    high = len(lasts) if ends is None else bisect_right(lasts, ends)
    return low, max(low, high)

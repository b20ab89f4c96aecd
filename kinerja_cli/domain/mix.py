"""What is left of a difference between two means once every unit weighs the same before and after."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

MIX_MOVED = "yang berubah porsi tiap unit; dengan porsi yang tetap tidak ke arah itu"


class Weighed(NamedTuple):
    """One unit on both sides: its mean, and what that mean weighs (above 0)."""

    before: Fraction
    weight_before: int
    after: Fraction
    weight_after: int


def mix_alone(units: Iterable[Weighed], difference: Fraction) -> bool:
    """Whether the *difference* of all units together is owed to their shares alone (Simpson's paradox).

    It is where the units' own changes, each weighed by the mean of the shares that it has before and after, don't
    point the way that the difference does; shares and own changes make up the difference exactly.
    Source: Kitagawa, Journal of the American Statistical Association 50 (1955), 1168-1194.
    """
    listed = list(units)
    old = sum(unit.weight_before for unit in listed)
    new = sum(unit.weight_after for unit in listed)
    own = sum(
        (Fraction(unit.weight_before, old) + Fraction(unit.weight_after, new)) * (unit.after - unit.before)
        for unit in listed
    )
    return own * difference <= 0

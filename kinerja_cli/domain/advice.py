"""Whom to look at for support, by which rule: figures and thresholds, never a verdict.

Source: methods.md 3.9.  Reliable change: Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from kinerja_cli.domain.points import half_up
from kinerja_cli.domain.rules import Rules

LEVEL, FALLS, CHANGE = "nilai_di_bawah", "turun_dua_kali", "perubahan_nyata"
OVERDUE, UNREACHED = "tindak_lanjut_lewat", "belum_terjangkau"
FLAT, MISSING = "nilai_rata", "nilai_kosong"
RULES = (LEVEL, FALLS, CHANGE, OVERDUE, UNREACHED, FLAT, MISSING)

WINDOW = 6
"""So many opened periods are looked back over, the last of the year asked for among them."""
FEWEST = 8
"""Fewer people give no correlation."""
CRITICAL = -196
"""Reliable change below this, in hundredths; half of the 5 % beyond 1.96 either way is chance alone."""
_DIGITS = 40


class Norm(NamedTuple):
    """How the values of two periods go together in a group: *people*, test-retest *r*, *deviation* of the first."""

    people: int
    r: Decimal
    deviation: Decimal

    def change(self, first: int, second: int) -> Decimal:
        """Reliable Change Index: (x2 - x1) / (s √(2 (1 - r)))."""
        with localcontext() as context:
            context.prec = _DIGITS
            return Decimal(second - first) / (self.deviation * (2 * (1 - self.r)).sqrt())


def norm(pairs: Sequence[tuple[int, int]]) -> Norm | None:
    """The norm of a group from everybody's values (hundredths) in two periods; None where it supports no index.

    That is below `FEWEST` people, or where the correlation isn't between 0 and 1. Sums are exact, and only the roots
    are not.
    """
    people = len(pairs)
    if people < FEWEST:
        return None
    one, two = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    spread_one = people * sum(a * a for a, _ in pairs) - one * one
    spread_two = people * sum(b * b for _, b in pairs) - two * two
    together = people * sum(a * b for a, b in pairs) - one * two
    if together <= 0 or together * together >= spread_one * spread_two:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        r = Decimal(together) / Decimal(spread_one * spread_two).sqrt()
        deviation = (Decimal(spread_one) / Decimal(people * (people - 1))).sqrt()
    return Norm(people, r, deviation)


def hundredths(value: Decimal) -> int:
    """A figure to be shown with two places, a tie away from zero."""
    return int((value * 100).to_integral_value(ROUND_HALF_UP))


def fell_twice(values: Sequence[int]) -> bool:
    """Whether the last three values are each below the one before."""
    return len(values) >= 3 and values[-3] > values[-2] > values[-1]


def lowest_level(rules: Rules) -> int:
    """From which predikat on, counted from the top, one is among the lowest two; of two predikat only the last is."""
    return max(1, len(rules.bands) - 2)


def least(rules: Rules) -> int | None:
    """The least value (hundredths) that is above the lowest two predikat; None with a quadrant or a single predikat."""
    if rules.quadrant is not None or len(rules.bands) < 2:
        return None
    return rules.bands[lowest_level(rules) - 1].minimum


def false_changes(people: int) -> int:
    """How many of so many change reliably for the worse by chance alone: 2.5 %, in hundredths."""
    return half_up(people * 250, 100)


def false_falls(people: int) -> int:
    """How many of so many fall twice by chance alone: one of the six orders of three values, in hundredths."""
    return half_up(people * 100, 6)

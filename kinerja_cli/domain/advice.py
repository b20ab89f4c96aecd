"""Whom to look at for support, by which rule: figures and thresholds, never a verdict.

Source: methods.md 3.9.  Reliable change: reliable_change.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_cli.domain.points import half_up
from kinerja_cli.domain.rules import Rules

LEVEL, FALLS, CHANGE = "nilai_di_bawah", "turun_dua_kali", "perubahan_nyata"
OVERDUE, UNREACHED = "tindak_lanjut_lewat", "belum_terjangkau"
FLAT, MISSING = "nilai_rata", "nilai_kosong"
RULES = (LEVEL, FALLS, CHANGE, OVERDUE, UNREACHED, FLAT, MISSING)

WINDOW = 6
"""So many opened periods are looked back over, the last of the year asked for among them."""
CRITICAL = -196
"""Reliable change below this, in hundredths; half of the 5 % beyond 1.96 either way is chance alone."""


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

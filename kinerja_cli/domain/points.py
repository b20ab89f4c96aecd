"""Points and scores: decimals with at most two places, held as whole hundredths. No float ever touches them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinerja_cli.errors import BadValue

if TYPE_CHECKING:
    from fractions import Fraction

_NUMBER = re.compile(r"(0|[1-9][0-9]*)(?:[.,]([0-9]+))?", re.ASCII)
_LONGEST = 15
_REMEMBERED = 12_000


class _Shown(dict[int, str]):
    """Hundredths as text, spelt once each: a year of a city shows some thousand different values again and again."""

    def __missing__(self, hundredths: int) -> str:
        sign = "-" if hundredths < 0 else ""
        text = f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
        if 0 <= hundredths <= _REMEMBERED:
            self[hundredths] = text
        return text


_SHOWN = _Shown()


def parse_points(text: str) -> int:
    """Read ``87``, ``87.5`` or ``87,5`` as hundredths (8750).

    Three or more digits after the mark are refused: ``1.000`` is a thousand to one reader and one to another.
    Raises: BadValue with the reason and the remedy.
    """
    stripped = text.strip()
    match = _NUMBER.fullmatch(stripped)
    if match is None:
        raise BadValue(f"'{text}' bukan angka; tulis seperti 87 atau 87,5")
    whole, places = match[1], match[2] or ""
    if len(places) > 2:
        raise BadValue(f"'{text}' punya {len(places)} angka di belakang tanda desimal; paling banyak 2")
    if len(whole) > _LONGEST:
        raise BadValue(f"'{text}' terlalu besar")
    return int(whole) * 100 + int(places.ljust(2, "0") or 0)


def parse_score(text: str, lowest: int, highest: int) -> int:
    """Read points (`parse_points`) inside a scale; all in hundredths.

    Raises: BadValue; a negative number is out of the scale rather than no number.
    """
    stripped = text.strip()
    negative = stripped.startswith("-") and _NUMBER.fullmatch(stripped[1:])
    if not negative:
        value = parse_points(text)
        if lowest <= value <= highest:
            return value
    raise BadValue(f"'{stripped}' di luar skala {show_scale(lowest, highest)}; tulis angka dalam skala itu")


def parse_decimal(text: str) -> Fraction:
    """Read a plain decimal (``33.33``) exactly, with any number of places; ``010``, ``1_0`` and ``1e2`` are refused.

    Raises: BadValue.
    """
    match = re.fullmatch(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?", text, re.ASCII)
    if match is None:
        raise BadValue(f"'{text}' bukan angka desimal biasa; tulis seperti 30 atau 33.33")
    from fractions import Fraction  # here: with decimal and numbers it is 4 ms that `status` can do without

    return Fraction(text)


def show_points(hundredths: int) -> str:
    """Hundredths as text with a point and exactly two places: 8750 -> ``87.50``."""
    return _SHOWN[hundredths]


def show_scale(lowest: int, highest: int) -> str:
    """A scale as people write it: ``0–100``, ``0.50–4``."""
    return "–".join(show_points(end).removesuffix(".00") for end in (lowest, highest))


def half_up(numerator: int, denominator: int) -> int:
    """The one rounding of kinerja: nearest whole number, a tie goes up. *denominator* above 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def hundredths(value: Fraction | None) -> int | None:
    """`half_up` of an exact number of hundredths; None of none."""
    return None if value is None else half_up_fraction(value)


def half_up_fraction(value: Fraction) -> int:
    """`half_up` of an exact fraction."""
    return half_up(value.numerator, value.denominator)

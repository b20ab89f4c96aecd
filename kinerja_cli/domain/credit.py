"""Angka kredit: what a year's predikat is worth to a PNS in a jabatan fungsional, added up exactly and rounded once.

Source: Peraturan BKN 3/2023 and PermenPANRB 1/2023: months / 12 × percent of the predikat × coefficient of the jenjang.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kinerja_cli.domain.periods import Cadence, periods_of
from kinerja_cli.domain.placements import Placed, placed_on, serves
from kinerja_cli.domain.points import half_up_fraction

if TYPE_CHECKING:
    from fractions import Fraction

    from kinerja_cli.domain.ranking import YearRow

PERCENT = {"sangat_baik": 150, "baik": 100, "butuh_perbaikan": 75, "kurang": 50, "sangat_kurang": 25}
"""By predikat.  Source: slides of BKN on Peraturan BKN 3/2023."""

COEFFICIENTS = {
    "ahli_pertama": 12_50,
    "ahli_muda": 25_00,
    "ahli_madya": 37_50,
    "ahli_utama": 50_00,
    "terampil": 5_00,
    "mahir": 12_50,
    "penyelia": 25_00,
}
"""Angka kredit a year in hundredths by jenjang.  Source: the same slides and independent copies of their table."""

UNSURE = ("pemula",)
"""Jenjang whose coefficient no source that was seen gives: the office states it in its rules."""

LEVELS = (
    "ahli_pertama",
    "ahli_muda",
    "ahli_madya",
    "ahli_utama",
    "pemula",
    "terampil",
    "mahir",
    "penyelia",
)
NAMES = {level: level.replace("_", " ").title() for level in LEVELS}
_MONTHS = 12
_LEVEL = re.compile(
    r"(?:^|[\W_])(?:ahli[\s\-]*(pertama|muda|madya|utama)|(pemula|terampil|mahir|penyelia))[\s.)]*$",
    re.IGNORECASE,
)


class Post(Placed, Protocol):
    """A placement with its jabatan."""

    @property
    def position(self) -> str | None: ...  # noqa: D102


class Part(NamedTuple):
    """So many whole months of a year in one jenjang; *coefficient* in hundredths, None where the rules lack it."""

    level: str
    months: int
    coefficient: int | None


class Credited(NamedTuple):
    """One employee's angka kredit of a year in hundredths, and what it is made of.

    *percent* is None without a predikat, *credit* also where a coefficient lacks.
    """

    row: YearRow
    parts: tuple[Part, ...]
    percent: int | None
    credit: int | None

    @property
    def months(self) -> int:
        """Months in all of them."""
        return sum(part.months for part in self.parts)


def level_of(position: str | None) -> str | None:
    """Jenjang of a jabatan fungsional, read from the end of its name: ``Guru Ahli Muda``; None for any other jabatan.

    Source: UU 20/2023, keahlian Ahli Pertama to Ahli Utama, keterampilan Pemula to Penyelia.
    """
    found = _LEVEL.search(position or "")
    if found is None:
        return None
    return f"ahli_{found[1].lower()}" if found[1] else found[2].lower()


def parts_of(
    year: int,
    service: tuple[str | None, str | None],
    held: Sequence[Post],
    stated: Mapping[str, int],
) -> tuple[Part, ...]:
    """Months of a year in each jenjang, in the order in which she came to them.

    A month counts, whole, for the placement that holds on its last day, if she serves on that day. *service*: first and
    last day (ISO text); *held*: her placements in order; *stated*: coefficients that the rules give, by jenjang.
    """
    months: dict[str, int] = {}
    levels = {post.starts: level_of(post.position) for post in held}
    for day in month_ends(year, *service):
        level = levels[placed_on(held, day).starts]
        if level is not None:
            months[level] = months.get(level, 0) + 1
    return tuple(
        Part(level, count, COEFFICIENTS.get(level, stated.get(level))) for level, count in months.items()
    )


def month_ends(year: int, starts: str | None, ends: str | None) -> list[str]:
    """Last days (ISO text) of the months of a year on which somebody serves; both ends of service may be open."""
    return [day for day in _last_days(year) if serves(starts, ends, day)]


@cache
def _last_days(year: int) -> tuple[str, ...]:
    return tuple(month.last.isoformat() for month in periods_of(year, Cadence.MONTH))


def credit(pieces: Iterable[tuple[int, int, int]]) -> Fraction:
    """Angka kredit in hundredths before any rounding, of months, percent and coefficient (hundredths) of each piece."""
    from fractions import Fraction  # here: reading the rules imports this module, and needs none of it

    total = sum(months * percent * coefficient for months, percent, coefficient in pieces)
    return Fraction(total, _MONTHS * 100)


def credited(row: YearRow, parts: tuple[Part, ...], predikat: str | None) -> Credited:
    """Angka kredit of one employee; *predikat*: official code, None where she has none."""
    percent = None if predikat is None else PERCENT[predikat]
    if percent is None:
        return Credited(row, parts, None, None)
    known = [(part.months, percent, part.coefficient) for part in parts if part.coefficient is not None]
    whole = len(known) == len(parts)
    return Credited(row, parts, percent, half_up_fraction(credit(known)) if whole else None)

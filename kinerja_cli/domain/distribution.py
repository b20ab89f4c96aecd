"""The pattern in which predikat may spread over people, by what their organisation achieved: guidance, never a rule.

Source: SE MenPANRB 3/2023 (percentages seen in a secondary source only). It gives no rounding for few people: at most
is rounded down and at least is rounded up, the only reading that never breaks the percentage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kinerja_cli.domain.points import half_up
from kinerja_cli.errors import BadValue

SMALL = 5  # below so many people shares say little


class Achievement(StrEnum):
    """Capaian organisasi of a unit; the values are the words of commands and reports."""

    SPECIAL = "istimewa"
    GOOD = "baik"
    TO_IMPROVE = "butuh_perbaikan"
    POOR = "kurang"
    VERY_POOR = "sangat_kurang"


BANDS = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
"""The five predikat of PermenPANRB 6/2022, from the best."""

_ALSO = {"cukup": "butuh_perbaikan"}  # the older word (PP 30/2019)
_NAMES: dict[str, str] = {code: code.replace("_", " ").title() for code in (*BANDS, *Achievement)}


class Limit(NamedTuple):
    """How many people may have one of *bands* together; exactly one of the four is given.

    *least*, *most*: shares in percent, *most* 0 being nobody; *one*: at least one; *main*: no other predikat has more.
    """

    bands: tuple[str, ...]
    least: int | None = None
    most: int | None = None
    one: bool = False
    main: bool = False

    def fewest(self, people: int) -> int:
        """At least so many of *people*, rounded up."""
        return 1 if self.one or self.main else -(-people * (self.least or 0) // 100)

    def largest(self, people: int) -> int:
        """At most so many of *people*, rounded down."""
        return people if self.most is None else people * self.most // 100

    @property
    def words(self) -> str:
        """``Baik paling banyak 70 %``."""
        names = " dan/atau ".join(_NAMES[band] for band in self.bands)
        if self.one:
            return f"{names} paling sedikit seorang"
        if self.main:
            return f"{names} kelompok terbesar"
        if self.most == 0:
            return f"{names} tidak ada"
        bound = f"paling sedikit {self.least} %" if self.most is None else f"paling banyak {self.most} %"
        return f"{names} {bound}"


PATTERNS: dict[Achievement, tuple[Limit, ...]] = {
    Achievement.SPECIAL: (
        Limit(("sangat_baik",), main=True),
        Limit(("sangat_baik",), most=70),
    ),
    Achievement.GOOD: (
        Limit(("baik",), main=True),
        Limit(("baik",), most=70),
        Limit(("butuh_perbaikan", "kurang"), one=True),
    ),
    Achievement.TO_IMPROVE: (
        Limit(("butuh_perbaikan",), least=60),
        Limit(("sangat_baik",), most=10),
    ),
    Achievement.POOR: (
        Limit(("kurang",), least=60),
        Limit(("butuh_perbaikan",), least=10),
        Limit(("sangat_baik",), most=10),
    ),
    Achievement.VERY_POOR: (
        Limit(("sangat_kurang",), least=60),
        Limit(("kurang", "butuh_perbaikan"), least=10),
        Limit(("sangat_baik",), most=0),
    ),
}
"""Limits by capaian organisasi.  Source: SE MenPANRB 3/2023, whose "main group" we read as: no other one is larger."""


class Departure(NamedTuple):
    """Otherwise than *limit* says: *held* by so many of *people*, *by* so many too many or (below 0) too few."""

    limit: Limit
    held: int
    people: int
    by: int

    @property
    def words(self) -> str:
        """``Baik 75 % (9 dari 12) melebihi 70 %, paling banyak 8: kelebihan 1``."""
        names = " dan/atau ".join(_NAMES[band] for band in self.limit.bands)
        share = f"{names} {_percent(self.held, self.people)} % ({self.held} dari {self.people})"
        if self.by > 0:
            most = self.limit.largest(self.people)
            return f"{share} melebihi {self.limit.most} %, paling banyak {most}: kelebihan {self.by}"
        if self.limit.main:
            return f"{share} bukan kelompok terbesar: selisih {-self.by}"
        if self.limit.one:
            return f"tidak ada {names.replace(' dan/atau ', ' atau ')}: kurang {-self.by}"
        least = self.limit.fewest(self.people)
        return f"{share} di bawah {self.limit.least} %, paling sedikit {least}: kurang {-self.by}"


class Guidance(NamedTuple):
    """What the pattern says to *people* with a predikat; *unmet*: why nobody could meet it, empty where one can."""

    achievement: Achievement
    people: int
    departures: tuple[Departure, ...]
    unmet: str

    def bounds(self, band: str) -> tuple[int | None, int | None]:
        """At least and at most so many people with the predikat *band*; None where the pattern sets no bound."""
        own = [limit for limit in PATTERNS[self.achievement] if limit.bands == (official(band),)]
        least = [limit.fewest(self.people) for limit in own if limit.least is not None]
        most = [limit.largest(self.people) for limit in own if limit.most is not None]
        return (least[0] if least else None, most[0] if most else None)

    def about(self, band: str) -> str:
        """What departs at the predikat *band*; what is about two of them stands at the better one."""
        return "; ".join(d.words for d in self.departures if d.limit.bands[0] == official(band))


def parse_achievement(text: str) -> Achievement:
    """Read a capaian organisasi; case, blanks, hyphens and underscores are free.  Raises: BadValue."""
    folded = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    try:
        return Achievement(folded)
    except ValueError:
        raise BadValue(f"'{text}' bukan capaian organisasi; tulis {', '.join(Achievement)}") from None


def is_official(codes: Sequence[str]) -> bool:
    """Whether predikat codes are the five of the regulation, so that the pattern speaks of them."""
    return sorted(map(official, codes)) == sorted(BANDS)


def guidance(achievement: Achievement, counts: Mapping[str, int]) -> Guidance:
    """What the pattern of *achievement* says to people that spread as *counts* (predikat code -> people).

    Source: SE MenPANRB 3/2023. Guidance for the leader: it never changes anybody's predikat.
    """
    held = {official(code): count for code, count in counts.items()}
    people = sum(held.values())
    limits = PATTERNS[achievement] if people else ()
    found = []
    for limit in limits:
        count = sum(held.get(band, 0) for band in limit.bands)
        fewest = max(held.values()) if limit.main else limit.fewest(people)
        by = max(count - limit.largest(people), 0) or min(count - fewest, 0)
        found += [Departure(limit, count, people, by)] if by else []
    return Guidance(achievement, people, tuple(found), why_unmet(achievement, people) if people else "")


def why_unmet(achievement: Achievement, people: int) -> str:
    """Why no way to spread *people* meets the pattern; empty where there is one.

    Exact: the limits speak of sets of predikat that don't overlap. What the others need at least goes off first;
    the more the main group then takes, the fewer are left and the more others may have, so only its most counts.
    """
    limits = PATTERNS[achievement]
    main = next((limit.bands for limit in limits if limit.main), ())
    most = min((limit.largest(people) for limit in limits if limit.bands == main), default=people)
    least = sum(limit.fewest(people) for limit in limits if limit.bands != main)
    if main and min(most, people - least) < 1:
        names = _NAMES[main[0]]
        return f"{names} harus kelompok terbesar, padahal paling banyak {min(most, people - least)} orang"
    if least > people:
        needed = [f"{limit.words} = {limit.fewest(people)}" for limit in limits if limit.fewest(people)]
        return f"{'; '.join(needed)}; jumlahnya {least}, lebih dari {people}"
    return ""


def limits_in_words(achievement: Achievement, people: int) -> str:
    """``Baik paling banyak 70 % = 8; Butuh Perbaikan dan/atau Kurang paling sedikit seorang``."""
    parts = []
    for limit in PATTERNS[achievement]:
        number = limit.largest(people) if limit.most is not None else limit.fewest(people)
        plain = limit.one or limit.main or limit.most == 0
        parts.append(limit.words if plain else f"{limit.words} = {number}")
    return "; ".join(parts)


def name_of(achievement: Achievement) -> str:
    """As people read it: ``Butuh Perbaikan``."""
    return _NAMES[achievement]


def official(code: str) -> str:
    """The regulation's own code of a predikat, where *code* is an older word for it; else *code* as it is."""
    return _ALSO.get(code, code)


def _percent(part: int, whole: int) -> str:
    """A share as people write it, to at most two places, half up: ``75`` or ``33,33``."""
    full, rest = divmod(half_up(part * 10_000, whole), 100)
    return f"{full},{rest:02d}".rstrip("0") if rest else str(full)

"""What SIASN calls a year's result: numbers of which the smallest is the best.

Source: the fields of SIASN's own interface, `skp22`, in two independent clients: rating 1 = di atas, 2 = sesuai, 3 = di
bawah ekspektasi; kuadran 1 = Sangat Baik to 5 = Sangat Kurang.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kinerja_cli.domain.distribution import BANDS, official
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Quadrant

RATINGS = ("di_atas", "sesuai", "di_bawah")
"""Codes of the three ratings from the best; SIASN writes the first and the last as one word, which is taken too."""

ASPECTS = ("hasil_kerja", "perilaku_kerja")
"""Codes of the two aspects, in the order in which SIASN names them."""

STATE, OTHER = "ASN", "NON ASN"


class Assessor(NamedTuple):
    """Pejabat penilai as SIASN asks for her; what isn't known is None."""

    name: str | None
    nip: str | None
    position: str | None
    unit: str | None
    grade: str | None

    @property
    def status(self) -> str:
        """Whether she is a civil servant; whoever has no NIP isn't."""
        return OTHER if self.nip is None else STATE


class Numbered(NamedTuple):
    """One employee's year in SIASN's numbers, None where it isn't `lengkap`; *first* and *last* are months, 1 to 12."""

    row: YearRow
    first: int
    last: int
    result: int | None
    behaviour: int | None
    quadrant: int | None
    assessor: Assessor | None


def rating_number(code: str) -> int:
    """1 for the best rating to 3 for the worst, whatever the office's scale.  Raises: ValueError for another code."""
    return 1 + RATINGS.index(_split(code))


def quadrant_number(code: str) -> int:
    """1 for Sangat Baik to 5 for Sangat Kurang, by the code of the predikat.  Raises: ValueError for another code."""
    return 1 + BANDS.index(official(code))


def knows_ratings(quadrant: Quadrant) -> bool:
    """Whether the ratings of the rules are SIASN's three, from the top."""
    return tuple(_split(rating.code) for rating in quadrant.ratings) == RATINGS


def knows_aspects(quadrant: Quadrant) -> bool:
    """Whether the aspects of the rules are SIASN's two, in either order."""
    return sorted(aspect.code for aspect in quadrant.aspects) == sorted(ASPECTS)


def ratings_of(quadrant: Quadrant, row: YearRow) -> tuple[int | None, int | None]:
    """Numbers of hasil kerja and perilaku kerja, whichever aspect the rules name first."""
    found: dict[str, int | None] = {
        aspect.code: None if rated.rating is None else rating_number(rated.rating.code)
        for aspect, rated in zip(quadrant.aspects, row.outcome.aspects, strict=True)
    }
    return found[ASPECTS[0]], found[ASPECTS[1]]


def month_span(days: Sequence[str]) -> tuple[int, int]:
    """First and last month, 1 to 12, of days in order (ISO text)."""
    return int(days[0][5:7]), int(days[-1][5:7])


def _split(code: str) -> str:
    return {"diatas": "di_atas", "dibawah": "di_bawah"}.get(code, code)

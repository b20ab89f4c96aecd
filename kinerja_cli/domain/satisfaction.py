"""Public satisfaction (SKM): sums of answers, the index that they give, its grade, and how sure that grade is.

Source: PermenPANRB 14/2017: nine elements answered 1 to 4, each with weight 1/9; the index (IKM) is 25 times the
weighted mean of their means (NRR).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.domain.student import margin
from kinerja_cli.errors import BadValue

LOWEST, HIGHEST = 1, 4


class Element(NamedTuple):
    """One element of service: the column that keeps it, its key for people and programs, and its name."""

    column: str
    key: str
    name: str


ELEMENTS = (
    Element("requirements", "persyaratan", "Persyaratan"),
    Element("procedure", "prosedur", "Sistem, mekanisme, prosedur"),
    Element("time", "waktu", "Waktu penyelesaian"),
    Element("cost", "biaya", "Biaya/tarif"),
    Element("product", "produk", "Produk spesifikasi jenis pelayanan"),
    Element("competence", "kompetensi", "Kompetensi pelaksana"),
    Element("behaviour", "perilaku", "Perilaku pelaksana"),
    Element("complaints", "pengaduan", "Penanganan pengaduan, saran, masukan"),
    Element("facilities", "sarana", "Sarana dan prasarana"),
)
"""In the order of the regulation's list; the model questionnaire asks the last two the other way round, so that an
element is known by its key and never by a number."""

NINE = len(ELEMENTS)
EXACT = Fraction(1, NINE)
ROUNDED = Fraction(11, 100)
"""The weight as tradition rounds it: nine of them make 0.99, so that the best index there is becomes 99."""

_TIMES = 25
_ENOUGH = 5  # respondents; fewer are shown, and it is said
_WEAK = 3
_MOST_NAMED = 3


class Grade(NamedTuple):
    """A grade (mutu) of service, the lowest rounded index that has it (hundredths), and how people read it."""

    code: str
    minimum: int
    name: str


GRADES = (
    Grade("A", 88_31, "Sangat baik"),
    Grade("B", 76_61, "Baik"),
    Grade("C", 65_00, "Kurang baik"),
    Grade("D", 0, "Tidak baik"),
)
"""From the best.  Source: PermenPANRB 14/2017; its printed bands have holes, which rounding first closes."""


class Tally(NamedTuple):
    """What respondents answered, added up: how many they are, and the sum of each element in the order of ELEMENTS.

    *squares*: the sum of the squares of each respondent's total over the nine; *own*: of her answer to each element.
    None where only sums are known.
    """

    respondents: int
    sums: tuple[int, ...]
    squares: int | None
    own: tuple[int, ...] | None = None

    @property
    def total(self) -> int:
        """Sum of all answers."""
        return sum(self.sums)


class Satisfaction(NamedTuple):
    """What a tally says. *means*: NRR of each element; *exact*: IKM before any rounding, *shown* in hundredths.

    *low* and *high*: its 95 % interval in hundredths, None where there is no spread to tell from. *needed*: how many
    respondents Krejcie and Morgan ask for, None where the number of users isn't known.
    """

    respondents: int
    means: tuple[Fraction, ...]
    exact: Fraction
    shown: int
    grade: Grade
    low: int | None
    high: int | None
    needed: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether both ends of the interval have the same grade; also where there is no interval."""
        return self.low is None or self.high is None or grade_of(self.low) == grade_of(self.high)

    @property
    def is_small(self) -> bool:
        """Whether so few answered that hardly anything is known."""
        return self.respondents < _ENOUGH

    @property
    def weakest(self) -> tuple[Element, ...]:
        """The elements with the lowest NRR, ties with it, and up to three of those below 3, the weakest first."""
        ordered = sorted(
            zip(self.means, ELEMENTS, strict=True), key=lambda pair: pair[0]
        )  # stable: list's order
        lowest = [element for mean, element in ordered if mean == ordered[0][0]]
        weak = [element for mean, element in ordered if mean < _WEAK]
        if len(lowest) == NINE:  # all alike: none is weaker than another
            return ()
        return tuple((weak if len(weak) > len(lowest) else lowest)[:_MOST_NAMED])

    @property
    def has_weak(self) -> bool:
        """Whether an element lies below 3."""
        return min(self.means) < _WEAK


class SurveyLine(NamedTuple):
    """One unit's survey of a period, or all that are shown of it together (*unit* None).

    *summed*: of how many respondents only sums are known. *within*: the longer period of the unit's own survey in which
    this one lies, so that it isn't counted in the year. *whole*: all answers of the year, each once.
    """

    unit: str | None
    period: Period
    found: Satisfaction
    summed: int
    within: Period | None = None
    whole: bool = False


def grade_of(hundredths: int) -> Grade:
    """The grade of an index that is rounded already."""
    return next(grade for grade in GRADES if hundredths >= grade.minimum)


def held_within(periods: Iterable[Period]) -> dict[Period, Period]:
    """Of one unit's surveys those that lie within a longer one, and the longest of these: there their answers count."""
    longest: list[Period] = []
    held: dict[Period, Period] = {}
    for period in sorted(periods, key=lambda one: (one.cadence.per_year, one)):
        around = next((one for one in longest if one.first <= period.first and period.last <= one.last), None)
        if around is None:
            longest.append(period)
        else:
            held[period] = around
    return held


def combined(tallies: Iterable[Tally]) -> Tally | None:
    """One tally of several; without squares where one of them has none; None of none."""
    listed = list(tallies)
    if not listed:
        return None
    squares = [tally.squares for tally in listed if tally.squares is not None]
    own = [tally.own for tally in listed if tally.own is not None]
    return Tally(
        sum(tally.respondents for tally in listed),
        _added(tally.sums for tally in listed),
        sum(squares) if len(squares) == len(listed) else None,
        _added(own) if len(own) == len(listed) else None,
    )


def _added(columns: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """Element by element."""
    return tuple(map(sum, zip(*columns, strict=True)))


def satisfaction(tally: Tally, weight: Fraction = EXACT, users: int | None = None) -> Satisfaction:
    """Index, grade and interval of a tally of at least one respondent; *users*: how many were served, if known."""
    scale = _TIMES * weight
    exact = scale * Fraction(tally.total, tally.respondents)
    shown = half_up_fraction(exact * 100)
    low, high = _interval(tally, scale, users)
    return Satisfaction(
        tally.respondents,
        tuple(Fraction(total, tally.respondents) for total in tally.sums),
        exact,
        shown,
        grade_of(shown),
        low,
        high,
        None if users is None else sample_needed(users),
    )


def sample_needed(users: int) -> int:
    """How many respondents a survey of so many users needs.  Source: Krejcie & Morgan 1970: 3.841 N 0.25 / (…)."""
    chance = Fraction(3841, 1000) / 4
    return half_up_fraction(chance * users / (Fraction(1, 400) * (users - 1) + chance))


def parse_weight(text: str) -> Fraction:
    """Read the weight of an element: exact, or as old reports rounded it.  Raises: BadValue for any other."""
    known = {"1/9": EXACT, "0.11": ROUNDED, "0,11": ROUNDED}
    if text.strip() not in known:
        raise BadValue(
            f"'{text}' bukan bobot yang dikenal; sembilan unsur berbobot sama: 1/9, atau 0.11 untuk membuat ulang "
            "laporan lama"
        )
    return known[text.strip()]


def _interval(tally: Tally, scale: Fraction, users: int | None) -> tuple[int | None, int | None]:
    """Ends of the 95 % interval in hundredths, inside what an index can be.

    SE = 25 s / √n · √(1 − n/N), s being of the respondents' means.  Source: methods.md 3.8.
    """
    n, total, squares = tally.respondents, tally.total, tally.squares
    if squares is None or n < 2:
        return None, None
    spread = Fraction(squares * n - total * total, n * (n - 1))  # variance of the totals over nine elements
    part = 1 if users is None else 1 - Fraction(n, users)
    reach = margin(spread * part / n, n - 1)
    middle = Fraction(total, n)
    low = max(middle - reach, Fraction(NINE * LOWEST))
    high = min(middle + reach, Fraction(NINE * HIGHEST))
    return half_up_fraction(low * scale * 100), half_up_fraction(high * scale * 100)

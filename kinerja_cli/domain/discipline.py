"""Absence without a valid reason: how many days, how many in a row, and which step of PP 94/2021 that reaches.

This only flags. A sanction is imposed by whoever has the power to, after the superior's examination.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
LONGEST_RANGE = 366  # days from the first to the last, both counted
_SATURDAY = 5


class Level(Enum):
    """How grave the sanction of a step is."""

    LIGHT = "ringan"
    MEDIUM = "sedang"
    GRAVE = "berat"


class Step(NamedTuple):
    """One step: from *days* working days in a calendar year on, *sanction* may be imposed."""

    days: int
    level: Level
    sanction: str


# PP 94/2021, the last Pasal 11 ayat (2) huruf d: regulations.md 1.10 (grade B+)
STEPS = (
    Step(3, Level.LIGHT, "teguran lisan"),
    Step(4, Level.LIGHT, "teguran tertulis"),
    Step(7, Level.LIGHT, "pernyataan tidak puas secara tertulis"),
    Step(11, Level.MEDIUM, "pemotongan tunjangan kinerja 25 % selama 6 bulan"),
    Step(14, Level.MEDIUM, "pemotongan tunjangan kinerja 25 % selama 9 bulan"),
    Step(17, Level.MEDIUM, "pemotongan tunjangan kinerja 25 % selama 12 bulan"),
    Step(21, Level.GRAVE, "penurunan jabatan setingkat lebih rendah selama 12 bulan"),
    Step(25, Level.GRAVE, "pembebasan dari jabatan menjadi pelaksana selama 12 bulan"),
    Step(28, Level.GRAVE, "pemberhentian dengan hormat tidak atas permintaan sendiri"),
)
IN_A_ROW = 10  # working days without a break, whatever the year: the last step


class Absence(NamedTuple):
    """One day of absence: its number in its calendar year, and in its run of consecutive working days."""

    day: date
    of_year: int
    in_run: int


class Tally(NamedTuple):
    """One person's year: days, the longest run that reached into it, and the run that its last day is part of."""

    days: int
    longest: int
    current: int


class Ahead(NamedTuple):
    """The step that comes next, and after how many more working days; *in_a_row*: only if they follow at once."""

    step: Step
    days: int
    in_a_row: bool


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays from *first* to *last*, both included; public holidays are not known here."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if not is_weekend(day)]


def numbered(days: Collection[date], holidays: Collection[date] = ()) -> list[Absence]:
    """Every recorded day in order, with its numbers.

    A run goes on over what lies between two days where that is weekend or one of *holidays*; also over the turn of
    the year, which PP 94/2021 names for the sum of days alone.
    """
    found: list[Absence] = []
    for day in sorted(days):
        before = found[-1] if found else None
        same_year = before is not None and before.day.year == day.year
        follows = before is not None and _bridged(before.day, day, holidays)
        found.append(
            Absence(
                day,
                before.of_year + 1 if before is not None and same_year else 1,
                before.in_run + 1 if before is not None and follows else 1,
            )
        )
    return found


def tally(absences: Sequence[Absence], year: int) -> Tally:
    """What one year comes to, of days in order as `numbered` gives them."""
    own = [absence for absence in absences if absence.day.year == year]
    if not own:
        return Tally(0, 0, 0)
    return Tally(len(own), max(absence.in_run for absence in own), own[-1].in_run)


def has_steps(kind: str) -> bool:
    """Whether PP 94/2021 applies to that kind of employee: of PPPK the contract says what follows."""
    return kind == "PNS"


def reached(counted: Tally) -> Step | None:
    """The step that so many days reach; None below the first.  Source: PP 94/2021, regulations.md 1.10."""
    if counted.longest >= IN_A_ROW:
        return STEPS[-1]
    return next((step for step in reversed(STEPS) if counted.days >= step.days), None)


def ahead(counted: Tally) -> Ahead | None:
    """The step that is reached first if absence goes on; None after the last.

    Where ten in a row would come no later than the next step of the sum, it is that.
    """
    if reached(counted) is STEPS[-1]:
        return None
    following = next(step for step in STEPS if counted.days < step.days)
    by_sum, by_run = following.days - counted.days, IN_A_ROW - counted.current
    if by_run <= by_sum:
        return Ahead(STEPS[-1], by_run, by_run < by_sum or following is not STEPS[-1])
    return Ahead(following, by_sum, False)


def may(step: Step) -> str:
    """A step in words that flag and don't impose."""
    return f"dapat dikenai {step.sanction}"


def ahead_text(counted: Tally) -> str | None:
    """The step ahead in words: of ten in a row also what comes if they aren't."""
    coming = ahead(counted)
    if coming is None:
        return None
    if not coming.in_a_row:
        return may(coming.step)
    otherwise = next(step for step in STEPS if counted.days < step.days)
    plain = f"{otherwise.sanction} pada hari ke-{otherwise.days}"
    return f"{may(coming.step)} bila {IN_A_ROW} hari kerja beruntun; jika tidak, {plain}"


def _bridged(before: date, day: date, holidays: Collection[date]) -> bool:
    return all(is_weekend(between) or between in holidays for between in _between(before, day))


def _between(before: date, day: date) -> Iterator[date]:
    return (before + timedelta(days=n) for n in range(1, (day - before).days))

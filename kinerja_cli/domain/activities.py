"""Activities (kegiatan): socialisation, training, workshop; who was sent and why; how far a year of them reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kinerja_cli.domain.points import half_up

ENOUGH_HOURS = 20
"""JP (jam pelajaran) of a year that an employee needs at the least.  Source: PermenPANRB 38/2018, article 8."""

MOST_HOURS = 2_000  # the longest official training has about 900


class ActivityKind(StrEnum):
    """What kind of activity it is."""

    SOCIALISATION = "sosialisasi"
    TRAINING = "pelatihan"
    WORKSHOP = "lokakarya"


class Cause(StrEnum):
    """Why somebody was sent; it decides how an effect may be estimated.  Source: methods.md section 3.7."""

    LOW_SCORE = "nilai_rendah"
    UNIT = "unit"
    RANDOM = "acak"
    VOLUNTARY = "sukarela"
    ALL = "semua"


class Activity(NamedTuple):
    """One activity; *day* is ISO text, *hours* whole JP, *unit* the number of the unit that it was for.

    *selection*: code of the period whose scores decided who was sent. *revision*: the entry that wrote it.
    """

    id: int
    kind: ActivityKind
    topic: str
    day: str
    hours: int
    unit: int | None
    selection: str | None
    revision: int

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return int(self.day[:4])


class Attendance(NamedTuple):
    """That an employee (number and NIP) attended, and why she was sent."""

    employee: int
    nip: str
    cause: Cause
    note: str | None


class Reach(StrEnum):
    """How far a year's activities reached one person."""

    ENOUGH = "cukup"
    SHORT = "kurang"
    NOT_THIS_YEAR = "belum_tahun_ini"
    NEVER = "belum_pernah"


@dataclass(frozen=True, slots=True)
class Reached:
    """One employee's year: how many activities, whole JP, which kinds; *last* day of any up to the year's end."""

    employee: int
    activities: int = 0
    hours: int = 0
    kinds: frozenset[ActivityKind] = frozenset()
    last: str | None = None

    @property
    def lacking(self) -> int:
        """JP that are missing from ENOUGH_HOURS."""
        return max(0, ENOUGH_HOURS - self.hours)

    @property
    def reach(self) -> Reach:
        """One word for it."""
        if self.activities:
            return Reach.SHORT if self.lacking else Reach.ENOUGH
        return Reach.NEVER if self.last is None else Reach.NOT_THIS_YEAR


@dataclass(frozen=True, slots=True)
class Coverage:
    """A year's coverage of a group of people.

    *reached*: by at least one activity of the year; *never*: by none of this or any earlier year; *by_kind*: people
    reached by at least one of each kind; *hours*: their JP added up; *enough*: who has ENOUGH_HOURS.
    """

    people: int
    reached: int
    never: int
    by_kind: dict[ActivityKind, int]
    hours: int
    enough: int

    @property
    def reached_share(self) -> int | None:
        """Per cent of the people, in hundredths, half up; None of nobody."""
        return _share(self.reached, self.people)

    @property
    def enough_share(self) -> int | None:
        """The same of those who have enough hours."""
        return _share(self.enough, self.people)

    @property
    def mean_hours(self) -> int | None:
        """JP a head, in hundredths, half up; None of nobody."""
        return half_up(100 * self.hours, self.people) if self.people else None


def coverage(people: Iterable[Reached]) -> Coverage:
    """Sum up one group."""
    listed = list(people)
    return Coverage(
        people=len(listed),
        reached=sum(one.activities > 0 for one in listed),
        never=sum(one.reach is Reach.NEVER for one in listed),
        by_kind={kind: sum(kind in one.kinds for one in listed) for kind in ActivityKind},
        hours=sum(one.hours for one in listed),
        enough=sum(one.lacking == 0 for one in listed),
    )


def _share(part: int, whole: int) -> int | None:
    return half_up(10_000 * part, whole) if whole else None

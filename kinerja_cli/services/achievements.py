"""Capaian organisasi of units: recorded, corrected, listed."""

from __future__ import annotations

from typing import NamedTuple

from kinerja_cli.domain.distribution import Achievement, name_of
from kinerja_cli.domain.periods import Cadence, Period
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import Refused
from kinerja_cli.services.checks import checked, checked_reason, require_reason
from kinerja_cli.services.closed import refuse_closed_year
from kinerja_cli.services.lookup import period_named, rules_of, unit_named
from kinerja_cli.storage.achievements import (
    WHOLE_YEAR,
    AchievementLine,
    KeptAchievement,
    Place,
    correct_achievement,
    find_achievement,
    keep_achievement,
    list_achievements,
)
from kinerja_cli.storage.database import Database, Writing


class AchievementSaid(NamedTuple):
    """What `unit capaian` was told: of which unit (code or name), when (a year or a period), what, and why.

    *basis* is what it rests on; *reason* why a recorded one is replaced.
    """

    unit: str
    when: Period
    achievement: Achievement
    basis: str
    correcting: bool = False
    reason: str | None = None


def record_achievement(database: Database, said: AchievementSaid) -> str:
    """Record one; returns ``dicatat``, ``dikoreksi`` or, where the very same is there, ``tetap``.

    Raises: UnitNotFound, PeriodNotOpen, NotFound; YearClosed; Refused where another one is there and *said* is no
    correction; UsageFault for a correction without a reason.
    """
    require_reason(said.correcting, said.reason)
    with database.write("unit capaian", checked_reason(said.reason)) as writing:
        place = _place(writing, said)
        basis = checked(said.basis, "dasar", LONGEST_NOTE)
        kept = find_achievement(writing.connection, place)
        if kept is None:
            keep_achievement(writing.connection, place, said.achievement, basis, writing.entry)
            return "dicatat"
        if (kept.achievement, kept.basis) == (said.achievement, basis):
            return "tetap"
        if not said.correcting:
            raise _different(said, kept)
        correct_achievement(writing.connection, place, said.achievement, basis, writing.entry)
    return "dikoreksi"


def listing(database: Database, year: int | None) -> list[AchievementLine]:
    """Capaian of a year, or of all, by year, period and unit."""
    with database.read() as connection:
        return list(list_achievements(connection, year))


def _place(writing: Writing, said: AchievementSaid) -> Place:
    connection, when = writing.connection, said.when
    unit = unit_named(connection, said.unit)
    rules_of(connection, when.year)
    refuse_closed_year(connection, when.year)
    # of an office that rates once a year, the year and its one period are the same
    period = WHOLE_YEAR if when.cadence is Cadence.YEAR else period_named(connection, when).id
    return Place(unit.id, when.year, period)


def _different(said: AchievementSaid, kept: KeptAchievement) -> Refused:
    return Refused(
        f"Capaian {said.unit} {said.when.code} sudah {name_of(Achievement(kept.achievement))}, "
        f"dasar '{kept.basis}' (revisi {kept.entry}).",
        "Untuk mengubahnya: tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan.",
    )

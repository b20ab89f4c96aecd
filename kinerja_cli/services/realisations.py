"""What came of targets in each period (realisasi): recorded with its evidence, corrected, withdrawn."""

from __future__ import annotations

from typing import NamedTuple

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.target_text import lasting, show_amount
from kinerja_cli.domain.targets import Realisation, Target
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import Refused
from kinerja_cli.services.checks import checked, checked_reason, require_reason
from kinerja_cli.services.closed import refuse_closed_period
from kinerja_cli.services.lookup import period_named
from kinerja_cli.services.targets import refuse_words_of_erased, target_numbered
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import employee_numbered
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.targets import (
    correct_realisation,
    keep_realisation,
    realisations_of,
    withdraw_realisation,
)


class RealisationSaid(NamedTuple):
    """What came of a target in a period: hundredths, what proves it, a note; why a recorded one is replaced."""

    value: int
    evidence: str | None = None
    note: str | None = None
    correcting: bool = False
    reason: str | None = None


def record_realisation(
    database: Database, number: int, period: Period, said: RealisationSaid
) -> tuple[str, bool]:
    """Record what came of a target in a period.

    Returns ``dicatat``, ``dikoreksi`` or ``tetap``, and whether the employee serves on the period's last day.

    Raises: NotFound; PeriodNotOpen, PeriodClosed; Refused for a period in which the target doesn't hold, and for a
    different realisation without a correction; UsageFault.
    """
    require_reason(said.correcting, said.reason)
    with database.write("sasaran realisasi", checked_reason(said.reason)) as writing:
        connection = writing.connection
        target = target_numbered(connection, number)
        opened = open_period(connection, target, period)
        kept = realisations_of(connection, number=number).get(number, {}).get(opened.id)
        told = said_of(opened, said.value, said.evidence, said.note)
        if not said.correcting and kept is not None and not same_realisation(told, kept):
            raise Refused(
                f"{difference(target, opened.code, told, kept)}.",
                "Untuk mengubahnya: tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan.",
            )
        employee = employee_numbered(connection, target.employee)
        counts = serves(employee.starts, employee.ends, opened.last)
        return keep(connection, target, told, kept), counts


def withdraw_named_realisation(database: Database, number: int, period: Period, reason: str) -> Realisation:
    """Take a realisation that was recorded in error out of force.  Raises: NotFound; PeriodClosed; Refused."""
    with database.write("sasaran realisasi", checked_reason(reason)) as writing:
        connection = writing.connection
        target = target_numbered(connection, number)
        opened = open_period(connection, target, period)
        kept = realisations_of(connection, number=number).get(number, {}).get(opened.id)
        if kept is None:
            raise Refused(
                f"Sasaran {number} tidak punya realisasi {opened.code}.",
                f"Lihat: kinerja sasaran tampil {number}",
            )
        withdraw_realisation(connection, target, opened.id)
    return kept


def keep(connection: Connection, target: Target, said: Realisation, kept: Realisation | None) -> str:
    """Insert or replace a realisation; evidence and note that aren't said stay.  Returns what was done.

    Raises: Refused for words about somebody who was erased.
    """
    if kept is not None and same_realisation(said, kept):
        return "tetap"
    if said.evidence or said.note:
        refuse_words_of_erased(connection, target.employee)
    if kept is None:
        keep_realisation(connection, target, said)
        return "dicatat"
    whole = said._replace(evidence=said.evidence or kept.evidence, note=said.note or kept.note)
    correct_realisation(connection, target, whole)
    return "dikoreksi"


def said_of(period: OpenedPeriod, value: int, evidence: str | None, note: str | None) -> Realisation:
    """What was said of a period (*value* in hundredths), fit to be kept.  Raises: Refused."""
    return Realisation(
        period.id,
        value,
        checked(evidence, "bukti", LONGEST_NOTE),
        checked(note, "catatan", LONGEST_NOTE),
        0,
    )


def same_realisation(said: Realisation, kept: Realisation) -> bool:
    """Whether what was said is there already; what wasn't said doesn't differ."""
    return (
        said.value == kept.value and said.evidence in (None, kept.evidence) and said.note in (None, kept.note)
    )


def difference(target: Target, period: str, said: Realisation, kept: Realisation) -> str:
    """What is recorded, at which revision, and what was to replace it."""
    what, at = f"realisasi sasaran {target.id} {period}", f"(revisi {kept.revision})"
    if said.value != kept.value:
        return f"{what} sudah {show_amount(kept.value)} {target.of} {at}, bukan {show_amount(said.value)}"
    if said.evidence not in (None, kept.evidence):
        return f"{what} sudah punya bukti '{kept.evidence or ''}' {at}, bukan '{said.evidence}'"
    return f"{what} sudah punya catatan '{kept.note or ''}' {at}, bukan '{said.note}'"


def open_period(connection: Connection, target: Target, period: Period) -> OpenedPeriod:
    """The opened, not closed period in which *target* holds.  Raises: PeriodNotOpen, PeriodClosed, Refused."""
    opened = period_named(connection, period)
    if opened.year != target.year or not target.figures.holds_in([opened.id]):
        raise Refused(
            f"Sasaran {target.id} tidak berlaku dalam {opened.code} (berlaku {lasting(target)}).",
            f"Lihat: kinerja sasaran tampil {target.id}",
        )
    refuse_closed_period(connection, opened)
    return opened

"""Attendance (kehadiran): who came to an activity and why each was sent; from a list of NIPs or from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kinerja_cli.domain.activities import Activity, Attendance, Cause
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import KinerjaError, Refused
from kinerja_cli.imports.attendance import attendance_header, read_attendance
from kinerja_cli.imports.source import Source
from kinerja_cli.services.activities import find_activity
from kinerja_cli.services.checks import checked, checked_reason, gathered, require_reason
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.lookup import employee_named
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.activities import (
    attended,
    change_attendance,
    keep_attendance,
    withdraw_attendance,
)
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee
from kinerja_cli.storage.erasing import is_erased

_REMEDY = "untuk mengubahnya tambahkan --koreksi --alasan"


@dataclass(frozen=True, slots=True)
class AttendanceChoices(ImportChoices):
    """How attendance is to be taken: *cause* and *note* of those for whom nothing else is said."""

    cause: Cause | None = None
    note: str | None = None


@dataclass(slots=True)
class AttendanceCounts(RegistryCounts):
    """What a command did; *unselected*: low scorers were sent, but nobody said by the scores of which period."""

    unselected: bool = False


def attend(
    database: Database, number: int, nips: Sequence[str], how: AttendanceChoices, now: datetime
) -> AttendanceCounts:
    """Record that they attended, all or none; who is there already is left alone.

    Raises: NotFound; UsageFault; Refused with everybody who can't be: unknown, out of service on that day, without
    a cause, or recorded with another one and no correction asked for; an activity after today (*now* is UTC).
    """
    require_reason(how.correcting, how.reason)
    with database.write("kegiatan hadir", checked_reason(how.reason), keep=not how.dry_run) as writing:
        note = checked(how.note, "catatan", LONGEST_NOTE)
        keeper = _Keeper(writing.connection, number, how, now)
        gathered({nip: partial(keeper.keep, nip, None, note) for nip in nips})
    return keeper.counts


def import_attendance(
    database: Database, number: int, source: Source, how: AttendanceChoices, now: datetime
) -> AttendanceCounts:
    """Take a file of who attended, all of it or nothing.

    Raises: NotFound; FaultsFound with every fault; UsageFault; Refused for an activity after today.
    """
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("kegiatan hadir", reason, keep=not how.dry_run, source=file) as writing:
        keeper = _Keeper(writing.connection, number, how, now)
        header = attendance_header(source)
        log = fault_log(how)

        def attempt(row: int, keep: Callable[[], object]) -> None:
            try:
                keep()
            except KinerjaError as fault:
                reason = " ".join(line.removesuffix(".") + "." for line in fault.lines).removesuffix(".")
                log(row, header.fault(row, keeper.at, reason))

        def faulty(row: int, nip: str) -> None:
            attempt(row, partial(keeper.attendee, nip))

        for row in read_attendance(header, log, faulty):
            attempt(row.row, partial(keeper.keep, row.nip, row.cause, row.note))
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    keeper.counts.hidden = header.hidden
    return keeper.counts


def withdraw_attendances(database: Database, number: int, nips: Sequence[str], reason: str) -> int:
    """Take attendances out of force, all or none; returns how many.

    Raises: NotFound; Refused naming everybody who isn't recorded there.
    """
    with database.write("kegiatan hadir", checked_reason(reason)) as writing:
        connection = writing.connection
        find_activity(connection, number)
        there = {one.nip: one.employee for one in attended(connection, number)}
        wanted = list(dict.fromkeys(nips))
        unknown = [nip for nip in wanted if nip not in there]
        if unknown:
            raise Refused(
                f"Tidak tercatat hadir pada kegiatan {number}: {', '.join(unknown)}.",
                f"Lihat: kinerja kegiatan tampil {number}",
            )
        for nip in wanted:
            withdraw_attendance(connection, number, there[nip])
    return len(wanted)


class _Keeper:
    def __init__(self, connection: Connection, number: int, how: AttendanceChoices, now: datetime) -> None:
        self.counts = AttendanceCounts()
        self.at: str | None = None  # the column that is looked at: there a fault lies
        self._connection, self._how = connection, how
        self._activity: Activity = find_activity(connection, number)
        self._there = {one.employee: one for one in attended(connection, number)}
        today = office_day(connection, now).isoformat()
        if self._activity.day > today:
            raise Refused(
                f"Kegiatan {number} baru berlangsung {self._activity.day} (hari ini {today}); "
                "kehadiran dicatat sesudahnya."
            )

    def keep(self, nip: str, cause: Cause | None, note: str | None) -> None:
        """Record one person, leave her alone or correct her.  Raises: EmployeeNotFound, Refused."""
        employee = self.attendee(nip)
        kept = self._there.get(employee.id)
        self.at = "sebab"
        wanted = cause or self._how.cause or (None if kept is None else kept.cause)
        if wanted is None:
            raise Refused(f"{nip}: sebab ia diutus belum ada; tambahkan --sebab, atau isi kolom sebab.")
        said = note if note is not None else (None if kept is None else kept.note)
        self._refuse_words(employee, kept, note)
        if kept is None:
            keep_attendance(self._connection, self._activity.id, employee.id, wanted, said)
            self.counts.new += 1
        elif (kept.cause, kept.note) == (wanted, said):
            self.counts.equal += 1
            return
        else:
            self._correct(kept, wanted, said)
        self._there[employee.id] = Attendance(employee.id, nip, wanted, said)
        self.counts.unselected |= wanted is Cause.LOW_SCORE and self._activity.selection is None

    def attendee(self, nip: str) -> Employee:
        """Whoever bears that NIP and serves on the day.  Raises: EmployeeNotFound, Refused."""
        self.at = "nip"
        employee = employee_named(self._connection, nip)
        if not serves(employee.starts, employee.ends, self._activity.day):
            raise Refused(f"{nip} tidak bertugas pada {self._activity.day}: {_service(employee)}.")
        return employee

    def _correct(self, kept: Attendance, cause: Cause, note: str | None) -> None:
        if not self._how.correcting:
            other = kept.cause is not cause
            self.at = "sebab" if other else "catatan"
            told = f"dengan sebab {kept.cause}, bukan {cause}" if other else "dengan catatan yang lain"
            raise Refused(f"{kept.nip} sudah tercatat hadir {told}; {_REMEDY}.")
        change_attendance(self._connection, self._activity.id, kept.employee, cause, note)
        self.counts.corrected += 1

    def _refuse_words(self, employee: Employee, kept: Attendance | None, note: str | None) -> None:
        new = note is not None and (kept is None or kept.note != note)
        if new and is_erased(self._connection, employee.id):
            self.at = "catatan"
            raise Refused(f"Data pribadi {employee.nip} sudah dihapus; kehadirannya tanpa catatan.")


def _service(employee: Employee) -> str:
    starts = "sejak awal" if employee.starts is None else f"sejak {employee.starts}"
    return starts if employee.ends is None else f"{starts} sampai {employee.ends}"

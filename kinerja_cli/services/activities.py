"""Activities (kegiatan): registered, changed, withdrawn and listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from kinerja_cli.domain.activities import Activity, ActivityKind, Attendance, Cause
from kinerja_cli.domain.periods import Period, parse_period
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.text import LONGEST_NAME, fold
from kinerja_cli.errors import FAULTS_SHOWN, NotFound, Refused
from kinerja_cli.services.checks import checked, checked_reason, gathered
from kinerja_cli.services.lookup import unit_named, units_below
from kinerja_cli.services.revisions import check_revision, entry_of, office_day, who
from kinerja_cli.storage.activities import (
    all_activities,
    attended,
    cause_counts,
    change_activity,
    keep_activity,
    numbered_activity,
    withdraw_activity,
    withdrawn_by,
)
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import all_employees, limited_service, placements_by_employee
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import Value


@dataclass(frozen=True, slots=True)
class ActivitySaid:
    """What was said of an activity; None where it wasn't. *hours* are whole JP, *unit* a code or a name.

    *selection*: the period whose scores decided who was sent; *unitless*, *unselected*: that there is none any more.
    """

    topic: str | None = None
    kind: ActivityKind | None = None
    day: date | None = None
    hours: int | None = None
    unit: str | None = None
    selection: Period | None = None
    unitless: bool = False
    unselected: bool = False


class ListedActivity(NamedTuple):
    """One activity in the register: code of its unit, and how many attended by why they were sent."""

    activity: Activity
    unit: str | None
    causes: dict[Cause, int]

    @property
    def attended(self) -> int:
        """How many attended."""
        return sum(self.causes.values())


class Attendee(NamedTuple):
    """Who attended: name, code of the unit on that day, why and with which note."""

    nip: str
    name: str
    unit: str
    cause: Cause
    note: str | None


def find_activity(connection: Connection, number: int) -> Activity:
    """The activity with that number.  Raises: NotFound, which says whether it was withdrawn."""
    found = numbered_activity(connection, number)
    if found is None:
        withdrawn = withdrawn_by(connection, number)
        if withdrawn is not None:
            entry = entry_of(connection, withdrawn)
            raise NotFound(
                f"Kegiatan nomor {number} sudah dibatalkan oleh {who(entry)} ({entry.receipt}).",
                "Lihat: kinerja riwayat --perintah kegiatan",
            )
        raise NotFound(f"Kegiatan nomor {number} tidak ditemukan.", "Lihat: kinerja kegiatan daftar")
    return found


def attendances(connection: Connection, activity: int) -> list[Attendance]:
    """Who attended that activity, by NIP: employee's number, NIP, why she was sent, note."""
    return attended(connection, activity)


def add_activity(database: Database, said: ActivitySaid) -> tuple[int, bool]:
    """Register an activity (topic, kind and day are needed); returns its number, and false where it is there already.

    Raises: UnitNotFound; Refused for a topic that can't be kept, a selection after the day, or where the same topic
    of that kind, day and unit is there with other JP or another selection.
    """
    with database.write("kegiatan tambah") as writing:
        connection = writing.connection
        values = _values(connection, said, {"hours": 0, "unit": None, "selection": None})
        same = _same(connection, values)
        if same is not None and _fields(same) == values:
            return same.id, False
        _refuse_twice(same)
        return keep_activity(connection, values), True


def change_numbered_activity(
    database: Database,
    number: int,
    said: ActivitySaid,
    reason: str,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Change what was said of an activity; false where nothing differs.

    Raises: NotFound; Refused as `add_activity`, where it isn't at *revision* any more, and, naming everyone, where
    somebody who attended doesn't serve on its new day, or where that day is after today (*now* is UTC).
    """
    with database.write("kegiatan ubah", checked_reason(reason)) as writing:
        connection = writing.connection
        current = find_activity(connection, number)
        before = _fields(current)
        values = _values(connection, said, before)
        if values == before:
            return False
        check_revision(
            connection, f"kegiatan {number}", revision, current.revision, f"kinerja kegiatan tampil {number}"
        )
        same = _same(connection, values)
        _refuse_twice(None if same is None or same.id == number else same)
        if values["day"] != current.day:
            _check_attendees(connection, number, str(values["day"]), now)
        change_activity(connection, number, values)
    return True


def withdraw_numbered_activity(database: Database, number: int, reason: str) -> tuple[Activity, int]:
    """Take an activity out of force with its attendance; returns it, and how many had attended.  Raises: NotFound."""
    with database.write("kegiatan batal", checked_reason(reason)) as writing:
        activity = find_activity(writing.connection, number)
        count = len(attended(writing.connection, number))
        withdraw_activity(writing.connection, number)
    return activity, count


def list_activities(database: Database, year: int | None, unit: str | None) -> list[ListedActivity]:
    """Activities of a year or of all, by day; those that were for *unit* or a unit below it.  Raises: UnitNotFound."""
    with database.read() as connection:
        inside = None if unit is None else units_below(connection, unit)
        counts = cause_counts(connection)
        codes = _codes(connection)
        return [
            _listed(activity, codes, counts)
            for activity in all_activities(connection, year)
            if inside is None or activity.unit in inside
        ]


def activity_sheet(database: Database, number: int) -> tuple[ListedActivity, list[Attendee]]:
    """One activity and who attended it, by NIP.  Raises: NotFound."""
    with database.read() as connection:
        activity = find_activity(connection, number)
        codes = _codes(connection)
        names = {employee.id: employee.name for employee in all_employees(connection)}
        held = placements_by_employee(connection)
        people = [
            Attendee(
                one.nip,
                names[one.employee],
                codes[placed_on(held[one.employee], activity.day).unit],
                one.cause,
                one.note,
            )
            for one in attended(connection, number)
        ]
        return _listed(activity, codes, cause_counts(connection)), people


def _codes(connection: Connection) -> dict[int, str]:
    return {unit.id: unit.code for unit in all_units(connection)}


def _listed(activity: Activity, codes: dict[int, str], counts: dict[int, dict[Cause, int]]) -> ListedActivity:
    unit = None if activity.unit is None else codes[activity.unit]
    return ListedActivity(activity, unit, counts.get(activity.id, {}))


def _fields(activity: Activity) -> dict[str, Value]:
    return {
        "hours": activity.hours,
        "unit": activity.unit,
        "selection": activity.selection,
        "topic": activity.topic,
        "kind": activity.kind.value,
        "day": activity.day,
    }


def _values(connection: Connection, said: ActivitySaid, before: dict[str, Value]) -> dict[str, Value]:
    """What an activity becomes by what was said.  Raises: Refused, UnitNotFound; every fault at once."""
    values = dict(before)
    if said.kind is not None:
        values["kind"] = said.kind.value
    if said.day is not None:
        values["day"] = said.day.isoformat()
    if said.hours is not None:
        values["hours"] = said.hours
    if said.selection is not None or said.unselected:
        values["selection"] = None if said.selection is None else said.selection.code
    readers: dict[str, Callable[[], Value]] = {"selection": partial(_checked_selection, values)}
    if said.topic is not None:
        readers["topic"] = partial(checked, said.topic, "topik", LONGEST_NAME)
    if said.unit is not None or said.unitless:
        readers["unit"] = lambda: None if said.unit is None else unit_named(connection, said.unit).id
    return {**values, **gathered(readers)}


def _checked_selection(values: dict[str, Value]) -> Value:
    """The selection; scores of a period that began after the activity decided nothing.  Raises: Refused."""
    selection, day = values["selection"], str(values["day"])
    if selection is not None and parse_period(str(selection)).first.isoformat() > day:
        raise Refused(
            f"--seleksi {selection} mulai sesudah kegiatannya ({day}); tulis periode yang nilainya sudah ada "
            "ketika peserta dipilih."
        )
    return selection


def _same(connection: Connection, values: dict[str, Value]) -> Activity | None:
    """The activity of that topic, kind, day and unit."""
    kind, day, unit, topic = values["kind"], values["day"], values["unit"], fold(str(values["topic"]))
    for other in all_activities(connection, int(str(day)[:4])):
        if (other.kind.value, other.day, other.unit, fold(other.topic)) == (kind, day, unit, topic):
            return other
    return None


def _refuse_twice(same: Activity | None) -> None:
    if same is not None:
        told = f"{same.kind} '{same.topic}' pada {same.day} dengan {same.hours} JP"
        raise Refused(
            f"Kegiatan {same.id} sudah terdaftar: {told}, seleksi {same.selection or 'tidak disebut'}.",
            f"Ubah dengan: kinerja kegiatan ubah {same.id} --alasan '…'   (bila memang lain: bedakan topiknya)",
        )


def _check_attendees(connection: Connection, number: int, day: str, now: datetime) -> None:
    limited, there = limited_service(connection), attended(connection, number)
    today = office_day(connection, now).isoformat()
    if there and day > today:
        raise Refused(
            f"{len(there)} orang sudah tercatat hadir pada kegiatan {number}, sedangkan {day} belum terjadi "
            f"(hari ini {today})."
        )
    faults = [
        f"{one.nip} hadir, tetapi tidak bertugas pada {day}."
        for one in there
        if not serves(*limited.get(one.employee, (None, None)), day)
    ]
    if faults:
        more = [f"… dan {len(faults) - FAULTS_SHOWN} lagi."] if len(faults) > FAULTS_SHOWN else []
        raise Refused(*faults[:FAULTS_SHOWN], *more, "Tidak ada yang disimpan.")

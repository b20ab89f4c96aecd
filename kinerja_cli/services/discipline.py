"""The register of absence without a valid reason: recorded, withdrawn, and held against the steps of PP 94/2021."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.discipline import (
    DAY_NAMES,
    LONGEST_RANGE,
    Absence,
    Step,
    Tally,
    has_steps,
    is_weekend,
    numbered,
    reached,
    tally,
    working_days,
)
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import FAULTS_SHOWN, NotFound, Refused
from kinerja_cli.services.checks import checked, checked_reason
from kinerja_cli.services.lookup import employee_named, units_below
from kinerja_cli.services.revisions import entry_of, office_day, office_zone
from kinerja_cli.storage.absences import (
    AbsentDay,
    absent_days,
    absentees,
    add_absence,
    annotate_absence,
    newest_absence_year,
    withdraw_absence,
)
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, Placement, placements
from kinerja_cli.storage.units import all_units


@dataclass(frozen=True, slots=True)
class Recording:
    """What `disiplin catat` was told: single days, or the first and last of a range; *working* allows weekends."""

    nip: str
    days: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    note: str | None = None
    working: bool = False


class YearTally(NamedTuple):
    """One year of somebody after a command; *step* is the one that this command reached, if it did."""

    year: int
    counted: Tally
    step: Step | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many days are new, stood there already or got another note, and the years in which something is new."""

    new: int
    equal: int
    corrected: int
    has_steps: bool
    years: tuple[YearTally, ...]


class DisciplineLine(NamedTuple):
    """Somebody's year in the register; *holiday* are recorded days that the reader calls holidays."""

    nip: str
    name: str
    unit: str
    counted: Tally
    has_steps: bool
    holiday: tuple[date, ...]


class Register(NamedTuple):
    """The register of one year."""

    year: int
    lines: list[DisciplineLine]


class DayLine(NamedTuple):
    """One recorded day with its numbers; *recorded* on the office's clock."""

    absence: Absence
    note: str | None
    recorded: str


class DaySheet(NamedTuple):
    """One person's days in a year."""

    employee: Employee
    year: int
    counted: Tally
    days: list[DayLine]


def record(database: Database, said: Recording, now: datetime) -> Recorded:
    """Record days of absence, all or none; one that is there already is left alone, but for another note.

    Raises: EmployeeNotFound; Refused with every day that can't be: weekend, after today (*now* is UTC), out of service.
    """
    with database.write("disiplin catat") as writing:
        connection = writing.connection
        employee = employee_named(connection, said.nip)
        note = checked(said.note, "catatan", LONGEST_NOTE)
        days = _days(said)
        _check_days(employee, days, said.working, office_day(connection, now))
        before = {kept.day: kept for kept in absent_days(connection, employee.id)}
        new, corrected = [], 0
        for day in days:
            kept = before.get(day.isoformat())
            if kept is None:
                add_absence(connection, employee.id, day.isoformat(), note)
                new.append(day)
            elif note is not None and note != kept.note:
                annotate_absence(connection, employee.id, kept.day, note)
                corrected += 1
        years = _years(before, new)
    equal = len(days) - len(new) - corrected
    return Recorded(len(new), equal, corrected, has_steps(employee.kind), years)


def withdraw(database: Database, nip: str, days: Sequence[date], reason: str) -> int:
    """Take days out of force, all or none; returns how many.

    Raises: EmployeeNotFound; Refused naming every day that isn't recorded.
    """
    with database.write("disiplin batalkan", checked_reason(reason)) as writing:
        employee = employee_named(writing.connection, nip)
        kept = {absent.day for absent in absent_days(writing.connection, employee.id)}
        wanted = sorted({day.isoformat() for day in days})
        unknown = [day for day in wanted if day not in kept]
        if unknown:
            raise Refused(
                f"Tidak tercatat bagi {nip}: {', '.join(unknown)}.", f"Lihat: kinerja disiplin tampil {nip}"
            )
        for day in wanted:
            withdraw_absence(writing.connection, employee.id, day)
    return len(wanted)


def register(
    database: Database, year: int | None, unit: str | None, nip: str | None, holidays: Collection[date]
) -> Register:
    """Who has a recorded day in a year (the newest of the register), by NIP, with the unit of the year's last day.

    *unit* takes its sub-units along.  Raises: EmployeeNotFound, UnitNotFound; NotFound where nothing is recorded.
    """
    with database.read() as connection:
        employee = None if nip is None else employee_named(connection, nip).id
        inside = None if unit is None else units_below(connection, unit)
        number = _year(connection, year)
        codes = {known.id: known.code for known in all_units(connection)}
        lines = []
        for absentee in absentees(connection, number, employee):
            placed = _placed(list(placements(connection, absentee.id)), number)
            if inside is None or placed.unit in inside:
                days = _dates(absent_days(connection, absentee.id))
                counted = tally(numbered(days, holidays), number)
                holiday = tuple(day for day in days if day.year == number and day in holidays)
                lines.append(
                    DisciplineLine(
                        absentee.nip,
                        absentee.name,
                        codes[placed.unit],
                        counted,
                        has_steps(absentee.kind),
                        holiday,
                    )
                )
    return Register(number, lines)


def day_sheet(database: Database, nip: str, year: int | None, holidays: Collection[date]) -> DaySheet:
    """One person's days in a year (the newest of the register).

    Raises: EmployeeNotFound; NotFound where nothing is recorded of anybody and no year was named.
    """
    with database.read() as connection:
        employee = employee_named(connection, nip)
        number = _year(connection, year)
        zone = office_zone(connection)
        kept = absent_days(connection, employee.id)
        absences = numbered(_dates(kept), holidays)
        days = [
            DayLine(absence, absent.note, local_time(entry_of(connection, absent.entry).at, zone))
            for absence, absent in zip(absences, kept, strict=True)
            if absence.day.year == number
        ]
    return DaySheet(employee, number, tally(absences, number), days)


def _days(said: Recording) -> list[date]:
    """The days that are meant, in order, each once.  Raises: Refused for a range without a working day."""
    if said.first is None or said.last is None:
        return sorted(set(said.days))
    if said.last < said.first:
        raise Refused(f"--sampai {said.last} mendahului --dari {said.first}; periksa tanggalnya.")
    if (said.last - said.first).days >= LONGEST_RANGE:
        raise Refused(f"{said.first} sampai {said.last} lebih dari {LONGEST_RANGE} hari; periksa tahunnya.")
    days = working_days(said.first, said.last)
    if not days:
        raise Refused(
            f"Tidak ada hari kerja dari {said.first} sampai {said.last} (Sabtu dan Minggu dilewati)."
        )
    return days


def _check_days(employee: Employee, days: Sequence[date], working: bool, today: date) -> None:
    faults = []
    for day in days:
        name = f"{day} ({DAY_NAMES[day.weekday()]})"
        if day > today:
            faults.append(f"{name} belum terjadi; hari ini {today}.")
        elif not serves(employee.starts, employee.ends, day.isoformat()):
            faults.append(f"{name} di luar masa tugas {employee.nip}: {_service(employee)}.")
        elif is_weekend(day) and not working:
            faults.append(f"{name} bukan hari kerja; bila di kantor itu hari kerja, tambahkan --hari-kerja.")
    if faults:
        more = [f"… dan {len(faults) - FAULTS_SHOWN} lagi."] if len(faults) > FAULTS_SHOWN else []
        raise Refused(*faults[:FAULTS_SHOWN], *more, "Tidak ada yang disimpan.")


def _service(employee: Employee) -> str:
    starts = "sejak awal" if employee.starts is None else f"sejak {employee.starts}"
    return starts if employee.ends is None else f"{starts} sampai {employee.ends}"


def _years(before: Collection[str], new: Sequence[date]) -> tuple[YearTally, ...]:
    """The years that new days change: as they are now, and the step that they newly reach."""
    old = [date.fromisoformat(day) for day in before]
    earlier, now = numbered(old), numbered([*old, *new])
    found = []
    for year in sorted({day.year for day in new}):
        counted = tally(now, year)
        step = reached(counted)
        found.append(YearTally(year, counted, None if step is reached(tally(earlier, year)) else step))
    return tuple(found)


def _dates(days: Sequence[AbsentDay]) -> list[date]:
    return [date.fromisoformat(absent.day) for absent in days]


def _placed(held: Sequence[Placement], year: int) -> Placement:
    return placed_on(held, f"{year}-12-31")


def _year(connection: Connection, year: int | None) -> int:
    newest = year if year is not None else newest_absence_year(connection)
    if newest is None:
        raise NotFound(
            "Belum ada hari tidak masuk yang dicatat.", "Catat dengan: kinerja disiplin catat NIP TANGGAL"
        )
    return newest

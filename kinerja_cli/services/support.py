"""Support for whoever struggles (pembinaan): cases opened, met about, closed and corrected.

Confidential: every text stays in the case's own rows. The journal gets the command alone, so that neither its reason
nor its source says anything about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import placed_on
from kinerja_cli.domain.support import QUESTIONS, Case, Meeting, days_late, next_day
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import checked, checked_person, gathered, require_reason
from kinerja_cli.services.lookup import employee_named, units_below
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, employee_numbered, find_employee, placements_by_employee
from kinerja_cli.storage.support import (
    ANSWERS,
    add_case,
    add_meeting,
    all_cases,
    cases_of,
    change_case,
    change_meeting,
    find_case,
    meetings_of,
)
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import Value

NEW, EQUAL, CORRECTED = "baru", "tetap", "koreksi"
_ONLY = "Tidak ada yang disimpan."


@dataclass(frozen=True, slots=True)
class Correction:
    """Whether what is recorded may be replaced, and why it is; the reason stays with the case."""

    wanted: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What `pembinaan buka` was told; None where nothing was, which leaves what is recorded as it is."""

    nip: str
    cause: str
    form: str
    note: str | None = None
    counsellor: str | None = None
    day: date | None = None
    follow: date | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """What `pembinaan catat` was told; *answers* by the number of the question, 1 to 9."""

    note: str | None
    day: date | None = None
    form: str | None = None
    follow: date | None = None
    answers: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What `pembinaan tutup` was told."""

    outcome: str
    note: str
    day: date | None = None


class CaseLine(NamedTuple):
    """An open or closed case in its own list; *late* days since its next day, *unit* a code, as on that day."""

    case: Case
    nip: str
    name: str
    unit: str
    meetings: int
    follow: str | None
    late: int | None


class CaseSheet(NamedTuple):
    """Everything of one case."""

    case: Case
    nip: str
    name: str
    meetings: list[Meeting]
    follow: str | None


def open_case(database: Database, said: Opening, correction: Correction, now: datetime) -> tuple[int, str]:
    """Open a case, or find or correct the one that is open; returns its number and ``baru``, ``tetap``, ``koreksi``.

    One is open at a time.  Raises: EmployeeNotFound; UsageFault for a correction without a reason; Refused for another
    one than is open, or days that can't be.
    """
    why = _reason(correction)
    with database.write("pembinaan buka") as writing:
        connection = writing.connection
        employee = employee_named(connection, said.nip)
        _refuse_erased(employee)
        today = office_day(connection, now)
        values = _opening(connection, said)
        cases = cases_of(connection, employee.id)
        for kept in cases:
            if _holds(connection, kept, values) and (kept.closed is None or "opened" in values):
                return kept.id, EQUAL
        current = next((kept for kept in cases if kept.closed is None), None)
        if current is None and why is not None:
            raise Refused("Tidak ada pembinaan terbuka bagi pegawai itu yang dapat dibetulkan.", _ONLY)
        if current is None:
            values = {"opened": today.isoformat(), **values}
            _check_days(today, str(values["opened"]), values.get("follow"), "Pembinaan dibuka")
            return add_case(connection, {"employee": employee.id, **values}), NEW
        if why is None:
            raise Refused(
                f"Pembinaan {current.id} masih terbuka bagi pegawai itu, dengan isi yang berbeda.",
                f"Lihat: kinerja pembinaan tampil {current.id}",
                "Untuk membetulkannya tambahkan --koreksi --alasan TEKS; untuk yang baru, tutup dahulu yang ini.",
            )
        _correct_opening(connection, current, values, why, today)
        return current.id, CORRECTED


def record_meeting(
    database: Database, number: int, said: Met, correction: Correction, now: datetime
) -> tuple[date, str]:
    """Record a meeting, at most one a day, or correct it; returns its day and ``baru``, ``tetap`` or ``koreksi``.

    Raises: NotFound; UsageFault as above; Refused for a closed case, a day that can't be, or other words on that day.
    """
    why = _reason(correction)
    with database.write("pembinaan catat") as writing:
        connection = writing.connection
        case = case_numbered(connection, number)
        _refuse_erased(employee_numbered(connection, case.employee))
        today = office_day(connection, now)
        day = said.day or today
        values = _meeting(said)
        held = meetings_of(connection, number).get(number, [])
        kept = next((meeting for meeting in held if meeting.day == day.isoformat()), None)
        if kept is not None:
            return day, _correct_meeting(connection, kept, values, why)
        if case.closed is not None:
            raise Refused(
                f"Pembinaan {number} sudah ditutup pada {case.closed}; pertemuan baru memerlukan pembinaan baru.",
                f"Buka dengan: kinerja pembinaan buka NIP …   {_ONLY}",
            )
        _check_days(today, day.isoformat(), values.get("follow"), "Pertemuan", since=case.opened)
        if values.get("note") is None:
            raise Refused("Pertemuan memerlukan --catatan: apa yang dibicarakan.", _ONLY)
        add_meeting(connection, case, day.isoformat(), {"form": case.form, **values})
    return day, NEW


def close_case(database: Database, number: int, said: Closing, correction: Correction, now: datetime) -> str:
    """Close a case with its outcome, or correct that; returns ``baru``, ``tetap`` or ``koreksi``.

    Raises: NotFound; UsageFault as above; Refused for a day that can't be, or another outcome than is recorded.
    """
    why = _reason(correction)
    with database.write("pembinaan tutup") as writing:
        connection = writing.connection
        case = case_numbered(connection, number)
        _refuse_erased(employee_numbered(connection, case.employee))
        today = office_day(connection, now)
        note = checked(said.note, "catatan", LONGEST_NOTE)
        values: dict[str, Value] = {"outcome": said.outcome, "outcome_note": note}
        if said.day is not None or case.closed is None:
            values["closed"] = (said.day or today).isoformat()
        held = meetings_of(connection, number).get(number, [])
        since = max([case.opened, *(meeting.day for meeting in held)])
        if case.closed is not None and _same(case, values):
            return EQUAL
        if case.closed is not None and why is None:
            raise Refused(
                f"Pembinaan {number} sudah ditutup pada {case.closed}, dengan isi yang berbeda.",
                f"Lihat: kinerja pembinaan tampil {number}; untuk membetulkannya: --koreksi --alasan TEKS",
            )
        _check_days(today, str(values.get("closed", case.closed)), None, "Penutupan", since=since)
        change_case(connection, case, {**values, "why": why})
    return NEW if case.closed is None else CORRECTED


def listing(
    database: Database, unit: str | None, closed: bool, today: date | None, now: datetime
) -> list[CaseLine]:
    """Open cases by number, or with *closed* all, of a unit with its sub-units or of everybody.

    *today*: the day that lateness is counted to; without it the office's own at *now* (UTC).  Raises: UnitNotFound.
    """
    with database.read() as connection:
        inside = None if unit is None else units_below(connection, unit)
        day = today or office_day(connection, now)
        lines = case_lines(connection, all_cases(connection, closed), day)
        if inside is None:
            return list(lines)
        codes = {known.code for known in all_units(connection) if known.id in inside}
        return [line for line in lines if line.unit in codes]


def case_lines(connection: Connection, cases: Sequence[Case], day: date) -> Iterator[CaseLine]:
    """Those cases with whom they are about, and how late each is on *day*."""
    codes = {unit.id: unit.code for unit in all_units(connection)}
    held, met = placements_by_employee(connection), meetings_of(connection)
    for case in cases:
        about = employee_numbered(connection, case.employee)
        placed = placed_on(held[case.employee], day.isoformat())
        meetings = met.get(case.id, [])
        follow = next_day(case, meetings)
        late = days_late(follow, day)
        yield CaseLine(case, about.nip, about.name, codes[placed.unit], len(meetings), follow, late)


def sheet(database: Database, number: int) -> CaseSheet:
    """Everything of one case.  Raises: NotFound."""
    with database.read() as connection:
        case = case_numbered(connection, number)
        about = employee_numbered(connection, case.employee)
        meetings = meetings_of(connection, number).get(number, [])
    return CaseSheet(case, about.nip, about.name, meetings, next_day(case, meetings))


def is_overdue(connection: Connection, day: date) -> bool:
    """Whether the next day of some open case lies before *day*."""
    met = meetings_of(connection)
    return any(
        days_late(next_day(case, met.get(case.id, [])), day) is not None
        for case in all_cases(connection, closed=False)
    )


def case_numbered(connection: Connection, number: int) -> Case:
    """The case with that number.  Raises: NotFound."""
    case = find_case(connection, number)
    if case is None:
        raise NotFound(f"Pembinaan nomor {number} tidak ditemukan.", "Lihat: kinerja pembinaan daftar")
    return case


def _refuse_erased(employee: Employee) -> None:
    """No words about somebody come back.  Raises: Refused."""
    if is_placeholder(employee.nip):
        raise Refused(
            f"Data pribadi {employee.nip} sudah dihapus; tidak ada pembinaan yang dicatat lagi baginya."
        )


def _reason(correction: Correction) -> str | None:
    """Why something is corrected; None where nothing is to be.  Raises: UsageFault, Refused."""
    require_reason(correction.wanted, correction.reason)
    return checked(correction.reason, "alasan", LONGEST_NOTE) if correction.wanted else None


def _opening(connection: Connection, said: Opening) -> dict[str, Value]:
    """What was said as columns, without what wasn't.  Raises: Refused with every fault."""
    readers: dict[str, Callable[[], str | None]] = {
        "note": lambda: checked(said.note, "catatan", LONGEST_NOTE),
        "counsellor": lambda: None if said.counsellor is None else checked_person(said.counsellor, "pembina"),
    }
    texts = gathered(readers)
    values: dict[str, Value] = {"cause": said.cause, "form": said.form, "note": texts["note"]}
    values |= {"opened": _iso(said.day), "follow": _iso(said.follow)}
    if texts["counsellor"] is not None:
        values |= _counsellor(find_employee(connection, texts["counsellor"]), texts["counsellor"])
    return {name: value for name, value in values.items() if value is not None or name.startswith("couns")}


def _counsellor(employee: Employee | None, label: str) -> dict[str, Value]:
    """Whoever supports: somebody of ours by number, so that a new NIP follows; else the NIP or name as it was said."""
    if employee is None:
        return {"counsellor": None, "counsellor_name": label}
    return {"counsellor": employee.id, "counsellor_name": None}


def _holds(connection: Connection, kept: Case, values: Mapping[str, Value]) -> bool:
    """Whether a case says all that *values* do."""
    plain = {name: value for name, value in values.items() if not name.startswith("counsellor")}
    if not _same(kept, plain):
        return False
    if "counsellor" not in values:
        return True
    number = values["counsellor"]
    said = values["counsellor_name"] if number is None else employee_numbered(connection, int(number)).nip
    return said == kept.counsellor


def _correct_opening(
    connection: Connection, kept: Case, values: dict[str, Value], why: str, today: date
) -> None:
    opened = str(values.get("opened", kept.opened))
    _check_days(today, opened, values.get("follow", kept.follow), "Pembinaan dibuka")
    met = [meeting.day for meeting in meetings_of(connection, kept.id).get(kept.id, [])]
    if met and min(met) < opened:
        raise Refused(f"Pembinaan dibuka {opened}, sesudah pertemuan {min(met)}; periksa tanggalnya.", _ONLY)
    change_case(connection, kept, {**values, "why": why})


def _meeting(said: Met) -> dict[str, Value]:
    """What was said of a meeting as columns, without what wasn't.  Raises: Refused with every fault."""
    answers = said.answers or {}
    faults = [
        f"--jawab {number}: Format B.1.8 mempunyai pertanyaan 1 sampai {QUESTIONS}."
        for number in answers
        if not 1 <= number <= QUESTIONS
    ]
    if faults:
        raise Refused(*faults, _ONLY)
    readers: dict[str, Callable[[], str | None]] = {
        "note": lambda: checked(said.note, "catatan", LONGEST_NOTE)
    }
    for number, text in sorted(answers.items()):
        readers[ANSWERS[number - 1]] = partial(checked, text, f"jawaban {number}", LONGEST_NOTE)
    values: dict[str, Value] = {**gathered(readers), "form": said.form, "follow": _iso(said.follow)}
    return {name: value for name, value in values.items() if value is not None}


def _correct_meeting(
    connection: Connection, kept: Meeting, values: Mapping[str, Value], why: str | None
) -> str:
    """Leave an equal meeting alone, correct another one with a reason.  Raises: Refused without."""
    current = {**kept._asdict(), **dict(zip(ANSWERS, kept.answers, strict=True))}
    if all(current[name] == value for name, value in values.items()):
        return EQUAL
    if why is None:
        raise Refused(
            f"Pertemuan {kept.day} pada pembinaan {kept.case} sudah tercatat, dengan isi yang berbeda.",
            f"Lihat: kinerja pembinaan tampil {kept.case}; untuk membetulkannya: --koreksi --alasan TEKS",
        )
    follow = values.get("follow")
    if follow is not None and str(follow) <= kept.day:
        raise Refused(f"--lanjut {follow} harus sesudah {kept.day}.", _ONLY)
    change_meeting(connection, kept, {**values, "why": why})
    return CORRECTED


def _same(case: Case, values: Mapping[str, Value]) -> bool:
    current = case._asdict()
    return all(current[name] == value for name, value in values.items())


def _check_days(today: date, day: str, follow: Value, what: str, since: str = "") -> None:
    """Raises: Refused for a day that has not come, lies before *since*, or after which the next day doesn't lie."""
    faults = []
    if day > today.isoformat():
        faults.append(f"{what} {day} belum terjadi; hari ini {today}.")
    if day < since:
        faults.append(f"{what} {day} mendahului {since}, yang sudah tercatat; periksa tanggalnya.")
    if follow is not None and str(follow) <= day:
        faults.append(f"--lanjut {follow} harus sesudah {day}.")
    if faults:
        raise Refused(*faults, _ONLY)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

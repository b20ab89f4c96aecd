"""Objections (keberatan): filed in time or with a reason why not, decided once, by somebody else than the rater."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kinerja_cli.domain.dates import ZONES
from kinerja_cli.domain.objections import FILING_DAYS, State, filing_deadline
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.points import parse_score, show_points
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.text import LONGEST_NOTE, fold
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import accepted, checked, checked_person, checked_reason
from kinerja_cli.services.closed import refuse_closed_period
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.scores import criterion_named, subject
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import appraiser_id, employee_name, find_employee, former_nips
from kinerja_cli.storage.objections import (
    Objection,
    ObjectionLine,
    add_objection,
    decide_objection,
    find_objection,
    list_objections,
    objections_about,
    raters_since,
)
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.scores import Kept, Key, NewScore, correct_score, find_score


@dataclass(frozen=True, slots=True)
class Filing:
    """What `keberatan ajukan` was told; *filed* None stands for the office's today, *lateness* says why so late."""

    nip: str
    period: Period
    criterion: str
    received: date
    grounds: str
    filed: date | None = None
    lateness: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What `keberatan putuskan` was told: *value* is None where it is rejected, *day* None for the office's today."""

    decider: str
    value: str | None
    reason: str
    day: date | None = None


class Filed(NamedTuple):
    """The number of an objection, false where it was there already, the value in question and the last day to file."""

    number: int
    added: bool
    value: int
    deadline: date


class Outcome(NamedTuple):
    """What was decided; *before* and *after* in hundredths, equal where it was rejected."""

    state: State
    what: str
    before: int
    after: int


def file_objection(database: Database, said: Filing, now: datetime) -> Filed:
    """File an objection to a value; the very same one again is left alone.

    Raises: EmployeeNotFound, PeriodNotOpen; Refused where there is no value, it is too late without a reason,
    another one waits, or it was decided already.
    """
    with database.write("keberatan ajukan", checked_reason(said.grounds)) as writing:
        connection = writing.connection
        about = subject(connection, said.nip, said.period)
        code, number = criterion_named(connection, about.rules, said.criterion)
        key = Key(about.employee.id, about.period.id, number)
        deadline = filing_deadline(said.received)
        values: dict[str, str | int | None] = {
            "received": said.received.isoformat(),
            "grounds": checked(said.grounds, "alasan", LONGEST_NOTE),
            "lateness": checked(said.lateness, "alasan terlambat", LONGEST_NOTE),
        }
        if said.filed is not None:
            values["filed"] = said.filed.isoformat()
        earlier = objections_about(connection, key)
        for same in earlier:
            if all(getattr(same, name) == value for name, value in values.items()):
                return Filed(same.id, False, same.value_before, deadline)
        kept = find_score(connection, key)
        if kept is None:
            raise Refused(
                f"Tidak ada nilai {code} {about.period.code} bagi {said.nip}; yang tidak ada tidak dapat diberatkan.",
                f"Lihat: kinerja nilai daftar --nip {said.nip}",
            )
        _check_first(earlier, kept)
        filed = said.filed or _today(about.rules, now)
        _check_days(said, filed, deadline)
        values |= {"filed": filed.isoformat(), "value_before": kept.value}
        return Filed(add_objection(connection, key, values, writing.entry), True, kept.value, deadline)


def decide(database: Database, number: int, said: Ruling, now: datetime) -> Outcome:
    """Grant an objection with another value, which corrects it in the same entry, or reject it; once, for good.

    Raises: NotFound; PeriodClosed where it would be granted; Refused where it is decided, the decider rated it or
    objected, the value doesn't change, or the day lies before the filing.
    """
    with database.write("keberatan putuskan", checked_reason(said.reason)) as writing:
        connection = writing.connection
        objection = _undecided(connection, number)
        period = next(p for p in opened_periods(connection) if p.id == objection.period)
        rules = rules_of(connection, period.year).rules
        decider = checked_person(said.decider, "pejabat")
        _check_decider(connection, objection, decider)
        day = said.day or _today(rules, now)
        if day.isoformat() < objection.filed:
            raise Refused(f"Keputusan {day} mendahului pengajuannya {objection.filed}; periksa tanggalnya.")
        values: dict[str, str | int | None] = {
            "state": State.REJECTED.value,
            "decided": day.isoformat(),
            "decision": checked(said.reason, "alasan", LONGEST_NOTE),
        }
        kept = find_score(connection, objection.key)
        before = after = objection.value_before if kept is None else kept.value
        if said.value is not None:
            after = accepted(lambda text: parse_score(text, rules.scale_min, rules.scale_max), said.value)
            refuse_closed_period(connection, period)
            _correct(writing, objection, kept, after)
            values |= {"state": State.GRANTED.value, "value_after": after, "correction": writing.entry}
        values["decider"] = appraiser_id(connection, decider)
        decide_objection(connection, objection, values, writing.entry)
        line = next(
            o for o in list_objections(connection, objection.employee, False) if o.objection.id == number
        )
    return Outcome(State(str(values["state"])), f"{line.criterion} {line.period}", before, after)


def listing(database: Database, nip: str | None, undecided: bool) -> list[ObjectionLine]:
    """Objections by number.  Raises: EmployeeNotFound."""
    with database.read() as connection:
        employee = None if nip is None else employee_named(connection, nip).id
        return list(list_objections(connection, employee, undecided))


def _today(rules: Rules, now: datetime) -> date:
    return (now + timedelta(hours=ZONES[rules.zone])).date()


def _check_first(earlier: list[Objection], kept: Kept) -> None:
    """One objection at a time, and none to a value that a decision fixed.  Raises: Refused."""
    for objection in earlier:
        if objection.state == State.FILED:
            raise Refused(
                f"Keberatan {objection.id} atas nilai itu belum diputuskan.",
                f"Putuskan dahulu: kinerja keberatan putuskan {objection.id} --pejabat …",
            )
        if kept.entry <= objection.entry:
            raise Refused(
                f"Nilai itu sudah diputuskan dalam keberatan {objection.id} ({objection.state} {objection.decided}); "
                "keputusannya final (PP 30/2019 Pasal 59)."
            )


def _check_days(said: Filing, filed: date, deadline: date) -> None:
    if filed < said.received:
        raise Refused(
            f"Keberatan {filed} mendahului hari hasilnya diterima {said.received}; periksa tanggalnya."
        )
    if filed > deadline and said.lateness is None:
        raise Refused(
            f"Keberatan {filed} melewati tenggat {deadline}: {FILING_DAYS} hari sesudah diterima {said.received} "
            "(PP 30/2019 Pasal 59).",
            "Bila tetap diterima, tulis sebabnya: --terlambat '…'. Tidak ada yang disimpan.",
        )
    if filed <= deadline and said.lateness is not None:
        raise Refused(f"Keberatan {filed} belum melewati tenggat {deadline}; hapus --terlambat.")


def _undecided(connection: Connection, number: int) -> Objection:
    objection = find_objection(connection, number)
    if objection is None:
        raise NotFound(f"Keberatan nomor {number} tidak ditemukan.", "Lihat: kinerja keberatan daftar")
    if objection.state != State.FILED:
        raise Refused(
            f"Keberatan {number} sudah {objection.state} pada {objection.decided}; keputusannya final.",
            "Lihat: kinerja keberatan daftar",
        )
    return objection


def _check_decider(connection: Connection, objection: Objection, decider: str) -> None:
    """Whoever decides neither gave the value nor objected to it.  Raises: Refused."""
    told = _marks(connection, None, decider)
    if told & _marks(connection, objection.employee, ""):
        raise Refused(f"{decider} sendiri yang mengajukan keberatan ini; yang memutuskan harus orang lain.")
    for employee, label in raters_since(connection, objection):
        if told & _marks(connection, employee, label or ""):
            raise Refused(
                f"{decider} memberi nilai itu; yang memutuskan harus atasan pejabat penilai (PP 30/2019 Pasal 59)."
            )


def _marks(connection: Connection, employee: int | None, label: str) -> set[str]:
    """What tells a person: the number of an employee, with her name for whoever is meant by it alone; else the label.

    One mark in common, and two are the same. A NIP doesn't stand for the name of its bearer: others may be called so.
    """
    if employee is not None:
        return {str(employee), *_spellings(employee_name(connection, employee))}
    if not label[:1].isdigit():
        return _spellings(label)
    now = {former.nip: former.now for former in former_nips(connection)}
    found = find_employee(connection, label) or find_employee(connection, now.get(label, ""))
    return {label if found is None else str(found.id)}


def _spellings(name: str) -> set[str]:
    """A name with and without its degrees: who leaves them off is the same person."""
    return {fold(name), fold(name.partition(",")[0])} - {""}


def _correct(writing: Writing, objection: Objection, kept: Kept | None, value: int) -> None:
    """Correct the value by a decision; its rater and note stay.  Raises: Refused."""
    if kept is None:
        raise Refused("Nilai itu sudah dibatalkan; keberatan ini hanya dapat ditolak (--tolak).")
    if kept.value == value:
        raise Refused(f"Nilai itu sudah {show_points(value)}; tulis nilai lain, atau --tolak.")
    correct_score(writing.connection, NewScore(*objection.key, value, None, None), kept, writing.entry)

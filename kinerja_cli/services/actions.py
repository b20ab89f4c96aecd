"""The improvement plan (rencana): actions are agreed on, changed, finished, cancelled, and listed by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kinerja_cli.domain.actions import Action, ActionState, Origin
from kinerja_cli.domain.mentions import Identity, Mask, pairs_of_words
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import (
    checked,
    checked_person,
    checked_reason,
    gathered,
    require_reason,
    unregistered,
)
from kinerja_cli.services.lookup import unit_named, units_below
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.actions import all_actions, change_action, find_action, keep_action, known_names
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import appraiser_id, find_employee
from kinerja_cli.storage.support import cases_of
from kinerja_cli.storage.versions import Value

_TOLD = ("text", "origin", "reference", "unit", "due")  # with its owner, what makes an action this one


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an action; None where it wasn't. *owner* is a NIP or a name, *unit* a code or a name.

    *running*: it goes on again, without the outcome that it had.
    """

    text: str | None = None
    owner: str | None = None
    due: date | None = None
    reference: str | None = None
    unit: str | None = None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """What came of an action; *day* None stands for the office's today, or for the day that is recorded."""

    outcome: str
    day: date | None = None
    correcting: bool = False
    reason: str | None = None


class Added(NamedTuple):
    """The number of an action, false where it was there already, and remarks."""

    number: int
    added: bool
    remarks: list[str]


class Listed(NamedTuple):
    """Actions by number, and the day by which they are judged."""

    today: date
    actions: list[Action]


def add_action(database: Database, said: Said, origin: Origin) -> Added:
    """Agree on an action that runs from now on; the very same one again, unless it was cancelled, is left alone.

    Needs text, owner and due date.  Raises: UnitNotFound; Refused, also where one from ``pembinaan`` names somebody.
    """
    with database.write("rencana tambah") as writing:
        connection = writing.connection
        values, owner = _checked(connection, said)
        _refuse_names(connection, origin, _texts(values))
        _refuse_supported(connection, origin, owner)
        values["origin"] = origin.value
        told = (owner, *(values.get(name) for name in _TOLD))
        for same in all_actions(connection):
            alike = told == (same.owner, *(getattr(same, name) for name in _TOLD))
            if alike and same.state != ActionState.CANCELLED:
                return Added(same.id, False, [])
        values |= {"state": ActionState.RUNNING.value, "owner": appraiser_id(connection, owner or "")}
        return Added(keep_action(connection, values), True, unregistered(connection, owner))


def change(database: Database, number: int, said: Said, reason: str) -> tuple[bool, list[str]]:
    """Change what was said of an action; whether anything differs, and remarks.  Raises: NotFound; as `add_action`."""
    with database.write("rencana ubah", checked_reason(reason)) as writing:
        connection = writing.connection
        current = action_numbered(connection, number)
        values, owner = _checked(connection, said)
        if said.running and current.state != ActionState.RUNNING:
            values |= {"state": ActionState.RUNNING.value, "outcome": None, "done": None}
        _refuse_names(connection, Origin(current.origin), [*_texts(values), reason])
        changes = {name: value for name, value in values.items() if value != getattr(current, name)}
        moved = owner is not None and owner != current.owner
        _refuse_supported(connection, Origin(current.origin), owner)
        if moved:
            changes["owner"] = appraiser_id(connection, owner or "")
        if not changes:
            return False, []
        change_action(connection, number, changes)
        return True, unregistered(connection, owner) if moved else []


def finish(database: Database, number: int, said: Finish, now: datetime) -> tuple[bool, date]:
    """Finish an action with its outcome; false where it is finished so already, and the day.

    Raises: NotFound; UsageFault for a correction without a reason; Refused for a cancelled one, a day to come, and
    where another outcome is recorded and isn't to be corrected.
    """
    require_reason(said.correcting, said.reason)
    with database.write("rencana selesai", checked_reason(said.reason)) as writing:
        connection = writing.connection
        current = action_numbered(connection, number)
        outcome = checked(said.outcome, "hasil", LONGEST_NOTE)
        _refuse_names(connection, Origin(current.origin), [outcome, said.reason])
        today = office_day(connection, now)
        done = None if current.done is None else date.fromisoformat(current.done)
        day = said.day or done or today
        _refuse_finishing(current, said, day, today)
        values = {"state": ActionState.DONE.value, "outcome": outcome, "done": day.isoformat()}
        if all(getattr(current, name) == value for name, value in values.items()):
            return False, day
        if done is not None and not said.correcting:
            raise Refused(
                f"Rencana {number} sudah selesai {current.done} dengan hasil lain: {current.outcome}",
                "Untuk membetulkannya tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan.",
            )
        change_action(connection, number, values)
    return True, day


def cancel(database: Database, number: int, reason: str) -> bool:
    """Cancel a running action; false where it is cancelled already.  Raises: NotFound; Refused for a finished one."""
    with database.write("rencana batal", checked_reason(reason)) as writing:
        current = action_numbered(writing.connection, number)
        _refuse_names(writing.connection, Origin(current.origin), [reason])
        if current.state == ActionState.DONE:
            raise Refused(
                f"Rencana {number} sudah selesai {current.done}; yang dibatalkan hanya yang berjalan.",
                f"Bila belum selesai: kinerja rencana ubah {number} --berjalan --alasan '…'",
            )
        if current.state == ActionState.CANCELLED:
            return False
        change_action(writing.connection, number, {"state": ActionState.CANCELLED.value})
    return True


def listing(database: Database, unit: str | None, now: datetime, today: date | None = None) -> Listed:
    """Every action, or those of a unit (code or name) and the units below it, by number.

    Judged by *today*, without it by the office's own day at *now* (UTC).  Raises: UnitNotFound.
    """
    with database.read() as connection:
        below = None if unit is None else units_below(connection, unit)
        found = [action for action in all_actions(connection) if below is None or action.unit in below]
        return Listed(today or office_day(connection, now), found)


def action_numbered(connection: Connection, number: int) -> Action:
    """The action with that number.  Raises: NotFound."""
    found = find_action(connection, number)
    if found is None:
        raise NotFound(f"Rencana nomor {number} tidak ditemukan.", "Lihat: kinerja rencana daftar --semua")
    return found


def _checked(connection: Connection, said: Said) -> tuple[dict[str, Value], str | None]:
    """What was said, by column, and the owner.  Raises: Refused, UnitNotFound; every fault at once."""
    readers = {
        "text": lambda: checked(said.text, "tindakan", LONGEST_NOTE),
        "reference": lambda: checked(said.reference, "rujukan", LONGEST_NOTE),
        "unit": lambda: None if said.unit is None else unit_named(connection, said.unit).id,
        "due": lambda: None if said.due is None else said.due.isoformat(),
        "owner": lambda: None if said.owner is None else _checked_owner(said.owner),
    }
    found = gathered(readers)
    owner = found.pop("owner")
    return {name: value for name, value in found.items() if value is not None}, owner


def _checked_owner(text: str) -> str:
    owner = checked_person(text, "pemilik")
    if is_placeholder(owner):
        raise Refused(f"Data pribadi {owner} sudah dihapus; ia tidak dapat menjadi pemilik rencana.")
    return owner


def _texts(values: Mapping[str, Value]) -> list[str]:
    return [str(values[name]) for name in ("text", "reference") if name in values]


def _refuse_names(connection: Connection, origin: Origin, texts: Iterable[str | None]) -> None:
    """What arises from a confidential case names nobody, for a plan isn't confidential.  Raises: Refused."""
    if origin is not Origin.SUPPORT:
        return
    known = known_names(connection)
    mask = Mask(Identity((), ()), [*known, *pairs_of_words(known)])
    for text in filter(None, texts):
        if mask(text) != text:
            raise Refused(
                f"Rencana dari pembinaan tidak boleh menyebut pegawai: '{mask(text)}'; rencana tidak rahasia.",
                "Tulis tindakannya saja; siapa yang dibina hanya ada di dalam kasusnya. Tidak ada yang disimpan.",
            )


def _refuse_supported(connection: Connection, origin: Origin, owner: str | None) -> None:
    """Nor does it belong to whoever such a case is about.  Raises: Refused."""
    found = None if origin is not Origin.SUPPORT or owner is None else find_employee(connection, owner)
    if found is not None and cases_of(connection, found.id):
        raise Refused(
            "Pemilik rencana dari pembinaan tidak boleh pegawai yang dibina: rencana tidak rahasia.",
            "Sebut yang mengerjakannya, misalnya pembinanya. Tidak ada yang disimpan.",
        )


def _refuse_finishing(current: Action, said: Finish, day: date, today: date) -> None:
    if current.state == ActionState.CANCELLED:
        raise Refused(
            f"Rencana {current.id} sudah batal; yang diselesaikan hanya yang berjalan.",
            f"Bila jadi dikerjakan: kinerja rencana ubah {current.id} --berjalan --alasan '…'",
        )
    if said.day is not None and day > today:
        raise Refused(f"--tanggal {day} belum tiba (hari ini {today}); tulis hari tindakan itu selesai.")

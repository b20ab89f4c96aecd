"""Employees (pegawai): added, corrected, moved, ended, shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.acting import span_text
from kinerja_cli.domain.nip import guess_kind, is_placeholder
from kinerja_cli.domain.placements import BEGINNING, placed_on, serves, since
from kinerja_cli.domain.text import LONGEST_NAME, fold
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import Refused
from kinerja_cli.services.checks import checked, checked_person, checked_reason, gathered, unregistered
from kinerja_cli.services.closed import closed_year_remarks
from kinerja_cli.services.lookup import employee_named, unit_named, units_below
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.acting import acting_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import (
    Employee,
    FirstPlacement,
    Former,
    Placement,
    add_employee,
    adopt_label,
    all_employees,
    appraiser_id,
    employee_revision,
    find_employee,
    former_nips,
    placements,
    placements_by_employee,
)
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.programmes import all_programmes
from kinerja_cli.storage.scores import values_lost
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import insert, replace, withdraw


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """An employee as `pegawai tambah` was told; None where it wasn't. *grade* and *kind* in their one spelling."""

    nip: str
    name: str
    unit: str
    position: str | None = None
    grade: str | None = None
    kind: str | None = None
    starts: date | None = None
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class EmployeeChange:
    """What to correct of an employee; None where nothing was said. *grade* and *kind* in their one spelling."""

    nip: str | None = None
    name: str | None = None
    grade: str | None = None
    kind: str | None = None
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A placement from a day on; None where that part stays as it was before."""

    starts: date
    unit: str | None = None
    position: str | None = None
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One employee with the placement that holds on the day that was asked for (the newest, without one)."""

    employee: Employee
    unit: Unit
    placement: Placement


def add(database: Database, new: NewEmployee) -> tuple[bool, list[str]]:
    """Register an employee, serving from *starts* (None: from the beginning); false where exactly that is registered.

    With it remarks: a superior whom nobody registered.  Raises: Refused, UnitNotFound.
    """
    with database.write("pegawai tambah") as writing:
        connection = writing.connection
        values, first = _registered(connection, new)
        remarks = _remarks(connection, new.superior)
        taken = find_employee(connection, new.nip)
        refuse_placeholder(new.nip)
        if taken is not None:
            if _is_that(connection, taken, values, first):
                return False, remarks
            raise Refused(
                f"NIP {new.nip} sudah terdaftar atas nama {taken.name}, dengan isi yang berbeda.",
                "Untuk membetulkan: kinerja pegawai ubah; untuk memindahkan: kinerja pegawai pindah",
            )
        now = replaced_by(former_nips(connection), new.nip, str(values["name"]))
        if now:
            raise Refused(
                f"NIP {new.nip} adalah NIP lama {new.name}, yang kini terdaftar dengan {now}; pakai NIP itu."
            )
        add_employee(connection, values, first, writing.entry)
        opened = opened_periods(connection)
    if new.starts is None and opened:
        remarks.append(
            f"Tanpa --mulai ia ikut dinilai dalam semua periode yang terbuka, sejak {opened[0].code}."
        )
    return True, remarks


def replaced_by(former: Iterable[Former], nip: str, name: str) -> str:
    """The NIP that somebody of that *name* bears now instead of *nip*, or an empty string.

    Under another name it isn't a repetition: the NIP was recorded for the wrong person, and this is the right one.
    """
    names = {f.now: (fold(f.name), fold(f.name_now)) for f in former if f.nip == nip}
    return next((now for now, known in names.items() if fold(name) in known), "")


def _registered(connection: Connection, new: NewEmployee) -> tuple[dict[str, str | None], FirstPlacement]:
    said = gathered(
        {
            "name": lambda: checked(new.name, "nama", LONGEST_NAME),
            "kind": lambda: new.kind or guess_kind(new.nip),
            "grade": lambda: new.grade,
            "position": lambda: checked(new.position, "jabatan", LONGEST_NAME),
            "unit": lambda: unit_named(connection, new.unit).id,
            "superior": lambda: (
                None if new.superior is None else _superior(connection, new.nip, new.superior)
            ),
        }
    )
    first = FirstPlacement(said.pop("unit"), said.pop("position"), said.pop("superior"))
    starts = None if new.starts is None else new.starts.isoformat()
    return {"nip": new.nip, **said, "starts": starts, "ends": None}, first


def _is_that(
    connection: Connection, employee: Employee, values: dict[str, str | None], first: FirstPlacement
) -> bool:
    """Whether all of it is what the registry says already, with the one placement since the beginning."""
    held = [(p.starts, p.unit, p.position, p.superior) for p in placements(connection, employee.id)]
    same = all(getattr(employee, field) == value for field, value in values.items())
    return same and held == [(BEGINNING, *first)]


def change(
    database: Database, nip: str, said: EmployeeChange, reason: str, revision: int | None = None
) -> tuple[bool, list[str]]:
    """Correct what an employee is called; false where nothing differs.

    With it remarks: closed years that don't change with it.
    Raises: EmployeeNotFound; Refused, also where she isn't registered at *revision* any more.
    """
    with database.write("pegawai ubah", checked_reason(reason)) as writing:
        current = employee_named(writing.connection, nip)
        if is_placeholder(current.nip):
            raise Refused(
                f"Data pribadi {nip} sudah dihapus; tidak ada nama atau NIP yang dicatat lagi baginya."
            )
        changes: dict[str, str | int | None] = gathered(
            {
                "nip": lambda: _free_nip(writing.connection, current, said.nip),
                "name": lambda: checked(said.name, "nama", LONGEST_NAME) or current.name,
                "kind": lambda: said.kind or current.kind,
                "grade": lambda: said.grade or current.grade,
                "starts": lambda: current.starts if said.starts is None else said.starts.isoformat(),
            }
        )
        _check_service(changes["starts"], current.ends)
        before = (current.nip, current.name, current.kind, current.grade, current.starts)
        if before == tuple(changes.values()):
            return False, []
        kept, look = employee_revision(writing.connection, current.id), f"kinerja pegawai tampil {nip}"
        check_revision(writing.connection, f"pegawai {nip}", revision, kept, look)
        replace(writing.connection, "employee", {"id": current.id}, changes, writing.entry)
        adopt_label(writing.connection, current.id, str(changes["nip"]), writing.entry)
        return True, closed_year_remarks(writing.connection, current, None)


def refuse_placeholder(nip: str) -> None:
    """Nobody new bears what stands for an erased person.  Raises: Refused."""
    if is_placeholder(nip):
        raise Refused(f"NIP {nip} bukan NIP: delapan angka pertamanya tanggal lahir; periksa angkanya.")


def _free_nip(connection: Connection, employee: Employee, nip: str | None) -> str:
    taken = None if nip is None else find_employee(connection, nip)
    refuse_placeholder(nip or "")
    if taken is not None and taken.id != employee.id:
        raise Refused(f"NIP {nip} sudah dipakai {taken.name}; periksa angkanya.")
    return nip or employee.nip


def move(database: Database, nip: str, said: Move, reason: str | None) -> tuple[str, list[str]]:
    """Place an employee elsewhere from a day on; returns ``pindah``, ``koreksi`` or ``tetap``, and remarks.

    A placement that starts on that very day is corrected, which needs a *reason*; the first one starts on
    ``date.min``.  Raises: EmployeeNotFound, UnitNotFound, Refused.
    """
    kept_reason = checked_reason(reason)
    with database.write("pegawai pindah", kept_reason) as writing:
        current = employee_named(writing.connection, nip)
        done, remarks = (
            _place(writing, current, said, kept_reason),
            _remarks(writing.connection, said.superior),
        )
        if done != "tetap":
            remarks += closed_year_remarks(writing.connection, current, said.starts.isoformat())
    return done, remarks


def _place(writing: Writing, employee: Employee, said: Move, reason: str | None) -> str:
    """Write a placement inside an open transaction; see `move`."""
    connection = writing.connection
    held = list(placements(connection, employee.id))
    day = said.starts.isoformat()
    before = placed_on(held, day)
    values = _moved(connection, employee, before, said)
    if tuple(values.values()) == (before.unit, before.position, before.superior):
        return "tetap"
    key: dict[str, str | int | None] = {"employee": employee.id, "starts": day}
    if before.starts != day:
        insert(connection, "placement", {**key, **values, "entry": writing.entry})
        return "pindah"
    if not reason:
        raise Refused(
            f"{employee.nip} sudah punya penempatan {since(day)}.", "Untuk membetulkannya tambahkan --alasan."
        )
    replace(connection, "placement", key, values, writing.entry)
    return "koreksi"


def _moved(
    connection: Connection, employee: Employee, before: Placement, said: Move
) -> dict[str, str | int | None]:
    """The placement that *before* becomes by what was said."""

    def superior() -> int | None:
        # by what it says, not by number: the same person may have rated before she was registered
        if said.superior is None or _superior_label(said.superior) == before.superior_label:
            return before.superior
        return _superior(connection, employee.nip, said.superior)

    return gathered(
        {
            "unit": lambda: before.unit if said.unit is None else unit_named(connection, said.unit).id,
            "position": lambda: checked(said.position, "jabatan", LONGEST_NAME) or before.position,
            "superior": superior,
        }
    )


def _superior(connection: Connection, nip: str, text: str) -> int:
    """The appraiser's number of a superior given as NIP or name.  Raises: Refused, also for the employee herself."""
    label = _superior_label(text)
    if label == nip:
        raise Refused(f"Atasan {nip} tidak dapat dirinya sendiri; tulis NIP atau nama atasannya.")
    return appraiser_id(connection, label)


def _remarks(connection: Connection, superior: str | None) -> list[str]:
    return unregistered(connection, None if superior is None else _superior_label(superior))


def _superior_label(text: str) -> str:
    if not text.strip():
        raise Refused("atasan kosong; tulis NIP atau namanya.")
    return checked_person(text, "atasan")


def cancel_move(database: Database, nip: str, day: date, reason: str) -> list[str]:
    """Take back a placement that was recorded in error; returns remarks.

    Raises: Refused where none starts on that day.
    """
    with database.write("pegawai pindah", checked_reason(reason)) as writing:
        employee = employee_named(writing.connection, nip)
        starts = day.isoformat()
        if starts == BEGINNING:
            raise Refused(
                f"Penempatan pertama {nip} tidak dapat dibatalkan.",
                f"Untuk membetulkannya: kinerja pegawai pindah {nip} --mulai awal --unit … --alasan …",
            )
        if starts not in [p.starts for p in placements(writing.connection, employee.id)]:
            raise Refused(
                f"{nip} tidak punya penempatan yang mulai {starts}.", f"Lihat: kinerja pegawai tampil {nip}"
            )
        withdraw(writing.connection, "placement", {"employee": employee.id, "starts": starts}, writing.entry)
        return closed_year_remarks(writing.connection, employee, starts)


def end_service(database: Database, nip: str, day: date | None, reason: str | None) -> tuple[bool, list[str]]:
    """Set the last day of service, or (*day* None) let an employee serve on; false where nothing differs.

    With it remarks: how many recorded values stop counting, closed years that don't change with it.
    A day that is recorded is corrected, which needs a *reason*.
    Raises: EmployeeNotFound; Refused where the day lies before her service began.
    """
    kept_reason = checked_reason(reason)
    with database.write("pegawai henti", kept_reason) as writing:
        employee = employee_named(writing.connection, nip)
        ends = None if day is None else day.isoformat()
        _check_service(employee.starts, ends)
        if employee.ends == ends:
            return False, []
        if employee.ends is not None and not kept_reason:
            raise Refused(
                f"Hari terakhir bertugas {nip} sudah tercatat {employee.ends}.",
                "Untuk membetulkannya tambahkan --alasan.",
            )
        replace(writing.connection, "employee", {"id": employee.id}, {"ends": ends}, writing.entry)
        lost = 0 if ends is None else values_lost(writing.connection, employee.id, ends, employee.ends)
        reach = min(day for day in (ends, employee.ends) if day is not None)
        remarks = closed_year_remarks(writing.connection, employee._replace(ends=None), reach)
    if lost:
        told = f"{lost} nilai yang tercatat tidak dihitung lagi: periodenya berakhir sesudah {ends}."
        remarks.insert(0, told)
    return True, remarks


def list_employees(database: Database, unit: str | None, day: date | None) -> list[Listed]:
    """Everybody by NIP; with *unit* (its sub-units along) and *day* (who serves then, where they are placed then)."""
    with database.read() as connection:
        units = {u.id: u for u in all_units(connection)}
        held = placements_by_employee(connection)
        employees = all_employees(connection)
        inside = None if unit is None else units_below(connection, unit)
    listed = []
    for employee in employees:
        text = None if day is None else day.isoformat()
        if text is not None and not serves(employee.starts, employee.ends, text):
            continue
        own = held[employee.id]
        placement = own[-1] if text is None else placed_on(own, text)
        if inside is None or placement.unit in inside:
            listed.append(Listed(employee, units[placement.unit], placement))
    return listed


def facts(database: Database, nip: str) -> list[tuple[str, str | None]]:
    """All that is registered about one employee: what, and what it says.  Raises: EmployeeNotFound."""
    with database.read() as connection:
        employee = employee_named(connection, nip)
        revision = employee_revision(connection, employee.id)
        units = {unit.id: unit for unit in all_units(connection)}
        held = list(placements(connection, employee.id))
        acted = acting_of(connection, employee.id)
        programmes = [p for p in all_programmes(connection) if nip in p.owners]
    told: list[tuple[str, str | None]] = [
        ("nip", employee.nip),
        ("nama", employee.name),
        ("jenis", employee.kind),
        ("golongan", employee.grade),
        ("mulai", employee.starts),
        ("selesai", employee.ends),
        ("revisi", str(revision)),
    ]
    for placement in held:
        unit = units[placement.unit]
        superior = f"; atasan {placement.superior_label}" if placement.superior_label else ""
        position = placement.position or "jabatan belum dicatat"
        told.append(
            (f"penempatan {since(placement.starts)}", f"{unit.code} ({unit.name}); {position}{superior}")
        )
    for acting in acted:
        unit = units[acting.unit]
        what = f"{acting.kind} {span_text(acting.starts, acting.ends)}"
        told.append((what, f"{unit.code} ({unit.name}); {acting.position}; dasar {acting.basis}"))
    told += [(f"program {p.id} ({p.year})", f"{p.title}; {p.category}; {p.state}") for p in programmes]
    return told


def _check_service(starts: str | int | None, ends: str | None) -> None:
    """Service can't end before it began.  Raises: Refused."""
    if starts is not None and ends is not None and str(starts) > ends:
        raise Refused(
            f"Hari terakhir bertugas {ends} mendahului hari pertamanya {starts}; betulkan salah satunya."
        )

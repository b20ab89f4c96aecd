"""Employees (pegawai): added, corrected, moved, ended, shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.grades import parse_grade, parse_kind
from kinerja_cli.domain.nip import guess_kind
from kinerja_cli.domain.placements import BEGINNING, in_force
from kinerja_cli.domain.unit_tree import Unit, subtree
from kinerja_cli.errors import BadValue, Refused, UsageFault
from kinerja_cli.services.lookup import employee_named, unit_named
from kinerja_cli.services.scores import checked, checked_rater
from kinerja_cli.domain.text import LONGEST_NAME, LONGEST_NOTE
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import (
    Employee,
    FirstPlacement,
    Placement,
    add_employee,
    all_employees,
    appraiser_id,
    find_employee,
    placements,
    placements_by_employee,
)
from kinerja_cli.storage.programmes import all_programmes
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import insert, replace, withdraw


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """An employee as `pegawai tambah` was told; None where it wasn't."""

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
    """What to correct of an employee; None where nothing was said."""

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


def add(database: Database, new: NewEmployee) -> None:
    """Register an employee, serving from *starts* (None: from the beginning).  Raises: Refused, UnitNotFound."""
    with database.write("pegawai tambah") as writing:
        connection = writing.connection
        taken = find_employee(connection, new.nip)
        if taken is not None:
            raise Refused(
                f"NIP {new.nip} sudah terdaftar: {taken.name}.",
                "Untuk membetulkan: kinerja pegawai ubah; untuk memindahkan: kinerja pegawai pindah",
            )
        values: dict[str, str | None] = {
            "nip": new.nip,
            "name": checked(new.name, "nama", LONGEST_NAME),
            "kind": _kind(new.kind) or guess_kind(new.nip),
            "grade": _grade(new.grade),
            "starts": None if new.starts is None else new.starts.isoformat(),
            "ends": None,
        }
        unit = unit_named(connection, new.unit)
        position = None if new.position is None else checked(new.position, "jabatan", LONGEST_NAME)
        superior = None if new.superior is None else appraiser_id(connection, checked_rater(new.superior))
        add_employee(connection, values, FirstPlacement(unit.id, position, superior), writing.entry)


def change(database: Database, nip: str, said: EmployeeChange, reason: str) -> bool:
    """Correct what an employee is called; false where nothing differs.  Raises: EmployeeNotFound, Refused."""
    with database.write("pegawai ubah", checked(reason, "alasan", LONGEST_NOTE)) as writing:
        current = employee_named(writing.connection, nip)
        if said.nip is not None and said.nip != nip:
            taken = find_employee(writing.connection, said.nip)
            if taken is not None:
                raise Refused(f"NIP {said.nip} sudah dipakai {taken.name}.")
        changes: dict[str, str | int | None] = {
            "nip": said.nip or current.nip,
            "name": current.name if said.name is None else checked(said.name, "nama", LONGEST_NAME),
            "kind": _kind(said.kind) or current.kind,
            "grade": _grade(said.grade) or current.grade,
            "starts": current.starts if said.starts is None else said.starts.isoformat(),
        }
        check_service(changes["starts"], current.ends)
        before = (current.nip, current.name, current.kind, current.grade, current.starts)
        if before == tuple(changes.values()):
            return False
        replace(writing.connection, "employee", {"id": current.id}, changes, writing.entry)
    return True


def move(database: Database, nip: str, said: Move, reason: str | None) -> str:
    """Place an employee elsewhere from a day on; returns ``pindah``, ``koreksi`` or ``tetap``.

    A placement that starts on that very day is corrected, which needs a *reason*.
    Raises: EmployeeNotFound, UnitNotFound, Refused, UsageFault.
    """
    if said.unit is None and said.position is None and said.superior is None:
        raise UsageFault("Tidak ada yang dipindahkan: tulis --unit, --jabatan, atau --atasan.")
    kept_reason = reason and checked(reason, "alasan", LONGEST_NOTE)
    with database.write("pegawai pindah", kept_reason) as writing:
        current = employee_named(writing.connection, nip)
        return place(writing, current, said, kept_reason)


def place(writing: Writing, employee: Employee, said: Move, reason: str | None) -> str:
    """Write a placement inside an open transaction; see `move`."""
    connection = writing.connection
    held = list(placements(connection, employee.id))
    day = said.starts.isoformat()
    index = in_force([p.starts for p in held], day)
    before = held[index if index is not None else 0]
    values: dict[str, str | int | None] = {
        "unit": before.unit if said.unit is None else unit_named(connection, said.unit).id,
        "position": before.position
        if said.position is None
        else checked(said.position, "jabatan", LONGEST_NAME),
        "superior": (
            before.superior
            if said.superior is None
            else appraiser_id(connection, checked_rater(said.superior))
        ),
    }
    if tuple(values.values()) == (before.unit, before.position, before.superior):
        return "tetap"
    if before.starts == day:
        if not reason:
            raise Refused(
                f"{employee.nip} sudah punya penempatan mulai {day}.",
                "Untuk membetulkannya tambahkan --alasan.",
            )
        replace(connection, "placement", {"employee": employee.id, "starts": day}, values, writing.entry)
        return "koreksi"
    insert(
        connection, "placement", {"employee": employee.id, "starts": day, **values, "entry": writing.entry}
    )
    return "pindah"


def cancel_move(database: Database, nip: str, day: date, reason: str) -> None:
    """Take back a placement that was recorded in error.  Raises: Refused where none starts on that day."""
    with database.write("pegawai pindah", checked(reason, "alasan", LONGEST_NOTE)) as writing:
        employee = employee_named(writing.connection, nip)
        starts = day.isoformat()
        if starts not in [p.starts for p in placements(writing.connection, employee.id)]:
            raise Refused(
                f"{nip} tidak punya penempatan yang mulai {starts}.", "Lihat: kinerja pegawai tampil NIP"
            )
        withdraw(writing.connection, "placement", {"employee": employee.id, "starts": starts}, writing.entry)


def end_service(database: Database, nip: str, day: date | None, reason: str | None) -> bool:
    """Set the last day of service, or (*day* None) let an employee serve on; false where nothing differs.

    Raises: EmployeeNotFound; Refused where the day lies before her service began.
    """
    kept_reason = reason and checked(reason, "alasan", LONGEST_NOTE)
    with database.write("pegawai henti", kept_reason) as writing:
        employee = employee_named(writing.connection, nip)
        ends = None if day is None else day.isoformat()
        check_service(employee.starts, ends)
        if employee.ends == ends:
            return False
        replace(writing.connection, "employee", {"id": employee.id}, {"ends": ends}, writing.entry)
    return True


def list_employees(database: Database, unit: str | None, day: date | None) -> list[Listed]:
    """Everybody by NIP; with *unit* (its sub-units along) and *day* (who serves then, where they are placed then)."""
    with database.read() as connection:
        units = {u.id: u for u in all_units(connection)}
        held = placements_by_employee(connection)
        employees = all_employees(connection)
        inside = None if unit is None else subtree(list(units.values()), unit_named(connection, unit).id)
    listed = []
    for employee in employees:
        text = None if day is None else day.isoformat()
        if text is not None and not (employee.starts or text) <= text <= (employee.ends or text):
            continue
        own = held[employee.id]
        index = len(own) - 1 if text is None else in_force([p.starts for p in own], text) or 0
        placement = own[index]
        if inside is None or placement.unit in inside:
            listed.append(Listed(employee, units[placement.unit], placement))
    return listed


def facts(database: Database, nip: str) -> list[tuple[str, str | None]]:
    """All that is registered about one employee: what, and what it says.  Raises: EmployeeNotFound."""
    with database.read() as connection:
        employee = employee_named(connection, nip)
        units = {unit.id: unit for unit in all_units(connection)}
        held = list(placements(connection, employee.id))
        programmes = [p for p in all_programmes(connection) if nip in p.owners]
    told: list[tuple[str, str | None]] = [
        ("nip", employee.nip),
        ("nama", employee.name),
        ("jenis", employee.kind),
        ("golongan", employee.grade),
        ("mulai", employee.starts),
        ("selesai", employee.ends),
    ]
    for placement in held:
        since = "sejak awal" if placement.starts == BEGINNING else f"sejak {placement.starts}"
        unit = units[placement.unit]
        superior = f"; atasan {placement.superior_label}" if placement.superior_label else ""
        position = placement.position or "jabatan belum dicatat"
        told.append((f"penempatan {since}", f"{unit.code} ({unit.name}); {position}{superior}"))
    told += [(f"program {p.id} ({p.year})", f"{p.title}; {p.category}; {p.state}") for p in programmes]
    return told


def check_service(starts: str | int | None, ends: str | None) -> None:
    """Service can't end before it began.  Raises: Refused."""
    if starts is not None and ends is not None and str(starts) > ends:
        raise Refused(f"Hari terakhir bertugas {ends} mendahului hari pertamanya {starts}.")


def _kind(text: str | None) -> str | None:
    return None if text is None else _parsed(parse_kind, text)


def _grade(text: str | None) -> str | None:
    return None if text is None else _parsed(parse_grade, text)


def _parsed(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except BadValue as error:
        raise Refused(f"{error}.") from None

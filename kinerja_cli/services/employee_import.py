"""A file of employees into the database: new ones, moves, corrections, and units that nobody knew yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.nip import guess_kind
from kinerja_cli.domain.placements import placed_on
from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.domain.unit_codes import code_for, parse_unit_code
from kinerja_cli.domain.unit_tree import Unit, find_unit
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.employees import EmployeeRow, employee_header, read_employees
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import Source
from kinerja_cli.services.checks import checked_reason, require_reason
from kinerja_cli.services.employees import replaced_by
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.units import keep_unit
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import (
    Employee,
    FirstPlacement,
    Placement,
    add_employee,
    all_employees,
    appraiser_id,
    former_nips,
    placements_by_employee,
)
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import Value, insert, replace

# a field of an employee -> the heading that states it (design.md section 7)
_HEADINGS = {"name": "nama", "kind": "jenis", "grade": "golongan", "starts": "mulai", "ends": "selesai"}


@dataclass(frozen=True, slots=True)
class EmployeeImport(ImportChoices):
    """How a file of employees is to be taken: *moving* is the day from which changed placements hold."""

    create_units: bool = False
    moving: date | None = None


def import_employees(database: Database, source: Source, how: EmployeeImport) -> RegistryCounts:
    """Take a file of employees, all of it or nothing.  Raises: FaultsFound with every fault; UsageFault; Busy."""
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("pegawai impor", reason, keep=not how.dry_run, source=file) as writing:
        header = employee_header(source)
        log = fault_log(how)
        keeper = _Keeper(writing, header, log, how)
        for row in read_employees(header, log, keeper.see_unit):
            keeper.keep(row)
        keeper.report_unknown_units()
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    keeper.counts.hidden = header.hidden
    return keeper.counts


class _Keeper:
    def __init__(self, writing: Writing, header: Header, log: FaultLog, how: EmployeeImport) -> None:
        self.counts = RegistryCounts()
        self._writing = writing
        self._header = header
        self._log = log
        self._how = how
        self._units = all_units(writing.connection)
        self._found: dict[str, Unit | None] = {}
        self._rows: dict[str, list[int]] = {}  # of each unit that nobody knows
        self._known = {employee.nip: employee for employee in all_employees(writing.connection)}
        self._held = placements_by_employee(writing.connection)
        self._former = former_nips(writing.connection)

    def see_unit(self, row: int, text: str) -> None:
        """Find the unit that a row names, make it where that was asked for, or count it as unknown."""
        if text not in self._found:
            try:
                self._found[text] = find_unit(self._units, text)
            except BadValue as error:
                self._log(row, self._header.fault(row, "unit", str(error)))
                return
            if self._found[text] is None and self._how.create_units:
                self._found[text] = self._create(text)
        if self._found[text] is None:
            self._rows.setdefault(text, []).append(row)

    def keep(self, row: EmployeeRow) -> None:
        """Add, leave alone, correct or move one employee, or report why not."""
        unit = self._found.get(row.unit)
        current = self._known.get(row.nip)
        if not self._is_possible(row, current) or unit is None:
            return
        if current is None:
            self._add(row, unit)
            return
        changes = self._differences(row, current)
        placed = self._placement_changes(row, current, unit)
        if not changes and not placed:
            self.counts.equal += 1
        elif self._allowed(row, current, changes, placed):
            self._change(current, changes, placed)

    def _is_possible(self, row: EmployeeRow, current: Employee | None) -> bool:
        now = replaced_by(self._former, row.nip, row.name) if current is None else ""
        if now:
            reason = f"NIP lama {row.name}, yang kini terdaftar dengan {now}; tulis NIP itu"
            self._fault(row, "nip", reason)
        if row.superior == row.nip:
            reason = "atasan tidak dapat dirinya sendiri; tulis atasannya, atau kosongkan"
            self._fault(row, "atasan", reason)
        return not now and row.superior != row.nip

    def report_unknown_units(self) -> None:
        """Report each unknown unit once, with how often it occurs."""
        names = [unit.code for unit in self._units] + [unit.name for unit in self._units]
        for text, rows in self._rows.items():
            row, *others = rows
            reason = (
                f"unit '{text}' tidak dikenal ({len(rows)} baris).{did_you_mean(text, names)} "
                "Tulis kode atau nama persisnya, atau tambahkan --buat-unit"
            )
            self._log(row, self._header.fault(row, "unit", reason))
            for other in others:
                self._log.mark(other, reason)

    def _create(self, text: str) -> Unit:
        try:
            code = parse_unit_code(text)
        except BadValue:
            code = code_for(text, self._units)
        unit = keep_unit(self._writing.connection, code, text, None, self._writing.entry)
        self._units.append(unit)
        self.counts.created += (f"{code} ({text})" if code != text else code,)
        return unit

    def _add(self, row: EmployeeRow, unit: Unit) -> None:
        values = {
            "nip": row.nip,
            "name": row.name,
            "kind": row.kind or guess_kind(row.nip),
            "grade": row.grade,
            "starts": None if row.starts is None else row.starts.isoformat(),
            "ends": None if row.ends is None else row.ends.isoformat(),
        }
        first = FirstPlacement(unit.id, row.position, self._appraiser(row))
        add_employee(self._writing.connection, values, first, self._writing.entry)
        self.counts.new += 1

    def _appraiser(self, row: EmployeeRow) -> int | None:
        return None if row.superior is None else appraiser_id(self._writing.connection, row.superior)

    def _differences(self, row: EmployeeRow, current: Employee) -> dict[str, Value]:
        stated = {
            "name": row.name,
            "kind": row.kind,
            "grade": row.grade,
            "starts": row.starts.isoformat() if row.starts else None,
            "ends": row.ends.isoformat() if row.ends else None,
        }
        return {
            field: value
            for field, value in stated.items()
            if value is not None and value != getattr(current, field)
        }

    def _placement(self, current: Employee) -> Placement:
        held = self._held[current.id]
        return held[-1] if self._how.moving is None else placed_on(held, self._how.moving.isoformat())

    def _placement_changes(self, row: EmployeeRow, current: Employee, unit: Unit) -> dict[str, Value]:
        placement = self._placement(current)
        stated = {"unit": unit.id, "position": row.position, "superior": placement.superior}
        # by what it says, not by number: the same person may have led before she was registered
        if row.superior != placement.superior_label:
            stated["superior"] = self._appraiser(row)
        return {
            field: value
            for field, value in stated.items()
            if value is not None and value != getattr(placement, field)
        }

    def _allowed(
        self, row: EmployeeRow, current: Employee, changes: dict[str, Value], placed: dict[str, Value]
    ) -> bool:
        """Whether the row may change that; reports what it may not without a word for it."""
        if self._how.correcting:
            return self._is_possible_service(row, current, changes)
        for field, value in changes.items():
            before = getattr(current, field) or "kosong"
            reason = f"sudah '{before}', bukan '{value}'; untuk mengubahnya tambahkan --koreksi --alasan"
            self._fault(row, _HEADINGS[field], reason)
        if placed and self._how.moving is None:
            self._refuse_move(row, current, placed)
            return False
        starts = None if self._how.moving is None else self._how.moving.isoformat()
        if placed and self._placement(current).starts == starts:
            reason = (
                f"sudah punya penempatan mulai {starts}; untuk membetulkannya tambahkan --koreksi --alasan"
            )
            self._fault(row, "unit", reason)
            return False
        return not changes

    def _is_possible_service(self, row: EmployeeRow, current: Employee, changes: dict[str, Value]) -> bool:
        ends = str(changes.get("ends") or current.ends or "9999")
        if str(changes.get("starts") or current.starts or "") <= ends:
            return True
        self._fault(row, "selesai", f"hari terakhir bertugas {ends} mendahului hari pertamanya")
        return False

    def _refuse_move(self, row: EmployeeRow, current: Employee, placed: dict[str, Value]) -> None:
        placement = self._placement(current)
        codes = {unit.id: unit.code for unit in self._units}
        told = {
            "unit": ("unit", codes[placement.unit], row.unit),
            "position": ("jabatan", placement.position or "kosong", row.position),
            "superior": ("atasan", placement.superior_label or "kosong", row.superior),
        }
        for field in placed:
            heading, before, after = told[field]
            reason = (
                f"sudah '{before}', bukan '{after}'; tambahkan --mulai TANGGAL bila pindah, "
                "atau --koreksi --alasan bila salah catat"
            )
            self._fault(row, heading, reason)

    def _change(self, current: Employee, changes: dict[str, Value], placed: dict[str, Value]) -> None:
        connection, entry = self._writing.connection, self._writing.entry
        if changes:
            replace(connection, "employee", {"id": current.id}, changes, entry)
        placement = self._placement(current)
        starts = placement.starts if self._how.moving is None else self._how.moving.isoformat()
        if placed and starts == placement.starts:
            replace(connection, "placement", {"employee": current.id, "starts": starts}, placed, entry)
        elif placed:
            before = {"unit": placement.unit, "position": placement.position, "superior": placement.superior}
            values = {**before, **placed, "employee": current.id, "starts": starts, "entry": entry}
            insert(connection, "placement", values)
            self.counts.moved += 1
            return
        self.counts.corrected += 1

    def _fault(self, row: EmployeeRow, column: str, reason: str) -> None:
        self._log(row.row, self._header.fault(row.row, column, reason))

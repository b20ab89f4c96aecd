"""A file of units into the database, parents before children whatever the order of the rows."""

from __future__ import annotations

from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.domain.unit_codes import parse_unit_code, same_code
from kinerja_cli.domain.unit_tree import Unit, find_unit, subtree
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import Source
from kinerja_cli.imports.units import UnitRow, read_units, unit_header
from kinerja_cli.services.checks import checked_reason, require_reason
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.units import keep_unit
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import replace


def import_units(database: Database, source: Source, how: ImportChoices) -> RegistryCounts:
    """Take a file of units, all of it or nothing.  Raises: FaultsFound with every fault; UsageFault; Busy."""
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("unit impor", reason, keep=not how.dry_run, source=file) as writing:
        header = unit_header(source)
        log = fault_log(how)
        keeper = _Keeper(writing, header, log, how.correcting)
        keeper.keep(list(read_units(header, log)))
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    keeper.counts.hidden = header.hidden
    return keeper.counts


class _Keeper:
    def __init__(self, writing: Writing, header: Header, log: FaultLog, correcting: bool) -> None:
        self.counts = RegistryCounts()
        self._writing = writing
        self._header = header
        self._log = log
        self._correcting = correcting
        self._units = all_units(writing.connection)
        self._stated: dict[int, int] = {}  # number of a unit: the row of this file that speaks of it

    def keep(self, rows: list[UnitRow]) -> None:
        """Settle rows again and again, parents before children, until nothing moves; what is left is at fault."""
        waiting = [row for row in rows if self._has_a_code(row)]
        before = None
        while len(waiting) != before:
            before = len(waiting)
            waiting = [row for row in waiting if not self._settled(row)]
        self._report_left(waiting)

    def _has_a_code(self, row: UnitRow) -> bool:
        try:
            parse_unit_code(row.code)
        except BadValue as error:
            self._fault(row, "kode", str(error))
            return False
        return True

    def _settled(self, row: UnitRow) -> bool:
        """Keep a row or report it; false where a later row may yet bring or move the unit above it."""
        try:
            parent = None if row.parent is None else find_unit(self._units, row.parent)
        except BadValue as error:
            self._fault(row, "induk", str(error))
            return True
        if row.parent is not None and parent is None:
            return False
        current = same_code(self._units, row.code)
        if current is None:
            above = None if parent is None else parent.id
            unit = keep_unit(self._writing.connection, row.code, row.name, above, self._writing.entry)
            self._units.append(unit)
            self._stated[unit.id] = row.row
            self.counts.new += 1
            return True
        return self._compared(row, current, parent)

    def _compared(self, row: UnitRow, current: Unit, parent: Unit | None) -> bool:
        """Leave a known unit alone, correct it or report the row; an empty induk states nothing: it stays there."""
        first = self._stated.setdefault(current.id, row.row)
        above = current.parent if parent is None else parent.id
        if first != row.row:
            place = self._header.source.place(first)
            self._fault(row, "kode", f"kode {row.code} sudah ada di {place}; hapus salah satunya")
        elif (current.name, current.parent) == (row.name, above):
            self.counts.equal += 1
        elif not self._correcting:
            self._refuse_change(row, current, above)
        elif above is not None and above in subtree(self._units, current.id):
            return False
        else:
            self._units[self._units.index(current)] = Unit(current.id, current.code, row.name, above)
            changes = {"name": row.name, "parent": above}
            replace(self._writing.connection, "unit", {"id": current.id}, changes, self._writing.entry)
            self.counts.corrected += 1
        return True

    def _refuse_change(self, row: UnitRow, current: Unit, above: int | None) -> None:
        remedy = "untuk mengubahnya tambahkan --koreksi --alasan"
        if current.name != row.name:
            self._fault(row, "nama", f"sudah '{current.name}', bukan '{row.name}'; {remedy}")
        if current.parent != above:
            codes = {unit.id: unit.code for unit in self._units}
            before = "kosong" if current.parent is None else f"'{codes[current.parent]}'"
            self._fault(row, "induk", f"sudah {before}, bukan '{row.parent}'; {remedy}")

    def _report_left(self, waiting: list[UnitRow]) -> None:
        """Report parents that nobody knows and circles; a row that only waits for such a row isn't at fault."""
        known = [unit.code for unit in self._units] + [row.code for row in waiting]
        by_text = {row.name.casefold(): row for row in waiting} | {
            row.code.casefold(): row for row in waiting
        }
        for row in waiting:
            parent = row.parent or ""
            if find_unit(self._units, parent) is not None:
                reason = f"induk '{parent}' berada di bawah {row.code} sendiri; tulis unit lain"
            elif parent.casefold() not in by_text:
                hint = did_you_mean(parent, known)
                reason = f"induk '{parent}' tidak dikenal; tulis kode atau nama persis unit di atasnya.{hint}"
            elif _leads_back(row, by_text):
                reason = f"induk '{parent}' berputar: {row.code} berada di bawah dirinya sendiri"
            else:
                continue
            self._fault(row, "induk", reason.removesuffix("."))

    def _fault(self, row: UnitRow, column: str, reason: str) -> None:
        self._log(row.row, self._header.fault(row.row, column, reason))


def _leads_back(row: UnitRow, by_text: dict[str, UnitRow]) -> bool:
    """Whether going up from a row, through rows alone, comes to that row again."""
    above, seen = by_text.get((row.parent or "").casefold()), set()
    while above is not None and above.row not in seen and above.row != row.row:
        seen.add(above.row)
        above = by_text.get((above.parent or "").casefold())
    return above is not None and above.row == row.row

"""A file of units into the database, parents before children whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean
from kinerja_cli.domain.unit_tree import Unit, find_unit, subtree
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.annotate import write_annotated
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import Source
from kinerja_cli.imports.units import UnitRow, read_units, unit_header
from kinerja_cli.services.scores import checked, require_reason
from kinerja_cli.services.units import keep_unit, parse_unit_code, same_code
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import replace


@dataclass(frozen=True, slots=True)
class RegistryImport:
    """How a file of units or employees is to be taken; see `ScoreImport`."""

    correcting: bool = False
    reason: str | None = None
    dry_run: bool = False
    annotate: Callable[[], AbstractContextManager[BinaryIO]] | None = None


@dataclass(slots=True)
class RegistryCounts:
    """How many rows were new, left alone, corrected, or moved; headings and sheets that were not read."""

    new: int = 0
    equal: int = 0
    corrected: int = 0
    moved: int = 0
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()

    def line(self, noun: str, dry_run: bool) -> str:
        """``120 pegawai: 100 baru, 15 tetap, 3 pindah, 2 koreksi``."""
        total = self.new + self.equal + self.moved + self.corrected
        moved = f", {self.moved} pindah" if self.moved else ""
        told = f"{total} {noun}: {self.new} baru, {self.equal} tetap{moved}, {self.corrected} koreksi"
        return f"{told} (hanya diperiksa; tidak ada yang disimpan)" if dry_run else told


def import_units(database: Database, source: Source, how: RegistryImport) -> RegistryCounts:
    """Take a file of units, all of it or nothing.  Raises: FaultsFound with every fault; UsageFault; Busy."""
    require_reason(how.correcting, how.reason)
    reason = how.reason and checked(how.reason, "alasan", LONGEST_NOTE)
    with database.write("unit impor", reason, keep=not how.dry_run) as writing:
        header = unit_header(source)
        log = FaultLog(keep_rows=how.annotate is not None)
        keeper = _Keeper(writing, header, log, how.correcting)
        keeper.keep(list(read_units(header, log)))
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    return keeper.counts


def finish(header: Header, log: FaultLog, how: RegistryImport) -> None:
    """Write the annotated file where there were faults and it was asked for, then fail with all of them."""
    if log.total and how.annotate is not None:
        with how.annotate() as out:
            write_annotated(header, log.by_row, out)
    log.raise_if_any()


class _Keeper:
    def __init__(self, writing: Writing, header: Header, log: FaultLog, correcting: bool) -> None:
        self.counts = RegistryCounts()
        self._writing = writing
        self._header = header
        self._log = log
        self._correcting = correcting
        self._units = all_units(writing.connection)

    def keep(self, rows: list[UnitRow]) -> None:
        """Keep rows whose parent is known, again and again, until nothing moves; what is left is at fault."""
        waiting = [row for row in rows if self._has_a_code(row)]
        while waiting:
            ready = [row for row in waiting if row.parent is None or self._find(row, row.parent)]
            if not ready:
                break
            for row in ready:
                self._keep_one(row)
            kept = {row.row for row in ready}
            waiting = [row for row in waiting if row.row not in kept]
        known = [unit.code for unit in self._units] + [row.code for row in waiting]
        for row in waiting:
            hint = did_you_mean(row.parent or "", known)
            circle = any(other.code == row.parent for other in waiting)
            why = "berputar" if circle else "tidak dikenal; tulis kode atau nama persis unit di atasnya"
            self._fault(
                row, "induk", f"induk '{row.parent}' {why}{'.' + hint if hint and not circle else ''}"
            )

    def _has_a_code(self, row: UnitRow) -> bool:
        try:
            parse_unit_code(row.code)
        except BadValue as error:
            self._fault(row, "kode", str(error))
            return False
        return True

    def _find(self, row: UnitRow, text: str) -> Unit | None:
        try:
            return find_unit(self._units, text)
        except BadValue as error:
            self._fault(row, "induk", str(error))
            return None

    def _keep_one(self, row: UnitRow) -> None:
        parent = None if row.parent is None else self._find(row, row.parent)
        above = None if parent is None else parent.id
        current = same_code(self._units, row.code)
        if current is None:
            unit = keep_unit(self._writing.connection, row.code, row.name, above, self._writing.entry)
            self._units.append(unit)
            self.counts.new += 1
            return
        # an empty cell states nothing: the unit stays where it is
        above = current.parent if row.parent is None else above
        if (current.name, current.parent) == (row.name, above):
            self.counts.equal += 1
        elif not self._correcting:
            what = f"unit {current.code} sudah ada dengan nama atau induk lain ({current.name})"
            self._fault(row, "nama", f"{what}; untuk mengubahnya tambahkan --koreksi --alasan")
        elif above is not None and above in subtree(self._units, current.id):
            self._fault(row, "induk", f"induk '{row.parent}' berada di bawah {current.code} sendiri")
        else:
            changed = Unit(current.id, current.code, row.name, above)
            self._units[self._units.index(current)] = changed
            changes = {"name": row.name, "parent": above}
            replace(self._writing.connection, "unit", {"id": current.id}, changes, self._writing.entry)
            self.counts.corrected += 1

    def _fault(self, row: UnitRow, column: str, reason: str) -> None:
        self._log(row.row, self._header.fault(row.row, column, reason))

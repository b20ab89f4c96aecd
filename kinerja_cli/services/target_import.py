"""A file of targets, or of what came of them, into the database: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.target_text import show_amount
from kinerja_cli.domain.targets import Realisation, Target
from kinerja_cli.errors import KinerjaError, Refused, UsageFault
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import Source
from kinerja_cli.imports.targets import (
    RealisationRow,
    TargetRow,
    holds_realisations,
    read_realisations,
    read_targets,
    target_header,
)
from kinerja_cli.services.checks import checked_reason, require_reason
from kinerja_cli.services.closed import refuse_closed_year
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.realisations import difference, keep, open_period, said_of, same_realisation
from kinerja_cli.services.targets import (
    NEW,
    TargetSaid,
    applied,
    identity,
    keep_change,
    keep_new,
    target_numbered,
    values_of,
)
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import limited_service
from kinerja_cli.storage.targets import realisations_of, targets_of


@dataclass(frozen=True, slots=True)
class TargetImport(ImportChoices):
    """How a file is to be taken: *year* and *period* are of the rows that state none."""

    year: int | None = None
    period: Period | None = None


def import_targets(database: Database, source: Source, how: TargetImport) -> tuple[str, RegistryCounts]:
    """Take a file of targets or of realisations, told apart by its headings; returns which, and what it did.

    Raises: FaultsFound with every fault; UsageFault; Busy.
    """
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("sasaran impor", reason, keep=not how.dry_run, source=file) as writing:
        header = target_header(source)
        _check_choices(header, how)
        log = fault_log(how)
        keeper = _Keeper(writing, header, log, how)
        read = read_realisations if holds_realisations(header) else read_targets
        for row in read(header, log):
            keeper.attempt(row)
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    return "realisasi" if holds_realisations(header) else "sasaran", keeper.counts


def _check_choices(header: Header, how: TargetImport) -> None:
    """Nothing that was said may be passed over.  Raises: UsageFault."""
    if how.period is not None and not holds_realisations(header):
        raise UsageFault("--periode hanya bagi berkas realisasi; berkas ini berisi sasaran.")
    if how.year is not None and holds_realisations(header):
        raise UsageFault("--tahun hanya bagi berkas sasaran; berkas ini berisi realisasi.")


class _Keeper:
    def __init__(self, writing: Writing, header: Header, log: FaultLog, how: TargetImport) -> None:
        self.counts = RegistryCounts()
        self._connection = writing.connection
        self._header, self._log, self._how = header, log, how
        self._stated: dict[object, int] = {}  # what a row of this file speaks of -> that row
        self._targets: dict[int, dict[int, list[Target]]] = {}
        self._limited = limited_service(self._connection)
        self._at: str | None = None  # the column that is looked at: there a fault lies

    def attempt(self, row: TargetRow | RealisationRow) -> None:
        """Keep one row, or report why it can't be."""
        try:
            if isinstance(row, RealisationRow):
                self._keep_realisation(row)
            else:
                self._keep_target(row)
        except KinerjaError as fault:
            reason = " ".join(line.removesuffix(".") + "." for line in fault.lines).removesuffix(".")
            self._log(row.row, self._header.fault(row.row, self._at, reason))

    def _keep_target(self, row: TargetRow) -> None:
        """Set, leave alone or correct one target."""
        connection, said = self._connection, _said(row.said)
        self._at = "nip"
        employee = employee_named(connection, row.nip)
        self._at = "id"
        current = self._numbered(row, employee.id)
        self._at = "tahun"
        year = current.year if current else row.year or self._how.year
        if year is None:
            raise Refused("tahun tidak ada: isi kolom tahun, atau tambahkan --tahun")
        rules = rules_of(connection, year).rules
        refuse_closed_year(connection, year)
        self._at = None
        wanted = applied(connection, current or NEW._replace(employee=employee.id, year=year), said, rules)
        self._state_once(row.row, (employee.id, year, identity(wanted)))
        current = current or self._same(wanted)
        if current is None:
            keep_new(connection, wanted)
            self.counts.new += 1
        else:
            self._compare(row, current, applied(connection, current, said, rules))

    def _compare(self, row: TargetRow, current: Target, wanted: Target) -> None:
        if wanted == current:
            self.counts.equal += 1
            return
        if row.revision not in (0, current.revision):
            told = f"sasaran {current.id} bukan lagi revisi {row.revision}, melainkan {current.revision}"
            raise Refused(f"{told}; ekspor lagi daftarnya")
        if not self._how.correcting:
            old, new = (values_of(self._connection, target) for target in (current, wanted))
            headings = dict.fromkeys(_HEADINGS[column] for column in new if new[column] != old[column])
            self._at = next(iter(headings))
            raise Refused(
                f"sasaran {current.id} sudah tercatat dengan {', '.join(headings)} yang lain; "
                "untuk mengubahnya tambahkan --koreksi --alasan"
            )
        keep_change(self._connection, current, wanted)
        self.counts.corrected += 1

    def _keep_realisation(self, row: RealisationRow) -> None:
        """Record, leave alone or correct what came of a target in a period."""
        connection, period = self._connection, row.period or self._how.period
        self._at = "periode"
        if period is None:
            raise Refused("periode kosong: isi kolom periode, atau tambahkan --periode")
        self._at = "sasaran"
        target = target_numbered(connection, row.target)
        if row.nip is not None and employee_named(connection, row.nip).id != target.employee:
            raise Refused(f"sasaran {target.id} bukan milik {row.nip}; periksa kolom sasaran dan nip")
        self._at = "periode"
        opened = open_period(connection, target, period)
        self._at = None
        self._state_once(row.row, (target.id, opened.id))
        kept = realisations_of(connection, number=target.id).get(target.id, {}).get(opened.id)
        said = said_of(opened, row.value, row.evidence, row.note)
        self._at = "realisasi"
        self._check_revision(row, opened.code, target, said, kept)
        if kept is not None and not same_realisation(said, kept) and not self._how.correcting:
            remedy = "; untuk mengubahnya tambahkan --koreksi --alasan"
            raise Refused(difference(target, opened.code, said, kept) + remedy)
        done = keep(connection, target, said, kept)
        self.counts.new += done == "dicatat"
        self.counts.equal += done == "tetap"
        self.counts.corrected += done == "dikoreksi"
        service = self._limited.get(target.employee)
        self.counts.outside += service is not None and not serves(*service, opened.last)

    def _check_revision(
        self, row: RealisationRow, period: str, target: Target, said: Realisation, kept: Realisation | None
    ) -> None:
        """A sheet that is older than what is recorded doesn't undo it.  Raises: Refused."""
        anew = f"ambil lembar baru: kinerja sasaran lembar {period}"
        if kept is None and row.revision:
            raise Refused(f"realisasi ini dibatalkan sesudah lembar ini dibuat; {anew}")
        if kept is None or row.revision in (0, kept.revision) or same_realisation(said, kept):
            return
        raise Refused(
            f"diubah sesudah lembar ini dibuat (revisi {kept.revision}: {show_amount(kept.value)} {target.of}); {anew}"
        )

    def _numbered(self, row: TargetRow, employee: int) -> Target | None:
        """The target that the row names by its number."""
        if row.number is None:
            return None
        target = target_numbered(self._connection, row.number)
        if target.employee != employee:
            raise Refused(
                f"sasaran {row.number} bukan milik {row.nip}; kosongkan kolom id untuk sasaran baru"
            )
        if row.year not in (None, target.year):
            raise Refused(
                f"sasaran {row.number} dari tahun {target.year}, bukan {row.year}; kosongkan kolom id"
            )
        return target

    def _same(self, wanted: Target) -> Target | None:
        """The target of hers that is recorded with that result and indicator, from the same period on."""
        if wanted.year not in self._targets:
            of_year = self._targets.setdefault(wanted.year, {})
            for target in targets_of(self._connection, year=wanted.year):
                of_year.setdefault(target.employee, []).append(target)
        hers = self._targets[wanted.year].get(wanted.employee, ())
        return next((target for target in hers if identity(target) == identity(wanted)), None)

    def _state_once(self, row: int, what: object) -> None:
        first = self._stated.setdefault(what, row)
        if first != row:
            raise Refused(f"sama dengan {self._header.source.place(first)}; hapus salah satunya")


_FIELDS = {
    "hasil": "result", "indikator": "indicator", "target": "bounds", "satuan": "of", "aspek": "side",
    "arah": "direction", "hitung": "reckoning", "bobot": "weight", "jenis": "kind", "tujuan": "goal",
    "puncak": "peak", "dari": "first", "sampai": "last",
}  # fmt: skip


def _said(values: dict[str, Any]) -> TargetSaid:
    return TargetSaid(**{field: values[column] for column, field in _FIELDS.items() if column in values})


# a column of a target -> the heading that states it
_HEADINGS = {
    "goal": "tujuan", "kind": "jenis", "result": "hasil", "indicator": "indikator", "aspect": "aspek",
    "low": "target", "high": "target", "measure": "satuan", "direction": "arah", "reckoning": "hitung",
    "weight": "bobot", "peak": "puncak", "first": "dari", "last": "sampai",
}  # fmt: skip

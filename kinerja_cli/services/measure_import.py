"""A file of figures of service measures into the database: every fault first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial

from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.figures import FigureRow, figure_header, read_figures
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import Source
from kinerja_cli.services.checks import checked_reason, require_reason
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.measure_figures import (
    corrected,
    difference,
    says_the_same,
    yet_to_come,
)
from kinerja_cli.services.measures import same_measure
from kinerja_cli.services.named_in_file import NamedInFile, unit_number
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.measures import Place, add_figures, all_measures, correct_figure, find_figure
from kinerja_cli.storage.units import all_units

_BATCH = 5_000
_FEW = 1_000  # so many new ones are sealed by their units; of more, the whole table is looked through


def import_figures(database: Database, source: Source, how: ImportChoices, now: datetime) -> RegistryCounts:
    """Take a file of figures, all of it or nothing; no day of it may be yet to come (*now* is UTC).

    Raises: FaultsFound with every fault; UsageFault; Busy.
    """
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("layanan impor", reason, keep=not how.dry_run, source=file) as writing:
        header = figure_header(source)
        log = fault_log(how)
        keeper = _Keeper(writing, header, log, how.correcting, office_day(writing.connection, now))
        keeper.keep(read_figures(header, log, keeper.place))
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    keeper.counts.hidden = header.hidden
    return keeper.counts


class _Keeper:
    def __init__(
        self, writing: Writing, header: Header, log: FaultLog, correcting: bool, today: date
    ) -> None:
        self.counts = RegistryCounts()
        self._connection = writing.connection
        self._header, self._log, self._correcting, self._today = header, log, correcting, today
        self._last = today.isoformat()
        self._measures, self._units = all_measures(self._connection), all_units(self._connection)
        self._named, self._unit = NamedInFile(header, log), partial(unit_number, self._units)
        self._stated: dict[Place, int] = {}
        self._new: list[tuple[Place, int, int, str | None]] = []

    def keep(self, rows: Iterable[FigureRow]) -> None:
        """Add, leave alone or correct what every row states, or report why not."""
        for row in rows:
            place = self.place(row.row, {"layanan": row.measure, "unit": row.unit, "tanggal": row.day})
            if place is not None:
                self._settle(row, place)
        self._named.report()
        for first in range(0, len(self._new), _BATCH):
            batch = self._new[first : first + _BATCH]
            add_figures(self._connection, batch, bulk=len(self._new) > _FEW)

    def place(self, row: int, texts: Mapping[str, str]) -> Place | None:
        """Where a row belongs, by what it names in each column; None, after reporting why, where that can't be."""
        # a cell that can't be read is reported already
        service = (
            self._named.find(row, "layanan", texts["layanan"], self._measure) if "layanan" in texts else None
        )
        unit = self._named.find(row, "unit", texts["unit"], self._unit) if "unit" in texts else None
        day = texts.get("tanggal")
        if day is not None and day > self._last:
            self._fault(row, "tanggal", yet_to_come(date.fromisoformat(day), self._today) or "")
        elif service is not None and unit is not None and day is not None:
            return Place(unit, service, day)
        return None

    def _settle(self, row: FigureRow, place: Place) -> None:
        first = self._stated.setdefault(place, row.row)
        kept = find_figure(self._connection, place)
        if first != row.row:
            where = self._header.source.place(first)
            told = f"{row.measure} {row.unit} {row.day} sudah ada di {where}; hapus salah satunya"
            self._fault(row.row, "nilai", told)
        elif kept is None:
            self._new.append((place, row.value, row.servings or 1, row.note))
            self.counts.new += 1
        elif says_the_same(kept, row.value, row.servings, row.note):
            self.counts.equal += 1
        elif self._correcting:
            correct_figure(self._connection, place, corrected(kept, row.value, row.servings, row.note))
            self.counts.corrected += 1
        else:
            remedy = "untuk mengubahnya tambahkan --koreksi --alasan"
            self._fault(row.row, "nilai", f"{difference(kept, row.value, row.servings)}; {remedy}")

    def _measure(self, text: str) -> int:
        found = same_measure(self._measures, text)
        if found is None:
            hint = did_you_mean(text, [measure.code for measure in self._measures])
            remedy = "daftarkan dahulu: kinerja layanan tambah KODE NAMA --satuan … --arah …"
            raise BadValue(f"layanan '{text}' tidak dikenal.{hint} Tulis kodenya, atau {remedy}")
        return found.id

    def _fault(self, row: int, column: str, reason: str) -> None:
        self._log(row, self._header.fault(row, column, reason))

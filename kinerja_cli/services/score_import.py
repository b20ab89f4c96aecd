"""A file of scores into the database: every fault first, then all of it or nothing (design.md section 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import in_force, serves
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.score_sheets import Stamp, read_stamp
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import BadValue, FaultsFound, UsageFault
from kinerja_cli.imports.cells import tell
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.scores import (
    PeriodKeys,
    ScoreKeys,
    ScoreRow,
    criterion_keys,
    read_scores,
    score_header,
)
from kinerja_cli.imports.source import Source
from kinerja_cli.services.checks import checked_reason, require_reason, unregistered
from kinerja_cli.services.closed import refuse_closed_period
from kinerja_cli.services.importing import ImportChoices, fault_log, finish
from kinerja_cli.services.lookup import rules_of
from kinerja_cli.services.revisions import written
from kinerja_cli.services.scores import ScoreCounts, difference
from kinerja_cli.services.stated_before import StatedBefore
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import appraiser_id, employee_ids, limited_service
from kinerja_cli.storage.guards import without_insert_guards
from kinerja_cli.storage.periods import find_period, opened_periods
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import (
    Kept,
    Key,
    NewScore,
    add_score,
    add_scores,
    correct_score,
    exempted_keys,
    find_score,
    see,
    start_seeing,
    superiors,
)

BATCH = 5_000
MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class ScoreImport(ImportChoices):
    """How a file of scores is to be taken: *period* and *revision* stand for missing columns."""

    period: Period | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, the headings and sheets that it did not read, and what it read unseen."""

    counts: ScoreCounts
    ignored: tuple[str, ...]
    other_sheets: tuple[str, ...]
    hidden: tuple[str, ...]


def import_scores(
    database: Database,
    source: Source,
    how: ScoreImport,
    progress: Callable[[int], None],
    before: StatedBefore | None = None,
) -> ImportResult:
    """Take a file of scores, all of it or nothing; *progress* hears how many values were read so far.

    *before*: what other files of the same folder state, which this one may not contradict.
    Raises: FaultsFound with every fault (and writes the annotated file); PeriodNotOpen; PeriodClosed; UsageFault;
    Busy.
    """
    require_reason(how.correcting, how.reason)
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("nilai impor", reason, keep=not how.dry_run, source=file) as writing:
        keys = _score_keys(writing.connection)
        code = None if how.period is None else how.period.code
        given = None if code is None else find_period(writing.connection, code)
        if given is not None:
            refuse_closed_period(writing.connection, given)
        header = score_header(source, keys, period=code)
        log = fault_log(how)
        stamp = _stamp(source, writing)
        if before is not None and stamp is not None and stamp.period in keys.periods:
            before.mention(keys.periods[stamp.period].key)
        revision = _revision(header, how, stamp)
        keeper = _Keeper(writing, header, log, how, before)
        rows = read_scores(header, keys, report=log, period=code, revision=revision)
        with without_insert_guards(writing.connection, "score"):
            for batch in _batches(rows):
                keeper.keep(batch)
                progress(keeper.counts.total)
        keeper.name_duplicates(read_scores(header, keys, report=lambda *_: None, period=code))
        finish(header, log, how)
        keeper.counts.remarks = keeper.remarks()
    return ImportResult(keeper.counts, header.ignored, header.other_sheets, header.hidden)


def _score_keys(connection: Connection) -> ScoreKeys:
    """What a file of scores may name: employees, opened periods, and each period's criteria and scale."""
    ids = criterion_ids(connection)
    opened = opened_periods(connection)
    by_year = {year: rules_of(connection, year).rules for year in {period.year for period in opened}}
    periods = {}
    for period in opened:
        rules = by_year[period.year]
        named = [(ids[c.code], c.code, c.name) for c in rules.criteria if not c.targeted]
        targeted = {fold(text): c.code for c in rules.criteria if c.targeted for text in (c.name, c.code)}
        codes = {number: code for number, code, _ in named}
        periods[period.code] = PeriodKeys(
            period.id, criterion_keys(named), codes, rules.scale_min, rules.scale_max, targeted
        )
    closed = frozenset(period.code for period in opened if period.closed)
    return ScoreKeys(employee_ids(connection), periods, closed, exempted_keys(connection))


def _stamp(source: Source, writing: Writing) -> Stamp | None:
    """What the sheet says it is.  Raises: FaultsFound for a changed stamp, or one that this database never gave."""
    try:
        stamp = read_stamp(source.stamp())
    except BadValue as bad:
        raise FaultsFound([tell(source.name, "", str(bad))]) from None
    if stamp is not None and stamp.revision >= writing.entry:
        reason = (
            f"lembar ini dibuat pada revisi {stamp.revision}, padahal data di sini baru sampai revisi "
            f"{writing.entry - 1}: dari ruang kerja lain, atau cadangan dipulihkan sesudahnya; buat lembar baru"
        )
        raise FaultsFound([tell(source.name, "", reason)])
    return stamp


def _revision(header: Header, how: ScoreImport, stamp: Stamp | None) -> int:
    """The revision of rows that state none themselves: the one that the user says, else the stamp's, else 0.

    Raises: UsageFault where it would be said twice.
    """
    if how.revision is not None and (stamp is not None or "revisi" in header.columns):
        what = "kolom revisi" if "revisi" in header.columns else "cap revisi"
        raise UsageFault(f"Berkas ini sudah punya {what}; hapus opsi --revisi atau kolom itu.")
    return how.revision or (stamp.revision if stamp is not None else 0)


def _batches(rows: Iterator[ScoreRow]) -> Iterator[list[ScoreRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


class _Keeper:
    """Keeps batches of read scores: whole batches at once where all keys are free, else one by one."""

    def __init__(
        self, writing: Writing, header: Header, log: FaultLog, how: ScoreImport, before: StatedBefore | None
    ) -> None:
        self.counts = ScoreCounts()
        self._writing = writing
        self._connection = writing.connection
        self._header = header
        self._log = log
        self._correcting = how.correcting
        self._before = before
        self._raters: dict[str, int] = {}
        self._codes = {number: code for code, number in criterion_ids(self._connection).items()}
        self._periods = {period.id: period for period in opened_periods(self._connection)}
        self._superiors = superiors(self._connection)
        self._limited = limited_service(self._connection)
        self._exempted = exempted_keys(self._connection)
        self._uncounted = 0
        self._twice: dict[Key, list[int]] = {}
        start_seeing(self._connection)

    def keep(self, batch: list[ScoreRow]) -> None:
        """Keep what is new or corrects, count what is equal, report what conflicts."""
        if self._before is not None:
            batch = [row for row in batch if self._is_unsaid(row, self._before)]
        scores = [
            (employee, period, criterion, value, self._rater(rater, employee, period) or 0, note)
            for _, employee, period, criterion, value, rater, note, _ in batch
        ]
        if add_scores(self._connection, scores, self._writing.entry):
            self.counts.new += len(scores)
        else:
            for row in batch:
                self._keep_one(row)
        if self._limited:
            self.counts.outside += sum(self._is_outside(row[1], row[2]) for row in batch)
        if self._exempted:
            self._uncounted += sum(row[1:4] in self._exempted for row in batch)

    def remarks(self) -> list[str]:
        """What else is worth saying once everything is kept: exempted values, raters that nobody registered."""
        told = [remark for label in self._raters for remark in unregistered(self._connection, label)]
        if len(told) > MOST_SAID:
            told = [*told[:MOST_SAID], f"… dan {len(told) - MOST_SAID} NIP penilai lain."]
        if self._uncounted:
            told.insert(0, f"{self._uncounted} nilai disimpan tetapi tidak dihitung; pengecualian berlaku.")
        return told

    def name_duplicates(self, rows: Iterator[ScoreRow]) -> None:
        """Report the values that the file states twice, naming the row that states them first."""
        if not self._twice:
            return
        first: dict[Key, int] = {}
        for row, employee, period, criterion, *_ in rows:
            key = Key(employee, period, criterion)
            if key in self._twice:
                first.setdefault(key, row)
        for key, later in self._twice.items():
            place = self._header.source.place(first[key])
            for row in later:
                reason = f"nilai {self._named(key)} sudah ada di {place}; hapus salah satunya"
                self._log(row, self._header.fault(row, self._column(key), reason))

    def _is_unsaid(self, row: ScoreRow, before: StatedBefore) -> bool:
        """Whether no other file of the folder states this value; one that agrees counts as equal."""
        key = Key(*row[1:4])
        said = before.note(key, row[4:7])
        if said is None:
            return True
        if said.agrees(row[4:7]):
            self.counts.equal += 1
        else:
            reason = (
                f"{said.file} dalam folder ini menyatakan {self._named(key)} = {show_points(said.value)}"
                f"{' dengan penilai atau catatan lain' if said.value == row[4] else ''}; samakan keduanya dahulu"
            )
            self._log(row[0], self._header.fault(row[0], self._column(key), reason))
        return False

    def _keep_one(self, row: ScoreRow) -> None:
        line, employee, period, criterion, value, rater, note, revision = row
        key = Key(employee, period, criterion)
        stated = NewScore(*key, value, self._raters[rater] if rater else None, note or None)
        kept = find_score(self._connection, key)
        entry = self._writing.entry
        if kept is None:
            rated = stated._replace(rater=self._rater(rater, employee, period))
            add_score(self._connection, rated, entry)
            self.counts.new += 1
        elif kept.entry == entry or not see(self._connection, key):
            self._twice.setdefault(key, []).append(line)
        elif stated.equals(kept):
            self.counts.equal += 1
        elif self._correcting and not 0 < revision < kept.entry:
            correct_score(self._connection, stated, kept, entry)
            self.counts.corrected += 1
        else:
            reason = self._refusal(stated, kept, revision)
            self._log(line, self._header.fault(line, self._column(key), reason))

    def _refusal(self, stated: NewScore, kept: Kept, revision: int) -> str:
        connection, period = self._connection, self._periods[stated.period]
        if 0 < revision < kept.entry:
            by = written(connection, kept.entry, rules_of(connection, period.year).rules.zone)
            now = f"revisi {kept.entry}, {by}, sekarang {show_points(kept.value)}"
            return f"diubah sesudah lembar ini dibuat ({now}); buat lembar baru"
        told = difference(connection, self._codes[stated.criterion], period.code, stated, kept)
        return f"{told}; untuk mengubahnya tambahkan --koreksi --alasan"

    def _rater(self, label: str, employee: int, period: int) -> int | None:
        if not label:
            return self._superior(employee, period) if employee in self._superiors else None
        if label not in self._raters:
            self._raters[label] = appraiser_id(self._connection, label)
        return self._raters[label]

    def _superior(self, employee: int, period: int) -> int | None:
        held = self._superiors[employee]
        if len(held) == 1:
            return held[0][1]
        index = in_force([starts for starts, _ in held], self._periods[period].last)
        return None if index is None else held[index][1]

    def _is_outside(self, employee: int, period: int) -> bool:
        if employee not in self._limited:
            return False
        return not serves(*self._limited[employee], self._periods[period].last)

    def _column(self, key: Key) -> str:
        wide = f"kriteria:{self._codes[key.criterion]}"
        return wide if wide in self._header.columns else "nilai"

    def _named(self, key: Key) -> str:
        return f"{self._codes[key.criterion]} {self._periods[key.period].code}"

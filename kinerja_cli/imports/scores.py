"""Files of scores, long or wide: the hot path of `kinerja nilai impor`, a handful of dict look-ups a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias, TypeVar

from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.domain.periods import Cadence, other_cadence, parse_period
from kinerja_cli.domain.points import parse_score
from kinerja_cli.domain.score_sheets import EXEMPTED
from kinerja_cli.domain.text import LONGEST_NOTE, fold, nearest
from kinerja_cli.errors import BadValue, FaultsFound, NotFound, PeriodNotOpen
from kinerja_cli.imports.cells import (
    STATES_NOTHING,
    DateText,
    Remembered,
    check_computed,
    nip_cell,
    person_cell,
    revision_cell,
    text_cell,
)
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header, Layout, find_header, known
from kinerja_cli.imports.source import Source

ScoreRow: TypeAlias = tuple[int, int, int, int, int, str, str, int]
T = TypeVar("T")
_READ = ("nip", "periode", "kriteria", "nilai", "penilai", "catatan", "revisi")
_UNREAD = frozenset({"nama", "unit", "jabatan", "golongan"})
_NOT_EXEMPTED = (
    f"pegawai ini tidak {EXEMPTED} dari kriteria itu; isi nilainya, atau: kinerja nilai kecualikan"
)
_FIXED = known({column: HEADINGS[column] for column in (*_READ, *sorted(_UNREAD))})


@dataclass(frozen=True, slots=True)
class PeriodKeys:
    """What may be recorded in one open period: its key, its rules' criteria and scale.

    *criteria* maps a folded code or name to the criterion's id (`criterion_keys`), *codes* the id back to
    the code. *lowest* and *highest* are hundredths. *targeted* are folded names and codes of the criterion that
    targets fill: known, and no value of it is taken.
    """

    key: int
    criteria: Mapping[str, int]
    codes: Mapping[int, str]
    lowest: int
    highest: int
    targeted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreKeys:
    """What the database knows: NIP → id, code → open period; *closed*: codes of those that are closed again.

    *exempted*: keys (employee, period, criterion) whose cell may say so in the place of a value.
    """

    employees: Mapping[str, int]
    periods: Mapping[str, PeriodKeys]
    closed: Collection[str] = ()
    exempted: Collection[tuple[int, int, int]] = ()


def criterion_keys(criteria: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Folded code or name → id, from (id, code, name); a code goes before a name spelt the same."""
    listed = list(criteria)
    return {fold(name): number for number, _, name in listed} | {
        fold(code): number for number, code, _ in listed
    }


def score_header(source: Source, keys: ScoreKeys, *, period: str | None = None) -> Header:
    """Find the headings of a file of scores; *period* (a code) stands for a missing column ``periode``.

    Raises: FaultsFound; NotFound where *period* isn't one of ``keys.periods``.
    """
    if period is not None and period not in keys.periods:
        asked = parse_period(period)
        cadence = _cadences(keys.periods).get(asked.year, asked.cadence)
        if cadence is not asked.cadence:
            raise NotFound(f"Opsi --periode: {other_cadence(asked, cadence)}.")
        raise PeriodNotOpen(period)
    criteria = {
        name: f"kriteria:{rules.codes[number]}"
        for rules in keys.periods.values()
        for name, number in rules.criteria.items()
    } | {name: f"kriteria:{code}" for rules in keys.periods.values() for name, code in rules.targeted.items()}

    def needs(found: Collection[str]) -> list[str]:
        always = ["nip"] if period is not None else ["nip", "periode"]
        if "kriteria" in found or (
            "nilai" in found and not any(name.startswith("kriteria:") for name in found)
        ):
            always += ["kriteria", "nilai"]
        elif not any(name.startswith("kriteria:") for name in found):
            codes = sorted({column.removeprefix("kriteria:") for column in criteria.values()})
            always.append(f"kriteria dan nilai (atau satu kolom tiap kriteria: {', '.join(codes) or '-'})")
        return [column for column in always if column not in found]

    return _one_shape(find_header(source, Layout(criteria | _FIXED, needs, _UNREAD)))


def _one_shape(header: Header) -> Header:
    """A file is long or wide: in a long one no criterion may have a column, in a wide one ``nilai`` isn't read."""
    wide = [column for column in header.columns if column.startswith("kriteria:")]
    if wide and "kriteria" in header.columns:
        reason = (
            "berkas memuat kolom kriteria dan nilai, tetapi juga satu kolom tiap kriteria; "
            "pakai salah satu bentuk saja, dan hapus kolom yang lain"
        )
        raise FaultsFound([header.fault(header.row, column, reason) for column in wide])
    if wide and "nilai" in header.columns:
        return replace(header, ignored=(*header.ignored, header.headings[header.columns["nilai"]]))
    return header


def read_scores(
    header: Header, keys: ScoreKeys, *, report: Report, period: str | None = None, revision: int = 0
) -> Iterator[ScoreRow]:
    """Read each value without a fault: row, employee, period key, criterion, hundredths, rater, note, revision.

    *rater* and *note* are empty where the file states none, the revision is *revision* there (0: none). Everything
    else goes to *report*, which decides how much to keep. An empty cell of a wide file states nothing; an empty
    ``nilai`` of a long file is a fault.
    """
    reader = _Reader(header, keys, report, period, revision)
    try:
        yield from reader.long() if "kriteria" in header.columns else reader.wide()
    except FaultsFound as broken:
        for fault in broken.faults:
            report(0, fault)


class _Period:
    """One period's look-ups."""

    __slots__ = ("code", "criteria", "key", "rules", "scores")

    def __init__(self, code: str, rules: PeriodKeys) -> None:
        self.code = code
        self.key = rules.key
        self.rules = rules
        self.criteria = Remembered(self._criterion)
        self.scores = Remembered(partial(_hundredths, rules.lowest, rules.highest))

    def _criterion(self, cell: str) -> int:
        name = fold(check_computed(cell))
        if not name:
            raise BadValue("kriteria kosong; isi kode atau nama kriteria")
        if name in self.rules.targeted:
            raise BadValue(
                f"kriteria {self.rules.targeted[name]} diisi dari sasaran, tidak dari nilai; kosongkan selnya, "
                "dan catat realisasinya: kinerja sasaran realisasi"
            )
        if name not in self.rules.criteria:
            raise BadValue(_unknown_criterion(cell, self.code, self.rules))
        return self.rules.criteria[name]


class _Reader:
    def __init__(
        self, header: Header, keys: ScoreKeys, report: Report, given: str | None, revision: int
    ) -> None:
        self._header, self._keys, self._report, self._given = header, keys, report, given
        self._revision, self._revisions = revision, Remembered(revision_cell)
        self._lookups = {code: _Period(code, rules) for code, rules in keys.periods.items()}
        self._anywhere = _Period("", _union(keys.periods.values()))
        self._cadences = _cadences(keys.periods)
        self._fixed = self._anywhere if given is None else self._lookups[given]
        self._odd_nips = Remembered(self._employee)
        self._periods = Remembered(self._period)
        self._raters = Remembered(_rater)
        self._columns = {period.code: self._criteria_of(period) for period in self._lookups.values()}

    def long(self) -> Iterator[ScoreRow]:
        header, width = self._header, len(self._header.headings)
        known_nips, odd_nips, periods, fixed = (
            self._keys.employees,
            self._odd_nips,
            self._periods,
            self._fixed,
        )
        raters, at = self._raters, self._header.columns
        nip_at, criterion_at, value_at = at["nip"], at["kriteria"], at["nilai"]
        period_at, rater_at, note_at = at.get("periode"), at.get("penilai"), at.get("catatan")
        revision_at, revision, revisions = at.get("revisi"), self._revision, self._revisions
        for row, raw in header.body():
            cells = raw if len(raw) == width else header.fitted(row, raw, self._report)
            if cells is None:
                continue
            try:
                period = fixed if period_at is None else periods[cells[period_at]]
                found = (
                    row,
                    known_nips.get(cells[nip_at]) or odd_nips[cells[nip_at]],
                    period.key,
                    period.criteria[cells[criterion_at]],
                    period.scores[cells[value_at]],
                    "" if rater_at is None else raters[cells[rater_at]],
                    _note(cells[note_at]) if note_at is not None and cells[note_at] else "",
                    revision if revision_at is None else revisions[cells[revision_at]] or revision,
                )
            except BadValue:
                self._explain(row, cells)
                continue
            yield found

    def wide(self) -> Iterator[ScoreRow]:
        header, width = self._header, len(self._header.headings)
        known_nips, odd_nips, periods, fixed = (
            self._keys.employees,
            self._odd_nips,
            self._periods,
            self._fixed,
        )
        raters, at, columns = self._raters, self._header.columns, self._columns
        nip_at, period_at, rater_at, note_at = (
            at["nip"],
            at.get("periode"),
            at.get("penilai"),
            at.get("catatan"),
        )
        revision_at, revision, revisions = at.get("revisi"), self._revision, self._revisions
        for row, raw in header.body():
            cells = raw if len(raw) == width else header.fitted(row, raw, self._report)
            if cells is None:
                continue
            try:
                period = fixed if period_at is None else periods[cells[period_at]]
                employee = known_nips.get(cells[nip_at]) or odd_nips[cells[nip_at]]
                rater = "" if rater_at is None else raters[cells[rater_at]]
                note = _note(cells[note_at]) if note_at is not None and cells[note_at] else ""
                seen = revision if revision_at is None else revisions[cells[revision_at]] or revision
                key, scores = period.key, period.scores
                found = [
                    (row, employee, key, criterion or _stranger(), scores[cell], rater, note, seen)
                    for index, criterion in columns[period.code]
                    if (cell := cells[index])
                ]
            except BadValue:
                found = self._explain(row, cells)
            yield from found

    def _criteria_of(self, period: _Period) -> list[tuple[int, int]]:
        """(column's index, criterion's id): 0 where this period's rules don't know the column."""
        return [
            (index, period.rules.criteria.get(fold(self._header.headings[index]), 0))
            for column, index in self._header.columns.items()
            if column.startswith("kriteria:")
        ]

    def _explain(self, row: int, cells: list[str]) -> list[ScoreRow]:
        """Report every fault of a row that has one; the values of a wide row that are fine all the same."""
        if not any(cell.strip() for cell in cells):
            return []
        at = self._header.columns
        period = self._fixed
        if "periode" in at:
            try:
                period = self._periods[cells[at["periode"]]]
            except BadValue:
                period = self._anywhere
        works: dict[str, Callable[[str], object]] = {
            "nip": self._odd_nips.__getitem__,
            "periode": self._periods.__getitem__,
            "kriteria": period.criteria.__getitem__,
            "nilai": period.scores.__getitem__,
            "penilai": self._raters.__getitem__,
            "catatan": _note,
            "revisi": self._revisions.__getitem__,
        }
        done = {
            column: self._try(row, index, works[column], cells[index])
            for column, index in at.items()
            if column in works
        }
        scores = self._explain_scores(row, cells, period, done["nip"])
        if "kriteria" in at or period is self._anywhere or None in done.values():
            return []
        employee: int = self._odd_nips[cells[at["nip"]]]
        told = str(done.get("penilai", "")), str(done.get("catatan", ""))
        seen = int(str(done.get("revisi") or self._revision))
        return [(row, employee, period.key, criterion, value, *told, seen) for criterion, value in scores]

    def _explain_scores(
        self, row: int, cells: list[str], period: _Period, employee: object
    ) -> list[tuple[int, int]]:
        fine = []
        for index, criterion in self._columns.get(period.code) or self._criteria_of(period):
            if not cells[index].strip():
                continue
            heading = self._header.headings[index]
            known_here = criterion or self._try(row, index, period.criteria.__getitem__, heading)
            if known_here and fold(cells[index]) == EXEMPTED:
                if employee is not None and (employee, period.key, known_here) not in self._keys.exempted:
                    self._report(row, self._header.fault(row, index, _NOT_EXEMPTED))
                continue
            value = self._try(row, index, period.scores.__getitem__, cells[index]) if known_here else None
            if value is not None:
                fine.append((criterion, value))
        return fine

    def _try(self, row: int, index: int, work: Callable[[str], T], cell: str) -> T | None:
        try:
            return work(cell)
        except BadValue as bad:
            self._report(row, self._header.fault(row, index, str(bad)))
            return None

    def _employee(self, cell: str) -> int:
        nip = nip_cell(cell)
        if nip not in self._keys.employees:
            raise BadValue(
                f"NIP {nip} tidak terdaftar; periksa angkanya, atau daftarkan: kinerja pegawai impor"
            )
        return self._keys.employees[nip]

    def _period(self, cell: str) -> _Period:
        if not cell.strip():
            if self._given is None:
                raise BadValue("periode kosong; isi seperti 2025-TW1")
            return self._fixed
        period = parse_period(_month(check_computed(cell)))
        code = period.code
        if self._given not in (None, code):
            raise BadValue(f"'{cell}' berbeda dari --periode {self._given}; hapus barisnya atau opsi itu")
        if code in self._keys.closed:
            raise BadValue(
                f"periode {code} sudah ditutup; hapus barisnya, atau: kinerja periode buka-kembali {code}"
            )
        if code in self._lookups:
            return self._lookups[code]
        cadence = self._cadences.get(period.year, period.cadence)
        if cadence is not period.cadence:
            raise BadValue(other_cadence(period, cadence))
        raise BadValue(f"periode {code} belum dibuka; buka dengan: kinerja periode buka {code}")


def _union(periods: Iterable[PeriodKeys]) -> PeriodKeys:
    """Join what some open period would take: for the other cells of a row whose period is wrong."""
    listed = list(periods)
    criteria = {name: number for rules in listed for name, number in rules.criteria.items()}
    codes = {number: code for rules in listed for number, code in rules.codes.items()}
    lowest = min((rules.lowest for rules in listed), default=0)
    return PeriodKeys(0, criteria, codes, lowest, max((rules.highest for rules in listed), default=0))


def _cadences(opened: Iterable[str]) -> dict[int, Cadence]:
    """The cadence of each year that has an opened period, from the codes of all."""
    return {period.year: period.cadence for period in map(parse_period, opened)}


def _stranger() -> int:
    raise BadValue("kolom ini bukan kriteria periode itu")  # _explain tells it in full


def _hundredths(lowest: int, highest: int, cell: str) -> int:
    if not cell.strip():
        raise BadValue("nilai kosong; isi angkanya atau hapus barisnya")
    return parse_score(check_computed(cell), lowest, highest)


def _month(cell: str) -> str:
    """Read a period; a date cell that is the first of a month is what Excel made of ``2025-03``."""
    return cell[:7] if isinstance(cell, DateText) and cell.endswith("-01") else str(cell)


def _rater(cell: str) -> str:
    return "" if cell.strip() in STATES_NOTHING else person_cell(cell, "penilai")


def _note(cell: str) -> str:
    if (
        cell.isascii()
        and cell.isprintable()
        and cell[:1].isalnum()
        and cell[-1] != " "
        and len(cell) <= LONGEST_NOTE
    ):
        return cell  # what nearly every note is: nothing in it to clean
    return "" if cell.strip() in STATES_NOTHING else text_cell(cell, "catatan", LONGEST_NOTE)


def _unknown_criterion(cell: str, period: str, rules: PeriodKeys) -> str:
    guess = nearest(fold(cell), rules.criteria)
    hint = f" Maksud Anda '{rules.codes[rules.criteria[guess]]}'?" if guess else ""
    where = f" dalam aturan periode {period}" if period else ""
    return f"kriteria '{cell.strip()}' tidak dikenal{where}; pakai {', '.join(rules.codes.values())}.{hint}"

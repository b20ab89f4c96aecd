"""A file of public satisfaction (SKM) into the database: all of it or nothing, a survey at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from kinerja_cli.domain.periods import parse_period
from kinerja_cli.domain.satisfaction import held_within
from kinerja_cli.errors import UsageFault
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.satisfaction import AnswersRow, answers_header, holds_sums, read_answers
from kinerja_cli.imports.source import Source
from kinerja_cli.services.checks import checked_reason, require_reason
from kinerja_cli.services.importing import ImportChoices, RegistryCounts, fault_log, finish
from kinerja_cli.services.named_in_file import NamedInFile, unit_number
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.satisfaction import (
    Answers,
    KeptAnswers,
    Survey,
    add_answers,
    entries_from_file,
    kept_answers,
    surveyed_spans,
    withdraw_survey,
)
from kinerja_cli.storage.units import all_units


@dataclass(frozen=True, slots=True)
class SatisfactionImport(ImportChoices):
    """How a file is to be taken; *adding* takes rows of a survey that has others as more respondents of it."""

    adding: bool = False


@dataclass(slots=True)
class SurveyCounts(RegistryCounts):
    """Counts of respondents; *replaced*: recorded ones whose survey is put in another's place.

    *overlaps*: a line for each survey beside which others of the same unit aren't counted in the year.
    """

    replaced: int = 0
    overlaps: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stated:
    """What a file says of one survey: its first row, over how many each line is a sum (0: one respondent), lines."""

    row: int
    respondents: int
    lines: list[Answers]

    @property
    def people(self) -> int:
        return self.respondents or len(self.lines)


def import_satisfaction(
    database: Database, source: Source, how: SatisfactionImport, now: datetime
) -> SurveyCounts:
    """Take a file of respondents or of sums; counts are of respondents. No period may begin after *now* (UTC).

    Respondents have no key, so a survey (a unit's answers in a period) is compared as a whole, whatever the order of
    its rows: equal ones are left alone, others refused unless more are to be added or all of it corrected.
    Raises: FaultsFound with every fault; UsageFault; Busy.
    """
    require_reason(how.correcting, how.reason)
    if how.adding and how.correcting:
        raise UsageFault(
            "--tambah dan --koreksi tidak dapat dipakai bersama: menambah, atau mengganti semuanya."
        )
    reason, file = checked_reason(how.reason), (source.name, source.digest)
    with database.write("skm impor", reason, keep=not how.dry_run, source=file) as writing:
        header = answers_header(source)
        if how.adding and holds_sums(header):
            raise UsageFault("--tambah hanya bagi baris responden; jumlah diganti dengan --koreksi --alasan.")
        log = fault_log(how)
        keeper = _Keeper(writing.connection, header, log, how)
        keeper.keep(office_day(writing.connection, now))
        finish(header, log, how)
    keeper.counts.ignored, keeper.counts.other_sheets = header.ignored, header.other_sheets
    keeper.counts.hidden = header.hidden
    return keeper.counts


class _Keeper:
    def __init__(
        self, connection: Connection, header: Header, log: FaultLog, how: SatisfactionImport
    ) -> None:
        self.counts = SurveyCounts()
        self._written: dict[int, set[str]] = {}  # periods by unit
        self._connection, self._header, self._log, self._how = connection, header, log, how
        self._units = all_units(connection)
        self._named = NamedInFile(header, log)
        self._codes = {unit.id: unit.code for unit in self._units}
        self._same_file = entries_from_file(connection, header.source.digest)

    def keep(self, today: date) -> None:
        """Read everything, then settle survey after survey."""
        stated: dict[Survey, _Stated] = {}
        for row in read_answers(self._header, self._unit, today, self._log):
            survey = Survey(row.unit, row.period.code)
            found = stated.setdefault(survey, _Stated(row.row, row.respondents or 0, []))
            if row.respondents is None or not found.lines:
                found.lines.append(row.answers)
            else:
                self._refuse_twice(row, found)
        self._named.report()
        for survey, said in stated.items():
            self._settle(survey, said)
        self.counts.overlaps = tuple(
            line for unit, spans in self._written.items() for line in self._overlaps(unit, spans)
        )

    def _unit(self, row: int, text: str) -> int | None:
        return self._named.find(row, "unit", text, partial(unit_number, self._units))

    def _settle(self, survey: Survey, said: _Stated) -> None:
        """Record, leave alone, add to or replace what is kept of one survey, or report why it can't be."""
        kept = kept_answers(self._connection, survey)
        if kept is None:
            self._add(survey, said)
            self.counts.new += said.people
        elif kept.respondents == said.respondents and kept.lines == Counter(said.lines):
            self.counts.equal += said.people
        elif self._how.correcting:
            withdraw_survey(self._connection, survey)
            self._add(survey, said)
            self.counts.corrected += said.people
            self.counts.replaced += kept.people
        elif self._how.adding and not kept.respondents:
            self._add_more(survey, said, kept)
        else:
            self._refuse(survey, said, kept)

    def _overlaps(self, unit: int, written: set[str]) -> Iterator[str]:
        """What is counted once only, where a survey that was written holds another one or lies within one."""
        held = held_within(map(parse_period, surveyed_spans(self._connection, unit)))
        for longest in dict.fromkeys(held.values()):
            inside = [
                period.code
                for period, around in sorted(held.items())
                if around == longest and not written.isdisjoint({period.code, longest.code})
            ]
            if inside:
                told = f"{longest.code} memuat {', '.join(inside)}; dalam setahun hanya {longest.code} yang dihitung."
                yield f"SKM {self._codes[unit]} {told}"

    def _add(self, survey: Survey, said: _Stated) -> None:
        self._written.setdefault(survey.unit, set()).add(survey.span)
        add_answers(self._connection, survey, said.respondents or None, said.lines)

    def _add_more(self, survey: Survey, said: _Stated, kept: KeptAnswers) -> None:
        """More respondents, unless this very file brought them before."""
        lines = Counter(said.lines)
        if any(kept.by_entry.get(entry) == lines for entry in self._same_file):
            self.counts.equal += said.people
        else:
            self._add(survey, said)
            self.counts.new += said.people

    def _refuse_twice(self, row: AnswersRow, first: _Stated) -> None:
        place = self._header.source.place(first.row)
        reason = f"jumlah {self._codes[row.unit]} {row.period.code} sudah ada di {place}; hapus salah satunya"
        self._log(row.row, self._header.fault(row.row, "periode", reason))

    def _refuse(self, survey: Survey, said: _Stated, kept: KeptAnswers) -> None:
        kind = "jumlah dari" if kept.respondents else "jawaban"
        remedy = "mengganti semuanya: --koreksi --alasan"
        if not kept.respondents and not said.respondents:
            remedy = f"menambah responden: --tambah; {remedy}"
        told = (
            f"{self._codes[survey.unit]} {survey.span} sudah berisi {kind} {kept.people} responden yang lain"
        )
        self._log(said.row, self._header.fault(said.row, "periode", f"{told}; {remedy}"))

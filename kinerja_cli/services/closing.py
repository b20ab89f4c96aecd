"""Closing and reopening: a period, so that nothing is recorded in it any more, and a year with its results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import chain, islice

from kinerja_cli.domain.appraisal import ALGORITHM, Status, gaps
from kinerja_cli.domain.closing import Layout, Marked, columns_text, units_text
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import expected_range
from kinerja_cli.domain.ranking import YearRow, place
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.state import PeriodState
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import FAULTS_SHOWN, Incomplete, Refused
from kinerja_cli.services.checks import checked_person, checked_reason
from kinerja_cli.services.closed import refuse_closed_period
from kinerja_cli.services.lookup import employee_named, period_named, rules_of
from kinerja_cli.services.standing import standing
from kinerja_cli.services.status import period_state
from kinerja_cli.services.target_year import lacking_of
from kinerja_cli.services.yearly import Year, judged, year_of
from kinerja_cli.storage.closing import (
    Judged,
    all_closings,
    find_closing,
    former_closings,
    keep_closing,
    keep_results,
    open_objections,
    withdraw_closing,
)
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.periods import opened_periods, set_closed
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import exemptions, values_of

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class PeriodsClosed:
    """What closing did: codes that are newly closed, codes that were closed already, and how each new one stood."""

    closed: tuple[str, ...]
    already: tuple[str, ...]
    states: tuple[PeriodState, ...]


@dataclass(frozen=True, slots=True)
class YearState:
    """One year as `tahun daftar` shows it; *marked* is its closing or, where it was reopened, its last reopening."""

    year: int
    closed: bool
    revision: int | None
    people: int | None
    marked: Marked | None
    digest: str | None


def close_periods(database: Database, periods: Sequence[Period], complete: bool) -> PeriodsClosed:
    """Close periods, all or none; one that is closed stays as it is.

    Raises: PeriodNotOpen; Incomplete where *complete* is asked for and something needed is missing.
    """
    closed, already, states, lacking = [], [], [], []
    with database.write("periode tutup") as writing:
        connection = writing.connection
        for period in sorted(set(periods)):
            opened = period_named(connection, period)
            year = year_of(connection, opened.year)
            state = period_state(connection, year, opened, date.fromisoformat(opened.last))
            lacking += [state] if state.missing else []
            if opened.closed:
                already.append(opened.code)
                continue
            states.append(state)
            closed.append(opened.code)
            set_closed(connection, opened.id, True, writing.entry)
        if complete and lacking:
            told = (f"{state.code}: {state.missing} nilai belum ada." for state in lacking)
            raise Incomplete(*told, "Tidak ada periode yang ditutup. Lihat: kinerja status")
    return PeriodsClosed(tuple(closed), tuple(already), tuple(states))


def reopen_period(database: Database, period: Period, reason: str) -> bool:
    """Open a closed period again; false where it is open.  Raises: PeriodNotOpen; PeriodClosed in a closed year."""
    with database.write("periode buka-kembali", checked_reason(reason)) as writing:
        opened = period_named(writing.connection, period)
        if not opened.closed:
            return False
        if find_closing(writing.connection, opened.year) is not None:
            refuse_closed_period(writing.connection, opened)
        set_closed(writing.connection, opened.id, False, writing.entry)
    return True


def close_year(database: Database, number: int, layout: Callable[[Rules], Layout]) -> int | None:
    """Close a year and keep its results as *layout* writes them; returns the revision, None where it is closed.

    Raises: Incomplete with everything that is missing; NotFound for a year without rules.
    """
    with database.write("tahun tutup") as writing:
        connection = writing.connection
        if find_closing(connection, number) is not None:
            return None
        year = year_of(connection, number)
        lacking = [*_unready(year), *_undecided(connection, number)]
        written = layout(year.rules)
        gone = _Gaps()
        rows = _written(gone.watch(judged(connection, year)) if year.periods else iter(()), written)
        people, digest = keep_results(connection, rows, writing.entry)
        lacking += gone.told(connection, year)
        if lacking:
            raise Incomplete(*lacking, f"Tahun {number} tidak ditutup.")
        revision = 1 + len(former_closings(connection, number))
        keep_closing(
            connection,
            {
                "year": number,
                "revision": revision,
                "rules_since": year.stored.since,
                "rules_digest": year.stored.digest,
                "algorithm": ALGORITHM,
                "people": people,
                "columns": columns_text(written.columns),
                "units": units_text(all_units(connection)),
                "digest": digest,
                "entry": writing.entry,
            },
        )
    return revision


def reopen_year(database: Database, number: int, reason: str, approver: str | None) -> bool:
    """Take the closing of a year back; its results stay. False where it isn't closed.  *approver*: who else agreed."""
    kept_reason = checked_reason(reason)
    if approver is not None and fold(approver) == fold(database.stated or ""):
        raise Refused(f"{approver} sendiri yang membuka kembali; yang menyetujui harus orang lain.")
    if approver is not None:
        kept_reason = f"{kept_reason} (disetujui {checked_person(approver, 'yang menyetujui')})"
    with database.write("tahun buka-kembali", kept_reason) as writing:
        if find_closing(writing.connection, number) is None:
            return False
        withdraw_closing(writing.connection, number, writing.entry)
    return True


def list_years(database: Database) -> list[YearState]:
    """Every year that has an opened period, with how it stands."""
    with database.read() as connection:
        closings = {closing.year: closing for closing in all_closings(connection)}
        former = {closing.year: closing for closing in former_closings(connection)}
        listed = []
        for number in sorted({period.year for period in opened_periods(connection)}):
            stands = standing(connection, number, rules_of(connection, number).rules.zone)
            marked = stands.closed or (stands.reopened[-1] if stands.reopened else None)
            kept = closings.get(number)
            last = kept or former.get(number)
            listed.append(
                YearState(
                    number,
                    kept is not None,
                    None if last is None else last.revision,
                    None if kept is None else kept.people,
                    marked,
                    None if kept is None else kept.digest,
                )
            )
    return listed


def _unready(year: Year) -> Iterator[str]:
    for code in year.unopened:
        yield f"Periode {code} belum dibuka."
    for period in year.periods:
        if not period.closed:
            yield f"Periode {period.code} belum ditutup: kinerja periode tutup {period.code}"


def _undecided(connection: Connection, year: int) -> Iterator[str]:
    for number, nip, name, period, criterion in open_objections(connection, year):
        yield f"Keberatan {number} atas {criterion} {period} dari {name} ({nip}) belum diputuskan."


def _written(rows: Iterable[tuple[int, YearRow]], layout: Layout) -> Iterator[Judged]:
    """Everybody's number, place in the order of the list, nilai_akhir and cells, for the storage to sort."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        cells = layout.write([row for _, row in batch])
        for (number, row), text in zip(batch, cells, strict=True):
            yield number, place(row), row.outcome.final, text


class _Gaps:
    """Who lacks something that is needed, noticed while everybody passes by."""

    def __init__(self) -> None:
        self._missing = 0
        self._people: list[tuple[str, int, str]] = []

    def watch(self, rows: Iterable[tuple[int, YearRow]]) -> Iterator[tuple[int, YearRow]]:
        for number, row in rows:
            if row.outcome.status is Status.INCOMPLETE:
                self._missing += row.outcome.missing
                self._people.append((row.nip, number, row.name))
                if len(self._people) > 100 * FAULTS_SHOWN:
                    self._people = nsmallest(FAULTS_SHOWN, self._people)
            yield number, row

    def told(self, connection: Connection, year: Year) -> list[str]:
        """A line a missing value, by NIP, period and criterion: the first 50, the rest counted."""
        first = nsmallest(FAULTS_SHOWN, self._people)
        lines = list(
            islice(chain.from_iterable(_gaps_of(connection, year, *who) for who in first), FAULTS_SHOWN)
        )
        rest = self._missing - len(lines)
        return [*lines, f"… dan {rest} nilai lain yang belum ada."] if rest else lines


def _gaps_of(connection: Connection, year: Year, nip: str, number: int, name: str) -> Iterator[str]:
    values = values_of(connection, year.span, number)
    exempted = exemptions(connection, year.span, number).get(number, {})
    employee = employee_named(connection, nip)
    low, high = expected_range([period.last for period in year.periods], employee.starts, employee.ends)
    codes = {period.id: period.code for period in year.periods[low:high]}
    lacking = [
        (key, place, f"nilai {criterion.code}")
        for place, (one, criterion) in enumerate(zip(year.criteria, year.rules.criteria, strict=True))
        if criterion.required and not criterion.targeted
        for key in gaps(
            values.get(one, {}), exempted.get(one, {}).keys(), list(codes), year.rules.aggregation
        )
    ]
    if year.rules.targeted is not None:
        by_targets = lacking_of(connection, year, employee, exempted)
        lacking += [(key, year.rules.targeted, what) for key, what in by_targets]
    for key, _, what in sorted(lacking):
        yield f"{name} ({nip}): {what} {codes[key]} belum ada."

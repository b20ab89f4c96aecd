"""Everybody's year: one pass over the scores, judged in the domain a row an employee."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import NamedTuple, TypeAlias

from kinerja_cli.domain.appraisal import AnyTally, Outcome, Tally, appraise, capped_bonus, tally
from kinerja_cli.domain.closing import (
    KeptLine,
    Standing,
    cell_places,
    kept_columns,
    kept_row,
    kept_units,
)
from kinerja_cli.domain.periods import periods_of
from kinerja_cli.domain.placements import expected_range
from kinerja_cli.domain.ranking import RankedRow, YearRow
from kinerja_cli.domain.rules import Aggregation, Rules
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import rules_of
from kinerja_cli.services.standing import standing
from kinerja_cli.storage.as_of import as_of
from kinerja_cli.storage.closing import Closing, find_closing, kept_results, result_lines, result_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.programmes import realised_categories
from kinerja_cli.storage.rules import StoredRules, criterion_ids
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import UNIT, Packed, YearSpan, exemptions, values_of, year_pass


class Year(NamedTuple):
    """What a year's figures rest on: its rules, its opened periods, and the numbers of its criteria."""

    number: int
    stored: StoredRules
    periods: tuple[OpenedPeriod, ...]
    criteria: tuple[int, ...]
    standing: Standing
    closing: Closing | None

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.stored.rules

    @property
    def span(self) -> YearSpan:
        """First and last opened period."""
        first, last = self.periods[0], self.periods[-1]
        return YearSpan(self.number, first.id, last.id, first.last, last.last)

    @property
    def unopened(self) -> list[str]:
        """Codes of the year's periods that were not opened: only opened ones count."""
        opened = {period.code for period in self.periods}
        return [p.code for p in periods_of(self.number, self.rules.cadence) if p.code not in opened]

    def counted(self, low: int, high: int, exempted: Mapping[int, Mapping[int, str]]) -> list[int]:
        """Keys of the periods from *low* to *high* in which targets count.

        *exempted*: reasons by criterion and period key; without a criterion that targets fill no exemption holds.
        """
        place = self.rules.targeted
        excused = {} if place is None else exempted.get(self.criteria[place], {})
        return [period.id for period in self.periods[low:high] if period.id not in excused]


ByTargets: TypeAlias = Callable[[int, Sequence[int], Sequence[AnyTally], int, bool], Outcome]
"""An employee's outcome: her number, the keys of the periods that count, then as `appraise` takes them."""


def open_year(connection: Connection, number: int) -> Year:
    """What the year's figures rest on.  Raises: NotFound where no period of it was opened."""
    if not opened_periods(connection, number):
        raise NotFound(f"Tahun {number} tidak punya periode yang dibuka.", "Lihat: kinerja periode daftar")
    return year_of(connection, number)


def year_of(connection: Connection, number: int) -> Year:
    """The same, also of a year that has rules but no period yet.  Raises: NotFound for one without rules."""
    periods = tuple(opened_periods(connection, number))
    stored = rules_of(connection, number)
    ids = criterion_ids(connection)
    criteria = tuple(ids[code] for code in stored.rules.codes)
    stands = standing(connection, number, stored.rules.zone)
    return Year(number, stored, periods, criteria, stands, find_closing(connection, number))


def year_rows(connection: Connection, year: Year) -> list[YearRow]:
    """One row for everybody who is expected in some opened period of the year; of a closed one as they were kept."""
    if year.closing is not None:
        return list(kept_rows(connection, year.rules, year.closing))
    return [row for _, row in judged(connection, year)]


def year_before(connection: Connection, year: Year) -> Year | None:
    """The year before *year*; None where no period of it was opened."""
    number = year.number - 1
    return year_of(connection, number) if opened_periods(connection, number) else None


def numbered_rows(connection: Connection, year: Year) -> list[tuple[int, YearRow]]:
    """The same, each with the employee's number, in order of it."""
    if year.closing is None:
        return list(judged(connection, year))
    places = cell_places(kept_columns(year.closing.columns))
    kept = list(kept_results(connection, year.closing.entry, by_employee=True))
    lines = parsed((line.nip, line.name, line.cells) for line in kept)
    return [
        (line.employee, kept_row(year.rules, places, (nip, name), cells))
        for line, (nip, name, cells) in zip(kept, lines, strict=True)
    ]


def as_recorded(connection: Connection, year: Year) -> AbstractContextManager[None]:
    """Within it the tables of a closed year answer as they stood when it was closed; of an open one as they are."""
    return nullcontext() if year.closing is None else as_of(connection, year.closing.entry)


def units_of(connection: Connection, year: Year) -> list[Unit]:
    """Every unit, by code; of a closed year as they were."""
    return all_units(connection) if year.closing is None else kept_units(year.closing.units)


def kept_rows(connection: Connection, rules: Rules, closing: Closing) -> Iterator[YearRow]:
    """The results that a closing kept, in the order of its report."""
    places = cell_places(kept_columns(closing.columns))
    for nip, name, cells in parsed(result_lines(connection, closing.entry)):
        yield kept_row(rules, places, (nip, name), cells)


def kept_line(connection: Connection, rules: Rules, closing: Closing, employee: int) -> RankedRow | None:
    """One employee's result with its rank; None where she wasn't in that year."""
    line = result_of(connection, closing.entry, employee)
    if line is None:
        return None
    places = cell_places(kept_columns(closing.columns))
    [(nip, name, cells)] = parsed([line])
    rank = cells[places["peringkat"]]
    return int(rank) if rank else None, kept_row(rules, places, (nip, name), cells)


def parsed(lines: Iterable[KeptLine]) -> Iterator[tuple[str, str, list[str]]]:
    """Kept lines with their cells apart."""
    from csv import reader  # here: an open year needs none

    identities: list[tuple[str, str]] = []

    def texts() -> Iterator[str]:
        for nip, name, cells in lines:
            identities.append((nip, name))
            yield cells

    for cells in reader(texts(), strict=True):
        yield *identities.pop(), cells


def judged(connection: Connection, year: Year) -> Iterator[tuple[int, YearRow]]:
    """Number and row of everybody who is expected in some opened period of the year, by number.

    Source: design.md section 6.
    """
    rules, weights = year.rules, year.rules.whole_weights
    units = {unit.id: unit.code for unit in all_units(connection)}
    exempted = exemptions(connection, year.span)
    realised = realised_categories(connection, year.number)
    ranges = cache(partial(expected_range, [period.last for period in year.periods]))
    from_packed = _tally_packed(year)
    by_targets = _by_targets(connection, year)
    for person, packed in year_pass(connection, year.span, year.criteria, rules.aggregation):
        number, nip, name, starts, ends, unit, position = person
        low, high = ranges(starts, ends)
        if low == high:
            continue
        tallies: Sequence[AnyTally]
        if number in exempted:
            tallies = _tallies_of(year, values_of(connection, year.span, number), exempted[number], low, high)
        else:
            tallies = from_packed(packed, low, high)
        bonus = bonus_of(rules, realised[number]) if number in realised else 0
        if by_targets is None:
            outcome = appraise(rules, weights, tallies, bonus, number in realised)
        else:
            counted = year.counted(low, high, exempted.get(number, {}))
            outcome = by_targets(number, counted, tallies, bonus, number in realised)
        yield number, YearRow(nip, name, units[unit], position, outcome)


def _by_targets(connection: Connection, year: Year) -> ByTargets | None:
    """How somebody is judged under rules with a criterion that targets fill; None under others.

    Asked for by employees' numbers in ascending order.
    """
    rules, weights, place = year.rules, year.rules.whole_weights, year.rules.targeted
    if place is None:
        return None
    from kinerja_cli.domain.targets import (  # here: most offices score every criterion
        appraise_targeted,
        reckon,
    )
    from kinerja_cli.storage.targets import figures_in_step

    figures, required = figures_in_step(connection, year.number), rules.criteria[place].required

    def judge(
        employee: int, counted: Sequence[int], tallies: Sequence[AnyTally], bonus: int, realised: bool
    ) -> Outcome:
        reckoned = reckon(rules, required, figures(employee), counted)
        return appraise_targeted(rules, weights, tallies, reckoned, bonus, realised)

    return judge


def _tallies_of(
    year: Year,
    values: dict[int, dict[int, int]],
    exempted: dict[int, dict[int, str]],
    low: int,
    high: int,
) -> list[Tally]:
    """Tallies of one employee from every single value, in the order of the criteria."""
    expected = [period.id for period in year.periods[low:high]]
    return [
        tally(
            values.get(number, {}),
            exempted.get(number, {}).keys(),
            expected,
            year.rules.aggregation,
            criterion.required,
        )[0]
        for number, criterion in zip(year.criteria, year.rules.criteria, strict=True)
    ]


def bonus_of(rules: Rules, categories: Sequence[str]) -> int:
    """Capped nilai_tambah in hundredths of somebody who owns realised programmes of these categories."""
    if rules.bonus is None or not categories:
        return 0
    return capped_bonus(rules, [rules.bonus.of(category) or 0 for category in categories])


def _tally_packed(year: Year) -> Callable[[Packed, int, int], list[AnyTally]]:
    required = [criterion.required for criterion in year.rules.criteria]
    keys = [period.id for period in year.periods]

    def of_means(packed: Packed, low: int, high: int) -> list[AnyTally]:
        needed = high - low
        tallies = []
        for number, must in zip(packed, required, strict=True):
            count, total = (0, 0) if number is None else divmod(number, UNIT)
            tallies.append((total, count, needed - count if must else 0))
        return tallies

    def of_last(packed: Packed, _: int, high: int) -> list[AnyTally]:
        newest = keys[high - 1]
        tallies = []
        for number, must in zip(packed, required, strict=True):
            key, value = (0, 0) if number is None else divmod(number, UNIT)
            counts = key == newest or (key and not must)
            tallies.append((value, 1, 0) if counts else (0, 0, int(must)))
        return tallies

    return of_means if year.rules.aggregation is Aggregation.MEAN else of_last

"""Everybody's year: one pass over the scores, judged in the domain a row an employee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from kinerja_cli.domain.appraisal import AnyTally, Tally, appraise, capped_bonus, tally
from kinerja_cli.domain.periods import periods_of
from kinerja_cli.domain.placements import expected_range
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Aggregation, Rules
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import rules_of
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


def open_year(connection: Connection, number: int) -> Year:
    """What the year's figures rest on.  Raises: NotFound where no period of it was opened."""
    periods = tuple(opened_periods(connection, number))
    if not periods:
        raise NotFound(f"Tahun {number} tidak punya periode yang dibuka.", "Lihat: kinerja periode daftar")
    stored = rules_of(connection, number)
    ids = criterion_ids(connection)
    return Year(number, stored, periods, tuple(ids[code] for code in stored.rules.codes))


def year_rows(connection: Connection, year: Year) -> list[YearRow]:
    """One row for everybody who is expected in some opened period of the year, by number.

    Source: design.md section 6.
    """
    rules, weights = year.rules, year.rules.whole_weights
    units = {unit.id: unit.code for unit in all_units(connection)}
    exempted = exemptions(connection, year.span)
    realised = realised_categories(connection, year.number)
    ranges = cache(partial(expected_range, [period.last for period in year.periods]))
    from_packed = _tally_packed(year)
    rows = []
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
        outcome = appraise(rules, weights, tallies, bonus)
        rows.append(YearRow(nip, name, units[unit], position, outcome))
    return rows


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

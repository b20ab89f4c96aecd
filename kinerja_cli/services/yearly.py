"""Everybody's year: one pass over the scores, judged in the domain a row an employee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kinerja_cli.domain.appraisal import Tally, appraise, capped_bonus, tally
from kinerja_cli.domain.periods import periods_of
from kinerja_cli.domain.placements import expected_range
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Aggregation, Rules
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import rules_of
from kinerja_cli.storage.database import Connection
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.programmes import realised_categories
from kinerja_cli.storage.rules import StoredRules, criterion_ids
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import (
    EmployeeSums,
    YearSpan,
    exemptions,
    unpack,
    values_of,
    year_pass,
)


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


def year_rows(connection: Connection, year: Year, employee: int | None = None) -> list[YearRow]:
    """One row for everybody (or for one) who is expected in some opened period of the year, by number.

    Source: design.md section 6.
    """
    rules, weights = year.rules, year.rules.whole_weights
    units = {unit.id: unit.code for unit in all_units(connection)}
    exempted = exemptions(connection, year.span, employee)
    realised = realised_categories(connection, year.number)
    ranges = _ranges(year)
    from_packed = _tally_packed(year)
    rows = []
    for sums in year_pass(connection, year.span, year.criteria, rules.aggregation, employee):
        low, high = ranges(sums.starts, sums.ends)
        if low == high:
            continue
        if sums.id in exempted:
            values = values_of(connection, year.span, sums.id)
            tallies = tallies_of(year, values, exempted[sums.id], low, high)
        else:
            tallies = from_packed(sums, low, high)
        bonus = bonus_of(rules, realised.get(sums.id, ()))
        outcome = appraise(rules, weights, tallies, bonus)
        rows.append(YearRow(sums.nip, sums.name, units[sums.unit], sums.position, outcome))
    return rows


def tallies_of(
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


def _ranges(year: Year) -> Callable[[str | None, str | None], tuple[int, int]]:
    lasts = [period.last for period in year.periods]
    known: dict[tuple[str | None, str | None], tuple[int, int]] = {}

    def ranges(starts: str | None, ends: str | None) -> tuple[int, int]:
        key = (starts, ends)
        if key not in known:
            known[key] = expected_range(lasts, starts, ends)
        return known[key]

    return ranges


def _tally_packed(year: Year) -> Callable[[EmployeeSums, int, int], list[Tally]]:
    required = [criterion.required for criterion in year.rules.criteria]
    keys = [period.id for period in year.periods]
    nothing = {True: Tally(0, 0, 1), False: Tally(0, 0, 0)}

    def of_means(sums: EmployeeSums, low: int, high: int) -> list[Tally]:
        needed = high - low
        tallies = []
        for packed, must in zip(sums.packed, required, strict=True):
            count, total = unpack(packed) if packed is not None else (0, 0)
            tallies.append(Tally(total, count, needed - count if must else 0))
        return tallies

    def of_last(sums: EmployeeSums, _: int, high: int) -> list[Tally]:
        newest = keys[high - 1]
        tallies = []
        for packed, must in zip(sums.packed, required, strict=True):
            key, value = unpack(packed) if packed is not None else (0, 0)
            counts = key == newest or (key and not must)
            tallies.append(Tally(value, 1, 0) if counts else nothing[must])
        return tallies

    return of_means if year.rules.aggregation is Aggregation.MEAN else of_last

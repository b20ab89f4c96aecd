"""A year from inside: the units in one period, each with who was there then, and who rated whom when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinerja_cli.domain.appraisal import Tally, appraise, tally
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import placed_on
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.raters import RaterFigures, Ratings, rater_figures
from kinerja_cli.domain.statistics import GroupFigures, group_figures
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import UsageFault
from kinerja_cli.services.lookup import period_named, year_or_newest
from kinerja_cli.services.rekap import unit_figures
from kinerja_cli.services.yearly import Year, as_recorded, open_year
from kinerja_cli.storage.acting import titles_by_period
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import placements_by_employee
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.programmes import realised_categories
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.within_year import exempted_in, present_on, ratings, values_in


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """Figures of every unit in one period, in the order of the tree, and of the whole institution."""

    year: Year
    period: OpenedPeriod
    units: list[tuple[Unit, GroupFigures]]
    whole: GroupFigures


@dataclass(frozen=True, slots=True)
class RaterSummary:
    """A line a rater; *codes* are those of the year's periods, by key."""

    year: Year
    raters: list[RaterFigures]
    codes: dict[int, str]


def by_unit_in(database: Database, number: int | None, period: Period) -> PeriodSummary:
    """Figures of every unit in one period, counting each employee where she was on its last day.

    A closed year answers by what was recorded when it was closed.
    Raises: UsageFault for a period of another year than *number*; PeriodNotOpen, NotFound as `period_named`.
    """
    if number not in (None, period.year):
        raise UsageFault(
            f"--periode {period.code} bukan periode tahun {number}.",
            f"Tulis: kinerja rekap unit {period.year} --periode {period.code}",
        )
    with database.read() as connection:
        opened = period_named(connection, period)
        year = open_year(connection, period.year)
        with as_recorded(connection, year):
            units = all_units(connection)
            rows = list(_rows_in(connection, year, opened, {unit.id: unit.code for unit in units}))
    return PeriodSummary(year, opened, unit_figures(year.rules, units, rows), group_figures(year.rules, rows))


def raters(database: Database, number: int | None) -> RaterSummary:
    """Who rated whom in a year and when, of all values recorded in its periods.  A closed year as `by_unit_in`."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        with as_recorded(connection, year):
            codes = {unit.id: unit.code for unit in all_units(connection)}
            acted = titles_by_period(connection, year.span.first, year.span.last)
            figures = rater_figures(_given(connection, year, codes))
    found = [rater.acted(acted.get(rater.label or "", {})) for rater in figures]
    return RaterSummary(year, found, {period.id: period.code for period in year.periods})


def _rows_in(
    connection: Connection, year: Year, period: OpenedPeriod, units: dict[int, str]
) -> Iterator[YearRow]:
    """Everybody who is expected in the period, judged as in a year that has no other, without nilai_tambah.

    A criterion that targets fill drops out: they make one value of a whole year.
    """
    rules, weights = year.rules, year.rules.whole_weights
    values, exempted = values_in(connection, period.id), exempted_in(connection, period.id)
    realised = realised_categories(connection, year.number)
    keys, criteria = [period.id], list(zip(year.criteria, rules.criteria, strict=True))
    for person in present_on(connection, period.last):
        given = values.get(person.id, {})
        tallies = [
            tally(
                {period.id: given[number]} if number in given else {},
                {period.id} if (person.id, number) in exempted else frozenset(),
                keys,
                rules.aggregation,
                criterion.required,
            )[0]
            for number, criterion in criteria
        ]
        if rules.targeted is not None:
            tallies[rules.targeted] = Tally(0, 0, 0)
        outcome = appraise(rules, weights, tallies, 0, person.id in realised)
        yield YearRow(person.nip, person.name, units[person.unit], person.position, outcome)


def _given(connection: Connection, year: Year, units: dict[int, str]) -> Iterator[tuple[Ratings, str]]:
    """What was given in the year, with the unit in which the employee was on the last day of the period."""
    held = placements_by_employee(connection)
    lasts = {period.id: period.last for period in year.periods}
    for given in ratings(connection, year.span.first, year.span.last):
        yield given, units[placed_on(held[given.employee], lasts[given.period]).unit]

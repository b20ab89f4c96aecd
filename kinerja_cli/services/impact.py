"""The effect of an activity: whose scores of which periods are compared, and under which rules they were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kinerja_cli.domain.activities import Activity
from kinerja_cli.domain.appraisal import Tally, base_fraction
from kinerja_cli.domain.impact import Impact, Person, Reading, impact
from kinerja_cli.domain.periods import Period, parse_period
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.trend import differences
from kinerja_cli.errors import NotFound, UsageFault
from kinerja_cli.services.activities import find_activity
from kinerja_cli.services.lookup import period_named
from kinerja_cli.services.yearly import Year, open_year
from kinerja_cli.storage.activities import attended
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, all_employees, placements_by_employee
from kinerja_cli.storage.impact import Given, exempted_from, values_of
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods

_BEFORE = 3  # periods that are looked at before an activity


@dataclass(frozen=True, slots=True)
class ActivityImpact:
    """What an activity changed; *periods* by `Moment`: after, last, before, earlier, None where there is none.

    *unlike*: years whose rules aren't comparable with those of the period after, and what differs, oldest first.
    """

    activity: Activity
    periods: tuple[OpenedPeriod | None, ...]
    found: Impact
    unlike: list[tuple[int, tuple[str, ...]]]


def activity_impact(database: Database, number: int, after: Period | None) -> ActivityImpact:
    """Compare those who attended with all others who serve; *after*: the first period that begins after the day.

    The last period before is the one that selected, else the last that ended by the day; without *after* a period
    in which the activity fell is in neither.
    Raises: NotFound for an activity, or without a period before or after it; PeriodNotOpen; UsageFault for an *after*
    that doesn't begin after the activity.
    """
    with database.read() as connection:
        activity = find_activity(connection, number)
        periods = _periods(connection, activity, after)
        years = {each.year: open_year(connection, each.year) for each in periods if each is not None}
        people = list(_people(connection, activity, periods, years))
    now = years[periods[0].year].rules if periods[0] else None
    unlike = [
        (year, told)
        for year, known in sorted(years.items())
        if now is not None and (told := differences(known.rules, now))
    ]
    return ActivityImpact(activity, periods, impact(people), unlike)


def _periods(
    connection: Connection, activity: Activity, after: Period | None
) -> tuple[OpenedPeriod | None, ...]:
    opened = opened_periods(connection)
    if after is not None:
        end: OpenedPeriod | None = period_named(connection, after)
        if after.first.isoformat() <= activity.day:
            raise UsageFault(
                f"--sesudah {after.code} tidak mulai sesudah kegiatan ({activity.day}).",
                "Sebut periode yang mulai sesudah hari itu.",
            )
    else:
        end = next((each for each in opened if _first(each) > activity.day), None)
    if end is None:
        raise NotFound(
            f"Belum ada periode dibuka yang mulai sesudah kegiatan {activity.id} ({activity.day}).",
            "Lihat: kinerja periode daftar",
        )
    earlier = [each for each in opened if _is_before(each, activity)]
    if not earlier:
        raise NotFound(
            f"Tidak ada periode dibuka yang nilainya ada sebelum kegiatan {activity.id} ({activity.day}).",
            "Lihat: kinerja periode daftar",
        )
    last = [*reversed(earlier[-_BEFORE:])]
    return (end, *last, *[None] * (_BEFORE - len(last)))


def _is_before(period: OpenedPeriod, activity: Activity) -> bool:
    if activity.selection is not None:
        return period.last <= parse_period(activity.selection).last.isoformat()
    return period.last <= activity.day  # on its last day the work of a period is done


def _first(period: OpenedPeriod) -> str:
    return parse_period(period.code).first.isoformat()


def _people(
    connection: Connection,
    activity: Activity,
    periods: tuple[OpenedPeriod | None, ...],
    years: Mapping[int, Year],
) -> Iterator[Person]:
    """Everybody who attended, and whoever serves at the end of the period after, by number."""
    known = {each.id: each for each in periods if each is not None}
    causes = {each.employee: each.cause for each in attended(connection, activity.id)}
    exempted = exempted_from(connection, list(known))
    held = placements_by_employee(connection)
    by_employee = groupby(values_of(connection, list(known)), key=lambda given: given.employee)
    values = {employee: list(given) for employee, given in by_employee}
    end, last = periods[0], periods[1]
    for person in sorted(all_employees(connection), key=lambda each: each.id):
        if end is None or last is None:
            return
        if person.id not in causes and not serves(person.starts, person.ends, end.last):
            continue
        given = values.get(person.id, [])
        readings = [_reading(person, each, years, given, exempted) for each in periods]
        yield Person(
            causes.get(person.id),
            placed_on(held[person.id], last.last).unit,
            (readings[0], readings[1], readings[2], readings[3]),
        )


def _reading(
    person: Employee,
    period: OpenedPeriod | None,
    years: Mapping[int, Year],
    given: list[Given],
    exempted: set[tuple[int, int, int]],
) -> Reading | None:
    """Her exact weighted mean over the criteria of one period; None while a needed value is missing.

    As a year that has no other period, without nilai_tambah and rounding; what targets fill drops out.
    """
    if period is None or not serves(person.starts, person.ends, period.last):
        return None
    year = years[period.year]
    mine = {each.criterion: each for each in given if each.period == period.id}
    tallies, raters = [], set()
    for place, (number, criterion) in enumerate(zip(year.criteria, year.rules.criteria, strict=True)):
        one = mine.get(number)
        if place == year.rules.targeted or (person.id, period.id, number) in exempted:
            tallies.append(Tally(0, 0, 0))
        elif one is not None:
            tallies.append(Tally(one.value, 1, 0))
            raters |= {one.rater} - {None}
        elif criterion.required:
            return None
        else:
            tallies.append(Tally(0, 0, 0))
    if not any(counted for _, counted, _ in tallies):
        return None
    return Reading(
        base_fraction(year.rules.whole_weights, tallies), frozenset(each for each in raters if each)
    )

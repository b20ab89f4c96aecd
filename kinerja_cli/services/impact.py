"""The effect of an activity: whose scores of which periods are compared, and what moved where they serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from kinerja_cli.domain.activities import Activity, Cause
from kinerja_cli.domain.appraisal import Tally, base_fraction
from kinerja_cli.domain.estimates import LEAST
from kinerja_cli.domain.impact import Impact, Person, Reading, brief, impact
from kinerja_cli.domain.periods import FIRST_YEAR, LAST_YEAR, Period, parse_period, periods_of
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.survey_change import SurveyChange, survey_changes
from kinerja_cli.domain.trend import differences
from kinerja_cli.errors import NotFound, UsageFault
from kinerja_cli.services.activities import find_activity
from kinerja_cli.services.lookup import period_named
from kinerja_cli.services.measures import MeasureChange, changes_around
from kinerja_cli.services.satisfaction import around
from kinerja_cli.services.yearly import Year, open_year
from kinerja_cli.storage.activities import all_activities, attended, cause_counts
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, all_employees, placements_by_employee
from kinerja_cli.storage.impact import Given, exempted_from, trained_elsewhere, values_of
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.rules import rules_in_force

_BEFORE = 3  # periods that are looked at before an activity


class Outcomes(NamedTuple):
    """What moved around the activity's day in the units of those who attended; *straddling*: SKM periods left out."""

    services: list[MeasureChange]
    surveys: list[SurveyChange]
    straddling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivityImpact:
    """What an activity changed; *periods* by `Moment`: after, last, before, earlier, None where there is none.

    *found*: None where the rules of the period after and of the last before can't be compared. *unlike*: periods that
    are left out for such rules, newest first, and what differs. *supposed*: nobody said which period selected those
    who were sent for a low score, so the last one was taken. *elsewhere*: how many of those who attended, and of the
    others, attended another activity (not one for all) after the end of period *since* and up to that of the one after.
    """

    activity: Activity
    periods: tuple[OpenedPeriod | None, ...]
    found: Impact | None
    unlike: list[tuple[str, tuple[str, ...]]]
    supposed: bool
    outcomes: Outcomes
    since: str | None
    elsewhere: tuple[int, int]


class ImpactBrief(NamedTuple):
    """One activity in a line: what may be said in a few words, with difference and 95 % bounds in hundredths if any."""

    number: int
    topic: str
    verdict: str
    difference: int | None
    low: int | None
    high: int | None


class _Compared(NamedTuple):
    """The periods that are compared, the rules of their years, and the periods whose rules differ.

    *attended*: who did and why. *trained*: who attended something else after the end of *since*.
    """

    periods: tuple[OpenedPeriod | None, ...]
    years: Mapping[int, Year]
    unlike: list[tuple[str, tuple[str, ...]]]
    attended: Mapping[int, Cause]
    since: OpenedPeriod | None
    trained: set[int]


def activity_impact(database: Database, number: int, after: Period | None) -> ActivityImpact:
    """Compare those who attended with all others who serve; *after*: the first period that begins from the day on.

    The last period before is the one that selected, else the last that ended before the day; without *after* a period
    in which the activity fell is in neither.
    Raises: NotFound for an activity, or without a period before or after it, or any value in the latter; PeriodNotOpen;
    UsageFault for an *after* that doesn't begin after the activity.
    """
    with database.read() as connection:
        activity = find_activity(connection, number)
        compared = _compared(connection, activity, after)
        found = _found(_Everybody(connection), compared)
        outcomes = _outcomes(connection, activity, compared.attended)
    there, trained = compared.attended, compared.trained
    return ActivityImpact(
        activity,
        compared.periods,
        found,
        compared.unlike,
        supposed=activity.selection is None and Cause.LOW_SCORE in there.values(),
        outcomes=outcomes,
        since=None if compared.since is None else compared.since.code,
        elsewhere=(len(trained & there.keys()), len(trained - there.keys())),
    )


def impacts_of_year(connection: Connection, year: int) -> tuple[list[ImpactBrief], Counter[str]]:
    """Every activity of a year that can be compared, by day; and how many can't be, by why not."""
    briefs, untold, everybody = [], Counter[str](), _Everybody(connection)
    counts = cause_counts(connection)
    for activity in all_activities(connection, year):
        if sum(counts.get(activity.id, {}).values()) < LEAST:
            untold[f"diikuti kurang dari {LEAST} orang"] += 1
            continue
        try:
            found = _found(everybody, _compared(connection, activity, None))
        except NotFound:  # no period, or no values, on one of the sides yet
            untold["tanpa periode bernilai sebelum atau sesudahnya"] += 1
            continue
        if found is None:
            untold["yang aturan periodenya berubah"] += 1
        elif found.headline is not None:
            told, estimate = brief(found.headline)
            figures = (
                (None, None, None) if estimate is None else (estimate.shown, estimate.low, estimate.high)
            )
            briefs.append(ImpactBrief(activity.id, activity.topic, told, *figures))
    return briefs, untold


class _Everybody:
    """All people, and their readings by period: reckoned once for activities that compare the same periods."""

    def __init__(self, connection: Connection) -> None:
        self.people = sorted(all_employees(connection), key=lambda each: each.id)
        self.held = placements_by_employee(connection)
        self._connection = connection
        self._kept: dict[int, dict[int, Reading]] = {}

    def readings(self, compared: _Compared) -> list[dict[int, Reading] | None]:
        """Readings by person for each of those periods, None where there is none; only these are kept in memory."""
        wanted = [each for each in compared.periods if each is not None]
        self._kept = {each.id: self._kept[each.id] for each in wanted if each.id in self._kept}
        self._reckon([each for each in wanted if each.id not in self._kept], compared.years)
        return [None if each is None else self._kept[each.id] for each in compared.periods]

    def _reckon(self, periods: list[OpenedPeriod], years: Mapping[int, Year]) -> None:
        numbers = [each.id for each in periods]
        self._kept |= {number: {} for number in numbers}
        exempted = exempted_from(self._connection, numbers)
        people = {each.id: each for each in self.people}
        values = groupby(values_of(self._connection, numbers), key=lambda given: given.employee)
        for employee, given in values:
            hers = list(given)
            for period in periods:
                reading = _reading(people[employee], period, years, hers, exempted)
                if reading is not None:
                    self._kept[period.id][employee] = reading


def _found(everybody: _Everybody, compared: _Compared) -> Impact | None:
    if compared.periods[1] is None:
        return None
    return impact(_people(everybody, compared))


def _compared(connection: Connection, activity: Activity, after: Period | None) -> _Compared:
    opened = opened_periods(connection)
    earlier = _earlier(connection, activity, opened)
    end = _after(connection, activity, opened, earlier[0], after)
    years = {each.year: open_year(connection, each.year) for each in (end, *earlier)}
    now = years[end.year].rules
    unlike, kept = [], list[OpenedPeriod | None]()
    for period in earlier:
        told = _differences(years[period.year].rules, now)
        if told:
            unlike.append((period.code, told))
        kept.append(None if unlike else period)
    there = {each.employee: each.cause for each in attended(connection, activity.id)}
    # for a low score the comparison starts before the period that selected
    before = kept[1] if Cause.LOW_SCORE in there.values() and len(kept) > 1 else None
    since = before or kept[0]
    trained = (
        set[int]() if since is None else trained_elsewhere(connection, activity.id, since.last, end.last)
    )
    periods = (end, *kept, *[None] * (_BEFORE - len(kept)))
    return _Compared(periods, years, unlike, there, since, trained)


def _differences(old: Rules, new: Rules) -> tuple[str, ...]:
    cadence = () if old.cadence is new.cadence else (f"irama {old.cadence} → {new.cadence}",)
    return cadence + differences(old, new)


def _earlier(connection: Connection, activity: Activity, opened: list[OpenedPeriod]) -> list[OpenedPeriod]:
    """The last periods before, the newest first.  Raises: NotFound; PeriodNotOpen for one that selected."""
    border = None
    if activity.selection is not None:
        border = _selecting(connection, activity, parse_period(activity.selection)).last
    earlier = [
        each for each in opened if (each.last < activity.day if border is None else each.last <= border)
    ]
    if earlier:
        return earlier[: -_BEFORE - 1 : -1]
    raise NotFound(
        f"Tidak ada periode dibuka yang berakhir sebelum kegiatan {activity.id} ({activity.day}).",
        _opening(_wanted(connection, activity, later=False)),
    )


def _selecting(connection: Connection, activity: Activity, period: Period) -> OpenedPeriod:
    try:
        return period_named(connection, period)
    except NotFound:
        raise NotFound(
            f"Peserta kegiatan {activity.id} dipilih menurut nilai {period.code}, periode yang tidak dibuka di sini.",
            f"Buka dengan: kinerja periode buka {period.code}; bila seleksinya periode lain: kinerja kegiatan ubah "
            f"{activity.id} --seleksi PERIODE --alasan '…'",
        ) from None


def _opening(wanted: str | None) -> str:
    if wanted is None:
        return "Buka periodenya dengan: kinerja periode buka PERIODE, lalu isi nilainya."
    return f"Yang diperlukan: periode {wanted}, dengan nilainya; buka dengan: kinerja periode buka {wanted}"


def _after(
    connection: Connection,
    activity: Activity,
    opened: list[OpenedPeriod],
    last: OpenedPeriod,
    after: Period | None,
) -> OpenedPeriod:
    if after is not None:
        end: OpenedPeriod | None = period_named(connection, after)
        if after.first.isoformat() < activity.day or after.key <= last.id:
            raise UsageFault(
                f"--sesudah {after.code} tidak mulai sesudah kegiatan ({activity.day}) dan sesudah {last.code}.",
                "Sebut periode yang mulai sesudah keduanya.",
            )
    else:
        end = next((each for each in opened if _first(each) >= activity.day and each.id > last.id), None)
    if end is None:
        raise NotFound(
            f"Belum ada periode dibuka yang mulai sesudah kegiatan {activity.id} ({activity.day}).",
            _opening(_wanted(connection, activity, later=True)),
        )
    if next(values_of(connection, [end.id]), None) is None:
        raise NotFound(
            f"Periode {end.code} sesudah kegiatan {activity.id} ({activity.day}) belum berisi nilai.",
            f"Isi dengan: kinerja nilai impor BERKAS   (lembarnya: kinerja nilai lembar {end.code})",
        )
    return end


def _wanted(connection: Connection, activity: Activity, *, later: bool) -> str | None:
    """Code of the first period that begins from the activity's day on, or of the last that ended before it.

    None where no rules say how a year is divided.
    """
    selected = None if activity.selection is None else parse_period(activity.selection).key
    years = (activity.year, activity.year + 1) if later else (activity.year, activity.year - 1)
    for year in years:
        stored = rules_in_force(connection, year) or rules_in_force(connection, activity.year)
        if stored is None or not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        periods = periods_of(year, stored.rules.cadence)
        for period in periods if later else reversed(periods):
            fits = (
                period.first.isoformat() >= activity.day if later else period.last.isoformat() < activity.day
            )
            if fits and not (later and selected is not None and period.key <= selected):
                return period.code
    return None


def _first(period: OpenedPeriod) -> str:
    return parse_period(period.code).first.isoformat()


def _outcomes(connection: Connection, activity: Activity, there: Iterable[int]) -> Outcomes:
    """Of the units in which those who attended were on the day."""
    held = placements_by_employee(connection)
    units = {placed_on(held[employee], activity.day).unit for employee in there}
    day = date.fromisoformat(activity.day)
    surveys = around(connection, day, units)
    return Outcomes(
        changes_around(connection, day, units),
        survey_changes(surveys.units.values()),
        surveys.straddling,
    )


def _people(everybody: _Everybody, compared: _Compared) -> Iterator[Person]:
    """Everybody who attended, and whoever serves at the end of the period after, by number."""
    end, last = compared.periods[:2]
    if end is None or last is None:
        return
    readings = everybody.readings(compared)
    for person in everybody.people:
        if person.id not in compared.attended and not serves(person.starts, person.ends, end.last):
            continue
        after, before, earlier, first = (None if of is None else of.get(person.id) for of in readings)
        yield Person(
            compared.attended.get(person.id),
            placed_on(everybody.held[person.id], last.last).unit,
            (after, before, earlier, first),
            person.id in compared.trained,
        )


def _reading(
    person: Employee,
    period: OpenedPeriod,
    years: Mapping[int, Year],
    given: list[Given],
    exempted: set[tuple[int, int, int]],
) -> Reading | None:
    """Her exact value of one period and who gave it; None while a needed value is missing.

    As a year that has no other period, without nilai_tambah and rounding; what targets fill drops out.
    """
    if not serves(person.starts, person.ends, period.last):
        return None
    year = years[period.year]
    mine = {each.criterion: each for each in given if each.period == period.id}
    tallies: list[Tally] = []
    raters: set[int] = set()
    for place, (number, criterion) in enumerate(zip(year.criteria, year.rules.criteria, strict=True)):
        one = mine.get(number)
        if place == year.rules.targeted or (person.id, period.id, number) in exempted:
            tallies.append(Tally(0, 0, 0))
        elif one is not None:
            tallies.append(Tally(one.value, 1, 0))
            raters.update(() if one.rater is None else (one.rater,))
        elif criterion.required:
            return None
        else:
            tallies.append(Tally(0, 0, 0))
    score = _score(year.rules, tallies)
    return None if score is None else Reading(score, frozenset(raters))


def _score(rules: Rules, tallies: list[Tally]) -> Fraction | None:
    """The weighted mean over the criteria, or under a quadrant the mean of both aspects; None of nothing."""
    weights = rules.whole_weights
    if rules.quadrant is None:
        groups = [list(range(len(tallies)))]
    else:
        groups = [
            [place for place, criterion in enumerate(rules.criteria) if criterion.aspect == aspect.code]
            for aspect in rules.quadrant.aspects
        ]
    if not all(any(tallies[place].counted for place in group) for group in groups):
        return None
    means = [base_fraction([weights[n] for n in group], [tallies[n] for n in group]) for group in groups]
    return sum(means, Fraction(0)) / len(means)

"""Public satisfaction (SKM): what respondents answered, by unit and period, over a year, and around a day.

Other pieces take `year_by_year` and `around` from here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from kinerja_cli.domain.periods import FIRST_YEAR, LAST_YEAR, Cadence, Period, parse_period
from kinerja_cli.domain.satisfaction import (
    EXACT,
    Satisfaction,
    SurveyLine,
    Tally,
    combined,
    held_within,
    satisfaction,
)
from kinerja_cli.domain.survey_change import Sides
from kinerja_cli.errors import NotFound, Refused, UsageFault
from kinerja_cli.services.checks import checked_reason
from kinerja_cli.services.lookup import unit_named, units_below
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.satisfaction import Survey, kept_answers, newest_year, tallies, withdraw_survey
from kinerja_cli.storage.units import all_units


@dataclass(frozen=True, slots=True)
class Asked:
    """Which surveys: of a year (None: the newest with any), of a unit with its sub-units, of one period.

    *weight* of each element; *users*: how many were served, where a single survey is asked for.
    """

    year: int | None = None
    unit: str | None = None
    period: Period | None = None
    weight: Fraction = EXACT
    users: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Each unit's tally before and from a day on, by the unit's number; a side without a survey is None.

    *straddling*: codes of the periods that began before that day and end after it, which are in neither.
    """

    units: dict[int, Sides]
    straddling: tuple[str, ...]


def recap(database: Database, asked: Asked) -> tuple[int, list[SurveyLine]]:
    """The year, and its surveys by period, each period with a total where it has several units.

    Where there are several periods, all answers of the year come last, each once, unless one period is asked for.
    Raises: NotFound (no survey at all, an unknown unit); UsageFault where *users* is of more than one survey or another
    year's period is asked for; Refused where fewer users were served than answered.
    """
    with database.read() as connection:
        year = _year(connection, asked)
        inside = None if asked.unit is None else units_below(connection, asked.unit)
        codes = {unit.id: unit.code for unit in all_units(connection)}
        found = [
            (codes[survey.unit], parse_period(survey.span), tally)
            for survey, tally in tallies(connection, year, year)
            if inside is None or survey.unit in inside
        ]
    held = _held(found)
    if asked.period is not None:
        found = [one for one in found if one[1] == asked.period]
    if asked.users is not None:
        _check_users(asked.users, [tally for _, _, tally in found])
    found.sort(key=lambda one: (one[1].last, one[1].first, one[0]))
    judge: _Judge = partial(satisfaction, weight=asked.weight, users=asked.users)
    return year, [*_lines(found, held, judge), *_whole_year(year, found, held, judge)]


def withdraw(database: Database, unit: str, period: Period, reason: str) -> int:
    """Take a survey that was recorded by mistake out of force; returns how many respondents it had.

    Raises: UnitNotFound; NotFound where nothing is recorded of it.
    """
    with database.write("skm batalkan", checked_reason(reason)) as writing:
        survey = Survey(unit_named(writing.connection, unit).id, period.code)
        kept = kept_answers(writing.connection, survey)
        if kept is None:
            raise NotFound(f"Tidak ada SKM {unit} {period.code}.", "Lihat: kinerja skm rekap")
        withdraw_survey(writing.connection, survey)
    return kept.people


def year_by_year(connection: Connection, year: int, units: Collection[int] | None = None) -> dict[int, Sides]:
    """Each unit's answers of the year before and of *year*, by the unit's number.

    A survey of a shorter period within a longer one that the same unit has as well is taken to be in it already
    (`held_within`).
    """
    before, now = (_surveys(connection, each, each, units) for each in (year - 1, year))
    return _sides(before, now)


def around(connection: Connection, day: date, units: Collection[int] | None = None) -> Around:
    """Answers of the periods that ended before *day*, and of those that begin from it on."""
    found = list(_surveys(connection, FIRST_YEAR, LAST_YEAR, units))
    sides = _sides([one for one in found if one[1].last < day], [one for one in found if one[1].first >= day])
    return Around(sides, tuple(sorted({p.code for _, p, _ in found if p.first < day <= p.last})))


_Found = tuple[int, Period, Tally]
_Held = dict[tuple[int | str, Period], Period]  # which survey lies within a longer one of the same unit
_Judge = Callable[[Tally], Satisfaction]
_Listed = tuple[str, Period, Tally]  # with the unit's code


def _surveys(
    connection: Connection, first: int, last: int, units: Collection[int] | None
) -> Iterator[_Found]:
    for survey, tally in tallies(connection, first, last):
        if units is None or survey.unit in units:
            yield survey.unit, parse_period(survey.span), tally


def _sides(before: Iterable[_Found], after: Iterable[_Found]) -> dict[int, Sides]:
    old, new = _of_each(before), _of_each(after)
    return {unit: (old.get(unit), new.get(unit)) for unit in sorted(old.keys() | new.keys())}


def _of_each(found: Iterable[_Found]) -> dict[int, Tally | None]:
    """All answers of each unit, once."""
    by_unit: dict[int, list[Tally]] = {}
    for unit, tally in _once(found):
        by_unit.setdefault(unit, []).append(tally)
    return {unit: combined(tallies) for unit, tallies in by_unit.items()}


def _once(found: Iterable[_Found]) -> Iterator[tuple[int, Tally]]:
    """Each answer once, with the unit: without surveys of a period inside a longer one of the same unit."""
    listed = list(found)
    held = _held(listed)
    return ((unit, tally) for unit, period, tally in listed if (unit, period) not in held)


def _held(found: Iterable[_Found | _Listed]) -> _Held:
    """Which surveys lie within a longer one of the same unit, and in which."""
    by_unit: dict[int | str, list[Period]] = {}
    for unit, period, _ in found:
        by_unit.setdefault(unit, []).append(period)
    return {
        (unit, period): longer
        for unit, periods in by_unit.items()
        for period, longer in held_within(periods).items()
    }


def _year(connection: Connection, asked: Asked) -> int:
    of_period = None if asked.period is None else asked.period.year
    if asked.period is not None and asked.year not in (None, of_period):
        raise UsageFault(f"Periode {asked.period.code} bukan dari tahun {asked.year}.")
    year = asked.year or of_period or newest_year(connection)
    if year is None:
        raise NotFound("Belum ada SKM yang tercatat.", "Impor dengan: kinerja skm impor BERKAS")
    return year


def _check_users(users: int, found: list[Tally]) -> None:
    if len(found) != 1:
        raise UsageFault(
            f"--populasi hanya bagi satu unit dan satu periode, sedangkan di sini ada {len(found)}; "
            "tambahkan --unit dan --periode."
        )
    if users < found[0].respondents:
        raise Refused(f"--populasi {users} lebih kecil daripada {found[0].respondents} respondennya.")


def _lines(found: Sequence[_Listed], held: _Held, judge: _Judge) -> Iterator[SurveyLine]:
    for period in dict.fromkeys(period for _, period, _ in found):
        own = [(code, tally) for code, other, tally in found if other == period]
        for code, tally in own:
            yield SurveyLine(code, period, judge(tally), _summed([tally]), held.get((code, period)))
        if len(own) > 1:
            yield from _together(period, [tally for _, tally in own], judge)


def _whole_year(year: int, found: Sequence[_Listed], held: _Held, judge: _Judge) -> Iterator[SurveyLine]:
    """All answers of the year, each once, where there are several periods of it."""
    if len({period for _, period, _ in found}) > 1:
        counted = [tally for code, period, tally in found if (code, period) not in held]
        for line in _together(Period(year, 1, Cadence.YEAR), counted, judge):
            yield line._replace(whole=True)


def _together(period: Period, tallies: Sequence[Tally], judge: _Judge) -> Iterator[SurveyLine]:
    whole = combined(tallies)
    if whole is not None:
        yield SurveyLine(None, period, judge(whole), _summed(tallies))


def _summed(tallies: Iterable[Tally]) -> int:
    """Of how many respondents only sums are known."""
    return sum(tally.respondents for tally in tallies if tally.squares is None)

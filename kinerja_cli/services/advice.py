"""Saran pembinaan: whom to look at, by which rule, with the figures and the false alarms that chance alone gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kinerja_cli.domain.activities import Reach
from kinerja_cli.domain.advice import (
    CHANGE,
    CRITICAL,
    FALLS,
    FLAT,
    LEVEL,
    MISSING,
    OVERDUE,
    RULES,
    UNREACHED,
    WINDOW,
    false_changes,
    false_falls,
    fell_twice,
    least,
    lowest_level,
)
from kinerja_cli.domain.appraisal import Outcome, Tally, appraise, tally
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.points import half_up, show_points
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.reliable_change import LEAST_PEOPLE, Yardstick, yardstick
from kinerja_cli.domain.trend import differences
from kinerja_cli.services.coverage import people_reached
from kinerja_cli.services.lookup import codes_below, rules_of, year_or_newest
from kinerja_cli.services.revisions import office_day
from kinerja_cli.services.support import case_lines
from kinerja_cli.services.yearly import Year, as_recorded, numbered_rows, open_year, units_of
from kinerja_cli.storage.activities import count_activities
from kinerja_cli.storage.advice import scores_between
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import limited_service
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.support import all_cases
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import YearSpan, exemptions

_NO_TEST = "bukan uji statistik"


class AdviceLine(NamedTuple):
    """Somebody to look at: by which *rule*, its *figure* and *threshold* in hundredths, and what stands behind them."""

    nip: str
    name: str
    unit: str
    rule: str
    figure: int | None
    threshold: int | None
    told: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice of a year; *notes*: by rule how many were looked at and flagged, and how many by chance alone."""

    year: int
    lines: list[AdviceLine]
    notes: list[str]


class _Value(NamedTuple):
    """One period of one person: its code and year, its value as shown, its predikat's place, equal in all criteria."""

    period: str
    year: int
    shown: int
    level: int | None
    flat: int | None
    several: bool


class _Person(NamedTuple):
    """Somebody expected in the year, with the periods in which she has values, oldest first."""

    row: YearRow
    values: Sequence[_Value]


class _Found(NamedTuple):
    """What a rule found: how many were looked at, the lines, and what is said of chance."""

    looked: int
    lines: list[AdviceLine]
    chance: str


def advise(
    database: Database,
    number: int | None,
    unit: str | None,
    rule: str | None,
    today: date | None,
    now: datetime,
) -> Advice:
    """Whom to look at in a year, by rule then NIP; of a unit with its sub-units, or of everybody.

    Norms are those of everybody, whatever was asked. A next day is late on *today*, without it on the office's own day
    at *now* (UTC). Cases say no more here than that a next day has passed.
    Raises: UnitNotFound; NotFound where no period of the year was opened.
    """
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        inside = None if unit is None else codes_below(units_of(connection, year), unit)
        people = _people(connection, year)
        finders = {
            OVERDUE: _overdue(connection, today or office_day(connection, now)),
            UNREACHED: _unreached(connection, year.number),
        }
    finders |= {name: find(year, people) for name, find in _FINDERS.items()}
    found = {name: find(inside) for name, find in finders.items() if rule in (None, name)}
    ordered = [name for name in RULES if name in found]
    lines = [line for name in ordered for line in sorted(found[name].lines)]
    return Advice(year.number, lines, [_note(name, found[name]) for name in ordered])


def _note(rule: str, found: _Found) -> str:
    return f"{rule}: {found.looked} orang dilihat, {len(found.lines)} ditandai; {found.chance}."


def _people(connection: Connection, year: Year) -> list[_Person]:
    periods = _window(connection, year)
    with as_recorded(connection, year):
        values = dict(_values(connection, year, periods))
        rows = numbered_rows(connection, year)
    return [_Person(row, values.get(number, ())) for number, row in rows if not is_placeholder(row.nip)]


def _window(connection: Connection, year: Year) -> list[OpenedPeriod]:
    """The last opened periods up to the year's last, as far back as the rules may be compared."""
    opened = [period for period in opened_periods(connection) if period.year <= year.number]
    comparable: dict[int, bool] = {year.number: True}
    for number in sorted({period.year for period in opened} - {year.number}, reverse=True):
        known = comparable[min(comparable)]
        comparable[number] = known and not differences(rules_of(connection, number).rules, year.rules)
    return [period for period in opened if comparable[period.year]][-WINDOW:]


def _values(
    connection: Connection, year: Year, periods: Sequence[OpenedPeriod]
) -> Iterator[tuple[int, list[_Value]]]:
    """Each employee's periods that are whole, judged as in a year that has no other, without nilai_tambah."""
    first, last = periods[0], periods[-1]
    span = YearSpan(year.number, first.id, last.id, first.last, last.last)
    exempted, service = exemptions(connection, span), limited_service(connection)
    judge = _judge(year)
    for employee, scores in scores_between(connection, first.id, last.id):
        starts, ends = service.get(employee, (None, None))
        excused = exempted.get(employee, {})
        judged = (
            judge(period, scores[period.id], {c for c, keys in excused.items() if period.id in keys})
            for period in periods
            if period.id in scores and serves(starts, ends, period.last)
        )
        yield employee, [value for value in judged if value is not None]


def _judge(year: Year) -> Callable[[OpenedPeriod, Mapping[int, int], set[int]], _Value | None]:
    """What makes a value of a period's scores, as `rekap unit --periode` does; None where it isn't whole."""
    rules, weights = year.rules, year.rules.whole_weights
    criteria = [
        (number, criterion)
        for number, criterion in zip(year.criteria, rules.criteria, strict=True)
        if not criterion.targeted
    ]
    place = rules.targeted

    def judge(period: OpenedPeriod, given: Mapping[int, int], excused: set[int]) -> _Value | None:
        tallies = [
            tally(
                {period.id: given[number]} if number in given else {},
                {period.id} if number in excused else frozenset(),
                [period.id],
                rules.aggregation,
                criterion.required,
            )[0]
            for number, criterion in criteria
        ]
        counted = [one.total for one in tallies if one.counted]
        if place is not None:
            tallies.insert(place, Tally(0, 0, 0))
        outcome = appraise(rules, weights, tallies, 0, True)
        shown = _shown(outcome)
        if shown is None:
            return None
        level = outcome.level if outcome.band is None else rules.bands.index(outcome.band)
        flat = counted[0] if len(set(counted)) == 1 else None
        return _Value(period.code, period.year, shown, level, flat, len(counted) > 1)

    return judge


def _shown(outcome: Outcome) -> int | None:
    """A period in one number: nilai_dasar, or with a quadrant the mean of both aspects, which serves advice alone."""
    if not outcome.aspects:
        return outcome.base
    values = [rated.value for rated in outcome.aspects if rated.value is not None]
    return half_up(sum(values), 2) if len(values) == 2 else None


def _overdue(connection: Connection, day: date) -> Callable[[set[str] | None], _Found]:
    """Open cases whose next day has passed."""
    known = list(case_lines(connection, all_cases(connection, closed=False), day))

    def found(inside: set[str] | None) -> _Found:
        lines = [line for line in known if inside is None or line.unit in inside]
        flagged = [
            AdviceLine(
                line.nip,
                line.name,
                line.unit,
                OVERDUE,
                line.late * 100,
                0,
                f"hari sejak {line.follow}; kinerja pembinaan tampil {line.case.id}",
            )
            for line in lines
            if line.late is not None
        ]
        return _Found(len(lines), flagged, _NO_TEST)

    return found


def _unreached(connection: Connection, year: int) -> Callable[[set[str] | None], _Found]:
    """Whom no activity up to the year's end has reached, as `kegiatan cakupan` counts them."""
    held = count_activities(connection, year)
    codes = {unit.id: unit.code for unit in all_units(connection)}
    people = people_reached(connection, year) if held else []
    known = [
        (person.employee, codes[person.unit], person.reached.reach is Reach.NEVER)
        for person in people
        if not is_placeholder(person.employee.nip)
    ]

    def found(inside: set[str] | None) -> _Found:
        if not held:
            return _Found(0, [], f"tidak diterapkan: belum ada kegiatan yang tercatat sampai {year}")
        counted = [one for one in known if inside is None or one[1] in inside]
        told = f"kegiatan dihadiri, dari {held} sampai {year}"
        lines = [
            AdviceLine(employee.nip, employee.name, unit, UNREACHED, 0, 100, told)
            for employee, unit, never in counted
            if never
        ]
        return _Found(len(counted), lines, _NO_TEST)

    return found


def _finder(
    find: Callable[[Year, Sequence[_Person]], _Found],
) -> Callable[[Year, Sequence[_Person]], Callable[[set[str] | None], _Found]]:
    """A rule that looks at one person at a time: of a unit it looks at the unit's people alone."""

    def of(year: Year, people: Sequence[_Person]) -> Callable[[set[str] | None], _Found]:
        return lambda inside: find(year, [p for p in people if inside is None or p.row.unit in inside])

    return of


def _line(person: _Person, rule: str, figure: int | None, threshold: int | None, told: str) -> AdviceLine:
    return AdviceLine(person.row.nip, person.row.name, person.row.unit, rule, figure, threshold, told)


def _low(year: Year, people: Sequence[_Person]) -> _Found:
    """Among the lowest two predikat: by nilai_akhir, or while the year isn't whole by its latest period."""
    rules, looked, lines = year.rules, 0, []
    for person in people:
        final, level, told = _standing(year, person)
        if level is None:
            continue
        looked += 1
        threshold = least(rules)
        below = level >= lowest_level(rules) if threshold is None or final is None else final < threshold
        if below and len(rules.bands) > 1:
            lines.append(_line(person, LEVEL, final, threshold, told))
    return _Found(looked, lines, f"{_NO_TEST}: dua predikat terendah")


def _standing(year: Year, person: _Person) -> tuple[int | None, int | None, str]:
    """Value (None with a quadrant), place of the predikat, and what that rests on."""
    outcome, rules = person.row.outcome, year.rules
    if outcome.band is not None:
        return outcome.final, rules.bands.index(outcome.band), f"{outcome.band.name}, tahun {year.number}"
    latest = next((value for value in reversed(person.values) if value.year == year.number), None)
    if latest is None or latest.level is None:
        return None, None, ""
    shown = latest.shown if rules.quadrant is None else None
    name = rules.bands[latest.level].name
    return shown, latest.level, f"{name}, {latest.period} saja: tahun {year.number} belum lengkap"


def _falls(year: Year, people: Sequence[_Person]) -> _Found:
    looked, lines = 0, []
    for person in people:
        last = person.values[-3:]
        if len(last) < 3 or last[-1].year != year.number:
            continue
        looked += 1
        shown = [value.shown for value in last]
        if fell_twice(shown):
            lines.append(_line(person, FALLS, shown[2] - shown[0], 0, _course(last)))
    expected = show_points(false_falls(looked))
    return _Found(looked, lines, f"{expected} diduga keliru: satu dari enam urutan tiga nilai yang acak")


def _course(values: Sequence[_Value]) -> str:
    return " → ".join(f"{value.period} {show_points(value.shown)}" for value in values)


def _changes(year: Year, people: Sequence[_Person]) -> Callable[[set[str] | None], _Found]:
    """Reliable change for the worse between the last two periods that have values, by the unit's norm, else all's."""
    codes = sorted({(value.year, value.period) for person in people for value in person.values})[-2:]
    pairs = [
        (person, pair)
        for person in people
        if len(pair := [v for v in person.values if (v.year, v.period) in codes]) == 2
    ]
    by_unit: dict[str, list[tuple[int, int]]] = {}
    for person, (one, two) in pairs:
        by_unit.setdefault(person.row.unit, []).append((one.shown, two.shown))
    own = {code: _norm(group) for code, group in by_unit.items()}
    whole = _norm([pair for group in by_unit.values() for pair in group])
    current = len(codes) == 2 and codes[-1][0] == year.number

    def found(inside: set[str] | None) -> _Found:
        looked, lines = 0, []
        for person, (one, two) in pairs if current else ():
            used = own[person.row.unit] or whole
            if used is None or not (inside is None or person.row.unit in inside):
                continue
            looked += 1
            fall = one.shown - two.shown
            if used.is_reliable(fall):
                group = person.row.unit if used is own[person.row.unit] else "seluruh instansi"
                lines.append(
                    _line(person, CHANGE, used.rci(-fall), CRITICAL, _change_told(one, two, used, group))
                )
        return _Found(looked, lines, _change_chance(looked, [period for _, period in codes]))

    return found


def _norm(pairs: Sequence[tuple[int, int]]) -> Yardstick | None:
    """The norm of a group from everybody's values in two periods; None where it supports no index."""
    found = yardstick([first for first, _ in pairs], pairs)
    return None if isinstance(found, str) else found


def _change_told(one: _Value, two: _Value, used: Yardstick, group: str) -> str:
    r, s = show_points(used.correlation), show_points(used.spread)
    return f"{_course((one, two))}; r {r}, s {s} dari {used.both} orang, {group}"


def _change_chance(looked: int, periods: Sequence[str]) -> str:
    if not looked:
        return f"tidak diterapkan: perlu dua periode, sedikitnya {LEAST_PEOPLE} orang dan korelasi di antara 0 dan 1"
    expected = show_points(false_changes(looked))
    return f"{expected} diduga keliru (2,5 %), {' ke '.join(periods)}, indeks Jacobson dan Truax 1991"


def _flat(year: Year, people: Sequence[_Person]) -> _Found:
    """Every criterion alike in every period of the year: perhaps nobody looked."""
    looked, lines = 0, []
    for person in people:
        counted = [value for value in person.values if value.year == year.number and value.several]
        if not counted:
            continue
        looked += 1
        if all(value.flat is not None for value in counted):
            number = len(counted) * 100
            told = "periode, semua kriteria sama: " + _course(counted)
            lines.append(_line(person, FLAT, number, number, told))
    return _Found(looked, lines, f"{_NO_TEST}: menyangkut cara menilai, bukan pegawainya")


def _missing(_year: Year, people: Sequence[_Person]) -> _Found:
    lines = [
        _line(person, MISSING, person.row.outcome.missing * 100, 0, "nilai belum ada")
        for person in people
        if person.row.outcome.missing
    ]
    return _Found(len(people), lines, f"{_NO_TEST}: menyangkut cara menilai, bukan pegawainya")


_FINDERS = {
    LEVEL: _finder(_low),
    FALLS: _finder(_falls),
    CHANGE: _changes,
    FLAT: _finder(_flat),
    MISSING: _finder(_missing),
}

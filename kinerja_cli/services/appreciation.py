"""Appreciation (rekap apresiasi): reliable improvement, realised programmes, steady service. Never who is worst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.appreciation import (
    LEAST_PERIODS,
    SERVICE,
    SMALLEST_GROUP,
    Part,
    Praise,
    Steady,
    leading,
)
from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.points import half_up, show_points
from kinerja_cli.domain.programmes import REALISED, effect
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.reliable_change import Yardstick, yardstick
from kinerja_cli.domain.rules import Band, Rating, Rules
from kinerja_cli.domain.trend import differences
from kinerja_cli.domain.unit_tree import depth_first, subtree
from kinerja_cli.services.lookup import employee_named, unit_among, year_or_newest
from kinerja_cli.services.standing import newest_data
from kinerja_cli.services.yearly import Year, as_recorded, numbered_rows, open_year, units_of, year_before
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.programmes import Programme, all_programmes
from kinerja_cli.storage.steady import steady_values

TOP, TOP_OF_UNIT = 10, 3


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom: a unit (code or name) with those below it, each unit for itself, and how many places of each list."""

    unit: str | None = None
    per_unit: bool = False
    most: int | None = None

    @property
    def places(self) -> int:
        """How many places a list has, ties beside."""
        return self.most or (TOP_OF_UNIT if self.per_unit else TOP)


@dataclass(frozen=True, slots=True)
class Appreciation:
    """What there is to appreciate of a year.

    *before*: the year that it is compared with. *measure*: what changes are measured by; a text says why they can't be,
    None under a quadrant, where steps of the predikat are counted. *compared*: how many people of the scope have both
    years. *steady*: the least band of the steady, or why nobody is looked at. *small*: groups too small for a best,
    by code, "" being all of the scope. *newest*: the newest data.
    """

    year: Year
    before: Year | None
    lines: list[Praise]
    measure: Yardstick | str | None
    compared: int
    steady: Band | Rating | str
    small: list[str]
    newest: Standing

    @property
    def years(self) -> list[Year]:
        """The years that the figures rest on, oldest first."""
        return [self.year] if self.before is None else [self.before, self.year]


def of_year(database: Database, number: int | None, scope: Scope) -> Appreciation:
    """What is to be appreciated of a year.  Raises: NotFound without any opened period; UnitNotFound."""
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        people = _People(connection, year, scope)
        before = year_before(connection, year)
        last = {} if before is None else dict(numbered_rows(connection, before))
        least = _steady_band(year)
        with as_recorded(connection, year):
            programmes = list(_programmes(connection, year, people))
            steady = _steady(connection, year, least)
        newest = newest_data(connection, year.rules.zone)
    measure = _measure(year, before, people, last)
    rises = _rises(year.rules, measure, people, last)
    lines = [
        *people.best(Part.IMPROVEMENT, rises, scope.places),
        *programmes,
        *people.best(Part.STEADY, _steady_lines(people, steady, len(year.periods)), scope.places),
    ]
    compared = sum(_figure(year.rules, last.get(n)) is not None for n in people.judged)
    return Appreciation(year, before, lines, measure, compared, least, people.small, newest)


class _People:
    """Everybody of a year, those of the scope, and the groups in which the best are looked for."""

    def __init__(self, connection: Connection, year: Year, scope: Scope) -> None:
        units = units_of(connection, year)
        below = (
            {u.id for u in units} if scope.unit is None else subtree(units, unit_among(units, scope.unit).id)
        )
        self.codes = [u.code for u in depth_first(units) if u.id in below]
        self.rules, self.rows = year.rules, dict(numbered_rows(connection, year))
        self.inside = {number: row for number, row in self.rows.items() if row.unit in set(self.codes)}
        self.per_unit = scope.per_unit

    @cached_property
    def judged(self) -> list[int]:
        """Numbers of those of the scope who have a figure, by number."""
        return [number for number, row in self.inside.items() if _figure(self.rules, row) is not None]

    @cached_property
    def groups(self) -> dict[str, set[int]]:
        """Numbers of everybody by group; a unit's are those who are placed there, without the units below."""
        if not self.per_unit:
            return {"": set(self.inside)}
        found: dict[str, set[int]] = {code: set() for code in self.codes}
        for number, row in self.inside.items():
            found[row.unit].add(number)
        return {code: numbers for code, numbers in found.items() if numbers}

    @cached_property
    def small(self) -> list[str]:
        """Groups in which too few people were assessed."""
        return [code for code, numbers in self.groups.items() if self._assessed(numbers) < SMALLEST_GROUP]

    def _assessed(self, numbers: Iterable[int]) -> int:
        return sum(self.inside[number].outcome.status is Status.COMPLETE for number in numbers)

    def best(self, part: Part, lines: Mapping[int, Praise], places: int) -> Iterator[Praise]:
        """The leading *lines* (by employee's number) of every group that is large enough, ranked in each."""
        sign = 1 if part is Part.STEADY else -1  # the smallest spread leads, or the largest rise
        for code, numbers in self.groups.items():
            if code not in self.small:
                own = sorted((lines[n] for n in numbers if n in lines), key=lambda line: line.nip)
                for rank, line in leading(own, lambda line: sign * line.figure, places):
                    yield line._replace(rank=rank)


def _figure(rules: Rules, row: YearRow | None) -> int | None:
    """What a year is compared by: the shown nilai_dasar, or under a quadrant the place of the predikat (0 the best)."""
    if row is None:
        return None
    return row.outcome.base if rules.quadrant is None else row.outcome.level


def _measure(
    year: Year, before: Year | None, people: _People, last: Mapping[int, YearRow]
) -> Yardstick | str | None:
    """What changes are measured by, over the whole institution; why not, or None under a quadrant."""
    if before is None:
        return f"tahun {year.number - 1} tidak punya periode yang dibuka"
    differs = _differences(before.rules, year.rules)
    if differs:
        return f"aturan {before.number} dan {year.number} tidak sebanding: {'; '.join(differs[:3])}"
    if year.rules.quadrant is not None:
        return None
    first = {n: row.outcome.base for n, row in last.items() if row.outcome.base is not None}
    now = ((n, row.outcome.base) for n, row in people.rows.items())
    pairs = [(first[n], base) for n, base in now if base is not None and n in first]
    return yardstick(list(first.values()), pairs)


def _differences(old: Rules, new: Rules) -> tuple[str, ...]:
    """What makes two years' nilai_dasar incomparable: neither nilai tambah nor predikat go into it."""
    if old.quadrant is None and new.quadrant is None:
        old = replace(old, bonus=new.bonus, bands=new.bands)
    return differences(old, new)


def _rises(
    rules: Rules, measure: Yardstick | str | None, people: _People, last: Mapping[int, YearRow]
) -> dict[int, Praise]:
    """Everybody of the scope who rose reliably, or under a quadrant by a step or more."""
    if isinstance(measure, str):
        return {}
    found = {}
    for number in people.judged:
        row, earlier = people.inside[number], last.get(number)
        old, new = _figure(rules, earlier), _figure(rules, row)
        if earlier is None or old is None or new is None:
            continue
        if measure is None and old > new:
            found[number] = _step(earlier, row, old - new)
        elif measure is not None and measure.is_reliable(new - old):
            told = f"RCI {show_points(measure.rci(new - old))}"
            found[number] = _praise(
                Part.IMPROVEMENT, row, new - old, (show_points(old), show_points(new)), told
            )
    return found


def _step(earlier: YearRow, row: YearRow, steps: int) -> Praise:
    names = [one.outcome.band.name if one.outcome.band else None for one in (earlier, row)]
    return _praise(Part.IMPROVEMENT, row, 100 * steps, (names[0], names[1]), f"naik {steps} tingkat predikat")


def _praise(
    part: Part, row: YearRow, figure: int, course: tuple[str | None, str | None], remark: str
) -> Praise:
    return Praise(part, None, row.unit, row.nip, row.name, figure, *course, remark)


def _programmes(connection: Connection, year: Year, people: _People) -> Iterator[Praise]:
    """A line an owner of every realised programme, those with the most points first; nothing is cut off."""
    bonus = year.rules.bonus

    def points(programme: Programme) -> int:
        return 0 if bonus is None else bonus.of(programme.category) or 0

    by_nip = {row.nip: row for row in people.rows.values()}
    realised = [p for p in all_programmes(connection, year.number) if p.state == REALISED]
    everybody = len(people.inside) == len(people.rows)
    for programme in sorted(realised, key=lambda p: (-points(p), p.id)):
        changed = effect(programme.before, programme.after)
        told = f"program {programme.id}: {programme.title}{f'; dampak {changed}' if changed else ''}"
        for nip in programme.owners:
            row = by_nip.get(nip)
            if everybody or (row is not None and row.unit in people.codes):
                name = employee_named(connection, nip).name if row is None else row.name
                unit = None if row is None else row.unit
                course = programme.before, programme.after
                yield Praise(Part.PROGRAMME, None, unit, nip, name, points(programme), *course, told)


def _steady_band(year: Year) -> Band | Rating | str:
    """The band below which no value of the steady lies: the second from the top; or why nobody can be looked at."""
    rules = year.rules
    found = next((criterion for criterion in rules.criteria if criterion.code == SERVICE), None)
    if found is None:
        return f"aturan {year.number} tidak punya kriteria '{SERVICE}'"
    if found.targeted:
        return f"kriteria '{SERVICE}' diisi dari sasaran, bukan dinilai tiap periode"
    if len(year.periods) < LEAST_PERIODS:
        return f"perlu sedikitnya {LEAST_PERIODS} periode; tahun {year.number} baru {len(year.periods)} yang dibuka"
    bands = rules.bands if rules.quadrant is None else rules.quadrant.ratings
    return bands[min(1, len(bands) - 1)]


def _steady(connection: Connection, year: Year, least: Band | Rating | str) -> dict[int, Steady]:
    if isinstance(least, str):
        return {}
    criterion = year.criteria[year.rules.codes.index(SERVICE)]
    return steady_values(connection, year.span, len(year.periods), criterion, least.minimum)


def _steady_lines(people: _People, steady: Mapping[int, Steady], periods: int) -> dict[int, Praise]:
    found = {}
    for number, values in steady.items():
        if number in people.inside:
            course = show_points(values.lowest), show_points(values.highest)
            told = f"{periods} periode, rata-rata {show_points(half_up(values.total, periods))}"
            found[number] = _praise(Part.STEADY, people.inside[number], values.spread, course, told)
    return found

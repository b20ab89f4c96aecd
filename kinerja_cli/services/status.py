"""Where the workspace stands: rules, opened periods, who is missing by unit, deadlines, what to type next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kinerja_cli.domain.dates import ZONES
from kinerja_cli.domain.periods import LAST_YEAR, periods_of
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.rules import Aggregation
from kinerja_cli.domain.state import PeriodState, RulesState, UnitGap, WorkspaceState
from kinerja_cli.domain.unit_tree import Unit, depth_first
from kinerja_cli.services.periods import file_differs
from kinerja_cli.services.workspace import sound_rules
from kinerja_cli.services.yearly import Year, open_year
from kinerja_cli.storage.completeness import Gaps, count_overdue, count_undecided, missing_in_period
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import (
    Placement,
    count_employees,
    limited_service,
    placements_by_employee,
)
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.rules import StoredRules, rules_in_force
from kinerja_cli.storage.support import any_open_case
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.workspace import Workspace
from kinerja_cli.storage.yearly import exemptions


def workspace_state(
    database: Database, workspace: Workspace, now: datetime, today: date | None
) -> WorkspaceState:
    """Look at the newest opened year, and at what every year before it still lacks.

    Deadlines are counted from *today*, without it from the office's own day at *now* (UTC).
    """
    folder = str(workspace.folder.resolve())
    with database.read() as connection:
        counts = count_employees(connection), len(all_units(connection))
        opened = opened_periods(connection)
        if not opened:
            stored = rules_in_force(connection, LAST_YEAR)
            rules = None if stored is None else _rules(workspace, stored.since, stored)
            day = today or now.date()
            first, late = _first_period(workspace, stored, day), count_overdue(connection, day.isoformat())
            return WorkspaceState(folder, *counts, rules, (), (), first, 0, late)
        year = open_year(connection, opened[-1].year)
        day = today or (now + timedelta(hours=ZONES[year.rules.zone])).date()
        earlier = [open_year(connection, number) for number in sorted({p.year for p in opened})[:-1]]
        places = _Places(depth_first(all_units(connection)), placements_by_employee(connection))
        old = [state for before in earlier for state in _states(connection, before, places, day)]
        states = [state for state in old if state.missing] + _states(connection, year, places, day)
        unopened = [code for one in (*earlier, year) for code in one.unopened]
        rules = _rules(workspace, year.number, year.stored)
        following, waiting = _next_period(connection, year, day), count_undecided(connection)
        late, support = count_overdue(connection, day.isoformat()), _support_overdue(connection, day)
    return WorkspaceState(
        folder, *counts, rules, tuple(states), tuple(unopened), following, waiting, late, support
    )


def _support_overdue(connection: Connection, day: date) -> bool:
    """Whether a follow-up of a case has passed: that there is one, without how many or whose."""
    if not any_open_case(connection):
        return False
    from kinerja_cli.services.support import is_overdue  # here: most offices have no open case

    return is_overdue(connection, day)


def _rules(workspace: Workspace, year: int, stored: StoredRules) -> RulesState:
    differs = file_differs(stored, workspace)
    sound = not differs or sound_rules(workspace) is not None
    return RulesState(year, stored.since, stored.digest, stored.rules.institution, differs, sound)


def period_state(connection: Connection, year: Year, period: OpenedPeriod, today: date) -> PeriodState:
    """How one period stands: what is missing, and where."""
    places = _Places(depth_first(all_units(connection)), placements_by_employee(connection))
    return _state(connection, year, period, places, today, _by_targets(connection, year))


class _Places(NamedTuple):
    """Units in the order of the tree, and everybody's placements: the same for every period."""

    units: list[Unit]
    held: dict[int, list[Placement]]


def _states(connection: Connection, year: Year, places: _Places, today: date) -> list[PeriodState]:
    if year.closing is not None:  # what is recorded since about its people changes nothing there
        return [PeriodState(p.code, p.deadline, None, 0, 0, 0, (), True) for p in year.periods]
    by_targets = _by_targets(connection, year)
    return [_state(connection, year, period, places, today, by_targets) for period in year.periods]


def _by_targets(connection: Connection, year: Year) -> Mapping[int, Counter[int]]:
    """What targets lack, by period and employee."""
    if year.rules.targeted is None:
        return {}
    from kinerja_cli.services.target_year import lacking_by_period  # here: most offices score every criterion

    return lacking_by_period(connection, year)


def _state(
    connection: Connection,
    year: Year,
    period: OpenedPeriod,
    places: _Places,
    today: date,
    by_targets: Mapping[int, Counter[int]],
) -> PeriodState:
    """Judge one period: a criterion counts as missing where it is `wajib`, not exempted, and has no value there."""
    lacking = gaps_in(connection, year, period)
    for employee, values in by_targets.get(period.id, {}).items():
        lacking[employee] = lacking[employee]._replace(values=lacking[employee].values + values)
    missing: Counter[int] = Counter()
    people: dict[int, list[tuple[str, str]]] = {}
    for employee, gaps in lacking.items():
        if gaps.values:
            unit = placed_on(places.held[employee], period.last).unit
            missing[unit] += gaps.values
            people.setdefault(unit, []).append((gaps.nip, gaps.name))
    left = None if period.deadline is None else (date.fromisoformat(period.deadline) - today).days
    return PeriodState(
        period.code,
        period.deadline,
        left,
        len(lacking),
        sum(len(some) for some in people.values()),
        sum(missing.values()),
        tuple(
            UnitGap(u.code, u.name, tuple(sorted(people[u.id])), missing[u.id])
            for u in places.units
            if u.id in people
        ),
        bool(period.closed),
        sum(by_targets.get(period.id, {}).values()),
    )


def gaps_in(connection: Connection, year: Year, period: OpenedPeriod) -> dict[int, Gaps]:
    """What everybody who is expected in a period lacks there, without what targets fill.

    Under ``terakhir`` a gap before the last period that counts doesn't matter (design.md section 6, step 1).
    """
    pairs = zip(year.criteria, year.rules.criteria, strict=True)
    required = [number for number, criterion in pairs if criterion.required and not criterion.targeted]
    lacking = missing_in_period(connection, period.id, period.last, required)
    later = [p for p in year.periods if p.id > period.id]
    if year.rules.aggregation is not Aggregation.LAST or not later:
        return lacking
    service, exempted = limited_service(connection), exemptions(connection, year.span)

    def matters(employee: int, criterion: int) -> bool:
        excused = exempted.get(employee, {}).get(criterion, {})
        starts, ends = service.get(employee, (None, None))
        return all(p.id in excused or not serves(starts, ends, p.last) for p in later)

    for criterion in required:
        alone = missing_in_period(connection, period.id, period.last, [criterion])
        for employee, gaps in alone.items():
            if gaps.values and not matters(employee, criterion):
                lacking[employee] = lacking[employee]._replace(values=lacking[employee].values - 1)
    return lacking


def _first_period(workspace: Workspace, stored: StoredRules | None, today: date) -> str | None:
    """The period to open first: of the rules that were applied, else of criteria.yaml; None where that is faulty."""
    if stored is not None:
        return periods_of(stored.since, stored.rules.cadence)[0].code
    rules = sound_rules(workspace)
    return None if rules is None else periods_of(max(rules.since, today.year), rules.cadence)[0].code


def _next_period(connection: Connection, year: Year, today: date) -> str | None:
    """The first unopened period after the newest, also of the next year, once it has begun."""
    newest = year.periods[-1].id
    later = [p for p in periods_of(year.number, year.rules.cadence) if p.key > newest]
    if not later:
        stored = rules_in_force(connection, year.number + 1)
        later = [] if stored is None else periods_of(year.number + 1, stored.rules.cadence)
    return later[0].code if later and later[0].first <= today else None

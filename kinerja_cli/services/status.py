"""Where the workspace stands: rules, opened periods, who is missing by unit, deadlines, what to type next."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kinerja_cli.domain.periods import Period, periods_of
from kinerja_cli.domain.placements import in_force
from kinerja_cli.domain.state import PeriodState, RulesState, UnitGap, WorkspaceState
from kinerja_cli.domain.unit_tree import depth_first
from kinerja_cli.services.periods import file_differs
from kinerja_cli.services.yearly import Year, open_year
from kinerja_cli.storage.completeness import missing_in_period
from kinerja_cli.storage.database import Connection, Database
from kinerja_cli.storage.employees import Placement, count_employees, placements_by_employee
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.rules import rules_in_force
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.workspace import Workspace


def workspace_state(database: Database, workspace: Workspace, today: date) -> WorkspaceState:
    """Look at the newest opened year as of *today*."""
    folder = str(workspace.folder.resolve())
    with database.read() as connection:
        counts = count_employees(connection), len(all_units(connection))
        opened = opened_periods(connection)
        if not opened:
            return WorkspaceState(folder, *counts, None, (), (), None)
        year = open_year(connection, opened[-1].year)
        held = placements_by_employee(connection)
        states = tuple(_state(connection, year, period, held, today) for period in year.periods)
        rules = RulesState(
            year.number,
            year.stored.since,
            year.stored.digest,
            year.rules.institution,
            file_differs(connection, workspace, year.number),
        )
        following = _next_period(connection, year)
    code = None if following is None else following.code
    return WorkspaceState(folder, *counts, rules, states, tuple(year.unopened), code)


def _state(
    connection: Connection,
    year: Year,
    period: OpenedPeriod,
    held: dict[int, list[Placement]],
    today: date,
) -> PeriodState:
    """Judge one period: a criterion counts as missing where it is `wajib`, not exempted, and has no value there."""
    required = [n for n, c in zip(year.criteria, year.rules.criteria, strict=True) if c.required]
    lacking = missing_in_period(connection, period.id, period.last, required)
    missing: Counter[int] = Counter()
    people: dict[int, list[tuple[str, str]]] = {}
    for employee, gaps in lacking.items():
        if gaps.values:
            own = held[employee]
            unit = own[in_force([p.starts for p in own], period.last) or 0].unit
            missing[unit] += gaps.values
            people.setdefault(unit, []).append((gaps.nip, gaps.name))
    ordered = [unit for _, unit in depth_first(all_units(connection))]
    left = None if period.deadline is None else (date.fromisoformat(period.deadline) - today).days
    return PeriodState(
        period.code,
        period.deadline,
        left,
        len(lacking),
        sum(len(some) for some in people.values()),
        sum(missing.values()),
        tuple(
            UnitGap(u.code, u.name, tuple(sorted(people[u.id])), missing[u.id]) for u in ordered if u.id in people
        ),
    )


def _next_period(connection: Connection, year: Year) -> Period | None:
    """The period that would be opened next: the first unopened one after the newest, also of the next year."""
    newest = year.periods[-1].id
    later = [p for p in periods_of(year.number, year.rules.cadence) if p.key > newest]
    if later:
        return later[0]
    stored = rules_in_force(connection, year.number + 1)
    return None if stored is None else periods_of(year.number + 1, stored.rules.cadence)[0]

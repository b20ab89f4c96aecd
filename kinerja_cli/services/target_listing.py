"""Targets as they are listed: of a year, of an employee, one alone, and one employee's year on year."""

from __future__ import annotations

from typing import NamedTuple

from kinerja_cli.domain.explanation import TargetLine
from kinerja_cli.domain.periods import Period, periods_of
from kinerja_cli.domain.placements import placed_on, serves
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.target_text import show_bounds
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import employee_named, period_named, rules_of, units_below
from kinerja_cli.services.target_year import target_lines
from kinerja_cli.services.targets import target_numbered
from kinerja_cli.services.yearly import year_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import (
    Employee,
    all_employees,
    employee_numbered,
    placements,
    placements_by_employee,
)
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.targets import realisations_of, targets_of
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import exemptions


class ListedTarget(NamedTuple):
    """One target of somebody; *codes*: those of the year's periods by key."""

    employee: Employee
    line: TargetLine
    codes: dict[int, str]


class OneTarget(NamedTuple):
    """One target and the goals that it serves, from the top down: kind, code and text of each."""

    rules: Rules
    listed: ListedTarget
    goals: tuple[tuple[str, str, str], ...]


class YearOfTarget(NamedTuple):
    """One target in one year; *before* is the same one in the year before, *remark* what differs between them."""

    line: TargetLine
    before: TargetLine | None
    remark: str


def listing(database: Database, number: int | None, nip: str | None, unit: str | None) -> list[ListedTarget]:
    """Targets by year, NIP and number: of a year, an employee, a unit (of the year's last day) with its sub-units.

    Without any of these: of the newest year that has targets.  Raises: EmployeeNotFound, UnitNotFound.
    """
    with database.read() as connection:
        employee = None if nip is None else employee_named(connection, nip)
        found = targets_of(connection, year=number, employee=employee and employee.id)
        if number is None and nip is None and found:
            newest = max(target.year for target in found)
            found = [target for target in found if target.year == newest]
        pairs = dict.fromkeys((target.year, target.employee) for target in found)
        inside = None if unit is None else units_below(connection, unit)
        listed = [
            one
            for year, who in pairs
            if inside is None or _unit_in(connection, who, year) in inside
            for one in _listed(connection, year, employee_numbered(connection, who))
        ]
    return sorted(listed, key=lambda one: (one.line.target.year, one.employee.nip, one.line.target.id))


def one_target(database: Database, number: int) -> OneTarget:
    """One target with everything that is known of it.  Raises: NotFound."""
    with database.read() as connection:
        target = target_numbered(connection, number)
        employee = employee_numbered(connection, target.employee)
        listed = _listed(connection, target.year, employee)
        rules = rules_of(connection, target.year).rules
        by_code = {goal.code: goal for goal in all_goals(connection)}
    by_id = {goal.id: goal for goal in by_code.values()}
    goals, goal = [], None if target.goal is None else by_code[target.goal]
    while goal is not None:
        goals.append((goal.kind, goal.code, goal.text))
        goal = None if goal.parent is None else by_id[goal.parent]
    return OneTarget(
        rules, next(one for one in listed if one.line.target.id == number), tuple(reversed(goals))
    )


def sheet(
    database: Database, period: Period, unit: str | None
) -> tuple[str, list[tuple[int | str | None, ...]]]:
    """The period's code, and a row for every target that holds in it, of those who serve then, by unit, NIP and number.

    Rows: target, nip, name, unit, indicator, bounds, measure, period, and what is recorded: value, evidence, note,
    revision.  Raises: PeriodNotOpen, UnitNotFound.
    """
    with database.read() as connection:
        opened = period_named(connection, period)
        inside = None if unit is None else units_below(connection, unit)
        codes = {one.id: one.code for one in all_units(connection)}
        people = {employee.id: employee for employee in all_employees(connection)}
        held, kept = placements_by_employee(connection), realisations_of(connection, year=opened.year)
        rows = []
        for target in targets_of(connection, year=opened.year):
            employee = people[target.employee]
            at = placed_on(held[employee.id], opened.last).unit
            there = serves(employee.starts, employee.ends, opened.last) and (inside is None or at in inside)
            if there and target.figures.holds_in([opened.id]):
                realised = kept.get(target.id, {}).get(opened.id)
                told = (None,) * 4 if realised is None else realised[1:]
                who = (target.id, employee.nip, employee.name, codes[at])
                what = (target.indicator, show_bounds(target.figures), target.of, opened.code)
                rows.append((*who, *what, *told))
    return opened.code, sorted(rows, key=lambda row: (row[3], row[1], row[0]))


def year_on_year(database: Database, nip: str) -> tuple[Employee, list[YearOfTarget]]:
    """One employee's targets side by side over the years, by result and indicator, then year.

    Raises: EmployeeNotFound; NotFound where she has none.
    """
    with database.read() as connection:
        employee = employee_named(connection, nip)
        years = sorted({target.year for target in targets_of(connection, employee=employee.id)})
        if not years:
            raise NotFound(
                f"{employee.name} ({employee.nip}) belum punya sasaran.",
                f"Tetapkan dengan: kinerja sasaran tetapkan {employee.nip} TAHUN …",
            )
        listed = [one.line for year in years for one in _listed(connection, year, employee)]
    by_year = {(_same(line), line.target.year): line for line in listed}
    compared = [_compared(line, by_year.get((_same(line), line.target.year - 1))) for line in listed]
    return employee, sorted(
        compared, key=lambda one: (_same(one.line), one.line.target.year, one.line.target.id)
    )


def _same(line: TargetLine) -> tuple[str, str, str]:
    """By what a target is known again in another year."""
    target = line.target
    return fold(target.indicator), fold(target.result), fold(target.of)


def _compared(line: TargetLine, before: TargetLine | None) -> YearOfTarget:
    if before is None:
        return YearOfTarget(line, None, "")
    old, new = before.target.figures, line.target.figures
    remarks = []
    if (old.low, old.high) != (new.low, new.high):
        remarks.append(f"target {show_bounds(old)} → {show_bounds(new)}")
    if old.direction != new.direction:
        remarks.append(f"arah {old.direction.value} → {new.direction.value}")
    if old.reckoning != new.reckoning:
        remarks.append(f"hitung {old.reckoning.value} → {new.reckoning.value}")
    return YearOfTarget(line, before, "; ".join(remarks))


def _listed(connection: Connection, number: int, employee: Employee) -> list[ListedTarget]:
    year = year_of(connection, number)
    codes = {period.key: period.code for period in periods_of(number, year.rules.cadence)}
    exempted = exemptions(connection, year.span, employee.id).get(employee.id, {}) if year.periods else {}
    return [
        ListedTarget(employee, line, codes) for line in target_lines(connection, year, employee, exempted)
    ]


def _unit_in(connection: Connection, employee: int, year: int) -> int:
    """The unit in which an employee is, or was, on the last day of a year."""
    return placed_on(list(placements(connection, employee)), f"{year}-12-31").unit

"""What targets make of a year: for everybody in step, for the periods that lack something, and target by target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kinerja_cli.domain.explanation import TargetLine
from kinerja_cli.domain.placements import expected_range
from kinerja_cli.domain.targets import Realisation, Target, reach, reckon
from kinerja_cli.services.yearly import Year
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.employees import Employee, all_employees
from kinerja_cli.storage.targets import figures_in_step, realisations_of, targets_of
from kinerja_cli.storage.yearly import exemptions


def target_lines(
    connection: Connection, year: Year, employee: Employee, exempted: Mapping[int, Mapping[int, str]]
) -> list[TargetLine]:
    """Each target of an employee's year; *exempted*: her exemptions by criterion and period key."""
    low, high = expected_range([p.last for p in year.periods], employee.starts, employee.ends)
    counted = year.counted(low, high, exempted)
    codes = {period.id: period.code for period in year.periods}
    kept = realisations_of(connection, year=year.number, employee=employee.id)
    return [
        _line(year, target, kept.get(target.id, {}), counted, codes)
        for target in targets_of(connection, year=year.number, employee=employee.id)
    ]


def _line(
    year: Year,
    target: Target,
    kept: dict[int, Realisation],
    counted: Sequence[int],
    codes: dict[int, str],
) -> TargetLine:
    values = {key: realisation.value for key, realisation in kept.items()}
    reached = reach(year.rules.targets, target.figures, values, counted)
    realised = tuple((codes[key], realisation) for key, realisation in kept.items())
    return TargetLine(target, realised, reached, tuple(codes[key] for key in reached.missing))


def lacking_of(
    connection: Connection, year: Year, employee: Employee, exempted: Mapping[int, Mapping[int, str]]
) -> list[tuple[int, str]]:
    """What one employee's targets lack, as (period key, what it is in words); arguments as of `target_lines`.

    Empty where the criterion that they fill isn't `wajib`.  Raises: ValueError for rules without such a criterion.
    """
    lines = target_lines(connection, year, employee, exempted)
    low, high = expected_range([p.last for p in year.periods], employee.starts, employee.ends)
    counted = year.counted(low, high, exempted)
    required = year.rules.targeted is not None and year.rules.criteria[year.rules.targeted].required
    reckoned = reckon(year.rules, required, [(line.target.figures, line.values) for line in lines], counted)
    if not required:
        return []
    found = [(key, "sasaran utama") for key in reckoned.uncovered]
    return found + [
        (key, f"realisasi sasaran {line.target.id}") for line in lines for key in line.reached.missing
    ]


def lacking_by_period(connection: Connection, year: Year) -> dict[int, Counter[int]]:
    """What targets lack: period key -> employee -> realisations that are needed there, and periods without an utama.

    Empty under rules without a criterion that targets fill, or where it isn't `wajib`.
    """
    rules, place = year.rules, year.rules.targeted
    found: dict[int, Counter[int]] = {}
    if place is None or not rules.criteria[place].required:
        return found
    figures, exempted = figures_in_step(connection, year.number), exemptions(connection, year.span)
    lasts = [period.last for period in year.periods]
    for employee in sorted(all_employees(connection), key=lambda one: one.id):
        low, high = expected_range(lasts, employee.starts, employee.ends)
        counted = year.counted(low, high, exempted.get(employee.id, {}))
        reckoned = reckon(rules, True, figures(employee.id), counted)
        for key in (*reckoned.uncovered, *(key for one in reckoned.each for key in one.missing)):
            found.setdefault(key, Counter())[employee.id] += 1
    return found

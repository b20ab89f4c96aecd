"""One employee's year line by line: every value used, every weight, the exact fraction and what decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kinerja_cli.domain.appraisal import (
    Outcome,
    Tally,
    appraise,
    base_fraction,
    contributions,
    gaps,
    tally,
)
from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.explanation import (
    ActingLine,
    CriterionLine,
    Explanation,
    PlacementLine,
    ProgrammeLine,
    TargetLine,
    UsedValue,
)
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.placements import expected_range, placed_on
from kinerja_cli.domain.rules import Aggregation, Criterion, Rules
from kinerja_cli.domain.targets import Reckoned, appraise_targeted, reckon, tally_of
from kinerja_cli.errors import NotFound
from kinerja_cli.services.lookup import employee_named, year_or_newest
from kinerja_cli.services.target_year import target_lines
from kinerja_cli.services.yearly import Year, bonus_of, kept_line, open_year
from kinerja_cli.storage.acting import acting_of, titles_by_period
from kinerja_cli.storage.as_of import as_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, employee_numbered, placements
from kinerja_cli.storage.objections import decided_objections
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.programmes import all_programmes
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.yearly import ScoreDetail, exemptions, score_details


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is recorded for one criterion, by period key: details, reasons of exemption, decided objections.

    *targets* are those that fill it; *acted*: what raters acted as, by NIP and period key.
    """

    criterion: Criterion
    details: dict[int, ScoreDetail]
    exempted: dict[int, str]
    decided: dict[int, list[Decided]]
    targets: tuple[TargetLine, ...] = ()
    acted: Mapping[str, Mapping[int, Sequence[str]]] = field(default_factory=dict)

    def tally(self, keys: Sequence[int], aggregation: Aggregation) -> tuple[Tally, tuple[int, ...]]:
        values = {period: detail.value for period, detail in self.details.items()}
        return tally(values, self.exempted.keys(), keys, aggregation, self.criterion.required)

    def reckoned(self, rules: Rules, keys: Sequence[int]) -> Reckoned:
        """What her targets make of it; *keys* of the periods in which she is expected."""
        counted = [key for key in keys if key not in self.exempted]
        figures = [(line.target.figures, line.values) for line in self.targets]
        return reckon(rules, self.criterion.required, figures, counted)


def explain(database: Database, nip: str, number: int | None) -> Explanation:
    """Explain one employee's year.  Raises: EmployeeNotFound, NotFound where she isn't expected in that year.

    A closed year is explained by what was recorded when it was closed, and its result is the one that was kept.
    """
    with database.read() as connection:
        year = open_year(connection, year_or_newest(connection, number))
        employee = employee_named(connection, nip)
        if year.closing is None:
            return _explained(connection, year, employee)
        kept = kept_line(connection, year.rules, year.closing, employee.id)
        if kept is None:
            raise _not_expected(year, employee)
        row = kept[1]
        with as_of(connection, year.closing.entry):
            told = _explained(connection, year, employee_numbered(connection, employee.id))
    return replace(told, nip=row.nip, name=row.name, outcome=row.outcome)


def _explained(connection: Connection, year: Year, employee: Employee) -> Explanation:
    expected = _expected(year, employee)
    evidence = _evidence(connection, year, employee)
    programmes = _programmes(connection, year, employee.nip)
    placed = _placements(connection, employee, expected)
    lines, exact, outcome = _judged(year, [period.id for period in expected], evidence, programmes)
    return Explanation(
        nip=employee.nip,
        name=employee.name,
        starts=employee.starts,
        ends=employee.ends,
        year=year.number,
        rules=year.rules,
        since=year.stored.since,
        digest=year.stored.digest,
        placements=placed,
        expected=tuple(period.code for period in expected),
        unopened=tuple(year.unopened),
        lines=tuple(lines),
        programmes=programmes,
        exact=exact,
        outcome=outcome,
        standing=year.standing,
        acting=_acting(connection, employee, year.number),
    )


def _expected(year: Year, employee: Employee) -> tuple[OpenedPeriod, ...]:
    low, high = expected_range([p.last for p in year.periods], employee.starts, employee.ends)
    if low == high:
        raise _not_expected(year, employee)
    return year.periods[low:high]


def _not_expected(year: Year, employee: Employee) -> NotFound:
    return NotFound(
        f"{employee.name} ({employee.nip}) tidak bertugas pada akhir periode mana pun dalam tahun {year.number}.",
        f"Lihat: kinerja pegawai tampil {employee.nip}",
    )


def _judged(
    year: Year, keys: Sequence[int], evidence: Sequence[_Evidence], programmes: Sequence[ProgrammeLine]
) -> tuple[list[CriterionLine], tuple[Fraction | None, ...], Outcome]:
    rules = year.rules
    tallied = [e.tally(keys, rules.aggregation) for e in evidence]
    realised = [programme.category for programme in programmes if programme.counts]
    tallies, outcome, uncovered = _appraised(
        rules, keys, evidence, [counted for counted, _ in tallied], realised
    )
    shares, exact = _shares(rules, tallies, outcome)
    lines = [
        _line(year, e, keys, used, (mean, share), uncovered if e.criterion.targeted else None)
        for e, (_, used), mean, share in zip(evidence, tallied, outcome.means, shares, strict=True)
    ]
    return lines, exact, outcome


def _appraised(
    rules: Rules,
    keys: Sequence[int],
    evidence: Sequence[_Evidence],
    tallies: list[Tally],
    realised: Sequence[str],
) -> tuple[list[Tally], Outcome, Sequence[int]]:
    """The tallies that count, what they make, and keys of the periods in which no target holds that should.

    *realised*: categories of the realised programmes.
    """
    weights, bonus, place = rules.whole_weights, bonus_of(rules, realised), rules.targeted
    if place is None:
        return tallies, appraise(rules, weights, tallies, bonus, bool(realised)), ()
    reckoned = evidence[place].reckoned(rules, keys)
    outcome = appraise_targeted(rules, weights, tallies, reckoned, bonus, bool(realised))
    counted = [*tallies[:place], tally_of(reckoned), *tallies[place + 1 :]]
    return counted, outcome, reckoned.uncovered


def _shares(
    rules: Rules, tallies: Sequence[Tally], outcome: Outcome
) -> tuple[list[int | None], tuple[Fraction | None, ...]]:
    """What each criterion adds to the number it is part of, and those numbers in points before rounding.

    The numbers are nilai_dasar or the value of each aspect; None, and None of their criteria, where there isn't one.
    """
    shares: list[int | None] = [None] * len(tallies)
    exact: list[Fraction | None] = []
    shown = [outcome.base] if rules.quadrant is None else [rated.value for rated in outcome.aspects]
    weights = rules.whole_weights
    for places, value in zip(rules.parts, shown, strict=True):
        if value is None:
            exact.append(None)
            continue
        part = [weights[i] for i in places], [tallies[i] for i in places]
        exact.append(base_fraction(*part) / 100)
        for place, share in zip(places, contributions(*part), strict=True):
            shares[place] = share
    return shares, tuple(exact)


def _evidence(connection: Connection, year: Year, employee: Employee) -> list[_Evidence]:
    details = score_details(connection, year.span, employee.id)
    exempted = exemptions(connection, year.span, employee.id).get(employee.id, {})
    decided = decided_objections(connection, employee.id)
    acted = titles_by_period(connection, year.span.first, year.span.last)
    return [
        _Evidence(
            criterion,
            {detail.period: detail for detail in details if detail.criterion == number},
            exempted.get(number, {}),
            {period: told for (period, criterion), told in decided.items() if criterion == number},
            tuple(target_lines(connection, year, employee, exempted)) if criterion.targeted else (),
            acted,
        )
        for number, criterion in zip(year.criteria, year.rules.criteria, strict=True)
    ]


def _line(
    year: Year,
    evidence: _Evidence,
    keys: Sequence[int],
    used: Sequence[int],
    figures: tuple[int | None, int | None],
    uncovered: Sequence[int] | None,
) -> CriterionLine:
    """One criterion; *uncovered*: of one that targets fill, keys of the periods in which no utama holds."""
    codes = {period.id: period.code for period in year.periods}
    zone = year.rules.zone

    def shown(wanted: Callable[[int], bool]) -> tuple[UsedValue, ...]:
        return tuple(
            UsedValue(
                codes[key],
                d.value,
                d.rater,
                d.rater_name,
                d.note,
                local_time(d.at, zone),
                tuple(evidence.decided.get(key, ())),
                tuple(evidence.acted.get(d.rater or "", {}).get(key, ())),
            )
            for key, d in sorted(evidence.details.items())
            if wanted(key)
        )

    values = {period: detail.value for period, detail in evidence.details.items()}
    lacking = uncovered
    if lacking is None:
        lacking = gaps(values, evidence.exempted.keys(), keys, year.rules.aggregation)
    return CriterionLine(
        evidence.criterion,
        *figures,
        shown(lambda key: key in used),
        shown(lambda key: key not in used),
        tuple((codes[key], reason) for key, reason in sorted(evidence.exempted.items())),
        tuple(codes[key] for key in lacking if evidence.criterion.required),
        evidence.targets,
    )


def _programmes(connection: Connection, year: Year, nip: str) -> tuple[ProgrammeLine, ...]:
    bonus = year.rules.bonus
    return tuple(
        ProgrammeLine(
            p.id,
            p.title,
            p.category,
            p.state,
            p.evidence,
            p.before,
            p.after,
            0 if bonus is None else bonus.of(p.category) or 0,
            p.files,
        )
        for p in all_programmes(connection, year.number)
        if nip in p.owners
    )


def _placements(
    connection: Connection, employee: Employee, expected: Sequence[OpenedPeriod]
) -> tuple[PlacementLine, ...]:
    """The placements that held on the last day of some of those periods."""
    units = {unit.id: unit.code for unit in all_units(connection)}
    held = list(placements(connection, employee.id))
    codes: dict[str, list[str]] = {}
    for period in expected:
        codes.setdefault(placed_on(held, period.last).starts, []).append(period.code)
    last = max(codes)
    return tuple(
        PlacementLine(p.starts, units[p.unit], p.position, tuple(codes[p.starts]), p.starts == last)
        for p in held
        if p.starts in codes
    )


def _acting(connection: Connection, employee: Employee, year: int) -> tuple[ActingLine, ...]:
    """The posts that she filled beside her own on some day of that year."""
    units = {unit.id: unit.code for unit in all_units(connection)}
    return tuple(
        ActingLine(acting, units[acting.unit])
        for acting in acting_of(connection, employee.id)
        if acting.touches(f"{year}-01-01", f"{year}-12-31")
    )

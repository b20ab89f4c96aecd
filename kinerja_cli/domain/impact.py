"""What an activity changed: which comparison may be made, by why people were sent, and what may be said of it.

Whoever is sent for a low score rises again by herself, since a low score is partly bad luck. So a comparison starts
before the score that selected, and says nothing where its checks don't hold.  Source: methods.md section 3.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.estimates import LEAST, Estimate, Paired, Score, ancova, did, mean
from kinerja_cli.domain.points import show_points

ENOUGH_UNITS = 4
"""With so many units sent and not sent, units are compared instead of people: docs/decisions.md."""


class Moment(Enum):
    """A period that scores are compared from or to: the first after the activity, and the last three before.

    LAST is the one whose scores selected, where there is such a one.
    """

    AFTER = 0
    LAST = 1
    BEFORE = 2
    EARLIER = 3


class Reading(NamedTuple):
    """Somebody's score of one period, in hundredths, and who gave it; no rater: not recorded."""

    score: Score
    raters: frozenset[int] = frozenset()


class Person(NamedTuple):
    """Somebody with her readings by `Moment`; *cause* None: didn't attend. *unit* is the number of hers at LAST.

    *elsewhere*: she attended another activity meanwhile, whose effect her scores hold too.
    """

    cause: Cause | None
    unit: int
    readings: tuple[Reading | None, Reading | None, Reading | None, Reading | None]
    elsewhere: bool = False


class Method(Enum):
    """How a figure was made."""

    CHANGES = "changes"  # difference in differences
    EQUAL_START = "equal_start"  # ANCOVA
    ATTENDED_ONLY = "attended_only"  # mean change of those who attended, compared with nobody


class Role(Enum):
    """What a figure is for. Only MAIN carries a claim; NAIVE and DESCRIPTION have no interval."""

    MAIN = "main"
    CHECK = "check"
    APART = "apart"  # as MAIN, without whoever attended something else meanwhile
    PLACEBO = "placebo"
    NAIVE = "naive"
    DESCRIPTION = "description"


class Plan(NamedTuple):
    """One figure to be made: from which moment to which, and how."""

    role: Role
    method: Method
    start: Moment
    end: Moment = Moment.AFTER


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and what it rests on.

    *treated*, *control*: people compared, or units with *by_units*. *lacking*: people without one of the two scores;
    *changed*: people left out since another rater gave the later score; *unrated*: people compared of whom a rater
    isn't known. *difference*: exact hundredths, None where too few; *estimate* is its interval, where it has one.
    """

    plan: Plan
    treated: int
    control: int
    lacking: int
    changed: int
    unrated: int
    difference: Fraction | None
    estimate: Estimate | None = None
    by_units: bool = False


class Verdict(Enum):
    """What may be said; only HIGHER and LOWER claim anything."""

    HIGHER = "higher"
    LOWER = "lower"
    UNPROVEN = "unproven"  # the interval holds 0
    DISAGREE = "disagree"  # the two ways of reckoning don't agree
    MIXED = "mixed"  # another answer without whoever attended something else meanwhile
    UNLIKE = "unlike"  # the groups drifted apart before the activity already
    VOLUNTARY = "voluntary"  # who wants to attend is another person to begin with
    NOBODY_ELSE = "nobody_else"  # all were sent: nobody to compare with
    TOO_FEW = "too_few"


class Caution(Enum):
    """What has to be said beside a verdict."""

    LASTING_DIP = "lasting_dip"  # errors of different periods are taken for independent
    SHARED_LUCK = "shared_luck"  # people of few units were compared one by one
    NO_CHECK = "no_check"
    NO_PLACEBO = "no_placebo"


@dataclass(frozen=True, slots=True)
class Finding:
    """All figures of those who were sent for one *cause*; *attended* of them, *outside*: left out of the comparison.

    Outside are people who didn't attend though their unit was sent.
    """

    cause: Cause
    attended: int
    outside: int
    figures: tuple[Figure, ...]
    verdict: Verdict
    cautions: tuple[Caution, ...]

    @property
    def main(self) -> Figure | None:
        """The figure that the verdict is about."""
        return self.by_role(Role.MAIN)

    def by_role(self, role: Role) -> Figure | None:
        """The figure of a role, the first of them."""
        return next((figure for figure in self.figures if figure.plan.role is role), None)


@dataclass(frozen=True, slots=True)
class Impact:
    """A finding a cause, in the order of `Cause`; *headline* is the one that speaks for the activity."""

    findings: tuple[Finding, ...]
    headline: Finding | None

    @property
    def mixed(self) -> bool:
        """Whether people were sent for different causes."""
        return len(self.findings) > 1


_LOW_SCORE = (
    Plan(Role.MAIN, Method.CHANGES, Moment.BEFORE),
    Plan(Role.CHECK, Method.EQUAL_START, Moment.LAST),
    Plan(Role.PLACEBO, Method.CHANGES, Moment.EARLIER, Moment.BEFORE),
    Plan(Role.NAIVE, Method.CHANGES, Moment.LAST),
    Plan(Role.NAIVE, Method.ATTENDED_ONLY, Moment.LAST),
)
# without a score before the one that selected; what could check it would have to pass over that score
_LOW_SCORE_LATE = (
    Plan(Role.MAIN, Method.EQUAL_START, Moment.LAST),
    Plan(Role.NAIVE, Method.CHANGES, Moment.LAST),
    Plan(Role.NAIVE, Method.ATTENDED_ONLY, Moment.LAST),
)
_PLANS = {
    Cause.UNIT: (
        Plan(Role.MAIN, Method.CHANGES, Moment.LAST),
        Plan(Role.CHECK, Method.EQUAL_START, Moment.LAST),
        Plan(Role.PLACEBO, Method.CHANGES, Moment.BEFORE, Moment.LAST),
    ),
    Cause.RANDOM: (
        Plan(Role.MAIN, Method.EQUAL_START, Moment.LAST),
        Plan(Role.CHECK, Method.CHANGES, Moment.LAST),
        Plan(Role.PLACEBO, Method.CHANGES, Moment.BEFORE, Moment.LAST),
    ),
    Cause.VOLUNTARY: (
        Plan(Role.DESCRIPTION, Method.ATTENDED_ONLY, Moment.LAST),
        Plan(Role.DESCRIPTION, Method.CHANGES, Moment.LAST),
    ),
    Cause.ALL: (Plan(Role.DESCRIPTION, Method.ATTENDED_ONLY, Moment.LAST),),
}
_CLAIMS = frozenset({Verdict.HIGHER, Verdict.LOWER, Verdict.UNPROVEN})
_SHORT = {
    Verdict.DISAGREE: "tidak dapat dinilai: dua cara menghitung tidak sepakat",
    Verdict.MIXED: "tidak dapat dinilai: bercampur dengan kegiatan lain",
    Verdict.UNLIKE: "tidak dapat dinilai: sudah berlainan sebelum kegiatan",
    Verdict.VOLUNTARY: "tidak dapat dinilai: sukarela",
    Verdict.NOBODY_ELSE: "tidak dapat dinilai: semua ikut",
    Verdict.TOO_FEW: "tidak dapat dinilai: terlalu sedikit",
}
_WEAK = frozenset({Caution.SHARED_LUCK, Caution.NO_CHECK, Caution.NO_PLACEBO})
_SILENT = {Cause.VOLUNTARY: Verdict.VOLUNTARY, Cause.ALL: Verdict.NOBODY_ELSE}
_ONE_BY_ONE = frozenset({Role.NAIVE, Role.DESCRIPTION})


def impact(people: Iterable[Person]) -> Impact:
    """Judge an activity by everybody who attended and everybody who could have.

    The headline is the finding of most people among those whose cause allows a claim and which has a main figure;
    without such a one that of most people. Ties go by the order of `Cause`.
    """
    groups: dict[Cause | None, list[Person]] = {}
    for person in people:
        groups.setdefault(person.cause, []).append(person)
    control = groups.pop(None, [])
    findings = tuple(_finding(cause, groups[cause], control) for cause in Cause if cause in groups)
    headline = max(findings, key=_weight, default=None)
    return Impact(findings, headline)


def _weight(finding: Finding) -> tuple[bool, int]:
    main = finding.main
    return main is not None and main.estimate is not None, finding.attended


def _finding(cause: Cause, treated: list[Person], control: list[Person]) -> Finding:
    others = control
    if cause is Cause.UNIT:  # whoever stayed away though her unit was sent is neither the one nor the other
        sent = {person.unit for person in treated}
        others = [person for person in control if person.unit not in sent]
    figures = _with_apart(_figures(cause, treated, others), cause, treated, others)
    verdict = _SILENT.get(cause) or judged(figures)
    cautions = tuple(_cautions(cause, figures))
    return Finding(cause, len(treated), len(control) - len(others), figures, verdict, cautions)


def _figures(cause: Cause, treated: list[Person], control: list[Person]) -> tuple[Figure, ...]:
    if cause is Cause.LOW_SCORE:
        figures = tuple(_figure(plan, treated, control) for plan in _LOW_SCORE)
        if figures[0].estimate is not None:
            return figures
        return tuple(_figure(plan, treated, control) for plan in _LOW_SCORE_LATE)
    return tuple(_figure(plan, treated, control, cause is Cause.UNIT) for plan in _PLANS[cause])


def _with_apart(
    figures: tuple[Figure, ...], cause: Cause, treated: list[Person], control: list[Person]
) -> tuple[Figure, ...]:
    """The figures, and after the main one the same without whoever attended something else meanwhile, if anybody."""
    main = figures[0]
    clean = [[person for person in group if not person.elsewhere] for group in (treated, control)]
    if main.estimate is None or sum(map(len, clean)) == len(treated) + len(control):
        return figures
    apart = _figure(main.plan._replace(role=Role.APART), clean[0], clean[1], cause is Cause.UNIT)
    return main, apart, *figures[1:]


def _figure(plan: Plan, treated: Sequence[Person], control: Sequence[Person], units: bool = False) -> Figure:
    groups = [_usable(plan, treated)]
    if plan.method is not Method.ATTENDED_ONLY:
        groups.append(_usable(plan, control))
    pairs = [group.pairs for group in groups]
    by_units = units and all(len(group.units) >= ENOUGH_UNITS for group in groups)
    if by_units:
        pairs = [group.unit_pairs() for group in groups]
    difference, estimate = _reckoned(plan, pairs, ENOUGH_UNITS if by_units else LEAST)
    return Figure(
        plan,
        treated=len(pairs[0].later),
        control=len(pairs[1].later) if len(pairs) > 1 else 0,
        lacking=sum(group.lacking for group in groups),
        changed=sum(group.changed for group in groups),
        unrated=sum(group.unrated for group in groups),
        difference=difference,
        estimate=None if plan.role in _ONE_BY_ONE else estimate,
        by_units=by_units,
    )


def _reckoned(plan: Plan, pairs: Sequence[Paired], least: int) -> tuple[Fraction | None, Estimate | None]:
    """The difference and its interval; None where there are too few, or nothing varies."""
    if plan.method is Method.ATTENDED_ONLY:
        changes = pairs[0].changes
        return (mean(changes), None) if len(changes) >= least else (None, None)
    if plan.method is Method.CHANGES:
        estimate = did(pairs[0].changes, pairs[1].changes, least)
    else:
        estimate = ancova(pairs[0], pairs[1], least)
    return (None, None) if estimate is None else (estimate.difference, estimate)


class _Usable(NamedTuple):
    """Those of a group who can be compared from one moment to another, and how many can't."""

    pairs: Paired
    units: dict[int, list[int]]  # places in the pairs
    lacking: int
    changed: int
    unrated: int

    def unit_pairs(self) -> Paired:
        """The mean scores of each unit: one luck, one figure."""
        return Paired(
            [mean([self.pairs.later[place] for place in places]) for places in self.units.values()],
            [mean([self.pairs.earlier[place] for place in places]) for places in self.units.values()],
        )


def _usable(plan: Plan, people: Sequence[Person]) -> _Usable:
    later: list[Score] = []
    earlier: list[Score] = []
    units: dict[int, list[int]] = {}
    lacking = changed = unrated = 0
    for person in people:
        start, end = person.readings[plan.start.value], person.readings[plan.end.value]
        if start is None or end is None:
            lacking += 1
        elif start.raters and end.raters and start.raters != end.raters:
            changed += 1  # another rater has another measure
        else:
            unrated += not (start.raters and end.raters)
            units.setdefault(person.unit, []).append(len(later))
            later.append(end.score)
            earlier.append(start.score)
    return _Usable(Paired(later, earlier), units, lacking, changed, unrated)


def judged(figures: Sequence[Figure]) -> Verdict:
    """What may be said of figures: a claim needs a main interval without 0 and every check there is in favour.

    Two ways of reckoning disagree where one interval holds 0 and the other doesn't, or they point to different sides,
    or each estimate lies outside the other's interval.
    """
    known = {figure.plan.role: figure.estimate for figure in figures if figure.estimate is not None}
    main, check, apart, placebo = map(known.get, (Role.MAIN, Role.CHECK, Role.APART, Role.PLACEBO))
    if main is None:
        return Verdict.TOO_FEW
    if placebo is not None and placebo.sign:
        return Verdict.UNLIKE
    if check is not None and disagree(main, check):
        return Verdict.DISAGREE
    if apart is not None and disagree(main, apart):
        return Verdict.MIXED
    return {0: Verdict.UNPROVEN, 1: Verdict.HIGHER, -1: Verdict.LOWER}[main.sign]


def brief(finding: Finding) -> tuple[str, Estimate | None]:
    """What may be said of a finding in a few words, and the figure that stands behind them, where it is used."""
    main = finding.main
    estimate = None if main is None else main.estimate
    if estimate is None or finding.verdict not in _CLAIMS:
        return _SHORT.get(finding.verdict, _SHORT[Verdict.TOO_FEW]), None
    between = f"{show_points(estimate.low)} sampai {show_points(estimate.high)}"
    if finding.verdict is Verdict.UNPROVEN:
        return f"belum terbukti ({between})", estimate
    side = "lebih tinggi" if finding.verdict is Verdict.HIGHER else "lebih rendah"
    weak = "; hasil lemah" if _WEAK.intersection(finding.cautions) else ""
    return f"{show_points(abs(estimate.shown))} poin {side} ({between}){weak}", estimate


def disagree(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates of the same effect contradict each other; see `judged`."""
    outside = not one.low <= other.shown <= one.high and not other.low <= one.shown <= other.high
    return one.sign != other.sign or outside


def _cautions(cause: Cause, figures: Sequence[Figure]) -> Iterable[Caution]:
    by_role = {figure.plan.role: figure for figure in figures if figure.estimate is not None}
    main = by_role.get(Role.MAIN)
    if main is None:
        return
    if main.plan.start is Moment.BEFORE:
        yield Caution.LASTING_DIP
    if cause is Cause.UNIT and not main.by_units:
        yield Caution.SHARED_LUCK
    if Role.CHECK not in by_role:
        yield Caution.NO_CHECK
    if Role.PLACEBO not in by_role:
        yield Caution.NO_PLACEBO

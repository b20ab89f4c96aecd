"""Sasaran: what an employee is to reach in a year, what came of it, and the value that makes of a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.appraisal import AnyTally, Outcome, Status, Tally, appraise, common_of
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.domain.rules import Formula, Rules, TargetRule


class Side(StrEnum):
    """Aspek of an indicator; the values are the words that are typed and read.  Source: PermenPANRB 6/2022."""

    QUANTITY = "kuantitas"
    QUALITY = "kualitas"
    TIME = "waktu"
    COST = "biaya"


class Direction(StrEnum):
    """Whether more is better or less is (*kondisi khusus*: waktu, biaya, keluhan)."""

    UP = "naik"
    DOWN = "turun"


class Reckoning(StrEnum):
    """How the realisations of periods make that of the year: the last one, their sum, their mean."""

    LAST = "akhir"
    SUM = "jumlah"
    MEAN = "rata_rata"


class Kind(StrEnum):
    """Hasil kerja utama or tambahan."""

    MAIN = "utama"
    EXTRA = "tambahan"


class Bounds(NamedTuple):
    """A target as it is typed, in hundredths of its measure; *low* and *high* are equal for a single value."""

    low: int
    high: int


class Measure(NamedTuple):
    """The figures of one target: all hundredths, *low* and *high* of its unit of measure (equal: a single value).

    *weight*: of an utama its share beside the others, of a tambahan the points of its bobot lingkup penugasan.
    *first*, *last*: keys of the periods in which it holds, None without a limit.  *peak*: 100 % is the most there is.
    """

    low: int
    high: int
    direction: Direction
    reckoning: Reckoning
    kind: Kind
    weight: int
    peak: bool = False
    first: int | None = None
    last: int | None = None

    def holds_in(self, periods: Iterable[int]) -> list[int]:
        """Those of the periods (keys, in order) in which the target holds."""
        return [
            key
            for key in periods
            if (self.first is None or key >= self.first) and (self.last is None or key <= self.last)
        ]


class Target(NamedTuple):
    """One target (sasaran) of an employee's year: which result, of which goal (its code), seen by which indicator.

    *of*: its unit of measure in words (hari, dokumen, %); *revision*: the entry that wrote it as it is.
    """

    id: int
    employee: int
    year: int
    goal: str | None
    result: str
    indicator: str
    side: Side
    of: str
    figures: Measure
    revision: int


class Realisation(NamedTuple):
    """What came of a target in a period (its key): hundredths of its measure, what proves it, who wrote it (entry)."""

    period: int
    value: int
    evidence: str | None
    note: str | None
    revision: int


class Reached(NamedTuple):
    """What became of one target in a year.

    *periods*: how many of the counted periods it held in; *used*: those whose realisation counts; *missing*: those
    that lack one. *realised* (hundredths of its measure), *achievement* (1 is 100 %) and *value* (hundredths of
    points) are exact, None while something is missing.
    """

    periods: int
    used: tuple[int, ...]
    missing: tuple[int, ...]
    realised: Fraction | None = None
    achievement: Fraction | None = None
    value: Fraction | None = None


class Reckoned(NamedTuple):
    """The value of the criterion that targets make, in hundredths, exact.

    *shown*: of what there is, None without any; *lower* and *upper*: with the least and the most in the gaps, equal
    where nothing is missing. *missing*: realisations that are needed and not there, and counted periods without an
    utama target. *each*: by target, in the order given. *counts*: false where nothing counts and the criterion
    drops out.
    """

    counts: bool
    shown: Fraction | None
    lower: Fraction
    upper: Fraction
    missing: int
    each: tuple[Reached, ...]
    uncovered: tuple[int, ...]


def achieved(measure: Measure, realised: Fraction) -> Fraction:
    """Capaian: 1 is 100 %, never below 0.  *realised* in hundredths of the measure, as the target.

    More is better: realised / target. Less is better: 1 + (1 - realised / target). Of a range counts its upper bound
    where the realisation is above it, its lower bound where it is below, and inside it 100 %.
    Source: PermenPANRB 8/2021, Lampiran (capaian IKI; kondisi khusus; target as a range).
    """
    above, below = realised.numerator, realised.denominator  # compared as whole numbers: fractions take long
    low, high = measure.low * below, measure.high * below
    if low <= above <= high:
        return Fraction(1)
    bound = high if above > high else low
    return Fraction(above if measure.direction is Direction.UP else max(0, 2 * bound - above), bound)


def value_of_2021(percent: int, peak: bool) -> Fraction:
    """Points (1 is one point) of a capaian of a whole percent, 0 to 120, by the bands of PermenPANRB 8/2021.

    Above 110: 120. 101 to 110: 110 + 10/9 · (c - 101). 100: 109, or 120 where it can't be exceeded (*peak*). 80 to 99:
    70 + (c - 80). 60 to 79: 50 + (c - 60). Below: c/59 · 49.  Source: PermenPANRB 8/2021, Lampiran (konversi).
    """
    if percent > 110 or (peak and percent >= 100):
        return Fraction(120)
    if percent > 100:
        return 110 + Fraction(10, 9) * (percent - 101)
    if percent == 100:
        return Fraction(109)
    if percent >= 80:
        return Fraction(70 + percent - 80)
    if percent >= 60:
        return Fraction(50 + percent - 60)
    return Fraction(percent * 49, 59)


# share of its weight that a tambahan earns, from the least value on: category by category, PermenPANRB 8/2021
_EXTRA_2021 = ((110, 100), (90, 80), (70, 60), (50, 40), (0, 20))


def converted(rule: TargetRule, measure: Measure, achievement: Fraction) -> Fraction:
    """Hundredths of points that a capaian gives: of an utama on the scale of values, of a tambahan added to them.

    *rumus: capaian*: the percent itself, at most *rule.maximum*; a tambahan its weight times the capaian, at most all
    of it. *rumus: permenpanrb_8_2021*: the percent rounded half up to a whole one, then its bands; a tambahan 100,
    80, 60, 40 or 20 % of its weight by the category of that value.
    """
    if rule.formula is Formula.ACHIEVEMENT:
        if measure.kind is Kind.EXTRA:
            return measure.weight * min(achievement, Fraction(1))
        capped = achievement.numerator * 100 * 100 >= rule.maximum * achievement.denominator
        return Fraction(rule.maximum) if capped else achievement * (100 * 100)
    value = value_of_2021(half_up_fraction(achievement * 100), measure.peak)
    if measure.kind is Kind.EXTRA:
        share = next(share for least, share in _EXTRA_2021 if value >= least)
        return Fraction(measure.weight * share, 100)
    return value * 100


def reach(
    rule: TargetRule | None, measure: Measure, values: Mapping[int, int], counted: Sequence[int]
) -> Reached:
    """What became of one target.

    *rule*: None where nothing is made of targets, so that there is no value either. *values*: realisations in
    hundredths by period key; *counted*: keys of the year's periods that count for her, in order. A target that holds
    in none of them has 0 periods and counts nowhere.
    """
    held = measure.holds_in(counted)
    needed = held[-1:] if measure.reckoning is Reckoning.LAST else held
    used = tuple(key for key in needed if key in values)
    missing = tuple(key for key in needed if key not in values)
    if missing or not used:
        return Reached(len(held), used, missing)
    total = Fraction(sum(values[key] for key in used))
    realised = total / len(used) if measure.reckoning is Reckoning.MEAN else total
    achievement = achieved(measure, realised)
    value = None if rule is None else converted(rule, measure, achievement)
    return Reached(len(held), used, (), realised, achievement, value)


def reckon(
    rules: Rules,
    required: bool,
    targets: Sequence[tuple[Measure, Mapping[int, int]]],
    counted: Sequence[int],
) -> Reckoned:
    """The value that somebody's targets make of their criterion.

    The utama are weighed by their weight times the periods in which they held; the tambahan are added, at most
    *extra_maximum* of the rule; all of it stays on the scale. Where the criterion isn't *required*, what is missing
    drops out.  Raises: ValueError for rules without a criterion of targets.
    Source: design.md section 6, step 1; PermenPANRB 8/2021, Lampiran (nilai kinerja utama and tambahan).
    """
    rule = rules.targets
    if rule is None:
        raise ValueError("rules without a criterion of targets")
    each = tuple(reach(rule, measure, values, counted) for measure, values in targets)
    pairs = [(measure, one) for (measure, _), one in zip(targets, each, strict=True) if one.periods]
    covered = {key for measure, _ in pairs if measure.kind is Kind.MAIN for key in measure.holds_in(counted)}
    uncovered = tuple(key for key in counted if key not in covered) if required else ()
    gaps = sum(len(one.missing) for _, one in pairs) + len(uncovered) if required else 0

    def with_gaps(most: bool) -> Fraction:
        """The value with the most, or the least, in the gaps; where no utama holds, nobody knows what is weighed."""
        fill = Fraction(rule.maximum if most else 0)
        main = None if uncovered else _mean(pairs, fill)
        return _on_scale(rules, (fill if main is None else main) + _extra(rule, pairs, most))

    shown = _mean(pairs, None)
    if shown is not None:
        shown = _on_scale(rules, shown + _extra(rule, pairs, False))
    if not gaps:
        exact = shown or Fraction(0)
        return Reckoned(shown is not None, shown, exact, exact, 0, each, uncovered)
    return Reckoned(True, shown, with_gaps(False), with_gaps(True), gaps, each, uncovered)


def _mean(pairs: Sequence[tuple[Measure, Reached]], fill: Fraction | None) -> Fraction | None:
    """Weighted mean of the utama, *fill* (None: nothing) where a value is missing; None where nothing is left."""
    above, below, weights = 0, 1, 0  # in whole numbers: a sum of fractions takes several times as long
    for measure, one in pairs:
        value = fill if one.value is None else one.value
        if measure.kind is Kind.MAIN and value is not None:
            weight = measure.weight * one.periods
            above = above * value.denominator + weight * value.numerator * below
            below *= value.denominator
            weights += weight
    return Fraction(above, below * weights) if weights else None


def _extra(rule: TargetRule, pairs: Sequence[tuple[Measure, Reached]], most: bool) -> Fraction:
    """Points of the tambahan, capped; what is missing gives all of its weight with *most*, else nothing."""
    extra = [(measure, one) for measure, one in pairs if measure.kind is Kind.EXTRA]
    if not extra:
        return Fraction(0)
    points = Fraction(0)
    for measure, one in extra:
        points += (measure.weight if most else 0) if one.value is None else one.value
    return min(points, Fraction(rule.extra_maximum))


def _on_scale(rules: Rules, value: Fraction) -> Fraction:
    return min(max(value, Fraction(rules.scale_min)), Fraction(rules.scale_max))


def tally_of(reckoned: Reckoned) -> Tally:
    """What targets make of their criterion as a tally: exact, without anything that is missing."""
    value = reckoned.shown
    return Tally(0, 0, 0) if value is None else Tally(value.numerator, value.denominator, 0)


def appraise_targeted(
    rules: Rules,
    weights: Sequence[int],
    tallies: Sequence[AnyTally],
    reckoned: Reckoned,
    bonus: int,
    realised: bool,
) -> Outcome:
    """Judge one employee's year with a criterion that targets fill; arguments as of `appraise`.

    The tally of that criterion isn't looked at. Bounds put the least and the most that a target can give in its gaps.
    Raises: ValueError for rules without such a criterion.
    """
    place = rules.targeted
    if place is None:
        raise ValueError("rules without a criterion of targets")

    def judged(instead: AnyTally) -> Outcome:
        stated = [*tallies[:place], instead, *tallies[place + 1 :]]
        return appraise(rules, weights, stated, bonus, realised, common_of(stated))

    if not reckoned.missing:
        return judged(tally_of(reckoned))
    outcome = judged((0, 0, 1))
    mean = None if reckoned.shown is None else half_up_fraction(reckoned.shown)
    outcome = outcome._replace(means=(*outcome.means[:place], mean, *outcome.means[place + 1 :]))
    if outcome.status is Status.INCOMPLETE:
        outcome = outcome._replace(missing=outcome.missing - 1 + reckoned.missing)
    if rules.quadrant is not None:
        return outcome
    low, high = (judged((v.numerator, v.denominator, 0)) for v in (reckoned.lower, reckoned.upper))
    return outcome._replace(
        lower=low.final if low.lower is None else low.lower,
        upper=high.final if high.upper is None else high.upper,
    )

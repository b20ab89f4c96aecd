"""The rules of appraisal that one criteria.yaml states (design.md section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kinerja_cli.domain.periods import Cadence

if TYPE_CHECKING:
    from fractions import Fraction

# equal numbers either way, and a rule set of whole weights starts without the 2 ms that fractions costs
Weight: TypeAlias = "Fraction | int"


class Aggregation(StrEnum):
    """How the periods of a year become one value; the values are the words of criteria.yaml."""

    MEAN = "rata_rata"
    LAST = "terakhir"


class Formula(StrEnum):
    """How the capaian of a target becomes points; the values are the words of criteria.yaml."""

    ACHIEVEMENT = "capaian"
    OF_2021 = "permenpanrb_8_2021"


class TargetRule(NamedTuple):
    """How targets (sasaran) make the value of a criterion; hundredths of points.

    *maximum*: the most that one utama gives, *extra_maximum* the most that all tambahan add.
    """

    formula: Formula
    maximum: int
    extra_maximum: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored. *weight* is exact; all weights of a rule set, or of one *aspect* (its code), total 100.

    *targeted*: its value comes from the employee's targets, nobody records one.
    """

    code: str
    name: str
    weight: Weight
    required: bool = True
    description: str = ""
    aspect: str | None = None
    targeted: bool = False


class Bonus(NamedTuple):
    """Nilai tambah: hundredths by programme category, capped over the year."""

    maximum: int
    points: tuple[tuple[str, int], ...]

    def of(self, category: str) -> int | None:
        """Points of a category in hundredths, or None where the rules don't know it."""
        return dict(self.points).get(category)


class Band(NamedTuple):
    """A predikat and the least shown nilai_akhir (hundredths) that earns it; with a quadrant *minimum* says nothing.

    *gated*: only for whoever has a realised programme in that year; others get the next one down.
    """

    code: str
    name: str
    minimum: int
    gated: bool = False


class Aspect(NamedTuple):
    """One side of the quadrant: hasil kerja or perilaku kerja."""

    code: str
    name: str


class Rating(NamedTuple):
    """How an aspect is rated, and the least shown value of it (hundredths) that earns that."""

    code: str
    name: str
    minimum: int


class Rated(NamedTuple):
    """One aspect of a quadrant: its weighted value (hundredths, rounded half up) and the rating of that shown value.

    Both None where a needed value is missing or nothing is left to count.
    """

    value: int | None
    rating: Rating | None


class Quadrant(NamedTuple):
    """Kuadran kinerja: the ratings of two aspects give the predikat, without a number for the year.

    *ratings* fall strictly; *cells* are complete: rating of the first aspect, of the second, code of the predikat.
    Source: PermenPANRB 6/2022, the quadrant of its Lampiran.
    """

    aspects: tuple[Aspect, Aspect]
    ratings: tuple[Rating, ...]
    cells: tuple[tuple[str, str, str], ...]

    def rated(self, shown: int) -> Rated:
        """An aspect of that value (hundredths, already rounded), and the first rating from the top that it reaches."""
        reached = (rating for rating in self.ratings if shown >= rating.minimum)
        return Rated(shown, next(reached, self.ratings[-1]))

    def cell(self, first: Rating, second: Rating) -> str:
        """Code of the predikat that two ratings meet in."""
        return next(found for one, other, found in self.cells if (one, other) == (first.code, second.code))


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule set, exact and complete. Points are hundredths; *bands* fall strictly and end at *scale_min*.

    *retention*: for how many years after the last day of service personal data are kept; None where it isn't ruled.
    *coefficients*: angka kredit a year by jenjang, of those that `credit.COEFFICIENTS` isn't sure of.
    """

    institution: str
    since: int
    cadence: Cadence
    zone: str
    scale_min: int
    scale_max: int
    aggregation: Aggregation
    criteria: tuple[Criterion, ...]
    bonus: Bonus | None
    bands: tuple[Band, ...]
    retention: int | None = None
    quadrant: Quadrant | None = None
    targets: TargetRule | None = None
    coefficients: tuple[tuple[str, int], ...] = ()

    @property
    def targeted(self) -> int | None:
        """Where the criterion stands whose value targets make; None without one."""
        return next((place for place, c in enumerate(self.criteria) if c.targeted), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the criteria, in the file's order."""
        return tuple(criterion.code for criterion in self.criteria)

    @property
    def whole_weights(self) -> tuple[int, ...]:
        """The weights as whole numbers in the same proportion: Σ w·N / Σ w is the same with them."""
        scale = lcm(*(criterion.weight.denominator for criterion in self.criteria))
        return tuple(int(criterion.weight * scale) for criterion in self.criteria)

    @property
    def plain_weights(self) -> bool:
        """Whether every weight has at most two places, as points have."""
        return all((criterion.weight * 100).denominator == 1 for criterion in self.criteria)

    def band(self, shown: int, realised: bool) -> Band:
        """The first band, from the top, that *shown* (hundredths, already rounded) reaches (design.md 6).

        *realised*: whether there is a realised programme in that year, which a gated band asks for.
        """
        for band in self.bands:
            if shown >= band.minimum and (realised or not band.gated):
                return band
        return self.bands[-1]

    def met(self, first: Rating, second: Rating, realised: bool) -> Band:
        """The predikat of two ratings, or the next one down that asks for no programme where there is none.

        Raises: ValueError for rules without a quadrant.
        """
        if self.quadrant is None:
            raise ValueError("rules without a quadrant")
        code = self.quadrant.cell(first, second)
        place = next(place for place, band in enumerate(self.bands) if band.code == code)
        return next(band for band in self.bands[place:] if realised or not band.gated)

    @property
    def parts(self) -> list[list[int]]:
        """Where the criteria stand that make one number together: all of them, or those of each aspect."""
        if self.quadrant is None:
            return [list(range(len(self.criteria)))]
        return [
            [place for place, criterion in enumerate(self.criteria) if criterion.aspect == aspect.code]
            for aspect in self.quadrant.aspects
        ]


def rules_to_plain(rules: Rules) -> dict[str, Any]:
    """The rules as plain values for JSON: weights as exact text, points as hundredths.

    What a rule set doesn't use is left out: what was kept by an earlier kinerja is written the same today.
    """
    plain: dict[str, Any] = {
        "institution": rules.institution,
        "since": rules.since,
        "cadence": rules.cadence.value,
        "zone": rules.zone,
        "scale": [rules.scale_min, rules.scale_max],
        "aggregation": rules.aggregation.value,
        "criteria": [
            [
                *(c.code, c.name, str(c.weight), c.required, c.description),
                *([c.aspect] if c.aspect or c.targeted else []),
                *([True] if c.targeted else []),
            ]
            for c in rules.criteria
        ],
        "bonus": None
        if rules.bonus is None
        else [rules.bonus.maximum, [list(p) for p in rules.bonus.points]],
        "bands": [[b.code, b.name, b.minimum, *([True] if b.gated else [])] for b in rules.bands],
        "retention": rules.retention,
    }
    if rules.quadrant is not None:
        plain["quadrant"] = [[list(part) for part in parts] for parts in rules.quadrant]
    if rules.targets is not None:
        plain["targets"] = list(rules.targets)
    if rules.coefficients:
        plain["coefficients"] = [list(pair) for pair in rules.coefficients]
    return plain


def rules_from_plain(plain: dict[str, Any]) -> Rules:
    """The inverse of `rules_to_plain`."""
    bonus = plain["bonus"]
    return Rules(
        institution=plain["institution"],
        since=plain["since"],
        cadence=Cadence(plain["cadence"]),
        zone=plain["zone"],
        scale_min=plain["scale"][0],
        scale_max=plain["scale"][1],
        aggregation=Aggregation(plain["aggregation"]),
        criteria=tuple(Criterion(c[0], c[1], _exact(c[2]), *c[3:]) for c in plain["criteria"]),
        bonus=None if bonus is None else Bonus(bonus[0], tuple((code, points) for code, points in bonus[1])),
        bands=tuple(Band(*band) for band in plain["bands"]),
        retention=plain.get("retention"),  # rules of the first release have none
        quadrant=_quadrant(plain["quadrant"]) if "quadrant" in plain else None,
        targets=_target_rule(plain["targets"]) if "targets" in plain else None,
        coefficients=tuple((level, points) for level, points in plain.get("coefficients", ())),
    )


def _target_rule(plain: list[Any]) -> TargetRule:
    formula, maximum, extra_maximum = plain
    return TargetRule(Formula(formula), maximum, extra_maximum)


def _quadrant(plain: list[Any]) -> Quadrant:
    (first, second), ratings, cells = plain
    return Quadrant(
        (Aspect(*first), Aspect(*second)),
        tuple(Rating(*rating) for rating in ratings),
        tuple((one, other, code) for one, other, code in cells),
    )


def weight_text(weight: Weight) -> str:
    """A weight as a plain decimal without trailing zeros: 30, 33.33."""
    digits = next(n for n in range(40) if (weight * 10**n).denominator == 1)
    scaled = int(weight * 10**digits)
    return f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}" if digits else str(scaled)


def total_weight(criteria: Sequence[Criterion]) -> Weight:
    """Sum of the weights, exact."""
    return sum(criterion.weight for criterion in criteria)


def _exact(weight: str) -> Weight:
    """What `rules_to_plain` wrote: ``30`` or, as a fraction in lowest terms, ``3333/100``."""
    if weight.isdigit():
        return int(weight)
    from fractions import Fraction

    return Fraction(weight)

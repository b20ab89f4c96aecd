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


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored. *weight* is exact; all weights of a rule set total 100."""

    code: str
    name: str
    weight: Weight
    required: bool = True
    description: str = ""


class Bonus(NamedTuple):
    """Nilai tambah: hundredths by programme category, capped over the year."""

    maximum: int
    points: tuple[tuple[str, int], ...]

    def of(self, category: str) -> int | None:
        """Points of a category in hundredths, or None where the rules don't know it."""
        return dict(self.points).get(category)


class Band(NamedTuple):
    """A predikat and the least shown nilai_akhir (hundredths) that earns it."""

    code: str
    name: str
    minimum: int


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule set, exact and complete. Points are hundredths; *bands* fall strictly and end at *scale_min*.

    *retention*: for how many years after the last day of service personal data are kept; None where it isn't ruled.
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

    def band(self, shown: int) -> Band:
        """The first band, from the top, that *shown* (hundredths, already rounded) reaches (design.md 6)."""
        for band in self.bands:
            if shown >= band.minimum:
                return band
        return self.bands[-1]


def rules_to_plain(rules: Rules) -> dict[str, Any]:
    """The rules as plain values for JSON: weights as exact text, points as hundredths."""
    return {
        "institution": rules.institution,
        "since": rules.since,
        "cadence": rules.cadence.value,
        "zone": rules.zone,
        "scale": [rules.scale_min, rules.scale_max],
        "aggregation": rules.aggregation.value,
        "criteria": [[c.code, c.name, str(c.weight), c.required, c.description] for c in rules.criteria],
        "bonus": None
        if rules.bonus is None
        else [rules.bonus.maximum, [list(p) for p in rules.bonus.points]],
        "bands": [[b.code, b.name, b.minimum] for b in rules.bands],
        "retention": rules.retention,
    }


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
        criteria=tuple(Criterion(c[0], c[1], _exact(c[2]), c[3], c[4]) for c in plain["criteria"]),
        bonus=None if bonus is None else Bonus(bonus[0], tuple((code, points) for code, points in bonus[1])),
        bands=tuple(Band(code, name, minimum) for code, name, minimum in plain["bands"]),
        retention=plain.get("retention"),  # rules of the first release have none
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

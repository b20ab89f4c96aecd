"""Simulated offices whose true effect is known: who was sent, and why, is all that differs between them.

As in methods.md 3.7: scores have sd 8 in a period and reliability 0.6, so true differences have sd 6.2 and luck 5.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.impact import Person, Reading

SPREAD, RELIABILITY, CENTRE = 8.0, 0.6, 70.0
PERIODS = 4  # after, the last one before, and the two before that


@dataclass(frozen=True)
class World:
    """An office of *people*: a share *sent* for *cause*, truly *lower* by so much (units), gaining *effect* points.

    *units*: how many units of equal size; *luck*: sd of what all of a unit share in one period. *drift*: points that
    those who are sent gain a period anyway. *ill*: share of people who are all *dip* lower before the activity.
    """

    cause: Cause
    people: int = 400
    sent: float = 0.25
    effect: float = 0.0
    units: int = 10
    lower: float = 0.0
    luck: float = 0.0
    drift: float = 0.0
    ill: float = 0.0
    dip: float = 10.0

    def people_of(self, seed: int) -> list[Person]:
        """Everybody's readings; the same seed gives the same office."""
        chance = np.random.default_rng(seed)
        unit = np.arange(self.people) % self.units
        true = chance.normal(CENTRE, SPREAD * RELIABILITY**0.5, self.people)
        in_sent_unit = unit < round(self.sent * self.units)
        if self.cause is Cause.UNIT:
            true -= self.lower * in_sent_unit
        scores = true[:, None] + chance.normal(0, SPREAD * (1 - RELIABILITY) ** 0.5, (self.people, PERIODS))
        scores += chance.normal(0, self.luck, (self.units, PERIODS))[unit]
        scores[:, 1:] -= self.dip * (np.arange(self.people) % 100 < self.ill * 100)[:, None]
        sent = self._sent(chance, scores, in_sent_unit)
        scores[:, 0] += self.effect * sent
        scores -= self.drift * np.arange(PERIODS) * sent[:, None]
        whole = np.clip(np.rint(scores * 100), 0, 100_00).astype(int)
        return [
            Person(self.cause if is_sent else None, int(home), tuple(Reading(int(value)) for value in row))
            for is_sent, home, row in zip(sent, unit, whole, strict=True)
        ]

    def _sent(self, chance: np.random.Generator, scores: np.ndarray, in_sent_unit: np.ndarray) -> np.ndarray:
        if self.cause is Cause.UNIT:
            return in_sent_unit
        by = scores[:, 1] if self.cause is Cause.LOW_SCORE else chance.random(self.people)
        return by < np.sort(by)[round(self.sent * self.people)]

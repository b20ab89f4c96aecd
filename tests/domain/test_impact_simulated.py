"""What the tool says of offices whose true effect is known: the trap of low scores, false claims, covered truths.

The long form, 1,000 offices of each kind: ``.venv/bin/python -m pytest -m slow tests/domain/test_impact_simulated.py``
"""

from functools import cache

import pytest
from worlds import World

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.estimates import did
from kinerja_cli.domain.impact import Caution, Finding, Person, Role, Verdict, impact

CLAIMS = {Verdict.HIGHER, Verdict.LOWER}
LONG, SHORT = 1000, 200

LOW = World(Cause.LOW_SCORE)
WORLDS = {
    "low": LOW,
    "low small": World(Cause.LOW_SCORE, people=60),
    "random": World(Cause.RANDOM),
    "random small": World(Cause.RANDOM, people=60),
    "unit": World(Cause.UNIT, sent=0.1, lower=5),
    "unit small": World(Cause.UNIT, people=60, units=4, lower=5),
    "units": World(Cause.UNIT, sent=0.2, units=20, lower=5, luck=2),
}


def _with(world: World, effect: float) -> World:
    return World(**{**vars(world), "effect": effect})


@cache
def _findings(world: World, runs: int) -> list[Finding]:
    return [impact(world.people_of(seed)).headline for seed in range(runs)]


def _claimed(world: World, runs: int) -> float:
    return sum(finding.verdict in CLAIMS for finding in _findings(world, runs)) / runs


def _covered(world: World, runs: int) -> float:
    """How often the main interval holds the truth, whatever was said of it."""
    truth = round(world.effect * 100)
    mains = [finding.main.estimate for finding in _findings(world, runs)]
    return sum(main.low <= truth <= main.high for main in mains) / runs


def _naive(people: list[Person]) -> tuple[bool, bool]:
    """Whether changes from the score that selected claim something: against nobody, and against the others."""
    changes = {
        sent: [p.readings[0].score - p.readings[1].score for p in people if (p.cause is not None) is sent]
        for sent in (True, False)
    }
    before_after = did(changes[True], [-change for change in changes[True]])  # twice the change: the same t
    return before_after.sign != 0, did(changes[True], changes[False]).sign != 0


def test_the_trap_low_scores_rise_by_themselves():
    """No effect at all: what people usually reckon sees one in every office, and the headline in hardly any."""
    naive = [_naive(LOW.people_of(seed)) for seed in range(SHORT)]
    assert sum(before_after for before_after, _ in naive) / SHORT > 0.99
    assert sum(changes for _, changes in naive) / SHORT > 0.99
    assert _claimed(LOW, SHORT) <= 0.07
    told = [finding.by_role(Role.NAIVE).difference for finding in _findings(LOW, SHORT)]
    assert 520 < sum(told) / SHORT < 560  # 1.695 * 0.4 * 8 = 5.42 points, by the normal distribution


@pytest.mark.parametrize("name", ["low", "random", "unit"])
def test_the_interval_holds_a_true_effect_of_five(name):
    assert 0.90 <= _covered(_with(WORLDS[name], 5), SHORT) <= 0.99
    assert all(finding.verdict is not Verdict.LOWER for finding in _findings(_with(WORLDS[name], 5), SHORT))


def test_groups_that_drifted_apart_before_are_not_taken_for_an_effect():
    told = _findings(World(Cause.RANDOM, drift=4), SHORT // 4)
    assert sum(finding.verdict is Verdict.UNLIKE for finding in told) / len(told) > 0.9


def test_a_lasting_dip_makes_it_look_better_as_the_caution_says():
    told = _findings(World(Cause.LOW_SCORE, ill=0.1), SHORT // 4)
    assert all(Caution.LASTING_DIP in finding.cautions for finding in told)
    assert sum(finding.main.difference for finding in told) / len(told) > 150  # of no effect


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_no_effect_is_claimed_in_at_most_seven_of_a_hundred(name):
    assert _claimed(WORLDS[name], LONG) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("effect", [0, 5])
def test_the_interval_holds_the_truth_as_often_as_it_says(name, effect):
    assert 0.93 <= _covered(_with(WORLDS[name], effect), LONG) <= 0.97

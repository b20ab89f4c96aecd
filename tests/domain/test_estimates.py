"""Differences and intervals: by hand on small numbers, and by numpy and scipy on random ones."""

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from kinerja_cli.domain.estimates import LEAST, Paired, ancova, did, mean

F = Fraction


def test_a_difference_of_changes_by_hand():
    """Changes 0, 2, 4, 6 against 0, 1, 2, 1: means 3 and 1, variances 20/3 and 2/3."""
    found = did([0, 2, 4, 6], [0, 1, 2, 1], least=4)
    assert found is not None
    assert found.difference == 2
    one, other = F(20, 3) / 4, F(2, 3) / 4
    assert found.error == pytest.approx(float(one + other) ** 0.5, rel=1e-15)
    assert found.df == pytest.approx(float((one + other) ** 2 / (one**2 / 3 + other**2 / 3)), rel=1e-15)
    # t at 3.5945 df is 2.9036..., times 1.3540 is 3.93; all in hundredths
    assert (found.low, found.high) == (round(2 - 3.9318), round(2 + 3.9318))


def test_equal_scores_before_by_hand():
    """Sent: (0, 1), (2, 2), (4, 9). Others: (10, 11), (12, 12), (14, 19).

    Within each group Sxx = 8, Sxy = 16, Syy = 38, so b = 2 and the rest is 2 * (38 - 32) = 12 on 3 df. Means of y are
    4 and 14, of x 2 and 12: d = -10 - 2 * -10 = 10, variance 12/3 * (1/3 + 1/3 + 100/16) = 83/3.
    """
    found = ancova(Paired([1, 2, 9], [0, 2, 4]), Paired([11, 12, 19], [10, 12, 14]), least=3)
    assert found is not None
    assert (found.difference, found.df) == (10, 3)
    assert found.error == pytest.approx((83 / 3) ** 0.5, rel=1e-15)


def test_fractions_of_a_hundredth_stay_exact():
    thirds = [F(n, 3) for n in range(10)]
    sevenths = [F(n, 7) for n in range(10)]
    found = did(thirds, sevenths)
    assert found is not None
    assert found.difference == F(3, 2) - F(9, 14) == mean(thirds) - mean(sevenths)


@pytest.mark.parametrize("seed", range(12))
def test_a_difference_of_changes_is_welch_of_scipy(seed):
    one, other = _groups(seed)
    changes = (one.changes, other.changes)
    found = did(*changes)
    told = stats.ttest_ind(*[np.array(each, dtype=float) for each in changes], equal_var=False)
    low, high = told.confidence_interval(0.95)
    assert found is not None
    assert float(found.difference) == pytest.approx(
        float(np.mean(changes[0]) - np.mean(changes[1])), rel=1e-9
    )
    assert found.df == pytest.approx(float(told.df), rel=1e-9)
    assert found.p == pytest.approx(float(told.pvalue), rel=1e-9)
    assert float(found.difference) / found.error == pytest.approx(float(told.statistic), rel=1e-9)
    assert (found.low, found.high) == (np.floor(low + 0.5), np.floor(high + 0.5))


@pytest.mark.parametrize("seed", range(12))
def test_equal_scores_before_are_least_squares_of_numpy(seed):
    one, other = _groups(seed)
    found = ancova(one, other)
    later = np.array([*one.later, *other.later], dtype=float)
    earlier = np.array([*one.earlier, *other.earlier], dtype=float)
    sent = np.repeat([1.0, 0.0], [len(one.later), len(other.later)])
    design = np.column_stack([np.ones_like(earlier), earlier - earlier.mean(), sent])
    solved, rest, *_ = np.linalg.lstsq(design, later)
    df = len(later) - 3
    error = float(np.sqrt(rest[0] / df * np.linalg.inv(design.T @ design)[2, 2]))
    reach = float(stats.t.ppf(0.975, df)) * error
    assert found is not None
    assert found.df == df
    assert float(found.difference) == pytest.approx(solved[2], rel=1e-9)
    assert found.error == pytest.approx(error, rel=1e-9)
    assert found.p == pytest.approx(2 * float(stats.t.sf(abs(solved[2]) / error, df)), rel=1e-8)
    assert (found.low, found.high) == (np.floor(solved[2] - reach + 0.5), np.floor(solved[2] + reach + 0.5))


def test_seven_in_a_group_give_no_number_and_eight_do():
    assert LEAST == 8
    for few, many in (([*range(7)], [*range(50)]), ([*range(50)], [*range(7)])):
        assert did(few, many) is None
        assert ancova(Paired(few, [*reversed(few)]), Paired(many, [*reversed(many)])) is None
    assert did([*range(8)], [*range(9)]) is not None
    steps = [0, 3, 1, 4, 1, 5, 9, 2]
    assert ancova(Paired(steps, [*range(8)]), Paired([*range(8)], steps)) is not None


def test_where_nothing_varies_there_is_no_interval():
    assert did([5] * 8, [3] * 8) is None
    assert ancova(Paired([*range(8)], [7] * 8), Paired([*range(8)], [9] * 8)) is None
    line = Paired([*range(8)], [*range(8)])
    assert ancova(line, line) is None


def test_the_sign_is_that_of_the_interval_as_it_is_shown():
    found = did([*range(8)], [*range(9)])
    assert found is not None
    assert dataclasses.replace(found, low=0, high=5).sign == 0
    assert dataclasses.replace(found, low=1, high=5).sign == 1
    assert dataclasses.replace(found, low=-5, high=0).sign == 0
    assert dataclasses.replace(found, low=-5, high=-1).sign == -1


def _groups(seed: int) -> tuple[Paired, Paired]:
    """Two groups of unequal size and spread; every other seed in sixths of a hundredth."""
    chance = np.random.default_rng(seed)
    part = 6 if seed % 2 else 1

    def group(size: int, spread: float) -> Paired:
        earlier = chance.normal(7000, 800, size)
        later = 0.6 * earlier + chance.normal(2900, spread, size)
        return Paired(*([F(round(value * part), part) for value in each] for each in (later, earlier)))

    return group(8 + 5 * seed, 300), group(200 - 11 * seed, 700)

"""Student's t against scipy, which is written by other hands, and against the closed forms of one and two df."""

import math

import pytest
from scipy import stats

from kinerja_cli.domain.student import t_quantile, two_sided_p

DFS = [0.3, 1, 1.5, 2, 2.7, 3, 5, 7.77, 13.999, 30.3, 99.9, 100.1, 250.25, 397, 1e4, 123456.7, 1e6]
CHANCES = [1e-8, 1e-4, 0.005, 0.025, 0.05, 0.3, 0.4999, 0.5001, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9999]
VALUES = [1e-6, 0.01, 0.5, 1, 1.4142, 1.96, 2.5, 3, 8, 35]


@pytest.mark.parametrize("df", DFS)
def test_quantiles_are_those_of_scipy(df):
    for p in CHANCES:
        assert t_quantile(p, df) == pytest.approx(float(stats.t.ppf(p, df)), rel=1e-9)


@pytest.mark.parametrize("df", DFS)
def test_two_sided_p_is_that_of_scipy(df):
    for t in VALUES:
        expected = 2 * float(stats.t.sf(t, df))
        assert two_sided_p(t, df) == pytest.approx(expected, rel=1e-9, abs=1e-280)
        assert two_sided_p(-t, df) == two_sided_p(t, df)


def test_one_and_two_degrees_of_freedom_have_closed_forms():
    for t in VALUES:
        assert two_sided_p(t, 1) == pytest.approx(1 - 2 / math.pi * math.atan(t), rel=1e-12)
        assert two_sided_p(t, 2) == pytest.approx(1 - t / math.sqrt(2 + t * t), rel=1e-12)
    assert t_quantile(0.975, 1) == pytest.approx(math.tan(0.475 * math.pi), rel=1e-12)


def test_a_quantile_and_its_p_undo_each_other():
    for df in DFS:
        for p in (0.6, 0.95, 0.975, 0.9999):
            assert two_sided_p(t_quantile(p, df), df) == pytest.approx(2 * (1 - p), rel=1e-9)


def test_the_middle_and_the_ends():
    assert t_quantile(0.5, 7) == 0.0
    assert t_quantile(0.025, 7) == pytest.approx(-t_quantile(0.975, 7), rel=1e-12)
    assert two_sided_p(0.0, 7) == 1.0
    assert two_sided_p(math.inf, 7) == 0.0
    assert two_sided_p(1e200, 1e6) == 0.0


@pytest.mark.parametrize(("p", "df"), [(0.0, 5), (1.0, 5), (-1.0, 5), (math.nan, 5), (0.5, 0), (0.9, -1)])
def test_what_is_no_chance_or_no_df_is_refused(p, df):
    with pytest.raises(ValueError, match="harus"):
        t_quantile(p, df)

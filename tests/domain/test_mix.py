"""What shares alone moved is no change of any unit."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from kinerja_cli.domain.mix import Weighed, mix_alone

MEANS, WEIGHTS = st.fractions(0, 100, max_denominator=20), st.integers(1, 50)
UNITS = st.lists(st.builds(Weighed, MEANS, WEIGHTS, MEANS, WEIGHTS), min_size=1, max_size=5)


def together(units: list[Weighed]) -> Fraction:
    old = Fraction(sum(u.before * u.weight_before for u in units)) / sum(u.weight_before for u in units)
    return Fraction(sum(u.after * u.weight_after for u in units)) / sum(u.weight_after for u in units) - old


@given(units=UNITS)
def test_it_is_what_the_shares_dont_make_up(units: list[Weighed]):
    """The other half of Kitagawa's parts: the mean level of each unit times what its share gained."""
    old, new = sum(u.weight_before for u in units), sum(u.weight_after for u in units)
    shares = sum(
        (u.before + u.after) / 2 * (Fraction(u.weight_after, new) - Fraction(u.weight_before, old))
        for u in units
    )
    difference = together(units)
    assert mix_alone(units, difference) is ((difference - shares) * difference <= 0)


@given(units=UNITS)
@example([Weighed(Fraction(90), 1, Fraction(80), 9), Weighed(Fraction(50), 9, Fraction(40), 1)])
def test_where_no_unit_rises_a_rise_is_owed_to_shares_alone(units: list[Weighed]):
    fallen = [unit._replace(after=min(unit.before, unit.after)) for unit in units]
    difference = together(fallen)
    assert difference <= 0 or mix_alone(fallen, difference)


@given(units=UNITS)
def test_shares_that_stay_are_never_the_cause(units: list[Weighed]):
    still = [unit._replace(weight_after=unit.weight_before) for unit in units]
    assume(together(still))
    assert not mix_alone(still, together(still))

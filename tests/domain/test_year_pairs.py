"""Whether the same people's figures changed from one year to the next, against scipy's paired t."""

from __future__ import annotations

import random
import statistics
from decimal import ROUND_HALF_UP, Decimal

import pytest
from scipy import stats

from kinerja_cli.domain.appraisal import Outcome, Status
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.year_pairs import PairedChange, YearPairs


def row(number: int, final: int | None, *means: int | None, status: Status = Status.COMPLETE) -> YearRow:
    outcome = Outcome(status, means, final, 0, final, None, 0, None, None)
    return YearRow(f"19850101201001{number:04d}", f"Orang {number}", "A", None, outcome)


def paired(before: list[YearRow], now: list[YearRow]) -> YearPairs:
    pairs = YearPairs()
    assert list(pairs.earlier(before)) == before  # each row goes on as it is
    assert list(pairs.later(now)) == now
    return pairs


def shown(number: float) -> int:
    return int(Decimal(float(number)).to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize("people", [8, 9, 60])
def test_the_interval_is_the_paired_t_of_scipy(people: int) -> None:
    chance = random.Random(people)
    before = [chance.randint(60_00, 90_00) for _ in range(people)]
    changes = [chance.randint(-3_00, 4_00) for _ in range(people)]
    pairs = paired(
        [row(n, value, value) for n, value in enumerate(before)],
        [
            row(n, value + moved, value - moved)
            for n, (value, moved) in enumerate(zip(before, changes, strict=True))
        ],
    )
    error = statistics.stdev(changes) / people**0.5
    low, high = stats.t.interval(0.95, people - 1, statistics.mean(changes), error)
    found = pairs.change(0)
    assert found == (people, shown(statistics.mean(changes)), (shown(low), shown(high)))
    assert found.sign == int(low > 0.5) - int(high < -0.5)
    assert pairs.change(1).interval == (shown(-high), shown(-low))  # the first criterion moved the other way


def test_only_who_is_complete_in_both_years_counts() -> None:
    before = [row(n, 70_00, 70_00) for n in range(10)]
    before[0] = row(0, None, 70_00, status=Status.INCOMPLETE)
    now = [row(n, 71_00 + n, 71_00 + n) for n in range(1, 12)]  # the first has left, two are new
    now[0] = row(1, None, 99_00, status=Status.INCOMPLETE)
    pairs = paired(before, now)
    # 2 to 9: changes 102 to 109
    assert pairs.change(0)[:2] == (8, 106)  # 105.5, half up
    assert pairs.change(1) == pairs.change(0)


def test_too_few_or_all_alike_have_no_interval() -> None:
    seven = range(7)
    pairs = paired([row(n, 70_00) for n in seven], [row(n, 80_00 + n) for n in seven])
    assert pairs.change(0) == PairedChange(7)
    eight = range(8)
    pairs = paired([row(n, 70_00) for n in eight], [row(n, 75_00) for n in eight])
    assert pairs.change(0) == PairedChange(8, 5_00)
    assert pairs.change(0).sign == 0
    assert YearPairs().change(0) == PairedChange(0)


def test_where_nobody_has_a_final_the_criteria_are_still_paired() -> None:
    people = range(8)
    pairs = paired([row(n, None, 2_00) for n in people], [row(n, None, 2_00 + n) for n in people])
    assert pairs.change(0).people == 0
    assert pairs.change(1).people == 8

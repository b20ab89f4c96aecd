"""Leading a list: equal places share a rank, and a tie at the end is shown whole."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.appreciation import Steady, leading


def places(figures: list[int], most: int) -> list[tuple[int, int]]:
    return leading(figures, lambda figure: figure, most)


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (1, [(1, 5), (1, 5)]),
        (2, [(1, 5), (1, 5)]),
        (3, [(1, 5), (1, 5), (3, 6), (3, 6), (3, 6)]),
        (5, [(1, 5), (1, 5), (3, 6), (3, 6), (3, 6)]),
        (6, [(1, 5), (1, 5), (3, 6), (3, 6), (3, 6), (6, 9)]),
    ],
)
def test_no_tie_is_cut(most, shown):
    assert places([6, 5, 9, 6, 5, 6], most) == shown


def test_equals_stay_in_their_order():
    found = leading(["b2", "a1", "c2"], lambda item: int(item[1]), 9)
    assert found == [(1, "a1"), (2, "b2"), (2, "c2")]


def test_nobody_leads_an_empty_list():
    assert places([], 3) == []


def test_the_spread_is_from_the_lowest_to_the_highest():
    assert Steady(7600, 7750, 30_700).spread == 150

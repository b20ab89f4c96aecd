"""Coverage of a group: what is counted, and that nobody divides by nobody."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.activities import ActivityKind, Reach, Reached, coverage

TRAINING, WORKSHOP = ActivityKind.TRAINING, ActivityKind.WORKSHOP


def test_a_group_is_counted_and_shares_are_rounded_half_up() -> None:
    """Two of three are 66.666… %; 20 and 5 JP are 25/3 = 8.333… a head; only 20 is enough."""
    found = coverage(
        [
            Reached(1, 2, 20, frozenset({TRAINING, WORKSHOP}), "2025-05-01"),
            Reached(2, 1, 5, frozenset({WORKSHOP}), "2025-06-01"),
            Reached(3, last="2024-06-01"),
        ]
    )
    assert (found.people, found.reached, found.never, found.enough, found.hours) == (3, 2, 0, 1, 25)
    assert (found.reached_share, found.enough_share, found.mean_hours) == (6667, 3333, 833)
    assert found.by_kind == {ActivityKind.SOCIALISATION: 0, TRAINING: 1, WORKSHOP: 2}


def test_an_exact_half_goes_up() -> None:
    """1 of 16 is 6.25 %, 1 JP among 8 is 0.125 a head, which is shown as 0.13."""
    people = [Reached(1, 1, 1, frozenset({TRAINING}), "2025-05-01"), *(Reached(n) for n in range(2, 9))]
    assert coverage(people).mean_hours == 13
    assert coverage([*people, *(Reached(n) for n in range(9, 17))]).reached_share == 625


def test_of_nobody_there_are_no_shares() -> None:
    found = coverage([])
    assert (found.people, found.reached_share, found.enough_share, found.mean_hours) == (0, None, None, None)


@pytest.mark.parametrize(
    ("reached", "lacking", "word"),
    [
        (Reached(1, 3, 20, frozenset({TRAINING}), "2025-05-01"), 0, Reach.ENOUGH),
        (Reached(1, 3, 19, frozenset({TRAINING}), "2025-05-01"), 1, Reach.SHORT),
        (Reached(1, 1, 0, frozenset({WORKSHOP}), "2025-05-01"), 20, Reach.SHORT),
        (Reached(1, 1, 900, frozenset({TRAINING}), "2025-05-01"), 0, Reach.ENOUGH),
        (Reached(1, last="2023-05-01"), 20, Reach.NOT_THIS_YEAR),
        (Reached(1), 20, Reach.NEVER),
    ],
)
def test_one_word_says_how_far_somebody_was_reached(reached: Reached, lacking: int, word: Reach) -> None:
    assert (reached.lacking, reached.reach) == (lacking, word)

"""Which placement holds on a day, and in which periods an employee is expected."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kinerja_cli.domain.placements import BEGINNING, expected_range, in_force, placed_on, serves, since

QUARTERS = ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"]


@pytest.mark.parametrize(
    ("day", "index"),
    [("1999-01-01", 0), ("2025-03-31", 0), ("2025-04-01", 1), ("2025-06-30", 1), ("2025-07-01", 2), ("2030-01-01", 2)],
)  # fmt: skip
def test_a_placement_holds_from_its_first_day_until_the_day_before_the_next(day, index):
    assert in_force([BEGINNING, "2025-04-01", "2025-07-01"], day) == index


def test_before_the_first_day_no_placement_holds():
    assert in_force(["2025-04-01"], "2025-03-31") is None
    assert in_force([], "2025-03-31") is None


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, [0, 1, 2, 3]),
        ("2025-06-30", None, [1, 2, 3]),  # on its last day is enough
        ("2025-07-01", None, [2, 3]),
        (None, "2025-09-30", [0, 1, 2]),  # the last day of service counts
        (None, "2025-09-29", [0, 1]),
        ("2025-07-01", "2025-09-29", []),  # served in between, on no last day
        ("2026-01-01", None, []),
        (None, "2025-01-01", []),
        ("2025-10-01", "2025-03-31", []),
    ],
)
def test_who_serves_on_the_last_day_of_a_period_is_expected_in_it(starts, ends, expected):
    assert list(range(*expected_range(QUARTERS, starts, ends))) == expected


def test_a_first_day_is_said_in_words():
    assert since(BEGINNING) == "sejak awal"
    assert since("2025-04-01") == "sejak 2025-04-01"


@dataclass(frozen=True)
class Place:
    starts: str


def test_before_all_placements_the_first_one_is_shown():
    first, second = Place("2025-04-01"), Place("2025-07-01")
    assert [placed_on([first, second], day) for day in ("2025-03-31", "2025-06-30", "2025-07-01")] == [
        first,
        first,
        second,
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "active"),
    [
        (None, None, True),
        ("2025-03-31", None, True),
        ("2025-04-01", None, False),
        (None, "2025-03-31", True),
        (None, "2025-03-30", False),
    ],
)
def test_an_employee_is_active_from_the_first_to_the_last_day_of_service(starts, ends, active):
    assert serves(starts, ends, "2025-03-31") is active

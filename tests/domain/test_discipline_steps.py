"""Absence counted by hand against the steps of PP 94/2021 (regulations.md 1.10 and the vectors of 4.1)."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from kinerja_cli.domain.discipline import (
    STEPS,
    Ahead,
    Tally,
    ahead,
    ahead_text,
    has_steps,
    numbered,
    reached,
    tally,
    working_days,
)

# first and last day of every row of regulations.md 1.10, with its class and what it says
TABLE = (
    (3, 3, "ringan", "teguran lisan"),
    (4, 6, "ringan", "teguran tertulis"),
    (7, 10, "ringan", "pernyataan tidak puas secara tertulis"),
    (11, 13, "sedang", "pemotongan tunjangan kinerja 25 % selama 6 bulan"),
    (14, 16, "sedang", "pemotongan tunjangan kinerja 25 % selama 9 bulan"),
    (17, 20, "sedang", "pemotongan tunjangan kinerja 25 % selama 12 bulan"),
    (21, 24, "berat", "penurunan jabatan setingkat lebih rendah selama 12 bulan"),
    (25, 27, "berat", "pembebasan dari jabatan menjadi pelaksana selama 12 bulan"),
    (28, 366, "berat", "pemberhentian dengan hormat tidak atas permintaan sendiri"),
)
DISMISSAL = TABLE[-1][3]


def scattered(days: int) -> Tally:
    return Tally(days, min(days, 1), min(days, 1))


def told(counted: Tally) -> tuple[str, str] | None:
    step = reached(counted)
    return None if step is None else (step.level.value, step.sanction)


def test_every_number_of_days_of_a_year_is_in_the_row_of_the_regulation():
    for days in range(367):
        rows = [(level, words) for first, last, level, words in TABLE if first <= days <= last]
        assert [told(scattered(days))] == (rows or [None]), days


@pytest.mark.parametrize(
    ("counted", "level", "sanction"),
    [
        (Tally(10, 5, 1), "ringan", "pernyataan tidak puas secara tertulis"),
        (Tally(11, 5, 1), "sedang", "pemotongan tunjangan kinerja 25 % selama 6 bulan"),
        (Tally(28, 5, 1), "berat", DISMISSAL),
        (Tally(10, 10, 10), "berat", DISMISSAL),
        (Tally(11, 9, 1), "sedang", "pemotongan tunjangan kinerja 25 % selama 6 bulan"),
    ],
)
def test_the_vectors_of_the_regulations(counted, level, sanction):
    """10 days, 11 days, 28 days, 10 in a row; and nine in a row is not ten."""
    assert told(counted) == (level, sanction)


def test_the_next_step_is_that_of_the_next_row_where_no_run_is_near():
    for days in range(28):
        following = next(row for row in TABLE if row[0] > days)
        coming = ahead(scattered(days))
        assert coming is not None
        # a single day runs to ten after nine more; no row is longer than five
        assert (coming.step.sanction, coming.days, coming.in_a_row) == (
            following[3],
            following[0] - days,
            False,
        )
    assert ahead(scattered(28)) is None
    assert ahead(Tally(12, 10, 2)) is None


@pytest.mark.parametrize(
    ("counted", "coming"),
    [
        # 7 more to ten in a row, 1 more to the written reprimand
        (Tally(3, 3, 3), Ahead(STEPS[1], 1, False)),
        # 2 to ten in a row, 3 to eleven days
        (Tally(8, 8, 8), Ahead(STEPS[-1], 2, True)),
        # 1 to both: the graver one
        (Tally(10, 9, 9), Ahead(STEPS[-1], 1, True)),
        # the long run is over: 3 to eleven, 9 to another ten in a row
        (Tally(8, 7, 1), Ahead(STEPS[3], 3, False)),
        # 2 to ten in a row, 3 to the same by the sum
        (Tally(25, 8, 8), Ahead(STEPS[-1], 2, True)),
        (Tally(27, 9, 9), Ahead(STEPS[-1], 1, False)),
    ],
)
def test_ten_in_a_row_comes_first_where_it_is_no_further_than_the_next_row(counted, coming):
    assert ahead(counted) == coming


def test_a_run_that_may_break_is_said_with_its_condition():
    assert ahead_text(Tally(8, 8, 8)) == (
        f"dapat dikenai {DISMISSAL} bila 10 hari kerja beruntun;"
        " jika tidak, pemotongan tunjangan kinerja 25 % selama 6 bulan pada hari ke-11"
    )
    assert ahead_text(Tally(3, 1, 1)) == "dapat dikenai teguran tertulis"
    assert ahead_text(Tally(28, 1, 1)) is None


def test_a_weekend_does_not_break_a_run_and_a_working_day_does():
    """Thursday, Friday, Monday; then Wednesday."""
    found = numbered([date(2025, 3, 6), date(2025, 3, 12), date(2025, 3, 7), date(2025, 3, 10)])
    assert [(a.day.day, a.of_year, a.in_run) for a in found] == [(6, 1, 1), (7, 2, 2), (10, 3, 3), (12, 4, 1)]


def test_a_saturday_that_is_recorded_is_a_day_of_the_run():
    found = numbered([date(2025, 3, 7), date(2025, 3, 8), date(2025, 3, 10)])
    assert [a.in_run for a in found] == [1, 2, 3]


def test_a_holiday_breaks_a_run_unless_it_is_named():
    """Nyepi, 29 March 2025, is a Saturday; Idul Fitri 31 March and 1 April are Monday and Tuesday."""
    days = [date(2025, 3, 28), date(2025, 4, 2)]
    holidays = [date(2025, 3, 31), date(2025, 4, 1)]
    assert [a.in_run for a in numbered(days)] == [1, 1]
    assert [a.in_run for a in numbered(days, holidays)] == [1, 2]
    assert [a.in_run for a in numbered(days, holidays[:1])] == [1, 1]


def test_the_sum_begins_anew_with_the_year_and_a_run_does_not():
    """Monday 22 December 2025 to Tuesday 6 January 2026: twelve working days, eight and four."""
    days = working_days(date(2025, 12, 22), date(2026, 1, 6))
    found = numbered(days)
    assert tally(found, 2025) == Tally(8, 8, 8)
    assert tally(found, 2026) == Tally(4, 12, 12)
    assert tally(found, 2027) == Tally(0, 0, 0)
    assert told(tally(found, 2025)) == ("ringan", "pernyataan tidak puas secara tertulis")
    assert told(tally(found, 2026)) == ("berat", DISMISSAL)


def test_a_range_has_five_days_a_week():
    assert working_days(date(2025, 3, 7), date(2025, 3, 10)) == [date(2025, 3, 7), date(2025, 3, 10)]
    assert working_days(date(2025, 3, 8), date(2025, 3, 9)) == []
    assert len(working_days(date(2025, 1, 1), date(2025, 12, 31))) == 261


def test_one_day_more_never_lessens_a_step_and_the_announced_one_comes_when_it_was_announced():
    """Random registers, against a run counted another way: by stepping from each day to the next working day."""
    order = [None, *STEPS]
    for seed in range(200):
        chance = random.Random(seed)
        year = working_days(date(2025, 1, 1), date(2025, 12, 31))
        days = sorted(chance.sample(year, chance.randrange(1, 40)))
        counted = tally(numbered(days), 2025)
        longest = max(_run_from(day, set(days)) for day in days)
        assert (counted.days, counted.longest) == (len(days), longest)
        later = [day for day in year if day > days[-1]]
        coming = ahead(counted)
        for more, _ in enumerate(later, 1):
            grown = tally(numbered([*days, *later[:more]]), 2025)
            assert order.index(reached(grown)) >= order.index(reached(counted))
            if coming is not None and more <= coming.days:
                assert (reached(grown) is coming.step) == (more == coming.days)


def _run_from(day: date, days: set[date]) -> int:
    length = 0
    while day in days:
        length += 1
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return length


def test_only_pns_have_these_steps():
    assert [has_steps(kind) for kind in ("PNS", "PPPK", "PPPK paruh waktu")] == [True, False, False]

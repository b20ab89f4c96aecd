"""Codes and days of periods."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kinerja_cli.domain.periods import Cadence, Period, parse_period, parse_year, periods_of
from kinerja_cli.errors import BadValue


@pytest.mark.parametrize(
    ("text", "code", "first", "last"),
    [
        ("2025-TW1", "2025-TW1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-tw4", "2025-TW4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025 TW2", "2025-TW2", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025TW3", "2025-TW3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", "2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-s2", "2025-S2", date(2025, 7, 1), date(2025, 12, 31)),
        (" 2025 ", "2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_has_one_code_and_its_days(text, code, first, last):
    period = parse_period(text)
    assert (period.code, period.first, period.last) == (code, first, last)
    assert parse_period(period.code) == period


@pytest.mark.parametrize(
    ("text", "words"),
    [("2025-TW5", "triwulan harus 1 sampai 4"), ("2025-TW0", "triwulan harus"), ("2025-13", "bulan harus 1 sampai 12"),
     ("2025-00", "bulan harus"), ("2025-S3", "semester harus 1 sampai 2"), ("2025-3", "bukan kode periode"),
     ("TW1-2025", "bukan kode periode"), ("25-TW1", "bukan kode periode"), ("", "bukan kode periode"),
     ("1944-TW1", "bukan tahun"), ("٢٠٢٥", "bukan kode periode")],
)  # fmt: skip
def test_what_is_no_period_says_what_to_write(text, words):
    with pytest.raises(BadValue, match=words):
        parse_period(text)


@pytest.mark.parametrize(
    ("cadence", "codes"),
    [
        (Cadence.QUARTER, "2025-TW1 2025-TW2 2025-TW3 2025-TW4"),
        (Cadence.HALF, "2025-S1 2025-S2"),
        (Cadence.YEAR, "2025"),
        (Cadence.MONTH, " ".join(f"2025-{month:02d}" for month in range(1, 13))),
    ],
)
def test_the_periods_of_a_year_fill_it_without_gap_or_overlap(cadence, codes):
    periods = periods_of(2025, cadence)
    assert " ".join(period.code for period in periods) == codes
    assert periods[0].first == date(2025, 1, 1)
    assert periods[-1].last == date(2025, 12, 31)
    for earlier, later in pairwise(periods):
        assert (later.first - earlier.last).days == 1


def test_keys_lie_in_the_order_of_time():
    periods = [period for year in (2024, 2025) for period in periods_of(year, Cadence.MONTH)]
    assert [period.key for period in periods] == sorted(period.key for period in periods)
    assert Period(2025, 1, Cadence.QUARTER).key == 202501


@pytest.mark.parametrize("text", ["25", "20255", "dua", "2025.0", "1944", "9999", "-2025", "２０２５"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(BadValue, match="tulis empat angka"):
        parse_year(text)


def test_a_year_is_four_digits():
    assert parse_year(" 2025 ") == 2025

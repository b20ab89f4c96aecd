"""Dates as people write them, instants as the office's clock shows them."""

from __future__ import annotations

from datetime import date

import pytest

from kinerja_cli.domain.dates import local_time, parse_date, years_after
from kinerja_cli.errors import BadValue


@pytest.mark.parametrize("text", ["2025-03-31", "31-03-2025", "31/03/2025", " 31/3/2025 "])
def test_a_date_is_read_year_first_or_day_first(text):
    assert parse_date(text) == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("text", "words"),
    [("2025-02-29", "kalender"), ("31/04/2025", "kalender"), ("03/31/2025", "kalender"),
     ("31-03-25", "tulis seperti"),
     ("2025/03/31", "tulis seperti"), ("31 Maret 2025", "tulis seperti"), ("", "tulis seperti"),
      ("45747", "tulis seperti"),
     ("0205-03-31", "tahun 0205 tidak mungkin"), ("31/03/1025", "tidak mungkin"), ("0000-01-01", "kalender")],
)  # fmt: skip
def test_what_is_no_date_or_a_slip_is_refused(text, words):
    with pytest.raises(BadValue, match=words):
        parse_date(text)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("WIB", "2026-01-01 01:30 WIB"), ("WITA", "2026-01-01 02:30 WITA"), ("WIT", "2026-01-01 03:30 WIT")],
)
def test_an_instant_is_shown_by_the_clock_of_the_office_even_into_the_next_year(zone, shown):
    assert local_time("2025-12-31T18:30:00Z", zone) == shown


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [("2020-12-31", 5, "2025-12-31"), ("2020-02-29", 4, "2024-02-29"), ("2020-02-29", 5, "2025-03-01"),
     ("2020-05-01", 0, "2020-05-01"),
     ("9998-05-01", 100, "9999-05-01")],
)  # fmt: skip
def test_a_day_some_years_later_is_the_same_day(day, years, later):
    assert years_after(date.fromisoformat(day), years) == date.fromisoformat(later)

"""Dates as people write them, and instants as the office's clock shows them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from kinerja_cli.domain.periods import FIRST_YEAR, LAST_YEAR
from kinerja_cli.errors import BadValue

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})", re.ASCII)
ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}


def parse_date(text: str) -> date:
    """Read ``2025-03-31``, ``31-03-2025`` or ``31/03/2025``; a year outside 1945-9998 is a slip.  Raises: BadValue."""
    stripped = text.strip()
    if match := _ISO.fullmatch(stripped):
        year, month, day = match[1], match[2], match[3]
    elif match := _DAY_FIRST.fullmatch(stripped):
        day, month, year = match[1], match[2], match[3]
    else:
        raise BadValue(f"'{text}' bukan tanggal; tulis seperti 2025-03-31 atau 31/03/2025")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise BadValue(f"'{text}' bukan tanggal yang ada di kalender") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue(f"'{text}': tahun {year} tidak mungkin; periksa tahunnya")
    return found


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def local_time(utc: str, zone: str) -> str:
    """An instant stored as ``YYYY-MM-DDTHH:MM:SSZ``, as the office's clock shows it: ``2026-01-02 14:05 WITA``."""
    instant = datetime.fromisoformat(utc)  # strptime would import half a calendar
    local = instant.astimezone(timezone(timedelta(hours=ZONES[zone])))
    return f"{local:%Y-%m-%d %H:%M} {zone}"

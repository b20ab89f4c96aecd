"""Periods of appraisal: a month, a quarter, a half-year or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kinerja_cli.errors import BadValue

FIRST_YEAR, LAST_YEAR = 1945, 9998


class Cadence(StrEnum):
    """How many periods a year has; the values are the words of criteria.yaml."""

    MONTH = "bulan"
    QUARTER = "triwulan"
    HALF = "semester"
    YEAR = "tahun"

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return {"bulan": 12, "triwulan": 4, "semester": 2, "tahun": 1}[self.value]


_PREFIX = {Cadence.MONTH: "", Cadence.QUARTER: "TW", Cadence.HALF: "S"}
_CODE = re.compile(r"([0-9]{4})(?:[- ]?(?:(TW|S)([0-9])|([0-9]{2})))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period; *index* counts from 1 within the year."""

    year: int
    index: int
    cadence: Cadence

    @property
    def code(self) -> str:
        """``2025-TW1``, ``2025-03``, ``2025-S1`` or ``2025``."""
        if self.cadence is Cadence.YEAR:
            return f"{self.year:04d}"
        number = f"{self.index:02d}" if self.cadence is Cadence.MONTH else str(self.index)
        return f"{self.year:04d}-{_PREFIX[self.cadence]}{number}"

    @property
    def key(self) -> int:
        """Year × 100 + index: the periods of a year lie side by side in the database."""
        return self.year * 100 + self.index

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, 1 + (self.index - 1) * (12 // self.cadence.per_year), 1)

    @property
    def last(self) -> date:
        """Last day."""
        months = self.index * (12 // self.cadence.per_year)
        following = date(self.year + months // 12, months % 12 + 1, 1)
        return following - timedelta(days=1)


def parse_period(text: str) -> Period:
    """Read a period code; case and the mark after the year are free.  Raises: BadValue."""
    match = _CODE.fullmatch(text.strip())
    if match is None:
        raise BadValue(f"'{text}' bukan kode periode; tulis seperti 2025-TW1, 2025-03, 2025-S1 atau 2025")
    year = parse_year(match[1])
    if match[4]:
        cadence, index = Cadence.MONTH, int(match[4])
    elif match[2]:
        cadence = Cadence.QUARTER if match[2].upper() == "TW" else Cadence.HALF
        index = int(match[3])
    else:
        cadence, index = Cadence.YEAR, 1
    if not 1 <= index <= cadence.per_year:
        raise BadValue(f"'{text}': {cadence.value} harus 1 sampai {cadence.per_year}")
    return Period(year, index, cadence)


def parse_year(text: str) -> int:
    """Read a year of four digits.  Raises: BadValue."""
    stripped = text.strip()
    if re.fullmatch(r"[0-9]{4}", stripped, re.ASCII) is None or not FIRST_YEAR <= int(stripped) <= LAST_YEAR:
        raise BadValue(f"'{text}' bukan tahun; tulis empat angka seperti 2025")
    return int(stripped)


def periods_of(year: int, cadence: Cadence) -> list[Period]:
    """All periods of a year, in order."""
    return [Period(year, index, cadence) for index in range(1, cadence.per_year + 1)]


def other_cadence(period: Period, cadence: Cadence) -> str:
    """That a year of *cadence* has no such period, and how its periods are written."""
    example = periods_of(period.year, cadence)[0].code
    return f"tidak ada periode {period.code}: periode tahun {period.year} ditulis seperti {example}"

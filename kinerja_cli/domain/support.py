"""Support for whoever struggles (pembinaan): a confidential case, its meetings, and when somebody is to look again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

CAUSES = (
    "beban_kerja",
    "keterampilan",
    "motivasi",
    "menolak_perubahan",
    "kesehatan",
    "keluarga",
    "lainnya",
)
FORMS = ("bimbingan", "konseling", "umpan_balik")
OUTCOMES = ("membaik", "tetap", "dirujuk", "dihentikan")
IMPROVED = OUTCOMES[0]
QUESTIONS = 9
"""Format B.1.8 of PermenPANRB 6/2022 asks nine things; their wording could not be verified, so they have numbers."""
FEWEST_SHOWN = 5


class Case(NamedTuple):
    """One case; days are ISO text, *counsellor* a NIP or a name, *why* the reason of its last correction.

    *follow* is the next day that was agreed on when it was opened; *closed*, *outcome* and *outcome_note* come
    together.
    """

    id: int
    employee: int
    opened: str
    cause: str
    note: str | None
    form: str
    counsellor: str | None
    follow: str | None
    closed: str | None
    outcome: str | None
    outcome_note: str | None
    why: str | None


class Meeting(NamedTuple):
    """One meeting of a case, at most one a day; *answers* to the nine questions by place, None where not asked."""

    case: int
    employee: int
    day: str
    form: str
    note: str
    follow: str | None
    why: str | None
    answers: tuple[str | None, ...]


def next_day(case: Case, meetings: Sequence[Meeting]) -> str | None:
    """When somebody is to look again (ISO text): the day that was agreed on last, unless they met on it or since.

    None of a closed case.
    """
    if case.closed is not None:
        return None
    last, agreed = case.opened, case.follow
    for meeting in sorted(meetings, key=lambda m: m.day):
        last, agreed = meeting.day, meeting.follow or agreed
    return agreed if agreed is not None and agreed > last else None


def days_late(follow: str | None, day: date) -> int | None:
    """How many days *day* lies after the next day; None where it doesn't."""
    late = 0 if follow is None else (day - date.fromisoformat(follow)).days
    return late if late > 0 else None


def question(number: int) -> str:
    """What a question is called: ``Pertanyaan 3 (Format B.1.8)``."""
    return f"Pertanyaan {number} (Format B.1.8)"


def shown_count(count: int) -> str | int:
    """A count of cases as it may stand outside pembinaan: from five on, and no case at all."""
    return count if count >= FEWEST_SHOWN else f"kurang dari {FEWEST_SHOWN}"

"""Objections (keberatan): until when one may be filed, and what it can come to.

Source: PP 30/2019 Pasal 59: with reasons, at most 14 days after the result was received, to the superior of the
appraiser, whose decision is final. Nothing says by when he has to decide.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

FILING_DAYS = 14


class State(StrEnum):
    """Where an objection stands."""

    FILED = "diajukan"
    GRANTED = "dikabulkan"
    REJECTED = "ditolak"


class Decided(NamedTuple):
    """A decided objection, as it is told beside the value that it was about; values in hundredths.

    *after* is None where it was rejected; *decider* a NIP or a name.
    """

    number: int
    state: str
    decided: str
    decider: str
    before: int
    after: int | None


def filing_deadline(received: date) -> date:
    """The last day on which one may object to a result that was received on that day."""
    return received + timedelta(days=FILING_DAYS)

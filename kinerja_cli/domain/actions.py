"""An action of the improvement plan (rencana): what it arises from, where it stands, and how late it is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

OVERDUE = "lewat"
"""What a running action is called from the day after its due date on."""


class Origin(StrEnum):
    """What an action arises from."""

    ACTIVITY = "kegiatan"
    SATISFACTION = "skm"
    SERVICE = "layanan"
    IMPACT = "dampak"
    SUPPORT = "pembinaan"
    SCORE = "nilai"
    PROGRAMME = "program"
    OBJECTION = "keberatan"
    OTHER = "lainnya"


class ActionState(StrEnum):
    """Where an action stands; whether it is overdue depends on the day."""

    RUNNING = "berjalan"
    DONE = "selesai"
    CANCELLED = "batal"


class Action(NamedTuple):
    """One action; dates are ISO text. *unit* is a number, *unit_code* its code, *owner* a NIP or a name.

    *outcome* and *done*, the day, are those of a finished one, else None.
    """

    id: int
    text: str
    origin: str
    reference: str | None
    unit: int | None
    unit_code: str | None
    owner: str
    due: str
    state: str
    outcome: str | None
    done: str | None

    def status(self, today: date) -> str:
        """Its state on that day, a running one past its due date being `OVERDUE`."""
        late = self.state == ActionState.RUNNING and self.due < today.isoformat()
        return OVERDUE if late else self.state

    def days_late(self, today: date) -> int | None:
        """Days past the due date: until *today*, or until the day it was done; None where it isn't or wasn't late."""
        if self.state == ActionState.CANCELLED:
            return None
        until = today if self.done is None else date.fromisoformat(self.done)
        days = (until - date.fromisoformat(self.due)).days
        return days if days > 0 else None

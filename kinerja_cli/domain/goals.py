"""Goals (tujuan) of the organisation: the tree from its vision to what a unit is to reach, which targets serve."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class GoalKind(StrEnum):
    """Which step of the planning a goal is, from the top; the values are the words that are typed and read."""

    VISION = "visi"
    MISSION = "misi"
    OBJECTIVE = "tujuan"
    STRATEGIC = "sasaran"

    @property
    def depth(self) -> int:
        """0 for the vision; a goal never lies above one of less depth."""
        return list(GoalKind).index(self)


class Goal(NamedTuple):
    """One goal; *kind* a word of `GoalKind`, *parent* the number of the one above, *unit* the code of whose it is.

    *unit* None: of the whole organisation. *revision*: the entry that wrote it as it is.
    """

    id: int
    code: str
    kind: str
    text: str
    parent: int | None
    unit: str | None
    revision: int

"""The policy on one page: figures of a year beside those of the year before, each with the command that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """The links of the chain, from the goal to the citizen's trust, in its order."""

    GOALS = "tujuan"
    LEARNING = "pembelajaran"
    APPRAISAL = "penilaian"
    PROGRAMMES = "program"
    IMPACT = "dampak"
    SERVICE = "pelayanan"
    TRUST = "kepuasan"
    SUPPORT = "dukungan"
    IMPROVEMENT = "perbaikan"


@dataclass(frozen=True, slots=True)
class PolicyFigure:
    """One line of the page.

    *before*, *now*: hundredths where *exact*, else whole numbers; words where a number may not be told or there is
    none by nature; None where nothing was recorded. *better*: 1 where more is better, -1 where less is, 0 where
    neither. *comparable*: whether the two years were measured alike. *command*: what explains it, without ``kinerja``.
    *judged*: what the change means, where its interval has been asked. *moved*: the change, where it is more exact than
    the difference of both.
    """

    part: Part
    measure: str
    unit: str
    command: str
    before: int | str | None
    now: int | str | None
    exact: bool = False
    better: int = 0
    comparable: bool = True
    remark: str | None = None
    judged: str | None = None
    moved: int | None = None

    @property
    def change(self) -> int | None:
        """From the year before to this one, in the same measure; None where one of them is no number."""
        if isinstance(self.before, int) and isinstance(self.now, int) and self.comparable:
            return self.now - self.before if self.moved is None else self.moved
        return None

    @property
    def meaning(self) -> str | None:
        """``membaik``, ``memburuk``, ``tetap`` or what was judged; None where more is neither better nor worse."""
        if self.change is None or not self.better:
            return None
        if self.judged is not None:
            return self.judged
        if not self.change:
            return "tetap"
        return "membaik" if self.change * self.better > 0 else "memburuk"

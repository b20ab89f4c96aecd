"""Where a workspace stands, as values: what `kinerja status` shows."""

from __future__ import annotations

from typing import NamedTuple


class UnitGap(NamedTuple):
    """A unit in which something is missing in a period: whom (NIP and name), and how many values."""

    code: str
    name: str
    people: tuple[tuple[str, str], ...]
    values: int


class PeriodState(NamedTuple):
    """One opened period: employees expected, those with something missing, needed values missing.

    *by_targets*: how many of these are of targets (realisations, and periods without an utama).
    *days_left* until the deadline (negative: past), None without one. Of a closed year
    nothing is counted again: *expected* is 0.
    """

    code: str
    deadline: str | None
    days_left: int | None
    expected: int
    incomplete: int
    missing: int
    by_unit: tuple[UnitGap, ...]
    closed: bool
    by_targets: int = 0


class RulesState(NamedTuple):
    """The rules of the newest opened year (before any: the newest applied).

    *file_differs*: criteria.yaml says something else; *file_sound*: and has no fault in what it says.
    """

    year: int
    since: int
    digest: str
    institution: str
    file_differs: bool
    file_sound: bool


class WorkspaceState(NamedTuple):
    """A workspace; *periods* is empty before the first was opened, *rules* None before any were applied.

    *periods* are those of the newest opened year, after those of earlier years in which something is missing;
    *unopened* those of the opened years that nobody opened yet; *next_period* the one to open next, None before it
    begins (with no period at all: where criteria.yaml is faulty); *objections* wait for a decision; *overdue* are
    running actions of the improvement plan that were due before today; *support_overdue*: the next day of some case of
    pembinaan has passed, and no more is said of it.
    """

    folder: str
    employees: int
    units: int
    rules: RulesState | None
    periods: tuple[PeriodState, ...]
    unopened: tuple[str, ...]
    next_period: str | None
    objections: int
    overdue: int = 0
    support_overdue: bool = False

    @property
    def missing(self) -> int:
        """Needed values that are missing in *periods*."""
        return sum(state.missing for state in self.periods)

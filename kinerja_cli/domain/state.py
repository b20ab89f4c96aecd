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

    *days_left* until the deadline (negative: past), None without one.
    """

    code: str
    deadline: str | None
    days_left: int | None
    expected: int
    incomplete: int
    missing: int
    by_unit: tuple[UnitGap, ...]


class RulesState(NamedTuple):
    """The rules that hold in the newest opened year, and whether criteria.yaml says something else by now."""

    year: int
    since: int
    digest: str
    institution: str
    file_differs: bool


class WorkspaceState(NamedTuple):
    """A workspace; *rules* is None and *periods* empty before the first period was opened.

    *unopened* are the newest year's periods that nobody opened yet, *next_period* the one to open next.
    """

    folder: str
    employees: int
    units: int
    rules: RulesState | None
    periods: tuple[PeriodState, ...]
    unopened: tuple[str, ...]
    next_period: str | None

    @property
    def missing(self) -> int:
        """Needed values that are missing in the opened periods of the newest year."""
        return sum(state.missing for state in self.periods)

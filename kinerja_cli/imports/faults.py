"""The faults of one file: all counted, the first ones kept, and on request the words for every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kinerja_cli.errors import FAULTS_SHOWN, Fault, FaultsFound

Report: TypeAlias = Callable[[int, Fault], None]


class FaultLog:
    """A `Report` to hand to the readers: called with the row's number and the fault.

    *by_row* (what ``--galat`` writes) is filled only with *keep_rows*: it grows with the faulty rows.
    """

    def __init__(self, *, keep_rows: bool = False) -> None:
        self.total = 0
        self._found: list[tuple[int, Fault]] = []
        self.by_row: dict[int, list[str]] = {}
        self._keep_rows = keep_rows

    def __call__(self, row: int, fault: Fault) -> None:
        """Count a fault of *row*."""
        self.total += 1
        if len(self._found) < FAULTS_SHOWN:
            self._found.append((row, fault))
        if self._keep_rows:
            told = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
            self.by_row.setdefault(row, []).append(told)

    def mark(self, row: int, reason: str) -> None:
        """Write on *row* too what is counted once and told of another row."""
        if self._keep_rows:
            self.by_row.setdefault(row, []).append(reason)

    @property
    def first(self) -> list[Fault]:
        """The first faults by row: some are known only at the end, such as two rows that say the same."""
        return [fault for _, fault in sorted(self._found, key=lambda found: found[0])]

    def raise_if_any(self) -> None:
        """Fail once with everything.  Raises: FaultsFound when anything was reported."""
        if self.total:
            raise FaultsFound(self.first, total=self.total)

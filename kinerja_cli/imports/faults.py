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
        self.first: list[Fault] = []
        self.by_row: dict[int, list[str]] = {}
        self._keep_rows = keep_rows

    def __call__(self, row: int, fault: Fault) -> None:
        """Count a fault of *row*."""
        self.total += 1
        if len(self.first) < FAULTS_SHOWN:
            self.first.append(fault)
        if self._keep_rows:
            told = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
            self.by_row.setdefault(row, []).append(told)

    def raise_if_any(self) -> None:
        """Fail once with everything.  Raises: FaultsFound when anything was reported."""
        if self.total:
            raise FaultsFound(self.first, total=self.total)

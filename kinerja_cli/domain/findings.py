"""What a check found wrong: one line each, naming table, key and column."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong: in which *table*, whose row (*key*), which *column* where one can be told, and why."""

    table: str
    key: str
    column: str
    reason: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.table, self.key, self.column) if part)
        return f"{place}: {self.reason}"


class Trouble(NamedTuple):
    """Something around the data that endangers it, and the cure."""

    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.what} → {self.cure}"

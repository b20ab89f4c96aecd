"""The connection that remembers what was written through it, so that the journal entry can answer for it."""

from __future__ import annotations

import sqlite3


class Connection(sqlite3.Connection):
    """A SQLite connection.

    Since BEGIN IMMEDIATE: *entry* is the open journal entry (0 without one), *touched* are tables and owners of the
    rows that were written, *bulk* tables of which too many rows were written to name their owners.
    """

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.entry = 0
        self.touched: set[tuple[str, int]] = set()
        self.bulk: set[str] = set()

    def touch(self, table: str, owner: object) -> None:
        """Remember that a row of that owner was written."""
        self.touched.add((table, int(str(owner))))

    def begin(self, entry: int) -> None:
        """Begin to remember anew, for that journal entry."""
        self.entry = entry
        self.touched.clear()
        self.bulk.clear()

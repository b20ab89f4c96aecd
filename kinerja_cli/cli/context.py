"""What one run of kinerja carries from the command line to the command: the session."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from kinerja_cli.domain.text import visible
from kinerja_cli.render.formats import DIALECTS


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """How the user wants a report.

    *format* is one of FORMATS, or None where it was not asked for; *file* a path, or None for standard output
    (``-o -`` too); *dialect* one of DIALECTS; *if_changed*: a file of the same bytes is left as it is.
    """

    format: str | None = None
    file: str | None = None
    dialect: str = DIALECTS[0]
    if_changed: bool = False


class Session:
    """The options every command shares, and what must be closed at the end.

    *folder* is ``-C``, *stated* is ``--oleh``; None where they weren't written. *committed* is set by whoever has
    just seen COMMIT succeed: from then on output that can't be written ends in "outcome unknown" instead of an
    ordinary failure. *closing* are lines that the boundary writes after those of a failure.
    """

    def __init__(self) -> None:
        self.folder: str | None = None
        self.stated: str | None = None
        self.quiet = False
        self.no_color = False
        self.output = OutputChoice()
        self.committed = False
        self.closing: list[str] = []
        self.database: Any = None  # opened on first use; anything with close()

    def say(self, *lines: str) -> None:
        """Talk on stderr, unless ``--quiet``."""
        if not self.quiet:
            for line in lines:
                self.warn(line)

    def saved(self, *lines: str) -> None:
        """Talk as `say` does, the last line with the receipt of what this run saved; alone where nothing was."""
        *before, last = lines
        receipt = self.database.receipt if self.database is not None else None
        self.say(*before, last if receipt is None else f"{last}  {receipt}")

    def warn(self, line: str) -> None:
        """One line on stderr that ``--quiet`` doesn't silence."""
        sys.stderr.write(f"{visible(line)}\n")

    def close(self) -> None:
        """Close what was opened; harmless when nothing was, or twice."""
        database, self.database = self.database, None
        if database is not None:
            database.close()

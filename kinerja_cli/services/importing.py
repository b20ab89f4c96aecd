"""What every import of a file shares: how it is to be taken, what it did, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from kinerja_cli.errors import FaultsFound
from kinerja_cli.imports.annotate import write_annotated
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.source import still_the_same

Annotate = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """How a file is to be taken.

    *correcting* lets different values replace what is there, with a *reason*; *dry_run* keeps nothing; *annotate*
    opens the file that repeats every row with its faults.
    """

    correcting: bool = False
    reason: str | None = None
    dry_run: bool = False
    annotate: Annotate | None = None


@dataclass(slots=True)
class RegistryCounts:
    """How many rows were new, left alone, corrected, or moved; units made; headings and sheets that were not read.

    *outside*: of a period on whose last day the employee doesn't serve; they are kept and don't count.
    """

    new: int = 0
    equal: int = 0
    corrected: int = 0
    moved: int = 0
    outside: int = 0
    created: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()


def fault_log(how: ImportChoices) -> FaultLog:
    """A log that keeps the words for every row only where they are to be written."""
    return FaultLog(keep_rows=how.annotate is not None)


def finish(header: Header, log: FaultLog, how: ImportChoices) -> None:
    """Write the annotated file where there were faults and it was asked for, then fail with all of them.

    Without faults, fail only where the file is no longer the one whose digest the journal keeps.
    """
    if log.total and how.annotate is not None:
        # a file that can't be read to its end can't be repeated either; why is in the log
        with suppress(FaultsFound), how.annotate() as out:
            write_annotated(header, log.by_row, out)
    log.raise_if_any()
    still_the_same(header.source)

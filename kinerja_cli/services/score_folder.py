"""A folder of returned sheets into the database: each file all of it or nothing, in a journal entry of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.domain.text import visible
from kinerja_cli.errors import KinerjaError, NotFound, PeriodClosed, Refused, StorageFailure, UsageFault
from kinerja_cli.imports.source import open_source
from kinerja_cli.services.importing import Annotate
from kinerja_cli.services.score_import import ImportResult, ScoreImport, import_scores
from kinerja_cli.services.stated_before import StatedBefore
from kinerja_cli.storage.database import Database

_WORKBOOKS = (".xlsx", ".xlsm")


class FileReport(NamedTuple):
    """What became of one file: what was kept and its receipt, or why it was refused."""

    name: str
    result: ImportResult | None
    receipt: str | None = None
    failure: KinerjaError | None = None


class FolderImport(NamedTuple):
    """How a folder is to be taken: as a file is, *sheet* of every workbook, faulty files repeated by *annotate*."""

    each: ScoreImport
    sheet: str | None
    annotate: Callable[[str], Annotate | None]


def import_files(
    database: Database, paths: Iterable[Path], how: FolderImport, before: StatedBefore
) -> Iterator[FileReport]:
    """Take one file after the other; a refused one leaves the others alone.

    *before* hears what accepted files state, so that a later one can't contradict them, in a dry run either.
    Raises: what isn't the file's fault: Busy, StorageFailure of the database, PeriodNotOpen, PeriodClosed, UsageFault.
    """
    for path in paths:
        name = visible(path.name)
        before.begin(name)
        database.receipt = None
        with ExitStack() as stack:
            sheet = how.sheet if path.suffix.lower() in _WORKBOOKS else None
            try:
                source = stack.enter_context(open_source(str(path), io.BytesIO(), sheet))
            except (Refused, NotFound, StorageFailure, UsageFault) as failure:
                yield FileReport(name, None, failure=failure)
                continue
            each = replace(how.each, annotate=how.annotate(path.name))
            try:
                result = import_scores(database, source, each, lambda _: None, before)
            except PeriodClosed:  # the one that the user named: no file can be taken
                raise
            except Refused as failure:
                yield FileReport(name, None, failure=failure)
                continue
        before.accept()
        yield FileReport(name, result, database.receipt)

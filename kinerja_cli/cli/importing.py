"""What every import shares: its options, and the lines it ends with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_cli.cli.opening import session_of

if TYPE_CHECKING:
    from kinerja_cli.imports.source import Source

FileArgument = Annotated[
    str, typer.Argument(metavar="BERKAS", help="Berkas CSV atau XLSX; - untuk masukan baku.")
]
CorrectOption = Annotated[
    bool, typer.Option("--koreksi", help="Izinkan mengubah yang sudah tercatat; perlu --alasan.")
]
FaultsOption = Annotated[
    str | None,
    typer.Option(
        "--galat",
        metavar="BERKAS.csv",
        help="Bila ada kesalahan, tulis semua baris ke berkas ini dengan kolom galat.",
    ),
]


@contextmanager
def source_of(argument: str) -> Iterator[Source]:
    """The file that the user named, or standard input."""
    from kinerja_cli.imports.source import open_source  # here: only an import needs csv and zip

    with open_source(argument, sys.stdin.buffer) as source:
        yield source


def tell_unread(ctx: typer.Context, ignored: tuple[str, ...], other_sheets: tuple[str, ...]) -> None:
    """Say which headings and sheets were not read, so that nothing is lost in silence."""
    session = session_of(ctx)
    if ignored:
        session.say(f"Kolom yang tidak dikenal dan diabaikan: {', '.join(ignored)}")
    if other_sheets:
        session.say(f"Lembar yang tidak dibaca: {', '.join(other_sheets)}")

"""What every import shares: its options, and the lines it ends with (`nilai catat` ends so too)."""

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


def counted(noun: str, dry_run: bool, new: int, equal: int, corrected: int, moved: int = 0) -> str:
    """``1.200 nilai: 1.150 baru, 40 tetap, 10 koreksi``, moves between the last two where there are any."""
    parts = [(new, "baru"), (equal, "tetap"), *([(moved, "pindah")] if moved else []), (corrected, "koreksi")]
    told = ", ".join(f"{_dotted(number)} {word}" for number, word in parts)
    note = " (hanya diperiksa; tidak ada yang disimpan)" if dry_run else ""
    return f"{_dotted(new + equal + corrected + moved)} {noun}: {told}{note}"


def _dotted(number: int) -> str:
    """``1.200``, as Indonesian writes thousands."""
    return f"{number:,}".replace(",", ".")


def tell_unread(ctx: typer.Context, ignored: tuple[str, ...], other_sheets: tuple[str, ...]) -> None:
    """Say which headings and sheets were not read, so that nothing is lost in silence."""
    session = session_of(ctx)
    if ignored:
        session.say(f"Kolom yang tidak dikenal dan diabaikan: {', '.join(ignored)}")
    if other_sheets:
        session.say(f"Lembar yang tidak dibaca: {', '.join(other_sheets)}")

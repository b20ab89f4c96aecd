"""What every import shares: its options, and the lines it ends with (`nilai catat` ends so too)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from kinerja_cli.cli.asking import confirm
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

SheetOption = Annotated[
    str | None,
    typer.Option("--lembar", metavar="NAMA", help="Lembar XLSX yang dibaca; tanpa ini, yang judulnya cocok."),
]

MANY_CORRECTIONS = 50


@contextmanager
def source_of(argument: str, sheet: str | None = None) -> Iterator[Source]:
    """The file that the user named, or standard input; of a workbook the *sheet* that he named."""
    from kinerja_cli.imports.source import open_source  # here: only an import needs csv and zip

    with open_source(argument, sys.stdin.buffer, sheet) as source:
        yield source


def confirm_corrections(corrected: int, yes: bool, noun: str = "nilai") -> None:
    """Ask before many recorded values (or what *noun* says) are changed.  Raises: as `confirm`."""
    if corrected > MANY_CORRECTIONS:
        confirm(f"{corrected} {noun} yang tercatat akan diubah. Lanjutkan?", yes)


def counted(noun: str, dry_run: bool, new: int, equal: int, corrected: int, moved: int = 0) -> str:
    """``1.200 nilai: 1.150 baru, 40 tetap, 10 koreksi``, moves between the last two where there are any."""
    parts = [(new, "baru"), (equal, "tetap"), *([(moved, "pindah")] if moved else []), (corrected, "koreksi")]
    told = ", ".join(f"{_dotted(number)} {word}" for number, word in parts)
    note = " (hanya diperiksa; tidak ada yang disimpan)" if dry_run else ""
    return f"{_dotted(new + equal + corrected + moved)} {noun}: {told}{note}"


def _dotted(number: int) -> str:
    """``1.200``, as Indonesian writes thousands."""
    return f"{number:,}".replace(",", ".")


class Unread(Protocol):
    """What an import says of its file: headings and sheets that it didn't read, and what it read unseen."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that nobody knows."""

    @property
    def other_sheets(self) -> tuple[str, ...]:
        """Names of sheets with something in them."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """Lines about hidden rows, columns and sheets."""


def tell_unread(ctx: typer.Context, what: Unread) -> None:
    """Say what was not read, and what was although nobody saw it, so that nothing is lost or taken in silence."""
    session_of(ctx).say(*unread_lines(what))


def unread_lines(what: Unread) -> list[str]:
    """The lines of `tell_unread`."""
    told = []
    if what.ignored:
        told.append(f"Kolom yang tidak dikenal dan diabaikan: {', '.join(what.ignored)}")
    if what.other_sheets:
        told.append(f"Lembar yang tidak dibaca: {', '.join(what.other_sheets)}")
    return [*told, *what.hidden]

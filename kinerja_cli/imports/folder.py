"""A folder of returned sheets: which of its files are sheets, in the order of their names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.domain.system_words import system_words
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import NotFound, StorageFailure

# .xls, .xlsb and .ods can't be read, and are refused by name: they are sheets that somebody sent back
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
_LOCKS = ("~$", ".")  # Excel's and LibreOffice's marks of a file that is open; and what a system hides


class Listing(NamedTuple):
    """Files to be read, and the names of what else lies there; hidden and lock files are neither."""

    sheets: tuple[Path, ...]
    others: tuple[str, ...]


def is_folder(path: Path) -> bool:
    """Whether it is a folder; where nobody can tell, opening it will say why."""
    with suppress(OSError):
        return path.is_dir()
    return False


def is_there(path: Path) -> bool:
    """Whether there is anything of that name; where nobody can tell, writing it will say why."""
    with suppress(OSError):
        return path.exists()
    return False


def list_sheets(folder: Path) -> Listing:
    """Look into a folder, not into those below it.  Raises: NotFound where it has no sheet; StorageFailure."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
        seen = [path for path in found if not path.name.startswith(_LOCKS)]
        sheets = tuple(path for path in seen if path.suffix.lower() in _SHEETS and path.is_file())
    except OSError as error:
        raise StorageFailure(
            f"Folder '{visible(str(folder))}' tidak dapat dibaca ({system_words(error)})."
        ) from None
    if not sheets:
        raise NotFound(
            f"Folder '{visible(str(folder))}' tidak berisi lembar (.xlsx atau .csv).",
            "Kumpulkan dahulu lembar yang kembali di folder itu; folder di bawahnya tidak dibaca.",
        )
    return Listing(sheets, tuple(visible(path.name) for path in seen if path not in sheets))

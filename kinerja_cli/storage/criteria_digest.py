"""Whether criteria.yaml is still what was applied: its digest, without the reader of its rules (10 ms to import)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kinerja_cli.domain.text import visible
from kinerja_cli.errors import StorageFailure


def file_digest(path: Path) -> str | None:
    """Compute the digest that `RulesFile` would have, without reading the rules; None without a file.

    Raises: StorageFailure where the file is there but can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> StorageFailure:
    """What to say of a criteria.yaml that is there but can't be read."""
    if isinstance(error, IsADirectoryError):
        why = "itu folder; tunjuk berkasnya"
    elif isinstance(error, PermissionError):
        why = "tidak ada izin; periksa pemilik dan mode berkasnya"
    else:
        why = f"kesalahan sistem {error.errno}; periksa disk dan jalurnya"
    return StorageFailure(f"Berkas {visible(str(path))} tidak dapat dibaca: {why}.")

"""Files that prove something: read once for their digest, never kept."""

from __future__ import annotations

import stat
from pathlib import Path

from kinerja_cli.domain.programmes import EvidenceFile
from kinerja_cli.domain.system_words import system_words
from kinerja_cli.domain.text import clean_text, visible
from kinerja_cli.errors import BadValue, NotFound, Refused, StorageFailure
from kinerja_cli.imports.source import sha256

_LONGEST_NAME = 255


def read_evidence(argument: str) -> EvidenceFile:
    """Name, size and SHA-256 of a file.

    Raises: NotFound; Refused for what is no ordinary file or has a name that can't be kept; StorageFailure.
    """
    path, shown = Path(argument), visible(argument)
    try:
        name = clean_text(path.name, "nama berkas", _LONGEST_NAME)
        # asked before it is opened: a pipe would wait for whoever writes into it
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused(f"'{shown}' bukan berkas biasa; bukti harus sebuah berkas.")
        with path.open("rb") as file:
            digest = sha256(file)
            return EvidenceFile(digest, name, file.seek(0, 2))
    except BadValue as error:
        raise Refused(f"'{shown}': {error}.") from None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotFound(f"Berkas bukti '{shown}' tidak ditemukan.", "Periksa nama dan foldernya.") from None
    except OSError as error:
        raise StorageFailure(f"Berkas bukti '{shown}' tidak dapat dibaca ({system_words(error)}).") from None

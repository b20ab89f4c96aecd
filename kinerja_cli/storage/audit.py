"""Whether a file is what its journal says: every row explained by an entry, every entry by its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from kinerja_cli.domain.findings import Finding


def findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Everything that is wrong with the file, in order; nothing where it is sound."""
    for (line,) in connection.execute("pragma integrity_check"):
        if line != "ok":
            yield Finding("berkas", "", "", f"integrity_check: {line}")

"""Everything that can be checked about a workspace's data."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_cli.domain.findings import Finding
from kinerja_cli.storage.audit import Receipt, findings
from kinerja_cli.storage.database import Database


def all_findings(database: Database, since: Receipt | None = None) -> Iterator[Finding]:
    """What is wrong with the file, with its journal, and with what closed years say; nothing where it is sound."""
    with database.read() as connection:
        yield from findings(connection, since)

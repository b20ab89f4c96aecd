"""Everything that can be checked about a workspace: its data, and what lies around them."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_cli.domain.findings import Finding, Trouble
from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.errors import FaultsFound, KinerjaError
from kinerja_cli.services.closed_findings import closed_year_findings
from kinerja_cli.services.periods import file_differs
from kinerja_cli.services.workspace import sound_rules
from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.criteria_file import load_rules
from kinerja_cli.storage.database import Database, explained
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.rules import rules_in_force
from kinerja_cli.storage.surroundings import troubles_around
from kinerja_cli.storage.workspace import Workspace


def all_findings(
    database: Database, since: Receipt | None = None, workspace: Workspace | None = None
) -> Iterator[Finding | Trouble]:
    """What is wrong with the file, with its journal, and with what closed years say; nothing where it is sound.

    With *workspace*, where the file is sound, also whether criteria.yaml is what its newest year goes by.
    """
    sound = True
    with database.read() as connection:
        for finding in findings(connection, since):
            sound = False
            yield finding
        if sound:  # of what is damaged nothing is computed again
            for finding in closed_year_findings(connection):
                sound = False
                yield finding
        if sound and workspace is not None:
            yield from _rules_trouble(connection, workspace)


def troubles(workspace: Workspace) -> Iterator[Trouble]:
    """What is wrong around the data, and its cure: permissions, links, leftovers, versions, criteria.yaml."""
    with explained(workspace.folder):
        yield from troubles_around(workspace)
    try:
        load_rules(workspace.criteria)
    except KinerjaError as error:
        for line in map(str, error.faults) if isinstance(error, FaultsFound) else error.lines:
            yield Trouble(line, f"betulkan {workspace.criteria}, lalu: kinerja kriteria periksa")


def _rules_trouble(connection: Connection, workspace: Workspace) -> Iterator[Trouble]:
    if sound_rules(workspace) is None:  # told already, and nothing that could be applied
        return
    opened = opened_periods(connection)
    stored = rules_in_force(connection, opened[-1].year) if opened else None
    if stored is not None and file_differs(stored, workspace):
        year = opened[-1].year
        cure = f"kinerja kriteria terapkan --tahun {year}, atau kembalikan berkasnya"
        yield Trouble(f"criteria.yaml berbeda dari aturan yang berlaku untuk {year}", cure)

"""Putting a backup back as the database of a workspace that has none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.domain.system_words import system_words
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import OutcomeUnknown, Refused, StorageFailure
from kinerja_cli.services.backup import checked_receipt
from kinerja_cli.storage.backups import journals_beside, note_restoring, take_bytes
from kinerja_cli.storage.database import explained, open_database
from kinerja_cli.storage.durable import publish, sweep, temporary_in
from kinerja_cli.storage.workspace import Workspace


class Prepared(NamedTuple):
    """A checked private copy of a backup, its name and SHA-256, its newest entry, and what else happened to it."""

    copy: Path
    source: tuple[str, str]
    receipt: Receipt
    notices: list[str]


@contextmanager
def prepared(workspace: Workspace, source: Path) -> Iterator[Prepared]:
    """Copy the backup *source* beside where it is to go, check it, and upgrade it where it is of an older schema.

    Raises: Refused where there is a database, or what is left of one; NotFound, CheckFailed, StorageFailure.
    """
    _demand_room(workspace)
    with explained(workspace.folder):
        sweep(workspace.folder)
        with temporary_in(workspace.folder) as copy:
            digest = take_bytes(source, copy)
            try:
                with closing(open_database(copy, is_copy=True)) as database:
                    receipt, notices = checked_receipt(database), database.notices
            except StorageFailure as failure:
                said = failure.lines[0].replace(str(copy), str(source))
                raise StorageFailure(said, "Pilih cadangan lain. Tidak ada yang diubah.") from failure
            yield Prepared(copy, (visible(source.name), digest), receipt, notices)


def put_in_place(workspace: Workspace, ready: Prepared, stated: str | None) -> Receipt:
    """Say in the copy's journal where it came from, check it once more, and make it the workspace's database.

    Returns the receipt of that entry.
    Raises: Refused where a database turned up meanwhile; OutcomeUnknown where its name may not be on the disk yet.
    """
    with closing(open_database(ready.copy)) as database:
        noted = note_restoring(database, ready.source, stated)
        if checked_receipt(database) != noted:
            raise StorageFailure(f"{ready.copy} bukan lagi yang ditulis.")
    _demand_room(workspace)
    try:
        if not publish(ready.copy, workspace.database):
            _demand_room(workspace)
    except OSError as error:
        if not workspace.database.exists():
            raise
        raise OutcomeUnknown(
            f"Hasil tidak pasti: {workspace.database} sudah terpasang, lalu: {system_words(error)}.",
            "Periksa dengan: kinerja periksa",
        ) from error
    return noted


def _demand_room(workspace: Workspace) -> None:
    """Never over a database, nor beside the journal of one, which would be taken for the restored one's."""
    database = workspace.database
    with explained(database):
        beside, taken = journals_beside(database), database.is_symlink() or database.exists()
    for path in beside:
        raise Refused(
            f"{path} masih ada: sisa dari basis data yang pernah di sini.",
            f"Pindahkan bersama basis datanya, misalnya: mv {path} {path}.lama   Tidak ada yang diubah.",
        )
    if taken:
        raise Refused(
            f"{database} sudah ada dan tidak ditimpa.",
            f"Pindahkan dahulu, misalnya: mv {database} {database}.lama   Tidak ada yang diubah.",
        )

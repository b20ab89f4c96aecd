"""Keeping verified copies of the database."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.errors import CheckFailed, KinerjaError, StorageFailure
from kinerja_cli.services.check import all_findings
from kinerja_cli.storage.backups import (
    Backup,
    backups_in,
    drop_oldest,
    in_chain,
    keep_copy,
    open_copy,
    write_copy,
)
from kinerja_cli.storage.database import Database, explained
from kinerja_cli.storage.durable import private_folder, sweep, temporary_in
from kinerja_cli.storage.journal import head
from kinerja_cli.storage.surroundings import network_trouble
from kinerja_cli.storage.workspace import Workspace

_SHOWN = 5  # findings


class BackedUp(NamedTuple):
    """The newest backup, whether it was made just now, how many old ones were dropped, and what is to be remarked."""

    backup: Backup
    new: bool
    dropped: int
    remark: str


def back_up(database: Database, workspace: Workspace, folder: Path | None, keep: int) -> BackedUp:
    """Keep a verified copy of the database and of criteria.yaml in *folder*, and the newest *keep* there (0: all).

    None is made where the newest is good and nothing has changed since.
    Raises: CheckFailed, StorageFailure; nothing was kept then, and nothing dropped.
    """
    place = folder or workspace.backups
    with explained(place, "Cadangan di"):
        private_folder(place)
        sweep(place)
        rules = workspace.criteria.read_bytes()
        standing = _still_good(database, place, rules)
        backup = standing or _made(database, place, rules)
        with database.read() as connection:
            dropped = drop_oldest(connection, place, keep, backup) if keep else []
    return BackedUp(backup, standing is None, len(dropped), network_trouble(workspace.folder))


def _still_good(database: Database, folder: Path, rules: bytes) -> Backup | None:
    """The newest backup, if it holds all there is and can be relied on."""
    with database.read() as connection:
        last = Receipt(*head(connection))
    newest = next(iter(backups_in(folder)), None)
    if newest is None or str(newest.receipt) != str(last):
        return None
    try:
        good = newest.rules.read_bytes() == rules and verified(newest.path) == last
    except (KinerjaError, OSError):
        return None
    return newest if good else None


def _made(database: Database, folder: Path, rules: bytes) -> Backup:
    with temporary_in(folder) as temporary:
        write_copy(database.connection, temporary)
        last = verified(temporary)
        with database.read() as connection:
            if not in_chain(connection, last):
                raise StorageFailure(f"Entri {last} dalam cadangan tidak ada dalam {database.path}.")
        return keep_copy(temporary, folder, last, rules)


def verified(path: Path) -> Receipt:
    """Check a copy as `kinerja periksa` checks the database; returns the receipt of its newest entry.

    Raises: CheckFailed, StorageFailure.
    """
    with closing(open_copy(path)) as copy:
        return checked_receipt(copy)


def checked_receipt(copy: Database) -> Receipt:
    """The receipt of the newest entry in an open copy that is sound.  Raises: CheckFailed."""
    wrong = [str(finding) for finding in islice(all_findings(copy), _SHOWN)]
    if wrong:
        raise CheckFailed(*wrong, "Salinan itu tidak lolos pemeriksaan dan tidak dipakai.")
    with copy.read() as connection:
        return Receipt(*head(connection))

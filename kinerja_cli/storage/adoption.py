"""Entries from before the chain: sealed and bound into it, once, where a file is upgraded from schema 1."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256

from kinerja_cli.storage.actor import current_actor
from kinerja_cli.storage.journal import GENESIS, Statement, bind, entries, open_entry
from kinerja_cli.storage.sealed_tables import SEALED, TRUST
from kinerja_cli.storage.seals import keep_seal, sealed_blocks


def adopt(connection: sqlite3.Connection) -> None:
    """Give everybody a salt, what no entry answered for an entry of its own, and every entry its digest and hash."""
    connection.execute("update employee set salt = randomblob(16)")
    connection.execute(
        "update employee_past set salt = (select e.salt from employee e where e.id = employee_past.id)"
    )
    connection.execute("update appraiser set salt = randomblob(16)")
    if connection.execute("select 1 from journal limit 1").fetchone() is None:
        return
    entry = open_entry(connection, Statement("migrasi", "skema 1 ke 2"), current_actor())
    connection.execute("update criterion set entry = ?", (entry,))
    connection.execute("update appraiser set entry = ?", (entry,))
    digests, rows = _seal_all(connection)
    previous = GENESIS
    for found in list(entries(connection)):
        bound = found._replace(salt=found.salt or os.urandom(16), previous=previous)
        previous = bind(connection, bound, rows[found.seq], digests[found.seq])


def _seal_all(connection: sqlite3.Connection) -> tuple[dict[int, str], dict[int, int]]:
    """Seal every entry in one pass; returns digest and number of rows by entry."""
    wholes = {found.seq: sha256() for found in entries(connection)}
    rows = dict.fromkeys(wholes, 0)
    for table in (table for table in SEALED if table.migration == TRUST):  # later ones are not there yet
        for block, entry, groups in sealed_blocks(connection, table):
            seal = keep_seal(connection, table, block, entry, groups)
            wholes[entry].update(f"{table.name} {block} ".encode() + seal.digest)
            rows[entry] += table.data * sum(group.rows for group in groups)
    return {entry: whole.hexdigest() for entry, whole in wholes.items()}, rows

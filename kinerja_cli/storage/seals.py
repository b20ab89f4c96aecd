"""Seals: a journal entry's digests over the rows that it wrote, a block of owners each.

A seal holds the SHA-256 over the digests of its groups, and per group a tag that tells, without the row itself,
which owner and mostly which column no longer fits: two bytes of the group's digest, then a byte a column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.sealed_tables import SEALED, SealedTable

BLOCK = 64  # owners a seal
_AT_ONCE = 16 * BLOCK
_MANY = 16  # blocks that one entry touches: from there on, ranges of `_AT_ONCE` owners are fewer
# a row that no entry wrote (0) is somebody else's, and to be found
_WRITTEN = """
select {owner}, ifnull(entry, 0), 0, {keys}, {text} from {name} where {range}{of_entry}
"""
_KEPT = """
union all
select {owner}, ifnull(entry, 0), 0, {keys}, {text} from {name}_past where {range}{of_entry}
union all
select {owner}, replaced_by, 1, {keys}, '-' || {key} || ' ' || entry from {name}_past where {range}{replaced}
"""
_IN_ONE_GO = """
select {owner}, {made}, group_concat({text}), count(*)
from {name}
where {range}{of_entry}
group by {owner}{within}
order by {owner}{within}
"""
_SALTS = "select id, salt from {table} where id between :first and :last order by id"
_NEXT = "select min({owner}) from {name} where {owner} >= ?"
_LEAST = -(2**63)
_NEW_SEAL = "insert into seal (tbl, block, entry, digest, tags) values (?, ?, ?, ?, ?)"


class Group(NamedTuple):
    """What one entry wrote about one owner: its texts joined, their digest, and how many rows it took."""

    owner: int
    entry: int
    text: str
    digest: bytes
    rows: int
    salt: bytes


class Seal(NamedTuple):
    """The digest of one entry over a block of owners, and the tags of its groups."""

    digest: bytes
    tags: bytes


def seal_entry(connection: Connection, entry: int) -> tuple[int, str]:
    """Seal everything that *entry* wrote; returns how many rows of data that is, and the digest over all seals."""
    rows, whole = 0, sha256()
    for table in SEALED:
        for block, groups in _blocks(_written_now(connection, table, entry)):
            seal = keep_seal(connection, table, block, entry, groups)
            whole.update(f"{table.name} {block} ".encode() + seal.digest)
            rows += table.data * sum(group.rows for group in groups)
    return rows, whole.hexdigest()


def keep_seal(
    connection: sqlite3.Connection, table: SealedTable, block: int, entry: int, groups: Iterable[Group]
) -> Seal:
    """Store the seal over *groups* of one entry and block."""
    seal = seal_of(table, groups)
    connection.execute(_NEW_SEAL, (table.name, block, entry, *seal))
    return seal


def sealed_blocks(
    connection: sqlite3.Connection, table: SealedTable
) -> Iterator[tuple[int, int, list[Group]]]:
    """What there is to seal in *table*: block, entry and groups, of every block and entry."""
    for first, last in owner_ranges(connection, table):
        groups = sorted(
            groups_between(connection, table, first, last), key=lambda g: (g.owner // BLOCK, g.entry, g.owner)
        )
        for (block, entry), own in groupby(groups, key=lambda g: (g.owner // BLOCK, g.entry)):
            yield block, entry, list(own)


def seal_of(table: SealedTable, groups: Iterable[Group]) -> Seal:
    """The seal over *groups* of one entry and block, in the order of their owners."""
    whole, tags = sha256(), bytearray()
    for group in groups:
        whole.update(group.digest)
        tags += tag_of(table, group)
    return Seal(whole.digest(), bytes(tags))


def tag_of(table: SealedTable, group: Group) -> bytes:
    """Two bytes of the group's digest, and where rows are written column by column, a byte for each column."""
    if table.written:
        return group.digest[:2]
    by_column = zip(*(row.split(" ") for row in group.text.split(",") if row[:1] != "-"), strict=True)
    marks = bytes(crc32(group.salt + " ".join(cells).encode()) & 0xFF for cells in by_column)
    return group.digest[:2] + marks.ljust(len(table.columns), b"\0")


def tag_length(table: SealedTable) -> int:
    """How many bytes `tag_of` gives."""
    return 2 if table.written else 2 + len(table.columns)


def groups_between(
    connection: sqlite3.Connection, table: SealedTable, first: int, last: int, entry: int | None = None
) -> Iterator[Group]:
    """Groups of the owners *first* to *last* by owner and entry: of one entry, or of all."""
    salts = _salts(connection, table, first, last)
    if not table.written:
        yield from _one_by_one(connection, table, first, last, entry, salts)
        return
    slow: list[int] = []
    past = _owners_with_past(connection, table, first, last)
    for owner, parts in groupby(_joined(connection, table, first, last, entry), key=lambda part: part[0]):
        own = list(parts)
        if owner in past or any(low != high for _, low, high, _, _ in own):
            past.discard(owner)
            slow.append(owner)
        else:
            yield from _put_together(salts, owner, own)
    for low, high in _runs(sorted([*slow, *past])):
        yield from _one_by_one(connection, table, low, high, entry, salts)


def _joined(
    connection: sqlite3.Connection, table: SealedTable, first: int, last: int, entry: int | None
) -> Iterator[tuple[int, int, int, str, int]]:
    """Owner, first and last entry, texts and number of the rows in force, joined by SQLite itself in key order.

    A line an owner, and where entries differ, a line for each value of the key's next column: an import is mostly
    of one period, so that each of these lines is of one entry.
    """
    return connection.execute(_sql(_IN_ONE_GO, table, entry), {"first": first, "last": last, "entry": entry})


def _put_together(
    salts: dict[int, bytes], owner: int, parts: Sequence[tuple[int, int, int, str, int]]
) -> Iterator[Group]:
    by_entry: dict[int, list[tuple[str, int]]] = {}
    for _, entry, _, text, rows in parts:
        by_entry.setdefault(entry, []).append((text, rows))
    for entry, texts in by_entry.items():
        yield _group(salts, owner, entry, ",".join(text for text, _ in texts), sum(rows for _, rows in texts))


def _runs(owners: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of *owners* without a gap."""
    for _, run in groupby(enumerate(owners), key=lambda numbered: numbered[1] - numbered[0]):
        stretch = [owner for _, owner in run]
        yield stretch[0], stretch[-1]


def _one_by_one(
    connection: sqlite3.Connection,
    table: SealedTable,
    first: int,
    last: int,
    entry: int | None,
    salts: dict[int, bytes],
) -> Iterator[Group]:
    query = _sql(_WRITTEN + (_KEPT if table.versioned else ""), table, entry)
    places = ", ".join(str(n) for n in range(1, 5 + len(table.key)))
    found = connection.execute(f"{query} order by {places}", {"first": first, "last": last, "entry": entry})
    for (owner, made), rows in groupby(found, key=lambda row: row[:2]):
        texts = [row[-1] for row in rows]
        yield _group(salts, owner, made, ",".join(texts), len(texts))


def _written_now(connection: Connection, table: SealedTable, entry: int) -> Iterator[Group]:
    blocks = {owner // BLOCK for name, owner in connection.touched if name == table.name}
    ranges = ((block * BLOCK, block * BLOCK + BLOCK - 1) for block in sorted(blocks))
    # a twin may have no index by owner: each range is a walk through all of it
    bulk = table.name in connection.bulk or len(blocks) > _MANY
    for first, last in owner_ranges(connection, table) if bulk else ranges:
        yield from sorted(groups_between(connection, table, first, last, entry))


def owner_ranges(connection: sqlite3.Connection, table: SealedTable) -> Iterator[tuple[int, int]]:
    """Ranges of whole blocks that hold every owner of *table*, few enough in each to be held in memory."""
    tables = (table.name, f"{table.name}_past") if table.versioned else (table.name,)
    first = _LEAST
    while first < -_LEAST:  # from one owner to the next: a damaged number may be any
        nearest = [
            connection.execute(_NEXT.format(owner=table.owner, name=name), (first,)).fetchone()[0]
            for name in tables
        ]
        if (found := min((owner for owner in nearest if owner is not None), default=None)) is None:
            return
        first = found // _AT_ONCE * _AT_ONCE
        yield first, first + _AT_ONCE - 1
        first += _AT_ONCE


def _blocks(groups: Iterable[Group]) -> Iterator[tuple[int, list[Group]]]:
    return ((block, list(own)) for block, own in groupby(groups, key=lambda group: group.owner // BLOCK))


def _group(salts: dict[int, bytes], owner: int, entry: int, text: str, rows: int) -> Group:
    salt = salts.get(owner, b"")
    return Group(owner, entry, text, sha256(salt + text.encode()).digest(), rows, salt)


def _salts(connection: sqlite3.Connection, table: SealedTable, first: int, last: int) -> dict[int, bytes]:
    if not table.salts:
        return {}
    found = connection.execute(_SALTS.format(table=table.salts), {"first": first, "last": last})
    return {owner: salt or b"" for owner, salt in found}


def _owners_with_past(connection: sqlite3.Connection, table: SealedTable, first: int, last: int) -> set[int]:
    query = f"select distinct {table.owner} from {table.name}_past where {table.owner} between ? and ?"  # noqa: S608 - our own names
    return {owner for (owner,) in connection.execute(query, (first, last))}


def _sql(template: str, table: SealedTable, entry: int | None) -> str:
    return template.format(
        name=table.name,
        owner=table.owner,
        keys=", ".join(table.key),
        key=table.key_text,
        text=table.row_text,
        range=f"{table.owner} between :first and :last",
        made="min(entry), max(entry)" if entry is None else ":entry, :entry",
        of_entry="" if entry is None else " and entry = :entry",
        replaced="" if entry is None else " and replaced_by = :entry",
        within=f", {table.key[1]}" if table.written and entry is None else "",
    )

"""Whether a file is what its journal says: every row explained by an entry, every entry by its rows.

Order: pages and indexes, references, schema, chain, seals. What one step finds doesn't keep the next from looking.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from hashlib import sha256
from itertools import chain, islice

from kinerja_cli.domain.findings import Finding
from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import SCHEMA_VERSION
from kinerja_cli.storage.erasing import erased_digests, erased_words, remains_findings
from kinerja_cli.storage.journal import GENESIS, entries, find_entry
from kinerja_cli.storage.locate import Patience, group_findings, named, stray_findings
from kinerja_cli.storage.schema import migrate
from kinerja_cli.storage.sealed_tables import BY_NAME, SEALED, SealedTable
from kinerja_cli.storage.seals import (
    BLOCK,
    Group,
    Seal,
    groups_between,
    owner_ranges,
    seal_of,
    tag_length,
    tag_of,
)

MOST_TOLD = 1_000  # of one kind; a file of another program would have a line for every row
# What keeps a check from looking, where the file itself may be sound: told as what it is, by the code of its own
_NOT_THE_FILE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
)
# everything but what SQLite makes for itself, and the table of sqlite-utils, which words it as it likes
_OBJECTS = """
select type || ' ' || name, type, name, tbl_name, sql
from sqlite_schema
where not (type = 'index' and name like 'sqlite\\_autoindex\\_%' escape '\\' and sql is null)
  and not (type = 'table' and name in ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4', '_sqlite_migrations'))
order by type, name
"""
_STEPS = (
    "select id, migration_set, name, datetime(applied_at) is not null from _sqlite_migrations order by id"
)
_SEALS = """
select block, entry, digest, tags
from seal
where tbl = :tbl and block between :first and :last
order by block, entry
"""
_SEALED = "select entry, block, digest from seal where tbl = :tbl order by entry, block"
_NUMBERED = "select name from sqlite_schema where type = 'table' and sql like '%autoincrement%' order by name"
_COUNTERS = "select name, seq from sqlite_sequence order by name, seq"
_HIGHEST = "select max(id) from (select id from {name} union all select id from {name}_past)"
_UNOWNED = "select count(*) from {name}_past where {owner} is null"
_OTHER_SALTS = """
select distinct p.id
from {name}_past p
left join {name} now on now.id = p.id
where p.salt is not now.salt
union
select now.id
from {name} now
join erased on tbl = '{name}' and owner = now.id
where now.salt is not null
order by 1
"""
_UNKNOWN_SEALS = "select distinct tbl from seal order by tbl"


def findings(connection: sqlite3.Connection, since: Receipt | None = None) -> Iterator[Finding]:
    """Everything that is wrong with the file, in order; nothing where it is sound.

    *since*: the entry that a kept receipt names has to be there unchanged, or the file was put back to before it.
    """
    patience = Patience()
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _header(connection),
        lambda: _integrity(connection),
        lambda: _references(connection),
        lambda: _schema(connection),
        lambda: _counters(connection),
        lambda: _chain(connection),
        lambda: _kept(connection, since),
        *(_sealing(connection, table, patience) for table in SEALED),
        lambda: remains_findings(connection),
        lambda: _digests(connection),
    )
    for check in checks:
        try:
            yield from _bounded(check())
        except (sqlite3.Error, ArithmeticError, AttributeError, TypeError, ValueError) as error:
            # what is damaged can be anything, also of a type that no statement could have stored
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_FILE:
                raise
            yield Finding("berkas", "", "", f"tidak terbaca: {error}")


def _bounded(found: Iterator[Finding]) -> Iterator[Finding]:
    yield from islice(found, MOST_TOLD)
    if next(found, None) is not None:
        yield Finding("berkas", "", "", f"lebih dari {MOST_TOLD} masalah sejenis; sisanya tidak disebut")


def _sealing(
    connection: sqlite3.Connection, table: SealedTable, patience: Patience
) -> Callable[[], Iterator[Finding]]:
    return lambda: chain(_unsealable(connection, table), _seals(connection, table, patience))


def _header(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What the first page says of the whole file."""
    for name, expected in (
        ("user_version", SCHEMA_VERSION),
        ("journal_mode", "delete"),
        ("encoding", "UTF-8"),
    ):
        found = connection.execute(f"pragma {name}").fetchone()[0]
        if found != expected:
            yield Finding("berkas", "", name, f"{found}, seharusnya {expected}")


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute("pragma integrity_check"):
        if line != "ok":
            yield Finding("berkas", "", "", f"integrity_check: {line}")


def _references(connection: sqlite3.Connection) -> Iterator[Finding]:
    found = Counter(connection.execute("pragma foreign_key_check"))  # a clustered table's rows have no number
    for (table, row, parent, number), rows in found.items():
        columns = {
            identity: column
            for identity, _, _, column, *_ in connection.execute(f"pragma foreign_key_list({table})")
        }
        key = f"{rows} baris" if row is None else f"baris {row}"
        yield Finding(table, key, columns.get(number, ""), f"menunjuk {parent} yang tidak ada")


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    expected, steps = _fresh()
    found = _objects(connection)
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            yield Finding("skema", name, "", "hilang")
        elif name not in expected:
            yield Finding("skema", name, "", "bukan milik kinerja")
        elif expected[name] != found[name]:
            yield Finding("skema", name, "", "bunyinya diubah")
    if connection.execute(_STEPS).fetchall() != steps:
        yield Finding("skema", "_sqlite_migrations", "name", "bukan daftar peningkatan skema kinerja")


def _objects(connection: sqlite3.Connection) -> dict[str, list[object]]:
    """What there is in the schema, each part as it is stored: bytes are not the text that they spell."""
    return {name: parts for name, *parts in connection.execute(_OBJECTS)}


@cache
def _fresh() -> tuple[dict[str, list[object]], list[tuple[int, str, str, int]]]:
    """What a new file has: its objects, and the steps of its schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Connection)) as fresh:
        fresh.execute("begin")
        migrate(fresh)
        return _objects(fresh), fresh.execute(_STEPS).fetchall()


def _counters(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The numbers given to programmes and objections go on from the highest there ever was."""
    highest = {
        name: connection.execute(_HIGHEST.format(name=name)).fetchone()[0]
        for (name,) in connection.execute(_NUMBERED).fetchall()
    }
    expected = [(name, number) for name, number in highest.items() if number is not None]
    found = connection.execute(_COUNTERS).fetchall()
    for name in sorted({str(name) for name, _ in set(expected) ^ set(found)}):
        yield Finding("sqlite_sequence", name, "seq", "bukan nomor tertinggi yang pernah dipakai")
    if len(found) != len(set(found)):
        yield Finding("sqlite_sequence", "", "", "satu tabel disebut dua kali")


def _chain(connection: sqlite3.Connection) -> Iterator[Finding]:
    previous, number = GENESIS, 0
    erased = erased_words(connection)
    for entry in entries(connection, first=-(2**62)):
        number += 1
        key = str(entry.seq)
        if entry.seq != number:
            yield Finding("journal", key, "seq", f"entri {number} hilang: nomornya tidak bersambung")
            number = entry.seq
        if entry.hash is None:
            yield Finding("journal", key, "hash", "entri tidak pernah ditutup: bukan kinerja yang menulisnya")
            continue
        if entry.previous != previous:
            yield Finding("journal", key, "previous", "tidak menyambung entri sebelumnya")
        if entry.own_hash() != entry.hash:
            yield Finding("journal", key, "hash", "isi entri ini tidak lagi cocok dengan sidiknya")
        if entry.salt is None and entry.seq not in erased:
            yield Finding("journal", key, "salt", "hilang, padahal tidak ada penghapusan data pada entri ini")
        elif entry.salt is not None and entry.own_said() != entry.said:
            yield Finding("journal", key, "reason", "alasan, sumber atau nama yang dinyatakan telah diubah")
        previous = entry.hash


def _kept(connection: sqlite3.Connection, since: Receipt | None) -> Iterator[Finding]:
    if since is None or (since.seq == 0 and GENESIS.startswith(since.digits)):
        return
    entry = find_entry(connection, since.seq)
    if entry is None:
        why = "entri itu tidak ada: berkas dipotong atau dikembalikan ke keadaan lama"
        yield Finding("journal", str(since.seq), "", why)
    elif not (entry.hash or "").startswith(since.digits):
        yield Finding(
            "journal", str(since.seq), "hash", f"bukan yang ada pada tanda terima: kini {entry.receipt}"
        )


def _unsealable(connection: sqlite3.Connection, table: SealedTable) -> Iterator[Finding]:
    """What no seal covers: kept versions of nobody, salts in them that aren't those of today's row, salts put back."""
    if not table.versioned:
        return
    past, words = f"{table.name}_past", {"name": table.name, "owner": table.owner}
    count = connection.execute(_UNOWNED.format(**words)).fetchone()[0]
    if count:
        yield Finding(past, "", table.owner, f"{count} baris tanpa pemilik")
    if table.salts == table.name:
        for (number,) in connection.execute(_OTHER_SALTS.format(**words)):
            yield Finding(table.name, str(number), "salt", "bukan garam yang ada padanya, atau sudah dihapus")


def _seals(connection: sqlite3.Connection, table: SealedTable, patience: Patience) -> Iterator[Finding]:
    """Compare what there is in *table* with its seals, some blocks at a time."""
    covered, erased = -(2**62), erased_digests(connection, table.name)
    for first, last in owner_ranges(connection, table):
        stored = _stored(connection, table, covered, last // BLOCK)
        covered = last // BLOCK + 1
        actual: dict[tuple[int, int], list[Group]] = {}
        for group in groups_between(connection, table, first, last):
            if (kept := erased.get(group[:2])) is not None:
                group = group._replace(digest=kept)  # what stood there can't be computed again
            actual.setdefault((group.owner // BLOCK, group.entry), []).append(group)
        for key in sorted(stored.keys() | actual.keys()):
            groups = sorted(actual.get(key, []))
            known = _known(table, stored.get(key), groups, erased)
            yield from _compared(connection, table, key, known, groups, patience)
    for block, entry in _stored(connection, table, covered, 2**62):
        yield from stray_findings(table, block, entry)


def _stored(
    connection: sqlite3.Connection, table: SealedTable, first: int, last: int
) -> dict[tuple[int, int], Seal]:
    found = connection.execute(_SEALS, {"tbl": table.name, "first": first, "last": last})
    return {(block, entry): Seal(digest, tags) for block, entry, digest, tags in found}


def _known(
    table: SealedTable, stored: Seal | None, groups: list[Group], erased: Mapping[tuple[int, int], bytes]
) -> Seal | None:
    """The seal with tags that say nothing of the columns of what was erased: those can't be computed again."""
    size = tag_length(table)
    if stored is None or not erased or len(stored.tags) != size * len(groups):
        return stored
    tags = bytearray(stored.tags)
    for at, group in enumerate(groups):
        if (group.owner, group.entry) in erased:
            tags[at * size + 2 : at * size + size] = tag_of(table, group)[2:]
    return stored._replace(tags=bytes(tags))


def _compared(
    connection: sqlite3.Connection,
    table: SealedTable,
    key: tuple[int, int],
    stored: Seal | None,
    groups: list[Group],
    patience: Patience,
) -> Iterator[Finding]:
    block, entry = key
    if stored is None:
        for group in groups:
            yield Finding(
                table.name, named(connection, table, group), "", f"baris yang tidak dicatat entri {entry}"
            )
    elif not groups:
        yield from stray_findings(table, block, entry)
    else:
        now = seal_of(table, groups)
        if now.digest != stored.digest:
            yield from group_findings(connection, table, entry, stored, groups, patience)
        elif now.tags != stored.tags:
            yield Finding("seal", f"{table.name} {block} {entry}", "tags", "diubah")


def _digests(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every entry's digest is that over its seals."""
    wholes = {entry.seq: sha256() for entry in entries(connection)}
    for table in SEALED:
        for entry, block, digest in connection.execute(_SEALED, {"tbl": table.name}):
            if entry in wholes:
                wholes[entry].update(f"{table.name} {block} ".encode() + digest)
    for found in entries(connection):
        if found.digest is not None and wholes[found.seq].hexdigest() != found.digest:
            yield Finding("seal", f"entri {found.seq}", "digest", "segelnya bukan yang dibuat entri itu")
    for (name,) in connection.execute(_UNKNOWN_SEALS):
        if name not in BY_NAME:
            yield Finding("seal", str(name), "tbl", "tabel ini tidak dikenal")

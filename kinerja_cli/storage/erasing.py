"""Erasing a person from a file whose chain must hold: digests stay, what they were computed from goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256

from kinerja_cli.domain.findings import Finding
from kinerja_cli.domain.mentions import ERASED, Identity, speaks_of
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.sealed_tables import BY_NAME, SEALED, SealedTable
from kinerja_cli.storage.seals import groups_between
from kinerja_cli.storage.support import ANSWERS
from kinerja_cli.storage.versions import Value, insert

JOURNAL = "journal"  # stands in `erased` beside the sealed tables, its entries being the owners
# texts that people wrote: in the rows of whoever is erased all of them go, in others' those that speak of her
WRITTEN_TEXTS = {
    "placement": ("position",),
    "score": ("note",),
    "exemption": ("reason",),
    "objection": ("lateness", "grounds", "decision"),
    "programme": ("title", "evidence", "before", "after"),
    "appraiser": ("label",),
    "access": ("what",),
    "unit_achievement": ("basis",),
    "target": ("result", "indicator"),
    "realisation": ("evidence", "note"),
    "programme_evidence": ("name",),
    "absence": ("note",),
    "acting": ("position", "basis"),
    "activity": ("topic",),
    "attendance": ("note",),
    "service_measure": ("name", "measure"),
    "service_figure": ("note",),
    "action": ("text", "reference", "outcome"),
    "support_case": ("note", "counsellor_name", "outcome_note", "why"),
    "support_meeting": ("note", "why", *ANSWERS),
}
_HERS = tuple(table for table in SEALED if table.salts == "employee")
_IDENTITY = (
    "update employee set nip = :nip, name = :name, salt = null where id = :employee",
    "update employee_past set nip = :nip, name = :name, salt = null where id = :employee",
    "update year_result set nip = :nip, name = :name where employee = :employee",
)
# a case still counts in its year, and says nothing more of whoever it was about
_UNTOLD = (
    """
update {support_case}
set cause = 'lainnya', form = 'bimbingan', follow = null, opened = substr(opened, 1, 4) || '-01-01',
  closed = iif(closed is null, null, substr(closed, 1, 4) || '-12-31'),
  outcome = iif(outcome in ('dirujuk', 'dihentikan'), 'tetap', outcome)
where employee = :employee
""",
    "update {support_meeting} set form = 'bimbingan', follow = null where employee = :employee",
)
_KNOWN_AS = """
select nip, name from employee where id = :employee
union
select nip, name from employee_past where id = :employee
order by nip, name
"""
_SALT = "select salt from employee where id = :employee and salt is not null"
_KEPT_DIGESTS = "select made from erased where tbl = :table and owner = :owner order by made"
_SPEAKING = """
select {owner}, entry from {name} where {told}
union
select {owner}, entry from {name}_past where {told}
order by 1, 2
"""
_SPEAKING_CONSTANT = "select {owner}, entry from {name} where {told} order by 1, 2"
_HER_ENTRIES = """
select entry from {name} where {owner} = :employee
union
select entry from {name}_past where {owner} = :employee
union
select replaced_by from {name}_past where {owner} = :employee
"""
_ALONE = """
with hers (entry) as ({hers})
select entry from hers
where entry < :before and entry not in ({others})
order by entry
"""
_OTHERS = """
select entry from {name} where entry in (select entry from hers) and {owner} <> :employee
union
select entry from {name}_past where entry in (select entry from hers) and {owner} <> :employee
union
select replaced_by from {name}_past where replaced_by in (select entry from hers) and {owner} <> :employee
"""
_SAID = "select seq from journal where speaks(stated) or speaks(reason) or speaks(source) order by seq"
_UNSAY_ALL = "update journal set reason = iif(reason is null, null, :word), salt = null where seq = :seq"
_UNSAY = """
update journal
set stated = iif(speaks(stated), :word, stated), reason = iif(speaks(reason), :word, reason),
  source = iif(speaks(source), :word, source), salt = null
where seq = :seq
"""
_REMAINS = """
select {text}, entry, null from {name} where {owner} = :owner and entry <= :entry
union all
select {text}, entry, iif(replaced_by <= :entry, replaced_by, null)
from {name}_past
where {owner} = :owner and entry <= :entry
order by 2, 3, 1
"""
_REMAINS_CONSTANT = (
    "select {text}, entry, null from {name} where {owner} = :owner and entry <= :entry order by 2, 1"
)
_WORDS_LEFT = """
select iif(stated is null, '~', hex(stated)) || ' ' || iif(reason is null, '~', hex(reason))
  || ' ' || iif(source is null, '~', hex(source)), seq, salt
from journal
where seq = :owner
order by seq
"""
_DIGESTS = "select owner, made, digest from erased where tbl = :table and made < entry order by owner, made"
_UNSAID = "select owner from erased where tbl = :table order by owner"
_LATEST = "select tbl, owner, max(made), digest from erased where made = entry group by tbl, owner order by tbl, owner"
_UNDECIDED = "select count(*) from objection where employee = :employee and state = 'diajukan'"
_ERASED_EMPLOYEE = "select 1 from erasure where employee = :employee"


def identity_of(connection: sqlite3.Connection, employee: int) -> Identity:
    """Every NIP and name that an employee ever bore."""
    rows = connection.execute(_KNOWN_AS, {"employee": employee}).fetchall()
    nips, names = (tuple(dict.fromkeys(column)) for column in zip(*rows, strict=True))
    return Identity(nips, names)


def salt_of(connection: sqlite3.Connection, employee: int) -> bytes | None:
    """The salt of an employee's digests; None where she was erased."""
    row = connection.execute(_SALT, {"employee": employee}).fetchone()
    return None if row is None else bytes(row[0])


def is_erased(connection: sqlite3.Connection, employee: int) -> bool:
    """Whether that employee was erased before."""
    return connection.execute(_ERASED_EMPLOYEE, {"employee": employee}).fetchone() is not None


def open_objections(connection: sqlite3.Connection, employee: int) -> int:
    """How many of an employee's objections nobody has decided yet."""
    return int(connection.execute(_UNDECIDED, {"employee": employee}).fetchone()[0])


def placeholder(employee: int) -> str:
    """What stands for the NIP of somebody who was erased."""
    return f"{employee:018d}"


def erase_person(connection: Connection, employee: int, basis: str) -> None:
    """Take NIP, names, salt and written texts of an employee out of every table, inside the open journal entry.

    What others wrote about her goes as well. Before that, the digests of every group that changes are kept; after
    it, the digest of what is left.
    """
    entry, who = connection.entry, identity_of(connection, employee)
    insert(connection, "erasure", {"employee": employee, "basis": basis, "entry": entry})
    connection.create_function("speaks", 1, speaks_of(who), deterministic=True)
    touched = [(table, employee) for table in _HERS if _keep_digests(connection, table, employee)]
    alone = _entries_alone(connection, employee)
    for name in WRITTEN_TEXTS:
        touched += [(BY_NAME[name], owner) for owner in _empty_speaking(connection, BY_NAME[name], employee)]
    _empty_hers(connection, employee)
    for table, owner in dict.fromkeys(touched):
        _keep(connection, table.name, owner, entry, remains_digest(connection, table.name, owner, entry))
    _unsay(connection, alone)


def erased_digests(connection: sqlite3.Connection, table: str) -> dict[tuple[int, int], bytes]:
    """Digests of the groups of *table* that can't be computed again, by owner and entry."""
    found = connection.execute(_DIGESTS, {"table": table})
    return {(owner, made): bytes.fromhex(digest) for owner, made, digest in found}


def erased_words(connection: sqlite3.Connection) -> set[int]:
    """Numbers of the journal entries whose words were erased, so that their salted digest can't be computed again."""
    return {seq for (seq,) in connection.execute(_UNSAID, {"table": JOURNAL})}


def remains_digest(connection: sqlite3.Connection, table: str, owner: int, entry: int) -> str:
    """SHA-256 over what is left of *owner*'s rows that were written up to *entry*, whatever happened to them since.

    Of a journal entry (*table* ``journal``) it is that over its words and their salt.
    """
    if table == JOURNAL:
        query = _WORDS_LEFT
    else:
        sealed = BY_NAME[table]
        query = (_REMAINS if sealed.versioned else _REMAINS_CONSTANT).format(
            name=sealed.name, owner=sealed.owner, text=sealed.row_text
        )
    rows = connection.execute(query, {"owner": owner, "entry": entry})
    return sha256("\n".join(f"{text} {made} {until}" for text, made, until in rows).encode()).hexdigest()


def remains_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Where what an erasure left is no longer what it left."""
    for table, owner, entry, digest in connection.execute(_LATEST).fetchall():
        known = table == JOURNAL or table in BY_NAME
        if not known or remains_digest(connection, table, owner, entry) != digest:
            reason = f"bukan lagi yang ditinggalkan oleh penghapusan data #{entry}"
            yield Finding(table, str(owner), "", reason)


def _keep_digests(connection: Connection, table: SealedTable, owner: int, made: int | None = None) -> int:
    """Keep the digests of an owner's groups, of one entry or of all, but for those kept before; how many there are."""
    kept = {row[0] for row in connection.execute(_KEPT_DIGESTS, {"table": table.name, "owner": owner})}
    groups = list(groups_between(connection, table, owner, owner, made))
    for group in groups:
        if group.entry not in kept:
            _keep(connection, table.name, owner, group.entry, group.digest.hex())
    return len(groups)


def _keep(connection: Connection, table: str, owner: int, made: int, digest: str) -> None:
    values: dict[str, Value] = {"tbl": table, "owner": owner, "made": made, "digest": digest}
    insert(connection, "erased", {**values, "entry": connection.entry})


def _empty_hers(connection: Connection, employee: int) -> None:
    words = {"employee": employee, "word": ERASED, "nip": placeholder(employee), "name": ERASED}
    for table in _HERS:
        for column in WRITTEN_TEXTS.get(table.name, ()) if table.data else ():
            for name in _versions(table):
                where = f"{table.owner} = :employee and {column} is not null"
                connection.execute(f"update {name} set {column} = :word where {where}", words)  # noqa: S608 - our own names
    for statement in _IDENTITY:
        connection.execute(statement, words)
    for statement in _UNTOLD:
        for past in ("", "_past"):
            named = {name: name + past for name in ("support_case", "support_meeting")}
            connection.execute(statement.format_map(named), words)


def _empty_speaking(connection: Connection, table: SealedTable, employee: int) -> list[int]:
    """Empty what anybody wrote of her in that table, keeping the digests of others' groups; whose rows those were."""
    told = " or ".join(f"speaks({column})" for column in WRITTEN_TEXTS[table.name])
    query = (_SPEAKING if table.versioned else _SPEAKING_CONSTANT).format(
        name=table.name, owner=table.owner, told=told
    )
    speaking = connection.execute(query).fetchall()
    for owner, made in speaking:
        if table not in _HERS or owner != employee:  # hers are kept already
            _keep_digests(connection, table, owner, None if _is_salt_of(table) else made)
    owners = list(dict.fromkeys(owner for owner, _ in speaking))
    for owner in owners:
        _empty_rows(connection, table, owner)
    return owners


def _empty_rows(connection: Connection, table: SealedTable, owner: int) -> None:
    # an appraiser's label is one of a kind, and the salt beside it guards nothing else
    values = {"owner": owner, "word": f"{ERASED[:-1]} {owner})" if _is_salt_of(table) else ERASED}
    for name in _versions(table):
        for column in WRITTEN_TEXTS[table.name]:
            where = f"{table.owner} = :owner and speaks({column})"
            connection.execute(f"update {name} set {column} = :word where {where}", values)  # noqa: S608 - our own names
        if _is_salt_of(table):
            connection.execute(f"update {name} set salt = null where {table.owner} = :owner", values)  # noqa: S608 - as above


def _is_salt_of(table: SealedTable) -> bool:
    """Whether the table holds the salt of its own rows, and of no others."""
    return table.name == "appraiser"


def _entries_alone(connection: Connection, employee: int) -> list[int]:
    """Entries that wrote about nobody but her: what is said there is said of her."""
    tables = [table for table in _HERS if table.versioned]

    def each(template: str) -> Iterator[str]:
        return (template.format(name=table.name, owner=table.owner) for table in tables)

    query = _ALONE.format(hers=" union ".join(each(_HER_ENTRIES)), others=" union ".join(each(_OTHERS)))
    found = connection.execute(query, {"employee": employee, "before": connection.entry})
    return [int(seq) for (seq,) in found]


def _unsay(connection: Connection, alone: Sequence[int]) -> None:
    """Erase reasons that were given for her rows alone, and words anywhere that name her; keep what is left."""
    naming = [int(seq) for (seq,) in connection.execute(_SAID)]
    for seq in naming:
        connection.execute(_UNSAY, {"seq": seq, "word": ERASED})
    for seq in alone:
        connection.execute(_UNSAY_ALL, {"seq": seq, "word": ERASED})
    for seq in sorted({*naming, *alone}):
        _keep(
            connection,
            JOURNAL,
            seq,
            connection.entry,
            remains_digest(connection, JOURNAL, seq, connection.entry),
        )


def _versions(table: SealedTable) -> tuple[str, ...]:
    return (table.name, f"{table.name}_past") if table.versioned else (table.name,)

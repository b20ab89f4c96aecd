"""The rules that were applied: each set holds from its year on, until those of a later year."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from kinerja_cli.domain.rules import Rules, rules_from_plain, rules_to_plain
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import insert, replace

_IN_FORCE = """
select since, text, digest, plain
from rules
where since <= :year
order by since desc
limit 1
"""
_NEXT = "select min(since) from rules where since > :year"
_CRITERIA = "select code, id from criterion order by id"


class StoredRules(NamedTuple):
    """Rules in force: the year they were applied to, the file's text and its SHA-256, and what it says."""

    since: int
    text: str
    digest: str
    rules: Rules


def rules_in_force(connection: sqlite3.Connection, year: int) -> StoredRules | None:
    """The rules that hold in *year*, or None where none were applied to it or an earlier year."""
    row = connection.execute(_IN_FORCE, {"year": year}).fetchone()
    if row is None:
        return None
    since, text, digest, plain = row
    return StoredRules(since, text, digest, rules_from_plain(json.loads(plain)))


def next_rules_year(connection: sqlite3.Connection, year: int) -> int | None:
    """The first year after *year* that has rules of its own."""
    found: int | None = connection.execute(_NEXT, {"year": year}).fetchone()[0]
    return found


def keep_rules(connection: Connection, since: int, text: str, digest: str, rules: Rules, entry: int) -> None:
    """Store the rules from year *since* on; the set that was stored for that very year is superseded."""
    plain = json.dumps(rules_to_plain(rules), ensure_ascii=False, separators=(",", ":"))
    values = {"text": text, "digest": digest, "plain": plain}
    if connection.execute("select 1 from rules where since = ?", (since,)).fetchone():
        replace(connection, "rules", {"since": since}, values, entry)
    else:
        insert(connection, "rules", {"since": since, **values, "entry": entry})
    known = criterion_ids(connection)
    for code in rules.codes:
        if code not in known:
            insert(connection, "criterion", {"code": code, "entry": entry})


def criterion_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """Code of every criterion that any rules ever had, and its number."""
    return dict(connection.execute(_CRITERIA))

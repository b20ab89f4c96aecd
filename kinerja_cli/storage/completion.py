"""What the command line may be completed with, asked of a database in passing: read only, briefly, or not at all.

Whatever stands in the way (no workspace, another schema, a writer at its COMMIT, damage) means that there is nothing
to offer; nothing is reported, waited for, mended or made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kinerja_cli.domain.mentions import ERASED
from kinerja_cli.errors import KinerjaError
from kinerja_cli.storage.database import APPLICATION_ID, SCHEMA_VERSION
from kinerja_cli.storage.workspace import find_workspace

Offer = tuple[str, str]  # what may be typed, and what it is

MOST = 2_000  # more people than that are not offered: a shell would draw wrong conclusions from some of them
_BUSY_SECONDS = 0.1
_HEADER = 100
_FRESH = b"SQLite format 3\0"
_UP_TO = "\U0010ffff"
_QUERIES = {
    "nip": f"""
select nip, name from employee
where nip >= :prefix and nip < :beyond and name <> '{ERASED}'
order by nip
limit {MOST + 1}""",  # noqa: S608 - our own numbers
    "unit": "select code, name from unit order by code",
    "period": "select code, iif(closed = 1, 'ditutup', 'terbuka') from period order by id",
    "year": "select distinct cast(year as text), '' from period order by year",
    "programme": "select cast(id as text), title || ' (' || year || ')' from programme order by id",
    "target": """
select cast(t.id as text), e.name || ' ' || t.year || ': ' || t.indicator
from target t join employee e on e.id = t.employee
order by t.id""",
    "goal": "select code, text from goal order by code",
    "activity": "select cast(id as text), topic || ' (' || day || ')' from activity order by id",
    "objection": "select cast(id as text), '' from objection where state = 'diajukan' order by id",
    "rules": "select plain, '' from rules order by since desc limit 1",
}


def offers(kind: str, prefix: str, folder: str | None) -> list[Offer]:
    """Values of that kind that begin with *prefix*, in the workspace that *folder* (``-C``) or this place leads to."""
    try:
        path = find_workspace(folder).database
        if not _is_ours(path):
            return []
        with closing(_connect(path)) as connection:
            found = [
                (value, told) for value, told in _values(connection, kind, prefix) if value.startswith(prefix)
            ]
    except (KinerjaError, sqlite3.Error, OSError, ValueError, TypeError, LookupError):
        return []
    return found if len(found) <= MOST else []


def _is_ours(path: Path) -> bool:
    """By its first bytes: a database of this schema, and not in WAL mode, for which even a reader makes files."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
    version, application = (int.from_bytes(head[at : at + 4], "big") for at in (60, 68))
    rollback = head[18:20] == b"\1\1"
    return (head.startswith(_FRESH) and rollback) and (version, application) == (
        SCHEMA_VERSION,
        APPLICATION_ID,
    )


def _connect(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma query_only = on")
    return connection


def _values(connection: sqlite3.Connection, kind: str, prefix: str) -> Iterator[Offer]:
    if kind == "when":
        yield from _values(connection, "year", prefix)
        yield from _values(connection, "period", prefix)
    elif kind in ("criterion", "category"):
        [(plain, _)] = connection.execute(_QUERIES["rules"]).fetchall()
        yield from _of_rules(json.loads(plain), kind)
    else:
        yield from connection.execute(
            _QUERIES[kind], {"prefix": prefix, "beyond": prefix + _UP_TO}
        ).fetchall()


def _of_rules(rules: dict[str, Any], kind: str) -> list[Offer]:
    """Codes that the latest rules know, with their names."""
    if kind == "criterion":
        return [(code, name) for code, name, *_ in rules["criteria"]]
    return [(code, "") for code, _ in (rules["bonus"] or [0, []])[1]]

"""The whole chain worked out a second time, from plain selects, hashlib and json alone: no code of kinerja's."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from hashlib import sha256
from typing import Any, NamedTuple
from zlib import crc32

BLOCK = 64


class Kind(NamedTuple):
    """A table as it is hashed: whose rows, the key, numbers, words, whose salt, whether versions are kept."""

    owner: str
    key: str
    numbers: str = ""
    words: str = ""
    salt: str = ""
    past: bool = True


KINDS = {
    "rules": Kind("since", "since", "", "text digest plain"),
    "unit": Kind("id", "id", "parent", "code name"),
    "employee": Kind("id", "id", "", "nip name kind grade starts ends", "employee"),
    "placement": Kind("employee", "employee starts", "unit superior", "position", "employee"),
    "period": Kind("id", "id", "year closed", "code last deadline"),
    "criterion": Kind("id", "id", "", "code", past=False),
    "appraiser": Kind("id", "id", "employee", "label", "appraiser"),
    "score": Kind("employee", "employee period criterion", "value rater", "note", "employee"),
    "exemption": Kind("employee", "employee period criterion", "", "reason", "employee"),
    "programme": Kind("id", "id", "year", "title category state evidence before after"),
    "programme_owner": Kind("programme", "programme employee"),
    "objection": Kind(
        "employee",
        "id",
        "employee period criterion value_before decider value_after correction",
        "received filed lateness grounds state decided decision",
        "employee",
    ),
    "year_closing": Kind(
        "year", "year", "revision rules_since algorithm people", "rules_digest columns units digest"
    ),
    "year_result": Kind("line", "line", "employee version", "cells", past=False),
    "erasure": Kind("employee", "employee", "", "basis", past=False),
    "erased": Kind("owner", "tbl owner made", "", "digest", past=False),
    "access": Kind("employee", "employee", "", "what", "employee", past=False),
    "unit_achievement": Kind("unit", "unit year period", "", "achievement basis"),
    "programme_evidence": Kind("programme", "programme digest", "size", "name"),
    "absence": Kind("employee", "employee day", "", "note", "employee"),
    "goal": Kind("id", "id", "parent unit", "code kind text"),
    "target": Kind(
        "employee",
        "id",
        "employee year goal low high weight peak first last",
        "kind result indicator aspect measure direction reckoning",
        "employee",
    ),
    "realisation": Kind("employee", "target period", "employee value", "evidence note", "employee"),
    "acting": Kind("employee", "id", "employee unit", "starts ends position kind basis", "employee"),
    "activity": Kind("id", "id", "hours unit", "kind topic day selection"),
    "attendance": Kind("employee", "activity employee", "", "cause note", "employee"),
}
Seals = dict[tuple[str, int, int], tuple[bytes, bytes]]  # table, block, entry -> digest, tags


class Chain(NamedTuple):
    """What has to be stored: every seal, and of every entry the number of rows, digest, said, previous and hash."""

    seals: Seals
    entries: dict[int, tuple[int, str, str, str, str]]


def stored(connection: sqlite3.Connection) -> Chain:
    """What is stored."""
    seals = connection.execute("select tbl, block, entry, digest, tags from seal").fetchall()
    entries = connection.execute("select seq, rows, digest, said, previous, hash from journal").fetchall()
    return Chain(
        {(table, block, entry): (digest, tags) for table, block, entry, digest, tags in seals},
        {seq: tuple(rest) for seq, *rest in entries},
    )


def worked_out(connection: sqlite3.Connection) -> Chain:
    """What has to be stored, from the rows."""
    seals: Seals = {}
    rows: dict[int, int] = defaultdict(int)
    whole: dict[int, bytes] = defaultdict(bytes)
    for table, kind in KINDS.items():
        for (block, entry), groups in sorted(_groups(connection, table, kind).items()):
            digests = [sha256(salt + ",".join(texts).encode()).digest() for salt, texts in groups]
            tags = [_tag(table, kind, d, *group) for d, group in zip(digests, groups, strict=True)]
            seals[table, block, entry] = (sha256(b"".join(digests)).digest(), b"".join(tags))
            whole[entry] += f"{table} {block} ".encode() + seals[table, block, entry][0]
            if table != "access":
                rows[entry] += sum(len(texts) for _, texts in groups)
    entries, previous = {}, "0" * 64
    for one in _dicts(connection, "select * from journal order by seq"):
        seq = one["seq"]
        # without the salt, what was said and then erased can't be worked out any more
        said = _hex((one["salt"] or b"") + _json(one, "stated", "reason", "source"))
        bound = {**one, "said": said, "previous": previous, "rows": rows[seq], "digest": _hex(whole[seq])}
        names = "previous seq at actor uid sudo host terminal command source_digest said rows digest"
        entries[seq] = (rows[seq], bound["digest"], said, previous, _hex(_json(bound, *names.split())))
        previous = entries[seq][-1]
    return Chain(seals, entries)


def _groups(
    connection: sqlite3.Connection, table: str, kind: Kind
) -> dict[tuple[int, int], list[tuple[bytes, list[str]]]]:
    """By block and entry, in the order of owners: salt and texts of what the entry wrote about the owner."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    key = kind.key.split()
    rows = _dicts(connection, f"select * from {table}")  # noqa: S608 - the names above
    past = _dicts(connection, f"select * from {table}_past") if kind.past else []  # noqa: S608
    for row in (*rows, *past):
        place = [row[name] for name in key]
        found[row[kind.owner], row["entry"]].append((0, place, _text(table, kind, row)))
    for row in past:
        place = [row[name] for name in key]
        gone = "-" + " ".join(map(str, (*place, row["entry"])))
        found[row[kind.owner], row["replaced_by"]].append((1, place, gone))
    salts = dict(connection.execute(f"select id, salt from {kind.salt}")) if kind.salt else {}  # noqa: S608
    blocks = defaultdict(list)
    for (owner, entry), texts in sorted(found.items()):
        blocks[owner // BLOCK, entry].append((salts.get(owner) or b"", [text for *_, text in sorted(texts)]))
    return blocks


def _text(table: str, kind: Kind, row: dict[str, Any]) -> str:
    if table == "score":
        number = (row["period"] * 10_000 + row["criterion"]) * 1_000_000_000 + row["value"]
        if row["rater"] is None and row["note"] is None:
            return str(number)
        return f"{number} {_number(row['rater'])} {_words(row['note'])}"
    numbers = [_number(row[name]) for name in (*kind.key.split(), *kind.numbers.split())]
    return " ".join([*numbers, *(_words(row[name]) for name in kind.words.split())])


def _number(value: object) -> str:
    return "~" if value is None else str(value)


def _words(value: str | None) -> str:
    return "~" if value is None else value.encode().hex().upper()


def _tag(table: str, kind: Kind, digest: bytes, salt: bytes, texts: list[str]) -> bytes:
    """Two bytes of the digest; but for scores, a byte for each column over its cells in the rows that were written."""
    if table == "score":
        return digest[:2]
    cells = [text.split(" ") for text in texts if text[0] != "-"]
    width = len(f"{kind.key} {kind.numbers} {kind.words}".split())
    columns = [" ".join(row[place] for row in cells) for place in range(width)] if cells else []
    marks = bytes(crc32(salt + column.encode()) & 255 for column in columns)
    return digest[:2] + marks + bytes(width - len(marks))


def _dicts(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [name for name, *_ in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _json(values: dict[str, Any], *names: str) -> bytes:
    return json.dumps([values[name] for name in names], separators=(",", ":")).encode()


def _hex(content: bytes) -> str:
    return sha256(content).hexdigest()

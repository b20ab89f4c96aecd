"""Which row, and mostly which cell, no longer fits a seal; and for a score, what it was before.

A seal has no copy of the rows. But whoever knows the digest of what a person's values were can try which single
change leads back to it: a digit, any other value, a row too many, a row too few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations, islice, product
from typing import NamedTuple

from kinerja_cli.domain.findings import Finding
from kinerja_cli.domain.points import show_points
from kinerja_cli.storage.sealed_tables import SealedTable
from kinerja_cli.storage.seals import Group, Seal, seal_of, tag_length, tag_of

_MOST_PAIRS = 300_000
_HIGHEST = 10_000  # hundredths of the usual scale
_NAMES = """
select e.nip, p.code, c.code
from (select 1) one
left join employee e on e.id = :employee
left join period p on p.id = :period
left join criterion c on c.id = :criterion
order by 1
"""
_KEYS = "select id from {table} order by id"


class Change(NamedTuple):
    """One change that leads back: place in the group, the text that stood there, and what to say of it."""

    place: int
    before: str | None
    row: str
    column: str
    reason: str


def stray_findings(table: SealedTable, block: int, entry: int) -> Iterator[Finding]:
    """What an entry recorded about a whole block of owners and isn't there any more."""
    first = block * 64
    key = f"{table.owner} {first} sampai {first + 63}"
    yield Finding(table.name, key, "", f"baris yang dicatat entri {entry} hilang")


def group_findings(
    connection: sqlite3.Connection, table: SealedTable, entry: int, stored: Seal, groups: Sequence[Group]
) -> Iterator[Finding]:
    """Name what differs between a seal and the groups that are there now."""
    size = tag_length(table)
    kept = [stored.tags[at : at + size] for at in range(0, len(stored.tags), size)]
    marks = [tag_of(table, group) for group in groups]
    changed: list[tuple[Group, bytes]] = []
    matcher = SequenceMatcher(None, [tag[:2] for tag in kept], [mark[:2] for mark in marks], autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        pairs = min(high - low, end - start) if kind == "replace" else 0
        changed += zip(groups[start : start + pairs], kept[low : low + pairs], strict=True)
        if kind in ("replace", "insert"):
            for group in groups[start + pairs : end]:
                yield Finding(
                    table.name, named(connection, table, group), "", f"baris tambahan pada entri {entry}"
                )
        if kind in ("replace", "delete") and high - low > pairs:
            yield _missing(table, entry, high - low - pairs, groups, start)
    if not changed and len(kept) == len(marks):
        yield Finding(table.name, _range(table, groups), "", f"berubah sejak entri {entry}")
    elif table.written:
        yield from _scores(connection, table, entry, stored, groups, changed)
    else:
        for group, tag in changed:
            yield from _columns(connection, table, entry, group, tag)


def _missing(table: SealedTable, entry: int, count: int, groups: Sequence[Group], place: int) -> Finding:
    after = "awal" if place == 0 else str(groups[place - 1].owner)
    before = "akhir" if place >= len(groups) else str(groups[place].owner)
    key = f"{table.owner} antara {after} dan {before}"
    return Finding(table.name, key, "", f"baris {count} pemilik yang dicatat entri {entry} hilang")


def _columns(
    connection: sqlite3.Connection, table: SealedTable, entry: int, group: Group, tag: bytes
) -> Iterator[Finding]:
    mark = tag_of(table, group)
    wrong = [column for column, was, now in zip(table.columns, tag[2:], mark[2:], strict=True) if was != now]
    own = named(connection, table, group)
    if not wrong or len(wrong) == len(table.columns):
        yield Finding(table.name, own, "", f"berubah, hilang atau bertambah sejak entri {entry}")
    for column in wrong if len(wrong) < len(table.columns) else ():
        yield Finding(table.name, own, column, f"diubah sejak entri {entry}")


def _scores(
    connection: sqlite3.Connection,
    table: SealedTable,
    entry: int,
    stored: Seal,
    groups: Sequence[Group],
    changed: Sequence[tuple[Group, bytes]],
) -> Iterator[Finding]:
    found = _proved(connection, table, stored, groups, changed)
    for index, (group, _) in enumerate(changed):
        if found is None:
            own = named(connection, table, group)
            yield Finding(table.name, own, "value", f"nilai yang dicatat entri {entry} berubah")
            continue
        for change in found[index]:
            key = _score_key(connection, group.owner, change.row)
            yield Finding(table.name, key, change.column, f"{change.reason}, menurut entri {entry}")


def _proved(
    connection: sqlite3.Connection,
    table: SealedTable,
    stored: Seal,
    groups: Sequence[Group],
    changed: Sequence[tuple[Group, bytes]],
) -> list[tuple[Change, ...]] | None:
    """For each changed group the changes that, all taken back, give the stored digest again; None without any."""
    tries = (_near, _far) if len(changed) == 1 else (_near,)
    for attempt in tries:
        candidates = [list(_fitting(attempt(connection, group), group, tag)) for group, tag in changed]
        for chosen in islice(product(*candidates), _MOST_PAIRS):
            back = {
                group.owner: taken_back(group, changes)
                for (group, _), changes in zip(changed, chosen, strict=True)
            }
            if seal_of(table, [back.get(group.owner, group) for group in groups]).digest == stored.digest:
                return list(chosen)
    return None


def taken_back(group: Group, changes: Sequence[Change]) -> Group:
    """The group as it was before *changes*."""
    texts: list[str | None] = list(group.text.split(","))
    for change in sorted(changes, key=lambda c: -c.place):
        if change.column == "" and change.before is not None:  # a row that is gone: put it in again
            texts.insert(change.place, change.before)
        else:
            texts[change.place] = change.before
    text = ",".join(t for t in texts if t is not None)
    return group._replace(text=text, digest=sha256(group.salt + text.encode()).digest())


def _fitting(tried: Iterator[tuple[Change, ...]], group: Group, tag: bytes) -> Iterator[tuple[Change, ...]]:
    for changes in tried:
        if taken_back(group, changes).digest[:2] == tag[:2]:
            yield changes


def _near(connection: sqlite3.Connection, group: Group) -> Iterator[tuple[Change, ...]]:
    """Other digits, other raters, no note, a row too many; one such change, then two."""
    single = [change for place, text in _rows(group) for change in _slips(connection, place, text)]
    yield from ((change,) for change in single)
    if len(single) ** 2 // 2 <= _MOST_PAIRS:
        yield from (pair for pair in combinations(single, 2) if pair[0].place != pair[1].place)


def _far(connection: sqlite3.Connection, group: Group) -> Iterator[tuple[Change, ...]]:
    """Any other value in any one place, then a row that is gone, with any value."""
    for place, text in _rows(group):
        key, value, rest = _parts(text)
        for other in range(_HIGHEST + 1):
            if other != value:
                yield (_value_change(place, text, f"{key * 10**9 + other}{rest}", other),)
    present = {_parts(text)[0] for _, text in _rows(group)}
    words = {"", *(_parts(text)[2] for _, text in _rows(group))}
    periods = [number for (number,) in connection.execute(_KEYS.format(table="period"))]
    criteria = [number for (number,) in connection.execute(_KEYS.format(table="criterion"))]
    for key in sorted(period * 10_000 + criterion for period in periods for criterion in criteria):
        if key not in present:
            place = sum(other < key for other in present)
            for value, rest in product(range(_HIGHEST + 1), words):
                text = f"{key * 10**9 + value}{rest}"
                yield (Change(place, text, text, "", f"baris hilang; nilainya {show_points(value)}"),)


def _slips(connection: sqlite3.Connection, place: int, text: str) -> Iterator[Change]:
    key, value, rest = _parts(text)
    digits = f"{value:05d}"
    for at, new in product(range(len(digits)), "0123456789"):
        other = int(digits[:at] + new + digits[at + 1 :])
        if other != value:
            yield _value_change(place, text, f"{key * 10**9 + other}{rest}", other)
    yield Change(place, None, text, "row", "baris tambahan")
    yield from _other_words(connection, place, text)


def _other_words(connection: sqlite3.Connection, place: int, text: str) -> Iterator[Change]:
    packed, rater, note = (*text.split(" "), "~", "~")[:3]
    raters = connection.execute(_KEYS.format(table="appraiser") + " limit 200")
    for other in ("~", *(str(number) for (number,) in raters)):
        if other != rater:
            yield Change(place, _written(packed, other, note), text, "rater", "penilainya diubah")
    if note != "~":
        told = "catatannya diisi, dahulu kosong"
        yield Change(place, _written(packed, rater, "~"), text, "note", told)


def _written(packed: str, rater: str, note: str) -> str:
    return packed if rater == note == "~" else f"{packed} {rater} {note}"


def _value_change(place: int, text: str, before: str, value: int) -> Change:
    now = _parts(text)[1]
    return Change(place, before, text, "value", f"kini {show_points(now)}, dahulu {show_points(value)}")


def _rows(group: Group) -> list[tuple[int, str]]:
    return [(place, text) for place, text in enumerate(group.text.split(",")) if not text.startswith("-")]


def _parts(text: str) -> tuple[int, int, str]:
    """Period and criterion in one number, value, and the text after them."""
    packed, space, rest = text.partition(" ")
    key, value = divmod(int(packed), 10**9)
    return key, value, space + rest


def named(connection: sqlite3.Connection, table: SealedTable, group: Group) -> str:
    """The owner in words, and the rest of the key where the group is a single row."""
    texts = group.text.split(",")
    own = f"{table.owner} {group.owner}"
    if table.salts == "employee" or table.name == "employee":
        found = connection.execute(
            "select nip from employee where id = ? order by id", (group.owner,)
        ).fetchone()
        own = f"pegawai {found[0]}" if found else own
    if table.written or len(texts) > 1 or texts[0].startswith("-"):
        return own
    keys = dict(zip(table.key, texts[0].split(" "), strict=False))
    rest = [f"{name} {value}" for name, value in keys.items() if name != table.owner]
    return " ".join([own, *rest])


def _range(table: SealedTable, groups: Sequence[Group]) -> str:
    return f"{table.owner} {groups[0].owner} sampai {groups[-1].owner}"


def _score_key(connection: sqlite3.Connection, employee: int, text: str) -> str:
    period, criterion = divmod(_parts(text)[0], 10_000)
    who = {"employee": employee, "period": period, "criterion": criterion}
    found = connection.execute(_NAMES, who).fetchone()
    return " ".join(str(word) for word in found if word is not None)

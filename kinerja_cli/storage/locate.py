"""Which row, and mostly which cell, no longer fits a seal; and for a score, what it was before.

A seal has no copy of the rows. But whoever knows the digest of what a person's values were can try which single
change leads back to it: a digit, any other value, a row too many, a row too few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations, product
from typing import NamedTuple

from kinerja_cli.domain.findings import Finding
from kinerja_cli.domain.points import show_points
from kinerja_cli.storage.sealed_tables import SealedTable
from kinerja_cli.storage.seals import BLOCK, Group, Seal, seal_of, tag_length, tag_of

_HIGHEST = 10_000  # hundredths of the usual scale
_MOST_FAR = 4  # so many people's scores are searched among all values; beyond that, among digits
_ROW = 8  # what taking a change back costs, where trying one more value in the same place costs 1
_NAMES = """
select e.nip, p.code, c.code
from (select 1) one
left join employee e on e.id = :employee
left join period p on p.id = :period
left join criterion c on c.id = :criterion
order by 1
"""
_KEYS = "select id from {table} order by id"
_CONFIDENTIAL = "(dirahasiakan)"  # whom such rows are about is told by their own report alone
_CALLED = {"employee": "nip", "unit": "code", "period": "code", "criterion": "code"}


class Patience:
    """How much more may be tried in search of what was there before: a damaged file could ask for hours."""

    def __init__(self, left: int = 4_000_000) -> None:
        self.left = left

    def takes(self, tries: int) -> bool:
        """Spend that many tries; false where there are no more."""
        self.left -= tries
        return self.left >= 0


class Change(NamedTuple):
    """One change that leads back: place in the group, the text that stood there, and what to say of it."""

    place: int
    before: str | None
    row: str
    column: str
    reason: str


def stray_findings(table: SealedTable, block: int, entry: int) -> Iterator[Finding]:
    """What an entry recorded about a whole block of owners and isn't there any more."""
    first = block * BLOCK
    key = f"{table.owner} {first} sampai {first + BLOCK - 1}"
    yield Finding(table.name, key, "", f"baris yang dicatat entri {entry} hilang")


def group_findings(
    connection: sqlite3.Connection,
    table: SealedTable,
    entry: int,
    stored: Seal,
    groups: Sequence[Group],
    patience: Patience,
) -> Iterator[Finding]:
    """Name what differs between a seal and the groups that are there now."""
    size = tag_length(table)
    kept = [stored.tags[at : at + size] for at in range(0, len(stored.tags), size)]
    if len(stored.tags) % size or len(kept) > BLOCK:
        yield Finding("seal", f"{table.name} {groups[0].owner // BLOCK} {entry}", "tags", "rusak")
        kept = []
    marks = [tag_of(table, group) for group in groups]
    changed: list[tuple[Group, bytes]] = []
    own = list(groups)  # without those that are too many
    matcher = SequenceMatcher(None, [tag[:2] for tag in kept], [mark[:2] for mark in marks], autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes() if kept else ():
        pairs = min(high - low, end - start) if kind == "replace" else 0
        changed += zip(groups[start : start + pairs], kept[low : low + pairs], strict=True)
        if kind in ("replace", "insert"):
            for group in groups[start + pairs : end]:
                own.remove(group)
                key, why = named(connection, table, group), f"baris tambahan pada entri {entry}"
                yield Finding(table.name, key, "", why)
        if kind in ("replace", "delete") and high - low > pairs:
            yield _missing(connection, table, entry, high - low - pairs, groups, start + pairs)
    if not changed and len(kept) in (0, len(marks)):
        yield Finding(table.name, _range(connection, table, groups), "", f"berubah sejak entri {entry}")
    elif table.written:
        yield from _scores(connection, table, entry, stored, own, changed, patience)
    else:
        for group, tag in changed:
            yield from _columns(connection, table, entry, group, tag)


def _missing(
    connection: sqlite3.Connection,
    table: SealedTable,
    entry: int,
    count: int,
    groups: Sequence[Group],
    place: int,
) -> Finding:
    after = "awal" if place == 0 else _owner(connection, table, groups[place - 1].owner)
    before = "akhir" if place >= len(groups) else _owner(connection, table, groups[place].owner)
    key = f"antara {after} dan {before}"
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
    patience: Patience,
) -> Iterator[Finding]:
    found = _proved(connection, table, stored, groups, changed, patience)
    for index, (group, _) in enumerate(changed):
        if found is None:
            own = named(connection, table, group)
            yield Finding(table.name, own, "", f"nilai, penilai atau catatan dari entri {entry} berubah")
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
    patience: Patience,
) -> list[tuple[Change, ...]] | None:
    """For each changed group the changes that, all taken back, give the stored digest again; None without any."""
    attempts = [_single]
    if len(changed) <= _MOST_FAR:
        attempts.append(_far)
    if len(changed) == 1:
        attempts.append(_pairs)
    candidates: list[list[tuple[Change, ...]]] = [[] for _ in changed]
    for attempt in attempts:
        for known, (group, tag) in zip(candidates, changed, strict=True):
            known += attempt(connection, group, tag, patience)
        for chosen in product(*candidates):
            if not patience.takes(_ROW * len(groups)):
                return None
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


def _fits(group: Group, changes: tuple[Change, ...], tag: bytes) -> bool:
    return taken_back(group, changes).digest[:2] == tag[:2]


def _changes(connection: sqlite3.Connection, group: Group) -> list[Change]:
    return [change for place, text in _rows(group) for change in _slips(connection, place, text)]


def _single(
    connection: sqlite3.Connection, group: Group, tag: bytes, patience: Patience
) -> Iterator[tuple[Change, ...]]:
    """One digit, another rater, a note where none was, a row too many."""
    for change in _changes(connection, group):
        if patience.takes(_ROW) and _fits(group, (change,), tag):
            yield (change,)


def _pairs(
    connection: sqlite3.Connection, group: Group, tag: bytes, patience: Patience
) -> Iterator[tuple[Change, ...]]:
    """Two of those in two places."""
    for pair in combinations(_changes(connection, group), 2):
        if not patience.takes(_ROW):
            return
        if pair[0].place != pair[1].place and _fits(group, pair, tag):
            yield pair


def _far(
    connection: sqlite3.Connection, group: Group, tag: bytes, patience: Patience
) -> Iterator[tuple[Change, ...]]:
    """Any other value in any one place, then a row that is gone, with any value."""
    texts, rows = group.text.split(","), _rows(group)
    for place, text in rows:
        key, now, rest = _parts(text)
        for value in _values(group, texts[:place], key, rest, texts[place + 1 :], tag, patience):
            if value != now:
                yield (_value_change(place, text, f"{key * 10**9 + value}{rest}", value),)
    present = {_parts(text)[0] for _, text in rows}
    words = sorted({"", *(_parts(text)[2] for _, text in rows)})
    periods = [number for (number,) in connection.execute(_KEYS.format(table="period"))]
    criteria = [number for (number,) in connection.execute(_KEYS.format(table="criterion"))]
    for key in sorted(
        {period * 10_000 + criterion for period in periods for criterion in criteria} - present
    ):
        place = sum(other < key for other in present)
        for rest in words:
            for value in _values(group, texts[:place], key, rest, texts[place:], tag, patience):
                text = f"{key * 10**9 + value}{rest}"
                yield (Change(place, text, text, "", f"baris hilang; nilainya {show_points(value)}"),)


def _values(
    group: Group,
    before: Sequence[str],
    key: int,
    rest: str,
    after: Sequence[str],
    tag: bytes,
    patience: Patience,
) -> Iterator[int]:
    """Values that, standing between *before* and *after*, give a digest that begins as *tag* does."""
    if not patience.takes(_HIGHEST):
        return
    start = sha256(group.salt + "".join(f"{text}," for text in before).encode())
    end = "".join([rest, *(f",{text}" for text in after)])
    for value in range(_HIGHEST + 1):
        whole = start.copy()
        whole.update(f"{key * 10**9 + value}{end}".encode())
        if whole.digest()[:2] == tag[:2]:
            yield value


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
    raters = connection.execute(_KEYS.format(table="appraiser") + " limit 200").fetchall()
    for other in ("~", *(str(number) for (number,) in raters)):
        if other != rater:
            yield Change(place, _written(packed, other, note), text, "rater", "penilainya diubah")
    if note != "~":
        yield Change(place, _written(packed, rater, "~"), text, "note", "catatannya diisi, dahulu tidak ada")
    if note != "":
        yield Change(
            place, _written(packed, rater, ""), text, "note", "catatannya diubah, dahulu teks kosong"
        )


def _written(packed: str, rater: str, note: str) -> str:
    return packed if rater == note == "~" else f"{packed} {rater} {note}"


def _value_change(place: int, text: str, before: str, value: int) -> Change:
    now = _parts(text)[1]
    return Change(place, before, text, "value", f"kini {show_points(now)}, dahulu {show_points(value)}")


def _rows(group: Group) -> list[tuple[int, str]]:
    texts = enumerate(group.text.split(","))
    return [(place, text) for place, text in texts if text.partition(" ")[0].isdecimal()]


def _parts(text: str) -> tuple[int, int, str]:
    """Period and criterion in one number, value, and the text after them."""
    packed, space, rest = text.partition(" ")
    key, value = divmod(int(packed), 10**9)
    return key, value, space + rest


def named(connection: sqlite3.Connection, table: SealedTable, group: Group) -> str:
    """The owner in words, and the rest of the key where the group is a single row; of a confidential one its number."""
    texts = group.text.split(",")
    own = _owner(connection, table, group.owner)
    if table.written or len(texts) > 1 or texts[0].startswith("-"):
        return own
    keys = dict(zip(table.key[: 1 if table.confidential else None], texts[0].split(" "), strict=False))
    rest = [_called(connection, name, value) for name, value in keys.items() if name != table.owner]
    return " ".join([own, *rest])


def _owner(connection: sqlite3.Connection, table: SealedTable, owner: int) -> str:
    if table.confidential:
        return _CONFIDENTIAL
    return _called(connection, table.name if table.owner == "id" else table.owner, owner)


def _called(connection: sqlite3.Connection, table: str, number: int | str) -> str:
    """What people call row *number* of *table*, where it has a name: its NIP or code."""
    if table not in _CALLED:
        return str(number)
    query = f"select {_CALLED[table]} from {table} where id = ? order by id"  # noqa: S608 - our own names
    found = connection.execute(query, (number,)).fetchone()
    return str(found[0] if found else number)


def _range(connection: sqlite3.Connection, table: SealedTable, groups: Sequence[Group]) -> str:
    first, last = (_owner(connection, table, group.owner) for group in (groups[0], groups[-1]))
    return f"{first} sampai {last}"


def _score_key(connection: sqlite3.Connection, employee: int, text: str) -> str:
    period, criterion = divmod(_parts(text)[0], 10_000)
    who = {"employee": employee, "period": period, "criterion": criterion}
    found = connection.execute(_NAMES, who).fetchone()
    return " ".join(str(word) for word in found if word is not None)

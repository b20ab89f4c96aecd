"""What every recorded fact was before and became after: pairs of versions, from each table and its `_past` twin."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from kinerja_cli.storage.sealed_tables import BY_NAME

Row = Mapping[str, str | int | None]
_VERSIONS = """
select entry, null, {columns} from {table} where {where}
union all
select entry, replaced_by, {columns} from {table}_past where {where}
"""
# of the rows that ever changed only: the twin is small, and the key finds what is in force now
_CHANGED = """
select entry, null, {columns}
from (select distinct {aliased} from {table}_past) k
cross join {table} on {same}
union all
select entry, replaced_by, {columns} from {table}_past
"""
_COUNTS = "select entry, count(*) from {table} group by entry order by entry"
_FEW = """
select entry, null, {columns}
from {table}
where entry in (select value from json_each(:few))
"""
_NIP = "select nip from employee where id = :id"
_PERIODS = """
select id, code from period
union
select id, code from period_past
order by 1
"""
_OWNED = """
select programme from programme_owner where employee = :employee
union
select programme from programme_owner_past where employee = :employee
order by 1
"""
_HER_ACTIONS = """
select id from action where owner in (select id from appraiser where employee = :employee)
union
select id from action_past where owner in (select id from appraiser where employee = :employee)
order by 1
"""
_LAST_DATA = "select ifnull(max(seq), 0) from journal where rows > 0"


class Change(NamedTuple):
    """What entry *entry* made of one row: *old* is None where it was new, *new* where it was taken out of force."""

    entry: int
    key: tuple[str | int, ...]
    old: Row | None
    new: Row | None


class Many(NamedTuple):
    """How many new rows entry *entry* wrote into a table, where they are too many to name."""

    entry: int
    rows: int


class _Version(NamedTuple):
    entry: int
    replaced_by: int | None
    row: Row
    key: tuple[str | int, ...]


def changes_of(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], where: Mapping[str, int]
) -> Iterator[Change]:
    """Every change of the rows that hold these values in *where* (a column of the key, or another that stays)."""
    condition = " and ".join(f"{column} = :{column}" for column in where)
    return _chained(_versions(connection, _VERSIONS, table, columns, dict(where), where=condition))


def all_changes(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], most: int
) -> tuple[list[Change], list[Many]]:
    """Every change of a table; new rows of an entry that wrote more than *most* of them are only counted."""
    key = BY_NAME[table].key
    aliases = {
        "aliased": ", ".join(f"{column} as k_{column}" for column in key),
        "same": " and ".join(f"{column} = k_{column}" for column in key),
    }
    changed = list(_versions(connection, _CHANGED, table, columns, {}, **aliases))
    chains = list(_chained(changed))
    new = Counter(dict(connection.execute(_COUNTS.format(table=table))))
    new.subtract(version.entry for version in changed if version.replaced_by is None)
    new.update(change.entry for change in chains if change.old is None)
    few = {entry for entry, count in new.items() if 0 < count <= most}
    known = {version.key for version in changed}
    values = {"few": json.dumps(sorted(few))}
    single = _chained(v for v in _versions(connection, _FEW, table, columns, values) if v.key not in known)
    told = [change for change in chains if change.old is not None or change.entry in few]
    return [*told, *single], [Many(entry, count) for entry, count in new.items() if count > most]


def _versions(
    connection: sqlite3.Connection,
    query: str,
    table: str,
    columns: Sequence[str],
    values: Mapping[str, int | str],
    **parts: str,
) -> Iterator[_Version]:
    key = BY_NAME[table].key
    wanted = tuple(dict.fromkeys((*key, *columns)))
    sql = query.format(table=table, columns=", ".join(wanted), **parts)
    for entry, replaced_by, *cells in connection.execute(sql, values):
        yield _Version(entry, replaced_by, dict(zip(wanted, cells, strict=True)), tuple(cells[: len(key)]))


def _chained(versions: Iterable[_Version]) -> Iterator[Change]:
    """Pair every version with the one that it replaced: the one that was taken out of force by its own entry."""
    ordered = sorted(versions, key=lambda v: (v.key, v.entry, v.replaced_by is None, v.replaced_by))
    for key, held in groupby(ordered, key=lambda v: v.key):
        before: _Version | None = None
        for version in held:
            if before is not None and before.replaced_by == version.entry:
                yield Change(version.entry, key, before.row, version.row)
            else:
                if before is not None and before.replaced_by is not None:
                    yield Change(before.replaced_by, key, before.row, None)
                yield Change(version.entry, key, None, version.row)
            before = version
        if before is not None and before.replaced_by is not None:
            yield Change(before.replaced_by, key, before.row, None)


def nip_of(connection: sqlite3.Connection, employee: int) -> str | None:
    """The NIP that an employee bears now."""
    found = connection.execute(_NIP, {"id": employee}).fetchone()
    return None if found is None else str(found[0])


def period_codes(connection: sqlite3.Connection) -> dict[int, str]:
    """Code of every period that was ever opened, by its key."""
    return dict(connection.execute(_PERIODS))


def programmes_ever_owned(connection: sqlite3.Connection, employee: int) -> list[int]:
    """Numbers of the programmes that an employee owns or once owned."""
    return [number for (number,) in connection.execute(_OWNED, {"employee": employee})]


def actions_ever_owned(connection: sqlite3.Connection, employee: int) -> list[int]:
    """Numbers of the actions of the improvement plan that an employee has to see to or once had."""
    return [number for (number,) in connection.execute(_HER_ACTIONS, {"employee": employee})]


def newest_revision(connection: sqlite3.Connection) -> int:
    """Number of the newest entry that wrote data: whatever is recorded now has no later revision.  0 before any."""
    return int(connection.execute(_LAST_DATA).fetchone()[0])

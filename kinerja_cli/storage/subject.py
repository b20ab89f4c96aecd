"""All rows about one person: every version, with the entry that wrote it and the one that replaced it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

_VERSIONS = """
select {key}, {columns}, entry, null as until from {table} where {owner} = :employee
union all
select {key}, {columns}, entry, replaced_by from {table}_past where {owner} = :employee
order by {key}, entry, until
"""
_PROGRAMMES = """
with hers (id, ended) as (
  select programme, null from programme_owner where employee = :employee
  union
  select programme, replaced_by from programme_owner_past
  where employee = :employee
    and programme not in (select programme from programme_owner where employee = :employee))
select p.id, p.title, p.category, p.year, p.state, p.evidence, p.before, p.after, max(h.ended), p.entry, p.until
from (
  select id, title, category, year, state, evidence, before, after, entry, null as until from programme
  union all
  select id, title, category, year, state, evidence, before, after, entry, replaced_by from programme_past) p
join hers h on h.id = p.id
group by p.id, p.entry, p.until
having max(h.ended) is null or p.entry < max(h.ended)
order by p.id, p.entry, p.until
"""
_FILES = """
with hers (id, ended) as (
  select programme, null from programme_owner where employee = :employee
  union
  select programme, replaced_by from programme_owner_past
  where employee = :employee
    and programme not in (select programme from programme_owner where employee = :employee))
select f.programme, f.name, f.digest, f.size, f.entry, f.until
from (
  select programme, name, digest, size, entry, null as until from programme_evidence
  union all
  select programme, name, digest, size, entry, replaced_by from programme_evidence_past) f
join hers h on h.id = f.programme
group by f.programme, f.digest, f.entry, f.until
having max(h.ended) is null or f.entry < max(h.ended)
order by f.programme, f.entry, f.digest, f.until
"""
_OTHER_ENTRIES = """
select entry from programme_owner where employee = :employee
union
select entry from programme_owner_past where employee = :employee
union
select replaced_by from programme_owner_past where employee = :employee
union
select entry from appraiser where employee = :employee
union
select entry from year_result where employee = :employee
union
select entry from erasure where employee = :employee
order by 1
"""
_OTHER_NAMES = """
select name from employee where id <> :employee
union
select name from employee_past where id <> :employee
union
select label from appraiser where label is not null
union
select label from appraiser_past where label is not null
order by 1
"""
_OWN_APPRAISERS = "select id from appraiser where employee = :employee order by id"
# the newest version of each comes last
_ACTIVITIES = """
select id, kind, topic, day, hours, entry from activity
union all
select id, kind, topic, day, hours, entry from activity_past
order by id, entry
"""
_CRITERIA = "select id, code from criterion order by id"


class Version(NamedTuple):
    """One version of a row: its columns by name, the entry that wrote it, and that which replaced it, if any."""

    values: dict[str, Any]
    entry: int
    until: int | None


class ToldActivity(NamedTuple):
    """What an activity is, or last was where it was withdrawn; *hours* are whole JP."""

    kind: str
    topic: str
    day: str
    hours: int


def versions_of(
    connection: sqlite3.Connection, employee: int, table: str, key: Sequence[str], columns: Sequence[str]
) -> list[Version]:
    """Every version of an employee's rows of *table*, by key, oldest first."""
    owner = "id" if table == "employee" else "employee"
    query = _VERSIONS.format(table=table, owner=owner, key=", ".join(key), columns=", ".join(columns))
    rows = connection.execute(query, {"employee": employee})
    names = (*key, *columns)
    return [Version(dict(zip(names, row, strict=False)), row[-2], row[-1]) for row in rows]


def programmes_of(connection: sqlite3.Connection, employee: int) -> list[Version]:
    """Every version of the programmes that she owns or owned, as long as she did.

    *ended* is the entry that took her off.
    """
    names = ("id", "title", "category", "year", "state", "evidence", "before", "after", "ended")
    rows = connection.execute(_PROGRAMMES, {"employee": employee})
    return [Version(dict(zip(names, row, strict=False)), row[-2], row[-1]) for row in rows]


def evidence_of(connection: sqlite3.Connection, employee: int) -> list[Version]:
    """Every version of the evidence files of those programmes."""
    names = ("programme", "name", "digest", "size")
    rows = connection.execute(_FILES, {"employee": employee})
    return [Version(dict(zip(names, row, strict=False)), row[-2], row[-1]) for row in rows]


def other_entries(connection: sqlite3.Connection, employee: int) -> set[int]:
    """Entries that touched her otherwise than in rows of her own: ownership, rating, closed years, erasure."""
    return {entry for (entry,) in connection.execute(_OTHER_ENTRIES, {"employee": employee}) if entry}


def other_names(connection: sqlite3.Connection, employee: int) -> list[str]:
    """Every name of anybody else that was ever registered, as an employee or as somebody who rates."""
    return [name for (name,) in connection.execute(_OTHER_NAMES, {"employee": employee})]


def own_appraisers(connection: sqlite3.Connection, employee: int) -> set[int]:
    """Her numbers as somebody who rates."""
    return {number for (number,) in connection.execute(_OWN_APPRAISERS, {"employee": employee})}


def activities_ever(connection: sqlite3.Connection) -> dict[int, ToldActivity]:
    """Every activity that is or was registered, by its number."""
    return {row[0]: ToldActivity(*row[1:5]) for row in connection.execute(_ACTIVITIES)}


def criterion_codes(connection: sqlite3.Connection) -> dict[int, str]:
    """Codes of all criteria."""
    return dict(connection.execute(_CRITERIA))

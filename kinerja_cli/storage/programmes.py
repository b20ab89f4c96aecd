"""Programmes (program) and who owns them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import NamedTuple

from kinerja_cli.domain.programmes import EvidenceFile

_ALL = """
select id, title, category, year, state, evidence, before, after,
  max(entry,
    ifnull((select max(o.entry) from programme_owner o where o.programme = id), 0),
    ifnull((select max(o.replaced_by) from programme_owner_past o where o.programme = id), 0),
    ifnull((select max(f.entry) from programme_evidence f where f.programme = id), 0),
    ifnull((select max(f.replaced_by) from programme_evidence_past f where f.programme = id), 0))
from programme
where (:year is null or year = :year)
order by id
"""
_OWNERS = """
select o.programme, e.nip
from programme_owner o
join employee e on e.id = o.employee
order by o.programme, e.nip
"""
_FILES = """
select programme, digest, name, size, entry
from programme_evidence
order by programme, name, digest
"""
_REALISED = """
select o.employee, p.category
from programme p
join programme_owner o on o.programme = p.id
where p.year = :year and p.state = 'terealisasi'
order by o.employee, p.id
"""


class Programme(NamedTuple):
    """One programme; *revision* is the newest entry that changed it, its owners or its files, *owners* are NIPs."""

    id: int
    title: str
    category: str
    year: int
    state: str
    evidence: str | None
    before: str | None
    after: str | None
    revision: int
    owners: tuple[str, ...]
    files: tuple[EvidenceFile, ...]


def all_programmes(connection: sqlite3.Connection, year: int | None = None) -> list[Programme]:
    """Programmes of one year or of all, by number."""
    owners: dict[int, list[str]] = defaultdict(list)
    for programme, nip in connection.execute(_OWNERS):
        owners[programme].append(nip)
    files: dict[int, list[EvidenceFile]] = defaultdict(list)
    for programme, *file in connection.execute(_FILES):
        files[programme].append(EvidenceFile(*file))
    return [
        Programme(*[*row, tuple(owners[row[0]]), tuple(files[row[0]])])
        for row in connection.execute(_ALL, {"year": year})
    ]


def find_programme(connection: sqlite3.Connection, number: int) -> Programme | None:
    """The programme with that number."""
    return next((p for p in all_programmes(connection) if p.id == number), None)


def realised_categories(connection: sqlite3.Connection, year: int) -> dict[int, list[str]]:
    """Categories of the realised programmes of a year by their owner's number."""
    found: dict[int, list[str]] = {}
    for employee, category in connection.execute(_REALISED, {"year": year}):
        found.setdefault(employee, []).append(category)
    return found

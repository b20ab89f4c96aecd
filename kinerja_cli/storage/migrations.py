"""The one list of migrations, and how a table whose rows can change is made with its twin of replaced versions."""

from __future__ import annotations

import re

from sqlite_utils import Migrations

MIGRATIONS = Migrations("kinerja")

_CLUSTERED = {
    "placement": "employee, starts",
    "score": "employee, period, criterion",
    "exemption": "employee, period, criterion",
    "programme_owner": "programme, employee",
    "unit_achievement": "unit, year, period",
    "realisation": "target, period",
    "programme_evidence": "programme, digest",
    "absence": "employee, day",
    "attendance": "activity, employee",
}
_REFERENCES = re.compile(r" references \w+")


def create(table: str, columns: str) -> tuple[str, str]:
    """The two statements that make *table* and its ``_past`` twin.

    *columns* has ``{unique}``, ``{also_unique}`` or ``{autoincrement}`` where only the current table keeps its keys.
    """
    key = _CLUSTERED.get(table)
    current = columns.format(
        unique="primary key", also_unique="unique", autoincrement="primary key autoincrement"
    )
    clustered = f",\n        primary key ({key})) strict, without rowid" if key else ") strict"
    # A kept version may repeat a key and outlive what it points to: it has neither keys nor references.
    past = columns.format(unique="", also_unique="", autoincrement="")
    past = _REFERENCES.sub("", past)
    return (
        f"create table {table} ({current}{clustered}",
        f"create table {table}_past (\n        replaced_by integer not null references journal,{past}) strict",
    )

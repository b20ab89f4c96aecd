"""The tables, as named migrations that are only ever appended to. Imported only where a file is made or upgraded."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database as UtilsDatabase
from sqlite_utils import Migrations

MIGRATIONS = Migrations("kinerja")

# Every table whose rows can change has a twin that keeps the versions that were replaced, and by which entry.
_VERSIONED: dict[str, str] = {
    "rules": """
        since integer {unique},
        text text not null,
        digest text not null check (length(digest) = 64),
        plain text not null,
        entry integer not null references journal""",
    "unit": """
        id integer {unique},
        code text not null {also_unique},
        name text not null,
        parent integer references unit,
        entry integer not null references journal""",
    "employee": """
        id integer {unique},
        nip text not null {also_unique} check (length(nip) = 18 and nip not glob '*[^0-9]*'),
        name text not null check (name <> ''),
        kind text not null,
        grade text,
        starts text check (starts is date(starts)),
        ends text check (ends is date(ends)),
        entry integer not null references journal,
        check (starts is null or ends is null or starts <= ends)""",
    "placement": """
        employee integer not null references employee,
        starts text not null check (starts is date(starts)),
        unit integer not null references unit,
        position text,
        superior integer references appraiser,
        entry integer not null references journal""",
    "period": """
        id integer {unique},
        year integer not null,
        code text not null {also_unique},
        last text not null check (last is date(last)),
        deadline text check (deadline is date(deadline)),
        entry integer not null references journal""",
    "score": """
        employee integer not null references employee,
        period integer not null references period,
        criterion integer not null references criterion,
        value integer not null check (value between 0 and 100000000),
        rater integer references appraiser,
        note text,
        entry integer not null references journal""",
    "exemption": """
        employee integer not null references employee,
        period integer not null references period,
        criterion integer not null references criterion,
        reason text not null check (reason <> ''),
        entry integer not null references journal""",
    "programme": """
        id integer {autoincrement},
        title text not null check (title <> ''),
        category text not null,
        year integer not null,
        state text not null check (state in ('usulan', 'berjalan', 'terealisasi', 'batal')),
        evidence text,
        before text,
        after text,
        entry integer not null references journal,
        check (state <> 'terealisasi'
          or (evidence is not null and before is not null and after is not null))""",
    "programme_owner": """
        programme integer not null references programme,
        employee integer not null references employee,
        entry integer not null references journal""",
}
_CLUSTERED = {
    "placement": "employee, starts",
    "score": "employee, period, criterion",
    "exemption": "employee, period, criterion",
    "programme_owner": "programme, employee",
}
_PLAIN = (
    """create table journal (
        seq integer primary key check (seq > 0),
        at text not null,
        actor text not null check (actor <> ''),
        command text not null check (command <> ''),
        reason text) strict""",
    "create table criterion (id integer primary key, code text not null unique) strict",
    # whoever rates or leads: an employee of ours, or the NIP or name of somebody who isn't
    """create table appraiser (
        id integer primary key,
        employee integer unique references employee,
        label text unique check (label <> ''),
        check ((employee is null) <> (label is null))) strict""",
)


def _create(table: str, columns: str) -> tuple[str, str]:
    key = _CLUSTERED.get(table)
    current = columns.format(
        unique="primary key", also_unique="unique", autoincrement="primary key autoincrement"
    )
    clustered = f",\n        primary key ({key})) strict, without rowid" if key else ") strict"
    # A kept version may repeat a key and outlive what it points to: it has neither keys nor references.
    past = columns.format(unique="", also_unique="", autoincrement="")
    for target in ("journal", "unit", "employee", "appraiser", "period", "criterion", "programme"):
        past = past.replace(f" references {target}", "")
    return (
        f"create table {table} ({current}{clustered}",
        f"create table {table}_past (\n        replaced_by integer not null references journal,{past}) strict",
    )


@MIGRATIONS()
def m001_the_main_job(db: UtilsDatabase) -> None:
    """Journal, rules, units, employees, placements, periods, scores, exemptions, programmes."""
    for statement in _PLAIN:
        db.execute(statement)
    for table, columns in _VERSIONED.items():
        for statement in _create(table, columns):
            db.execute(statement)
    # people are listed by unit, programmes by owner; scores need no index but their key
    db.execute("create index programme_owner_employee on programme_owner (employee)")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending, inside the caller's BEGIN IMMEDIATE."""
    MIGRATIONS.apply(UtilsDatabase(connection, execute_plugins=False))

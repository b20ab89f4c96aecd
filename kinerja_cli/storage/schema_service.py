"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create

# no part of any year's figures: neither is frozen when a year is closed
_ACTIVITIES: dict[str, str] = {
    # hours are whole JP; selection is a period's code, in whatever cadence the year of those scores had
    "activity": """
        id integer {autoincrement},
        kind text not null check (kind in ('sosialisasi', 'pelatihan', 'lokakarya')),
        topic text not null check (topic <> ''),
        day text not null check (day is date(day)),
        hours integer not null check (hours between 0 and 2000),
        unit integer references unit,
        selection text check (selection <> ''),
        entry integer not null references journal""",
    "attendance": """
        activity integer not null references activity,
        employee integer not null references employee,
        cause text not null check (cause in ('nilai_rendah', 'unit', 'acak', 'sukarela', 'semua')),
        note text,
        entry integer not null references journal""",
}


@MIGRATIONS()
def m009_activity(db: UtilsDatabase) -> None:
    """Socialisation, training and workshops, who attended them and why each was sent."""
    for table, columns in _ACTIVITIES.items():
        for statement in create(table, columns):
            db.execute(statement)
    # coverage and a person's file ask by employee
    db.execute("create index attendance_of on attendance (employee)")
    for table, key in (("activity", "id"), ("attendance", "activity, employee")):
        db.execute(f"create index {table}_past_key on {table}_past ({key})")
    guard_tables(db.conn)

"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create

# what is counted where citizens are served; it stays open when a year is closed, for no score rests on it
_SERVICE: dict[str, str] = {
    "service_measure": """
        id integer {autoincrement},
        code text not null {also_unique},
        name text not null check (name <> ''),
        measure text not null check (measure <> ''),
        direction text not null check (direction in ('naik', 'turun')),
        entry integer not null references journal""",
    # value in hundredths; of how many servings it is the mean
    "service_figure": """
        unit integer not null references unit,
        service integer not null references service_measure,
        day text not null check (day is date(day)),
        value integer not null check (value >= 0),
        servings integer not null check (servings > 0),
        note text,
        entry integer not null references journal""",
}


@MIGRATIONS()
def m011_service(db: UtilsDatabase) -> None:
    """Service measures, and their figures by unit and day."""
    for table, columns in _SERVICE.items():
        for statement in create(table, columns):
            db.execute(statement)
    db.execute("create index service_measure_past_key on service_measure_past (id)")
    db.execute("create index service_figure_past_key on service_figure_past (unit, service, day)")
    guard_tables(db.conn)

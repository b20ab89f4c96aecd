"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create

# no part of any year's figures: a plan stays open when a year is closed
_ACTION = """
        id integer {autoincrement},
        text text not null check (text <> ''),
        origin text not null
          check (origin in ('kegiatan', 'skm', 'layanan', 'dampak', 'pembinaan', 'nilai', 'program', 'keberatan',
            'lainnya')),
        reference text,
        unit integer references unit,
        owner integer not null references appraiser,
        due text not null check (due is date(due)),
        state text not null check (state in ('berjalan', 'selesai', 'batal')),
        outcome text,
        done text check (done is date(done)),
        entry integer not null references journal,
        check ((state = 'selesai') = (outcome is not null)),
        check ((state = 'selesai') = (done is not null))"""


@MIGRATIONS()
def m013_action(db: UtilsDatabase) -> None:
    """Actions of the improvement plan, each with an owner and a due date."""
    for statement in create("action", _ACTION):
        db.execute(statement)
    db.execute("create index action_owner on action (owner)")
    db.execute("create index action_past_key on action_past (id)")
    guard_tables(db.conn)

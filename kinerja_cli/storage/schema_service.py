"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create

_ANSWERED = "{0} integer not null check ({0} between ifnull(respondents, 1) and 4 * ifnull(respondents, 1))"
_ELEMENTS = (
    "requirements",
    "procedure",
    "time",
    "cost",
    "product",
    "competence",
    "behaviour",
    "complaints",
    "facilities",
)
# a row is what one respondent answered, or where respondents is filled, the sums over so many: then the only row
_SATISFACTION = f"""
        unit integer not null references unit,
        span text not null check (span glob '[0-9][0-9][0-9][0-9]*' and span not glob '*[ ,]*'),
        number integer not null check (number > 0),
        respondents integer check (respondents > 0),
        {", ".join(map(_ANSWERED.format, _ELEMENTS))},
        entry integer not null references journal,
        check (respondents is null or number = 1)"""


@MIGRATIONS()
def m010_satisfaction(db: UtilsDatabase) -> None:
    """Public satisfaction (SKM): answers of anonymous respondents, or their sums, by unit and period."""
    for statement in create("satisfaction", _SATISFACTION):
        db.execute(statement)
    # which years and periods there are, without a walk through every answer
    db.execute("create index satisfaction_span on satisfaction (span, unit)")
    db.execute("create index satisfaction_past_key on satisfaction_past (unit, span, number)")
    guard_tables(db.conn)

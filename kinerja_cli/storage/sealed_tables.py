"""Which tables a journal entry answers for, and how one row of each is written down to be hashed.

A row belongs to an *owner* (an employee, a programme, a unit …). What one entry wrote about one owner in one table
is a *group*: the texts of those rows, of the versions still in force and of those kept since, and the keys of the
versions that the entry took out of force.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

# A score in one number and, where it has them, rater and note: half the time of six texts, a million times over.
_SCORE = """((period * 10000 + criterion) * 1000000000 + value)
  || iif(rater is null and note is null, '', ' ' || ifnull(rater, '~') || ' ' || iif(note is null, '~', hex(note)))"""


class SealedTable(NamedTuple):
    """One table: the column that says whose row it is, the key, and the columns that are hashed beside the key.

    *texts*: columns of words; *salts*: the table whose ``salt`` is hashed along, where rows say something about a
    person; *versioned*: it has a twin; *data* is false for what only records that somebody looked; *written*: SQL
    for a row's text that stands for the usual one; *confidential*: even that somebody has a row is told nowhere else.
    """

    name: str
    owner: str
    key: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    salts: str = ""
    versioned: bool = True
    data: bool = True
    written: str = ""
    confidential: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is hashed, in order."""
        return (*self.key, *self.numbers, *self.texts)

    @property
    def row_text(self) -> str:
        """SQL that writes one row down, without loss: numbers plain, texts in hexadecimal, ``~`` for null."""
        if self.written:
            return self.written
        parts = [f"ifnull({column}, '~')" for column in (*self.key, *self.numbers)]
        # hex(null) is an empty text, as hex('') is
        parts += [f"iif({column} is null, '~', hex({column}))" for column in self.texts]
        return " || ' ' || ".join(parts)

    @property
    def key_text(self) -> str:
        """SQL that writes a row's key down; ``~`` for what only damage can leave empty."""
        return " || ' ' || ".join(f"ifnull({column}, '~')" for column in self.key)


SEALED: tuple[SealedTable, ...] = (
    SealedTable("rules", "since", ("since",), (), ("text", "digest", "plain")),
    SealedTable("unit", "id", ("id",), ("parent",), ("code", "name")),
    SealedTable(
        "employee", "id", ("id",), (), ("nip", "name", "kind", "grade", "starts", "ends"), salts="employee"
    ),
    SealedTable(
        "placement",
        "employee",
        ("employee", "starts"),
        ("unit", "superior"),
        ("position",),
        salts="employee",
    ),
    SealedTable("period", "id", ("id",), ("year", "closed"), ("code", "last", "deadline")),
    SealedTable("criterion", "id", ("id",), (), ("code",), versioned=False),
    SealedTable("appraiser", "id", ("id",), ("employee",), ("label",), salts="appraiser"),
    SealedTable(
        "score",
        "employee",
        ("employee", "period", "criterion"),
        ("value", "rater"),
        ("note",),
        salts="employee",
        written=_SCORE,
    ),
    SealedTable(
        "exemption", "employee", ("employee", "period", "criterion"), (), ("reason",), salts="employee"
    ),
    SealedTable(
        "programme",
        "id",
        ("id",),
        ("year",),
        ("title", "category", "state", "evidence", "before", "after"),
    ),
    SealedTable("programme_owner", "programme", ("programme", "employee")),
    SealedTable(
        "objection",
        "employee",
        ("id",),
        ("employee", "period", "criterion", "value_before", "decider", "value_after", "correction"),
        ("received", "filed", "lateness", "grounds", "state", "decided", "decision"),
        salts="employee",
    ),
    SealedTable(
        "year_closing",
        "year",
        ("year",),
        ("revision", "rules_since", "algorithm", "people"),
        ("rules_digest", "columns", "units", "digest"),
    ),
    SealedTable(
        "year_result", "line", ("line",), ("employee", "version"), ("cells",), versioned=False
    ),  # not nip and name: they must be erasable
    SealedTable("erasure", "employee", ("employee",), (), ("basis",), versioned=False),
    SealedTable("erased", "owner", ("tbl", "owner", "made"), (), ("digest",), versioned=False),
    SealedTable(
        "access", "employee", ("employee",), (), ("what",), salts="employee", versioned=False, data=False
    ),
    SealedTable("unit_achievement", "unit", ("unit", "year", "period"), (), ("achievement", "basis")),
    SealedTable("programme_evidence", "programme", ("programme", "digest"), ("size",), ("name",)),
    SealedTable("absence", "employee", ("employee", "day"), (), ("note",), salts="employee"),
    SealedTable("goal", "id", ("id",), ("parent", "unit"), ("code", "kind", "text")),
    SealedTable(
        "target",
        "employee",
        ("id",),
        ("employee", "year", "goal", "low", "high", "weight", "peak", "first", "last"),
        ("kind", "result", "indicator", "aspect", "measure", "direction", "reckoning"),
        salts="employee",
    ),
    SealedTable(
        "realisation",
        "employee",
        ("target", "period"),
        ("employee", "value"),
        ("evidence", "note"),
        salts="employee",
    ),
    SealedTable(
        "acting",
        "employee",
        ("id",),
        ("employee", "unit"),
        ("starts", "ends", "position", "kind", "basis"),
        salts="employee",
    ),
    SealedTable("activity", "id", ("id",), ("hours", "unit"), ("kind", "topic", "day", "selection")),
    SealedTable("attendance", "employee", ("activity", "employee"), (), ("cause", "note"), salts="employee"),
    SealedTable(
        "satisfaction",
        "unit",
        ("unit", "span", "number"),
        (
            "respondents",
            "requirements",
            "procedure",
            "time",
            "cost",
            "product",
            "competence",
            "behaviour",
            "complaints",
            "facilities",
        ),
    ),
    SealedTable("service_measure", "id", ("id",), (), ("code", "name", "measure", "direction")),
    SealedTable("service_figure", "unit", ("unit", "service", "day"), ("value", "servings"), ("note",)),
    SealedTable(
        "action",
        "id",
        ("id",),
        ("unit", "owner"),
        ("text", "origin", "reference", "due", "state", "outcome", "done"),
    ),
    SealedTable(
        "support_case",
        "employee",
        ("id",),
        ("employee", "counsellor"),
        (
            *("opened", "cause", "note", "form", "counsellor_name", "follow"),
            *("closed", "outcome", "outcome_note", "why"),
        ),
        salts="employee",
        confidential=True,
    ),
    SealedTable(
        "support_meeting",
        "employee",
        ("support_case", "day"),
        ("employee",),
        ("form", "note", "follow", "why", *(f"answer_{number}" for number in range(1, 10))),
        salts="employee",
        confidential=True,
    ),
)
BY_NAME = {table.name: table for table in SEALED}
_TABLES = "select name from sqlite_schema where type = 'table' order by name"


def sealed_by_now(connection: sqlite3.Connection) -> list[SealedTable]:
    """Those that are there: a migration finds none of what later ones bring."""
    there = {name for (name,) in connection.execute(_TABLES)}
    return [table for table in SEALED if table.name in there]

"""The tables, as named migrations that are only ever appended to. Imported only where a file is made or upgraded."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.adoption import adopt
from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create
from kinerja_cli.storage.sealed_tables import sealed_by_now
from kinerja_cli.storage.views import VIEWS, create_views

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


@MIGRATIONS()
def m001_the_main_job(db: UtilsDatabase) -> None:
    """Journal, rules, units, employees, placements, periods, scores, exemptions, programmes."""
    for statement in _PLAIN:
        db.execute(statement)
    for table, columns in _VERSIONED.items():
        for statement in create(table, columns):
            db.execute(statement)
    # people are listed by unit, programmes by owner; scores need no index but their key
    db.execute("create index programme_owner_employee on programme_owner (employee)")


_TRUST_COLUMNS = (
    *(
        f"alter table journal add column {column}"
        for column in (
            "uid integer", "sudo text", "host text", "terminal text", "stated text", "source text",
            "source_digest text", "salt blob", "said text", "previous text", "rows integer", "digest text",
            "hash text",
        )
    ),
    # a period that is closed holds a 1; rows of these tables belong to somebody whose salt guards them
    *(f"alter table {table} add column closed integer check (closed = 1)" for table in ("period", "period_past")),
    *(f"alter table {table} add column salt blob" for table in ("employee", "employee_past", "appraiser")),
    *(f"alter table {table} add column entry integer references journal" for table in ("criterion", "appraiser")),
)  # fmt: skip
_TRUST_VERSIONED: dict[str, str] = {
    # what the head of the appraiser decides on an objection (keberatan); both values are kept
    "objection": """
        id integer {autoincrement},
        employee integer not null references employee,
        period integer not null references period,
        criterion integer not null references criterion,
        received text not null check (received is date(received)),
        filed text not null check (filed is date(filed)),
        lateness text,
        grounds text not null check (grounds <> ''),
        value_before integer not null,
        state text not null check (state in ('diajukan', 'dikabulkan', 'ditolak')),
        decider integer references appraiser,
        decided text check (decided is date(decided)),
        decision text,
        value_after integer,
        correction integer references journal,
        entry integer not null references journal,
        check (received <= filed),
        check ((state = 'diajukan') = (decider is null)),
        check ((state = 'diajukan') = (decision is null)),
        check ((state = 'dikabulkan') = (correction is not null))""",
    # a closed year; *columns* and *units* are JSON: those of its report, and the tree as it was
    "year_closing": """
        year integer {unique},
        revision integer not null,
        rules_since integer not null,
        rules_digest text not null,
        algorithm integer not null,
        people integer not null,
        columns text not null,
        units text not null,
        digest text not null,
        entry integer not null references journal""",
}
_TRUST_PLAIN = (
    # a new version of an appraiser is one whose label turned out to be an employee
    """create table appraiser_past (
        replaced_by integer not null references journal,
        id integer,
        employee integer,
        label text,
        salt blob,
        entry integer) strict""",
    # the report of a closed year, line by line; cells is the rest of the line as RFC 4180 text
    """create table year_result (
        entry integer not null references journal,
        line integer not null,
        employee integer not null references employee,
        version integer not null references journal,
        nip text not null,
        name text not null,
        cells text not null,
        primary key (entry, line)) strict, without rowid""",
    """create table erasure (
        employee integer primary key references employee,
        basis text not null check (basis <> ''),
        entry integer not null references journal) strict""",
    # digests of what can't be computed again once the words are gone; in the row of the erasure itself, of what is left
    """create table erased (
        tbl text not null,
        owner integer not null,
        made integer not null references journal,
        digest text not null,
        entry integer not null references journal,
        primary key (tbl, owner, made)) strict, without rowid""",
    """create table access (
        entry integer not null references journal,
        employee integer not null references employee,
        what text not null check (what <> ''),
        primary key (entry, employee)) strict, without rowid""",
    """create table seal (
        tbl text not null,
        block integer not null,
        entry integer not null references journal,
        digest blob not null check (length(digest) = 32),
        tags blob not null,
        primary key (tbl, block, entry)) strict, without rowid""",
)


@MIGRATIONS()
def m002_trust(db: UtilsDatabase) -> None:
    """Entries that are chained and sealed, closings, objections, erasures, and triggers that guard all of it."""
    for statement in (*_TRUST_COLUMNS, *_TRUST_PLAIN):
        db.execute(statement)
    for table, columns in _TRUST_VERSIONED.items():
        for statement in create(table, columns):
            db.execute(statement)
    for sealed in sealed_by_now(db.conn):
        if sealed.versioned:
            db.execute(f"create index {sealed.name}_past_key on {sealed.name}_past ({', '.join(sealed.key)})")
    # a check reads lines of all closings side by side
    db.execute("create index year_result_line on year_result (line)")
    # holds at most one row: the guards ask at every entry whether another one is still open
    db.execute("create index journal_open on journal (seq) where hash is null")
    adopt(db.conn)
    guard_tables(db.conn)


_UNIT_ACHIEVEMENT = """
        unit integer not null references unit,
        year integer not null,
        period integer not null check (period = 0 or period / 100 = year),
        achievement text not null
          check (achievement in ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
        basis text not null check (basis <> ''),
        entry integer not null references journal"""


@MIGRATIONS()
def m003_unit_achievement(db: UtilsDatabase) -> None:
    """Capaian organisasi of a unit: of a whole year (period 0), or of a period."""
    for statement in create("unit_achievement", _UNIT_ACHIEVEMENT):
        db.execute(statement)
    db.execute("create index unit_achievement_past_key on unit_achievement_past (unit, year, period)")
    guard_tables(db.conn)


# a file is known by its bytes; it stays where it is, and its name says nothing of where that was
_PROGRAMME_EVIDENCE = """
        programme integer not null references programme,
        digest text not null check (length(digest) = 64 and digest not glob '*[^0-9a-f]*'),
        name text not null check (name <> '' and instr(name, '/') = 0),
        size integer not null check (size >= 0),
        entry integer not null references journal"""


@MIGRATIONS()
def m004_programme_evidence(db: UtilsDatabase) -> None:
    """Files that prove a programme, by name, size and digest."""
    for statement in create("programme_evidence", _PROGRAMME_EVIDENCE):
        db.execute(statement)
    db.execute("create index programme_evidence_past_key on programme_evidence_past (programme, digest)")
    guard_tables(db.conn)


# no part of any year's figures: it stays open when a year is closed
_ABSENCE = """
        employee integer not null references employee,
        day text not null check (day is date(day)),
        note text,
        entry integer not null references journal"""


@MIGRATIONS()
def m005_absence(db: UtilsDatabase) -> None:
    """Days of absence without a valid reason, a row a day."""
    for statement in create("absence", _ABSENCE):
        db.execute(statement)
    db.execute("create index absence_past_key on absence_past (employee, day)")
    guard_tables(db.conn)


_TARGETS: dict[str, str] = {
    # the organisation's goals: a tree from its vision down to what a unit is to reach
    "goal": """
        id integer {unique},
        code text not null {also_unique},
        kind text not null check (kind in ('visi', 'misi', 'tujuan', 'sasaran')),
        text text not null check (text <> ''),
        parent integer references goal,
        unit integer references unit,
        entry integer not null references journal""",
    # figures are hundredths of the unit of measure; peak holds a 1 where 100 % is the most there is
    "target": """
        id integer {autoincrement},
        employee integer not null references employee,
        year integer not null,
        goal integer references goal,
        kind text not null check (kind in ('utama', 'tambahan')),
        result text not null check (result <> ''),
        indicator text not null check (indicator <> ''),
        aspect text not null check (aspect in ('kuantitas', 'kualitas', 'waktu', 'biaya')),
        low integer not null check (low > 0),
        high integer not null,
        measure text not null check (measure <> ''),
        direction text not null check (direction in ('naik', 'turun')),
        reckoning text not null check (reckoning in ('akhir', 'jumlah', 'rata_rata')),
        weight integer not null check (weight > 0),
        peak integer check (peak = 1),
        first integer check (first / 100 = year),
        last integer check (last / 100 = year),
        entry integer not null references journal,
        check (low <= high),
        check (first is null or last is null or first <= last)""",
    "realisation": """
        target integer not null references target,
        period integer not null references period,
        employee integer not null references employee,
        value integer not null check (value >= 0),
        evidence text,
        note text,
        entry integer not null references journal""",
}


@MIGRATIONS()
def m006_targets(db: UtilsDatabase) -> None:
    """Tujuan of the organisation, what each employee is to reach in a year, and what came of it."""
    for table, columns in _TARGETS.items():
        for statement in create(table, columns):
            db.execute(statement)
    # a year is reckoned employee by employee; a file and a check ask by employee
    db.execute("create index target_employee on target (year, employee)")
    db.execute("create index target_of on target (employee)")
    db.execute("create index realisation_of on realisation (employee)")
    for table, key in (("goal", "id"), ("target", "id"), ("realisation", "target, period")):
        db.execute(f"create index {table}_past_key on {table}_past ({key})")
    guard_tables(db.conn)


# no part of any figure either: she is counted in her own post
_ACTING = """
        id integer {autoincrement},
        employee integer not null references employee,
        starts text not null check (starts is date(starts)),
        ends text check (ends is date(ends)),
        unit integer not null references unit,
        position text not null check (position <> ''),
        kind text not null check (kind in ('plt', 'plh')),
        basis text not null check (basis <> ''),
        entry integer not null references journal,
        check (ends is null or starts <= ends)"""


@MIGRATIONS()
def m007_acting(db: UtilsDatabase) -> None:
    """Acting posts (Plt, Plh) that somebody fills beside her own."""
    for statement in create("acting", _ACTING):
        db.execute(statement)
    db.execute("create index acting_of on acting (employee)")
    db.execute("create index acting_past_key on acting_past (id)")
    guard_tables(db.conn)


@MIGRATIONS()
def m008_views(db: UtilsDatabase) -> None:
    """What other programs may read, in Indonesian and without what is confidential."""
    create_views(db.conn, VIEWS)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending, inside the caller's BEGIN IMMEDIATE."""
    from kinerja_cli.storage import schema_service  # noqa: F401 - its migrations come after all of these

    MIGRATIONS.apply(UtilsDatabase(connection, execute_plugins=False))

"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create
from kinerja_cli.storage.views import SERVICE_VIEWS, create_views

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


# confidential: in no view, and in no report but their own
_SUPPORT: dict[str, str] = {
    "support_case": """
        id integer {autoincrement},
        employee integer not null references employee,
        opened text not null check (opened is date(opened)),
        cause text not null check (cause in ('beban_kerja', 'keterampilan', 'motivasi', 'menolak_perubahan',
          'kesehatan', 'keluarga', 'lainnya')),
        note text check (note <> ''),
        form text not null check (form in ('bimbingan', 'konseling', 'umpan_balik')),
        counsellor integer references employee,
        counsellor_name text check (counsellor_name <> ''),
        follow text check (follow is date(follow)),
        closed text check (closed is date(closed)),
        outcome text check (outcome in ('membaik', 'tetap', 'dirujuk', 'dihentikan')),
        outcome_note text check (outcome_note <> ''),
        why text check (why <> ''),
        entry integer not null references journal,
        check (counsellor is null or counsellor_name is null),
        check (follow > opened),
        check ((closed is null) = (outcome is null)),
        check ((closed is null) = (outcome_note is null)),
        check (closed >= opened)""",
    # at most one a day; the answers are those to the questions of Format B.1.8 (PermenPANRB 6/2022)
    "support_meeting": """
        support_case integer not null references support_case,
        day text not null check (day is date(day)),
        employee integer not null references employee,
        form text not null check (form in ('bimbingan', 'konseling', 'umpan_balik')),
        note text not null check (note <> ''),
        follow text check (follow is date(follow)),
        why text check (why <> ''),
        answer_1 text check (answer_1 <> ''),
        answer_2 text check (answer_2 <> ''),
        answer_3 text check (answer_3 <> ''),
        answer_4 text check (answer_4 <> ''),
        answer_5 text check (answer_5 <> ''),
        answer_6 text check (answer_6 <> ''),
        answer_7 text check (answer_7 <> ''),
        answer_8 text check (answer_8 <> ''),
        answer_9 text check (answer_9 <> ''),
        entry integer not null references journal,
        check (follow > day)""",
}


@MIGRATIONS()
def m012_support(db: UtilsDatabase) -> None:
    """Cases of support (pembinaan) and their meetings."""
    for table, columns in _SUPPORT.items():
        for statement in create(table, columns):
            db.execute(statement)
    db.execute("create index support_case_of on support_case (employee)")
    db.execute("create index support_meeting_of on support_meeting (employee)")
    db.execute("create index support_case_past_key on support_case_past (id)")
    db.execute("create index support_meeting_past_key on support_meeting_past (support_case, day)")
    guard_tables(db.conn)


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


@MIGRATIONS()
def m014_service_views(db: UtilsDatabase) -> None:
    """Activities, surveys, services and the plan for other programs, without what is confidential."""
    create_views(db.conn, SERVICE_VIEWS)

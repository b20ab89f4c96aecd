"""Migrations from appraisal to service: training, satisfaction, measures, support, plans. Appended to, as schema.py."""

from __future__ import annotations

from sqlite_utils import Database as UtilsDatabase

from kinerja_cli.storage.guards import guard_tables
from kinerja_cli.storage.migrations import MIGRATIONS, create

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

"""`kinerja rencana daftar` as a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kinerja_cli.domain.actions import OVERDUE, Action
from kinerja_cli.render.report import Column, Kind, Report

_COLUMNS = (
    Column("id", "No.", Kind.INTEGER),
    Column("tindakan", "Tindakan"),
    Column("asal", "Asal", hide=3),
    Column("rujukan", "Rujukan", hide=4),
    Column("unit", "Unit", hide=2),
    Column("pemilik", "Pemilik"),
    Column("tenggat", "Tenggat", Kind.DATE),
    Column("status", "Status"),
    Column("terlambat", "Terlambat", Kind.INTEGER, hide=1),
    Column("hasil", "Hasil", hide=5),
    Column("diselesaikan", "Diselesaikan", Kind.DATE, hide=5),
)


def plan(listed: Sequence[Action], today: date) -> Report:
    """Actions by due date, then number, as they stand on *today*."""
    rows = (
        (
            action.id,
            action.text,
            action.origin,
            action.reference,
            action.unit_code,
            action.owner,
            action.due,
            action.status(today),
            action.days_late(today),
            action.outcome,
            action.done,
        )
        for action in sorted(listed, key=lambda action: (action.due, action.id))
    )
    counts = Counter(action.status(today) for action in listed)
    late = f", {counts[OVERDUE]} di antaranya lewat tenggat" if counts[OVERDUE] else ""
    notes = (f"Keadaan pada {today}: {len(listed)} tindakan{late}; terlambat dihitung dalam hari kalender.",)
    return Report("Rencana perbaikan", _COLUMNS, rows, notes)

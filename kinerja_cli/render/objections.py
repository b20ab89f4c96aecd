"""`kinerja keberatan daftar` as a report."""

from __future__ import annotations

from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Column, Kind, Report


def objections(rows: Rows) -> Report:
    """Rows of number, whom and what it is about, days, grounds, state, both values, who decided, when, why, receipt."""
    columns = (
        Column("nomor", "No.", Kind.INTEGER),
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama", hide=3),
        Column("periode", "Periode"),
        Column("kriteria", "Kriteria"),
        Column("diterima", "Diterima", Kind.DATE, hide=2),
        Column("tenggat", "Tenggat", Kind.DATE, hide=2),
        Column("diajukan", "Diajukan", Kind.DATE, hide=1),
        Column("terlambat", "Terlambat", hide=5),
        Column("alasan", "Alasan", hide=4),
        Column("status", "Status"),
        Column("nilai_sebelum", "Sebelum", Kind.POINTS),
        Column("nilai_sesudah", "Sesudah", Kind.POINTS),
        Column("pejabat", "Pejabat", hide=2),
        Column("diputuskan", "Diputuskan", Kind.DATE, hide=2),
        Column("keputusan", "Keputusan", hide=4),
        Column("koreksi", "Koreksi", hide=3),
    )
    return Report("Keberatan", columns, rows)

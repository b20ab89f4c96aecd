"""`kinerja riwayat` as a report."""

from __future__ import annotations

from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Column, Kind, Report


def history(rows: Rows) -> Report:
    """Rows of when, receipt, who, command, what, NIP, period, column, old, new, why."""
    columns = (
        Column("waktu", "Waktu"),
        Column("tanda_terima", "Tanda terima", hide=4),
        Column("pelaku", "Pelaku", hide=1),
        Column("perintah", "Perintah", hide=3),
        Column("hal", "Hal"),
        Column("nip", "NIP", Kind.NIP),
        Column("periode", "Periode", hide=2),
        Column("kolom", "Kolom"),
        Column("lama", "Lama"),
        Column("baru", "Baru"),
        Column("alasan", "Alasan", hide=2),
    )
    return Report("Riwayat", columns, rows)

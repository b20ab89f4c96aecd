"""`kinerja rekap penilai`: who rated whom and when, a row a rater."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.raters import RaterFigures
from kinerja_cli.domain.rules import Rules
from kinerja_cli.render.rekap import policy_note, standing_notes
from kinerja_cli.render.report import Cell, Column, Kind, Report

_COLUMNS = (
    Column("penilai", "Penilai"),
    Column("nama_penilai", "Nama penilai"),
    Column("unit", "Unit", hide=3),
    Column("pegawai", "Pegawai", Kind.INTEGER),
    Column("periode", "Periode", hide=4),
    Column("nilai", "Nilai", Kind.INTEGER),
    Column("rata_rata", "Rata-rata", Kind.POINTS),
    Column("terendah", "Terendah", Kind.POINTS, hide=2),
    Column("tertinggi", "Tertinggi", Kind.POINTS, hide=2),
    Column("plt", "Plt/Plh", hide=5),
)


def rater_report(
    rules: Rules, year: int, listed: Sequence[RaterFigures], codes: Mapping[int, str], stands: Standing
) -> Report:
    """A row a rater; *codes* of the periods, by key."""
    notes = [
        "Semua nilai yang tercatat; unit: tempat pegawai yang dinilai pada hari terakhir periodenya.",
        "Bukan perbandingan kerasnya penilai: setiap penilai menilai orang yang berbeda.",
    ]
    unknown = sum(rater.values for rater in listed if rater.label is None)
    notes += [f"Baris tanpa penilai: {unknown} nilai yang penilainya tidak dicatat."] if unknown else []
    if any(rater.acting for rater in listed):
        notes.append(
            "Plt/Plh: yang dijalankan penilai pada hari terakhir periode itu, di samping jabatannya."
        )
    notes += [*standing_notes(year, stands), *policy_note(rules)]
    rows = (_cells(rater, codes) for rater in listed)
    return Report(f"Rekap penilai {year} · {rules.institution}", _COLUMNS, rows, tuple(notes))


def _cells(rater: RaterFigures, codes: Mapping[int, str]) -> tuple[Cell, ...]:
    return (
        rater.label,
        rater.name,
        ", ".join(rater.units),
        rater.employees,
        _codes(rater.periods, codes),
        rater.values,
        rater.mean,
        rater.lowest,
        rater.highest,
        "; ".join(f"{title} ({_codes(keys, codes)})" for title, keys in rater.acting.items()) or None,
    )


def _codes(keys: Sequence[int], codes: Mapping[int, str]) -> str:
    return ", ".join(codes[key] for key in keys)

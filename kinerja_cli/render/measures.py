"""`kinerja layanan daftar`, `angka` and `rekap` as reports: what was counted, and how it moved, never why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from kinerja_cli.domain.measures import LEAST_FIGURES, Change, Meaning, Measure, Sample
from kinerja_cli.domain.points import hundredths
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Cell, Chart, ChartKind, Column, Kind, Report, Series

TOGETHER = "Gabungan"
NO_CAUSE = "Sebelum dan sesudah saja tidak membuktikan sebab: banyak hal lain berubah pada waktu yang sama."
_MEANS = (
    "Rata-rata ditimbang menurut banyak pelayanan; sebelum_n dan sesudah_n menghitung angka. Persen terhadap rata-rata "
    "sebelum."
)
_INTERVAL = (
    f"Selang 95 % dari selisih (Welch), bila ada {LEAST_FIGURES} angka atau lebih di tiap sisi; bila memuat 0, dan "
    f"bila tidak ada selang, artinya {Meaning.UNCLEAR.value}. Hari yang berdekatan mirip satu sama lain, sehingga "
    "selang itu kemungkinan terlalu sempit."
)
_TOGETHER = "Baris tanpa unit menggabungkan semua angka unit di atasnya."

Moved = tuple[Measure, Unit | None, Change]
"""How a measure moved in a unit; None: in all of them together."""


def measures(rows: Rows) -> Report:
    """Rows of code, name, unit of measure, direction, figures, first and last day, revision."""
    columns = (
        Column("kode", "Kode"),
        Column("nama", "Nama layanan"),
        Column("satuan", "Satuan"),
        Column("arah", "Arah", hide=1),
        Column("angka", "Angka", Kind.INTEGER),
        Column("dari", "Dari", Kind.DATE, hide=2),
        Column("sampai", "Sampai", Kind.DATE, hide=2),
        Column("revisi", "Revisi", Kind.INTEGER, hide=3),
    )
    return Report("Ukuran layanan", columns, rows)


def figures(rows: Rows) -> Report:
    """Rows in the order of the import's columns, so that the list can be imported again, and the revision."""
    columns = (
        Column("layanan", "Layanan"),
        Column("unit", "Unit"),
        Column("tanggal", "Tanggal", Kind.DATE),
        Column("nilai", "Nilai", Kind.POINTS),
        Column("banyak", "Banyak", Kind.INTEGER, hide=2),
        Column("catatan", "Catatan", hide=3),
        Column("revisi", "Revisi", Kind.INTEGER, hide=1),
    )
    return Report("Angka layanan", columns, rows)


def summary(day: date | None, year: int | None, listed: Sequence[Moved]) -> Report:
    """How every measure moved."""
    columns = (
        Column("layanan", "Layanan"),
        Column("nama", "Nama layanan", hide=6),
        Column("unit", "Unit"),
        Column("satuan", "Satuan", hide=5),
        Column("arah", "Arah", hide=7),
        Column("sebelum_n", "n sebelum", Kind.INTEGER, hide=4),
        Column("sebelum", "Sebelum", Kind.POINTS, hide=1),
        Column("sesudah_n", "n sesudah", Kind.INTEGER, hide=4),
        Column("sesudah", "Sesudah", Kind.POINTS, hide=1),
        Column("selisih", "Selisih", Kind.POINTS),
        Column("persen", "Persen", Kind.POINTS, hide=3),
        Column("batas_bawah", "Batas bawah", Kind.POINTS, hide=2),
        Column("batas_atas", "Batas atas", Kind.POINTS, hide=2),
        Column("arti", "Arti"),
        Column("catatan", "Catatan"),  # never without it: it says how little the word before may be worth
    )
    rows = (_cells(*line) for line in listed)
    title = (
        f"Layanan sebelum dan sejak {day}" if day else f"Layanan {year} dibandingkan dengan {(year or 0) - 1}"
    )
    return Report(title, columns, rows, _notes(day, year, listed), charts=lambda: list(_charts(listed)))


def mean_of(sample: Sample) -> int | None:
    """The mean of one side, rounded half up to hundredths; None of nothing."""
    return hundredths(sample.mean)


def _cells(measure: Measure, unit: Unit | None, change: Change) -> tuple[Cell, ...]:
    low, high = map(hundredths, change.interval or (None, None))
    return (
        measure.code,
        measure.name,
        None if unit is None else unit.code,
        measure.of,
        measure.direction,
        change.before.figures,
        mean_of(change.before),
        change.after.figures,
        mean_of(change.after),
        hundredths(change.difference),
        hundredths(change.percent),
        low,
        high,
        None if change.meaning is None else change.meaning.value,
        change.remark,
    )


def _notes(day: date | None, year: int | None, listed: Sequence[Moved]) -> tuple[str, ...]:
    if day is not None:
        compared = f"Sebelum: semua hari sebelum {day}; sesudah: hari itu dan sesudahnya."
    else:
        compared = f"Sebelum: tahun {(year or 0) - 1}; sesudah: tahun {year}."
    together = [_TOGETHER] if any(unit is None for _, unit, _ in listed) else []
    return (f"{compared} {_MEANS}", _INTERVAL, *together, NO_CAUSE)


def _charts(listed: Sequence[Moved]) -> Iterator[Chart]:
    """A chart a measure, in its own unit of measure: before and after beside each other, by unit."""
    for measure, lines in groupby(listed, key=lambda line: line[0]):
        own = list(lines)
        yield Chart(
            measure.name,
            ChartKind.BARS,
            tuple(TOGETHER if unit is None else unit.name for _, unit, _ in own),
            (
                Series("Sebelum", tuple(mean_of(change.before) for _, _, change in own)),
                Series("Sesudah", tuple(mean_of(change.after) for _, _, change in own)),
            ),
            Kind.POINTS,
            ("Unit", measure.of),
        )

"""Registers as reports: units, employees, periods, scores, programmes, score sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kinerja_cli.domain.credit import NAMES
from kinerja_cli.domain.points import show_points, show_scale
from kinerja_cli.domain.rules import Criterion, Formula, Quadrant, Rules, Weight, weight_text
from kinerja_cli.render.report import Cell, Column, Kind, Report

Rows = Iterable[Sequence[Cell]]


def units(rows: Rows) -> Report:
    """Rows of code, name, parent's code, people, revision."""
    columns = (
        Column("kode", "Kode"),
        Column("nama", "Nama unit"),
        Column("induk", "Induk"),
        Column("pegawai", "Pegawai", Kind.INTEGER),
        Column("revisi", "Revisi", Kind.INTEGER, hide=1),
    )
    return Report("Unit kerja", columns, rows)


def achievements(rows: Rows) -> Report:
    """Rows of unit, its name, year, period (None: the whole year), capaian, what it rests on, revision."""
    columns = (
        Column("unit", "Unit"),
        Column("nama_unit", "Nama unit", hide=2),
        Column("tahun", "Tahun", Kind.INTEGER),
        Column("periode", "Periode"),
        Column("capaian", "Capaian"),
        Column("dasar", "Dasar", hide=3),
        Column("revisi", "Revisi", Kind.INTEGER, hide=1),
    )
    return Report("Capaian organisasi", columns, rows)


def employees(rows: Rows) -> Report:
    """Rows in the order of the import's columns, so that the list can be imported again."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit"),
        Column("jabatan", "Jabatan", hide=3),
        Column("golongan", "Gol.", hide=2),
        Column("jenis", "Jenis", hide=4),
        Column("mulai", "Mulai", Kind.DATE, hide=5),
        Column("selesai", "Selesai", Kind.DATE, hide=5),
        Column("atasan", "Atasan", Kind.TEXT, hide=6),
    )
    return Report("Pegawai", columns, rows)


def employee_sheet(nip: str, rows: Rows) -> Report:
    """Everything registered about one employee: rows of what (hal) and what it says (isi)."""
    return Report(f"Pegawai {nip}", (Column("hal", "Hal"), Column("isi", "Isi")), rows)


def periods(rows: Rows) -> Report:
    """Rows of code, first and last day, deadline, numbers of scores and exemptions."""
    columns = (
        Column("periode", "Periode"),
        Column("mulai", "Mulai", Kind.DATE, hide=2),
        Column("akhir", "Akhir", Kind.DATE, hide=1),
        Column("tenggat", "Tenggat", Kind.DATE),
        Column("status", "Status"),
        Column("nilai", "Nilai", Kind.INTEGER),
        Column("pengecualian", "Pengecualian", Kind.INTEGER, hide=3),
    )
    return Report("Periode", columns, rows)


def years(rows: Rows) -> Report:
    """Rows of year, state, revision, people, by whom and when it was closed or reopened, receipt and digest."""
    columns = (
        Column("tahun", "Tahun", Kind.INTEGER),
        Column("status", "Status"),
        Column("revisi", "Revisi", Kind.INTEGER, hide=2),
        Column("pegawai", "Pegawai", Kind.INTEGER, hide=3),
        Column("oleh", "Oleh", hide=1),
        Column("pada", "Pada", hide=1),
        Column("tanda_terima", "Tanda terima"),
        Column("digest", "Sidik hasil", hide=4),
    )
    return Report("Tahun", columns, rows)


def scores(rows: Rows) -> Report:
    """Rows that can be imported again; ``dicatat`` is the office's local time."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama", hide=3),
        Column("periode", "Periode"),
        Column("kriteria", "Kriteria"),
        Column("nilai", "Nilai", Kind.POINTS),
        Column("penilai", "Penilai", hide=2),
        Column("catatan", "Catatan", hide=4),
        Column("dicatat", "Dicatat", hide=1),
        Column("revisi", "Revisi", Kind.INTEGER, hide=1),
    )
    return Report("Nilai", columns, rows)


def programmes(rows: Rows) -> Report:
    """Rows of number, year, title, category, state, owners, evidence, before, after, revision, evidence files."""
    columns = (
        Column("id", "No.", Kind.INTEGER),
        Column("tahun", "Tahun", Kind.INTEGER),
        Column("judul", "Judul"),
        Column("kategori", "Kategori", hide=3),
        Column("status", "Status"),
        Column("pegawai", "Pegawai", hide=1),
        Column("bukti", "Bukti", hide=4),
        Column("sebelum", "Sebelum", hide=2),
        Column("sesudah", "Sesudah", hide=2),
        Column("revisi", "Revisi", Kind.INTEGER, hide=5),
        Column("berkas", "Berkas", Kind.INTEGER, hide=3),
    )
    return Report("Program", columns, rows)


def programme_sheet(number: int, rows: Rows) -> Report:
    """Everything about one programme: rows of what (hal) and what it says (isi)."""
    return Report(f"Program {number}", (Column("hal", "Hal"), Column("isi", "Isi")), rows)


def evidence(number: int, rows: Rows) -> Report:
    """Rows of name, size, digest, whether it is one that was recorded, and when that was."""
    columns = (
        Column("berkas", "Berkas"),
        Column("ukuran", "Ukuran", Kind.INTEGER, hide=2),
        Column("sidik", "Sidik", hide=1),
        Column("hasil", "Hasil"),
        Column("dicatat", "Dicatat", hide=3),
    )
    return Report(f"Berkas bukti program {number}", columns, rows)


def score_sheet(period: str, criteria: Sequence[Criterion], rows: Rows) -> Report:
    """A sheet to fill in: identity, the period, a column a criterion, rater, note, and the revision that it shows."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit"),
        Column("jabatan", "Jabatan", hide=1),
        Column("periode", "Periode"),
        *(Column(criterion.code, criterion.name, Kind.POINTS) for criterion in criteria),
        Column("penilai", "Penilai"),
        Column("catatan", "Catatan"),
        Column("revisi", "Revisi", Kind.INTEGER),
    )
    notes = tuple(f"{c.name}: {c.description}" for c in criteria if c.description)
    return Report(f"Lembar nilai {period}", columns, rows, notes)


def rules_table(rules: Rules, since: int, digest: str) -> Report:
    """What the rules in force say, in the order of the file."""
    columns = (
        Column("bagian", "Bagian"),
        Column("kode", "Kode"),
        Column("nama", "Nama"),
        Column("angka", "Angka", weight_kind(rules)),
        Column("sifat", "Sifat", hide=1),
        Column("keterangan", "Keterangan", hide=2),
    )
    kept = (
        "" if rules.retention is None else f" Data pribadi disimpan {rules.retention} tahun sesudah berhenti."
    )
    notes = (
        f"Periode {rules.cadence.value}; skala {show_scale(rules.scale_min, rules.scale_max)}; "
        f"agregasi {rules.aggregation.value}; zona {rules.zone}.{kept}",
        f"Diterapkan sejak tahun {since}; sidik {digest}.",
    )
    return Report(f"Aturan · {rules.institution}", columns, _rules_rows(rules), notes)


def weight_kind(rules: Rules) -> Kind:
    """A column of weights holds numbers where two places are enough for all of them, else their exact text."""
    return Kind.POINTS if rules.plain_weights else Kind.TEXT


def weight_cell(rules: Rules, weight: Weight) -> Cell:
    """A weight for a column of `weight_kind`."""
    return int(weight * 100) if rules.plain_weights else weight_text(weight)


def _rules_rows(rules: Rules) -> Iterator[Sequence[Cell]]:
    def points(hundredths: int) -> Cell:
        return hundredths if rules.plain_weights else show_points(hundredths)

    for c in rules.criteria:
        required = "wajib" if c.required else "tidak wajib"
        required += f", aspek {c.aspect}" if c.aspect else ""
        required += ", dari sasaran" if c.targeted else ""
        yield "kriteria", c.code, c.name, weight_cell(rules, c.weight), required, c.description
    if rules.bonus is not None:
        cap = f"paling banyak {show_points(rules.bonus.maximum)} setahun"
        for code, hundredths in rules.bonus.points:
            yield "nilai_tambah", code, None, points(hundredths), None, cap
    if rules.targets is not None:
        most, formula = rules.targets.maximum, rules.targets.formula
        told = None if formula is Formula.OF_2021 else "paling tinggi satu sasaran"
        yield "sasaran", formula.value, "Rumus nilai sasaran", points(most), told, None
        yield (
            "sasaran",
            "tambahan_maks",
            None,
            points(rules.targets.extra_maximum),
            None,
            "paling banyak dari tambahan",
        )
    if rules.quadrant is not None:
        yield from _quadrant_rows(rules.quadrant, points)
    for band in rules.bands:
        minimum = None if rules.quadrant else points(band.minimum)
        gate = "bersyarat program terealisasi" if band.gated else None
        yield "predikat", band.code, band.name, minimum, gate, None
    for level, coefficient in rules.coefficients:
        yield "angka_kredit", level, NAMES[level], points(coefficient), None, "koefisien setahun"


def _quadrant_rows(quadrant: Quadrant, points: Callable[[int], Cell]) -> Iterator[Sequence[Cell]]:
    for aspect in quadrant.aspects:
        yield "aspek", aspect.code, aspect.name, None, None, None
    for rating in quadrant.ratings:
        yield "rating", rating.code, rating.name, points(rating.minimum), None, None
    for first, second, code in quadrant.cells:
        yield "matriks", code, None, None, None, f"{first} × {second}"

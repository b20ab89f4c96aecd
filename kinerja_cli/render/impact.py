"""`kinerja dampak` as a report: a line a figure, and under them what may be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinerja_cli.domain.activities import Activity
from kinerja_cli.domain.impact import Figure, Finding, Impact, Method, Role, Verdict
from kinerja_cli.domain.points import half_up_fraction
from kinerja_cli.render.impact_text import Told, remarks, sentences
from kinerja_cli.render.report import Cell, Column, Kind, Report

_COLUMNS = (
    Column("sebab", "Sebab"),
    Column("taksiran", "Taksiran"),
    Column("metode", "Metode", hide=1),
    Column("dari", "Dari", hide=3),
    Column("ke", "Ke", hide=3),
    Column("n_peserta", "Peserta", Kind.INTEGER),
    Column("n_pembanding", "Pembanding", Kind.INTEGER),
    Column("beda", "Beda", Kind.POINTS),
    Column("batas_bawah", "Batas bawah", Kind.POINTS),
    Column("batas_atas", "Batas atas", Kind.POINTS),
    Column("dipakai", "Dipakai"),
    Column("catatan", "Catatan", hide=2),
)
_ROLES = {
    Role.MAIN: "utama",
    Role.CHECK: "pemeriksa",
    Role.PLACEBO: "uji_sebelum",
    Role.NAIVE: "naif",
    Role.DESCRIPTION: "gambaran",
}
_METHODS = {
    Method.CHANGES: "selisih_perubahan",
    Method.EQUAL_START: "ancova",
    Method.ATTENDED_ONLY: "perubahan_peserta",
}
_USED = {Verdict.HIGHER, Verdict.LOWER, Verdict.UNPROVEN}  # the others withhold what the figure says
_READING = (
    "Beda dan batas (95 %) dalam poin nilai. Hanya baris utama yang dipakai; pemeriksa menghitung dengan cara lain, "
    "uji_sebelum mencari beda pada waktu kegiatan belum ada."
)


def impact_report(found: Impact, told: Told, notes: Sequence[str] = ()) -> Report:
    """A line a figure, by cause; *notes* come last."""
    rows = (
        _cells(finding, figure, told, finding is found.headline)
        for finding in found.findings
        for figure in finding.figures
    )
    lines = (*sentences(found, told), *([_READING] if found.findings else []), *notes)
    return Report(f"Dampak · {told.topic}", _COLUMNS, rows, lines)


def told_of(activity: Activity, periods: Sequence[str | None]) -> Told:
    """What the sentences name; *periods*: codes by `Moment`."""
    return Told(activity.topic, (periods[0], periods[1], periods[2], periods[3]))


def unlike_notes(unlike: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """A warning for each year whose rules differ from those of the period after."""
    return [
        f"Aturan {year} tidak sebanding dengan aturan periode sesudahnya ({', '.join(told[:3])}); bedanya mengenai "
        "peserta dan yang tidak ikut bersama-sama, tetapi belum tentu sama besar."
        for year, told in unlike
    ]


def _cells(finding: Finding, figure: Figure, told: Told, speaks: bool) -> tuple[Cell, ...]:
    used = speaks and figure.plan.role is Role.MAIN and finding.verdict in _USED
    return (
        finding.cause.value,
        _ROLES[figure.plan.role],
        _METHODS[figure.plan.method] + ("_unit" if figure.by_units else ""),
        told.period(figure.plan.start),
        told.period(figure.plan.end),
        figure.treated,
        None if figure.plan.method is Method.ATTENDED_ONLY else figure.control,
        *_numbers(figure),
        "ya" if used else "tidak",
        remarks(figure),
    )


def _numbers(figure: Figure) -> Iterator[int | None]:
    yield None if figure.difference is None else half_up_fraction(figure.difference)
    yield None if figure.estimate is None else figure.estimate.low
    yield None if figure.estimate is None else figure.estimate.high

"""`kinerja dampak` as a report: a line a figure, and under them what may be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kinerja_cli.domain.activities import Activity
from kinerja_cli.domain.impact import Figure, Finding, Impact, Method, Moment, Role, Verdict
from kinerja_cli.domain.measures import Change, Meaning, Measure
from kinerja_cli.domain.points import hundredths
from kinerja_cli.domain.survey_change import SurveyChange
from kinerja_cli.render.impact_text import Told, remarks, sentences
from kinerja_cli.render.measures import NO_CAUSE
from kinerja_cli.render.report import Cell, Column, Kind, Report

_COLUMNS = (
    Column("bagian", "Bagian"),
    Column("sebab", "Sebab", hide=4),
    Column("taksiran", "Taksiran"),
    Column("metode", "Metode", hide=3),
    Column("dari", "Dari", hide=5),
    Column("ke", "Ke", hide=5),
    Column("n_peserta", "Peserta", Kind.INTEGER, hide=1),
    Column("n_pembanding", "Pembanding", Kind.INTEGER, hide=1),
    Column("n_sebelum", "n sebelum", Kind.INTEGER, hide=4),
    Column("n_sesudah", "n sesudah", Kind.INTEGER, hide=4),
    Column("sebelum", "Sebelum", Kind.POINTS, hide=2),
    Column("sesudah", "Sesudah", Kind.POINTS, hide=2),
    Column("beda", "Beda", Kind.POINTS),
    Column("batas_bawah", "Batas bawah", Kind.POINTS),
    Column("batas_atas", "Batas atas", Kind.POINTS),
    Column("arti", "Arti", hide=2),
    Column("dipakai", "Dipakai"),
    Column("catatan", "Catatan", hide=2),
)
_BEFORE_AFTER = "sebelum_sesudah"
_ROLES = {
    Role.MAIN: "utama",
    Role.CHECK: "pemeriksa",
    Role.APART: "tanpa_kegiatan_lain",
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
_AROUND = f"Layanan dan SKM unit peserta. {NO_CAUSE} Karena itu baris itu tidak dipakai untuk kesimpulan."


def impact_report(
    found: Impact | None,
    told: Told,
    notes: Sequence[str] = (),
    services: Sequence[tuple[Measure, Change]] = (),
    surveys: Sequence[SurveyChange] = (),
) -> Report:
    """A line a figure, by cause, then services and surveys before and after; *notes* come last.

    *found* None: nothing may be compared, and *notes* say why.
    """
    findings = () if found is None else found.findings
    rows = [
        _cells(finding, figure, told, found is not None and finding is found.headline)
        for finding in findings
        for figure in finding.figures
    ]
    rows += [_service_cells(*each) for each in services]
    rows += [_survey_cells(each) for each in surveys]
    lines = [
        *([] if found is None else sentences(found, told)),
        *(
            [_READING]
            if any(figure.difference is not None for each in findings for figure in each.figures)
            else []
        ),
        *([_AROUND] if services or surveys else []),
        *notes,
    ]
    return Report(f"Dampak · {told.topic}", _COLUMNS, rows, tuple(lines))


def told_of(activity: Activity, periods: Sequence[str | None]) -> Told:
    """What the sentences name; *periods*: codes by `Moment`."""
    return Told(activity.topic, (periods[0], periods[1], periods[2], periods[3]))


def notes_of(
    told: Told,
    unlike: Sequence[tuple[str, Sequence[str]]],
    supposed: bool,
    straddling: Sequence[str],
) -> list[str]:
    """What was left out and why, and what was taken for granted."""
    lines = []
    for code, differs in unlike:
        what = f"aturan {code} tidak sebanding dengan aturan {told.period(Moment.AFTER)}: {', '.join(differs[:3])}"
        if told.periods[Moment.LAST.value] is None and code == unlike[0][0]:
            lines.append(f"Nilai tidak dibandingkan: {what}.")
        else:
            lines.append(f"{code} tidak dipakai: {what}.")
    if supposed and told.periods[Moment.LAST.value] is not None:
        lines.append(
            f"Periode yang nilainya memilih peserta tidak dicatat; dianggap {told.period(Moment.LAST)}. Bila lain: "
            "kinerja kegiatan ubah ID --seleksi PERIODE --alasan '…'"
        )
    if straddling:
        lines.append(f"SKM {', '.join(straddling)} melintasi hari kegiatan dan tidak dihitung.")
    return lines


def meanwhile(found: Impact | None, told: Told, since: str | None, elsewhere: tuple[int, int]) -> list[str]:
    """What else was attended after period *since*: by how many of those who attended, and of the others."""
    findings = () if found is None else found.findings
    if not any(elsewhere) or all(
        figure.difference is None for finding in findings for figure in finding.figures
    ):
        return []
    apart = any(finding.by_role(Role.APART) for finding in findings)
    where = "selain di baris tanpa_kegiatan_lain, " if apart else ""
    during = f"Sesudah {since} sampai akhir {told.period(Moment.AFTER)}"
    return [
        f"{during}, {elsewhere[0]} peserta dan {elsewhere[1]} orang lain menghadiri kegiatan lain (di luar yang untuk "
        f"semua): {where}beda nilai di atas bercampur dengan akibatnya."
    ]


def _cells(finding: Finding, figure: Figure, told: Told, speaks: bool) -> tuple[Cell, ...]:
    used = speaks and figure.plan.role is Role.MAIN and finding.verdict in _USED
    return (
        "nilai",
        finding.cause.value,
        _ROLES[figure.plan.role],
        _METHODS[figure.plan.method] + ("_unit" if figure.by_units else ""),
        told.period(figure.plan.start),
        told.period(figure.plan.end),
        figure.treated,
        None if figure.plan.method is Method.ATTENDED_ONLY else figure.control,
        *[None] * 4,
        *_numbers(figure),
        None,
        "ya" if used else "tidak",
        remarks(figure, told),
    )


def _numbers(figure: Figure) -> Iterator[int | None]:
    """Difference and its bounds."""
    yield hundredths(figure.difference)
    yield None if figure.estimate is None else figure.estimate.low
    yield None if figure.estimate is None else figure.estimate.high


def _service_cells(measure: Measure, change: Change) -> tuple[Cell, ...]:
    ends = (None, None) if change.interval is None else change.interval
    return _around_cells(
        "layanan",
        measure.code,
        (change.before.figures, change.after.figures),
        (change.before.mean, change.after.mean, change.difference, *ends),
        change.meaning,
        "; ".join(filter(None, (f"{measure.name} ({measure.of})", change.remark))),
    )


def _survey_cells(change: SurveyChange) -> tuple[Cell, ...]:
    ends = (None, None) if change.interval is None else change.interval
    figures = (change.before, change.after, change.difference, *ends)
    return _around_cells("skm", change.key, change.respondents, figures, change.meaning, change.remark)


def _around_cells(
    part: str,
    what: str,
    counts: tuple[int, int],
    figures: Sequence[Fraction | None],
    meaning: Meaning | None,
    remarks: str | None,
) -> tuple[Cell, ...]:
    """A line of before and after, which is used for no claim; *figures*: before, after, difference and its bounds."""
    return (
        part,
        None,
        what,
        _BEFORE_AFTER,
        *[None] * 4,
        *counts,
        *map(hundredths, figures),
        None if meaning is None else meaning.value,
        "tidak",
        remarks,
    )

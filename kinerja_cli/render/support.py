"""Cases of support as reports of their own: the open ones, one whole case, and advice whom to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinerja_cli.domain.support import Case, Meeting, question
from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Cell, Column, Kind, Report

CONFIDENTIAL = "Rahasia: isi pembinaan hanya untuk pembinanya dan pegawai itu sendiri; jangan dibagikan."
ADVICE = "Saran siapa yang perlu diperhatikan dan didengar lebih dahulu; bukan penilaian, bukan hukuman."


def cases(rows: Rows) -> Report:
    """Rows of number, NIP, name, unit, cause, form, opened, meetings, next day, days late, closed, outcome."""
    columns = (
        Column("id", "No.", Kind.INTEGER),
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit", hide=2),
        Column("penyebab", "Penyebab", hide=1),
        Column("bentuk", "Bentuk", hide=1),
        Column("dibuka", "Dibuka", Kind.DATE, hide=3),
        Column("pertemuan", "Pertemuan", Kind.INTEGER, hide=3),
        Column("lanjut", "Lanjut", Kind.DATE),
        Column("terlambat", "Terlambat (hari)", Kind.INTEGER),
        Column("ditutup", "Ditutup", Kind.DATE, hide=4),
        Column("hasil", "Hasil", hide=4),
    )
    return Report("Pembinaan", columns, rows, (CONFIDENTIAL,))


def case_sheet(number: int, rows: Rows) -> Report:
    """Everything of one case: rows of what (hal) and what it says (isi)."""
    return Report(f"Pembinaan {number}", (Column("hal", "Hal"), Column("isi", "Isi")), rows, (CONFIDENTIAL,))


def case_rows(
    nip: str, name: str, case: Case, meetings: Sequence[Meeting], follow: str | None
) -> Iterator[tuple[str, Cell]]:
    """The rows of that sheet; what nobody said is left out."""
    rows: list[tuple[str, Cell]] = [
        ("nip", nip),
        ("nama", name),
        ("dibuka", case.opened),
        ("penyebab", case.cause),
        ("bentuk", case.form),
        ("pembina", case.counsellor),
        ("catatan", case.note),
        ("lanjut yang disepakati", case.follow),
    ]
    for meeting in meetings:
        rows += _meeting_rows(meeting)
    rows += [
        ("lanjut", follow),
        ("ditutup", case.closed),
        ("hasil", case.outcome),
        ("catatan penutup", case.outcome_note),
        ("alasan koreksi", case.why),
    ]
    return (row for row in rows if row[1] is not None)


def _meeting_rows(meeting: Meeting) -> Iterator[tuple[str, Cell]]:
    head = f"pertemuan {meeting.day}"
    yield head, meeting.form
    yield f"{head}: catatan", meeting.note
    for number, answer in enumerate(meeting.answers, start=1):
        yield f"{head}: {question(number)}", answer
    yield f"{head}: lanjut", meeting.follow
    yield f"{head}: alasan koreksi", meeting.why


def advice(year: int, rows: Rows, notes: Sequence[str]) -> Report:
    """Rows of NIP, name, unit, rule, the rule's figure and its threshold, and what stands behind them."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama", hide=1),
        Column("unit", "Unit", hide=3),
        Column("aturan", "Aturan"),
        Column("angka", "Angka", Kind.POINTS),
        Column("ambang", "Ambang", Kind.POINTS, hide=2),
        Column("keterangan", "Keterangan", hide=2),
    )
    return Report(f"Saran pembinaan {year}", columns, rows, (ADVICE, *notes, CONFIDENTIAL))

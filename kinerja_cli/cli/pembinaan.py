"""kinerja pembinaan buka | catat | tutup | daftar | tampil | saran."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NipArgument, TodayOption, UnitOption, YearArgument, read_date
from kinerja_cli.cli.output import record_export, show
from kinerja_cli.domain.advice import RULES
from kinerja_cli.domain.support import CAUSES, FORMS, OUTCOMES
from kinerja_cli.errors import Refused, UsageFault
from kinerja_cli.render import support as render
from kinerja_cli.services import advice, support

app = Group(help="Dampingi pegawai yang kesulitan atau menolak perubahan; rahasia.")

_STDIN = "-"
_TEXT = "tanda - membacanya dari masukan baku, supaya tidak tinggal di riwayat shell"

Number = Annotated[int, typer.Argument(metavar="ID", help="Nomor pembinaan.", min=1)]
Cause = Annotated[
    str,
    typer.Option("--penyebab", parser=one_of(CAUSES), metavar="|".join(CAUSES), help="Penyebabnya."),
]
Form = Annotated[
    str, typer.Option("--bentuk", parser=one_of(FORMS), metavar="|".join(FORMS), help="Bentuk dukungan.")
]
OtherForm = Annotated[
    str | None,
    typer.Option(
        "--bentuk",
        parser=one_of(FORMS),
        metavar="|".join(FORMS),
        help="Bentuk pertemuan ini; tanpa ini, bentuk pembinaannya.",
    ),
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS|-", help=f"Catatan; {_TEXT}.")]
NeededNote = Annotated[str, typer.Option("--catatan", metavar="TEKS|-", help=f"Catatan; {_TEXT}.")]
Counsellor = Annotated[
    str | None, typer.Option("--pembina", metavar="NIP|NAMA", help="Yang mendampingi: NIP atau nama.")
]
Day = Annotated[
    date | None,
    typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Harinya; tanpa ini, hari ini."),
]
Follow = Annotated[
    date | None,
    typer.Option("--lanjut", parser=read_date, metavar="TANGGAL", help="Hari tindak lanjut berikutnya."),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--jawab", metavar="N=TEKS|-", help="Jawaban pertanyaan N (1–9) formulir B.1.8; boleh berulang."
    ),
]
Outcome = Annotated[
    str,
    typer.Option("--hasil", parser=one_of(OUTCOMES), metavar="|".join(OUTCOMES), help="Hasil pembinaan."),
]
Correct = Annotated[bool, typer.Option("--koreksi", help="Betulkan yang sudah tercatat.")]
Why = Annotated[
    str | None,
    typer.Option("--alasan", metavar="TEKS|-", help="Alasan koreksi; disimpan pada pembinaannya."),
]
Closed = Annotated[bool, typer.Option("--semua", help="Juga yang sudah ditutup.")]
Rule = Annotated[
    str | None,
    typer.Option("--aturan", parser=one_of(RULES), metavar="KODE", help="Hanya saran menurut aturan ini."),
]


@app.command("buka", writes=True)
def open_(
    ctx: typer.Context,
    nip: NipArgument,
    cause: Cause,
    form: Form,
    note: Note = None,
    counsellor: Counsellor = None,
    day: Day = None,
    follow: Follow = None,
    correct: Correct = False,
    why: Why = None,
) -> None:
    """Buka pembinaan bagi seorang pegawai; nomornya saja yang dicetak ke keluaran baku.

    Satu yang terbuka sekaligus bagi seorang pegawai. Isinya rahasia: hanya tampak dalam kinerja pembinaan dan
    berkas-subjek pegawai itu.
    """
    note, counsellor, why = _read([note, counsellor, why])
    said = support.Opening(nip, cause, form, note, counsellor, day, follow)
    # the clock says which days have not come yet, and --tanggal replaces today
    number, done = support.open_case(
        database_of(ctx), said, support.Correction(correct, why), datetime.now(UTC)
    )
    typer.echo(number)
    session_of(ctx).saved(f"Pembinaan {number} {_told(done, 'dibuka')}.")


@app.command("catat", writes=True)
def record(
    ctx: typer.Context,
    number: Number,
    note: Note = None,
    day: Day = None,
    form: OtherForm = None,
    follow: Follow = None,
    answers: Answers = None,
    correct: Correct = False,
    why: Why = None,
) -> None:
    """Catat sebuah pertemuan, satu sehari, dengan jawaban formulir B.1.8 bila ditanyakan."""
    numbers, texts = _answers(answers or ())
    note, why, *given = _read([note, why, *texts])
    told = {place: text for place, text in zip(numbers, given, strict=True) if text is not None}
    said = support.Met(note, day, form, follow, told)
    met, done = support.record_meeting(
        database_of(ctx), number, said, support.Correction(correct, why), datetime.now(UTC)
    )
    session_of(ctx).saved(f"Pertemuan {met} pada pembinaan {number} {_told(done, 'dicatat')}.")


@app.command("tutup", writes=True)
def close(
    ctx: typer.Context,
    number: Number,
    outcome: Outcome,
    note: NeededNote,
    day: Day = None,
    correct: Correct = False,
    why: Why = None,
) -> None:
    """Tutup pembinaan dengan hasilnya; bila perlu lagi, buka yang baru."""
    kept, why = _read([note, why])
    said = support.Closing(outcome, kept or "", day)
    done = support.close_case(
        database_of(ctx), number, said, support.Correction(correct, why), datetime.now(UTC)
    )
    session_of(ctx).saved(f"Pembinaan {number} {_told(done, 'ditutup')}.")


@app.command("daftar", reports=True)
def list_(
    ctx: typer.Context, unit: UnitOption = None, closed: Closed = False, today: TodayOption = None
) -> None:
    """Daftar pembinaan yang terbuka, dengan tindak lanjut yang terlewat; rahasia."""
    rows = [
        (
            line.case.id,
            line.nip,
            line.name,
            line.unit,
            line.case.cause,
            line.case.form,
            line.case.opened,
            line.meetings,
            line.follow,
            line.late,
            line.case.closed,
            line.case.outcome,
        )
        for line in support.listing(database_of(ctx), unit, closed, today, datetime.now(UTC))
    ]
    show(ctx, render.cases(rows))


@app.command("tampil", reports=True)
def display(ctx: typer.Context, number: Number) -> None:
    """Tampilkan semua isi sebuah pembinaan; rahasia."""
    found = support.sheet(database_of(ctx), number)
    record_export(ctx, found.nip)
    rows = render.case_rows(found.nip, found.name, found.case, found.meetings, found.follow)
    show(ctx, render.case_sheet(number, rows))


@app.command("saran", reports=True)
def suggest(
    ctx: typer.Context,
    year: YearArgument = None,
    unit: UnitOption = None,
    rule: Rule = None,
    today: TodayOption = None,
) -> None:
    """Sarankan siapa yang perlu diperhatikan, menurut aturan yang mana, dan berapa tanda yang diduga keliru."""
    found = advice.advise(database_of(ctx), year, unit, rule, today, datetime.now(UTC))
    rows = [
        (line.nip, line.name, line.unit, line.rule, line.figure, line.threshold, line.told)
        for line in found.lines
    ]
    show(ctx, render.advice(found.year, rows, found.notes))


def _told(done: str, new: str) -> str:
    return {support.NEW: new, support.CORRECTED: "dibetulkan"}.get(
        done, "sudah tercatat begitu; tidak ada yang berubah"
    )


def _answers(said: Sequence[str]) -> tuple[list[int], list[str | None]]:
    """Numbers of questions and their texts.  Raises: UsageFault for what isn't ``N=TEKS``, or a number said twice."""
    numbers: list[int] = []
    texts: list[str | None] = []
    for word in said:
        number, sign, text = word.partition("=")
        if not (sign and number.isdecimal() and number.isascii() and len(number) < 3):
            raise UsageFault("--jawab ditulis N=TEKS, misalnya --jawab 1=ya atau --jawab 1=-.")
        if int(number) in numbers:
            raise UsageFault(f"--jawab {int(number)} ditulis dua kali.")
        numbers.append(int(number))
        texts.append(text)
    return numbers, texts


def _read(texts: Sequence[str | None]) -> Iterator[Any]:
    """Each text, ``-`` being standard input with its lines made one.

    Raises: UsageFault where two of them are; Refused for bytes that are no text.
    """
    wanted = [text == _STDIN for text in texts]
    if sum(wanted) > 1:
        raise UsageFault("Hanya satu isian dapat dibaca dari masukan baku (-).")
    read = None
    if any(wanted):
        if sys.stdin.isatty():
            sys.stderr.write("Tulis teksnya, lalu akhiri dengan Ctrl-D:\n")
        try:
            read = " ".join(sys.stdin.buffer.read().decode("utf-8-sig").split())
        except UnicodeDecodeError:
            raise Refused("Masukan baku bukan teks UTF-8; tidak ada yang disimpan.") from None
    return iter([read if asked else text for asked, text in zip(wanted, texts, strict=True)])

"""kinerja kegiatan tambah | ubah | batal | hadir | daftar | tampil | cakupan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    SheetOption,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group, one_word
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    DryRunOption,
    NeededReason,
    ReasonOption,
    RevisionOption,
    UnitOption,
    read_date,
    read_nip,
    read_period,
    read_year,
)
from kinerja_cli.cli.output import annotated, show
from kinerja_cli.domain.activities import MOST_HOURS, ActivityKind, Cause, Reach
from kinerja_cli.domain.periods import Period
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import activities as reports
from kinerja_cli.services import activities, attendance
from kinerja_cli.services.activities import ActivitySaid
from kinerja_cli.services.attendance import AttendanceChoices
from kinerja_cli.services.coverage import year_coverage

app = Group(help="Catat sosialisasi, pelatihan, dan lokakarya, siapa yang hadir, dan siapa yang terjangkau.")

Number = Annotated[int, typer.Argument(metavar="ID", help="Nomor kegiatan.", min=1)]
Topic = Annotated[str, typer.Argument(metavar="TOPIK", help="Topik kegiatan.")]
NewTopic = Annotated[str | None, typer.Option("--topik", metavar="TEKS", help="Topik baru.")]
KindOption = Annotated[
    ActivityKind,
    typer.Option(
        "--jenis", parser=one_word(ActivityKind), metavar="|".join(ActivityKind), help="Jenis kegiatan."
    ),
]
NewKind = Annotated[
    ActivityKind | None,
    typer.Option(
        "--jenis", parser=one_word(ActivityKind), metavar="|".join(ActivityKind), help="Jenis baru."
    ),
]
DayOption = Annotated[
    date,
    typer.Option(
        "--tanggal", parser=read_date, metavar="TANGGAL", help="Hari kegiatan, atau hari terakhirnya."
    ),
]
NewDay = Annotated[
    date | None, typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Hari yang benar.")
]
Hours = Annotated[
    int,
    typer.Option(
        "--jp", metavar="N", min=0, max=MOST_HOURS, help="Jam pelajaran (JP), bilangan bulat; tanpa ini, 0."
    ),
]
NewHours = Annotated[
    int | None,
    typer.Option("--jp", metavar="N", min=0, max=MOST_HOURS, help="Jam pelajaran (JP) yang benar."),
]
ForUnit = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", help="Unit sasaran kegiatan: kode atau nama persis."),
]
Unitless = Annotated[bool, typer.Option("--tanpa-unit", help="Bukan bagi satu unit.")]
Selection = Annotated[
    Period | None,
    typer.Option(
        "--seleksi",
        parser=read_period,
        metavar="PERIODE",
        help="Periode yang nilainya menentukan siapa yang diutus (bagi sebab nilai_rendah).",
    ),
]
Unselected = Annotated[bool, typer.Option("--tanpa-seleksi", help="Tidak dipilih dari nilai.")]
SomeNips = Annotated[
    list[str] | None,
    typer.Argument(parser=read_nip, metavar="NIP…", help="Yang hadir; boleh beberapa. Atau --impor."),
]
CauseOption = Annotated[
    Cause | None,
    typer.Option(
        "--sebab",
        parser=one_word(Cause),
        metavar="|".join(Cause),
        help="Mengapa diutus; bagi berkas: baris yang tidak menyebutnya.",
    ),
]
ImportOption = Annotated[
    str | None,
    typer.Option("--impor", metavar="BERKAS", help="Daftar hadir CSV atau XLSX: kolom nip, sebab, catatan."),
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS", help="Catatan pada setiap NIP.")]
Cancel = Annotated[bool, typer.Option("--batal", help="Tarik kehadiran yang keliru dicatat; perlu --alasan.")]
OnlyYear = Annotated[
    int | None, typer.Argument(parser=read_year, metavar="TAHUN", help="Hanya tahun ini; tanpa ini, semua.")
]
CoverageYear = Annotated[
    int | None,
    typer.Argument(
        parser=read_year, metavar="TAHUN", help="Tahun; tanpa ini, tahun terbaru yang ada kegiatannya."
    ),
]
PerPerson = Annotated[bool, typer.Option("--per-pegawai", help="Satu baris seorang pegawai, dengan JP-nya.")]
Never = Annotated[
    bool,
    typer.Option("--belum", help="Hanya pegawai yang belum pernah terjangkau sampai tahun itu."),
]


@app.command("tambah", writes=True)
def add(
    ctx: typer.Context,
    topic: Topic,
    kind: KindOption,
    day: DayOption,
    hours: Hours = 0,
    unit: ForUnit = None,
    selection: Selection = None,
) -> None:
    """Catat sebuah kegiatan; nomornya saja yang dicetak ke keluaran baku."""
    said = ActivitySaid(topic, kind, day, hours, unit, selection)
    number, added = activities.add_activity(database_of(ctx), said)
    typer.echo(number)
    if kind is ActivityKind.TRAINING and hours == 0:
        session_of(ctx).say(
            f"Pelatihan tanpa JP; bila ada: kinerja kegiatan ubah {number} --jp N --alasan 'JP menyusul'"
        )
    told = "dicatat" if added else "sudah tercatat begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Kegiatan {number} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    number: Number,
    reason: NeededReason,
    topic: NewTopic = None,
    kind: NewKind = None,
    day: NewDay = None,
    hours: NewHours = None,
    unit: ForUnit = None,
    unitless: Unitless = False,
    selection: Selection = None,
    unselected: Unselected = False,
    revision: RevisionOption = None,
) -> None:
    """Ubah yang tercatat tentang sebuah kegiatan; versi lamanya disimpan."""
    if unitless and unit is not None:
        raise UsageFault("--unit dan --tanpa-unit tidak dapat dipakai bersama.")
    if unselected and selection is not None:
        raise UsageFault("--seleksi dan --tanpa-seleksi tidak dapat dipakai bersama.")
    said = ActivitySaid(topic, kind, day, hours, unit, selection, unitless, unselected)
    if said == ActivitySaid():
        raise UsageFault("Tidak ada yang diubah: tulis --topik, --tanggal, --jp, atau yang lain.")
    now = datetime.now(UTC)  # so that nobody comes to have attended what is still to come
    changed = activities.change_numbered_activity(database_of(ctx), number, said, reason, now, revision)
    session_of(ctx).saved(f"Kegiatan {number} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("batal", writes=True)
def withdraw(ctx: typer.Context, number: Number, reason: NeededReason) -> None:
    """Batalkan sebuah kegiatan bersama kehadirannya; versi lamanya tetap disimpan."""
    activity, people = activities.withdraw_numbered_activity(database_of(ctx), number, reason)
    along = f" bersama {people} kehadiran" if people else ""
    session_of(ctx).saved(f"Kegiatan {number} ({activity.topic}) dibatalkan{along}.")


@app.command("hadir", writes=True)
def attend(
    ctx: typer.Context,
    number: Number,
    nips: SomeNips = None,
    cause: CauseOption = None,
    file: ImportOption = None,
    note: Note = None,
    cancel: Cancel = False,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
    sheet: SheetOption = None,
) -> None:
    """Catat siapa yang hadir dan mengapa diutus; yang sudah tercatat dibiarkan."""
    if bool(nips) == (file is not None):
        raise UsageFault("Tulis NIP yang hadir, atau --impor BERKAS; salah satu.")
    if file is None and (faults or sheet):
        raise UsageFault("--galat dan --lembar hanya bagi --impor.")
    if file is not None and note is not None:
        raise UsageFault("--catatan hanya bagi NIP yang disebut; di berkas ada kolom catatan.")
    if cancel:
        _cancel(ctx, number, nips or [], reason, bool(file or cause or note or correct or dry_run))
        return
    path = None if file is None else annotated(ctx, faults, file)
    how = AttendanceChoices(correct, reason, dry_run, path, cause, note)
    now = datetime.now(UTC)  # so that nobody has attended what is still to come
    if file is None:
        done = attendance.attend(database_of(ctx), number, nips or [], how, now)
    else:
        with source_of(file, sheet) as source:
            done = attendance.import_attendance(database_of(ctx), number, source, how, now)
        tell_unread(ctx, done)
    if done.unselected:
        session_of(ctx).say(
            f"Nilai periode mana yang menentukan belum disebut: kinerja kegiatan ubah {number} --seleksi PERIODE "
            "--alasan '…'"
        )
    session_of(ctx).saved(counted("kehadiran", dry_run, done.new, done.equal, done.corrected))


def _cancel(ctx: typer.Context, number: int, nips: list[str], reason: str | None, other: bool) -> None:
    if reason is None or not nips or other:
        raise UsageFault("--batal memerlukan NIP dan --alasan, dan tidak menerima pilihan lain.")
    count = attendance.withdraw_attendances(database_of(ctx), number, nips, reason)
    session_of(ctx).saved(f"{count} kehadiran ditarik dari kegiatan {number}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, year: OnlyYear = None, unit: UnitOption = None) -> None:
    """Daftar kegiatan dengan banyaknya yang hadir, juga menurut sebab diutus."""
    rows = (
        reports.register_row(one.activity, one.unit, one.causes)
        for one in activities.list_activities(database_of(ctx), year, unit)
    )
    show(ctx, reports.register(year, rows))


@app.command("tampil", reports=True)
def display(ctx: typer.Context, number: Number) -> None:
    """Tampilkan sebuah kegiatan dan siapa yang hadir; dapat diimpor lagi dengan kegiatan hadir ID --impor."""
    listed, people = activities.activity_sheet(database_of(ctx), number)
    rows = ((one.nip, one.name, one.unit, one.cause.value, one.note) for one in people)
    show(ctx, reports.sheet(listed.activity, listed.unit, rows))


@app.command("cakupan", reports=True)
def coverage(
    ctx: typer.Context,
    year: CoverageYear = None,
    unit: UnitOption = None,
    per_person: PerPerson = False,
    never: Never = False,
) -> None:
    """Seberapa jauh kegiatan setahun menjangkau unit dan pegawai; JP terhadap 20 JP setahun."""
    found = year_coverage(database_of(ctx), year, unit)
    if per_person or never:
        rows = (
            reports.person_row(one.employee.nip, one.employee.name, found.codes[one.unit], one.reached)
            for one in found.people
            if not never or one.reached.reach is Reach.NEVER
        )
        show(ctx, reports.coverage_by_person(found.year, found.day, never, rows, found.whole))
        return
    listed = [(one.code, one.name, figures) for one, figures in found.units]
    # a unit that was asked for is its own total
    show(ctx, reports.coverage_by_unit(found.year, found.day, listed, found.whole if unit is None else None))

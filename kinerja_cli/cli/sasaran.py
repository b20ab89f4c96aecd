"""kinerja sasaran tetapkan | ubah | batal | impor | lembar | realisasi | daftar | tampil | capaian."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    FileArgument,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group, one_word
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    DryRunOption,
    NeededReason,
    NipArgument,
    NipOption,
    PeriodArgument,
    ReasonOption,
    RevisionOption,
    UnitOption,
    read_period,
    read_year,
    reader,
)
from kinerja_cli.cli.output import annotated, record_export, show
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.target_text import parse_amount, parse_bounds, parse_weight, show_amount
from kinerja_cli.domain.targets import Bounds, Direction, Kind, Reckoning, Side
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import targets as reports
from kinerja_cli.services import realisations, target_listing, targets
from kinerja_cli.services.target_import import TargetImport, import_targets
from kinerja_cli.services.targets import TargetSaid

app = Group(help="Tetapkan sasaran pegawai (SKP, IKI) dan catat realisasinya.")

Number = Annotated[int, typer.Argument(metavar="ID", help="Nomor sasaran.", min=1)]
YearNeeded = Annotated[int, typer.Argument(parser=read_year, metavar="TAHUN", help="Tahun sasaran.")]
OnlyYear = Annotated[
    int | None,
    typer.Argument(
        parser=read_year, metavar="TAHUN", help="Hanya tahun ini; tanpa ini dan tanpa --nip, yang terbaru."
    ),
]
Result = Annotated[str, typer.Option("--hasil", metavar="TEKS", help="Rencana hasil kerja.")]
Indicator = Annotated[str, typer.Option("--indikator", metavar="TEKS", help="Indikator kinerja individu.")]
BoundsOption = Annotated[
    Bounds,
    typer.Option(
        "--target", parser=reader(parse_bounds), metavar="ANGKA", help="Satu angka (7) atau rentang (7-8)."
    ),
]
Measure = Annotated[str, typer.Option("--satuan", metavar="TEKS", help="Satuan target: hari, dokumen, %.")]
NewResult = Annotated[str | None, typer.Option("--hasil", metavar="TEKS", help="Rencana hasil kerja.")]
NewIndicator = Annotated[str | None, typer.Option("--indikator", metavar="TEKS", help="Indikator.")]
NewBounds = Annotated[
    Bounds | None,
    typer.Option("--target", parser=reader(parse_bounds), metavar="ANGKA", help="Target baru."),
]
NewMeasure = Annotated[str | None, typer.Option("--satuan", metavar="TEKS", help="Satuan target.")]
SideOption = Annotated[
    Side | None,
    typer.Option("--aspek", parser=one_word(Side), metavar="|".join(Side), help="Tanpa ini, kuantitas."),
]
DirectionOption = Annotated[
    Direction | None,
    typer.Option(
        "--arah",
        parser=one_word(Direction),
        metavar="|".join(Direction),
        help="naik: makin besar makin baik (bawaan); turun: makin kecil makin baik.",
    ),
]
ReckoningOption = Annotated[
    Reckoning | None,
    typer.Option(
        "--hitung",
        parser=one_word(Reckoning),
        metavar="|".join(Reckoning),
        help="Setahun dari realisasi per periode: yang terakhir (bawaan), jumlah, atau rata-rata.",
    ),
]
KindOption = Annotated[
    Kind | None,
    typer.Option("--jenis", parser=one_word(Kind), metavar="|".join(Kind), help="Tanpa ini, utama."),
]
Weight = Annotated[
    int | None,
    typer.Option(
        "--bobot",
        parser=reader(parse_weight),
        metavar="ANGKA",
        help="Bobot terhadap sasaran lain (bawaan 1); bagi tambahan: poin lingkup penugasan.",
    ),
]
Goal = Annotated[
    str | None, typer.Option("--tujuan", metavar="KODE", help="Tujuan organisasi yang didukungnya.")
]
Aimless = Annotated[bool, typer.Option("--tanpa-tujuan", help="Tidak mendukung tujuan mana pun lagi.")]
Peak = Annotated[
    bool | None,
    typer.Option("--puncak/--tanpa-puncak", help="Capaian 100 % adalah yang tertinggi yang mungkin."),
]
First = Annotated[
    Period | None,
    typer.Option("--dari", parser=read_period, metavar="PERIODE", help="Berlaku mulai periode ini."),
]
Last = Annotated[
    Period | None,
    typer.Option("--sampai", parser=read_period, metavar="PERIODE", help="Berlaku sampai periode ini."),
]
Whole = Annotated[bool, typer.Option("--sepanjang-tahun", help="Berlaku lagi sepanjang tahun.")]
ImportYear = Annotated[
    int | None,
    typer.Option("--tahun", parser=read_year, metavar="TAHUN", help="Tahun baris yang tidak menyebut tahun."),
]
ImportPeriod = Annotated[
    Period | None,
    typer.Option(
        "--periode", parser=read_period, metavar="PERIODE", help="Periode baris yang tidak menyebut periode."
    ),
]
Amount = Annotated[
    int | None,
    typer.Argument(parser=reader(parse_amount), metavar="REALISASI", help="Angka dalam satuan sasaran itu."),
]
Evidence = Annotated[
    str | None,
    typer.Option("--bukti", metavar="TEKS", help="Bukti dukung: nama berkas, nomor surat, tautan."),
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS", help="Catatan, mis. umpan balik.")]
Cancel = Annotated[bool, typer.Option("--batal", help="Batalkan realisasi yang keliru; perlu --alasan.")]


@app.command("tetapkan", writes=True)
def set_(
    ctx: typer.Context,
    nip: NipArgument,
    year: YearNeeded,
    result: Result,
    indicator: Indicator,
    bounds: BoundsOption,
    measure: Measure,
    side: SideOption = None,
    direction: DirectionOption = None,
    reckoning: ReckoningOption = None,
    kind: KindOption = None,
    weight: Weight = None,
    goal: Goal = None,
    peak: Peak = None,
    first: First = None,
    last: Last = None,
) -> None:
    """Tetapkan satu sasaran seorang pegawai; nomornya saja yang dicetak ke keluaran baku."""
    said = TargetSaid(
        result, indicator, bounds, measure, side, direction, reckoning, kind, weight, goal, peak, first, last
    )
    number, added = targets.set_target(database_of(ctx), nip, year, said)
    typer.echo(number)
    told = "ditetapkan" if added else "sudah ada begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Sasaran {number} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    number: Number,
    reason: NeededReason,
    result: NewResult = None,
    indicator: NewIndicator = None,
    bounds: NewBounds = None,
    measure: NewMeasure = None,
    side: SideOption = None,
    direction: DirectionOption = None,
    reckoning: ReckoningOption = None,
    kind: KindOption = None,
    weight: Weight = None,
    goal: Goal = None,
    aimless: Aimless = False,
    peak: Peak = None,
    first: First = None,
    last: Last = None,
    whole: Whole = False,
    revision: RevisionOption = None,
) -> None:
    """Ubah sebuah sasaran; versi lamanya disimpan."""
    if whole and (first or last):
        raise UsageFault("--sepanjang-tahun tidak dapat dipakai bersama --dari atau --sampai.")
    if aimless and goal is not None:
        raise UsageFault("--tujuan dan --tanpa-tujuan tidak dapat dipakai bersama.")
    said = TargetSaid(
        *(
            result,
            indicator,
            bounds,
            measure,
            side,
            direction,
            reckoning,
            kind,
            weight,
            goal,
            peak,
            first,
            last,
        ),
        whole,
        aimless,
    )
    if said == TargetSaid():
        raise UsageFault("Tidak ada yang diubah: tulis --target, --bobot, --indikator, atau yang lain.")
    changed = targets.change_numbered(database_of(ctx), number, said, reason, revision)
    session_of(ctx).saved(f"Sasaran {number} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("batal", writes=True)
def withdraw(ctx: typer.Context, number: Number, reason: NeededReason) -> None:
    """Batalkan sebuah sasaran bersama realisasinya; versi lamanya tetap disimpan."""
    target = targets.withdraw_numbered(database_of(ctx), number, reason)
    session_of(ctx).saved(f"Sasaran {number} ({target.indicator}) dibatalkan.")


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: FileArgument,
    year: ImportYear = None,
    period: ImportPeriod = None,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
) -> None:
    """Impor sasaran (nip, hasil, indikator, target, satuan …) atau realisasi (sasaran, periode, realisasi, bukti).

    Dikenali dari judulnya. Lembar realisasi yang siap diisi: kinerja sasaran lembar PERIODE.
    """
    how = TargetImport(correct, reason, dry_run, annotated(ctx, faults, file), year, period)
    with source_of(file) as source:
        what, counts = import_targets(database_of(ctx), source, how)
    tell_unread(ctx, counts.ignored, counts.other_sheets)
    if counts.outside:
        session_of(ctx).say(
            f"{counts.outside} realisasi tidak dihitung: pegawainya tidak bertugas pada akhir periode itu."
        )
    session_of(ctx).saved(counted(what, dry_run, counts.new, counts.equal, counts.corrected))


@app.command("lembar", reports=True)
def sheet(ctx: typer.Context, period: PeriodArgument, unit: UnitOption = None) -> None:
    """Lembar realisasi satu periode: isi kolom realisasi dan bukti, lalu impor lagi."""
    code, rows = target_listing.sheet(database_of(ctx), period, unit)
    show(ctx, reports.sheet(code, rows))


@app.command("realisasi", writes=True)
def realise(
    ctx: typer.Context,
    number: Number,
    period: PeriodArgument,
    amount: Amount = None,
    evidence: Evidence = None,
    note: Note = None,
    cancel: Cancel = False,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
) -> None:
    """Catat realisasi sebuah sasaran dalam satu periode, dengan buktinya."""
    what = f"Realisasi sasaran {number} {period.code}"
    if cancel:
        if amount is not None or reason is None:
            raise UsageFault("--batal memerlukan --alasan dan tidak menerima angka realisasi.")
        if correct or evidence is not None or note is not None:
            raise UsageFault("--batal tidak dapat dipakai bersama --koreksi, --bukti, atau --catatan.")
        kept = realisations.withdraw_named_realisation(database_of(ctx), number, period, reason)
        session_of(ctx).saved(f"{what} = {show_amount(kept.value)} dibatalkan.")
        return
    if amount is None:
        raise UsageFault("Angka realisasinya belum ditulis: kinerja sasaran realisasi ID PERIODE REALISASI.")
    said = realisations.RealisationSaid(amount, evidence, note, correct, reason)
    done, counts = realisations.record_realisation(database_of(ctx), number, period, said)
    if not counts:
        session_of(ctx).say("Realisasi itu tidak dihitung: pegawainya tidak bertugas pada akhir periode itu.")
    session_of(ctx).saved(f"{what} = {show_amount(amount)}: {done}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, year: OnlyYear = None, nip: NipOption = None, unit: UnitOption = None) -> None:
    """Daftar sasaran dengan capaiannya sejauh ini; dapat diubah lalu diimpor lagi."""
    listed = target_listing.listing(database_of(ctx), year, nip, unit)
    rows = (reports.target_row(one.employee.nip, one.employee.name, one.line, one.codes) for one in listed)
    record_export(ctx, nip)
    show(ctx, reports.targets(rows))


@app.command("tampil", reports=True)
def one(ctx: typer.Context, number: Number) -> None:
    """Tampilkan satu sasaran: tujuan yang didukungnya, realisasi tiap periode, bukti, dan capaiannya."""
    told = target_listing.one_target(database_of(ctx), number)
    record_export(ctx, told.listed.employee.nip)
    show(ctx, reports.one_target(told.rules, told.listed.employee.nip, told.listed.line, told.goals))


@app.command("capaian", reports=True)
def years(ctx: typer.Context, nip: NipArgument) -> None:
    """Capaian sasaran seorang pegawai dari tahun ke tahun."""
    employee, compared = target_listing.year_on_year(database_of(ctx), nip)
    record_export(ctx, nip)
    rows = (reports.year_row(each.line, each.before, each.remark) for each in compared)
    show(ctx, reports.years(rows, employee.nip))

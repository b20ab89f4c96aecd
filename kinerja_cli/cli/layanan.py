"""kinerja layanan tambah | ubah | catat | batalkan | impor | daftar | angka | rekap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    FileArgument,
    SheetOption,
    confirm_corrections,
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
    UnitArgument,
    UnitOption,
    YesOption,
    read_date,
    read_year,
    reader,
)
from kinerja_cli.cli.output import annotated, show
from kinerja_cli.domain.measures import parse_count, parse_figure
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.targets import Direction
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import measures as reports
from kinerja_cli.services import measure_figures, measures
from kinerja_cli.services.importing import ImportChoices
from kinerja_cli.services.measure_figures import FigureSaid
from kinerja_cli.services.measures import MeasureSaid

app = Group(help="Catat ukuran layanan, dan bandingkan sebelum dan sesudahnya.")

NewCode = Annotated[str, typer.Argument(metavar="KODE", help="Kode layanan, tanpa spasi, mis. WAKTU-LAYAN.")]
Code = Annotated[str, typer.Argument(metavar="LAYANAN", help="Kode layanan.")]
SomeCode = Annotated[
    str | None, typer.Argument(metavar="LAYANAN", help="Hanya layanan ini; tanpa ini, semuanya.")
]
Codes = Annotated[
    list[str] | None, typer.Argument(metavar="LAYANAN…", help="Kode layanan; tanpa ini, semuanya.")
]
Name = Annotated[str, typer.Argument(metavar="NAMA", help="Nama layanan, mis. 'Waktu tunggu loket'.")]
Of = Annotated[str, typer.Option("--satuan", metavar="TEKS", help="Satuannya, mis. menit, % atau keluhan.")]
Better = Annotated[
    Direction,
    typer.Option(
        "--arah",
        parser=one_word(Direction),
        metavar="naik|turun",
        help="Ke mana yang lebih baik: naik atau turun.",
    ),
]
ChangedName = Annotated[str | None, typer.Option("--nama", metavar="NAMA", help="Ganti namanya.")]
ChangedOf = Annotated[str | None, typer.Option("--satuan", metavar="TEKS", help="Ganti satuannya.")]
ChangedBetter = Annotated[
    Direction | None,
    typer.Option("--arah", parser=one_word(Direction), metavar="naik|turun", help="Ganti arahnya."),
]
Day = Annotated[
    date, typer.Argument(parser=read_date, metavar="TANGGAL", help="Hari yang diukur, mis. 2025-03-31.")
]
Figure = Annotated[
    int,
    typer.Argument(
        parser=reader(parse_figure), metavar="NILAI", help="Angkanya: 12 atau 12,5; paling banyak 2 desimal."
    ),
]
Servings = Annotated[
    int | None,
    typer.Option(
        "--banyak",
        parser=reader(parse_count),
        metavar="N",
        help="Rata-rata dari berapa pelayanan; tanpa ini, 1.",
    ),
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS", help="Catatan pada angka itu.")]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--tahun",
        parser=read_year,
        metavar="TAHUN",
        help="Tahun ini dibandingkan dengan tahun sebelumnya; tanpa ini, tahun terbaru yang ada angkanya.",
    ),
]
Split = Annotated[
    date | None,
    typer.Option(
        "--pisah",
        parser=read_date,
        metavar="TANGGAL",
        help="Bandingkan sebelum hari ini dengan sejak hari ini.",
    ),
]
OfYear = Annotated[
    int | None, typer.Option("--tahun", parser=read_year, metavar="TAHUN", help="Hanya tahun ini.")
]


@app.command("tambah", writes=True)
def add(ctx: typer.Context, code: NewCode, name: Name, of: Of, better: Better) -> None:
    """Daftarkan satu ukuran layanan: nama, satuan, dan arah yang lebih baik."""
    added = measures.add_measure(database_of(ctx), code, MeasureSaid(name, of, better))
    told = "ditambahkan" if added else "sudah ada begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Layanan {code} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    code: Code,
    reason: NeededReason,
    name: ChangedName = None,
    of: ChangedOf = None,
    better: ChangedBetter = None,
) -> None:
    """Ubah nama, satuan, atau arah sebuah ukuran layanan."""
    said = MeasureSaid(name, of, better)
    if said == MeasureSaid():
        raise UsageFault("Tidak ada yang diubah: tulis --nama, --satuan, atau --arah.")
    changed = measures.change_named_measure(database_of(ctx), code, said, reason)
    session_of(ctx).saved(f"Layanan {code} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("catat", writes=True)
def record(
    ctx: typer.Context,
    code: Code,
    unit: UnitArgument,
    day: Day,
    figure: Figure,
    servings: Servings = None,
    note: Note = None,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
) -> None:
    """Catat angka sebuah unit pada satu hari; yang sama dibiarkan, yang lain memerlukan --koreksi."""
    said = FigureSaid(code, unit, day, figure, servings, note, correct, reason)
    # so that no day is recorded that has not come yet
    measure, done = measure_figures.record(database_of(ctx), said, datetime.now(UTC))
    session_of(ctx).saved(f"{measure.code} {unit} {day} = {show_points(figure)} {measure.of}: {done}.")


@app.command("batalkan", writes=True)
def withdraw(ctx: typer.Context, code: Code, unit: UnitArgument, day: Day, reason: NeededReason) -> None:
    """Batalkan angka yang keliru dicatat; versinya tetap disimpan."""
    measure_figures.withdraw(database_of(ctx), code, unit, day, reason)
    session_of(ctx).saved(f"Angka {code} {unit} {day} dibatalkan.")


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: FileArgument,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
    sheet: SheetOption = None,
    yes: YesOption = False,
) -> None:
    """Impor angka layanan dari CSV atau XLSX: kolom layanan, unit, tanggal, nilai, banyak, catatan."""
    from kinerja_cli.services.measure_import import import_figures

    how = ImportChoices(correct, reason, dry_run, annotated(ctx, faults, file))
    database, now = database_of(ctx), datetime.now(UTC)
    with source_of(file, sheet) as source:
        if correct and not dry_run and not yes:
            corrected = import_figures(database, source, replace(how, dry_run=True), now).corrected
            confirm_corrections(corrected, yes, "angka")
        counts = import_figures(database, source, how, now)
    tell_unread(ctx, counts)
    session_of(ctx).saved(counted("angka", dry_run, counts.new, counts.equal, counts.corrected))


@app.command("daftar", reports=True)
def list_(ctx: typer.Context) -> None:
    """Daftar ukuran layanan, dan berapa angka yang tercatat."""
    rows = (
        (
            measure.code,
            measure.name,
            measure.of,
            measure.direction,
            0 if kept is None else kept.figures,
            None if kept is None else kept.first,
            None if kept is None else kept.last,
            measure.revision,
        )
        for measure, kept in measures.listing(database_of(ctx))
    )
    show(ctx, reports.measures(rows))


@app.command("angka", reports=True)
def figures(ctx: typer.Context, code: SomeCode = None, unit: UnitOption = None, year: OfYear = None) -> None:
    """Daftar angka yang tercatat, urut layanan, unit, dan hari; dapat diimpor lagi."""
    show(ctx, reports.figures(measure_figures.figures(database_of(ctx), code, unit, year)))


@app.command("rekap", reports=True)
def summary(
    ctx: typer.Context,
    codes: Codes = None,
    year: YearOption = None,
    split: Split = None,
    unit: UnitOption = None,
) -> None:
    """Bandingkan rata-rata sebelum dan sesudah sebuah tanggal, atau satu tahun dengan tahun sebelumnya.

    Tidak membuktikan sebab: banyak hal lain berubah pada waktu yang sama.
    """
    if year is not None and split is not None:
        raise UsageFault("--tahun dan --pisah tidak dapat dipakai bersama; pilih salah satu.")
    found = measures.summary(database_of(ctx), codes or (), split, year, unit)
    listed = [(line.measure, line.unit, line.change) for line in found.changes]
    show(ctx, reports.summary(found.day, found.year, listed))

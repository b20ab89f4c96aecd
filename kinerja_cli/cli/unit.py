"""kinerja unit tambah | ubah | impor | daftar | capaian | capaian-daftar."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    FileArgument,
    SheetOption,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    DryRunOption,
    ReasonOption,
    RevisionOption,
    UnitArgument,
    read_period,
    read_year,
    reader,
)
from kinerja_cli.cli.output import annotated, show
from kinerja_cli.domain.distribution import Achievement, name_of, parse_achievement
from kinerja_cli.domain.periods import Period
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import listings
from kinerja_cli.services import achievements, units
from kinerja_cli.services.importing import ImportChoices
from kinerja_cli.services.unit_import import import_units

app = Group(help="Kelola unit kerja.")

Code = Annotated[str, typer.Argument(metavar="KODE", help="Kode unit, tanpa spasi, mis. PKM-SIKUMANA.")]
Name = Annotated[str, typer.Argument(metavar="NAMA", help="Nama unit.")]
Parent = Annotated[
    str | None, typer.Option("--induk", metavar="UNIT", help="Unit di atasnya: kode atau nama.")
]
NewCode = Annotated[str | None, typer.Option("--kode-baru", metavar="KODE", help="Ganti kodenya.")]
NewName = Annotated[str | None, typer.Option("--nama", metavar="NAMA", help="Ganti namanya.")]
Top = Annotated[bool, typer.Option("--tanpa-induk", help="Jadikan unit paling atas.")]

When = Annotated[
    Period,
    typer.Argument(
        parser=read_period, metavar="TAHUN|PERIODE", help="Setahun penuh (2025) atau satu periode (2025-TW1)."
    ),
]
Reached = Annotated[
    Achievement,
    typer.Argument(
        parser=reader(parse_achievement),
        metavar="NILAI",
        help="istimewa, baik, butuh_perbaikan, kurang, atau sangat_kurang.",
    ),
]
Basis = Annotated[
    str,
    typer.Option("--dasar", metavar="TEKS", help="Dasar penetapannya, mis. perjanjian kinerja atau LKjIP."),
]
OfYear = Annotated[
    int | None,
    typer.Argument(parser=read_year, metavar="TAHUN", help="Hanya tahun ini; tanpa ini, semuanya."),
]


@app.command("tambah", writes=True)
def add(ctx: typer.Context, code: Code, name: Name, parent: Parent = None) -> None:
    """Tambah satu unit kerja."""
    added = units.add_unit(database_of(ctx), code, name, parent)
    session_of(ctx).saved(f"Unit {code} {'ditambahkan' if added else 'sudah ada; tidak ada yang berubah'}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    unit: UnitArgument,
    name: NewName = None,
    code: NewCode = None,
    parent: Parent = None,
    top: Top = False,
    revision: RevisionOption = None,
) -> None:
    """Ubah nama, kode, atau induk sebuah unit."""
    if top and parent is not None:
        raise UsageFault("--induk dan --tanpa-induk tidak dapat dipakai bersama.")
    if name is None and code is None and parent is None and not top:
        raise UsageFault("Tidak ada yang diubah: tulis --nama, --kode-baru, --induk, atau --tanpa-induk.")
    changed = units.change_unit(
        database_of(ctx), unit, code=code, name=name, parent=parent, top=top, revision=revision
    )
    session_of(ctx).saved(f"Unit {unit} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: FileArgument,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
    sheet: SheetOption = None,
) -> None:
    """Impor unit dari CSV atau XLSX: kolom kode, nama, induk."""
    how = ImportChoices(correct, reason, dry_run, annotated(ctx, faults, file))
    with source_of(file, sheet) as source:
        counts = import_units(database_of(ctx), source, how)
    tell_unread(ctx, counts)
    session_of(ctx).saved(counted("unit", dry_run, counts.new, counts.equal, counts.corrected))


@app.command("daftar", reports=True)
def list_(ctx: typer.Context) -> None:
    """Daftar unit kerja menurut susunannya."""
    rows = (
        (unit.code, unit.name, parent, people, revision)
        for unit, parent, people, revision in units.list_units(database_of(ctx))
    )
    show(ctx, listings.units(rows))


@app.command("capaian", writes=True)
def achievement(
    ctx: typer.Context,
    unit: UnitArgument,
    when: When,
    reached: Reached,
    basis: Basis,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
) -> None:
    """Catat capaian organisasi sebuah unit, yang menentukan pola distribusi predikatnya.

    Pedoman bagi pimpinan (SE MenPANRB 3/2023); tidak mengubah predikat siapa pun.
    """
    said = achievements.AchievementSaid(unit, when, reached, basis, correct, reason)
    done = achievements.record_achievement(database_of(ctx), said)
    session_of(ctx).saved(f"Capaian {unit} {when.code} = {name_of(reached)}: {done}.")


@app.command("capaian-daftar", reports=True)
def achievement_list(ctx: typer.Context, year: OfYear = None) -> None:
    """Daftar capaian organisasi yang tercatat."""
    show(ctx, listings.achievements(achievements.listing(database_of(ctx), year)))

"""kinerja tujuan tambah | ubah | daftar."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_word
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NeededReason, RevisionOption, read_year
from kinerja_cli.cli.output import show
from kinerja_cli.domain.goals import GoalKind
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import targets as reports
from kinerja_cli.services import goals
from kinerja_cli.services.goals import GoalSaid

app = Group(help="Kelola tujuan organisasi, dari visi sampai sasaran unit.")

Code = Annotated[str, typer.Argument(metavar="KODE", help="Kode tujuan, tanpa spasi, mis. MISI-2.")]
Text = Annotated[str, typer.Argument(metavar="ISI", help="Bunyi tujuan itu.")]
KindOption = Annotated[
    GoalKind | None,
    typer.Option(
        "--jenis",
        parser=one_word(GoalKind),
        metavar="|".join(GoalKind),
        help="Tingkatnya; tanpa ini, tujuan.",
    ),
]
Parent = Annotated[str | None, typer.Option("--induk", metavar="KODE", help="Tujuan di atasnya.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit yang memikulnya.")]
NewCode = Annotated[str | None, typer.Option("--kode-baru", metavar="KODE", help="Ganti kodenya.")]
NewText = Annotated[str | None, typer.Option("--isi", metavar="TEKS", help="Ganti bunyinya.")]
Top = Annotated[bool, typer.Option("--tanpa-induk", help="Jadikan yang paling atas.")]
Whole = Annotated[bool, typer.Option("--tanpa-unit", help="Jadikan tujuan seluruh instansi.")]
OfYear = Annotated[
    int | None,
    typer.Argument(parser=read_year, metavar="TAHUN", help="Hitung sasaran tahun ini; tanpa ini, semuanya."),
]


@app.command("tambah", writes=True)
def add(
    ctx: typer.Context,
    code: Code,
    text: Text,
    kind: KindOption = None,
    parent: Parent = None,
    unit: Unit = None,
) -> None:
    """Tambah satu tujuan: visi, misi, tujuan, atau sasaran organisasi."""
    said = GoalSaid(code, kind, text, parent, unit)
    added = goals.add_goal(database_of(ctx), said)
    told = "ditambahkan" if added else "sudah ada begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Tujuan {code} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    code: Code,
    reason: NeededReason,
    text: NewText = None,
    new_code: NewCode = None,
    kind: KindOption = None,
    parent: Parent = None,
    top: Top = False,
    unit: Unit = None,
    whole: Whole = False,
    revision: RevisionOption = None,
) -> None:
    """Ubah bunyi, tingkat, induk, unit, atau kode sebuah tujuan; versi lamanya disimpan."""
    if top and parent is not None:
        raise UsageFault("--induk dan --tanpa-induk tidak dapat dipakai bersama.")
    if whole and unit is not None:
        raise UsageFault("--unit dan --tanpa-unit tidak dapat dipakai bersama.")
    said = GoalSaid(new_code, kind, text, parent, unit, top, whole)
    if said == GoalSaid():
        raise UsageFault("Tidak ada yang diubah: tulis --isi, --jenis, --induk, --unit, atau --kode-baru.")
    changed = goals.change_named_goal(database_of(ctx), code, said, reason, revision)
    session_of(ctx).saved(f"Tujuan {code} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, year: OfYear = None) -> None:
    """Daftar tujuan menurut susunannya, dan berapa sasaran pegawai yang mendukungnya."""
    rows = (
        (goal.code, goal.kind, goal.text, above, goal.unit, served, goal.revision)
        for goal, above, served in goals.listing(database_of(ctx), year)
    )
    show(ctx, reports.goals(rows))

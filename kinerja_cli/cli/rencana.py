"""kinerja rencana tambah | ubah | selesai | batal | daftar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.importing import CorrectOption
from kinerja_cli.cli.indonesian import Group, one_word
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NeededReason, ReasonOption, TodayOption, UnitOption, read_date
from kinerja_cli.cli.output import show
from kinerja_cli.domain.actions import OVERDUE, ActionState, Origin
from kinerja_cli.errors import UsageFault
from kinerja_cli.render.actions import plan
from kinerja_cli.services import actions
from kinerja_cli.services.actions import Finish, Said

app = Group(help="Kelola rencana perbaikan: tindakan, pemilik, dan tenggatnya.")

Text = Annotated[str, typer.Argument(metavar="TINDAKAN", help="Apa yang akan dikerjakan.")]
NewText = Annotated[str | None, typer.Option("--tindakan", metavar="TEKS", help="Bunyi tindakan yang baru.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="Nomor rencana.", min=1)]
Owner = Annotated[
    str, typer.Option("--pemilik", metavar="NIP|NAMA", help="Siapa yang mengerjakan atau menagihnya.")
]
NewOwner = Annotated[str | None, typer.Option("--pemilik", metavar="NIP|NAMA", help="Pemilik yang baru.")]
Due = Annotated[
    date, typer.Option("--tenggat", parser=read_date, metavar="TANGGAL", help="Harus selesai pada hari ini.")
]
NewDue = Annotated[
    date | None, typer.Option("--tenggat", parser=read_date, metavar="TANGGAL", help="Tenggat yang baru.")
]
OriginOption = Annotated[
    Origin,
    typer.Option("--asal", parser=one_word(Origin), metavar="|".join(Origin), help="Dari mana asalnya."),
]
Reference = Annotated[
    str | None,
    typer.Option("--rujukan", metavar="TEKS", help="Yang dirujuk, mis. 'kegiatan 3' atau 'SKM 2025-TW2'."),
]
OfUnit = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="Unit tempat tindakan itu; kode atau nama.")
]
Running = Annotated[
    bool, typer.Option("--berjalan", help="Berjalan lagi: yang selesai atau batal dibuka kembali.")
]
Outcome = Annotated[str, typer.Option("--hasil", metavar="TEKS", help="Apa hasilnya.")]
Day = Annotated[
    date | None,
    typer.Option(
        "--tanggal", parser=read_date, metavar="TANGGAL", help="Hari selesainya; tanpa ini, hari ini."
    ),
]
OnlyOverdue = Annotated[bool, typer.Option("--lewat", help="Hanya yang lewat tenggat dan belum selesai.")]
Everything = Annotated[bool, typer.Option("--semua", help="Juga yang sudah selesai atau batal.")]


@app.command("tambah", writes=True)
def add(
    ctx: typer.Context,
    text: Text,
    owner: Owner,
    due: Due,
    origin: OriginOption = Origin.OTHER,
    reference: Reference = None,
    unit: OfUnit = None,
) -> None:
    """Catat sebuah tindakan; nomornya saja yang dicetak ke keluaran baku."""
    added = actions.add_action(database_of(ctx), Said(text, owner, due, reference, unit), origin)
    typer.echo(added.number)
    told = "dicatat" if added.added else "sudah tercatat begitu; tidak ada yang berubah"
    session_of(ctx).saved(*added.remarks, f"Rencana {added.number} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    number: Number,
    reason: NeededReason,
    text: NewText = None,
    owner: NewOwner = None,
    due: NewDue = None,
    reference: Reference = None,
    unit: OfUnit = None,
    running: Running = False,
) -> None:
    """Ubah bunyi, pemilik, tenggat, unit, atau rujukan sebuah tindakan."""
    said = Said(text, owner, due, reference, unit, running)
    if said == Said():
        raise UsageFault("Tidak ada yang diubah: tulis --tindakan, --pemilik, --tenggat, atau yang lain.")
    changed, remarks = actions.change(database_of(ctx), number, said, reason)
    told = "diubah" if changed else "tetap; tidak ada yang berbeda"
    session_of(ctx).saved(*remarks, f"Rencana {number} {told}.")


@app.command("selesai", writes=True)
def finish(
    ctx: typer.Context,
    number: Number,
    outcome: Outcome,
    day: Day = None,
    correcting: CorrectOption = False,
    reason: ReasonOption = None,
) -> None:
    """Tandai sebuah tindakan selesai, dengan hasilnya."""
    said = Finish(outcome, day, correcting, reason)
    # the only clock that this command ever asks, and --tanggal replaces it
    changed, done = actions.finish(database_of(ctx), number, said, datetime.now(UTC))
    told = f"selesai {done}" if changed else f"sudah selesai {done} begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Rencana {number} {told}.")


@app.command("batal", writes=True)
def cancel(ctx: typer.Context, number: Number, reason: NeededReason) -> None:
    """Batalkan sebuah tindakan yang masih berjalan."""
    changed = actions.cancel(database_of(ctx), number, reason)
    session_of(ctx).saved(
        f"Rencana {number} {'batal' if changed else 'sudah batal; tidak ada yang berubah'}."
    )


@app.command("daftar", reports=True)
def list_(
    ctx: typer.Context,
    unit: UnitOption = None,
    overdue: OnlyOverdue = False,
    everything: Everything = False,
    today: TodayOption = None,
) -> None:
    """Daftar tindakan yang berjalan, menurut tenggatnya; dengan --semua juga yang selesai dan batal."""
    if overdue and everything:
        raise UsageFault("--lewat dan --semua tidak dapat dipakai bersama.", "Tulis salah satu saja.")
    # as `finish`: --hari-ini replaces the clock
    found = actions.listing(database_of(ctx), unit, datetime.now(UTC), today)
    wanted = {OVERDUE} if overdue else {OVERDUE, ActionState.RUNNING, *(ActionState if everything else ())}
    show(ctx, plan([action for action in found.actions if action.status(found.today) in wanted], found.today))

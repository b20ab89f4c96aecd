"""kinerja keberatan ajukan | putuskan | daftar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    CriterionArgument,
    NeededReason,
    NipArgument,
    NipOption,
    PeriodArgument,
    read_date,
)
from kinerja_cli.cli.output import show
from kinerja_cli.domain.objections import filing_deadline
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.receipts import Receipt
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import objections as render
from kinerja_cli.services import objections

app = Group(help="Ajukan, putuskan, dan daftar keberatan atas nilai.")

Number = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor keberatan.", min=1)]
Received = Annotated[
    date,
    typer.Option("--diterima", parser=read_date, metavar="TANGGAL", help="Hari pegawai menerima hasilnya."),
]
Day = Annotated[
    date | None,
    typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Harinya; tanpa ini, hari ini."),
]
Late = Annotated[
    str | None,
    typer.Option("--terlambat", metavar="TEKS", help="Mengapa diterima walau lewat 14 hari; ikut dicatat."),
]
Decider = Annotated[
    str, typer.Option("--pejabat", metavar="NIP|NAMA", help="Yang memutuskan: atasan pejabat penilai.")
]
NewValue = Annotated[
    str | None, typer.Option("--nilai", metavar="N", help="Kabulkan: nilai yang ditetapkan.")
]
Reject = Annotated[bool, typer.Option("--tolak", help="Tolak: nilainya tetap.")]
Undecided = Annotated[bool, typer.Option("--terbuka", help="Hanya yang belum diputuskan.")]


@app.command("ajukan", writes=True)
def file(
    ctx: typer.Context,
    nip: NipArgument,
    period: PeriodArgument,
    criterion: CriterionArgument,
    received: Received,
    grounds: NeededReason,
    day: Day = None,
    late: Late = None,
) -> None:
    """Catat keberatan atas sebuah nilai; nomornya saja yang dicetak ke keluaran baku.

    Paling lambat 14 hari sesudah hasilnya diterima (PP 30/2019 Pasal 59).
    """
    said = objections.Filing(nip, period, criterion, received, grounds, day, late)
    # the only clock that this command ever asks, and --tanggal replaces it
    filed = objections.file_objection(database_of(ctx), said, datetime.now(UTC))
    typer.echo(filed.number)
    told = "dicatat" if filed.added else "sudah tercatat begitu; tidak ada yang berubah"
    session_of(ctx).saved(
        f"Keberatan {filed.number} atas nilai {show_points(filed.value)} {told}; tenggatnya {filed.deadline}."
    )


@app.command("putuskan", writes=True)
def decide(
    ctx: typer.Context,
    number: Number,
    decider: Decider,
    reason: NeededReason,
    value: NewValue = None,
    reject: Reject = False,
    day: Day = None,
) -> None:
    """Putuskan sebuah keberatan, sekali dan final; nilai yang ditetapkan langsung menggantikan yang lama."""
    if reject == (value is not None):
        raise UsageFault("Tulis salah satu: --nilai N untuk mengabulkan, atau --tolak.")
    said = objections.Ruling(decider, value, reason, day)
    done = objections.decide(database_of(ctx), number, said, datetime.now(UTC))  # as above
    values = f"{show_points(done.before)} → {show_points(done.after)}" if value else show_points(done.before)
    session_of(ctx).saved(f"Keberatan {number} {done.state}: {done.what} {values}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, nip: NipOption = None, undecided: Undecided = False) -> None:
    """Daftar keberatan dan keputusannya."""
    rows = (
        (
            o.id,
            line.nip,
            line.name,
            line.period,
            line.criterion,
            o.received,
            filing_deadline(date.fromisoformat(o.received)).isoformat(),
            o.filed,
            o.lateness,
            o.grounds,
            o.state,
            o.value_before,
            o.value_after,
            line.decider,
            o.decided,
            o.decision,
            None if line.correction is None else str(Receipt(*line.correction)),
        )
        for line in objections.listing(database_of(ctx), nip, undecided)
        for o in (line.objection,)
    )
    show(ctx, render.objections(rows))

"""kinerja riwayat."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of
from kinerja_cli.cli.options import NipOption, PeriodOption, read_date
from kinerja_cli.cli.output import record_export, show
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import history as render
from kinerja_cli.services.history import Asked, history

app = Group(single=True)

Who = Annotated[
    str | None,
    typer.Option(
        "--pelaku", metavar="TEKS", help="Hanya oleh pelaku ini: akun, sudo, atau nama pada --oleh."
    ),
]
First = Annotated[
    date | None,
    typer.Option("--dari", parser=read_date, metavar="TANGGAL", help="Hanya sejak hari itu."),
]
Last = Annotated[
    date | None,
    typer.Option("--sampai", parser=read_date, metavar="TANGGAL", help="Hanya sampai hari itu."),
]
CommandOption = Annotated[
    str | None,
    typer.Option("--perintah", metavar="TEKS", help="Hanya perintah ini, mis. 'nilai catat' atau nilai."),
]


@app.command("riwayat", reports=True)
def shown(
    ctx: typer.Context,
    nip: NipOption = None,
    period: PeriodOption = None,
    who: Who = None,
    first: First = None,
    last: Last = None,
    command: CommandOption = None,
) -> None:
    """Tampilkan setiap perubahan yang tercatat: dari apa menjadi apa, kapan, oleh siapa, mengapa.

    Tanpa --nip atau --periode, lebih dari 20 catatan baru dari satu perintah diringkas menjadi satu baris.
    """
    if first is not None and last is not None and last < first:
        raise UsageFault(f"--sampai {last} mendahului --dari {first}.")
    found = history(database_of(ctx), Asked(nip, period, who, first, last, command))
    record_export(ctx, nip)
    show(ctx, render.history(found))

"""kinerja periode buka | batal | daftar."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of, workspace_of
from kinerja_cli.cli.options import PeriodArgument, read_date, read_period
from kinerja_cli.cli.output import show
from kinerja_cli.domain.periods import Period
from kinerja_cli.render import listings
from kinerja_cli.services import periods

app = Group(help="Buka dan daftar periode penilaian.")

Periods = Annotated[
    list[Period], typer.Argument(parser=read_period, metavar="PERIODE", help="Satu periode atau lebih.")
]
Deadline = Annotated[
    date | None,
    typer.Option(
        "--tenggat", parser=read_date, metavar="TANGGAL", help="Hari terakhir mengisi nilai, mis. 2025-04-10."
    ),
]


@app.command("buka", writes=True)
def open_(ctx: typer.Context, codes: Periods, deadline: Deadline = None) -> None:
    """Buka periode, sehingga nilainya dapat dicatat."""
    opening = periods.open_periods(database_of(ctx), workspace_of(ctx), codes, deadline)
    told = {"Sudah terbuka": opening.already, "Dibuka": opening.opened}
    lines = [f"{state}: {', '.join(periods)}" for state, periods in told.items() if periods]
    session_of(ctx).saved(*opening.remarks, *lines)


@app.command("batal", writes=True)
def cancel(ctx: typer.Context, period: PeriodArgument) -> None:
    """Batalkan pembukaan periode yang masih kosong."""
    periods.cancel_period(database_of(ctx), period)
    session_of(ctx).saved(f"Pembukaan {period.code} dibatalkan.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context) -> None:
    """Daftar periode yang dibuka."""
    rows = (
        (opened.code, period.first.isoformat(), opened.last, opened.deadline, "terbuka", scores, exemptions)
        for period, opened, scores, exemptions in periods.list_periods(database_of(ctx))
    )
    show(ctx, listings.periods(rows))

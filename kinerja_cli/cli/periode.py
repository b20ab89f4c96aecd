"""kinerja periode buka | tutup | buka-kembali | batal | daftar."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from kinerja_cli.cli.asking import confirm
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of, workspace_of
from kinerja_cli.cli.options import (
    MustBeComplete,
    NeededReason,
    PeriodArgument,
    YesOption,
    read_date,
    read_period,
)
from kinerja_cli.cli.output import show
from kinerja_cli.domain.periods import Period
from kinerja_cli.render import listings
from kinerja_cli.render.status import gap_lines
from kinerja_cli.services import closing, periods

app = Group(help="Buka, tutup, dan daftar periode penilaian.")

_STATES = {False: "terbuka", True: "ditutup"}
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


@app.command("tutup", writes=True)
def close(
    ctx: typer.Context, codes: Periods, complete: MustBeComplete = False, yes: YesOption = False
) -> None:
    """Tutup periode: tidak ada lagi yang dapat dicatat di dalamnya."""
    confirm(f"{', '.join(code.code for code in codes)} akan ditutup. Lanjutkan?", yes)
    done = closing.close_periods(database_of(ctx), codes, complete)
    lines = []
    for state in done.states:
        if state.missing:
            missing, *by_unit = gap_lines(state)
            lines += [f"{state.code}: {missing}", *by_unit]
    told = {"Sudah ditutup": done.already, "Ditutup": done.closed}
    lines += [f"{state}: {', '.join(periods)}" for state, periods in told.items() if periods]
    session_of(ctx).saved(*lines)


@app.command("buka-kembali", writes=True)
def reopen(ctx: typer.Context, period: PeriodArgument, reason: NeededReason, yes: YesOption = False) -> None:
    """Buka kembali periode yang sudah ditutup."""
    confirm(f"{period.code} akan dibuka kembali. Lanjutkan?", yes)
    reopened = closing.reopen_period(database_of(ctx), period, reason)
    told = "dibuka kembali" if reopened else "tidak sedang ditutup; tidak ada yang berubah"
    session_of(ctx).saved(f"{period.code} {told}.")


@app.command("batal", writes=True)
def cancel(ctx: typer.Context, period: PeriodArgument) -> None:
    """Batalkan pembukaan periode yang masih kosong."""
    periods.cancel_period(database_of(ctx), period)
    session_of(ctx).saved(f"Pembukaan {period.code} dibatalkan.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context) -> None:
    """Daftar periode yang dibuka."""
    rows = (
        (
            opened.code,
            period.first.isoformat(),
            opened.last,
            opened.deadline,
            _STATES[bool(opened.closed)],
            scores,
            exemptions,
        )
        for period, opened, scores, exemptions in periods.list_periods(database_of(ctx))
    )
    show(ctx, listings.periods(rows))

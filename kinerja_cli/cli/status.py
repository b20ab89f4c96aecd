"""kinerja status."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, workspace_of
from kinerja_cli.cli.options import MustBeComplete, read_date
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import Incomplete
from kinerja_cli.render.status import status_lines
from kinerja_cli.services.status import workspace_state

app = Group(single=True)

Today = Annotated[
    date | None,
    typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Anggap hari ini tanggal itu."),
]


@app.command("status")
def status(ctx: typer.Context, today: Today = None, complete: MustBeComplete = False) -> None:
    """Di mana saya, apa yang terbuka, apa yang kurang, dan perintah berikutnya."""
    # the only clock that a reading command ever asks, and --tanggal replaces it
    state = workspace_state(database_of(ctx), workspace_of(ctx), datetime.now(UTC), today)
    typer.echo("\n".join(visible(line) for line in status_lines(state)))
    if complete and not state.periods:
        raise Incomplete("Belum lengkap: belum ada periode yang dibuka.")
    if complete and state.missing:
        raise Incomplete(f"Belum lengkap: {state.missing} nilai belum ada.")

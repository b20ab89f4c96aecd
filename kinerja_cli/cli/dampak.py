"""kinerja dampak."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of
from kinerja_cli.cli.options import read_period
from kinerja_cli.cli.output import show
from kinerja_cli.domain.periods import Period
from kinerja_cli.render.impact import impact_report, meanwhile, notes_of, told_of
from kinerja_cli.services.impact import activity_impact

app = Group(single=True)

Number = Annotated[int, typer.Argument(metavar="KEGIATAN", help="Nomor kegiatan.", min=1)]
After = Annotated[
    Period | None,
    typer.Option(
        "--sesudah",
        parser=read_period,
        metavar="PERIODE",
        help="Periode sesudahnya; tanpa ini, yang pertama mulai sejak hari kegiatan.",
    ),
]


@app.command("dampak", reports=True)
def effect(ctx: typer.Context, number: Number, after: After = None) -> None:
    """Bandingkan nilai peserta kegiatan dengan yang tidak ikut, menurut sebab mereka diutus; lalu layanan dan SKM."""
    done = activity_impact(database_of(ctx), number, after)
    codes = [None if period is None else period.code for period in done.periods]
    told = told_of(done.activity, codes)
    notes = [
        *meanwhile(done.found, told, done.since, done.elsewhere),
        *notes_of(told, done.unlike, done.supposed, done.outcomes.straddling),
    ]
    services = [(each.measure, each.change) for each in done.outcomes.services]
    show(ctx, impact_report(done.found, told, notes, services, done.outcomes.surveys))

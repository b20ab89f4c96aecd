"""kinerja jelaskan."""

from __future__ import annotations

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of
from kinerja_cli.cli.options import NipArgument, YearArgument
from kinerja_cli.cli.output import record_export, show_explained
from kinerja_cli.render.explanation import explanation_lines, explanation_report
from kinerja_cli.render.explanation_object import explanation_object
from kinerja_cli.services.explain import explain as explain_year

app = Group(single=True)


@app.command("jelaskan", reports=True)
def explain(ctx: typer.Context, nip: NipArgument, year: YearArgument = None) -> None:
    """Jelaskan nilai seorang pegawai baris demi baris, sampai apa yang menentukan predikatnya."""
    told = explain_year(database_of(ctx), nip, year)
    record_export(ctx, nip)
    show_explained(ctx, explanation_report(told), explanation_lines(told), lambda: explanation_object(told))

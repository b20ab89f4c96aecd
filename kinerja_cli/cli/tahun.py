"""kinerja tahun tutup | buka-kembali | daftar."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.asking import confirm
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NeededReason, NeededYear, YesOption
from kinerja_cli.cli.output import show
from kinerja_cli.render import listings
from kinerja_cli.render.kept import year_layout
from kinerja_cli.services import closing

app = Group(help="Tutup tahun penilaian dengan hasilnya, dan buka kembali.")

Approver = Annotated[
    str | None,
    typer.Option("--disetujui", metavar="NIP|NAMA", help="Siapa yang menyetujuinya; ikut dicatat."),
]


@app.command("tutup", writes=True)
def close(ctx: typer.Context, year: NeededYear, yes: YesOption = False) -> None:
    """Tutup satu tahun: hasilnya disimpan dan tidak berubah lagi.

    Semua periodenya harus sudah dibuka dan ditutup, semua nilai wajib ada, dan semua keberatan sudah diputuskan.
    """
    confirm(f"Tahun {year} akan ditutup beserta hasilnya. Lanjutkan?", yes)
    revision = closing.close_year(database_of(ctx), year, year_layout)
    if revision is None:
        session_of(ctx).saved(f"Tahun {year} sudah ditutup; tidak ada yang berubah.")
        return
    session_of(ctx).saved(f"Tahun {year} ditutup{f', revisi {revision}' if revision > 1 else ''}.")


@app.command("buka-kembali", writes=True)
def reopen(
    ctx: typer.Context,
    year: NeededYear,
    reason: NeededReason,
    approver: Approver = None,
    yes: YesOption = False,
) -> None:
    """Buka kembali tahun yang sudah ditutup; hasil lamanya tetap disimpan.

    Periodenya tetap tertutup; bukalah yang perlu dengan: kinerja periode buka-kembali.
    """
    confirm(f"Tahun {year} akan dibuka kembali. Lanjutkan?", yes)
    reopened = closing.reopen_year(database_of(ctx), year, reason, approver)
    told = "dibuka kembali" if reopened else "tidak sedang ditutup; tidak ada yang berubah"
    session_of(ctx).saved(f"Tahun {year} {told}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context) -> None:
    """Daftar tahun: terbuka atau ditutup, revisinya, oleh siapa dan kapan."""
    rows = (
        (
            state.year,
            "ditutup" if state.closed else "dibuka_kembali" if state.marked else "terbuka",
            state.revision,
            state.people,
            *((None, None, None) if state.marked is None else state.marked[1:4]),
            state.digest,
        )
        for state in closing.list_years(database_of(ctx))
    )
    show(ctx, listings.years(rows))

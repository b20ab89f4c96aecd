"""kinerja periksa."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import session_of, workspace_of
from kinerja_cli.cli.options import reader
from kinerja_cli.domain.receipts import Receipt, parse_receipt
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import CheckFailed

app = Group(single=True)

Since = Annotated[
    Receipt | None,
    typer.Option(
        "--sejak",
        parser=reader(parse_receipt),
        metavar="TANDA_TERIMA",
        help="Tanda terima yang disimpan, seperti #57:ab12cd34ef56; entri itu harus masih ada.",
    ),
]
Detailed = Annotated[
    bool, typer.Option("--rinci", help="Periksa juga ruang kerjanya: izin, versi, aturan, sisa berkas.")
]


@app.command("periksa")
def check(ctx: typer.Context, since: Since = None, detailed: Detailed = False) -> None:
    """Periksa apakah data masih seperti yang dicatat; diam dan kode 0 bila semuanya baik.

    Satu baris tiap masalah di keluaran baku, dengan tabel, kunci dan kolomnya; kode 8 bila ada.
    """
    from kinerja_cli.services.check import all_findings, troubles
    from kinerja_cli.storage.database import open_database

    session, workspace = session_of(ctx), workspace_of(ctx)
    # before a connection rolls back what is left there
    around = list(troubles(workspace)) if detailed else []
    session.database = database = open_database(workspace.database, any_schema=True)
    session.say(*database.notices)
    told = 0
    for wrong in chain(around, all_findings(database, since, workspace if detailed else None)):
        typer.echo(visible(str(wrong)))
        told += 1
    if told:
        raise CheckFailed(f"{told} masalah ditemukan.")

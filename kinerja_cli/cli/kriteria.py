"""kinerja kriteria periksa | tampil | terapkan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of, workspace_of
from kinerja_cli.cli.options import read_year
from kinerja_cli.cli.output import show
from kinerja_cli.errors import FaultsFound
from kinerja_cli.render import listings
from kinerja_cli.services import criteria

app = Group(help="Periksa, tampilkan, dan terapkan criteria.yaml.")

YearOption = Annotated[
    int | None,
    typer.Option(
        "--tahun",
        parser=read_year,
        metavar="TAHUN",
        help="Tahun; tanpa ini, tahun terbaru yang ada nilainya.",
    ),
]
FirstYear = Annotated[
    int,
    typer.Option("--tahun", parser=read_year, metavar="TAHUN", help="Tahun pertama yang memakai aturan ini."),
]
File = Annotated[
    str | None, typer.Argument(metavar="BERKAS", help="Berkas aturan; tanpa ini, criteria.yaml ruang kerja.")
]


@app.command("periksa")
def check(ctx: typer.Context, file: File = None) -> None:
    """Periksa berkas aturan dan sebutkan semua kesalahannya."""
    path = Path(file) if file is not None else workspace_of(ctx).criteria
    try:
        checked = criteria.check_file(path)
    except FaultsFound as found:
        # a check saves nothing anyway
        closing = f"{found.total} kesalahan; perbaiki lalu periksa lagi."
        raise FaultsFound(found.faults, total=found.total, closing=closing) from None
    session_of(ctx).say(
        f"{path.name} baik: {len(checked.rules.criteria)} kriteria, sidik {checked.digest[:12]}."
    )


@app.command("tampil", reports=True)
def display(ctx: typer.Context, year: YearOption = None) -> None:
    """Tampilkan aturan yang berlaku dalam sebuah tahun."""
    stored = criteria.stored_rules(database_of(ctx), year)
    show(ctx, listings.rules_table(stored.rules, stored.since, stored.digest))


@app.command("terapkan", writes=True)
def apply(ctx: typer.Context, year: FirstYear) -> None:
    """Terapkan criteria.yaml sebagai aturan mulai sebuah tahun."""
    digest, changed = criteria.apply_rules(database_of(ctx), workspace_of(ctx), year)
    told = "kini berlaku" if changed else "sudah berlaku"
    session_of(ctx).saved(f"criteria.yaml {told} mulai tahun {year} (sidik {digest[:12]}).")

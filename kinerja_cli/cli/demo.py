"""kinerja demo."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.output import show
from kinerja_cli.cli.resting import resting
from kinerja_cli.render import rekap as reports
from kinerja_cli.services import rekap
from kinerja_cli.services.demo import NEXT, build, empty_place

app = Group(single=True)

Directory = Annotated[
    str,
    typer.Argument(metavar="FOLDER", help="Folder baru atau kosong; tanpa ini, folder sementara yang baru."),
]


@app.command("demo", reports=True)
def demo(ctx: typer.Context, folder: Directory = "") -> None:
    """Buat contoh yang hidup di folder kosong lalu tampilkan rekap tahunannya.

    Semua orang di dalamnya rekaan; isinya selalu sama.
    """
    session = session_of(ctx)
    place = empty_place(folder or session.folder)
    session.say(f"Membuat contoh di {place} …")
    build(place)
    session.folder = str(place)
    summary = rekap.yearly(database_of(ctx), None, None, "peringkat")
    found = summary.year
    report = reports.yearly(found.rules, found.number, summary.rows, found.unopened, found.standing)
    show(ctx, resting(report, found, f"kinerja jelaskan NIP {found.number}"))
    session.say(f"Contoh ini ada di {place}. Lanjutkan dengan:")
    for words in NEXT:
        session.say(f"  kinerja -C {shlex.quote(str(place))} {words}")

"""kinerja init."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import session_of
from kinerja_cli.services.workspace import TEMPLATES, make, sound_rules
from kinerja_cli.storage.workspace import CRITERIA, Workspace

app = Group(single=True)

Directory = Annotated[
    str, typer.Argument(metavar="FOLDER", help="Folder ruang kerja; tanpa ini, folder sekarang.")
]
Template = Annotated[
    str,
    typer.Option("--templat", metavar="|".join(TEMPLATES), help="Aturan awal yang disalin ke criteria.yaml."),
]


@app.command("init")
def init(ctx: typer.Context, folder: Directory = "", template: Template = TEMPLATES[0]) -> None:
    """Buat ruang kerja: criteria.yaml dan kinerja.db.

    Tidak pernah menimpa berkas yang sudah ada.
    """
    session = session_of(ctx)
    place = Path(folder or session.folder or os.environ.get("KINERJA_DIR") or ".")
    made = make(place, template)
    there = "" if place.resolve() == Path.cwd() else f" -C {shlex.quote(str(place))}"
    if made:
        session.say(f"Dibuat: {', '.join(str(path) for path in made)}")
    else:
        session.say(f"{place} sudah merupakan ruang kerja; tidak ada yang berubah.")
    if place / CRITERIA not in made and sound_rules(Workspace(place)) is None:
        session.say(f"{CRITERIA} belum benar; lihat: kinerja{there} kriteria periksa")
    if made:
        session.say(f"Berikutnya: kinerja{there} pegawai impor pegawai.xlsx --buat-unit")

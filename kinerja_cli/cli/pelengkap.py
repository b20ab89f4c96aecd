"""kinerja pelengkap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of

app = Group(single=True)

SHELLS = ("bash", "zsh", "fish")
Shell = Annotated[
    str, typer.Argument(parser=one_of(SHELLS), metavar="|".join(SHELLS), help="Shell yang dipakai.")
]


@app.command("pelengkap")
def completion_script(shell: Shell) -> None:
    """Cetak skrip pelengkap tombol Tab untuk bash, zsh, atau fish.

    Perintah, opsi, unit, periode, kriteria, NIP, dan nomor program atau sasaran dilengkapi dari ruang kerja yang
    berlaku; kinerja.db hanya dibaca. Memasangnya: kinerja bantuan pelengkap.
    """
    script = Path(__file__).parents[1] / "shell" / f"kinerja.{shell}"
    typer.echo(script.read_text(encoding="utf-8"), nl=False)

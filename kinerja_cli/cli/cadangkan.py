"""kinerja cadangkan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of, workspace_of
from kinerja_cli.domain.text import visible

app = Group(single=True)

Place = Annotated[
    str, typer.Argument(metavar="FOLDER", help="Tempat cadangan; tanpa ini, folder cadangan di ruang kerja.")
]
Keep = Annotated[
    int, typer.Option("--simpan", metavar="N", min=0, help="Simpan N cadangan terbaru; 0: semuanya.")
]


@app.command("cadangkan")
def back_up(ctx: typer.Context, folder: Place = "", keep: Keep = 14) -> None:
    """Buat cadangan yang sudah diperiksa; hanya jalurnya yang dicetak ke keluaran baku.

    Orang lain boleh bekerja sementara itu. Tanpa perubahan sejak cadangan terakhir, tidak dibuat lagi.
    """
    from kinerja_cli.services import backup

    session = session_of(ctx)
    made = backup.back_up(database_of(ctx), workspace_of(ctx), Path(folder) if folder else None, keep)
    typer.echo(visible(str(made.backup.path)))
    if made.remark:
        session.warn(made.remark)
    if made.dropped:
        session.say(f"{made.dropped} cadangan lama dihapus.")
    done = "Cadangan dibuat dan diperiksa" if made.new else "Tidak ada perubahan sejak cadangan terakhir"
    session.say(f"{done}.  {made.backup.receipt}")

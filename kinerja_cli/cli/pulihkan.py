"""kinerja pulihkan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.asking import confirm
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import session_of
from kinerja_cli.cli.options import YesOption
from kinerja_cli.storage.workspace import find_workspace

app = Group(single=True)

File = Annotated[str, typer.Argument(metavar="BERKAS", help="Cadangan yang dibuat oleh kinerja cadangkan.")]


@app.command("pulihkan", writes=True)
def restore(ctx: typer.Context, file: File, yes: YesOption = False) -> None:
    """Pasang kembali sebuah cadangan sebagai kinerja.db ruang kerja ini.

    Cadangannya diperiksa dahulu dan tidak berubah. kinerja.db yang ada tidak pernah ditimpa: pindahkan dahulu.
    """
    from kinerja_cli.services import restoring

    session = session_of(ctx)
    workspace = find_workspace(session.folder, without_database=True)
    with restoring.prepared(workspace, Path(file)) as ready:
        confirm(f"Pasang {file} (entri terakhir {ready.receipt}) sebagai {workspace.database}?", yes)
        noted = restoring.put_in_place(workspace, ready, session.stated)
        session.committed = True
    session.say(*ready.notices, f"{workspace.database} dipulihkan dari {file}.  {noted}")

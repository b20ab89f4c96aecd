"""kinerja berkas-subjek."""

from __future__ import annotations

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NipArgument
from kinerja_cli.cli.output import destination, show_explained
from kinerja_cli.render.subject_file import subject_lines, subject_object, subject_report
from kinerja_cli.services.subject_file import subject_file

app = Group(single=True)


@app.command("berkas-subjek", reports=True, writes=True)
def subject(ctx: typer.Context, nip: NipArgument) -> None:
    """Semua data tentang seorang pegawai, setiap pemrosesannya, dan siapa yang melihatnya.

    Tidak memuat NIP atau nama orang lain. Bahwa berkas ini diminta dicatat dalam jurnal.
    """
    told = subject_file(database_of(ctx), nip, destination(ctx))
    session = session_of(ctx)
    session.committed = False  # a reading was asked for: output that is lost leaves nothing in doubt
    show_explained(ctx, subject_report(told), subject_lines(told), lambda: subject_object(told))
    session.saved("Permintaan ini dicatat.")

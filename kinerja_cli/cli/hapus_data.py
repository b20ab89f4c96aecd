"""kinerja hapus-data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.asking import confirm
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NipArgument, YesOption
from kinerja_cli.services import erasure

app = Group(single=True)

Basis = Annotated[
    str, typer.Option("--dasar", metavar="TEKS", help="Dasar hukumnya, mis. nomor surat; tetap tersimpan.")
]


@app.command("hapus-data", writes=True)
def erase(ctx: typer.Context, nip: NipArgument, basis: Basis, yes: YesOption = False) -> None:
    """Hapus NIP, nama, dan catatan seorang pegawai dari basis data, sampai ke bita berkasnya.

    Nilainya tetap terhitung dalam rekap sebagai (dihapus), dan jurnalnya tetap utuh.
    """
    database, now = database_of(ctx), datetime.now(UTC)
    losing = erasure.to_be_erased(database, nip, basis, now)
    session = session_of(ctx)
    session.say(f"Yang dihapus: {'; '.join((*losing.who.names, *losing.who.nips))}", *_texts(losing))
    confirm(f"Data pribadi {losing.name} ({nip}) hilang untuk selamanya. Hapus?", yes)
    done = erasure.erase(database, nip, basis, now)
    remarks = ["Basis data ditulis ulang agar tidak ada bita yang tertinggal."] if done.compacted else []
    for place in done.still:
        session.warn(f"Masih menyebut namanya, periksa sendiri: {place}")
    for backup in done.backups:
        session.warn(f"Cadangan ini masih memuat datanya, hapus bila tidak diperlukan: {backup}")
    session.saved(*remarks, f"Data pribadi {nip} dihapus; nilainya tetap terhitung sebagai (dihapus).")


def _texts(losing: erasure.Losing) -> list[str]:
    return (
        [f"Ikut dihapus: {', '.join(f'{count} {what}' for what, count in losing.texts)}"]
        if losing.texts
        else []
    )

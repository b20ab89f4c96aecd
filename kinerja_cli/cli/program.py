"""kinerja program tambah | ubah | daftar."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import ReasonOption, RevisionOption, read_nip, read_year
from kinerja_cli.cli.output import show
from kinerja_cli.domain.programmes import STATES
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import listings
from kinerja_cli.services import programmes
from kinerja_cli.services.programmes import ProgrammeChange

app = Group(help="Kelola program yang memberi nilai tambah.")

Title = Annotated[str, typer.Argument(metavar="JUDUL", help="Judul program.")]
NewTitle = Annotated[str | None, typer.Option("--judul", metavar="TEKS", help="Judul baru.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="Nomor program.", min=1)]
OnlyYear = Annotated[
    int | None, typer.Argument(parser=read_year, metavar="TAHUN", help="Hanya tahun ini; tanpa ini, semua.")
]
YearOption = Annotated[int, typer.Option("--tahun", parser=read_year, metavar="TAHUN", help="Tahun program.")]
CategoryOption = Annotated[
    str, typer.Option("--kategori", metavar="KODE", help="Kategori nilai_tambah dalam aturan.")
]
NewCategory = Annotated[str | None, typer.Option("--kategori", metavar="KODE", help="Kategori baru.")]
Owners = Annotated[
    list[str],
    typer.Option("--pegawai", parser=read_nip, metavar="NIP", help="Pemilik program; boleh berulang."),
]
MoreOwners = Annotated[
    list[str] | None,
    typer.Option("--pegawai", parser=read_nip, metavar="NIP", help="Tambah pemilik; boleh berulang."),
]
FewerOwners = Annotated[
    list[str] | None,
    typer.Option("--tanpa-pegawai", parser=read_nip, metavar="NIP", help="Lepas pemilik; boleh berulang."),
]
State = Annotated[
    str | None,
    typer.Option("--status", parser=one_of(STATES), metavar="|".join(STATES), help="Keadaan program."),
]
Evidence = Annotated[
    str | None, typer.Option("--bukti", metavar="TEKS", help="Bukti: nama berkas, nomor surat, tautan.")
]
Before = Annotated[
    str | None, typer.Option("--sebelum", metavar="TEKS", help="Ukuran sebelum program, mis. '71 %'.")
]
After = Annotated[
    str | None, typer.Option("--sesudah", metavar="TEKS", help="Ukuran sesudah program, mis. '84 %'.")
]


@app.command("tambah", writes=True)
def add(
    ctx: typer.Context,
    title: Title,
    year: YearOption,
    category: CategoryOption,
    owners: Owners,
    state: State = None,
    evidence: Evidence = None,
    before: Before = None,
    after: After = None,
) -> None:
    """Daftarkan program; nomornya saja yang dicetak ke keluaran baku."""
    said = ProgrammeChange(title, category, state, evidence, before, after, owners)
    number, added = programmes.add_programme(database_of(ctx), year, said)
    typer.echo(number)
    told = "didaftarkan" if added else "sudah terdaftar begitu; tidak ada yang berubah"
    session_of(ctx).saved(f"Program {number} {told}.")


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    number: Number,
    title: NewTitle = None,
    category: NewCategory = None,
    owners: MoreOwners = None,
    fewer: FewerOwners = None,
    state: State = None,
    evidence: Evidence = None,
    before: Before = None,
    after: After = None,
    reason: ReasonOption = None,
    revision: RevisionOption = None,
) -> None:
    """Ubah keadaan, bukti, ukuran, atau pemilik sebuah program."""
    said = ProgrammeChange(
        title, category, state, evidence, before, after, tuple(owners or ()), tuple(fewer or ())
    )
    if said == ProgrammeChange():
        raise UsageFault(
            "Tidak ada yang diubah: tulis --status, --bukti, --sebelum, --sesudah, atau yang lain."
        )
    changed = programmes.change_programme(database_of(ctx), number, said, reason, revision)
    session_of(ctx).saved(f"Program {number} {'diubah' if changed else 'tetap; tidak ada yang berbeda'}.")


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, year: OnlyYear = None) -> None:
    """Daftar program."""
    rows = (
        (
            p.id,
            p.year,
            p.title,
            p.category,
            p.state,
            ", ".join(p.owners),
            p.evidence,
            p.before,
            p.after,
            p.revision,
        )
        for p in programmes.list_programmes(database_of(ctx), year)
    )
    show(ctx, listings.programmes(rows))

"""kinerja program tambah | ubah | daftar | tampil | cocokkan."""

from __future__ import annotations

from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import ReasonOption, RevisionOption, read_nip, read_year, reader
from kinerja_cli.cli.output import show
from kinerja_cli.domain.programmes import STATES, parse_digest
from kinerja_cli.errors import CheckFailed, UsageFault
from kinerja_cli.render import listings
from kinerja_cli.services import programme_sheet, programmes
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

EvidenceFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--berkas-bukti",
        metavar="FILE",
        help="Berkas bukti; hanya nama, ukuran dan sidiknya dicatat; boleh berulang.",
    ),
]
FewerFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--tanpa-berkas-bukti",
        parser=reader(parse_digest),
        metavar="SIDIK",
        help="Tarik berkas bukti, disebut dengan awal sidiknya; boleh berulang.",
    ),
]
OtherProgramme = Annotated[
    bool,
    typer.Option("--program-lain", help="Memang bukan program berjudul sama dari tahun lain."),
]
NewYear = Annotated[
    int | None,
    typer.Option(
        "--tahun", parser=read_year, metavar="TAHUN", help="Pindahkan ke tahun ini: di situ dihitung."
    ),
]
FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Berkas yang dicocokkan.")]


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
    files: EvidenceFiles = None,
    other: OtherProgramme = False,
) -> None:
    """Daftarkan program; nomornya saja yang dicetak ke keluaran baku."""
    said = ProgrammeChange(
        title, category, state, evidence, before, after, owners, files=tuple(files or ()), other=other
    )
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
    year: NewYear = None,
    files: EvidenceFiles = None,
    fewer_files: FewerFiles = None,
    other: OtherProgramme = False,
    reason: ReasonOption = None,
    revision: RevisionOption = None,
) -> None:
    """Ubah keadaan, bukti, ukuran, tahun, atau pemilik sebuah program."""
    said = ProgrammeChange(
        title,
        category,
        state,
        evidence,
        before,
        after,
        tuple(owners or ()),
        tuple(fewer or ()),
        year,
        tuple(files or ()),
        tuple(fewer_files or ()),
        other,
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
            len(p.files),
        )
        for p in programmes.list_programmes(database_of(ctx), year)
    )
    show(ctx, listings.programmes(rows))


@app.command("tampil", reports=True)
def sheet(ctx: typer.Context, number: Number) -> None:
    """Tampilkan semua tentang sebuah program: pemilik, riwayat, dampak, berkas bukti."""
    show(ctx, listings.programme_sheet(number, programme_sheet.facts(database_of(ctx), number)))


@app.command("cocokkan", reports=True)
def compare(ctx: typer.Context, number: Number, files: FilesArgument) -> None:
    """Cocokkan berkas dengan yang dicatat sebagai bukti; kode 8 bila ada yang bukan."""
    compared = programme_sheet.compare(database_of(ctx), number, files)
    show(ctx, listings.evidence(number, compared))
    wrong = sum(file.result != programme_sheet.SAME for file in compared)
    if wrong:
        raise CheckFailed(f"{wrong} dari {len(compared)} berkas bukan yang dicatat sebagai bukti.")

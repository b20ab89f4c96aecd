"""kinerja pegawai tambah | impor | daftar | tampil | ubah | pindah | henti | plt."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    FileArgument,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    DryRunOption,
    NeededReason,
    NipArgument,
    ReasonOption,
    RevisionOption,
    UnitOption,
    read_date,
    read_nip,
    reader,
)
from kinerja_cli.cli.output import annotated, record_export, show
from kinerja_cli.domain.acting import acting_title
from kinerja_cli.domain.grades import parse_grade, parse_kind
from kinerja_cli.domain.placements import since
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import listings
from kinerja_cli.services import acting, employees
from kinerja_cli.services.employee_import import EmployeeImport, import_employees

app = Group(help="Kelola pegawai dan penempatannya.")

Name = Annotated[str, typer.Argument(metavar="NAMA", help="Nama lengkap dengan gelar.")]
UnitOfEmployee = Annotated[str, typer.Option("--unit", metavar="UNIT", help="Kode atau nama persis unit.")]
NewUnit = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="Unit baru: kode atau nama persis.")
]
Position = Annotated[str | None, typer.Option("--jabatan", metavar="TEKS", help="Jabatan.")]
Grade = Annotated[
    str | None,
    typer.Option(
        "--golongan", parser=reader(parse_grade), metavar="GOL", help="Golongan, mis. III/a atau IX."
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--jenis", parser=reader(parse_kind), metavar="JENIS", help="PNS, PPPK, atau PPPK paruh waktu."
    ),
]
Superior = Annotated[
    str | None,
    typer.Option("--atasan", metavar="NIP|NAMA", help="Atasan langsung: NIP, atau nama bila tanpa NIP."),
]
Starts = Annotated[
    date | None,
    typer.Option("--mulai", parser=read_date, metavar="TANGGAL", help="TMT: hari pertama bertugas di sini."),
]


def _read_move_day(text: str) -> date:
    return date.min if text.strip().casefold() == "awal" else read_date(text)


MoveDay = Annotated[
    date,
    typer.Option(
        "--mulai",
        parser=_read_move_day,
        metavar="TANGGAL|awal",
        help="Hari mulai penempatan itu; awal untuk membetulkan yang pertama.",
    ),
]
ImportDay = Annotated[
    date | None,
    typer.Option(
        "--mulai",
        parser=read_date,
        metavar="TANGGAL",
        help="Unit atau jabatan yang berbeda: pindah sejak ini.",
    ),
]
LastDay = Annotated[
    date | None,
    typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Hari terakhir bertugas."),
]
OnDay = Annotated[
    date | None,
    typer.Option("--tanggal", parser=read_date, metavar="TANGGAL", help="Hanya yang bertugas pada hari itu."),
]
NewNip = Annotated[
    str | None,
    typer.Option("--nip-baru", parser=read_nip, metavar="NIP", help="NIP yang benar atau yang baru."),
]
NewName = Annotated[str | None, typer.Option("--nama", metavar="NAMA", help="Nama yang benar.")]
ActingPosition = Annotated[str, typer.Option("--jabatan", metavar="TEKS", help="Jabatan yang dijalankan.")]
ActingUnit = Annotated[
    str, typer.Option("--unit", metavar="UNIT", help="Unit jabatan itu: kode atau nama persis.")
]
ActingStart = Annotated[
    date, typer.Option("--mulai", parser=read_date, metavar="TANGGAL", help="Hari pertama menjalankannya.")
]
ActingEnd = Annotated[
    date | None,
    typer.Option("--selesai", parser=read_date, metavar="TANGGAL", help="Hari terakhirnya; boleh menyusul."),
]
Basis = Annotated[
    str | None,
    typer.Option("--dasar", metavar="TEKS", help="Nomor SK atau surat perintah; wajib bagi yang baru."),
]
Daily = Annotated[bool, typer.Option("--plh", help="Pelaksana harian, bukan pelaksana tugas.")]
Cancel = Annotated[bool, typer.Option("--batal", help="Batalkan yang tercatat keliru; perlu --alasan.")]
CreateUnits = Annotated[bool, typer.Option("--buat-unit", help="Buat unit yang belum dikenal.")]


@app.command("tambah", writes=True)
def add(
    ctx: typer.Context,
    nip: NipArgument,
    name: Name,
    unit: UnitOfEmployee,
    position: Position = None,
    grade: Grade = None,
    kind: KindOption = None,
    starts: Starts = None,
    superior: Superior = None,
) -> None:
    """Tambah satu pegawai."""
    new = employees.NewEmployee(nip, name, unit, position, grade, kind, starts, superior)
    added, remarks = employees.add(database_of(ctx), new)
    told = "ditambahkan" if added else "sudah terdaftar; tidak ada yang berubah"
    session_of(ctx).saved(*remarks, f"{name} ({nip}) {told}.")


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: FileArgument,
    create_units: CreateUnits = False,
    moving: ImportDay = None,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
) -> None:
    """Impor pegawai dari CSV atau XLSX.

    Kolom nip, nama, unit, jabatan, golongan, jenis, mulai, selesai, atasan; tiga yang pertama wajib.
    """
    how = EmployeeImport(correct, reason, dry_run, annotated(ctx, faults, file), create_units, moving)
    with source_of(file) as source:
        counts = import_employees(database_of(ctx), source, how)
    tell_unread(ctx, counts.ignored, counts.other_sheets)
    if counts.created:
        session_of(ctx).say(f"Unit baru: {', '.join(counts.created)}")
    session_of(ctx).saved(
        counted("pegawai", dry_run, counts.new, counts.equal, counts.corrected, counts.moved)
    )


@app.command("daftar", reports=True)
def list_(ctx: typer.Context, unit: UnitOption = None, day: OnDay = None) -> None:
    """Daftar pegawai dengan penempatan terakhirnya."""
    rows = (
        (
            who.employee.nip,
            who.employee.name,
            who.unit.code,
            who.placement.position,
            who.employee.grade,
            who.employee.kind,
            who.employee.starts,
            who.employee.ends,
            who.placement.superior_label,
        )
        for who in employees.list_employees(database_of(ctx), unit, day)
    )
    show(ctx, listings.employees(rows))


@app.command("tampil", reports=True)
def display(ctx: typer.Context, nip: NipArgument) -> None:
    """Tampilkan semua yang terdaftar tentang seorang pegawai."""
    facts = employees.facts(database_of(ctx), nip)
    record_export(ctx, nip)
    show(ctx, listings.employee_sheet(nip, facts))


@app.command("ubah", writes=True)
def change(
    ctx: typer.Context,
    nip: NipArgument,
    reason: NeededReason,
    new_nip: NewNip = None,
    name: NewName = None,
    grade: Grade = None,
    kind: KindOption = None,
    starts: Starts = None,
    revision: RevisionOption = None,
) -> None:
    """Betulkan NIP, nama, golongan, jenis, atau TMT seorang pegawai."""
    said = employees.EmployeeChange(new_nip, name, grade, kind, starts)
    if said == employees.EmployeeChange():
        raise UsageFault(
            "Tidak ada yang diubah: tulis --nip-baru, --nama, --golongan, --jenis, atau --mulai."
        )
    changed, remarks = employees.change(database_of(ctx), nip, said, reason, revision)
    told = "diubah" if changed else "tetap; tidak ada yang berbeda"
    session_of(ctx).saved(*remarks, f"{nip} {told}.")


@app.command("pindah", writes=True)
def move(
    ctx: typer.Context,
    nip: NipArgument,
    starts: MoveDay,
    unit: NewUnit = None,
    position: Position = None,
    superior: Superior = None,
    reason: ReasonOption = None,
    cancel: Cancel = False,
) -> None:
    """Pindahkan pegawai ke unit, jabatan, atau atasan lain sejak suatu hari."""
    if cancel:
        if not reason or unit or position or superior:
            raise UsageFault(
                "--batal memerlukan --alasan, dan tidak dipakai bersama --unit, --jabatan, --atasan."
            )
        remarks = employees.cancel_move(database_of(ctx), nip, starts, reason)
        session_of(ctx).saved(*remarks, f"Penempatan {nip} {since(starts.isoformat())} dibatalkan.")
        return
    said = employees.Move(starts, unit, position, superior)
    if said == employees.Move(starts):
        raise UsageFault("Tidak ada yang dipindahkan: tulis --unit, --jabatan, atau --atasan.")
    done, remarks = employees.move(database_of(ctx), nip, said, reason)
    told = {
        "pindah": f"dipindahkan sejak {starts}",
        "koreksi": "dibetulkan",
        "tetap": "tetap; tidak ada yang berbeda",
    }
    session_of(ctx).saved(*remarks, f"{nip} {told[done]}.")


@app.command("henti", writes=True)
def end(
    ctx: typer.Context,
    nip: NipArgument,
    day: LastDay = None,
    reason: ReasonOption = None,
    cancel: Cancel = False,
) -> None:
    """Catat hari terakhir bertugas (pensiun, mutasi keluar, berhenti)."""
    if cancel == (day is not None) or (cancel and not reason):
        raise UsageFault(
            "Tulis --tanggal hari terakhirnya, atau --batal --alasan untuk membatalkan yang keliru."
        )
    changed, remarks = employees.end_service(database_of(ctx), nip, day, reason)
    told = "bertugas terus" if cancel else f"bertugas sampai {day}"
    session_of(ctx).saved(
        *remarks, f"{nip} {told}{'' if changed else '; sudah begitu, tidak ada yang berubah'}."
    )


@app.command("plt", writes=True)
def act(
    ctx: typer.Context,
    nip: NipArgument,
    position: ActingPosition,
    unit: ActingUnit,
    starts: ActingStart,
    ends: ActingEnd = None,
    daily: Daily = False,
    basis: Basis = None,
    reason: ReasonOption = None,
    cancel: Cancel = False,
) -> None:
    """Catat Plt atau Plh: jabatan lain yang dijalankan di samping jabatannya sendiri.

    Nilai, unit, dan peringkatnya tidak berubah. Jabatan yang sama dengan --selesai mencatat hari terakhirnya.
    """
    post, terms = acting.Post(position, unit, starts), acting.Terms(ends, basis, daily)
    if cancel:
        if not reason or terms != acting.Terms():
            raise UsageFault(
                "--batal memerlukan --alasan, dan tidak dipakai bersama --selesai, --plh, --dasar."
            )
        remarks = acting.cancel(database_of(ctx), nip, post, reason)
        session_of(ctx).saved(*remarks, f"Plt atau Plh {position} oleh {nip} sejak {starts} dibatalkan.")
        return
    done, remarks = acting.record(database_of(ctx), nip, post, terms, reason)
    told = {
        "baru": "dicatat",
        "akhir": f"berakhir {ends}",
        "koreksi": "dibetulkan",
        "tetap": "tetap; tidak ada yang berbeda",
    }
    what = f"{acting_title(terms.kind, position)} oleh {nip} sejak {starts}"
    session_of(ctx).saved(*remarks, f"{what} {told[done]}.")

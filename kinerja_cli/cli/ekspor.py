"""kinerja ekspor angka-kredit | siasn."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import MustBeComplete, NeededYear
from kinerja_cli.cli.output import draws_for_people, show
from kinerja_cli.cli.resting import resting
from kinerja_cli.errors import Incomplete
from kinerja_cli.render import official as reports
from kinerja_cli.render.rekap import unopened_note
from kinerja_cli.services import official

app = Group(help="Ekspor hasil resmi: angka kredit dan SIASN.")

_VALUES = ("nilai belum ada", "kinerja status")
_COEFFICIENT = ("pegawai tanpa koefisien jenjang", "kinerja kriteria tampil")
_SUPERIOR = ("pegawai tanpa atasan", "kinerja pegawai daftar")


@app.command("angka-kredit", reports=True)
def credit(ctx: typer.Context, year: NeededYear, complete: MustBeComplete = False) -> None:
    """Angka kredit setahun bagi PNS dalam jabatan fungsional: satu baris satu pegawai.

    Hanya bagi tahun yang aturannya memakai matriks. Jenjang dibaca dari akhir jabatan, misalnya 'Guru Ahli Muda';
    setiap bulan dihitung pada jabatan yang berlaku pada hari terakhirnya.
    """
    found = official.credit_year(database_of(ctx), year)
    rows, numbered = found.rows, found.year
    remarks = [
        *unopened_note(year, numbered.unopened),
        *reports.months_note(numbered.unopened),
        *reports.credit_remarks(year, rows, found.others, found.elsewhere, found.erased),
    ]
    report = reports.credit_report(numbered.rules, year, rows, remarks, numbered.standing)
    show(ctx, resting(report, numbered, f"kinerja jelaskan NIP {year}"))
    _announce(ctx, remarks)
    _require(complete, (found.missing, *_VALUES), (reports.lacking(rows), *_COEFFICIENT))


@app.command("siasn", reports=True)
def siasn(ctx: typer.Context, year: NeededYear, complete: MustBeComplete = False) -> None:
    """Hasil setahun dengan nama kolom dan angka SIASN: satu baris satu pegawai.

    Hanya bagi tahun yang aturannya memakai matriks. Rating 1 = di atas, 2 = sesuai, 3 = di bawah ekspektasi; kuadran
    1 = Sangat Baik sampai 5 = Sangat Kurang. Penilai ialah atasan pada periode terakhir.
    """
    found = official.siasn_year(database_of(ctx), year)
    rows, numbered = found.rows, found.year
    remarks = [*unopened_note(year, numbered.unopened), *reports.siasn_remarks(rows, found.erased)]
    report = reports.siasn_report(numbered.rules, year, rows, remarks, numbered.standing)
    show(ctx, resting(report, numbered, f"kinerja jelaskan NIP {year}"))
    _announce(ctx, remarks)
    _require(complete, (found.missing, *_VALUES), (sum(one.assessor is None for one in rows), *_SUPERIOR))


def _announce(ctx: typer.Context, remarks: Sequence[str]) -> None:
    if not draws_for_people(ctx):  # the table on the screen says it already
        session_of(ctx).say(*remarks)


def _require(complete: bool, *lacks: tuple[int, str, str]) -> None:
    """Each lack is how many, of what, and the command that helps.  Raises: Incomplete."""
    found = [(f"{count} {what}", remedy) for count, what, remedy in lacks if count]
    if complete and found:
        told = ", ".join(what for what, _ in found)
        raise Incomplete(f"Belum lengkap: {told}.", *(f"Lihat: {remedy}" for _, remedy in found))

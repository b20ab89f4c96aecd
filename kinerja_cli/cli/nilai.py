"""kinerja nilai catat | impor | lembar | kecualikan | batalkan | daftar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    SheetOption,
    confirm_corrections,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    CriterionArgument,
    DryRunOption,
    NeededReason,
    NipArgument,
    NipOption,
    PeriodArgument,
    PeriodOption,
    ReasonOption,
    RevisionOption,
    UnitOption,
    YesOption,
    read_period,
)
from kinerja_cli.cli.output import annotated, record_export, show
from kinerja_cli.cli.progress import progress
from kinerja_cli.domain.periods import Period
from kinerja_cli.errors import UsageFault
from kinerja_cli.imports.folder import is_folder
from kinerja_cli.services import exemptions, scores

app = Group(help="Catat, impor, dan koreksi nilai.")

Values = Annotated[
    list[str],
    typer.Argument(metavar="KRITERIA=NILAI", help="Satu atau lebih, mis. disiplin=88 inovasi=75,5."),
]
Rater = Annotated[
    str | None, typer.Option("--penilai", metavar="NIP|NAMA", help="Penilai; tanpa ini, atasan yang berlaku.")
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS", help="Catatan pada nilai ini.")]
ImportPeriod = Annotated[
    Period | None,
    typer.Option("--periode", parser=read_period, metavar="PERIODE", help="Bagi berkas tanpa kolom periode."),
]
Criteria = Annotated[
    list[str], typer.Argument(metavar="KRITERIA", help="Kode kriteria; 'semua' untuk semuanya.")
]
SheetRevision = Annotated[
    int | None,
    typer.Option("--revisi", metavar="N", min=1, help="Revisi seluruh berkas, bila ia tanpa kolom revisi."),
]
SheetsArgument = Annotated[
    str,
    typer.Argument(
        metavar="BERKAS|FOLDER", help="CSV, XLSX, atau folder berisi keduanya; - untuk masukan baku."
    ),
]
SheetFaults = Annotated[
    str | None,
    typer.Option(
        "--galat",
        metavar="BERKAS.csv",
        help="Bila ada kesalahan, tulis semua baris ke berkas ini (bagi FOLDER: folder) dengan kolom galat.",
    ),
]
ByRater = Annotated[
    bool, typer.Option("--per-penilai", help="Satu berkas XLSX tiap atasan, ke dalam folder -o FOLDER.")
]
Ending = Annotated[bool, typer.Option("--batal", help="Akhiri pengecualian itu.")]


@app.command("catat", writes=True)
def record(
    ctx: typer.Context,
    nip: NipArgument,
    period: PeriodArgument,
    values: Values,
    rater: Rater = None,
    note: Note = None,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    revision: RevisionOption = None,
) -> None:
    """Catat nilai seorang pegawai dalam satu periode."""
    said = scores.Statement([_pair(text) for text in values], rater, note, reason, correct, revision)
    _tell(ctx, scores.record(database_of(ctx), nip, period, said), dry_run=False)


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: SheetsArgument,
    period: ImportPeriod = None,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: SheetFaults = None,
    revision: SheetRevision = None,
    sheet_name: SheetOption = None,
    yes: YesOption = False,
) -> None:
    """Impor nilai dari CSV atau XLSX, semuanya atau tidak sama sekali; dari FOLDER, tiap berkas sendiri.

    Panjang: nip, periode, kriteria, nilai. Lebar: nip, periode, satu kolom tiap kriteria. Boleh ada penilai, catatan,
    dan revisi: yang diubah orang lain sesudah revisi itu ditolak.
    """
    from kinerja_cli.services.score_import import ScoreImport, import_scores

    if is_folder(Path(file)):
        from kinerja_cli.cli.score_folder import import_folder

        import_folder(
            ctx, file, ScoreImport(correct, reason, dry_run, None, period, revision), sheet_name, faults, yes
        )
        return
    how = ScoreImport(correct, reason, dry_run, annotated(ctx, faults, file), period, revision)
    quiet, database = session_of(ctx).quiet, database_of(ctx)
    with source_of(file, sheet_name) as source:
        if correct and not dry_run and not yes:
            # asked before the lock is taken for good: the first pass only counts
            with progress("Memeriksa", quiet) as tick:
                corrected = import_scores(database, source, replace(how, dry_run=True), tick).counts.corrected
            confirm_corrections(corrected, yes)
        with progress("Nilai", quiet) as tick:
            result = import_scores(database, source, how, tick)
    tell_unread(ctx, result)
    _tell(ctx, result.counts, dry_run)


@app.command("lembar", reports=True)
def sheet(
    ctx: typer.Context, period: PeriodArgument, unit: UnitOption = None, by_rater: ByRater = False
) -> None:
    """Buat lembar nilai untuk diisi lalu diimpor kembali.

    Satu baris satu pegawai yang bertugas pada akhir periode; nilai yang sudah ada ikut tertulis.
    Sebagai XLSX hanya nilai, penilai, dan catatan yang dapat diisi.
    """
    from kinerja_cli.cli import score_sheets  # here: only a sheet needs them
    from kinerja_cli.services.score_sheet import score_sheet

    folder = score_sheets.folder_for_raters(ctx) if by_rater else None
    made = score_sheet(database_of(ctx), period, unit)
    if folder is None:
        score_sheets.show_sheet(ctx, made)
    else:
        score_sheets.write_for_raters(ctx, made, folder)


@app.command("kecualikan", writes=True)
def exempt(
    ctx: typer.Context,
    nip: NipArgument,
    period: PeriodArgument,
    criteria: Criteria,
    reason: NeededReason,
    end: Ending = False,
) -> None:
    """Kecualikan pegawai dari kriteria dalam satu periode.

    Misalnya karena cuti atau tugas belajar; nilai yang sudah tercatat disimpan, tetapi tidak dihitung.
    """
    remarks: list[str] = []
    if end:
        changed = exemptions.end_exemptions(database_of(ctx), nip, period, criteria, reason)
    else:
        changed, remarks = exemptions.exempt_from(database_of(ctx), nip, period, criteria, reason)
    told = f"{len(changed)} pengecualian {period.code} {'diakhiri' if end else 'dicatat'}."
    session_of(ctx).saved(*remarks, told if changed else "Tidak ada yang berubah.")


@app.command("batalkan", writes=True)
def withdraw(
    ctx: typer.Context,
    nip: NipArgument,
    period: PeriodArgument,
    criterion: CriterionArgument,
    reason: NeededReason,
    revision: RevisionOption = None,
) -> None:
    """Batalkan nilai yang keliru dicatat; versi lamanya tetap disimpan."""
    code, value = scores.withdraw(database_of(ctx), nip, period, criterion, reason, revision)
    session_of(ctx).saved(f"Nilai {code} {period.code} = {value} dibatalkan.")


@app.command("daftar", reports=True)
def list_(
    ctx: typer.Context, period: PeriodOption = None, unit: UnitOption = None, nip: NipOption = None
) -> None:
    """Daftar nilai yang tercatat."""
    from kinerja_cli.render import listings

    rows = (
        (
            line.nip,
            line.name,
            line.period,
            line.criterion,
            line.value,
            line.rater,
            line.note,
            recorded,
            line.revision,
        )
        for line, recorded in scores.listing(database_of(ctx), period, unit, nip)
    )
    record_export(ctx, nip)
    show(ctx, listings.scores(rows))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageFault(f"'{text}' harus berbentuk KRITERIA=NILAI, mis. disiplin=88.")
    return name, value


def _tell(ctx: typer.Context, counts: scores.ScoreCounts, dry_run: bool) -> None:
    session = session_of(ctx)
    if counts.outside:
        session.say(
            f"{counts.outside} nilai tidak dihitung: pegawainya tidak bertugas pada akhir periode itu."
        )
    session.saved(*counts.remarks, counted("nilai", dry_run, counts.new, counts.equal, counts.corrected))

"""kinerja skm impor | batalkan | rekap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated

import typer

from kinerja_cli.cli.importing import (
    CorrectOption,
    FaultsOption,
    FileArgument,
    SheetOption,
    confirm_corrections,
    counted,
    source_of,
    tell_unread,
)
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    DryRunOption,
    NeededReason,
    PeriodArgument,
    PeriodOption,
    ReasonOption,
    UnitArgument,
    UnitOption,
    YesOption,
    read_year,
    reader,
)
from kinerja_cli.cli.output import annotated, show
from kinerja_cli.domain.satisfaction import EXACT, parse_weight
from kinerja_cli.errors import FAULTS_SHOWN
from kinerja_cli.render import satisfaction as reports
from kinerja_cli.services import satisfaction
from kinerja_cli.services.satisfaction_import import SatisfactionImport, import_satisfaction

app = Group(help="Survei Kepuasan Masyarakat: impor jawaban, rekap IKM dan mutunya.")

AddOption = Annotated[
    bool,
    typer.Option(
        "--tambah", help="Tambahkan respondennya kepada yang sudah tercatat bagi unit dan periode itu."
    ),
]
SurveyYear = Annotated[
    int | None,
    typer.Argument(
        parser=read_year, metavar="TAHUN", help="Tahun; tanpa ini, tahun terbaru yang ada SKM-nya."
    ),
]
WeightOption = Annotated[
    Fraction | None,
    typer.Option(
        "--bobot",
        parser=reader(parse_weight),
        metavar="1/9|0.11",
        help="Bobot tiap unsur: 1/9, atau 0.11 untuk membuat ulang laporan lama.",
    ),
]
UsersOption = Annotated[
    int | None,
    typer.Option(
        "--populasi",
        metavar="N",
        min=1,
        help="Banyaknya yang dilayani; hanya bagi satu unit dan satu periode.",
    ),
]


@app.command("impor", writes=True)
def import_(
    ctx: typer.Context,
    file: FileArgument,
    add: AddOption = False,
    correct: CorrectOption = False,
    reason: ReasonOption = None,
    dry_run: DryRunOption = False,
    faults: FaultsOption = None,
    sheet: SheetOption = None,
    yes: YesOption = False,
) -> None:
    """Impor jawaban dari CSV atau XLSX.

    Satu baris satu responden dengan jawaban 1 sampai 4, atau jumlahnya dengan kolom responden.
    Kolomnya unit, periode, persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarana.
    """
    how = SatisfactionImport(correct, reason, dry_run, annotated(ctx, faults, file), add)
    database, now = database_of(ctx), datetime.now(UTC)  # the day says which periods haven't come yet
    with source_of(file, sheet) as source:
        if correct and not dry_run and not yes:
            replaced = import_satisfaction(database, source, replace(how, dry_run=True), now).replaced
            confirm_corrections(replaced, yes, "responden")
        counts = import_satisfaction(database, source, how, now)
    tell_unread(ctx, counts)
    told = counted("responden", dry_run, counts.new, counts.equal, counts.corrected)
    session_of(ctx).saved(*_overlaps(counts.overlaps), told)


def _overlaps(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:FAULTS_SHOWN]
    if len(lines) > FAULTS_SHOWN:
        yield f"… dan {len(lines) - FAULTS_SHOWN} lagi."
    if lines:
        yield "Bila salah satunya keliru: kinerja skm batalkan UNIT PERIODE --alasan '…'"


@app.command("batalkan", writes=True)
def withdraw(ctx: typer.Context, unit: UnitArgument, period: PeriodArgument, reason: NeededReason) -> None:
    """Batalkan SKM sebuah unit dan periode yang keliru dicatat.

    Semua jawabannya ditarik; versinya tetap disimpan.
    """
    respondents = satisfaction.withdraw(database_of(ctx), unit, period, reason)
    session_of(ctx).saved(f"SKM {unit} {period.code} dibatalkan: {respondents} responden.")


@app.command("rekap", reports=True)
def recap(
    ctx: typer.Context,
    year: SurveyYear = None,
    unit: UnitOption = None,
    period: PeriodOption = None,
    weight: WeightOption = None,
    users: UsersOption = None,
) -> None:
    """Rekap IKM tiap unit dan periode.

    NRR tiap unsur, IKM dengan mutunya, rentang 95 % dari sebaran jawaban, dan unsur terlemah.
    """
    asked = satisfaction.Asked(year, unit, period, weight or EXACT, users)
    found, lines = satisfaction.recap(database_of(ctx), asked)
    show(ctx, reports.recap(found, lines, asked.weight))

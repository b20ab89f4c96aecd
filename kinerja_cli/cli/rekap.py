"""kinerja rekap tahunan | unit | pegawai | distribusi | penilai."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import MustBeComplete, NipArgument, PeriodOption, UnitOption, YearArgument
from kinerja_cli.cli.output import carries_notes, draws_for_people, record_export, show
from kinerja_cli.errors import Incomplete
from kinerja_cli.render import rekap as reports
from kinerja_cli.render.kept import kept_yearly
from kinerja_cli.render.raters import rater_report
from kinerja_cli.render.report import Report
from kinerja_cli.services import rekap, within_year
from kinerja_cli.services.yearly import Year, parsed

app = Group(help="Rekap tahunan, unit, pegawai, distribusi, dan penilai.")

ORDERS = ("peringkat", "unit", "nip")
Order = Annotated[
    str, typer.Option("--urut", parser=one_of(ORDERS), metavar="|".join(ORDERS), help="Urutan baris.")
]
PerUnit = Annotated[bool, typer.Option("--per-unit", help="Satu baris tiap unit dan predikat.")]


@app.command("tahunan", reports=True)
def yearly(
    ctx: typer.Context,
    year: YearArgument = None,
    unit: UnitOption = None,
    order: Order = ORDERS[0],
    complete: MustBeComplete = False,
) -> None:
    """Rekap satu tahun: satu baris satu pegawai."""
    kept = rekap.kept(database_of(ctx), year, unit, order)
    if kept is not None:  # a closed year lacks nothing, and all its periods were opened
        show(ctx, _kept_report(kept, with_notes=carries_notes(ctx)))
        return
    summary = rekap.yearly(database_of(ctx), year, unit, order)
    found = summary.year
    show(ctx, reports.yearly(found.rules, found.number, summary.rows, found.unopened, found.standing))
    _announce(ctx, found.number, found.unopened)
    _require(complete, summary.missing)


@app.command("unit", reports=True)
def units(
    ctx: typer.Context,
    year: YearArgument = None,
    period: PeriodOption = None,
    complete: MustBeComplete = False,
) -> None:
    """Rekap tiap unit; sebuah unit memuat unit di bawahnya.

    Dengan --periode: nilai periode itu saja, dan setiap pegawai di unit tempat ia berada pada hari terakhirnya.
    """
    if period is not None:
        inside = within_year.by_unit_in(database_of(ctx), year, period)
        stands = inside.year.standing
        show(ctx, reports.units_in(inside.year.rules, period, inside.units, inside.whole, stands))
        _require(complete, inside.whole.missing)
        return
    summary = rekap.by_unit(database_of(ctx), year)
    found = summary.year
    show(
        ctx,
        reports.units(
            found.rules, found.number, summary.units, summary.whole, found.unopened, found.standing
        ),
    )
    _announce(ctx, found.number, found.unopened)
    _require(complete, summary.whole.missing)


@app.command("pegawai", reports=True)
def employee(ctx: typer.Context, nip: NipArgument, complete: MustBeComplete = False) -> None:
    """Rekap satu pegawai: satu baris satu tahun."""
    found = rekap.of_employee(database_of(ctx), nip)
    years = [(year.number, year.rules, ranked) for year, ranked in found.years]
    notes = [line for year, _ in found.years for line in _notes(year)]
    record_export(ctx, nip)
    show(ctx, reports.employee(found.name, years, [*notes, *reports.receipt_note(found.receipt)]))
    for year, _ in found.years:
        _announce(ctx, year.number, year.unopened)
    _require(complete, found.missing)


@app.command("distribusi", reports=True)
def distribution(
    ctx: typer.Context,
    year: YearArgument = None,
    unit: UnitOption = None,
    per_unit: PerUnit = False,
    complete: MustBeComplete = False,
) -> None:
    """Sebaran predikat dalam satu tahun.

    Bagi unit yang capaian organisasinya tercatat, disandingkan dengan pola distribusi SE MenPANRB 3/2023.
    """
    spread = rekap.distribution(database_of(ctx), year, unit, per_unit)
    found = spread.year
    report = reports.distribution(
        found.rules, found.number, spread.groups, found.unopened, found.standing, spread.guidance
    )
    show(ctx, report)
    _announce(ctx, found.number, found.unopened)
    _require(complete, spread.missing)


@app.command("penilai", reports=True)
def raters(ctx: typer.Context, year: YearArgument = None) -> None:
    """Siapa menilai siapa dan kapan: satu baris satu penilai.

    Bukan perbandingan kerasnya penilai: setiap penilai menilai orang yang berbeda.
    """
    found = within_year.raters(database_of(ctx), year)
    stands = found.year.standing
    show(ctx, rater_report(found.year.rules, found.year.number, found.raters, found.codes, stands))


def _kept_report(kept: rekap.KeptList, *, with_notes: bool) -> Report:
    found = kept.year
    # counting takes a reading of its own, which CSV, TSV and JSON have no use for
    counts = kept.by_status() if with_notes else Counter()
    rows, records = parsed(kept.lines()), kept.lines()
    return kept_yearly(found.rules, found.number, kept.columns, rows, records, found.standing, counts)


def _notes(year: Year) -> list[str]:
    """What one of several years says of itself; the receipt is that of all of them."""
    stands = year.standing._replace(receipt=None)
    return [
        *reports.unopened_note(year.number, year.unopened),
        *reports.standing_notes(year.number, stands),
    ]


def _announce(ctx: typer.Context, year: int, unopened: Sequence[str]) -> None:
    if draws_for_people(ctx):
        return  # the table on the screen says it already
    session_of(ctx).say(*reports.unopened_note(year, unopened))


def _require(complete: bool, missing: int) -> None:
    if complete and missing:
        raise Incomplete(f"Belum lengkap: {missing} nilai belum ada.", "Lihat: kinerja status")

"""kinerja rekap tahunan | unit | pegawai | distribusi."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import MustBeComplete, NipArgument, UnitOption, YearArgument
from kinerja_cli.cli.output import draws_for_people, record_export, show
from kinerja_cli.errors import Incomplete
from kinerja_cli.render import rekap as reports
from kinerja_cli.services import rekap

app = Group(help="Rekap tahunan, unit, pegawai, dan distribusi.")

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
    summary = rekap.yearly(database_of(ctx), year, unit, order)
    found = summary.year
    show(ctx, reports.yearly(found.rules, found.number, summary.rows, found.unopened))
    _announce(ctx, found.number, found.unopened)
    _require(complete, summary.missing)


@app.command("unit", reports=True)
def units(ctx: typer.Context, year: YearArgument = None, complete: MustBeComplete = False) -> None:
    """Rekap tiap unit; sebuah unit memuat unit di bawahnya."""
    summary = rekap.by_unit(database_of(ctx), year)
    found = summary.year
    show(ctx, reports.units(found.rules, found.number, summary.units, summary.whole, found.unopened))
    _announce(ctx, found.number, found.unopened)
    _require(complete, summary.whole.missing)


@app.command("pegawai", reports=True)
def employee(ctx: typer.Context, nip: NipArgument, complete: MustBeComplete = False) -> None:
    """Rekap satu pegawai: satu baris satu tahun."""
    found = rekap.of_employee(database_of(ctx), nip)
    criteria = rekap.criteria_of([year for year, _ in found.years])
    years = [(year.number, year.rules, ranked) for year, ranked in found.years]
    unopened = [line for year, _ in found.years for line in reports.unopened_note(year.number, year.unopened)]
    record_export(ctx, nip)
    show(ctx, reports.employee(found.name, criteria, years, unopened))
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
    """Sebaran predikat dalam satu tahun."""
    spread = rekap.distribution(database_of(ctx), year, unit, per_unit)
    found = spread.year
    show(ctx, reports.distribution(found.rules, found.number, spread.groups, found.unopened))
    _announce(ctx, found.number, found.unopened)
    _require(complete, spread.missing)


def _announce(ctx: typer.Context, year: int, unopened: Sequence[str]) -> None:
    if draws_for_people(ctx):
        return  # the table on the screen says it already
    session_of(ctx).say(*reports.unopened_note(year, unopened))


def _require(complete: bool, missing: int) -> None:
    if complete and missing:
        raise Incomplete(f"Belum lengkap: {missing} nilai belum ada.", "Lihat: kinerja status")

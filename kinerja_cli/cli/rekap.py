"""kinerja rekap tahunan | unit | pegawai | distribusi | penilai | tren | apresiasi | kebijakan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import (
    MustBeComplete,
    NipArgument,
    PeriodOption,
    UnitOption,
    YearArgument,
    read_nip,
)
from kinerja_cli.cli.output import carries_notes, draws_for_people, record_export, show
from kinerja_cli.cli.resting import resting, resting_on
from kinerja_cli.domain.closing import Standing
from kinerja_cli.errors import Incomplete, UsageFault
from kinerja_cli.render import rekap as reports
from kinerja_cli.render.kept import kept_yearly
from kinerja_cli.render.report import Report
from kinerja_cli.services import rekap
from kinerja_cli.services.yearly import Year, parsed

if TYPE_CHECKING:
    from kinerja_cli.domain.trend import TrendYear

# what only periods, raters and the trend need is imported there: the yearly list is what everybody asks for
app = Group(help="Rekap tahunan, unit, pegawai, distribusi, penilai, tren, apresiasi, dan kebijakan.")

ORDERS = ("peringkat", "unit", "nip")
Order = Annotated[
    str, typer.Option("--urut", parser=one_of(ORDERS), metavar="|".join(ORDERS), help="Urutan baris.")
]
OneOrAll = Annotated[
    str | None,
    typer.Argument(parser=read_nip, metavar="NIP", help="NIP pegawai; tanpa ini, seluruh instansi."),
]
PerUnit = Annotated[bool, typer.Option("--per-unit", help="Satu baris tiap unit dan predikat.")]
EachUnit = Annotated[bool, typer.Option("--per-unit", help="Yang teratas tiap unit, tanpa unit di bawahnya.")]
Places = Annotated[
    int | None,
    typer.Option("--banyak", metavar="N", min=1, help="Berapa peringkat; tanpa ini 10, per unit 3."),
]


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
    report = reports.yearly(found.rules, found.number, summary.rows, found.unopened, found.standing)
    show(ctx, resting(report, found, f"kinerja jelaskan NIP {found.number}"))
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
        from kinerja_cli.services import within_year

        inside = within_year.by_unit_in(database_of(ctx), year, period)
        stands = inside.year.standing
        report = reports.units_in(inside.year.rules, period, inside.units, inside.whole, stands)
        show(ctx, resting(report, inside.year, f"kinerja nilai daftar --periode {period.code} --unit UNIT"))
        _require(complete, inside.whole.missing)
        return
    summary = rekap.by_unit(database_of(ctx), year)
    found = summary.year
    report = reports.units(
        found.rules, found.number, summary.units, summary.whole, found.unopened, found.standing
    )
    show(ctx, resting(report, found, f"kinerja rekap tahunan {found.number} --unit UNIT"))
    _announce(ctx, found.number, found.unopened)
    _require(complete, summary.whole.missing)


@app.command("pegawai", reports=True)
def employee(ctx: typer.Context, nip: NipArgument, complete: MustBeComplete = False) -> None:
    """Rekap satu pegawai: satu baris satu tahun."""
    found = rekap.of_employee(database_of(ctx), nip)
    years = [(year.number, year.rules, ranked) for year, ranked in found.years]
    record_export(ctx, nip)
    counted = [year for year, _ in found.years]
    report = reports.employee(found.name, years, _notes_of(counted, found.newest))
    show(ctx, resting_on(report, counted, found.newest, f"kinerja jelaskan {nip} TAHUN"))
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
    show(ctx, resting(report, found, f"kinerja rekap tahunan {found.number}"))
    _announce(ctx, found.number, found.unopened)
    _require(complete, spread.missing)


@app.command("penilai", reports=True)
def raters(ctx: typer.Context, year: YearArgument = None) -> None:
    """Siapa menilai siapa dan kapan: satu baris satu penilai.

    Bukan perbandingan kerasnya penilai: setiap penilai menilai orang yang berbeda.
    """
    from kinerja_cli.render.raters import rater_report
    from kinerja_cli.services import within_year

    found = within_year.raters(database_of(ctx), year)
    inside = found.year
    report = rater_report(inside.rules, inside.number, found.raters, found.codes, inside.standing)
    show(ctx, resting(report, inside, "kinerja nilai daftar --periode PERIODE"))


@app.command("tren", reports=True)
def trend(
    ctx: typer.Context, nip: OneOrAll = None, unit: UnitOption = None, complete: MustBeComplete = False
) -> None:
    """Tren dari tahun ke tahun: satu baris satu tahun.

    Yang dibandingkan hanya tahun-tahun dengan aturan yang sebanding; di antara yang lain tidak ada selisih.
    """
    if nip is not None and unit is not None:
        raise UsageFault("NIP dan --unit tidak dapat dipakai bersama.", "Tulis salah satu saja.")
    report, years, missing = _trend_of_units(ctx, unit) if nip is None else _trend_of_employee(ctx, nip)
    record_export(ctx, nip)
    show(ctx, report)
    for year in years:
        _announce(ctx, year.number, year.unopened)
    _require(complete, missing)


@app.command("kebijakan", reports=True)
def policy(ctx: typer.Context, year: YearArgument = None) -> None:
    """Satu halaman bagi pimpinan: dari tujuan sampai kepercayaan warga, dibandingkan dengan tahun lalu.

    Setiap angka disertai perintah yang menjelaskannya.
    """
    from kinerja_cli.render.policy import policy_report
    from kinerja_cli.services.policy import page

    found = page(database_of(ctx), year)
    inside = found.year
    report = policy_report(
        inside.rules, inside.number, found.figures, found.differs, inside.unopened, inside.standing
    )
    show(ctx, resting(report, inside, f"kinerja jelaskan NIP {inside.number}"))


@app.command("apresiasi", reports=True)
def appreciation(
    ctx: typer.Context,
    year: YearArgument = None,
    unit: UnitOption = None,
    per_unit: EachUnit = False,
    most: Places = None,
) -> None:
    """Yang patut dihargai: perbaikan yang andal, program terealisasi, layanan yang stabil.

    Peringkat seri ditampilkan utuh; kelompok di bawah 5 orang tidak punya yang terbaik.
    """
    from kinerja_cli.render import appreciation as render
    from kinerja_cli.services.appreciation import Scope, of_year

    found = of_year(database_of(ctx), year, Scope(unit, per_unit, most))
    inside, years = found.year, found.years
    report = render.appreciation(
        inside.rules,
        [one.number for one in years],
        found.lines,
        (found.measure, found.compared),
        found.steady,
        found.small,
        _notes_of(years, found.newest),
    )
    show(ctx, resting_on(report, years, found.newest, f"kinerja jelaskan NIP {inside.number}"))
    _announce(ctx, inside.number, inside.unopened)


def _trend_of_employee(ctx: typer.Context, nip: str) -> tuple[Report, list[Year], int]:
    from kinerja_cli.render.trend import employee_trend

    found = rekap.of_employee(database_of(ctx), nip)
    years = [year for year, _ in found.years]
    rows = [(_trend_year(year), row) for year, (_, row) in found.years]
    report = employee_trend(found.name, rows, _notes_of(years, found.newest))
    report = resting_on(report, years, found.newest, f"kinerja jelaskan {nip} TAHUN")
    return report, years, found.missing


def _trend_of_units(ctx: typer.Context, unit: str | None) -> tuple[Report, list[Year], int]:
    from kinerja_cli.render.trend import unit_trend
    from kinerja_cli.services.trend import of_units

    found = of_units(database_of(ctx), unit)
    years = [year for year, _ in found.years]
    rows = [(_trend_year(year), figures) for year, figures in found.years]
    name = years[-1].rules.institution if found.unit is None else f"{found.unit.code} {found.unit.name}"
    report = unit_trend(name, rows, unit, _notes_of(years, found.newest))
    return resting_on(report, years, found.newest, "kinerja rekap unit TAHUN"), years, found.missing


def _trend_year(year: Year) -> TrendYear:
    from kinerja_cli.domain.trend import TrendYear

    opened = len(year.periods)
    return TrendYear(year.number, year.rules, opened, opened + len(year.unopened))


def _kept_report(kept: rekap.KeptList, *, with_notes: bool) -> Report:
    found = kept.year
    # counting takes a reading of its own, which CSV, TSV and JSON have no use for
    counts = kept.by_status() if with_notes else Counter()
    rows, records = parsed(kept.lines()), kept.lines()
    report = kept_yearly(
        found.rules, found.number, kept.columns, rows, records, found.standing, counts, kept.people
    )
    return resting(report, found, f"kinerja jelaskan NIP {found.number}")


def _notes_of(years: Sequence[Year], newest: Standing) -> list[str]:
    """What several years say of themselves; the receipt is that of all of them."""
    notes: list[str] = []
    for year in years:
        notes += reports.unopened_note(year.number, year.unopened)
        notes += reports.standing_notes(year.number, year.standing._replace(receipt=None))
    return [*notes, *reports.receipt_note(newest.receipt)]


def _announce(ctx: typer.Context, year: int, unopened: Sequence[str]) -> None:
    if draws_for_people(ctx):
        return  # the table on the screen says it already
    session_of(ctx).say(*reports.unopened_note(year, unopened))


def _require(complete: bool, missing: int) -> None:
    if complete and missing:
        raise Incomplete(f"Belum lengkap: {missing} nilai belum ada.", "Lihat: kinerja status")

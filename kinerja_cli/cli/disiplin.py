"""kinerja disiplin catat | batalkan | daftar | tampil."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.options import NeededReason, NipArgument, NipOption, UnitOption, read_date, read_year
from kinerja_cli.cli.output import record_export, show
from kinerja_cli.domain.discipline import DAY_NAMES, has_steps
from kinerja_cli.errors import UsageFault
from kinerja_cli.render import discipline as render
from kinerja_cli.render.report import Cell
from kinerja_cli.services import discipline

app = Group(help="Catat ketidakhadiran tanpa alasan yang sah; tanda menurut PP 94/2021.")

Days = Annotated[
    list[date],
    typer.Argument(parser=read_date, metavar="TANGGAL…", help="Hari ia tidak masuk; boleh beberapa."),
]
SomeDays = Annotated[
    list[date] | None,
    typer.Argument(parser=read_date, metavar="TANGGAL…", help="Hari ia tidak masuk; boleh beberapa."),
]
First = Annotated[
    date | None,
    typer.Option("--dari", parser=read_date, metavar="TANGGAL", help="Hari pertama sebuah rentang."),
]
Last = Annotated[
    date | None,
    typer.Option(
        "--sampai",
        parser=read_date,
        metavar="TANGGAL",
        help="Hari terakhirnya; Sabtu dan Minggu di dalamnya dilewati.",
    ),
]
Note = Annotated[str | None, typer.Option("--catatan", metavar="TEKS", help="Catatan pada setiap harinya.")]
Working = Annotated[
    bool, typer.Option("--hari-kerja", help="Sabtu atau Minggu yang disebut memang hari kerja di kantor itu.")
]
Holidays = Annotated[
    list[date] | None,
    typer.Option(
        "--libur",
        parser=read_date,
        metavar="TANGGAL",
        help="Hari libur, yang tidak memutus hari beruntun; boleh diulang.",
    ),
]
RegisterYear = Annotated[
    int | None,
    typer.Argument(
        parser=read_year, metavar="TAHUN", help="Tahun; tanpa ini, tahun terbaru yang ada catatannya."
    ),
]


@app.command("catat", writes=True)
def record(
    ctx: typer.Context,
    nip: NipArgument,
    days: SomeDays = None,
    first: First = None,
    last: Last = None,
    note: Note = None,
    working: Working = False,
) -> None:
    """Catat hari kerja tidak masuk tanpa alasan yang sah; hari yang sudah tercatat dibiarkan.

    Langkah PP 94/2021 yang tercapai disebut sebagai tanda; hukuman memerlukan pemeriksaan atasan.
    """
    _check_choice(bool(days), first, last, working)
    said = discipline.Recording(nip, tuple(days or ()), first, last, note, working)
    # so that no day is recorded that has not come yet
    done = discipline.record(database_of(ctx), said, datetime.now(UTC))
    counts = f"{done.new + done.equal + done.corrected} hari: {done.new} baru, {done.equal} tetap"
    session_of(ctx).saved(*_told(nip, done), f"{counts}, {done.corrected} koreksi")


@app.command("batalkan", writes=True)
def withdraw(ctx: typer.Context, nip: NipArgument, days: Days, reason: NeededReason) -> None:
    """Batalkan hari yang keliru dicatat, misalnya karena ternyata ada alasan yang sah; versinya tetap disimpan."""
    count = discipline.withdraw(database_of(ctx), nip, days, reason)
    session_of(ctx).saved(f"{count} hari dibatalkan.")


@app.command("daftar", reports=True)
def list_(
    ctx: typer.Context,
    year: RegisterYear = None,
    unit: UnitOption = None,
    nip: NipOption = None,
    holidays: Holidays = None,
) -> None:
    """Daftar pegawai dengan hari tidak masuk, dan langkah PP 94/2021 yang tercapai sebagai tanda."""
    named = frozenset(holidays or ())
    found = discipline.register(database_of(ctx), year, unit, nip, named)
    rows = [
        (line.nip, line.name, line.unit, *render.tally_cells(line.counted, line.has_steps))
        for line in found.lines
    ]
    contract = any(not line.has_steps for line in found.lines)
    odd = [
        f"{line.nip}: {day} tercatat, padahal disebut hari libur; bila keliru, batalkan."
        for line in found.lines
        for day in line.holiday
    ]
    record_export(ctx, nip)
    show(ctx, render.register(found.year, rows, [*render.notes(named, contract), *odd]))


@app.command("tampil", reports=True)
def display(
    ctx: typer.Context, nip: NipArgument, year: RegisterYear = None, holidays: Holidays = None
) -> None:
    """Tampilkan hari-hari seorang pegawai tidak masuk dalam satu tahun."""
    named = frozenset(holidays or ())
    sheet = discipline.day_sheet(database_of(ctx), nip, year, named)
    steps = has_steps(sheet.employee.kind)
    standing = render.year_line(sheet.year, sheet.counted, steps)
    record_export(ctx, nip)
    show(ctx, render.days(nip, sheet.year, _day_rows(sheet), [standing, *render.notes(named, False)]))


def _day_rows(sheet: discipline.DaySheet) -> list[tuple[Cell, ...]]:
    return [
        (
            line.absence.day.isoformat(),
            DAY_NAMES[line.absence.day.weekday()],
            line.absence.of_year,
            line.absence.in_run,
            line.note,
            line.recorded,
        )
        for line in sheet.days
    ]


def _check_choice(days: bool, first: date | None, last: date | None, working: bool) -> None:
    """Raises: UsageFault unless there are either days or a whole range."""
    ranged = first is not None or last is not None
    if days == ranged or (first is None) != (last is None):
        raise UsageFault("Tulis tanggalnya satu per satu, atau --dari TANGGAL --sampai TANGGAL.")
    if ranged and working:
        raise UsageFault("--hari-kerja hanya untuk tanggal yang disebut satu per satu, bukan untuk rentang.")


def _told(nip: str, done: discipline.Recorded) -> Iterator[str]:
    for year, counted, step in done.years:
        yield render.year_line(year, counted, done.has_steps)
        if step is not None and done.has_steps:
            yield render.step_line(nip, step)

"""Arguments and options that several commands share, and the readers of their values.

In a signature: ``def close(ctx: typer.Context, period: PeriodArgument, yes: YesOption = False) -> None``; the
optional ones take ``= None``. A value of its own flag: ``Annotated[date | None, typer.Option("--mulai",
parser=read_date, metavar="TANGGAL", help="…")] = None``. Never hand a domain parser to ``parser=`` directly:
Typer swallows the text of any ValueError.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

import typer

from kinerja_cli.domain.dates import parse_date
from kinerja_cli.domain.nip import parse_nip
from kinerja_cli.domain.periods import Period, parse_period, parse_year
from kinerja_cli.errors import BadValue

Value = TypeVar("Value")


def reader(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    """Fit a domain parser to the command line: its BadValue becomes a usage error with the same text."""

    def read(text: str) -> Value:
        try:
            return parse(text)
        except BadValue as reason:
            raise typer.BadParameter(str(reason)) from None

    return read


read_nip = reader(parse_nip)
read_period = reader(parse_period)
read_year = reader(parse_year)
read_date = reader(parse_date)


NipArgument = Annotated[
    str, typer.Argument(parser=read_nip, metavar="NIP", help="NIP pegawai, 18 angka; spasi boleh.")
]
PeriodArgument = Annotated[
    Period,
    typer.Argument(
        parser=read_period, metavar="PERIODE", help="Seperti 2025-TW1, 2025-03, 2025-S1 atau 2025."
    ),
]
CriterionArgument = Annotated[str, typer.Argument(metavar="KRITERIA", help="Kode atau nama kriteria.")]
YearArgument = Annotated[
    int | None,
    typer.Argument(
        parser=read_year, metavar="TAHUN", help="Tahun; tanpa ini, tahun terbaru yang ada nilainya."
    ),
]
NeededYear = Annotated[int, typer.Argument(parser=read_year, metavar="TAHUN", help="Tahun, mis. 2025.")]
NipOption = Annotated[
    str | None, typer.Option("--nip", parser=read_nip, metavar="NIP", help="Hanya pegawai ini.")
]
PeriodOption = Annotated[
    Period | None, typer.Option("--periode", parser=read_period, metavar="PERIODE", help="Hanya periode ini.")
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="Hanya unit ini dan unit di bawahnya.")
]
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Kode atau nama persis unit.")]
TodayOption = Annotated[
    date | None,
    typer.Option("--hari-ini", parser=read_date, metavar="TANGGAL", help="Anggap hari ini tanggal itu."),
]
ReasonOption = Annotated[
    str | None, typer.Option("--alasan", metavar="TEKS", help="Alasan; dicatat bersama perubahannya.")
]
NeededReason = Annotated[
    str, typer.Option("--alasan", metavar="TEKS", help="Alasan; dicatat bersama perubahannya.")
]
RevisionOption = Annotated[
    int | None,
    typer.Option(
        "--revisi", metavar="N", min=1, help="Revisi yang Anda lihat; ditolak bila sudah diubah sesudahnya."
    ),
]
MustBeComplete = Annotated[
    bool, typer.Option("--wajib-lengkap", help="Berakhir dengan kode 7 bila masih ada yang belum lengkap.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Lanjutkan tanpa bertanya.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Periksa dan tampilkan saja; tidak ada yang disimpan.")
]

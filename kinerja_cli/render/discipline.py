"""`kinerja disiplin daftar` and `tampil` as reports, and what `catat` tells of a step: flags, never sanctions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kinerja_cli.domain.discipline import IN_A_ROW, Step, Tally, ahead, ahead_text, may, reached
from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Cell, Column, Kind, Report

FLAG = (
    "Tanda, bukan hukuman: hukuman disiplin memerlukan pemeriksaan atasan dan dijatuhkan pejabat yang berwenang; "
    "daftar ini tidak mengubah nilai apa pun."
)
_STEPS = (
    "Langkah menurut PP 94/2021: hari kerja tidak masuk tanpa alasan yang sah, kumulatif dalam satu tahun kalender, "
    f"atau {IN_A_ROW} hari kerja beruntun."
)
_UNKNOWN_HOLIDAYS = (
    "Hari libur dan cuti bersama tidak dikenal kinerja, sehingga memutus yang beruntun; "
    "sebutkan dengan --libur TANGGAL."
)
CONTRACT = "PPPK: langkahnya diatur perjanjian kerja."


def register(year: int, rows: Rows, notes: Sequence[str]) -> Report:
    """Rows of NIP, name, unit and the cells of `tally_cells`."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama", hide=2),
        Column("unit", "Unit", hide=4),
        Column("hari", "Hari", Kind.INTEGER),
        Column("beruntun", "Beruntun", Kind.INTEGER),
        Column("tingkat", "Tingkat"),
        Column("langkah", "Langkah", hide=1),
        Column("langkah_berikut", "Langkah berikut", hide=3),
        Column("hari_lagi", "Hari lagi", Kind.INTEGER, hide=3),
    )
    return Report(f"Ketidakhadiran tanpa alasan yang sah {year}", columns, rows, tuple(notes))


def tally_cells(counted: Tally, has_steps: bool) -> Sequence[Cell]:
    """Days, longest run, level, step, next step, days until it; the steps empty where others' rules hold."""
    step = reached(counted) if has_steps else None
    coming = ahead(counted) if has_steps else None
    return (
        counted.days,
        counted.longest,
        None if step is None else step.level.value,
        None if step is None else may(step),
        None if coming is None else ahead_text(counted),
        None if coming is None else coming.days,
    )


def days(nip: str, year: int, rows: Rows, notes: Sequence[str]) -> Report:
    """Rows of day, its name, number in the year, number in its run, note, when it was recorded."""
    columns = (
        Column("tanggal", "Tanggal", Kind.DATE),
        Column("nama_hari", "Hari"),
        Column("hari_ke", "Ke", Kind.INTEGER),
        Column("beruntun", "Beruntun", Kind.INTEGER),
        Column("catatan", "Catatan", hide=1),
        Column("dicatat", "Dicatat", hide=2),
    )
    return Report(f"Ketidakhadiran {nip} tahun {year}", columns, rows, tuple(notes))


def notes(holidays: Iterable[date], contract: bool) -> list[str]:
    """What every format for people says below: what this is not, the source, the holidays that were bridged."""
    named = ", ".join(day.isoformat() for day in sorted(set(holidays)))
    bridged = f"Hari libur yang disebut: {named}." if named else _UNKNOWN_HOLIDAYS
    return [FLAG, _STEPS, bridged, *([CONTRACT] if contract else [])]


def year_line(year: int, counted: Tally, has_steps: bool) -> str:
    """One line that says where a person's year stands: ``2025: 11 hari, terpanjang 3 beruntun; …``."""
    told = f"{year}: {counted.days} hari, terpanjang {counted.longest} beruntun"
    if not has_steps:
        return f"{told}. {CONTRACT}"
    step, coming = reached(counted), ahead(counted)
    now = "belum ada langkah" if step is None else f"{may(step)} ({step.level.value}, PP 94/2021)"
    following = "" if coming is None else f"; {coming.days} hari lagi {ahead_text(counted)}"
    return f"{told}; {now}{following}."


def step_line(nip: str, step: Step) -> str:
    """What is announced when a step is reached."""
    return f"{nip} kini {may(step)}. {FLAG}"

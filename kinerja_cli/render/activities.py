"""`kinerja kegiatan` as reports: the register, one activity, and how far a year of them reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinerja_cli.domain.activities import (
    ENOUGH_HOURS,
    Activity,
    ActivityKind,
    Cause,
    Coverage,
    Reach,
    Reached,
)
from kinerja_cli.render.listings import Rows
from kinerja_cli.render.report import Cell, Column, Kind, Report, points_text

WHOLE = "Seluruhnya"
_HOURS_RULE = (
    f"JP dijumlahkan dari semua kegiatan tahun itu, apa pun jenisnya; cukup berarti sedikitnya {ENOUGH_HOURS} JP "
    "setahun (PermenPANRB 38/2018)."
)
_CAUSES = {
    "sebab_nilai_rendah": Cause.LOW_SCORE,
    "sebab_unit": Cause.UNIT,
    "sebab_acak": Cause.RANDOM,
    "sebab_sukarela": Cause.VOLUNTARY,
    "sebab_semua": Cause.ALL,
}


def register(year: int | None, rows: Rows) -> Report:
    """Rows of `register_row`."""
    columns = (
        Column("id", "No.", Kind.INTEGER),
        Column("tanggal", "Tanggal", Kind.DATE),
        Column("jenis", "Jenis"),
        Column("topik", "Topik"),
        Column("jp", "JP", Kind.INTEGER),
        Column("unit", "Unit", hide=2),
        Column("seleksi", "Seleksi", hide=3),
        Column("hadir", "Hadir", Kind.INTEGER),
        *(Column(key, _words(cause), Kind.INTEGER, hide=1) for key, cause in _CAUSES.items()),
        Column("revisi", "Revisi", Kind.INTEGER, hide=4),
    )
    return Report("Kegiatan" if year is None else f"Kegiatan {year}", columns, rows)


def register_row(activity: Activity, unit: str | None, causes: dict[Cause, int]) -> Sequence[Cell]:
    """One activity with how many attended, in all and by why they were sent."""
    return (
        activity.id,
        activity.day,
        activity.kind.value,
        activity.topic,
        activity.hours,
        unit,
        activity.selection,
        sum(causes.values()),
        *(causes.get(cause, 0) for cause in _CAUSES.values()),
        activity.revision,
    )


def sheet(activity: Activity, unit: str | None, rows: Rows) -> Report:
    """Who attended: rows of NIP, name, unit on that day, why she was sent, note; they can be imported again."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit", hide=2),
        Column("sebab", "Sebab"),
        Column("catatan", "Catatan", hide=1),
    )
    told = f"{activity.kind.capitalize()} '{activity.topic}', {activity.day}, {activity.hours} JP"
    told += "" if unit is None else f", bagi {unit}"
    told += "" if activity.selection is None else f"; peserta dipilih dari nilai {activity.selection}"
    return Report(f"Kegiatan {activity.id}", columns, rows, (f"{told}.",))


def coverage_by_unit(
    year: int, day: str, listed: Iterable[tuple[str, str, Coverage]], whole: Coverage | None
) -> Report:
    """Rows of unit, its name and its coverage; *whole* is the last row, where there is one."""
    columns = (
        Column("unit", "Unit"),
        Column("nama_unit", "Nama unit", hide=4),
        Column("pegawai", "Pegawai", Kind.INTEGER),
        Column("terjangkau", "Terjangkau", Kind.INTEGER),
        Column("persen", "Persen", Kind.POINTS),
        Column("belum_pernah", "Belum pernah", Kind.INTEGER),
        *(Column(kind.value, kind.capitalize(), Kind.INTEGER, hide=2) for kind in ActivityKind),
        Column("jp_rata_rata", "JP rata-rata", Kind.POINTS, hide=3),
        Column("jp_cukup", "JP cukup", Kind.INTEGER, hide=1),
        Column("persen_jp", "Persen JP", Kind.POINTS, hide=1),
    )
    rows: list[Sequence[Cell]] = [(code, name, *_figures(figures)) for code, name, figures in listed]
    if whole is not None:
        rows.append((None, WHOLE, *_figures(whole)))
    notes = (
        _counted(day),
        "Setiap unit memuat unit di bawahnya; kolom jenis menghitung orang yang terjangkau sedikitnya sekali.",
        _HOURS_RULE,
    )
    return Report(f"Cakupan kegiatan {year}", columns, rows, notes)


def coverage_by_person(year: int, day: str, never: bool, rows: Rows, counted: Coverage) -> Report:
    """Rows of `person_row`; *never*: only of those whom nothing has reached up to that year."""
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit", hide=2),
        Column("kegiatan", "Kegiatan", Kind.INTEGER),
        Column("jp", "JP", Kind.INTEGER),
        Column("kurang_jp", "Kurang JP", Kind.INTEGER),
        Column("terakhir", "Terakhir", Kind.DATE, hide=1),
        Column("status", "Status", scale=tuple(Reach)),
    )
    title = "Belum pernah terjangkau kegiatan sampai" if never else "Kegiatan per pegawai"
    share = "" if counted.people == 0 else f" ({points_text(counted.reached_share)} %)"
    told = f"{counted.reached} dari {counted.people} pegawai terjangkau pada {year}{share}; "
    told += f"{counted.never} belum pernah."
    return Report(f"{title} {year}", columns, rows, (told, _counted(day), _HOURS_RULE))


def person_row(nip: str, name: str, unit: str, reached: Reached) -> Sequence[Cell]:
    """One person's year."""
    return (
        nip,
        name,
        unit,
        reached.activities,
        reached.hours,
        reached.lacking,
        reached.last,
        reached.reach.value,
    )


def _figures(figures: Coverage) -> Sequence[Cell]:
    return (
        figures.people,
        figures.reached,
        figures.reached_share,
        figures.never,
        *(figures.by_kind[kind] for kind in ActivityKind),
        figures.mean_hours,
        figures.enough,
        figures.enough_share,
    )


def _counted(day: str) -> str:
    return f"Dihitung: yang bertugas pada {day}, di unit tempat ia berada pada hari itu."


def _words(cause: Cause) -> str:
    return cause.replace("_", " ").capitalize()

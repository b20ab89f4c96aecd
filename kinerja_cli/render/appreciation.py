"""`kinerja rekap apresiasi` as a report: one flat list, and below it how each part of it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinerja_cli.domain.appreciation import LEAST_PERIODS, SERVICE, SMALLEST_GROUP, Part, Praise
from kinerja_cli.domain.points import half_up, show_points
from kinerja_cli.domain.reliable_change import Yardstick
from kinerja_cli.domain.rules import Band, Rating, Rules
from kinerja_cli.render.rekap import policy_note
from kinerja_cli.render.report import Chart, ChartKind, Column, Kind, Report, Series

_NO_WORST = (
    "Bahan apresiasi; yang turun atau terendah tidak pernah didaftar, dan urutannya bukan dasar sanksi."
)
_RULE = (
    "Perbaikan andal menurut Reliable Change Index (Jacobson & Truax 1991): "
    "RCI = selisih nilai_dasar / (s × √(2 × (1 − r))) di atas 1,96, sebelum dibulatkan."
)

_COLUMNS = (
    Column("bagian", "Bagian"),
    Column("peringkat", "#", Kind.INTEGER),
    Column("unit", "Unit", hide=3),
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("angka", "Angka", Kind.POINTS),
    Column("dari", "Dari", hide=1),
    Column("menjadi", "Menjadi", hide=1),
    Column("keterangan", "Keterangan", hide=2),
)


def appreciation(
    rules: Rules,
    years: Sequence[int],
    lines: Sequence[Praise],
    measured: tuple[Yardstick | str | None, int],
    steady: Band | Rating | str,
    small: Sequence[str],
    notes: Sequence[str],
) -> Report:
    """Lines as the service orders them.

    *years*: the year, after the one that it is compared with. *measured*: what changes were measured by, and how many
    people have both years; *steady* and *small* as of `Appreciation`.
    """
    told = [
        *_improvement(years, *measured),
        _programmes(lines),
        _steadiness(steady),
        *_small(small),
        _NO_WORST,
    ]
    return Report(
        f"Apresiasi {years[-1]} · {rules.institution}",
        _COLUMNS,
        lines,
        (*told, *notes, *policy_note(rules)),
        charts=lambda: _charts(rules, lines),
    )


def _improvement(years: Sequence[int], measure: Yardstick | str | None, compared: int) -> Iterator[str]:
    if isinstance(measure, str):
        yield f"Perbaikan tidak dapat dikatakan: {measure}."
        return
    earlier, year = years
    if measure is None:
        yield (
            f"Perbaikan {earlier} → {year}: aturan memakai matriks, tanpa nilai_dasar, jadi dihitung tingkat predikat "
            f"yang naik ({compared} orang punya keduanya); keandalannya tidak dapat diuji."
        )
        return
    yield _RULE
    # a chance of 2.5 % above 1.96 where nobody changed; in hundredths of a person
    alarms = show_points(half_up(compared * 25, 10))
    yield (
        f"Perbaikan {earlier} → {year}: s = {show_points(measure.spread)} ({measure.first} orang tahun {earlier}), "
        f"r = {show_points(measure.correlation)} ({measure.both} orang dengan kedua tahun), seluruh instansi. Dari "
        f"{compared} orang yang dilihat, {alarms} orang (2,5 %) akan tampak membaik walau tak seorang pun berubah. "
        "Yang sangat rendah pada tahun pertama cenderung naik dengan sendirinya."
    )


def _programmes(lines: Sequence[Praise]) -> str:
    count = len({line.remark for line in lines if line.part is Part.PROGRAMME})
    return f"Program: {count} terealisasi, semuanya didaftar menurut poinnya, satu baris tiap pemilik."


def _steadiness(steady: Band | Rating | str) -> str:
    if isinstance(steady, str):
        return f"Layanan stabil tidak dapat dikatakan: {steady}."
    return (
        f"Layanan stabil: kriteria {SERVICE} ada di semua periode yang dibuka (sedikitnya {LEAST_PERIODS}), tidak "
        f"pernah di bawah {steady.name} ({show_points(steady.minimum)}); angka = tertinggi − terendah, yang terkecil "
        "di atas. Angka 0 dapat juga berarti nilainya hanya diulang."
    )


def _small(small: Sequence[str]) -> Iterator[str]:
    if not small:
        return
    where = "Di sini" if small[0] == "" else f"Di {', '.join(small)}"
    yield f"{where} kurang dari {SMALLEST_GROUP} pegawai yang lengkap nilainya: tidak ada yang disebut terbaik."


def _charts(rules: Rules, lines: Sequence[Praise]) -> list[Chart]:
    """The rises, side by side; none under a quadrant, where they are steps."""
    risen = [line for line in lines if line.part is Part.IMPROVEMENT]
    if not risen or rules.quadrant is not None:
        return []
    series = (Series("Kenaikan nilai_dasar", tuple(line.figure for line in risen)),)
    names = tuple(line.name for line in risen)
    axes = ("Pegawai", "Kenaikan")
    return [Chart("Perbaikan yang andal", ChartKind.BARS, names, series, Kind.POINTS, axes)]

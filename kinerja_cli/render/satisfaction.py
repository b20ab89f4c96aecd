"""`kinerja skm rekap` as a report: NRR, IKM, mutu, how sure it is, and which elements are weakest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from kinerja_cli.domain.periods import Cadence, Period
from kinerja_cli.domain.points import half_up_fraction, show_points
from kinerja_cli.domain.satisfaction import ELEMENTS, GRADES, ROUNDED, SurveyLine, grade_of
from kinerja_cli.render.report import Cell, Chart, ChartKind, Column, Kind, Report, Series

_BEST = 100_00
_MOST_DRAWN = 5  # units beside one another in a chart; of more, only all together
_TOGETHER = "Gabungan"
_INTERVAL = (
    "Batas bawah dan atas: rentang 95 % dari sebaran jawaban responden; 'mutu belum pasti' berarti kedua ujungnya "
    "bermutu lain."
)
_INSIDE = "Satu baris memuat jawaban unit itu sendiri; baris tanpa unit menggabungkan unit-unit yang tampil."
_WHOLE = (
    "Baris terakhir, tanpa unit dan berperiode tahun itu: semua jawaban setahun, masing-masing sekali. Survei yang "
    "termuat dalam survei lebih panjang dari unit yang sama tidak dihitung lagi."
)
_NAMES = "NRR unsur (1 sampai 4): " + "; ".join(
    element.name if element.name.lower() == element.key else f"{element.key} = {element.name}"
    for element in ELEMENTS
)
_OLD = (
    "Bobot 0.11 hanya untuk membuat ulang laporan lama: IKM paling tinggi menjadi 99.00. Bobot yang tepat 1/9 "
    "(PermenPANRB 14/2017)."
)


def recap(year: int, lines: Sequence[SurveyLine], weight: Fraction) -> Report:
    """A row a unit and period, one without a unit for all units of a period that has several, and one of the year."""
    columns = (
        Column("unit", "Unit"),
        Column("periode", "Periode"),
        Column("responden", "Responden", Kind.INTEGER),
        *(Column(element.key, element.key.capitalize(), Kind.FINE, hide=3) for element in ELEMENTS),
        Column("ikm", "IKM", Kind.POINTS),
        Column("mutu", "Mutu", scale=tuple(grade.code for grade in GRADES)),
        Column("batas_bawah", "Batas bawah", Kind.POINTS, hide=1),
        Column("batas_atas", "Batas atas", Kind.POINTS, hide=1),
        Column(
            "catatan", "Catatan"
        ),  # never without it: it says how sure the grade is, and whether it counts
    )
    old = weight == ROUNDED
    whole = [_WHOLE] if any(line.whole for line in lines) else []
    notes = [_grades(), _NAMES, _INTERVAL, _INSIDE, *whole, *([_OLD] if old else [])]
    rows = (_cells(line, old) for line in lines)
    return Report(
        f"Survei Kepuasan Masyarakat {year}",
        columns,
        rows,
        tuple(notes if lines else [_nothing(year)]),
        charts=partial(_charts, lines),
    )


def _cells(line: SurveyLine, old: bool) -> tuple[Cell, ...]:
    found = line.found
    return (
        line.unit,
        line.period.code,
        found.respondents,
        *(half_up_fraction(mean * 10_000) for mean in found.means),
        found.shown,
        found.grade.code,
        found.low,
        found.high,
        "; ".join(_remarks(line, old)) or None,
    )


def _remarks(line: SurveyLine, old: bool) -> Iterator[str]:
    found = line.found
    yield from _place(line)
    if not found.is_sure and found.low is not None and found.high is not None:
        yield f"mutu belum pasti: {grade_of(found.low).code} sampai {grade_of(found.high).code}"
    if line.summed == found.respondents:
        yield "tanpa rentang: hanya jumlah yang diimpor"
    elif line.summed:
        yield f"tanpa rentang: dari {line.summed} responden hanya jumlahnya yang diimpor"
    elif found.low is None:
        yield "tanpa rentang: satu responden"
    if found.is_small:
        yield "responden sedikit"
    if found.needed is not None and found.respondents < found.needed:
        yield f"responden kurang: perlu {found.needed} (Krejcie-Morgan)"
    if found.weakest:
        below = " (di bawah 3)" if found.has_weak else ""
        yield f"terlemah: {', '.join(element.key for element in found.weakest)}{below}"
    if old:
        yield "bobot 0.11: laporan lama"


def _place(line: SurveyLine) -> Iterator[str]:
    """What the row is in its year, where that isn't plain."""
    if line.whole:
        yield "seluruh tahun"
    if line.within is not None:
        yield f"tidak dihitung dalam setahun: termuat dalam {line.within.code}"


def _grades() -> str:
    """``Mutu: A sangat baik (88.31–100.00), …``, from the best."""
    tops = [_BEST, *(grade.minimum - 1 for grade in GRADES[:-1])]
    lowest = [*(grade.minimum for grade in GRADES[:-1]), 25_00]
    told = [
        f"{grade.code} {grade.name.lower()} ({show_points(low)}–{show_points(top)})"
        for grade, low, top in zip(GRADES, lowest, tops, strict=True)
    ]
    return f"Mutu dan kinerja unit: {', '.join(told)}."


def _nothing(year: int) -> str:
    return f"Tidak ada SKM tahun {year} di sini; impor dengan: kinerja skm impor BERKAS"


def _charts(lines: Sequence[SurveyLine]) -> list[Chart]:
    """For each length of period the course of the index; of a single period, its units beside one another."""
    charts = []
    for cadence in Cadence:
        own = [line for line in lines if line.period.cadence is cadence and not line.whole]
        periods = list(dict.fromkeys(line.period for line in own))
        if len(periods) > 1:
            charts.append(_course(own, periods))
        elif len(own) > 1:
            charts.append(_beside(own, periods[0]))
    return charts


def _course(lines: Sequence[SurveyLine], periods: Sequence[Period]) -> Chart:
    units = sorted({line.unit for line in lines if line.unit is not None})
    drawn: Sequence[str | None] = units if len(units) <= _MOST_DRAWN else [None]
    by_place = {(line.unit, line.period): line.found.shown for line in lines}
    series = tuple(
        Series(unit or _TOGETHER, tuple(by_place.get((unit, period)) for period in periods)) for unit in drawn
    )
    labels = tuple(period.code for period in periods)
    return Chart("IKM dari waktu ke waktu", ChartKind.LINE, labels, series, Kind.POINTS, ("Periode", "IKM"))


def _beside(lines: Sequence[SurveyLine], period: Period) -> Chart:
    series = (Series("IKM", tuple(line.found.shown for line in lines)),)
    labels = tuple(line.unit or _TOGETHER for line in lines)
    return Chart(f"IKM tiap unit {period.code}", ChartKind.BARS, labels, series, Kind.POINTS, ("Unit", "IKM"))

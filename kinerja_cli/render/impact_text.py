"""What is said of an activity's effect: sentences that never claim more than the comparison allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.estimates import LEAST, Estimate
from kinerja_cli.domain.impact import Caution, Figure, Finding, Impact, Method, Moment, Role, Verdict
from kinerja_cli.domain.points import show_points

_SENT = {
    Cause.LOW_SCORE: "diutus karena nilainya rendah",
    Cause.UNIT: "diutus bersama unitnya",
    Cause.RANDOM: "dipilih secara acak",
    Cause.VOLUNTARY: "ikut atas kemauan sendiri",
    Cause.ALL: "ikut karena semua wajib ikut",
}
_SILENT = {
    Verdict.DISAGREE: "Tidak ada kesimpulan: dua cara menghitung tidak sepakat, lihat baris utama dan pemeriksa.",
    Verdict.MIXED: (
        "Tidak ada kesimpulan: hasilnya lain bila yang mengikuti kegiatan lain tidak dihitung, lihat baris utama dan "
        "tanpa_kegiatan_lain."
    ),
    Verdict.UNLIKE: (
        "Tidak ada kesimpulan: nilai peserta dan yang tidak ikut sudah bergerak berlainan sebelum kegiatan, jadi "
        "keduanya tidak dapat diperbandingkan."
    ),
    Verdict.VOLUNTARY: (
        "Peserta memilih sendiri untuk ikut; selisih ini tidak dapat disebut akibat kegiatan. Angkanya gambaran saja."
    ),
    Verdict.NOBODY_ELSE: (
        "Semua ikut, jadi tidak ada pembanding; perubahan nilai ini tidak dapat disebut akibat kegiatan. Angkanya "
        "gambaran saja."
    ),
    Verdict.TOO_FEW: (
        f"Tidak ada angka: perlu paling sedikit {LEAST} peserta dan {LEAST} pembanding yang nilainya lengkap dan "
        "penilainya tidak berganti, dan nilai yang tidak semuanya sama."
    ),
}
_DESIGN = {
    Cause.UNIT: "Ini perbandingan, bukan percobaan: hal lain yang menimpa unit itu di waktu yang sama ikut terhitung.",
    Cause.RANDOM: "Karena peserta dipilih acak, perbedaan ini dapat dianggap akibat kegiatan.",
}
_LATE = (
    "Peserta diutus karena nilainya rendah, dan nilai rendah cenderung naik sendiri; karena itu peserta dibandingkan "
    "dengan yang tidak ikut pada nilai awal yang sama. Anggapannya: nilai awal dan akhir berhubungan lurus."
)
_SHARED_LUCK = (
    "Orang-orang satu unit bernasib sama dan unit yang dibandingkan sedikit: rentangnya kemungkinan besar terlalu "
    "sempit, jadi hasil ini lemah."
)


class Told(NamedTuple):
    """What the sentences name: the activity's topic, and by `Moment` the codes of the periods, None without one."""

    topic: str
    periods: tuple[str | None, str | None, str | None, str | None]

    def period(self, moment: Moment) -> str:
        """Code of a period, or a dash."""
        return self.periods[moment.value] or "–"


def sentences(found: Impact, told: Told) -> list[str]:
    """All that is said, the verdict first."""
    finding = found.headline
    if finding is None:
        return ["Belum ada peserta yang dicatat pada kegiatan ini."]
    lines = [_verdict(finding, told)]
    if finding.main is not None and finding.main.estimate is not None:
        lines += [*_design(finding, told), *_cautions(finding), *_left_out(finding)]
    naive = finding.by_role(Role.NAIVE)
    if finding.cause is Cause.LOW_SCORE and naive is not None and naive.difference is not None:
        lines.append(
            f"Baris naif bukan hasil: ia dimulai dari {told.period(Moment.LAST)}, nilai yang menyebabkan orang diutus."
        )
    return [*lines, *_others(found, finding)]


def _verdict(finding: Finding, told: Told) -> str:
    main = finding.main
    if main is None or main.estimate is None or finding.verdict in _SILENT:
        return _SILENT.get(finding.verdict, _SILENT[Verdict.TOO_FEW])
    between = _interval(main.estimate)
    if finding.verdict is Verdict.UNPROVEN:
        return f"Belum terbukti ada perubahan karena kegiatan ini: rentangnya memuat 0 ({between})."
    points = show_points(abs(main.estimate.shown))
    side = "lebih tinggi" if finding.verdict is Verdict.HIGHER else "lebih rendah"
    last, after = told.period(main.plan.start), told.period(main.plan.end)
    if main.plan.method is Method.EQUAL_START:
        return (
            f"Pada {after} nilai peserta {points} poin {side} daripada yang tidak ikut dengan nilai {last} yang sama "
            f"({between})."
        )
    who, others = ("rata-rata unit peserta", "unit") if main.by_units else ("nilai peserta", "nilai")
    return (
        f"Dari {last} ke {after} perubahan {who} {points} poin {side} daripada perubahan {others} yang tidak ikut "
        f"({between})."
    )


def _interval(estimate: Estimate) -> str:
    return f"rentang 95 %: {show_points(estimate.low)} sampai {show_points(estimate.high)}"


def _design(finding: Finding, told: Told) -> Iterator[str]:
    if finding.cause is not Cause.LOW_SCORE:
        if finding.verdict in (Verdict.HIGHER, Verdict.LOWER):
            yield _DESIGN[finding.cause]
    elif finding.main is not None and finding.main.plan.start is Moment.LAST:
        yield _LATE
    else:
        yield (
            f"Peserta diutus karena nilai {told.period(Moment.LAST)} rendah, dan nilai rendah cenderung naik sendiri; "
            f"karena itu perbandingan dimulai dari {told.period(Moment.BEFORE)}."
        )


def _cautions(finding: Finding) -> Iterator[str]:
    texts = {
        Caution.LASTING_DIP: (
            "Anggapannya: untung dan malang di satu periode tidak berlanjut ke periode lain. Bila nilai turun lama "
            "lalu pulih (misalnya tahun sakit), hasil ini tampak lebih baik daripada sebenarnya."
        ),
        Caution.SHARED_LUCK: _SHARED_LUCK,
        Caution.NO_CHECK: "Tidak ada cara hitung kedua yang dapat memeriksanya.",
        Caution.NO_PLACEBO: "Tidak dapat diuji apakah kedua kelompok bergerak sama sebelum kegiatan.",
    }
    return (texts[caution] for caution in finding.cautions)


def _left_out(finding: Finding) -> Iterator[str]:
    main = finding.main
    if main is not None and main.changed:
        yield f"{main.changed} orang tidak dihitung karena penilainya berganti di antara kedua periode."
    if main is not None and main.unrated:
        yield f"Penilai {main.unrated} orang tidak tercatat; mereka dihitung seolah-olah penilainya tidak berganti."
    if finding.outside:
        yield f"{finding.outside} orang dari unit yang diutus tidak hadir dan tidak dibandingkan."


def _others(found: Impact, headline: Finding) -> Iterator[str]:
    """What the headline does not speak of, where people were sent for different causes."""
    rest = [finding for finding in found.findings if finding is not headline]
    if rest:
        yield (
            f"Ini tentang {headline.attended} peserta yang {_SENT[headline.cause]}; dihitung sendiri-sendiri dan tidak "
            "termasuk: " + ", ".join(f"{other.attended} yang {_SENT[other.cause]}" for other in rest) + "."
        )


def remarks(figure: Figure, named: Told) -> str | None:
    """What has to be known of one line."""
    if named.periods[figure.plan.start.value] is None:
        return "tidak ada periode sebelumnya"
    told = []
    if figure.difference is None:
        told.append("terlalu sedikit, atau semuanya sama")
    if figure.plan.role is Role.NAIVE:
        told.append("menyesatkan: nilai rendah cenderung naik sendiri")
    if figure.lacking:
        told.append(f"{figure.lacking} orang tanpa nilai di salah satu periode")
    if figure.changed:
        told.append(f"{figure.changed} orang berganti penilai")
    if figure.unrated:
        told.append(f"penilai {figure.unrated} orang tidak tercatat")
    return "; ".join(told) or None

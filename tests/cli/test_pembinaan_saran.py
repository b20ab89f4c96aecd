"""pembinaan saran: whom to look at by which rule, with figures worked out by hand and what chance alone would flag."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import official_office
import pytest
from support_office import flagged, give, nip, note, settle

from kinerja_cli.domain.advice import RULES
from kinerja_cli.domain.reliable_change import Yardstick, yardstick

Kinerja = Callable[..., Any]
TWO = ("2025-TW1", "2025-TW2")
THREE = (*TWO, "2025-TW3")
FOUR = (*THREE, "2025-TW4")


def root(value: Fraction) -> str:
    """A root as it is shown: two places, half up, by whole numbers alone."""
    doubled = math.isqrt(int(value * 40_000))  # of 200 times the root, so that its parity decides the half
    return f"{(doubled + 1) // 2 // 100}.{(doubled + 1) // 2 % 100:02d}"


class TestReliableChange:
    """Where the second values are the first in another order, SE² = 2 s² (1 - r) = Σ (x2 - x1)² / (n - 1)."""

    def office(self, kinerja: Kinerja, *courses: Sequence[tuple[int, int]]) -> None:
        values = {
            number: pair
            for first, course in zip((1, 30), courses, strict=False)
            for number, pair in enumerate(course, start=first)
        }
        settle(kinerja, {number: "A" if number < 30 else "B" for number in values}, *TWO)
        give(kinerja, TWO, values)

    def swapped(self, count: int, high: int, low: int) -> list[tuple[int, int]]:
        """Values 60, 62, … twice, but for two that change places."""
        return [(x, {high: low, low: high}.get(x, x)) for x in range(60, 60 + 2 * count, 2)]

    def test_nine_of_whom_two_change_places(self, kinerja: Kinerja) -> None:
        """Σd² = 64 + 64, SE = √(128 / 8) = 4, RCI = -8 / 4; s² = 240 / 8, r = 1 - 64 / 240 = 11/15."""
        self.office(kinerja, self.swapped(9, 74, 66))
        assert flagged(kinerja, "perubahan_nyata") == {
            nip(8): (
                "-2.00",
                "-1.96",
                "2025-TW1 74.00 → 2025-TW2 66.00; r 0.73, s 5.48 dari 9 orang, A",
            )
        }
        assert note(kinerja, "perubahan_nyata") == (
            "9 orang dilihat, 1 ditandai; 0.23 diduga keliru (2,5 %), 2025-TW1 ke 2025-TW2,"
            " indeks Jacobson dan Truax 1991."
        )  # 9 × 2.5 % = 0.225

    def test_eight_are_enough_and_a_fall_within_chance_is_none(self, kinerja: Kinerja) -> None:
        """SE = √(128 / 7), RCI = -8 / 4.276… = -1.87."""
        self.office(kinerja, self.swapped(8, 74, 66))
        assert flagged(kinerja, "perubahan_nyata") == {}
        assert note(kinerja, "perubahan_nyata").startswith("8 orang dilihat, 0 ditandai; 0.20 diduga keliru")

    def test_a_unit_of_seven_takes_the_norm_of_everybody_and_one_of_nine_its_own(
        self, kinerja: Kinerja
    ) -> None:
        ours, theirs = self.swapped(9, 74, 66), self.swapped(7, 72, 62)
        self.office(kinerja, ours, theirs)
        both = [x for x, _ in (*ours, *theirs)]
        mean = Fraction(sum(both), 16)
        spread = sum(((x - mean) ** 2 for x in both), Fraction(0))
        squares = Fraction(sum((y - x) ** 2 for x, y in (*ours, *theirs)))
        index = root(100 / (squares / 15))  # of a fall by 10
        r = 1 - squares / 2 / spread
        told = flagged(kinerja, "perubahan_nyata")
        assert told[nip(8)][0] == "-2.00"
        assert told.pop(nip(36)) == (
            f"-{index}",
            "-1.96",
            f"2025-TW1 72.00 → 2025-TW2 62.00; r {float(r):.2f}, s {root(spread / 15)} dari 16 orang,"
            " seluruh instansi",
        )
        assert (index, list(told)) == ("2.14", [nip(8)])
        assert note(kinerja, "perubahan_nyata").startswith("16 orang dilihat, 2 ditandai; 0.40 diduga")

    def test_the_norm_stays_everybodys_when_one_unit_is_asked_for(self, kinerja: Kinerja) -> None:
        self.office(kinerja, self.swapped(9, 74, 66), self.swapped(7, 72, 62))
        line = "pembinaan saran 2025 --unit B"
        told = flagged(kinerja, "perubahan_nyata", line)
        assert told == {nip(36): flagged(kinerja, "perubahan_nyata")[nip(36)]}
        assert note(kinerja, "perubahan_nyata", line).startswith(
            "7 orang dilihat, 1 ditandai; 0.18 diduga"  # 7 × 2.5 % = 0.175
        )

    @pytest.mark.parametrize(
        "pairs",
        [
            [(60 + 2 * n, 74 - 2 * n) for n in range(7)],  # seven
            [(60 + 2 * n, 60 + 2 * n - 9) for n in range(9)],  # r = 1
            [(60 + 2 * n, 76 - 2 * n) for n in range(9)],  # r = -1
            [(60 + n % 3, 70) for n in range(9)],  # all alike in the second
            [(70, 60 + n) for n in range(9)],  # or in the first
            [(60 + 10 * (n % 2), 60 + 10 * (n // 2 % 2)) for n in range(8)],  # r = 0
        ],
        ids=["seven", "r=1", "r=-1", "flat", "flat-first", "r=0"],
    )
    def test_where_it_means_nothing_that_is_said(
        self, kinerja: Kinerja, pairs: list[tuple[int, int]]
    ) -> None:
        self.office(kinerja, pairs)
        assert flagged(kinerja, "perubahan_nyata") == {}
        assert note(kinerja, "perubahan_nyata") == (
            "0 orang dilihat, 0 ditandai; tidak diterapkan: perlu dua periode, sedikitnya 8 orang dan korelasi"
            " di antara 0 dan 1."
        )

    def test_one_period_gives_no_change(self, kinerja: Kinerja) -> None:
        settle(kinerja, dict.fromkeys(range(1, 10), "A"), *TWO)
        give(kinerja, TWO[:1], {n: [60 + n] for n in range(1, 10)})
        assert "tidak diterapkan" in note(kinerja, "perubahan_nyata")

    def test_exactly_1_96_is_not_beyond_it(self) -> None:
        """s = 10, r = 1/2: SE = √(2 · 100 · 1/2) = 10."""
        used = Yardstick(8, 8, Fraction(1000**2), Fraction(1, 4))
        assert [used.is_reliable(fall) for fall in (1960, 1961)] == [False, True]
        assert used.rci(6035 - 8000) == -197  # -1.965, a tie away from zero

    def test_who_has_no_value_in_one_of_the_two_is_not_in_the_norm(self, kinerja: Kinerja) -> None:
        values = dict(enumerate(self.swapped(9, 74, 66), start=1))
        settle(kinerja, dict.fromkeys((*values, 20, 21), "A"), *TWO)
        give(kinerja, TWO, {**values, 20: (96, None), 21: (None, 20)})
        assert flagged(kinerja, "perubahan_nyata")[nip(8)][0] == "-2.00"
        assert note(kinerja, "perubahan_nyata").startswith("9 orang dilihat")

    def test_a_norm_of_whole_sums(self) -> None:
        pairs = [(6000 + 200 * n, {7400: 6600, 6600: 7400}.get(v := 6000 + 200 * n, v)) for n in range(9)]
        found = yardstick([first for first, _ in pairs], pairs)
        assert isinstance(found, Yardstick)
        assert found.r_squared == Fraction(11, 15) ** 2
        assert found.variance == 300_000


class TestFalls:
    """Two falls in a row among the last three periods that have a value."""

    @pytest.fixture(autouse=True)
    def office(self, kinerja: Kinerja) -> None:
        settle(kinerja, dict.fromkeys(range(1, 11), "B-1"), *FOUR)
        give(
            kinerja,
            FOUR,
            {
                1: (70, 80, 79, 78),  # falls twice at the end
                2: (80, 79, 78, 78),  # fell twice before
                3: (80, 79, 80, 79),  # never twice in a row
                4: (80, None, 79, 78),  # was excused between
                5: (80, 79, None, 77),  # wasn't rated between
                6: (None, None, 80, 79),  # has two values
                7: (75, 80, 80, 79),  # stays, then falls
                8: (81, 80, 79, 78),  # falls three times
                9: (70, 71, 72, 73),
            },
        )
        kinerja(f"nilai kecualikan {nip(4)} 2025-TW2 disiplin inovasi pelayanan --alasan cuti -q")

    def test_who_fell_twice_by_how_much_and_when(self, kinerja: Kinerja) -> None:
        assert flagged(kinerja, "turun_dua_kali") == {
            nip(1): ("-2.00", "0.00", "2025-TW2 80.00 → 2025-TW3 79.00 → 2025-TW4 78.00"),
            nip(4): ("-2.00", "0.00", "2025-TW1 80.00 → 2025-TW3 79.00 → 2025-TW4 78.00"),
            nip(5): ("-3.00", "0.00", "2025-TW1 80.00 → 2025-TW2 79.00 → 2025-TW4 77.00"),
            nip(8): ("-2.00", "0.00", "2025-TW2 80.00 → 2025-TW3 79.00 → 2025-TW4 78.00"),
        }

    def test_one_in_six_falls_twice_by_chance(self, kinerja: Kinerja) -> None:
        """Eight of ten have three values: 8 / 6 = 1.333…"""
        assert note(kinerja, "turun_dua_kali") == (
            "8 orang dilihat, 4 ditandai; 1.33 diduga keliru: satu dari enam urutan tiga nilai yang acak."
        )

    def test_missing_values_are_counted_and_excused_ones_are_not(self, kinerja: Kinerja) -> None:
        """Three criteria a period; whoever has no score at all lacks twelve."""
        assert flagged(kinerja, "nilai_kosong") == {
            nip(5): ("3.00", "0.00", "nilai belum ada"),
            nip(6): ("6.00", "0.00", "nilai belum ada"),
            nip(10): ("12.00", "0.00", "nilai belum ada"),
        }
        assert note(kinerja, "nilai_kosong").startswith("10 orang dilihat, 3 ditandai; bukan uji statistik")

    def test_a_unit_takes_its_sub_units_along_and_another_has_nobody(self, kinerja: Kinerja) -> None:
        whole = flagged(kinerja, "turun_dua_kali")
        assert flagged(kinerja, "turun_dua_kali", "pembinaan saran 2025 --unit B") == whole
        assert flagged(kinerja, "turun_dua_kali", "pembinaan saran 2025 --unit A") == {}
        assert "tidak ditemukan" in kinerja("pembinaan saran 2025 --unit X", exit_code=4).stderr

    def test_without_a_rule_every_rule_speaks_in_their_order(self, kinerja: Kinerja) -> None:
        told = kinerja("pembinaan saran 2025 --format md").stdout.replace("\\", "").splitlines()
        assert [line.split(":")[0] for line in told if line.split(":")[0] in RULES] == list(RULES)
        assert len(RULES) == 7


def test_falls_are_followed_across_the_turn_of_a_year(kinerja: Kinerja) -> None:
    periods = ("2024-TW2", "2024-TW3", "2024-TW4", "2025-TW1")
    settle(kinerja, dict.fromkeys((1, 2), "A"), *periods)
    give(kinerja, periods, {1: (90, 80, 81, 79), 2: (80, 79, 78, None)})
    assert flagged(kinerja, "turun_dua_kali") == {}  # number 2 fell, but has no value in the year
    assert note(kinerja, "turun_dua_kali").startswith("1 orang dilihat, 0 ditandai; 0.17 diduga keliru")
    assert list(flagged(kinerja, "turun_dua_kali", "pembinaan saran 2024")) == [nip(2)]
    give(kinerja, ("2025-TW1",), {2: (77,)})
    assert list(flagged(kinerja, "turun_dua_kali")) == [nip(2)]


class TestLevel:
    """Among the lowest two predikat: Kurang and Sangat Kurang end where Butuh Perbaikan begins, at 61."""

    def test_the_year_when_it_is_whole_else_its_latest_period(self, kinerja: Kinerja) -> None:
        settle(kinerja, dict.fromkeys(range(1, 7), "A"), *FOUR)
        give(
            kinerja,
            FOUR,
            {
                1: (61, 61, 61, 61),
                2: (61, 61, 61, 60),  # (183 + 60) / 4 = 60.75
                3: (40, 40, 40, 40),
                4: (70, 60, None, None),
                5: (40, 61, None, None),
            },
        )
        assert flagged(kinerja, "nilai_di_bawah") == {
            nip(2): ("60.75", "61.00", "Kurang, tahun 2025"),
            nip(3): ("40.00", "61.00", "Sangat Kurang, tahun 2025"),
            nip(4): ("60.00", "61.00", "Kurang, 2025-TW2 saja: tahun 2025 belum lengkap"),
        }
        assert note(kinerja, "nilai_di_bawah") == (
            "5 orang dilihat, 3 ditandai; bukan uji statistik: dua predikat terendah."
        )

    def test_a_realised_programme_counts_as_it_does_in_the_year(self, kinerja: Kinerja) -> None:
        settle(kinerja, {1: "A"}, *FOUR)
        give(kinerja, FOUR, {1: (60, 60, 60, 60)})
        assert list(flagged(kinerja, "nilai_di_bawah")) == [nip(1)]
        kinerja(
            f"program tambah Loket --tahun 2025 --kategori program_baru --pegawai {nip(1)} -q --bukti SK"
            " --status terealisasi --sebelum '9 menit' --sesudah '3 menit'"
        )
        assert flagged(kinerja, "nilai_di_bawah") == {}

    def test_of_a_quadrant_the_predikat_alone(self, kinerja: Kinerja, workspace: Path) -> None:
        """Kurang: behaviour below expectation alone; Sangat Kurang: results too; no figure and no threshold."""
        official_office.settle(kinerja, workspace)
        assert flagged(kinerja, "nilai_di_bawah") == {
            official_office.GITA: ("", "", "Sangat Kurang, tahun 2025"),
            official_office.HADI: ("", "", "Kurang, 2025-TW3 saja: tahun 2025 belum lengkap"),
            official_office.PUTU: ("", "", "Kurang, tahun 2025"),
        }


class TestFlat:
    """Every criterion alike in every period that has a value."""

    def test_alike_in_every_period_or_not(self, kinerja: Kinerja) -> None:
        settle(kinerja, dict.fromkeys(range(1, 6), "A"), *TWO)
        rows = {1: ("80,80,80", "70,70,70"), 2: ("80,80,80", "80,80,81"), 3: ("80,80,80", None)}
        lines = [
            f"{nip(number)},{period},{scores}\n"
            for number, given in rows.items()
            for period, scores in zip(TWO, given, strict=True)
            if scores is not None
        ]
        kinerja("nilai impor -", stdin=f"nip,periode,disiplin,inovasi,pelayanan\n{''.join(lines)}")
        # two of the three are excused: one value alone is not alike to any other
        kinerja(f"nilai kecualikan {nip(4)} 2025-TW1 disiplin inovasi --alasan cuti -q")
        kinerja(f"nilai catat {nip(4)} 2025-TW1 pelayanan=80 -q")
        course = "periode, semua kriteria sama: 2025-TW1 80.00"
        assert flagged(kinerja, "nilai_rata") == {
            nip(1): ("2.00", "2.00", f"{course} → 2025-TW2 70.00"),
            nip(3): ("1.00", "1.00", course),
        }
        assert note(kinerja, "nilai_rata").startswith("3 orang dilihat, 2 ditandai; bukan uji statistik")


class TestOverdue:
    """Open cases whose next day has passed."""

    def test_from_the_day_after_until_they_meet_or_it_is_closed(self, kinerja: Kinerja) -> None:
        settle(kinerja, {1: "A", 2: "B-1"}, *TWO)
        said = "--penyebab motivasi --bentuk konseling --tanggal 2025-06-02"
        kinerja(f"pembinaan buka {nip(1)} {said} --lanjut 2025-06-10 -q")
        kinerja(f"pembinaan buka {nip(2)} {said} -q")
        on = "pembinaan saran 2025 --hari-ini"
        assert flagged(kinerja, "tindak_lanjut_lewat", f"{on} 2025-06-10") == {}
        assert flagged(kinerja, "tindak_lanjut_lewat", f"{on} 2025-06-11") == {
            nip(1): ("1.00", "0.00", "hari sejak 2025-06-10; kinerja pembinaan tampil 1")
        }
        late = f"{on} 2025-07-10"
        assert flagged(kinerja, "tindak_lanjut_lewat", late)[nip(1)][0] == "30.00"
        assert note(kinerja, "tindak_lanjut_lewat", late) == (
            "2 orang dilihat, 1 ditandai; bukan uji statistik."
        )
        assert flagged(kinerja, "tindak_lanjut_lewat", f"{late} --unit B") == {}
        assert list(flagged(kinerja, "tindak_lanjut_lewat", "pembinaan saran 2025")) == [nip(1)]  # long ago
        kinerja("pembinaan catat 1 --tanggal 2025-06-12 --catatan a -q")
        assert flagged(kinerja, "tindak_lanjut_lewat", late) == {}
        kinerja("pembinaan catat 1 --tanggal 2025-06-13 --catatan a --lanjut 2025-06-20 -q")
        assert flagged(kinerja, "tindak_lanjut_lewat", late)[nip(1)][0] == "20.00"
        kinerja("pembinaan tutup 1 --hasil membaik --catatan a --tanggal 2025-06-25 -q")
        assert flagged(kinerja, "tindak_lanjut_lewat", late) == {}


class TestNeverReached:
    """Whom no activity of the year or an earlier one reached; nobody is missed by what never was."""

    @pytest.fixture(autouse=True)
    def office(self, kinerja: Kinerja) -> None:
        settle(kinerja, {1: "A", 2: "A", 3: "B-1", 4: "B-1"}, "2024-TW4", *TWO)
        kinerja(f"pegawai henti {nip(4)} --tanggal 2025-03-31 -q")

    def attend(self, kinerja: Kinerja, day: str, *numbers: int) -> None:
        made = kinerja(f"kegiatan tambah Loket --jenis pelatihan --tanggal {day} --jp 4 -q").stdout.strip()
        kinerja(f"kegiatan hadir {made} {' '.join(map(nip, numbers))} --sebab semua -q")

    def test_without_an_activity_up_to_the_year_it_is_not_applied(self, kinerja: Kinerja) -> None:
        self.attend(kinerja, "2026-02-02", 1)
        assert flagged(kinerja, "belum_terjangkau") == {}
        assert note(kinerja, "belum_terjangkau") == (
            "0 orang dilihat, 0 ditandai; tidak diterapkan: belum ada kegiatan yang tercatat sampai 2025."
        )

    def test_who_attended_none_up_to_the_year_and_still_serves(self, kinerja: Kinerja) -> None:
        """Number 4 left before the last day of the last opened period."""
        self.attend(kinerja, "2024-11-05", 1)
        self.attend(kinerja, "2026-02-02", 3)
        told = ("0.00", "1.00", "kegiatan dihadiri, dari 1 sampai 2025")
        assert flagged(kinerja, "belum_terjangkau") == {nip(2): told, nip(3): told}
        assert note(kinerja, "belum_terjangkau") == "3 orang dilihat, 2 ditandai; bukan uji statistik."
        assert list(flagged(kinerja, "belum_terjangkau", "pembinaan saran 2025 --unit B")) == [nip(3)]
        assert note(kinerja, "belum_terjangkau", "pembinaan saran 2025 --unit B").startswith(
            "1 orang dilihat"
        )

    def test_it_says_what_the_coverage_says(self, kinerja: Kinerja) -> None:
        self.attend(kinerja, "2025-02-05", 2)
        told = kinerja("kegiatan cakupan 2025 --per-pegawai --format csv").stdout.splitlines()
        never = [line.split(",")[0] for line in told if "belum_pernah" in line]
        assert list(flagged(kinerja, "belum_terjangkau")) == never == [nip(1), nip(3)]

"""Means on the policy's page are judged by who was appraised in both years, and by more than chance moves them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Kinerja = Callable[..., Any]
PEOPLE = [f"19850101201001{2000 + n}" for n in range(1, 9)]
NEW = "198602022011021001"
FINAL, DISCIPLINE = "Rata-rata nilai akhir", "Rata-rata Disiplin"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja) -> None:
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    rows = [f"{nip},Orang {nip[-4:]},KEC" for nip in (*PEOPLE, NEW)]
    kinerja("pegawai impor -", stdin="\n".join(["nip,nama,unit", *rows, ""]))
    kinerja("periode buka 2024-TW1 2025-TW1")


def give(kinerja: Kinerja, values: dict[str, list[int]], period: str) -> None:
    rows = [f"{nip},{period},{','.join(map(str, each))}" for nip, each in values.items()]
    kinerja("nilai impor -", stdin="\n".join(["nip,periode,disiplin,inovasi,pelayanan", *rows, ""]))


def page(kinerja: Kinerja) -> dict[str, dict[str, Any]]:
    rows = json.loads(kinerja("rekap kebijakan 2025 --format json").stdout)
    return {row["ukuran"]: row for row in rows}


def test_a_rise_beyond_chance_is_better_and_one_within_it_is_not_clear(kinerja: Kinerja) -> None:
    """Inovasi changes by 1 and 3: mean 2, s² = 8/7, SE = √(1/7), t with 7 df 2.365: 2 ∓ 0.8939.

    Disiplin by 4 and -3: mean 0.5, s² = 8 · 3.5² / 7 = 14, SE = √(14/8), so 0.5 ∓ 3.1286.
    """
    give(kinerja, {nip: [80, 70, 80] for nip in PEOPLE}, "2024-TW1")
    given = {nip: [84 if n % 2 else 77, 73 if n % 2 else 71, 80] for n, nip in enumerate(PEOPLE)}
    give(kinerja, given, "2025-TW1")
    found = page(kinerja)
    assert (found["Rata-rata Inovasi"]["selisih"], found["Rata-rata Inovasi"]["arti"]) == (2, "membaik")
    assert found["Rata-rata Inovasi"]["keterangan"] == "8 orang yang sama: 2.00 (1.11 sampai 2.89)"
    assert (found[DISCIPLINE]["selisih"], found[DISCIPLINE]["arti"]) == (0.5, "belum jelas")
    assert found[DISCIPLINE]["keterangan"] == "8 orang yang sama: 0.50 (-2.63 sampai 3.63)"


def test_a_mean_that_rose_by_who_came_is_not_clear(kinerja: Kinerja) -> None:
    give(kinerja, {nip: [80, 80, 80] for nip in PEOPLE}, "2024-TW1")
    give(kinerja, {nip: [79 - n % 2, 80, 80] for n, nip in enumerate(PEOPLE)}, "2025-TW1")
    assert page(kinerja)[DISCIPLINE]["arti"] == "memburuk"
    give(kinerja, {NEW: [100, 80, 80]}, "2025-TW1")
    found = page(kinerja)[DISCIPLINE]
    # (4 · 79 + 4 · 78 + 100) / 9 = 80.888…; the same eight fell by 1.5
    assert (found["selisih"], found["arti"]) == (0.89, "belum jelas")


def test_one_person_of_nine_says_nothing(kinerja: Kinerja) -> None:
    give(kinerja, {nip: [80, 80, 80] for nip in (*PEOPLE, NEW)}, "2024-TW1")
    give(kinerja, {NEW: [95, 95, 95]}, "2025-TW1")
    found = page(kinerja)[FINAL]
    assert (found["tahun_lalu"], found["tahun_ini"], found["selisih"], found["arti"]) == (
        80, 95, 15, "belum jelas",
    )  # fmt: skip
    assert found["keterangan"] == "hanya 1 orang lengkap di kedua tahun"


def test_a_year_that_is_not_held_has_no_noughts(kinerja: Kinerja) -> None:
    give(kinerja, {nip: [80, 80, 80] for nip in PEOPLE}, "2024-TW1")
    kinerja("kegiatan tambah Loket --jenis pelatihan --tanggal 2024-02-01 --jp 20")
    kinerja(f"kegiatan hadir 1 {' '.join(PEOPLE)} --sebab semua")
    rows = json.loads(kinerja("rekap kebijakan 2024 --format json").stdout)
    told = {row["ukuran"]: row["tahun_lalu"] for row in rows if row["bagian"] != "Dukungan"}
    assert set(told.values()) == {None}
    # of 2025, whose year before is held, nought is a figure
    assert page(kinerja)["Program terealisasi"]["tahun_lalu"] == 0


def test_activities_without_an_answer_are_counted_and_say_why(kinerja: Kinerja) -> None:
    give(kinerja, {nip: [80, 80, 80] for nip in PEOPLE}, "2025-TW1")
    kinerja("kegiatan tambah Kecil --jenis pelatihan --tanggal 2025-02-01 --jp 20")
    kinerja(f"kegiatan hadir 1 {NEW} --sebab acak")
    kinerja("kegiatan tambah Nanti --jenis pelatihan --tanggal 2025-11-01 --jp 20")
    kinerja(f"kegiatan hadir 2 {' '.join(PEOPLE)} --sebab acak")
    row = page(kinerja)["Kegiatan yang dampaknya tidak dapat dinilai"]
    assert (row["tahun_ini"], row["perintah"]) == (2, "kinerja kegiatan daftar 2025")
    assert row["keterangan"] == (
        "1 diikuti kurang dari 8 orang; 1 tanpa periode bernilai sebelum atau sesudahnya"
    )

"""The story that kinerja began with: a programme that raised pupils' participation lifts the one who made it.

Everybody and every number here is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from scoring_office import json_of, rows_of

Kinerja = Callable[..., Any]
RAMBU, YUSTUS = "199004172015032008", "198811052012011006"
# disiplin, inovasi, pelayanan, quarter by quarter; of both
QUARTERS = ((88, 84, 90), (90, 88, 91), (90, 90, 91), (92, 94, 92))
LIST = b"bulan,terdaftar,hadir\nJanuari,100,71\nDesember,100,84\n"
DIGEST = sha256(LIST).hexdigest()


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("init")
    rules = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    named = rules.replace("Kecamatan Maulafa, Kota Kupang", "Dinas Pendidikan Kabupaten Contoh")
    (workspace / "criteria.yaml").write_text(named, encoding="utf-8")
    kinerja("unit tambah DISDIK 'Dinas Pendidikan'")
    kinerja(f"pegawai tambah {RAMBU} 'Rambu Ata Lende' --unit DISDIK --jabatan 'Analis Partisipasi'")
    kinerja(f"pegawai tambah {YUSTUS} 'Yustus Radja Pono' --unit DISDIK --jabatan 'Analis Kurikulum'")
    kinerja("periode buka 2025-TW1 2025-TW2 2025-TW3 2025-TW4")
    record(kinerja, 2025)
    (workspace / "daftar-hadir.csv").write_bytes(LIST)


def record(kinerja: Kinerja, year: int) -> None:
    for number, (discipline, ideas, service) in enumerate(QUARTERS, 1):
        for nip in (RAMBU, YUSTUS):
            kinerja(
                f"nilai catat {nip} {year}-TW{number} disiplin={discipline} inovasi={ideas} pelayanan={service}"
            )


def result(kinerja: Kinerja, nip: str, year: int = 2025) -> tuple[str, ...]:
    keys = ("peringkat", "nilai_dasar", "nilai_tambah", "nilai_akhir", "predikat")
    return next(
        tuple(r[key] for key in keys) for r in rows_of(kinerja, f"rekap tahunan {year}") if r["nip"] == nip
    )


def register(kinerja: Kinerja) -> None:
    kinerja(f"program tambah 'Jemput Murid' --tahun 2025 --kategori program_baru --pegawai {RAMBU}")
    kinerja("program ubah 1 --status berjalan --sebelum '71 %'")


def realise(kinerja: Kinerja) -> None:
    kinerja("program ubah 1 --status terealisasi --sesudah '84 %' --berkas-bukti daftar-hadir.csv")


def test_the_programme_lifts_her_by_a_band_once_it_is_realised(kinerja: Kinerja) -> None:
    # (88+90+90+92)/4 = 90, (84+88+90+94)/4 = 89, (90+91+91+92)/4 = 91; 0.30*90 + 0.30*89 + 0.40*91 = 90.10
    means = [Fraction(sum(column), 4) for column in zip(*QUARTERS, strict=True)]
    assert sum(w * m for w, m in zip((30, 30, 40), means, strict=True)) / 100 == Fraction("90.10")
    alike = ("1", "90.10", "0.00", "90.10", "Baik")  # Sangat Baik begins at 91
    assert result(kinerja, RAMBU) == result(kinerja, YUSTUS) == alike
    register(kinerja)
    assert result(kinerja, RAMBU) == alike  # under way, it gives nothing yet
    realise(kinerja)
    assert result(kinerja, RAMBU) == ("1", "90.10", "3.00", "93.10", "Sangat Baik")
    assert result(kinerja, YUSTUS) == ("2", "90.10", "0.00", "90.10", "Baik")


def test_explaining_shows_why_with_the_file_its_digest_and_the_effect(kinerja: Kinerja) -> None:
    register(kinerja)
    realise(kinerja)
    told = kinerja(f"jelaskan {RAMBU} 2025").stdout
    for line in (
        "Program 1 'Jemput Murid' (program_baru): terealisasi +3.00; 71 % → 84 % (+13 poin persen); "
        "bukti: daftar-hadir.csv",
        f"  berkas daftar-hadir.csv, {len(LIST)} bita, sidik {DIGEST}",
        "Nilai tambah: jumlah 3.00, paling banyak 5.00 = 3.00",
    ):
        assert f"\n{line}\n" in told
    assert "93.10" in told
    assert "Sangat Baik" in told
    whole = json_of(kinerja, f"jelaskan {RAMBU} 2025")
    assert (whole["nilai_dasar"], whole["nilai_tambah"], whole["nilai_akhir"]) == (90.10, 3.00, 93.10)
    assert whole["predikat"] == "Sangat Baik"
    [programme] = whole["program"]
    assert programme["berkas"] == [{"nama": "daftar-hadir.csv", "sidik": DIGEST, "ukuran": len(LIST)}]
    assert programme["dampak"] == "+13 poin persen"
    assert kinerja(f"jelaskan {YUSTUS} 2025").stdout.count("Program") == 0


def test_whoever_doubts_the_evidence_can_compare_it(kinerja: Kinerja, workspace: Path) -> None:
    register(kinerja)
    realise(kinerja)
    assert rows_of(kinerja, "program cocokkan 1 daftar-hadir.csv")[0]["hasil"] == "sama"
    (workspace / "daftar-hadir.csv").write_bytes(LIST.replace(b"84", b"94"))
    kinerja("program cocokkan 1 daftar-hadir.csv", exit_code=8)


def test_a_programme_that_is_withdrawn_takes_its_points_along(kinerja: Kinerja) -> None:
    register(kinerja)
    realise(kinerja)
    kinerja("program ubah 1 --status batal --alasan 'daftar hadir tidak benar'")
    assert result(kinerja, RAMBU) == ("1", "90.10", "0.00", "90.10", "Baik")
    told = kinerja(f"jelaskan {RAMBU} 2025").stdout
    assert "Program 1 'Jemput Murid' (program_baru): batal, tidak memberi nilai tambah" in told


def test_where_the_rules_do_not_say_so_nobody_is_lifted(kinerja: Kinerja, workspace: Path) -> None:
    """The same year under rules without nilai_tambah: the programme can't even be registered."""
    text = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    without = text[: text.index("nilai_tambah:")] + text[text.index("predikat:") :]
    (workspace / "criteria.yaml").write_text(without, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026-TW1 2026-TW2 2026-TW3 2026-TW4")
    record(kinerja, 2026)
    register(kinerja)
    realise(kinerja)
    told = kinerja("program ubah 1 --tahun 2026 --alasan 'tahun lain'", exit_code=3).stderr
    assert "tanpa nilai_tambah" in told
    assert result(kinerja, RAMBU, 2026) == ("1", "90.10", "0.00", "90.10", "Baik")

"""`kinerja rekap`: the columns, the order and the figures of each summary, with sums that a reader can check."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, CODES, DEDI, LURAH_N, LURAH_S, give, json_of, rows_of, settle

Kinerja = Callable[..., Any]
YEARLY = [
    *("peringkat", "nip", "nama", "unit", "jabatan", *CODES, "nilai_dasar", "nilai_tambah", "nilai_akhir"),
    *("predikat", "status", "belum_ada", "batas_bawah", "batas_atas"),
]
BANDS = ["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"]
REALISED = "--status terealisasi --bukti SK --sebelum 1 --sesudah 2"
LATER = "Tahun 2025 belum penuh: 2025-TW3, 2025-TW4 belum dibuka dan tidak dihitung.\n"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    """Camat 92; Ani 80 and 3 points more, Lurah Naimata 83; Dedi 60; Citra lacks one; Lurah Sikumana is away."""
    settle(kinerja, workspace)
    same = [(CAMAT, 92), (ANI, 80), (LURAH_N, 83), (DEDI, 60)]
    give(kinerja, *(f"{nip},{p},{v},{v},{v}" for nip, v in same for p in ("2025-TW1", "2025-TW2")))
    give(kinerja, f"{CITRA},2025-TW1,70,80,90", f"{CITRA},2025-TW2,80,,90")
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(f"nilai kecualikan {LURAH_S} {period} semua --alasan 'tugas belajar' -q")
    kinerja(f"program tambah Loket --tahun 2025 --kategori program_baru --pegawai {ANI} {REALISED} -q")


def test_the_yearly_columns_are_those_of_the_interface(kinerja: Kinerja) -> None:
    told = kinerja("rekap tahunan 2025 --format csv")
    assert told.stdout.splitlines()[0] == ",".join(YEARLY)
    assert told.stderr == LATER
    rows = json_of(kinerja, "rekap tahunan 2025")
    assert all(list(row) == YEARLY for row in rows)


def test_the_order_is_rank_then_nip_then_incomplete_then_not_appraised(kinerja: Kinerja) -> None:
    rows = rows_of(kinerja, "rekap tahunan 2025")
    assert [(row["peringkat"], row["nip"], row["nilai_akhir"], row["status"]) for row in rows] == [
        ("1", CAMAT, "92.00", "lengkap"),
        ("2", LURAH_N, "83.00", "lengkap"),
        ("2", ANI, "83.00", "lengkap"),  # 80 + 3 shares the rank, and the next is fourth
        ("4", DEDI, "60.00", "lengkap"),
        ("", CITRA, "", "belum_lengkap"),
        ("", LURAH_S, "", "tidak_dinilai"),
    ]


def test_a_complete_line_an_incomplete_one_and_one_without_anything(kinerja: Kinerja) -> None:
    rows = {row["nip"]: row for row in json_of(kinerja, "rekap tahunan 2025")}
    assert rows[ANI] == {
        "peringkat": 2,
        "nip": ANI,
        "nama": "Ani Nope",
        "unit": "KEC",
        "jabatan": "Analis",
        "disiplin": 80,
        "inovasi": 80,
        "pelayanan": 80,
        "nilai_dasar": 80,
        "nilai_tambah": 3,
        "nilai_akhir": 83,
        "predikat": "Baik",
        "status": "lengkap",
        "belum_ada": 0,
        "batas_bawah": None,
        "batas_atas": None,
    }
    # disiplin (70 + 80) / 2, inovasi 80 and a gap, pelayanan 90: 22.5 + 12 + 36 up to 22.5 + 27 + 36
    assert rows[CITRA] == {
        "peringkat": None,
        "nip": CITRA,
        "nama": "Citra Lake",
        "unit": "NAIMATA",
        "jabatan": "Bendahara",
        "disiplin": 75,
        "inovasi": 80,
        "pelayanan": 90,
        "nilai_dasar": None,
        "nilai_tambah": 0,
        "nilai_akhir": None,
        "predikat": None,
        "status": "belum_lengkap",
        "belum_ada": 1,
        "batas_bawah": 70.5,
        "batas_atas": 85.5,
    }
    assert rows[LURAH_S] == {
        "peringkat": None,
        "nip": LURAH_S,
        "nama": "Marten Lay",
        "unit": "SIKUMANA",
        "jabatan": "Lurah",
        **dict.fromkeys(CODES),
        "nilai_dasar": None,
        "nilai_tambah": 0,
        "nilai_akhir": None,
        "predikat": None,
        "status": "tidak_dinilai",
        "belum_ada": 0,
        "batas_bawah": None,
        "batas_atas": None,
    }


def test_numbers_in_json_are_written_with_two_places_and_the_nip_as_text(kinerja: Kinerja) -> None:
    text = kinerja("rekap tahunan 2025 --format json").stdout
    assert f'"nip": "{ANI}"' in text
    assert '"nilai_akhir": 83.00' in text
    assert '"peringkat": 1,' in text
    assert '"batas_bawah": null' in text


@pytest.mark.parametrize(
    ("order", "nips"),
    [
        ("peringkat", [CAMAT, LURAH_N, ANI, DEDI, CITRA, LURAH_S]),
        ("nip", [DEDI, CAMAT, LURAH_S, LURAH_N, ANI, CITRA]),
        ("unit", [CAMAT, ANI, LURAH_N, CITRA, DEDI, LURAH_S]),  # KEC, NAIMATA, SIKUMANA
    ],
)
def test_the_list_is_sorted_as_asked_whatever_the_status(
    kinerja: Kinerja, order: str, nips: list[str]
) -> None:
    assert [row["nip"] for row in rows_of(kinerja, f"rekap tahunan 2025 --urut {order}")] == nips


def test_an_unknown_order_is_a_usage_error(kinerja: Kinerja) -> None:
    assert "peringkat, unit, nip" in kinerja("rekap tahunan --urut nama", exit_code=2).stderr


def test_a_unit_takes_its_sub_units_along_and_ranks_its_own_list(kinerja: Kinerja) -> None:
    rows = rows_of(kinerja, "rekap tahunan 2025 --unit NAIMATA")
    assert [(row["peringkat"], row["nip"]) for row in rows] == [("1", LURAH_N), ("", CITRA)]
    assert len(rows_of(kinerja, "rekap tahunan 2025 --unit 'kecamatan  maulafa'")) == 6
    assert rows_of(kinerja, "rekap tahunan 2025 --unit SIKUMANA-RW") == []
    assert "tidak ditemukan" in kinerja("rekap tahunan 2025 --unit LAIN", exit_code=4).stderr


def test_the_default_year_is_the_newest_that_has_a_score(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1 -q")
    assert kinerja("rekap tahunan --format csv").stdout == kinerja("rekap tahunan 2025 --format csv").stdout
    give(kinerja, f"{ANI},2026-TW1,60,60,60")
    assert {row["nip"]: row["nilai_dasar"] for row in rows_of(kinerja, "rekap tahunan")}[ANI] == "60.00"


def test_who_is_not_expected_in_any_period_is_not_in_that_years_list(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1 -q")
    assert DEDI not in {row["nip"] for row in rows_of(kinerja, "rekap tahunan 2026")}


def test_a_year_that_is_full_is_not_announced_as_short(kinerja: Kinerja) -> None:
    kinerja("periode buka 2025-TW3 2025-TW4 -q")
    assert kinerja("rekap tahunan 2025 --format csv").stderr == ""


@pytest.mark.parametrize(
    "line", ["rekap tahunan", "rekap unit", "rekap distribusi", "rekap distribusi --per-unit"]
)
def test_incomplete_is_seven_and_the_report_is_printed_all_the_same(kinerja: Kinerja, line: str) -> None:
    told = kinerja(f"{line} 2025 --format csv --wajib-lengkap", exit_code=7)
    assert told.stdout == kinerja(f"{line} 2025 --format csv").stdout
    assert told.stderr.endswith("Belum lengkap: 1 nilai belum ada.\nLihat: kinerja status\n")
    kinerja(f"nilai catat {CITRA} 2025-TW2 inovasi=80 -q")
    kinerja(f"{line} 2025 --wajib-lengkap")


def test_only_the_list_that_is_shown_must_be_complete(kinerja: Kinerja) -> None:
    kinerja("rekap tahunan 2025 --unit SIKUMANA --wajib-lengkap")
    kinerja("rekap tahunan 2025 --unit NAIMATA --wajib-lengkap", exit_code=7)


def test_a_file_is_written_also_where_something_is_missing(kinerja: Kinerja, workspace: Path) -> None:
    told = kinerja("rekap tahunan 2025 -o rekap.csv --wajib-lengkap", exit_code=7)
    assert told.stdout == ""
    assert len((workspace / "rekap.csv").read_text().splitlines()) == 7


def test_the_figures_of_every_unit_include_its_sub_units(kinerja: Kinerja) -> None:
    columns = [
        "unit",
        "nama_unit",
        "pegawai",
        "lengkap",
        "rata_rata",
        "median",
        "terendah",
        "tertinggi",
        *BANDS,
    ]
    rows = json_of(kinerja, "rekap unit 2025")
    assert list(rows[0]) == columns
    told = {row["unit"]: list(row.values())[2:] for row in rows}
    assert list(told) == ["KEC", "NAIMATA", "SIKUMANA", "SIKUMANA-RW"]
    # 92, 83, 83, 60: mean 318 / 4, median 83; bands of 91, 76, 61, 51, 0
    assert told["KEC"] == [6, 4, 79.5, 83, 60, 92, 1, 2, 0, 1, 0]
    assert told["NAIMATA"] == [2, 1, 83, 83, 83, 83, 0, 1, 0, 0, 0]
    assert told["SIKUMANA"] == [2, 1, 60, 60, 60, 60, 0, 0, 0, 1, 0]
    assert told["SIKUMANA-RW"] == [0, 0, None, None, None, None, 0, 0, 0, 0, 0]
    assert '"rata_rata": 79.50' in kinerja("rekap unit 2025 --format json").stdout
    assert kinerja("rekap unit").stderr == LATER


# nobody recorded a capaian of these units
NO_GUIDANCE = dict.fromkeys(("batas_paling_sedikit", "batas_paling_banyak", "temuan"))


def test_the_distribution_counts_those_who_have_a_predikat(kinerja: Kinerja) -> None:
    rows = json_of(kinerja, "rekap distribusi 2025")
    assert [tuple(row.items()) for row in rows] == [
        (("predikat", name), ("jumlah", count), ("persen", share), *NO_GUIDANCE.items())
        for name, count, share in [
            ("Sangat Baik", 1, 25),
            ("Baik", 2, 50),
            ("Butuh Perbaikan", 0, 0),
            ("Kurang", 1, 25),
            ("Sangat Kurang", 0, 0),
        ]
    ]
    told = kinerja("rekap distribusi 2025")
    assert "2 pegawai belum punya predikat" in told.stdout
    assert told.stderr == LATER


def test_the_distribution_unit_by_unit(kinerja: Kinerja) -> None:
    rows = rows_of(kinerja, "rekap distribusi 2025 --per-unit")
    assert list(rows[0]) == ["unit", "predikat", "jumlah", "persen", *NO_GUIDANCE]
    assert len(rows) == 4 * 5
    assert [row for row in rows if row["unit"] == "NAIMATA" and row["jumlah"] != "0"] == [
        {
            "unit": "NAIMATA",
            "predikat": "Baik",
            "jumlah": "1",
            "persen": "100.00",
            **dict.fromkeys(NO_GUIDANCE, ""),
        }
    ]
    assert {row["persen"] for row in rows if row["unit"] == "SIKUMANA-RW"} == {""}
    one = rows_of(kinerja, "rekap distribusi 2025 --unit SIKUMANA")
    assert [(row["unit"], row["predikat"], row["jumlah"]) for row in one][3] == ("SIKUMANA", "Kurang", "1")
    assert len(one) == 5
    assert len(rows_of(kinerja, "rekap distribusi 2025 --unit SIKUMANA --per-unit")) == 10


def test_one_employee_has_a_row_a_year_with_the_rank_of_the_whole_list(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1 -q")
    give(kinerja, f"{DEDI},2026-TW1,1,1,1", f"{ANI},2026-TW1,60,60,60")
    rows = json_of(kinerja, f"rekap pegawai {ANI}")
    assert list(rows[0]) == ["tahun", *YEARLY]
    assert [(row["tahun"], row["peringkat"], row["nilai_akhir"]) for row in rows] == [
        (2025, 2, 83),
        (2026, 1, 60),
    ]
    assert [row["tahun"] for row in json_of(kinerja, f"rekap pegawai {DEDI}")] == [2025]


def test_the_short_years_of_one_employee_are_announced_as_well(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1 -q")
    told = kinerja(f"rekap pegawai {ANI} --format csv").stderr
    assert told.startswith(LATER)
    assert "Tahun 2026 belum penuh: 2026-TW2, 2026-TW3, 2026-TW4" in told
    assert kinerja(f"rekap pegawai {ANI} -q").stderr == ""


@pytest.mark.parametrize("line", ["rekap tahunan", "rekap unit", "rekap distribusi", f"jelaskan {ANI}"])
def test_a_year_without_open_periods_is_not_found(kinerja: Kinerja, line: str) -> None:
    assert "Tahun 2023 tidak punya periode" in kinerja(f"{line} 2023", exit_code=4).stderr
    assert "bukan tahun" in kinerja(f"{line} 25", exit_code=2).stderr


def test_a_table_for_people_says_how_it_is_meant(kinerja: Kinerja) -> None:
    told = kinerja("rekap tahunan 2025").stdout
    assert "6 pegawai: 4 lengkap, 1 belum lengkap, 1 tidak dinilai." in told
    assert told.splitlines()[-1].startswith("Nilai menurut kebijakan lokal; predikat resmi mengikuti")
    assert re.search(rf"^\s*2\s+{ANI}\s+Ani Nope\s+KEC\s+Analis", told, re.MULTILINE)

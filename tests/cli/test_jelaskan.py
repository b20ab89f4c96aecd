"""`kinerja jelaskan`: every figure of one person line by line, adding up to what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, CODES, DEDI, LURAH_N, LURAH_S, give, rows_of, settle

Kinerja = Callable[..., Any]
KEYS = (
    "nip",
    "nama",
    "tahun",
    "baris",
    "nilai_dasar",
    "nilai_tambah",
    "nilai_akhir",
    "predikat",
    "status",
    "aturan",
)
LOCAL = "Nilai menurut kebijakan lokal; predikat resmi mengikuti PermenPANRB 6/2022"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def told(kinerja: Kinerja, nip: str = ANI) -> Any:
    """The object, its numbers exact."""
    return json.loads(kinerja(f"jelaskan {nip} 2025 --format json").stdout, parse_float=Decimal)


def thirds(kinerja: Kinerja) -> None:
    """Means whose contributions end in thirds of a cent: each of them would round down."""
    kinerja("periode buka 2025-TW3 -q")
    give(kinerja, f"{ANI},2025-TW1,80,80.01,90", f"{ANI},2025-TW2,80,80,90", f"{ANI},2025-TW3,80.01,80,90.01")


def test_the_object_has_the_keys_of_the_interface(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 inovasi=75,5 pelayanan=90 --catatan rajin")
    give(kinerja, f"{ANI},2025-TW2,90,75.5,90")
    found = told(kinerja)
    assert tuple(found)[: len(KEYS)] == KEYS
    assert (found["nip"], found["nama"], found["tahun"], found["status"]) == (
        ANI,
        "Ani Nope",
        2025,
        "lengkap",
    )
    line = found["baris"][0]
    assert {key: line[key] for key in ("kriteria", "bobot", "rata_rata", "sumbangan")} == {
        "kriteria": "disiplin",
        "bobot": 30,
        "rata_rata": 89,
        "sumbangan": Decimal("26.70"),
    }
    first, second = line["nilai"]
    assert {**first, "dicatat": ""} == {
        "periode": "2025-TW1",
        "nilai": 88,
        "penilai": CAMAT,
        "catatan": "rajin",
        "dicatat": "",
    }
    assert first["dicatat"].endswith(" WITA")
    assert (second["periode"], second["catatan"]) == ("2025-TW2", None)
    assert len(found["aturan"]["digest"]) == 64
    assert found["aturan"]["tahun"] == 2025
    # 0.3 × 89 + 0.3 × 75.5 + 0.4 × 90
    assert (found["nilai_dasar"], found["nilai_akhir"], found["predikat"]) == (Decimal("85.35"),) * 2 + (
        "Baik",
    )


def test_the_contributions_add_up_to_the_shown_total_by_largest_remainder(kinerja: Kinerja) -> None:
    thirds(kinerja)
    found = told(kinerja)
    # disiplin and inovasi 240.01 / 3 × 0.3 = 24.001 each, pelayanan 270.01 / 3 × 0.4 = 36.00133…
    exact = Fraction("240.01") / 3 * 30 / 100 * 2 + Fraction("270.01") / 3 * 40 / 100
    assert Fraction(found["pecahan"]) == exact
    assert sum(line["sumbangan"] for line in found["baris"]) == found["nilai_dasar"] == Decimal("84.00")
    give(kinerja, f"{CITRA},2025-TW1,70.05,70.05,70.05", f"{CITRA},2025-TW2,70.06,70.06,70.06")
    kinerja(f"nilai catat {CITRA} 2025-TW3 disiplin=70,05 inovasi=70,06 pelayanan=70,06 -q")
    hers = told(kinerja, CITRA)
    # 210.16 / 3 × 0.3 = 21.016 and 210.17 / 3 × 0.3 = 21.017, 210.17 / 3 × 0.4 = 28.0226…: 70.0556… is 70.06
    assert [line["sumbangan"] for line in hers["baris"]] == [
        Decimal("21.02"),
        Decimal("21.02"),
        Decimal("28.02"),
    ]
    assert hers["nilai_dasar"] == Decimal("70.06")


def test_the_page_for_people_tells_every_step(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {CITRA} 2025-TW1 disiplin=70 inovasi=80 pelayanan=90 --catatan 'apel rajin' -q")
    kinerja(
        f"nilai catat {CITRA} 2025-TW2 disiplin=80 inovasi=80 pelayanan=90 --penilai 'Wali Kota Kupang' -q"
    )
    page = kinerja(f"jelaskan {CITRA} 2025").stdout
    lines = page.splitlines()
    for expected in (
        f"Citra Lake  {CITRA}",
        "Unit SIKUMANA-RW, Pengadministrasi · 2025-TW1, 1 dari 2 periode",
        "Unit NAIMATA, Bendahara (sejak 2025-05-01) · 2025-TW2, 1 dari 2 periode; "
        "rekap tahun 2025 menghitungnya di sini",
        "Periode yang dihitung: 2025-TW1, 2025-TW2",
        "Tahun 2025 belum penuh: 2025-TW3, 2025-TW4 belum dibuka dan tidak dihitung.",
        "Disiplin (disiplin), bobot 30",
        "  rata-rata (70.00 + 80.00) / 2 = 75.00",
        "  sumbangan 22.50",
        "Nilai tambah: jumlah 0.00, paling banyak 5.00 = 0.00",
        "Nilai dasar = 22.50 + 24.00 + 36.00 = 82.50  (tepatnya 165/2)",
        "Nilai akhir = 82.50 + 0.00, paling tinggi 100.00 = 82.50",
        "Predikat    = Baik: 82.50 mencapai 76.00 (di bawah Sangat Baik: 91.00)",
    ):
        assert expected in lines, expected
    assert "  2025-TW1: 70.00  oleh Marten Lay, dicatat " in page
    assert ' WITA – "apel rajin"' in page
    assert "  2025-TW2: 80.00  oleh Wali Kota Kupang, dicatat " in page
    assert lines[-1] == LOCAL


def test_an_exempted_criterion_drops_out_and_its_weight_goes_to_the_others(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,50,80,90", f"{ANI},2025-TW2,,80,90")
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(f"nilai kecualikan {ANI} {period} disiplin --alasan 'cuti sakit' -q")
    found = told(kinerja)
    gone, *_ = found["baris"]
    assert (gone["rata_rata"], gone["sumbangan"], gone["nilai"]) == (None, 0, [])
    assert gone["dikecualikan"] == [{"periode": p, "alasan": "cuti sakit"} for p in ("2025-TW1", "2025-TW2")]
    assert [value["nilai"] for value in gone["tidak_dihitung"]] == [50]
    # (30 × 80 + 40 × 90) / 70 = 600 / 7
    assert (found["pecahan"], found["nilai_dasar"]) == ("600/7", Decimal("85.71"))
    assert sum(line["sumbangan"] for line in found["baris"]) == Decimal("85.71")
    page = kinerja(f"jelaskan {ANI} 2025").stdout
    assert "  2025-TW1: 50.00 dicatat, tidak dihitung" in page
    assert "  2025-TW1: dikecualikan – cuti sakit" in page
    assert "bobotnya dibagi ke kriteria lain" in page


def test_what_is_missing_is_named_with_the_interval_of_what_may_come(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,80,80,80", f"{ANI},2025-TW2,80,,80")
    found = told(kinerja)
    assert (found["status"], found["belum_ada"]) == ("belum_lengkap", 1)
    assert (found["nilai_dasar"], found["nilai_akhir"], found["predikat"]) == (None, None, None)
    # inovasi 40 to 90: 24 + 12 + 32 to 24 + 27 + 32
    assert (found["batas_bawah"], found["batas_atas"]) == (68, 83)
    assert [line["sumbangan"] for line in found["baris"]] == [None, None, None]
    assert [line["belum_ada"] for line in found["baris"]] == [[], ["2025-TW2"], []]
    page = kinerja(f"jelaskan {ANI} 2025").stdout
    assert "  2025-TW2: BELUM ADA" in page
    assert "Nilai akhir nanti antara 68.00 dan 83.00." in page
    assert "Predikat " not in page


def test_a_year_with_nothing_to_count_is_not_appraised(kinerja: Kinerja) -> None:
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(f"nilai kecualikan {ANI} {period} semua --alasan 'tugas belajar' -q")
    found = told(kinerja)
    assert (found["status"], found["nilai_akhir"], found["belum_ada"], found["batas_atas"]) == (
        "tidak_dinilai",
        None,
        0,
        None,
    )
    assert "Tidak dinilai" in kinerja(f"jelaskan {ANI} 2025").stdout


def test_a_value_outside_the_service_is_told_and_not_counted(kinerja: Kinerja) -> None:
    kinerja("periode buka 2025-TW3 -q")
    give(
        kinerja,
        *(f"{DEDI},{p},{v},{v},{v}" for p, v in (("2025-TW1", 70), ("2025-TW2", 70), ("2025-TW3", 90))),
    )
    found = told(kinerja, DEDI)
    assert (found["periode"], found["nilai_dasar"]) == (["2025-TW1", "2025-TW2"], 70)
    assert [value["periode"] for value in found["baris"][0]["tidak_dihitung"]] == ["2025-TW3"]


def test_who_is_not_expected_in_the_year_is_not_found(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1 -q")
    assert "Dedi Taek" in kinerja(f"jelaskan {DEDI} 2026", exit_code=4).stderr


def test_programmes_are_told_in_every_state_and_the_cap_where_it_is_reached(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,90,90,90", f"{ANI},2025-TW2,90,90,90")
    states = {
        "Satu": "terealisasi",
        "Dua": "terealisasi",
        "Tiga": "usulan",
        "Empat": "berjalan",
        "Lima": "batal",
    }
    for title, state in states.items():
        kinerja(
            f"program tambah {title} --tahun 2025 --kategori program_baru --pegawai {ANI} --status {state} "
            "--bukti SK --sebelum 71 --sesudah 84 -q"
        )
    found = told(kinerja)
    assert [(p["judul"], p["status"], p["poin"]) for p in found["program"]] == [
        ("Satu", "terealisasi", 3),
        ("Dua", "terealisasi", 3),
        ("Tiga", "usulan", 0),
        ("Empat", "berjalan", 0),
        ("Lima", "batal", 0),
    ]
    assert (found["nilai_tambah"], found["nilai_akhir"], found["predikat"]) == (5, 95, "Sangat Baik")
    page = kinerja(f"jelaskan {ANI} 2025").stdout.splitlines()
    assert "Program 1 'Satu' (program_baru): terealisasi +3.00; 71 → 84; bukti: SK" in page
    assert "Program 3 'Tiga' (program_baru): usulan, belum memberi nilai tambah" in page
    assert "Program 5 'Lima' (program_baru): batal, tidak memberi nilai tambah" in page
    assert "Nilai tambah: jumlah 6.00, paling banyak 5.00 = 5.00" in page
    assert "Predikat    = Sangat Baik: 95.00 mencapai 91.00" in page


def test_the_top_of_the_scale_caps_the_final_value(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,99,99,99", f"{ANI},2025-TW2,99,99,99")
    kinerja(
        f"program tambah X --tahun 2025 --kategori program_baru --pegawai {ANI} --status terealisasi "
        "--bukti SK --sebelum 1 --sesudah 2 -q"
    )
    assert "Nilai akhir = 99.00 + 3.00, paling tinggi 100.00 = 100.00" in kinerja(f"jelaskan {ANI}").stdout


def test_it_agrees_with_the_yearly_list_for_everybody(kinerja: Kinerja) -> None:
    thirds(kinerja)
    give(kinerja, f"{CITRA},2025-TW1,70.05,70.06,70.07", f"{LURAH_S},2025-TW1,1,2,3")
    kinerja(f"nilai kecualikan {LURAH_N} 2025-TW1 semua --alasan cuti -q")
    shared = ("nilai_dasar", "nilai_tambah", "nilai_akhir", "predikat", "status", "belum_ada", "batas_bawah")
    for row in rows_of(kinerja, "rekap tahunan 2025"):
        found = told(kinerja, row["nip"])
        assert {key: "" if found[key] is None else str(found[key]) for key in shared} == {
            key: row[key] for key in shared
        }
        means = ["" if line["rata_rata"] is None else str(line["rata_rata"]) for line in found["baris"]]
        assert means == [row[code] for code in CODES]


def test_under_terakhir_the_last_value_alone_counts(kinerja: Kinerja, workspace: Path) -> None:
    rules = (workspace / "criteria.yaml").read_text().replace("agregasi: rata_rata", "agregasi: terakhir")
    (workspace / "kinerja.db").unlink()
    settle(kinerja, workspace, rules=rules)
    give(kinerja, f"{ANI},2025-TW1,50,,90", f"{ANI},2025-TW2,80,80,")
    kinerja(f"nilai kecualikan {ANI} 2025-TW2 pelayanan --alasan cuti -q")
    found = told(kinerja)
    # 0.3 × 80 + 0.3 × 80 + 0.4 × 90, the last quarter in which she isn't exempted
    assert (found["status"], found["nilai_dasar"]) == ("lengkap", 84)
    assert [[v["periode"] for v in line["nilai"]] for line in found["baris"]] == [
        ["2025-TW2"],
        ["2025-TW2"],
        ["2025-TW1"],
    ]
    page = kinerja(f"jelaskan {ANI} 2025").stdout
    assert "  nilai terakhir 80.00" in page
    assert "  2025-TW1: 50.00 dicatat, tidak dihitung" in page
    assert "BELUM ADA" not in page


def test_what_is_not_wajib_and_without_a_value_drops_out(kinerja: Kinerja, workspace: Path) -> None:
    rules = (
        (workspace / "criteria.yaml")
        .read_text()
        .replace('bobot: 30, keterangan: "Gagasan', 'bobot: 30, wajib: false, keterangan: "Gagasan')
    )
    assert "wajib: false" in rules
    (workspace / "kinerja.db").unlink()
    settle(kinerja, workspace, rules=rules)
    give(kinerja, f"{ANI},2025-TW1,80,,90", f"{ANI},2025-TW2,80,,90")
    found = told(kinerja)
    assert (found["status"], found["pecahan"]) == ("lengkap", "600/7")
    assert [line["belum_ada"] for line in found["baris"]] == [[], [], []]


def test_the_rules_digest_is_that_of_the_text_that_was_applied(kinerja: Kinerja, workspace: Path) -> None:
    import hashlib

    give(kinerja, f"{ANI},2025-TW1,80,80,80")
    digest = hashlib.sha256((workspace / "criteria.yaml").read_bytes()).hexdigest()
    (workspace / "criteria.yaml").write_text("instansi: lain\n")
    assert told(kinerja)["aturan"] == {"digest": digest, "tahun": 2025}
    assert digest in kinerja(f"jelaskan {ANI}").stdout


def test_as_a_list_it_has_a_row_a_value_that_counts(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,80,80,80", f"{ANI},2025-TW2,90,80,80")
    rows = rows_of(kinerja, f"jelaskan {ANI} 2025")
    assert [(r["kriteria"], r["periode"], r["nilai"], r["rata_rata"], r["sumbangan"]) for r in rows][:2] == [
        ("disiplin", "2025-TW1", "80.00", "85.00", "25.50"),
        ("disiplin", "2025-TW2", "90.00", "85.00", "25.50"),
    ]
    assert len(rows) == 6


def test_a_value_that_does_not_count_says_why(kinerja: Kinerja) -> None:
    kinerja("periode buka 2025-TW3 -q")
    kinerja(f"nilai catat {DEDI} 2025-TW3 disiplin=77 -q")  # his last day is 31 August
    kinerja(f"nilai catat {ANI} 2025-TW3 inovasi=66 -q")
    kinerja(f"nilai kecualikan {ANI} 2025-TW3 inovasi --alasan Cuti -q")
    page = kinerja(f"jelaskan {DEDI} 2025").stdout
    assert "Bertugas sampai 2025-08-31\n" in page
    assert "2025-TW3: 77.00 dicatat, tidak dihitung – tidak bertugas pada akhir periode itu\n" in page
    assert (
        "2025-TW3: 66.00 dicatat, tidak dihitung – dikecualikan\n" in kinerja(f"jelaskan {ANI} 2025").stdout
    )

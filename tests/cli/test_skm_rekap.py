"""kinerja skm rekap: NRR, IKM and mutu of what was answered, by hand and by the published vector."""

from __future__ import annotations

import json
from fractions import Fraction

import openpyxl
import pytest
from survey_office import HEAD, SUMS, TWO, recap, same, settle, take


@pytest.fixture(autouse=True)
def office(kinerja):
    settle(kinerja)


def test_the_published_vector_exact_and_as_it_was_reported(kinerja):
    take(kinerja, f"{SUMS}PKM,2025,29,105,101,100,116,102,105,106,105,115\n")
    [row] = recap(kinerja)
    assert (row["responden"], row["ikm"], row["mutu"]) == ("29", "91.48", "A")
    assert (row["waktu"], row["biaya"], row["sarana"]) == (
        "3.4483",
        "4.0000",
        "3.9655",
    )  # 100, 116 and 115 / 29
    assert (row["batas_bawah"], row["batas_atas"]) == ("", "")
    assert row["catatan"] == "tanpa rentang: hanya jumlah yang diimpor; terlemah: waktu"
    [old] = recap(kinerja, "--bobot 0,11")
    assert (old["ikm"], old["mutu"]) == ("90.56", "A")
    assert old["catatan"].endswith("; bobot 0.11: laporan lama")
    assert recap(kinerja, "--bobot 1/9") == [row]


@pytest.mark.parametrize(
    ("nrr", "ikm", "mutu", "old", "old_mutu"),
    [
        (354, "88.50", "A", "87.62", "B"),
        (310, "77.50", "B", "76.73", "B"),
        (261, "65.25", "C", "64.60", "D"),
    ],
)
def test_the_weight_that_was_rounded_changes_the_band(kinerja, nrr, ikm, mutu, old, old_mutu):
    take(kinerja, SUMS + same(nrr))
    assert [(row["ikm"], row["mutu"]) for row in recap(kinerja)] == [(ikm, mutu)]
    assert [(row["ikm"], row["mutu"]) for row in recap(kinerja, "--bobot 0.11")] == [(old, old_mutu)]


@pytest.mark.parametrize(
    ("total", "ikm", "mutu"),
    [
        # 25 * total / (9 * 10000): 88.305, 76.605 and 64.995, and one answer less
        (317_897, "88.30", "B"),
        (317_898, "88.31", "A"),
        (275_777, "76.60", "C"),
        (275_778, "76.61", "B"),
        (233_981, "64.99", "D"),
        (233_982, "65.00", "C"),
    ],
)
def test_the_edges_of_the_bands_are_those_of_the_rounded_number(kinerja, total, ikm, mutu):
    each, rest = divmod(total, 9)
    assert int(Fraction(25 * total, 900) + Fraction(1, 2)) == int(ikm.replace(".", ""))  # halves go up
    sums = [each + (place < rest) for place in range(9)]
    take(kinerja, f"{SUMS}PKM,2025,10000,{','.join(map(str, sums))}\n")
    assert [(row["ikm"], row["mutu"]) for row in recap(kinerja)] == [(ikm, mutu)]


def test_respondents_give_an_interval_and_what_it_leaves_open(kinerja):
    take(kinerja, HEAD + TWO)
    [row] = recap(kinerja)
    assert (row["ikm"], row["mutu"], row["batas_bawah"], row["batas_atas"]) == (
        "86.11",
        "B",
        "50.82",
        "100.00",
    )
    assert row["catatan"] == ("mutu belum pasti: D sampai A; responden sedikit; terlemah: waktu (di bawah 3)")


def test_one_respondent_has_no_interval(kinerja):
    take(kinerja, HEAD + TWO.splitlines()[0])
    [row] = recap(kinerja)
    assert (row["batas_bawah"], row["batas_atas"]) == ("", "")
    assert row["catatan"].startswith("tanpa rentang: satu responden; responden sedikit")


def test_a_known_population_narrows_the_interval_and_asks_for_enough(kinerja):
    take(kinerja, HEAD + TWO + "PKM,2025-S2,4,4,4,4,4,4,4,4,4\n")
    [row] = recap(kinerja, "2025 --unit PKM --periode 2025-S1 --populasi 4")
    assert row["batas_bawah"] == "61.15"  # 31 - 12.7062 * sqrt(1 - 2/4), times 25 / 9
    assert "responden kurang: perlu 4 (Krejcie-Morgan)" in row["catatan"]
    assert "ada 2" in kinerja("skm rekap --populasi 4", 2).stderr
    assert "lebih kecil daripada 2" in kinerja("skm rekap --periode 2025-S1 --populasi 1", 3).stderr


def test_a_row_a_unit_and_period_and_one_for_all_that_are_shown(kinerja):
    take(
        kinerja, HEAD + TWO + "OEP,2025-S1,3,3,3,3,3,3,3,3,3\nKecamatan Maulafa,2025-TW1,3,3,3,3,3,3,3,3,3\n"
    )
    rows = recap(kinerja)
    assert [(row["unit"], row["periode"], row["responden"]) for row in rows] == [
        ("KEC", "2025-TW1", "1"), ("OEP", "2025-S1", "1"), ("PKM", "2025-S1", "2"), ("", "2025-S1", "3"),
        ("", "2025", "4"),
    ]  # fmt: skip
    assert rows[3]["ikm"] == "82.41"  # 25 * (30 + 32 + 27) / 27
    assert rows[4]["ikm"] == "80.56"  # 25 * (30 + 32 + 27 + 27) / 36
    assert [row["unit"] for row in recap(kinerja, "--unit PKM")] == ["PKM"]
    assert len(recap(kinerja, "--unit KEC")) == 5
    told = json.loads(kinerja("skm rekap --format json").stdout)
    assert (told[3]["unit"], told[3]["ikm"], told[3]["waktu"]) == (None, 82.41, 2.6667)


def test_the_newest_year_is_shown_and_an_empty_one_says_so(kinerja):
    assert "kinerja skm impor" in kinerja("skm rekap", 4).stderr
    take(kinerja, HEAD + TWO + "PKM,2024,3,3,3,3,3,3,3,3,3\n")
    assert {row["periode"] for row in recap(kinerja)} == {"2025-S1"}
    assert {row["periode"] for row in recap(kinerja, "2024")} == {"2024"}
    assert {row["periode"] for row in recap(kinerja, "--periode 2024")} == {"2024"}
    assert recap(kinerja, "2023") == []
    assert "Tidak ada SKM tahun 2023" in kinerja("skm rekap 2023").stdout
    assert "PKM" in kinerja("skm rekap --unit PKN", 4).stderr


def test_people_read_what_a_grade_means_and_see_a_chart(kinerja, workspace):
    take(kinerja, HEAD + TWO + "PKM,2025-S2,4,4,4,4,4,4,4,4,4\nOEP,2025-S2,3,4,4,4,4,4,4,4,4\n")
    kinerja("skm rekap -o rekap.html")
    page = (workspace / "rekap.html").read_text(encoding="utf-8")
    assert "IKM dari waktu ke waktu" in page
    assert "A sangat baik (88.31–100.00), B baik (76.61–88.30), C kurang baik (65.00–76.60)" in page
    assert "Waktu penyelesaian" in page
    kinerja("skm rekap -o rekap.xlsx")
    sheet = openpyxl.load_workbook(workspace / "rekap.xlsx").worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 2.5)
    assert cell.number_format == "0.0000"
    assert "3,5000" in kinerja("skm rekap --format csv --dialek excel-id").stdout

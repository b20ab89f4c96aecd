"""kinerja skm: what respondents answered comes in whole or not at all, and goes out as NRR, IKM and mutu."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from kinerja_cli.domain.survey_change import Sides, all_together
from kinerja_cli.errors import FaultsFound
from kinerja_cli.imports.source import open_source
from kinerja_cli.services import satisfaction
from kinerja_cli.services.satisfaction_import import SatisfactionImport, import_satisfaction
from kinerja_cli.storage.database import open_database

KEYS = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana"
HEAD = f"unit,periode,{KEYS}\n"
SUMS = f"unit,periode,responden,{KEYS}\n"
COLUMNS = f"unit,periode,responden,{KEYS},ikm,mutu,batas_bawah,batas_atas,catatan"
TWO = "PKM,2025-S1,3,3,3,4,3,4,3,4,3\nPKM,2025-S1,4,4,2,4,3,4,4,4,3\n"


@pytest.fixture(autouse=True)
def office(kinerja):
    for line in (
        "init",
        "unit tambah KEC 'Kecamatan Maulafa'",
        "unit tambah PKM 'Puskesmas Sikumana' --induk KEC",
        "unit tambah OEP Oepura --induk KEC",
    ):
        kinerja(line)


def take(kinerja, text: str, options: str = "", exit_code: int = 0) -> str:
    return kinerja(f"skm impor - {options}", exit_code, stdin=text).stderr


def recap(kinerja, options: str = "") -> list[dict[str, str]]:
    text = kinerja(f"skm rekap {options} --format csv").stdout
    assert text.splitlines()[0] == COLUMNS
    return list(csv.DictReader(io.StringIO(text)))


def same(nrr: int, unit: str = "PKM", period: str = "2025") -> str:
    """A row of sums over a hundred respondents with that NRR (hundredths) of every element."""
    return f"{unit},{period},100,{','.join([str(nrr)] * 9)}\n"


# ---- the figures


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


# ---- importing


def test_typed_twice_nothing_changes_whatever_the_order_of_the_rows(kinerja):
    assert take(kinerja, HEAD + TWO) == "2 responden: 2 baru, 0 tetap, 0 koreksi\n"
    turned = "\n".join(reversed(TWO.splitlines()))
    assert take(kinerja, f"{HEAD}{turned}\n") == "2 responden: 0 baru, 2 tetap, 0 koreksi\n"


def test_other_answers_are_refused_added_or_put_in_the_place(kinerja, workspace):
    take(kinerja, HEAD + TWO)
    late = f"{HEAD}PKM,2025-S1,4,4,4,4,4,4,4,4,4\n"
    told = take(kinerja, late, exit_code=3)
    assert "(masukan baku):2: periode: PKM 2025-S1 sudah berisi jawaban 2 responden yang lain" in told
    assert "--tambah" in told
    assert "--koreksi --alasan" in told
    assert take(kinerja, late, "--tambah").startswith("1 responden: 1 baru")
    assert take(kinerja, late, "--tambah").startswith("1 responden: 0 baru, 1 tetap")  # the very same file
    assert recap(kinerja)[0]["responden"] == "3"
    assert take(kinerja, late.replace("4,4\n", "4,3\n"), "--tambah").startswith("1 responden: 1 baru")
    corrected = take(kinerja, late, "--koreksi --alasan 'salah salin'")
    assert corrected.startswith("1 responden: 0 baru, 0 tetap, 1 koreksi")
    assert recap(kinerja)[0]["responden"] == "1"
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        assert connection.execute("select count(*) from satisfaction_past").fetchone() == (4,)
    assert kinerja("periksa").stdout == ""


@pytest.mark.parametrize(("count", "asked"), [(50, False), (51, True)])
def test_replacing_many_respondents_is_asked_first(kinerja, count, asked):
    """However few rows the correction has: what is asked about is how many recorded ones it replaces."""
    take(kinerja, HEAD + "PKM,2025-S1,3,3,3,3,3,3,3,3,3\n" * count)
    few, options = f"{HEAD}PKM,2025-S1,4,4,4,4,4,4,4,4,4\n", "--koreksi --alasan 'salah berkas'"
    assert "koreksi" in take(kinerja, few, f"{options} --dry-run")
    if asked:
        told = take(kinerja, few, options, 2)
        assert told.startswith("51 responden yang tercatat akan diubah. Lanjutkan? Tidak ada terminal")
        assert recap(kinerja)[0]["responden"] == "51"
        take(kinerja, few, f"{options} --yes")
    else:
        take(kinerja, few, options)
    assert recap(kinerja)[0]["responden"] == "1"
    # what only adds or stays is never asked about
    take(kinerja, few.replace("S1", "S2") + "PKM,2025-S2,4,4,4,4,4,4,4,4,4\n" * count, options)
    assert "0 koreksi" in take(kinerja, few, options)


def test_sums_and_respondents_dont_mix_and_a_correction_changes_the_kind(kinerja):
    take(kinerja, HEAD + TWO)
    sums = f"{SUMS}PKM,2025-S1,2,7,7,5,8,6,8,7,8,6\n"
    told = take(kinerja, sums, exit_code=3)
    assert "sudah berisi jawaban 2 responden" in told
    assert "--tambah" not in told
    assert "--tambah hanya bagi baris responden" in take(kinerja, sums, "--tambah", 2)
    assert "2 koreksi" in take(kinerja, sums, "--koreksi --alasan 'hanya jumlahnya yang sah'")
    assert take(kinerja, sums) == "2 responden: 0 baru, 2 tetap, 0 koreksi\n"
    assert "jumlah dari 2 responden" in take(kinerja, HEAD + TWO, "--tambah", 3)
    assert recap(kinerja)[0]["batas_bawah"] == ""


def test_sums_are_compared_with_the_number_that_they_are_of(kinerja):
    one, ten = HEAD + TWO.splitlines()[0], f"{SUMS}PKM,2025,10,{','.join(['30'] * 9)}\n"
    take(kinerja, one + "\n")
    told = take(kinerja, f"{SUMS}PKM,2025-S1,1,3,3,3,4,3,4,3,4,3\n", exit_code=3)
    assert "sudah berisi jawaban 1 responden" in told  # the same numbers, but no spread is told by a sum
    take(kinerja, ten)
    assert "jumlah dari 10 responden" in take(kinerja, ten.replace(",10,", ",9,"), exit_code=3)


def test_every_fault_is_told_with_its_cell_and_nothing_is_kept(kinerja, workspace):
    rows = (
        "PKM,2025-S1,3,3,3,4,3,4,3,4,3\n"
        "PKN,2025-S1,3,5,3,4,3,4,3,4,3\n"
        "PKM,2025-S3,3,,3,4,3,4,3,4,3,5\n"
        "PKM,2025-X,3,,3.5,4,3,-,0,4,3\n"
    )
    told = kinerja("skm impor - --galat galat.csv", 3, stdin=HEAD + rows).stderr
    for fault in (
        ":3: unit: unit 'PKN' tidak dikenal. Maksud Anda 'PKM'? Tulis kode atau nama persisnya (1 baris)",
        ":3: prosedur: '5' bukan jawaban; tulis bilangan bulat 1 sampai 4",
        ":4: 12 kolom padahal judulnya 11",
        ":5: periode: '2025-X' bukan kode periode",
        ":5: prosedur: kosong; kuesioner yang satu unsurnya tidak dijawab tidak dapat dipakai",
        ":5: waktu: '3.5' bukan jawaban",
        ":5: kompetensi: kosong",
        ":5: perilaku: '0' bukan jawaban",
    ):
        assert fault in told, fault
    assert (workspace / "galat.csv").read_text(encoding="utf-8-sig").splitlines()[0].startswith("galat,unit,")
    assert "Belum ada SKM" in kinerja("skm rekap", 4).stderr


def test_an_unknown_unit_is_told_once_with_how_many_rows_name_it(kinerja, workspace):
    """Else fifty rows of the first would leave no room on the screen for the second."""
    first = ["TAKADA,2025,3,3,3,4,3,4,3,4,3\n"] * 59 + ["TAKADA,2025,3,3,3,4,3,4,3,4,5\n"]
    text = HEAD + "".join([*first, "ENTAH,2025,3,3,3,4,3,4,3,4,3\n"])
    told = kinerja("skm impor - --galat galat.csv", 3, stdin=text).stderr
    assert "unit 'TAKADA' tidak dikenal. Tulis kode atau nama persisnya (60 baris)\n" in told
    assert ":61: sarana: '5' bukan jawaban" in told
    assert "unit 'ENTAH' tidak dikenal. Tulis kode atau nama persisnya (1 baris)\n" in told
    assert "3 kesalahan; tidak ada yang disimpan." in told
    marked = (workspace / "galat.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert all("tidak dikenal" in line for line in marked)


def test_a_name_that_two_units_bear_is_a_fault_of_its_row(kinerja):
    kinerja("unit tambah PKM-2 'Puskesmas Dua' --induk KEC")
    kinerja("unit tambah PKM-3 'Puskesmas Dua' --induk KEC")
    told = take(kinerja, f"{HEAD}Puskesmas Dua,2025{',3' * 9}\n", exit_code=3)
    assert "unit: nama unit 'Puskesmas Dua' dipakai beberapa unit (PKM-2, PKM-3); tulis kodenya" in told


def test_impossible_sums_are_refused(kinerja):
    told = take(
        kinerja, f"{SUMS}PKM,2025,10,41,9,30,30,30,30,30,30,30\nPKM,2025,,40,10,30,30,30,30,30,30,30\n", "", 3
    )
    assert ":2: persyaratan: 41 bukan jumlah jawaban 1–4 dari 10 responden (10 sampai 40)" in told
    assert ":2: prosedur: 9 bukan jumlah" in told
    assert ":3: responden: kosong; tulis jumlah responden" in told
    named = take(kinerja, f"{SUMS}PKM,2025,R01,3,3,3,3,3,3,3,3,3\n", "", 3)
    assert (
        ":2: responden: 'R01' bukan jumlah responden; tulis bilangan bulat mulai 1, tanpa titik; bila kolom"
        in named
    )
    nothing = take(kinerja, f"{SUMS}PKM,,0,1.000,3,3,3,3,3,3,3,3\n", "", 3)
    assert ":2: periode: periode kosong; tulis seperti 2025-TW1" in nothing
    assert ":2: responden: '0' bukan jumlah responden; tulis bilangan bulat mulai 1, tanpa titik;" in nothing
    assert (
        ":2: persyaratan: '1.000' bukan jumlah jawaban; tulis bilangan bulat mulai 1, tanpa titik\n"
        in nothing
    )
    endless = take(kinerja, f"{SUMS}PKM,2025,{'9' * 5000},{'9' * 5000},3,3,3,3,3,3,3,3\n", "", 3)
    assert "2 kesalahan; tidak ada yang disimpan." in endless  # Python itself refuses to read so many digits
    twice = take(kinerja, SUMS + same(300) + same(310), "", 3)
    assert ":3: periode: jumlah PKM 2025 sudah ada di (masukan baku):2; hapus salah satunya" in twice


def test_a_missing_element_is_never_guessed_to_be_a_heading_that_is_understood(kinerja):
    told = take(kinerja, f"unit,periode,{KEYS.replace('prosedur,', '')}\nPKM,2025,3,3,3,3,3,3,3,3\n", "", 3)
    assert "kolom prosedur tidak ada; judul yang terbaca: unit, periode, persyaratan, " in told
    assert "Maksud Anda" not in told


def test_elements_are_known_by_their_name_in_any_order(kinerja):
    head = (
        'Unit Kerja;Periode;"Sarana dan prasarana";"8. Penanganan pengaduan, saran, masukan";Perilaku pelaksana;'
        "Kompetensi pelaksana;Produk spesifikasi jenis pelayanan;Biaya/tarif;U3 Waktu penyelesaian;"
        '"Sistem, mekanisme, prosedur";Persyaratan;Umur\n'
    )
    told = take(kinerja, f"{head}puskesmas sikumana;2025-03;1;2;3;4;1;2;3;4;2;45\n")
    assert "Kolom yang tidak dikenal dan diabaikan: Umur" in told
    [row] = recap(kinerja)
    assert (row["sarana"], row["pengaduan"], row["perilaku"], row["waktu"], row["persyaratan"]) == (
        "1.0000", "2.0000", "3.0000", "3.0000", "2.0000",
    )  # fmt: skip


@pytest.mark.parametrize("head", ["U1,U2,U3,U4,U5,U6,U7,U8,U9", "1,2,3,4,5,6,7,8,9"])
def test_elements_by_number_are_refused_with_the_reason(kinerja, head):
    told = take(kinerja, f"unit,periode,{head}\nPKM,2025,3,3,3,3,3,3,3,3,3\n", "", 3)
    assert "nomor 8 dan 9 (pengaduan, sarana) tertukar" in told
    assert told.count(":1: ") == 9


def test_a_workbook_with_numbers_and_a_month_that_excel_made_a_date(kinerja, workspace):
    book = openpyxl.Workbook()
    book.active.append(["unit", "periode", *KEYS.split(",")])
    book.active.append(["PKM", 2025, *[3] * 9])
    book.active.append(["PKM", date(2025, 3, 1), *[4] * 9])
    book.save(workspace / "skm.xlsx")
    assert "2 responden: 2 baru" in kinerja("skm impor skm.xlsx").stderr
    assert {row["periode"] for row in recap(kinerja)} == {"2025", "2025-03"}


def test_the_year_as_a_whole_comes_last_and_counts_each_answer_once(kinerja):
    """PKM's half-years 27 and 36, OEP's year 9 · 40 of ten that holds its quarter: (63 + 360) · 25 / 108."""
    take(
        kinerja,
        f"{HEAD}PKM,2025-S1,3,3,3,3,3,3,3,3,3\nPKM,2025-S2,4,4,4,4,4,4,4,4,4\nOEP,2025-TW1,1,1,1,1,1,1,1,1,1\n",
    )
    take(kinerja, f"{SUMS}OEP,2025,10,{','.join(['40'] * 9)}\n")
    rows = recap(kinerja)
    assert [(row["unit"], row["periode"], row["responden"], row["ikm"]) for row in rows[2:]] == [
        ("OEP", "2025", "10", "100.00"), ("PKM", "2025-S2", "1", "100.00"), ("", "2025", "12", "97.92"),
    ]  # fmt: skip
    assert rows[0]["catatan"].startswith("tidak dihitung dalam setahun: termuat dalam 2025; tanpa rentang")
    assert rows[-1]["catatan"].startswith(
        "seluruh tahun; tanpa rentang: dari 10 responden hanya jumlahnya yang diimpor"
    )
    assert rows[2]["catatan"].startswith("tanpa rentang: hanya jumlah yang diimpor")
    assert [row["responden"] for row in recap(kinerja, "--unit PKM")] == ["1", "1", "2"]
    assert [row["responden"] for row in recap(kinerja, "--unit OEP")] == ["1", "10", "10"]
    # of one period alone there is no year, but that it isn't counted in it is still said
    [quarter] = recap(kinerja, "--periode 2025-TW1")
    assert quarter["catatan"].startswith("tidak dihitung dalam setahun: termuat dalam 2025")
    assert "Baris terakhir, tanpa unit dan berperiode tahun itu" in kinerja("skm rekap").stdout
    assert "Baris terakhir" not in kinerja("skm rekap --periode 2025-TW1").stdout


def test_the_whole_year_of_respondents_has_an_interval(kinerja):
    """Totals 30, 32, 36 and 18 over nine: s² = (30² + 32² + 36² + 18² - 4 · 29²) / 3 = 60, t of 3 df 3.1824."""
    take(kinerja, f"{HEAD}{TWO}PKM,2025-S2,4,4,4,4,4,4,4,4,4\nOEP,2025,2,2,2,2,2,2,2,2,2\n")
    whole = recap(kinerja)[-1]
    assert (whole["responden"], whole["ikm"]) == ("4", "80.56")  # 25 · 29 / 9
    low = 25 * (29 - 3.1824 * (60 / 4) ** 0.5) / 9
    assert (whole["batas_bawah"], whole["batas_atas"]) == (f"{low:.2f}", "100.00")


def test_a_longer_survey_beside_shorter_ones_is_told_when_it_comes_in(kinerja):
    """A row of the year beside quarters takes their place in it: that may be a slip, so it isn't done in silence."""
    quarters = "".join(f"PKM,2025-TW{n},3,3,3,3,3,3,3,3,3\n" for n in (1, 2))
    assert "memuat" not in take(kinerja, HEAD + quarters + "OEP,2025,3,3,3,3,3,3,3,3,3\n")
    told = take(kinerja, f"{HEAD}PKM,2025,3,3,3,3,3,3,3,3,3\n", "--dry-run")
    line = "SKM PKM 2025 memuat 2025-TW1, 2025-TW2; dalam setahun hanya 2025 yang dihitung.\n"
    assert told.startswith(line + "Bila salah satunya keliru: kinerja skm batalkan UNIT PERIODE --alasan")
    assert take(kinerja, f"{HEAD}PKM,2025,3,3,3,3,3,3,3,3,3\n").startswith(line)
    assert "memuat" not in take(kinerja, f"{HEAD}PKM,2025,3,3,3,3,3,3,3,3,3\n")  # nothing new
    # and the other way round: what lies within is told, not what was told before
    months = (
        f"{HEAD}PKM,2025-07,3,3,3,3,3,3,3,3,3\nOEP,2025-S2,3,3,3,3,3,3,3,3,3\nOEP,2025-07,3,3,3,3,3,3,3,3,3\n"
    )
    assert take(kinerja, months).splitlines()[:2] == [
        "SKM PKM 2025 memuat 2025-07; dalam setahun hanya 2025 yang dihitung.",
        "SKM OEP 2025 memuat 2025-S2, 2025-07; dalam setahun hanya 2025 yang dihitung.",
    ]
    kinerja("skm batalkan PKM 2025 --alasan 'salah ketik'")
    assert [row["catatan"][:5] for row in recap(kinerja, "--unit PKM")] == ["tanpa"] * 3 + ["selur"]


def test_of_many_overlaps_the_rest_is_counted(kinerja):
    units = [f"U{number:02d}" for number in range(52)]
    kinerja("unit impor -", stdin="\n".join(["kode,nama", *(f"{code},Unit {code}" for code in units)]))
    rows = [f"{code},{period}{',3' * 9}" for code in units for period in ("2025", "2025-TW1")]
    told = take(kinerja, HEAD + "\n".join(rows)).splitlines()
    assert sum(line.endswith("hanya 2025 yang dihitung.") for line in told) == 50
    assert told[50] == "… dan 2 lagi."


def test_a_period_that_is_yet_to_come_is_refused(kinerja):
    rows = "PKM,2099-TW1,3,3,3,3,3,3,3,3,5\nPKM,9998,3,3,3,3,3,3,3,3,3\nPKM,2025,3,3,3,3,3,3,3,3,3\n"
    told = take(kinerja, HEAD + rows, "", 3)
    assert ":2: periode: 2099-TW1 belum mulai; hari ini 2" in told
    assert ":2: sarana: '5' bukan jawaban" in told
    assert ":3: periode: 9998 belum mulai" in told
    assert "3 kesalahan; tidak ada yang disimpan." in told


@pytest.mark.parametrize(
    ("hour", "fine"),
    [(15, False), (16, True)],  # UTC: midnight in WITA
)
def test_a_period_begins_by_the_clock_of_the_office(workspace, hour, fine):
    file = workspace / "skm.csv"
    file.write_text(f"{HEAD}PKM,2025-TW2,3,3,3,3,3,3,3,3,3\n", encoding="utf-8")
    now = datetime(2025, 3, 31, hour, tzinfo=UTC)
    with (
        closing(open_database(workspace / "kinerja.db")) as opened,
        open_source(str(file), BytesIO()) as source,
    ):
        if fine:
            assert import_satisfaction(opened, source, SatisfactionImport(), now).new == 1
        else:
            with pytest.raises(FaultsFound, match="2025-TW2 belum mulai; hari ini 2025-03-31"):
                import_satisfaction(opened, source, SatisfactionImport(), now)


def test_a_period_of_another_year_is_named_whole(kinerja):
    take(kinerja, HEAD + TWO)
    told = kinerja("skm rekap 2025 --periode 2024-TW1", 2).stderr
    assert "Periode 2024-TW1 bukan dari tahun 2025." in told


def test_a_look_keeps_nothing_and_a_correction_needs_a_reason(kinerja):
    assert "(hanya diperiksa; tidak ada yang disimpan)" in take(kinerja, HEAD + TWO, "--dry-run")
    kinerja("skm rekap", 4)
    assert "--alasan" in take(kinerja, HEAD + TWO, "--koreksi", 2)
    assert "tidak dapat dipakai bersama" in take(kinerja, HEAD + TWO, "--koreksi --alasan x --tambah", 2)


def test_a_survey_that_was_recorded_by_mistake_is_taken_back_and_told(kinerja):
    take(kinerja, HEAD + TWO)
    assert (
        "SKM PKM 2025-S1 dibatalkan: 2 responden."
        in kinerja("skm batalkan PKM 2025-S1 --alasan 'salah unit'").stderr
    )
    assert "Tidak ada SKM PKM 2025-S1" in kinerja("skm batalkan PKM 2025-S1 --alasan 'salah unit'", 4).stderr
    told = kinerja("riwayat --perintah 'skm batalkan' --format csv").stdout.splitlines()[1:]
    assert len(told) == 18  # two respondents' nine answers
    assert ",skm PKM 2025-S1 1,,,persyaratan,3,,salah unit" in told[0]
    assert kinerja("periksa").stdout == ""


def test_closing_a_year_doesnt_freeze_its_surveys(kinerja, workspace):
    rules = "instansi: X\nberlaku: 2024\nperiode: tahun\nskala: {min: 0, maks: 100}\nkriteria:\n"
    rules += "  - {kode: a, nama: A, bobot: 100, wajib: false}\npredikat:\n  - {kode: baik, nama: Baik, minimal: 0}\n"
    (workspace / "criteria.yaml").write_text(rules, encoding="utf-8")
    for line in ("periode buka 2025", "periode tutup 2025 --yes", "tahun tutup 2025 --yes"):
        kinerja(line)
    assert "2 responden: 2 baru" in take(kinerja, HEAD + TWO)


# ---- for other pieces


@pytest.fixture
def database(kinerja, workspace):
    rows = ["PKM,2025-S1,3,3,3,3,3,3,3,3,3", "PKM,2025-S2,4,4,4,4,4,4,4,4,4", "OEP,2025,4,4,4,4,4,4,4,4,4"]
    rows += ["OEP,2025-TW1,1,1,1,1,1,1,1,1,1", "PKM,2024-12,2,2,2,2,2,2,2,2,2"]
    take(kinerja, HEAD + "\n".join(rows))
    with closing(open_database(workspace / "kinerja.db")) as opened:
        yield opened


def totals(sides: Sides) -> list[tuple[int, int] | None]:
    """Respondents and the sum of their answers, before and after."""
    return [None if side is None else (side.respondents, side.total) for side in sides]


def tally_of_year(connection, year, units=None):
    """All answers of a year, of these units (numbers) or of everybody; None without any."""
    return all_together(satisfaction.year_by_year(connection, year, units).values())[1]


def test_a_year_counts_nobody_twice(database):
    with database.read() as connection:
        whole = tally_of_year(connection, 2025)
        assert whole is not None
        assert (whole.respondents, whole.total) == (
            3,
            99,
        )  # the quarter lies in the year that the same unit has
        own = tally_of_year(connection, 2025, {2})
        assert own is not None
        assert (own.respondents, own.total, own.squares) == (2, 63, 27**2 + 36**2)
        assert own.own == (3**2 + 4**2,) * 9
        assert tally_of_year(connection, 2023) is None


def test_each_element_keeps_the_squares_of_its_own_answers(kinerja, workspace):
    # 3,3,3,4,3,4,3,4,3 and 4,4,2,4,3,4,4,4,3 beside 1 to 4 by turns
    take(kinerja, f"{HEAD}{TWO}PKM,2025-S1,1,2,3,4,1,2,3,4,1\nOEP,2025-S1,4,3,2,1,4,3,2,1,4\n")
    with closing(open_database(workspace / "kinerja.db")) as opened, opened.read() as connection:
        own = tally_of_year(connection, 2025, {2})
    assert own is not None
    assert own.own == (26, 29, 22, 48, 19, 36, 34, 48, 19)


def test_before_and_after_a_day_without_the_periods_that_hold_it(database):
    with database.read() as connection:
        found = satisfaction.around(connection, date(2025, 7, 1))
        # OEP's quarter counts: the year that holds it, and the day too, is on neither side
        assert {unit: totals(sides) for unit, sides in found.units.items()} == {
            2: [(2, 18 + 27), (1, 36)],
            3: [(1, 9), None],
        }
        assert found.straddling == ("2025",)
        on_its_last_day = satisfaction.around(connection, date(2025, 6, 30), {2})
        # the half-year that ends on the day is on neither side
        assert totals(on_its_last_day.units[2]) == [(1, 18), (1, 36)]
        assert on_its_last_day.straddling == ("2025-S1",)


def test_two_years_are_held_beside_each_other_unit_by_unit(database):
    with database.read() as connection:
        found = satisfaction.year_by_year(connection, 2025)
        # OEP's quarter lies in its year
        assert {unit: totals(sides) for unit, sides in found.items()} == {
            2: [(1, 18), (2, 63)],
            3: [None, (1, 36)],
        }
        assert satisfaction.year_by_year(connection, 2025, {3}).keys() == {3}

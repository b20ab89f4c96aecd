"""kinerja skm impor and batalkan: what respondents answered comes in whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from survey_office import HEAD, KEYS, SUMS, TWO, recap, same, settle, take

from kinerja_cli.errors import FaultsFound
from kinerja_cli.imports.source import open_source
from kinerja_cli.services.satisfaction_import import SatisfactionImport, import_satisfaction
from kinerja_cli.storage.database import open_database


@pytest.fixture(autouse=True)
def office(kinerja):
    settle(kinerja)


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


def test_a_day_that_was_typed_as_text_is_no_month_after_one_that_excel_made(kinerja, workspace):
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append(["PKM", date(2025, 3, 1), *[4] * 9])
    book.active.append(["PKM", "2025-03-01", *[4] * 9])
    book.save(workspace / "skm.xlsx")
    told = kinerja("skm impor skm.xlsx", exit_code=3).stderr
    assert "'2025-03-01' bukan kode periode" in told
    assert "1 kesalahan" in told


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

"""kinerja sasaran tetapkan | ubah | batal | realisasi | daftar | tampil | lembar | capaian."""

from __future__ import annotations

import json

import pytest
from target_office import ANI, BUDI, CITRA, aim, listed, realise, settle


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    return workspace


SET = f"sasaran tetapkan {BUDI} 2025 --hasil Arsip --indikator 'Arsip rapi' --target 7-8,5 --satuan box"


class TestSetting:
    def test_its_number_alone_is_on_stdout(self, kinerja):
        result = kinerja(f"{SET} --arah turun --aspek waktu --hitung jumlah --bobot 2,5 --dari 2025-TW2")
        assert result.stdout == "1\n"
        assert result.stderr == "Sasaran 1 ditetapkan.\n"
        [row] = listed(kinerja, "sasaran daftar")
        assert row == {
            "id": "1", "tahun": "2025", "nip": BUDI, "nama": "Budi Nenabu", "jenis": "utama", "tujuan": "",
            "hasil": "Arsip", "indikator": "Arsip rapi", "aspek": "waktu", "target": "7–8.50", "satuan": "box",
            "arah": "turun", "hitung": "jumlah", "bobot": "2.50", "puncak": "", "dari": "2025-TW2", "sampai": "",
            "capaian": "", "nilai": "", "belum_ada": "3", "revisi": row["revisi"],
        }  # fmt: skip

    def test_the_very_same_again_changes_nothing_and_gives_the_same_number(self, kinerja, rows):
        kinerja(SET)
        before = rows("select count(*) from journal")
        result = kinerja(SET)
        assert (result.stdout, result.receipt) == ("1\n", None)
        assert result.stderr == "Sasaran 1 sudah ada begitu; tidak ada yang berubah.\n"
        assert rows("select count(*) from journal") == before

    def test_another_figure_for_the_same_indicator_is_refused_whatever_its_case(self, kinerja, refused):
        kinerja(SET)
        line = SET.replace("7-8,5", "9").replace("'Arsip rapi'", "'ARSIP  rapi'")
        assert refused(line) == [
            "Sasaran 1 sudah ada dengan hasil kerja dan indikator itu: target 7–8.50 box, bobot 1.00.",
            "Untuk mengubahnya: kinerja sasaran ubah 1 --alasan '…'",
        ]
        assert kinerja(f"{line} --dari 2025-TW3").stdout == "2\n"  # a second SKP in the year may repeat it

    @pytest.mark.parametrize(
        ("target", "told"),
        [
            ("0", "target '0' nol"),
            ("8-7", "rentang '8-7' terbalik"),
            ("1.000", "'1.000' punya 3 angka di belakang tanda desimal"),
            ("5-6-7", "'5-6-7' bukan target"),
            ("2025-08-07", "Excel mengubah rentang seperti 7-8 menjadi tanggal; tulis 7 s.d. 8"),
            ("1.0000.000", "bukan angka"),
            ("banyak", "'banyak' bukan angka"),
            ("99999999999999999", "terlalu besar"),
        ],
    )
    def test_a_target_that_is_none_is_refused_in_words(self, refused, target, told):
        lines = refused(SET.replace("7-8,5", target), 2)
        assert lines[0].startswith("kinerja sasaran tetapkan: galat: --target: ")
        assert told in lines[0]

    @pytest.mark.parametrize(
        ("target", "held"),
        [
            ("150.000.000", (150_000_000_00, 150_000_000_00)),
            ("1.234,5", (1_234_50, 1_234_50)),
            ("1.500.000,25 s.d. 2.000.000", (1_500_000_25, 2_000_000_00)),
            ("7 s/d 8", (7_00, 8_00)),
            ("7–8", (7_00, 8_00)),
        ],
    )
    def test_rupiah_and_ranges_as_they_are_written(self, kinerja, rows, target, held):
        kinerja(SET.replace("7-8,5", f"'{target}'"))
        assert rows("select low, high from target") == [held]

    def test_all_faults_of_a_target_come_at_once(self, refused):
        line = (
            f"sasaran tetapkan {BUDI} 2025 --hasil '' --indikator ' ' --target 5 --satuan '' --dari 2025-S1"
            " --sampai 2024-TW1 --puncak --arah turun --tujuan TAKADA"
        )
        assert refused(line) == [
            "Tidak ada periode 2025-S1: periode tahun 2025 ditulis seperti 2025-TW1.",
            "2024-TW1 bukan periode tahun 2025.",
            "Masa berlaku terbalik: dari sesudah sampai.",
            "Puncak hanya bagi target yang makin besar makin baik (arah naik).",
            "hasil kerja kosong.",
            "indikator kosong.",
            "satuan kosong.",
            "Tujuan 'TAKADA' tidak ditemukan.",
            "Lihat: kinerja tujuan daftar",
        ]

    def test_whoever_and_whatever_is_unknown_is_not_found(self, refused):
        assert refused(SET.replace(BUDI, "199901012020121009"), 4)[0].startswith(
            "Pegawai dengan NIP 199901012020121009"
        )
        assert refused(SET.replace("2025", "2023"), 4)[0] == "Tahun 2023 belum punya aturan."
        assert refused(f"{SET} --tujuan X", 4)[0].startswith("Tujuan 'X' tidak ditemukan.")

    def test_additional_work_needs_rules_that_give_it_points(self, kinerja, workspace, refused):
        settle(kinerja, workspace, "{rumus: capaian}")
        lines = refused(f"{SET} --jenis tambahan")
        assert lines[0].startswith("Aturan tahun itu tidak memberi nilai bagi sasaran tambahan")


class TestChanging:
    def test_a_change_keeps_what_is_not_said_and_the_version_before(self, kinerja, rows):
        kinerja(f"{SET} --bobot 2")
        kinerja("sasaran ubah 1 --target 10 --alasan 'standar baru'")
        assert rows("select low, high, weight from target") == [(1000, 1000, 200)]
        assert rows("select low, high, weight from target_past") == [(700, 850, 200)]
        again = kinerja("sasaran ubah 1 --target 10,00 --alasan 'standar baru'")
        assert (again.stderr, again.receipt) == ("Sasaran 1 tetap; tidak ada yang berbeda.\n", None)

    def test_a_stale_revision_is_refused(self, kinerja, refused):
        kinerja(SET)
        [row] = listed(kinerja, "sasaran daftar")
        kinerja(f"sasaran ubah 1 --bobot 3 --alasan a --revisi {row['revisi']}")
        lines = refused(f"sasaran ubah 1 --bobot 4 --alasan a --revisi {row['revisi']}")
        assert lines[0].startswith(f"sasaran 1 bukan revisi {row['revisi']}: revisi ")

    def test_what_makes_no_sense_is_refused(self, kinerja, refused):
        kinerja(SET)
        assert refused("sasaran ubah 1 --alasan x", 2)[0].startswith("Tidak ada yang diubah")
        assert refused("sasaran ubah 1 --bobot 2", 2)
        assert refused("sasaran ubah 1 --bobot 2 --alasan ' '") == ["alasan kosong."]
        assert refused("sasaran ubah 9 --bobot 2 --alasan x", 4)[0] == "Sasaran nomor 9 tidak ditemukan."
        assert refused("sasaran ubah 1 --sepanjang-tahun --dari 2025-TW2 --alasan x", 2)
        assert refused("sasaran ubah 1 --tujuan X --tanpa-tujuan --alasan x", 2)

    def test_a_goal_is_given_and_taken_away(self, kinerja):
        kinerja("tujuan tambah T1 isi")
        kinerja(SET)
        kinerja("sasaran ubah 1 --tujuan t1 --alasan x")
        assert listed(kinerja, "sasaran daftar")[0]["tujuan"] == "T1"
        kinerja("sasaran ubah 1 --tanpa-tujuan --alasan x")
        assert listed(kinerja, "sasaran daftar")[0]["tujuan"] == ""

    def test_a_realisation_outside_its_new_periods_stands_in_the_way(self, kinerja, refused):
        kinerja(SET)
        realise(kinerja, 1, "3")
        assert refused("sasaran ubah 1 --dari 2025-TW2 --alasan x") == [
            "Sasaran 1 punya realisasi di luar masa berlakunya yang baru (1 periode).",
            "Batalkan dahulu: kinerja sasaran realisasi 1 PERIODE --batal --alasan '…'",
        ]
        kinerja("sasaran realisasi 1 2025-TW1 --batal --alasan x")
        kinerja("sasaran ubah 1 --dari 2025-TW2 --alasan x")
        kinerja("sasaran ubah 1 --sepanjang-tahun --alasan x")
        assert listed(kinerja, "sasaran daftar")[0]["dari"] == ""

    def test_a_target_is_withdrawn_with_what_came_of_it_and_nothing_is_lost(self, kinerja, rows):
        kinerja(SET)
        realise(kinerja, 1, "3", "4")
        assert kinerja("sasaran batal 1 --alasan keliru").stderr == "Sasaran 1 (Arsip rapi) dibatalkan.\n"
        assert rows("select count(*) from target") == rows("select count(*) from realisation") == [(0,)]
        assert rows("select value from realisation_past order by value") == [(300,), (400,)]
        assert kinerja(SET).stdout == "2\n"  # a number is never given twice
        assert kinerja("periksa").stdout == ""


class TestRealising:
    @pytest.fixture(autouse=True)
    def target(self, kinerja):
        kinerja(SET)

    def test_an_equal_one_is_left_alone_a_different_one_needs_a_correction(self, kinerja, refused, rows):
        line = "sasaran realisasi 1 2025-TW1 6,5 --bukti 'SK 1'"
        assert kinerja(line).stderr == "Realisasi sasaran 1 2025-TW1 = 6.50: dicatat.\n"
        for same in (line, "sasaran realisasi 1 2025-TW1 6.50", f"{line} --koreksi --alasan x"):
            again = kinerja(same)
            assert (again.stderr, again.receipt) == ("Realisasi sasaran 1 2025-TW1 = 6.50: tetap.\n", None)
        [(revision,)] = rows("select entry from realisation")
        for words, told in (
            ("7", f"sudah 6.50 box (revisi {revision}), bukan 7."),
            ("6,5 --bukti lain", f"sudah punya bukti 'SK 1' (revisi {revision}), bukan 'lain'."),
            ("6,5 --catatan ah", f"sudah punya catatan '' (revisi {revision}), bukan 'ah'."),
        ):
            other = f"sasaran realisasi 1 2025-TW1 {words}"
            assert refused(other) == [
                f"realisasi sasaran 1 2025-TW1 {told}",
                "Untuk mengubahnya: tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan.",
            ]
            assert refused(f"{other} --koreksi", 2)
        kinerja("sasaran realisasi 1 2025-TW1 7 --koreksi --alasan 'salah hitung'")
        assert rows("select value, evidence from realisation") == [(700, "SK 1")]
        assert rows("select value, evidence from realisation_past") == [(650, "SK 1")]

    def test_zero_is_a_realisation(self, kinerja, rows):
        kinerja("sasaran realisasi 1 2025-TW1 0")
        assert rows("select value from realisation") == [(0,)]

    def test_it_is_withdrawn_with_a_reason(self, kinerja, refused):
        kinerja("sasaran realisasi 1 2025-TW1 5")
        assert refused("sasaran realisasi 1 2025-TW1 --batal", 2)
        assert refused("sasaran realisasi 1 2025-TW1 5 --batal --alasan x", 2)
        for option in ("--bukti y", "--catatan y", "--koreksi"):
            assert "--batal tidak dapat dipakai bersama" in refused(
                f"sasaran realisasi 1 2025-TW1 --batal --alasan x {option}", 2
            )[0]  # fmt: skip
        told = kinerja("sasaran realisasi 1 2025-TW1 --batal --alasan x").stderr
        assert told == "Realisasi sasaran 1 2025-TW1 = 5 dibatalkan.\n"
        assert refused("sasaran realisasi 1 2025-TW1 --batal --alasan x")[0] == (
            "Sasaran 1 tidak punya realisasi 2025-TW1."
        )

    @pytest.mark.parametrize(
        ("line", "code", "told"),
        [
            ("1 2025-TW1 1.000", 2, "'1.000' punya 3 angka"),
            ("1 2025-TW1 lima", 2, "'lima' bukan angka"),
            ("1 2025-TW1", 2, "Angka realisasinya belum ditulis"),
            ("7 2025-TW1 5", 4, "Sasaran nomor 7 tidak ditemukan."),
            ("1 2026-TW1 5", 4, "Periode 2026-TW1 belum dibuka."),
            ("1 2025-S1 5", 4, "Tidak ada periode 2025-S1"),
        ],
    )
    def test_what_cannot_be_is_refused(self, refused, line, code, told):
        assert told in refused(f"sasaran realisasi {line}", code)[0]

    def test_only_in_a_period_in_which_it_holds(self, kinerja, refused):
        kinerja("sasaran ubah 1 --dari 2025-TW2 --sampai 2025-TW3 --alasan x")
        for quarter in ("2025-TW1", "2025-TW4"):
            assert refused(f"sasaran realisasi 1 {quarter} 5")[0].startswith(
                f"Sasaran 1 tidak berlaku dalam {quarter}"
            )
        kinerja("periode buka 2026-TW2")
        assert "tidak berlaku dalam 2026-TW2" in refused("sasaran realisasi 1 2026-TW2 5")[0]

    def test_one_of_a_time_when_she_did_not_serve_is_kept_and_said_not_to_count(self, kinerja):
        number = aim(kinerja, CITRA, "10")  # she serves from May
        told = kinerja(f"sasaran realisasi {number} 2025-TW1 5").stderr
        assert told == (
            "Realisasi itu tidak dihitung: pegawainya tidak bertugas pada akhir periode itu.\n"
            f"Realisasi sasaran {number} 2025-TW1 = 5: dicatat.\n"
        )

    def test_a_closed_period_takes_none_and_keeps_those_it_has(self, kinerja, refused):
        kinerja("sasaran realisasi 1 2025-TW1 5")
        kinerja("periode tutup 2025-TW1 --yes")
        for line in (
            "sasaran realisasi 1 2025-TW1 6 --koreksi --alasan x",
            "sasaran realisasi 1 2025-TW1 --batal --alasan x",
            "sasaran batal 1 --alasan x",
        ):
            assert refused(line)[0].startswith("Periode 2025-TW1 sudah ditutup")
        kinerja("periode buka-kembali 2025-TW1 --alasan x --yes")
        kinerja("sasaran realisasi 1 2025-TW1 6 --koreksi --alasan x")

    def test_a_period_with_a_realisation_alone_is_not_empty(self, kinerja, refused):
        kinerja("sasaran realisasi 1 2025-TW4 5")
        assert refused("periode batal 2025-TW4")[0] == (
            "Periode 2025-TW4 tidak kosong: 0 nilai, 0 pengecualian, 1 realisasi sasaran."
        )
        kinerja("sasaran realisasi 1 2025-TW4 --batal --alasan x")
        kinerja("periode batal 2025-TW4")


class TestShowing:
    def test_a_listing_is_of_the_newest_year_of_a_person_or_of_a_unit(self, kinerja, refused):
        aim(kinerja, ANI, "10")
        aim(kinerja, BUDI, "10")
        aim(kinerja, BUDI, "12", year=2026)
        assert [row["id"] for row in listed(kinerja, "sasaran daftar")] == ["3"]
        assert [row["id"] for row in listed(kinerja, "sasaran daftar 2025")] == ["1", "2"]
        assert [row["id"] for row in listed(kinerja, f"sasaran daftar --nip {BUDI}")] == ["2", "3"]
        assert [row["id"] for row in listed(kinerja, "sasaran daftar 2025 --unit KEC")] == ["1"]
        assert listed(kinerja, "sasaran daftar 2024") == []
        refused("sasaran daftar --unit TAKADA", 4)
        refused("sasaran daftar --nip 199901012020121009", 4)

    def test_a_nip_that_changed_keeps_its_targets(self, kinerja):
        aim(kinerja, BUDI, "10")
        kinerja(f"pegawai ubah {BUDI} --nip-baru 198503152010012009 --alasan 'salah ketik'")
        assert [row["nip"] for row in listed(kinerja, "sasaran daftar")] == ["198503152010012009"]

    def test_one_target_shows_the_goals_above_it_and_every_realisation(self, kinerja):
        kinerja("tujuan tambah VISI 'Kota yang melayani' --jenis visi")
        kinerja("tujuan tambah LAYANAN 'Surat sehari jadi' --induk VISI")
        aim(kinerja, BUDI, "100", "--hitung", "jumlah", "--tujuan", "layanan")
        realise(kinerja, 1, "30", "20", "30", "19,5")
        told = dict.fromkeys(
            f"{row['hal']}|{row['isi']}"
            for row in json.loads(kinerja("sasaran tampil 1 --format json").stdout)
        )
        assert list(told)[:5] == [
            f"pegawai|{BUDI}",
            "tahun|2025",
            "sasaran|Sasaran 1 (utama untuk LAYANAN) Layanan: Surat",
            "visi|VISI Kota yang melayani",
            "tujuan|LAYANAN Surat sehari jadi",
        ]
        assert "|2025-TW4: 19.50 surat; bukti: SK 4" in told
        # 30 + 20 + 30 + 19.5 = 99.5 of 100; 99.5 % is rounded half up to 100 %, which gives 109
        assert "|realisasi (jumlah) 99.50; capaian 99.50 / 100 = 99.50 %" in told
        assert "|nilai 109.00 menurut rumus permenpanrb_8_2021 (capaian dibulatkan 100 %)" in told

    def test_markup_in_texts_is_shown_as_it_was_typed(self, kinerja):
        aim(kinerja, BUDI, "10", "--tujuan", *_goal(kinerja), indicator="[red]Surat[/red] =1+1")
        kinerja(["sasaran", "realisasi", "1", "2025-TW4", "10", "--bukti", "[bold]SK[/bold]"])
        env = {"COLUMNS": "250"}
        assert "[red]Surat[/red] =1+1" in kinerja("sasaran daftar", env=env).stdout
        page = kinerja("sasaran tampil 1", env=env).stdout
        assert "[red]Surat[/red] =1+1" in page
        assert "bukti: [bold]SK[/bold]" in page
        assert "[blue]isi[/blue]" in kinerja("tujuan daftar", env=env).stdout

    def test_a_sheet_has_a_row_a_target_of_those_who_serve_and_where_it_holds(self, kinerja, refused):
        aim(kinerja, CITRA, "10")  # she serves from May
        aim(kinerja, BUDI, "10", "--sampai", "2025-TW1")
        aim(kinerja, ANI, "10")
        assert [row["sasaran"] for row in listed(kinerja, "sasaran lembar 2025-TW1")] == ["3", "2"]
        assert [row["sasaran"] for row in listed(kinerja, "sasaran lembar 2025-TW2")] == ["3", "1"]
        assert [row["sasaran"] for row in listed(kinerja, "sasaran lembar 2025-TW2 --unit OEP")] == ["1"]
        refused("sasaran lembar 2026-TW1", 4)


def _goal(kinerja):
    kinerja("tujuan tambah T1 '[blue]isi[/blue]'")
    return ["T1"]


class TestYearOnYear:
    def test_the_difference_is_between_the_same_target_of_neighbouring_years(self, kinerja, refused):
        kinerja("periode buka 2026-TW1")
        for year, target, amount in ((2025, "100", "90"), (2026, "110", "121")):
            number = aim(kinerja, BUDI, target, year=year)
            quarter = f"{year}-TW{4 if year == 2025 else 1}"
            kinerja(f"sasaran realisasi {number} {quarter} {amount}")
        aim(kinerja, BUDI, "5", indicator="Lain", year=2026)
        rows = listed(kinerja, f"sasaran capaian {BUDI}")
        assert [list(row.values()) for row in rows] == [
            ["Lain", "2026", "5", "", "surat", "", "", ""],
            ["Surat", "2025", "100", "90.00", "surat", "90.00", "", ""],
            # 121/110 = 110 %, 20 points above 90 %
            ["Surat", "2026", "110", "121.00", "surat", "110.00", "20.00", "target 100 → 110"],
        ]
        assert refused(f"sasaran capaian {ANI}", 4)[0] == f"Ani Lay ({ANI}) belum punya sasaran."

    def test_a_year_between_without_it_makes_no_difference(self, kinerja, workspace):
        settle(kinerja, workspace)
        kinerja("periode buka 2027-TW1")
        for year, quarter in ((2025, "2025-TW4"), (2027, "2027-TW1")):
            number = aim(kinerja, BUDI, "100", year=year)
            kinerja(f"sasaran realisasi {number} {quarter} 100")
        assert [row["selisih"] for row in listed(kinerja, f"sasaran capaian {BUDI}")] == ["", ""]

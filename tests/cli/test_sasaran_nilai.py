"""What targets make of a year: in rekap, jelaskan and bounds, with leave, two SKP, and within the year."""

from __future__ import annotations

from decimal import Decimal

import pytest
from target_office import (
    ACHIEVEMENT,
    ANI,
    BUDI,
    CITRA,
    QUARTERS,
    aim,
    behave,
    explained,
    listed,
    realise,
    settle,
    shown,
    year_of,
)


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    return workspace


OUTCOME = ("skp", "perilaku", "nilai_akhir", "predikat", "status", "belum_ada", "batas_bawah", "batas_atas")


class TestTheValue:
    def test_by_permenpanrb_8_2021(self, kinerja):
        """Three utama and a tambahan, each by the text of the regulation.

        1: less is better, target 7-8, realised 6.5: 1 + (1 - 6.5/7) = 107.14 %, as 107 %: 110 + 10/9 x 6 = 116.67
        2: sum of 30 + 20 + 25 + 23 = 98 of 100 = 98 %: 70 + 18 = 88, weight 2
        3: mean of 9, 9, 10, 8 = 9 of 15 = 60 %: 50
        4: tambahan, 4 of 4 = 100 %: 109 is the second category, 80 % of 5 points = 4
        utama (1 x 116.666... + 2 x 88 + 1 x 50) / 4 = 85.6666..., with 4 more 89.67
        """
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "7-8", "--arah", "turun", indicator="Lama")
        aim(kinerja, BUDI, "100", "--hitung", "jumlah", "--bobot", "2", indicator="Surat")
        aim(kinerja, BUDI, "15", "--hitung", "rata_rata", indicator="Kunjungan")
        aim(kinerja, BUDI, "4", "--jenis", "tambahan", "--bobot", "5", indicator="Pokja")
        realise(kinerja, 1, "9", "8", "7", "6,5")
        realise(kinerja, 2, "30", "20", "25", "23")
        realise(kinerja, 3, "9", "9", "10", "8")
        realise(kinerja, 4, "", "", "", "4")
        # 0.7 x 89.6666... + 0.3 x 100 = 92.7666...
        assert shown(year_of(kinerja, BUDI), *OUTCOME) == (
            "89.67", "100.00", "92.77", "Baik", "lengkap", "0", "", "",
        )  # fmt: skip
        assert [(row["capaian"], row["nilai"]) for row in listed(kinerja, "sasaran daftar")] == [
            ("107.14", "116.67"), ("98.00", "88.00"), ("60.00", "50.00"), ("100.00", "4.00"),
        ]  # fmt: skip

    def test_by_capaian_itself(self, kinerja, workspace):
        """1: 30 of 20 = 150 %, at most 120. 2: 45 of 60 = 75 %, weight 3. tambahan: 1 of 2 = half of 8 points.

        (120 + 3 x 75) / 4 = 86.25, with 4 more 90.25; 0.7 x 90.25 + 0.3 x 80 = 87.175
        """
        settle(kinerja, workspace, ACHIEVEMENT)
        behave(kinerja, "80", BUDI)
        aim(kinerja, BUDI, "20", indicator="A")
        aim(kinerja, BUDI, "60", "--bobot", "3", indicator="B")
        aim(kinerja, BUDI, "2", "--jenis", "tambahan", "--bobot", "8", indicator="C")
        for number, amount in ((1, "30"), (2, "45"), (3, "1")):
            realise(kinerja, number, "", "", "", amount)
        assert shown(year_of(kinerja, BUDI), *OUTCOME[:4]) == ("90.25", "80.00", "87.18", "Cukup")
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        assert "    nilai 120.00 menurut rumus capaian (paling tinggi 120.00)\n" in page
        assert "    nilai 75.00 menurut rumus capaian\n" in page
        assert "    tambahan +4.00 dari bobot 8.00\n" in page
        assert "  utama: (bobot × periode × nilai) (1.00 × 4 × 120 + 3.00 × 4 × 75) / 16.00\n" in page
        assert "  tambahan: 4, paling banyak 10.00\n" in page

    def test_less_is_better_never_falls_below_nothing(self, kinerja, workspace):
        """1 + (1 - 25/10) is -50 %: nothing, and the page says so."""
        settle(kinerja, workspace, ACHIEVEMENT)
        realise(kinerja, aim(kinerja, BUDI, "10", "--arah", "turun"), "", "", "", "25")
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        assert "capaian 1 + (1 - 25 / 10), paling rendah 0 = 0.00 %" in page

    def test_additional_work_is_capped_and_all_of_it_stays_on_the_scale(self, kinerja):
        """115 % gives 120; three tambahan of 5 points at 120 % give 15, of which 10 count; the scale ends at 120."""
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "100")
        realise(kinerja, 1, "", "", "", "98")  # 88
        for number in (2, 3, 4):
            aim(kinerja, BUDI, "10", "--jenis", "tambahan", "--bobot", "5", indicator=f"Pokja {number}")
            realise(kinerja, number, "", "", "", "12")
        assert year_of(kinerja, BUDI)["skp"] == "98.00"  # 88 + 10
        kinerja("sasaran realisasi 1 2025-TW4 115 --koreksi --alasan x")
        assert year_of(kinerja, BUDI)["skp"] == "120.00"

    @pytest.mark.parametrize(
        ("realised", "value"),
        [("110", "120.00"), ("111", "120.00"), ("101", "110.00"), ("100", "109.00"), ("99,4", "89.00"),
         ("80", "70.00"), ("79", "69.00"), ("60", "50.00"), ("59", "49.00"), ("0", "0.00")],
    )  # fmt: skip
    def test_the_edges_of_the_bands(self, kinerja, realised, value):
        """Page 101 and 363, beside another target of 88 so that no scale hides what lies above 120."""
        behave(kinerja, "100", BUDI)
        realise(kinerja, aim(kinerja, BUDI, "100", indicator="A"), "", "", "", realised)
        realise(kinerja, aim(kinerja, BUDI, "100", indicator="B"), "", "", "", "98")
        assert [row["nilai"] for row in listed(kinerja, "sasaran daftar")] == [value, "88.00"]
        assert year_of(kinerja, BUDI)["skp"] == f"{(Decimal(value) + 88) / 2:.2f}"

    def test_a_peak_that_is_reached_is_120(self, kinerja):
        """PermenPANRB 8/2021, page 101 (i): 100 % where it can't be exceeded is 120, else 109."""
        behave(kinerja, "100", ANI, BUDI)
        for nip, more in ((ANI, ["--puncak"]), (BUDI, [])):
            realise(kinerja, aim(kinerja, nip, "100", *more), "", "", "", "100")
        assert (year_of(kinerja, ANI)["skp"], year_of(kinerja, BUDI)["skp"]) == ("120.00", "109.00")


class TestWhatIsMissing:
    def test_without_any_target_each_quarter_is_one_that_lacks(self, kinerja):
        behave(kinerja, "100")
        # 0.7 x 0 + 30 to 0.7 x 120 + 30; Citra is expected in three quarters
        assert shown(year_of(kinerja, BUDI), *OUTCOME) == (
            "", "100.00", "", "", "belum_lengkap", "4", "30.00", "114.00",
        )  # fmt: skip
        assert shown(year_of(kinerja, CITRA), "belum_ada", "batas_bawah", "batas_atas") == (
            "3",
            "30.00",
            "114.00",
        )
        page = kinerja(f"jelaskan {CITRA} 2025").stdout
        assert page.count("TIDAK ADA SASARAN UTAMA") == 3

    def test_the_bounds_put_the_least_and_the_most_in_what_is_open(self, kinerja):
        """1 (weight 1) has 88; 2 (weight 3) lacks TW4, so it gives 0 to 120: (88 + 3 x 0)/4 = 22 to (88 + 360)/4 = 112.

        0.7 x 22 + 30 = 45.40; 0.7 x 112 + 30 = 108.40. The shown skp is of what there is: 88.
        """
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "100", indicator="A")
        aim(kinerja, BUDI, "100", "--bobot", "3", indicator="B")
        realise(kinerja, 1, "", "", "", "98")
        realise(kinerja, 2, "50")
        assert shown(year_of(kinerja, BUDI), *OUTCOME) == (
            "88.00", "100.00", "", "", "belum_lengkap", "1", "45.40", "108.40",
        )  # fmt: skip
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        assert "    2025-TW1: 50 surat; bukti: SK 1, tidak dihitung\n    2025-TW4: BELUM ADA\n" in page
        assert "bobotnya dibagi" not in page
        kinerja("sasaran realisasi 2 2025-TW4 98")
        assert shown(year_of(kinerja, BUDI), "skp", "nilai_akhir") == ("88.00", "91.60")  # 61.6 + 30

    def test_an_awaited_realisation_does_not_share_out_its_weight(self, kinerja):
        aim(kinerja, BUDI, "100")
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        assert "bobotnya dibagi" not in page
        assert "tidak ada yang dihitung\n" in page

    def test_a_sum_needs_every_quarter_the_last_one_only_the_last(self, kinerja):
        aim(kinerja, BUDI, "100", "--hitung", "jumlah", indicator="A")
        aim(kinerja, BUDI, "100", indicator="B")
        aim(kinerja, BUDI, "100", "--hitung", "rata_rata", "--dari", "2025-TW3", indicator="C")
        assert [row["belum_ada"] for row in listed(kinerja, "sasaran daftar")] == ["4", "1", "2"]
        realise(kinerja, 1, "10", "", "10")
        realise(kinerja, 2, "10", "10", "10")
        assert [row["belum_ada"] for row in listed(kinerja, "sasaran daftar")] == ["2", "1", "2"]

    def test_status_counts_it_by_period_and_names_the_sheet_that_helps(self, kinerja):
        behave(kinerja, "100")
        for nip in (ANI, BUDI, CITRA):
            aim(kinerja, nip, "100")
        realise(kinerja, 1, "", "", "", "100")
        told = kinerja("status", env={"COLUMNS": "200"}).stdout
        assert "2025-TW3    : terbuka; lengkap (3 pegawai)" in told
        assert "2 nilai belum ada (2 dari 3 pegawai)" in told
        assert "Berikutnya  : kinerja sasaran lembar 2025-TW4 -o lembar-2025-TW4.xlsx" in told
        kinerja(f"nilai batalkan {ANI} 2025-TW4 perilaku --alasan x")
        assert "kinerja nilai lembar 2025-TW4 -o lembar-2025-TW4.xlsx" in kinerja("status").stdout


class TestExemptions:
    def test_an_exempted_quarter_is_asked_for_nothing_and_counts_nothing(self, kinerja):
        """The sum loses the quarter of leave: 30 + 20 + 25 = 75 of 100 = 75 %: 50 + 15 = 65."""
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "100", "--hitung", "jumlah")
        realise(kinerja, 1, "30", "20", "25", "23")
        kinerja(f"nilai kecualikan {BUDI} 2025-TW4 skp --alasan cuti")
        assert shown(year_of(kinerja, BUDI), "skp", "status") == ("65.00", "lengkap")
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        assert "2025-TW4: 23 surat; bukti: SK 4, tidak dihitung" in page
        kinerja(f"nilai kecualikan {BUDI} 2025-TW4 skp --alasan x --batal")
        assert year_of(kinerja, BUDI)["skp"] == "88.00"

    def test_exempted_throughout_its_weight_goes_to_the_others(self, kinerja):
        behave(kinerja, "95", BUDI)
        aim(kinerja, BUDI, "100")
        for quarter in QUARTERS:
            kinerja(f"nilai kecualikan {BUDI} {quarter} skp --alasan cuti")
        assert shown(year_of(kinerja, BUDI), "skp", "nilai_akhir", "status") == ("", "95.00", "lengkap")
        assert (
            "tidak ada yang dihitung; bobotnya dibagi ke kriteria lain"
            in kinerja(f"jelaskan {BUDI} 2025").stdout
        )

    def test_an_exemption_of_another_criterion_leaves_the_targets_alone(self, kinerja):
        behave(kinerja, "95", BUDI)
        aim(kinerja, BUDI, "100")
        realise(kinerja, 1, "", "", "", "98")
        kinerja(f"nilai kecualikan {BUDI} 2025-TW4 perilaku --alasan cuti")
        assert year_of(kinerja, BUDI)["skp"] == "88.00"

    def test_whoever_joins_in_may_is_asked_only_for_her_quarters(self, kinerja):
        """Citra serves from May: 2 + 3 + 4 = 9 of 10 = 90 %: 80."""
        behave(kinerja, "100", CITRA)
        aim(kinerja, CITRA, "10", "--hitung", "jumlah")
        realise(kinerja, 1, "", "2", "3", "4")
        assert shown(year_of(kinerja, CITRA), "skp", "status") == ("80.00", "lengkap")


def test_two_skp_in_a_year_are_weighed_by_the_quarters_in_which_they_held(kinerja):
    """First SKP TW1, 98 % = 88; second TW2 to TW4, 60 % = 50: (1 x 88 + 3 x 50) / 4 = 59.5."""
    behave(kinerja, "100", BUDI)
    aim(kinerja, BUDI, "100", "--sampai", "2025-TW1")
    assert year_of(kinerja, BUDI)["belum_ada"] == "4"  # three quarters without an utama, one realisation
    aim(kinerja, BUDI, "100", "--dari", "2025-TW2")
    realise(kinerja, 1, "98")
    realise(kinerja, 2, "", "10", "20", "60")
    assert shown(year_of(kinerja, BUDI), "skp", "status") == ("59.50", "lengkap")
    told = explained(kinerja, BUDI)["baris"][0]
    assert [one["periode_berlaku"] for one in told["sasaran"]] == [1, 3]
    page = kinerja(f"jelaskan {BUDI} 2025").stdout
    assert "utama: (bobot × periode × nilai) (1.00 × 1 × 88 + 1.00 × 3 × 50) / 4.00" in page


class TestExplanation:
    def test_the_json_tells_every_target_and_realisation_and_adds_up(self, kinerja):
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "7-8", "--arah", "turun", "--aspek", "waktu")
        realise(kinerja, 1, "", "", "9", "6,5")
        told = explained(kinerja, BUDI)
        first, second = told["baris"]
        # 116.666... x 0.7 = 81.666..., 100 x 0.3 = 30: 111.666..., shown 111.67 = 81.67 + 30.00
        assert (first["rata_rata"], first["sumbangan"], second["sumbangan"]) == ("116.67", "81.67", "30.00")
        assert (told["nilai_dasar"], told["pecahan"]) == ("111.67", "335/3")
        assert (first["nilai"], second.get("sasaran")) == ([], None)
        assert first["sasaran"] == [{
            "id": 1, "jenis": "utama", "tujuan": None, "hasil": "Layanan", "indikator": "Surat", "aspek": "waktu",
            "target_dari": "7.00", "target_sampai": "8.00", "satuan": "surat", "arah": "turun", "hitung": "akhir",
            "bobot": "1.00", "periode_berlaku": 4,
            "realisasi": [
                {"periode": "2025-TW3", "nilai": "9.00", "bukti": "SK 3", "catatan": None, "dihitung": False},
                {"periode": "2025-TW4", "nilai": "6.50", "bukti": "SK 4", "catatan": None, "dihitung": True},
            ],
            "belum_ada": [], "capaian": "107.14", "nilai": "116.67", "pecahan": "350/3",
        }]  # fmt: skip

    def test_people_can_follow_it_line_by_line(self, kinerja):
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "7-8", "--arah", "turun", "--aspek", "waktu")
        realise(kinerja, 1, "", "", "9", "6,5")
        page = kinerja(f"jelaskan {BUDI} 2025").stdout
        start = page.index("SKP (skp), bobot 70")
        assert page[start : page.index("Perilaku (perilaku)")] == (
            "SKP (skp), bobot 70\n"
            "  Sasaran 1 (utama) Layanan: Surat\n"
            "    target 7–8 surat, makin kecil makin baik; waktu; bobot 1.00; berlaku sepanjang 2025\n"
            "    2025-TW3: 9 surat; bukti: SK 3, tidak dihitung\n"
            "    2025-TW4: 6.50 surat; bukti: SK 4\n"
            "    realisasi (periode terakhir) 6.50; capaian 1 + (1 - 6.50 / 7) = 107.14 %\n"
            "    nilai 116.67 menurut rumus permenpanrb_8_2021 (capaian dibulatkan 107 %)\n"
            "  utama: (bobot × periode × nilai) (1.00 × 4 × 350/3) / 4.00\n"
            "  nilai sasaran, dalam skala sampai 120.00 = 116.67\n"
            "  sumbangan 81.67\n"
            "\n"
        )


class TestScoresStayOut:
    def test_a_value_of_that_criterion_is_refused_wherever_it_is_typed(self, refused):
        assert refused(f"nilai catat {BUDI} 2025-TW1 skp=90 perilaku=80")[0] == (
            "skp diisi dari sasaran, tidak dari nilai; catat: kinerja sasaran realisasi."
        )
        wide = f"nip;periode;skp;perilaku\n{BUDI};2025-TW1;90;80\n{ANI};2025-TW1;;80\n"
        lines = refused("nilai impor -", stdin=wide)
        assert len(lines) == 2
        assert ":2: skp: kriteria skp diisi dari sasaran" in lines[0]
        long = f"nip;periode;kriteria;nilai\n{BUDI};2025-TW1;SKP;90\n"
        assert ":2: kriteria: kriteria skp diisi dari sasaran" in refused("nilai impor -", stdin=long)[0]

    def test_the_score_sheet_has_no_column_for_it_and_is_taken_back(self, kinerja):
        behave(kinerja, "80", BUDI)
        sheet = kinerja("nilai lembar 2025-TW1 --format csv").stdout
        assert sheet.splitlines()[0] == "nip,nama,unit,jabatan,periode,perilaku,penilai,catatan,revisi"
        assert kinerja("nilai impor -", stdin=sheet).receipt is None


class TestWithinAYear:
    def test_a_period_alone_leaves_the_criterion_out_and_says_so_to_people(self, kinerja):
        behave(kinerja, "100", BUDI)
        aim(kinerja, BUDI, "100")
        realise(kinerja, 1, "50", "50", "50", "50")
        [row] = [r for r in listed(kinerja, "rekap unit 2025 --periode 2025-TW1") if r["unit"] == "OEP"]
        assert shown(row, "pegawai", "lengkap", "rata_rata", "baik") == ("1", "1", "100.00", "1")
        note = "Kriteria SKP (skp) tidak dihitung di sini: sasaran menghasilkan satu nilai setahun."
        env = {"COLUMNS": "200"}
        assert note in kinerja("rekap unit 2025 --periode 2025-TW1", env=env).stdout.splitlines()
        assert "tidak dihitung di sini" in kinerja("rekap unit 2025 --periode 2025-TW1 --format md").stdout
        assert "tidak dihitung di sini" not in kinerja("rekap unit 2025", env=env).stdout
        assert "tidak dihitung" not in kinerja("rekap unit 2025 --periode 2025-TW1 --format csv").stdout

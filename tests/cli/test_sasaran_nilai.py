"""What targets make of a year: in rekap, jelaskan, bounds, closed years, and beside rules that change."""

from __future__ import annotations

import sqlite3
from contextlib import closing

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
    rules,
    settle,
    year_of,
)

from kinerja_cli.storage.guards import guards


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    return workspace


def shown(row, *keys):
    return tuple(row[key] for key in keys)


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
        assert "    2025-TW4: BELUM ADA\n" in page
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


def complete(kinerja):
    """Everybody has perilaku 100 and 98 % of one target, 88: 0.7 x 88 + 30 = 91.60."""
    behave(kinerja, "100")
    for number, nip in enumerate((ANI, BUDI, CITRA), 1):
        assert aim(kinerja, nip, "100") == number
        realise(kinerja, number, "", "", "", "98")


class TestClosedYears:
    def test_a_year_that_lacks_something_says_what(self, kinerja, refused):
        behave(kinerja, "100")
        aim(kinerja, ANI, "100", "--hitung", "jumlah")
        realise(kinerja, 1, "1", "", "1", "1")
        aim(kinerja, BUDI, "100", "--dari", "2025-TW2")
        aim(kinerja, CITRA, "100")
        kinerja(f"nilai batalkan {BUDI} 2025-TW3 perilaku --alasan x")
        kinerja(["periode", "tutup", *QUARTERS, "--yes"])
        assert refused("tahun tutup 2025 --yes", 7) == [
            f"Ani Lay ({ANI}): realisasi sasaran 1 2025-TW2 belum ada.",
            f"Budi Nenabu ({BUDI}): sasaran utama 2025-TW1 belum ada.",
            f"Budi Nenabu ({BUDI}): nilai perilaku 2025-TW3 belum ada.",
            f"Budi Nenabu ({BUDI}): realisasi sasaran 2 2025-TW4 belum ada.",
            f"Citra Tukan ({CITRA}): realisasi sasaran 3 2025-TW4 belum ada.",
            "Tahun 2025 tidak ditutup.",
        ]

    def test_what_is_closed_stays_as_it_is_whatever_is_typed(self, kinerja, refused):
        complete(kinerja)
        kinerja(["periode", "tutup", *QUARTERS, "--yes"])
        kinerja("tahun tutup 2025 --yes")
        before = kinerja("rekap tahunan 2025 --format csv").stdout
        assert before.count("91.60") == 2 * 3  # nilai_dasar and nilai_akhir of three people
        for line in (
            f"sasaran tetapkan {ANI} 2025 --hasil x --indikator y --target 1 --satuan z",
            "sasaran ubah 1 --target 50 --alasan x",
            "sasaran batal 1 --alasan x",
            "sasaran realisasi 1 2025-TW4 50 --koreksi --alasan x",
            "sasaran realisasi 1 2025-TW4 --batal --alasan x",
        ):
            assert "ditutup" in refused(line)[0], line
        assert kinerja("rekap tahunan 2025 --format csv").stdout == before
        assert kinerja("periksa").stdout == ""

    def test_reopened_it_is_reckoned_anew(self, kinerja):
        complete(kinerja)
        kinerja(["periode", "tutup", *QUARTERS, "--yes"])
        kinerja("tahun tutup 2025 --yes")
        kinerja("tahun buka-kembali 2025 --alasan x --yes")
        kinerja("sasaran ubah 1 --target 98 --alasan 'salah ketik'")  # 98 of 98: 109, 0.7 x 109 + 30 = 106.3
        assert year_of(kinerja, ANI)["nilai_akhir"] == "106.30"
        assert year_of(kinerja, BUDI)["nilai_akhir"] == "91.60"

    @pytest.mark.parametrize(
        ("table", "statement", "told"),
        [
            (
                "realisation",
                "update realisation set value = 99 where target = 1",
                f"realisation {ANI} 1 2025-TW4 value: diubah",
            ),
            (
                "realisation",
                "delete from realisation where target = 1",
                "realisation employee 0 sampai 63: baris",
            ),
            ("target", "update target set high = 99900 where id = 1", f"target {ANI} 1 high: diubah"),
            ("target", "update target set result = 'lain' where id = 1", f"target {ANI} 1 result: diubah"),
            ("goal", "update goal set text = 'lain'", "goal 1 text: diubah"),
        ],
    )
    def test_a_change_beside_kinerja_is_found(self, kinerja, workspace, table, statement, told):
        complete(kinerja)
        kinerja("tujuan tambah VISI isi --jenis visi")
        assert kinerja("periksa").stdout == ""
        of_table = [line for line in guards() if f" on {table}\n" in line]
        assert of_table
        with closing(sqlite3.connect(workspace / "kinerja.db")) as connection, connection:
            for line in of_table:
                connection.execute(f"drop trigger {line.split()[2]}")
            connection.execute(statement)
            for line in of_table:
                connection.execute(line)
        [line] = kinerja("periksa", exit_code=8).stdout.splitlines()
        assert line.startswith(told)


class TestChangingRules:
    def test_other_rules_for_2026_leave_2025_to_the_byte(self, kinerja, workspace):
        complete(kinerja)
        before = kinerja("rekap tahunan 2025 --format csv").stdout
        told = kinerja(f"jelaskan {ANI} 2025 --format json").stdout
        other = rules(ACHIEVEMENT).replace("bobot: 70", "bobot: 50").replace("bobot: 30", "bobot: 50")
        (workspace / "criteria.yaml").write_text(other, encoding="utf-8")
        kinerja("kriteria terapkan --tahun 2026")
        kinerja("periode buka 2026-TW1")
        number = aim(kinerja, ANI, "100", year=2026)
        kinerja(f"sasaran realisasi {number} 2026-TW1 98")
        kinerja(f"nilai catat {ANI} 2026-TW1 perilaku=100")
        assert shown(year_of(kinerja, ANI, 2026), "skp", "nilai_akhir") == ("98.00", "99.00")
        assert kinerja("rekap tahunan 2025 --format csv").stdout == before
        assert kinerja(f"jelaskan {ANI} 2025 --format json").stdout == told

    def test_another_formula_for_the_same_year_is_reckoned_at_once(self, kinerja, workspace):
        complete(kinerja)
        (workspace / "criteria.yaml").write_text(rules(ACHIEVEMENT), encoding="utf-8")
        kinerja("kriteria terapkan --tahun 2025")
        assert shown(year_of(kinerja, ANI), "skp", "nilai_akhir") == ("98.00", "98.60")  # 0.7 x 98 + 30

    def test_rules_that_what_is_recorded_does_not_fit_are_refused_with_all_of_it(
        self, kinerja, workspace, refused
    ):
        settle(kinerja, workspace, ACHIEVEMENT, "2025-TW4")
        aim(kinerja, BUDI, "10", "--dari", "2027-TW3", indicator="A", year=2027)
        aim(kinerja, BUDI, "10", "--jenis", "tambahan", indicator="B", year=2027)
        aim(kinerja, BUDI, "10", indicator="C", year=2027)
        kinerja(f"nilai catat {BUDI} 2025-TW4 perilaku=100")
        (workspace / "criteria.yaml").write_text(
            rules("{rumus: capaian}").replace("periode: triwulan", "periode: semester"), encoding="utf-8"
        )
        assert refused("kriteria terapkan --tahun 2026") == [
            "sasaran 1 (2027) berlaku dari atau sampai triwulan tertentu, tetapi aturan baru memakai semester",
            "sasaran 2 (2027) tambahan, tetapi aturan baru tidak punya tambahan_maks",
            "Aturan tidak diterapkan mulai tahun 2026: yang tercatat di atas tidak cocok dengannya.",
            "Perbaiki criteria.yaml, atau terapkan mulai tahun yang masih kosong.",
        ]
        (workspace / "criteria.yaml").write_text(
            rules()
            .replace("nama: SKP,      bobot: 70, sumber: sasaran", "nama: SKP, bobot: 70")
            .replace("bobot: 30}", "bobot: 30, sumber: sasaran}"),
            encoding="utf-8",
        )
        assert refused("kriteria terapkan --tahun 2025")[0] == (
            "2025-TW4 berisi nilai untuk 'perilaku' yang dalam aturan baru diisi dari sasaran"
        )

    def test_targets_are_kept_where_no_criterion_takes_them(self, kinerja, workspace):
        text = rules().replace("sasaran: {rumus: permenpanrb_8_2021}\n", "").replace(", sumber: sasaran", "")
        (workspace / "criteria.yaml").write_text(text, encoding="utf-8")
        kinerja("kriteria terapkan --tahun 2025")
        number = aim(kinerja, BUDI, "100")
        realise(kinerja, number, "", "", "", "98")
        kinerja(f"nilai catat {BUDI} 2025-TW4 skp=70 perilaku=80")
        assert [(r["capaian"], r["nilai"]) for r in listed(kinerja, "sasaran daftar")] == [("98.00", "")]
        assert year_of(kinerja, BUDI)["skp"] == "70.00"
        assert "Sasaran 1" not in kinerja(f"jelaskan {BUDI} 2025").stdout


QUADRANT = """\
instansi: Kantor Uji
berlaku: 2024
periode: triwulan
skala: {min: 0, maks: 120}
sasaran: {rumus: permenpanrb_8_2021}
aspek:
  - {kode: hasil_kerja,    nama: Hasil Kerja}
  - {kode: perilaku_kerja, nama: Perilaku Kerja}
kriteria:
  - {kode: skp,      nama: SKP,      bobot: 100, aspek: hasil_kerja, sumber: sasaran}
  - {kode: perilaku, nama: Perilaku, bobot: 100, aspek: perilaku_kerja}
rating:
  - {kode: di_atas,  nama: Di Atas Ekspektasi,  minimal: 110}
  - {kode: sesuai,   nama: Sesuai Ekspektasi,   minimal: 90}
  - {kode: di_bawah, nama: Di Bawah Ekspektasi, minimal: 0}
matriks:
  di_atas:  {di_bawah: kurang,        sesuai: baik,            di_atas: sangat_baik}
  sesuai:   {di_bawah: kurang,        sesuai: baik,            di_atas: baik}
  di_bawah: {di_bawah: sangat_kurang, sesuai: butuh_perbaikan, di_atas: butuh_perbaikan}
predikat:
  - {kode: sangat_baik,     nama: Sangat Baik}
  - {kode: baik,            nama: Baik}
  - {kode: butuh_perbaikan, nama: Butuh Perbaikan}
  - {kode: kurang,          nama: Kurang}
  - {kode: sangat_kurang,   nama: Sangat Kurang}
"""


def test_in_the_quadrant_targets_fill_an_aspek(kinerja, workspace):
    """Ani 105 % = 110 + 10/9 x 4 = 114.44 (di atas) x 100 (sesuai) = Baik; Budi 98 % = 88 (di bawah) x 115 = Butuh."""
    (workspace / "criteria.yaml").write_text(QUADRANT, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2025")
    behave(kinerja, "100", ANI)
    behave(kinerja, "115", BUDI, CITRA)
    for nip, amount in ((ANI, "105"), (BUDI, "98")):
        realise(kinerja, aim(kinerja, nip, "100"), "", "", "", amount)
    keys = ("skp", "hasil_kerja", "rating_hasil_kerja", "predikat", "status", "belum_ada", "batas_bawah")
    assert shown(year_of(kinerja, ANI), *keys) == (
        "114.44", "114.44", "Di Atas Ekspektasi", "Baik", "lengkap", "0", "",
    )  # fmt: skip
    assert shown(year_of(kinerja, BUDI), *keys) == (
        "88.00", "88.00", "Di Bawah Ekspektasi", "Butuh Perbaikan", "lengkap", "0", "",
    )  # fmt: skip
    assert shown(year_of(kinerja, CITRA), *keys) == ("", "", "", "", "belum_lengkap", "3", "")


def test_where_it_is_not_wajib_what_lacks_drops_out(kinerja, workspace):
    """Budi: 1 has 88, 2 lacks: 88 counts alone. Ani has no target: perilaku alone."""
    text = rules().replace("sumber: sasaran}", "sumber: sasaran, wajib: false}")
    (workspace / "criteria.yaml").write_text(text, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2025")
    behave(kinerja, "100")
    aim(kinerja, BUDI, "100", indicator="A")
    aim(kinerja, BUDI, "100", "--bobot", "3", indicator="B")
    realise(kinerja, 1, "", "", "", "98")
    assert shown(year_of(kinerja, BUDI), "skp", "nilai_akhir", "belum_ada") == ("88.00", "91.60", "0")
    assert shown(year_of(kinerja, ANI), "skp", "nilai_akhir", "status") == ("", "100.00", "lengkap")
    kinerja(["periode", "tutup", *QUARTERS, "--yes"])
    kinerja("tahun tutup 2025 --yes")


def test_rules_of_nothing_but_targets_make_a_year(kinerja, workspace):
    text = rules().replace("bobot: 70", "bobot: 100")
    text = "".join(line for line in text.splitlines(keepends=True) if "perilaku" not in line)
    settle(kinerja, workspace)
    (workspace / "criteria.yaml").write_text(text, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2025")
    realise(kinerja, aim(kinerja, BUDI, "100"), "", "", "", "98")
    assert shown(year_of(kinerja, BUDI), "skp", "nilai_akhir", "predikat") == ("88.00", "88.00", "Cukup")
    assert "kinerja sasaran lembar 2025-TW1" in kinerja("status").stdout

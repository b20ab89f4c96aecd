"""Years with targets that are closed, reopened, tampered with, or come under other rules; the quadrant."""

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
    listed,
    realise,
    rules,
    settle,
    shown,
    year_of,
)

from kinerja_cli.storage.guards import guards


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    return workspace


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

    def test_its_explanation_stays_whatever_happens_to_goals_and_people_since(self, kinerja):
        kinerja("tujuan tambah T1 'Surat cepat'")
        complete(kinerja)
        kinerja("sasaran ubah 1 --tujuan T1 --alasan x")
        kinerja(["periode", "tutup", *QUARTERS, "--yes"])
        kinerja("tahun tutup 2025 --yes")
        before = kinerja(f"jelaskan {ANI} 2025 --format json").stdout
        assert '"tujuan": "T1"' in before
        kinerja("tujuan ubah T1 --kode-baru T9 --isi lain --alasan x")
        kinerja(f"pegawai henti {ANI} --tanggal 2025-06-30")
        assert kinerja(f"jelaskan {ANI} 2025 --format json").stdout == before
        assert shown(year_of(kinerja, ANI), "skp", "nilai_akhir") == ("88.00", "91.60")

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

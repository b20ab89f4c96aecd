"""`kinerja dokumen`: the document says what `jelaskan` says, in the form's order, and no word becomes markup."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
import target_office
from closed_office import close_all, disturb
from document_pages import squeezed
from official_office import BEHAVIOURS, HADI, LURAH, PUTU, RINA
from official_office import settle as settle_official
from scoring_office import ANI, CAMAT, CITRA, DEDI, EVERYBODY, give, settle

SECTIONS = [
    "Pegawai dan pejabat penilai kinerja", "Hasil kerja", "Kriteria penilaian", "Nilai tambah: program",
    "Hasil evaluasi", "Lampiran: cara menghitung", "Dasar dokumen ini",
]  # fmt: skip
POLICY = "Nilai menurut kebijakan lokal; predikat resmi mengikuti PermenPANRB 6/2022"


def explained(kinerja, nip, year=2025):
    return json.loads(kinerja(f"jelaskan {nip} {year} --format json").stdout, parse_float=str)


def shown(value):
    """A number of the JSON as the document writes it."""
    return "–" if value is None else value


# --- the same figures


@pytest.mark.parametrize("nip", EVERYBODY)
def test_every_figure_is_that_of_jelaskan(kinerja, full, page, pdf, nip):  # noqa: ARG001
    told, read, text = explained(kinerja, nip), page(nip), squeezed(pdf(nip))
    for line in told["baris"]:
        row = read.table("Nilai menurut kriteria").row(1, line["nama"])
        assert row[4:] == [shown(line["rata_rata"]), shown(line["sumbangan"])]
        assert f"Bobot {line['bobot']}" in row[1]
        for value in line["nilai"]:
            assert f"{value['periode']}: {value['nilai']}" in row[2]
            assert squeezed(f"{value['periode']}:{value['nilai']}") in text
        for period in line["belum_ada"]:
            assert f"{period}: BELUM ADA" in row[2]
        assert squeezed(f"{shown(line['rata_rata'])}{shown(line['sumbangan'])}") in text
    results = {
        "Nilai dasar": told["nilai_dasar"],
        "Nilai tambah": told["nilai_tambah"],
        "Nilai akhir": told["nilai_akhir"],
        "Predikat kinerja pegawai": told["predikat"],
    }
    for label, value in results.items():
        assert read.result(label) == value
        assert squeezed(f"{label}{value}") in text
    assert read.table("Nilai menurut kriteria").rows[-1][-1] == told["nilai_dasar"]
    shares = [Decimal(line["sumbangan"]) for line in told["baris"] if line["sumbangan"]]
    assert sum(shares) == Decimal(told["nilai_dasar"])
    for words in (told["aturan"]["digest"], f"tepatnya {told['pecahan']}", told["catatan"]):
        assert words in read.text
        assert squeezed(words) in text


@pytest.mark.usefixtures("full")
def test_the_sections_stand_in_the_order_of_the_form(page):
    read = page(CAMAT)
    assert [text for level, text in read.headings if level == "h2"] == SECTIONS
    assert read.headings[0] == ("h1", "Dokumen Evaluasi Kinerja Pegawai 2025")
    assert POLICY in read.text
    assert read.words[-40:].count("NIP 197505052000031005") == 1  # where she signs


@pytest.mark.usefixtures("full")
def test_who_is_judged_and_by_whom(kinerja, page):
    kinerja(f"pegawai ubah {CAMAT} --golongan IV/a --alasan data")
    kinerja(f"pegawai ubah {ANI} --golongan IX --jenis PPPK --alasan data")
    parties = page(ANI).table("Pegawai yang dinilai dan pejabat penilai")
    assert parties.rows == [
        ["Identitas", "Pegawai yang dinilai", "Pejabat penilai kinerja"],
        ["Nama", "Ani Nope", "Yosef Tefa"],
        ["NIP", ANI, CAMAT],
        ["Pangkat/gol. ruang", "IX", "Pembina (IV/a)"],
        ["Jabatan", "Analis", "Camat"],
        ["Unit kerja", "Kecamatan Maulafa", "Kecamatan Maulafa"],
        ["Status", "PPPK", "ASN"],
    ]
    above = page(CAMAT).table("Pegawai yang dinilai dan pejabat penilai")
    assert [row[2] for row in above.rows[1:]] == ["Wali Kota Kupang", "–", "–", "–", "–", "NON ASN"]


@pytest.mark.usefixtures("full")
def test_somebody_who_moved_is_judged_by_her_last_superior_and_both_places_are_told(page):
    read = page(CITRA)
    assert read.table("Pegawai yang dinilai dan pejabat penilai").row(0, "Nama")[2] == "Nona Benu"
    assert "Unit SIKUMANA-RW, Pengadministrasi · 2025-TW1, 1 dari 4 periode" in read.text
    assert "Unit NAIMATA, Bendahara (sejak 2025-05-01)" in read.text
    row = read.table("Nilai menurut kriteria").row(1, "Disiplin")
    assert "Penilai 2025-TW1: Marten Lay\nPenilai 2025-TW2–2025-TW4: Nona Benu" in row[2]


@pytest.mark.usefixtures("full")
def test_a_leave_and_a_short_service_are_told(page):
    row = page(ANI).table("Nilai menurut kriteria").row(1, "Inovasi")
    assert "2025-TW3: dikecualikan – Cuti melahirkan" in row[2]
    read = page(DEDI)
    assert "Periode penilaian 1 Januari s.d. 31 Agustus 2025" in read.text
    assert "Periode yang dihitung: 2025-TW1–2025-TW2" in read.text


@pytest.mark.usefixtures("full")
def test_a_programme_has_its_proof_effect_and_points(page):
    row = page(CAMAT).table("Program, bukti dukung, dan dampaknya").row(1, "Loket")
    assert row == ["1", "Loket\nKategori program_baru", "terealisasi\nBukti: SK", "9 → 3", "3.00"]


def test_what_was_said_with_a_value_is_feedback(kinerja, full, page):  # noqa: ARG001
    words = "--koreksi --alasan lupa --catatan 'sudah lebih cepat'"
    kinerja(f"nilai catat {CITRA} 2025-TW2 inovasi=61.5 {words}")
    row = page(CITRA).table("Nilai menurut kriteria").row(1, "Inovasi")
    assert row[3] == "2025-TW2: sudah lebih cepat"


@pytest.mark.usefixtures("full")
def test_the_receipt_is_that_of_the_report_and_asking_doesnt_change_it(kinerja, page):
    [receipt] = re.findall(r"Tanda terima: (#\d+:\w+)", kinerja("rekap tahunan 2025").stdout)
    assert f"Tanda terima: {receipt}" in page(CAMAT).text
    assert f"Tanda terima: {receipt}" in page(CAMAT).text


# --- years without a predikat


def test_an_incomplete_year_says_so_large_and_lists_what_is_missing(kinerja, workspace, page, pdf):
    settle(kinerja, workspace)
    give(kinerja, f"{ANI},2025-TW1,80,-,70", f"{ANI},2025-TW2,80,75,-")
    told, read = explained(kinerja, ANI), page(ANI)
    assert read.words.count("BELUM LENGKAP") == 2  # in its box, and where the predikat would stand
    assert read.text.index("BELUM LENGKAP") < read.text.index("Pegawai yang dinilai")
    assert "2 nilai belum ada" in read.text
    assert "Inovasi: 2025-TW1" in read.words
    assert "Pelayanan kepada masyarakat: 2025-TW2" in read.words
    assert f"Nilai akhir nanti antara {told['batas_bawah']} dan {told['batas_atas']}." in read.words
    assert read.result("Nilai akhir") == "–"
    assert "2025-TW3, 2025-TW4 belum dibuka" in read.text
    assert "BELUM LENGKAP" in pdf(ANI)


def test_whoever_has_nothing_to_count_is_not_judged(kinerja, workspace, page, pdf):
    settle(kinerja, workspace)
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(f"nilai kecualikan {ANI} {period} semua --alasan 'Tugas belajar'")
    read = page(ANI)
    assert read.words.count("TIDAK DINILAI") == 2
    row = read.table("Nilai menurut kriteria").row(1, "Disiplin")
    assert "2025-TW1–2025-TW2: dikecualikan – Tugas belajar" in row[2]
    assert "TIDAK DINILAI" in pdf(ANI)


# --- other rules


@pytest.mark.parametrize("nip", [RINA, LURAH, PUTU])
def test_under_the_quadrant_both_ratings_stand_where_the_form_has_them(kinerja, workspace, page, pdf, nip):
    settle_official(kinerja, workspace)
    told, read, text = explained(kinerja, nip), page(nip), squeezed(pdf(nip))
    assert [text for level, text in read.headings if level == "h2"][1:3] == ["Hasil Kerja", "Perilaku Kerja"]
    for aspect in told["aspek"]:
        said = f"{aspect['rating']} ({aspect['nilai']})"
        assert read.result(f"Rating {aspect['nama']}") == said
        assert squeezed(f"Rating{aspect['nama']}{said}") in text
    assert read.result("Predikat kinerja pegawai") == told["predikat"]
    results, behaviour = [t for t in read.tables if t.caption == "Nilai menurut kriteria"]
    assert [row[1] for row in results.rows[1:]][-1] == "Nilai Hasil Kerja"
    assert len(behaviour.rows) == 1 + len(BEHAVIOURS) + 1
    expectation = behaviour.row(1, "Loyal")[1]
    assert "Memegang teguh ideologi Pancasila" in expectation
    for table, aspect in zip((results, behaviour), told["aspek"], strict=True):
        lines = [line for line in told["baris"] if line["aspek"] == aspect["kode"]]
        assert [row[5] for row in table.rows[1:-1]] == [line["sumbangan"] for line in lines]
        assert table.rows[-1][-1] == aspect["nilai"]
    assert POLICY not in read.text
    assert "(tidak dihitung)" in behaviour.row(1, "Loyal")[2]  # terakhir: the last quarter alone counts


def test_under_the_quadrant_an_incomplete_year_names_what_lacks(kinerja, workspace, page):
    settle_official(kinerja, workspace)
    read = page(HADI)
    assert "8 nilai belum ada" in read.text
    assert "Kolaboratif: 2025-TW4" in read.words
    assert read.result("Rating Hasil Kerja") == "–"


def test_what_doesnt_count_while_something_is_awaited_is_said_as_jelaskan_says_it(kinerja, workspace, page):
    target_office.settle(kinerja, workspace)
    first = target_office.aim(kinerja, target_office.BUDI, "7", indicator="Lama")
    kinerja(
        f"sasaran realisasi {first} 2025-TW1 6 --bukti register"
    )  # of the four quarters the last is awaited
    said = "2025-TW1: 6 surat; bukti: register, tidak dihitung"
    assert f"    {said}\n" in kinerja(f"jelaskan {target_office.BUDI} 2025").stdout
    assert page(target_office.BUDI).table("Sasaran dan realisasinya").row(2, "Lama")[4].splitlines() == [
        said,
        "2025-TW4: BELUM ADA",
    ]


@pytest.mark.parametrize("formula", [target_office.OF_2021, target_office.ACHIEVEMENT])
def test_targets_and_what_came_of_them_are_those_of_jelaskan(kinerja, workspace, page, pdf, formula):
    settle, budi = target_office.settle, target_office.BUDI
    settle(kinerja, workspace, formula)
    kinerja("tujuan tambah VISI 'Kota yang melayani' --jenis visi")
    first = target_office.aim(
        kinerja, budi, "12", "--hitung", "jumlah", "--tujuan", "VISI", indicator="Surat masuk"
    )
    second = target_office.aim(kinerja, budi, "7-8", "--arah", "turun", "--aspek", "waktu", indicator="Lama")
    extra = target_office.aim(kinerja, budi, "4", "--jenis", "tambahan", indicator="Tim")
    target_office.realise(kinerja, first, "3", "3", "3", "4")
    target_office.realise(kinerja, second, "", "", "", "9,5")
    target_office.realise(kinerja, extra, "", "", "", "3")
    kinerja(f"sasaran realisasi {second} 2025-TW1 6,5 --bukti register --catatan 'pertahankan'")
    target_office.behave(kinerja)
    told, read, text = explained(kinerja, budi), page(budi), squeezed(pdf(budi))
    [line] = [line for line in told["baris"] if line["kriteria"] == "skp"]
    grid = read.table("Sasaran dan realisasinya")
    assert [row[0] for row in grid.rows if len(row) == 1] == ["A. Utama", "B. Tambahan"]
    for target in line["sasaran"]:
        row = grid.row(2, target["indikator"])
        assert f"= {target['capaian']} %" in row[4]
        assert target["nilai"] in row[4]
        assert squeezed(f"={target['capaian']}%") in text
        for done in target["realisasi"]:
            assert (
                f"{done['periode']}: {done['nilai'].removesuffix('.00')} surat; bukti: {done['bukti']}"
                in row[4]
            )
    assert "Mendukung VISI: Kota yang melayani" in grid.row(2, "Surat masuk")[1]
    lama = grid.row(2, "Lama")
    assert (lama[3].splitlines()[0], lama[5]) == ("7–8 surat", "2025-TW1: pertahankan")
    assert "Aspek waktu; makin kecil makin baik" in lama[2]
    assert read.table("Nilai menurut kriteria").row(1, "SKP")[4] == line["rata_rata"]
    assert read.result("Nilai akhir") == told["nilai_akhir"]


def test_a_missing_realisation_is_named_with_its_target(kinerja, workspace, page):
    target_office.settle(kinerja, workspace)
    number = target_office.aim(kinerja, target_office.BUDI, "12", "--hitung", "jumlah", indicator="Surat")
    target_office.realise(kinerja, number, "3", "", "3")
    target_office.behave(kinerja)
    read = page(target_office.BUDI)
    assert f"SKP, sasaran {number} (Surat): 2025-TW2, 2025-TW4" in read.words
    assert "2025-TW2: BELUM ADA" in read.table("Sasaran dan realisasinya").row(2, "Surat")[4]
    assert (
        "SKP: 2025-TW1, 2025-TW2, 2025-TW3, 2025-TW4 (tidak ada sasaran utama)"
        in page(target_office.ANI).words
    )


def test_targets_stand_there_under_rules_that_make_nothing_of_them(kinerja, full, page):  # noqa: ARG001
    kinerja(f"sasaran tetapkan {ANI} 2025 --hasil Surat --indikator Lama --target 3-4 --satuan hari")
    kinerja("sasaran realisasi 1 2025-TW4 3,5 --bukti register")
    row = page(ANI).table("Sasaran dan realisasinya").row(2, "Lama")
    assert "2025-TW4: 3.50 hari; bukti: register" in row[4]
    assert "capaian sesuai target = 100.00 %" in row[4]
    assert "nilai" not in row[4]


def test_what_the_unit_achieved_is_told(kinerja, full, page):  # noqa: ARG001
    assert "Capaian kinerja organisasi (unit kerja): belum dicatat" in page(ANI).text
    kinerja("unit capaian KEC 2025 butuh_perbaikan --dasar LKjIP")
    assert "Capaian kinerja organisasi (unit kerja): Butuh Perbaikan" in page(ANI).text


# --- closed years


def test_a_closed_year_answers_by_what_was_kept(kinerja, full):
    close_all(kinerja)
    before = {nip: kinerja(f"dokumen {nip} 2025").stdout for nip in EVERYBODY}
    disturb(kinerja, full)
    renamed = {CAMAT: "197505052000031013"}
    for nip, text in before.items():
        assert kinerja(f"dokumen {renamed.get(nip, nip)} 2025").stdout == text
    assert "Tahun 2025 ditutup oleh" in before[ANI]
    kinerja("dokumen --unit KEC 2025 -o folder")
    assert {path.stem for path in (full / "folder").iterdir()} == set(EVERYBODY)
    assert (full / "folder" / f"{CAMAT}.html").stat().st_size

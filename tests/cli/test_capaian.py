"""kinerja unit capaian and what `rekap distribusi` says beside it: guidance, never a change."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from kinerja_cli.storage.guards import guards

# twelve people of OEP: nine with 80 (Baik), three with 95 (Sangat Baik); one alone in SIK with 80
PEOPLE = [f"19900101201503{1 + n % 2}{n + 1:03d}" for n in range(13)]


@pytest.fixture
def office(kinerja, workspace):
    rows = "".join(f"{nip},Orang {n},{'SIK' if n == 12 else 'OEP'}\n" for n, nip in enumerate(PEOPLE))
    scores = "".join(f"{nip},2025,{95 if n < 3 else 80}\n" for n, nip in enumerate(PEOPLE))
    (workspace / "criteria.yaml").write_text(RULES, encoding="utf-8")
    for line, text in (
        ("init", None),
        ("unit tambah KEC Kecamatan", None),
        ("unit tambah OEP Oepura --induk KEC", None),
        ("unit tambah SIK Sikumana --induk KEC", None),
        ("pegawai impor -", f"nip,nama,unit\n{rows}"),
        ("kriteria terapkan --tahun 2025", None),
        ("periode buka 2025", None),
        ("nilai impor -", f"nip,periode,disiplin\n{scores}"),
    ):
        kinerja(line, **({} if text is None else {"stdin": text}))
    return kinerja


RULES = """\
instansi: Kecamatan Maulafa
berlaku: 2024
periode: tahun
skala: {min: 0, maks: 100}
kriteria:
  - {kode: disiplin, nama: Disiplin, bobot: 100}
predikat:
  - {kode: sangat_baik,     nama: Sangat Baik,     minimal: 91}
  - {kode: baik,            nama: Baik,            minimal: 76}
  - {kode: butuh_perbaikan, nama: Butuh Perbaikan, minimal: 61}
  - {kode: kurang,          nama: Kurang,          minimal: 51}
  - {kode: sangat_kurang,   nama: Sangat Kurang,   minimal: 0}
"""


def test_a_capaian_is_recorded_once_and_another_one_needs_a_correction(office):
    line = "unit capaian OEP 2025 baik --dasar 'LKjIP 2025'"
    assert "Capaian OEP 2025 = Baik: dicatat." in office(line).stderr
    assert "Capaian OEP 2025 = Baik: tetap." in office(line).stderr
    other = "unit capaian OEP 2025 istimewa --dasar 'LKjIP 2025'"
    refused = office(other, exit_code=3).stderr
    assert "sudah Baik, dasar 'LKjIP 2025' (revisi " in refused
    assert "--koreksi --alasan" in refused
    assert office(f"{other} --koreksi", exit_code=2).stdout == ""
    assert "dikoreksi" in office(f"{other} --koreksi --alasan 'salah baca'").stderr
    [row] = json.loads(office("unit capaian-daftar 2025 --format json").stdout)
    assert (row["unit"], row["tahun"], row["periode"], row["capaian"]) == ("OEP", 2025, None, "istimewa")
    told = office("riwayat --perintah 'unit capaian' --format csv").stdout
    assert ",capaian OEP 2025,,,capaian,baik,istimewa,salah baca" in told
    assert office("periksa").stdout == ""


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("unit capaian LAIN 2025 baik --dasar x", 4, "LAIN"),
        ("unit capaian OEP 2025-TW1 baik --dasar x", 4, "Tidak ada periode 2025-TW1"),
        ("unit capaian OEP 2020 baik --dasar x", 4, "belum punya aturan"),
        ("unit capaian OEP 2025 cukup --dasar x", 2, "bukan capaian organisasi"),
        ("unit capaian OEP 2025 baik --dasar ' '", 3, "dasar"),
        ("unit capaian OEP 2025 baik", 2, "--dasar"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_nothing_is_kept(office, line, code, told):
    assert told in office(line, exit_code=code).stderr
    assert json.loads(office("unit capaian-daftar --format json").stdout) == []


def test_the_vector_of_twelve_people_shows_two_findings(office):
    office("unit capaian OEP 2025 baik --dasar LKjIP")
    told = office("rekap distribusi 2025 --unit OEP -q --format csv").stdout
    assert told == (
        "unit,predikat,jumlah,persen,batas_paling_sedikit,batas_paling_banyak,temuan\n"
        "OEP,Sangat Baik,3,25.00,,,\n"
        'OEP,Baik,9,75.00,,8,"Baik 75 % (9 dari 12) melebihi 70 %, paling banyak 8: kelebihan 1"\n'
        "OEP,Butuh Perbaikan,0,0.00,,,tidak ada Butuh Perbaikan atau Kurang: kurang 1\n"
        "OEP,Kurang,0,0.00,,,\n"
        "OEP,Sangat Kurang,0,0.00,,,\n"
    ).replace("\n", "\r\n" if "\r\n" in told else "\n")
    shown = office("rekap distribusi 2025 --per-unit").stdout
    assert "OEP: capaian organisasi Baik, n = 12 berpredikat." in shown
    assert "bahan pertimbangan pimpinan; tidak mengubah predikat siapa pun" in shown


def test_one_person_cannot_meet_the_pattern_of_a_good_unit_and_it_says_so(office):
    before = office("rekap tahunan 2025 -q --format csv").stdout
    office("unit capaian SIK 2025 baik --dasar LKjIP")
    shown = office("rekap distribusi 2025 --unit SIK").stdout
    assert "n = 1 berpredikat (kecil: di bawah 5)" in shown
    assert "pola itu tidak dapat dipenuhi dengan 1 orang: Baik harus kelompok terbesar" in shown
    assert office("rekap tahunan 2025 -q --format csv").stdout == before  # nobody is changed


def test_a_unit_without_capaian_and_the_whole_office_have_empty_guidance(office):
    office("unit capaian OEP 2025 baik --dasar LKjIP")
    for line in ("rekap distribusi 2025", "rekap distribusi 2025 --unit SIK"):
        rows = json.loads(office(f"{line} -q --format json").stdout)
        assert {row["batas_paling_banyak"] for row in rows} == {row["temuan"] for row in rows} == {None}
        assert "bahan pertimbangan" not in office(line).stdout


def test_predikat_of_other_codes_get_no_guidance(office, workspace):
    (workspace / "criteria.yaml").write_text(RULES.replace("kode: kurang,", "kode: buruk,"), encoding="utf-8")
    office("kriteria terapkan --tahun 2025")
    office("unit capaian OEP 2025 baik --dasar LKjIP")
    assert "capaian organisasi" not in office("rekap distribusi 2025 --unit OEP").stdout


def test_a_closed_year_keeps_its_capaian_and_shows_it(office, workspace):
    office("unit capaian OEP 2025 baik --dasar LKjIP")
    before = office("rekap distribusi 2025 --unit OEP -q --format csv").stdout
    office("periode tutup 2025 --yes")
    office("tahun tutup 2025 --yes")
    office("unit ubah SIK --kode-baru SIKU")
    office("unit ubah OEP --kode-baru OEPURA")
    assert office("rekap distribusi 2025 --unit OEP -q --format csv").stdout == before
    refused = office("unit capaian OEPURA 2025 kurang --dasar x --koreksi --alasan x", exit_code=3).stderr
    assert "Tahun 2025 sudah ditutup" in refused
    with (
        closing(sqlite3.connect(workspace / "kinerja.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="kinerja: "),
    ):
        connection.execute("delete from unit_achievement")
    assert sum("closed_unit_achievement" in guard for guard in guards()) == 3


def test_a_period_with_a_capaian_is_not_empty(kinerja):
    for line in ("init", "unit tambah OEP Oepura", "periode buka 2025-TW1"):
        kinerja(line)
    kinerja("unit capaian OEP 2025-TW1 baik --dasar 'rencana aksi'")
    assert "1 capaian unit" in kinerja("periode batal 2025-TW1", exit_code=3).stderr
    assert '"2025-TW1"' in kinerja("unit capaian-daftar --format json").stdout


def test_a_basis_that_names_an_erased_person_is_emptied(office):
    office("unit capaian OEP 2025 baik --dasar 'nota Orang 3'")
    office(f"pegawai henti {PEOPLE[3]} --tanggal 2025-12-31")
    office(f"hapus-data {PEOPLE[3]} --dasar permohonan --yes")
    [row] = json.loads(office("unit capaian-daftar --format json").stdout)
    assert row["dasar"] == "(dihapus)"
    assert office("periksa").stdout == ""

"""kinerja ekspor: the official result as angka kredit, and in the fields and numbers of SIASN."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from official_office import (
    BEHAVIOURS,
    BUDI,
    CAMAT,
    DINAS,
    EKA,
    FENI,
    GITA,
    HADI,
    LURAH,
    PUTU,
    QUARTERS,
    RINA,
    rows_of,
    settle,
)

Kinerja = Callable[..., Any]
BOTH = ("ekspor angka-kredit 2025", "ekspor siasn 2025")
_MADE: list[bytes] = []


@pytest.fixture
def office(kinerja: Kinerja, workspace: Path) -> Kinerja:
    """A whole year under the quadrant."""
    if _MADE:
        kinerja("init --templat permenpanrb-6-2022")
        (workspace / "kinerja.db").write_bytes(_MADE[0])
        return kinerja
    settle(kinerja, workspace)
    _MADE.append((workspace / "kinerja.db").read_bytes())
    return kinerja


def close(kinerja: Kinerja) -> None:
    """Hadi's last quarter is rated, and the year is closed."""
    words = " ".join(f"{code}=1" for code in BEHAVIOURS)
    kinerja(f"nilai catat {HADI} 2025-TW4 hasil=2 {words}")
    kinerja(["periode", "tutup", *QUARTERS, "--yes"])
    kinerja("tahun tutup 2025 --yes")


# ---- angka kredit


def test_angka_kredit_is_summed_exactly_and_rounded_once(office: Kinerja) -> None:
    found = rows_of(office("ekspor angka-kredit 2025 --format csv").stdout)
    told = {nip: (row["jenjang"], row["bulan"], row["angka_kredit"]) for nip, row in found.items()}
    assert told == {
        # 150 % of 6/12 × 12.5 + 6/12 × 25 = 28.125
        RINA: ("Ahli Pertama, Ahli Muda", "12", "28.13"),
        # 100 % of 8/12 × 25, from May on
        BUDI: ("Penyelia", "8", "16.67"),
        EKA: ("Pemula", "12", ""),
        # 75 % of 37.5 = 28.125: half up, not half even
        FENI: ("Ahli Madya", "12", "28.13"),
        # 25 % of 8/12 × 5 = 0.8333…
        GITA: ("Terampil", "8", "0.83"),
        HADI: ("Ahli Utama", "12", ""),
    }
    assert list(found) == sorted(found)
    rina, hadi = found[RINA], found[HADI]
    assert (rina["predikat"], rina["persen"], rina["koefisien"]) == ("Sangat Baik", "150", "")
    assert rina["perhitungan"] == "150 % × (6/12 × 12.50 + 6/12 × 25.00)"
    assert (rina["jabatan"], rina["status"]) == ("Analis Kebijakan Ahli Muda", "lengkap")
    assert (found[FENI]["koefisien"], found[FENI]["perhitungan"]) == ("37.50", "75 % × 12/12 × 37.50")
    assert (hadi["status"], hadi["predikat"], hadi["persen"], hadi["perhitungan"]) == (
        "belum_lengkap",
        "",
        "",
        "",
    )


def test_who_is_left_out_is_counted_with_the_reason(office: Kinerja) -> None:
    said = office("ekspor angka-kredit 2025 --format csv").stderr
    assert (
        "Tidak dimuat: 1 bukan PNS, 2 PNS yang jabatannya tidak berakhir dengan jenjang fungsional." in said
    )
    assert "1 pegawai belum lengkap atau tidak dinilai: tanpa angka kredit." in said
    assert "belum penuh" not in said
    assert office("ekspor angka-kredit 2025 --format csv -q").stderr == ""
    for nip in (PUTU, LURAH, CAMAT):
        assert nip not in office("ekspor angka-kredit 2025 --format csv").stdout


def test_pemula_without_a_coefficient_is_told_and_not_guessed(office: Kinerja) -> None:
    result = office("ekspor angka-kredit 2025 --format csv")
    assert rows_of(result.stdout)[EKA]["perhitungan"] == "koefisien Pemula belum ditetapkan"
    assert (
        "Koefisien Pemula tidak ada dalam aturan tahun 2025; 1 pegawai belum berangka kredit."
        in result.stderr
    )
    assert (
        "angka_kredit: {koefisien: {pemula: …}}, di criteria.yaml, lalu: kinerja kriteria terapkan --tahun 2025"
        in result.stderr
    )


def test_pemula_counts_by_the_rules_of_the_office(office: Kinerja, workspace: Path) -> None:
    """Once applied as the message says, 100 % of 3.75 a year; another number gives another one."""
    for coefficient, shown in (("3.75", "3.75"), ("4", "4.00")):
        rules = (workspace / "criteria.yaml").read_text(encoding="utf-8").partition("\nangka_kredit:")[0]
        (workspace / "criteria.yaml").write_text(
            f"{rules}\nangka_kredit: {{koefisien: {{pemula: {coefficient}}}}}\n", encoding="utf-8"
        )
        office("kriteria terapkan --tahun 2025")
        result = office("ekspor angka-kredit 2025 --format csv")
        row = rows_of(result.stdout)[EKA]
        assert (row["angka_kredit"], row["koefisien"]) == (shown, shown)
        assert "Koefisien" not in result.stderr
        assert f"angka_kredit,pemula,Pemula,{shown},,koefisien setahun" in (
            office("kriteria tampil --tahun 2025 --format csv").stdout
        )


def test_numbers_are_numbers_in_json_and_in_a_workbook(office: Kinerja, workspace: Path) -> None:
    listed = {row["nip"]: row for row in json.loads(office("ekspor angka-kredit 2025 --format json").stdout)}
    feni = listed[FENI]
    assert (feni["bulan"], feni["persen"], feni["koefisien"], feni["angka_kredit"]) == (12, 75, 37.5, 28.13)
    assert (listed[RINA]["koefisien"], listed[HADI]["angka_kredit"]) == (None, None)
    office("ekspor angka-kredit 2025 -o ak.xlsx -q")
    sheet = openpyxl.load_workbook(workspace / "ak.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["J"] if isinstance(cell.value, float)] == [28.13, 0.83, 28.13, 16.67]


# ---- SIASN


def test_siasn_has_its_own_fields_and_numbers(office: Kinerja) -> None:
    found = rows_of(office("ekspor siasn 2025 --format csv").stdout)
    assert list(next(iter(found.values()))) == [
        "nip", "nama", "tahun", "bulanMulaiPenilaian", "bulanSelesaiPenilaian", "tahunMulaiPenilaian",
        "tahunSelesaiPenilaian", "hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai", "penilaiNama",
        "penilaiNipNrp", "penilaiJabatanNama", "penilaiUnorNama", "penilaiGolongan", "statusPenilai", "status",
    ]  # fmt: skip
    numbers = {
        nip: tuple(row[f"{key}Nilai"] for key in ("hasilKinerja", "perilakuKerja", "kuadranKinerja"))
        for nip, row in found.items()
    }
    # regulations.md 1.15: the office's 3 is SIASN's 1; the quadrant as PermenPANRB 6/2022 has it
    assert numbers == {
        CAMAT: ("2", "2", "2"),
        LURAH: ("2", "1", "2"),
        RINA: ("1", "1", "1"),
        BUDI: ("1", "2", "2"),
        EKA: ("2", "2", "2"),
        FENI: ("3", "2", "3"),
        GITA: ("3", "3", "5"),
        HADI: ("", "", ""),
        PUTU: ("1", "3", "4"),
    }
    assert list(found) == sorted(found)
    months = {nip: (row["bulanMulaiPenilaian"], row["bulanSelesaiPenilaian"]) for nip, row in found.items()}
    assert (months[RINA], months[BUDI], months[GITA]) == (("1", "12"), ("5", "12"), ("1", "8"))
    assert {
        (row["tahun"], row["tahunMulaiPenilaian"], row["tahunSelesaiPenilaian"]) for row in found.values()
    } == {("2025",) * 3}


def test_the_assessor_is_the_superior_of_the_last_period(office: Kinerja) -> None:
    result = office("ekspor siasn 2025 --format csv")
    found = rows_of(result.stdout)
    who = {
        nip: tuple(row[key] for key in row if key.startswith("penilai") or key == "statusPenilai")
        for nip, row in found.items()
    }
    camat = ("Yosef Tefa", CAMAT, "Camat", "Kecamatan Maulafa", "IV/a", "ASN")
    assert who[RINA] == camat  # since July; before, the lurah
    assert who[GITA] == ("Marten Lay", LURAH, "Lurah", "Kelurahan Sikumana", "III/d", "ASN")
    assert who[CAMAT] == ("Wali Kota Kupang", "", "", "", "", "NON ASN")
    assert who[BUDI] == ("", DINAS, "", "", "", "ASN")
    assert who[PUTU] == ("",) * 6
    assert "1 pegawai tanpa atasan: kolom penilai kosong" in result.stderr
    assert "1 pegawai beratasan NIP yang belum terdaftar" in result.stderr


# ---- both


def test_a_year_by_the_offices_own_rules_is_refused(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("init")
    kinerja(
        "pegawai impor - --buat-unit", stdin=f"nip,nama,unit,jabatan\n{RINA},Rina,KEC,Analis Ahli Pertama\n"
    )
    kinerja("periode buka 2025-TW1")
    kinerja(f"nilai catat {RINA} 2025-TW1 disiplin=90 inovasi=90 pelayanan=90")
    for line in BOTH:
        result = kinerja(f"{line} -o keluar.csv", exit_code=3)
        assert result.stdout == ""
        assert result.stderr.splitlines() == [
            "Aturan tahun 2025 tidak memakai matriks: predikatnya kebijakan lokal, bukan predikat resmi.",
            "Yang diekspor hanya predikat dari kuadran PermenPANRB 6/2022; aturannya: "
            "kinerja init FOLDER --templat permenpanrb-6-2022",
        ]
        assert not (workspace / "keluar.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "refused", "said"),
    [
        (
            ("sangat_baik",),
            ("hebat",),
            BOTH,
            "Aturan tahun 2025: 'hebat' bukan kode predikat PermenPANRB 6/2022.",
        ),
        (
            ("di_atas", "sesuai", "di_bawah"),
            ("tinggi", "sedang", "rendah"),
            BOTH[1:],
            "Aturan tahun 2025: rating 'tinggi', 'sedang', 'rendah' tidak dikenal SIASN.",
        ),
        (
            ("hasil_kerja",),
            ("capaian_kerja",),
            BOTH[1:],
            "Aturan tahun 2025: aspek 'capaian_kerja', 'perilaku_kerja' tidak dikenal SIASN.",
        ),
        (("di_atas", "di_bawah", "butuh_perbaikan"), ("diatas", "dibawah", "cukup"), (), ""),
    ],
)
def test_codes_that_nobody_there_knows_are_refused(
    office: Kinerja,
    workspace: Path,
    old: tuple[str, ...],
    new: tuple[str, ...],
    refused: tuple[str, ...],
    said: str,
) -> None:
    plain = office("ekspor siasn 2025 --format csv").stdout
    rules = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    for before, after in zip(old, new, strict=True):
        rules = rules.replace(before, after)
    (workspace / "criteria.yaml").write_text(rules, encoding="utf-8")
    office("kriteria terapkan --tahun 2025")
    for line in BOTH:
        result = office(f"{line} --format csv", exit_code=3 if line in refused else 0)
        if line in refused:
            assert result.stderr.splitlines()[0] == said
            assert result.stderr.splitlines()[1].endswith("lalu: kinerja kriteria terapkan --tahun 2025")
    if not refused:
        assert office("ekspor siasn 2025 --format csv").stdout == plain


def test_a_year_without_periods_is_not_found(office: Kinerja) -> None:
    for line in ("ekspor angka-kredit 2031", "ekspor siasn 2031"):
        assert "Tahun 2031 tidak punya periode yang dibuka." in office(line, exit_code=4).stderr
    office("ekspor siasn", exit_code=2)


def test_what_lacks_ends_with_7_where_it_was_asked_for(office: Kinerja) -> None:
    """The list is written all the same, as in other reports."""
    result = office("ekspor angka-kredit 2025 --wajib-lengkap --format csv", exit_code=7)
    assert HADI in result.stdout
    assert "Belum lengkap: 8 nilai belum ada, 1 pegawai tanpa koefisien jenjang." in result.stderr
    result = office("ekspor siasn 2025 --wajib-lengkap --format csv", exit_code=7)
    assert "Belum lengkap: 8 nilai belum ada, 1 pegawai tanpa atasan." in result.stderr
    close(office)
    office(f"pegawai pindah {PUTU} --atasan {CAMAT} --mulai awal --alasan Lengkapi")
    # a closed year answers by what was recorded when it was closed
    assert (
        "1 pegawai tanpa atasan"
        in office("ekspor siasn 2025 --wajib-lengkap --format csv", exit_code=7).stderr
    )


def test_an_unopened_period_is_told_and_months_are_those_of_the_year(kinerja: Kinerja) -> None:
    kinerja("init --templat permenpanrb-6-2022")
    kinerja(
        "pegawai impor - --buat-unit", stdin=f"nip,nama,unit,jabatan\n{RINA},Rina,KEC,Analis Ahli Pertama\n"
    )
    kinerja("periode buka 2025-TW1")
    result = kinerja("ekspor angka-kredit 2025 --format csv")
    assert rows_of(result.stdout)[RINA]["bulan"] == "12"
    assert "Tahun 2025 belum penuh: 2025-TW2, 2025-TW3, 2025-TW4" in result.stderr
    assert "Bulan dihitung setahun penuh, juga dalam periode yang belum dibuka." in result.stderr


def test_a_closed_year_stays_whatever_is_registered_later(office: Kinerja) -> None:
    lines = [f"{line} --format {format} -q" for line in BOTH for format in ("csv", "json", "tsv")]
    kinerja = office
    close(kinerja)
    kept = [kinerja(line).stdout for line in lines]
    kinerja("tahun buka-kembali 2025 --alasan uji --yes")
    assert [kinerja(line).stdout for line in lines] == kept, "closing changes nothing"
    kinerja("tahun tutup 2025 --yes")
    kinerja(f"pegawai pindah {RINA} --jabatan Lurah --atasan {LURAH} --mulai 2025-03-01")
    kinerja(f"pegawai henti {FENI} --tanggal 2025-10-31")
    kinerja(f"pegawai ubah {CAMAT} --nama 'Yosef Tefa, M.Si.' --golongan IV/b --alasan Ijazah")
    kinerja(f"pegawai ubah {EKA} --jenis PPPK --alasan uji")
    assert [kinerja(line).stdout for line in lines] == kept
    page = kinerja("ekspor siasn 2025 --format md").stdout
    assert "Tahun 2025 ditutup oleh" in page
    assert "kebijakan lokal" not in page


def test_whoever_was_erased_is_in_no_export(office: Kinerja, workspace: Path) -> None:
    rules = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    (workspace / "criteria.yaml").write_text(f"{rules}\nretensi: 0\n", encoding="utf-8")
    office("kriteria terapkan --tahun 2025")
    office(f"pegawai pindah {BUDI} --atasan {GITA} --mulai 2025-06-01")
    close(office)
    assert rows_of(office(f"{BOTH[1]} --format csv").stdout)[BUDI]["penilaiNama"] == "Gita Selan"
    office(f"hapus-data {GITA} --dasar uji --yes")
    for line in BOTH:
        result = office(f"{line} --format csv")
        assert len(rows_of(result.stdout)) == (5 if line == BOTH[0] else 8)
        assert "1 yang datanya sudah dihapus" in result.stderr
    # a superior who was erased is nobody that SIASN could be told of
    budi = rows_of(office(f"{BOTH[1]} --format csv").stdout)[BUDI]
    assert {key: text for key, text in budi.items() if key.lower().find("penilai") >= 0 and text}.keys() == {
        "bulanMulaiPenilaian", "bulanSelesaiPenilaian", "tahunMulaiPenilaian", "tahunSelesaiPenilaian",
    }  # fmt: skip


def test_an_export_of_many_leaves_no_entry_as_the_yearly_list_leaves_none(
    office: Kinerja, workspace: Path
) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    for line in (*BOTH, "rekap tahunan 2025"):
        office(f"{line} -o keluar.csv -q")
    assert (workspace / "kinerja.db").read_bytes() == before
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        assert connection.execute("select count(*) from access").fetchone() == (0,)

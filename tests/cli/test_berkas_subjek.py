"""`kinerja berkas-subjek`: everything about one person and every processing, and nothing of anybody else."""

from __future__ import annotations

import json
import os
import pwd
import re
from decimal import Decimal
from hashlib import sha256

import openpyxl
import pytest
from personal_office import HEAD, MATE, MAYOR, NAME, NIP, OLD, OLD_NAME, OTHERS, PEER, object_to

FORMATS = ("table", "csv", "tsv", "json", "md", "xlsx")
SECTIONS = [
    "identitas", "penempatan", "nilai", "pengecualian", "program", "berkas_bukti", "sasaran", "realisasi", "keberatan",
    "ketidakhadiran", "plt", "kegiatan", "rencana", "pembinaan", "pertemuan_pembinaan", "hasil_tahunan", "akses",
    "pemrosesan",
]  # fmt: skip


@pytest.fixture
def told(kinerja, personal):
    """The file as JSON, after an objection of hers was decided by her head."""
    object_to(personal, "ditolak")
    return json.loads(kinerja(f"berkas-subjek {NIP} --format json").stdout, parse_float=Decimal)


def values(told, section, *keys):
    return [tuple(record[key] for key in keys) for record in told[section]]


def all_text(kinerja, folder, shape) -> str:
    """What a reader of that format gets to read, quoting undone."""
    if shape == "xlsx":
        kinerja(f"berkas-subjek {NIP} -o berkas.xlsx")
        book = openpyxl.load_workbook(folder / "berkas.xlsx")
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
    text = kinerja(f"berkas-subjek {NIP} --format {shape}").stdout
    if shape == "json":
        return "\n".join(strings(json.loads(text)))
    return text.replace('""', '"').replace("\\", "")


def strings(value):
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [str(value)]


@pytest.mark.parametrize("shape", FORMATS)
def test_no_number_and_no_name_of_anybody_else_in_any_format(kinerja, personal, shape):
    object_to(personal, "ditolak")
    kinerja(["unit", "ubah", "PKM", "--nama", f"Puskesmas {OTHERS[HEAD]}"])
    text = all_text(kinerja, personal, shape)
    for words in (NIP, OLD, NAME, OLD_NAME, "sakit keras tiga pekan"):
        assert words in text or words in text.replace("\\", ""), (
            "a file without her own data would prove nothing"
        )
    folded = " ".join(text.casefold().split())
    for name in (*OTHERS.values(), MAYOR):
        for spelling in (name, name.partition(",")[0]):
            plain = spelling.replace("\\", "").casefold()
            assert plain not in folded.replace("\\", ""), spelling
    digits = re.sub(r"(?<=[0-9])[ .](?=[0-9])", "", text)
    assert not {HEAD, PEER, MATE} & set(re.findall(r"[0-9]{18}", digits))
    assert "[orang lain]" in text or "[orang lain]" in text.replace("\\", "")


def test_the_json_has_its_sections_in_order(told):
    assert list(told) == ["nip", "nama", *SECTIONS]
    assert (told["nip"], told["nama"]) == (NIP, NAME)


def test_every_version_of_who_she_is(told):
    assert values(told, "identitas", "nip", "nama") == [(OLD, OLD_NAME), (NIP, NAME)]
    first, second = told["identitas"]
    assert first["pengganti"] == second["tanda_terima"]
    assert second["diganti"] is None
    assert second["alasan_jurnal"] == f"SK baru {OLD_NAME}"


def test_every_value_with_its_superseded_versions_and_who_when_and_why(told):
    first = [row for row in told["nilai"] if (row["periode"], row["kriteria"]) == ("2020-TW1", "disiplin")]
    assert [(row["nilai"], row["catatan"]) for row in first] == [
        (Decimal("80.25"), "rajin sekali; lihat [orang lain]"),
        (Decimal("90.00"), "tugas bersama [orang lain] ke desa"),
    ]
    assert first[0]["pengganti"] == first[1]["tanda_terima"]
    assert first[1]["alasan_jurnal"] == f"salah orang: maksudnya {OLD}"
    assert {row["pelaku"] for row in told["nilai"]} == {pwd.getpwuid(os.getuid()).pw_name}
    assert all(
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} WITA", row["waktu"]) for row in first
    )


def test_whoever_rated_is_a_role(told):
    roles = {(row["periode"], row["kriteria"]): row["penilai"] for row in told["nilai"]}
    assert roles["2020-TW1", "pelayanan"] == "penilai lain"
    assert roles["2020-TW2", "disiplin"] == "atasan"


def test_the_rest_of_what_is_recorded(told):
    assert values(told, "penempatan", "hal", "unit", "jabatan", "atasan") == [
        ("sejak awal", "PKM", "Bidan Desa Oelami", "tercatat"),
        ("sejak 2020-04-01", "KEC", "Bidan Koordinator Wilayah", "tercatat"),
    ]
    assert values(told, "pengecualian", "periode", "kriteria", "alasan") == [
        ("2020-TW2", "inovasi", "sakit keras tiga pekan")
    ]
    assert values(told, "plt", "hal", "jenis", "jabatan", "unit", "mulai", "selesai", "dasar") == [
        ("plt 1", "plt", "Kepala Puskesmas Oelami", "KEC", "2020-05-04", None, "SP [orang lain] 7/2020")
    ]
    what = ("hal", "jenis", "topik", "tanggal", "jp", "sebab", "catatan")
    assert values(told, "kegiatan", *what) == [
        ("kegiatan 1", "pelatihan", "Kohort ibu hamil", "2020-05-11", 8, "nilai_rendah", note)
        for note in ("diutus bersama [orang lain] karena nilainya", "tertidur sepanjang sesi kedua")
    ]
    assert values(told, "rencana", "tindakan", "asal", "rujukan", "unit", "tenggat", "status", "hasil") == [
        (
            "Jadwal posyandu disusun dengan [orang lain]",
            "kegiatan",
            "kegiatan 1",
            "KEC",
            "2020-09-30",
            "berjalan",
            None,
        )
    ]
    [plan] = told["rencana"]
    assert plan["pengganti"] is not None  # another owner has it since
    assert values(told, "program", "judul", "bukti", "status") == [
        ("Posyandu keliling", None, "usulan"),
        ("Posyandu keliling", f"SK [orang lain] dan {NAME}", "berjalan"),
    ]
    assert values(told, "keberatan", "alasan", "nilai_sebelum", "pemutus", "putusan") == [
        ("[orang lain] tidak adil", Decimal("90.00"), "atasan", "sudah tepat menurut [orang lain]")
    ]
    # (90+88)/2 x 30 + 70 x 30 + (71+77)/2 x 40 = 26.7 + 21 + 29.6
    assert values(told, "hasil_tahunan", "tahun", "nilai_akhir", "status") == [
        (2020, Decimal("77.30"), "lengkap")
    ]


@pytest.mark.usefixtures("personal")
def test_every_access_and_every_processing_is_in_it_and_this_very_one(kinerja, rows):
    kinerja(f"jelaskan {NIP} -o rahasia.json")
    kinerja(f"berkas-subjek {NIP} -q")
    told = json.loads(kinerja(f"berkas-subjek {NIP} --format json").stdout)
    assert [row["hal"] for row in told["akses"]] == [
        "jelaskan -o rahasia.json",
        "berkas-subjek",
        "berkas-subjek",
    ]
    commands = [row["hal"] for row in told["pemrosesan"]]
    assert commands == [
        "pegawai tambah", "nilai catat", "nilai catat", "pegawai ubah", "nilai catat", "nilai kecualikan",
        "nilai catat", "nilai catat", "program tambah", "program ubah", "pegawai pindah", "pegawai plt", "program ubah",
        "sasaran tetapkan", "sasaran ubah", "sasaran realisasi", "sasaran realisasi",
        "kegiatan hadir", "kegiatan hadir", "rencana tambah", "rencana ubah",
        "jelaskan", "berkas-subjek", "berkas-subjek",
    ]  # fmt: skip
    last = rows("select '#' || seq || ':' || substr(hash, 1, 12) from journal order by seq desc limit 1")
    assert told["akses"][-1]["tanda_terima"] == last[0][0]


def test_nothing_about_others_is_among_the_processings(told, rows):
    """The note about her colleague was an entry of its own; it isn't hers."""
    [(about_others,)] = rows(
        "select min(s.entry) from score s join employee e on e.id = s.employee where e.nip = ?", PEER
    )
    receipts = [int(row["tanda_terima"][1:].partition(":")[0]) for row in told["pemrosesan"]]
    assert about_others not in receipts
    assert receipts == sorted(receipts)


def test_the_files_that_prove_her_programmes_are_named_without_others_and_end_with_her_share(
    kinerja, personal
):
    (personal / "lain.csv").write_bytes(b"lain")
    kinerja(f"program ubah 1 --tanpa-pegawai {NIP}")
    kinerja("program ubah 1 --berkas-bukti lain.csv")  # of a time when it was hers no more
    told = json.loads(kinerja(f"berkas-subjek {NIP} --format json").stdout)
    assert [(row["id"], row["berkas"], row["ukuran"], row["sidik"]) for row in told["berkas_bukti"]] == [
        (1, "daftar.csv", 6, sha256(b"daftar").hexdigest()),
        (1, f"[orang lain] dan {NAME}.jpg", 4, sha256(b"foto").hexdigest()),
    ]


def test_every_version_of_her_targets_and_of_what_came_of_them(told):
    assert values(
        told, "sasaran", "id", "hasil", "indikator", "tujuan", "target_dari", "satuan", "dari", "sampai"
    ) == [
        (
            1,
            "Ibu hamil di Oelami terpantau",
            indicator,
            "SEHAT",
            Decimal("10.00"),
            "kunjungan",
            "2020-TW1",
            None,
        )
        for indicator in ("kunjungan rumah ibu hamil", "kunjungan rumah dengan kohort")
    ]
    rest = ("tahun", "jenis", "aspek", "target_sampai", "arah", "hitung", "bobot", "puncak")
    assert set(values(told, "sasaran", *rest)) == {
        (2020, "utama", "kuantitas", Decimal("10.00"), "naik", "akhir", Decimal("1.00"), None)
    }
    first, second = told["sasaran"]
    assert first["pengganti"] == second["tanda_terima"]
    assert second["alasan_jurnal"] == "istilah baku"
    rain = "hujan tiga pekan, jalan ke Oelami putus"
    assert values(told, "realisasi", "sasaran", "periode", "nilai", "bukti", "catatan") == [
        (1, "2020-TW1", Decimal("4.00"), "lembar kunjungan bulan Maret", rain),
        (1, "2020-TW1", Decimal("5.00"), "buku kohort, diperiksa [orang lain]", rain),
    ]


def test_a_realisation_of_a_period_that_is_no_more_is_still_in_it(kinerja, personal):  # noqa: ARG001
    kinerja("periode buka 2020-TW4")
    kinerja("sasaran realisasi 1 2020-TW4 9")
    kinerja("sasaran realisasi 1 2020-TW4 --batal --alasan keliru")
    kinerja("periode batal 2020-TW4")
    told = json.loads(kinerja(f"berkas-subjek {NIP} --format json").stdout)
    assert ("2020-TW4", 9.0) in values(told, "realisasi", "periode", "nilai")


def test_people_read_it_line_by_line(kinerja, personal):
    object_to(personal)
    page = kinerja(f"berkas-subjek {NIP}").stdout
    lines = page.splitlines()
    assert lines[0] == f"Berkas subjek data: {NAME}  {NIP}"
    assert [line for line in lines if line and not line.startswith(" ")][1:] == [
        "Identitas", "Penempatan", "Nilai", "Pengecualian", "Program", "Berkas bukti", "Sasaran", "Realisasi",
        "Keberatan", "Ketidakhadiran", "Plt", "Kegiatan", "Rencana", "Pembinaan", "Pertemuan pembinaan",
        "Hasil tahunan", "Akses",
        "Pemrosesan",
    ]  # fmt: skip
    assert "    nilai: 80.25" in lines
    assert "    alasan: sakit keras tiga pekan" in lines


def test_the_other_formats_are_one_long_table(kinerja, personal):
    kinerja(f"berkas-subjek {NIP} -o berkas.tsv")
    header, *lines = (personal / "berkas.tsv").read_text("utf-8").splitlines()
    assert header.split("\t") == ["bagian", "waktu", "hal", "isi"]
    assert list(dict.fromkeys(line.split("\t")[0] for line in lines)) == [
        s for s in SECTIONS if s not in ("keberatan", "ketidakhadiran", "pembinaan", "pertemuan_pembinaan")
    ]
    assert (personal / "berkas.tsv").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("personal")
def test_somebody_unknown_is_not_found_and_nothing_is_journalled(refused):
    assert refused("berkas-subjek 199901012020121009", 4)


@pytest.mark.usefixtures("personal")
def test_an_erased_person_has_a_file_without_a_name(kinerja):
    kinerja(f"hapus-data {NIP} --dasar permohonan --yes")
    text = kinerja("berkas-subjek 000000000000000003").stdout
    assert "(dihapus)" in text
    assert "hapus-data" in text
    assert NAME not in text

"""Names that are taken: the fixed columns of reports and the headings that import files use."""

from __future__ import annotations

# the sheet beside the first in every workbook that kinerja writes: title and notes, never data
NOTES_SHEET = "Keterangan"

YEARLY_FIXED = (
    "peringkat",
    "nip",
    "nama",
    "unit",
    "jabatan",
    "nilai_dasar",
    "nilai_tambah",
    "nilai_akhir",
    "predikat",
    "status",
    "belum_ada",
    "batas_bawah",
    "batas_atas",
)
"""Columns of `rekap tahunan` around those of the criteria (design.md section 7)."""

UNIT_FIXED = ("unit", "nama_unit", "pegawai", "lengkap", "rata_rata", "median", "terendah", "tertinggi")
"""Columns of `rekap unit` before those of the predikat codes (design.md section 7)."""

SCORE_HEADERS = (
    # who
    "nip",
    "nonip",
    "nomorindukpegawai",
    "nippegawai",
    "nipbaru",
    "nama",
    "namapegawai",
    "namalengkap",
    "pegawai",
    "unit",
    "unitkerja",
    "kodeunit",
    "namaunit",
    "jabatan",
    "namajabatan",
    "golongan",
    "gol",
    "golonganruang",
    "golruang",
    "pangkat",
    "pangkatgolongan",
    "jenis",
    "jenispegawai",
    "statuspegawai",
    "mulai",
    "tmt",
    "tanggalmulai",
    "selesai",
    "tanggalselesai",
    "atasan",
    "nipatasan",
    # what was scored
    "periode",
    "kodeperiode",
    "tahun",
    "kriteria",
    "kodekriteria",
    "namakriteria",
    "nilai",
    "skor",
    "penilai",
    "nippenilai",
    "namapenilai",
    "pejabatpenilai",
    "catatan",
    "keterangan",
    # added by people and by kinerja itself
    "no",
    "nomor",
    "nourut",
    "nomorurut",
    "galat",
)
"""Headings of score and employee files as `fold` leaves them; no criterion may have such a code or name."""

RESERVED_WORDS = ("semua",)
"""Words that commands take in the place of a criterion's code (`nilai kecualikan NIP P semua`)."""

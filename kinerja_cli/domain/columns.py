"""Names that are taken: the fixed columns of reports and the headings that import files use."""

from __future__ import annotations

# the sheets beside the first in workbooks that kinerja writes: what figures rest on and pictures of them, never data
NOTES_SHEET = "Metode"
CHARTS_SHEET = "Grafik"
OWN_SHEETS = (NOTES_SHEET, CHARTS_SHEET, "Keterangan")  # the last was the first one's name until 0.2.0
# the hidden sheet of a score sheet: what it is, and of which revision
STAMP_SHEET = "_kinerja"

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

HEADINGS = {
    "nip": (
        "nip", "nippppk", "nipnipppk", "nipnippppk", "nipnrp", "nonip", "nomornip", "nomorindukpegawai", "nipbaru",
        "nippegawai",
    ),
    "nama": ("nama", "namapegawai", "namalengkap", "namaasn"),
    "unit": (
        "unit", "unitkerja", "unor", "unitorganisasi", "opd", "skpd", "kodeunit", "namaunit", "namaunitkerja",
        "unitkode",
    ),
    "jabatan": ("jabatan", "namajabatan"),
    "golongan": (
        "golongan", "gol", "golonganruang", "golruang", "pangkatgol", "pangkatgolongan", "pangkatgolruang",
        "pangkatgolonganruang",
    ),
    "jenis": ("jenis", "jenisasn", "jenispegawai", "statuskepegawaian", "statuspegawai"),
    "mulai": ("mulai", "tmt", "tanggalmulai", "tglmulai", "tmtmulai"),
    "selesai": ("selesai", "tanggalselesai", "tglselesai", "berhenti"),
    "atasan": ("atasan", "atasanlangsung", "nipatasan", "namaatasan"),
    "periode": ("periode", "kodeperiode", "periodepenilaian"),
    "kriteria": ("kriteria", "kodekriteria", "namakriteria"),
    "nilai": ("nilai", "skor"),
    "penilai": ("penilai", "pejabatpenilai", "nippenilai", "namapenilai", "nippejabatpenilai"),
    "catatan": ("catatan", "keterangan", "ket"),
    "revisi": ("revisi", "norevisi", "nomorrevisi"),
}  # fmt: skip
"""Columns of files of employees and scores, and what people head them with, as `fold` leaves it."""

SILENT_HEADINGS = ("galat", "no", "nomor", "nourut", "nomorurut", "#", "dicatat", "pegawai")
"""Headings that no import reads or mentions: a row's number, and what kinerja's own listings say beside."""

SCORE_HEADERS = (
    *(heading for known in HEADINGS.values() for heading in known),
    *SILENT_HEADINGS,
    "tahun",
    "pangkat",
)
"""All of these, so that no criterion has such a code or name: its column would be taken for another."""

RESERVED_WORDS = ("semua",)
"""Words that commands take in the place of a criterion's code (`nilai kecualikan NIP P semua`)."""

"""One line of every command that writes, in an order in which all of them change something in the small office."""

from __future__ import annotations

BUDI, CITRA = "198503152010012001", "199503012020121003"
NEW = "200001012024031001"
FILES = {
    "unit.csv": "kode;nama;induk\nOEP2;Kelurahan Lain;KEC\n",
    "pegawai.csv": "nip;nama;unit\n200101012024031001;Gita Foeh;OEP\n",
    "sasaran.csv": f"nip;hasil;indikator;target;satuan\n{CITRA};Laporan;Laporan bulanan;12;dokumen\n",
    "nilai.csv": f"nip;periode;disiplin\n{CITRA};2025-TW1;80\n",
    "hadir.csv": f"nip;sebab\n{BUDI};acak\n",
    "kembali/lembar.csv": f"nip;periode;inovasi\n{CITRA};2025-TW1;81\n",
}
RULES = """\
instansi: Kecamatan Maulafa, Kota Kupang
berlaku: 2024
periode: tahun
skala: {min: 0, maks: 100}
kriteria:
  - {kode: disiplin, nama: Disiplin, bobot: 100, wajib: false}
predikat:
  - {kode: baik, nama: Baik, minimal: 0}
"""
FILES["criteria.yaml"] = RULES  # with which a year is complete at once
EVERY_WRITING_COMMAND = {
    "unit tambah": "unit tambah RW 'Rukun Warga'",
    "unit ubah": "unit ubah RW --nama 'Rukun Warga 1'",
    "unit impor": "unit impor unit.csv",
    "pegawai tambah": f"pegawai tambah {NEW} 'Eva Lay' --unit RW",
    "pegawai impor": "pegawai impor pegawai.csv",
    "pegawai ubah": f"pegawai ubah {NEW} --nama 'Eva Lai' --alasan 'salah eja'",
    "pegawai pindah": f"pegawai pindah {NEW} --unit OEP --mulai 2025-02-01",
    "pegawai pindah --batal": f"pegawai pindah {NEW} --mulai 2025-02-01 --batal --alasan keliru",
    "pegawai plt": f"pegawai plt {CITRA} --jabatan Lurah --unit OEP --mulai 2025-02-01 --dasar 'SK 1' --plh",
    "pegawai plt --selesai": f"pegawai plt {CITRA} --jabatan Lurah --unit OEP --mulai 2025-02-01 --selesai 2025-04-30"
    " --plh",
    "pegawai plt --batal": f"pegawai plt {CITRA} --jabatan Lurah --unit OEP --mulai 2025-02-01 --batal --alasan keliru",
    "pegawai henti": f"pegawai henti {NEW} --tanggal 2025-12-31",
    "periode buka": "periode buka 2025-TW2 2025-TW3",
    "periode batal": "periode batal 2025-TW3",
    "kriteria terapkan": "kriteria terapkan --tahun 2026",
    "nilai catat": f"nilai catat {BUDI} 2025-TW1 disiplin=88 inovasi=75,5",
    "nilai impor": "nilai impor nilai.csv",
    "nilai impor --folder": "nilai impor kembali",
    "nilai kecualikan": f"nilai kecualikan {BUDI} 2025-TW2 inovasi --alasan cuti",
    "nilai kecualikan --batal": f"nilai kecualikan {BUDI} 2025-TW2 inovasi --alasan 'tidak jadi' --batal",
    "nilai batalkan": f"nilai batalkan {BUDI} 2025-TW1 inovasi --alasan keliru",
    "program tambah": f"program tambah Posyandu --tahun 2025 --kategori program_baru --pegawai {BUDI}",
    "program ubah": "program ubah 1 --status berjalan",
    "program ubah --berkas-bukti": "program ubah 1 --berkas-bukti unit.csv",
    "program ubah --tanpa-berkas-bukti": "program ubah 1 --tanpa-berkas-bukti 215d6a670a34",
    "keberatan ajukan": f"keberatan ajukan {BUDI} 2025-TW1 disiplin --diterima 2025-04-01"
    " --tanggal 2025-04-02 --alasan x",
    "keberatan putuskan": "keberatan putuskan 1 --pejabat 'Wali Kota' --nilai 90 --alasan x --tanggal 2025-04-03",
    "disiplin catat": f"disiplin catat {BUDI} 2025-03-03 2025-03-04 --catatan x",
    "disiplin batalkan": f"disiplin batalkan {BUDI} 2025-03-04 --alasan 'ada surat'",
    "kegiatan tambah": "kegiatan tambah 'Pelayanan prima' --jenis pelatihan --tanggal 2025-03-05 --jp 12",
    "kegiatan ubah": "kegiatan ubah 1 --jp 16 --alasan 'salah baca'",
    "kegiatan hadir": f"kegiatan hadir 1 {BUDI} {CITRA} --sebab semua",
    "kegiatan hadir --impor": "kegiatan hadir 1 --impor hadir.csv --koreksi --alasan undian",
    "kegiatan hadir --batal": f"kegiatan hadir 1 {CITRA} --batal --alasan keliru",
    "kegiatan batal": "kegiatan batal 1 --alasan 'tidak jadi'",
    "periode buka --lain": "periode buka 2026",
    "periode tutup": "periode tutup 2026 --yes",
    "tahun tutup": "tahun tutup 2026 --yes",
    "tahun buka-kembali": "tahun buka-kembali 2026 --alasan 'ada yang kurang' --yes",
    "periode buka-kembali": "periode buka-kembali 2026 --alasan 'ada yang kurang' --yes",
    "tujuan tambah": "tujuan tambah VISI 'Kota yang melayani' --jenis visi",
    "tujuan ubah": "tujuan ubah VISI --isi 'Kota yang melayani semua' --alasan 'bunyi RPJMD'",
    "sasaran tetapkan": f"sasaran tetapkan {BUDI} 2025 --hasil Surat --indikator Lama --target 3-4 --satuan hari",
    "sasaran ubah": "sasaran ubah 1 --target 3 --arah turun --alasan 'standar baru'",
    "sasaran impor": "sasaran impor sasaran.csv --tahun 2025",
    "sasaran realisasi": "sasaran realisasi 1 2025-TW2 2,5 --bukti register",
    "sasaran realisasi --batal": "sasaran realisasi 1 2025-TW2 --batal --alasan keliru",
    "sasaran batal": "sasaran batal 1 --alasan keliru",
    "unit capaian": "unit capaian OEP 2025 baik --dasar 'LKjIP 2025'",
    "berkas-subjek": f"berkas-subjek {BUDI} --format json",
    "dokumen": f"dokumen {BUDI} 2025",
    "hapus-data": f"hapus-data {NEW} --dasar 'permohonan 1/2031' --yes",
}

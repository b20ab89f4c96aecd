"""A small office in which every kind of writing happened, for those who then damage or forge its file.

Three quarters' scores and more: imports, corrections, withdrawals, exemptions and their end, a NIP
that changed, a label that turned out to be an employee, moves, a programme that changed owners, rules twice.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from unittest.mock import patch

from kinerja_cli.__main__ import run

CAMAT, LURAH, ANI = "197505052000031005", "198003032005011006", "198501012010012001"
CITRA, DEDI, EKO = "199003032015032003", "196704041995031004", "199209092019031009"
EVERYBODY = (CAMAT, LURAH, ANI, CITRA, DEDI, EKO)
RENAMED = "199003032015032004"  # Citra since her NIP was put right
LATE = "198707072011012007"  # known as a rater before she was registered
PERIODS = ("2025-TW1", "2025-TW2", "2025-TW3")
CODES = ("disiplin", "inovasi", "pelayanan")
_UNITS = "kode,nama,induk\nKEC,Kecamatan Maulafa,\nOEP,Kelurahan Oepura,KEC\nSIK,Kelurahan Sikumana,KEC\n"
_PEOPLE = f"""\
nip,nama,unit,jabatan,golongan,jenis,mulai,selesai,atasan
{CAMAT},Yosef Tefa,KEC,Camat,IV/a,PNS,,,Wali Kota Kupang
{LURAH},Marten Lay,SIK,Lurah,III/d,PNS,2010-01-01,,{CAMAT}
{ANI},Ani Nope,KEC,Analis,III/a,PNS,,,{CAMAT}
{CITRA},Citra Lake,OEP,Pengadministrasi,II/c,PNS,2015-03-01,,{LURAH}
{DEDI},Dedi Taek,SIK,Sekretaris,III/b,PNS,,2025-12-31,{LURAH}
{EKO},Eko Bria,OEP,Perawat,IX,PPPK,2019-03-01,,
"""
_DAY = (
    f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {ANI} --pegawai {EKO}",
    f"program tambah Loket --tahun 2025 --kategori perbaikan_layanan --pegawai {CAMAT}",
    f"nilai catat {ANI} 2025-TW1 disiplin=81 --koreksi --alasan 'salah ketik'",
    f"nilai catat {EKO} 2025-TW2 inovasi=64,25 --koreksi --alasan 'salah baca' --penilai {LATE} --catatan 'dua kali'",
    f"nilai catat {EKO} 2025-TW2 inovasi=65 --koreksi --alasan 'sekali lagi'",
    f"nilai batalkan {DEDI} 2025-TW3 pelayanan --alasan 'bukan miliknya'",
    f"nilai kecualikan {CITRA} 2025-TW2 semua --alasan 'cuti melahirkan'",
    f"nilai kecualikan {CITRA} 2025-TW2 inovasi --batal --alasan 'sudah kembali'",
    f"pegawai ubah {CITRA} --nip-baru {RENAMED} --nama 'Citra Lake, S.Sos.' --alasan 'SK baru'",
    f"pegawai tambah {LATE} 'Lena Seran' --unit KEC --jabatan Analis",
    f"pegawai pindah {EKO} --unit SIK --jabatan 'Perawat Ahli' --mulai 2025-05-01",
    f"pegawai pindah {EKO} --unit SIK --jabatan 'Perawat Muda' --mulai 2025-05-01 --alasan keliru",
    f"pegawai henti {LATE} --tanggal 2026-03-31 --alasan pensiun",
    "program ubah 1 --status terealisasi --bukti nota.pdf --sebelum 71 --sesudah 84",
    f"program ubah 1 --tanpa-pegawai {EKO} --alasan 'tidak ikut'",
    "unit ubah SIK --nama 'Kelurahan Sikumana Baru'",
    "periode buka 2025-TW3 --tenggat 2025-10-10",
)


def build(folder: Path) -> None:
    """Tell the whole story in a new *folder*, with the same salts every time.

    A column's tag has one byte: of other salts, one in 256 would name the row and not the column.
    """
    with patch.object(os, "urandom", Random(3).randbytes):
        _tell(folder)


def _tell(folder: Path) -> None:
    _line(f"init {folder}")
    for period in PERIODS[:2]:
        _line(f"-C {folder} periode buka {period} --tenggat 2025-07-10")
    _line(f"-C {folder} periode buka {PERIODS[2]}")
    for line, text in _imports():
        file = folder / "impor.csv"
        file.write_text(text, encoding="utf-8")
        _line(f"-C {folder} {line} {file}")
        file.unlink()
    for line in _DAY:
        _line(f"-C {folder} {line}")
    rules = folder / "criteria.yaml"
    text = rules.read_text(encoding="utf-8")
    for most in (4, 5):  # applied, then taken back: the rules of 2026 have a kept version
        rules.write_text(
            text.replace("maks: 5\n", f"maks: {most}\n") + "# 2026\n" * (most == 4), encoding="utf-8"
        )
        _line(f"-C {folder} kriteria terapkan --tahun 2026")
    rules.write_text(text, encoding="utf-8")


def _line(words: str) -> None:
    code = run(["-q", *shlex.split(words)])
    assert code == 0, words


def _imports() -> Iterator[tuple[str, str]]:
    yield "unit impor", _UNITS
    yield "pegawai impor", _PEOPLE
    for index, period in enumerate(PERIODS):
        yield "nilai impor", _scores(index, period)


def _scores(index: int, period: str) -> str:
    lines = ["nip,periode,kriteria,nilai,penilai,catatan"]
    for who, nip in enumerate(EVERYBODY):
        for number, code in enumerate(CODES):
            value = 70 + (who * 7 + index * 5 + number * 3) % 29
            note = "hadir penuh" if (who + number) % 4 == 0 else ""
            lines.append(f"{nip},{period},{code},{value},{LATE if who == 5 else ''},{note}")
    return "\n".join(lines) + "\n"


def go_on(folder: Path) -> None:
    """What came later: an older year closed, reopened and closed again, objections, an erasure."""
    scores = folder / "2024.csv"
    quarters = [f"2024-TW{number}" for number in range(1, 5)]
    people = (CAMAT, LURAH, ANI, RENAMED, DEDI, EKO, LATE)
    lines = [f"{nip},{quarter},{code},80" for nip in people for quarter in quarters for code in CODES]
    scores.write_text("\n".join(["nip,periode,kriteria,nilai", *lines]), encoding="utf-8")
    for line in (
        f"periode buka {' '.join(quarters)}",
        f"nilai impor {scores}",
        f"keberatan ajukan {ANI} 2025-TW1 disiplin --diterima 2025-08-01 --tanggal 2025-08-02 --alasan hadir",
        "keberatan putuskan 1 --pejabat 'Wali Kota Kupang' --nilai 90 --alasan terbukti --tanggal 2025-08-09",
        f"keberatan ajukan {LURAH} 2025-TW1 inovasi --diterima 2025-07-01 --tanggal 2025-08-02 --alasan ada"
        " --terlambat sakit",
        f"disiplin catat {LURAH} 2025-03-03 2025-03-04 --catatan 'tanpa kabar'",
        f"disiplin batalkan {LURAH} 2025-03-04 --alasan 'ada surat'",
        f"pegawai plt {ANI} --jabatan 'Lurah Oepura' --unit OEP --mulai 2025-04-01 --dasar 'SP 12/2025'",
        f"pegawai plt {ANI} --jabatan 'Lurah Oepura' --unit OEP --mulai 2025-04-01 --selesai 2025-09-30",
        f"pegawai plt {LURAH} --jabatan Camat --unit KEC --mulai 2025-05-05 --dasar 'SP 13/2025' --plh",
        f"pegawai plt {LURAH} --jabatan Camat --unit KEC --mulai 2025-05-05 --batal --alasan keliru",
        "kegiatan tambah Antrean --jenis pelatihan --tanggal 2025-03-03 --jp 12 --unit OEP --seleksi 2024-TW4",
        "kegiatan tambah Aturan --jenis sosialisasi --tanggal 2025-04-03",
        "kegiatan ubah 1 --jp 16 --alasan 'sertifikat menyebut 16'",
        f"kegiatan hadir 1 {ANI} {EKO} --sebab nilai_rendah --catatan 'diutus lurah'",
        f"kegiatan hadir 1 {ANI} --sebab acak --koreksi --alasan 'hasil undian'",
        f"kegiatan hadir 2 {LURAH} {DEDI} --sebab semua",
        f"kegiatan hadir 2 {LURAH} --batal --alasan 'ternyata tidak datang'",
        "kegiatan tambah Keliru --jenis lokakarya --tanggal 2025-04-04",
        f"kegiatan hadir 3 {ANI} --sebab sukarela",
        "kegiatan batal 3 --alasan 'tidak jadi'",
        f"periode tutup {' '.join(quarters)} --yes",
        "tahun tutup 2024 --yes",
        "tahun buka-kembali 2024 --alasan keliru --yes",
        "tahun tutup 2024 --yes",
        "unit capaian KEC 2025 baik --dasar 'LKjIP 2025'",
        "unit capaian KEC 2025 istimewa --dasar 'LKjIP 2025, perbaikan' --koreksi --alasan 'salah baca'",
        f"program ubah 2 --berkas-bukti {scores} --berkas-bukti {folder / 'criteria.yaml'}",
        f"program ubah 2 --tanpa-berkas-bukti {sha256(scores.read_bytes()).hexdigest()}",
        "tujuan tambah VISI 'Kota yang melayani' --jenis visi",
        "tujuan tambah MISI-1 'Layanan cepat' --jenis misi --induk VISI --unit KEC",
        "tujuan ubah MISI-1 --isi 'Layanan cepat dan ramah' --alasan 'bunyi RPJMD'",
        f"sasaran tetapkan {ANI} 2025 --hasil Surat --indikator 'Lama surat' --target 3-4 --satuan hari --arah turun"
        " --aspek waktu --tujuan MISI-1 --bobot 60 --dari 2025-TW1 --sampai 2025-TW3",
        f"sasaran tetapkan {RENAMED} 2025 --hasil Laporan --indikator Laporan --target 4 --satuan dokumen"
        " --hitung jumlah --puncak",
        "sasaran ubah 1 --target 3 --alasan 'standar pelayanan baru'",
        "sasaran realisasi 1 2025-TW1 3,5 --bukti register",
        "sasaran realisasi 1 2025-TW2 3 --bukti register --catatan 'lebih cepat'",
        "sasaran realisasi 1 2025-TW2 2,5 --koreksi --alasan 'salah hitung'",
        "sasaran realisasi 2 2025-TW1 1",
        "sasaran realisasi 2 2025-TW1 --batal --alasan 'bukan miliknya'",
        "sasaran batal 2 --alasan 'salah orang'",
        f"berkas-subjek {ANI} -o {folder / 'ani.csv'}",
        f"hapus-data {DEDI} --dasar 'permohonan 7/2026' --yes",
    ):
        _line(f"-C {folder} {line}")

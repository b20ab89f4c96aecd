"""The story that `kinerja demo` tells, beside the files in kinerja_cli/demo: periods, exemptions, programmes.

Everybody in it is invented. Those that documents may quote:

==================  =====================  ======================================================================
NIP                 name                   what happens
==================  =====================  ======================================================================
198903142014032006  Marselina Bifel Tefa   teacher; her programme (taking part 71 % -> 84 %, +3) lifts 2025 from
                                           89.35 Baik to 92.35 Sangat Baik
197909212006042008  Theresia Wona Lajar    head of Puskesmas Sikumana; 3 + 3 + 2 points, capped at 5, ranks first
198601132010012014  Elisabet Kehi Tnomel   nurse; shares a programme: waiting 45 -> 20 minutes (+2): 90.95, Baik
199208152023211002  Bernadus Kota Pari     medical records, PPPK; shares that programme; +2 leaves him in Baik
197802122003122006  Wilhelmina Oela Subu   lurah; exactly 90.995, shown as 91.00, rounded half up: Sangat Baik
198206202007011009  Oktovianus Sanam Bire  lurah of Kolhua; 86.40, shares his rank with the lurah of Bello
198304152008032005  Beatrix Kase Nono      lurah of Bello; the same 86.40 from other values
198401182009031006  Aprianus Kause Metan   moves from Oepura to Seksi Pelayanan Umum on 1 July 2025, as its head
196706121990031004  Daniel Adu Hede        its head before him; retires, last day 30 June 2025
199804172025212003  Intan Oktaviani Rihi   teacher, PPPK; new on 1 April 2025
199901242025242001  Jublina Sela Pono      PPPK paruh waktu; new on 1 October 2025
199007142015032004  Yustina Moron Kian     midwife; maternity leave, exempted from 2025-TW2 altogether
198701302010012011  Fransiska Boleng Huki  treasurer; exempted from pelayanan all of 2025: two criteria are left
198902162014031010  Stefanus Nggiri Laki   studies all of 2025: tidak_dinilai
199009092014022010  Debora Nomleni Oil     Fatukoa; 2025-TW4 has no values: belum_lengkap
199301162019031011  Ferdinan Lake Missa    Fatukoa; the same
198507262009022013  Welmince Tosi Neno     Naimata; inovasi of 2025-TW4 is missing: belum_lengkap
198802022010011021  Yanto Sogen Taka       late six times: Kurang in 2025
198502142008011015  Jefri Tasoin Mnahi     absent without a word: Kurang in 2024, Sangat Kurang in 2025
==================  =====================  ======================================================================
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from kinerja_cli.domain.actions import Origin
from kinerja_cli.domain.goals import GoalKind
from kinerja_cli.services.actions import Finish, Said
from kinerja_cli.services.goals import GoalSaid
from kinerja_cli.services.programmes import ProgrammeChange

UNITS, EMPLOYEES, MOVES = "unit.csv", "pegawai.csv", "pindah.csv"
SCORES = ("nilai.csv", "nilai_bercatatan.csv")
TARGETS = ("sasaran.csv", "realisasi.csv")
MOVING = date(2025, 7, 1)
LIFTED = "198903142014032006"
YEAR = 2025


class Leave(NamedTuple):
    """Somebody's exemption, over one or more periods."""

    nip: str
    periods: tuple[str, ...]
    criteria: tuple[str, ...]
    reason: str


PERIODS = (
    ("2024-TW1", date(2024, 4, 15)),
    ("2024-TW2", date(2024, 7, 15)),
    ("2024-TW3", date(2024, 10, 15)),
    ("2024-TW4", date(2025, 1, 15)),
    ("2025-TW1", date(2025, 4, 15)),
    ("2025-TW2", date(2025, 7, 15)),
    ("2025-TW3", date(2025, 10, 15)),
    ("2025-TW4", date(2026, 1, 15)),
)
_ALL_2025 = tuple(code for code, _ in PERIODS if code.startswith("2025"))

LEAVES = (
    Leave("199007142015032004", ("2025-TW2",), ("semua",), "cuti melahirkan 1 April – 30 Juni 2025"),
    Leave("198701302010012011", _ALL_2025, ("pelayanan",), "bendahara; tidak melayani warga secara langsung"),
    Leave("198902162014031010", _ALL_2025, ("semua",), "tugas belajar S-2, 6 Januari – 31 Desember 2025"),
)

PROGRAMMES = (
    (
        2024,
        ProgrammeChange(
            "Bank sampah di tiap RT Kelurahan Naikolan",
            "perbaikan_layanan",
            "terealisasi",
            "Laporan bank sampah triwulan IV 2024",
            "3 RT ikut",
            "14 RT ikut",
            ("198110292006041012",),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Ayo Ikut: kunjungan rumah dan kelas baca sore",
            "program_baru",
            "terealisasi",
            "Daftar hadir murid Januari–Desember 2025 dan laporan kepala sekolah",
            "71 %",
            "84 %",
            (LIFTED,),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Antrean daring Puskesmas Sikumana",
            "perbaikan_layanan",
            "terealisasi",
            "Catatan waktu loket, Februari dan November 2025",
            "45 menit",
            "20 menit",
            ("197909212006042008", "198601132010012014", "199208152023211002"),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Posyandu remaja sore hari",
            "program_baru",
            "terealisasi",
            "Register posyandu 2025",
            "0 kelompok",
            "4 kelompok",
            ("197909212006042008",),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Kelas ibu hamil malam bagi yang bekerja",
            "program_baru",
            "terealisasi",
            "Daftar hadir kelas ibu hamil 2025",
            "12 peserta",
            "31 peserta",
            ("197909212006042008",),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Arsip surat kelurahan digital",
            "perbaikan_layanan",
            "berjalan",
            before="surat dicari 30 menit",
            add=("197708262002122004", "199405032019032008"),
        ),
    ),
    (
        2025,
        ProgrammeChange(
            "Ronda terpadu tiga RW", "program_baru", "batal", "Berita acara 12 Mei 2025", add=("197609191999031008",)
        ),
    ),
    (
        2025,
        ProgrammeChange("Loket keliling hari pasar", "program_baru", "usulan", add=("198206202007011009",)),
    ),
)  # fmt: skip

# what the two programmes were for; the office's rules take no value from targets, so no figure rests on these
GOALS = (
    GoalSaid("VISI", GoalKind.VISION, "Warga Maulafa terlayani cepat, ramah, dan adil"),
    GoalSaid("MISI-1", GoalKind.MISSION, "Layanan kesehatan dan administrasi yang cepat", "VISI"),
    GoalSaid("MISI-2", GoalKind.MISSION, "Semua anak usia sekolah ikut belajar", "VISI"),
    GoalSaid(
        "PKM-1", GoalKind.OBJECTIVE, "Antrean loket Puskesmas Sikumana pendek", "MISI-1", "PKM-SIKUMANA"
    ),
    GoalSaid("SD-1", GoalKind.OBJECTIVE, "Partisipasi murid naik setiap tahun", "MISI-2", "SDN-CONTOH"),
)

TOLD = datetime(2026, 1, 12, tzinfo=UTC)
"""The day by which all that is told lies in the past, whatever the clock says."""

# what was agreed on since: one action is done, one is still to do
PLAN: tuple[tuple[Origin, Said, Finish | None], ...] = (
    (
        Origin.SERVICE,
        Said(
            "Loket kedua dibuka pada jam sibuk, 07.30–09.30",
            "197909212006042008",
            date(2025, 8, 29),
            "program 3",
            "PKM-SIKUMANA",
        ),
        Finish("Buka sejak 25 Agustus 2025; antrean pagi separuhnya", date(2025, 8, 25)),
    ),
    (
        Origin.PROGRAMME,
        Said(
            "Antrean daring diteruskan ke Puskesmas Penfui",
            "Camat Maulafa",
            date(2026, 6, 30),
            "program 3",
            "PKM-PENFUI",
        ),
        None,
    ),
)

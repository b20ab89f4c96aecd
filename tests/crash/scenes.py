"""Every command that writes, in the order of one office's two years: each starts from what those before it left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from crashing import Office, State, nip
from forking import Forks

RECEIPT = r"  #\d+:[0-9a-f]{12}$"  # ends the line by which a command acknowledges what it saved
NEW, OTHER = "200001012024031001", "200101012024031001"
TEMPORARY = f".kinerja-{bytes(8).hex()}.tmp"
# the name of a temporary file is drawn; a traced command gets one that can be named to strace
NAMED = "import os\nos.urandom = bytes\n"


@dataclass(frozen=True)
class Scene:
    """One command, the file that it writes beside the database, and what may be so after a failure.

    *told*: a pattern of the line that acknowledges it, empty where nothing is saved. *afterwards*: words that a
    failure (6) must say where it came after COMMIT, because there is more to do then; None where there is not.
    """

    name: str
    line: str
    file: str = ""
    told: str = RECEIPT
    afterwards: str | None = None

    def words(self, office: Office) -> list[str]:
        line = (word.replace("+", " ").format(folder=office.folder) for word in self.line.split())
        return ["-C", str(office.folder), *line]


SCENES = (
    Scene("unit tambah", "unit tambah RW Rukun+Warga"),
    Scene("unit ubah", "unit ubah RW --nama Rukun+Warga+1"),
    Scene("unit impor", "unit impor {folder}/unit.csv"),
    Scene("pegawai tambah", f"pegawai tambah {NEW} Eva+Lay --unit RW"),
    Scene("pegawai impor", "pegawai impor {folder}/pegawai.csv"),
    Scene("pegawai ubah", f"pegawai ubah {NEW} --nama Eva+Lai --alasan salah+eja"),
    Scene("pegawai pindah", f"pegawai pindah {NEW} --unit POS --mulai 2025-02-01"),
    Scene("pegawai plt", f"pegawai plt {nip(0)} --jabatan Lurah --unit RW --mulai 2025-02-01 --dasar SK+1"),
    Scene(
        "pegawai plt --selesai",
        f"pegawai plt {nip(0)} --jabatan Lurah --unit RW --mulai 2025-02-01 --selesai 2025-04-30",
    ),
    Scene(
        "pegawai plt --batal",
        f"pegawai plt {nip(0)} --jabatan Lurah --unit RW --mulai 2025-02-01 --batal --alasan keliru",
    ),
    Scene("pegawai henti", f"pegawai henti {NEW} --tanggal 2024-12-31"),
    Scene("periode buka", "periode buka 2025-TW3 2025-TW4 2026-TW1"),
    Scene("periode batal", "periode batal 2026-TW1"),
    Scene("kriteria terapkan", "kriteria terapkan --tahun 2026"),
    Scene("nilai catat", f"nilai catat {nip(0)} 2025-TW1 disiplin=88 inovasi=75,5"),
    Scene(
        "nilai catat --koreksi", f"nilai catat {nip(0)} 2025-TW1 disiplin=8 --koreksi --alasan salah+ketik"
    ),
    Scene("nilai impor", "nilai impor {folder}/nilai.csv --koreksi --alasan dari+lembar"),
    Scene(
        "nilai impor FOLDER",
        "nilai impor {folder}/kembali --koreksi --alasan lembar+kembali --yes",
        afterwards="1 dari 1 berkas selesai sebelum itu",
    ),
    Scene("nilai kecualikan", f"nilai kecualikan {nip(1)} 2025-TW2 inovasi --alasan cuti"),
    Scene("nilai batalkan", f"nilai batalkan {nip(1)} 2025-TW2 inovasi --alasan keliru"),
    Scene(
        "program tambah", f"program tambah Posyandu --tahun 2025 --kategori program_baru --pegawai {nip(2)}"
    ),
    Scene("program ubah", "program ubah 1 --status berjalan"),
    Scene("program ubah --berkas-bukti", "program ubah 1 --berkas-bukti {folder}/unit.csv"),
    Scene(
        "keberatan ajukan",
        f"keberatan ajukan {nip(0)} 2025-TW1 disiplin --diterima 2025-04-01 --tanggal 2025-04-02 --alasan x",
    ),
    Scene(
        "keberatan putuskan",
        "keberatan putuskan 1 --pejabat Wali+Kota --nilai 90 --alasan x --tanggal 2025-04-03",
    ),
    Scene("tujuan tambah", "tujuan tambah VISI Kota+yang+melayani --jenis visi"),
    Scene("tujuan ubah", "tujuan ubah VISI --isi Kota+melayani --alasan bunyi+RPJMD"),
    Scene(
        "sasaran tetapkan",
        f"sasaran tetapkan {nip(0)} 2025 --hasil Surat --indikator Lama --target 3-4 --satuan hari --tujuan VISI",
    ),
    Scene("sasaran ubah", "sasaran ubah 1 --target 3 --arah turun --alasan standar+baru"),
    Scene("sasaran impor", "sasaran impor {folder}/sasaran.csv --tahun 2025"),
    Scene("sasaran realisasi", "sasaran realisasi 1 2025-TW2 2,5 --bukti register"),
    Scene("sasaran batal", "sasaran batal 1 --alasan keliru"),
    Scene("unit capaian", "unit capaian RW 2025 baik --dasar LKjIP+2025"),
    Scene("disiplin catat", f"disiplin catat {nip(0)} --dari 2025-03-03 --sampai 2025-03-05"),
    Scene("disiplin batalkan", f"disiplin batalkan {nip(0)} 2025-03-04 --alasan ada+surat"),
    Scene("kegiatan tambah", "kegiatan tambah Antrean --jenis pelatihan --tanggal 2025-03-05 --jp 12"),
    Scene("kegiatan ubah", "kegiatan ubah 1 --jp 16 --alasan salah+baca"),
    Scene("kegiatan hadir", f"kegiatan hadir 1 {nip(0)} {nip(1)} --sebab semua"),
    Scene("kegiatan hadir --impor", "kegiatan hadir 1 --impor {folder}/hadir.csv --koreksi --alasan undian"),
    Scene("kegiatan hadir --batal", f"kegiatan hadir 1 {nip(1)} --batal --alasan keliru"),
    Scene("kegiatan batal", "kegiatan batal 1 --alasan tidak+jadi"),
    Scene("rekap pegawai", f"rekap pegawai {nip(3)} -o {{folder}}/rekap.json", file="rekap.json"),
    Scene("jelaskan", f"jelaskan {nip(3)} 2025 --format json -o {{folder}}/rekap.json", file="rekap.json"),
    Scene("berkas-subjek", f"berkas-subjek {nip(3)} -o {{folder}}/berkas.json", file="berkas.json"),
    Scene("dokumen", f"dokumen {nip(3)} 2025 -o {{folder}}/dokumen.html", file="dokumen.html"),
    Scene("hapus-data", f"hapus-data {OTHER} --dasar surat+12/2026 --yes", afterwards="sudah dihapus"),
    Scene("periode tutup", "periode tutup 2025-TW1 2025-TW2 2025-TW3 2025-TW4 --yes"),
    Scene("tahun tutup", "tahun tutup 2025 --yes"),
    Scene("tahun buka-kembali", "tahun buka-kembali 2025 --alasan keliru --yes"),
    Scene("periode buka-kembali", "periode buka-kembali 2025-TW4 --alasan keliru --yes"),
)
READING = (
    Scene("rekap tahunan", "rekap tahunan 2025 --format csv", told=""),
    Scene("rekap tahunan -o", "rekap tahunan 2025 -o {folder}/rekap.csv", file="rekap.csv", told=""),
    Scene("status", "status --tanggal 2025-03-31", told=""),
    Scene("periksa", "periksa", told=""),
    Scene("riwayat", "riwayat --periode 2025-TW1", told=""),
)


def write_files(office: Office) -> None:
    """What the scenes import."""
    (office.folder / "sasaran.csv").write_text(
        f"nip,hasil,indikator,target,satuan\n{nip(1)},Laporan,Laporan bulanan,12,dokumen\n"
    )
    (office.folder / "hadir.csv").write_text(f"nip,sebab\n{nip(0)},acak\n{nip(2)},unit\n")
    (office.folder / "unit.csv").write_text("kode,nama,induk\nPOS,Posyandu,RW\n")
    (office.folder / "pegawai.csv").write_text(f"nip,nama,unit,selesai\n{OTHER},Gita Foeh,RW,2024-12-31\n")
    (office.folder / "kembali").mkdir(exist_ok=True)
    (office.folder / "kembali" / "lembar.csv").write_text(
        f"nip,periode,disiplin,pelayanan\n{nip(1)},2025-TW1,41,42\n{nip(2)},2025-TW1,43,\n"
    )
    rows = [
        f"{nip(person)},2025-TW{quarter},{criterion},{60 + (person + quarter) % 40}\n"
        for quarter in (1, 2, 3, 4)
        for person in range(office.people)
        for criterion in ("disiplin", "inovasi", "pelayanan")
    ]
    (office.folder / "nilai.csv").write_text("nip,periode,kriteria,nilai\n" + "".join(rows))


@dataclass(frozen=True)
class Left:
    """What a command left: rows of the database, and the file that it writes, if there is one."""

    rows: State
    file: bytes | None


def look(office: Office, scene: Scene) -> Left:
    """Look at what is there now; the database is opened by the program itself, and proved sound."""
    path = office.folder / scene.file
    return Left(office.state(), path.read_bytes() if scene.file and path.exists() else None)


class Day:
    """The office's file before each scene; reading comes at its end."""

    def __init__(self, office: Office, forks: Forks) -> None:
        write_files(office)
        self.office, self._before = office, dict[str, bytes]()
        for scene in (*SCENES, *READING):
            self._before[scene.name] = office.database.read_bytes()
            if scene.told:
                ended = forks.run(scene.words(office))
                assert ended.code == 0, (scene, ended)
                assert self._before[scene.name] != office.database.read_bytes(), scene
                (office.folder / scene.file).unlink() if scene.file else None

    def after(self, scene: Scene) -> State:
        """The rows that *scene* leaves: those that the next one finds."""
        names = list(self._before)
        kept = self.office.database.read_bytes()
        self.office.reset(self._before[names[names.index(scene.name) + 1]])
        rows = self.office.state()
        self.office.reset(kept)
        return rows

    def before(self, scene: Scene) -> None:
        """Put back what there was before *scene*."""
        self.office.reset(self._before[scene.name])
        for path in self.office.folder.glob(".kinerja-*"):
            path.unlink()
        if scene.file:
            (self.office.folder / scene.file).unlink(missing_ok=True)

    def paths(self, scene: Scene) -> list[Path]:
        """Everything that *scene* touches."""
        names = (
            "",
            "criteria.yaml",
            "unit.csv",
            "pegawai.csv",
            "nilai.csv",
            "sasaran.csv",
            "hadir.csv",
            "kembali",
            "kembali/lembar.csv",
            TEMPORARY,
            scene.file,
        )
        inside = [self.office.folder / name for name in dict.fromkeys(names)]
        return [*inside, self.office.database, self.office.journal]


def is_whole(file: bytes, expected: bytes) -> bool:
    """Whether a written file is complete: the same bytes, or the same JSON but for what is drawn in it."""
    if not expected.startswith(b"{"):
        return file == expected
    try:
        return json.loads(file).keys() == json.loads(expected).keys()
    except ValueError:
        return False

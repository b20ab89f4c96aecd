"""An office of invented people with messy names, in which much was written about each other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kinerja_cli.storage.database import open_database
from kinerja_cli.storage.versions import insert

Kinerja = Callable[..., Any]

OLD, NIP = "198501012010012091", "198501012010012001"
OLD_NAME, NAME = 'Ni\'mah "Nona" Đorđe', "Ni'mah [Nona] Đorđević-Bria, S.Sos."
HEAD, PEER, MATE = "197505052000031005", "198003032005011006", "199003032015032003"
OTHERS = {
    HEAD: "dr. Yosef O'Tefa, Sp.PD",
    PEER: "Marten (Lay) Bria",
    MATE: "Çitra \\[Läke], A.Md.",
}
PHOTO = f"{OTHERS[PEER]} dan {NAME}.jpg"
MAYOR = "Drs. Aloysius Wáli, M.M."

NOTES = {
    "rajin sekali; lihat 19800303 200501 1 006",
    "kurang rapi, kata MARTEN (lay)  bria",
    "tugas bersama Marten (Lay) Bria ke desa",
    "sakit keras tiga pekan",
}
# what she was to reach, and what came of it; the indicator and a proof were replaced since
TARGETS = {
    "Ibu hamil di Oelami terpantau",
    "kunjungan rumah ibu hamil",
    "kunjungan rumah dengan kohort",
    "buku kohort, diperiksa Marten (Lay) Bria",
    "lembar kunjungan bulan Maret",
    "hujan tiga pekan, jalan ke Oelami putus",
}
# what was noted on her at a training; the first was replaced since
TRAINED = {
    "diutus bersama Marten (Lay) Bria karena nilainya",
    "tertidur sepanjang sesi kedua",
}
# texts about her in others' rows and in the journal, all of which must go
ABOUT_HER = {
    "dibimbing oleh Ni'mah [Nona]  đorđević-bria sejak Maret",
    "menggantikan 19850101 201001 2 001 selama cuti",
    "anak terimunisasi bersama Ni'mah [Nona] đorđević-bria",
    "salah orang: maksudnya 198501012010012091",
    "SP 8/2020, selama 198501012010012001 cuti bersalin",
    "datang menggantikan Ni'mah [Nona] đorđević-bria",
    "Belajar dari kesalahan 198501012010012091",
}


def settle(kinerja: Kinerja, folder: Path) -> None:
    """Everybody, two quarters, notes, a correction, an exemption, a programme; she got another NIP and name."""
    kinerja("init")
    rules = folder / "criteria.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("berlaku: 2024", "berlaku: 2020"), "utf-8")
    (folder / PHOTO).write_bytes(b"foto")
    (folder / "daftar.csv").write_bytes(b"daftar")
    for line in (
        "unit tambah KEC 'Kecamatan Maulafa'",
        "unit tambah PKM 'Puskesmas Sikumana' --induk KEC",
        ["pegawai", "tambah", HEAD, OTHERS[HEAD], "--unit", "KEC", "--jabatan", "Camat", "--atasan", MAYOR],
        ["pegawai", "tambah", PEER, OTHERS[PEER], "--unit", "PKM", "--jabatan", "Perawat", "--atasan", HEAD],
        [
            "pegawai",
            "tambah",
            OLD,
            OLD_NAME,
            "--unit",
            "PKM",
            "--jabatan",
            "Bidan Desa Oelami",
            "--atasan",
            HEAD,
        ],
        ["pegawai", "tambah", MATE, OTHERS[MATE], "--unit", "PKM", "--atasan", HEAD],
        "periode buka 2020-TW1 2020-TW2",
        f"nilai catat {OLD} 2020-TW1 disiplin=80,25 inovasi=70 --catatan 'rajin sekali; lihat 19800303 200501 1 006'",
        f"nilai catat {OLD} 2020-TW1 pelayanan=71 --penilai {PEER} --catatan 'kurang rapi, kata MARTEN (lay)  bria'",
        ["pegawai", "ubah", OLD, "--nip-baru", NIP, "--nama", NAME, "--alasan", f"SK baru {OLD_NAME}"],
        f"nilai catat {NIP} 2020-TW1 disiplin=90 --koreksi --alasan 'salah orang: maksudnya {OLD}'"
        " --catatan 'tugas bersama Marten (Lay) Bria ke desa'",
        f"nilai kecualikan {NIP} 2020-TW2 inovasi --alasan 'sakit keras tiga pekan'",
        f"nilai catat {NIP} 2020-TW2 disiplin=88 pelayanan=77",
        [
            *f"nilai catat {PEER} 2020-TW1 disiplin=60 inovasi=61 --catatan".split(),
            "dibimbing oleh Ni'mah [Nona]  đorđević-bria sejak Maret",
        ],
        f"nilai catat {MATE} 2020-TW1 disiplin=65 --penilai {NIP}"
        " --catatan 'menggantikan 19850101 201001 2 001 selama cuti'",
        f"program tambah 'Posyandu keliling' --tahun 2020 --kategori program_baru --pegawai {NIP} --pegawai {PEER}",
        ["program", "ubah", "1", "--bukti", f"SK {OTHERS[PEER]} dan {NAME}", "--status", "berjalan"],
        f"pegawai pindah {NIP} --unit KEC --mulai 2020-04-01 --jabatan 'Bidan Koordinator Wilayah'",
        [
            *f"pegawai plt {NIP} --unit KEC --mulai 2020-05-04 --jabatan".split(),
            "Kepala Puskesmas Oelami",
            "--dasar",
            f"SP {OTHERS[PEER]} 7/2020",
        ],
        [
            *f"pegawai plt {PEER} --unit PKM --mulai 2020-05-04 --plh --jabatan".split(),
            "Bidan Penyelia",
            "--dasar",
            "SP 8/2020, selama 198501012010012001 cuti bersalin",
        ],
        ["program", "ubah", "1", "--berkas-bukti", PHOTO, "--berkas-bukti", "daftar.csv"],
        "tujuan tambah SEHAT 'Ibu dan anak sehat' --jenis misi",
        f"sasaran tetapkan {NIP} 2020 --hasil 'Ibu hamil di Oelami terpantau' --indikator 'kunjungan rumah ibu hamil'"
        " --target 10 --satuan kunjungan --tujuan SEHAT --dari 2020-TW1",
        "sasaran ubah 1 --indikator 'kunjungan rumah dengan kohort' --alasan 'istilah baku'",
        "sasaran realisasi 1 2020-TW1 4 --bukti 'lembar kunjungan bulan Maret'"
        " --catatan 'hujan tiga pekan, jalan ke Oelami putus'",
        "sasaran realisasi 1 2020-TW1 5 --koreksi --alasan 'hitung ulang'"
        " --bukti 'buku kohort, diperiksa Marten (Lay) Bria'",
        [
            *f"sasaran tetapkan {PEER} 2020 --hasil Imunisasi --target 5 --satuan anak --indikator".split(),
            "anak terimunisasi bersama Ni'mah [Nona] đorđević-bria",
        ],
        "kegiatan tambah 'Kohort ibu hamil' --jenis pelatihan --tanggal 2020-05-11 --jp 8",
        f"kegiatan hadir 1 {NIP} --sebab nilai_rendah --catatan 'diutus bersama Marten (Lay) Bria karena nilainya'",
        f"kegiatan hadir 1 {NIP} --catatan 'tertidur sepanjang sesi kedua' --koreksi --alasan ralat",
        [
            *f"kegiatan hadir 1 {PEER} --sebab acak --catatan".split(),
            "datang menggantikan Ni'mah [Nona] đorđević-bria",
        ],
        "kegiatan tambah 'Belajar dari kesalahan 198501012010012091' --jenis lokakarya --tanggal 2020-05-12",
    ):
        kinerja(line)


@contextmanager
def gate(folder: Path, command: str = "uji"):
    """The write gate of that workspace, for what no command writes yet."""
    database = open_database(folder / "kinerja.db")
    try:
        with database.write(command) as writing:
            yield writing
    finally:
        database.close()


def object_to(folder: Path, state: str = "diajukan", grounds: str = "Marten (Lay) Bria tidak adil") -> None:
    """An objection of hers to her discipline in the first quarter, decided by her head where *state* says so."""
    decided = {"decider": 2, "decided": "2020-05-02", "decision": "sudah tepat menurut dr. Yosef O'Tefa"}
    with gate(folder, "keberatan ajukan") as writing:
        values = {
            "employee": employee(writing.connection), "period": 202001, "criterion": 1, "received": "2020-04-20",
            "filed": "2020-04-25", "grounds": grounds, "value_before": 9000, "state": state,
            "entry": writing.entry, **(decided if state != "diajukan" else {}),
        }  # fmt: skip
        insert(writing.connection, "objection", values)


def employee(connection: Any) -> int:
    return connection.execute("select id from employee where nip = ?", (NIP,)).fetchone()[0]


PROBE = """
import json, pathlib, sys
terms = [bytes.fromhex(term) for term in json.load(sys.stdin)]
files = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).glob("kinerja.db*"))]
assert files and all(data.startswith(b"SQLite format 3") for data in files[:1])
json.dump([sum(data.count(term) for data in files) for term in terms], sys.stdout)
"""


def times_in_bytes(folder: Path, terms: list[str | bytes]) -> dict[str | bytes, int]:
    """How often each stands in the bytes of the database and of what lies beside it, seen by another process."""
    raw = [term.encode() if isinstance(term, str) else term for term in terms]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)],
        input=json.dumps([term.hex() for term in raw]), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return dict(zip(terms, json.loads(done.stdout), strict=True))

"""The office whose predikat come from the quadrant: moves between jenjang, a superior elsewhere, a Wali Kota."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kinerja_cli.storage.workspace import template_criteria

Kinerja = Callable[..., Any]

CAMAT = "197505052000031005"
DINAS = "197001011995031009"  # leads somebody here, and is registered nowhere
RINA = "198501012010012001"  # Ahli Pertama until June, Ahli Muda from July on
BUDI = "198601012010011002"  # joins on 10 May
EKA = "199801012024012003"  # Pemula
FENI = "198001012005012004"
GITA = "198201012006012005"  # leaves on 31 August
HADI = "198301012007011006"  # nobody rated him in TW4
LURAH = "198003032005011006"
PUTU = "199009132024212015"  # PPPK
QUARTERS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
BEHAVIOURS = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)
PEOPLE = f"""\
nip,nama,unit,jabatan,golongan,jenis,mulai,selesai,atasan
{CAMAT},Yosef Tefa,Kecamatan Maulafa,Camat,IV/a,PNS,,,Wali Kota Kupang
{LURAH},Marten Lay,Kelurahan Sikumana,Lurah,III/d,PNS,,,{CAMAT}
{RINA},Rina Nope,Kelurahan Sikumana,Analis Kebijakan Ahli Pertama,III/b,PNS,,,{LURAH}
{BUDI},Budi Taek,Kelurahan Sikumana,Bidan Penyelia,III/c,PNS,2025-05-10,,{DINAS}
{EKA},Eka Benu,Kelurahan Sikumana,Perawat Pemula,II/a,PNS,,,{LURAH}
{FENI},Feni Lake,Kelurahan Sikumana,guru  AHLI madya,IV/a,PNS,,,{LURAH}
{GITA},Gita Selan,Kelurahan Sikumana,Perawat Terampil,II/c,PNS,,2025-08-31,{LURAH}
{HADI},Hadi Manu,Kecamatan Maulafa,Perencana Ahli Utama,IV/d,PNS,,,{CAMAT}
{PUTU},Putu Sari,Kecamatan Maulafa,Guru Ahli Pertama,IX,PPPK,,,
"""
# hasil kerja and perilaku kerja in every quarter; 3 is the best
GIVEN = {
    CAMAT: (2, 2),
    LURAH: (2, 3),
    RINA: (3, 3),
    BUDI: (3, 2),
    EKA: (2, 2),
    FENI: (1, 2),
    GITA: (1, 1),
    HADI: (2, 1),
    PUTU: (3, 1),
}


def settle(kinerja: Kinerja, workspace: Path) -> None:
    """Make it in *workspace*, with a whole year of ratings."""
    (workspace / "criteria.yaml").write_text(template_criteria("permenpanrb-6-2022"), encoding="utf-8")
    kinerja("init")
    kinerja("pegawai impor - --buat-unit", stdin=PEOPLE)
    kinerja(["periode", "buka", *QUARTERS])
    kinerja(
        f"pegawai pindah {RINA} --jabatan 'Analis Kebijakan Ahli Muda' --atasan {CAMAT} --mulai 2025-07-01"
    )
    kinerja("nilai impor -", stdin=ratings(*QUARTERS))


def ratings(*quarters: str) -> str:
    """What everybody gets in each quarter; nobody rates Hadi in the last, and who isn't there isn't rated."""
    rows = [f"nip,periode,hasil,{','.join(BEHAVIOURS)}"]
    for nip, (result, behaviour) in GIVEN.items():
        for quarter in quarters:
            absent = (nip == BUDI and quarter.endswith("TW1")) or (nip == GITA and quarter[-1] in "34")
            if not absent and (nip, quarter[-1]) != (HADI, "4"):
                rows.append(f"{nip},{quarter},{result},{','.join([str(behaviour)] * 7)}")
    return "\n".join([*rows, ""])


def rows_of(text: str) -> dict[str, dict[str, str]]:
    """Rows of a CSV by NIP."""
    return {row["nip"]: row for row in csv.DictReader(io.StringIO(text))}


def judge_by_the_quadrant(kinerja: Kinerja, workspace: Path, nip: str) -> None:
    """In an office with rules of its own: those of the state from 2026 on, and one employee rated, a nurse by then."""
    (workspace / "criteria.yaml").write_text(template_criteria("permenpanrb-6-2022"), encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2026 -q")
    kinerja("periode buka 2026-TW4 -q")
    kinerja(f"pegawai pindah {nip} --jabatan 'Perawat; \"Ahli Muda' --mulai 2026-04-01 -q")
    kinerja(f"nilai catat {nip} 2026-TW4 hasil=3 {' '.join(f'{code}=3' for code in BEHAVIOURS)} -q")

"""The scoring office with a whole year behind it: complete, its periods closed, a programme realised, a leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scoring_office import ANI, CAMAT, CITRA, DEDI, EVERYBODY, LURAH_S, give, settle

Kinerja = Callable[..., Any]
PERIODS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
_MADE: list[bytes] = []


def complete(kinerja: Kinerja, workspace: Path) -> None:
    """Everything that is needed in 2025 is there, and nothing is closed.

    Dedi serves until 31 August: two periods. Ani is on leave in TW3. The Camat's programme gives 3 points.
    """
    settle(kinerja, workspace, *PERIODS)
    if _MADE:
        (workspace / "kinerja.db").write_bytes(_MADE[0])
        return
    lines = []
    for place, nip in enumerate(EVERYBODY):
        for index, period in enumerate(PERIODS):
            if (nip, period) in ((DEDI, "2025-TW3"), (DEDI, "2025-TW4"), (ANI, "2025-TW3")):
                continue
            lines.append(f"{nip},{period},{70 + 5 * place},{60 + index}.5,{80 - place}")
    give(kinerja, *lines)
    kinerja(f"nilai kecualikan {ANI} 2025-TW3 semua --alasan 'Cuti melahirkan'")
    kinerja(
        f"program tambah Loket --tahun 2025 --kategori program_baru --pegawai {CAMAT} --pegawai {LURAH_S} "
        "--status terealisasi --bukti SK --sebelum 9 --sesudah 3"
    )
    _MADE.append((workspace / "kinerja.db").read_bytes())


def close_all(kinerja: Kinerja) -> None:
    """Close the year with all its periods."""
    kinerja(["periode", "tutup", *PERIODS, "--yes"])
    kinerja("tahun tutup 2025 --yes")


def disturb(kinerja: Kinerja, workspace: Path) -> None:
    """Change all that may change after a year was closed."""
    for line in (
        f"pegawai ubah {ANI} --nama 'Ani Baru, S.E.' --alasan kawin",
        f"pegawai ubah {CAMAT} --nip-baru 197505052000031013 --alasan 'salah ketik'",
        f"pegawai pindah {CITRA} --unit KEC --jabatan Kepala --mulai 2025-02-01",
        f"pegawai plt {LURAH_S} --jabatan Camat --unit KEC --mulai 2025-02-01 --dasar 'SP 1'",
        f"pegawai henti {LURAH_S} --tanggal 2025-03-31",
        "unit ubah SIKUMANA --kode-baru SKM --nama 'Kelurahan Sikumana Baru'",
        "unit ubah SIKUMANA-RW --induk KEC",
        "pegawai tambah 200001012024031001 'Pegawai Baru' --unit KEC",
        "periode buka 2026-TW1",
        f"nilai catat {ANI} 2026-TW1 disiplin=1 inovasi=1 pelayanan=1",
    ):
        kinerja(line)
    rules = workspace / "criteria.yaml"
    rules.write_text(rules.read_text().replace("bobot: 40", "bobot: 10").replace("bobot: 30", "bobot: 45"))
    kinerja("kriteria terapkan --tahun 2027")

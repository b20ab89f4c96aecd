"""kinerja dampak where the predikat come from the quadrant: a period's value is the mean of both aspects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from official_office import BEHAVIOURS
from scoring_office import rows_of

from kinerja_cli.storage.workspace import template_criteria

Kinerja = Callable[..., Any]
SENT = [f"19850101201001{2000 + n}" for n in range(1, 9)]
OTHERS = [f"19860202201102{1000 + n}" for n in range(1, 9)]


def test_both_aspects_count_by_half(kinerja: Kinerja, workspace: Path) -> None:
    """Hasil kerja goes from 1 or 2 to 3 for those sent, from 2 to 2 or 3 for the others; behaviour from 2 to 3 for all.

    So values change by (2 + 1) / 2 and (1 + 1) / 2, and by (0 + 1) / 2 and (1 + 1) / 2: means 1.25 and 0.75; each
    group's s² is 8 · 0.25² / 7 = 1/14, so SE = √(2/8 · 1/14) = √(1/56) = 0.133631, t with 14 df is 2.145.
    """
    (workspace / "criteria.yaml").write_text(template_criteria("permenpanrb-6-2022"), encoding="utf-8")
    kinerja("init")
    kinerja("unit impor -", stdin="kode,nama,induk\nKEC,Kecamatan,\nA,Kelurahan A,KEC\nB,Kelurahan B,KEC\n")
    people = [f"{nip},Orang {nip[-4:]},{'A' if nip in SENT else 'B'}" for nip in (*SENT, *OTHERS)]
    kinerja("pegawai impor -", stdin="\n".join(["nip,nama,unit", *people, ""]))
    kinerja("periode buka 2025-TW1 2025-TW2")
    rows = [f"nip,periode,hasil,{','.join(BEHAVIOURS)}"]
    for n in range(8):
        for nip, before, after in ((SENT[n], 1 + n % 2, 3), (OTHERS[n], 2, 2 + n % 2)):
            rows.append(f"{nip},2025-TW1,{before}{',2' * 7}")
            rows.append(f"{nip},2025-TW2,{after}{',3' * 7}")
    kinerja("nilai impor -", stdin="\n".join([*rows, ""]))
    kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2025-04-01")
    kinerja(f"kegiatan hadir 1 {' '.join(SENT)} --sebab unit")
    main = next(row for row in rows_of(kinerja, "dampak 1") if row["taksiran"] == "utama")
    assert (main["n_peserta"], main["n_pembanding"], main["beda"]) == ("8", "8", "0.50")
    assert (main["batas_bawah"], main["batas_atas"]) == ("0.21", "0.79")  # 0.5 ∓ 0.28664

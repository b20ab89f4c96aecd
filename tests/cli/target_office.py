"""An office whose criterion `skp` is filled from targets: three people in two units, four quarters open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Kinerja = Callable[..., Any]

ANI, BUDI, CITRA = "197001011995032001", "198503152010012001", "199503012020121003"
QUARTERS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
OF_2021 = "{rumus: permenpanrb_8_2021}"
ACHIEVEMENT = "{rumus: capaian, maks: 120, tambahan_maks: 10}"
RULES = """\
instansi: Kantor Uji
berlaku: 2024
periode: triwulan
skala: {min: 0, maks: 120}
sasaran: FORMULA
kriteria:
  - {kode: skp,      nama: SKP,      bobot: 70, sumber: sasaran}
  - {kode: perilaku, nama: Perilaku, bobot: 30}
predikat:
  - {kode: baik,   nama: Baik,   minimal: 90}
  - {kode: cukup,  nama: Cukup,  minimal: 70}
  - {kode: kurang, nama: Kurang, minimal: 0}
"""
PEOPLE = f"""\
nip;nama;unit;mulai;selesai
{ANI};Ani Lay;KEC;;
{BUDI};Budi Nenabu;OEP;;
{CITRA};Citra Tukan;OEP;2025-05-01;
"""
_MADE: dict[tuple[str, ...], bytes] = {}


def rules(formula: str = OF_2021) -> str:
    """The text of criteria.yaml."""
    return RULES.replace("FORMULA", formula)


def settle(kinerja: Kinerja, workspace: Path, formula: str = OF_2021, *opened: str) -> None:
    """Make the office (Citra serves from May: three quarters); made once, copied afterwards."""
    text, periods = rules(formula), opened or QUARTERS
    (workspace / "criteria.yaml").write_text(text, encoding="utf-8")
    (workspace / "kinerja.db").unlink(missing_ok=True)
    if (formula, *periods) in _MADE:
        kinerja("init")
        (workspace / "kinerja.db").write_bytes(_MADE[formula, *periods])
        return
    kinerja("init")
    kinerja("pegawai impor - --buat-unit", stdin=PEOPLE)
    kinerja(["periode", "buka", *periods])
    _MADE[formula, *periods] = (workspace / "kinerja.db").read_bytes()


def aim(
    kinerja: Kinerja, nip: str, target: str, *more: str, indicator: str = "Surat", year: int = 2025
) -> int:
    """Set a target and give its number."""
    words = ["--hasil", "Layanan", "--indikator", indicator, "--target", target, "--satuan", "surat"]
    return int(kinerja(["sasaran", "tetapkan", nip, str(year), *words, *more]).stdout)


def realise(kinerja: Kinerja, number: int, *amounts: str, year: int = 2025) -> None:
    """Record a realisation a quarter, from the first on; an empty one is passed over."""
    for index, amount in enumerate(amounts, 1):
        if amount:
            kinerja(f"sasaran realisasi {number} {year}-TW{index} {amount} --bukti 'SK {index}'")


def behave(kinerja: Kinerja, value: str = "100", *people: str, year: int = 2025) -> None:
    """The same `perilaku` in every quarter, for everybody unless told."""
    rows = [
        f"{nip};{year}-TW{n};{value}"
        for nip in people or (ANI, BUDI, CITRA)
        for n in (1, 2, 3, 4)
        if (nip, n) != (CITRA, 1)
    ]
    kinerja("nilai impor -", stdin="\n".join(["nip;periode;perilaku", *rows, ""]))


def listed(kinerja: Kinerja, line: str) -> list[dict[str, str]]:
    """What a listing prints as CSV, a dictionary a row."""
    return list(csv.DictReader(io.StringIO(kinerja(f"{line} --format csv").stdout)))


def year_of(kinerja: Kinerja, nip: str, year: int = 2025) -> dict[str, str]:
    """Somebody's row of `rekap tahunan`."""
    return next(row for row in listed(kinerja, f"rekap tahunan {year}") if row["nip"] == nip)


def shown(row: dict[str, str], *keys: str) -> tuple[str, ...]:
    """Some cells of a row."""
    return tuple(row[key] for key in keys)


def explained(kinerja: Kinerja, nip: str, year: int = 2025) -> dict[str, Any]:
    """Somebody's `jelaskan --format json`."""
    told: dict[str, Any] = json.loads(kinerja(f"jelaskan {nip} {year} --format json").stdout, parse_float=str)
    return told

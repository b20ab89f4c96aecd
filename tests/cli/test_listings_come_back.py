"""Listings that imports take, taken again: nothing is new, nothing is corrected, and another office gets the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import rows_of
from test_outputs import fill

Kinerja = Callable[..., Any]
FORMATS = {"csv": "", "tsv": "", "xlsx": "", "excel-id.csv": "--dialek excel-id"}
LISTED = {
    "unit daftar": "unit impor",
    "pegawai daftar": "pegawai impor",
    "nilai daftar": "nilai impor",
    "sasaran daftar 2025": "sasaran impor",
    "layanan angka": "layanan impor",
}
OWN = ("revisi", "dicatat")  # by each office's own count and clock


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("line", LISTED)
def test_taken_again_by_the_same_office_it_changes_nothing(
    kinerja: Kinerja, workspace: Path, line: str, format: str
) -> None:
    fill(kinerja, workspace)
    kinerja(f"{line} {FORMATS[format]} -o daftar.{format}")
    before = rows_of(kinerja, line)
    told = kinerja(f"{LISTED[line]} daftar.{format}")
    counted = {
        word: int(number) for number, word in re.findall(r"(\d+) (baru|tetap|koreksi|pindah)", told.stderr)
    }
    assert counted.pop("tetap") == len(before) > 0
    assert set(counted.values()) <= {0}
    assert rows_of(kinerja, line) == before


@pytest.mark.parametrize("format", FORMATS)
def test_another_office_gets_the_same(kinerja: Kinerja, workspace: Path, tmp_path: Path, format: str) -> None:
    """Units, then people, then a period's scores: a target's number is the other office's own."""
    fill(kinerja, workspace)
    other, file = tmp_path / "lain", tmp_path / f"daftar.{format}"
    kinerja(f"init {other}")
    kinerja(f"-C {other} periode buka 2025-TW1")
    for line in ("unit daftar", "pegawai daftar", "nilai daftar --periode 2025-TW1"):
        kinerja(f"{line} {FORMATS[format]} -o {file}")
        kinerja(f"-C {other} {LISTED[line.removesuffix(' --periode 2025-TW1')]} {file}")
    for line in ("unit daftar", "pegawai daftar", "nilai daftar --periode 2025-TW1"):
        told, found = (
            [
                {key: cell for key, cell in row.items() if key not in OWN}
                for row in rows_of(kinerja, f"{where}{line}")
            ]
            for where in ("", f"-C {other} ")
        )
        assert found == told != []

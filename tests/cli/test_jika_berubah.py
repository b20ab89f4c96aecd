"""``-o FILE --jika-berubah``: a report that is the same as last night's is left alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kinerja = Callable[..., Any]
ANI = "197001011995032001"
LONG_AGO = 10**18


def stands(path: Path) -> tuple[int, int]:
    """Which file it is, and when it was written last."""
    return path.stat().st_ino, path.stat().st_mtime_ns


@pytest.mark.parametrize("file", ["r.csv", "r.xlsx", "r.md", "r.json", "r.txt"])
@pytest.mark.parametrize("report", ["rekap tahunan 2025", "pegawai daftar", f"jelaskan {ANI} 2025"])
def test_a_report_is_written_again_only_after_the_data_changed(
    report: str, file: str, office: Path, kinerja: Kinerja
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80")
    line = f"{report} -o {file} --jika-berubah"
    assert f"{file} ditulis." in kinerja(line).stderr.splitlines()
    os.utime(office / file, ns=(LONG_AGO, LONG_AGO))
    before = stands(office / file)
    again = kinerja(line)
    assert f"{file} tidak berubah." in again.stderr.splitlines()
    assert again.stdout == ""
    assert stands(office / file) == before
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=81 --koreksi --alasan Salah")
    kinerja(f"pegawai ubah {ANI} --nama 'Ani Baru' --alasan Salah")
    kinerja(line)
    assert stands(office / file)[1] > LONG_AGO


@pytest.mark.usefixtures("office")
def test_it_is_silent_with_quiet_either_way(kinerja: Kinerja) -> None:
    line = "pegawai daftar -o p.csv --jika-berubah -q"
    assert [kinerja(line).answer, kinerja(line).answer] == ["", ""]


@pytest.mark.usefixtures("office")
def test_a_personal_report_that_stays_the_same_is_journalled_all_the_same(
    kinerja: Kinerja, journal: Callable[[], list[tuple[Any, ...]]]
) -> None:
    for _ in range(2):
        kinerja(f"pegawai tampil {ANI} -o a.csv --jika-berubah")
    assert len(journal()) == 2  # it was asked for, and answered by the file that is there


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("where", ["", " -o -"])
def test_without_a_file_it_is_a_mistake(where: str, refused: Callable[..., list[str]]) -> None:
    told = refused(f"pegawai daftar --jika-berubah{where}", 2)
    assert told == ["--jika-berubah hanya berlaku untuk berkas.", "Tulis juga -o BERKAS."]


@pytest.mark.usefixtures("office")
def test_without_a_file_nothing_is_journalled_for_a_personal_report(
    refused: Callable[..., list[str]],
) -> None:
    refused(f"pegawai tampil {ANI} --jika-berubah", 2)  # `refused` compares the whole database

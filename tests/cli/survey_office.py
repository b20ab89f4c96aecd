"""An office of three units whose citizens were asked, and lines in which it answers."""

from __future__ import annotations

import csv
import io

KEYS = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana"
HEAD = f"unit,periode,{KEYS}\n"
SUMS = f"unit,periode,responden,{KEYS}\n"
COLUMNS = f"unit,periode,responden,{KEYS},ikm,mutu,batas_bawah,batas_atas,catatan"
TWO = "PKM,2025-S1,3,3,3,4,3,4,3,4,3\nPKM,2025-S1,4,4,2,4,3,4,4,4,3\n"


def settle(kinerja) -> None:
    """The district office and two units below it."""
    for line in (
        "init",
        "unit tambah KEC 'Kecamatan Maulafa'",
        "unit tambah PKM 'Puskesmas Sikumana' --induk KEC",
        "unit tambah OEP Oepura --induk KEC",
    ):
        kinerja(line)


def take(kinerja, text: str, options: str = "", exit_code: int = 0) -> str:
    """What an import of *text* says."""
    return kinerja(f"skm impor - {options}", exit_code, stdin=text).stderr


def recap(kinerja, options: str = "") -> list[dict[str, str]]:
    """The rows of the recap."""
    text = kinerja(f"skm rekap {options} --format csv").stdout
    assert text.splitlines()[0] == COLUMNS
    return list(csv.DictReader(io.StringIO(text)))


def same(nrr: int, unit: str = "PKM", period: str = "2025") -> str:
    """A row of sums over a hundred respondents with that NRR (hundredths) of every element."""
    return f"{unit},{period},100,{','.join([str(nrr)] * 9)}\n"

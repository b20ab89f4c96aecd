"""The office in which scores are recorded: four units, six people, a move in mid-year, a retirement, a Wali Kota."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

Kinerja = Callable[..., Any]

CAMAT = "197505052000031005"
LURAH_S = "198003032005011006"
LURAH_N = "198104042006012007"
ANI = "198501012010012001"
CITRA = "199003032015032003"
DEDI = "196704041995031004"
EVERYBODY = (CAMAT, LURAH_S, LURAH_N, ANI, CITRA, DEDI)
CODES = ("disiplin", "inovasi", "pelayanan")

UNITS = """\
kode,nama,induk
KEC,Kecamatan Maulafa,
NAIMATA,Kelurahan Naimata,KEC
SIKUMANA,Kelurahan Sikumana,KEC
SIKUMANA-RW,Seksi Rukun Warga,SIKUMANA
"""
PEOPLE = f"""\
nip,nama,unit,jabatan,selesai,atasan
{CAMAT},Yosef Tefa,KEC,Camat,,Wali Kota Kupang
{LURAH_S},Marten Lay,SIKUMANA,Lurah,,{CAMAT}
{LURAH_N},Nona Benu,NAIMATA,Lurah,,{CAMAT}
{ANI},Ani Nope,KEC,Analis,,{CAMAT}
{CITRA},Citra Lake,SIKUMANA-RW,Pengadministrasi,,{LURAH_S}
{DEDI},Dedi Taek,SIKUMANA,Sekretaris,2025-08-31,{LURAH_S}
"""
_MADE: dict[tuple[str, ...], bytes] = {}


def settle(kinerja: Kinerja, workspace: Path, *opened: str, rules: str | None = None) -> None:
    """Make the office in *workspace* with these periods open (2025-TW1 and TW2 unless told).

    Citra moves from Sikumana to Naimata on 1 May, under another lurah; Dedi's last day is 31 August. The same
    office is made once and copied afterwards.
    """
    periods = opened or ("2025-TW1", "2025-TW2")
    made = _MADE.get((rules or "", *periods))
    kinerja("init")
    if rules is not None:
        (workspace / "criteria.yaml").write_text(rules, encoding="utf-8")
    if made is not None:
        (workspace / "kinerja.db").write_bytes(made)
        return
    kinerja("unit impor -", stdin=UNITS)
    kinerja("pegawai impor -", stdin=PEOPLE)
    kinerja(
        f"pegawai pindah {CITRA} --unit NAIMATA --jabatan Bendahara --atasan {LURAH_N} --mulai 2025-05-01"
    )
    kinerja(f"periode buka {' '.join(periods)}")
    _MADE[(rules or "", *periods)] = (workspace / "kinerja.db").read_bytes()


def give(kinerja: Kinerja, *lines: str) -> None:
    """Record scores: each line is NIP, period and the values of disiplin, inovasi, pelayanan (``-`` for none)."""
    rows = [line.replace("-,", ",").removesuffix("-") if ",-" in line else line for line in lines]
    kinerja("nilai impor -", stdin="\n".join([f"nip,periode,{','.join(CODES)}", *rows, ""]))


def rows_of(kinerja: Kinerja, line: str) -> list[dict[str, str]]:
    """What a listing says, as CSV."""
    return list(csv.DictReader(io.StringIO(kinerja(f"{line} --format csv").stdout)))


def json_of(kinerja: Kinerja, line: str) -> Any:
    """What a listing says, as JSON."""
    return json.loads(kinerja(f"{line} --format json").stdout)


def values_of(kinerja: Kinerja, line: str = "nilai daftar") -> dict[tuple[str, str, str], str]:
    """Recorded values by NIP, period and criterion."""
    return {(r["nip"], r["periode"], r["kriteria"]): r["nilai"] for r in rows_of(kinerja, line)}


def ask(workspace: Path, query: str) -> list[tuple[Any, ...]]:
    """What the database itself holds."""
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        return connection.execute(query).fetchall()


def journal(workspace: Path) -> int:
    """How many entries the journal has."""
    return int(ask(workspace, "select count(*) from journal")[0][0])


def last_lines(text: str, count: int = 1) -> Sequence[str]:
    """The last lines of a text."""
    return text.splitlines()[-count:]

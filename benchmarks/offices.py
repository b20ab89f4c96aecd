"""Invented offices of any size: a workspace, its scores as a CSV, or its scores in the database already.

Everything follows from the numbers: the same office has the same rows on every machine, but for salts and times of
its journal. Made once, then kept in the cache folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import KINERJA
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import SCHEMA_VERSION, open_database
from kinerja_cli.storage.guards import without_insert_guards

YEAR = 2025
UNITS = 40
_FIRST = [
    "Agustinus",
    "Maria",
    "Yohanes",
    "Yuliana",
    "Petrus",
    "Marselina",
    "Domi",
    "Kristina",
    "Frans",
    "Yosefina",
    "Markus",
    "Adriana",
    "Lukas",
    "Veronika",
]
_LAST = [
    "Bria",
    "Nahak",
    "Seran",
    "Tefa",
    "Manek",
    "Klau",
    "Bere",
    "Leki",
    "Asa",
    "Taek",
    "Un",
    "Mau",
    "Fahik",
    "Luan",
    "Benu",
    "Nenabu",
]
_POSITIONS = (
    "Pengelola Data",
    "Analis Kebijakan",
    "Perawat",
    "Guru",
    "Pranata Komputer",
    "Lurah",
    "Camat",
    "Bidan",
)
_NOTES = ("", "", "", "hadir penuh", "", "terlambat 2 kali", "", "usul layanan antar", "", "")
_RULES = """\
instansi: Kantor Contoh
berlaku: 2024
periode: {cadence}
skala: {{min: 0, maks: 100}}
kriteria:
{criteria}
predikat:
  - {{kode: sangat_baik,     nama: Sangat Baik,     minimal: 91}}
  - {{kode: baik,            nama: Baik,            minimal: 76}}
  - {{kode: butuh_perbaikan, nama: Butuh Perbaikan, minimal: 61}}
  - {{kode: kurang,          nama: Kurang,          minimal: 51}}
  - {{kode: sangat_kurang,   nama: Sangat Kurang,   minimal: 0}}
"""
_SCORES = """
insert into score (employee, period, criterion, value, rater, note, entry)
select e.id, p.id, c.id, {value}, null, null, :entry
from employee e cross join period p cross join criterion c
where {gaps} or not (e.id % 50 = 0 and c.id = 1 and p.id = (select max(id) from period))
order by e.id, p.id, c.id
"""
_UNIT = "insert into unit values (?, ?, ?, ?, ?)"
_EMPLOYEE = "insert into employee values (?, ?, ?, 'PNS', 'III/a', null, null, ?, ?)"
_PLACEMENT = "insert into placement values (?, '0001-01-01', ?, ?, null, ?)"
# 40.00 to 100.00, spread enough for ranks, ties and every predikat
_VALUE = "4000 + (e.id * 7919 + (p.id % 100) * 1049 + c.id * 523 + (e.id / 97) * 31) % 6001"


@dataclass(frozen=True)
class Office:
    """How large: employees, periods of the one year (12 or 4), criteria."""

    employees: int
    periods: int
    criteria: int

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.employees}x{self.periods}x{self.criteria}"

    @property
    def scores(self) -> int:
        """How many values a full year has."""
        return self.employees * self.periods * self.criteria

    @property
    def period_codes(self) -> list[str]:
        """Codes of the year's periods."""
        mark = "{}-{:02d}" if self.periods == 12 else "{}-TW{}"
        return [mark.format(YEAR, index) for index in range(1, self.periods + 1)]

    @property
    def criterion_codes(self) -> list[str]:
        """Codes of the criteria."""
        return [f"kriteria_{number}" for number in range(1, self.criteria + 1)]

    @property
    def weights(self) -> list[int]:
        """Whole weights, not all equal, that total 100."""
        even = 100 // self.criteria
        weights = [even + (1 if n % 2 else -1) for n in range(self.criteria)]
        return [*weights[:-1], 100 - sum(weights[:-1])]


def workspace(cache: Path, office: Office, *, scored: bool, closed: bool = False) -> Path:
    """The office's folder, made where it is not there yet; *scored*: a year of values, one in fifty with a gap.

    *closed*: the gaps are filled and the year is closed.
    """
    folder = cache / f"{office.name}-v{SCHEMA_VERSION}{'-scored' * scored}{'-closed' * closed}"
    if not folder.exists():
        making = folder.with_name(folder.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        _make(making, office, scored, closed)
        making.rename(folder)
    return folder


def score_file(cache: Path, office: Office, order: str) -> Path:
    """A CSV with every value of the year, sorted by *order*: pegawai or periode (as offices have them)."""
    path = cache / f"{office.name}-{order}.csv"
    if not path.exists():
        making = path.with_suffix(".making")
        with making.open("w", encoding="utf-8", newline="") as file:
            file.write("nip,periode,kriteria,nilai,catatan\n")
            file.writelines(_score_lines(office, order))
        making.rename(path)
    return path


def nip(number: int) -> str:
    """An NIP for employee *number*: birth date, month of appointment, sex, serial; in no order that helps a sort."""
    day, rest = number * 5 % 12_096, number // 12_096
    birth = f"{1965 + day // 336}{day % 336 // 28 + 1:02d}{day % 28 + 1:02d}"
    return f"{birth}{1990 + rest % 30}{number % 12 + 1:02d}{number % 2 + 1}{rest // 30 + 1:03d}"


def _score_lines(office: Office, order: str) -> Iterator[str]:
    people = range(1, office.employees + 1)
    if order == "pegawai":
        pairs = ((who, index) for who in people for index in range(office.periods))
    else:
        pairs = ((who, index) for index in range(office.periods) for who in people)
    codes, periods = office.criterion_codes, office.period_codes
    for who, index in pairs:
        start = f"{nip(who)},{periods[index]},"
        for number, code in enumerate(codes):
            seed = who * 7919 + index * 1049 + number * 523
            value = 4000 + seed % 6001
            text = f"{value / 100:g}" if seed % 3 else str(value // 100)
            yield f"{start}{code},{text},{_NOTES[seed % 10]}\n"


def _make(folder: Path, office: Office, scored: bool, closed: bool) -> None:
    cadence = "bulan" if office.periods == 12 else "triwulan"
    criteria = [
        f"  - {{kode: {code}, nama: {code.replace('_', ' ').title()}, bobot: {weight}}}"
        for code, weight in zip(office.criterion_codes, office.weights, strict=True)
    ]
    (folder / "criteria.yaml").write_text(_RULES.format(cadence=cadence, criteria="\n".join(criteria)))
    for line in (["init"], ["periode", "buka", *office.period_codes]):
        subprocess.run([KINERJA, "-q", *line], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    # straight into the tables, as one entry: the registry's own import is not what is timed here
    with (
        closing(open_database(folder / "kinerja.db")) as database,
        database.write("benchmark", "kantor contoh") as writing,
    ):
        connection, entry = writing.connection, writing.entry
        _add(connection, "unit", _UNIT, ((*unit, entry) for unit in _units()))
        people = ((*person, entry, os.urandom(16)) for person in _people(office.employees))
        _add(connection, "employee", _EMPLOYEE, people)
        placements = ((*placement, entry) for placement in _placements(office.employees))
        _add(connection, "placement", _PLACEMENT, placements)
        if scored:
            statement = _SCORES.format(value=_VALUE, gaps="1" if closed else "0")
            _add(connection, "score", statement, [{"entry": entry}])
    if closed:
        for line in (["periode", "tutup", *office.period_codes], ["tahun", "tutup", str(YEAR)]):
            subprocess.run([KINERJA, "-q", *line, "--yes"], cwd=folder, check=True)


def _add(connection: Connection, table: str, statement: str, rows: Iterable[object]) -> None:
    """Insert in bulk; the entry then seals the whole table."""
    with without_insert_guards(connection, table):
        connection.executemany(statement, rows)
    connection.bulk.add(table)


def _units() -> Iterator[tuple[int, str, str, int | None]]:
    yield 1, "U001", "Kantor Contoh", None
    for number in range(2, UNITS + 1):
        yield number, f"U{number:03d}", f"Unit {number}", 1 if number < 8 else number % 6 + 2


def _people(count: int) -> Iterator[tuple[int, str, str]]:
    for number in range(1, count + 1):
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 3 % len(_LAST)]}"
        yield number, nip(number), name


def _placements(count: int) -> Iterator[tuple[int, int, str]]:
    for number in range(1, count + 1):
        yield number, number % UNITS + 1, _POSITIONS[number % len(_POSITIONS)]

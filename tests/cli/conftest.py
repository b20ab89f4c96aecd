"""A small office to type lines in, and what its database holds."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from closed_office import complete
from document_pages import Page, pdf_pages
from personal_office import settle

Rows = Callable[..., list[tuple[Any, ...]]]

UNITS = """\
kode;nama;induk
KEC;Kecamatan Maulafa;
OEP;Kelurahan Oepura;KEC
PKM;Puskesmas Sikumana;KEC
"""
EMPLOYEES = """\
nip;nama;unit;jabatan;golongan;jenis;mulai;atasan
197001011995032001;Ani Lay, S.Sos.;KEC;Camat;IV/a;PNS;;Wali Kota Kupang
198503152010012001;Budi Nenabu;OEP;Lurah;III/d;PNS;2010-01-01;197001011995032001
199503012020121003;Citra Tukan;OEP;Pelaksana;III/a;PNS;2020-12-01;198503152010012001
199009132025242014;Dedi Selan;PKM;Perawat;IX;PPPK paruh waktu;2025-03-01;
"""


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kantor")


@pytest.fixture
def office(kinerja: Callable[..., Any], workspace: Path, _built: Path) -> Path:
    """The workspace with three units, four employees, and 2025-TW1 and 2025-TW2 open (journal: 3 entries)."""
    names = ("criteria.yaml", "kinerja.db")
    if not (_built / names[-1]).exists():
        kinerja("init")
        kinerja("unit impor -", stdin=UNITS)
        kinerja("pegawai impor -", stdin=EMPLOYEES)
        kinerja("periode buka 2025-TW1 2025-TW2 --tenggat 2025-07-10")
        for name in names:
            shutil.copy(workspace / name, _built / name)
    for name in names:
        shutil.copy(_built / name, workspace / name)
    return workspace


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pribadi")


@pytest.fixture
def personal(kinerja: Callable[..., Any], workspace: Path, _written: Path) -> Path:
    """The workspace with the office of `personal_office`."""
    if not (_written / "kinerja.db").exists():
        settle(kinerja, workspace)
        for name in ("criteria.yaml", "kinerja.db"):
            shutil.move(workspace / name, _written / name)
        for left in workspace.iterdir():  # what proved a programme
            left.unlink()
    for name in ("criteria.yaml", "kinerja.db"):
        shutil.copy(_written / name, workspace / name)
    return workspace


@pytest.fixture
def rows(workspace: Path) -> Rows:
    """``rows("select …")``: what the database of the workspace answers."""

    def select(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
            return connection.execute(sql, values).fetchall()

    return select


@pytest.fixture
def journal(rows: Rows) -> Callable[[], list[tuple[Any, ...]]]:
    """``journal()``: command and reason of the entries made after the office stood."""

    def entries() -> list[tuple[Any, ...]]:
        return rows("select command, reason from journal where seq > 3 order by seq")

    return entries


def dump(folder: Path) -> list[str]:
    """Everything in the database, as SQL."""
    with closing(sqlite3.connect(folder / "kinerja.db")) as connection:
        return list(connection.iterdump())


@pytest.fixture
def refused(kinerja: Callable[..., Any], workspace: Path) -> Callable[..., list[str]]:
    """``refused(line, code)``: the lines on stderr of a command that must change nothing and print no data."""

    def type_line(line: str | list[str], exit_code: int = 3, **how: Any) -> list[str]:
        before = dump(workspace)
        result = kinerja(line, exit_code=exit_code, **how)
        assert dump(workspace) == before
        assert result.stdout == ""
        lines: list[str] = result.stderr.splitlines()
        return lines

    return type_line


@pytest.fixture
def write(workspace: Path) -> Callable[[str, str], Path]:
    """``write(name, text)``: a file in the workspace."""

    def save(name: str, text: str) -> Path:
        path = workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return save


@pytest.fixture
def full(kinerja, workspace):
    """A complete year: a leave, somebody who moved, somebody who left, a programme."""
    complete(kinerja, workspace)
    return workspace


@pytest.fixture
def page(kinerja):
    """``page(nip)``: the document as a page, read back."""

    def read(nip, year=2025):
        return Page(kinerja(f"dokumen {nip} {year}").stdout)

    return read


@pytest.fixture
def pdf(kinerja, workspace):
    """``pdf(nip)``: the text of the document's PDF."""

    def read(nip, year=2025):
        kinerja(f"dokumen {nip} {year} -o satu.pdf")
        return " ".join(pdf_pages(workspace / "satu.pdf"))

    return read

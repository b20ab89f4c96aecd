"""What a workbook says its figures rest on, checked against the files and the journal themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from closed_office import close_all, complete
from scoring_office import ANI

Kinerja = Callable[..., Any]
ONE_YEAR = (
    "rekap tahunan 2025",
    "rekap tahunan 2025 --unit KEC",
    "rekap unit 2025",
    "rekap unit 2025 --periode 2025-TW1",
    "rekap distribusi 2025",
    "rekap penilai 2025",
    f"jelaskan {ANI} 2025",
)
SEVERAL = (f"rekap pegawai {ANI}", "rekap tren", f"rekap tren {ANI}", "rekap tren --unit KEC")
OFFICE = "Kecamatan Maulafa, Kota Kupang"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    complete(kinerja, workspace)


def method(kinerja: Kinerja, workspace: Path, line: str) -> dict[str, str]:
    """The pairs of the sheet of method, its notes left out."""
    kinerja(f"{line} -o buku.xlsx")
    rows = openpyxl.load_workbook(workspace / "buku.xlsx")["Metode"].iter_rows(min_row=3, values_only=True)
    return {what: said for what, said in rows if what != "Catatan"}


def newest(rows: Callable[..., list[tuple[Any, ...]]]) -> tuple[str, str]:
    """Receipt and day in WITA of the newest entry that wrote rows, worked out from the journal itself."""
    [(seq, digits, at)] = rows("select seq, hash, at from journal where rows > 0 order by seq desc limit 1")
    local = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ") + timedelta(hours=8)  # noqa: DTZ007
    return f"#{seq}:{digits[:12]}", f"{local:%Y-%m-%d} (WITA)"


@pytest.mark.parametrize("line", ONE_YEAR)
def test_a_year_says_its_rules_receipt_and_day(
    kinerja: Kinerja, workspace: Path, rows: Any, line: str
) -> None:
    receipt, day = newest(rows)
    told = method(kinerja, workspace, line)
    explained = told.pop("Penjelasan")
    assert told == {
        "Instansi": OFFICE,
        "Tahun": "2025",
        "Aturan diterapkan sejak": "2025",
        "Sidik aturan (SHA-256)": hashlib.sha256((workspace / "criteria.yaml").read_bytes()).hexdigest(),
        "Tanda terima": receipt,
        "Data per": day,
    }
    assert explained.startswith("kinerja ")


@pytest.mark.parametrize("line", SEVERAL)
def test_several_years_say_each_ones_rules(kinerja: Kinerja, workspace: Path, rows: Any, line: str) -> None:
    receipt, day = newest(rows)
    told = method(kinerja, workspace, line)
    digest = hashlib.sha256((workspace / "criteria.yaml").read_bytes()).hexdigest()
    assert told.pop("Aturan tahun 2025", "") in (f"diterapkan sejak 2025, sidik {digest}", "")
    assert (told["Instansi"], told["Tanda terima"], told["Data per"]) == (OFFICE, receipt, day)


@pytest.mark.parametrize("line", ONE_YEAR + SEVERAL)
def test_the_command_that_explains_is_one(kinerja: Kinerja, workspace: Path, line: str) -> None:
    words = method(kinerja, workspace, line)["Penjelasan"].removeprefix("kinerja ")
    for place, word in {"NIP": ANI, "TAHUN": "2025", "UNIT": "KEC", "PERIODE": "2025-TW1"}.items():
        words = re.sub(rf"\b{place}\b", word, words)
    assert kinerja(words).stdout


def test_a_closed_year_rests_on_its_closing_whatever_is_written_later(
    kinerja: Kinerja, workspace: Path, rows: Any
) -> None:
    close_all(kinerja)
    closed = newest(rows)
    before = method(kinerja, workspace, "rekap tahunan 2025")
    whole = (workspace / "buku.xlsx").read_bytes()
    kinerja("unit tambah BARU 'Unit Baru'")
    assert newest(rows) != closed
    assert method(kinerja, workspace, "rekap tahunan 2025") == before
    assert (before["Tanda terima"], before["Data per"]) == closed
    assert (workspace / "buku.xlsx").read_bytes() == whole


def test_a_register_says_whose_it_is(kinerja: Kinerja, workspace: Path) -> None:
    assert method(kinerja, workspace, "pegawai daftar") == {"Instansi": OFFICE}
    sheet = openpyxl.load_workbook(workspace / "buku.xlsx")["Data"]
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("Pegawai", OFFICE)


@pytest.mark.parametrize(
    "line", ["rekap tahunan 2025", "rekap unit 2025", "rekap distribusi 2025", "rekap tren"]
)
def test_summaries_bring_charts_that_say_what_the_list_says(
    kinerja: Kinerja, workspace: Path, line: str
) -> None:
    kinerja(f"{line} -o buku.xlsx")
    assert openpyxl.load_workbook(workspace / "buku.xlsx").sheetnames == ["Data", "Grafik", "Metode"]


def test_the_chart_of_predikat_counts_the_people_of_the_list(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("rekap tahunan 2025 -o buku.xlsx")
    book = openpyxl.load_workbook(workspace / "buku.xlsx")
    head, *people = book["Data"].iter_rows(values_only=True)
    given = [row[head.index("Predikat")] for row in people]
    drawn = {
        row[0]: row[1] for row in book["Grafik"].iter_rows(min_row=3, max_row=7, max_col=2, values_only=True)
    }
    assert sum(drawn.values()) == len(people)
    assert drawn == {name: given.count(name) for name in drawn}

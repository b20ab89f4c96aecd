"""`kinerja nilai lembar`: a sheet for each period, filled in and imported again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scoring_office import (
    ANI,
    CAMAT,
    CITRA,
    CODES,
    DEDI,
    LURAH_N,
    LURAH_S,
    json_of,
    rows_of,
    settle,
    values_of,
)

Kinerja = Callable[..., Any]
HEADINGS = ["nip", "nama", "unit", "jabatan", "periode", *CODES, "penilai", "catatan", "revisi"]
IN_ORDER = [
    CAMAT,
    ANI,
    LURAH_N,
    DEDI,
    LURAH_S,
    CITRA,
]  # by unit code, then NIP; Citra in the section of Sikumana


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace, "2025-TW1", "2025-TW2", "2025-TW3")


def expected_rows() -> dict[tuple[str, str, str], str]:
    """What `fill` writes: the camat gets 70.00, 70.25 and 70.50, the next 71.00 and so on."""
    cells = [(nip, n, code, m) for n, nip in enumerate(IN_ORDER) for m, code in enumerate(CODES)]
    return {(nip, "2025-TW1", code): f"{70 + n}.{25 * m:02d}" for nip, n, code, m in cells}


def test_a_row_an_employee_by_unit_and_nip_with_nothing_filled_in(kinerja: Kinerja) -> None:
    rows = rows_of(kinerja, "nilai lembar 2025-TW1")
    assert list(rows[0]) == HEADINGS
    assert [row["nip"] for row in rows] == IN_ORDER
    assert rows[0] == {
        **dict.fromkeys(HEADINGS, ""),
        "nip": CAMAT,
        "nama": "Yosef Tefa",
        "unit": "KEC",
        "jabatan": "Camat",
        "periode": "2025-TW1",
        "revisi": "4",
    }


def test_who_serves_and_where_is_that_of_the_last_day_of_the_period(kinerja: Kinerja) -> None:
    third = {row["nip"]: (row["unit"], row["jabatan"]) for row in rows_of(kinerja, "nilai lembar 2025-TW3")}
    assert DEDI not in third  # his last day was 31 August
    assert third[CITRA] == ("NAIMATA", "Bendahara")


def test_a_unit_takes_its_sub_units_along(kinerja: Kinerja) -> None:
    rows = rows_of(kinerja, "nilai lembar 2025-TW1 --unit 'Kelurahan Sikumana'")
    assert [row["nip"] for row in rows] == [DEDI, LURAH_S, CITRA]


def test_what_is_recorded_is_filled_in(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 inovasi=77,5")
    row = next(row for row in json_of(kinerja, "nilai lembar 2025-TW1") if row["nip"] == ANI)
    assert [row[code] for code in CODES] == [None, 77.5, None]


def test_an_untouched_sheet_is_imported_as_nothing_new(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 inovasi=77,5 --catatan rajin --penilai 'Wali Kota Kupang'")
    kinerja("nilai lembar 2025-TW1 -o lembar.csv")
    assert kinerja("nilai impor lembar.csv").stderr == "1 nilai: 0 baru, 1 tetap, 0 koreksi\n"


@pytest.mark.parametrize(
    ("name", "options", "delimiter", "mark"),
    [
        ("lembar.csv", "", ",", "."),
        ("lembar.csv", "--dialek excel-id", ";", ","),
        ("lembar.tsv", "", "\t", "."),
    ],
)
def test_a_text_sheet_comes_back_filled_in(
    kinerja: Kinerja, workspace: Path, name: str, options: str, delimiter: str, mark: str
) -> None:
    kinerja(f"nilai lembar 2025-TW1 -o {name} {options}")
    encoding = "utf-8-sig" if options else "utf-8"
    with (workspace / name).open(encoding=encoding, newline="") as file:
        headings, *rows = csv.reader(file, delimiter=delimiter)
    at = headings.index("disiplin")
    for n, row in enumerate(rows):
        row[at : at + 3] = [f"{70 + n}{mark}{25 * m:02d}" for m in range(3)]
    with (workspace / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([headings, *rows])
    assert kinerja(f"nilai impor {name}").stderr == "18 nilai: 18 baru, 0 tetap, 0 koreksi\n"
    assert values_of(kinerja) == expected_rows()


def test_a_workbook_comes_back_filled_in_with_numbers(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("nilai lembar 2025-TW1 -o lembar.xlsx")
    book = openpyxl.load_workbook(workspace / "lembar.xlsx")
    sheet = book.worksheets[0]
    (at,) = [(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == "Disiplin"]
    nips = {cell.value: cell.row for cell in sheet["A"] if cell.row > at[0]}
    assert list(nips) == IN_ORDER  # text, all eighteen digits
    for n, nip in enumerate(IN_ORDER):
        for m in range(3):
            sheet.cell(nips[nip], at[1] + m).value = 70 + n + m / 4
    book.save(workspace / "lembar.xlsx")
    told = kinerja("nilai impor lembar.xlsx").stderr
    assert told.splitlines()[-1] == "18 nilai: 18 baru, 0 tetap, 0 koreksi"
    assert values_of(kinerja) == expected_rows()


def test_our_own_workbook_is_read_back_without_a_word_about_its_notes(kinerja: Kinerja) -> None:
    kinerja("nilai lembar 2025-TW1 -o lembar.xlsx")
    assert kinerja("nilai impor lembar.xlsx").stderr == "0 nilai: 0 baru, 0 tetap, 0 koreksi\n"


def test_a_row_with_a_rater_and_a_note_gives_them_to_each_of_its_values(
    kinerja: Kinerja, workspace: Path
) -> None:
    (workspace / "l.csv").write_text(
        f"{','.join(HEADINGS)}\n{ANI},Ani,KEC,Analis,2025-TW1,80,,90,Wali Kota Kupang,lengkap\n"
    )
    kinerja("nilai impor l.csv")
    said = {(r["kriteria"], r["penilai"], r["catatan"]) for r in rows_of(kinerja, "nilai daftar")}
    assert said == {(code, "Wali Kota Kupang", "lengkap") for code in ("disiplin", "pelayanan")}


def test_a_period_that_is_not_open_has_no_sheet(kinerja: Kinerja, workspace: Path) -> None:
    assert "kinerja periode buka 2025-TW4" in kinerja("nilai lembar 2025-TW4 -o l.csv", exit_code=4).stderr
    assert not (workspace / "l.csv").exists()
    assert "tidak ditemukan" in kinerja("nilai lembar 2025-TW1 --unit LAIN", exit_code=4).stderr

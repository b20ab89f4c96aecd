"""XLSX: bounds hold before parsing, nothing vanishes silently, and no mutant ends in anything but a refusal."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

from kinerja_cli.errors import FaultsFound, Refused
from kinerja_cli.imports import xlsx_archive
from kinerja_cli.imports.source import open_source

ANI, BUDI = "198503152010012001", "199001012015031002"
HEAD = ["nip", "disiplin"]


def refit(original: bytes, changes: dict[str, bytes]) -> bytes:
    """The archive again with some parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return out.getvalue()


@pytest.fixture
def clean(tmp_path, write_sheet) -> bytes:
    path = tmp_path / "bersih.xlsx"
    write_sheet(path, [HEAD, [ANI, 80], [BUDI, 90]])
    return path.read_bytes()


def sheet_with(clean: bytes, cell: str) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    old = zipfile.ZipFile(io.BytesIO(clean)).read(name)
    assert b'<c r="B2"><v>80</v></c>' in old
    return refit(clean, {name: old.replace(b'<c r="B2"><v>80</v></c>', cell.encode())})


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c r="B2" t="e"><v>#N/A</v></c>', "'#N/A' adalah kesalahan rumus Excel"),
        ('<c r="B2" t="e" s="1"><f>1/0</f><v>#DIV/0!</v></c>', "'#DIV/0!' adalah kesalahan rumus Excel"),
        ('<c r="B2"><f>A1+1</f><v /></c>', "belum dihitung"),
        ('<c r="B2" t="str"><f>A1+1</f><v></v></c>', "belum dihitung"),
        ('<c r="B2"><f>A1+1</f></c>', "belum dihitung"),
    ],
)
def test_a_formula_without_a_result_is_a_fault_and_never_an_empty_cell(
    tmp_path, read_file, keys, clean, cell, words
):
    path = tmp_path / "n.xlsx"
    path.write_bytes(sheet_with(clean, cell))
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert len(found.faults) == 1
    assert found.faults[0].startswith("n.xlsx:Lembar1!B2: disiplin: ")
    assert words in found.faults[0]
    assert [row[4] for row in found.rows] == [9000]


def test_a_workbook_written_by_openpyxl_with_formulas_is_told_to_be_saved_by_excel(tmp_path, read_file, keys):
    book = openpyxl.Workbook()
    for row in (HEAD, [ANI, "=40+40"], [BUDI, 90]):
        book.active.append(row)
    book.save(tmp_path / "n.xlsx")
    found = read_file("nilai", tmp_path / "n.xlsx", keys, period="2025-TW1")
    assert [fault.split(": ")[0] for fault in found.faults] == ["n.xlsx:Sheet!B2"]


def test_a_formula_with_its_result_is_read(tmp_path, read_file, keys, clean):
    path = tmp_path / "n.xlsx"
    path.write_bytes(sheet_with(clean, '<c r="B2"><f>40+40</f><v>80</v></c>'))
    assert read_file("nilai", path, keys, period="2025-TW1").rows[0][4] == 8000


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c r="B2"><v>80</v></c><c r="XFD1048576"><v>1</v></c>', "baris 1048576"),
        ('<c r="B2"><v>80</v></c><c r="XFD90000" x="/>"><v>1</v></c>', "4000000 sel"),
        ("<c r=\"B2\"><v>80</v></c><c r='ZZ90000'><v>1</v></c>", "4000000 sel"),
    ],
)
def test_a_far_away_cell_is_refused_before_it_takes_the_memory(tmp_path, read_file, keys, clean, cell, words):
    path = tmp_path / "n.xlsx"
    path.write_bytes(sheet_with(clean, cell))
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert words in found.faults[0]


@pytest.mark.parametrize(
    "cell",
    ['</row><row r="150000"><c><v>1</v></c>', '</row><row r="150000"><c x="r="><v>1</v></c>',
     '</row><row r="150000"><c x=\' r="A1"\'><v>1</v></c>', '<c r="&#66;150000"><v>1</v></c>',
     '<c x=">" ><v>1</v></c>'],
)  # fmt: skip
def test_a_cell_whose_address_can_not_be_measured_is_refused(tmp_path, read_file, keys, clean, cell):
    path = tmp_path / "n.xlsx"
    path.write_bytes(sheet_with(clean, cell))
    assert "rusak atau bukan .xlsx" in read_file("nilai", path, keys, period="2025-TW1").faults[0]


def test_a_far_away_cell_that_is_only_coloured_does_no_harm(tmp_path, read_file, keys, clean):
    path = tmp_path / "n.xlsx"
    path.write_bytes(sheet_with(clean, '<c r="B2"><v>80</v></c><c r="XFD1048576" s="1"/>'))
    assert len(read_file("nilai", path, keys, period="2025-TW1").rows) == 2


def test_a_file_that_unzips_to_too_much_is_refused_unopened(tmp_path, read_file, keys, clean):
    path = tmp_path / "n.xlsx"
    with zipfile.ZipFile(io.BytesIO(clean)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("xl/bom.xml", "w", force_zip64=True) as part:
            for _ in range(201):
                part.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "lebih dari 200 MB" in read_file("nilai", path, keys, period="2025-TW1").faults[0]


def test_a_size_stated_falsely_does_not_help(tmp_path, read_file, keys, clean):
    bloated = refit(clean, {"xl/sharedStrings.xml": b"<sst>" + b" " * 3_000_000})
    real, false = (3_000_005).to_bytes(4, "little"), (5).to_bytes(4, "little")
    path = tmp_path / "n.xlsx"
    path.write_bytes(bloated.replace(real, false))
    assert real in bloated
    assert len(read_file("nilai", path, keys, period="2025-TW1").faults) == 1


@pytest.mark.parametrize(
    "unit",
    ["<c<c", "<c ", '<c t="e">', '<c t="e"><v>', 'r="A1" ', 'r="A1"    ', "<x:", "aaaa:c ", "<c><f>", "<c><f/>",
     "row>", "<<", "   ",
     '<c r="A1" t="e"', "c>"],
)  # fmt: skip
def test_a_hostile_part_costs_no_more_than_its_length(unit):
    part = unit.encode() * (1_000_000 // len(unit))
    began = time.process_time()
    xlsx_archive._with_failures_shown(part)
    with contextlib.suppress(FaultsFound, ValueError):
        list(xlsx_archive._measured("x", io.BytesIO(part), xlsx_archive.Hidden()))
    assert time.process_time() - began < 2


def test_a_file_over_20_mb_is_refused(tmp_path, read_file, keys, clean):
    path = tmp_path / "n.xlsx"
    path.write_bytes(clean + bytes(xlsx_archive.FILE_BOUND))
    assert "paling besar 20 MB" in read_file("nilai", path, keys, period="2025-TW1").faults[0]


def test_an_empty_workbook_and_a_zip_that_is_none_are_one_fault_each(tmp_path, read_file, keys):
    xlsxwriter.Workbook(str(tmp_path / "kosong.xlsx")).close()
    with zipfile.ZipFile(tmp_path / "arsip.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    for name in ("kosong.xlsx", "arsip.zip"):
        assert len(read_file("nilai", tmp_path / name, keys, period="2025-TW1").faults) == 1


def test_mutants_end_in_rows_or_in_a_refusal(tmp_path, read_file, keys, clean, capfd):
    """600 seeded mutants: bytes of the archive, and bytes of the parts inside a sound archive."""
    dice = random.Random(20250101)
    parts = [part.filename for part in zipfile.ZipFile(io.BytesIO(clean)).infolist()]
    path = tmp_path / "m.xlsx"
    refused = 0
    for number in range(600):
        name = dice.choice(parts)
        target = bytearray(clean if number % 2 else zipfile.ZipFile(io.BytesIO(clean)).read(name))
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(target))
            target[at : at + dice.choice((0, 1, 1, 20))] = dice.randbytes(dice.choice((0, 1, 1, 3)))
        path.write_bytes(
            b"PK\x03\x04" + bytes(target[4:]) if number % 2 else refit(clean, {name: bytes(target)})
        )
        try:
            with open_source(str(path), io.BytesIO()) as source:
                list(source.rows())
            refused += bool(read_file("nilai", path, keys, period="2025-TW1").faults)
        except (FaultsFound, Refused):
            refused += 1
    assert 100 < refused < 600
    assert "panicked" not in capfd.readouterr().err

"""Which sheet of a workbook is read, what of it nobody sees, and which archives are no workbook at all."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from kinerja_cli.errors import FaultsFound, NotFound, Refused, UsageFault
from kinerja_cli.imports import xlsx_archive
from kinerja_cli.imports.source import open_source

ANI, BUDI = "198503152010012001", "199001012015031002"
HEAD = ["nip", "disiplin"]


def book_of(path, sheets, **options):
    """``{name: rows}`` as a workbook; a name that begins with ~ is a hidden sheet."""
    book = xlsxwriter.Workbook(str(path), options)
    for name, rows in sheets.items():
        page = book.add_worksheet(name.lstrip("~"))
        if name.startswith("~"):
            page.hide()
        else:
            page.activate()
            page.set_first_sheet()  # XlsxWriter doesn't hide the active sheet
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
    book.close()


def told(path, sheet=None):
    """(sheet, first row) of what is read, from the first reading."""
    with open_source(str(path), io.BytesIO(), sheet) as source:
        return source.sheet, next(source.rows())


def test_the_sheet_that_the_user_names_is_read_and_no_other(tmp_path):
    path = tmp_path / "n.xlsx"
    book_of(path, {"TW1": [["a"]], "Rekap TW 2": [["b"]]})
    assert told(path) == ("TW1", (1, ["a"]))
    assert told(path, "Rekap TW 2") == told(path, "rekap tw2") == ("Rekap TW 2", (1, ["b"]))
    with open_source(str(path), io.BytesIO(), "Rekap TW 2") as source:
        assert [reading.sheet for reading in source.readings()] == ["Rekap TW 2"]
        assert source.other_sheets() == ()
    with pytest.raises(NotFound) as missing:
        told(path, "TW2")
    assert "tidak ada lembar 'TW2'" in missing.value.lines[0]
    assert missing.value.lines[1] == "Lembar yang ada: TW1, Rekap TW 2"


def test_a_csv_has_no_sheet_to_name(tmp_path):
    (tmp_path / "n.csv").write_text("nip;disiplin\n")
    with pytest.raises(UsageFault, match="--lembar"):
        told(tmp_path / "n.csv", "TW1")


def test_a_visible_sheet_goes_before_a_hidden_one_and_a_hidden_one_is_said_aloud(tmp_path, read_file, keys):
    path = tmp_path / "n.xlsx"
    book_of(path, {"~Lama": [HEAD, [ANI, 1]], "Baru": [HEAD, [ANI, 80]]})
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert [row[4] for row in found.rows] == [8000]
    assert found.header.other_sheets == ("Lama (tersembunyi)",)
    assert found.header.hidden == ()
    book_of(path, {"~Data": [HEAD, [ANI, 80]], "Sampul": [["Isi lembar Data"]]})
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert [row[4] for row in found.rows] == [8000]
    assert found.header.hidden == ("Lembar tersembunyi yang dibaca: Data",)


def test_hidden_rows_and_columns_are_read_and_said_aloud(tmp_path, read_file, keys):
    path = tmp_path / "n.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet('Nilai & "TW1"')
    for row, cells in enumerate(
        (["Daftar"], ["nip", "disiplin", "inovasi", "revisi"], [ANI, 80, 70, 3], [BUDI, 90, 60, 3])
    ):
        page.write_row(row, 0, cells)
    for row in (0, 3, 7):  # above the headings, a person, and where there is nothing
        page.set_row(row, None, None, {"hidden": True})
    page.set_column(2, 3, None, None, {"hidden": True})
    book.close()
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert [(row[1], row[4]) for row in found.rows] == [(1, 8000), (1, 7000), (2, 9000), (2, 6000)]
    assert found.header.hidden == (
        "Baris tersembunyi ikut dibaca: 4 (1 baris)",
        "Kolom tersembunyi ikut dibaca: C",
    )


def test_many_hidden_rows_are_told_in_spans(tmp_path, read_file, keys):
    path = tmp_path / "n.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for row in range(60):
        page.write_row(row, 0, HEAD if row == 0 else [ANI, 80])
        if row in (1, 2, 3) or row % 4 == 1:
            page.set_row(row, None, None, {"hidden": True})
    book.close()
    (line,) = read_file("nilai", path, keys, period="2025-TW1").header.hidden
    assert line == "Baris tersembunyi ikut dibaca: 2-4, 6, 10, 14, 18, 22, 26, 30, 34, 38, … (17 baris)"


def test_merged_titles_above_the_headings_are_passed_over(tmp_path, read_file, keys):
    path = tmp_path / "n.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.merge_range("A1:D1", "PENILAIAN KINERJA", book.add_format({"align": "center"}))
    page.merge_range("A2:D3", "Kecamatan Maulafa · Triwulan I", book.add_format())
    page.write_row(4, 0, ["No.", "NIP", "Nama", "Disiplin"])
    page.write_row(5, 0, [1, ANI, "Ani", 80])
    book.close()
    found = read_file("nilai", path, keys, period="2025-TW1")
    assert (found.header.row, [row[4] for row in found.rows], found.faults) == (5, [8000], [])


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_date_that_lost_its_format_is_still_that_day(tmp_path, read_file, keys, since_1904):
    """45382 is 31 March 2024 counted from 1900; a workbook of an old Macintosh writes 43920 for it."""
    serial = 43920 if since_1904 else 45382
    head = ["nip", "nama", "unit", "mulai"]
    path = tmp_path / "p.xlsx"
    book_of(path, {"P": [head, [ANI, "Ani", "KEC", serial]]}, date_1904=since_1904)
    found = read_file("pegawai", path, keys)
    assert [row.starts for row in found.rows] == [date(2024, 3, 31)]
    book_of(path, {"P": [head, [ANI, "Ani", "KEC", 2010]]}, date_1904=since_1904)  # a year, no day of 1905
    assert "'2010' bukan tanggal" in read_file("pegawai", path, keys).faults[0]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("content.xml", "berkas ODS"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", "berkas Word"),
        ("ppt/presentation.xml", "berkas PowerPoint"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(tmp_path, part, words):
    path = tmp_path / "n.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(Refused) as refused:
        told(path)
    assert words in refused.value.lines[0]
    assert "simpan sebagai .xlsx" in refused.value.lines[0]


def test_a_password_and_an_old_xls_are_told_apart(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    for rest, words in ((b"", ".xls lama"), ("EncryptedPackage".encode("utf-16-le"), "berkata sandi")):
        (tmp_path / "n.xlsx").write_bytes(ole + rest)
        with pytest.raises(Refused) as refused:
            told(tmp_path / "n.xlsx")
        assert words in refused.value.lines[0]


def test_parts_with_a_password_of_their_own_are_refused(tmp_path):
    path = tmp_path / "n.xlsx"
    book_of(path, {"a": [["a"]]})
    locked = bytearray(path.read_bytes())
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    path.write_bytes(bytes(locked))
    with pytest.raises(Refused, match="kata sandi"):
        told(path)


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "<!DOCTYPE worksheet SYSTEM 'file:///etc/passwd'>"]
)
def test_a_document_type_is_refused_before_anything_is_parsed(tmp_path, start):
    path, name = tmp_path / "n.xlsx", "xl/worksheets/sheet1.xml"
    book_of(path, {"a": [["a"]]})
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    parts[name] = parts[name].replace(b"<worksheet", start.encode() + b"<worksheet", 1)
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    with pytest.raises(FaultsFound, match="rusak atau bukan"):
        told(path)


def test_a_part_that_shrank_too_well_and_a_list_of_parts_without_end_are_refused(tmp_path):
    path = tmp_path / "n.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (30 << 20))
    assert path.stat().st_size < (30 << 20) / xlsx_archive.RATIO_BOUND
    with pytest.raises(FaultsFound, match="300 kali besar berkasnya"):
        told(path)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number:06d}.bin", b"")
    with pytest.raises(FaultsFound, match="lebih dari 2000 bagian"):
        told(path)

"""The row of headings: found, understood, or told what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from kinerja_cli.domain.columns import HEADINGS, SILENT_HEADINGS
from kinerja_cli.errors import FaultsFound
from kinerja_cli.storage.criteria_file import parse_rules

ANI = "198503152010012001"


def test_a_missing_column_is_one_fault_with_the_headings_found(read):
    found = read("pegawai", f"Daftar\nNIP;Nama;Jabatan\n{ANI};Ani;x\n")
    assert found.faults == ["pegawai.csv:2: kolom unit tidak ada; judul yang terbaca: NIP, Nama, Jabatan."]


def test_a_nearly_right_heading_is_asked_about(read):
    found = read("pegawai", f"nip;nama;unit;golongn\n{ANI};Ani;kec;III/a\n")
    assert found.faults == [
        "pegawai.csv:1: golongn: judul kolom tidak dikenal; maksud Anda 'golongan'? Perbaiki judulnya"
    ]


def test_another_column_of_a_longer_name_is_no_slip(read):
    found = read("pegawai", f"nip;nama;unit;TMT Golongan;No. Urut;galat\n{ANI};Ani;kec;x;1;salah\n")
    assert (found.faults, len(found.rows), found.header.ignored) == ([], 1, ("TMT Golongan",))


def test_two_headings_of_one_meaning_are_refused(read):
    found = read("pegawai", f"nip;nama;unit;Unit Kerja\n{ANI};Ani;a;b\n")
    assert found.faults == [
        "pegawai.csv:1: Unit Kerja: judul ganda: sudah ada kolom 'unit' untuk unit; hapus salah satunya"
    ]


def test_no_header_at_all_is_one_fault(read):
    assert read("pegawai", "a;b\nc;d\n").faults == [
        "pegawai.csv:1: baris judul tidak ditemukan dalam 30 baris pertama; harus ada kolom nip, nama, unit"
    ]
    assert len(read("pegawai", "").faults) == 1


def test_a_wide_file_without_any_criterion_says_which_there_are(read):
    found = read("nilai", f"nip;nama\n{ANI};Ani\n", period="2025-TW1")
    assert "disiplin, inovasi, pelayanan" in found.faults[0]


def test_a_header_as_far_down_as_row_30_is_found_and_row_31_is_not(read):
    header = f"nip;nama;unit\n{ANI};Ani;kec\n"
    assert len(read("pegawai", "judul\n" * 29 + header).rows) == 1
    assert len(read("pegawai", "judul\n" * 30 + header).faults) == 1


def test_the_sheet_with_the_headings_is_read_and_the_others_are_named(tmp_path, read_file, keys):
    path = tmp_path / "buku.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Kosong")
    book.add_worksheet("Petunjuk").write_string(0, 0, "Isi lembar berikut")
    book.add_worksheet("Data").write_row(2, 1, ["NIP", "Nama", "Unit"])
    book.get_worksheet_by_name("Data").write_row(3, 1, [ANI, "Ani", "kec"])
    book.close()
    found = read_file("pegawai", path, keys)
    assert [(row.row, row.nip) for row in found.rows] == [(4, ANI)]
    assert found.header.other_sheets == ("Petunjuk",)


def test_a_sheet_that_begins_away_from_the_corner_keeps_its_addresses(tmp_path, read_file, keys):
    path = tmp_path / "buku.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    sheet.write_row(2, 27, ["NIP", "Nama", "Unit"])
    sheet.write_row(4, 27, [ANI, "", "kec"])
    book.close()
    assert read_file("pegawai", path, keys).faults == ["buku.xlsx:Data!AC5: Nama: nama kosong"]


def test_whoever_leads_may_be_headed_as_the_rater_in_a_file_of_employees(read):
    found = read("pegawai", f"NIP Pegawai;Nama ASN;Unor;Nama Penilai\n{ANI};Ani;kec;Wali Kota Kupang\n")
    assert (found.faults, [(row.nip, row.unit, row.superior) for row in found.rows]) == (
        [],
        [(ANI, "kec", "Wali Kota Kupang")],
    )


@pytest.mark.parametrize("heading", [*HEADINGS["unit"], *HEADINGS["catatan"], *SILENT_HEADINGS])
def test_a_criterion_that_an_import_would_never_read_is_refused(heading):
    """A column ``opd`` is a unit's: a criterion of that name would be imported from no file."""
    rules = (Path(__file__).parents[2] / "criteria.yaml").read_text(encoding="utf-8")
    named = rules.replace("nama: Disiplin", f"nama: '{heading.upper()}'", 1)
    assert named != rules
    with pytest.raises(FaultsFound, match="nama: '"):
        parse_rules(named.encode())


def test_a_heading_that_says_more_than_a_criterion_is_a_fault_not_a_lost_column(read_file, keys, tmp_path):
    path = tmp_path / "bobot.csv"
    path.write_text("nip,periode,Disiplin (30%),inovasi\n198503152010012001,2025-TW1,80,81\n")
    told = read_file("nilai", path, keys)
    assert told.rows == []
    assert len(told.faults) == 1
    assert "maksud Anda 'disiplin'" in told.faults[0]

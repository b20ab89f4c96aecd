"""Files of employees and units."""

from __future__ import annotations

import datetime

import pytest

from kinerja_cli.imports.employees import EmployeeRow
from kinerja_cli.imports.units import UnitRow

ANI, BUDI = "198503152010012001", "199001012015031002"


def test_a_full_row_becomes_typed_values(read):
    text = (
        "No;NIP;Nama Lengkap;Unit Kerja;Jabatan;Gol/Ruang;Jenis ASN;TMT;Selesai;Pejabat Penilai;Agama\n"
        f"1;19850315 201001 2 001;Ani;Kelurahan Oepura;Lurah;IIIa;pns;31/03/2025;2026-01-31;{BUDI};x\n"
    )
    found = read("pegawai", text)
    assert found.rows == [
        EmployeeRow(2, ANI, "Ani", "Kelurahan Oepura", "Lurah", "III/a", "PNS",
                    datetime.date(2025, 3, 31), datetime.date(2026, 1, 31), BUDI)
    ]  # fmt: skip
    assert found.header.ignored == ("Agama",)


def test_what_the_file_does_not_state_is_none(read):
    found = read("pegawai", f"nip,nama,unit,jabatan\n{ANI},Ani,kec,\n")
    assert found.rows == [EmployeeRow(2, ANI, "Ani", "kec", None, None, None, None, None, None)]


def test_a_row_may_leave_out_its_trailing_empty_cells_as_excel_does(read):
    assert len(read("pegawai", f"nip;nama;unit;jabatan;golongan\n{ANI};Ani;kec\n").rows) == 1


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("nip", "", "NIP kosong"),
        ("nama", " ", "nama kosong"),
        ("nama", "A\u202eB", "U+202E"),
        ("unit", "@x", "rumus"),
        ("golongan", "V/a", "tidak dikenal"),
        ("jenis", "honorer", "tulis PNS, PPPK atau PPPK paruh waktu"),
        ("mulai", "31 Maret 2025", "bukan tanggal"),
        ("mulai", "2025-02-31", "tidak ada di kalender|kalender"),
        ("selesai", "2024-12-31", "lebih awal daripada mulai 2025-01-01"),
        ("atasan", "1,99001E+17", "rusak oleh Excel"),
    ],
)
def test_one_bad_cell_is_one_fault_under_its_heading(read, column, cell, words):
    good = {"nip": ANI, "nama": "Ani", "unit": "kec", "golongan": "IX", "jenis": "PPPK", "mulai": "2025-01-01",
            "selesai": "2025-12-31", "atasan": "Wali Kota"}  # fmt: skip
    lines = [
        ";".join(good),
        ";".join((good | {column: cell}).values()),
        ";".join((good | {"nip": BUDI}).values()),
    ]
    found = read("pegawai", "\n".join(lines))
    assert [fault.split(": ")[:2] for fault in found.faults] == [["pegawai.csv:2", column]]
    assert any(word in found.faults[0] for word in words.split("|"))
    assert [row.nip for row in found.rows] == [BUDI]


def test_every_fault_of_a_row_is_told(read):
    found = read("pegawai", "nip;nama;unit;golongan\n1;;;Z\n")
    assert [fault.split(": ")[1] for fault in found.faults] == ["nip", "nama", "unit", "golongan"]


def test_a_nip_that_comes_twice_names_the_first_row_even_when_that_one_is_faulty(read):
    found = read("pegawai", f"nip;nama;unit\n{ANI};;kec\n{ANI};Ani;kec\n")
    assert found.faults[1] == f"pegawai.csv:3: nip: NIP {ANI} sudah ada di pegawai.csv:2; hapus salah satunya"
    assert found.rows == []


def test_a_sheet_with_dates_and_a_numeric_nip(read):
    rows = [
        ["NIP", "Nama", "Unit", "Mulai"],
        [ANI, "Ani", 1001, datetime.date(2025, 3, 1)],
        [float(BUDI), "B", "k", None],
    ]
    found = read("pegawai", rows)
    assert [(row.unit, row.starts) for row in found.rows] == [("1001", datetime.date(2025, 3, 1))]
    assert found.faults[0].startswith("pegawai.xlsx:Lembar1!A3: NIP: ")
    assert "bilangan" in found.faults[0]


def test_units_are_read_with_and_without_a_parent(read):
    found = read(
        "unit", "Kode,Nama Unit,Induk\nkec,Kecamatan Maulafa,\noepura,Kelurahan Oepura,kec\nkec,Lagi,\n"
    )
    assert found.rows == [
        UnitRow(2, "kec", "Kecamatan Maulafa", None),
        UnitRow(3, "oepura", "Kelurahan Oepura", "kec"),
    ]
    assert found.faults == ["unit.csv:4: Kode: kode kec sudah ada di unit.csv:2; hapus salah satunya"]

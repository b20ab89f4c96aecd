"""`kinerja layanan impor`: messy files are understood, every fault is told at once, all of it or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
from scoring_office import ask, journal, rows_of, settle

Kinerja = Callable[..., Any]
HEAD = "layanan,unit,tanggal,nilai,banyak,catatan\n"
GOOD = HEAD + "WAKTU,KEC,2025-03-03,12.5,31,hujan\nWAKTU,SIKUMANA,2025-03-03,20,,\n"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    kinerja("layanan tambah WAKTU 'Waktu tunggu loket' --satuan menit --arah turun")


def kept(workspace: Path) -> list[tuple[Any, ...]]:
    return ask(
        workspace,
        "select u.code, f.day, f.value, f.servings, f.note from service_figure f join unit u on u.id = f.unit"
        " order by u.code, f.day",
    )


def test_headings_cells_and_units_are_understood_as_people_write_them(kinerja, workspace):
    text = (
        "No;Indikator;Unit Kerja;Tgl;Angka;Banyak;Ket\n1; waktu ;Kecamatan  Maulafa;03/03/2025;12,5;31;hujan\n"
        "2;WAKTU;sikumana;4-3-2025;0;-;\n"
    )
    assert kinerja("layanan impor -", stdin=text).stderr == "2 angka: 2 baru, 0 tetap, 0 koreksi\n"
    assert kept(workspace) == [
        ("KEC", "2025-03-03", 1250, 31, "hujan"),
        ("SIKUMANA", "2025-03-04", 0, 1, None),
    ]


def test_a_workbook_with_dates_and_numbers_is_read(kinerja, workspace):
    book = openpyxl.Workbook()
    book.active.append(["Kode", "Unit", "Tanggal", "Nilai", "Banyak"])
    book.active.append(["WAKTU", "KEC", date(2025, 3, 3), 12.5, 31])
    book.active.append(["WAKTU", "KEC", "2025-03-04", "7,25", None])
    book.save(workspace / "angka.xlsx")
    assert kinerja("layanan impor angka.xlsx").stderr == "2 angka: 2 baru, 0 tetap, 0 koreksi\n"
    assert kept(workspace) == [("KEC", "2025-03-03", 1250, 31, None), ("KEC", "2025-03-04", 725, 1, None)]


def test_the_same_file_again_changes_nothing(kinerja, workspace):
    kinerja("layanan impor -", stdin=GOOD)
    entries = journal(workspace)
    again = kinerja("layanan impor -", stdin=GOOD)
    assert (again.stderr, again.receipt) == ("2 angka: 0 baru, 2 tetap, 0 koreksi\n", None)
    assert journal(workspace) == entries


@pytest.mark.parametrize(("count", "asked"), [(50, False), (51, True)])
def test_many_corrections_are_asked_first(kinerja, workspace, count, asked):
    days = [date(2025, 1, 1) + timedelta(n) for n in range(count)]
    old, new = (
        f"{HEAD}{''.join(f'WAKTU,KEC,{day},{value},,{chr(10)}' for day in days)}" for value in (10, 20)
    )
    kinerja("layanan impor - --koreksi --alasan x", stdin=old)  # nothing there yet: nothing to ask
    line = "layanan impor - --koreksi --alasan 'salah kolom'"
    assert "koreksi" in kinerja(f"{line} --dry-run", stdin=new).stderr
    if asked:
        told = kinerja(line, exit_code=2, stdin=new).stderr
        assert told.startswith("51 angka yang tercatat akan diubah. Lanjutkan? Tidak ada terminal")
        assert {value for _, _, value, _, _ in kept(workspace)} == {1000}
        kinerja(f"{line} --yes", stdin=new)
    else:
        kinerja(line, stdin=new)
    assert {value for _, _, value, _, _ in kept(workspace)} == {2000}
    assert "0 koreksi" in kinerja(line, stdin=new).stderr


def test_a_dry_run_keeps_nothing(kinerja, workspace):
    told = kinerja("layanan impor - --dry-run", stdin=GOOD).stderr
    assert told == "2 angka: 2 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)\n"
    assert kept(workspace) == []


def test_other_figures_need_a_correction_and_what_is_not_stated_stays(kinerja, workspace):
    kinerja("layanan impor -", stdin=GOOD)
    other = (
        "layanan,unit,tanggal,nilai\nWAKTU,KEC,2025-03-03,13\nWAKTU,SIKUMANA,2025-03-03,20\n"
        "WAKTU,KEC,2025-03-04,9\n"
    )
    told = kinerja("layanan impor -", stdin=other, exit_code=3).stderr
    assert ":2: nilai: sudah 12.50 (banyak 31, revisi " in told
    assert "), bukan 13.00; untuk mengubahnya tambahkan --koreksi --alasan" in told
    assert len(kept(workspace)) == 2
    kinerja("layanan impor - --koreksi", stdin=other, exit_code=2)
    told = kinerja("layanan impor - --koreksi --alasan 'salah hitung'", stdin=other)
    assert told.stderr == "3 angka: 1 baru, 1 tetap, 1 koreksi\n"
    assert kept(workspace)[0] == ("KEC", "2025-03-03", 1300, 31, "hujan")
    assert ask(workspace, "select value, note from service_figure_past") == [(1250, "hujan")]


def test_every_fault_is_told_at_once_in_place_and_nothing_is_kept(kinerja, workspace):
    coming = (datetime.now(UTC) + timedelta(days=2)).date()
    text = HEAD + "".join(
        f"{line}\n"
        for line in (
            "WAKTU,KEC,2025-03-03,12,1,",  # row 2, fine
            "WAKTA,KEC,2025-03-04,12,1,",
            "WAKTA,KECC,2025-03-05,12,1,",
            f"WAKTU,KEC,{coming},12,1,",
            "WAKTU,KEC,2025-02-30,-1,0,=1",
            "WAKTU,kecamatan maulafa,3/3/2025,12,1,",  # row 7: the first again
            "WAKTU,KEC,2025-03-06,,1,",
            ',,2025-03-06,"1,234",1,',
        )
    )
    told = kinerja("layanan impor - --galat galat.csv", stdin=text, exit_code=3).stderr.splitlines()
    places = [
        line.split("(masukan baku):")[1].split(": ", 2)[:2] for line in told if line.startswith("(masukan")
    ]
    assert places == [
        ["3", "layanan"], ["4", "unit"], ["5", "tanggal"], ["6", "tanggal"], ["6", "nilai"], ["6", "banyak"],
        ["6", "catatan"], ["7", "nilai"], ["8", "nilai"], ["9", "layanan"], ["9", "unit"], ["9", "nilai"],
    ]  # fmt: skip
    text_of = "\n".join(told)
    assert "layanan 'WAKTA' tidak dikenal. Maksud Anda 'WAKTU'?" in text_of
    assert "(2 baris)" in text_of
    assert "sudah ada di (masukan baku):2; hapus salah satunya" in text_of
    assert "12 kesalahan; tidak ada yang disimpan." in text_of
    assert kept(workspace) == []
    with (workspace / "galat.csv").open(encoding="utf-8-sig", newline="") as file:
        marked = [row["galat"] for row in csv.DictReader(file)]
    assert [bool(mark) for mark in marked] == [False, *[True] * 7]
    assert "WAKTA" in marked[2], "a row that shares its fault with an earlier one is marked too"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("layanan,unit,tanggal\nWAKTU,KEC,2025-03-03\n", "kolom nilai tidak ada"),
        ("layanan,unit,tanggal,nilai,kode\nWAKTU,KEC,2025-03-03,1,WAKTU\n", "judul ganda"),
        ("x\n1\n", "baris judul tidak ditemukan"),
    ],
)
def test_headings_that_do_not_do_are_refused(kinerja, text, told):
    assert told in kinerja("layanan impor -", stdin=text, exit_code=3).stderr


def test_a_row_with_another_fault_is_still_looked_up(kinerja, workspace):
    """An unknown unit beside a value that is none: both at once, and counted over all rows that name it."""
    text = HEAD + (
        "WAKTU,TAKADA,2025-03-03,abc,,\nWAKTU,TAKADA,2025-03-04,1,,\nLAIN,KEC,,-,,\nWAKTU,KEC,2099-03-05,1.000,,\n"
    )
    told = kinerja("layanan impor - --galat galat.csv", exit_code=3, stdin=text).stderr
    for fault in (
        ":2: nilai: 'abc' bukan angka",
        ":2: unit: unit 'TAKADA' tidak dikenal. Tulis kode atau nama persisnya (2 baris)\n",
        ":4: tanggal: tanggal kosong; isi, atau hapus baris ini\n",
        ":4: nilai: nilai kosong; isi, atau hapus baris ini\n",
        ":4: layanan: layanan 'LAIN' tidak dikenal.",
        ":5: nilai: '1.000' punya 3 angka",
        ":5: tanggal: 2099-03-05 belum terjadi",
        "7 kesalahan; tidak ada yang disimpan.",
    ):
        assert fault in told, fault
    [_, first, second, *_] = csv.reader(
        (workspace / "galat.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert "'abc'" in first[0]
    assert "TAKADA" in first[0]
    assert "TAKADA" in second[0]
    assert kept(workspace) == []


def test_a_hundred_thousand_rows_are_kept_sealed_and_summed(kinerja, workspace):
    """100 days of 1,000 units: figures 10.00 + unit mod 7 before the fiftieth day, one less from then on."""
    kinerja("unit impor -", stdin="kode,nama,induk\n" + "".join(f"U{n},Unit {n},KEC\n" for n in range(1000)))
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(100)]
    lines = [
        f"WAKTU,U{n},{day},{10 + n % 7 - (place >= 50)},{1 + place % 3},\n"
        for n in range(1000)
        for place, day in enumerate(days)
    ]
    (workspace / "besar.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    begun = perf_counter()
    assert kinerja("layanan impor besar.csv").stderr == "100.000 angka: 100.000 baru, 0 tetap, 0 koreksi\n"
    assert perf_counter() - begun < 30
    rows = rows_of(kinerja, f"layanan rekap --pisah {days[50]}")
    assert len(rows) == 1001
    assert {row["selisih"] for row in rows} == {"-1.00"}
    assert (rows[-1]["unit"], rows[-1]["sebelum_n"], rows[-1]["sesudah_n"]) == ("", "50000", "50000")
    assert kinerja("periksa").stdout == ""
    [(where,)] = ask(workspace, "select count(*) from journal where command = 'layanan impor'")
    assert where == 1

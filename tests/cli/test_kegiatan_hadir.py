"""`kinerja kegiatan hadir`: who attended and why, by NIP or by file; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scoring_office import ANI, CAMAT, CITRA, DEDI, LURAH_S, ask, journal, json_of, settle

Kinerja = Callable[..., Any]
Refused = Callable[..., list[str]]
UNKNOWN = "199901012020121009"
THERE = "select e.nip, cause, note from attendance join employee e on e.id = employee order by e.nip"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    kinerja("kegiatan tambah 'Pelayanan prima' --jenis pelatihan --tanggal 2025-09-01 --jp 12")


def test_typed_twice_it_changes_nothing(kinerja: Kinerja, workspace: Path) -> None:
    line = f"kegiatan hadir 1 {ANI} {CITRA} --sebab unit --catatan 'satu bus'"
    assert kinerja(line).stderr == "2 kehadiran: 2 baru, 0 tetap, 0 koreksi\n"
    entries = journal(workspace)
    assert kinerja(line).stderr == "2 kehadiran: 0 baru, 2 tetap, 0 koreksi\n"
    # what isn't said is left as it is
    assert kinerja(f"kegiatan hadir 1 {ANI}").stderr == "1 kehadiran: 0 baru, 1 tetap, 0 koreksi\n"
    assert journal(workspace) == entries
    assert ask(workspace, THERE) == [(ANI, "unit", "satu bus"), (CITRA, "unit", "satu bus")]


def test_a_nip_said_twice_is_one(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"kegiatan hadir 1 {ANI} {ANI} --sebab acak")
    assert ask(workspace, THERE) == [(ANI, "acak", None)]


def test_another_cause_or_note_needs_a_correction_with_a_reason(
    kinerja: Kinerja, workspace: Path, refused: Refused
) -> None:
    kinerja(f"kegiatan hadir 1 {ANI} --sebab unit --catatan a")
    assert "sebab unit, bukan acak" in refused(f"kegiatan hadir 1 {ANI} --sebab acak")[0]
    assert "catatan yang lain" in refused(f"kegiatan hadir 1 {ANI} --catatan b")[0]
    assert "--koreksi memerlukan --alasan" in refused(f"kegiatan hadir 1 {ANI} --sebab acak --koreksi", 2)[0]
    told = kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab acak --koreksi --alasan undian").stderr
    assert told == "2 kehadiran: 1 baru, 0 tetap, 1 koreksi\n"
    assert ask(workspace, THERE) == [(ANI, "acak", "a"), (CITRA, "acak", None)]
    assert ask(workspace, "select cause, note from attendance_past") == [("unit", "a")]


def test_all_faults_come_at_once_and_nothing_is_kept(refused: Refused) -> None:
    """Dedi's last day is the one before."""
    told = refused(f"kegiatan hadir 1 {ANI} {DEDI} {UNKNOWN} --sebab semua")
    assert told[0] == f"{DEDI} tidak bertugas pada 2025-09-01: sejak awal sampai 2025-08-31."
    assert told[1].startswith(f"Pegawai dengan NIP {UNKNOWN} tidak ditemukan")
    assert "sebab ia diutus belum ada" in refused(f"kegiatan hadir 1 {ANI}")[0]
    assert "nomor 9 tidak ditemukan" in refused(f"kegiatan hadir 9 {ANI} --sebab acak", 4)[0]
    assert "tidak ditemukan" in refused(f"kegiatan hadir 1 {UNKNOWN} --sebab acak", 4)[0]


def test_on_her_last_day_somebody_still_serves(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("kegiatan ubah 1 --tanggal 2025-08-31 --alasan x")
    kinerja(f"kegiatan hadir 1 {DEDI} --sebab semua")
    assert ask(workspace, THERE) == [(DEDI, "semua", None)]


def test_nobody_has_attended_what_is_still_to_come(kinerja: Kinerja, refused: Refused) -> None:
    coming = (datetime.now(UTC) + timedelta(days=2)).date()
    kinerja(f"kegiatan tambah Nanti --jenis lokakarya --tanggal {coming}")
    assert f"baru berlangsung {coming}" in refused(f"kegiatan hadir 2 {ANI} --sebab acak")[0]
    kinerja(f"kegiatan hadir 1 {ANI} --sebab acak")
    told = refused(f"kegiatan ubah 1 --tanggal {coming} --alasan 'salah hari'")
    assert told[0].startswith(
        f"1 orang sudah tercatat hadir pada kegiatan 1, sedangkan {coming} belum terjadi"
    )
    kinerja(f"kegiatan hadir 1 {ANI} --batal --alasan 'belum berlangsung'")
    assert (
        kinerja(f"kegiatan ubah 1 --tanggal {coming} --alasan 'salah hari'").stderr == "Kegiatan 1 diubah.\n"
    )


@pytest.mark.parametrize(
    "words",
    ["", "NIP --impor hadir.csv", "NIP --galat g.csv", "NIP --lembar A", "--impor hadir.csv --catatan a",
     "NIP --batal", "--impor hadir.csv --batal --alasan x", "NIP --batal --alasan x --sebab acak"],
)  # fmt: skip
def test_words_that_do_not_go_together_are_a_usage_fault(refused: Refused, words: str) -> None:
    refused(f"kegiatan hadir 1 {words.replace('NIP', ANI)}", 2)


def test_low_scorers_of_an_unnamed_period_get_a_hint_until_it_is_named(kinerja: Kinerja) -> None:
    told = kinerja(f"kegiatan hadir 1 {ANI} --sebab nilai_rendah").stderr
    assert "kinerja kegiatan ubah 1 --seleksi PERIODE" in told
    kinerja("kegiatan ubah 1 --seleksi 2025-TW2 --alasan x")
    assert "--seleksi" not in kinerja(f"kegiatan hadir 1 {CITRA} --sebab nilai_rendah").stderr
    assert "--seleksi" not in kinerja(f"kegiatan hadir 1 {CAMAT} --sebab acak").stderr


def test_attendance_is_withdrawn_with_a_reason_and_all_or_none(
    kinerja: Kinerja, workspace: Path, refused: Refused
) -> None:
    kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab acak")
    told = refused(f"kegiatan hadir 1 {ANI} {CAMAT} {LURAH_S} --batal --alasan x")
    assert told[0] == f"Tidak tercatat hadir pada kegiatan 1: {CAMAT}, {LURAH_S}."
    assert (
        kinerja(f"kegiatan hadir 1 {ANI} --batal --alasan keliru").stderr
        == "1 kehadiran ditarik dari kegiatan 1.\n"
    )
    assert ask(workspace, THERE) == [(CITRA, "acak", None)]
    assert ask(workspace, "select cause from attendance_past") == [("acak",)]
    assert ask(workspace, "select reason from journal order by seq desc limit 1") == [("keliru",)]


def test_a_file_says_who_and_why_and_the_option_speaks_for_the_rest(
    kinerja: Kinerja, workspace: Path
) -> None:
    file = (
        "Daftar hadir;;;\nNo;N I P;Alasan Diutus;Ket.\n"
        f"1;19850101 201001 2 001;Nilai Rendah;-\n2;{CITRA};;datang siang\n3;{CAMAT};SUKARELA;\n"
    )
    line = "kegiatan hadir 1 --impor - --sebab unit"
    told = kinerja(line, stdin=file).stderr
    assert told.splitlines()[-1] == "3 kehadiran: 3 baru, 0 tetap, 0 koreksi"
    assert ask(workspace, THERE) == [
        (CAMAT, "sukarela", None),
        (ANI, "nilai_rendah", None),
        (CITRA, "unit", "datang siang"),
    ]
    assert kinerja(line, stdin=file).stderr == "3 kehadiran: 0 baru, 3 tetap, 0 koreksi\n"
    changed = kinerja(
        f"{line} --koreksi --alasan x", stdin=file.replace("datang siang", "datang pagi")
    ).stderr
    assert changed == "3 kehadiran: 0 baru, 2 tetap, 1 koreksi\n"


def test_every_fault_of_a_file_is_told_with_its_place_and_the_copy_names_them(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"kegiatan hadir 1 {CAMAT} --sebab acak")
    (workspace / "hadir.csv").write_text(
        f"nip,sebab,catatan\n{ANI},malas,\n{DEDI},unit,\n{UNKNOWN},unit,\n1.99E+17,unit,\n{CAMAT},unit,\n"
        f"{CITRA},,\n{LURAH_S},unit,ok\n{LURAH_S},acak,\n",
        encoding="utf-8",
    )
    before = (workspace / "kinerja.db").read_bytes()
    told = kinerja("kegiatan hadir 1 --impor hadir.csv --galat galat.csv", exit_code=3).stderr.splitlines()
    assert [line.split(": ")[0:2] for line in told[:7]] == [
        ["hadir.csv:2", "sebab"],
        ["hadir.csv:3", "nip"],
        ["hadir.csv:4", "nip"],
        ["hadir.csv:5", "nip"],
        ["hadir.csv:6", "sebab"],
        ["hadir.csv:7", "sebab"],
        ["hadir.csv:9", "nip"],
    ]
    assert "sudah ada di hadir.csv:8" in told[6]
    assert "7 kesalahan; tidak ada yang disimpan." in told
    assert (workspace / "kinerja.db").read_bytes() == before
    lines = (workspace / "galat.csv").read_text("utf-8").splitlines()
    assert len(lines) == 9
    assert lines[7].startswith(("﻿,", ","))  # nothing wrong with the row of the lurah


def test_a_row_with_another_fault_is_still_looked_up(refused: Refused) -> None:
    """An unknown NIP beside an unknown cause: both at once, not one after the other is mended."""
    lines = refused(
        "kegiatan hadir 1 --impor -", stdin=f"nip,sebab\n{UNKNOWN},entah\n{UNKNOWN},acak\n{ANI},?\n"
    )
    assert [
        line.split(": ")[0].removeprefix("(masukan baku)") + line.split(":")[2] for line in lines[:-1]
    ] == [
        ":2 sebab",
        ":2 nip",
        ":3 nip",
        ":4 sebab",
    ]
    assert f"Pegawai dengan NIP {UNKNOWN} tidak ditemukan" in lines[1]
    assert f"{UNKNOWN} sudah ada di" in lines[2]


def test_a_dry_run_counts_and_keeps_nothing(kinerja: Kinerja, workspace: Path) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    for words in (f"{ANI}", "--impor -"):
        told = kinerja(f"kegiatan hadir 1 {words} --sebab acak -n", stdin=f"nip\n{ANI}\n").stderr
        assert told == "1 kehadiran: 1 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)\n"
    assert (workspace / "kinerja.db").read_bytes() == before


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx"])
def test_what_tampil_writes_is_taken_again_and_changes_nothing(
    kinerja: Kinerja, workspace: Path, format: str
) -> None:
    kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab unit --catatan 'a;b'")
    kinerja(f"kegiatan tampil 1 -o hadir.{format}")
    told = kinerja(f"kegiatan hadir 1 --impor hadir.{format}").stderr
    assert told == "2 kehadiran: 0 baru, 2 tetap, 0 koreksi\n"
    kinerja("kegiatan tambah Lain --jenis lokakarya --tanggal 2025-09-02")
    kinerja(f"kegiatan hadir 2 --impor hadir.{format}")
    assert json_of(kinerja, "kegiatan tampil 2") == json_of(kinerja, "kegiatan tampil 1")
    assert ask(workspace, "select count(*) from attendance") == [(4,)]


def test_a_workbook_is_taken_by_the_sheet_that_is_named(kinerja: Kinerja, workspace: Path) -> None:
    book = openpyxl.Workbook()
    for name, nip in (("Hari 1", ANI), ("Hari 2", CITRA)):
        sheet = book.create_sheet(name)
        sheet.append(["NIP", "Sebab"])
        sheet.append([nip, "acak"])
    book.save(workspace / "hadir.xlsx")
    kinerja("kegiatan hadir 1 --impor hadir.xlsx --lembar 'Hari 2'")
    assert ask(workspace, THERE) == [(CITRA, "acak", None)]

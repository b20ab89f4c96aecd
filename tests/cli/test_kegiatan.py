"""`kinerja kegiatan tambah | ubah | batal | daftar | tampil`: registered once, mended, withdrawn whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, DEDI, LURAH_N, LURAH_S, ask, journal, json_of, rows_of, settle

Kinerja = Callable[..., Any]
Refused = Callable[..., list[str]]
ADD = "kegiatan tambah 'Pelayanan prima' --jenis pelatihan --tanggal 2025-05-06 --jp 12 --unit KEC"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def test_its_number_alone_is_printed_and_the_same_line_again_prints_the_same(
    kinerja: Kinerja, workspace: Path
) -> None:
    first = kinerja(ADD)
    assert (first.stdout, first.stderr) == ("1\n", "Kegiatan 1 dicatat.\n")
    entries = journal(workspace)
    again = kinerja(ADD)
    assert (again.stdout, again.stderr) == (
        "1\n",
        "Kegiatan 1 sudah tercatat begitu; tidak ada yang berubah.\n",
    )
    assert journal(workspace) == entries
    assert kinerja("kegiatan tambah Loket --jenis lokakarya --tanggal 06/05/2025").stdout == "2\n"


def test_a_training_without_jp_gets_a_hint_and_others_dont(kinerja: Kinerja) -> None:
    assert "Pelatihan tanpa JP" in kinerja("kegiatan tambah A --jenis pelatihan --tanggal 2025-05-06").stderr
    assert "JP" not in kinerja("kegiatan tambah B --jenis sosialisasi --tanggal 2025-05-06").stderr


def test_the_same_activity_with_other_jp_is_refused_and_named(kinerja: Kinerja, refused: Refused) -> None:
    kinerja(ADD)
    other = "kegiatan tambah 'PELAYANAN  prima' --jenis pelatihan --tanggal 2025-05-06 --jp 16 --unit KEC"
    told = refused(other)
    assert told[0].startswith(
        "Kegiatan 1 sudah terdaftar: pelatihan 'Pelayanan prima' pada 2025-05-06 dengan 12 JP"
    )
    assert "kinerja kegiatan ubah 1" in told[1]
    assert kinerja(other.replace("--unit KEC", "--unit NAIMATA")).stdout == "2\n"


@pytest.mark.parametrize(
    ("more", "code", "word"),
    [
        ("--jp -1", 2, "--jp"),
        ("--jp 2001", 2, "--jp"),
        ("--jp 1,5", 2, "--jp"),
        ("--jenis diklat", 2, "pilih: sosialisasi, pelatihan, lokakarya"),
        ("--tanggal 2025-02-30", 2, "kalender"),
        ("--unit TAKADA", 4, "TAKADA"),
        ("--seleksi 2025-TW3", 3, "mulai sesudah kegiatannya"),
        ("--seleksi 2025-13", 2, "bulan harus 1 sampai 12"),
    ],
)
def test_what_cannot_be_is_refused(
    kinerja: Kinerja, workspace: Path, more: str, code: int, word: str
) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    assert word in kinerja(f"{ADD} {more}", exit_code=code).stderr
    assert (workspace / "kinerja.db").read_bytes() == before


def test_all_that_is_wrong_with_an_activity_is_told_at_once(kinerja: Kinerja, refused: Refused) -> None:
    wrong = f"'{'x' * 201}' --unit TAKADA --seleksi 2025-TW3"
    told = "\n".join(refused(f"kegiatan tambah {wrong} --jenis pelatihan --tanggal 2025-05-06"))
    kinerja(ADD)
    again = "\n".join(refused(f"kegiatan ubah 1 --topik {wrong} --alasan keliru"))
    for fault in ("topik 201 huruf", "Unit 'TAKADA' tidak ditemukan", "--seleksi 2025-TW3 mulai sesudah"):
        assert fault in told
        assert fault in again


def test_the_period_of_selection_may_be_of_any_cadence_and_begin_on_the_day_itself(kinerja: Kinerja) -> None:
    kinerja("kegiatan tambah A --jenis lokakarya --tanggal 2025-04-01 --seleksi 2025-TW2")
    kinerja("kegiatan tambah B --jenis lokakarya --tanggal 2025-04-01 --seleksi 2024-s2")
    kinerja("kegiatan tambah C --jenis lokakarya --tanggal 2025-04-01 --seleksi 2019")
    assert [row["seleksi"] for row in rows_of(kinerja, "kegiatan daftar")] == ["2025-TW2", "2024-S2", "2019"]


def test_a_change_needs_a_reason_keeps_the_old_version_and_says_when_nothing_differs(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(ADD)
    assert "--alasan" in kinerja("kegiatan ubah 1 --jp 16", exit_code=2).stderr
    assert "Tidak ada yang diubah" in kinerja("kegiatan ubah 1 --alasan x", exit_code=2).stderr
    assert kinerja("kegiatan ubah 1 --jp 16 --seleksi 2025-TW1 --alasan x").stderr == "Kegiatan 1 diubah.\n"
    entries = journal(workspace)
    same = kinerja("kegiatan ubah 1 --jp 16 --topik 'Pelayanan prima' --alasan x").stderr
    assert same == "Kegiatan 1 tetap; tidak ada yang berbeda.\n"
    assert journal(workspace) == entries
    kinerja("kegiatan ubah 1 --tanpa-unit --tanpa-seleksi --alasan x")
    assert ask(workspace, "select hours, unit, selection from activity") == [(16, None, None)]
    assert ask(workspace, "select hours, selection from activity_past order by replaced_by") == [
        (12, None),
        (16, "2025-TW1"),
    ]


def test_a_stale_revision_and_a_change_into_another_activity_are_refused(
    kinerja: Kinerja, refused: Refused
) -> None:
    kinerja(ADD)
    kinerja("kegiatan tambah Loket --jenis pelatihan --tanggal 2025-05-06 --jp 12 --unit KEC")
    revision = json_of(kinerja, "kegiatan daftar")[0]["revisi"]
    kinerja("kegiatan ubah 1 --jp 16 --alasan x")
    assert f"bukan revisi {revision}" in refused(f"kegiatan ubah 1 --jp 8 --alasan x --revisi {revision}")[0]
    assert refused("kegiatan ubah 2 --topik 'pelayanan prima' --alasan x")[0].startswith("Kegiatan 1 sudah")


def test_another_day_is_refused_while_somebody_who_attended_does_not_serve_then(
    kinerja: Kinerja, refused: Refused
) -> None:
    """Dedi's last day is 31 August."""
    kinerja(ADD)
    kinerja(f"kegiatan hadir 1 {ANI} {DEDI} --sebab semua")
    told = refused("kegiatan ubah 1 --tanggal 2025-09-01 --alasan x")
    assert told[0] == f"{DEDI} hadir, tetapi tidak bertugas pada 2025-09-01."
    kinerja("kegiatan ubah 1 --tanggal 2025-08-31 --alasan x")


def test_withdrawing_takes_the_attendance_along_and_keeps_all_of_it(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(ADD)
    kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab semua")
    told = kinerja("kegiatan batal 1 --alasan 'tidak jadi'").stderr
    assert told == "Kegiatan 1 (Pelayanan prima) dibatalkan bersama 2 kehadiran.\n"
    assert ask(workspace, "select count(*) from activity union all select count(*) from attendance") == [
        (0,),
        (0,),
    ]
    assert ask(workspace, "select count(*) from activity_past") == [(1,)]
    assert ask(workspace, "select count(*) from attendance_past") == [(2,)]
    for again in ("batal 1 --alasan x", f"hadir 1 {ANI} --sebab acak", "ubah 1 --jp 3 --alasan x"):
        told = kinerja(f"kegiatan {again}", exit_code=4).stderr
        assert "Kegiatan nomor 1 sudah dibatalkan oleh" in told, again
    assert "Kegiatan nomor 2 tidak ditemukan." in kinerja("kegiatan batal 2 --alasan x", exit_code=4).stderr
    assert kinerja(ADD).stdout == "2\n"  # a number is never given twice
    assert kinerja("periksa").stdout == ""


def test_the_register_counts_who_attended_by_why_and_takes_a_year_and_a_unit_with_those_below(
    kinerja: Kinerja,
) -> None:
    kinerja(ADD)
    kinerja("kegiatan tambah Loket --jenis lokakarya --tanggal 2024-05-06 --unit SIKUMANA-RW")
    kinerja("kegiatan tambah Umum --jenis sosialisasi --tanggal 2025-01-06")
    kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab nilai_rendah -q")
    kinerja(f"kegiatan hadir 1 {CAMAT} --sebab sukarela")
    row = json_of(kinerja, "kegiatan daftar 2025 --unit KEC")[0]
    assert row == {
        "id": 1, "tanggal": "2025-05-06", "jenis": "pelatihan", "topik": "Pelayanan prima", "jp": 12, "unit": "KEC",
        "seleksi": None, "hadir": 3, "sebab_nilai_rendah": 2, "sebab_unit": 0, "sebab_acak": 0, "sebab_sukarela": 1,
        "sebab_semua": 0, "revisi": row["revisi"],
    }  # fmt: skip
    numbers = {
        more: [one["id"] for one in json_of(kinerja, f"kegiatan daftar {more}")]
        for more in ("", "2025", "--unit KEC", "--unit SIKUMANA", "--unit NAIMATA")
    }
    assert numbers == {
        "": [2, 3, 1],
        "2025": [3, 1],
        "--unit KEC": [2, 1],
        "--unit SIKUMANA": [2],
        "--unit NAIMATA": [],
    }


def test_one_activity_shows_each_attendee_in_the_unit_of_that_day(kinerja: Kinerja) -> None:
    """Citra moved from SIKUMANA-RW to NAIMATA on 1 May."""
    kinerja("kegiatan tambah A --jenis lokakarya --tanggal 2025-04-30")
    kinerja("kegiatan tambah B --jenis lokakarya --tanggal 2025-05-01")
    for number in (1, 2):
        kinerja(f"kegiatan hadir {number} {CITRA} --sebab acak --catatan lama")
    kinerja(f"kegiatan hadir 2 {LURAH_S} {LURAH_N} --sebab unit")
    assert [row["unit"] for row in json_of(kinerja, "kegiatan tampil 1")] == ["SIKUMANA-RW"]
    assert json_of(kinerja, "kegiatan tampil 2") == [
        {"nip": LURAH_S, "nama": "Marten Lay", "unit": "SIKUMANA", "sebab": "unit", "catatan": None},
        {"nip": LURAH_N, "nama": "Nona Benu", "unit": "NAIMATA", "sebab": "unit", "catatan": None},
        {"nip": CITRA, "nama": "Citra Lake", "unit": "NAIMATA", "sebab": "acak", "catatan": "lama"},
    ]
    assert "Lokakarya 'B', 2025-05-01, 0 JP." in kinerja("kegiatan tampil 2").stdout
    kinerja("kegiatan tampil 3", exit_code=4)


def test_history_tells_of_both_and_a_closed_year_stays_open_for_them(kinerja: Kinerja) -> None:
    kinerja(ADD)
    kinerja(f"kegiatan hadir 1 {ANI} --sebab acak")
    kinerja(f"kegiatan hadir 1 {ANI} --sebab unit --koreksi --alasan 'bukan undian'")
    told = [(row["hal"], row["kolom"], row["lama"], row["baru"])
            for row in json_of(kinerja, f"riwayat --nip {ANI}")][-2:]  # fmt: skip
    assert told == [
        ("kehadiran kegiatan 1", "sebab", None, "acak"),
        ("kehadiran kegiatan 1", "sebab", "acak", "unit"),
    ]
    assert ("jp", "12") in [
        (row["kolom"], row["baru"]) for row in json_of(kinerja, "riwayat --perintah kegiatan")
    ]

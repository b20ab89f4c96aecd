"""`kinerja disiplin`: days are recorded once, withdrawn with a reason, and flag a step without touching a score."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, DEDI, LURAH_S, ask, give, journal, json_of, rows_of, settle

Kinerja = Callable[..., Any]
EKO = "199209092019031009"
DISMISSAL = "dapat dikenai pemberhentian dengan hormat tidak atas permintaan sendiri"
NOT_SATISFIED = "dapat dikenai pernyataan tidak puas secara tertulis"
FLAG = "memerlukan pemeriksaan atasan"
# Monday 3 March to Wednesday 12 March 2025: eight working days
EIGHT = f"disiplin catat {ANI} --dari 2025-03-03 --sampai 2025-03-12"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def days_of(kinerja: Kinerja, nip: str, more: str = "") -> list[str]:
    return [row["tanggal"] for row in rows_of(kinerja, f"disiplin tampil {nip} 2025 {more}")]


def line_of(kinerja: Kinerja, nip: str, more: str = "") -> dict[str, Any]:
    (row,) = json_of(kinerja, f"disiplin daftar 2025 --nip {nip} {more}")
    return dict(row)


def test_a_range_is_its_working_days_and_the_step_it_reaches_is_announced_as_a_flag(kinerja: Kinerja) -> None:
    told = kinerja(EIGHT)
    assert told.stdout == ""
    first, flag, counted = told.stderr.splitlines()
    assert first.startswith(f"2025: 8 hari, terpanjang 8 beruntun; {NOT_SATISFIED} (ringan, PP 94/2021); ")
    assert f"2 hari lagi {DISMISSAL} bila 10 hari kerja beruntun; jika tidak, pemotongan" in first
    assert flag.startswith(f"{ANI} kini {NOT_SATISFIED}. Tanda, bukan hukuman")
    assert FLAG in flag
    assert "tidak mengubah nilai" in flag
    assert counted == "8 hari: 8 baru, 0 tetap, 0 koreksi"
    assert days_of(kinerja, ANI) == [f"2025-03-{day:02d}" for day in (3, 4, 5, 6, 7, 10, 11, 12)]


def test_a_step_is_announced_once_and_the_next_when_it_is_reached(kinerja: Kinerja) -> None:
    """Ten in a row are a dismissal, whatever the sum; 13 and 14 March follow 12 March."""
    kinerja(EIGHT)
    nine = kinerja(f"disiplin catat {ANI} 2025-03-13").stderr.splitlines()
    assert [line.split(";")[0] for line in nine] == [
        "2025: 9 hari, terpanjang 9 beruntun",
        "1 hari: 1 baru, 0 tetap, 0 koreksi",
    ]
    ten = kinerja(f"disiplin catat {ANI} 2025-03-14").stderr.splitlines()
    assert ten[1].startswith(f"{ANI} kini {DISMISSAL}.")
    row = line_of(kinerja, ANI)
    assert row == {
        "nip": ANI,
        "nama": "Ani Nope",
        "unit": "KEC",
        "hari": 10,
        "beruntun": 10,
        "tingkat": "berat",
        "langkah": DISMISSAL,
        "langkah_berikut": None,
        "hari_lagi": None,
    }


def test_ten_days_that_are_not_in_a_row_are_a_light_step_and_eleven_a_medium_one(kinerja: Kinerja) -> None:
    """Every second day: Mondays, Wednesdays and Fridays of March and April, from the third on."""
    free = [date(2025, 3, 3) + timedelta(days=n) for n in range(60)]
    days = [str(day) for day in free if day.weekday() in (0, 2)][:11]
    kinerja(f"disiplin catat {ANI} {' '.join(days[:10])}")
    row = line_of(kinerja, ANI)
    assert (row["hari"], row["beruntun"], row["tingkat"], row["langkah"]) == (10, 1, "ringan", NOT_SATISFIED)
    assert (row["langkah_berikut"], row["hari_lagi"]) == (
        "dapat dikenai pemotongan tunjangan kinerja 25 % selama 6 bulan",
        1,
    )
    kinerja(f"disiplin catat {ANI} {days[10]}")
    row = line_of(kinerja, ANI)
    assert (row["hari"], row["tingkat"], row["hari_lagi"]) == (11, "sedang", 3)


def test_a_day_that_is_there_is_left_alone_and_another_note_keeps_the_old_one(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"disiplin catat {ANI} 2025-03-03 --catatan 'tanpa kabar'")
    entries = journal(workspace)
    assert kinerja(f"disiplin catat {ANI} 2025-03-03").stderr == "1 hari: 0 baru, 1 tetap, 0 koreksi\n"
    assert kinerja(f"disiplin catat {ANI} 03/03/2025 --catatan 'tanpa kabar'").stderr.startswith(
        "1 hari: 0 baru, 1"
    )
    assert journal(workspace) == entries
    told = kinerja(f"disiplin catat {ANI} 2025-03-03 2025-03-04 --catatan 'di pasar'").stderr
    assert told.splitlines()[-1].startswith("2 hari: 1 baru, 0 tetap, 1 koreksi")
    assert ask(workspace, "select day, note from absence_past") == [("2025-03-03", "tanpa kabar")]
    assert journal(workspace) == entries + 1


def test_weekends_and_days_out_of_service_or_to_come_are_refused_all_at_once(
    kinerja: Kinerja, workspace: Path
) -> None:
    """Dedi's last day is 31 August 2025, a Sunday; the day after tomorrow is nowhere over yet."""
    coming = (datetime.now(UTC) + timedelta(days=2)).date()
    before = (workspace / "kinerja.db").read_bytes()
    line = f"disiplin catat {DEDI} 2025-08-29 2025-08-30 2025-09-01 {coming}"
    told = kinerja(line, exit_code=3).stderr.splitlines()
    assert (
        told[0]
        == "2025-08-30 (Sabtu) bukan hari kerja; bila di kantor itu hari kerja, tambahkan --hari-kerja."
    )
    assert told[1] == f"2025-09-01 (Senin) di luar masa tugas {DEDI}: sejak awal sampai 2025-08-31."
    assert told[2].startswith(f"{coming} (")
    assert "belum terjadi" in told[2]
    assert told[3] == "Tidak ada yang disimpan."
    assert (workspace / "kinerja.db").read_bytes() == before
    kinerja(f"disiplin catat {DEDI} 2025-08-29 2025-08-30 --hari-kerja")
    kinerja(f"disiplin catat {DEDI} 2025-08-31 --hari-kerja")
    assert line_of(kinerja, DEDI)["beruntun"] == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", 2),
        ("2025-03-03 --dari 2025-03-03 --sampai 2025-03-04", 2),
        ("--dari 2025-03-03", 2),
        ("--sampai 2025-03-03", 2),
        ("--dari 2025-03-03 --sampai 2025-03-08 --hari-kerja", 2),
        ("2025-02-30", 2),
        ("--dari 2025-03-04 --sampai 2025-03-03", 3),
        ("--dari 2025-03-08 --sampai 2025-03-09", 3),
        ("--dari 2024-01-01 --sampai 2025-01-01", 3),
        ("2025-03-03 --catatan '=1+1'", 3),
    ],
)
def test_what_names_no_days_is_refused_and_writes_nothing(
    kinerja: Kinerja, workspace: Path, words: str, code: int
) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    kinerja(f"disiplin catat {ANI} {words}", exit_code=code)
    assert (workspace / "kinerja.db").read_bytes() == before


def test_a_whole_leap_year_is_a_range(kinerja: Kinerja) -> None:
    """2024 has 262 Mondays to Fridays: 52 weeks, and the Monday and Tuesday beyond them."""
    told = kinerja(f"disiplin catat {ANI} --dari 2024-01-01 --sampai 2024-12-31").stderr
    assert "262 hari: 262 baru" in told


def test_withdrawn_days_stay_as_versions_and_no_longer_count(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(EIGHT)
    kinerja(f"disiplin batalkan {ANI} 2025-03-05", exit_code=2)  # why?
    told = kinerja(
        f"disiplin batalkan {ANI} 2025-03-05 2025-04-01 2025-04-02 --alasan 'ada surat'", exit_code=3
    )
    assert told.stderr.splitlines()[0] == f"Tidak tercatat bagi {ANI}: 2025-04-01, 2025-04-02."
    assert (
        kinerja(f"disiplin batalkan {ANI} 2025-03-05 --alasan 'ada surat dokter'").stderr
        == "1 hari dibatalkan.\n"
    )
    row = line_of(kinerja, ANI)
    # 3 and 4 March; 6, 7, 10, 11 and 12 March
    assert (row["hari"], row["beruntun"]) == (7, 5)
    assert ask(workspace, "select day from absence_past") == [("2025-03-05",)]
    changes = [r for r in rows_of(kinerja, f"riwayat --nip {ANI}") if r["hal"] == "ketidakhadiran 2025-03-05"]
    assert [(r["lama"], r["baru"], r["alasan"]) for r in changes] == [
        ("", "2025-03-05", ""),
        ("2025-03-05", "", "ada surat dokter"),
    ]
    kinerja(f"disiplin catat {ANI} 2025-03-05")
    assert line_of(kinerja, ANI)["beruntun"] == 8
    kinerja("periksa")


def test_of_pppk_the_days_are_listed_and_no_step(kinerja: Kinerja) -> None:
    kinerja(f"pegawai tambah {EKO} 'Eko Bria' --unit KEC --jenis PPPK")
    told = kinerja(f"disiplin catat {EKO} --dari 2025-03-03 --sampai 2025-04-30").stderr
    assert "dapat dikenai" not in told
    assert "diatur perjanjian kerja" in told
    row = line_of(kinerja, EKO)
    # 21 working days of March, 22 of April
    assert (row["hari"], row["beruntun"]) == (43, 43)
    assert [row[key] for key in ("tingkat", "langkah", "langkah_berikut", "hari_lagi")] == [None] * 4
    assert "diatur perjanjian kerja" in kinerja("disiplin daftar").stdout
    assert "diatur perjanjian kerja" in kinerja(f"disiplin tampil {EKO}").stdout


def test_named_holidays_are_bridged_and_a_recorded_one_is_pointed_out(kinerja: Kinerja) -> None:
    """Friday 28 March and Wednesday 2 April 2025, with Idul Fitri on the Monday and Tuesday between."""
    kinerja(f"disiplin catat {ANI} 2025-03-28 2025-04-02")
    assert line_of(kinerja, ANI)["beruntun"] == 1
    named = "--libur 2025-03-31 --libur 2025-04-01"
    assert line_of(kinerja, ANI, named)["beruntun"] == 2
    days = rows_of(kinerja, f"disiplin tampil {ANI} 2025 {named}")
    assert [(d["nama_hari"], d["hari_ke"], d["beruntun"]) for d in days] == [
        ("Jumat", "1", "1"),
        ("Rabu", "2", "2"),
    ]
    told = kinerja(f"disiplin daftar 2025 {named} --libur 2025-04-02").stdout
    assert "Hari libur yang disebut: 2025-03-31, 2025-04-01, 2025-04-02." in told
    assert f"{ANI}: 2025-04-02 tercatat, padahal disebut hari libur" in told


@pytest.mark.parametrize("line", ["disiplin daftar", f"disiplin tampil {ANI}"])
@pytest.mark.parametrize("format", ["table", "md"])
def test_every_format_for_people_says_that_it_imposes_nothing(
    kinerja: Kinerja, line: str, format: str
) -> None:
    kinerja(EIGHT)
    told = kinerja(f"{line} --format {format}").stdout
    assert FLAG in told
    assert "tidak mengubah nilai apa pun" in told
    assert "PP 94/2021" in told
    assert "--libur" in told


def test_a_unit_takes_its_sub_units_and_people_are_where_they_were_at_the_years_end(kinerja: Kinerja) -> None:
    """Citra moved to Naimata on 1 May 2025; Marten is in Sikumana."""
    for nip in (CITRA, LURAH_S, CAMAT):
        kinerja(f"disiplin catat {nip} 2025-03-03 -q")

    def listed(more: str) -> list[str]:
        return [row["nip"] for row in rows_of(kinerja, f"disiplin daftar {more}")]

    assert listed("2025 --unit NAIMATA") == [CITRA]
    assert listed("2025 --unit SIKUMANA") == [LURAH_S]
    assert listed("2025 --unit KEC") == sorted([CITRA, LURAH_S, CAMAT])
    assert listed("2024") == []
    kinerja("disiplin daftar --unit TIADA", exit_code=4)


def test_without_a_year_it_is_the_newest_of_the_register(kinerja: Kinerja) -> None:
    told = kinerja("disiplin daftar", exit_code=4).stderr
    assert told.startswith("Belum ada hari tidak masuk yang dicatat.")
    kinerja(f"disiplin catat {ANI} 2024-03-04 2023-03-06 -q")
    assert "2024" in kinerja("disiplin daftar").stdout.splitlines()[0]
    assert [row["tanggal"] for row in rows_of(kinerja, f"disiplin tampil {ANI}")] == ["2024-03-04"]


def test_no_score_and_no_other_report_knows_of_it(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,80,80,80", f"{ANI},2025-TW2,80,80,80")
    lines = (
        "rekap tahunan 2025 --format csv",
        f"jelaskan {ANI} 2025 --format json",
        "pegawai daftar --format csv",
        f"pegawai tampil {ANI} --format csv",
        "status --tanggal 2025-07-01",
    )
    before = [kinerja(line).stdout for line in lines]
    kinerja(f"{EIGHT} --catatan 'tanpa kabar sama sekali'")
    assert [kinerja(line).stdout for line in lines] == before


def test_one_persons_days_that_go_to_a_file_are_journalled(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(EIGHT)
    kinerja(f"disiplin tampil {ANI}")
    kinerja("disiplin daftar -o semua.csv")
    assert ask(workspace, "select what from access") == []
    kinerja(f"disiplin tampil {ANI} -o ani.csv")
    kinerja(f"disiplin daftar --nip {ANI} -o ani2.csv")
    assert ask(workspace, "select what from access order by entry") == [
        ("disiplin tampil -o ani.csv",),
        ("disiplin daftar -o ani2.csv",),
    ]


def test_the_subject_file_has_every_version_and_nobody_elses_name(kinerja: Kinerja) -> None:
    kinerja(f"disiplin catat {ANI} 2025-03-03 --catatan 'bersama Dedi Taek'")
    kinerja(f"disiplin batalkan {ANI} 2025-03-03 --alasan keliru")
    kinerja(f"disiplin catat {DEDI} 2025-03-04 --catatan 'rahasia Dedi'")
    told = json_of(kinerja, f"berkas-subjek {ANI}")
    (record,) = told["ketidakhadiran"]
    assert (record["tanggal"], record["catatan"]) == ("2025-03-03", "bersama [orang lain]")
    assert record["pengganti"] is not None
    assert "rahasia" not in str(told)


def test_erasing_takes_the_notes_and_the_name_and_the_chain_holds(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"disiplin catat {ANI} 2025-03-03 --catatan 'sakit jiwa katanya'")
    kinerja(f"disiplin catat {ANI} 2025-03-03 --catatan 'mabuk katanya'")
    kinerja(f"disiplin batalkan {ANI} 2025-03-03 --alasan 'opname katanya'")
    kinerja(f"disiplin catat {ANI} 2025-03-04 --catatan 'bolos katanya'")
    kinerja(f"disiplin catat {DEDI} 2025-03-04 --catatan 'diajak Ani Nope'")
    kinerja(f"disiplin catat {DEDI} 2025-03-05 --catatan 'sendirian saja'")
    told = kinerja(f"hapus-data {ANI} --dasar 'permohonan 1/2031' --yes").stderr
    assert "1 catatan ketidakhadiran" in told
    kinerja("periksa")
    data = (workspace / "kinerja.db").read_bytes()
    assert b"katanya" not in data
    assert b"Ani Nope" not in data
    assert b"sendirian saja" in data
    assert [row["nip"] for row in rows_of(kinerja, "disiplin daftar 2025")] == [DEDI]
    kinerja(f"disiplin tampil {ANI}", exit_code=4)
    kinerja(f"disiplin catat {ANI} 2025-03-06", exit_code=4)


def test_a_note_that_is_changed_behind_the_journal_is_found(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"disiplin catat {ANI} 2025-03-03 --catatan 'tanpa kabar'")
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        guard = connection.execute(
            "select sql from sqlite_schema where name = 'guard_absence_update'"
        ).fetchone()[0]
        connection.execute("drop trigger guard_absence_update")
        connection.execute("update absence set note = 'cuti'")
        connection.execute(guard)
        connection.commit()
    assert "absence" in kinerja("periksa", exit_code=8).stdout

"""`kinerja keberatan`: filed in time, decided once by somebody else than the rater, both values kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scoring_office import (
    ANI,
    CAMAT,
    CITRA,
    LURAH_N,
    LURAH_S,
    ask,
    give,
    journal,
    json_of,
    rows_of,
    settle,
    values_of,
)

Kinerja = Callable[..., Any]
VALUE = (ANI, "2025-TW1", "disiplin")
MAYOR = "'Wali Kota Kupang'"
FILE = f"keberatan ajukan {ANI} 2025-TW1 disiplin --diterima 2025-04-03 --alasan 'Rekap presensi keliru'"
DECIDE = f"keberatan putuskan 1 --pejabat {MAYOR} --alasan 'Presensi diperiksa' --tanggal 2025-04-20"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    """Ani's values come from the camat, her superior (entry 5)."""
    settle(kinerja, workspace)
    give(kinerja, f"{ANI},2025-TW1,86,70,60", f"{CITRA},2025-TW1,75,76,77")


def refused(kinerja: Kinerja, workspace: Path, line: str, exit_code: int = 3) -> str:
    """What a refused line says; nothing may have changed."""
    before = (workspace / "kinerja.db").read_bytes()
    result = kinerja(line, exit_code=exit_code)
    assert result.stdout == ""
    assert (workspace / "kinerja.db").read_bytes() == before
    return str(result.stderr)


def test_an_objection_prints_its_number_and_keeps_the_value_it_was_about(kinerja: Kinerja) -> None:
    filed = kinerja(f"{FILE} --tanggal 2025-04-10")
    assert filed.stdout == "1\n"
    assert filed.stderr == "Keberatan 1 atas nilai 86.00 dicatat; tenggatnya 2025-04-17.\n"
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=87 --koreksi --alasan 'salah salin'")
    (row,) = json_of(kinerja, "keberatan daftar")
    assert row == {
        "nomor": 1,
        "nip": ANI,
        "nama": "Ani Nope",
        "periode": "2025-TW1",
        "kriteria": "disiplin",
        "diterima": "2025-04-03",
        "tenggat": "2025-04-17",
        "diajukan": "2025-04-10",
        "terlambat": None,
        "alasan": "Rekap presensi keliru",
        "status": "diajukan",
        "nilai_sebelum": 86.0,
        "nilai_sesudah": None,
        "pejabat": None,
        "diputuskan": None,
        "keputusan": None,
        "koreksi": None,
    }


def test_the_very_same_objection_again_has_the_same_number_and_writes_nothing(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    entries = journal(workspace)
    for line in (FILE, f"{FILE} --tanggal 2025-04-10"):  # also on another day, long after the deadline
        again = kinerja(line)
        assert (again.stdout, "tidak ada yang berubah" in again.stderr) == ("1\n", True)
    assert journal(workspace) == entries
    other = refused(kinerja, workspace, f"{FILE} --tanggal 2025-04-11")
    assert other.startswith("Keberatan 1 atas nilai itu belum diputuskan.")


@pytest.mark.parametrize(("day", "fine"), [("2025-04-03", True), ("2025-04-17", True), ("2025-04-18", False)])
def test_the_fourteenth_day_after_receipt_is_the_last(
    kinerja: Kinerja, workspace: Path, day: str, fine: bool
) -> None:
    if fine:
        assert kinerja(f"{FILE} --tanggal {day}").stdout == "1\n"
        return
    told = refused(kinerja, workspace, f"{FILE} --tanggal {day}")
    assert "melewati tenggat 2025-04-17: 14 hari sesudah diterima 2025-04-03" in told
    assert "--terlambat" in told
    kinerja(f"{FILE} --tanggal {day} --terlambat 'Cuti bersama'")
    assert rows_of(kinerja, "keberatan daftar")[0]["terlambat"] == "Cuti bersama"


def test_a_reason_for_lateness_is_refused_in_time_and_so_is_a_day_before_the_receipt(
    kinerja: Kinerja, workspace: Path
) -> None:
    assert "hapus --terlambat" in refused(kinerja, workspace, f"{FILE} --tanggal 2025-04-17 --terlambat x")
    assert "mendahului" in refused(kinerja, workspace, f"{FILE} --tanggal 2025-04-02")


def test_without_a_day_it_is_today_on_the_offices_clock(kinerja: Kinerja) -> None:
    before = (datetime.now(UTC) + timedelta(hours=8)).date()  # WITA
    kinerja(
        [
            "keberatan",
            "ajukan",
            ANI,
            "2025-TW1",
            "disiplin",
            "--alasan",
            "x",
            "--diterima",
            before.isoformat(),
        ]
    )
    after = (datetime.now(UTC) + timedelta(hours=8)).date()
    assert rows_of(kinerja, "keberatan daftar")[0]["diajukan"] in {before.isoformat(), after.isoformat()}


def test_what_is_not_there_cannot_be_objected_to(kinerja: Kinerja, workspace: Path) -> None:
    no_value = FILE.replace("TW1", "TW2")
    assert "Tidak ada nilai disiplin 2025-TW2" in refused(kinerja, workspace, no_value)
    assert "Maksud Anda 'disiplin'" in refused(kinerja, workspace, FILE.replace("disiplin", "disipln"))
    refused(kinerja, workspace, FILE.replace("TW1", "TW4"), 4)
    assert "nomor 1 tidak ditemukan" in refused(kinerja, workspace, f"{DECIDE} --tolak", 4)


def test_a_granted_objection_corrects_the_value_in_the_same_entry(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=86 --catatan rajin --koreksi --alasan lengkapi")
    kinerja(f"{FILE} --tanggal 2025-04-10")
    entries = journal(workspace)
    told = kinerja(f"{DECIDE} --nilai 88,5")
    assert told.stderr == "Keberatan 1 dikabulkan: disiplin 2025-TW1 86.00 → 88.50.\n"
    assert journal(workspace) == entries + 1
    (row,) = rows_of(kinerja, "keberatan daftar")
    (value,) = [r for r in rows_of(kinerja, f"nilai daftar --nip {ANI}") if r["kriteria"] == "disiplin"]
    assert (value["nilai"], value["penilai"], value["catatan"]) == ("88.50", CAMAT, "rajin")
    assert (row["status"], row["nilai_sebelum"], row["nilai_sesudah"]) == ("dikabulkan", "86.00", "88.50")
    assert (row["pejabat"], row["diputuskan"], row["keputusan"]) == (
        "Wali Kota Kupang",
        "2025-04-20",
        "Presensi diperiksa",
    )
    seq, digest = ask(workspace, "select seq, hash from journal order by seq desc")[0]
    assert row["koreksi"] == f"#{seq}:{digest[:12]}"
    assert value["revisi"] == str(seq)
    lines = rows_of(kinerja, f"riwayat --nip {ANI} --perintah 'keberatan putuskan'")
    changed = {(r["hal"], r["kolom"]): (r["lama"], r["baru"]) for r in lines}
    assert changed["nilai disiplin", "nilai"] == ("86.00", "88.50")
    assert changed["keberatan 1", "status"] == ("diajukan", "dikabulkan")
    assert changed["keberatan 1", "nilai_sesudah"] == ("", "88.50")
    assert changed["keberatan 1", "koreksi"] == ("", row["koreksi"])
    assert {r["alasan"] for r in lines} == {"Presensi diperiksa"}
    assert kinerja("periksa").stdout == ""


def test_a_rejected_objection_leaves_the_value_and_says_so(kinerja: Kinerja) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    before = values_of(kinerja)
    assert kinerja(f"{DECIDE} --tolak").stderr == "Keberatan 1 ditolak: disiplin 2025-TW1 86.00.\n"
    assert values_of(kinerja) == before
    (row,) = rows_of(kinerja, "keberatan daftar")
    assert (row["status"], row["nilai_sebelum"], row["nilai_sesudah"], row["koreksi"]) == (
        "ditolak",
        "86.00",
        "",
        "",
    )


@pytest.mark.parametrize("ruling", ["--tolak", "--nilai 90"])
def test_a_decision_is_final(kinerja: Kinerja, workspace: Path, ruling: str) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    kinerja(f"{DECIDE} {ruling}")
    for second in ("--tolak", "--nilai 91"):
        assert "keputusannya final" in refused(kinerja, workspace, f"{DECIDE} {second}")
    again = FILE.replace("Rekap", "Sekali lagi: rekap")
    assert "keputusannya final" in refused(kinerja, workspace, f"{again} --tanggal 2025-04-12")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=70 --koreksi --alasan 'pemeriksaan ulang'")
    assert kinerja(f"{again} --tanggal 2025-04-12").stdout == "2\n", "of a new result one may complain anew"


@pytest.mark.parametrize(
    ("decider", "words"),
    [
        (CAMAT, "memberi nilai itu"),
        ("'19750505 200003 1 005'", "memberi nilai itu"),
        ("'yosef  tefa'", "memberi nilai itu"),
        (ANI, "sendiri yang mengajukan"),
        ("'Ani Nope'", "sendiri yang mengajukan"),
        ("''", "kosong"),
        ("19750505200003", "14 angka"),
    ],
)
def test_neither_the_rater_nor_the_objector_decides_by_nip_or_by_name(
    kinerja: Kinerja, workspace: Path, decider: str, words: str
) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    assert words in refused(kinerja, workspace, f"{DECIDE.replace(MAYOR, decider)} --tolak")
    kinerja(f"{DECIDE.replace(MAYOR, LURAH_S)} --tolak")
    assert rows_of(kinerja, "keberatan daftar")[0]["pejabat"] == LURAH_S


def test_a_rater_is_known_by_a_nip_from_before_she_was_registered_or_got_another(
    kinerja: Kinerja, workspace: Path
) -> None:
    stranger, renamed = "197001011995032001", "197001011995032002"
    kinerja(
        f"nilai catat {ANI} 2025-TW1 disiplin=80 --penilai {stranger} --koreksi --alasan 'penilai diganti'"
    )
    kinerja(f"{FILE} --tanggal 2025-04-10")
    assert "memberi nilai itu" in refused(kinerja, workspace, f"{DECIDE.replace(MAYOR, stranger)} --tolak")
    kinerja(f"pegawai tambah {stranger} 'Sari Lay' --unit KEC")
    assert "memberi nilai itu" in refused(kinerja, workspace, f"{DECIDE.replace(MAYOR, stranger)} --tolak")
    kinerja(f"pegawai ubah {stranger} --nip-baru {renamed} --alasan keliru")
    for nip in (stranger, renamed):
        assert "memberi nilai itu" in refused(kinerja, workspace, f"{DECIDE.replace(MAYOR, nip)} --tolak")
    kinerja(f"{DECIDE.replace(MAYOR, CAMAT)} --tolak")  # who had rated before, and not what was objected to


def test_whoever_rated_when_it_was_objected_to_does_not_decide_though_another_rated_since(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    kinerja(
        f"nilai catat {ANI} 2025-TW1 disiplin=86 --penilai {LURAH_N} --koreksi --alasan 'penilai diganti'"
    )
    for rater in (CAMAT, LURAH_N):
        assert "memberi nilai itu" in refused(kinerja, workspace, f"{DECIDE.replace(MAYOR, rater)} --tolak")


def test_what_a_decision_may_not_say(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    assert "salah satu" in refused(kinerja, workspace, DECIDE, 2)
    assert "salah satu" in refused(kinerja, workspace, f"{DECIDE} --tolak --nilai 90", 2)
    assert "di luar skala" in refused(kinerja, workspace, f"{DECIDE} --nilai 101")
    assert "paling banyak 2" in refused(kinerja, workspace, f"{DECIDE} --nilai 90.125")
    assert "sudah 86.00" in refused(kinerja, workspace, f"{DECIDE} --nilai 86")
    early = DECIDE.replace("2025-04-20", "2025-04-09")
    assert "mendahului pengajuannya" in refused(kinerja, workspace, f"{early} --tolak")
    kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan keliru")
    assert "hanya dapat ditolak" in refused(kinerja, workspace, f"{DECIDE} --nilai 90")
    kinerja(f"{DECIDE} --tolak")


def test_in_a_closed_period_an_objection_is_filed_and_rejected_but_not_granted(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja("periode tutup 2025-TW1 --yes")
    for criterion in ("disiplin", "inovasi"):
        kinerja(f"{FILE.replace('disiplin', criterion)} --tanggal 2025-04-10")
    told = refused(kinerja, workspace, f"{DECIDE} --nilai 90")
    assert "kinerja periode buka-kembali 2025-TW1" in told
    kinerja(f"{DECIDE} --tolak")
    kinerja("periode buka-kembali 2025-TW1 --alasan Keberatan --yes")
    kinerja(f"{DECIDE.replace('putuskan 1', 'putuskan 2')} --nilai 90")
    assert [row["status"] for row in rows_of(kinerja, "keberatan daftar")] == ["ditolak", "dikabulkan"]


def test_in_a_closed_year_too_and_both_steps_are_named(kinerja: Kinerja, workspace: Path) -> None:
    year = workspace / "tahunan"
    kinerja("init tahunan")
    rules = (year / "criteria.yaml").read_text(encoding="utf-8")
    (year / "criteria.yaml").write_text(rules.replace("periode: triwulan", "periode: tahun"), "utf-8")
    for line in (
        "unit tambah KEC Kecamatan",
        f"pegawai tambah {ANI} 'Ani Nope' --unit KEC",
        "periode buka 2025",
        f"nilai catat {ANI} 2025 disiplin=80 inovasi=81 pelayanan=82 --penilai Camat",
        "periode tutup 2025 --yes",
        "tahun tutup 2025 --yes",
        f"keberatan ajukan {ANI} 2025 disiplin --diterima 2026-01-05 --tanggal 2026-01-06 --alasan x",
    ):
        kinerja(line, cwd=year)
    told = kinerja(f"{DECIDE.replace('2025', '2026')} --nilai 90", exit_code=3, cwd=year).stderr
    assert "kinerja tahun buka-kembali 2025 " in told
    assert "kinerja periode buka-kembali 2025 " in told
    kinerja(f"{DECIDE.replace('2025', '2026')} --tolak", cwd=year)


def test_the_list_is_that_of_a_person_or_of_what_waits(kinerja: Kinerja) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    kinerja(f"{FILE.replace(ANI, CITRA)} --tanggal 2025-04-11")
    kinerja(f"{DECIDE} --tolak")
    assert [row["nomor"] for row in rows_of(kinerja, "keberatan daftar")] == ["1", "2"]
    assert [row["nomor"] for row in rows_of(kinerja, "keberatan daftar --terbuka")] == ["2"]
    assert [row["nomor"] for row in rows_of(kinerja, f"keberatan daftar --nip {ANI}")] == ["1"]
    assert rows_of(kinerja, f"keberatan daftar --nip {ANI} --terbuka") == []
    kinerja("keberatan daftar --nip 199001012015031999", exit_code=4)


def test_status_counts_what_waits_for_a_decision(kinerja: Kinerja) -> None:
    assert "Keberatan" not in kinerja("status --tanggal 2025-04-10").stdout
    kinerja(f"{FILE} --tanggal 2025-04-10")
    told = kinerja("status --tanggal 2025-04-10").stdout
    assert "Keberatan   : 1 belum diputuskan; lihat: kinerja keberatan daftar --terbuka\n" in told
    kinerja(f"{DECIDE} --tolak")
    assert "Keberatan" not in kinerja("status --tanggal 2025-04-10").stdout


def test_an_explanation_tells_what_was_decided_beside_the_value(kinerja: Kinerja) -> None:
    kinerja(f"{FILE} --tanggal 2025-04-10")
    assert "keberatan" not in kinerja(f"jelaskan {ANI} 2025").stdout
    kinerja(f"{DECIDE} --nilai 88")
    kinerja(f"{FILE.replace('disiplin', 'inovasi')} --tanggal 2025-04-11")
    kinerja(f"{DECIDE.replace('putuskan 1', 'putuskan 2')} --tolak")
    lines = kinerja(f"jelaskan {ANI} 2025").stdout.splitlines()
    (granted,) = [line for line in lines if line.startswith("  2025-TW1: 88.00")]
    (rejected,) = [line for line in lines if line.startswith("  2025-TW1: 70.00")]
    assert granted.endswith("; keberatan 1 dikabulkan 2025-04-20 oleh Wali Kota Kupang (86.00 → 88.00)")
    assert rejected.endswith("; keberatan 2 ditolak 2025-04-20 oleh Wali Kota Kupang (70.00)")
    told = json_of(kinerja, f"jelaskan {ANI} 2025")
    found = {line["kriteria"]: line["nilai"][0].get("keberatan") for line in told["baris"]}
    assert found == {
        "disiplin": [
            {
                "nomor": 1,
                "status": "dikabulkan",
                "diputuskan": "2025-04-20",
                "pejabat": "Wali Kota Kupang",
                "nilai_sebelum": 86.0,
                "nilai_sesudah": 88.0,
            }
        ],
        "inovasi": [
            {
                "nomor": 2,
                "status": "ditolak",
                "diputuskan": "2025-04-20",
                "pejabat": "Wali Kota Kupang",
                "nilai_sebelum": 70.0,
                "nilai_sesudah": None,
            }
        ],
        "pelayanan": None,
    }


def test_a_number_that_nothing_could_have_is_not_found(kinerja: Kinerja) -> None:
    line = "keberatan putuskan 99999999999999999999 --pejabat Camat --tolak --alasan ada"
    assert "tidak ditemukan" in kinerja(line, exit_code=4).stderr


def test_leaving_off_a_degree_makes_nobody_another(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"pegawai ubah {ANI} --nama 'Ani Nope, S.E.' --alasan 'gelar baru'")
    kinerja(f"{FILE} --tanggal 2025-04-10")
    decided = DECIDE.replace(MAYOR, "'ani nope'")
    assert "sendiri yang mengajukan" in refused(kinerja, workspace, f"{decided} --tolak")

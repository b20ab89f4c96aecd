"""`kinerja program`: from usulan to terealisasi or batal, and when it counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, ask, give, journal, json_of, rows_of, settle

Kinerja = Callable[..., Any]
REALISED = "--status terealisasi --bukti 'SK 12/2025' --sebelum '71 %' --sesudah '84 %'"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def add(
    kinerja: Kinerja, rest: str = "", title: str = "Loket satu pintu", category: str = "program_baru"
) -> str:
    line = f"program tambah '{title}' --tahun 2025 --kategori {category} --pegawai {ANI} {rest}"
    return str(kinerja(line).stdout)


def bonus(kinerja: Kinerja, nip: str = ANI) -> str:
    return next(r["nilai_tambah"] for r in rows_of(kinerja, "rekap tahunan 2025") if r["nip"] == nip)


def test_adding_prints_the_number_alone_on_stdout(kinerja: Kinerja) -> None:
    assert add(kinerja) == "1\n"
    told = kinerja(
        f"program tambah 'Antrean daring' --tahun 2025 --kategori perbaikan_layanan --pegawai {ANI} -q"
    )
    assert (told.stdout, told.stderr) == ("2\n", "")


def test_a_programme_begins_as_a_proposal_and_counts_only_when_it_is_realised(kinerja: Kinerja) -> None:
    add(kinerja)
    assert (rows_of(kinerja, "program daftar")[0]["status"], bonus(kinerja)) == ("usulan", "0.00")
    kinerja("program ubah 1 --status berjalan")
    assert bonus(kinerja) == "0.00"
    kinerja(f"program ubah 1 {REALISED}")
    assert bonus(kinerja) == "3.00"
    kinerja("program ubah 1 --status batal --alasan 'bukti dicabut'")
    assert bonus(kinerja) == "0.00"


def test_realised_needs_evidence_and_both_measures_and_says_which_are_missing(kinerja: Kinerja) -> None:
    add(kinerja, "--bukti 'SK 12/2025'")
    told = kinerja("program ubah 1 --status terealisasi --sebelum '71 %'", exit_code=3).stderr
    assert "tambahkan --sesudah." in told
    assert rows_of(kinerja, "program daftar")[0]["sebelum"] == ""  # all or nothing
    kinerja("program ubah 1 --sebelum '71 %' --sesudah '84 %'")
    kinerja("program ubah 1 --status terealisasi")
    told = kinerja(
        f"program tambah X --tahun 2025 --kategori program_baru --pegawai {ANI} --status terealisasi",
        exit_code=3,
    )
    assert "--bukti, --sebelum, --sesudah" in told.stderr
    assert told.stdout == ""


def test_each_owner_gets_the_full_points_and_the_year_is_capped(kinerja: Kinerja) -> None:
    add(kinerja, f"--pegawai {CITRA} {REALISED}")
    assert (bonus(kinerja), bonus(kinerja, CITRA), bonus(kinerja, CAMAT)) == ("3.00", "3.00", "0.00")
    add(kinerja, REALISED, "Kedua")
    assert bonus(kinerja) == "5.00"  # 3 + 3, at most 5
    assert bonus(kinerja, CITRA) == "3.00"


def test_a_programme_of_another_year_gives_nothing_to_this_one(kinerja: Kinerja) -> None:
    kinerja(f"program tambah Lain --tahun 2026 --kategori program_baru --pegawai {ANI} {REALISED}")
    assert bonus(kinerja) == "0.00"
    assert rows_of(kinerja, "program daftar 2025") == []
    assert len(rows_of(kinerja, "program daftar 2026")) == len(rows_of(kinerja, "program daftar")) == 1


def test_it_lifts_the_final_value_and_the_predikat(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,75,75,75", f"{ANI},2025-TW2,75,75,75")
    add(kinerja, REALISED, category="perbaikan_layanan")
    row = next(r for r in rows_of(kinerja, "rekap tahunan 2025") if r["nip"] == ANI)
    assert (row["nilai_dasar"], row["nilai_tambah"], row["nilai_akhir"], row["predikat"]) == (
        "75.00",
        "2.00",
        "77.00",
        "Baik",
    )


def test_owners_are_added_and_dropped_but_never_all_of_them(kinerja: Kinerja) -> None:
    add(kinerja)
    kinerja(f"program ubah 1 --pegawai {CITRA} --tanpa-pegawai {ANI}")
    assert rows_of(kinerja, "program daftar")[0]["pegawai"] == CITRA
    assert "semua pemiliknya" in kinerja(f"program ubah 1 --tanpa-pegawai {CITRA}", exit_code=3).stderr
    assert "bukan pemilik" in kinerja(f"program ubah 1 --tanpa-pegawai {ANI}", exit_code=3).stderr
    assert rows_of(kinerja, "program daftar")[0]["pegawai"] == CITRA


def test_saying_what_is_already_so_changes_nothing(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja)
    before = journal(workspace)
    told = kinerja(f"program ubah 1 --status usulan --judul 'Loket satu pintu' --pegawai {ANI}")
    assert told.stderr == "Program 1 tetap; tidak ada yang berbeda.\n"
    assert journal(workspace) == before


def test_a_change_keeps_the_old_version_and_its_reason(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja)
    kinerja("program ubah 1 --judul 'Loket terpadu' --kategori perbaikan_layanan --alasan 'nama resmi'")
    kept = (
        "select p.title, p.category, j.reason from programme_past p join journal j on j.seq = p.replaced_by"
    )
    assert ask(workspace, kept) == [("Loket satu pintu", "program_baru", "nama resmi")]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (f"tambah X --tahun 2025 --kategori program_bar --pegawai {ANI}", 3, "Maksud Anda 'program_baru'"),
        (f"tambah X --tahun 2025 --kategori program_baru --pegawai {ANI} --status selesai", 2, "terealisasi"),
        (
            f"tambah X --tahun 2023 --kategori program_baru --pegawai {ANI}",
            4,
            "kriteria terapkan --tahun 2023",
        ),
        ("tambah X --tahun 2025 --kategori program_baru --pegawai 198501012010012010", 4, "tidak ditemukan"),
        ("tambah X --tahun 2025 --kategori program_baru", 2, "--pegawai"),
        (f"tambah ' ' --tahun 2025 --kategori program_baru --pegawai {ANI}", 3, "judul kosong"),
        (f"tambah '=X' --tahun 2025 --kategori program_baru --pegawai {ANI}", 3, "rumus"),
        ("ubah 7 --status berjalan", 4, "nomor 7"),
        ("ubah 1", 2, "Tidak ada yang diubah"),
        ("ubah 1 --status batal --alasan ' '", 3, "alasan kosong"),
        ("ubah 1 --alasan 'tanpa apa-apa'", 2, "Tidak ada yang diubah"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(
    kinerja: Kinerja, workspace: Path, line: str, code: int, words: str
) -> None:
    add(kinerja)
    before = journal(workspace)
    assert words in kinerja(f"program {line}", exit_code=code).stderr
    assert journal(workspace) == before


def test_the_list_says_everything_with_types(kinerja: Kinerja) -> None:
    add(kinerja, f"--pegawai {CITRA} {REALISED}")
    add(kinerja, title="Kedua")
    first, second = json_of(kinerja, "program daftar 2025")
    assert first == {
        "id": 1,
        "tahun": 2025,
        "judul": "Loket satu pintu",
        "kategori": "program_baru",
        "status": "terealisasi",
        "pegawai": f"{ANI}, {CITRA}",
        "bukti": "SK 12/2025",
        "sebelum": "71 %",
        "sesudah": "84 %",
        "revisi": 5,
        "berkas": 0,
    }
    assert (second["id"], second["bukti"], second["sebelum"], second["sesudah"]) == (2, None, None, None)


def test_rules_without_a_bonus_know_no_category(kinerja: Kinerja, workspace: Path) -> None:
    text = (workspace / "criteria.yaml").read_text()
    start = text.index("nilai_tambah:")
    (workspace / "criteria.yaml").write_text(text[:start] + text[text.index("predikat:") :])
    kinerja("kriteria terapkan --tahun 2026")
    told = kinerja(f"program tambah X --tahun 2026 --kategori program_baru --pegawai {ANI}", exit_code=3)
    assert "tanpa nilai_tambah" in told.stderr


def test_the_very_same_programme_again_gives_its_number_and_writes_nothing(
    kinerja: Kinerja, workspace: Path
) -> None:
    line = f"program tambah 'Kelas sore' --tahun 2025 --kategori program_baru --pegawai {ANI}"
    number = kinerja(line).stdout
    before = journal(workspace)
    again = kinerja(line)
    assert again.stdout == number
    assert "sudah terdaftar" in again.stderr
    assert journal(workspace) == before
    other = kinerja(f"{line} --pegawai {CITRA}")  # another owner: another programme
    assert other.stdout != number

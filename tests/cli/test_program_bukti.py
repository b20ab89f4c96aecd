"""`kinerja program`: evidence files by name and digest, moves with reasons, years, and owners who left."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CITRA, DEDI, ask, give, journal, json_of, rows_of, settle

Kinerja = Callable[..., Any]
MEASURED = "--sebelum '71 %' --sesudah '84 %'"
TEXT = b"hadir: 84 dari 100\n"
DIGEST = sha256(TEXT).hexdigest()
OTHER = sha256(b"lain").hexdigest()


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    (workspace / "map").mkdir()
    (workspace / "map" / "hadir.csv").write_bytes(TEXT)
    (workspace / "lain.pdf").write_bytes(b"lain")


def add(kinerja: Kinerja, rest: str = "", title: str = "Kelas sore", year: int = 2025, code: int = 0) -> Any:
    line = f"program tambah '{title}' --tahun {year} --kategori program_baru --pegawai {ANI} {rest}"
    return kinerja(line, exit_code=code)


def bonus(kinerja: Kinerja, nip: str = ANI, year: int = 2025) -> str:
    rows = {r["nip"]: r["nilai_tambah"] for r in rows_of(kinerja, f"rekap tahunan {year}")}
    return rows[nip]


def sheet(kinerja: Kinerja) -> list[tuple[str, str]]:
    return [(row["hal"], row["isi"]) for row in rows_of(kinerja, "program tampil 1")]


# ---- evidence files


def test_a_file_is_recorded_by_name_size_and_digest_and_left_where_it_is(
    kinerja: Kinerja, workspace: Path
) -> None:
    before = sorted(workspace.rglob("*"))
    add(kinerja, f"--berkas-bukti map/hadir.csv {MEASURED}")
    kinerja("program ubah 1 --status terealisasi")
    kept = "select programme, digest, name, size from programme_evidence"
    assert ask(workspace, kept) == [(1, DIGEST, "hadir.csv", len(TEXT))]
    assert sorted(workspace.rglob("*")) == before
    assert (workspace / "map" / "hadir.csv").read_bytes() == TEXT
    [row] = rows_of(kinerja, "program daftar")
    assert (row["status"], row["bukti"], row["berkas"]) == ("terealisasi", "hadir.csv", "1")
    assert bonus(kinerja) == "3.00"
    kinerja("periksa")


def test_a_text_of_evidence_stays_beside_the_files(kinerja: Kinerja) -> None:
    add(kinerja, f"--bukti 'SK 12/2025' --berkas-bukti map/hadir.csv --berkas-bukti lain.pdf {MEASURED}")
    kinerja("program ubah 1 --status terealisasi")
    [row] = rows_of(kinerja, "program daftar")
    assert (row["bukti"], row["berkas"]) == ("SK 12/2025", "2")


def test_explaining_shows_name_digest_and_effect(kinerja: Kinerja) -> None:
    add(kinerja, f"--status terealisasi --bukti 'SK 12/2025' --berkas-bukti map/hadir.csv {MEASURED}")
    give(kinerja, f"{ANI},2025-TW1,80,80,80", f"{ANI},2025-TW2,80,80,80")
    told = kinerja(f"jelaskan {ANI} 2025").stdout
    assert "terealisasi +3.00; 71 % → 84 % (+13 poin persen); bukti: SK 12/2025\n" in told
    assert f"\n  berkas hadir.csv, 19 bita, sidik {DIGEST}\n" in told
    [programme] = json_of(kinerja, f"jelaskan {ANI} 2025")["program"]
    assert programme["dampak"] == "+13 poin persen"
    assert programme["berkas"] == [{"nama": "hadir.csv", "sidik": DIGEST, "ukuran": 19}]


def test_the_same_bytes_again_change_nothing_under_whatever_name(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja, "--berkas-bukti map/hadir.csv")
    before = journal(workspace)
    (workspace / "salinan.csv").write_bytes(TEXT)
    told = kinerja("program ubah 1 --berkas-bukti salinan.csv").stderr
    assert "tidak ada yang berbeda" in told
    assert add(kinerja, "--berkas-bukti map/hadir.csv").stdout == "1\n"
    assert journal(workspace) == before
    assert add(kinerja, "--berkas-bukti lain.pdf").stdout == "2\n"  # another proof: another programme


def test_a_file_is_withdrawn_by_the_beginning_of_its_digest_and_its_version_kept(
    kinerja: Kinerja, workspace: Path
) -> None:
    add(kinerja, "--berkas-bukti map/hadir.csv --berkas-bukti lain.pdf")
    kinerja(f"program ubah 1 --tanpa-berkas-bukti {DIGEST[:6].upper()} --alasan 'keliru berkas'")
    assert ask(workspace, "select name from programme_evidence") == [("lain.pdf",)]
    kept = "select f.name, j.reason from programme_evidence_past f join journal j on j.seq = f.replaced_by"
    assert ask(workspace, kept) == [("hadir.csv", "keliru berkas")]
    assert rows_of(kinerja, "program daftar")[0]["bukti"] == "lain.pdf"
    told = kinerja("riwayat --perintah 'program ubah' --format csv").stdout
    assert ",berkas bukti program 1,,,berkas,hadir.csv,,keliru berkas" in told
    kinerja("periksa")


def test_a_realised_programme_never_loses_its_last_proof(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja, f"--status terealisasi --berkas-bukti map/hadir.csv {MEASURED}")
    before = journal(workspace)
    told = kinerja(f"program ubah 1 --tanpa-berkas-bukti {DIGEST}", exit_code=3).stderr
    assert "tambahkan --berkas-bukti atau --bukti." in told
    assert journal(workspace) == before
    kinerja(f"program ubah 1 --tanpa-berkas-bukti {DIGEST} --berkas-bukti lain.pdf")
    [row] = rows_of(kinerja, "program daftar")
    assert (row["bukti"], row["berkas"], row["status"]) == ("lain.pdf", "1", "terealisasi")


@pytest.mark.parametrize(
    ("rest", "code", "words"),
    [
        ("--berkas-bukti tiada.pdf", 4, "'tiada.pdf' tidak ditemukan"),
        ("--berkas-bukti map", 3, "bukan berkas biasa"),
        ("--berkas-bukti pipa", 3, "bukan berkas biasa"),
        ("--berkas-bukti=-rumus.csv", 3, "rumus"),
        ("--berkas-bukti tiada.pdf --berkas-bukti map", 3, "tiada.pdf"),
        (f"--tanpa-berkas-bukti {OTHER}", 4, "program tampil 1"),
        ("--tanpa-berkas-bukti abc", 2, "bukan sidik"),
    ],
)
def test_what_is_no_proof_is_refused_and_nothing_recorded(
    kinerja: Kinerja, workspace: Path, rest: str, code: int, words: str
) -> None:
    add(kinerja, "--berkas-bukti map/hadir.csv")
    os.mkfifo(workspace / "pipa")
    (workspace / "-rumus.csv").write_bytes(b"x")
    before = journal(workspace)
    assert words in kinerja(f"program ubah 1 {rest}", exit_code=code).stderr
    assert journal(workspace) == before


def test_files_are_compared_with_what_was_recorded(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja, "--berkas-bukti map/hadir.csv --berkas-bukti lain.pdf")
    (workspace / "salinan.csv").write_bytes(TEXT)
    assert [r["hasil"] for r in rows_of(kinerja, "program cocokkan 1 salinan.csv lain.pdf")] == ["sama"] * 2
    (workspace / "map" / "hadir.csv").write_bytes(TEXT + b" ")
    (workspace / "baru.txt").write_bytes(b"baru")
    before = journal(workspace)
    told = kinerja("program cocokkan 1 lain.pdf map/hadir.csv baru.txt --format csv", exit_code=8)
    rows = [line.split(",")[:4] for line in told.stdout.splitlines()]
    assert rows == [
        ["berkas", "ukuran", "sidik", "hasil"],
        ["lain.pdf", "4", OTHER, "sama"],
        ["hadir.csv", "20", sha256(TEXT + b" ").hexdigest(), "berbeda"],
        ["baru.txt", "4", sha256(b"baru").hexdigest(), "tidak_tercatat"],
    ]
    assert "2 dari 3 berkas bukan" in told.stderr
    assert journal(workspace) == before
    kinerja("program cocokkan 1 tiada.pdf", exit_code=4)
    kinerja("program cocokkan 2 lain.pdf", exit_code=4)


def test_a_closed_year_takes_no_evidence_and_explains_with_what_it_had(
    kinerja: Kinerja, workspace: Path
) -> None:
    rules = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    (workspace / "criteria.yaml").write_text(rules.replace("periode: triwulan", "periode: tahun"))
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026")
    people = [row["nip"] for row in rows_of(kinerja, "pegawai daftar")]
    give(kinerja, *[f"{nip},2026,80,80,80" for nip in people if nip != DEDI])
    line = f"--status terealisasi --berkas-bukti map/hadir.csv {MEASURED}"
    add(kinerja, line, year=2026)
    kinerja("periode tutup 2026 --yes")
    kinerja("tahun tutup 2026 --yes")
    for rest in ("--berkas-bukti lain.pdf", f"--tanpa-berkas-bukti {DIGEST}", "--tahun 2025 --alasan x"):
        assert "Tahun 2026 sudah ditutup" in kinerja(f"program ubah 1 {rest}", exit_code=3).stderr
    add(kinerja, title="Lain")
    assert "2026" in kinerja("program ubah 2 --tahun 2026", exit_code=3).stderr
    kinerja("tahun buka-kembali 2026 --alasan keliru --yes")
    kinerja("program ubah 1 --berkas-bukti lain.pdf")
    kinerja("tahun tutup 2026 --yes")
    assert DIGEST in kinerja(f"jelaskan {ANI} 2026").stdout
    assert OTHER in kinerja(f"jelaskan {ANI} 2026").stdout
    kinerja("periksa")


def test_a_file_that_is_given_and_taken_back_at_once_stays(kinerja: Kinerja, workspace: Path) -> None:
    add(kinerja, f"--status terealisasi --berkas-bukti map/hadir.csv {MEASURED}")
    before = journal(workspace)
    kinerja(f"program ubah 1 --tanpa-berkas-bukti {DIGEST} --berkas-bukti map/hadir.csv")
    assert journal(workspace) == before
    assert rows_of(kinerja, "program daftar")[0]["berkas"] == "1"


# ---- states


def test_taking_back_what_was_realised_needs_a_reason_and_takes_the_points(kinerja: Kinerja) -> None:
    add(kinerja, f"--status terealisasi --bukti foto {MEASURED}")
    for state in ("batal", "berjalan", "usulan"):
        told = kinerja(f"program ubah 1 --status {state}", exit_code=3).stderr
        assert f"dari terealisasi menjadi {state} dan menarik nilai tambahnya memerlukan alasan" in told
    assert bonus(kinerja) == "3.00"
    kinerja("program ubah 1 --status batal --alasan 'bukti dicabut'")
    assert bonus(kinerja) == "0.00"
    assert "--alasan" in kinerja("program ubah 1 --status terealisasi", exit_code=3).stderr
    kinerja("program ubah 1 --status terealisasi --alasan 'bukti baru'")
    assert bonus(kinerja) == "3.00"


def test_the_sheet_tells_everything_and_every_state_with_who_and_why(kinerja: Kinerja) -> None:
    add(kinerja, f"--pegawai {DEDI} --berkas-bukti map/hadir.csv {MEASURED}")
    kinerja("program ubah 1 --status berjalan")
    kinerja("program ubah 1 --status terealisasi")
    kinerja("program ubah 1 --status batal --alasan 'bukti dicabut'")
    told = sheet(kinerja)
    facts = dict(told)
    assert facts["judul"] == "Kelas sore"
    assert facts["poin"] == "3.00 bagi tiap pemilik, bila terealisasi"
    assert facts[f"pemilik {ANI}"] == "Ani Nope"
    assert facts[f"pemilik {DEDI}"] == "Dedi Taek; bertugas sampai 2025-08-31"
    assert facts["dampak"] == "71 % → 84 % (+13 poin persen)"
    assert facts["berkas hadir.csv"].startswith(f"sidik {DIGEST}; 19 bita; dicatat 20")
    moves = [text for what, text in told if what == "riwayat"]
    assert [text.partition(";")[0] for text in moves] == [
        "usulan, 2025",
        "usulan → berjalan",
        "berjalan → terealisasi",
        "terealisasi → batal",
    ]
    assert moves[-1].endswith("; bukti dicabut")
    kinerja("program tampil 2", exit_code=4)


# ---- owners who leave


def test_an_owner_who_left_has_the_points_in_a_year_in_which_she_is_listed(kinerja: Kinerja) -> None:
    """Dedi's last day is 31 August 2025: expected in TW1 and TW2, nowhere in 2026."""
    add(kinerja, f"--pegawai {DEDI} --status terealisasi --bukti foto {MEASURED}")
    assert (bonus(kinerja), bonus(kinerja, DEDI)) == ("3.00", "3.00")
    kinerja("periode buka 2026-TW1")
    kinerja("program ubah 1 --tahun 2026 --alasan 'selesai 2026'")
    assert DEDI not in {row["nip"] for row in rows_of(kinerja, "rekap tahunan 2026")}
    assert bonus(kinerja, ANI, 2026) == "3.00"
    kinerja(f"program ubah 1 --tanpa-pegawai {DEDI} --alasan 'berhenti sebelum selesai'")
    assert rows_of(kinerja, "program daftar")[0]["pegawai"] == ANI
    assert "semua pemiliknya" in kinerja(f"program ubah 1 --tanpa-pegawai {ANI}", exit_code=3).stderr


# ---- one programme over two years


def test_it_counts_in_the_year_to_which_it_was_moved_and_there_alone(kinerja: Kinerja) -> None:
    kinerja("periode buka 2026-TW1")
    add(kinerja)
    kinerja("program ubah 1 --tahun 2026")
    kinerja(f"program ubah 1 --status terealisasi --bukti foto {MEASURED}")
    assert (bonus(kinerja), bonus(kinerja, year=2026)) == ("0.00", "3.00")
    assert "yang sudah terealisasi" in kinerja("program ubah 1 --tahun 2025", exit_code=3).stderr
    kinerja("program ubah 1 --tahun 2025 --alasan 'selesai 2025'")
    assert (bonus(kinerja), bonus(kinerja, year=2026)) == ("3.00", "0.00")
    assert "2023" in kinerja("program ubah 1 --tahun 2023 --alasan x", exit_code=4).stderr


def test_a_year_whose_rules_do_not_know_the_category_takes_it_only_under_another(
    kinerja: Kinerja, workspace: Path
) -> None:
    text = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    (workspace / "criteria.yaml").write_text(text.replace("program_baru", "terobosan"))
    kinerja("kriteria terapkan --tahun 2026")
    add(kinerja)
    assert "terobosan" in kinerja("program ubah 1 --tahun 2026", exit_code=3).stderr
    kinerja("program ubah 1 --tahun 2026 --kategori terobosan")
    assert rows_of(kinerja, "program daftar 2026")[0]["kategori"] == "terobosan"


def test_the_same_title_and_owner_in_another_year_is_the_same_programme_unless_said(
    kinerja: Kinerja, workspace: Path
) -> None:
    add(kinerja, f"--pegawai {CITRA}")
    before = journal(workspace)
    told = add(kinerja, title="KELAS  sore", year=2026, code=3).stderr
    assert "Program 1 'Kelas sore' tahun 2025 (usulan)" in told
    assert "kinerja program ubah 1 --tahun 2026 " in told
    assert journal(workspace) == before
    assert add(kinerja, "--program-lain", year=2026).stdout == "2\n"
    add(kinerja, title="Kelas pagi", year=2026)
    assert "--program-lain" in kinerja("program ubah 3 --judul 'Kelas sore'", exit_code=3).stderr
    kinerja("program ubah 1 --status batal")
    assert add(kinerja, "--bukti x", year=2026).stdout == "4\n"
    kinerja(f"program ubah 4 --pegawai {CITRA}")
    told = kinerja("program ubah 1 --status usulan --alasan 'jadi juga'", exit_code=3).stderr
    assert "Program 2 " in told
    line = f"program tambah 'Kelas sore' --tahun 2025 --kategori program_baru --pegawai {DEDI}"
    assert kinerja(line).stdout == "5\n"  # nobody of it owns those


def test_a_realised_one_of_another_year_is_continued_with_a_reason(kinerja: Kinerja) -> None:
    add(kinerja, f"--status terealisasi --bukti foto {MEASURED}")
    told = add(kinerja, year=2026, code=3).stderr
    assert "program ubah 1 --tahun 2026 --alasan '…'" in told


def test_the_predikat_that_asks_for_a_programme_goes_along_to_the_other_year(
    kinerja: Kinerja, workspace: Path
) -> None:
    text = (workspace / "criteria.yaml").read_text(encoding="utf-8")
    gated = text.replace("minimal: 91}", "minimal: 91, syarat: program_terealisasi}")
    assert gated != text
    (workspace / "criteria.yaml").write_text(gated, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2025")
    kinerja("periode buka 2026-TW1")
    give(kinerja, *[f"{ANI},{period},95,95,95" for period in ("2025-TW1", "2025-TW2", "2026-TW1")])

    def bands() -> list[str]:
        return [json_of(kinerja, f"jelaskan {ANI} {year}")["predikat"] for year in (2025, 2026)]

    assert bands() == ["Baik", "Baik"]
    add(kinerja, f"--status terealisasi --berkas-bukti map/hadir.csv {MEASURED}")
    assert bands() == ["Sangat Baik", "Baik"]
    kinerja("program ubah 1 --tahun 2026 --alasan 'selesai 2026'")
    assert bands() == ["Baik", "Sangat Baik"]
    told = kinerja(f"jelaskan {ANI} 2026").stdout
    assert "Syarat Sangat Baik terpenuhi: program terealisasi, yaitu program 1 'Kelas sore'" in told
    assert f"  berkas hadir.csv, 19 bita, sidik {DIGEST}\n" in told

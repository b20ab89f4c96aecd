"""`kinerja nilai impor FOLDER`: forty sheets come back, three of them damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scoring_office import ANI, CAMAT, CITRA, CODES, DEDI, LURAH_N, LURAH_S, ask, journal, settle, values_of

Kinerja = Callable[..., Any]
RATERS = 40


def fill(path: Path, value: float | str, code: str = "") -> int:
    """Write *value* into every open score cell (of one criterion's column only, with *code*); returns how many."""
    book = openpyxl.load_workbook(path)
    sheet, filled = book["Nilai"], 0
    headings = [cell.value for cell in sheet[1]]
    last = headings.index("Penilai")
    for row in sheet.iter_rows(min_row=2, min_col=6, max_col=last):
        for cell in row:
            if not cell.protection.locked and code in ("", headings[cell.column - 1]):
                cell.value = value
                filled += 1
    book.save(path)
    return filled


def nip_of(number: int) -> str:
    return f"1990{1 + number // 28:02d}{1 + number % 28:02d}201503{1 + number % 2}{number + 1:03d}"


@pytest.fixture(scope="session")
def _forty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {"": tmp_path_factory.mktemp("empat-puluh")}


@pytest.fixture
def forty(kinerja: Kinerja, workspace: Path, _forty: dict[str, Path]) -> Path:
    """Forty raters with two people each, and the forty sheets that they returned filled in; one folder."""
    kept = _forty[""]
    if not (kept / "kinerja.db").exists():
        kinerja("init")
        kinerja("unit impor -", stdin="kode,nama\nKEC,Kecamatan Maulafa\nKEL,Kelurahan\n")
        people = [
            f"{nip_of(2 * rater + one)},Pegawai {2 * rater + one},{('KEC', 'KEL')[rater % 2]},Penilai {rater:02d}"
            for rater in range(RATERS)
            for one in (0, 1)
        ]
        kinerja("pegawai impor -", stdin="\n".join(["nip,nama,unit,atasan", *people, ""]))
        kinerja("periode buka 2025-TW1")
        told = kinerja("nilai lembar 2025-TW1 --per-penilai -o kembali").stderr.splitlines()
        assert len(told) == RATERS + 1
        assert told[0] == "lembar-2025-TW1-penilai-00.xlsx: Penilai 00, 2 pegawai"
        assert (
            told[-1] == "40 lembar 2025-TW1 ditulis ke kembali. Impor semuanya: kinerja nilai impor kembali"
        )
        for number, path in enumerate(sorted((workspace / "kembali").iterdir())):
            assert fill(path, 60 + number) == 6
        shutil.copytree(workspace, kept, dirs_exist_ok=True)
    shutil.copytree(kept, workspace, dirs_exist_ok=True)
    return workspace / "kembali"


def damage(folder: Path) -> None:
    """One download that broke off, one value out of the scale and one that is no number, one with a wrong NIP."""
    first, second, third = (
        folder / f"lembar-2025-TW1-penilai-{number}.xlsx" for number in ("07", "19", "33")
    )
    first.write_bytes(first.read_bytes()[:-900])
    book = openpyxl.load_workbook(second)
    book["Nilai"]["F2"], book["Nilai"]["H3"] = 101, "baik"
    book.save(second)
    book = openpyxl.load_workbook(third)
    book["Nilai"]["A3"] = 199001122015031067  # typed again as a number
    book.save(third)


def test_of_forty_sheets_the_37_good_ones_are_taken_and_the_3_damaged_ones_named_with_their_cells(
    kinerja: Kinerja, workspace: Path, forty: Path
) -> None:
    damage(forty)
    before = journal(workspace)
    told = kinerja("nilai impor kembali", exit_code=3).stderr.splitlines()
    assert told[-1] == "40 berkas: 37 diimpor, 3 ditolak; 222 nilai: 222 baru, 0 tetap, 0 koreksi"
    assert len(values_of(kinerja)) == 37 * 6
    assert journal(workspace) == before + 37  # each file is an entry of its own, with its name and digest
    names = {name for (name,) in ask(workspace, "select source from journal where source is not null")}
    assert len({name for name in names if name.startswith("lembar-")}) == 37
    refused = [
        line for line in told if any(f"penilai-{number}.xlsx" in line for number in ("07", "19", "33"))
    ]
    assert [line[: line.index(": ")] for line in refused] == [
        "lembar-2025-TW1-penilai-07.xlsx",
        "lembar-2025-TW1-penilai-07.xlsx",
        "lembar-2025-TW1-penilai-19.xlsx:Nilai!F2",
        "lembar-2025-TW1-penilai-19.xlsx:Nilai!H3",
        "lembar-2025-TW1-penilai-19.xlsx",
        "lembar-2025-TW1-penilai-33.xlsx:Nilai!A3",
        "lembar-2025-TW1-penilai-33.xlsx",
    ]
    assert "rusak atau bukan .xlsx" in refused[0]
    assert "di luar skala 0–100" in refused[2]
    assert "'baik' bukan" in refused[3]
    assert "tersimpan sebagai bilangan" in refused[5]
    assert refused[4].endswith("ditolak; 2 kesalahan, tidak ada yang disimpan dari berkas ini.")
    waiting = [line for line in told if line.startswith("Masih ditunggu")]
    assert waiting == [
        "Masih ditunggu 2025-TW1: Penilai 07: 2 pegawai, 6 nilai (KEL)",
        "Masih ditunggu 2025-TW1: Penilai 19: 2 pegawai, 6 nilai (KEL)",
        "Masih ditunggu 2025-TW1: Penilai 33: 2 pegawai, 6 nilai (KEL)",
    ]


def test_the_same_folder_again_changes_nothing_and_mended_sheets_complete_it(
    kinerja: Kinerja, workspace: Path, forty: Path
) -> None:
    whole = {path.name: path.read_bytes() for path in forty.iterdir()}
    damage(forty)
    kinerja("nilai impor kembali", exit_code=3)
    once, entries = values_of(kinerja), journal(workspace)
    told = kinerja("nilai impor kembali", exit_code=3).stderr.splitlines()
    assert told[-1] == "40 berkas: 37 diimpor, 3 ditolak; 222 nilai: 0 baru, 222 tetap, 0 koreksi"
    assert (values_of(kinerja), journal(workspace)) == (once, entries)
    for name, content in whole.items():
        (forty / name).write_bytes(content)
    told = kinerja("nilai impor kembali").stderr.splitlines()
    assert told[-2:] == [
        "2025-TW1: semua nilai sudah lengkap.",
        "40 berkas: 40 diimpor, 0 ditolak; 240 nilai: 18 baru, 222 tetap, 0 koreksi",
    ]
    assert values_of(kinerja)[(nip_of(66), "2025-TW1", "inovasi")] == "93.00"  # rater 33: 60 + 33


def test_a_dry_run_reads_and_reports_everything_and_keeps_nothing(
    kinerja: Kinerja, workspace: Path, forty: Path
) -> None:
    damage(forty)
    database = (workspace / "kinerja.db").read_bytes()
    told = kinerja("nilai impor kembali --dry-run --galat salah", exit_code=3).stderr.splitlines()
    assert told[-1] == (
        "40 berkas: 37 dapat diimpor, 3 ditolak; 222 nilai: 222 baru, 0 tetap, 0 koreksi"
        " (hanya diperiksa; tidak ada yang disimpan)"
    )
    assert (workspace / "kinerja.db").read_bytes() == database
    assert not [line for line in told if line.startswith("Masih ditunggu")]
    # what can be read is repeated with its faults; the broken archive has no rows
    assert sorted(path.name for path in (workspace / "salah").iterdir()) == [
        "lembar-2025-TW1-penilai-19.xlsx.csv",
        "lembar-2025-TW1-penilai-33.xlsx.csv",
    ]
    repeated = (workspace / "salah" / "lembar-2025-TW1-penilai-19.xlsx.csv").read_text(encoding="utf-8-sig")
    assert repeated.splitlines()[1].startswith("\"Disiplin: '101' di luar skala")
    assert told[-2] == "Baris berkas yang salah isinya ditulis ke salah; kesalahannya di kolom galat."


def test_a_run_that_is_killed_between_two_files_is_completed_by_the_same_command(
    kinerja: Kinerja, workspace: Path, forty: Path
) -> None:
    """A real process, killed after it has told of three files: each file is there whole, or not at all."""
    line = [sys.executable, "-m", "kinerja_cli", "nilai", "impor", "kembali"]
    with subprocess.Popen(line, cwd=workspace, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        told = [running.stderr.readline() for _ in range(3)]
        running.kill()
    assert all("6 nilai: 6 baru" in said for said in told)
    values, entries = values_of(kinerja), journal(workspace)
    assert len(values) == 6 * (entries - 3) >= 18  # three entries made the office
    assert len(list(forty.iterdir())) == RATERS
    last = kinerja("nilai impor kembali").stderr.splitlines()[-1]
    assert (
        last
        == f"40 berkas: 40 diimpor, 0 ditolak; 240 nilai: {240 - len(values)} baru, {len(values)} tetap, 0 koreksi"
    )
    assert journal(workspace) == 3 + RATERS


class TestSmallFolder:
    """The six people of `scoring_office`, under four raters."""

    @pytest.fixture(autouse=True)
    def office(self, kinerja: Kinerja, workspace: Path) -> Path:
        settle(kinerja, workspace)
        kinerja("nilai lembar 2025-TW1 --per-penilai -o kembali -q")
        return workspace / "kembali"

    def test_every_rater_gets_the_people_under_him_and_a_name_of_his_own(self, office: Path) -> None:
        found = {
            path.name: [cell.value for cell in openpyxl.load_workbook(path)["Nilai"]["A"][1:]]
            for path in office.iterdir()
        }
        assert found == {
            f"lembar-2025-TW1-{CAMAT}.xlsx": [ANI, LURAH_N, LURAH_S],
            f"lembar-2025-TW1-{LURAH_S}.xlsx": [DEDI, CITRA],
            "lembar-2025-TW1-wali-kota-kupang.xlsx": [CAMAT],
        }

    def test_sheets_that_come_back_empty_tell_all_the_same_whom_their_period_waits_for(
        self, kinerja: Kinerja, office: Path
    ) -> None:
        kinerja(f"nilai kecualikan {CAMAT} 2025-TW1 semua --alasan cuti")
        kinerja(f"nilai catat {DEDI} 2025-TW1 disiplin=80 inovasi=80")
        assert fill(office / "lembar-2025-TW1-wali-kota-kupang.xlsx", 101) == 3  # refused, and of TW1 as well
        told = kinerja("nilai impor kembali", exit_code=3).stderr.splitlines()
        assert [line for line in told if line.startswith("Masih")] == [
            f"Masih ditunggu 2025-TW1: {CAMAT} Yosef Tefa: 3 pegawai, 9 nilai (KEC, NAIMATA, SIKUMANA)",
            f"Masih ditunggu 2025-TW1: {LURAH_S} Marten Lay: 2 pegawai, 4 nilai (SIKUMANA, SIKUMANA-RW)",
        ]

    def test_lock_files_and_hidden_ones_are_passed_over_and_others_named(
        self, kinerja: Kinerja, office: Path
    ) -> None:
        for name in ("~$lembar.xlsx", ".~lock.lembar.xlsx#", ".DS_Store", "surat.pdf", "Thumbs.db"):
            (office / name).write_bytes(b"x")
        (office / "lama").mkdir()
        os.mkfifo(office / "pipa.csv")  # opened, it would wait for ever
        (office / "putus.xlsx").symlink_to("tak-ada.xlsx")
        told = kinerja("nilai impor kembali").stderr.splitlines()
        assert told[0] == "Bukan lembar, dilewati: Thumbs.db, lama, pipa.csv, putus.xlsx, surat.pdf"
        assert told[-1] == "3 berkas: 3 diimpor, 0 ditolak; 0 nilai: 0 baru, 0 tetap, 0 koreksi"

    def test_csv_and_xlsx_come_back_together_and_another_kind_is_refused_by_its_name(
        self, kinerja: Kinerja, office: Path
    ) -> None:
        (office / "a.csv").write_text(f"nip,periode,disiplin\n{ANI},2025-TW1,80\n")
        (office / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        told = kinerja("nilai impor kembali", exit_code=3).stderr.splitlines()
        assert told[0].startswith("a.csv: 1 nilai: 1 baru, 0 tetap, 0 koreksi  #5:")
        assert told[1].startswith("b.xls: ini berkas .xls lama")
        assert told[2] == "b.xls: ditolak; tidak ada yang disimpan dari berkas ini."
        assert values_of(kinerja) == {(ANI, "2025-TW1", "disiplin"): "80.00"}

    def test_two_sheets_of_the_folder_that_disagree_are_not_settled_by_their_names(
        self, kinerja: Kinerja, office: Path
    ) -> None:
        for name, value in (("a", 80), ("b", 81), ("c", 80)):
            (office / f"{name}.csv").write_text(f"nip,periode,disiplin\n{ANI},2025-TW1,{value}\n")
        line = "nilai impor kembali --koreksi --alasan x --yes"
        for dry in (" --dry-run", ""):
            told = kinerja(line + dry, exit_code=3).stderr.splitlines()
            said = "b.csv:2: disiplin: a.csv dalam folder ini menyatakan disiplin 2025-TW1 = 80.00"
            assert f"{said}; samakan keduanya dahulu" in told
            assert told[-1].startswith("6 berkas: 5 ")
            assert "2 nilai: 1 baru, 1 tetap, 0 koreksi" in told[-1]
        assert values_of(kinerja) == {(ANI, "2025-TW1", "disiplin"): "80.00"}

    def test_a_stale_sheet_is_refused_and_the_others_are_taken(self, kinerja: Kinerja, office: Path) -> None:
        """Somebody records for Ani after the sheets went out; the camat fills in another value for her."""
        kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=55")
        for path in office.iterdir():
            fill(path, 80)
        stale = f"lembar-2025-TW1-{CAMAT}.xlsx"
        told = kinerja("nilai impor kembali", exit_code=3).stderr.splitlines()
        assert told[0].startswith(f"{stale}:Nilai!F2: Disiplin: diubah sesudah lembar ini dibuat (revisi 5, ")
        assert "sekarang 55.00); buat lembar baru" in told[0]
        assert told[-1] == "3 berkas: 2 diimpor, 1 ditolak; 9 nilai: 9 baru, 0 tetap, 0 koreksi"
        # her cell emptied, the sheet has nothing that is stale
        book = openpyxl.load_workbook(office / stale)
        book["Nilai"]["F2"] = None
        book.save(office / stale)
        told = kinerja("nilai impor kembali").stderr.splitlines()
        assert told[-1] == "3 berkas: 3 diimpor, 0 ditolak; 17 nilai: 8 baru, 9 tetap, 0 koreksi"

    def test_more_than_fifty_corrections_in_all_the_files_are_asked_for_once(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        kinerja("periode buka 2025-TW3 2025-TW4")
        folder = workspace / "banyak"
        folder.mkdir()
        people = (CAMAT, ANI, CITRA, LURAH_S, LURAH_N)
        for name, nips in (("a", people[:3]), ("b", people[3:])):
            keys = [f"{nip},2025-TW{n},{code}" for nip in nips for n in (1, 2, 3, 4) for code in CODES]
            rows = [f"{key},70" for key in keys]
            (folder / f"{name}.csv").write_text("\n".join(["nip,periode,kriteria,nilai", *rows, ""]))
        kinerja("nilai impor banyak -q")
        for path in folder.iterdir():
            path.write_text(path.read_text().replace(",70", ",71"))
        line = "nilai impor banyak --koreksi --alasan 'rapat 3'"
        assert "60 nilai yang tercatat akan diubah" in kinerja(line, exit_code=2).stderr
        assert set(values_of(kinerja).values()) == {"70.00"}
        assert kinerja(f"{line} --yes").stderr.splitlines()[-1].endswith("0 baru, 0 tetap, 60 koreksi")

    def test_what_stops_the_whole_run_says_how_far_it_came(self, kinerja: Kinerja, office: Path) -> None:
        assert "belum dibuka" in kinerja("nilai impor kembali --periode 2025-TW4", exit_code=4).stderr
        assert "--alasan" in kinerja("nilai impor kembali --koreksi", exit_code=2).stderr
        assert "--revisi" in kinerja("nilai impor kembali --revisi 3", exit_code=2).stderr
        assert "sebutkan folder" in kinerja("nilai impor kembali --galat salah.csv", exit_code=2).stderr
        assert "folder lain" in kinerja("nilai impor kembali --galat kembali", exit_code=2).stderr
        (office / "lembar-2025-TW1-wali-kota-kupang.xlsx").unlink()
        for path in office.iterdir():
            path.unlink()
        told = kinerja("nilai impor kembali", exit_code=4).stderr
        assert "tidak berisi lembar" in told

    def test_a_closed_period_that_the_user_names_is_told_once(self, kinerja: Kinerja) -> None:
        kinerja("periode tutup 2025-TW1 --yes")
        told = kinerja("nilai impor kembali --periode 2025-TW1", exit_code=3).stderr
        assert told.count("sudah ditutup") == 1

    def test_one_sheet_of_every_workbook_may_be_named(self, kinerja: Kinerja) -> None:
        told = kinerja("nilai impor kembali --lembar Keterangan", exit_code=3).stderr
        assert told.splitlines()[-1].startswith("3 berkas: 0 diimpor, 3 ditolak")
        assert kinerja("nilai impor kembali --lembar nilai").exit_code == 0

    def test_a_sheet_that_may_be_filled_in_is_never_replaced(self, kinerja: Kinerja, office: Path) -> None:
        before = {path.name: path.read_bytes() for path in office.iterdir()}
        told = kinerja("nilai lembar 2025-TW1 --per-penilai -o kembali", exit_code=3).stderr
        assert "sudah ada dan mungkin sudah diisi" in told
        assert {path.name: path.read_bytes() for path in office.iterdir()} == before
        for wrong in ("", "-o lembar.xlsx", "-o -", "-o lain --format csv", "-o kinerja.db"):
            kinerja(f"nilai lembar 2025-TW1 --per-penilai {wrong}", exit_code=2)
        assert "buat dahulu" in kinerja("nilai lembar 2025-TW1 --per-penilai -o a/b", exit_code=4).stderr

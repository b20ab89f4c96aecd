"""kinerja periksa: silent where all is well; else a line for each thing that is wrong, and code 8."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.storage import surroundings

_V1 = Path(__file__).parent.parent / "schema" / "v1.db"


# ruff: noqa: ARG001 - a test asks for the office also where it only stands there


@pytest.fixture
def sealed(sealed_office: Path, workspace: Path) -> Path:
    """The workspace with the office in which every kind of writing happened."""
    for name in ("criteria.yaml", "kinerja.db"):
        shutil.copy(sealed_office / name, workspace / name)
    return workspace


def receipts(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "kinerja.db")) as connection:
        found = connection.execute("select seq, hash from journal order by seq").fetchall()
    return [f"#{seq}:{digest[:12]}" for seq, digest in found]


def unguarded(folder: Path, *statements: str) -> None:
    """Run statements with every guard dropped, and put the guards back."""
    with closing(sqlite3.connect(folder / "kinerja.db", isolation_level=None)) as connection:
        triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
        for _, statement in triggers:
            connection.execute(statement)


def test_a_sound_office_is_passed_over_in_silence(kinerja, sealed):
    for line in ("periksa", "periksa --rinci", f"periksa --sejak '{receipts(sealed)[4]}' --rinci"):
        result = kinerja(line)
        assert (result.stdout, result.stderr) == ("", ""), line


def test_the_demo_is_sound(kinerja, tmp_path):
    kinerja(["demo", str(tmp_path / "contoh")])
    result = kinerja(["-C", str(tmp_path / "contoh"), "periksa", "--rinci"])
    assert (result.stdout, result.stderr) == ("", "")


def test_an_office_without_any_entry_is_sound(kinerja):
    kinerja("init")
    assert kinerja("periksa --rinci").stdout == ""


def test_every_receipt_of_the_past_is_found_again(kinerja, sealed):
    for receipt in receipts(sealed):
        assert kinerja(["periksa", "--sejak", receipt]).stdout == ""


def test_one_digit_of_one_score_is_named_with_what_it_was(kinerja, sealed):
    unguarded(
        sealed, "update score set value = 7900 where employee = 1 and period = 202501 and criterion = 1"
    )
    result = kinerja("periksa", exit_code=8)
    assert result.stdout.splitlines() == [
        "score 197505052000031005 2025-TW1 disiplin value: kini 79.00, dahulu 70.00, menurut entri 6"
    ]
    assert "1 masalah ditemukan" in result.stderr


def test_a_receipt_with_another_hash_is_told(kinerja, sealed):
    digits = "0" * 12
    result = kinerja(f"periksa --sejak #5:{digits}".split(), exit_code=8)
    assert result.stdout.startswith("journal 5 hash: bukan yang ada pada tanda terima: kini #5:")


def test_a_file_put_back_to_before_an_entry_is_found_by_its_receipt_alone(kinerja, sealed):
    """The last entry, its rows and its seals are taken away so that everything fits again."""
    kept = receipts(sealed)[-1]
    older = (sealed / "kinerja.db").read_bytes()
    kinerja("unit tambah BARU 'Unit Baru'")
    newest = receipts(sealed)[-1]
    unguarded(
        sealed,
        "delete from unit where code = 'BARU'",
        "delete from seal where entry = 28",
        "delete from journal where seq = 28",
    )
    assert kinerja("periksa").stdout == ""
    assert kinerja(["periksa", "--sejak", kept]).stdout == ""
    result = kinerja(["periksa", "--sejak", newest], exit_code=8)
    assert (
        result.stdout
        == "journal 28: entri itu tidak ada: berkas dipotong atau dikembalikan ke keadaan lama\n"
    )
    (sealed / "kinerja.db").write_bytes(older)
    assert kinerja(["periksa", "--sejak", newest], exit_code=8).stdout == result.stdout


@pytest.mark.parametrize("text", ["57", "#57", "57:", "#57:abc", "#57:zzzzzzzzzzzz", "#-1:abcdef123456", "x"])
def test_a_receipt_that_is_none_is_a_fault_of_the_line(kinerja, sealed, text):
    result = kinerja(["periksa", "--sejak", text], exit_code=2)
    assert result.stdout == ""
    assert "tanda terima" in result.stderr


def test_what_the_file_says_cannot_move_the_cursor(kinerja, sealed):
    unguarded(sealed, 'create table "\x1b[2J" (x)')
    assert "\x1b" not in kinerja("periksa", exit_code=8).stdout


# What is done to the workspace, and what is then said of it: the trouble, an arrow, and the cure.
def _chmod(name: str, mode: int):
    return lambda folder: (folder / name).chmod(mode)


AROUND = {
    "a folder that others may write": (_chmod(".", 0o770), "mode 770", "chmod 750"),
    "rules that others may write": (_chmod("criteria.yaml", 0o666), "mode 666", "chmod 644"),
    "data that others may read": (_chmod("kinerja.db", 0o640), "mode 640", "chmod 600"),
    "a hard link": (
        lambda folder: (folder / "lain.db").hardlink_to(folder / "kinerja.db"),
        "punya tautan keras",
        "hapus nama yang lain",
    ),
    "a leftover of a report": (
        lambda folder: (folder / ".kinerja-0123.tmp").write_text("x"),
        "sisa berkas sementara .kinerja-0123.tmp",
        "rm ",
    ),
    "a journal of SQLite": (
        lambda folder: (folder / "kinerja.db-journal").write_bytes(b""),
        "sisa kinerja.db-journal",
        "akan dibatalkan",
    ),
    "a log of another program": (
        lambda folder: (folder / "kinerja.db-wal").write_bytes(b""),
        "sisa kinerja.db-wal",
        "tutup program itu",
    ),
    "broken rules": (
        lambda folder: (folder / "criteria.yaml").write_text("instansi: [\n"),
        "criteria.yaml:",
        "kinerja kriteria periksa",
    ),
    "rules that were edited and not applied": (
        lambda folder: (folder / "criteria.yaml").write_text(
            (folder / "criteria.yaml").read_text().replace("maks: 5\n", "maks: 4\n")
        ),
        "criteria.yaml berbeda dari aturan yang berlaku untuk 2025",
        "kinerja kriteria terapkan --tahun 2025",
    ),
}


@pytest.mark.parametrize("case", AROUND)
def test_each_trouble_around_the_data_is_told_with_its_cure(kinerja, sealed, case):
    do, trouble, cure = AROUND[case]
    do(sealed)
    assert kinerja("periksa").stdout == "", "without --rinci only the data is looked at"
    do(sealed) if case == "a journal of SQLite" else None
    lines = kinerja("periksa --rinci", exit_code=8).stdout.splitlines()
    assert len(lines) == 1, lines
    what, _, remedy = lines[0].partition(" → ")
    assert trouble in what
    assert cure in remedy


def test_a_database_that_is_only_a_link_is_told(kinerja, sealed, tmp_path):
    (sealed / "kinerja.db").rename(tmp_path / "asli.db")
    (sealed / "kinerja.db").symlink_to(tmp_path / "asli.db")
    (line,) = kinerja("periksa --rinci", exit_code=8).stdout.splitlines()
    assert f"hanya tautan ke {tmp_path / 'asli.db'}" in line


def test_a_network_file_system_is_told(kinerja, sealed, monkeypatch):
    monkeypatch.setattr(surroundings, "file_system_of", lambda _: "cifs")
    (line,) = kinerja("periksa --rinci", exit_code=8).stdout.splitlines()
    assert "sistem berkas jaringan (cifs)" in line


def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount():
    assert surroundings.file_system_of(Path("/proc/self")) == "proc"


def test_too_little_room_for_a_backup_is_told(kinerja, sealed, monkeypatch):
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    (line,) = kinerja("periksa --rinci", exit_code=8).stdout.splitlines()
    assert "ruang kosong tinggal 0 MiB" in line


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_whoever_may_not_write_is_told_so(sealed):
    """As an ordinary user: root writes every file, whatever its mode."""
    folder = Path("/tmp") / f"kinerja-uji-{os.getpid()}"  # noqa: S108 - others must be able to reach it
    shutil.copytree(sealed, folder)
    try:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 65534, 65534)
        (folder / "kinerja.db").chmod(0o400)
        line = [
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            sys.executable,
            "-m",
            "kinerja_cli",
        ]
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [*line, "-C", str(folder), "periksa", "--rinci"],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
        if "No module named" in done.stderr or "Permission denied" in done.stderr:
            pytest.skip("an ordinary user can't reach this Python")
        assert (done.returncode, done.stdout) == (
            8,
            f"{folder}/kinerja.db tidak dapat ditulis → chmod u+rw {folder}/kinerja.db\n",
        )
    finally:
        shutil.rmtree(folder)


def test_somebody_elses_files_are_told(kinerja, sealed):
    if os.getuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(sealed / "kinerja.db", 65534, 65534)
    assert "milik pemakai lain (uid 65534)" in kinerja("periksa --rinci", exit_code=8).stdout


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (x)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


NOT_A_FILE = {
    "a file of another program": (_foreign, 6, "milik aplikasi lain"),
    "an empty file": (lambda path: path.write_bytes(b""), 6, "kosong (0 bita)"),
    "a text": (lambda path: path.write_text("bukan basis data\n" * 99), 6, "bukan basis data SQLite"),
    "half a file": (lambda path: path.write_bytes(path.read_bytes()[:5000]), 6, "rusak"),
    "a folder": (_folder, 6, "bukan berkas"),
    "nothing": (lambda path: path.unlink(), 4, "kinerja.db"),
}


@pytest.mark.parametrize("rinci", ["", " --rinci"])
@pytest.mark.parametrize("case", NOT_A_FILE)
def test_what_is_no_database_of_ours_is_refused_as_everywhere(kinerja, sealed, case, rinci):
    do, code, words = NOT_A_FILE[case]
    do(sealed / "kinerja.db")
    result = kinerja("periksa" + rinci, exit_code=code)
    assert result.stdout == ""
    assert words in result.stderr


def test_a_damaged_page_is_told_by_the_check_itself(kinerja, sealed):
    path = sealed / "kinerja.db"
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("select rootpage from sqlite_schema where name = 'score'").fetchone()[0]
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    lines = kinerja("periksa", exit_code=8).stdout.splitlines()
    assert any(line.startswith("berkas: ") for line in lines)
    assert kinerja("periksa --rinci", exit_code=8).stdout.splitlines() == lines


def test_a_busy_file_is_busy_and_not_damaged(kinerja, sealed, monkeypatch):
    from kinerja_cli.storage import database

    monkeypatch.setattr(database, "WAIT_SECONDS", 0)
    with closing(sqlite3.connect(sealed / "kinerja.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert kinerja("periksa", exit_code=5).stdout == ""


def test_a_file_of_the_first_release_is_upgraded_and_sound(kinerja, sealed):
    shutil.copy(_V1, sealed / "kinerja.db")
    (sealed / "kinerja.db").chmod(0o600)
    result = kinerja("periksa")
    assert result.stdout == ""
    assert "ditingkatkan" in result.stderr
    assert kinerja("periksa").stderr == ""


def test_the_receipt_of_an_empty_journal_is_kept_by_every_file(kinerja):
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    assert kinerja(["periksa", "--sejak", "#0:000000000000"]).stdout == ""

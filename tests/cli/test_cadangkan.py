"""kinerja cadangkan: a copy that was checked, named by its receipt, and the newest few of them kept."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.services import backup

NAME = r"kinerja-\d{8}T\d{6}Z-(\d+)-([0-9a-f]{12})\.db"
NIP = "198503152010012001"


@pytest.fixture
def backed_up(kinerja, office):  # noqa: ARG001 - there has to be something to back up
    """``backed_up("--simpan 2")``: back up; returns the path that was printed."""

    def run(words: str = "", **how: object) -> Path:
        lines = kinerja(f"cadangkan {words}", **how).stdout.splitlines()
        assert len(lines) == 1
        return Path(lines[0])

    return run


def score(kinerja, value: int) -> None:
    kinerja(f"nilai catat {NIP} 2025-TW1 disiplin={value} --koreksi --alasan uji")


def stored(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.iterdump())  # a copy has its indexes before its triggers


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.db"))


def tampered(path: Path) -> None:
    """One digit of a score, by another program that knows how to get by the triggers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        kept = dict(connection.execute("select name, sql from sqlite_schema where name like '%score_update'"))
        for name in kept:
            connection.execute(f"drop trigger {name}")
        assert connection.execute("update score set value = value + 100").rowcount > 0
        for statement in kept.values():
            connection.execute(statement)


def test_a_backup_holds_everything_and_is_named_by_its_receipt(kinerja, office):
    score(kinerja, 88)
    said = kinerja("cadangkan")
    path = Path(said.stdout.strip())
    assert path.parent == office / "cadangan"
    assert stored(path) == stored(office / "kinerja.db")
    seq, digest = re.fullmatch(NAME, path.name).groups()
    assert said.receipt == f"#{seq}:{digest}"
    assert said.stderr == "Cadangan dibuat dan diperiksa.\n"
    with closing(sqlite3.connect(office / "kinerja.db")) as connection:
        assert connection.execute("select max(seq) from journal").fetchone() == (int(seq),)
        (whole,) = connection.execute("select hash from journal where seq = ?", [seq]).fetchone()
    assert whole.startswith(digest)
    assert path.with_suffix(".yaml").read_bytes() == (office / "criteria.yaml").read_bytes()


def test_what_is_made_is_private_whatever_the_umask_allows(backed_up):
    old = os.umask(0o022)
    try:
        path = backed_up()
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (path, path.with_suffix(".yaml"))}
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".db", ".yaml"]  # no leftover, no journal


def test_without_a_change_no_second_backup_is_made(kinerja, backed_up):
    first = backed_up()
    again = kinerja("cadangkan")
    assert again.stdout == f"{first}\n"
    assert again.stderr == "Tidak ada perubahan sejak cadangan terakhir.\n"
    assert databases(first.parent) == [first.name]
    score(kinerja, 70)
    assert backed_up() != first


def test_changed_rules_are_a_change(office, backed_up):
    first = backed_up()
    with (office / "criteria.yaml").open("a") as rules:
        rules.write("# catatan\n")
    second = backed_up()
    assert second != first
    assert second.with_suffix(".yaml").read_text().endswith("# catatan\n")
    assert not first.with_suffix(".yaml").read_text().endswith("# catatan\n")


@pytest.mark.parametrize("spoil", [tampered, lambda path: path.write_bytes(path.read_bytes()[:-4096])])
def test_a_backup_that_is_no_longer_good_is_not_relied_on(kinerja, office, backed_up, spoil):
    score(kinerja, 70)
    first = backed_up()
    spoil(first)
    second = backed_up()
    assert second != first
    assert stored(second) == stored(office / "kinerja.db")


def test_a_database_that_was_tampered_with_is_not_backed_up_and_no_old_backup_is_dropped(
    kinerja, office, backed_up
):
    score(kinerja, 70)
    good = backed_up()
    score(kinerja, 71)
    tampered(office / "kinerja.db")
    said = kinerja("cadangkan --simpan 1", exit_code=8)
    assert said.stdout == ""
    assert "score" in said.stderr
    assert "tidak lolos pemeriksaan" in said.stderr
    assert [path.name for path in sorted(good.parent.iterdir())] == [
        good.name,
        good.with_suffix(".yaml").name,
    ]


def test_a_copy_that_is_no_part_of_the_live_history_is_no_backup(kinerja, office, monkeypatch):
    """However sound it is: SQLite, or a file system, gave something else than what was asked for."""
    kinerja("init lain")
    kinerja("-C lain unit tambah UMUM Umum")
    other = office / "lain" / "kinerja.db"
    monkeypatch.setattr(backup, "write_copy", lambda _, temporary: shutil.copyfile(other, temporary))
    said = kinerja("cadangkan", exit_code=6)
    assert said.stdout == ""
    assert "tidak ada dalam" in said.stderr
    assert list((office / "cadangan").iterdir()) == []


def test_the_newest_few_are_kept(kinerja, office, backed_up):
    made = []
    for value in range(5):
        score(kinerja, 60 + value)
        made.append(backed_up("--simpan 0"))
    assert databases(office / "cadangan") == sorted(path.name for path in made)
    score(kinerja, 90)
    said = kinerja("cadangkan --simpan 3")
    assert said.stderr.startswith("3 cadangan lama dihapus.\n")
    kept = sorted([*(path.name for path in made[-2:]), Path(said.stdout.strip()).name])
    assert databases(office / "cadangan") == kept
    assert sorted(path.stem for path in (office / "cadangan").glob("*.yaml")) == [
        Path(name).stem for name in kept
    ]


def test_fourteen_are_kept_unless_told(kinerja, office, backed_up):
    for value in range(16):
        score(kinerja, 50 + value)
        backed_up()
    assert len(databases(office / "cadangan")) == 14


def test_only_backups_of_this_database_are_dropped(kinerja, backed_up):
    first = backed_up()
    folder = first.parent
    others = [
        "kinerja-20200101T000000Z-3-0123456789ab.db",  # of another workspace that shares the folder
        "kinerja-20200101T000000Z-66-skema1.db",  # from before an upgrade
        f"salinan {first.name}",
        "kinerja.db",
        "catatan.txt",
    ]
    for name in others:
        (folder / name).write_text("milik orang lain")
    score(kinerja, 61)
    second = backed_up("--simpan 1")
    assert not first.exists()
    assert second.exists()
    assert all((folder / name).exists() for name in others)


def test_the_one_just_made_is_never_dropped_even_if_the_clock_went_back(kinerja, backed_up):
    first = backed_up()
    future = first.rename(first.with_name(first.name.replace("kinerja-20", "kinerja-21")))
    score(kinerja, 62)
    second = backed_up("--simpan 1")
    assert second.exists()
    assert not future.exists()


def test_another_folder_may_be_named(kinerja, office, tmp_path, backed_up):
    path = backed_up(str(tmp_path / "aman"))
    assert path.parent == tmp_path / "aman"
    assert not (office / "cadangan").exists()
    assert "buat dahulu" in kinerja(f"cadangkan {tmp_path / 'tidak' / 'ada'}", exit_code=4).stderr
    (tmp_path / "berkas").touch()
    assert "bukan folder" in kinerja(f"cadangkan {tmp_path / 'berkas'}", exit_code=6).stderr


@pytest.mark.parametrize("name", ["file:x?mode=memory", "a'b", "dua kata"])
def test_a_folder_is_a_name_and_nothing_else(kinerja, office, name):
    (path,) = (Path(line) for line in kinerja(["cadangkan", name]).stdout.splitlines())
    assert stored(office / path) == stored(office / "kinerja.db")


def test_an_empty_database_is_backed_up_as_well(kinerja):
    kinerja("init")
    said = kinerja("cadangkan")
    assert re.fullmatch(NAME, Path(said.stdout.strip()).name).groups() == ("0", "0" * 12)
    assert kinerja("cadangkan").stdout == said.stdout


@pytest.mark.usefixtures("office")
def test_a_quiet_run_prints_the_path_alone(kinerja):
    said = kinerja("cadangkan -q")
    assert said.stdout.count("\n") == 1
    assert said.stderr == ""


def test_leftovers_of_killed_runs_are_swept_after_a_day(backed_up):
    folder = backed_up().parent
    old, new = (folder / f".kinerja-{number * 16}.tmp" for number in "01")
    journal = folder / f"{old.name}-journal"
    for path in (old, new, journal):
        path.touch()
    for path in (old, journal):
        os.utime(path, (1, 1))
    backed_up()
    assert not old.exists()
    assert not journal.exists()
    assert new.exists()


@pytest.mark.usefixtures("office")
def test_a_database_on_a_network_file_system_is_remarked_upon(kinerja, monkeypatch):
    monkeypatch.setattr("kinerja_cli.storage.surroundings.file_system_of", lambda _: "nfs4")
    assert "sistem berkas jaringan (nfs4)" in kinerja("cadangkan").stderr


@pytest.mark.usefixtures("office")
def test_two_runs_at_once_do_not_drop_each_others(workspace):
    words = [sys.executable, "-m", "kinerja_cli", "cadangkan", "salinan", "--simpan", "1", "-q"]
    for _ in range(4):
        pair = [subprocess.Popen(words, cwd=workspace, stdout=subprocess.PIPE) for _ in range(2)]
        assert all(process.communicate()[0] for process in pair)
        assert [process.returncode for process in pair] == [0, 0]
        assert list((workspace / "salinan").glob("kinerja-*.db"))
        shutil.rmtree(workspace / "salinan")


def test_a_backup_of_an_empty_database_is_anybodys_and_stays(kinerja, tmp_path):
    (tmp_path / "lain").mkdir()
    kinerja(f"init {tmp_path / 'lain'}")
    kept = kinerja(f"-C {tmp_path / 'lain'} cadangkan {tmp_path / 'bersama'}").stdout.strip()
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    kinerja(f"cadangkan {tmp_path / 'bersama'} --simpan 1")
    assert Path(kept).exists()

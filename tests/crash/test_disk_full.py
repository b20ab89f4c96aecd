"""A disk that is full before the command is done: one clear message, and the state before."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from crashing import Office

FEW_PAGES = """
from kinerja_cli.storage import database
database._PRAGMAS = (*database._PRAGMAS, "max_page_count = 1")
"""


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(300)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(filler: Path) -> None:
    """Take all the room that is left."""
    with filler.open("wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(bytes(4096))


def test_a_database_that_may_not_grow_is_full(office):
    before = office.state()
    file = office.score_file("nilai.csv", lambda i: 60 + i % 40)
    said = office.run("nilai", "impor", str(file), plant=FEW_PAGES, code=6).stderr
    assert said == f"Basis data {office.database} tidak dapat ditulis: penyimpanan penuh.\n"
    assert office.state() == before
    assert not office.journal.exists()


def test_a_limit_on_the_size_of_files_is_told_and_nothing_is_kept(office):
    before = office.state()
    file = office.score_file("nilai.csv", lambda i: 60 + i % 40)
    limit = office.database.stat().st_size
    done = subprocess.run(
        office.words("nilai", "impor", str(file)),
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 6, done.stderr
    assert "batas ukuran" in done.stderr
    assert office.state() == before


def test_a_full_disk_keeps_what_was_there_and_works_again_once_there_is_room(office, small_disk):
    moved = Office(small_disk / "kerja", office.people)
    shutil.copytree(office.folder, moved.folder)
    file = office.score_file("nilai.csv", lambda i: 60 + i % 40)
    before = moved.state()
    filler = small_disk / "isi"
    fill(filler)
    said = moved.run("nilai", "impor", str(file), code=6).stderr
    assert said.endswith("penyimpanan penuh.\n")
    assert said.count("\n") == 1
    assert moved.state() == before
    filler.unlink()
    moved.run("nilai", "impor", str(file))
    assert moved.state() != before


def test_a_workspace_on_a_full_disk_leaves_nothing_half_made(small_disk):
    fill(small_disk / "isi")
    folder = small_disk / "kerja"
    done = subprocess.run(
        [sys.executable, "-m", "kinerja_cli", "init", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 6
    assert done.stderr.endswith("penyimpanan penuh.\n")
    assert [path.name for path in folder.iterdir()] == []

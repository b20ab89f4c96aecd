"""A report that is killed while it is written: the old file or the new one, never a mix."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crashing import needs_strace, report
from scenes import NAMED, READING, TEMPORARY

# Writes a report of A's, then one of B's, and so on until it is killed; through the program's own writer.
WRITER = """
import sys
from kinerja_cli.render.output import atomic_output
print("siap", flush=True)
while True:
    for letter in (b"A", b"B"):
        with atomic_output(sys.argv[1]) as out:
            for _ in range(250):
                out.write(letter * 4000)
"""
IN_PLACE = """
from contextlib import contextmanager
from kinerja_cli.render import output
output.atomic_output = lambda path: open(path, "wb")
"""
SIZE = 1_000_000


def _kill_writers(target: Path, rounds: int, plant: str = "") -> tuple[int, int]:
    """Returns how many kills left an unfinished file beside the target, and how many a torn target."""
    chance, beside, torn = random.Random(5), 0, 0
    for _ in range(rounds):
        writer = subprocess.Popen([sys.executable, "-c", plant + WRITER, str(target)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0.005, 0.03))
        writer.kill()
        writer.communicate()
        left = list(target.parent.glob(".kinerja-*.tmp"))
        beside += bool(left)
        for path in left:
            path.unlink()
        if target.exists():
            text = target.read_bytes()
            torn += len(text) != SIZE or len(set(text)) != 1
    return beside, torn


def test_a_killed_writer_never_leaves_a_mix(tmp_path):
    beside, torn = _kill_writers(tmp_path / "rekap.csv", rounds=20)
    assert torn == 0
    assert beside > 0  # else no kill hit the writing


def test_a_report_that_is_written_in_place_is_caught(tmp_path):
    assert _kill_writers(tmp_path / "rekap.csv", rounds=15, plant=IN_PLACE)[1] > 0


def test_what_a_killed_command_left_is_swept_by_the_next_one_after_a_day(day, forks):
    needs_strace()
    scene = next(scene for scene in READING if scene.file)
    words, paths, folder = scene.words(day.office), day.paths(scene), day.office.folder
    day.before(scene)
    assert forks.trace(words, paths, "rename:signal=SIGKILL:when=1", NAMED).code == -9
    assert not (folder / scene.file).exists()
    assert (folder / TEMPORARY).stat().st_size > 0
    assert forks.run(words).code == 0
    assert (folder / TEMPORARY).exists()  # it may be another command's that is still at it
    os.utime(folder / TEMPORARY, (time.time() - 100_000,) * 2)
    assert forks.run(words).code == 0
    assert not (folder / TEMPORARY).exists()


@pytest.mark.slow
def test_hundreds_of_killed_writers_never_leave_a_mix(tmp_path):
    beside, torn = _kill_writers(tmp_path / "rekap.csv", rounds=300)
    report(f"report writers killed 300, unfinished files beside {beside}, torn {torn}")
    assert torn == 0
    assert beside > 50

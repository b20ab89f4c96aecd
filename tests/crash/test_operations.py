"""Killed from inside, at every hundredth operation of SQLite's own machine: needs no permission to trace anything."""

from __future__ import annotations

import re

import pytest
from crashing import COMMIT_BY_THE_HUNDRED, Unsound, report
from forking import Forks
from scenes import SCENES, Day, Scene, look

from kinerja_cli.errors import KinerjaError

EVERY = 100  # operations of the virtual machine
# counts on the one connection that writes, and tells at the end how often it came by
COUNTED = f"""
import atexit, os, signal, sys
from kinerja_cli.storage import database
steps = [0, {{last}}]
def step():
    steps[0] += 1
    if steps[0] == steps[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0
def connect(path, mode="rw", _connect=database.connect):
    connection = _connect(path, mode)
    connection.set_progress_handler(step, {EVERY})
    return connection
database.connect = connect
atexit.register(lambda: sys.stderr.write(f"\\nlangkah {{steps[0]}}\\n"))
"""
KILLED = [scene for scene in SCENES if scene.name in ("nilai impor", "tahun tutup", "hapus-data")]


def _kill(day: Day, forks: Forks, scene: Scene, points: int, plant: str = "") -> tuple[int, int, list[str]]:
    """At how many steps it was killed, how many there are, and what was wrong; all steps where *points* is 0."""
    day.before(scene)
    before, words = look(day.office, scene), scene.words(day.office)
    told = forks.run(words, COUNTED.replace("{last}", "0")).stderr
    steps = int(re.findall(r"^langkah (\d+)$", told, re.MULTILINE)[0])
    after, wrong, killed = look(day.office, scene), [], 0
    assert before.rows != after.rows
    for last in range(1, steps + 1, max(1, steps // points) if points else 1):
        day.before(scene)
        ended = forks.run(words, COUNTED.replace("{last}", str(last)) + plant)
        assert plant or ended.code == -9, ended
        killed += 1
        try:
            now = look(day.office, scene)
        except (Unsound, KinerjaError) as error:
            wrong.append(f"{last}: no sound file: {error}")
            continue
        if now.rows not in (before.rows, after.rows):
            wrong.append(f"{last}: neither the state before nor the state after")
        elif now.rows == before.rows and re.search(scene.told, ended.stderr, re.MULTILINE):
            wrong.append(f"{last}: acknowledged, and not there")
    return killed, steps, wrong


@pytest.mark.parametrize("scene", KILLED, ids=lambda scene: scene.name)
def test_a_command_killed_between_operations_leaves_the_state_before_or_after(day, forks, scene):
    killed, steps, wrong = _kill(day, forks, scene, points=25)
    assert wrong == []
    assert min(25, steps) <= killed


@pytest.mark.slow
@pytest.mark.parametrize("scene", KILLED, ids=lambda scene: scene.name)
def test_a_command_may_be_killed_at_every_hundredth_operation(day, forks, scene):
    killed, steps, wrong = _kill(day, forks, scene, points=0)
    report(f"{scene.name}: killed at all of {steps} steps of {EVERY} operations, violations {len(wrong)}")
    assert wrong == []
    assert killed == steps


def test_an_import_that_commits_in_pieces_is_caught_between_operations(day, forks):
    assert _kill(day, forks, KILLED[0], points=25, plant=COMMIT_BY_THE_HUNDRED)[2]

"""The next command repairs what a killed one left; that can be killed as well, once and twice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from crashing import Unsound, is_hot, needs_strace, report
from forking import Forks
from scenes import SCENES, Day, look

from kinerja_cli.errors import KinerjaError

SCENE = next(scene for scene in SCENES if scene.name == "nilai impor")
REPAIRS = [("pwrite64", 3), ("pread64", 24), ("fdatasync", 1), ("unlink", 1)]  # and how many of each it makes
BLIND_EYE = """
from pathlib import Path
Path({journal!r}).unlink(missing_ok=True)
"""


@pytest.fixture(scope="module", autouse=True)
def _traceable() -> None:
    needs_strace()


def _looking(day: Day) -> Sequence[str]:
    return ("-C", str(day.office.folder), "periode", "daftar")


def _paths(day: Day) -> list[Path]:
    return [day.office.database, day.office.journal, day.office.folder]


# ---- killed once, at every call of the repair


def _kill_the_repair(day: Day, forks: Forks, stride: int) -> tuple[int, int]:
    """Returns how many repairs were killed, and how many of them left the journal for the next one."""
    day.before(SCENE)
    office, paths = day.office, _paths(day)
    before = look(office, SCENE)
    last = forks.calls(SCENE.words(office), paths)["unlink"]  # the first ones end the pass that only counts
    day.before(SCENE)
    assert forks.trace(SCENE.words(office), paths, f"unlink:signal=SIGKILL:when={last}").code == -9
    assert is_hot(office.journal)
    half, journal = office.database.read_bytes(), office.journal.read_bytes()
    calls = forks.calls(_looking(day), paths)
    assert calls["pwrite64"] >= 3
    assert not office.journal.exists()
    kills = [f"{call}:signal=SIGKILL:when={n + 1}" for call in sorted(calls) for n in range(calls[call])]
    left = 0
    for inject in kills[::stride]:
        office.database.write_bytes(half)
        office.journal.write_bytes(journal)
        assert forks.trace(_looking(day), paths, inject).code == -9
        left += office.journal.exists()
        assert look(office, SCENE) == before, inject
    return len(kills[::stride]), left


def test_a_repair_that_is_killed_is_repaired_by_the_next_command(day, forks):
    killed, left = _kill_the_repair(day, forks, stride=7)
    assert 0 < left < killed


@pytest.mark.slow
def test_a_repair_may_be_killed_at_every_single_file_call(day, forks):
    killed, left = _kill_the_repair(day, forks, stride=1)
    report(f"repairs killed {killed}, of which {left} left the journal; violations 0")
    assert 0 < left < killed


# ---- the command killed anywhere, then its repair, then the repair of the repair


def _compound(day: Day, forks: Forks, rounds: int, plant: str = "") -> tuple[int, int, list[str]]:
    """In how many rounds there was something to repair, how many repairs were cut short, and what went wrong."""
    chance, office, paths = random.Random(3), day.office, _paths(day)
    day.before(SCENE)
    before = look(office, SCENE)
    calls = forks.calls(SCENE.words(office), paths)
    after = look(office, SCENE)
    hot = cut = 0
    wrong = []
    for number in range(rounds):
        day.before(SCENE)
        call = chance.choice(("pwrite64", "pwrite64", "fdatasync", "unlink"))
        first = f"{call}:signal=SIGKILL:when={chance.randint(calls[call] * 3 // 4 + 1, calls[call])}"
        assert forks.trace(SCENE.words(office), paths, first).code == -9
        hot += is_hot(office.journal)
        for _ in range(2):
            call, most = chance.choice(REPAIRS)
            again = f"{call}:signal=SIGKILL:when={chance.randint(1, most)}"
            forks.trace(_looking(day), paths, again, plant.format(journal=str(office.journal)))
            cut += is_hot(office.journal)
        if look(office, SCENE) not in (before, after):
            wrong.append(f"{number}: {first}")
    return hot, cut, wrong


def test_a_crash_and_two_crashes_while_it_is_repaired_lose_nothing(day, forks):
    hot, cut, wrong = _compound(day, forks, 24)
    assert wrong == []
    assert hot >= 16
    assert cut >= 24


@pytest.mark.slow
def test_sixty_crashes_of_crashes_lose_nothing(day, forks):
    hot, cut, wrong = _compound(day, forks, 60)
    report(f"compound crashes 60: {hot} with a journal, {cut} repairs cut short, violations {len(wrong)}")
    assert wrong == []
    assert hot >= 40
    assert cut >= 60


def test_a_repair_that_throws_the_journal_away_is_caught(day, forks):
    try:
        wrong = _compound(day, forks, 24, BLIND_EYE)[2]
    except (Unsound, KinerjaError):
        return
    assert wrong

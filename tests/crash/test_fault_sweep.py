"""Every file call of every command that writes fails once: by SIGKILL, by EIO, by ENOSPC."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashing import SAY_THAT_NOTHING_WAS_SAVED, TELL_BEFORE_COMMIT, needs_strace, report
from forking import Ended, Forks
from scenes import NAMED, READING, SCENES, Day, Left, Scene, is_whole, look

import kinerja_cli.services

FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
DOCUMENTED = {0, 3, 4, 5, 6, 8, 9, -9}
UNCHANGED = {3, 4, 5, 6}
STRIDE = 37  # prime, so that a sample wanders over calls and faults alike
# of nouns whose commands all keep their rows in the same way, the short form looks at one that brings a file, or makes
_ALIKE = (
    "sasaran",
    "tujuan",
    "kegiatan",
    "layanan",
    "rencana",
    "pembinaan",
    "skm",
    "disiplin",
    "program",
    "unit",
)
_ONE_OF_THEM = {
    "sasaran impor", "kegiatan hadir --impor", "layanan impor", "rencana tambah", "pembinaan catat", "skm impor",
    "disiplin catat", "program tambah", "unit impor",
}  # fmt: skip
SHORT = [scene for scene in SCENES if scene.name.split()[0] not in _ALIKE or scene.name in _ONE_OF_THEM]


@dataclass(frozen=True)
class Expected:
    """What a scene finds, and what it leaves when nobody disturbs it."""

    scene: Scene
    before: Left
    after: Left

    def faults(self, ended: Ended, now: Left) -> Iterator[str]:
        """What is wrong with this ending."""
        told = bool(self.scene.told) and re.search(self.scene.told, ended.stderr, re.MULTILINE) is not None
        saved = now.rows == self.after.rows
        done = saved and (now.file is None) == (self.after.file is None)
        checks = {
            "an exit code that is not documented": ended.code not in DOCUMENTED,
            "a traceback": "Traceback" in ended.stderr,
            "neither the state before nor the state after": not saved and now.rows != self.before.rows,
            "a file that is not whole": now.file is not None
            and not is_whole(now.file, self.after.file or b""),
            "given out before it was journalled": now.file is not None and not saved,
            "acknowledged, and not there": not done and (told or ended.code == 0),
            "told as unchanged, and saved": ended.code in UNCHANGED and not self._may_be_saved(ended, now),
        }
        yield from (fault for fault, holds in checks.items() if holds)

    def _may_be_saved(self, ended: Ended, now: Left) -> bool:
        if now.rows == self.before.rows:
            return True
        if self.scene.afterwards is not None:
            return self.scene.afterwards in ended.stderr
        return bool(self.scene.file)  # the looking was journalled, what failed is giving out


def points(calls: Counter[str], stride: int) -> Iterator[str]:
    every = [
        f"{call}:{fault}:when={number}"
        for call in sorted(calls)
        for fault in FAULTS
        for number in range(1, calls[call] + 1)
    ]
    # the last ones of all first: around the end of COMMIT a sample must not miss
    ends = [
        f"{call}:{fault}:when={calls[call]}"
        for call in ("fdatasync", "unlink")
        if calls[call]
        for fault in FAULTS
    ]
    yield from dict.fromkeys((*ends, *every[::stride]))


def _sweep(
    day: Day, forks: Forks, scene: Scene, stride: int, plant: str = ""
) -> tuple[Counter[int], list[str]]:
    """All chosen points of one command; returns the exit codes and the violations."""
    day.before(scene)
    before, paths, words = look(day.office, scene), day.paths(scene), scene.words(day.office)
    calls = forks.calls(words, paths, NAMED + plant)
    expected = Expected(scene, before, look(day.office, scene))
    assert (before.rows != expected.after.rows) is bool(scene.told)
    codes: Counter[int] = Counter()
    violations = []
    for inject in points(calls, stride):
        day.before(scene)
        ended = forks.trace(words, paths, inject, NAMED + plant)
        codes[ended.code] += 1
        found = expected.faults(ended, look(day.office, scene))
        told = f"({ended.code}: {ended.stderr[-300:]})"
        violations += [f"{scene.name}, {inject}: {fault} {told}" for fault in found]
    return codes, violations


@pytest.fixture(scope="module", autouse=True)
def _traceable() -> None:
    needs_strace()


@pytest.mark.parametrize("scene", SHORT, ids=lambda scene: scene.name)
def test_a_failed_file_call_leaves_the_state_before_or_after_and_never_a_false_word(day, forks, scene):
    codes, violations = _sweep(day, forks, scene, STRIDE)
    assert violations == []
    assert {-9, 6} <= set(codes), codes


@pytest.mark.parametrize("scene", READING, ids=lambda scene: scene.name)
def test_a_failed_file_call_of_a_reading_command_is_a_failure_of_storage_and_no_bug(day, forks, scene):
    codes, violations = _sweep(day, forks, scene, STRIDE)
    assert violations == []
    assert 6 in codes, codes


@pytest.mark.slow
@pytest.mark.parametrize("scene", [*SCENES, *READING], ids=lambda scene: scene.name)
def test_every_single_file_call_may_fail(day, forks, scene):
    codes, violations = _sweep(day, forks, scene, stride=1)
    report(f"{scene.name}: {codes.total()} runs, exit codes {dict(codes)}, violations {len(violations)}")
    assert violations == []
    assert ({-9, 0, 6, 9} if scene.told else {-9, 0, 6}) <= set(codes), codes


def test_erasing_that_cannot_look_at_the_bytes_says_so_and_that_it_is_done(day, forks):
    scene = next(scene for scene in SCENES if scene.name == "hapus-data")
    words, paths = scene.words(day.office), [day.office.database]
    day.before(scene)
    reads = forks.calls(words, paths)["read"]  # SQLite itself reads by pread64
    assert reads > 0
    for number in range(1, reads + 1):
        day.before(scene)
        ended = forks.trace(words, paths, f"read:error=EIO:when={number}")
        assert ended.code == 6
        assert "Datanya sudah dihapus dari tabel" in ended.stderr
        again = forks.run(words)
        assert again.code == 4  # nothing in the file knows that NIP any more
        assert "tidak ditemukan" in again.stderr


def test_no_command_that_writes_is_left_out():
    """Known from the services: every use case names its command where it opens the gate."""
    services = Path(kinerja_cli.services.__path__[0])
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(services.glob("*.py")))
    writing = set(re.findall(r'\.write\(\s*"([a-z -]+)"', code))
    assert len(writing) > 17
    assert writing <= {scene.name for scene in SCENES}


@pytest.mark.parametrize(
    ("plant", "fault"),
    [(SAY_THAT_NOTHING_WAS_SAVED, "told as unchanged"), (TELL_BEFORE_COMMIT, "acknowledged, and not there")],
    ids=["sure of nothing saved", "too early"],
)
def test_a_command_that_says_more_than_it_knows_is_caught(day, forks, plant, fault):
    scene = next(scene for scene in SCENES if scene.name == "nilai catat")
    _, violations = _sweep(day, forks, scene, stride=10_000, plant=plant)
    assert any(fault in violation for violation in violations), violations

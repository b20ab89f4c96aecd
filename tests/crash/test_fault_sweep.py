"""Every file call of a command that writes fails once: by SIGKILL, by EIO, by ENOSPC."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashing import (
    SAY_THAT_NOTHING_WAS_SAVED,
    START,
    SYNC_NOTHING,
    TELL_BEFORE_COMMIT,
    Office,
    needs_strace,
    nip,
    report,
)

from kinerja_cli.storage.database import open_database

CALLS = (
    "openat,close,read,pread64,write,pwrite64,lseek,fstat,newfstatat,fcntl,fsync,fdatasync,ftruncate,"
    "unlink,rename,link,mkdir,fchmod"
)
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
DOCUMENTED = {0, 3, 4, 5, 6, 9, -9}
UNCHANGED = {3, 4, 5, 6}
STRIDE = 61  # prime, so that a sample wanders over calls and faults alike

# the name of a temporary file is drawn; a traced command gets one that can be named to strace
_NAMED = "import os\nos.urandom = bytes\n"


@dataclass(frozen=True)
class Scene:
    """One command with everything that it touches."""

    name: str
    line: Sequence[str]
    told: str  # a pattern of the line that acknowledges it; empty where the command only reads


@dataclass(frozen=True)
class Hit:
    """How one run with one failed call ended."""

    code: int
    stderr: str
    told: bool

    def faults(self, before: object, after: object, now: object) -> list[str]:
        """What is wrong with this ending."""
        checks = {
            "an exit code that is not documented": self.code not in DOCUMENTED,
            "a traceback": "Traceback" in self.stderr,
            "neither the state before nor the state after": now not in (before, after),
            "acknowledged, and not there": now != after and (self.told or self.code == 0),
            "told as unchanged, and saved": self.code in UNCHANGED and now != before,
        }
        return [fault for fault, holds in checks.items() if holds]


def _strace(paths: Sequence[Path], *, log: str = "/dev/null", inject: str = "") -> list[str]:
    traced = [word for path in paths for word in ("-P", str(path))]
    injected = ["-e", f"inject={inject}"] if inject else []
    return ["strace", "-f", "-qq", "-y", "-o", log, "-e", f"trace={CALLS}", *injected, *traced]


def _run(words: Sequence[str], told: str) -> Hit:
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False, timeout=60)
    code = -9 if done.returncode == 137 else done.returncode  # strace dies as its child did, or says so
    return Hit(code, done.stderr, bool(told) and re.search(told, done.stderr, re.MULTILINE) is not None)


def _calls(words: Sequence[str], paths: Sequence[Path], log: Path) -> Counter[str]:
    subprocess.run([*_strace(paths, log=str(log)), *words], capture_output=True, cwd="/", check=True)
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))


def _points(calls: Counter[str], stride: int) -> Iterator[tuple[str, str]]:
    every = [
        (call, f"{call}:{fault}:when={number}")
        for call in sorted(calls)
        for fault in FAULTS
        for number in range(1, calls[call] + 1)
    ]
    # the last ones of all first: around the end of COMMIT a sample must not miss
    ends = [
        (call, f"{call}:{fault}:when={calls[call]}") for call in ("fdatasync", "unlink") for fault in FAULTS
    ]
    chosen = dict.fromkeys((*(point for point in ends if calls[point[0]]), *every[::stride]))
    yield from chosen


SCENES = (
    Scene("nilai impor", ("nilai", "impor", "{file}"), r"^\d+ nilai: \d+ baru"),
    Scene("nilai catat", ("nilai", "catat", nip(0), "2025-TW1", "disiplin=88"), r"^\d+ nilai: \d+ baru"),
    Scene("periode buka", ("periode", "buka", "2025-TW3"), r"^Dibuka: "),
)
READING = (
    Scene("rekap tahunan", ("rekap", "tahunan", "2025", "--format", "csv"), ""),
    Scene("status", ("status", "--tanggal", "2025-03-31"), ""),
)


def _sweep(office: Office, scene: Scene, stride: int, plant: str = "") -> tuple[Counter[int], list[str]]:
    """All chosen points of one command; returns the exit codes and the violations."""
    file = office.score_file("nilai.csv", lambda i: 60 + i)
    line = [word.format(file=file) for word in scene.line]
    words = office.words(*line, plant=plant)
    paths = [
        office.database,
        office.journal,
        office.folder,
        file,
        office.folder / "criteria.yaml",
    ]
    kept, before = office.database.read_bytes(), office.state()
    calls = _calls(words, paths, office.folder / "jejak")
    after = office.state()
    assert (before != after) is bool(scene.told)
    codes: Counter[int] = Counter()
    violations = []
    for _, inject in _points(calls, stride):
        office.reset(kept)
        hit = _run([*_strace(paths, inject=inject), *words], scene.told)
        codes[hit.code] += 1
        found = hit.faults(before, after, office.state())
        violations += [
            f"{scene.name}, {inject}: {fault} ({hit.code}: {hit.stderr[-300:]})" for fault in found
        ]
    office.reset(kept)
    return codes, violations


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    needs_strace()
    return office_of(20)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_failed_file_call_leaves_the_state_before_or_after_and_never_a_false_word(office, scene):
    codes, violations = _sweep(office, scene, STRIDE)
    assert violations == []
    assert {-9, 6} <= set(codes), codes


@pytest.mark.parametrize("scene", READING, ids=lambda scene: scene.name)
def test_a_failed_file_call_of_a_reading_command_is_a_failure_of_storage_and_no_bug(office, scene):
    codes, violations = _sweep(office, scene, STRIDE // 3)
    assert violations == []
    assert 6 in codes, codes


@pytest.mark.slow
@pytest.mark.parametrize("scene", [*SCENES, *READING], ids=lambda scene: scene.name)
def test_every_single_file_call_may_fail(office, scene):
    codes, violations = _sweep(office, scene, stride=1)
    report(f"\n{scene.name}: {codes.total()} runs, exit codes {dict(codes)}, violations {len(violations)}")
    assert violations == []
    assert ({-9, 0, 6, 9} if scene.told else {-9, 0, 6}) <= set(codes), codes


@pytest.mark.parametrize(
    ("plant", "fault"),
    [(SAY_THAT_NOTHING_WAS_SAVED, "told as unchanged"), (TELL_BEFORE_COMMIT, "acknowledged, and not there")],
    ids=["sure of nothing saved", "too early"],
)
def test_a_command_that_says_more_than_it_knows_is_caught(office, plant, fault):
    _, violations = _sweep(office, SCENES[1], stride=10_000, plant=plant)
    assert any(fault in violation for violation in violations), violations


# ---- the next command repairs what a killed one left; that can be killed as well


def _kill_the_repair(office: Office, stride: int) -> tuple[int, int]:
    """Returns how many repairs were killed, and how many of them left the journal for the next one."""
    before = office.state()
    paths = [office.database, office.journal, office.folder]
    file = office.score_file("nilai.csv", lambda i: 60 + i)
    words = office.words("nilai", "impor", str(file))
    assert _run([*_strace(paths, inject="unlink:signal=SIGKILL:when=1"), *words], "").code == -9
    half, journal = office.database.read_bytes(), office.journal.read_bytes()
    look = office.words("periode", "daftar")
    calls = _calls(look, paths, office.folder / "jejak")
    assert calls["pwrite64"] >= 3
    assert not office.journal.exists()
    kills = [f"{call}:signal=SIGKILL:when={n + 1}" for call in sorted(calls) for n in range(calls[call])]
    left = 0
    for inject in kills[::stride]:
        office.database.write_bytes(half)
        office.journal.write_bytes(journal)
        assert _run([*_strace(paths, inject=inject), *look], "").code == -9
        left += office.journal.exists()
        assert office.state() == before, inject
    return len(kills[::stride]), left


def test_a_repair_that_is_killed_is_repaired_by_the_next_command(office):
    killed, left = _kill_the_repair(office, stride=9)
    assert 0 < left < killed


@pytest.mark.slow
def test_a_repair_may_be_killed_at_every_single_file_call(office):
    killed, left = _kill_the_repair(office, stride=1)
    report(f"repairs killed {killed}, of which {left} left the journal; violations 0")
    assert 0 < left < killed


# ---- init: what it makes can be half there, and its next run completes it


def _init_state(folder: Path) -> str:
    """What an attempt left, then what the next ``init`` makes of it."""
    done = subprocess.run(
        [sys.executable, "-m", "kinerja_cli", "init", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    open_database(folder / "kinerja.db").close()
    names = sorted(path.name for path in folder.iterdir() if not path.name.endswith(".tmp"))
    text = (folder / "criteria.yaml").read_text()
    return f"{names} {len(text)} {text[-20:]!r}"


def _sweep_init(folder: Path, stride: int) -> tuple[Counter[int], list[str]]:
    words = [sys.executable, "-c", _NAMED + START, "init", str(folder)]
    names = ("", "criteria.yaml", "kinerja.db", "kinerja.db-journal", f".kinerja-{bytes(8).hex()}.tmp")
    paths = [folder / name for name in names]
    calls = _calls(words, paths, folder.parent / "jejak")
    assert calls["pwrite64"] > 10, calls
    whole = _init_state(folder)
    codes: Counter[int] = Counter()
    violations = []
    for _, inject in _points(calls, stride):
        shutil.rmtree(folder)
        hit = _run([*_strace(paths, inject=inject), *words], r"^Dibuat: .*kinerja\.db$")
        codes[hit.code] += 1
        if hit.told and hit.code == 0:
            open_database(folder / "kinerja.db").close()
        if hit.code not in DOCUMENTED or "Traceback" in hit.stderr:
            violations.append(f"{inject}: {hit.code}: {hit.stderr[-300:]}")
        elif (now := _init_state(folder)) != whole:
            violations.append(f"{inject}: the next init makes {now}")
    return codes, violations


def test_a_creation_that_failed_half_way_is_completed_by_the_next_init(tmp_path):
    needs_strace()
    codes, violations = _sweep_init(tmp_path / "kerja", 2 * STRIDE)
    assert violations == []
    assert {-9, 6} <= set(codes), codes


@pytest.mark.slow
def test_a_creation_may_fail_at_every_single_file_call(tmp_path):
    needs_strace()
    codes, violations = _sweep_init(tmp_path / "kerja", stride=1)
    report(f"\ninit: {codes.total()} runs, exit codes {dict(codes)}, violations {len(violations)}")
    assert violations == []


# ---- the end of COMMIT, and the order of everything


@pytest.mark.parametrize("number", [4, 5])
def test_an_error_from_the_last_syncs_of_commit_is_an_unknown_outcome(office, number):
    """4 is the database's own, before the journal goes; 5 the folder's, after it went: by then it is saved."""
    before = office.state()
    words = office.words("nilai", "catat", nip(0), "2025-TW1", "disiplin=88")
    paths = [office.database, office.journal, office.folder]
    hit = _run([*_strace(paths, inject=f"fdatasync:error=EIO:when={number}"), *words], SCENES[1].told)
    assert (hit.code, hit.told) == (9, False)
    assert hit.stderr.startswith("Hasil tidak pasti")
    assert (office.state() != before) is (number == 5)


def test_ctrl_c_inside_commit_never_says_that_nothing_was_saved(office):
    words = office.words("nilai", "catat", nip(0), "2025-TW1", "disiplin=88")
    paths = [office.database, office.journal, office.folder]
    before = office.state()
    hit = _run([*_strace(paths, inject="unlink:signal=SIGINT:when=1"), *words], SCENES[1].told)
    assert office.state() != before
    assert (hit.code, hit.told) == (9, False)
    assert hit.stderr.startswith("Hasil tidak pasti")


def _positions(lines: Sequence[str], pattern: str) -> list[int]:
    return [number for number, line in enumerate(lines) if re.search(pattern, line)]


def _order(office: Office, plant: str = "") -> tuple[int, ...]:
    """When the last data was written, the database synced, the journal unlinked, the folder synced, the word said."""
    log = office.folder / "jejak"
    file = office.score_file("nilai.csv", lambda i: 60 + i)
    trace = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=pwrite64,write,fdatasync,fsync,unlink"]
    words = office.words("nilai", "impor", str(file), plant=plant)
    subprocess.run([*trace, *words], capture_output=True, cwd="/", check=True)
    lines = log.read_text().splitlines()
    folder, database = re.escape(str(office.folder)), re.escape(str(office.database))
    patterns = (
        rf"pwrite64\(\d+<{database}>",
        rf"sync\(\d+<{database}>",
        rf'unlink\("{database}-journal"',
        rf"sync\(\d+<{folder}>",
        r"write\(2<.*nilai: ",
    )
    return tuple((_positions(lines, pattern) or [-1])[-1] for pattern in patterns)


def test_data_is_synced_before_the_journal_goes_and_the_folder_before_the_word(office):
    written, synced, unlinked, folder_synced, told = _order(office)
    assert -1 < written < synced < unlinked < folder_synced < told


def test_an_order_without_syncs_is_caught(office):
    written, synced, unlinked, folder_synced, told = _order(office, SYNC_NOTHING)
    assert not -1 < written < synced < unlinked < folder_synced < told
    assert -1 < written < unlinked < told

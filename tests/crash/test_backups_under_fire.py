"""Backups while others write, and backing up, restoring and upgrading that are killed or fail at any file call."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashing import Office, needs_strace, nip, positions, report
from forking import Forks
from scenes import NAMED, TEMPORARY
from test_fault_sweep import DOCUMENTED, UNCHANGED, points

from kinerja_cli.errors import KinerjaError
from kinerja_cli.services.backup import verified
from kinerja_cli.storage.backups import Backup, backups_in, in_chain
from kinerja_cli.storage.database import SCHEMA_VERSION, open_database

GOLDEN = Path(__file__).parents[1] / "schema"
STRIDES = {"cadangkan": 83, "pulihkan": 83, "migrasi": 167}

# Planted in the child alone.
NAME_IT_FIRST = """
from kinerja_cli.services import backup
from kinerja_cli.storage import backups
def made(database, folder, rules):
    with database.read() as connection:
        last = backup.Receipt(*backup.head(connection))
    named = backups._named(folder, backups.datetime.now(backups.UTC), last)
    backups.write_copy(database.connection, named.path)
    backup.verified(named.path)
    return named
backup._made = made
"""
SYNC_NOTHING = """
from kinerja_cli.storage import database, durable
database._PRAGMAS = (*database._PRAGMAS, "synchronous = off")  # SQLite syncs a copy as well
durable.sync_file = lambda path: None
"""
NAME_BEFORE_SYNC = """
from kinerja_cli.storage import backups, database, durable
database._PRAGMAS = (*database._PRAGMAS, "synchronous = off")
def publish(temporary, target):
    target.hardlink_to(temporary)
    durable.sync_file(temporary)
    temporary.unlink()
    durable.sync_folder(target.parent)
    return True
backups.publish = publish
"""

WRITER = """
import io, json, pathlib, sys, time
from kinerja_cli.__main__ import run
folder, person, out = sys.argv[1], sys.argv[2], sys.stdout
took, codes, turn = [], [], 0
while not pathlib.Path(folder, "selesai").exists():
    turn += 1
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    began = time.monotonic()
    line = ["nilai", "catat", person, "2025-TW1", f"disiplin={turn % 101}", "--koreksi", "--alasan", "uji"]
    codes.append(int(run(["-C", folder, *line])))
    took.append(time.monotonic() - began)
json.dump([codes, took], out)
"""


def good(backup: Backup) -> bool:
    """Whether what bears the name of a backup is one."""
    try:
        return str(verified(backup.path)) == str(backup.receipt)
    except KinerjaError:
        return False


def backups_of(office: Office) -> list[Backup]:
    folder = office.folder / "cadangan"
    return backups_in(folder) if folder.exists() else []


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(60)


# ---- while others write


def _back_up_while_two_write(office: Office, times: int) -> tuple[list[Path], list[float], Counter[int]]:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(office.folder), nip(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        for number in range(2)
    ]
    made = []
    while len(made) < times:
        made.append(Path(office.run("cadangkan", "--simpan", "0").stdout.strip()))
    (office.folder / "selesai").touch()
    ended = [json.loads(writer.communicate(timeout=60)[0]) for writer in writers]
    return made, [t for _, took in ended for t in took], Counter(code for codes, _ in ended for code in codes)


def test_each_backup_made_while_two_write_is_sound_and_a_part_of_the_history(office):
    made, took, codes = _back_up_while_two_write(office, 16)
    assert set(codes) == {0}
    assert codes[0] > 50, codes
    p99 = sorted(took)[int(len(took) * 0.99)]
    report(f"16 backups beside {codes[0]} writes; p99 of a write {p99:.2f} s, longest {max(took):.2f} s")
    assert p99 < 2
    assert len(set(made)) == 16
    found = backups_of(office)
    assert {backup.path for backup in found} == set(made)
    assert all(good(backup) for backup in found)
    with closing(open_database(office.database)) as database, database.read() as connection:
        assert all(in_chain(connection, backup.receipt) for backup in found)
    assert len({backup.receipt for backup in found}) > 8  # the writers were at work indeed


# ---- killed at a random moment


def _kill(office: Office, wanted: int, *line: str, prepare: Callable[[], None]) -> int:
    """Kill a command at random moments after its first temporary file, until it was hit so often; returns how often."""
    chance, hits = random.Random(5), 0
    prepare()
    running = _at_work(office, line)
    began = time.monotonic()
    running.communicate()
    seconds = time.monotonic() - began
    for _ in range(10 * wanted):
        if hits == wanted:
            break
        prepare()
        running = _at_work(office, line)
        time.sleep(chance.uniform(0, seconds))
        running.kill()
        running.communicate()
        hits += running.returncode == -9
        assert all(good(backup) for backup in backups_of(office))
        for left in office.folder.rglob(".kinerja-*"):
            left.unlink()
    return hits


def _at_work(office: Office, line: Sequence[str]) -> subprocess.Popen[str]:
    running = office.start(*line)
    while running.poll() is None and not any(office.folder.rglob(".kinerja-*")):
        time.sleep(0.0005)
    return running


def test_a_killed_backup_leaves_nothing_half_under_a_good_name(office):
    def prepare() -> None:
        shutil.rmtree(office.folder / "cadangan", ignore_errors=True)

    assert _kill(office, 10, "cadangkan", prepare=prepare) == 10


def test_a_killed_restoring_leaves_no_database_or_a_whole_one(office):
    backup = office.run("cadangkan").stdout.strip()
    whole = office.state()

    def prepare() -> None:
        if office.database.exists():
            state = office.state()
            assert {**state, "journal": whole["journal"]} == whole
            office.database.unlink()

    prepare()
    assert _kill(office, 10, "pulihkan", backup, "--yes", prepare=prepare) == 10
    prepare()
    office.run("pulihkan", backup, "--yes")


# ---- a full disk


@pytest.mark.parametrize("room", [0, 20, 50])
def test_a_backup_that_finds_no_room_leaves_nothing_and_says_so(office, tmp_path, room):
    """*room*: free pages of 4 KiB; the office takes some 60, and a copy needs a journal as well."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        with (disk / "isi").open("wb", buffering=0) as out, suppress(OSError):
            while True:
                out.write(bytes(4096))
        with (disk / "isi").open("r+b") as out:
            out.truncate((disk / "isi").stat().st_size - room * 4096)
        said = office.run("cadangkan", str(disk / "jauh"), code=6)
        assert said.stdout == ""
        assert "penuh" in said.stderr
        assert list((disk / "jauh").glob("*")) == []
        (disk / "isi").unlink()
        office.run("cadangkan", str(disk / "jauh"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# ---- every file call fails once


@dataclass(frozen=True)
class Task:
    """A command, how its folder is prepared, what is wrong with what it left, and whether it is done.

    *only*: it does nothing else, so that a code that says "nothing was changed" must be true.
    """

    line: Sequence[str]
    prepare: Callable[[], None]
    wrong: Callable[[], str]
    done: Callable[[], bool]
    only: bool = False


def _sweep(office: Office, forks: Forks, task: Task, stride: int) -> tuple[Counter[int], list[str]]:
    kept = office.folder / "cadangan"
    names = [office.folder / name for name in ("", "criteria.yaml", TEMPORARY, f"{TEMPORARY}-journal")]
    names += [office.database, office.journal, kept, kept / TEMPORARY, kept / f"{TEMPORARY}-journal"]
    words = ["-C", str(office.folder), *task.line]
    task.prepare()
    calls = forks.calls(words, names, NAMED)
    assert task.done()
    codes: Counter[int] = Counter()
    violations = []
    for inject in points(calls, stride):
        task.prepare()
        hit = forks.trace(words, names, inject, NAMED)
        codes[hit.code] += 1
        faults = {
            task.wrong(): True,
            "an exit code that is not documented": hit.code not in DOCUMENTED,
            "a traceback": "Traceback" in hit.stderr,
            "acknowledged, and not there": hit.code == 0 and not task.done(),
            "told as unchanged, and there": task.only and hit.code in UNCHANGED and task.done(),
        }
        violations += [
            f"{task.line[0]}, {inject}: {fault} ({hit.code}: {hit.stderr[-300:]})"
            for fault, holds in faults.items()
            if holds and fault
        ]
    return codes, violations


def _backing_up(office: Office) -> Task:
    before = office.database.read_bytes()

    def prepare() -> None:
        shutil.rmtree(office.folder / "cadangan", ignore_errors=True)

    def wrong() -> str:
        if office.database.read_bytes() != before:
            return "the database was changed"
        return "" if all(good(backup) for backup in backups_of(office)) else "a half backup under a good name"

    return Task(("cadangkan",), prepare, wrong, lambda: bool(backups_of(office)))


def _restoring(office: Office) -> Task:
    backup = Path(office.run("cadangkan").stdout.strip())
    whole, kept = office.state(), backup.read_bytes()

    def prepare() -> None:
        office.database.unlink(missing_ok=True)
        for left in office.folder.glob(".kinerja-*"):
            left.unlink()

    def wrong() -> str:
        if backup.read_bytes() != kept:
            return "the backup was changed"
        if not office.database.exists():
            return ""
        state = office.state()
        last = state["journal"][-1]
        sound = {**state, "journal": whole["journal"]} == whole and "pulihkan" in last
        return "" if sound else "a database that is not the backup's"

    return Task(("pulihkan", str(backup), "--yes"), prepare, wrong, office.database.exists, only=True)


def _upgrading(office: Office) -> Task:
    def version() -> int:
        return int.from_bytes(office.database.read_bytes()[60:64], "big")

    def prepare() -> None:
        shutil.rmtree(office.folder / "cadangan", ignore_errors=True)
        office.reset((GOLDEN / "v1.db").read_bytes())

    def wrong() -> str:
        if office.journal.exists():  # the next opening rolls back, and upgrades
            with closing(open_database(office.database)):
                return ""
        if version() == 1:
            return (
                ""
                if office.database.read_bytes() == (GOLDEN / "v1.db").read_bytes()
                else "a changed old file"
            )
        (backup,) = (office.folder / "cadangan").glob("*-66-skema1.db")
        try:
            verified(office.database)
        except KinerjaError as error:
            return f"an unsound new file: {error}"
        return "" if backup.stat().st_size == 192512 else "a backup that is not whole"

    return Task(("periode", "daftar"), prepare, wrong, lambda: version() == SCHEMA_VERSION)


TASKS = {"cadangkan": _backing_up, "pulihkan": _restoring, "migrasi": _upgrading}


@pytest.mark.parametrize("name", TASKS)
def test_a_failed_file_call_leaves_everything_or_nothing(office, forks, name):
    needs_strace()
    codes, violations = _sweep(office, forks, TASKS[name](office), STRIDES[name])
    assert violations == []
    assert {-9, 6} <= set(codes), codes


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_every_single_file_call_of_these_may_fail(office, forks, name):
    needs_strace()
    codes, violations = _sweep(office, forks, TASKS[name](office), stride=1)
    report(f"\n{name}: {codes.total()} runs, exit codes {dict(codes)}, violations {len(violations)}")
    assert violations == []


def test_a_backup_that_gets_its_name_before_its_bytes_is_caught(office, forks):
    needs_strace()
    task = _backing_up(office)
    words = ["-C", str(office.folder), "cadangkan"]
    assert forks.run(words, NAME_IT_FIRST).code == 0
    assert task.done()
    assert task.wrong() == ""  # as long as nothing happens, it looks just as well
    task.prepare()
    forks.trace(words, [], "pwrite64:signal=SIGKILL:when=20", NAME_IT_FIRST)
    assert task.wrong() == "a half backup under a good name"


# ---- the order of things on the disk


def _order(office: Office, plant: str = "") -> tuple[int, ...]:
    """When the last byte was written, the file synced, its name given, the folder synced, the path told."""
    log = office.folder.parent / "jejak"
    trace = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=pwrite64,write,fdatasync,fsync,link,linkat"]
    words = office.words("cadangkan", plant=NAMED + plant)
    subprocess.run([*trace, *words], capture_output=True, cwd="/", check=True)
    lines = log.read_text().splitlines()
    temporary = re.escape(str(office.folder / "cadangan" / TEMPORARY))
    patterns = (
        rf"pwrite64\(\d+<{temporary}>",
        rf"sync\(\d+<{temporary}>",
        rf"link(at)?\(.*{temporary}.*-[0-9a-f]{{12}}\.db",
        rf"fsync\(\d+<{re.escape(str(office.folder / 'cadangan'))}>",
        r'write\(1<[^,]*, "/',
    )
    found = [positions(lines, pattern) or [-1] for pattern in patterns]
    # the first sync and name are the database's, the second the rules'
    return found[0][-1], found[1][0], found[2][0], found[3][-1], found[4][-1]


def test_a_backup_has_its_name_only_once_it_is_on_the_disk(office):
    needs_strace()
    written, synced, named, folder_synced, told = _order(office)
    assert -1 < written < synced < named < folder_synced < told


@pytest.mark.parametrize("plant", [SYNC_NOTHING, NAME_BEFORE_SYNC], ids=["no sync", "named before"])
def test_a_backup_that_is_named_before_it_is_synced_is_caught(office, plant):
    needs_strace()
    written, synced, named, *_ = _order(office, plant)
    assert not -1 < written < synced < named

"""An import that is killed at any moment of its writing is there as a whole or not at all."""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from subprocess import Popen

import pytest
from crashing import COMMIT_BY_THE_HUNDRED, TELL_BEFORE_COMMIT, Office, State, Unsound, number_of, report

from kinerja_cli.errors import KinerjaError

JournalSeen = tuple[int, int, int] | None

_FILE = "nilai.csv"
COMMIT_SECONDS = 0.006
_TOLD = re.compile(r"^[\d.]+ nilai: ", re.MULTILINE)
_SYNCED_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_CRITERIA = ("disiplin", "inovasi", "pelayanan")


@dataclass
class Series:
    """Kills one import after another in the same file, each against what the file held before it."""

    office: Office
    plant: str = ""
    kills: int = 0
    hot: int = 0
    synced: int = 0  # of the hot ones: rolled back for real, the database itself was half written
    told: int = 0
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def calibrate(self) -> None:
        """How long a correcting import that nobody disturbs is at its journal."""
        self._start(0).communicate()
        running = self._start(1)
        self._wait_for_journal(running, None)
        began = last = time.monotonic()
        while running.poll() is None:
            if self.office.journal.exists():
                last = time.monotonic()
            time.sleep(0.0005)
        self.seconds = last - began
        running.communicate()

    def hit(self, number: int, moment: float, in_commit: bool) -> None:
        """Start the *number*-th import and kill it at *moment* (0-1) of its writing, or of its COMMIT."""
        before = self.office.state()
        left = self._journal_now()
        running = self._start(number)
        self._wait_for_journal(running, left)
        while in_commit and running.poll() is None and not self._journal_is_synced():
            time.sleep(0.0002)
        time.sleep(moment * (COMMIT_SECONDS if in_commit else self.seconds))
        running.kill()
        said = running.communicate()[1]
        if running.returncode == -9:
            self.kills += 1
            self.hot += self._journal_now() not in (None, left)
            self.synced += self._journal_is_synced()
        told = _TOLD.search(said) is not None
        self.told += told
        self._judge(number, before, told)

    def _start(self, number: int) -> Popen[str]:
        file = self.office.score_file(_FILE, lambda i: (i + number) % 101)
        correction = ("--koreksi", "--alasan", f"putaran {number}", "--yes")
        return self.office.start("nilai", "impor", str(file), *correction, plant=self.plant)

    def _wait_for_journal(self, running: Popen[str], left: JournalSeen) -> None:
        while running.poll() is None and self._journal_now() in (None, left):
            time.sleep(0.0005)

    def _journal_now(self) -> JournalSeen:
        # a journal that was never synced stays where the killed writer left it, until the next one takes it over
        with suppress(FileNotFoundError):
            seen = self.office.journal.stat()
            return seen.st_ino, seen.st_mtime_ns, seen.st_size
        return None

    def _journal_is_synced(self) -> bool:
        with suppress(FileNotFoundError), self.office.journal.open("rb") as journal:
            return journal.read(8) == _SYNCED_JOURNAL
        return False

    def _judge(self, number: int, before: State, told: bool) -> None:
        try:
            now = self.office.state()
        except (Unsound, KinerjaError) as error:
            self.violations.append(f"{number}: what is left is no sound file: {error}")
            return
        digest = hashlib.sha256((self.office.folder / _FILE).read_bytes()).hexdigest()
        after = _after(before, number, digest)
        if now not in (before, after):
            self.violations.append(f"{number}: neither the state before nor the state after")
        elif told and now == before and before != after:
            self.violations.append(f"{number}: acknowledged, and not there")


def _after(before: State, number: int, digest: str) -> State:
    """What the import of that number, of a file of that digest, makes of a state: worked out here, from the rows."""
    entry = len(before["journal"]) + 1
    order = {code: key for key, code, *_ in before["criterion"]}
    periods = {code: key for key, _, code, *_ in before["period"]}
    wanted = {
        (key, periods["2025-TW1"], order[criterion]): (i + number) % 101 * 100
        for key, written, *_ in before["employee"]
        for i in (number_of(written),)
        for criterion in _CRITERIA
    }
    held = {row[:3]: row for row in before["score"]}
    changed = {key: value for key, value in wanted.items() if key not in held or held[key][3] != value}
    if not changed:
        return before
    rows = held | {key: (*key, value, None, None, entry) for key, value in changed.items()}
    replaced = [(entry, *held[key]) for key in changed if key in held]
    # who and where as when the office was made; rows are the new ones and those taken out of force
    _, actor, _, _, *where = before["journal"][0][:8]
    said = (entry, actor, "nilai impor", f"putaran {number}", *where, None, _FILE, digest)
    sealed = {("score", key[0] // 64, entry) for key in changed}
    return {
        **before,
        "score": sorted(rows.values(), key=repr),
        "score_past": sorted([*before["score_past"], *replaced], key=repr),
        "journal": [*before["journal"], (*said, len(changed) + len(replaced))],
        "seal": sorted([*before["seal"], *sealed], key=repr),
    }


def _kill(office: Office, rounds: int, plant: str = "", stop_at_first: bool = False) -> Series:
    series, chance = Series(office, plant), random.Random(7)
    series.calibrate()
    for number in range(2, rounds + 2):
        series.hit(number, chance.uniform(0, 1.05), in_commit=number % 2 == 0)
        if series.violations and stop_at_first:
            break
    return series


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(200)


def test_an_import_killed_while_it_writes_is_there_whole_or_not_at_all(office):
    series = _kill(office, rounds=20)
    assert series.violations == []
    assert series.hot >= series.kills / 2 >= 4, series


@pytest.mark.slow
def test_hundreds_of_killed_imports_lose_nothing(office):
    series = _kill(office, rounds=500)
    report(
        f"kills {series.kills}, hot journals {series.hot} (synced {series.synced}),"
        f" acknowledged {series.told}, violations {len(series.violations)}"
    )
    assert series.violations == []
    assert series.hot >= series.kills / 2 > 200, series
    assert series.synced >= series.kills / 10, series


@pytest.mark.parametrize("plant", [COMMIT_BY_THE_HUNDRED, TELL_BEFORE_COMMIT], ids=["in pieces", "too early"])
def test_an_import_that_commits_in_pieces_or_speaks_too_early_is_caught(office, plant):
    assert _kill(office, rounds=40, plant=plant, stop_at_first=True).violations

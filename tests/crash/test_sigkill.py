"""An import that is killed at any moment of its writing is there as a whole or not at all."""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from crashing import (
    COMMIT_BY_THE_HUNDRED,
    TELL_BEFORE_COMMIT,
    Office,
    State,
    Unsound,
    is_hot,
    number_of,
    report,
)
from forking import Forks, Running
from scenes import SCENES, look

from kinerja_cli.errors import KinerjaError

JournalSeen = tuple[int, int, int] | None

HOT = 200
_FILE = "nilai.csv"
_TOLD = re.compile(r"^[\d.]+ nilai: ", re.MULTILINE)
_CRITERIA = ("disiplin", "inovasi", "pelayanan")
_ROUNDS = 20  # until the whole chain is looked at, and the file of the beginning put back; rows are compared each time


@dataclass
class Series:
    """Kills one import after another in the same file, each against what the file held before it.

    A journal is *hot* where SQLite has something to roll back: its header was synced, the database may be half written.
    """

    office: Office
    forks: Forks
    plant: str = ""
    kills: int = 0
    hot: int = 0
    told: int = 0
    violations: list[str] = field(default_factory=list)
    writing: float = 0.0  # seconds, from the journal's first byte to the end
    commit: float = 0.0  # from its synced header to its end
    reach: float = 0.9  # how much of that is aimed at: less after each shot that came too late

    def __str__(self) -> str:
        return (
            f"kills {self.kills}, hot journals {self.hot}, acknowledged {self.told},"
            f" violations {len(self.violations)}, aim {self.reach:.2f}"
        )

    def calibrate(self) -> None:
        """How long an import that nobody disturbs is at its journal, and how long that is hot: means of five."""
        self._start(0).end()
        for number in range(1, 6):
            running = self._start(number)
            began = hot = None
            while not running.is_over():
                now = time.monotonic()
                if began is None and self._journal_now() is not None:
                    began = now
                if is_hot(self.office.journal):
                    hot = hot or now
                    self.commit += (now - hot) / 5 if not running.is_over() else 0
                    hot = now
            self.writing += (time.monotonic() - (began or now)) / 5
            assert running.end().code == 0
        self._kept, self._start_state = self.office.database.read_bytes(), self.office.state()
        self.now = self._start_state

    def renew(self) -> None:
        """Put the file of the beginning back: comparing all that was ever replaced takes longer and longer."""
        self.office.reset(self._kept)
        self.now = self._start_state

    def hit(self, number: int, moment: float, in_commit: bool) -> None:
        """Start the *number*-th import and kill it at *moment* (0-1) of its writing, or of its COMMIT."""
        left = self._journal_now()
        running = self._start(number)
        while not running.is_over() and self._journal_now() in (None, left):
            time.sleep(0.0002)
        while in_commit and not running.is_over() and not is_hot(self.office.journal):
            time.sleep(0.0001)
        time.sleep(moment * (self.reach * self.commit if in_commit else self.writing))
        running.kill()
        ended = running.end()
        if ended.code == -9:
            self.kills += 1
            self.hot += is_hot(self.office.journal)
        if in_commit:
            self.reach = min(1.0, self.reach * (1.06 if is_hot(self.office.journal) else 0.9))
        told = _TOLD.search(ended.stderr) is not None
        self.told += told
        self.judge(number, told, audited=number % _ROUNDS == 0)

    def _start(self, number: int) -> Running:
        file = self.office.score_file(_FILE, lambda i: (i + number) % 101)
        correction = ("--koreksi", "--alasan", f"putaran {number}", "--yes")
        words = ["-C", str(self.office.folder), "nilai", "impor", str(file), *correction]
        return self.forks.start(words, self.plant)

    def _journal_now(self) -> JournalSeen:
        # a journal that was never synced stays where the killed writer left it, until the next one takes it over
        with suppress(FileNotFoundError):
            seen = self.office.journal.stat()
            return seen.st_ino, seen.st_mtime_ns, seen.st_size
        return None

    def judge(self, number: int, told: bool, audited: bool) -> None:
        """Compare what there is now with what there was before this import, and with what it makes of that."""
        before = self.now
        try:
            self.now = self.office.state(audited=audited)
        except (Unsound, KinerjaError) as error:
            self.violations.append(f"{number}: what is left is no sound file: {error}")
            return
        digest = hashlib.sha256((self.office.folder / _FILE).read_bytes()).hexdigest()
        after = _after(before, number, digest)
        if self.now not in (before, after):
            self.violations.append(f"{number}: neither the state before nor the state after")
        elif told and self.now == before and before != after:
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


def _kill(
    office: Office,
    forks: Forks,
    *,
    hot: int = 0,
    rounds: int = 0,
    plant: str = "",
    stop_at_first: bool = False,
) -> Series:
    """Kill until so many journals were left hot, or for so many rounds: three of four in COMMIT, one anywhere."""
    series, chance, number = Series(office, forks, plant), random.Random(7), 1
    series.calibrate()
    while (series.hot < hot and number < 4 * hot) or number <= rounds:
        number += 1
        anywhere = number % 4 == 0
        series.hit(number, chance.uniform(0, 1.05 if anywhere else 1), in_commit=not anywhere)
        if series.violations and stop_at_first:
            break
        if number % _ROUNDS == 0:
            series.renew()
    series.judge(number, False, audited=True)
    return series


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(60)


def test_an_import_killed_while_it_writes_is_there_whole_or_not_at_all(office, forks):
    series = _kill(office, forks, hot=HOT)
    report(str(series))
    assert series.violations == []
    assert series.hot >= HOT, series
    assert series.told >= 5, series


@pytest.mark.slow
def test_a_thousand_killed_imports_lose_nothing(office, forks):
    series = _kill(office, forks, rounds=1000)
    report(str(series))
    assert series.violations == []
    assert series.hot >= 2 * HOT, series


@pytest.mark.slow
def test_every_command_that_writes_may_be_killed_at_any_moment(day, forks):
    chance, kills, hot = random.Random(9), 0, 0
    for scene in SCENES:
        day.before(scene)
        before = look(day.office, scene)
        running, began = forks.start(scene.words(day.office)), time.monotonic()
        running.end()
        seconds, after = time.monotonic() - began, look(day.office, scene)
        for number in range(1000 // len(SCENES)):
            day.before(scene)
            running = forks.start(scene.words(day.office))
            if number % 2:
                time.sleep(chance.uniform(0.1, 1) * seconds)
            else:
                while not running.is_over() and not is_hot(day.office.journal):
                    time.sleep(0.0001)
                time.sleep(chance.uniform(0, 0.001))
            running.kill()
            ended = running.end()
            kills += ended.code == -9
            hot += is_hot(day.office.journal)
            now = look(day.office, scene)
            assert now.rows in (before.rows, after.rows), scene
            assert now.rows == after.rows or not re.search(scene.told, ended.stderr, re.MULTILINE), scene
    report(f"{len(SCENES)} commands killed {kills} times, hot journals {hot}, violations 0")
    assert kills > 500
    assert hot > HOT


@pytest.mark.parametrize("plant", [COMMIT_BY_THE_HUNDRED, TELL_BEFORE_COMMIT], ids=["in pieces", "too early"])
def test_an_import_that_commits_in_pieces_or_speaks_too_early_is_caught(office, forks, plant):
    assert _kill(office, forks, rounds=60, plant=plant, stop_at_first=True).violations

"""Eight writers and an import at once, while four readers look on: nothing is lost and nobody is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashing import READ_BEFORE_THE_LOCK, Office, nip

WRITERS, READERS, ROUNDS = 8, 4, 5
SHARED = nip(100)  # the one whose values everybody corrects

# Each process waits for the others, then types its lines one after another; a line ends in its exit code.
WORKER = """
import io, json, pathlib, sys, time
from kinerja_cli.__main__ import run
folder, go, lines = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
go.with_name(sys.argv[4]).touch()
while not go.exists():
    time.sleep(0.002)
codes, shown, out = [], [], sys.stdout
for line in lines:
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    codes.append(int(run(["-C", str(folder), *line])))
    sys.stdout.flush()
    shown.append(sys.stdout.buffer.getvalue().decode())
json.dump([codes, shown], out)
"""


@dataclass(frozen=True)
class Ending:
    """Exit codes of all writing lines, what readers were shown, and the rows afterwards."""

    codes: Counter[int]
    reader_codes: Counter[int]
    shown: list[str]


def _lines_of(writer: int) -> list[list[str]]:
    """Own people in turn with the shared one; the two values of a line always belong together."""
    lines = []
    for turn in range(ROUNDS):
        value = 10 * writer + turn
        pair = [f"disiplin={value}", f"inovasi={value}"]
        lines.append(["nilai", "catat", nip(10 * writer + turn), "2025-TW1", *pair])
        why = ["--koreksi", "--alasan", f"penulis {writer}"]
        lines.append(["nilai", "catat", SHARED, "2025-TW1", *pair, *why])
    return lines


def _storm(office: Office, plant: str = "", readers: int = READERS) -> Ending:
    file = office.score_file("nilai.csv", lambda i: i % 101, period="2025-TW2")
    work = [*(_lines_of(w) for w in range(WRITERS)), [["nilai", "impor", str(file)]]]
    look = [["nilai", "daftar", "--periode", "2025-TW1", "--format", "json"]] * (2 * ROUNDS)
    started = [
        _start(office, number, lines, plant) for number, lines in enumerate([*work, *[look] * readers])
    ]
    go = office.folder / "mulai"
    while sum(1 for _ in office.folder.glob("siap-*")) < len(started):
        time.sleep(0.005)
    go.touch()
    ended = [json.loads(process.communicate(timeout=120)[0]) for process in started]
    writing, reading = ended[: len(work)], ended[len(work) :]
    return Ending(
        Counter(code for codes, _ in writing for code in codes),
        Counter(code for codes, _ in reading for code in codes),
        [text for _, shown in reading for text in shown],
    )


def _start(office: Office, number: int, lines: list[list[str]], plant: str) -> subprocess.Popen[str]:
    words = [str(office.folder), str(office.folder / "mulai"), json.dumps(lines), f"siap-{number}"]
    return subprocess.Popen(
        [sys.executable, "-c", plant + WORKER, *words], stdout=subprocess.PIPE, text=True, cwd="/"
    )


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(101)


def test_eight_writers_an_import_and_four_readers_at_once(office):
    before = office.state()
    ending = _storm(office)
    writing = WRITERS * ROUNDS * 2 + 1
    assert ending.codes == {0: writing}
    assert ending.reader_codes == {0: READERS * 2 * ROUNDS}
    _nothing_is_lost(office, len(before["journal"]), writing)
    _no_reader_saw_half_a_line(ending.shown)


def _nothing_is_lost(office: Office, entries_before: int, writing: int) -> None:
    state = office.state()
    assert [entry[0] for entry in state["journal"]] == list(range(1, entries_before + writing + 1))
    own = WRITERS * ROUNDS * 2
    assert len(state["score"]) == own + 2 + 3 * office.people
    # the shared values: each writer's each turn was in force once, one of them still is
    people = {written: key for key, written, *_ in state["employee"]}
    versions = [row[3] for row in state["score"] if row[0] == people[SHARED] and row[1] % 100 == 1]
    versions += [row[4] for row in state["score_past"] if row[1] == people[SHARED]]
    said = [100 * (10 * w + t) for w in range(WRITERS) for t in range(ROUNDS)]
    assert sorted(versions) == sorted([*said, *said])


def _no_reader_saw_half_a_line(shown: list[str]) -> None:
    for text in shown:
        values: dict[str, set[float]] = {}
        for row in json.loads(text):
            values.setdefault(row["nip"], set()).add(row["nilai"])
        assert all(len(pair) == 1 for pair in values.values()), values


def test_a_lock_that_is_taken_after_reading_is_caught(office):
    assert _storm(office, READ_BEFORE_THE_LOCK, readers=0).codes[5] > 0


def test_four_processes_at_once_make_one_workspace(tmp_path: Path):
    folder = tmp_path / "kerja"
    words = [sys.executable, "-m", "kinerja_cli", "init", str(folder)]
    running = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd="/") for _ in range(4)]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], said
    assert "".join(said).count(str(folder / "kinerja.db")) == 1  # one of them made it, and says so
    assert sorted(path.name for path in folder.iterdir()) == ["criteria.yaml", "kinerja.db"]
    Office(folder, 0).state()

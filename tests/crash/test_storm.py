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
from crashing import READ_BEFORE_THE_LOCK, Office, nip, report

WRITERS, READERS, ROUNDS = 8, 4, 5
KINDS = 4  # lines a turn: a value of one's own, the shared one, a programme, an objection
SHARED = nip(100)  # the one whose values everybody corrects

# Each process waits for the others, then types its lines one after another; a line ends in its exit code.
WORKER = """
import io, json, pathlib, sys, time
from kinerja_cli.__main__ import run
folder, go, lines = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
go.with_name(sys.argv[4]).touch()
while not go.exists():
    time.sleep(0.002)
codes, shown, took, out = [], [], [], sys.stdout
for line in lines:
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    began = time.monotonic()
    codes.append(int(run(["-C", str(folder), *line])))
    took.append(time.monotonic() - began)
    sys.stdout.flush()
    shown.append(sys.stdout.buffer.getvalue().decode())
json.dump([codes, shown, took], out)
"""


@dataclass(frozen=True)
class Ending:
    """Exit codes of all writing lines, what readers were shown, and how many seconds each line took, sorted."""

    codes: Counter[int]
    reader_codes: Counter[int]
    shown: list[str]
    wrote: list[float]
    read: list[float]


def _lines_of(writer: int, rounds: int) -> list[list[str]]:
    """Own people in turn with the shared one, a programme and an objection; two values of a line belong together."""
    lines = []
    for turn in range(rounds):
        value = 10 * writer + turn
        pair = [f"disiplin={value}", f"inovasi={value}"]
        own, period = nip(10 * writer + turn), "2025-TW1"
        lines.append(["nilai", "catat", own, period, *pair])
        why = ["--koreksi", "--alasan", f"penulis {writer}"]
        lines.append(["nilai", "catat", SHARED, period, *pair, *why])
        about = ["--tahun", "2025", "--kategori", "program_baru", "--pegawai", own]
        lines.append(["program", "tambah", f"Program {value}", *about])
        days = ["--diterima", "2025-04-01", "--tanggal", "2025-04-02"]
        lines.append(["keberatan", "ajukan", own, period, "inovasi", *days, "--alasan", f"keberatan {value}"])
    return lines


def _quantiles(name: str, took: list[float]) -> str:
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    return f"{len(took)} {name}: p50 {p50:.3f} s, p99 {p99:.3f} s, max {took[-1]:.3f} s"


def _storm(office: Office, plant: str = "", readers: int = READERS, rounds: int = ROUNDS) -> Ending:
    file = office.score_file("nilai.csv", lambda i: i % 101, period="2025-TW2")
    work = [*(_lines_of(w, rounds) for w in range(WRITERS)), [["nilai", "impor", str(file)]]]
    look = [["nilai", "daftar", "--periode", "2025-TW1", "--format", "json"]] * (2 * rounds)
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
        Counter(code for codes, _, _ in writing for code in codes),
        Counter(code for codes, _, _ in reading for code in codes),
        [text for _, shown, _ in reading for text in shown],
        sorted(took for _, _, times in writing for took in times),
        sorted(took for _, _, times in reading for took in times),
    )


def _start(office: Office, number: int, lines: list[list[str]], plant: str) -> subprocess.Popen[str]:
    words = [str(office.folder), str(office.folder / "mulai"), json.dumps(lines), f"siap-{number}"]
    return subprocess.Popen(
        [sys.executable, "-c", plant + WORKER, *words], stdout=subprocess.PIPE, text=True, cwd="/"
    )


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    return office_of(101)


def _weather(office: Office, rounds: int) -> None:
    before = office.state()
    ending = _storm(office, rounds=rounds)
    report(f"{_quantiles('writes', ending.wrote)}; {_quantiles('reads', ending.read)}")
    writing = WRITERS * rounds * KINDS + 1
    assert ending.codes == {0: writing}
    assert ending.reader_codes == {0: READERS * 2 * rounds}
    _nothing_is_lost(office, len(before["journal"]), rounds)
    _no_reader_saw_half_a_line(ending.shown)


def test_eight_writers_an_import_and_four_readers_at_once(office):
    _weather(office, ROUNDS)


@pytest.mark.slow
def test_a_longer_storm(office):
    _weather(office, rounds=10)


def _nothing_is_lost(office: Office, entries_before: int, rounds: int) -> None:
    state, lines = office.state(), WRITERS * rounds
    assert [entry[0] for entry in state["journal"]] == list(range(1, entries_before + lines * KINDS + 2))
    assert len(state["score"]) == 2 * lines + 2 + 3 * office.people
    said = [10 * w + t for w in range(WRITERS) for t in range(rounds)]
    assert {row[1] for row in state["programme"]} == {f"Program {value}" for value in said}
    assert len(state["programme_owner"]) == len(state["objection"]) == lines
    # the shared values: each writer's each turn was in force once, one of them still is
    people = {written: key for key, written, *_ in state["employee"]}
    versions = [row[3] for row in state["score"] if row[0] == people[SHARED] and row[1] % 100 == 1]
    versions += [row[4] for row in state["score_past"] if row[1] == people[SHARED]]
    assert sorted(versions) == sorted(100 * value for value in [*said, *said])


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

"""`kinerja nilai impor --koreksi` and the terminal: when it asks, what an answer does, where progress is drawn."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from scoring_office import (
    CODES,
    EVERYBODY,
    ask,
    last_lines,
    settle,
)

Kinerja = Callable[..., Any]
MANY = 60


@pytest.fixture
def many(kinerja: Kinerja, workspace: Path) -> Path:
    """60 recorded values and a file with 60 others; the periods of five years and three more."""
    codes = [f"{year}-TW{quarter}" for year in (2024, 2025) for quarter in range(1, 5)]
    settle(kinerja, workspace, *codes)
    keys = list(product(EVERYBODY, codes, CODES))[:MANY]
    for name, value in (("lama.csv", 70), ("baru.csv", 75)):
        rows = [f"{nip},{period},{code},{value}\n" for nip, period, code in keys]
        (workspace / name).write_text("nip,periode,kriteria,nilai\n" + "".join(rows))
    kinerja("nilai impor lama.csv -q")
    return workspace


CORRECT = "nilai impor baru.csv --koreksi --alasan 'berita acara'"


def test_more_than_fifty_corrections_need_a_terminal_or_yes(kinerja: Kinerja, many: Path) -> None:
    told = kinerja(CORRECT, exit_code=2).stderr
    assert "60 nilai yang tercatat akan diubah" in told
    assert "--yes" in told
    assert ask(many, "select distinct value from score") == [(7000,)]
    told = kinerja(f"{CORRECT} --dry-run").stderr
    assert told.startswith("60 nilai: 0 baru, 0 tetap, 60 koreksi (hanya")
    assert last_lines(kinerja(f"{CORRECT} --yes").stderr) == ["60 nilai: 0 baru, 0 tetap, 60 koreksi"]
    assert ask(many, "select distinct value from score") == [(7500,)]


def test_fifty_corrections_are_not_asked_about(kinerja: Kinerja, many: Path) -> None:
    lines = (many / "baru.csv").read_text().splitlines(keepends=True)
    (many / "baru.csv").write_text("".join(lines[:51]))
    assert kinerja(CORRECT).stderr.endswith("0 tetap, 50 koreksi\n")


class Terminal:
    """A kinerja in a process of its own, in front of a terminal."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.screen, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kinerja_cli", *words],
            cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def until(self, words: str, seconds: float = 20) -> str:
        end = time.monotonic() + seconds
        while words not in self.shown and time.monotonic() < end:
            if select.select([self.screen], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.screen, 4096).decode()
                except OSError:
                    break
        assert words in self.shown, self.shown
        return self.shown

    def type(self, text: str) -> None:
        os.write(self.screen, text.encode())

    def end(self) -> int:
        code = self.process.wait(timeout=20)
        os.close(self.screen)
        return code


def ask_on_a_terminal(folder: Path) -> Terminal:
    terminal = Terminal(folder, "nilai", "impor", "baru.csv", "--koreksi", "--alasan", "berita acara")
    shown = terminal.until("[y/T] ")
    assert "60 nilai yang tercatat akan diubah. Lanjutkan? [y/T]" in shown
    return terminal


def test_on_a_terminal_it_asks_before_it_holds_the_lock_and_goes_on_after_y(
    kinerja: Kinerja, many: Path
) -> None:
    terminal = ask_on_a_terminal(many)
    # another process may write while the question stands
    kinerja(f"nilai catat {EVERYBODY[-1]} 2025-TW4 disiplin=66 -q")
    time.sleep(0.3)  # nothing draws over the question
    assert terminal.shown.rstrip().endswith("[y/T]")
    terminal.type("y\n")
    terminal.until("60 koreksi")
    assert terminal.end() == 0
    assert ask(many, "select value, count(*) from score group by value order by value") == [
        (6600, 1),
        (7500, 60),
    ]


@pytest.mark.parametrize("answer", ["t\n", "\n", "\x04"])
def test_on_a_terminal_any_other_answer_changes_nothing(many: Path, answer: str) -> None:
    terminal = ask_on_a_terminal(many)
    terminal.type(answer)
    terminal.until("Tidak jadi; tidak ada yang disimpan.")
    assert terminal.end() == 130
    assert ask(many, "select distinct value from score") == [(7000,)]


@pytest.mark.usefixtures("many")
def test_progress_is_for_a_terminal_alone(kinerja_process: Kinerja) -> None:
    told = kinerja_process("nilai impor lama.csv", env={"TERM": "xterm"})
    assert told.stderr == "60 nilai: 0 baru, 60 tetap, 0 koreksi\n"

"""What every test may ask for: a workspace, and kinerja run as a user types it."""

from __future__ import annotations

import io
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sealed_office import build

from kinerja_cli.__main__ import run
from kinerja_cli.storage import database
from kinerja_cli.storage.connection import Connection

Line = str | Sequence[str]
Kinerja = Callable[..., "Outcome"]
RECEIPT = re.compile(r"  (#[1-9][0-9]*:[0-9a-f]{12})\n\Z")


@dataclass(frozen=True)
class Outcome:
    """What one run left behind; the receipt at the very end of its talk stands apart: it differs from run to run."""

    stdout: str
    stderr: str
    exit_code: int
    receipt: str | None = None

    @property
    def answer(self) -> str:
        """All that a terminal shows, the receipt in its place."""
        talk = self.stderr if self.receipt is None else f"{self.stderr[:-1]}  {self.receipt}\n"
        return self.stdout + talk


def outcome(stdout: str, stderr: str, exit_code: int) -> Outcome:
    """Take the receipt, in its exact shape and place, off the talk; one of another shape stays and is seen."""
    found = RECEIPT.search(stderr)
    talk = RECEIPT.sub("\n", stderr)
    return Outcome(stdout, talk, exit_code, found[1] if found else None)


@pytest.fixture(scope="session")
def sealed_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office in which every kind of writing happened; to be copied, never to be changed."""
    folder = tmp_path_factory.mktemp("asli") / "kantor"
    build(folder)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty folder in which the lines of a test run."""
    folder = tmp_path / "kerja"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def new_database() -> Iterator[sqlite3.Connection]:
    """A new database in memory, as kinerja makes it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Connection)) as made:
        assert database.fill(made)
        yield made


@pytest.fixture
def kinerja(workspace: Path, monkeypatch: pytest.MonkeyPatch, new_database: sqlite3.Connection) -> Kinerja:
    """Run a line in this process: ``kinerja("rekap tahunan 2025")``; expects exit code 0 unless told.

    Its schema is made once a session and copied into each new file: to make it again takes half of a small test.
    `kinerja_process`, whatever runs in a fork, and the tests of `storage` make their own.
    """

    def copied(connection: Connection) -> bool:
        new_database.backup(connection)
        return True

    def type_line(
        line: Line,
        exit_code: int = 0,
        stdin: str | bytes | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Outcome:
        streams = {"stdin": _stream(stdin), "stdout": _stream(), "stderr": _stream()}
        with monkeypatch.context() as patch:
            patch.chdir(cwd or workspace)
            for name in os.environ.keys() - _clean(os.environ).keys():
                patch.delenv(name)
            for name, value in {"COLUMNS": "80", **(env or {})}.items():
                patch.setenv(name, value)
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            patch.setattr(database, "fill", copied)
            code = run(_words(line))
            sys.stderr.flush()
        return _checked(line, outcome(_text(streams["stdout"]), _text(streams["stderr"]), code), exit_code)

    return type_line


@pytest.fixture
def kinerja_process(workspace: Path) -> Kinerja:
    """Run a line in a process of its own, for what only a real process shows; slower."""

    def type_line(
        line: Line,
        exit_code: int = 0,
        stdin: str | bytes | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "kinerja_cli", *_words(line)],
            input=_bytes(stdin),
            capture_output=True,
            cwd=cwd or workspace,
            env={**_clean(os.environ), "COLUMNS": "80", **(env or {})},
            timeout=60,
            check=False,
        )
        return _checked(line, outcome(done.stdout.decode(), done.stderr.decode(), done.returncode), exit_code)

    return type_line


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would change kinerja's answers."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith("KINERJA_") and name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    }


def _words(line: Line) -> list[str]:
    return shlex.split(line) if isinstance(line, str) else list(line)


def _bytes(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""


def _stream(text: str | bytes | None = None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(_bytes(text)), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def _checked(line: Line, left: Outcome, expected: int) -> Outcome:
    assert left.exit_code == expected, (
        f"kinerja {line!r}: exit {left.exit_code}, expected {expected}\n"
        f"--- stdout\n{left.stdout}\n--- stderr\n{left.stderr}"
    )
    return left

"""Who writes is told by the system: real processes, real terminals, real users."""

from __future__ import annotations

import json
import os
import pty
import pwd
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kinerja_cli.domain.text import LONGEST_NAME
from kinerja_cli.storage import actor
from kinerja_cli.storage.actor import current_actor

ASK = """
import json, os

from kinerja_cli.storage.actor import current_actor
with open(os.environ["ANSWER"], "w") as answer:
    json.dump(current_actor()._asdict(), answer)
"""
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """``ask(*words before the interpreter, environment…)``: what a process of its own says about itself."""
    answer = tmp_path / "jawab.json"

    def asking(*before: str, env: dict[str, str] | None = None, **how: Any) -> dict[str, Any]:
        answer.unlink(missing_ok=True)
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL) | how
        environment = {"ANSWER": str(answer), "PYTHONPATH": os.pathsep.join(sys.path), **(env or {})}
        subprocess.run(
            [*before, sys.executable, "-c", ASK], env=environment, check=True, timeout=60, **streams
        )
        told: dict[str, Any] = json.loads(answer.read_text())
        return told

    return asking


@pytest.fixture
def called(tmp_path: Path) -> Callable[..., list[str]]:
    """``called("cron", "sh")``: words that run the rest under processes of these names, the first the farthest."""

    def names(*processes: str) -> list[str]:
        words: list[str] = []
        for name in processes:
            shell = tmp_path / name
            shell.symlink_to("/bin/sh")  # the system calls a process by the name it was started under
            words += [str(shell), "-c", '"$@"; exit $?', "-"]
        return words

    return names


def above() -> set[str]:
    """Names of the processes above this test: whoever runs it from cron is cron's child as well."""
    names, process = set(), os.getpid()
    while process:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        names.add(status["Name"])
        process = int(status["PPid"])
    return names


def test_the_user_is_the_one_that_the_system_names(ask):
    told = ask()
    assert told["uid"] == int(subprocess.check_output(["id", "-ru"]))
    assert told["name"] == subprocess.check_output(["id", "-run"], text=True).strip()
    assert told["host"] == subprocess.check_output(["uname", "-n"], text=True).strip()
    assert told["sudo"] is None


def test_no_variable_makes_another_user_of_somebody(ask):
    ours = pwd.getpwuid(os.getuid()).pw_name
    names = dict.fromkeys(("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER"), "camat")
    told = ask(env={**names, "SUDO_UID": "4242", "HOSTNAME": "lain"})
    assert (told["name"], told["uid"], told["sudo"]) == (ours, os.getuid(), "camat")
    assert told["host"] == os.uname().nodename


def test_sudo_that_says_nothing_new_is_left_out(ask):
    assert ask(env={"SUDO_USER": ""})["sudo"] is None
    assert ask(env={"SUDO_USER": pwd.getpwuid(os.getuid()).pw_name})["sudo"] is None


def test_what_an_environment_says_is_printable_and_bounded(ask):
    assert ask(env={"SUDO_USER": "a\x1b[2Jb\nc"})["sudo"] == r"a\u001b[2Jb\u000ac"
    assert ask(env={b"SUDO_USER": b"\xff\xfe"})["sudo"] == r"\udcff\udcfe"  # no UTF-8 at all
    assert len(ask(env={"SUDO_USER": "\x07" * 60_000})["sudo"]) == LONGEST_NAME


@pytest.mark.skipif(os.getuid() != 0, reason="only root becomes another user")
def test_a_user_without_a_name_is_told_by_his_number():
    unknown = next(uid for uid in range(60_000, 61_000) if uid not in {p.pw_uid for p in pwd.getpwall()})
    told = os.pipe()
    child = os.fork()
    if child == 0:  # a fork: this user may not be allowed to read the interpreter's files
        os.setuid(unknown)
        found = current_actor()
        os.write(told[1], f"{found.name}|{found.uid}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(told[0], 100).decode() == f"uid {unknown}|{unknown}"
    for end in told:
        os.close(end)


def test_the_real_user_counts_and_not_the_effective_one(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000_001)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_002)
    assert (current_actor().name, current_actor().uid) == ("uid 4000000002", 4_000_000_002)


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_the_terminal_is_found_on_whichever_stream_has_one(ask, stream):
    ours, theirs = pty.openpty()
    assert ask(**{stream: theirs})["terminal"] == os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_of_two_terminals_the_one_that_is_read_from_is_told(ask):
    (one, first), (two, second) = pty.openpty(), pty.openpty()
    assert os.ttyname(first) != os.ttyname(second)
    assert ask(stdin=first, stdout=second, stderr=second)["terminal"] == os.ttyname(first)
    for end in (one, first, two, second):
        os.close(end)


def test_a_terminal_that_was_hung_up_is_no_failure(ask):
    ours, theirs = pty.openpty()
    os.close(ours)
    with pytest.raises(termios.error):
        termios.tcgetattr(theirs)
    assert ask(stdin=theirs)["terminal"] == ask()["terminal"]
    os.close(theirs)


def test_without_a_terminal_it_says_so(ask, called):
    expected = "cron" if above() & {"cron", "crond", "anacron", "atd"} else "tanpa terminal"
    assert ask(*called("cronut", "acron", "sh"))["terminal"] == expected


@pytest.mark.parametrize("scheduler", ["cron", "crond", "anacron", "atd"])
def test_a_scheduler_is_known_through_the_shells_below_it(ask, called, scheduler):
    assert ask(*called(scheduler, "sh", "run-parts"))["terminal"] == "cron"


def test_a_process_whose_name_looks_like_the_end_of_a_name_hides_nobody(ask, called):
    assert ask(*called("cron", ") S 1 (x", "a b) R 0"))["terminal"] == "cron"


def test_a_terminal_under_a_scheduler_is_told_as_the_terminal(ask, called):
    ours, theirs = pty.openpty()
    assert ask(*called("crond"), stdin=theirs)["terminal"] == os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_a_system_that_shows_no_processes_is_no_failure(monkeypatch, tmp_path):
    monkeypatch.setattr(actor, "_PROCESSES", tmp_path)
    assert list(actor._ancestors()) == []
    for broken in (b"", b"12 (sh", b"12 (sh) S", b"12 (sh) S x"):
        (tmp_path / str(os.getppid())).mkdir(exist_ok=True)
        (tmp_path / str(os.getppid()) / "stat").write_bytes(broken)
        assert list(actor._ancestors()) == []


def test_processes_that_name_each_other_end_after_a_while(monkeypatch, tmp_path):
    monkeypatch.setattr(actor, "_PROCESSES", tmp_path)
    (tmp_path / str(os.getppid())).mkdir()
    (tmp_path / str(os.getppid()) / "stat").write_text(f"1 (sh) S {os.getppid()} 0")
    assert len(list(actor._ancestors())) == 64


def test_knowing_who_writes_imports_nothing_slow():
    probe = "import sys, kinerja_cli.storage.actor; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pwd" in loaded
    assert loaded & {"socket", "platform", "subprocess", "getpass", "hashlib", "sqlite3", "typer"} == set()

"""Commands as processes that have done their imports already, so that thousands of them can be hit in their work.

A server imports all of kinerja once and forks for every command; the fork runs the program's own ``main`` and ends
as an interpreter does. Measured: 60 ms of CPU a command under strace instead of 330.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,close,read,pread64,write,pwrite64,lseek,fstat,newfstatat,fcntl,fsync,fdatasync,ftruncate,"
    "unlink,unlinkat,rename,link,linkat,mkdir,fchmod"
)
_SERVER = """
import ctypes, importlib.util, json, os, pkgutil, resource, signal, sys
import kinerja_cli
for module in pkgutil.walk_packages(kinerja_cli.__path__, "kinerja_cli."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for name in ("_strptime", "typer._click.decorators"):  # taken in later; a stranger may not read where they are
    if importlib.util.find_spec(name):
        importlib.import_module(name)
import sqlite_utils, yaml, rich.console, rich.table, xlsxwriter, jinja2, python_calamine, traceback
from kinerja_cli.__main__ import main
control, answers = int(sys.argv[1]), int(sys.argv[2])
ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # whoever runs the tests may trace, also where only parents may
orders = os.fdopen(control, closefd=False)
os.write(answers, b"0\\n")
while True:
    line = orders.readline()
    if not line:
        os._exit(0)
    order = json.loads(line)
    if "reap" in order:
        os.write(answers, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(order["reap"], 0)[1]))
        continue
    if order["held"]:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    if child := os.fork():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
        os.write(answers, b"%d\\n" % child)
        continue
    os.chdir("/")
    for number, name in enumerate((os.devnull, order["stdout"], order["stderr"])):
        opened = os.open(name, (os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    os.close(control)
    os.close(answers)
    ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)
    if order["limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    if order["user"]:
        os.setgroups([])
        os.setgid(order["user"])
        os.setuid(order["user"])
    if order["held"]:
        signal.sigwait([signal.SIGUSR1])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
    break
sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", errors="backslashreplace", buffering=1)
sys.argv = ["kinerja", *order["words"]]
exec(order["plant"])
main()
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (-9 when killed) and what it had said until then."""

    code: int
    stdout: str
    stderr: str


class Running:
    """A command that is at work in a process of its own."""

    def __init__(self, forks: Forks, pid: int) -> None:
        self.pid, self._forks = pid, forks
        self._ended = os.pidfd_open(pid)  # it stays a zombie until `end`, so that its number is nobody else's

    def is_over(self) -> bool:
        return bool(select.select([self._ended], [], [], 0)[0])

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> Ended:
        """Wait for the end."""
        assert select.select([self._ended], [], [], 60)[0], "a command that doesn't end"
        os.close(self._ended)
        code = self._forks.ask({"reap": self.pid})
        out, err = (path.read_text(errors="replace") for path in self._forks.streams)
        return Ended(code, out, err)


class Forks:
    """The server, and one command at a time."""

    def __init__(self, folder: Path) -> None:
        self.streams = (folder / "stdout", folder / "stderr")
        self.log = folder / "jejak"
        orders, self._orders = os.pipe()
        answers, write = os.pipe()
        words = [sys.executable, "-c", _SERVER, str(orders), str(write)]
        self._server = subprocess.Popen(words, pass_fds=(orders, write), cwd="/", env=_environment())
        os.close(orders)
        os.close(write)
        self._answers = os.fdopen(answers)
        assert self._answers.readline() == "0\n"

    def ask(self, order: object) -> int:
        os.write(self._orders, json.dumps(order).encode() + b"\n")
        return int(self._answers.readline())

    def start(self, words: Sequence[str], plant: str = "", **how: object) -> Running:
        """Start ``kinerja WORDS``.

        *how*: *stdout*, *stderr* are files to write to; *held* makes it wait for SIGUSR1, *user* is a number to run
        as, *limit* the most bytes a file may have.
        """
        out, err = map(str, self.streams)
        usual = {"stdout": out, "stderr": err, "held": False, "user": 0, "limit": 0}
        assert how.keys() <= usual.keys()
        return Running(self, self.ask({"words": list(words), "plant": plant, **usual, **how}))

    def run(self, words: Sequence[str], plant: str = "", **how: object) -> Ended:
        """Run one command to its end."""
        return self.start(words, plant, **how).end()

    def trace(self, words: Sequence[str], paths: Sequence[Path], inject: str = "", plant: str = "") -> Ended:
        """Run under strace, which looks at calls on *paths* alone and makes one of them fail."""
        running = self.start(words, plant, held=True)
        traced = [word for path in paths for word in ("-P", str(path))]
        injected = ["-e", f"inject={inject}"] if inject else []
        log = ["-o", str(self.log)]
        strace = ["strace", "-y", *log, "-e", f"trace={CALLS}", *injected, *traced, "-p", str(running.pid)]
        with subprocess.Popen(strace, stderr=subprocess.PIPE, text=True, cwd="/") as tracer:
            assert tracer.stderr is not None
            said = tracer.stderr.readline()
            assert said.endswith("attached\n"), said
            os.kill(running.pid, signal.SIGUSR1)
            return running.end()

    def calls(self, words: Sequence[str], paths: Sequence[Path], plant: str = "") -> Counter[str]:
        """How often each call is made on *paths* in a run that nobody disturbs."""
        ended = self.trace(words, paths, plant=plant)
        assert ended.code == 0, ended
        return Counter(re.findall(r"^(\w+)\(", self.log.read_text(), re.MULTILINE))

    def close(self) -> None:
        os.close(self._orders)
        self._answers.close()
        self._server.wait(10)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}

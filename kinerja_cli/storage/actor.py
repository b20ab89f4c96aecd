"""Who writes, and from where: what the journal keeps of the process behind an entry."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.domain.text import LONGEST_NAME, visible

CRON = "cron"
NO_TERMINAL = "tanpa terminal"
_SCHEDULERS = frozenset({b"cron", b"crond", b"anacron", b"atd"})
_PROCESSES = Path("/proc")
_MOST_ANCESTORS = 64


class Actor(NamedTuple):
    """Who writes, as the system knows him; every text is printable and at most LONGEST_NAME long.

    *uid* is the real user and *name* his login name ("uid 1234" where he has none). *sudo* is who says to stand
    behind sudo, or None: an environment variable, so it adds a name and never takes the real user's place.
    *host* is the machine's name, *terminal* the terminal's path, "cron" or "tanpa terminal".
    """

    name: str
    uid: int
    sudo: str | None
    host: str
    terminal: str


def current_actor() -> Actor:
    """Who runs this process."""
    uid = os.getuid()
    try:
        name = _kept(pwd.getpwuid(uid).pw_name)
    except KeyError:
        name = f"uid {uid}"
    behind = _kept(os.environ.get("SUDO_USER", ""))
    sudo = behind if behind not in ("", name) else None
    return Actor(name, uid, sudo, _kept(os.uname().nodename), _kept(_terminal()))


def _kept(text: str) -> str:
    return visible(text)[:LONGEST_NAME]


def _terminal() -> str:
    for descriptor in range(3):
        try:
            return os.ttyname(descriptor)
        except OSError:  # closed, no terminal, or one that this process sees no path of
            continue
    return CRON if any(name in _SCHEDULERS for name in _ancestors()) else NO_TERMINAL


def _ancestors() -> Iterator[bytes]:
    """Names of the processes above this one, from the nearest on, as far as the system shows them."""
    process = os.getppid()
    for _ in range(_MOST_ANCESTORS):
        try:
            line = (_PROCESSES / str(process) / "stat").read_bytes()
            # "PID (NAME) STATE PARENT …"; a name may hold blanks and brackets itself, and nobody is 0
            before, _, after = line.rpartition(b")")
            name, process = before.partition(b"(")[2], int(after.split()[1])
        except (OSError, ValueError, IndexError):
            return
        yield name

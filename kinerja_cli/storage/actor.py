"""Who writes: the real user, who stands behind sudo, on which machine and terminal."""

from __future__ import annotations

import os
import pwd
from typing import NamedTuple


class Actor(NamedTuple):
    """Name and number of the real user, SUDO_USER, host, and terminal (or cron)."""

    name: str
    uid: int
    sudo: str | None
    host: str
    terminal: str


def current_actor() -> Actor:
    """Who runs this process. An environment alone can't name another user."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    return Actor(name, os.getuid(), os.environ.get("SUDO_USER"), os.uname().nodename, "tanpa terminal")

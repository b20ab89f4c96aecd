"""A crontab, read as Debian's cron reads it, with the paths of a test in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

CRONTAB = Path(__file__).parents[2] / "kinerja_cli" / "help" / "crontab.txt"
# what cron itself puts into the environment of a job, and nothing else
OWN = {"SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "LOGNAME": "admin", "HOME": "/"}


class Job(NamedTuple):
    """When a job runs (five fields), its command as the shell gets it, and the settings before it."""

    when: tuple[str, ...]
    command: str
    env: dict[str, str]


def jobs(text: str) -> list[Job]:
    """Every job of a crontab.  Raises: ValueError for a ``%`` that cron would take for the end of the command."""
    found, settings = [], dict(OWN)
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if setting := re.fullmatch(r"(\w+)\s*=\s*(.*)", line):
            settings[setting[1]] = setting[2]
            continue
        *when, command = line.split(maxsplit=5)
        if re.search(r"(?<!\\)%", command):
            raise ValueError(f"a bare %: {line}")
        found.append(Job(tuple(when), command.replace(r"\%", "%"), dict(settings)))
    return found


def moved(text: str, program: Path, office: Path, backups: Path) -> str:
    """The crontab with the folder of *program*, the workspace and the folder of backups in their places."""
    return (
        text.replace("/home/admin/.local/bin", str(program.parent))
        .replace("/home/admin/kantor", str(office))
        .replace("/mnt/cadangan/kantor", str(backups))
    )


def every_minute(text: str) -> str:
    """The same jobs, all of them due now."""
    return re.sub(r"^[^#\s]\S* \S+ \S+ \S+ \S+ (?=[a-z])", "* * * * * ", text, flags=re.MULTILINE)

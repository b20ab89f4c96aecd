"""The only question kinerja asks: whether to go on."""

from __future__ import annotations

import sys

from kinerja_cli.errors import ExitCode, KinerjaError, UsageFault


class Declined(KinerjaError):
    """The user answered that it shall not be done."""

    exit_code = ExitCode.INTERRUPTED


def confirm(question: str, yes: bool) -> None:
    """Go on after a yes (y, ya) on the terminal, or with ``--yes``.

    Raises: UsageFault with neither a terminal nor ``--yes``; Declined after any other answer.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageFault(f"{question} Tidak ada terminal untuk bertanya: tambahkan --yes.")
    sys.stderr.write(f"{question} [y/T] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "ya"):
        raise Declined("Tidak jadi; tidak ada yang disimpan.")

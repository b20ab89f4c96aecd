"""The program ``kinerja``: one error boundary around every command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from kinerja_cli.domain.text import visible
from kinerja_cli.errors import ExitCode, KinerjaError, OutcomeUnknown, StorageFailure

if TYPE_CHECKING:
    from kinerja_cli.cli.context import Session


def main() -> None:
    """Run the console script."""
    gc.disable()  # imports make no garbage: looking for it takes a tenth of the start
    if shell := os.environ.get("_KINERJA_PELENGKAP"):
        from kinerja_cli.cli.completing import respond

        respond(shell, sys.argv[1:])
        return
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # between the lines of `run` itself
        code = int(ExitCode.INTERRUPTED)
    sys.exit(code)


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but SystemExit leaves it."""
    from kinerja_cli.cli.context import Session

    _settle_streams()
    session = Session()
    code = _guarded(lambda: _command(words, session), session)
    # what is still buffered is written inside the boundary: a full disk shows itself only here
    return code or _guarded(_flush, session)


def _command(words: Sequence[str], session: Session) -> None:
    from kinerja_cli.cli.app import app  # here, so that Ctrl-C during the import is caught as well

    if not gc.isenabled():
        gc.freeze()
        # a list of a million people is no garbage: looking for it every 700 objects takes a third more time
        gc.set_threshold(100_000)
        gc.enable()
    try:
        # not app.main(): it would end a closed pipe by itself, with exit code 1
        with app.make_context("kinerja", list(words), obj=session) as context:
            app.invoke(context)
    finally:
        session.close()


def _flush() -> None:
    sys.stdout.flush()


def _guarded(action: Callable[[], None], session: Session) -> int:
    try:
        action()
    except SystemExit:
        raise
    except BaseException as error:
        return _report(error, session)
    return ExitCode.DONE


def _report(error: BaseException, session: Session) -> int:
    """Say on stderr what happened and return the exit code."""
    import typer

    if isinstance(error, typer.Exit):
        return error.exit_code
    code, lines = _verdict(error, session)
    try:
        if os.environ.get("KINERJA_DEBUG") == "1":
            import traceback

            traceback.print_exception(error)
        for line in (*lines, *session.closing):
            sys.stderr.write(f"{visible(line)}\n")
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)  # nobody listens: the exit code is all that is left to say
    return int(code)


def _verdict(error: BaseException, session: Session) -> tuple[int, Sequence[str]]:
    import typer

    from kinerja_cli.cli.indonesian import PARSER_ERROR
    from kinerja_cli.cli.parser_errors import explain

    saved = ["Perubahan sudah tersimpan sebelum itu."] if session.committed else []
    if isinstance(error, KinerjaError):
        return error.exit_code, [part for line in error.lines for part in line.split("\n")]
    if isinstance(error, PARSER_ERROR):
        return ExitCode.USAGE, explain(error)
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return ExitCode.INTERRUPTED, ["Dihentikan.", *saved]
    if (
        isinstance(error, OSError) and error.filename is None
    ):  # a failed write names no file, a failed open does
        return _output_lost(error, session)
    hint = "Untuk melihat rinciannya ulangi dengan KINERJA_DEBUG=1, lalu laporkan."
    return ExitCode.BUG, [f"kesalahan di dalam kinerja: {type(error).__name__}", *saved, hint]


def _output_lost(error: OSError, session: Session) -> tuple[int, Sequence[str]]:
    from kinerja_cli.domain.system_words import system_words

    _abandon(sys.stdout)
    why = f"keluaran tidak dapat ditulis: {system_words(error)}."
    if session.committed:
        failure: KinerjaError = OutcomeUnknown(
            f"Perubahan sudah tersimpan, tetapi {why}", "Hasil tidak pasti; perintah yang sama aman diulang."
        )
        return failure.exit_code, failure.lines
    if isinstance(error, BrokenPipeError):
        return ExitCode.DONE, []
    failure = StorageFailure(why)
    return failure.exit_code, failure.lines


def _abandon(stream: TextIO) -> None:
    """Point a stream at nothing, so that the interpreter's last flush can't fail as well."""
    with suppress(OSError, ValueError):  # a stream without a file descriptor has no last flush either
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def _settle_streams() -> None:
    """UTF-8 whatever the locale, and no closed descriptor 0-2 that the database could be given instead.

    A closed standard output becomes one that refuses to be written, so that lost data is reported; a closed
    stderr was meant to be silent.
    """
    for descriptor, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest free number: this one
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, "r", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()

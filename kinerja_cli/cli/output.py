"""What a command found, on standard output or in the file that the user named."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from kinerja_cli.cli.context import OutputChoice, Session
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import UsageFault
from kinerja_cli.render.output import atomic_output, choose_format, write_file, write_report
from kinerja_cli.storage.workspace import CRITERIA

if TYPE_CHECKING:
    from kinerja_cli.render.report import Report


_PAGES = ("xlsx", "html")  # what is printed with the office's name at its head


def show(ctx: typer.Context, report: Report) -> None:
    """Write a report as the user asked."""
    session = session_of(ctx)
    choice = _checked(session)
    sys.stdout.flush()
    chosen = choose_format(choice.format, choice.file)
    write_report(
        _of_the_office(session, report) if chosen in _PAGES else report,
        format=chosen,
        file=choice.file,
        dialect=choice.dialect,
        stdout=sys.stdout.buffer,
        stdout_is_terminal=sys.stdout.isatty(),
        color=not (session.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"),
        width=shutil.get_terminal_size().columns,
        if_changed=_if_changed(session),
    )


def _of_the_office(session: Session, report: Report) -> Report:
    """A register rests on no rules; its pages still say whose they are."""
    if report.method or session.database is None:
        return report
    from dataclasses import replace

    from kinerja_cli.render.method import INSTITUTION
    from kinerja_cli.services.lookup import newest_institution

    name = newest_institution(session.database)
    return report if name is None else replace(report, method=((INSTITUTION, name),))


def chosen_format(ctx: typer.Context) -> str:
    """The format that the user named, or that the file's suffix does.  Raises: UsageFault."""
    choice = session_of(ctx).output
    return choose_format(choice.format, choice.file)


def show_file(ctx: typer.Context, write: Callable[[BinaryIO], None]) -> None:
    """Write what has a form of its own in the chosen format, where `show` would write a report."""
    choice = session_of(ctx).output
    _spare_the_workspace(session_of(ctx), choice.file)
    sys.stdout.flush()
    write_file(
        write,
        format=chosen_format(ctx),
        file=choice.file,
        dialect=choice.dialect,
        stdout=sys.stdout.buffer,
        terminal=sys.stdout.isatty(),
    )


def destination(ctx: typer.Context) -> str | None:
    """The name, without its folder, of the file that the report goes to; None for standard output.

    Raises: UsageFault for an output that can't be, so that nothing is journalled for it.
    """
    session = session_of(ctx)
    choice = _checked(session)
    choose_format(choice.format, choice.file)
    return None if choice.file is None else Path(choice.file).name


def record_export(ctx: typer.Context, nip: str | None) -> None:
    """Journal that one person's report goes to a file, before it is written; on standard output nothing."""
    file = destination(ctx)
    if nip is not None and file is not None:
        from kinerja_cli.services.access import record_access  # here: most reports are nobody's alone

        record_access(database_of(ctx), nip, ctx.command_path.partition(" ")[2], file)
        session_of(
            ctx
        ).committed = False  # a reading was asked for: output that is lost leaves nothing in doubt


def draws_for_people(ctx: typer.Context) -> bool:
    """Whether the report goes to the screen as a table, notes and all."""
    choice = session_of(ctx).output
    return sys.stdout.isatty() and choice.file is None and choose_format(choice.format, None) == "table"


def carries_notes(ctx: typer.Context) -> bool:
    """Whether the format has room for notes: those for people, not CSV, TSV or JSON."""
    choice = session_of(ctx).output
    return choose_format(choice.format, choice.file) not in ("csv", "tsv", "json")


def show_explained(
    ctx: typer.Context, report: Report, lines: Sequence[str], plain: Callable[[], Any]
) -> None:
    """Write *lines* where a table was asked for, the value *plain* as JSON, and *report* in every other format."""
    session = session_of(ctx)
    choice = _checked(session)
    chosen = choose_format(choice.format, choice.file)
    if chosen == "table" and choice.dialect == "rfc4180":
        _write_text(session, "".join(f"{visible(line)}\n" for line in lines))
    elif chosen == "json" and choice.dialect == "rfc4180":
        from kinerja_cli.render.json_text import to_json

        _write_text(session, to_json(plain()) + "\n")
    else:
        show(ctx, report)


def annotated(
    ctx: typer.Context, file: str | None, source: str
) -> Callable[[], AbstractContextManager[BinaryIO]] | None:
    """What opens the ``--galat`` file, or None where none was asked for.

    Raises: UsageFault for another suffix than .csv, or for *source*, the very file that is being imported.
    """
    if file is None:
        return None
    if not file.lower().endswith(".csv"):
        raise UsageFault(f"--galat menulis CSV; beri nama berakhiran .csv, bukan '{file}'.")
    if source != "-" and Path(file).resolve() == Path(source).resolve():
        raise UsageFault(f"--galat tidak dapat menimpa berkas yang diimpor ('{file}'); tulis nama lain.")
    return partial(_annotating, session_of(ctx), file)


@contextmanager
def _annotating(session: Session, file: str) -> Iterator[BinaryIO]:
    with atomic_output(file) as out:
        yield out
    session.closing.append(f"Semua baris ditulis ke {file}; kesalahannya di kolom galat.")


def _checked(session: Session) -> OutputChoice:
    """What the user asked for.  Raises: UsageFault where it can't be."""
    choice = session.output
    if choice.if_changed and choice.file is None:
        raise UsageFault("--jika-berubah hanya berlaku untuk berkas.", "Tulis juga -o BERKAS.")
    _spare_the_workspace(session, choice.file)
    return choice


def _if_changed(session: Session) -> Callable[[bool], None] | None:
    """What tells whether the file was written, where it is only to be if it changes; None where it is anyhow."""
    choice = session.output
    if not choice.if_changed:
        return None
    return lambda written: session.say(f"{choice.file} {'ditulis' if written else 'tidak berubah'}.")


def _spare_the_workspace(session: Session, file: str | None) -> None:
    """A report never takes the place of the data that it was made from."""
    if file is None or file == "-" or session.database is None:
        return
    own: Path = session.database.path
    if Path(file).resolve() in (own.resolve(), own.resolve().with_name(CRITERIA)):
        raise UsageFault(f"'{file}' adalah berkas ruang kerja sendiri; tulis nama lain.")


def _write_text(session: Session, text: str) -> None:
    file = session.output.file
    if file is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        with atomic_output(file, if_changed=_if_changed(session)) as out:
            out.write(text.encode())

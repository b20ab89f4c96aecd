"""Where a report goes and in which format: stdout, or a file that is complete or absent."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kinerja_cli.domain.system_words import system_words
from kinerja_cli.errors import KinerjaError, NotFound, StorageFailure, UsageFault
from kinerja_cli.render.formats import DIALECTS, FORMATS

if TYPE_CHECKING:
    from kinerja_cli.render.report import Report

_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".md": "md",
    ".xlsx": "xlsx",
    ".html": "html",
    ".txt": "table",
}
_TEMPORARY = re.compile(r"\.kinerja-[0-9a-f]{16}\.tmp")
_DAY = 24 * 60 * 60
_PIECE = 1 << 20


def choose_format(format: str | None, file: str | None) -> str:
    """Choose the format: the one named, else by the file's suffix, else a table.

    Only a workbook's suffix may contradict the one named.  Raises: UsageFault.
    """
    if format is not None:
        if format not in FORMATS:
            raise UsageFault(f"Format '{format}' tidak dikenal; yang ada: {', '.join(FORMATS)}.")
        meant = _SUFFIXES.get(Path(file or "").suffix.lower(), format)
        if (meant == "xlsx") != (
            format == "xlsx"
        ):  # text is text, but a workbook under another name won't open
            raise UsageFault(
                f"--format {format} tidak cocok dengan berkas '{file}' ({meant}).",
                "Tulis salah satunya saja.",
            )
        return format
    if file is None or file == "-":
        return "table"
    suffix = Path(file).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UsageFault(
            f"Akhiran berkas '{file}' tidak menentukan format; yang dikenal: {' '.join(_SUFFIXES)}.",
            "Ganti akhirannya, atau tulis --format.",
        )
    return _SUFFIXES[suffix]


def write_report(
    report: Report,
    *,
    format: str,
    file: str | None,
    dialect: str,
    stdout: BinaryIO,
    stdout_is_terminal: bool,
    color: bool,
    width: int,
    if_changed: Callable[[bool], None] | None = None,
) -> None:
    """Write the report to *file*, or to *stdout* where it is None or ``-``.

    *if_changed* as in `atomic_output`. *color* and *width* (cells) matter to a table on a terminal alone.
    Raises: UsageFault, Refused (too large for the format), NotFound and StorageFailure for a file; an OSError of
    stdout comes through as it is.
    """
    _check(format, dialect)
    if file is not None and file != "-":
        with atomic_output(file, if_changed=if_changed) as out:
            _write(report, format, dialect, out)
        return
    if stdout_is_terminal and format == "xlsx":
        raise UsageFault("xlsx bukan untuk layar terminal.", "Tulis ke berkas: -o NAMA.xlsx")
    if stdout_is_terminal and format == "table":
        from kinerja_cli.render.table import write_terminal_table

        write_terminal_table(report, stdout, color=color, width=width)
    else:
        _write(report, format, dialect, stdout, on_terminal=stdout_is_terminal)
    stdout.flush()


def write_file(
    write: Callable[[BinaryIO], None],
    *,
    format: str,
    file: str | None,
    dialect: str,
    stdout: BinaryIO,
    terminal: bool,
) -> None:
    """Write what *write* makes of a *format* of its own, where `write_report` would write a report.

    Raises: as `write_report`.
    """
    _check(format, dialect)
    if file is not None and file != "-":
        with atomic_output(file) as out:
            write(out)
        return
    if terminal:
        raise UsageFault(f"{format} bukan untuk layar terminal.", f"Tulis ke berkas: -o NAMA.{format}")
    write(stdout)
    stdout.flush()


def _check(format: str, dialect: str) -> None:
    choose_format(format, None)
    if dialect not in DIALECTS:
        raise UsageFault(f"Dialek '{dialect}' tidak dikenal; yang ada: {', '.join(DIALECTS)}.")
    if dialect != "rfc4180" and format != "csv":
        raise UsageFault(
            f"--dialek {dialect} hanya untuk csv, bukan {format}.",
            "Tambahkan --format csv, atau lepas --dialek.",
        )


def _write(report: Report, format: str, dialect: str, out: BinaryIO, *, on_terminal: bool = False) -> None:
    """One format's writer, imported only when it is asked for."""
    if format in ("csv", "tsv"):
        from kinerja_cli.render import delimited

        csv = delimited.EXCEL_ID if dialect == "excel-id" else delimited.RFC4180
        chosen = delimited.TSV if format == "tsv" else csv
        delimited.write_delimited(report, out, chosen, on_terminal=on_terminal)
    elif format == "json":
        from kinerja_cli.render.json_text import write_json

        write_json(report, out)
    elif format == "md":
        from kinerja_cli.render.markdown import write_markdown

        write_markdown(report, out)
    elif format == "xlsx":
        from kinerja_cli.render.workbook import write_workbook

        write_workbook(report, out)
    elif format == "html":
        from kinerja_cli.render.html_page import write_html

        write_html(report, out)
    else:
        from kinerja_cli.render.table import write_table

        write_table(report, out)


@contextmanager
def atomic_output(
    path: str | os.PathLike[str], *, if_changed: Callable[[bool], None] | None = None
) -> Iterator[BinaryIO]:
    """Open a file that takes its name in one step when the block ends well; mode 0600.

    It is written beside its target and renamed over it; a symbolic link is replaced, not followed. After any
    error the old file stays and the temporary one is gone. Devices and pipes are written straight through.
    *if_changed*: a file of that name with the same bytes is left as it is; called with whether it was written.
    Raises: UsageFault for a folder, NotFound for a missing one, StorageFailure for what the system refuses.
    """
    target = Path(path)
    if not target.name or "\0" in str(target) or os.fspath(path).endswith("/"):
        raise UsageFault(f"'{os.fspath(path)}' bukan nama berkas.")
    try:
        with target.open("wb") if _is_stream(target) else _replacing(target, if_changed) as out:
            yield out
    except KinerjaError:
        raise
    except OSError as error:
        if isinstance(error, (FileNotFoundError, NotADirectoryError)) and not target.parent.is_dir():
            raise NotFound(f"Folder '{target.parent}' tidak ditemukan; buat dahulu folder itu.") from None
        raise StorageFailure(f"keluaran tidak dapat ditulis: {target}: {system_words(error)}.") from error


def _is_stream(target: Path) -> bool:
    """Whether *target* is a device, a pipe or one of our own streams (/dev/stdout): not to be replaced."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:  # nothing there yet, or a link to nothing, which is replaced
        return False
    if stat.S_ISDIR(mode):
        raise UsageFault(f"'{target}' adalah folder; tulis nama berkas di dalamnya.")
    folder = target.parent.resolve()  # /dev/fd leads into /proc
    return not stat.S_ISREG(mode) or folder == Path("/dev") or Path("/proc") in folder.parents


@contextmanager
def _replacing(target: Path, if_changed: Callable[[bool], None] | None) -> Iterator[BinaryIO]:
    folder = target.parent
    _sweep(folder)
    temporary = folder / f".kinerja-{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(descriptor, 0o600)  # a umask may have taken even the owner's rights
            yield out
            out.flush()
            same = if_changed is not None and _same_bytes(temporary, target)
            if not same:
                os.fsync(out.fileno())
        if same:
            temporary.unlink()
        else:
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if not same:
        _sync_folder(folder)
    if if_changed is not None:
        if_changed(not same)


def _same_bytes(new: Path, old: Path) -> bool:
    """Whether *old* is a file of its own, not a link to one, with the bytes of *new*."""
    try:
        about = old.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size != new.stat().st_size:
            return False
        with new.open("rb") as ours, old.open("rb") as theirs:
            while piece := ours.read(_PIECE):
                if piece != theirs.read(_PIECE):
                    return False
    except OSError:  # not there, or not to be read: whatever it holds, it can be replaced
        return False
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems have no such thing
            raise
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what our own writers left behind when they were killed, more than a day ago."""
    oldest = time.time() - _DAY
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) is None:
                continue
            with suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(about.st_mode) and about.st_uid == os.getuid() and about.st_mtime < oldest:
                    Path(entry.path).unlink()

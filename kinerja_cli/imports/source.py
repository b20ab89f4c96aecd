"""Opening a file from people: a path or standard input, known by its content."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from kinerja_cli.domain.system_words import system_words
from kinerja_cli.domain.text import visible
from kinerja_cli.errors import FaultsFound, NotFound, Refused, StorageFailure, UsageFault
from kinerja_cli.imports.cells import tell
from kinerja_cli.imports.csv_rows import CsvSource, check_bytes
from kinerja_cli.imports.xlsx_rows import XlsxSource

Source: TypeAlias = CsvSource | XlsxSource
STDIN_NAME = "(masukan baku)"
_BLOCK = 1 << 18  # larger ones hash no faster
_ZIP, _OLE, _UTF16 = b"PK", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")


@contextmanager
def open_source(argument: str, stdin: BinaryIO, sheet: str | None = None) -> Iterator[Source]:
    """Open a CSV or XLSX file while the block runs; ``-`` is *stdin*, kept in an unnamed temporary file.

    *sheet*: the name of the only sheet to be read, where the file is an XLSX.
    Raises: UsageFault (*stdin* is a terminal; *sheet* of a CSV), NotFound, Refused (a folder, another kind of file),
    StorageFailure (can't be read), FaultsFound (a CSV that isn't UTF-8 text; an XLSX that can't be parsed).
    """
    name = STDIN_NAME if argument == "-" else visible(Path(argument).name)
    with _open(argument, stdin) as file:
        yield _recognise(name, file, sheet)


def still_the_same(source: Source) -> None:
    """See to it that the rows came from the bytes that *source.digest* names.

    A program that saves into the open file changes it under our hands; most put a new one in its place.
    Raises: Refused where the file's bytes are others now; StorageFailure where they can't be read again.
    """
    try:
        changed = sha256(source.file) != source.digest
    except OSError as error:
        raise _unreadable(source.name, error) from None
    if changed:
        raise Refused(
            f"{source.name}: isinya berubah selagi diimpor; tidak ada yang disimpan.",
            "Selesaikan dan simpan berkas itu, lalu impor lagi.",
        )


def sha256(file: BinaryIO) -> str:
    """SHA-256 of all the bytes of an open file, in hex; the file is then back at its start."""
    import hashlib  # here: a thirtieth of a start, and only an import needs it

    found = hashlib.sha256()
    file.seek(0)
    while block := file.read(_BLOCK):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


@contextmanager
def _open(argument: str, stdin: BinaryIO) -> Iterator[BinaryIO]:
    if argument == "-":
        if stdin.isatty():
            raise UsageFault(
                "Tidak ada data di masukan baku; alirkan berkasnya, misalnya: kinerja … - < nilai.csv"
            )
        with _spooled(stdin, STDIN_NAME) as spool:
            yield spool
        return
    with _open_path(argument) as file:
        if file.seekable():
            yield file
            return
        with _spooled(file, visible(argument)) as spool:
            yield spool


def _open_path(argument: str) -> BinaryIO:
    shown = visible(argument)
    try:
        return Path(argument).open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotFound(f"Berkas '{shown}' tidak ditemukan.", "Periksa nama dan foldernya.") from None
    except IsADirectoryError:
        raise Refused(f"'{shown}' adalah folder; sebutkan berkas CSV atau .xlsx di dalamnya.") from None
    except PermissionError:
        raise StorageFailure(f"Berkas '{shown}' tidak boleh dibaca oleh pemakai ini; ubah izinnya.") from None
    except OSError as error:
        raise _unreadable(f"Berkas '{shown}'", error) from None


def _spooled(stream: BinaryIO, shown: str) -> BinaryIO:
    spool: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    try:
        shutil.copyfileobj(stream, spool, _BLOCK)
    except OSError as error:
        spool.close()
        raise StorageFailure(
            f"{shown} tidak dapat ditampung di berkas sementara ({system_words(error)})."
        ) from None
    return spool


def _recognise(name: str, file: BinaryIO, sheet: str | None) -> Source:
    try:
        digest = sha256(file)  # before anything is read for its meaning: see still_the_same
        head = file.read(512)
        if head.startswith(_ZIP):
            return XlsxSource.opened(name, file, digest, sheet)
        if head.startswith(_OLE):
            raise Refused(
                f"{name}: ini {_of_ole(file)}; buka di Excel, lalu simpan sebagai .xlsx tanpa kata sandi."
            )
        if head.startswith(_UTF16):
            raise FaultsFound([tell(f"{name}:1", "", "teks UTF-16; simpan sebagai CSV UTF-8")])
        if (
            head.removeprefix(b"\xef\xbb\xbf")
            .lstrip()
            .lower()
            .startswith((b"<!doctype", b"<html", b"<table", b"<?xml"))
        ):
            raise Refused(
                f"{name}: isinya HTML atau XML, bukan CSV; buka di Excel, lalu simpan sebagai .xlsx."
            )
        if sheet is not None:
            raise UsageFault(f"{name} berkas CSV, tidak punya lembar; hapus opsi --lembar.")
        return CsvSource(name, file, digest, quoted=check_bytes(name, file))
    except OSError as error:
        raise _unreadable(name, error) from None


def _of_ole(file: BinaryIO) -> str:
    """What an OLE file is: an XLSX is wrapped in one where it has a password."""
    file.seek(0)
    locked = any(
        "EncryptedPackage".encode("utf-16-le") in block for block in iter(lambda: file.read(_BLOCK), b"")
    )
    return ".xlsx berkata sandi" if locked else "berkas .xls lama (atau dokumen Office lama lain)"


def _unreadable(shown: str, error: OSError) -> StorageFailure:
    return StorageFailure(f"{shown} tidak dapat dibaca ({system_words(error)}).")

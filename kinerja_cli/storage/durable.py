"""Files that are there whole or not at all, private from their first byte on."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kinerja_cli.errors import NotFound, StorageFailure

# render.output names its temporary files alike and sweeps them too; SQLite adds a journal of its own
LEFTOVER = re.compile(r"\.kinerja-[0-9a-f]{16}\.tmp(-journal)?")
_DAY = 24 * 60 * 60


def private_folder(folder: Path) -> None:
    """Make *folder* (0700) unless it is there.

    Raises: NotFound where its parent isn't there; StorageFailure for what isn't a folder.
    """
    if not folder.parent.is_dir():
        raise NotFound(f"Folder {folder.parent} tidak ditemukan; buat dahulu folder itu.")
    with suppress(FileExistsError):  # another process may be making the same one
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
    if not folder.is_dir():
        raise StorageFailure(f"{folder} bukan folder.")


@contextmanager
def temporary_in(folder: Path) -> Iterator[Path]:
    """A new, empty file (0600) in *folder*, gone at the end.  What is to stay is given its name by `publish`."""
    temporary = folder / f".kinerja-{os.urandom(8).hex()}.tmp"
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)  # a umask may have taken even the owner's rights
        os.close(descriptor)
        yield temporary
    finally:
        for left in (temporary, Path(f"{temporary}-journal")):
            with suppress(OSError):  # what is done is done: `sweep` comes for the rest
                left.unlink(missing_ok=True)


def publish(temporary: Path, target: Path) -> bool:
    """Give a finished file of `temporary_in` its name; false where something has that name already.

    Its bytes are on the disk before the name is, and the name when this returns.
    """
    sync_file(temporary)
    try:
        target.hardlink_to(temporary)  # unlike a rename it never replaces
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK) or target.exists():
            raise
        temporary.rename(target)  # a file system without hard links
    temporary.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True


def sync_file(path: Path) -> None:
    """Have the bytes of a file written to the disk.  Never for a database that is open: it would lose its locks."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems have no such thing
            raise
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in *folder* more than a day ago."""
    oldest = time.time() - _DAY
    for path in leftovers(folder):
        with suppress(OSError):
            if path.lstat().st_mtime < oldest:
                path.unlink()


def leftovers(folder: Path) -> list[Path]:
    """Temporary files of ours in *folder*, by name: of runs that were killed, or that are still at it."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                ours = stat.S_ISREG(about.st_mode) and about.st_uid == os.getuid()
                if ours and LEFTOVER.fullmatch(entry.name):
                    found.append(Path(entry.path))
    return sorted(found)

"""What lies around the data: permissions, links, leftovers, the file system, the versions of the libraries."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from kinerja_cli.domain.findings import Trouble
from kinerja_cli.storage.workspace import Workspace

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"}


def troubles_around(workspace: Workspace) -> Iterator[Trouble]:
    """Everything about the folder and its files that endangers the data, and what cures it."""
    yield from _permissions(workspace)
    yield from _links(workspace.database)
    yield from _leftovers(workspace)
    yield from _file_system(workspace)
    yield from _libraries()


def _permissions(workspace: Workspace) -> Iterator[Trouble]:
    for path, forbidden in (
        (workspace.folder, stat.S_IWGRP | stat.S_IWOTH),
        (workspace.criteria, stat.S_IWGRP | stat.S_IWOTH),
        (workspace.database, stat.S_IRWXG | stat.S_IRWXO),
    ):
        about = path.stat()
        mode = stat.S_IMODE(about.st_mode)
        if mode & forbidden:
            cure = f"chmod {mode & ~forbidden:o} {path}"
            yield Trouble(f"{path} dapat dibuka pemakai lain (mode {mode:o})", cure)
        if about.st_uid != os.getuid():
            yield Trouble(
                f"{path} milik pemakai lain (uid {about.st_uid})", "jalankan kinerja sebagai pemiliknya"
            )
        if not os.access(path, os.R_OK | os.W_OK):
            yield Trouble(f"{path} tidak dapat ditulis", f"chmod u+rw {path}")


def _links(database: Path) -> Iterator[Trouble]:
    if database.is_symlink():
        target = database.resolve()
        yield Trouble(
            f"{database} hanya tautan ke {target}", f"tunjuk folder aslinya: kinerja -C {target.parent}"
        )
    if database.stat().st_nlink > 1:
        why = "dua nama untuk satu berkas merusak data bila keduanya dipakai"
        yield Trouble(f"{database} punya tautan keras; {why}", "hapus nama yang lain")


def _leftovers(workspace: Workspace) -> Iterator[Trouble]:
    for suffix, cure in (
        ("-journal", "jalankan perintah kinerja apa pun; yang setengah tertulis akan dibatalkan"),
        ("-wal", "program lain memakai basis data ini; tutup program itu"),
        ("-shm", "program lain memakai basis data ini; tutup program itu"),
    ):
        beside = workspace.database.with_name(workspace.database.name + suffix)
        if beside.exists():
            yield Trouble(f"sisa {beside.name} ada di samping basis data", cure)
    for path in sorted(workspace.folder.glob(".kinerja-*.tmp")):
        yield Trouble(f"sisa berkas sementara {path.name}", f"rm {path}")


def _file_system(workspace: Workspace) -> Iterator[Trouble]:
    why = network_trouble(workspace.folder)
    if why:
        yield Trouble(why, "pindahkan ruang kerja ke cakram setempat")
    free, needed = shutil.disk_usage(workspace.folder).free, 3 * workspace.database.stat().st_size
    if free < needed:
        yield Trouble(
            f"ruang kosong tinggal {free // 2**20} MiB; cadangan dan peningkatan perlu {needed // 2**20} MiB",
            "kosongkan cakram",
        )


def network_trouble(folder: Path) -> str:
    """What is wrong with a database in *folder*, where that lies on a network file system; else empty."""
    kind = file_system_of(folder)
    if kind not in _NETWORK:
        return ""
    return f"{folder} berada di sistem berkas jaringan ({kind}); kuncinya tidak dapat dipercaya"


def file_system_of(folder: Path) -> str:
    """Name of the file system that *folder* lies on, as /proc/mounts has it; empty where nobody can tell."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = [
        (Path(words[1].replace("\\040", " ")), words[2]) for words in map(str.split, lines) if len(words) > 2
    ]
    inside = [(place, kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(inside, key=lambda mount: len(mount[0].parts), default=(Path(), ""))[1]


def _libraries() -> Iterator[Trouble]:
    from sqlite_utils import utils  # it prefers pysqlite3 where that is installed

    other = vars(utils)["sqlite3"]
    if other is not sqlite3:
        yield Trouble(
            f"dua pustaka SQLite dalam satu proses ({other.__name__}); kunci berkasnya saling melepas",
            f"pip uninstall {other.__name__}",
        )

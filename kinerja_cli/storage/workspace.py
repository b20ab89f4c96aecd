"""The workspace: a folder with criteria.yaml and kinerja.db, found as git finds its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from kinerja_cli.errors import NotFound, WorkspaceNotFound
from kinerja_cli.storage.database import create_database, explained
from kinerja_cli.storage.durable import private_folder, publish, temporary_in

CRITERIA, DATABASE, BACKUPS = "criteria.yaml", "kinerja.db", "cadangan"


class Workspace(NamedTuple):
    """Where the rules and the data of one office lie."""

    folder: Path

    @property
    def criteria(self) -> Path:
        """The rules as a file; they hold for a year only once applied."""
        return self.folder / CRITERIA

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / DATABASE

    @property
    def backups(self) -> Path:
        """The folder that backups are kept in unless another is named."""
        return self.folder / BACKUPS


def find_workspace(explicit: str | None, *, without_database: bool = False) -> Workspace:
    """``-C DIR``, else ``KINERJA_DIR``, else the nearest folder upwards that holds criteria.yaml.

    Raises: WorkspaceNotFound, also where the folder has no kinerja.db unless *without_database*; NotFound for what
    isn't a folder.
    """
    named = explicit or os.environ.get("KINERJA_DIR")
    with explained(Path(named or ".")):
        if named:
            folder = Path(named)
            if folder.exists() and not folder.is_dir():
                raise NotFound(f"{folder} bukan folder.", "Tunjuk folder ruang kerjanya: kinerja -C FOLDER …")
            if not (folder / CRITERIA).is_file():
                raise WorkspaceNotFound(folder)
        else:
            here = Path.cwd()
            found = next((f for f in (here, *here.parents) if (f / CRITERIA).is_file()), None)
            if found is None:
                raise WorkspaceNotFound(here, upwards=True)
            folder = found
        if not without_database and not (folder / DATABASE).exists():
            raise WorkspaceNotFound(folder, DATABASE)
    return Workspace(folder)


def make_workspace(folder: Path, criteria: str) -> list[Path]:
    """Make what is missing of a workspace in *folder* (0700) and its files (0600); returns the files that were made.

    Never overwrites. An existing database is opened and checked, so that a foreign file is refused.
    Raises: StorageFailure, NotFound for a parent that isn't there.
    """
    workspace = Workspace(folder)
    made: list[Path] = []
    with explained(folder):
        private_folder(folder)
        # a database that is there is checked first: a foreign one is refused before anything is made beside it
        if workspace.database.exists() and create_database(workspace.database):
            made.append(workspace.database)
        if not workspace.criteria.exists() and _write_new(workspace.criteria, criteria):
            made.append(workspace.criteria)
        if not workspace.database.exists() and create_database(workspace.database):
            made.append(workspace.database)
    return made


def default_criteria() -> str:
    """The rules that `init` copies: the repository's own criteria.yaml, inside the wheel."""
    from importlib.resources import files  # here: only `init` needs it, and it is slow to import

    packaged = files("kinerja_cli") / CRITERIA
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / CRITERIA).read_text(encoding="utf-8")


def template_criteria(name: str) -> str:
    """Another set of rules to start from, by its name."""
    return (Path(__file__).parents[1] / "templates" / f"{name}.yaml").read_text(encoding="utf-8")


def _write_new(path: Path, text: str) -> bool:
    """Write a file that is there whole or not at all; false where one of that name turned up meanwhile."""
    with temporary_in(path.parent) as temporary:
        temporary.write_text(text, encoding="utf-8")
        return publish(temporary, path)

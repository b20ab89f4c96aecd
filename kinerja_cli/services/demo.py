"""A lively example of a workspace, built in an empty folder through the services that everybody else uses."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from kinerja_cli.domain.periods import parse_period
from kinerja_cli.errors import Refused
from kinerja_cli.imports.source import Source, open_source
from kinerja_cli.services import demo_story as story
from kinerja_cli.services.actions import add_action, finish
from kinerja_cli.services.demo_service import serve
from kinerja_cli.services.employee_import import EmployeeImport, import_employees
from kinerja_cli.services.exemptions import exempt_from
from kinerja_cli.services.goals import add_goal
from kinerja_cli.services.importing import ImportChoices
from kinerja_cli.services.periods import open_periods
from kinerja_cli.services.programmes import add_programme
from kinerja_cli.services.score_import import ScoreImport, import_scores
from kinerja_cli.services.target_import import TargetImport, import_targets
from kinerja_cli.services.unit_import import import_units
from kinerja_cli.services.workspace import TEMPLATES, make
from kinerja_cli.storage.database import Database, explained, open_database
from kinerja_cli.storage.workspace import Workspace

# what to type next, after `kinerja -C FOLDER`
NEXT = (
    f"jelaskan {story.LIFTED} {story.YEAR}",
    f"rekap kebijakan {story.YEAR}",
    "status",
    f"rekap unit {story.YEAR}",
)


def empty_place(named: str | None) -> Path:
    """The folder to build in: the one that was named, or a new temporary one (0700).

    Raises: Refused for a folder that holds anything, and for what isn't a folder.
    """
    with explained(Path(named or tempfile.gettempdir())):
        if not named:
            return Path(tempfile.mkdtemp(prefix="kinerja-demo-"))
        folder = Path(named)
        remedy = "Tidak ada yang diubah. Sebut folder baru: kinerja demo FOLDER"
        if folder.exists() and not folder.is_dir():
            raise Refused(f"{folder} bukan folder.", remedy)
        if folder.is_dir() and any(folder.iterdir()):
            raise Refused(f"Folder {folder} tidak kosong; contoh hanya dibuat di folder kosong.", remedy)
    return folder


def build(folder: Path) -> None:
    """Make a workspace with the shipped rules in an empty *folder* and tell the story in it.

    The same story every time; only the journal's times differ.  Raises: NotFound, StorageFailure.
    """
    make(folder, TEMPLATES[0])
    workspace = Workspace(folder)
    with closing(open_database(workspace.database)) as database:
        _register(database)
        for code, deadline in story.PERIODS:
            open_periods(database, workspace, [parse_period(code)], deadline)
        _judge(database)
        serve(database, _shipped)


def _register(database: Database) -> None:
    with _shipped(story.UNITS) as source:
        import_units(database, source, ImportChoices())
    with _shipped(story.EMPLOYEES) as source:
        import_employees(database, source, EmployeeImport())
    with _shipped(story.MOVES) as source:
        import_employees(database, source, EmployeeImport(moving=story.MOVING))


def _judge(database: Database) -> None:
    for leave in story.LEAVES:
        for code in leave.periods:
            exempt_from(database, leave.nip, parse_period(code), leave.criteria, leave.reason)
    for name in story.SCORES:
        with _shipped(name) as source:
            import_scores(database, source, ScoreImport(), progress=lambda _: None)
    for year, programme in story.PROGRAMMES:
        add_programme(database, year, programme)
    for goal in story.GOALS:
        add_goal(database, goal)
    for name in story.TARGETS:
        with _shipped(name) as source:
            import_targets(database, source, TargetImport())
    for origin, said, done in story.PLAN:
        number = add_action(database, said, origin).number
        if done is not None:
            finish(database, number, done, story.TOLD)


@contextmanager
def _shipped(name: str) -> Iterator[Source]:
    with (
        as_file(files("kinerja_cli") / "demo" / name) as path,
        open_source(str(path), io.BytesIO()) as source,
    ):
        yield source

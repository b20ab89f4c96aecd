"""Every command that writes, where the storage refuses or its words can't be written: what is said is what is so."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from crashing import Office
from forking import Forks
from scenes import SCENES, Day, Scene, look
from test_disk_full import FEW_PAGES

NOBODY = 65534
NO_WORDS = {"rekap pegawai", "jelaskan"}  # all that they have to say is in the file


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that everybody may look into."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-uji-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _each(day: Day) -> Iterator[tuple[Scene, object, object]]:
    """Every scene with its rows before and after; the file is the one before it."""
    for scene in SCENES:
        day.before(scene)
        before = look(day.office, scene).rows
        yield scene, before, day.after(scene)


def _what_is_said_is_so(day: Day, run: Callable[[Scene], int]) -> Mapping[int, set[str]]:
    """Names of scenes by exit code, each of which was what the rows say."""
    found: dict[int, set[str]] = {}
    for scene, before, after in _each(day):
        code = run(scene)
        now = day.office.state()
        assert now == (after if code in (0, 9) else before), (scene.name, code)
        found.setdefault(code, set()).add(scene.name)
    return found


def test_a_database_that_may_not_grow_keeps_what_it_was(day, forks: Forks):
    found = _what_is_said_is_so(day, lambda scene: forks.run(scene.words(day.office), FEW_PAGES).code)
    assert found.keys() == {0, 6}
    # which others need a page more hangs on how full the last one of each table is
    assert "nilai impor" in found[6]
    assert len(found[6]) > 1


def test_a_limit_on_the_size_of_files_keeps_what_was(day, forks: Forks):
    def limited(scene: Scene) -> int:
        return forks.run(
            scene.words(day.office), limit=8192
        ).code  # the journal may not grow beyond two pages

    found = _what_is_said_is_so(day, limited)
    assert found.keys() == {6}


def test_a_message_that_cannot_be_written_leaves_the_outcome_to_be_asked(day, forks: Forks):
    def silenced(scene: Scene) -> int:
        return forks.run(scene.words(day.office), stderr="/dev/full").code

    found: Counter[int] = Counter()
    for scene, before, after in _each(day):
        code = silenced(scene)
        found[code] += 1
        now = day.office.state()
        if scene.name in NO_WORDS:
            assert (code, now) == (0, after), scene.name
        elif scene.name in (
            "berkas-subjek",
            "dokumen",
        ):  # reading was asked for: its journal entry leaves nothing in doubt
            assert (code, now) == (6, after), scene.name
        elif scene.name == "hapus-data":  # says what it will do, before it does it
            assert (code, now) == (6, before), scene.name
        else:
            assert (code, now) == (9, after), scene.name
    assert found[9] >= 20


@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o555, 0o666), (0o777, 0o444)], ids=["folder", "file"]
)
def test_what_may_not_be_written_is_said_to_be_so_and_stays(
    day, forks: Forks, open_place, folder_mode, file_mode
):
    if os.getuid() != 0:
        pytest.skip("only root can run as somebody else")
    office = Office(open_place / "kerja", day.office.people)
    for scene in SCENES:
        day.before(scene)
        shutil.rmtree(office.folder, ignore_errors=True)
        shutil.copytree(day.office.folder, office.folder)
        for path in office.folder.iterdir():
            path.chmod(0o644)
        office.database.chmod(file_mode)
        office.folder.chmod(folder_mode)
        kept = office.database.read_bytes()
        ended = forks.run(scene.words(office), user=NOBODY)
        assert ended.code == 6, (scene.name, ended)
        assert "Traceback" not in ended.stderr
        assert office.database.read_bytes() == kept
        assert not office.journal.exists()

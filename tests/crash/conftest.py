"""One office is made by the commands, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crashing import Office, make_office
from forking import Forks
from scenes import Day


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Where commands are started from that shall be hit often."""
    server = Forks(tmp_path_factory.mktemp("cabang"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def _model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    made: dict[int, Path] = {}

    def model(people: int) -> Path:
        if people not in made:
            made[people] = make_office(tmp_path_factory.mktemp("kantor"), people).folder
        return made[people]

    return model


@pytest.fixture
def office_of(tmp_path: Path, _model: Callable[[int], Path]) -> Callable[[int], Office]:
    """An office with so many people, in a folder of its own."""

    def office(people: int) -> Office:
        folder = tmp_path / "kerja"
        shutil.copytree(_model(people), folder)
        return Office(folder, people)

    return office


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory, _model: Callable[[int], Path], forks: Forks) -> Day:
    """An office of twenty as it is before each command that writes."""
    folder = tmp_path_factory.mktemp("hari") / "kerja"
    shutil.copytree(_model(20), folder)
    return Day(Office(folder, 20), forks)

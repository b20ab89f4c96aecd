"""Bytes of the file go bad: either a command or the check refuses it, or every row is still what it was."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sealed_office import go_on

from kinerja_cli.errors import StorageFailure
from kinerja_cli.services import check
from kinerja_cli.services.check import all_findings
from kinerja_cli.storage import audit, database

LONGEST = 10  # seconds for one file
Damage = Callable[[Random, bytearray], None]


def a_bit(random: Random, content: bytearray) -> None:
    content[_somewhere(random, content)] ^= 1 << random.randrange(8)


def a_byte(random: Random, content: bytearray) -> None:
    content[_somewhere(random, content)] = random.randrange(256)


def some_bytes(random: Random, content: bytearray) -> None:
    at = _somewhere(random, content)
    content[at : at + 8] = random.randbytes(min(8, len(content) - at))


def a_digit(random: Random, content: bytearray) -> None:
    """A digit within a text: a NIP, a date, a number inside a name or a hash."""
    places = [found.start() for found in re.finditer(rb"[0-9]", content)]
    content[random.choice(places)] = random.choice(b"0123456789")


def a_letter(random: Random, content: bytearray) -> None:
    places = [found.start() for found in re.finditer(rb"[A-Za-z]", content)]
    content[random.choice(places)] ^= 0x20


def the_header(random: Random, content: bytearray) -> None:
    content[random.randrange(100)] = random.choice([0, 1, 2, 3, 4, 255, random.randrange(256)])


def a_page_of_zeros(random: Random, content: bytearray) -> None:
    page, size = _page(random, content)
    content[page : page + size] = bytes(size)


def a_page_twice(random: Random, content: bytearray) -> None:
    (page, size), (other, _) = _page(random, content), _page(random, content)
    content[page : page + size] = content[other : other + size]


def the_head_of_a_page(random: Random, content: bytearray) -> None:
    page, _ = _page(random, content)
    content[page + random.randrange(12)] = random.randrange(256)


def the_end_cut_off(random: Random, content: bytearray) -> None:
    del content[random.randrange(len(content)) :]


def pages_cut_off(random: Random, content: bytearray) -> None:
    page, _ = _page(random, content)
    del content[page:]


DAMAGES: tuple[Damage, ...] = (
    a_bit, a_byte, some_bytes, a_digit, a_letter, the_header, a_page_of_zeros, a_page_twice, the_head_of_a_page,
    the_end_cut_off, pages_cut_off,
)  # fmt: skip


def _page(random: Random, content: bytearray) -> tuple[int, int]:
    size = int.from_bytes(content[16:18], "big")
    return random.randrange(len(content) // size) * size, size


def _somewhere(random: Random, content: bytearray) -> int:
    """A byte that holds something, mostly: half of the pages of so small a file are empty."""
    for _ in range(50):
        at = random.randrange(len(content))
        if any(content[at : at + 4]):
            return at
    return at


def state(path: Path) -> list[object]:
    """Everything that any answer can come from."""
    with closing(sqlite3.connect(path)) as connection:
        marks = [
            connection.execute(f"pragma {name}").fetchone() for name in ("application_id", "user_version")
        ]
        # what sqlite-utils remembers of migrations is read by no command
        return [*marks, *(line for line in connection.iterdump() if "_sqlite_migrations" not in line.lower())]


def is_refused(path: Path) -> bool:
    """Whether a command refuses the file as a matter of storage (6), or the check has something to tell (8)."""
    try:
        opened = database.open_database(path, any_schema=True)
    except StorageFailure:
        return True
    with closing(opened):
        try:
            return bool(list(all_findings(opened)))
        except StorageFailure:
            return True


def damage(original: Path, copy: Path, seed: int) -> str | None:
    """Damage a *copy* as *seed* says; returns what nobody noticed, or None."""
    random = Random(seed)
    content = bytearray(original.read_bytes())
    how = DAMAGES[seed % len(DAMAGES)]
    how(random, content)
    if content == original.read_bytes():
        return None
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    copy.write_bytes(content)
    started = time.process_time()
    refused = is_refused(copy)
    if (seconds := time.process_time() - started) > LONGEST:
        return f"{how.__name__} {seed}: {seconds:.0f} s"
    if refused:
        return None
    try:
        same = state(copy) == state(original)
    except sqlite3.DatabaseError as error:
        return f"{how.__name__} {seed}: sound, and unreadable: {error}"
    return None if same else f"{how.__name__} {seed}: changed, and nobody noticed"


@pytest.fixture
def original(sealed_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    quick = tuple(
        setting.replace("synchronous = extra", "synchronous = off") for setting in database._PRAGMAS
    )
    monkeypatch.setattr(database, "_PRAGMAS", quick)
    shutil.copytree(sealed_office, tmp_path / "kantor")
    go_on(tmp_path / "kantor")
    return tmp_path / "kantor" / "kinerja.db"


def test_a_damaged_file_is_refused_or_says_what_it_said(original, tmp_path):
    unnoticed = [damage(original, tmp_path / "copy.db", seed) for seed in range(165)]
    assert [line for line in unnoticed if line] == []


@pytest.mark.slow
def test_two_thousand_five_hundred_damaged_files_are_refused_or_say_what_they_said(original, tmp_path):
    unnoticed = [damage(original, tmp_path / "copy.db", seed) for seed in range(1_000, 3_500)]
    assert [line for line in unnoticed if line] == []


def test_a_damage_that_nobody_looks_for_would_be_told(original, tmp_path, monkeypatch):
    """The proof of the proof: with the seals unread, some of the same damages change an answer unseen."""
    monkeypatch.setattr(audit, "_seals", lambda *_: iter(()))
    monkeypatch.setattr(audit, "_chain", lambda *_: iter(()))
    monkeypatch.setattr(check, "closed_year_findings", lambda _: iter(()))
    unnoticed = [damage(original, tmp_path / "copy.db", seed) for seed in range(165) if seed % 11 in (3, 4)]
    assert any(unnoticed)

"""Everything about one person as values, in sections of records (UU 27/2022: access to data and their processing)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


class Hundredths(int):
    """A figure in points, told from a count."""

    __slots__ = ()


Fact: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that is or was recorded: when (the office's clock, None for what is computed), what, and its facts."""

    at: str | None
    what: str
    facts: dict[str, Fact]


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """One person's file; *sections* by name, each in order of time or of its key."""

    nip: str
    name: str
    sections: dict[str, list[Record]]

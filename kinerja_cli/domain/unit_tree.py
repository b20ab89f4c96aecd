"""Trees of units and of goals: who lies below whom, in which order they are listed; which text means which unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from kinerja_cli.errors import BadValue


class Branch(Protocol):
    """What can stand in a tree: a number, a code, and the number of what is above it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def code(self) -> str:
        """By which brothers are put in order."""

    @property
    def parent(self) -> int | None:
        """The number of what is above it."""


AnyBranch = TypeVar("AnyBranch", bound=Branch)


class Unit(NamedTuple):
    """One unit (unit kerja); *parent* is the number of the unit above it."""

    id: int
    code: str
    name: str
    parent: int | None


def find_unit(units: Iterable[Unit], text: str) -> Unit | None:
    """The unit with that code or that exact name, whatever the case and the blanks; None where there is none.

    Raises: BadValue where several units bear the name.
    """
    listed, wanted = list(units), _plain(unicodedata.normalize("NFC", text))
    for unit in listed:
        if _plain(unit.code) == wanted:
            return unit
    named = [unit for unit in listed if _plain(unit.name) == wanted]
    if len(named) > 1:
        codes = ", ".join(unit.code for unit in named)
        raise BadValue(f"nama unit '{text}' dipakai beberapa unit ({codes}); tulis kodenya")
    return named[0] if named else None


def _plain(text: str) -> str:
    """Text without regard to case and to how many blanks part its words."""
    return " ".join(text.split()).casefold()


def subtree(branches: Sequence[Branch], top: int) -> set[int]:
    """Numbers of a unit or goal and of everything below it."""
    found = {top}
    growing = True
    while growing:
        more = {branch.id for branch in branches if branch.parent in found} - found
        found |= more
        growing = bool(more)
    return found


def depth_first(branches: Sequence[AnyBranch]) -> list[AnyBranch]:
    """Every unit or goal, parents before children, brothers by code."""
    children: dict[int | None, list[AnyBranch]] = {}
    for branch in sorted(branches, key=lambda b: b.code):
        children.setdefault(branch.parent, []).append(branch)
    ordered: list[AnyBranch] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        branch = waiting.pop()
        ordered.append(branch)
        waiting += children.get(branch.id, [])[::-1]
    return ordered

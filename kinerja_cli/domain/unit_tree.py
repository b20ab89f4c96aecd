"""Units as a tree: who lies below whom, in which order they are listed, and which text means which unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kinerja_cli.errors import BadValue


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


def subtree(units: Sequence[Unit], top: int) -> set[int]:
    """Numbers of a unit and of everything below it."""
    found = {top}
    growing = True
    while growing:
        more = {unit.id for unit in units if unit.parent in found} - found
        found |= more
        growing = bool(more)
    return found


def depth_first(units: Sequence[Unit]) -> list[Unit]:
    """Every unit, parents before children, brothers by code."""
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda u: u.code):
        children.setdefault(unit.parent, []).append(unit)
    ordered: list[Unit] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += children.get(unit.id, [])[::-1]
    return ordered

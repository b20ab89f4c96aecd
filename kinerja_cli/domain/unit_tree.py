"""Units as a tree: who lies below whom, in which order they are listed, and which text means which unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinerja_cli.errors import BadValue


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit (unit kerja); *parent* is the number of the unit above it."""

    id: int
    code: str
    name: str
    parent: int | None


def find_unit(units: Iterable[Unit], text: str) -> Unit | None:
    """The unit with that code (without regard to case) or that exact name; None where there is none.

    Raises: BadValue where several units bear the name.
    """
    listed = list(units)
    for unit in listed:
        if unit.code.casefold() == text.casefold():
            return unit
    named = [unit for unit in listed if unit.name.casefold() == text.casefold()]
    if len(named) > 1:
        codes = ", ".join(unit.code for unit in named)
        raise BadValue(f"nama unit '{text}' dipakai beberapa unit ({codes}); tulis kodenya")
    return named[0] if named else None


def subtree(units: Sequence[Unit], top: int) -> set[int]:
    """Numbers of a unit and of everything below it."""
    found = {top}
    growing = True
    while growing:
        more = {unit.id for unit in units if unit.parent in found} - found
        found |= more
        growing = bool(more)
    return found


def depth_first(units: Sequence[Unit]) -> list[tuple[int, Unit]]:
    """Every unit with its depth, parents before children, brothers by code."""
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda u: u.code):
        children.setdefault(unit.parent, []).append(unit)
    ordered: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(children.get(None, []))]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting.extend((depth + 1, child) for child in reversed(children.get(unit.id, [])))
    return ordered

"""Codes of units and goals: what one may look like, who bears it, and one made for a unit known by name only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kinerja_cli.domain.unit_tree import AnyBranch, Unit
from kinerja_cli.errors import BadValue

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,38}[A-Za-z0-9])?", re.ASCII)


def parse_unit_code(text: str) -> str:
    """A unit's code: letters, digits and ``. _ / -`` inside, at most 40.  Raises: BadValue."""
    return _code(text, "unit", "PKM-SIKUMANA")


def parse_goal_code(text: str) -> str:
    """A goal's code, as a unit's.  Raises: BadValue."""
    return _code(text, "tujuan", "MISI-2")


def parse_measure_code(text: str) -> str:
    """A service measure's code, as a unit's.  Raises: BadValue."""
    return _code(text, "layanan", "WAKTU-LAYAN")


def _code(text: str, what: str, example: str) -> str:
    stripped = text.strip()
    if _CODE.fullmatch(stripped) is None:
        raise BadValue(
            f"kode {what} '{text}' tidak dapat dipakai; tulis huruf, angka, dan - tanpa spasi, mis. {example}"
        )
    return stripped


def same_code(branches: Iterable[AnyBranch], code: str) -> AnyBranch | None:
    """The unit or goal that bears this code, whatever its case."""
    return next((branch for branch in branches if branch.code.casefold() == code.casefold()), None)


def code_for(name: str, units: Iterable[Unit]) -> str:
    """A code that none of *units* bears, from a name: ``Puskesmas Sikumana`` -> ``PUSKESMAS-SIKUMANA``."""
    taken = {unit.code.casefold() for unit in units}
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").upper()[:36].strip("-") or "UNIT"
    code, number = stem, 2
    while code.casefold() in taken:
        code, number = f"{stem}-{number}", number + 1
    return code

"""Codes of units: what one may look like, who bears it, and one made for a unit known by name only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import BadValue

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,38}[A-Za-z0-9])?", re.ASCII)


def parse_unit_code(text: str) -> str:
    """A unit's code: letters, digits and ``. _ / -`` inside, at most 40.  Raises: BadValue."""
    stripped = text.strip()
    if _CODE.fullmatch(stripped) is None:
        raise BadValue(
            f"kode unit '{text}' tidak dapat dipakai; tulis huruf, angka, dan - tanpa spasi, mis. PKM-SIKUMANA"
        )
    return stripped


def same_code(units: Iterable[Unit], code: str) -> Unit | None:
    """The unit that bears this code, whatever its case."""
    return next((unit for unit in units if unit.code.casefold() == code.casefold()), None)


def code_for(name: str, units: Iterable[Unit]) -> str:
    """A code that none of *units* bears, from a name: ``Puskesmas Sikumana`` -> ``PUSKESMAS-SIKUMANA``."""
    taken = {unit.code.casefold() for unit in units}
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").upper()[:36].strip("-") or "UNIT"
    code, number = stem, 2
    while code.casefold() in taken:
        code, number = f"{stem}-{number}", number + 1
    return code

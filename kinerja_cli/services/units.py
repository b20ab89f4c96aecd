"""Units (unit kerja): added, changed, listed as the tree they are."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from kinerja_cli.domain.text import LONGEST_NAME
from kinerja_cli.domain.unit_tree import Unit, depth_first, subtree
from kinerja_cli.errors import BadValue, Refused
from kinerja_cli.services.lookup import gathered, unit_named
from kinerja_cli.services.scores import checked
from kinerja_cli.storage.database import Connection, Database
from kinerja_cli.storage.employees import placements
from kinerja_cli.storage.units import all_units
from kinerja_cli.storage.versions import insert, replace

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,38}[A-Za-z0-9])?", re.ASCII)


def parse_unit_code(text: str) -> str:
    """A unit's code: letters, digits and ``. _ / -`` inside, at most 40.  Raises: BadValue."""
    stripped = text.strip()
    if _CODE.fullmatch(stripped) is None:
        raise BadValue(
            f"kode unit '{text}' tidak dapat dipakai; tulis huruf, angka, dan - tanpa spasi, mis. PKM-SIKUMANA"
        )
    return stripped


def add_unit(database: Database, code: str, name: str, parent: str | None) -> bool:
    """Add a unit; false where the very same unit is there already.  Raises: Refused, UnitNotFound."""
    with database.write("unit tambah") as writing:
        kept_code, kept_name = _checked(code, name)
        above = None if parent is None else unit_named(writing.connection, parent).id
        existing = same_code(all_units(writing.connection), kept_code)
        if existing is None:
            keep_unit(writing.connection, kept_code, kept_name, above, writing.entry)
            return True
        if (existing.name, existing.parent) != (kept_name, above):
            raise Refused(
                f"Unit {existing.code} sudah ada ({existing.name}).", "Untuk mengubahnya: kinerja unit ubah"
            )
    return False


def change_unit(
    database: Database, unit: str, *, code: str | None, name: str | None, parent: str | None, top: bool
) -> bool:
    """Change code, name or place in the tree; false where nothing differs.

    Raises: UnitNotFound; Refused for a taken code or a cycle.
    """
    with database.write("unit ubah") as writing:
        units = all_units(writing.connection)
        current = unit_named(writing.connection, unit)
        new_code, new_name = _checked(
            current.code if code is None else code, current.name if name is None else name
        )
        above = current.parent
        if top or parent is not None:
            above = None if parent is None else unit_named(writing.connection, parent).id
        taken = same_code(units, new_code)
        if taken is not None and taken.id != current.id:
            raise Refused(f"Kode {new_code} sudah dipakai unit {taken.name}.")
        check_no_cycle(units, current, above)
        changes = {"code": new_code, "name": new_name, "parent": above}
        if (current.code, current.name, current.parent) == (new_code, new_name, above):
            return False
        replace(writing.connection, "unit", {"id": current.id}, changes, writing.entry)
    return True


def list_units(database: Database) -> list[tuple[int, Unit, str | None, int]]:
    """Every unit in the tree's order: depth, unit, code of the unit above, people whose newest placement is there."""
    with database.read() as connection:
        units = all_units(connection)
        newest = {placement.employee: placement.unit for placement in placements(connection)}
    people = Counter(newest.values())
    codes = {unit.id: unit.code for unit in units}
    return [
        (depth, unit, None if unit.parent is None else codes[unit.parent], people[unit.id])
        for depth, unit in depth_first(units)
    ]


def keep_unit(connection: Connection, code: str, name: str, parent: int | None, entry: int) -> Unit:
    """Insert a unit whose code is free."""
    number = insert(connection, "unit", {"code": code, "name": name, "parent": parent, "entry": entry})
    return Unit(number, code, name, parent)


def same_code(units: list[Unit], code: str) -> Unit | None:
    """The unit that bears this code, whatever its case."""
    return next((unit for unit in units if unit.code.casefold() == code.casefold()), None)


def check_no_cycle(units: list[Unit], unit: Unit, parent: int | None) -> None:
    """A unit can't lie below itself.  Raises: Refused."""
    if parent == unit.id:
        raise Refused(f"Unit {unit.code} tidak dapat menjadi induknya sendiri; tulis unit lain.")
    if parent is not None and parent in subtree(units, unit.id):
        below = next(u.code for u in units if u.id == parent)
        raise Refused(
            f"Unit {unit.code} tidak dapat berada di bawah {below}: {below} sendiri di bawah {unit.code}.",
            f"Pindahkan {below} dahulu: kinerja unit ubah {below} --induk …",
        )


def code_for(name: str, taken: set[str]) -> str:
    """A free code for a unit known by name only: ``Puskesmas Sikumana`` -> ``PUSKESMAS-SIKUMANA``."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").upper()[:36].strip("-") or "UNIT"
    code, number = stem, 2
    while code.casefold() in {t.casefold() for t in taken}:
        code, number = f"{stem}-{number}", number + 1
    return code


def _checked(code: str, name: str) -> tuple[str, str]:
    read = gathered(
        {"code": partial(_code, code), "name": partial(checked, name, "nama unit", LONGEST_NAME)},
    )
    return read["code"], read["name"]


def _code(text: str) -> str:
    try:
        return parse_unit_code(text)
    except BadValue as error:
        raise Refused(f"{error}.") from None

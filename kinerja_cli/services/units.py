"""Units (unit kerja): added, changed, listed as the tree they are."""

from __future__ import annotations

from collections import Counter
from functools import partial

from kinerja_cli.domain.text import LONGEST_NAME
from kinerja_cli.domain.unit_codes import parse_unit_code, same_code
from kinerja_cli.domain.unit_tree import Unit, depth_first, subtree
from kinerja_cli.errors import Refused
from kinerja_cli.services.checks import accepted, checked, gathered
from kinerja_cli.services.lookup import unit_named
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import placements
from kinerja_cli.storage.units import all_units, unit_revisions
from kinerja_cli.storage.versions import insert, replace


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
    database: Database,
    unit: str,
    *,
    code: str | None,
    name: str | None,
    parent: str | None,
    top: bool,
    revision: int | None = None,
) -> bool:
    """Change code, name or place in the tree; false where nothing differs.

    Raises: UnitNotFound; Refused for a taken code or a cycle, or where the unit isn't at *revision* any more.
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
            raise Refused(f"Kode {new_code} sudah dipakai unit {taken.name}; tulis kode lain.")
        _check_no_cycle(units, current, above)
        if (current.code, current.name, current.parent) == (new_code, new_name, above):
            return False
        kept = unit_revisions(writing.connection)[current.id]
        check_revision(writing.connection, f"unit {current.code}", revision, kept, "kinerja unit daftar")
        changes = {"code": new_code, "name": new_name, "parent": above}
        replace(writing.connection, "unit", {"id": current.id}, changes, writing.entry)
    return True


def list_units(database: Database) -> list[tuple[Unit, str | None, int, int]]:
    """Every unit in the tree's order: unit, code of the one above, people whose newest placement is there, revision."""
    with database.read() as connection:
        units = all_units(connection)
        revisions = unit_revisions(connection)
        newest = {placement.employee: placement.unit for placement in placements(connection)}
    people = Counter(newest.values())
    codes = {unit.id: unit.code for unit in units}
    return [
        (unit, None if unit.parent is None else codes[unit.parent], people[unit.id], revisions[unit.id])
        for unit in depth_first(units)
    ]


def keep_unit(connection: Connection, code: str, name: str, parent: int | None, entry: int) -> Unit:
    """Insert a unit whose code is free."""
    number = insert(connection, "unit", {"code": code, "name": name, "parent": parent, "entry": entry})
    return Unit(number, code, name, parent)


def _check_no_cycle(units: list[Unit], unit: Unit, parent: int | None) -> None:
    """A unit can't lie below itself.  Raises: Refused."""
    if parent == unit.id:
        raise Refused(f"Unit {unit.code} tidak dapat menjadi induknya sendiri; tulis unit lain.")
    if parent is not None and parent in subtree(units, unit.id):
        below = next(u.code for u in units if u.id == parent)
        raise Refused(
            f"Unit {unit.code} tidak dapat berada di bawah {below}: {below} sendiri di bawah {unit.code}.",
            f"Pindahkan {below} dahulu: kinerja unit ubah {below} --induk …",
        )


def _checked(code: str, name: str) -> tuple[str, str]:
    read = gathered(
        {
            "code": partial(accepted, parse_unit_code, code),
            "name": partial(checked, name, "nama unit", LONGEST_NAME),
        },
    )
    return read["code"], read["name"]

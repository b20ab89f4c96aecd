"""Goals (tujuan) of the organisation: added, changed, listed as the tree they are."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_cli.domain.goals import Goal, GoalKind
from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean
from kinerja_cli.domain.unit_codes import parse_goal_code, same_code
from kinerja_cli.domain.unit_tree import depth_first, subtree
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import accepted, checked, checked_reason
from kinerja_cli.services.lookup import unit_named
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.goals import all_goals, change_goal, keep_goal, serving
from kinerja_cli.storage.versions import Value


@dataclass(frozen=True, slots=True)
class GoalSaid:
    """What was said of a goal; None where it wasn't. *parent* is a code, *unit* a code or a name.

    *top*: it lies below nothing; *whole*: it is of the whole organisation.
    """

    code: str | None = None
    kind: GoalKind | None = None
    text: str | None = None
    parent: str | None = None
    unit: str | None = None
    top: bool = False
    whole: bool = False


def add_goal(database: Database, said: GoalSaid) -> bool:
    """Add a goal; false where the very same one is there.

    Raises: Refused for a code that isn't one or is taken, and for a place in the tree that it can't have; NotFound,
    UnitNotFound.
    """
    with database.write("tujuan tambah") as writing:
        goals = all_goals(writing.connection)
        values = _values(writing.connection, goals, None, said)
        existing = same_code(goals, str(values["code"]))
        if existing is None:
            keep_goal(writing.connection, values)
            return True
        if _values(writing.connection, goals, existing, GoalSaid()) != values:
            raise Refused(
                f"Tujuan {existing.code} sudah ada: {existing.text}.",
                f"Untuk mengubahnya: kinerja tujuan ubah {existing.code} --alasan '…'",
            )
    return False


def change_named_goal(
    database: Database, code: str, said: GoalSaid, reason: str, revision: int | None = None
) -> bool:
    """Change what was said of a goal; false where nothing differs.

    Raises: NotFound; Refused as above, for a cycle, and where it isn't at *revision* any more.
    """
    with database.write("tujuan ubah", checked_reason(reason)) as writing:
        goals = all_goals(writing.connection)
        current = goal_named(goals, code)
        values = _values(writing.connection, goals, current, said)
        if values == _values(writing.connection, goals, current, GoalSaid()):
            return False
        taken = same_code(goals, str(values["code"]))
        if taken is not None and taken.id != current.id:
            raise Refused(f"Kode {taken.code} sudah dipakai tujuan '{taken.text}'; tulis kode lain.")
        kept = current.revision
        check_revision(writing.connection, f"tujuan {current.code}", revision, kept, "kinerja tujuan daftar")
        change_goal(writing.connection, current, values)
    return True


def listing(database: Database, year: int | None) -> list[tuple[Goal, str | None, int]]:
    """Every goal in the tree's order: goal, code of the one above, targets (of *year*) that serve it."""
    with database.read() as connection:
        goals = all_goals(connection)
        served = serving(connection, year)
    codes = {goal.id: goal.code for goal in goals}
    return [
        (goal, None if goal.parent is None else codes[goal.parent], served.get(goal.id, 0))
        for goal in depth_first(goals)
    ]


def goal_named(goals: list[Goal], code: str) -> Goal:
    """The goal with that code.  Raises: NotFound, with the one probably meant."""
    found = same_code(goals, code.strip())
    if found is None:
        hint = did_you_mean(code, [goal.code for goal in goals])
        raise NotFound(f"Tujuan '{code}' tidak ditemukan.{hint}", "Lihat: kinerja tujuan daftar")
    return found


def _values(
    connection: Connection, goals: list[Goal], current: Goal | None, said: GoalSaid
) -> dict[str, Value]:
    """What a goal becomes by what was said; *current* None: a new one, of which code and text are said."""
    before = current or Goal(0, "", GoalKind.OBJECTIVE.value, "", None, None, 0)
    kind = said.kind or GoalKind(before.kind)
    parent = None if said.top else before.parent
    if said.parent is not None:
        parent = goal_named(goals, said.parent).id
    unit = None if said.whole else said.unit or before.unit
    _check_place(goals, before, kind, parent)
    return {
        "code": before.code if said.code is None else accepted(parse_goal_code, said.code),
        "kind": kind.value,
        "text": before.text if said.text is None else checked(said.text, "isi tujuan", LONGEST_NOTE),
        "parent": parent,
        "unit": None if unit is None else unit_named(connection, unit).id,
    }


def _check_place(goals: list[Goal], goal: Goal, kind: GoalKind, parent: int | None) -> None:
    """Nothing lies below itself, nor a vision below a mission.  Raises: Refused."""
    if parent is not None and goal.id and parent in subtree(goals, goal.id):
        raise Refused(
            f"Tujuan {goal.code} tidak dapat berada di bawah dirinya sendiri atau tujuan di bawahnya.",
            "Tulis induk lain; susunannya: kinerja tujuan daftar",
        )
    above = [(GoalKind(one.kind), one.code) for one in goals if one.id == parent]
    below = [(GoalKind(one.kind), one.code) for one in goals if goal.id and one.parent == goal.id]
    for upper, lower, code in (
        *((over, kind, code) for over, code in above),
        *((kind, under, code) for under, code in below),
    ):
        if upper.depth > lower.depth:
            order = ", ".join(GoalKind)
            raise Refused(
                f"{lower.value} tidak berada di bawah {upper.value} (lihat {code}); urutannya {order}."
            )

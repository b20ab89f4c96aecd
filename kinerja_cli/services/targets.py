"""Targets (sasaran) of an employee's year: set, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.periods import Period, other_cadence
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.target_text import show_bounds
from kinerja_cli.domain.targets import (
    Bounds,
    Direction,
    Kind,
    Measure,
    Reckoning,
    Side,
    Target,
)
from kinerja_cli.domain.text import LONGEST_NAME, LONGEST_NOTE, fold
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import checked, checked_reason
from kinerja_cli.services.closed import refuse_closed_period, refuse_closed_year
from kinerja_cli.services.goals import goal_named
from kinerja_cli.services.lookup import employee_named, rules_of
from kinerja_cli.services.revisions import check_revision
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import employee_numbered
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.targets import (
    change_target,
    keep_target,
    realisations_of,
    target_values,
    targets_of,
    withdraw_target,
)


@dataclass(frozen=True, slots=True)
class TargetSaid:
    """What was said of a target; None where it wasn't. *bounds* and *weight* are hundredths.

    *whole*: it holds in the whole year, whatever *first* and *last* were. *aimless*: it serves no goal any more.
    """

    result: str | None = None
    indicator: str | None = None
    bounds: Bounds | None = None
    of: str | None = None
    side: Side | None = None
    direction: Direction | None = None
    reckoning: Reckoning | None = None
    kind: Kind | None = None
    weight: int | None = None
    goal: str | None = None
    peak: bool | None = None
    first: Period | None = None
    last: Period | None = None
    whole: bool = False
    aimless: bool = False


NEW = Target(
    0,
    0,
    0,
    None,
    "",
    "",
    Side.QUANTITY,
    "",
    Measure(0, 0, Direction.UP, Reckoning.LAST, Kind.MAIN, 1_00),
    0,
)


def set_target(database: Database, nip: str, year: int, said: TargetSaid) -> tuple[int, bool]:
    """Set a target of a year that has rules; returns its number, and false where the very same one is there.

    Raises: EmployeeNotFound; NotFound for a year without rules or an unknown goal; YearClosed; Refused with every
    fault, and where one of that result and indicator is there with other figures.
    """
    with database.write("sasaran tetapkan") as writing:
        connection = writing.connection
        employee = employee_named(connection, nip)
        rules = rules_of(connection, year).rules
        refuse_closed_year(connection, year)
        wanted = applied(connection, NEW._replace(employee=employee.id, year=year), said, rules)
        for existing in targets_of(connection, year=year, employee=employee.id):
            if existing._replace(id=0, revision=0) == wanted:
                return existing.id, False
            if identity(existing) == identity(wanted):
                raise Refused(
                    f"Sasaran {existing.id} sudah ada dengan hasil kerja dan indikator itu: target "
                    f"{show_bounds(existing.figures)} {existing.of}, bobot {show_points(existing.figures.weight)}.",
                    f"Untuk mengubahnya: kinerja sasaran ubah {existing.id} --alasan '…'",
                )
        return keep_new(connection, wanted), True


def change_numbered(
    database: Database, number: int, said: TargetSaid, reason: str, revision: int | None = None
) -> bool:
    """Change what is said of a target; false where nothing differs.

    Raises: NotFound; YearClosed; Refused as above, where realisations would lie outside its periods, and where it isn't
    at *revision* any more.
    """
    with database.write("sasaran ubah", checked_reason(reason)) as writing:
        connection = writing.connection
        target = target_numbered(connection, number)
        refuse_closed_year(connection, target.year)
        wanted = applied(connection, target, said, rules_of(connection, target.year).rules)
        if wanted == target:
            return False
        look = f"kinerja sasaran tampil {number}"
        check_revision(connection, f"sasaran {number}", revision, target.revision, look)
        keep_change(connection, target, wanted)
    return True


def withdraw_numbered(database: Database, number: int, reason: str) -> Target:
    """Take a target and what came of it out of force.  Raises: NotFound; YearClosed; PeriodClosed."""
    with database.write("sasaran batal", checked_reason(reason)) as writing:
        connection = writing.connection
        target = target_numbered(connection, number)
        refuse_closed_year(connection, target.year)
        realised = realisations_of(connection, number=number).get(number, {})
        for period in opened_periods(connection, target.year):
            if period.id in realised:
                refuse_closed_period(connection, period)
        withdraw_target(connection, target)
    return target


def keep_new(connection: Connection, wanted: Target) -> int:
    """Insert a target; returns its number.  Raises: Refused for somebody whose data was erased."""
    refuse_words_of_erased(connection, wanted.employee)
    return keep_target(connection, wanted.employee, wanted.year, values_of(connection, wanted))


def refuse_words_of_erased(connection: Connection, employee: int) -> None:
    """Nobody writes about somebody whose data was erased: it could not be erased again.  Raises: Refused."""
    nip = employee_numbered(connection, employee).nip
    if is_placeholder(nip):
        raise Refused(f"Data pribadi {nip} sudah dihapus; tidak ada kata baru tentangnya yang dapat dicatat.")


def keep_change(connection: Connection, target: Target, wanted: Target) -> None:
    """Replace a target.

    Raises: Refused where it has realisations outside its new periods, and for new words about somebody who was erased.
    """
    if (target.result, target.indicator, target.of) != (wanted.result, wanted.indicator, wanted.of):
        refuse_words_of_erased(connection, target.employee)
    kept = realisations_of(connection, number=target.id).get(target.id, {})
    outside = [key for key in kept if key not in wanted.figures.holds_in(kept)]
    if outside:
        raise Refused(
            f"Sasaran {target.id} punya realisasi di luar masa berlakunya yang baru ({len(outside)} periode).",
            f"Batalkan dahulu: kinerja sasaran realisasi {target.id} PERIODE --batal --alasan '…'",
        )
    change_target(connection, target, values_of(connection, wanted))


def target_numbered(connection: Connection, number: int) -> Target:
    """The target with that number.  Raises: NotFound."""
    found = targets_of(connection, number=number)
    if not found:
        raise NotFound(f"Sasaran nomor {number} tidak ditemukan.", "Lihat: kinerja sasaran daftar")
    return found[0]


def identity(target: Target) -> tuple[str, str, int | None]:
    """By what a target of somebody's year is known again: result, indicator, and the period it holds from."""
    return fold(target.result), fold(target.indicator), target.figures.first


def values_of(connection: Connection, target: Target) -> Mapping[str, Any]:
    """The columns of a target, its goal by its number."""
    goal = None if target.goal is None else goal_named(all_goals(connection), target.goal).id
    return target_values(target, goal)


def applied(connection: Connection, target: Target, said: TargetSaid, rules: Rules) -> Target:
    """What a target becomes by what was said.  Raises: NotFound for an unknown goal; Refused with every fault."""
    faults: list[str] = []

    def text(said_text: str | None, what: str, before: str, longest: int) -> str:
        try:
            return checked(said_text, what, longest) or before
        except Refused as fault:
            faults.extend(fault.lines)
            return before

    before = target.figures
    low, high = said.bounds or (before.low, before.high)
    changed = {
        name: value
        for name in ("direction", "reckoning", "kind", "weight", "peak")
        if (value := getattr(said, name)) is not None
    }
    figures = before._replace(
        low=low,
        high=high,
        first=None if said.whole else _key(said.first, target.year, rules, faults) or before.first,
        last=None if said.whole else _key(said.last, target.year, rules, faults) or before.last,
        **changed,
    )
    faults += figure_faults(figures, rules)
    wanted = target._replace(
        result=text(said.result, "hasil kerja", target.result, LONGEST_NOTE),
        indicator=text(said.indicator, "indikator", target.indicator, LONGEST_NOTE),
        of=text(said.of, "satuan", target.of, LONGEST_NAME),
        side=said.side or target.side,
        figures=figures,
    )
    try:
        before_it = None if said.aimless else target.goal
        goal = before_it if said.goal is None else goal_named(all_goals(connection), said.goal).code
    except NotFound as missing:
        if not faults:
            raise
        faults += missing.lines
    if faults:
        raise Refused(*faults)
    return wanted._replace(goal=goal)


def figure_faults(figures: Measure, rules: Rules) -> list[str]:
    """What is wrong with the figures of a target under those rules."""
    faults = []
    if figures.first is not None and figures.last is not None and figures.first > figures.last:
        faults.append("Masa berlaku terbalik: dari sesudah sampai.")
    if figures.kind is Kind.EXTRA and rules.targets is not None and not rules.targets.extra_maximum:
        faults.append(
            "Aturan tahun itu tidak memberi nilai bagi sasaran tambahan; isi tambahan_maks dalam criteria.yaml, "
            "atau pakai jenis utama."
        )
    if figures.peak and figures.direction is Direction.DOWN:
        faults.append("Puncak hanya bagi target yang makin besar makin baik (arah naik).")
    return faults


def _key(period: Period | None, year: int, rules: Rules, faults: list[str]) -> int | None:
    """Key of a period of that year, by the cadence in force."""
    if period is None:
        return None
    if period.cadence is not rules.cadence:
        told = other_cadence(period, rules.cadence)
        faults.append(f"{told[0].upper()}{told[1:]}.")
    elif period.year != year:
        faults.append(f"{period.code} bukan periode tahun {year}.")
    return period.key

"""What a command names, found in the database, or the error that says it isn't there and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kinerja_cli.domain.nip import nearest_nip
from kinerja_cli.domain.periods import LAST_YEAR, Period, other_cadence
from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.domain.unit_tree import Unit, find_unit, subtree
from kinerja_cli.errors import EmployeeNotFound, NotFound, PeriodNotOpen, UnitNotFound
from kinerja_cli.services.checks import accepted
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, employee_ids, find_employee, former_nips
from kinerja_cli.storage.periods import OpenedPeriod, find_period, newest_scored_year, opened_periods
from kinerja_cli.storage.rules import StoredRules, rules_in_force
from kinerja_cli.storage.units import all_units


def newest_institution(database: Database) -> str | None:
    """The office's name by its newest rules; None before any were applied."""
    with database.read() as connection:
        stored = rules_in_force(connection, LAST_YEAR)
    return None if stored is None else stored.rules.institution


def employee_named(connection: Connection, nip: str) -> Employee:
    """The employee with that NIP.  Raises: EmployeeNotFound, with the NIP that is used now or was probably meant."""
    employee = find_employee(connection, nip)
    if employee is not None:
        return employee
    renamed = [former.now for former in former_nips(connection) if former.nip == nip]
    if renamed:
        raise EmployeeNotFound(nip, f" NIP itu sudah diganti menjadi {renamed[-1]}.")
    near = nearest_nip(nip, employee_ids(connection))
    raise EmployeeNotFound(nip, f" Maksud Anda {near}?" if near else "")


def unit_named(connection: Connection, text: str) -> Unit:
    """The unit with that code or exact name.  Raises: UnitNotFound; Refused where a name is borne twice."""
    return unit_among(all_units(connection), text)


def unit_among(units: Sequence[Unit], text: str) -> Unit:
    """The one of *units* with that code or exact name.  Raises: as `unit_named`."""
    unit = accepted(partial(find_unit, units), text)
    if unit is None:
        known = [unit.code for unit in units] + [unit.name for unit in units]
        raise UnitNotFound(text, did_you_mean(text, known))
    return unit


def units_below(connection: Connection, text: str) -> set[int]:
    """Numbers of the unit with that code or exact name and of all its sub-units.  Raises: as `unit_named`."""
    return subtree(all_units(connection), unit_named(connection, text).id)


def codes_below(units: Sequence[Unit], text: str) -> set[str]:
    """Codes, among *units*, of the unit with that code or exact name and of all its sub-units.  Raises: as above."""
    below = subtree(units, unit_among(units, text).id)
    return {unit.code for unit in units if unit.id in below}


def period_named(connection: Connection, period: Period) -> OpenedPeriod:
    """The opened period.  Raises: PeriodNotOpen; NotFound where the year has no period of that cadence."""
    opened = find_period(connection, period.code)
    if opened is None:
        stored = rules_in_force(connection, period.year)
        if stored is not None and stored.rules.cadence is not period.cadence:
            told = other_cadence(period, stored.rules.cadence)
            raise NotFound(f"{told[0].upper()}{told[1:]}.")
        raise PeriodNotOpen(period.code)
    return opened


def rules_of(connection: Connection, year: int) -> StoredRules:
    """The rules in force in a year.  Raises: NotFound where none were applied at or before it."""
    stored = rules_in_force(connection, year)
    if stored is None:
        raise NotFound(
            f"Tahun {year} belum punya aturan.",
            f"Terapkan dengan: kinerja kriteria terapkan --tahun {year}   (atau buka periode pertamanya)",
        )
    return stored


def year_or_newest(connection: Connection, year: int | None) -> int:
    """The year asked for, else the newest that has a score, else the newest that has an opened period.

    No clock: the same database always gives the same answer.  Raises: NotFound where there is neither.
    """
    if year is not None:
        return year
    scored = newest_scored_year(connection)
    return opened_years(connection)[-1] if scored is None else scored


def opened_years(connection: Connection) -> list[int]:
    """Every year that has an opened period, oldest first.  Raises: NotFound where there is none."""
    opened = opened_periods(connection)
    if not opened:
        raise NotFound(
            "Belum ada periode yang dibuka.",
            "Buka dengan: kinerja periode buka PERIODE   (kode yang cocok: kinerja status)",
        )
    return sorted({period.year for period in opened})

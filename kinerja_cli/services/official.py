"""Uses of the official result: angka kredit, and what SIASN takes; only where the predikat comes from the quadrant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinerja_cli.domain.credit import Credited, credited, month_ends, parts_of
from kinerja_cli.domain.distribution import BANDS, official
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import expected_range, placed_on
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Quadrant, Rules
from kinerja_cli.domain.siasn import (
    ASPECTS,
    RATINGS,
    Numbered,
    knows_aspects,
    knows_ratings,
    month_span,
    quadrant_number,
    ratings_of,
)
from kinerja_cli.errors import Refused
from kinerja_cli.services.assessors import assessor as assessor_of
from kinerja_cli.services.yearly import Year, as_recorded, numbered_rows, open_year
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee, Placement, all_employees, placements_by_employee
from kinerja_cli.storage.units import all_units

PNS = "PNS"


@dataclass(frozen=True, slots=True)
class CreditYear:
    """Angka kredit of a year, a row a PNS in a jabatan fungsional, by NIP; and who isn't in it, counted by why."""

    year: Year
    rows: list[Credited]
    others: int
    elsewhere: int
    erased: int

    @property
    def missing(self) -> int:
        """How many needed values are not there."""
        return sum(one.row.outcome.missing for one in self.rows)


@dataclass(frozen=True, slots=True)
class SiasnYear:
    """Everybody's year in SIASN's numbers, by NIP; *erased*: how many aren't in it, their data being erased."""

    year: Year
    rows: list[Numbered]
    erased: int

    @property
    def missing(self) -> int:
        """How many needed values are not there."""
        return sum(one.row.outcome.missing for one in self.rows)


@dataclass(frozen=True, slots=True)
class _Register:
    """Who is registered and where everybody is placed, as a year answers for it."""

    employees: Mapping[int, Employee]
    by_nip: Mapping[str, Employee]
    placements: Mapping[int, Sequence[Placement]]
    units: Mapping[int, str]


def credit_year(database: Database, number: int) -> CreditYear:
    """Angka kredit of a year.  A closed year answers from what was kept and by what was recorded when it was closed.

    Raises: NotFound for a year without rules or periods; Refused where its predikat aren't the official ones.
    """
    with database.read() as connection:
        year = open_year(connection, number)
        _official_quadrant(year)
        judged, erased = _still_named(numbered_rows(connection, year))
        register = _register(connection, year)
    stated = dict(year.rules.coefficients)
    rows, others, elsewhere = [], 0, 0
    for person, row in judged:
        employee = register.employees[person]
        if employee.kind != PNS:
            others += 1
            continue
        service = (employee.starts, employee.ends)
        parts = parts_of(number, service, register.placements[person], stated)
        if not parts:
            elsewhere += 1
        else:
            rows.append(credited(row, parts, _predikat(row)))
    return CreditYear(year, rows, others, elsewhere, erased)


def siasn_year(database: Database, number: int) -> SiasnYear:
    """A year as SIASN takes it.  Closed years and errors as of `credit_year`; Refused also for other ratings."""
    with database.read() as connection:
        year = open_year(connection, number)
        quadrant = _official_quadrant(year)
        _require_siasn_codes(number, quadrant)
        judged, erased = _still_named(numbered_rows(connection, year))
        register = _register(connection, year)
    rows = [_numbered(year, quadrant, register, person, row) for person, row in judged]
    return SiasnYear(year, rows, erased)


def _official_quadrant(year: Year) -> Quadrant:
    """The quadrant of the year's rules.  Raises: Refused where there is none, or its predikat have other codes."""
    quadrant = year.rules.quadrant
    if quadrant is None:
        raise Refused(
            f"Aturan tahun {year.number} tidak memakai matriks: predikatnya kebijakan lokal, bukan predikat resmi.",
            "Yang diekspor hanya predikat dari kuadran PermenPANRB 6/2022; aturannya: "
            "kinerja init FOLDER --templat permenpanrb-6-2022",
        )
    other = _other_bands(year.rules)
    if other:
        raise Refused(
            f"Aturan tahun {year.number}: {', '.join(other)} bukan kode predikat PermenPANRB 6/2022.",
            f"Pakai {', '.join(BANDS)} di criteria.yaml, lalu: kinerja kriteria terapkan --tahun {year.number}",
        )
    return quadrant


def _other_bands(rules: Rules) -> list[str]:
    return [f"'{band.code}'" for band in rules.bands if official(band.code) not in BANDS]


def _require_siasn_codes(number: int, quadrant: Quadrant) -> None:
    for what, known, given, codes in (
        ("rating", knows_ratings(quadrant), quadrant.ratings, RATINGS),
        ("aspek", knows_aspects(quadrant), quadrant.aspects, ASPECTS),
    ):
        if not known:
            found = ", ".join(f"'{one.code}'" for one in given)
            raise Refused(
                f"Aturan tahun {number}: {what} {found} tidak dikenal SIASN.",
                f"SIASN mengenal {', '.join(codes)}{' (dari yang terbaik)' if what == 'rating' else ''}: "
                f"ubah kodenya di criteria.yaml, lalu: kinerja kriteria terapkan --tahun {number}",
            )


def _still_named(rows: Sequence[tuple[int, YearRow]]) -> tuple[list[tuple[int, YearRow]], int]:
    """The rows by NIP, but those of whoever was erased, and how many these are."""
    named = sorted((pair for pair in rows if not is_placeholder(pair[1].nip)), key=lambda pair: pair[1].nip)
    return named, len(rows) - len(named)


def _register(connection: Connection, year: Year) -> _Register:
    with as_recorded(connection, year):
        employees = all_employees(connection)
        return _Register(
            {employee.id: employee for employee in employees},
            {employee.nip: employee for employee in employees},
            placements_by_employee(connection),
            {unit.id: unit.name for unit in all_units(connection)},
        )


def _predikat(row: YearRow) -> str | None:
    return None if row.outcome.band is None else official(row.outcome.band.code)


def _numbered(year: Year, quadrant: Quadrant, register: _Register, person: int, row: YearRow) -> Numbered:
    employee = register.employees[person]
    first, last = month_span(month_ends(year.number, employee.starts, employee.ends))
    _, high = expected_range([period.last for period in year.periods], employee.starts, employee.ends)
    day = year.periods[high - 1].last
    placement = placed_on(register.placements[person], day)
    led = register.by_nip.get, register.placements.__getitem__, register.units
    assessor = assessor_of(placement.superior_label, day, *led)
    band = row.outcome.band
    if band is None:  # one of the two ratings alone is no result
        return Numbered(row, first, last, None, None, None, assessor)
    return Numbered(row, first, last, *ratings_of(quadrant, row), quadrant_number(band.code), assessor)

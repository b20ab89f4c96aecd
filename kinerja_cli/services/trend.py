"""The trend of a unit or of the whole institution: each year read once, and none of it held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from kinerja_cli.domain.closing import Standing, cell_places, hundredths, kept_columns
from kinerja_cli.domain.trend import UnitYear, unit_year
from kinerja_cli.domain.unit_tree import Unit, subtree
from kinerja_cli.errors import UnitNotFound
from kinerja_cli.services.lookup import opened_years, unit_among
from kinerja_cli.services.standing import newest_data
from kinerja_cli.services.yearly import Year, judged, open_year, parsed, units_of
from kinerja_cli.storage.closing import Closing, result_lines
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database

# unit's code, status, shown nilai_akhir, missing values; plain, for a nation passes here
_Line: TypeAlias = tuple[str, str, int | None, int]


@dataclass(frozen=True, slots=True)
class UnitTrend:
    """The years of *unit*, as the newest year that knows it has it, or of everybody (None), oldest first.

    A year that doesn't know the unit has None. *newest*: the newest data, by the clock of the newest year.
    """

    unit: Unit | None
    years: list[tuple[Year, UnitYear | None]]
    newest: Standing

    @property
    def missing(self) -> int:
        """How many needed values are not there, over all years."""
        return sum(figures.missing for _, figures in self.years if figures is not None)


def of_units(database: Database, unit: str | None) -> UnitTrend:
    """Every year that has an opened period, of *unit* (code or name in the tree of that year) with its sub-units.

    Raises: NotFound without any opened period; UnitNotFound where no year knows the unit.
    """
    known, unknown = None, None
    found: list[tuple[Year, UnitYear | None]] = []
    with database.read() as connection:
        for number in opened_years(connection):
            year = open_year(connection, number)
            inside = None
            if unit is not None:
                try:
                    known, inside = _below(connection, year, unit)
                except UnitNotFound as fault:
                    unknown = fault
                    found.append((year, None))
                    continue
            found.append((year, _figures(connection, year, inside)))
        newest = newest_data(connection, found[-1][0].rules.zone)
    if known is None and unknown is not None:
        raise unknown
    return UnitTrend(known, found, newest)


def _below(connection: Connection, year: Year, text: str) -> tuple[Unit, set[str]]:
    units = units_of(connection, year)
    top = unit_among(units, text)
    below = subtree(units, top.id)
    return top, {unit.code for unit in units if unit.id in below}


def _figures(connection: Connection, year: Year, inside: set[str] | None) -> UnitYear:
    lines = _open_lines(connection, year) if year.closing is None else _kept_lines(connection, year.closing)
    return unit_year(
        (status, final, missing) for unit, status, final, missing in lines if inside is None or unit in inside
    )


def _open_lines(connection: Connection, year: Year) -> Iterator[_Line]:
    for _, row in judged(connection, year):
        yield row.unit, row.outcome.status, row.outcome.final, row.outcome.missing


def _kept_lines(connection: Connection, closing: Closing) -> Iterator[_Line]:
    places = cell_places(kept_columns(closing.columns))
    unit, status = places["unit"], places["status"]
    final, missing = places["nilai_akhir"], places["belum_ada"]
    for _, _, cells in parsed(result_lines(connection, closing.entry)):
        yield cells[unit], cells[status], hundredths(cells[final]), int(cells[missing])

"""Service measures (ukuran layanan), and the figures of units, a row a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from kinerja_cli.domain.measures import Measure, Span
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import Value, insert, replace, withdraw

_ALL = "select id, code, name, measure, direction, entry from service_measure order by code"
_COUNTS = """
select service, count(*), min(day), max(day)
from service_figure
group by service
order by service
"""
_ONE = """
select value, servings, note, entry
from service_figure
where unit = :unit and service = :service and day = :day
order by day
"""
_WITHIN = """
select service, unit, day >= :border, value, servings
from service_figure
where day between :first and :last
  and (:services is null or service in (select value from json_each(:services)))
  and (:units is null or unit in (select value from json_each(:units)))
order by unit, service, day
"""
_NEWEST = """
select max(day)
from service_figure
where (:services is null or service in (select value from json_each(:services)))
  and (:units is null or unit in (select value from json_each(:units)))
"""
_LIST = """
select m.code, u.code, f.day, f.value, f.servings, f.note, f.entry
from service_figure f
join service_measure m on m.id = f.service
join unit u on u.id = f.unit
where (:service is null or f.service = :service)
  and (:units is null or f.unit in (select value from json_each(:units)))
  and f.day between :first and :last
order by m.code, u.code, f.day
"""
_ADD = """
insert into service_figure (unit, service, day, value, servings, note, entry)
values (?, ?, ?, ?, ?, ?, ?)
"""


class Place(NamedTuple):
    """What a figure is about: numbers of the unit and the measure, and the day (ISO text)."""

    unit: int
    service: int
    day: str


class KeptFigure(NamedTuple):
    """A figure in force: hundredths, the servings that it is the mean of, its note, and the entry that wrote it."""

    value: int
    servings: int
    note: str | None
    entry: int


class FigureLine(NamedTuple):
    """One figure in a listing, measure and unit by their codes."""

    measure: str
    unit: str
    day: str
    value: int
    servings: int
    note: str | None
    revision: int


class Kept(NamedTuple):
    """How many figures a measure has, and the first and last day of them."""

    figures: int
    first: str
    last: str


def all_measures(connection: sqlite3.Connection) -> list[Measure]:
    """Every measure, by code."""
    return [Measure(*row) for row in connection.execute(_ALL)]


def keep_measure(connection: Connection, values: Mapping[str, Value]) -> int:
    """Insert a measure whose code is free: code, name, measure, direction."""
    return insert(connection, "service_measure", {**values, "entry": connection.entry})


def change_measure(connection: Connection, number: int, values: Mapping[str, Value]) -> None:
    """Replace what is said of a measure; the version before it is kept."""
    replace(connection, "service_measure", {"id": number}, values, connection.entry)


def figures_kept(connection: sqlite3.Connection) -> dict[int, Kept]:
    """What there is of each measure that has figures, by its number."""
    return {number: Kept(*counted) for number, *counted in connection.execute(_COUNTS)}


def find_figure(connection: sqlite3.Connection, place: Place) -> KeptFigure | None:
    """The figure in force there."""
    row = connection.execute(_ONE, place._asdict()).fetchone()
    return None if row is None else KeptFigure(*row)


def add_figures(
    connection: Connection, figures: Sequence[tuple[Place, int, int, str | None]], *, bulk: bool = False
) -> None:
    """Insert figures where there is none: place, hundredths, servings, note; *bulk*: too many to name their units."""
    rows = [(*place, value, servings, note, connection.entry) for place, value, servings, note in figures]
    connection.executemany(_ADD, rows)
    if bulk and figures:
        connection.bulk.add("service_figure")
    for unit in () if bulk else {place.unit for place, *_ in figures}:
        connection.touch("service_figure", unit)


def correct_figure(connection: Connection, place: Place, values: Mapping[str, Value]) -> None:
    """Replace value, servings or note; the version before it is kept."""
    replace(connection, "service_figure", place._asdict(), values, connection.entry)


def withdraw_figure(connection: Connection, place: Place) -> None:
    """Take a figure out of force; it stays as a version."""
    withdraw(connection, "service_figure", place._asdict(), connection.entry)


def figures_within(
    connection: sqlite3.Connection,
    span: Span,
    services: Collection[int] | None,
    units: Collection[int] | None,
) -> Iterator[tuple[int, int, int, int, int]]:
    """(measure, unit, 0 before or 1 after the border, hundredths, servings); None: every measure, every unit."""
    return connection.execute(_WITHIN, {**span._asdict(), **_among(services, units)})


def newest_figure_day(
    connection: sqlite3.Connection, services: Collection[int] | None, units: Collection[int] | None
) -> str | None:
    """The newest day with a figure of those measures and units; None: every one."""
    found: str | None = connection.execute(_NEWEST, _among(services, units)).fetchone()[0]
    return found


def list_figures(
    connection: sqlite3.Connection, service: int | None, units: Collection[int] | None, first: str, last: str
) -> list[FigureLine]:
    """Figures of those days by measure, unit and day."""
    values = {"service": service, "units": _numbers(units), "first": first, "last": last}
    return [FigureLine(*row) for row in connection.execute(_LIST, values)]


def _among(services: Collection[int] | None, units: Collection[int] | None) -> dict[str, str | None]:
    return {"services": _numbers(services), "units": _numbers(units)}


def _numbers(named: Collection[int] | None) -> str | None:
    return None if named is None else json.dumps(sorted(named))

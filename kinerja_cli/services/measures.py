"""Service measures: registered, changed, listed; how they moved around a day, or from one year to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from kinerja_cli.domain.measures import (
    Change,
    Measure,
    Sample,
    Span,
    against_the_year_before,
    around,
    compare,
    other_units,
    sample_of,
    together,
)
from kinerja_cli.domain.targets import Direction
from kinerja_cli.domain.text import LONGEST_NAME, did_you_mean
from kinerja_cli.domain.unit_codes import parse_measure_code
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import accepted, checked, checked_reason, gathered
from kinerja_cli.services.lookup import units_below
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.measures import (
    Kept,
    all_measures,
    change_measure,
    figures_kept,
    figures_within,
    keep_measure,
    newest_figure_day,
)
from kinerja_cli.storage.units import all_units

_LIKE_A_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MeasureSaid:
    """What was said of a measure; None where it wasn't. *of* is its unit of measure."""

    name: str | None = None
    of: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How one measure moved: in one unit, or, with *unit* None, over all figures of *units* together.

    *units*: those that have a figure on either side. *moved*: they aren't the same ones before and after.
    """

    measure: Measure
    unit: Unit | None
    change: Change
    units: tuple[Unit, ...]
    moved: bool


class Summary(NamedTuple):
    """`layanan rekap`: which days were compared; *changes* by measure and unit, the pooled one behind its units."""

    day: date | None
    year: int | None
    changes: list[MeasureChange]


@dataclass(slots=True)
class _Sides:
    """Figures of one measure in one unit, before and after."""

    figures: tuple[list[tuple[int, int]], list[tuple[int, int]]] = field(default_factory=lambda: ([], []))

    def samples(self) -> tuple[Sample, Sample]:
        return sample_of(self.figures[0]), sample_of(self.figures[1])


def add_measure(database: Database, code: str, said: MeasureSaid) -> bool:
    """Register a measure; false where the very same one is there.

    Raises: Refused for a code that isn't one or is taken, and for words that can't be kept.
    """
    with database.write("layanan tambah") as writing:
        values = gathered({"code": partial(accepted, parse_measure_code, code), **_readers(said)})
        existing = same_measure(all_measures(writing.connection), values["code"])
        if existing is None:
            keep_measure(writing.connection, values)
            return True
        if any(values[column] != kept for column, kept in _values(existing).items()):
            raise Refused(
                f"Layanan {existing.code} sudah ada: {existing.name} ({existing.of}, {existing.direction}).",
                f"Untuk mengubahnya: kinerja layanan ubah {existing.code} --alasan '…'",
            )
    return False


def change_named_measure(database: Database, code: str, said: MeasureSaid, reason: str) -> bool:
    """Change what was said of a measure; false where nothing differs.  Raises: NotFound; Refused as above."""
    with database.write("layanan ubah", checked_reason(reason)) as writing:
        current = measure_named(all_measures(writing.connection), code)
        changes = gathered(_readers(said))
        values = {**_values(current), **changes}
        if values == _values(current):
            return False
        change_measure(writing.connection, current.id, changes)
    return True


def listing(database: Database) -> list[tuple[Measure, Kept | None]]:
    """Every measure by code, and what figures it has; None without any."""
    with database.read() as connection:
        kept = figures_kept(connection)
        return [(measure, kept.get(measure.id)) for measure in all_measures(connection)]


def summary(
    database: Database, codes: Sequence[str], day: date | None, year: int | None, unit: str | None
) -> Summary:
    """Every measure (or those of *codes*) before and after *day*, else *year* (the newest) against the year before.

    A line a unit that has figures (*unit* takes its sub-units along), and a pooled one where there are several.
    Raises: NotFound for a code that nobody registered, and where there are no figures at all; UnitNotFound.
    """
    with database.read() as connection:
        measures = _chosen(connection, codes)
        units = None if unit is None else units_below(connection, unit)
        span = None if day is None else around(day)
        if span is None:
            year = year or _newest_year(connection, {measure.id for measure in measures}, units)
            span = against_the_year_before(year)
        changes = _by_unit(connection, span, measures, units)
    return Summary(day, None if day is not None else year, changes)


def changes_around(
    connection: Connection, day: date, units: Collection[int] | None = None
) -> list[MeasureChange]:
    """Every measure that the units with those numbers (None: all) have figures of, pooled over them, by code.

    All days before *day* against that day and all later ones.
    """
    return _pooled_only(connection, around(day), units)


def changes_of_year(
    connection: Connection, year: int, units: Collection[int] | None = None
) -> list[MeasureChange]:
    """The same, of the calendar year *year* against the year before."""
    return _pooled_only(connection, against_the_year_before(year), units)


def same_measure(measures: Iterable[Measure], code: str) -> Measure | None:
    """The measure that bears this code, whatever its case."""
    return next((one for one in measures if one.code.casefold() == code.strip().casefold()), None)


def measure_named(measures: Sequence[Measure], code: str) -> Measure:
    """The measure with that code.  Raises: NotFound, with the one probably meant."""
    found = same_measure(measures, code)
    if found is None:
        hint = did_you_mean(code, [measure.code for measure in measures])
        raise NotFound(f"Layanan '{code}' tidak ditemukan.{hint}", "Lihat: kinerja layanan daftar")
    return found


def listed_measure(measures: Sequence[Measure], code: str) -> Measure:
    """The same for a report, which others give a year in that place.  Raises: NotFound, with the year's own option."""
    if same_measure(measures, code) is None and _LIKE_A_YEAR.fullmatch(code):
        raise NotFound(f"Layanan '{code}' tidak ditemukan.", f"Bila maksud Anda tahunnya: --tahun {code}")
    return measure_named(measures, code)


def _readers(said: MeasureSaid) -> dict[str, Callable[[], Any]]:
    readers: dict[str, Callable[[], Any]] = {}
    if said.name is not None:
        readers["name"] = partial(checked, said.name, "nama layanan", LONGEST_NAME)
    if said.of is not None:
        readers["measure"] = partial(checked, said.of, "satuan", LONGEST_NAME)
    if (direction := said.direction) is not None:
        readers["direction"] = lambda: direction.value
    return readers


def _values(measure: Measure) -> dict[str, str]:
    return {"name": measure.name, "measure": measure.of, "direction": measure.direction}


def _chosen(connection: Connection, codes: Sequence[str]) -> list[Measure]:
    measures = all_measures(connection)
    if not codes:
        return measures
    wanted = gathered({code: partial(listed_measure, measures, code) for code in codes})
    return [measure for measure in measures if measure in wanted.values()]


def _newest_year(connection: Connection, services: Collection[int], units: Collection[int] | None) -> int:
    newest = newest_figure_day(connection, services, units)
    if newest is None:
        raise NotFound(
            "Belum ada angka layanan yang dicatat di sana.",
            "Catat dengan: kinerja layanan catat KODE UNIT TANGGAL NILAI, atau kinerja layanan impor BERKAS",
        )
    return date.fromisoformat(newest).year


def _sides(
    connection: Connection, span: Span, services: Collection[int] | None, units: Collection[int] | None
) -> dict[int, dict[int, tuple[Sample, Sample]]]:
    """Sums before and after, by measure and unit."""
    found: dict[tuple[int, int], _Sides] = {}
    for service, unit, later, value, servings in figures_within(connection, span, services, units):
        found.setdefault((service, unit), _Sides()).figures[later].append((value, servings))
    samples: dict[int, dict[int, tuple[Sample, Sample]]] = {}
    for (service, unit), sides in found.items():
        samples.setdefault(service, {})[unit] = sides.samples()
    return samples


def _by_unit(
    connection: Connection, span: Span, measures: Sequence[Measure], units: Collection[int] | None
) -> list[MeasureChange]:
    known = all_units(connection)  # by code, and so are the lines
    samples = _sides(connection, span, {measure.id for measure in measures}, units)
    changes = []
    for measure in measures:
        by_unit = samples.get(measure.id, {})
        for unit in (unit for unit in known if unit.id in by_unit):
            change = compare(*by_unit[unit.id], measure.direction)
            changes.append(MeasureChange(measure, unit, change, (unit,), moved=False))
        if len(by_unit) > 1:
            changes.append(_together(measure, known, by_unit))
    return changes


def _pooled_only(connection: Connection, span: Span, units: Collection[int] | None) -> list[MeasureChange]:
    known = all_units(connection)
    samples = _sides(connection, span, None, units)
    return [
        _together(measure, known, samples[measure.id])
        for measure in all_measures(connection)
        if measure.id in samples
    ]


def _together(
    measure: Measure, known: Sequence[Unit], by_unit: dict[int, tuple[Sample, Sample]]
) -> MeasureChange:
    units, sides = tuple(unit for unit in known if unit.id in by_unit), list(by_unit.values())
    return MeasureChange(measure, None, together(sides, measure.direction), units, other_units(sides))

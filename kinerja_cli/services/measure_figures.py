"""Figures of service measures: one recorded, corrected or withdrawn; the recorded ones listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from kinerja_cli.domain.measures import Measure
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.text import LONGEST_NOTE
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services.checks import checked, checked_reason, gathered, require_reason
from kinerja_cli.services.lookup import unit_named, units_below
from kinerja_cli.services.measures import listed_measure, measure_named
from kinerja_cli.services.revisions import office_day
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.measures import (
    FigureLine,
    KeptFigure,
    Place,
    add_figures,
    all_measures,
    correct_figure,
    find_figure,
    list_figures,
    withdraw_figure,
)


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """What `layanan catat` was told: of which measure, unit (code or name) and day, the figure in hundredths.

    *servings* and *note* None: not stated; a new figure is then of one serving and without a note.
    """

    code: str
    unit: str
    day: date
    value: int
    servings: int | None = None
    note: str | None = None
    correcting: bool = False
    reason: str | None = None


def record(database: Database, said: FigureSaid, now: datetime) -> tuple[Measure, str]:
    """Record one figure; returns its measure, and ``dicatat``, ``dikoreksi`` or, where it is there, ``tetap``.

    Raises: NotFound, UnitNotFound; Refused for a day that is yet to come (*now* is UTC), and for another figure than
    the one that is there where *said* is no correction; UsageFault for a correction without a reason.
    """
    require_reason(said.correcting, said.reason)
    with database.write("layanan catat", checked_reason(said.reason)) as writing:
        connection = writing.connection
        measure, unit, note = _read(connection, said, now)
        place = Place(unit.id, measure.id, said.day.isoformat())
        kept = find_figure(connection, place)
        if kept is None:
            add_figures(connection, [(place, said.value, said.servings or 1, note)])
            return measure, "dicatat"
        if says_the_same(kept, said.value, said.servings, note):
            return measure, "tetap"
        if not said.correcting:
            raise Refused(
                f"{measure.code} {unit.code} {place.day} {difference(kept, said.value, said.servings)}.",
                "Untuk mengubahnya: tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan.",
            )
        correct_figure(connection, place, corrected(kept, said.value, said.servings, note))
    return measure, "dikoreksi"


def withdraw(database: Database, code: str, unit: str, day: date, reason: str) -> None:
    """Take a figure out of force.  Raises: NotFound, UnitNotFound; NotFound where none is recorded there."""
    with database.write("layanan batalkan", checked_reason(reason)) as writing:
        connection = writing.connection
        read = gathered(
            {
                "measure": partial(measure_named, all_measures(connection), code),
                "unit": partial(unit_named, connection, unit),
            }
        )
        measure, where = read["measure"], read["unit"]
        place = Place(where.id, measure.id, day.isoformat())
        if find_figure(connection, place) is None:
            raise NotFound(
                f"Tidak ada angka {measure.code} dari {where.code} pada {place.day}.",
                f"Lihat: kinerja layanan angka {measure.code} --unit {where.code}",
            )
        withdraw_figure(connection, place)


def figures(database: Database, code: str | None, unit: str | None, year: int | None) -> list[FigureLine]:
    """Recorded figures by measure, unit and day; *unit* takes its sub-units along.  Raises: NotFound, UnitNotFound."""
    with database.read() as connection:
        service = None if code is None else listed_measure(all_measures(connection), code).id
        units = None if unit is None else units_below(connection, unit)
        first, last = ("", "9999-99-99") if year is None else (f"{year:04d}-01-01", f"{year:04d}-12-31")
        return list_figures(connection, service, units, first, last)


def says_the_same(kept: KeptFigure, value: int, servings: int | None, note: str | None) -> bool:
    """Whether *kept* already says all that is stated."""
    return (
        kept.value == value
        and (servings is None or kept.servings == servings)
        and (note is None or kept.note == note)
    )


def corrected(
    kept: KeptFigure, value: int, servings: int | None, note: str | None
) -> dict[str, str | int | None]:
    """What becomes of *kept*: what isn't stated stays."""
    return {
        "value": value,
        "servings": kept.servings if servings is None else servings,
        "note": kept.note if note is None else note,
    }


def difference(kept: KeptFigure, value: int, servings: int | None) -> str:
    """In words, how what is stated differs from *kept*."""
    had = f"{show_points(kept.value)} (banyak {kept.servings}, revisi {kept.entry})"
    if kept.value == value and servings in (None, kept.servings):
        return f"sudah {had} dengan catatan lain"
    says = show_points(value) if servings is None else f"{show_points(value)} (banyak {servings})"
    return f"sudah {had}, bukan {says}"


def yet_to_come(day: date, today: date) -> str | None:
    """Why no figure can be of that day; None where it can."""
    return f"{day} belum terjadi; hari ini {today}" if day > today else None


def _read(connection: Connection, said: FigureSaid, now: datetime) -> tuple[Measure, Unit, str | None]:
    """What was named.  Raises: NotFound, Refused with every fault."""

    def day() -> None:
        reason = yet_to_come(said.day, office_day(connection, now))
        if reason is not None:
            raise Refused(f"{reason}.")

    measures: Sequence[Measure] = all_measures(connection)
    read = gathered(
        {
            "measure": partial(measure_named, measures, said.code),
            "unit": partial(unit_named, connection, said.unit),
            "day": day,
            "note": partial(checked, said.note, "catatan", LONGEST_NOTE),
        }
    )
    return read["measure"], read["unit"], read["note"]

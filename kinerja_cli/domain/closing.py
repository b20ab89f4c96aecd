"""What a closed year keeps of itself, as values: how it stands, and its results read back from their text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from kinerja_cli.domain.appraisal import Outcome, Status
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Quadrant, Rated, Rules
from kinerja_cli.domain.unit_tree import Unit

IDENTITY = ("nip", "nama")
"""Columns that are kept beside the cells of a result, because they may have to be erased."""

KeptLine: TypeAlias = tuple[str, str, str]
"""One line of a closed year's report: NIP, name, and the other cells as RFC 4180 text; plain, for a million pass."""


class Marked(NamedTuple):
    """One closing or reopening: its revision, by whom, when (the office's clock), by which entry, and why."""

    revision: int
    who: str
    when: str
    receipt: str
    reason: str | None


class Standing(NamedTuple):
    """What a report rests on: the *receipt* of the newest data (closed: of the closing), and what became of the year.

    *closed* is None for a year that is open; *reopened* are the reopenings of earlier closings, oldest first. *when*
    that entry was written, by the office's clock.
    """

    receipt: str | None
    closed: Marked | None = None
    reopened: tuple[Marked, ...] = ()
    when: str | None = None


class KeptColumn(NamedTuple):
    """A column of the report as it was when the year was closed; *kind* is the value of a `Kind`."""

    key: str
    heading: str
    kind: str
    hide: int


class Layout(NamedTuple):
    """How the report of a year is written down: its columns, and the cells of rows but rank, NIP and name, as text."""

    columns: Sequence[KeptColumn]
    write: Callable[[Sequence[YearRow]], list[str]]


def kept_columns(text: str) -> tuple[KeptColumn, ...]:
    """The inverse of `columns_text`."""
    return tuple(KeptColumn(*column) for column in json.loads(text))


def columns_text(columns: Sequence[KeptColumn]) -> str:
    """Columns as the JSON that is kept."""
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def cell_places(columns: Sequence[KeptColumn]) -> dict[str, int]:
    """Where each column stands among the cells of a line."""
    return {key: place for place, key in enumerate(c.key for c in columns if c.key not in IDENTITY)}


def units_text(units: Sequence[Unit]) -> str:
    """The tree of units as the JSON that is kept: code, name, and code of the unit above."""
    codes = {unit.id: unit.code for unit in units}
    tree = [(unit.code, unit.name, None if unit.parent is None else codes[unit.parent]) for unit in units]
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def kept_units(text: str) -> list[Unit]:
    """The inverse of `units_text`; numbers are the places in it."""
    tree = json.loads(text)
    places = {code: place for place, (code, _, _) in enumerate(tree)}
    return [
        Unit(places[code], code, name, None if above is None else places[above]) for code, name, above in tree
    ]


def kept_row(rules: Rules, places: dict[str, int], who: tuple[str, str], cells: Sequence[str]) -> YearRow:
    """A result as the values that it was written from; *who* is NIP and name, *places* as `cell_places`."""

    def points(key: str) -> int | None:
        return hundredths(cells[places[key]])

    said = cells[places["predikat"]]
    band = next((band for band in rules.bands if band.name == said), None)
    outcome = Outcome(
        status=Status(cells[places["status"]]),
        means=tuple(points(code) for code in rules.codes),
        base=points("nilai_dasar"),
        bonus=points("nilai_tambah") or 0,
        final=points("nilai_akhir"),
        band=band,
        missing=int(cells[places["belum_ada"]]),
        lower=points("batas_bawah"),
        upper=points("batas_atas"),
        aspects=_kept_aspects(rules.quadrant, places, cells),
        level=None if rules.quadrant is None or band is None else rules.bands.index(band),
    )
    return YearRow(*who, cells[places["unit"]], cells[places["jabatan"]] or None, outcome)


def _kept_aspects(
    quadrant: Quadrant | None, places: dict[str, int], cells: Sequence[str]
) -> tuple[Rated, ...]:
    if quadrant is None:
        return ()
    shown = [hundredths(cells[places[aspect.code]]) for aspect in quadrant.aspects]
    return tuple(Rated(None, None) if value is None else quadrant.rated(value) for value in shown)


def hundredths(cell: str) -> int | None:
    """``88.50`` as 8850; None for an empty cell."""
    return int(cell[:-3] + cell[-2:]) if cell else None

"""A report as values: a title, typed columns, rows and notes; every format is made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.text import visible

Cell = str | int | None


class Kind(Enum):
    """What the cells of a column hold. None in any of them means undefined: written empty, in JSON null."""

    TEXT = "text"
    NIP = "nip"  # 18 digits as text; a format never makes a number of it
    POINTS = "points"  # whole hundredths, written with exactly two places
    FINE = "fine"  # whole ten-thousandths, written with exactly four places
    INTEGER = "integer"
    DATE = "date"  # ISO text: 2025-03-31
    FIGURE = "figure"  # a row has its own: `Points`, a whole number, or a few words instead of one

    @property
    def is_number(self) -> bool:
        """Right-aligned, and never taken for text."""
        return self in (Kind.POINTS, Kind.FINE, Kind.INTEGER, Kind.FIGURE)


class Points(int):
    """Whole hundredths in a JSON value or a cell of `Kind.FIGURE`: ``Points(8850)`` is written as ``88.50``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: *key* heads it in machine formats, *heading* in people's formats.

    *hide* is 0 for a column that a narrow terminal may never drop; of the others, the highest go first, together.
    *scale*: what its cells may say, from the best to the worst, where people's formats colour them beside their text.
    *drawn*: a terminal draws its numbers as bars as well.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    hide: int = 0
    scale: tuple[str, ...] = ()
    drawn: bool = False


class ChartKind(Enum):
    """How a chart is drawn: lengths side by side by name, or a course over the years."""

    BARS = "bars"
    LINE = "line"


class Series(NamedTuple):
    """One row of figures of a chart, one a label; None where there is none."""

    name: str
    values: tuple[int | None, ...]


class Chart(NamedTuple):
    """Figures to be drawn as well: by *labels*, in the unit of *measure* (points are hundredths).

    *axes*: what the labels are, and what the figures are.
    """

    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    measure: Kind
    axes: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Report:
    """What one listing shows. A row has a cell a column; rows are read once, from the first to the last.

    *records*: the same rows, where they are text already: NIP, name, and the other cells in RFC 4180. Either is read.
    *charts*: what pages and workbooks draw, worked out only where a format asks for it. *method*: what the figures rest
    on, as pairs of what and what it says: rules, digest, receipt, day. *figures*: what a page says in large at its
    head, as such pairs too, and worked out like the charts. *one_sheet*: meant to be read on one sheet of A4, and set
    in small type where it is printed.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    notes: tuple[str, ...] = ()
    records: Iterable[tuple[str, str, str]] | None = None
    charts: Callable[[], Sequence[Chart]] = tuple
    method: tuple[tuple[str, str], ...] = ()
    figures: Callable[[], Sequence[tuple[str, str]]] = tuple
    one_sheet: bool = False


SHADES = 5
"""How many shades there are between the best of a scale (0) and the worst."""


def shade(scale: Sequence[str], text: str) -> int | None:
    """The shade of *text*: the best of *scale* has the first, the worst the last; None for what isn't on it."""
    if text not in scale:
        return None
    place, last = scale.index(text), len(scale) - 1
    return (2 * place * (SHADES - 1) + last) // (2 * last) if last else 0


def points_text(value: Cell) -> str:
    """Hundredths as people and CSV read them: ``88.50``, or empty."""
    return "" if value is None else show_points(int(value))


def fine_text(value: Cell) -> str:
    """Ten-thousandths as people and CSV read them: ``3.6207``, or empty; none of them is negative."""
    return "" if value is None else f"{int(value) // 10_000}.{int(value) % 10_000:04d}"


def integer_text(value: Cell) -> str:
    """Whole numbers in plain digits, or empty."""
    return "" if value is None else str(int(value))


def kind_of_figure(value: Cell) -> Kind:
    """What one cell of `Kind.FIGURE` is: points, a whole number, or words."""
    if isinstance(value, Points):
        return Kind.POINTS
    return Kind.INTEGER if isinstance(value, int) else Kind.TEXT


def figure_text(value: Cell) -> str:
    """A cell of `Kind.FIGURE` as people and CSV read it."""
    return {Kind.POINTS: points_text, Kind.INTEGER: integer_text}.get(kind_of_figure(value), safe_text)(value)


def safe_text(value: Cell) -> str:
    """Text with every control and invisible character spelt out (`visible`), or empty."""
    return "" if value is None else visible(str(value))


def shown_by(column: Column) -> Callable[[Cell], str]:
    """How a cell of *column* reads in a table for people."""
    if column.kind is Kind.POINTS:
        return points_text
    if column.kind is Kind.FINE:
        return fine_text
    if column.kind is Kind.INTEGER:
        return integer_text
    return figure_text if column.kind is Kind.FIGURE else safe_text

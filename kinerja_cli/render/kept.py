"""The report of a closed year: written down when it is closed, and read back with the columns that it had then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kinerja_cli.domain.closing import IDENTITY, KeptColumn, KeptLine, Layout, Standing, hundredths
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Rules
from kinerja_cli.render.delimited import cells_writer
from kinerja_cli.render.rekap import (
    completeness_note,
    measured,
    measures,
    on_scale,
    pictured,
    policy_note,
    predikat_names,
    standing_notes,
    yearly_cells,
    yearly_columns,
)
from kinerja_cli.render.report import Cell, Column, Kind, Report

_BESIDE = 3  # peringkat, nip and nama come first: the rank is known last, the other two are kept apart


def year_layout(rules: Rules) -> Layout:
    """How the yearly report of these rules is kept."""
    columns = yearly_columns(measured(rules), complete=False)
    write = cells_writer(columns[_BESIDE:])

    def cells_of(rows: Sequence[YearRow]) -> list[str]:
        return write([yearly_cells(None, row, measures(row))[_BESIDE:] for row in rows])

    return Layout([KeptColumn(c.key, c.heading, c.kind.value, c.hide) for c in columns], cells_of)


def kept_yearly(
    rules: Rules,
    year: int,
    columns: Sequence[KeptColumn],
    rows: Iterable[tuple[str, str, Sequence[str]]],
    records: Iterable[KeptLine],
    stands: Standing,
    counts: Mapping[str, int],
    again: Callable[[], Iterable[YearRow]],
) -> Report:
    """The list of a closed year, as *rows* (NIP, name, cells) and as *records* in RFC 4180; *counts* by status.

    *again* reads its people once more, where a format draws them as well.
    """
    readers = [_READERS[Kind(column.kind)] for column in columns if column.key not in IDENTITY]
    charts, figures = pictured(rules, again)
    scale = predikat_names(rules)
    return Report(
        f"Rekap tahunan {year} · {rules.institution}",
        tuple(on_scale(Column(c.key, c.heading, Kind(c.kind), c.hide), scale) for c in columns),
        (_cells(readers, *row) for row in rows),
        (completeness_note(counts), *standing_notes(year, stands), *policy_note(rules)),
        records,
        charts,
        figures=figures,
    )


def _cells(
    readers: Sequence[Callable[[str], Cell]], nip: str, name: str, cells: Sequence[str]
) -> tuple[Cell, ...]:
    first, *rest = (read(cell) for read, cell in zip(readers, cells, strict=True))
    return (first, nip, name, *rest)


_READERS: Mapping[Kind, Callable[[str], Cell]] = {
    Kind.TEXT: lambda cell: cell or None,
    Kind.POINTS: hundredths,
    Kind.INTEGER: lambda cell: int(cell) if cell else None,
}

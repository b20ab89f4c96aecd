"""A report as one page of HTML that needs nothing else: no network, no other file, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kinerja_cli.domain.text import visible
from kinerja_cli.render.drawing import drawn
from kinerja_cli.render.rekap import LOCAL_POLICY
from kinerja_cli.render.report import SHADES, Column, Kind, Report, shade, shown_by

_TEMPLATES = Path(__file__).with_name("templates")
_PIECE = 500  # pieces of the template that are written together
_HEADS_A_ROW = "nama"  # whoever hears a table read wants a name before each cell
_RECEIPT = "Tanda terima: "
_CELL, _HEAD = Markup("<td>"), Markup('<th scope="row">')
_SHADED = [Markup('<td class="p%s">') % number for number in range(SHADES)]
_SORTS = {Kind.POINTS: "angka", Kind.FINE: "angka", Kind.INTEGER: "angka", Kind.NIP: "nip", Kind.DATE: "nip"}


class _Head(NamedTuple):
    heading: str
    sort: str
    scale: str


def write_html(report: Report, out: BinaryIO) -> None:
    """Write the page piece by piece: rows are never held. Text from the data is never markup."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    style, script = _style(report), _source("laporan.js")
    stream = environment.get_template("laporan.html").stream(
        title=visible(report.title),
        style=Markup(style),  # noqa: S704 - our own file and numbers of columns
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
        figures=[(visible(name), visible(text)) for name, text in report.figures()],
        charts=[drawn(chart, number, _shades(report)) for number, chart in enumerate(report.charts(), 1)],
        columns=[_head(column) for column in report.columns],
        rows=_rows(report),
        notes=[visible(note) for note in report.notes],
        method=[(visible(name), visible(text)) for name, text in report.method],
        standing=" · ".join(visible(note) for note in report.notes if _stands(note)),
    )
    stream.enable_buffering(_PIECE)
    for piece in stream:
        out.write(piece.encode())


def _style(report: Report) -> str:
    on_paper = _source("selembar.css") if report.one_sheet else ""
    return _source("laporan.css") + on_paper + _columns_style(report.columns)


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _stands(note: str) -> bool:
    """Whether a note belongs on every printed page."""
    return note == LOCAL_POLICY or note.startswith(_RECEIPT)


def _head(column: Column) -> _Head:
    scale = json.dumps(_names(column), ensure_ascii=False) if column.scale else ""
    return _Head(visible(column.heading), _SORTS.get(column.kind, "teks"), scale)


def _names(column: Column) -> tuple[str, ...]:
    """The names of the column's scale as its cells show them."""
    return tuple(visible(name) for name in column.scale)


def _shades(report: Report) -> dict[str, int]:
    """The shade of everything that a scale of the report names."""
    return {
        name: place
        for column in report.columns
        for name in _names(column)
        if (place := shade(_names(column), name)) is not None
    }


def _columns_style(columns: Sequence[Column]) -> str:
    """How each column stands, by its number: a class in every cell would be a fifth of the file."""
    rules = []
    for number, column in enumerate(columns, start=1):
        cell = f"tr>:nth-child({number})"
        if column.kind.is_number:
            rules.append(f"#data :is(thead,tbody) {cell}{{text-align:right}}")
        if column.kind is not Kind.TEXT:
            rules.append(f"#data tbody {cell}{{white-space:nowrap}}")
        elif not column.scale:
            rules.append(f"#data thead {cell}{{min-width:9em}}")
    return "\n".join([*rules, ""])


def _rows(report: Report) -> Iterator[list[tuple[Markup, str]]]:
    """Each row as opening tags and texts; the closing tags are left out, which HTML allows and a fifth is saved."""
    keys = [column.key for column in report.columns]
    head = keys.index(_HEADS_A_ROW) if _HEADS_A_ROW in keys else 0
    plan = [
        (shown_by(column), _HEAD if place == head else _CELL, _names(column))
        for place, column in enumerate(report.columns)
    ]
    for row in report.rows:
        cells = []
        for (write, tag, scale), cell in zip(plan, row, strict=True):
            text = write(cell)
            place = shade(scale, text) if scale else None
            cells.append((tag if place is None else _SHADED[place], text))
        yield cells

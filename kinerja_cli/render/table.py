"""The table people read: fitted and coloured on a terminal, complete and plain anywhere else."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO

from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Cell, Column, Kind, Report, shade, shown_by

if TYPE_CHECKING:
    from rich.console import JustifyMethod
    from rich.table import Table
    from rich.text import Text

GAP = 2
_LEAST_TEXT = (
    13  # "belum_lengkap" whole: a text column on a narrow terminal is folded down to this and no further
)
_LEAST_SCALE = 15  # "Butuh Perbaikan"
_BATCH = 200
_BAR, _NARROW_BAR = 24, 12  # cells of a full bar, and on a terminal of less than _ROOMY
_ROOMY = 100
_BARS_GO = 4  # their `hide`: before what was found, after what is empty
_EIGHTHS = " ▏▎▍▌▋▊▉"
_SHADES = ("bold green", "bold cyan", "bold yellow", "bold magenta", "bold red")  # from the best of a scale
_EMPTY = "(tidak ada data)"
_HIDDEN = "Kolom disembunyikan karena terminal sempit: {}. Semua kolom: -o NAMA.csv"


def write_table(report: Report, out: BinaryIO) -> None:
    """Write the table off a terminal: no colour, as wide as it needs, nothing cut, whatever the environment.

    Written without Rich, which takes 0.7 ms a row and looks at a dozen environment variables.
    """
    headings = [visible(column.heading) for column in report.columns]
    rows = _texts(report)
    widths = _natural(headings, rows)
    line = _line_writer(report.columns, widths)
    rule = "─" * (sum(widths) + GAP * (len(widths) - 1))
    head = f"{visible(report.title)}\n\n{line(headings)}\n{rule}\n"
    out.write(head.encode())
    for start in range(0, len(rows), 10 * _BATCH):
        out.write("".join(line(row) + "\n" for row in rows[start : start + 10 * _BATCH]).encode())
    if not rows:
        out.write(f"{_EMPTY}\n".encode())
    if report.notes:
        out.write("".join(["\n", *(f"{visible(note)}\n" for note in report.notes)]).encode())


def write_terminal_table(report: Report, out: BinaryIO, *, color: bool, width: int) -> None:
    """Write the table through Rich, fitted to *width* cells; NIP, numbers and dates are never cut or wrapped.

    Where the least width of all columns doesn't fit, columns go by their `hide` and a last line names them. What is
    drawn in bars has them here alone, and colour says nothing that the text beside it doesn't say.
    """
    from rich.console import Console
    from rich.text import Text

    report = _with_bars(report, width)
    rows = _texts(report)
    fit = _fit(report.columns, rows, width)
    screen = StringIO()
    console = Console(
        file=screen,
        force_terminal=True,
        color_system="auto" if color and not os.environ.get("NO_COLOR") else None,
        width=max(width, sum(fit.widths) + GAP * (len(fit.widths) - 1)),
        legacy_windows=False,
    )

    def show(*things: Table | Text) -> None:
        console.print(*things, sep="\n")
        out.write(screen.getvalue().encode())
        screen.seek(0)
        screen.truncate()

    show(Text(visible(report.title), style="bold"), Text(""))
    for table in _tables(report.columns, rows, fit):
        show(table)
    closing = [] if rows else [Text(_EMPTY)]
    closing += [Text(visible(note), style="dim") for note in _notes(report, fit)]
    if closing:
        show(*closing)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The columns that are shown, by index, with their widths, and the headings of those that aren't."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    hidden: tuple[str, ...]


def _fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> _Fit:
    headings = [visible(column.heading) for column in columns]
    natural = _natural(headings, rows)
    content = _natural([""] * len(columns), rows)
    least = []
    for column, heading, inside in zip(columns, headings, content, strict=True):
        word = max((display_width(word) for word in heading.split()), default=1)
        bends = column.kind is Kind.TEXT and column.heading  # a bar has none, and is whole or isn't there
        limit = _LEAST_SCALE if column.scale else _LEAST_TEXT
        least.append(max(word, min(inside, limit) if bends else inside))
    shown = list(range(len(columns)))
    while sum(least[i] + GAP for i in shown) - GAP > width:
        first = max(columns[i].hide for i in shown)
        if first == 0:
            break
        # together: one criterion of three, or one bound of two, would say less than none
        shown = [i for i in shown if columns[i].hide != first]
    room = width - GAP * (len(shown) - 1)
    hidden = tuple(heading for i, heading in enumerate(headings) if i not in shown and heading)
    return _Fit(tuple(shown), _level([least[i] for i in shown], [natural[i] for i in shown], room), hidden)


def _level(least: Sequence[int], natural: Sequence[int], room: int) -> tuple[int, ...]:
    """Widths between *least* and *natural*: the widest give way first, until the sum fits *room*."""
    level = max(natural, default=0)
    while True:
        widths = tuple(max(low, min(level, high)) for low, high in zip(least, natural, strict=True))
        if sum(widths) <= room or level == 0:
            return widths
        level -= 1


def _tables(columns: Sequence[Column], rows: Sequence[Sequence[str]], fit: _Fit) -> Iterator[Table]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    for start in range(0, max(len(rows), 1), _BATCH):  # in pieces, so that the first rows appear at once
        table = Table(
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            show_header=start == 0,
            header_style="bold",
            safe_box=False,
        )
        for index, width in zip(fit.shown, fit.widths, strict=True):
            side: JustifyMethod = "right" if columns[index].kind.is_number else "left"
            heading = Text(visible(columns[index].heading))
            table.add_column(heading, justify=side, width=width, overflow="fold")
        for row in rows[start : start + _BATCH]:
            table.add_row(*(Text(row[i], style=_style(columns[i], row[i])) for i in fit.shown))
        yield table


def _style(column: Column, text: str) -> str:
    if column.key == "predikat":
        place = shade(column.scale, text)
        return "bold" if place is None else _SHADES[place]
    if column.key == "status" and text != "lengkap":
        return "yellow"
    return ""


def _notes(report: Report, fit: _Fit) -> list[str]:
    notes = list(report.notes)
    if fit.hidden:
        notes.append(_HIDDEN.format(", ".join(fit.hidden)))
    return ["", *notes] if notes else []


def _with_bars(report: Report, width: int) -> Report:
    """The same report with bars to the right of every column that is drawn, the longest for the largest number."""
    places = [place for place, column in enumerate(report.columns) if column.drawn]
    if not places:
        return report
    rows = [list(row) for row in report.rows]
    columns = list(report.columns)
    full = _BAR if width >= _ROOMY else _NARROW_BAR
    for place in reversed(places):
        numbers = [_whole(row[place]) for row in rows]
        most = max(numbers, default=0)
        columns.insert(place + 1, Column(f"{columns[place].key}_batang", "", hide=_BARS_GO))
        for row, number in zip(rows, numbers, strict=True):
            row.insert(place + 1, _bar(number, most, full))
    return replace(report, columns=tuple(columns), rows=rows)


def _whole(cell: Cell) -> int:
    return max(cell, 0) if isinstance(cell, int) else 0


def _bar(number: int, most: int, full: int) -> str:
    """Blocks as long as *number* is beside *most*, which has *full* cells; more than nothing has an eighth at least."""
    eighths = max(number * full * 8 // most, 1) if number else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _texts(report: Report) -> list[list[str]]:
    writers = [shown_by(column) for column in report.columns]
    return [[write(cell) for write, cell in zip(writers, row, strict=True)] for row in report.rows]


def _natural(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    columns = zip(headings, *rows, strict=True)
    return [max(map(display_width, column)) for column in columns]


def display_width(text: str) -> int:
    """Cells a terminal gives to *text*: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _line_writer(columns: Sequence[Column], widths: Sequence[int]) -> Callable[[Sequence[str]], str]:
    plan = [(column.kind.is_number, width) for column, width in zip(columns, widths, strict=True)]

    def line(texts: Sequence[str]) -> str:
        cells = []
        for text, (right, width) in zip(texts, plan, strict=True):
            blanks = " " * (width - display_width(text))
            cells.append(blanks + text if right else text + blanks)
        return (" " * GAP).join(cells).rstrip(" ")

    return line

"""Charts as lines, bars, dots and texts, placed in whole numbers: what an SVG is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Chart, ChartKind, Kind, integer_text, points_text

_NOTHING = "tidak ada"
_TALLEST = (
    420  # px, and one label more: fits a printed page under its title; a longer chart is drawn in several
)
_WRAPPED = 32  # letters of a label beside its number on a telephone
_LABEL, _BAR, _AIR = 18, 12, 10  # px
# hundredths of a percent: where the bars of several series begin, and how long they get
_SERIES_X, _SERIES_ROOM = 4200, 4600
_LEFT, _ROOM = 800, 8400  # the same for a course over the years
_TOP, _BOTTOM, _COURSE = 28, 168, 200  # px: its highest and lowest point, and its whole height
_MOST_TEXTS = 8
_SERIES = 5  # as many colours as there are; then they begin anew


class Line(NamedTuple):
    """A line; *x* in percent, *y* in px, *mark* its class."""

    mark: str
    x1: str
    y1: int
    x2: str
    y2: int


class Bar(NamedTuple):
    """A rectangle; *x* and *width* in percent, *y* and *height* in px."""

    mark: str
    x: str
    y: int
    width: str
    height: int


class Dot(NamedTuple):
    """A point of a course."""

    mark: str
    x: str
    y: int


class Label(NamedTuple):
    """A text; *y* is its base line."""

    mark: str
    x: str
    y: int
    text: str


@dataclass(slots=True)
class Drawing:
    """One picture, and what it shows in words; *id* is unique on its page."""

    id: str
    title: str
    told: str = ""
    height: int = 0
    lines: list[Line] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Label] = field(default_factory=list)


class Drawn(NamedTuple):
    """A chart with its pictures, and all its numbers as a table (*heading*, *names*, rows of label and texts)."""

    title: str
    legend: list[tuple[str, str]]
    drawings: list[Drawing]
    heading: str
    names: list[str]
    table: list[tuple[str, list[str]]]


def drawn(chart: Chart, number: int, shades: Mapping[str, int]) -> Drawn:
    """The chart as pictures; *number* is its place on the page, *shades* of what a scale has a colour for."""
    names = [visible(series.name) for series in chart.series]
    labels = [visible(label) for label in chart.labels]
    rows = [_texts(chart, place) for place in range(len(labels))]
    title = visible(chart.title)
    heading = visible(chart.axes[0]) or "Nama"
    several = len(names) > 1
    if chart.kind is ChartKind.LINE:
        marks = [f"s{place % _SERIES}" for place in range(len(names))]
        drawings = [_course(chart, Drawing(f"g{number}", title), labels, marks)]
        legend = list(zip(marks, names, strict=True)) if several else []
        return Drawn(title, legend, drawings, heading, names, list(zip(labels, rows, strict=True)))
    drawings = list(_bars(chart, f"g{number}", title, labels, shades))
    return Drawn(title, [], drawings, heading, names, list(zip(labels, rows, strict=True)))


def _texts(chart: Chart, place: int) -> list[str]:
    return [_text(chart, series.values[place]) or _NOTHING for series in chart.series]


def _text(chart: Chart, value: int | None) -> str:
    return points_text(value) if chart.measure is Kind.POINTS else integer_text(value)


def _bars(
    chart: Chart, name: str, title: str, labels: Sequence[str], shades: Mapping[str, int]
) -> Iterator[Drawing]:
    """Bars under their labels, in as many pictures as fit a page each."""
    most = max((value or 0 for series in chart.series for value in series.values), default=0)
    drawing = Drawing(f"{name}-1", title)
    told: list[str] = []
    count = 1
    for place, label in enumerate(labels):
        if drawing.height > _TALLEST:
            drawing.told = "; ".join(told)
            yield drawing
            count, told = count + 1, []
            drawing = Drawing(f"{name}-{count}", f"{title}, lanjutan {count - 1}")
        told.append(_place_bars(chart, drawing, label, place, most, shades))
    drawing.told = "; ".join(told) or "Tidak ada data."
    yield drawing


def _place_bars(
    chart: Chart, drawing: Drawing, label: str, place: int, most: int, shades: Mapping[str, int]
) -> str:
    """Draw one label with the bars of all series below it, and return it in words."""
    several = len(chart.series) > 1
    for line in _folded(label):
        drawing.height += _LABEL
        drawing.texts.append(Label("tebal" if several else "", "0", drawing.height - 5, line))
    told = []
    for number, series in enumerate(chart.series):
        value = series.values[place]
        text = _text(chart, value) or _NOTHING
        mark = _mark(chart, label, series.name, number, shades)
        if several:
            _beside(drawing, visible(series.name), value, text, most, mark)
            told.append(f"{visible(series.name)} {text}")
        else:
            _below(drawing, value, text, most, mark)
            told.append(text)
    drawing.height += _AIR
    return f"{label}: {', '.join(told)}"


def _below(drawing: Drawing, value: int | None, text: str, most: int, mark: str) -> None:
    drawing.texts.append(Label("akhir", "100%", drawing.height - 5, text))
    drawing.bars.append(Bar(mark, "0", drawing.height, _share(value, most, 100_00), _BAR))
    drawing.height += _BAR


def _beside(drawing: Drawing, name: str, value: int | None, text: str, most: int, mark: str) -> None:
    drawing.height += _LABEL
    base = drawing.height - 5
    drawing.texts += [Label("pudar", "0", base, _cut(name, 16)), Label("akhir", "100%", base, text)]
    drawing.bars.append(Bar(mark, _percent(_SERIES_X), base - 10, _share(value, most, _SERIES_ROOM), _BAR))


def _mark(chart: Chart, label: str, name: str, number: int, shades: Mapping[str, int]) -> str:
    if len(chart.series) == 1:
        return f"p{shades[label]}" if label in shades else ""
    return f"p{shades[name]}" if name in shades else f"s{number % _SERIES}"


def _folded(label: str) -> list[str]:
    """At most two lines of a label."""
    lines = wrap(label, _WRAPPED) or [""]
    return lines if len(lines) <= 2 else [lines[0], _cut(" ".join(lines[1:]), _WRAPPED)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _share(value: int | None, most: int, room: int) -> str:
    """How much of *room* (hundredths of a percent) a number takes beside the largest."""
    return _percent(max(value or 0, 0) * room // most if most else 0)


def _percent(hundredths: int) -> str:
    return f"{points_text(hundredths)}%"


def _course(chart: Chart, drawing: Drawing, labels: Sequence[str], marks: Sequence[str]) -> Drawing:
    """A point a year, joined to the next one only inside a series and across no gap."""
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    drawing.height = _COURSE
    drawing.lines += [Line("", "0", y, "100%", y) for y in (_TOP, _BOTTOM)]
    skip = -(-len(labels) // _MOST_TEXTS) or 1
    across = [_across(place, len(labels)) for place in range(len(labels))]
    for place, label in enumerate(labels):
        if place % skip == 0:
            drawing.texts.append(Label("tengah pudar", _percent(across[place]), _COURSE - 8, label))
    for series, mark in zip(chart.series, marks, strict=True):
        heights = [None if value is None else _up(value, low, high) for value in series.values]
        for place, (value, height) in enumerate(zip(series.values, heights, strict=True)):
            if height is None:
                continue
            x = _percent(across[place])
            following = heights[place + 1] if place + 1 < len(heights) else None
            if following is not None:
                drawing.lines.append(Line(mark, x, height, _percent(across[place + 1]), following))
            drawing.dots.append(Dot(mark, x, height))
            if place % skip == 0:
                drawing.texts.append(Label("tengah", x, height - 10, _text(chart, value)))
    drawing.lines += _breaks(chart, across)
    drawing.told = _course_told(chart, labels, low, high)
    return drawing


def _across(place: int, count: int) -> int:
    return _LEFT + (place * _ROOM // (count - 1) if count > 1 else _ROOM // 2)


def _up(value: int, low: int, high: int) -> int:
    if low == high:
        return (_TOP + _BOTTOM) // 2
    return _BOTTOM - (value - low) * (_BOTTOM - _TOP) // (high - low)


def _breaks(chart: Chart, across: Sequence[int]) -> Iterator[Line]:
    """A broken line between one series and the next, where the second begins after the first has ended."""
    ends = [
        [place for place, value in enumerate(series.values) if value is not None] for series in chart.series
    ]
    for before, after in pairwise(ends):
        if before and after and before[-1] < after[0]:
            x = _percent((across[before[-1]] + across[after[0]]) // 2)
            yield Line("putus", x, _TOP - 16, x, _BOTTOM)


def _course_told(chart: Chart, labels: Sequence[str], low: int, high: int) -> str:
    parts = [
        f"{label}: {_text(chart, value)}"
        for series in chart.series
        for label, value in zip(labels, series.values, strict=True)
        if value is not None
    ]
    apart = " Garis putus-putus memisahkan tahun yang tidak sebanding." if len(chart.series) > 1 else ""
    scale = f"Sumbu tegak dari {_text(chart, low)} sampai {_text(chart, high)}."
    return f"{'; '.join(parts) or 'Tidak ada data'}. {scale}{apart}"

"""Native charts of a workbook: each beside the cells that it draws, legible also where a printer has no colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinerja_cli.domain.columns import CHARTS_SHEET
from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Chart, ChartKind, Kind, Series
from kinerja_cli.render.workbook_pages import Pages, height_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


_ROW, _WIDTH = 20, 720  # pixels: of one row of the sheet, of a chart
_LABELS, _FIGURES = 220, 90  # pixels: columns of labels and of figures
_PAGE_WIDTH, _PAGE_HEIGHT = (
    740,
    600,
)  # pixels of an A4 page, margins off; wider letters than Excel's widen columns
_LEAST = 16  # rows of the smallest chart
_MOST = 120  # bars that a page holds legibly; what comes after stands in the cells alone
_TOLD = 40  # with more bars than these, their figures stand beside the chart alone
_INK = "#1F3864"
# darkest first, each with a pattern of its own: the series stay apart in black and white
_FILLS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": _INK}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#2E75B6", "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "percent_20", "fg_color": "#404040", "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "horizontal_brick", "fg_color": "#7F6000", "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "wide_downward_diagonal", "fg_color": "#833C0B", "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "small_grid", "fg_color": "#375623", "bg_color": "#FFFFFF"}},
)
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "star")


def fill_charts(workbook: Workbook, charts: Sequence[Chart], pages: Pages) -> None:
    """Add the sheet of charts. Cells and charts say the same: a chart refers to its cells, never to a text."""
    sheet = workbook.add_worksheet(CHARTS_SHEET)
    widest = max(len(chart.series) for chart in charts)
    sheet.set_column_pixels(0, 0, _LABELS)
    sheet.set_column_pixels(1, widest + 1, _FIGURES)
    pages.set_up(sheet)
    scale = min(1, _PAGE_WIDTH / (_LABELS + _FIGURES * (widest + 1) + _WIDTH))
    sheet.set_print_scale(int(100 * scale))  # not fitted to the width: Excel then breaks pages where it likes
    tallest = int(_PAGE_HEIGHT / scale) // _ROW
    forms = _forms(workbook)
    row, left, breaks = 0, tallest, []
    for chart in charts:
        height = min(_height(chart), tallest)
        if height > left and row:
            breaks.append(row)
            left = tallest
        _fill_cells(sheet, row, chart, forms)
        drawn = _drawn(workbook, row, chart)
        drawn.set_size({"width": _WIDTH, "height": height * _ROW})
        sheet.insert_chart(
            row, widest + 2, drawn, {"object_position": 2, "y_offset": 4, "description": visible(chart.title)}
        )
        taken = max(height, len(chart.labels) + 2) + 2
        row, left = row + taken, left - taken
    sheet.set_h_pagebreaks(breaks)


def _forms(workbook: Workbook) -> dict[str, Format]:
    bold = {"bold": True, "text_wrap": True, "align": "right", "valign": "top"}
    numbers = {code: workbook.add_format({"num_format": code}) for code in ("0.00", "0")}
    return {"title": workbook.add_format({"bold": True}), "head": workbook.add_format(bold), **numbers}


def _fill_cells(sheet: Worksheet, row: int, chart: Chart, forms: dict[str, Format]) -> None:
    """Title, names of the series, then a row a label."""
    sheet.write_string(row, 0, _title(chart), forms["title"])
    heads = [visible(series.name) for series in chart.series]
    sheet.set_row(row + 1, height_of((head, _FIGURES // 8) for head in heads))
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(row + 1, column, visible(series.name), forms["head"])
    for place, label in enumerate(chart.labels):
        sheet.write_string(row + 2 + place, 0, visible(label))
        for column, series in enumerate(chart.series, start=1):
            value = series.values[place]
            if value is not None:
                number = _number(chart, value)
                sheet.write_number(row + 2 + place, column, number, forms[_code(chart)])


def _drawn(workbook: Workbook, row: int, chart: Chart) -> Any:
    bars = chart.kind is ChartKind.BARS
    drawn = workbook.add_chart({"type": "bar" if bars else "line"})
    for place, series in enumerate(chart.series):
        drawn.add_series(_series(row, place, chart, series))
    # never the text itself: XlsxWriter would take one that begins with "=" for a formula
    drawn.set_title(
        {"name": [CHARTS_SHEET, row, 0], "data": [_title(chart)], "name_font": {"size": 12}, "overlay": False}
    )
    along, across = chart.axes
    labels = {"name": along, "reverse": bars, "major_gridlines": {"visible": False}}
    grid = {"visible": True, "line": {"color": "#BFBFBF"}}
    figures: dict[str, Any] = {"name": across, "num_format": _code(chart), "major_gridlines": grid}
    figures |= {"min": 0} if bars else {}  # the length of a bar is its figure
    figures |= {"major_unit": 1} if not bars and chart.measure is Kind.INTEGER else {}
    if bars:
        drawn.set_y_axis({**labels, "crossing": "max"})  # read from the top; figures still below
        drawn.set_x_axis(figures)
    else:
        drawn.set_x_axis(labels)
        drawn.set_y_axis(figures)
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    return drawn


def _series(row: int, place: int, chart: Chart, series: Series) -> dict[str, Any]:
    shown = _shown(chart)
    first, last, column = row + 2, row + 1 + shown, place + 1
    values = [None if value is None else _number(chart, value) for value in series.values[:shown]]
    told: dict[str, Any] = {
        "name": [CHARTS_SHEET, row + 1, column],
        "name_data": [visible(series.name)],
        "categories": [CHARTS_SHEET, first, 0, last, 0],
        "categories_data": [visible(label) for label in chart.labels[:shown]],
        "values": [CHARTS_SHEET, first, column, last, column],
        "values_data": values,
    }
    if chart.kind is ChartKind.LINE:
        told["line"] = {"color": _INK, "width": 2, "dash_type": _DASHES[place % len(_DASHES)]}
        told["marker"] = {"type": _MARKERS[place % len(_MARKERS)], "size": 7, "fill": {"color": _INK}}
    else:
        told |= {**_FILLS[place % len(_FILLS)], "border": {"color": "#000000", "width": 0.75}, "gap": 60}
    if shown * len(chart.series) <= _TOLD:
        told["data_labels"] = {"value": True, "num_format": _code(chart)}
        told["data_labels"] |= {"position": "above"} if chart.kind is ChartKind.LINE else {}
    return told


def _shown(chart: Chart) -> int:
    """How many of the labels are drawn."""
    if chart.kind is ChartKind.LINE:
        return len(chart.labels)
    return min(len(chart.labels), max(1, _MOST // max(1, len(chart.series))))


def _title(chart: Chart) -> str:
    shown, every = _shown(chart), len(chart.labels)
    cut = "" if shown == every else f" ({shown} pertama dari {every})"
    return visible(chart.title) + cut


def _height(chart: Chart) -> int:
    """Rows of the sheet that the chart would take."""
    if chart.kind is ChartKind.LINE:
        return _LEAST
    return max(_LEAST, 6 + _shown(chart) * (1 + len(chart.series)) // 2)


def _code(chart: Chart) -> str:
    return "0.00" if chart.measure is Kind.POINTS else "0"


def _number(chart: Chart, value: int) -> float:
    # to be drawn, and read back as the nearest double as in the sheet of data
    return value / 100 if chart.measure is Kind.POINTS else value

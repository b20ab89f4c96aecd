"""Native charts of a workbook: each beside the cells that it draws, legible also where a printer has no colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinerja_cli.domain.columns import CHARTS_SHEET
from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Chart, ChartKind, Kind, Series

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

    from kinerja_cli.render.workbook_pages import Pages

_ROW, _WIDTH = 20, 720  # pixels: of one row of the sheet, of a chart
_LEAST, _BAR = 16, 1.2  # rows: of any chart, of one bar
_MOST = 60  # bars of one chart; what comes after stands in the cells alone
_TOLD = 24  # with more bars than these, their figures stand beside the chart alone
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
    bold = workbook.add_format({"bold": True})
    forms = {
        Kind.POINTS: workbook.add_format({"num_format": "0.00"}),
        Kind.INTEGER: workbook.add_format({"num_format": "0"}),
    }
    widest = max(len(chart.series) for chart in charts)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, widest, 12)
    row = 0
    for chart in charts:
        _fill_cells(sheet, row, chart, bold, forms[chart.measure])
        height = _height(chart)
        drawn = _drawn(workbook, row, chart)
        drawn.set_size({"width": _WIDTH, "height": height * _ROW})
        sheet.insert_chart(
            row, widest + 2, drawn, {"object_position": 2, "description": visible(chart.title)}
        )
        row += max(height, len(chart.labels) + 2) + 2
    pages.set_up(sheet)


def _fill_cells(sheet: Worksheet, row: int, chart: Chart, bold: Format, form: Format) -> None:
    """Title, names of the series, then a row a label."""
    sheet.write_string(row, 0, visible(chart.title), bold)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(row + 1, column, visible(series.name), bold)
    for place, label in enumerate(chart.labels):
        sheet.write_string(row + 2 + place, 0, visible(label))
        for column, series in enumerate(chart.series, start=1):
            value = series.values[place]
            if value is not None:
                sheet.write_number(row + 2 + place, column, _number(chart, value), form)


def _drawn(workbook: Workbook, row: int, chart: Chart) -> Any:
    bars = chart.kind is ChartKind.BARS
    drawn = workbook.add_chart({"type": "bar" if bars else "line"})
    shown = min(len(chart.labels), _MOST) if bars else len(chart.labels)
    for place, series in enumerate(chart.series):
        drawn.add_series(_series(row, shown, place, chart, series))
    # never the text itself: XlsxWriter would take one that begins with "=" for a formula
    drawn.set_title(
        {"name": [CHARTS_SHEET, row, 0], "data": [visible(chart.title)], "name_font": {"size": 12}}
    )
    along, across = chart.axes
    grid = {"visible": True, "line": {"color": "#BFBFBF"}}
    drawn.set_x_axis({"name": along, "reverse": bars, "major_gridlines": {"visible": False}})
    drawn.set_y_axis({"name": across, "num_format": _code(chart), "major_gridlines": grid})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    return drawn


def _series(row: int, shown: int, place: int, chart: Chart, series: Series) -> dict[str, Any]:
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
    return told


def _height(chart: Chart) -> int:
    """Rows of the sheet that the chart takes."""
    if chart.kind is ChartKind.LINE:
        return _LEAST
    return max(_LEAST, 6 + int(_BAR * min(len(chart.labels), _MOST) * len(chart.series)))


def _code(chart: Chart) -> str:
    return "0.00" if chart.measure is Kind.POINTS else "0"


def _number(chart: Chart, value: int) -> float:
    # to be drawn, and read back as the nearest double as in the sheet of data
    return value / 100 if chart.measure is Kind.POINTS else value

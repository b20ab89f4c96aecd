"""The sides of a workbook that aren't data: how its sheets print, and the sheet of method."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kinerja_cli.domain.columns import NOTES_SHEET
from kinerja_cli.domain.text import visible
from kinerja_cli.render.method import DAY, INSTITUTION, RECEIPT
from kinerja_cli.render.report import Report

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LINE = 15  # points: the height of a row of one line
_HIGHEST = 409  # points: Excel's limit
_A4 = 9
_NAMES, _SAYS = 26, 100  # widths of the columns of the sheet of method
_PICTURE = re.compile(r"&(?=G|\[Picture)")  # XlsxWriter counts pictures, also where the & is doubled
_LONGEST = 110  # of one part: Excel allows 255 characters for the three of a line


class Pages:
    """A4 landscape as wide as the paper, or all on one sheet; above title and office, below receipt, day and page."""

    def __init__(self, report: Report) -> None:
        said = dict(report.method)
        office = said.get(INSTITUTION, "")
        title = report.title.removesuffix(f" · {office}") if office else report.title
        stands = " · ".join(f"{what} {said[what]}" for what in (RECEIPT, DAY) if what in said)
        self._header = f'&L&"-,Bold"{_plain(title)}' + (f"&R{_plain(office)}" if office else "")
        self._high = 1 if report.one_sheet else 0  # 0: as many as it takes
        self._footer = (f"&L{_plain(stands)}" if stands else "") + "&RHalaman &P dari &N"

    def set_up(self, sheet: Worksheet) -> None:
        """Set *sheet* up for printing."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.4, top=0.8, bottom=0.7)
        sheet.set_header(self._header)
        sheet.set_footer(self._footer)
        sheet.fit_to_pages(1, self._high)


def fill_method(workbook: Workbook, report: Report, pages: Pages) -> None:
    """Add the sheet that says what the figures rest on: title, pairs of `Report.method`, notes."""
    sheet = workbook.add_worksheet(NOTES_SHEET)
    bold = workbook.add_format({"bold": True, "valign": "top"})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, _NAMES, text)
    sheet.set_column(1, 1, _SAYS, text)
    sheet.write_string(0, 0, visible(report.title), bold)
    known = {f"{what}: {said}" for what, said in report.method}
    pairs = [*report.method, *(("Catatan", note) for note in report.notes if note not in known)]
    for row, (what, said) in enumerate(pairs, start=2):
        sheet.set_row(row, height_of([(visible(what), _NAMES), (visible(said), _SAYS)]))
        sheet.write_string(row, 0, visible(what), bold)
        sheet.write_string(row, 1, visible(said), text)
    pages.set_up(sheet)


def height_of(texts: Iterable[tuple[str, int]]) -> int:
    """Points that a row needs for *texts* wrapped at the widths beside them (in digits of the sheet's font)."""
    lines = (len(textwrap.wrap(text, max(1, width - 2))) for text, width in texts)
    return min(_HIGHEST, LINE * max(lines, default=1) or LINE)


def _plain(text: str) -> str:
    """*text* as it stands in a header or footer, where ``&`` begins an instruction; cut where it is too long."""
    shown = _PICTURE.sub("& ", visible(text))
    if len(shown.encode("utf-16-le")) // 2 + shown.count("&") > _LONGEST:
        shown = shown[: _LONGEST // 2 - 1] + "…"  # no letter takes more than two units
    return shown.replace("&", "&&")

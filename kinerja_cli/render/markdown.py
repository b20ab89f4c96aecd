"""A report as a GitHub table, with nothing in it that Markdown or HTML would obey."""

from __future__ import annotations

import re
from typing import BinaryIO

from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Report, shown_by

_INLINE = re.compile(r"[\\|`*_~\[\]]")


def write_markdown(report: Report, out: BinaryIO) -> None:
    """Write title, table with headings, and notes, as UTF-8; numbers are aligned right."""
    numbers = [column.kind.is_number for column in report.columns]
    out.write(f"# {escape(report.title)}\n\n".encode())
    out.write(_row([escape(column.heading) for column in report.columns]))
    out.write(_row(["---:" if number else "---" for number in numbers]))
    writers = [shown_by(column) for column in report.columns]
    for row in report.rows:
        texts = [write(cell) for write, cell in zip(writers, row, strict=True)]
        out.write(
            _row([text if number else escape(text) for text, number in zip(texts, numbers, strict=True)])
        )
    for note in report.notes:
        out.write(f"\n{_paragraph(note)}\n".encode())


def escape(text: str) -> str:
    """Markdown that shows *text* letter for letter on one line: it ends no cell, makes no link and no tag."""
    escaped = _INLINE.sub(r"\\\g<0>", visible(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _paragraph(note: str) -> str:
    escaped = escape(note)
    return "\\" + escaped if escaped.startswith(("#", "+", "-", "=")) else escaped


def _row(cells: list[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()

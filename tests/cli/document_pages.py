"""Reads an evaluation document back: the page as headings, tables and text, the PDF as text by another hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from pypdf import PdfReader

VOID = {"meta", "br", "col", "link", "img", "input", "hr"}


@dataclass
class Table:
    """Cells by row, the attributes of each beside them, and what stands above."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    scopes: list[list[str | None]] = field(default_factory=list)

    def row(self, column: int, start: str) -> list[str]:
        """The one row in which that cell begins so."""
        [found] = [row for row in self.rows if len(row) > column and row[column].startswith(start)]
        return found


class Page(HTMLParser):
    """Headings, tables and other text of a page, in order; fails where an element isn't closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.headings: list[tuple[str, str]] = []
        self.tables: list[Table] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "br":
            self.handle_data("\n")
        if tag in VOID:
            return
        self._open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))
        if tag == "table":
            self.tables.append(Table())
        if tag == "tr":
            self.tables[-1].rows.append([])
            self.tables[-1].scopes.append([])
        if tag in ("td", "th"):
            self.tables[-1].rows[-1].append("")
            self.tables[-1].scopes[-1].append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        if self._open and self._open[-1] in ("h1", "h2", "h3"):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif {"td", "th"} & set(self._open):
            self.tables[-1].rows[-1][-1] += data
        if data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        """Everything that can be read, in one line."""
        return " ".join(self.words)

    def table(self, caption: str) -> Table:
        """The one table with that caption."""
        [found] = [table for table in self.tables if table.caption == caption]
        return found

    def result(self, label: str) -> str:
        """What the table of results says of *label*."""
        return self.table("Hasil evaluasi").row(0, label)[1]


def pdf_pages(path: Path) -> list[str]:
    """The text of each page, without line breaks."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(path).pages]


def squeezed(text: str) -> str:
    """Text without any blank: where a line was broken doesn't matter."""
    return re.sub(r"\s+", "", text)

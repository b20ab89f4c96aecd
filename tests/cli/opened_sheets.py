"""What LibreOffice holds after it opened a file: converted to flat XML by a profile of its own, read cell by cell."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SOFFICE = "soffice"
# What the import dialog offers on a fresh profile (seen under Xvfb): TAB, comma and semicolon separate, UTF-8, the
# locale's own language, quoted fields not taken for text, no special numbers, formulas not evaluated. The language
# has to be named: without a dialog 0 is the language of the menus.
DIALOG = "CSV:9/44/59,34,76,1,,{language},false,false,false,false,false,-1,false"
LANGUAGES = {"id-ID": 1057, "en-US": 1033}
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item>
</oor:items>
"""
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_ERRORS = ("Err:", "#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "###")
_MOST_REPEATED = 10_000  # empty rows and columns up to the sheet's edge


@dataclass(frozen=True)
class Opened:
    """One cell: what kind of value it holds, the value as the file has it, and what the screen shows."""

    kind: str
    value: str
    shown: str


EMPTY = Opened("", "", "")


class LibreOffice:
    """A LibreOffice with one locale, its profile in *folder*."""

    def __init__(self, folder: Path, locale: str) -> None:
        self._profile, self._locale = folder / f"profil-{locale}", locale
        settings = self._profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS.format(locale), encoding="utf-8")

    def opened(self, files: Sequence[Path], into: Path, *, csv: bool = False) -> list[Book]:
        """Open *files* as a double click does and say what they hold; *csv*: through the import dialog's settings."""
        words = [SOFFICE, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore"]
        if csv:
            words.append(f"--infilter={DIALOG.format(language=LANGUAGES[self._locale])}")
        words += ["--convert-to", "fods", "--outdir", str(into), *map(str, files)]
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        return [Book(into / f"{file.stem}.fods") for file in files]


class Book:
    """The sheets of a converted file."""

    def __init__(self, path: Path) -> None:
        self._body = ET.parse(path).getroot().find(f"{_OFFICE}body/{_OFFICE}spreadsheet")  # noqa: S314 - our own file

    def names(self) -> list[str]:
        """Names of the sheets."""
        return [str(sheet.get(f"{_TABLE}name")) for sheet in self._sheets()]

    def rows(self, place: int = 0) -> list[list[Opened]]:
        """The rows of one sheet down to the last that holds anything, each as wide as the widest."""
        found = [_trimmed(list(_cells(row))) for row in self._rows(self._sheets()[place])]
        while found and not found[-1]:
            found.pop()
        width = max(map(len, found), default=0)
        return [row + [EMPTY] * (width - len(row)) for row in found]

    def charts(self) -> list[ET.Element]:
        """The charts of all sheets."""
        assert self._body is not None
        return list(self._body.iter(f"{_CHART}chart"))

    def gaps(self) -> set[str]:
        """How the charts draw a cell that is empty."""
        assert self._body is not None
        found = (part.get(f"{_CHART}treat-empty-cells") for part in self._body.iter())
        return {gap for gap in found if gap is not None}

    def formulas(self) -> list[str]:
        """Every formula of every cell."""
        assert self._body is not None
        return [
            cell.get(f"{_TABLE}formula", "")
            for cell in self._body.iter()
            if f"{_TABLE}formula" in cell.attrib
        ]

    def errors(self) -> list[Opened]:
        """Cells of all sheets that show an error."""
        rows = [row for place in range(len(self._sheets())) for row in self.rows(place)]
        return [cell for row in rows for cell in row if cell.shown.startswith(_ERRORS)]

    def _sheets(self) -> list[ET.Element]:
        assert self._body is not None
        return self._body.findall(f"{_TABLE}table")

    def _rows(self, sheet: ET.Element) -> Iterator[ET.Element]:
        for part in sheet:
            if part.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-row-group", f"{_TABLE}table-rows"):
                yield from self._rows(part)
            elif part.tag == f"{_TABLE}table-row":
                times = int(part.get(f"{_TABLE}number-rows-repeated", "1"))
                yield from [part] * (times if times < _MOST_REPEATED else 1)


def _cells(row: ET.Element) -> Iterator[Opened]:
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            yield from [_cell(cell)] * (times if times < _MOST_REPEATED else 1)


def _cell(cell: ET.Element) -> Opened:
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_text(part) for part in cell.findall(f"{_TEXT}p"))
    names = {
        "float": "value",
        "percentage": "value",
        "currency": "value",
        "date": "date-value",
        "time": "time-value",
    }
    value = cell.get(f"{_OFFICE}{names.get(kind, 'string-value')}", shown)
    return Opened(kind, value, shown)


def _text(part: ET.Element) -> str:
    """A paragraph's letters: blanks in a row and tabs are elements in this format."""
    said = part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            said += " " * int(inner.get(f"{_TEXT}c", "1"))
        elif inner.tag == f"{_TEXT}tab":
            said += "\t"
        elif inner.tag == f"{_TEXT}line-break":
            said += "\n"
        else:
            said += _text(inner)
        said += inner.tail or ""
    return said


def _trimmed(cells: list[Opened]) -> list[Opened]:
    while cells and cells[-1] == EMPTY:
        cells.pop()
    return cells

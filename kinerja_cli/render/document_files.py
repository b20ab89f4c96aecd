"""Evaluation documents as files: one HTML page that prints well, or a PDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from kinerja_cli.errors import Refused, StorageFailure
from kinerja_cli.render.document_blocks import Sheet

_Parts: TypeAlias = Callable[[str, Sequence[str], Iterable[Sheet]], Iterator[bytes]]

FORMATS = ("html", "pdf")
PDF_PEOPLE = 250  # typst holds all of a file in memory, 3 MiB a person: 0.8 GiB
_TEMPLATES = Path(__file__).parent / "templates"
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # as in workbooks: same data, same bytes


def require(form: str) -> None:
    """Make sure that the format can be written here.  Raises: StorageFailure where its package isn't installed."""
    if form == "pdf" and find_spec("typst") is None:
        raise StorageFailure(
            "PDF memerlukan paket typst, yang belum terpasang.",
            "Pasang dengan: pipx inject kinerja_cli 'typst>=0.15,<0.16'   (tanpa pipx: pip install …)",
            "Atau tulis HTML dengan -o NAMA.html, buka di peramban, lalu cetak: halamannya A4.",
        )


def require_room(form: str, people: int) -> None:
    """Make sure that one file can hold so many documents.  Raises: Refused for a PDF of more than `PDF_PEOPLE`."""
    if form == "pdf" and people > PDF_PEOPLE:
        raise Refused(
            f"Satu PDF memuat paling banyak {PDF_PEOPLE} orang; unit ini {people} orang.",
            "Tulis ke folder, satu PDF seorang: -o FOLDER --format pdf   (atau satu HTML: -o NAMA.html)",
        )


def title_of(year: int, who: str) -> str:
    """What a reader's window and a PDF's properties call it."""
    return f"Dokumen evaluasi kinerja {year} – {who}"


class Writer:
    """Writes documents in one format, for which `require` was asked; what it needs is loaded once for many files.

    *boxed*: whether a PDF came about in which some letter is a box, because none of its fonts has it.
    """

    def __init__(self, form: str) -> None:
        self.boxed = False
        self._parts = _page_writer() if form == "html" else self._pdf_writer()

    def write(self, title: str, nips: Sequence[str], sheets: Iterable[Sheet], out: BinaryIO) -> None:
        """One file with these documents, each on pages of its own; *nips* are theirs."""
        for part in self._parts(title, nips, sheets):
            out.write(part)

    def _pdf_writer(self) -> _Parts:
        import typst

        source = (_TEMPLATES / "dokumen.typ").read_bytes()
        compiler = typst.Compiler(ignore_system_fonts=True)

        def made(inputs: dict[str, str], standard: Literal["ua-1"] | None) -> Iterator[bytes]:
            found = compiler.compile(
                source, format="pdf", sys_inputs=inputs, timestamp=_FIXED, pdf_standards=standard
            )
            return iter([found] if isinstance(found, bytes) else [])

        def parts(title: str, nips: Sequence[str], sheets: Iterable[Sheet]) -> Iterator[bytes]:  # noqa: ARG001
            told = json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False)
            inputs = {"title": title, "sheets": told}
            try:
                return made(inputs, "ua-1")
            except typst.TypstError:  # it forbids letters that no font has; everything else is ours
                self.boxed = True
                return made(inputs, None)

        return parts


def _page_writer() -> _Parts:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    template = environment.get_template("dokumen.html")

    def parts(title: str, nips: Sequence[str], sheets: Iterable[Sheet]) -> Iterator[bytes]:
        stream = template.stream(title=title, nips=nips, sheets=sheets)
        stream.enable_buffering(200)
        return (part.encode() for part in stream)

    return parts

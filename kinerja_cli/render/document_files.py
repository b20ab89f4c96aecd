"""Evaluation documents as files: one HTML page that prints well, or a PDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, TypeAlias

from kinerja_cli.errors import StorageFailure
from kinerja_cli.render.document_blocks import Sheet

_Parts: TypeAlias = Callable[[str, Sequence[str], Iterable[Sheet]], Iterator[bytes]]

FORMATS = ("html", "pdf")
_TEMPLATES = Path(__file__).parent / "templates"
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # as in workbooks: same data, same bytes


def require(form: str) -> None:
    """Make sure that the format can be written here.  Raises: StorageFailure where its package isn't installed."""
    if form == "pdf" and find_spec("typst") is None:
        raise StorageFailure(
            "PDF memerlukan paket typst, yang belum terpasang.",
            "Pasang dengan: pip install 'kinerja_cli[pdf]'   (dengan pipx: pipx inject kinerja_cli typst)",
            "Atau tulis HTML dengan -o NAMA.html, buka di peramban, lalu cetak: halamannya A4.",
        )


def title_of(year: int, who: str) -> str:
    """What a reader's window and a PDF's properties call it."""
    return f"Dokumen evaluasi kinerja {year} – {who}"


class Writer:
    """Writes documents in one format; what it needs is loaded once for many files."""

    def __init__(self, form: str) -> None:
        require(form)
        self._parts = _page_writer() if form == "html" else _pdf_writer()

    def write(self, title: str, nips: Sequence[str], sheets: Iterable[Sheet], out: BinaryIO) -> None:
        """One file with these documents, each on pages of its own; *nips* are theirs."""
        for part in self._parts(title, nips, sheets):
            out.write(part)


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


def _pdf_writer() -> _Parts:
    import typst

    source = (_TEMPLATES / "dokumen.typ").read_bytes()
    compiler = typst.Compiler(ignore_system_fonts=True)

    def parts(title: str, nips: Sequence[str], sheets: Iterable[Sheet]) -> Iterator[bytes]:  # noqa: ARG001
        told = json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False)
        inputs = {"title": title, "sheets": told}
        made = compiler.compile(
            source, format="pdf", sys_inputs=inputs, timestamp=_FIXED, pdf_standards=["ua-1"]
        )
        if isinstance(made, bytes):
            yield made

    return parts

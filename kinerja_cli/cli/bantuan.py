"""kinerja bantuan: topics that no single command explains, filled with what the code itself knows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.errors import EXIT_CODE_MEANINGS
from kinerja_cli.render.formats import DIALECTS, FORMATS

app = Group(single=True)

TOPICS = {
    "aturan": "criteria.yaml: kriteria, bobot, dan predikat.",
    "cron": "Pekerjaan terjadwal, dengan crontab yang siap dipakai.",
    "format": "Bentuk keluaran: tabel, CSV, JSON, XLSX, dan lainnya.",
    "impor": "Berkas CSV dan XLSX: judul kolom, angka, dan kesalahan.",
    "kode-keluar": "Kode yang dikembalikan setiap perintah.",
    "pelengkap": "Memasang pelengkap tombol Tab.",
}
Topic = Annotated[
    str | None,
    typer.Argument(
        parser=one_of(tuple(TOPICS)), metavar="|".join(TOPICS), help="Topik; tanpa ini, daftarnya."
    ),
]
_TEXTS = Path(__file__).parents[1] / "help"


@app.command("bantuan")
def explain(topic: Topic = None) -> None:
    """Jelaskan sebuah topik; tanpa topik, sebutkan semuanya.

    Bantuan sebuah perintah sendiri: kinerja PERINTAH --help
    """
    typer.echo(topic_text(topic) if topic else topic_list(), nl=False)


def topic_list() -> str:
    """Every topic with what it is about."""
    rows = [f"  kinerja bantuan {name:<{max(map(len, TOPICS))}}  {told}\n" for name, told in TOPICS.items()]
    return "".join(["Topik:\n", *rows, "\nBantuan sebuah perintah: kinerja PERINTAH --help\n"])


def topic_text(topic: str) -> str:
    """The text of a topic, its gaps filled."""
    text = (_TEXTS / f"{topic}.txt").read_text(encoding="utf-8")
    for name, fill in _FILLED.items():
        gap = f"{{{{{name}}}}}"
        if gap in text:
            text = text.replace(gap, fill())
    return text


def _exit_codes() -> str:
    return "".join(f"  {code:>3d}  {meaning}\n" for code, meaning in EXIT_CODE_MEANINGS.items())


def _headings() -> str:
    from kinerja_cli.domain.columns import HEADINGS  # here: one topic of six needs them

    rows = [
        textwrap.fill(", ".join(words), 100, initial_indent=f"  {column:<10}", subsequent_indent=" " * 12)
        for column, words in HEADINGS.items()
    ]
    return "".join(f"{row}\n" for row in rows)


def _default_rules() -> str:
    from kinerja_cli.storage.workspace import default_criteria  # here: one topic of six needs it

    return textwrap.indent(default_criteria(), "  ").rstrip()


def _templates() -> str:
    from kinerja_cli.services.workspace import TEMPLATES  # here: one topic of six needs them

    return "|".join(TEMPLATES)


_FILLED: dict[str, Callable[[], str]] = {
    "kode_keluar": _exit_codes,
    "format": lambda: f"  --format {'|'.join(FORMATS)}\n",
    "dialek": lambda: "|".join(DIALECTS),
    "judul": _headings,
    "crontab": lambda: textwrap.indent((_TEXTS / "crontab.txt").read_text(encoding="utf-8"), "  "),
    "criteria": _default_rules,
    "templat": _templates,
}

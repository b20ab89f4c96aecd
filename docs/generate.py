"""Write what the documentation takes from the code, or with ``--check`` fail with a diff where it is stale."""

from __future__ import annotations

import difflib
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kinerja_cli.cli.app import app
from kinerja_cli.errors import EXIT_CODE_MEANINGS
from kinerja_cli.render.formats import DIALECTS, FORMATS
from kinerja_cli.storage.schema import migrate

ROOT = Path(__file__).parents[1]
COMMAND_PAGE = "docs/cli.md"
WIDTH = 78  # what an 80-column terminal leaves
_HEAD = """\
<!-- Ditulis oleh docs/generate.py; jangan disunting. -->
# Semua perintah

Inilah bantuan `kinerja PERINTAH --help`, menurut urutan `kinerja --help`. Opsi umum (`-h`, `-C`, `-q`,
`--no-color`) ada pada setiap perintah dan hanya ditulis pada yang pertama.
"""


def main(arguments: list[str]) -> int:
    """Write every stale file; with ``--check`` write nothing, show the differences and return 1 where any are."""
    stale = {name: (old, new) for name, old, new in texts(ROOT) if old != new}
    if "--check" not in arguments:
        for name, (_, new) in stale.items():
            (ROOT / name).write_text(new, encoding="utf-8")
            print(f"ditulis: {name}")  # noqa: T201 - a script for maintainers
        return 0
    for name, (old, new) in stale.items():
        diff = difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, f"{name} (baru)")
        sys.stdout.writelines(diff)
    if stale:
        print("Dokumentasi tertinggal dari kode; jalankan: python docs/generate.py")  # noqa: T201 - as above
    return 1 if stale else 0


def texts(root: Path) -> Iterator[tuple[str, str, str]]:
    """(file, text as it is, text as it should be) of every file with something generated in it."""
    page = root / COMMAND_PAGE
    yield COMMAND_PAGE, page.read_text(encoding="utf-8") if page.exists() else "", command_page()
    for name, blocks in BLOCKS.items():
        text = (root / name).read_text(encoding="utf-8")
        yield name, text, filled(name, text, blocks)


def filled(name: str, text: str, blocks: dict[str, Callable[[], str]]) -> str:
    """*text* with the part between ``<!-- WORD -->`` and ``<!-- /WORD -->`` written anew, for each block.

    Raises: ValueError where a pair of markers isn't there exactly once.
    """
    for word, write in blocks.items():
        opening, closing = f"<!-- {word} -->\n", f"<!-- /{word} -->\n"
        if text.count(opening) != 1 or text.count(closing) != 1:
            raise ValueError(f"{name}: {opening.strip()} … {closing.strip()} must be there exactly once")
        before, _, rest = text.partition(opening)
        text = f"{before}{opening}{write()}{closing}{rest.partition(closing)[2]}"
    return text


def command_page() -> str:
    """The help of every command, one under the other."""
    parts = [_HEAD]
    for path, help_text in help_pages():
        mark = "#" * (1 + len(path))
        own = help_text if len(path) == 1 else re.sub(r"\n\nOpsi umum:\n.*", "", help_text, flags=re.DOTALL)
        parts.append(f"\n{mark} {' '.join(path)}\n\n```text\n{own.rstrip()}\n```\n")
    return "".join(parts)


def help_pages() -> Iterator[tuple[tuple[str, ...], str]]:
    """(words, help) of the root and of every command below it, as an 80-column terminal shows it."""
    root = app.make_context("kinerja", [], resilient_parsing=True, terminal_width=WIDTH)
    yield from _pages(app, root, ("kinerja",))


def _pages(command: Any, ctx: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield path, command.get_help(ctx)
    for name in command.list_commands(ctx) if hasattr(command, "list_commands") else ():
        child = command.get_command(ctx, name)
        below = child.make_context(name, [], parent=ctx, resilient_parsing=True)
        yield from _pages(child, below, (*path, name))


def root_help() -> str:
    """What bare ``kinerja`` shows."""
    return f"```text\n{next(help_pages())[1].rstrip()}\n```\n"


def exit_codes(heading: str = "kode | nama | arti") -> str:
    """The exit codes as a table of three columns."""
    rows = [f"| {code:d} | {code.name} | {meaning} |\n" for code, meaning in EXIT_CODE_MEANINGS.items()]
    return "".join([f"| {heading} |\n|---:|---|---|\n", *rows])


def formats() -> str:
    """The names that ``--format`` and ``--dialek`` take."""
    return f"`--format {'|'.join(FORMATS)}` · `--dialek {'|'.join(DIALECTS)}` (CSV)\n"


def tables() -> str:
    """Every table of a fresh database with its columns."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    names = [name for (name,) in connection.execute(_TABLES)]
    rows = []
    for name in names:
        columns = [row[1] for row in connection.execute(f"pragma table_info({name})")]
        twin = "yes" if f"{name}_past" in names else ""
        if not name.endswith("_past"):
            rows.append(f"| `{name}` | {', '.join(columns)} | {twin} |\n")
    return "".join(["| table | columns | has a `_past` twin |\n|---|---|---|\n", *rows])


_TABLES = "select name from sqlite_schema where type = 'table' and name not like '%sqlite%' order by rootpage"
BLOCKS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {
        "help": root_help,
        "exit codes": partial(exit_codes, "code | name | meaning"),
        "formats": formats,
    },
    "docs/panduan.md": {"kode keluar": exit_codes, "format": formats},
    "docs/architecture.md": {"tables": tables},
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write what the documentation takes from the code, or with ``--check`` fail with a diff where it is stale."""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kinerja_cli import __version__
from kinerja_cli.cli.app import COMMANDS, app
from kinerja_cli.errors import EXIT_CODE_MEANINGS
from kinerja_cli.render.formats import DIALECTS, FORMATS
from kinerja_cli.storage.schema import migrate
from kinerja_cli.storage.views import ALL_VIEWS

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
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
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
    for name, write in PAGES.items():
        page = root / name
        yield name, page.read_text(encoding="utf-8") if page.exists() else "", write()
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


def manual_page() -> str:
    """kinerja.1: the same help as a manual page, with what holds for every command."""
    pages = list(help_pages())
    summary = pages[0][1].split("\n\n")[1]
    parts = [_MAN_HEAD.format(version=__version__, summary=_roff(" ".join(summary.split())))]
    for path, help_text in pages:
        own = help_text if len(path) == 1 else re.sub(r"\n\nOpsi umum:\n.*", "", help_text, flags=re.DOTALL)
        parts.append(f'.SS "{_roff(" ".join(path))}"\n.nf\n{_roff(own.rstrip())}\n.fi\n')
    parts.append(".SH KODE KELUAR\n")
    parts += [f".TP\n.B {code:d}\n{_roff(meaning)}\n" for code, meaning in EXIT_CODE_MEANINGS.items()]
    return "".join([*parts, _MAN_TAIL])


def _roff(text: str) -> str:
    """Plain text for a manual page: no character of it is a command there."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


_MAN_HEAD = """\
.\\" Ditulis oleh docs/generate.py; jangan disunting.
.TH KINERJA 1 "" "kinerja {version}" "Perintah pemakai"
.SH NAMA
kinerja \\- penilaian kinerja ASN dari baris perintah
.SH RINGKASAN
.B kinerja
[OPSI] PERINTAH [ARGUMEN]...
.SH URAIAN
{summary}
.PP
Data pada keluaran baku, pesan pada galat baku.
Panduan lengkap: docs/panduan.md; topik ringkas:
.BR "kinerja bantuan" .
.SH PERINTAH
"""
_MAN_TAIL = """\
.SH LINGKUNGAN
.TP
.B KINERJA_DIR
Folder ruang kerja, bila tidak ada \\-C.
.TP
.B KINERJA_DEBUG
1: perlihatkan rincian sebuah kesalahan.
.TP
.B NO_COLOR
Bila terisi: tanpa warna.
.SH BERKAS
.TP
.I criteria.yaml
Aturan: kriteria, bobot, dan predikat.
.TP
.I kinerja.db
Data, sebuah berkas SQLite. Program lain hanya boleh membacanya, lewat tampilan berawalan v_.
"""


def crontab() -> str:
    """The jobs of an office, as `kinerja bantuan cron` shows them."""
    text = (ROOT / "kinerja_cli" / "help" / "crontab.txt").read_text(encoding="utf-8")
    return f"```cron\n{text}```\n"


def completion_table() -> str:
    """Groups with their commands, options and arguments of each, for completing a line without the parser."""
    table: dict[str, Any] = {"common": [], "groups": {}, "options": {}, "arguments": {}}
    root = app.make_context("kinerja", [], resilient_parsing=True)
    for path, command, ctx in _commands(app, root, ()):
        name, params = " ".join(path), command.get_params(ctx)
        options = [_option_of(name, param) for param in params if param.param_type_name == "option"]
        shared = [option for option in options if set(option[0]) & _COMMON]
        table["common"] = table["common"] or shared
        table["options"][name] = [option for option in options if option not in shared]
        if hasattr(command, "list_commands"):
            below = ((word, command.get_command(ctx, word)) for word in command.list_commands(ctx))
            told = {word: child.get_short_help_str(60) for word, child in below}
            named = {word: COMMANDS[word][1] for word in told} if not path else told
            table["groups"][name] = named
        else:
            arguments = [param for param in params if param.param_type_name == "argument"]
            table["arguments"][name] = [[_kind(name, param), param.nargs == -1] for param in arguments]
    return json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


def _commands(command: Any, ctx: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    yield path, command, ctx
    for name in command.list_commands(ctx) if hasattr(command, "list_commands") else ():
        child = command.get_command(ctx, name)
        yield from _commands(
            child, child.make_context(name, [], parent=ctx, resilient_parsing=True), (*path, name)
        )


def _option_of(path: str, param: Any) -> list[Any]:
    names = sorted(param.opts)  # those of --help come out of a set
    return [names, param.help or "", None if param.is_flag else _kind(path, param), param.multiple]


def _kind(path: str, param: Any) -> str:
    """What a value is, as kinerja_cli/cli/completing.py knows it; empty for what nobody can know."""
    spelt, numbered = f"{max(param.opts, key=len)} {param.metavar}", (path.split(" ")[0], param.metavar)
    if spelt in _EXACT:
        return _EXACT[spelt]
    if (path, param.metavar) in _NOT_THERE_YET:
        return ""
    if numbered in _NUMBERED:
        return _NUMBERED[numbered]
    if re.fullmatch(r"[a-z0-9_-]+(\|[a-z0-9_-]+)+", param.metavar or ""):
        return str(param.metavar)
    return _KINDS.get(param.metavar, "")


_COMMON = {"--help", "-C", "--quiet", "--no-color"}
_KINDS = {
    "NIP": "nip", "NIP|NAMA": "nip", "UNIT": "unit", "PERIODE": "period", "TAHUN": "year", "KRITERIA": "criterion",
    "TAHUN|PERIODE": "when", "KRITERIA=NILAI": "criterion=", "BERKAS": "file", "BERKAS.csv": "file", "FILE": "file",
    "FILE...": "file", "BERKAS|FOLDER": "file", "FOLDER": "folder",
    "LAYANAN": "measure", "LAYANAN…": "measure",
}  # fmt: skip
_EXACT = {
    "--nip-baru NIP": "", "--kode-baru KODE": "", "--tujuan KODE": "goal", "--induk KODE": "goal",
    "--kategori KODE": "category",
}  # fmt: skip
_NOT_THERE_YET = {("periode buka", "PERIODE"), ("pegawai tambah", "NIP"), ("tujuan tambah", "KODE")}
_NUMBERED = {
    ("program", "ID"): "programme", ("sasaran", "ID"): "target", ("keberatan", "NOMOR"): "objection",
    ("tujuan", "KODE"): "goal", ("kegiatan", "ID"): "activity", ("rencana", "ID"): "action",
    ("dampak", "KEGIATAN"): "activity",
}  # fmt: skip


def datasette_settings() -> str:
    """What datasette may show of a kinerja.db: the views and nothing else."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    hidden = {name: {"allow": False} for (name,) in connection.execute(_EVERY_TABLE)}
    settings = {"title": "Kinerja", "databases": {"kinerja": {"allow_sql": False, "tables": hidden}}}
    return json.dumps(settings, indent=1) + "\n"


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


def views() -> str:
    """Every view for other programs with its columns."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    rows = []
    for name in ALL_VIEWS:
        columns = [row[1] for row in connection.execute(f"pragma table_info({name})")]
        rows.append(f"| `{name}` | {', '.join(columns)} |\n")
    return "".join(["| tampilan | kolom |\n|---|---|\n", *rows])


_TABLES = "select name from sqlite_schema where type = 'table' and name not like '%sqlite%' order by rootpage"
_EVERY_TABLE = "select name from sqlite_schema where type = 'table' order by name"
PAGES: dict[str, Callable[[], str]] = {
    COMMAND_PAGE: command_page,
    "docs/kinerja.1": manual_page,
    "docs/datasette.json": datasette_settings,
    "kinerja_cli/cli/completion.json": completion_table,
}
BLOCKS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {
        "help": root_help,
        "exit codes": partial(exit_codes, "code | name | meaning"),
        "formats": formats,
        "crontab": crontab,
    },
    "docs/panduan.md": {"kode keluar": exit_codes, "format": formats, "tampilan": views, "crontab": crontab},
    "docs/architecture.md": {"tables": tables},
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a command doesn't need is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scoring_office import settle

from kinerja_cli.cli.app import COMMANDS

HEAVY = {"rich", "yaml", "sqlite_utils", "sqlite3", "xlsxwriter", "python_calamine", "jinja2", "pydantic"}

EMPTY = '''
import typer
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.options import NipArgument

app = Group(single=True)

@app.command("kosong")
def empty(ctx: typer.Context, nip: NipArgument) -> None:
    """Tidak berbuat apa-apa."""
'''

PROBE = """
import sys
from kinerja_cli.cli import app
app.COMMANDS["kosong"] = ("contoh_kosong", "Kosong.", "Data")
from kinerja_cli.__main__ import run
code = run(sys.argv[1:])
sys.stderr.write("\\n".join(sys.modules))
sys.exit(code)
"""


def _imported(folder: Path, *words: str) -> set[str]:
    (folder / "contoh_kosong.py").write_text(EMPTY)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split("\n"))


@pytest.mark.parametrize("words", [["--help"], ["kosong", "199001012015031002"], ["kosong", "--help"]])
def test_nothing_heavy_is_imported_for_help_or_an_empty_command(tmp_path, words):
    imported = _imported(tmp_path, *words)
    assert "typer" in imported
    assert imported & HEAVY == set()
    assert "typer.rich_utils" not in imported


def test_the_list_of_commands_imports_none_of_them(tmp_path):
    imported = _imported(tmp_path, "--help")
    assert imported & {module for module, _, _ in COMMANDS.values()} == set()
    rooms = {name for name in imported if name.startswith(("kinerja_cli.services", "kinerja_cli.render"))}
    assert rooms <= {"kinerja_cli.render", "kinerja_cli.render.formats"}  # the formats' names, for --format


def test_a_command_imports_its_own_module_only(tmp_path):
    imported = _imported(tmp_path, "kosong", "199001012015031002")
    assert "contoh_kosong" in imported
    assert imported & {module for module, _, _ in COMMANDS.values()} == set()


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("rekap unit 2025 --format csv", set()),
        ("rekap distribusi 2025", set()),
        ("pegawai daftar --format json", set()),
        ("pegawai daftar -o p.xlsx", {"xlsxwriter"}),
        ("pegawai daftar -o p.html", {"jinja2"}),
        ("rekap unit 2025 -o u.html", {"jinja2"}),
    ],
)
def test_a_library_of_a_format_is_imported_only_for_that_format(kinerja, workspace, line, asked):
    settle(kinerja, workspace)
    kinerja("nilai catat 198501012010012001 2025-TW1 disiplin=80 inovasi=80 pelayanan=80 -q")
    imported = _imported(workspace, *line.split())
    assert imported & {"xlsxwriter", "jinja2"} == asked
    assert "rich" not in imported


@pytest.mark.parametrize("line", ["status", "rekap tahunan 2025", "rekap unit 2025"])
def test_the_plan_and_the_appreciation_are_imported_only_where_they_are_asked_for(kinerja, workspace, line):
    settle(kinerja, workspace)
    kinerja("rencana tambah Rapat --pemilik Camat --tenggat 2025-01-31 -q")
    own = {
        "kinerja_cli.services.actions",
        "kinerja_cli.services.appreciation",
        "kinerja_cli.domain.reliable_change",
    }
    assert _imported(workspace, *line.split()) & own == set()
    assert own - _imported(workspace, "rekap", "apresiasi", "2025") == {"kinerja_cli.services.actions"}

"""Start-up: the commands that people and cron run most, against a Typer app of one command."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import KINERJA, PYTHON, Finding, Program, compare, side_by_side
from benchmarks.offices import Office, nip, workspace

OFFICE = Office(60, 4, 3)
_APP = '''\
"""One command."""
import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def greet(name: str, times: int = typer.Option(1, help="How often.")) -> None:
    """Greet somebody."""
    for _ in range(times):
        typer.echo(f"Hello {name}")
'''
_SCRIPT = "import sys\nfrom one_command import app\nsys.exit(app())\n"


def start_up(cache: Path, quick: bool) -> list[Finding]:
    """Every ratio is of whole processes, in turn; `nilai catat` really writes, COMMIT and fsync included."""
    folder = workspace(cache, OFFICE, scored=True)
    (folder / "one_command.py").write_text(_APP)
    (folder / "one.py").write_text(_SCRIPT)
    one = [PYTHON, "one.py"]
    record = [KINERJA, "nilai", "catat", nip(7), "2025-TW1", "--koreksi", "--alasan", "uji"]
    programs = {
        "pass": Program([PYTHON, "-c", "pass"], folder),
        "one": Program([*one, "Maria"], folder),
        "one --help": Program([*one, "--help"], folder),
        "status": Program([KINERJA, "status", "--tanggal", "2025-12-01"], folder),
        "nilai catat": Program([*record, "kriteria_1=88"], folder, before=[[*record, "-q", "kriteria_1=89"]]),
        "--help": Program([KINERJA, "--help"], folder),
        "nilai --help": Program([KINERJA, "nilai", "--help"], folder),
        # what the shell's function runs when somebody presses Tab; `env` itself takes a few hundredths of it
        "Tab: perintah": Program(["env", "_KINERJA_PELENGKAP=bash", KINERJA, "rekap", "ta"], folder),
        "Tab: NIP": Program(["env", "_KINERJA_PELENGKAP=bash", KINERJA, "jelaskan", "19"], folder),
        "rekap tahunan": Program([KINERJA, "rekap", "tahunan", "--format", "csv"], folder),
    }
    took = side_by_side(programs, rounds=8 if quick else 25)
    app, app_help = "aplikasi Typer satu perintah", "bantuan polos aplikasi itu"
    return [
        compare("kinerja nilai catat", app, took["nilai catat"], took["one"], at_most=1.25),
        compare("kinerja status", app, took["status"], took["one"], at_most=1.25),
        compare("pelengkap: kata perintah", app, took["Tab: perintah"], took["one"], at_most=1.25),
        compare("pelengkap: 60 NIP", app, took["Tab: NIP"], took["one"], at_most=1.25),
        compare("kinerja --help", app_help, took["--help"], took["one --help"], at_most=1.25),
        compare("kinerja nilai --help", app_help, took["nilai --help"], took["one --help"]),
        compare("rekap tahunan csv, 60 pegawai", app, took["rekap tahunan"], took["one"], at_most=1.5),
        compare("aplikasi Typer satu perintah", "python -c pass", took["one"], took["pass"]),
    ]

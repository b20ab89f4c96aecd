"""Same database, same arguments: same bytes, whatever the locale, zone, width, home, hash seed or terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from offices_of_processes import make_office, nip, on_terminal

FORMATS = ("csv", "tsv", "json", "xlsx", "md", "html", "table")
COMMANDS = (
    "rekap tahunan 2025",
    "rekap tahunan 2025 --unit KEL --urut unit",
    "rekap unit 2025",
    "rekap distribusi 2025",
    "rekap distribusi 2025 --per-unit",
    "rekap unit --periode 2025-TW1",
    "rekap penilai 2025",
    "rekap tren",
    "rekap tren --unit KEL",
    f"rekap tren {nip(7)}",
    f"rekap pegawai {nip(7)}",
    f"jelaskan {nip(1)} 2025",
    f"jelaskan {nip(7)} 2025",
    "nilai daftar",
    "rekap apresiasi 2025 --per-unit",
)
PLAIN = {"LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "HOME": "/", "PYTHONHASHSEED": "0"}
CRON: dict[str, str] = {}
ODD = {
    "LANG": "id_ID.UTF-8",
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "TZ": "Pacific/Kiritimati",
    "COLUMNS": "20",
    "LINES": "5",
    "TERM": "dumb",
    "HOME": "/nonexistent",
    "PYTHONHASHSEED": "1",
}
COLOURFUL = {
    "LC_ALL": "tr_TR.UTF-8",
    "LC_NUMERIC": "id_ID.UTF-8",
    "PYTHONIOENCODING": "latin-1",
    "TZ": "America/St_Johns",
    "COLUMNS": "300",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PYTHONHASHSEED": "4242",
}

# Every command in one process: what the process was given stays real, and half a second is enough.
DRIVER = """
import os, sys
from kinerja_cli.__main__ import run
folder, target = sys.argv[1:3]
for number, line in enumerate(sys.argv[3:]):
    file = os.open(f"{target}/{number}", os.O_CREAT | os.O_WRONLY, 0o600)
    os.dup2(file, 1)
    os.close(file)
    code = run(["-C", folder, *line.split()])
    assert code == 0, (line, code)
"""
LINES = [f"{command} --format {form}" for command in COMMANDS for form in FORMATS]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("sama") / "kantor", people=20)


@pytest.fixture(scope="module")
def expected(office: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _answers(office, tmp_path_factory.mktemp("biasa"), PLAIN, terminal=False)


@pytest.mark.parametrize(
    ("env", "terminal"), [(CRON, False), (ODD, True), (COLOURFUL, True)], ids=["cron", "odd", "colourful"]
)
def test_every_format_of_every_report_is_the_same_anywhere(
    office: Path, expected: dict[str, bytes], tmp_path: Path, env: Mapping[str, str], terminal: bool
) -> None:
    answers = _answers(office, tmp_path, env, terminal)
    assert [line for line in LINES if answers[line] != expected[line]] == []


def test_there_is_something_to_compare(expected: dict[str, bytes]) -> None:
    assert all(len(answer) > 100 for answer in expected.values())
    assert "Zoë Nálle 7".encode() in expected["rekap tahunan 2025 --format csv"]
    assert b"\x1b" not in b"".join(expected[line] for line in LINES if not line.endswith("xlsx"))


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_real_command_gives_those_bytes_too(office: Path, expected: dict[str, bytes], form: str) -> None:
    words = [sys.executable, "-m", "kinerja_cli", "rekap", "tahunan", "2025", "--format", form]
    done = subprocess.run(
        words, cwd="/", env={"KINERJA_DIR": str(office), **ODD}, capture_output=True, check=True, timeout=60
    )
    assert done.stdout == expected[f"rekap tahunan 2025 --format {form}"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xlsx", "md", "html"])
def test_a_file_holds_what_standard_output_gets(
    office: Path, expected: dict[str, bytes], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"rekap.{form}"
    subprocess.run(
        [sys.executable, "-m", "kinerja_cli", "-C", str(office), "rekap", "tahunan", "2025", "-o", str(file)],
        env=COLOURFUL,
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert file.read_bytes() == expected[f"rekap tahunan 2025 --format {form}"]


def _answers(office: Path, target: Path, env: Mapping[str, str], terminal: bool) -> dict[str, bytes]:
    """Bytes on standard output by line, from one process with exactly that environment."""
    command = [sys.executable, "-c", DRIVER, str(office), str(target), *LINES]
    if terminal:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 (a descriptor is wanted, not a path)
            code, screen = on_terminal(command, target, 33, env, stdout=nothing.fileno())
    else:
        done = subprocess.run(
            command,
            cwd=target,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        code, screen = done.returncode, done.stderr
    assert code == 0, screen.decode(errors="replace")
    return {line: (target / str(number)).read_bytes() for number, line in enumerate(LINES)}

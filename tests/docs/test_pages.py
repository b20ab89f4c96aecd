"""The manual page and the settings for datasette: generated, well formed, and shipped."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.errors import EXIT_CODE_MEANINGS
from kinerja_cli.storage.schema import migrate
from kinerja_cli.storage.views import ALL_VIEWS

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "kinerja.1"
MAN = shutil.which("man")
GROFF = shutil.which("groff")


@pytest.mark.skipif(MAN is None, reason="no man")
def test_man_shows_every_line_of_the_help_as_it_is() -> None:
    shown = subprocess.run(
        ["man", "-l", str(MANUAL)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stderr == ""
    page = [line.strip() for line in shown.stdout.splitlines()]
    for block in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split("```text\n")[1:]:
        lines = [line.strip() for line in block.partition("```")[0].splitlines()]
        assert set(lines) - set(page) == set()
    for code, meaning in EXIT_CODE_MEANINGS.items():
        assert any(line.startswith(f"{code:d} ") and meaning[:20] in line for line in page), code


@pytest.mark.skipif(GROFF is None, reason="no groff")
def test_the_manual_page_has_nothing_that_groff_warns_of() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-k", "-ww", "-z", str(MANUAL)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""


def test_the_wheel_ships_the_manual_page_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/kinerja.1": "share/man/man1/kinerja.1"}
    assert MANUAL.is_file()


def test_datasette_may_show_the_views_and_no_table_at_all() -> None:
    settings = json.loads((ROOT / "docs" / "datasette.json").read_text(encoding="utf-8"))["databases"][
        "kinerja"
    ]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        tables = {
            name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")
        }
    assert {name for name, rule in settings["tables"].items() if rule == {"allow": False}} == tables
    assert settings["allow_sql"] is False
    assert not set(settings["tables"]) & set(ALL_VIEWS)

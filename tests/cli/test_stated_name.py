"""--oleh: the name that somebody states is taken by what writes, and by nothing else."""

from __future__ import annotations

import os
import pwd
import re
from pathlib import Path

import pytest
import typer
from everything_written import EVERY_WRITING_COMMAND, FILES

import kinerja_cli.services
from kinerja_cli.cli.app import COMMANDS, app
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.domain.text import LONGEST_NAME

SERVICES = Path(kinerja_cli.services.__path__[0])


def all_commands():
    """("nilai catat", command) of every command."""
    root = typer.Context(app)
    for name in COMMANDS:
        found = app.get_command(root, name)
        if hasattr(found, "list_commands"):
            yield from (
                (f"{name} {word}", found.get_command(root, word)) for word in found.list_commands(root)
            )
        else:
            yield name, found


def takes(command) -> set[str]:
    return {flag for param in command.get_params(typer.Context(command)) for flag in param.opts}


def test_the_commands_with_a_stated_name_are_those_that_go_through_the_gate():
    """Known from the services: every use case names its command where it opens the gate; `pulihkan` writes a copy."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SERVICES.glob("*.py")))
    writing = set(re.findall(r'\.write\(\s*"([a-z -]+)"', code))
    assert len(writing) >= 17
    assert {name for name, command in all_commands() if "--oleh" in takes(command)} == writing | {"pulihkan"}


@pytest.mark.usefixtures("office")
def test_a_command_that_only_reads_refuses_a_stated_name(refused):
    for line in ("nilai daftar", "rekap tahunan 2025", "status", "kriteria periksa", "kriteria tampil"):
        lines = refused(f"{line} --oleh Camat", 2)
        assert "--oleh" in lines[0]


def test_a_command_may_write_and_draw_a_report():
    group = Group(single=True)

    @group.command("keduanya", writes=True, reports=True)
    def both(ctx: typer.Context) -> None:
        """Menulis dan melaporkan."""

    assert takes(group.built()) >= {"--oleh", "--format", "-o", "--dialek", "-C", "--quiet"}


@pytest.mark.usefixtures("office")
def test_a_stated_name_must_be_fit_to_be_kept(refused):
    line = ["unit", "tambah", "X", "Unit X", "--oleh"]
    for name, why in {
        "": "kosong",
        "  ": "kosong",
        "x" * (LONGEST_NAME + 1): f"paling banyak {LONGEST_NAME}",
        "a\nb": "ganti baris",
        "a\x1b[2J": "karakter kendali",
        "=1+1": "rumus",
    }.items():
        told = " ".join(refused([*line, name], 2))
        assert "--oleh" in told
        assert why in told


@pytest.mark.usefixtures("office")
def test_a_stated_name_is_kept_beside_the_user_whom_the_system_knows(kinerja, rows):
    kinerja(["unit", "tambah", "X", "Unit X", "--oleh", "  Cornelia Ta\u00fblo, S.E. "])
    kinerja("unit tambah Y 'Unit Y'")
    user = pwd.getpwuid(os.getuid()).pw_name
    kept = rows("select actor, stated from journal where seq > 3 order by seq")
    assert kept == [(user, "Cornelia Ta\u00fblo, S.E."), (user, None)]


@pytest.mark.usefixtures("office")
def test_every_writing_command_keeps_the_stated_name(kinerja, rows, write):
    """The long way round: a command that opened the gate without the session's database would lose the name."""
    for name, text in FILES.items():
        write(name, text)
    for line in EVERY_WRITING_COMMAND.values():
        kinerja(f"{line} --oleh Camat")
    names = {command for (command,) in rows("select command from journal where seq > 3 and stated = 'Camat'")}
    restoring = {"pulihkan"}  # needs a workspace without a database: test_pulihkan.py
    assert names == {name for name, command in all_commands() if "--oleh" in takes(command)} - restoring
    assert rows("select count(*) from journal where seq > 3 and stated is not 'Camat'") == [(0,)]


@pytest.mark.usefixtures("office")
def test_a_stated_name_is_no_change_by_itself(kinerja, rows):
    told = kinerja("unit tambah OEP 'Kelurahan Oepura' --induk KEC --oleh Camat")
    assert (told.stderr, told.receipt) == ("Unit OEP sudah ada; tidak ada yang berubah.\n", None)
    assert rows("select max(seq) from journal") == [(3,)]

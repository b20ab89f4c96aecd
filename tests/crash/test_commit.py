"""The end of COMMIT: what is said when it fails there, and in which order everything reaches the disk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence

import pytest
from crashing import SYNC_NOTHING, Office, needs_strace, nip, positions
from forking import Forks
from scenes import RECEIPT

NO_FOLDER_SYNC = """
from kinerja_cli.storage import database
database._PRAGMAS = (*database._PRAGMAS, "synchronous = full")
"""
# the file is synced after COMMIT has let the journal go
LATE_SYNC = """
import os
from kinerja_cli.storage import database
database._PRAGMAS = (*database._PRAGMAS, "synchronous = off")
def late(connection, after, commit=database._commit):
    commit(connection, after)
    path = connection.execute("pragma database_list").fetchone()[2]
    for name in (path, os.path.dirname(path)):
        opened = os.open(name, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)
database._commit = late
"""


@pytest.fixture
def office(office_of: Callable[[int], Office]) -> Office:
    needs_strace()
    return office_of(20)


def _recording(office: Office) -> Sequence[str]:
    return ("-C", str(office.folder), "nilai", "catat", nip(0), "2025-TW1", "disiplin=88")


@pytest.mark.parametrize("number", [4, 5])
def test_an_error_from_the_last_syncs_of_commit_is_an_unknown_outcome(office, forks: Forks, number):
    """4 is the database's own, before the journal goes; 5 the folder's, after it went: by then it is saved."""
    before = office.state()
    paths = [office.database, office.journal, office.folder]
    ended = forks.trace(_recording(office), paths, f"fdatasync:error=EIO:when={number}")
    assert ended.code == 9
    assert ended.stderr.startswith("Hasil tidak pasti")
    assert re.search(RECEIPT, ended.stderr, re.MULTILINE) is None
    assert (office.state() != before) is (number == 5)


def test_ctrl_c_inside_commit_never_says_that_nothing_was_saved(office, forks: Forks):
    paths = [office.database, office.journal, office.folder]
    before = office.state()
    ended = forks.trace(_recording(office), paths, "unlink:signal=SIGINT:when=1")
    assert office.state() != before
    assert ended.code == 9
    assert ended.stderr.startswith("Hasil tidak pasti")
    assert re.search(RECEIPT, ended.stderr, re.MULTILINE) is None


def _order(office: Office, plant: str = "") -> list[int]:
    """When, one line of the trace after the other, each step of an import was done; -1: never.

    The journal's last sync before the database is first written; that first and the last page of it; the database's
    sync; the journal's end; the folder's sync; the word on stderr.
    """
    log = office.folder / "jejak"
    file = office.score_file("nilai.csv", lambda i: 60 + i)
    trace = [
        "strace",
        "-f",
        "-y",
        "-s",
        "200",
        "-o",
        str(log),
        "-e",
        "trace=pwrite64,write,fdatasync,fsync,unlink",
    ]
    words = office.words("nilai", "impor", str(file), plant=plant)
    subprocess.run([*trace, *words], capture_output=True, cwd="/", check=True)
    lines = log.read_text().splitlines()
    folder, database = re.escape(str(office.folder)), re.escape(str(office.database))
    written = positions(lines, rf"pwrite64\(\d+<{database}>") or [-1]
    journal = positions(lines[: written[0]], rf"sync\(\d+<{database}-journal>")
    after = (
        rf"sync\(\d+<{database}>",
        rf'unlink\("{database}-journal"',
        rf"sync\(\d+<{folder}>",
        rf"write\(2<.*nilai: .*{RECEIPT.removesuffix('$')}",
    )
    steps = [(positions(lines, pattern) or [-1])[-1] for pattern in after]
    return [journal[-1] if journal else -1, written[0], written[-1], *steps]


def _is_safe(order: Sequence[int]) -> bool:
    return order[0] > -1 and list(order) == sorted(order)


def test_data_is_synced_before_the_journal_goes_and_the_folder_before_the_word(office):
    order = _order(office)
    assert _is_safe(order), order


@pytest.mark.parametrize(
    "plant", [SYNC_NOTHING, NO_FOLDER_SYNC, LATE_SYNC], ids=["no sync", "no sync of the folder", "late sync"]
)
def test_an_order_that_a_power_cut_could_break_is_caught(office, plant):
    order = _order(office, plant)
    assert order[2] > -1
    assert order[-1] > -1
    assert not _is_safe(order), order

"""An office that is hit while it works: its folder, its commands as real processes, and its state as plain rows."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import open_database

State = Mapping[str, Sequence[tuple[object, ...]]]

# What the clock or chance has a hand in. That it is right is what the audit says; which rows are sealed is compared.
_DRAWN: Mapping[str, set[str]] = {
    "journal": {"at", "salt", "said", "previous", "digest", "hash"},
    "seal": {"digest", "tags"},
    **{name: {"salt"} for name in ("employee", "employee_past", "appraiser", "appraiser_past")},
}
_SYNCED_HEADER = bytes.fromhex("d9d505f920a163d7")  # until it is synced, there are zeros in its place
# Faults are planted from outside, in the child alone: python -c PLANT + START, the words of the command following.
START = "\nfrom kinerja_cli.__main__ import main\nmain()\n"

TELL_BEFORE_COMMIT = """
import sys, time
from kinerja_cli.storage import database
def too_early(connection, after, commit=database._commit):
    sys.stderr.write("99 nilai: 99 baru, 0 tetap, 0 koreksi  #9:0123456789ab\\n")
    sys.stderr.flush()
    time.sleep(0.02)
    commit(connection, after)
database._commit = too_early
"""
COMMIT_BY_THE_HUNDRED = """
from kinerja_cli.services import score_import
score_import.BATCH = 100
def impatient(connection, scores, entry, add=score_import.add_scores):
    done = add(connection, scores, entry)
    connection.execute("commit")
    connection.execute("begin immediate")
    return done
score_import.add_scores = impatient
"""
SAY_THAT_NOTHING_WAS_SAVED = """
from kinerja_cli.errors import OutcomeUnknown, StorageFailure
from kinerja_cli.storage import database
def sure(connection, after, commit=database._commit):
    try:
        commit(connection, after)
    except OutcomeUnknown:
        raise StorageFailure("Tidak ada yang disimpan.") from None
database._commit = sure
"""
SYNC_NOTHING = """
from kinerja_cli.storage import database
database._PRAGMAS = (*database._PRAGMAS, "synchronous = off")
"""
READ_BEFORE_THE_LOCK = """
import sqlite3
from kinerja_cli.storage import database
class Deferred(database.Connection):
    def execute(self, sql, *rest):
        if sql == "begin immediate":
            super().execute("begin")
            return super().execute("select max(seq) from journal")
        return super().execute(sql, *rest)
def connect(*words, _connect=sqlite3.connect, **options):
    return _connect(*words, **{**options, "factory": Deferred})
database.sqlite3.connect = connect
"""


def nip(number: int) -> str:
    """A well formed NIP for the *number*-th invented employee."""
    return f"199001012015031{number + 1:03d}"


def number_of(written: str) -> int:
    """Whose NIP that is."""
    return int(written[15:]) - 1


class Unsound(AssertionError):
    """A file of which the database itself, or the audit, says that something is wrong."""


def _rows(connection: sqlite3.Connection) -> State:
    """Rows of every table of ours without what is drawn; the journal's in order."""
    found = {}
    for (name,) in connection.execute("select name from sqlite_schema where type = 'table'").fetchall():
        if name == "_sqlite_migrations":
            continue
        described = connection.execute(f"pragma table_info({name})").fetchall()
        columns = ", ".join(column for _, column, *_ in described if column not in _DRAWN.get(name, ()))
        rows = connection.execute(f"select {columns} from {name}").fetchall()  # noqa: S608 - names of the schema
        found[name] = sorted(rows, key=(lambda entry: entry[0]) if name == "journal" else repr)
    return found


@dataclass(frozen=True)
class Office:
    """A workspace with some employees and two open periods, and how to hit it."""

    folder: Path
    people: int

    @property
    def database(self) -> Path:
        return self.folder / "kinerja.db"

    @property
    def journal(self) -> Path:
        return self.folder / "kinerja.db-journal"

    def words(self, *line: str, plant: str = "") -> list[str]:
        """The argument vector of one command, with a fault planted in it if one is named."""
        program = ["-c", plant + START] if plant else ["-m", "kinerja_cli"]
        return [sys.executable, *program, "-C", str(self.folder), *line]

    def run(self, *line: str, plant: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; not from its own folder, whose every look-up would be traced."""
        done = subprocess.run(
            self.words(*line, plant=plant), capture_output=True, text=True, cwd="/", check=False, timeout=60
        )
        assert done.returncode == code, done
        return done

    def start(self, *line: str, plant: str = "") -> subprocess.Popen[str]:
        """Start one command and leave it running; what it says comes on its stderr."""
        words = self.words(*line, plant=plant)
        return subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd="/")

    def state(self, *, audited: bool = True) -> State:
        """Every row of every table, but for what is drawn; the file is proved sound on the way, its chain too.

        *audited* false: its pages and references alone, for where the whole chain is looked at now and then.
        Opening is the program's own, so that a hot journal is rolled back by it and by nothing else.
        Raises: Unsound, or the program's own refusal to open.
        """
        opened = open_database(self.database)
        try:
            with opened.read() as connection:
                wrong = [
                    *(row for row in connection.execute("pragma integrity_check") if row != ("ok",)),
                    *connection.execute("pragma foreign_key_check"),
                    *connection.execute("select seq, 'left open' from journal where hash is null"),
                    *(findings(connection) if audited else ()),
                ]
                if wrong:
                    raise Unsound(wrong)
                return _rows(connection)
        finally:
            opened.close()

    def reset(self, kept: bytes) -> None:
        """Put an earlier file back."""
        self.journal.unlink(missing_ok=True)
        self.database.write_bytes(kept)

    def score_file(self, name: str, value: Callable[[int], int], period: str = "2025-TW1") -> Path:
        """A long score file with three values for each employee."""
        rows = [
            f"{nip(i)},{period},{criterion},{value(i)}\n"
            for i in range(self.people)
            for criterion in ("disiplin", "inovasi", "pelayanan")
        ]
        path = self.folder / name
        path.write_text("nip,periode,kriteria,nilai\n" + "".join(rows))
        return path


def make_office(folder: Path, people: int) -> Office:
    """An office whose file was written by the commands themselves."""
    office = Office(folder, people)
    office.run("init")
    staff = folder / "pegawai.csv"
    staff.write_text("nip,nama,unit\n" + "".join(f"{nip(i)},Orang {i},Umum\n" for i in range(people)))
    office.run("pegawai", "impor", str(staff), "--buat-unit")
    office.run("periode", "buka", "2025-TW1", "2025-TW2")
    return office


def is_hot(journal: Path) -> bool:
    """Whether SQLite has something to roll back: the journal is there, and its synced header says how much."""
    with suppress(FileNotFoundError), journal.open("rb") as opened:
        return opened.read(8) == _SYNCED_HEADER
    return False


def positions(lines: Sequence[str], pattern: str) -> list[int]:
    """Which lines of a trace match."""
    return [number for number, line in enumerate(lines) if re.search(pattern, line)]


def report(line: str) -> None:
    """Say the figures of a long proof, where pytest shows them: with -s, or when it fails."""
    sys.stdout.write(f"\n{line}\n")


def needs_strace() -> None:
    """Skip where calls can't be traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("ptrace is not allowed here")

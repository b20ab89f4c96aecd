"""Whatever lies where the database should: an own message, an own exit code, and not a byte changed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kinerja_cli.storage import database
from kinerja_cli.storage.database import Database, open_database
from kinerja_cli.storage.versions import replace

NIP = "199001012015031001"
RECORD = f"nilai catat {NIP} 2025-TW1 disiplin=88"
LOOK = "nilai daftar --format csv"


@pytest.fixture
def office(kinerja, workspace):
    """A workspace with one employee, one open period and one value; returns its database's path."""
    kinerja("init")
    kinerja("unit tambah umum Umum")
    kinerja(["pegawai", "tambah", NIP, "Adriana Nope", "--unit", "umum"])
    kinerja("periode buka 2025-TW1 2025-TW2")
    kinerja(f"nilai catat {NIP} 2025-TW1 inovasi=75")
    return workspace / "kinerja.db"


def changed_by(path: Path, *statements: str) -> None:
    """What another program might do to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def foreign(path: Path) -> None:
    path.unlink()
    changed_by(path, "create table resep (nama text)", "insert into resep values ('se''i')")


def empty_but_marked(path: Path) -> None:
    path.unlink()
    changed_by(path, "pragma user_version = 1")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 5])


def torn_page(path: Path) -> None:
    """The page that holds the scores is overwritten by zeros."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_schema where name = 'score'").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)


def garbled_schema(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILED: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "missing": (Path.unlink, 4, "kinerja init"),
    "a folder": (folder_instead, 6, "bukan berkas"),
    "a text file": (lambda p: p.write_text("catatan rapat\n" * 500), 6, "bukan basis data SQLite"),
    "a short text file": (lambda p: p.write_text("catatan"), 6, "bukan basis data SQLite"),
    "an empty file": (lambda p: p.write_bytes(b""), 6, "kosong (0 bita)"),
    "another application's": (foreign, 6, "milik aplikasi lain"),
    "no schema, but a version": (empty_but_marked, 6, "milik aplikasi lain"),
    "newer": (lambda p: changed_by(p, "pragma user_version = 4"), 6, "lebih baru (skema 4"),
    "an older version": (lambda p: changed_by(p, "pragma user_version = 1"), 6, "Skema"),
    "no version": (lambda p: changed_by(p, "pragma user_version = 0"), 6, "Skema"),
    "an impossible version": (lambda p: changed_by(p, "pragma user_version = -1"), 6, "Skema"),
    "an index dropped": (lambda p: changed_by(p, "drop index programme_owner_employee"), 6, "Skema"),
    "a column added": (lambda p: changed_by(p, "alter table score add column hobi text"), 6, "Skema"),
    "a guard dropped": (lambda p: changed_by(p, "drop trigger guard_score_update"), 6, "Skema"),
    "a trigger added": (
        lambda p: changed_by(p, "create trigger t after insert on score begin select 1; end"),
        6,
        "Skema",
    ),
    "in WAL": (lambda p: changed_by(p, "pragma journal_mode = wal"), 6, "journal_mode 'wal'"),
    "cut short": (cut, 6, "rusak"),
    "a page of zeros": (torn_page, 6, "rusak"),
    "a garbled schema": (garbled_schema, 6, "rusak"),
}


@pytest.mark.parametrize("line", [LOOK, RECORD, "rekap tahunan 2025", "status"], ids=lambda line: line[:12])
@pytest.mark.parametrize("how", SPOILED)
def test_what_is_not_a_sound_kinerja_file_is_refused_and_left_as_it_is(kinerja, office, how, line):
    spoil, code, message = SPOILED[how]
    spoil(office)
    before = everything_in(office.parent)
    said = kinerja(line, exit_code=code)
    assert message in said.stderr
    assert said.stdout == ""
    assert everything_in(office.parent) == before


@pytest.mark.parametrize("how", [name for name in SPOILED if name not in {"missing", "an empty file"}])
def test_init_refuses_what_is_not_ours_before_it_makes_anything_beside_it(kinerja, office, how):
    spoil, code, message = SPOILED[how]
    spoil(office)
    (office.parent / "criteria.yaml").unlink()
    before = everything_in(office.parent)
    if how == "a page of zeros":
        kinerja("init")  # nothing that init looks at
        return
    assert message in kinerja("init", exit_code=code).stderr
    assert everything_in(office.parent) == before


@pytest.mark.parametrize("how", ["missing", "an empty file"])
def test_init_makes_what_is_missing_and_keeps_the_rest(kinerja, office, how):
    SPOILED[how][0](office)
    rules = (office.parent / "criteria.yaml").read_bytes()
    kinerja("init")
    open_database(office).close()
    assert (office.parent / "criteria.yaml").read_bytes() == rules


def test_init_again_changes_nothing(kinerja, office):
    before = everything_in(office.parent)
    assert "tidak ada yang berubah" in kinerja("init").stderr
    assert everything_in(office.parent) == before


def test_rows_that_another_program_left_in_a_wal_stay(kinerja, office):
    """The refusal may move them from one file to the other, as SQLite does, but loses none."""
    written = "insert into criterion (code, entry) values ('uji', 99)"
    leave_behind(office, "pragma journal_mode = wal", "drop trigger guard_criterion_insert", written)
    assert office.with_name("kinerja.db-wal").stat().st_size > 0
    kinerja(LOOK, exit_code=6)
    with closing(sqlite3.connect(office)) as connection:
        assert ("uji",) in connection.execute("select code from criterion").fetchall()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("line", [LOOK, RECORD, "status"])
def test_a_mistyped_folder_makes_nothing(kinerja, tmp_path, line):
    before = everything_in(tmp_path)
    said = kinerja(["-C", str(tmp_path / "krja"), *line.split()], exit_code=4)
    assert "kinerja init" in said.stderr
    kinerja(line, exit_code=4, env={"KINERJA_DIR": str(tmp_path / "kerja2")})
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b", "100%25", "dua kata", "a&b=c", "é", "%2e%2e"])
def test_a_path_is_a_name_and_nothing_else(kinerja, tmp_path, name):
    place = tmp_path / name
    kinerja(["init", str(place)])
    kinerja(["-C", str(place), "unit", "tambah", "umum", "Umum"])
    assert "Umum" in kinerja(["-C", str(place), "unit", "daftar", "--format", "csv"]).stdout
    assert sorted(path.name for path in place.iterdir()) == ["criteria.yaml", "kinerja.db"]
    assert {path.name for path in tmp_path.iterdir()} == {name, "kerja"}


def test_a_workspace_behind_symbolic_links_is_the_one_they_lead_to(kinerja, office, tmp_path):
    link = tmp_path / "tautan"
    link.symlink_to(office.parent)
    kinerja(["-C", str(link), *RECORD.split()])
    beside = tmp_path / "beda"
    beside.mkdir()
    (beside / "criteria.yaml").write_bytes((office.parent / "criteria.yaml").read_bytes())
    (beside / "kinerja.db").symlink_to(office)
    assert "88.00" in kinerja(["-C", str(beside), *LOOK.split()]).stdout
    assert (beside / "kinerja.db").is_symlink()


def test_what_is_made_is_private_whatever_the_umask_allows(kinerja, tmp_path):
    old = os.umask(0o022)
    try:
        kinerja(["init", str(tmp_path / "baru")])
    finally:
        os.umask(old)
    modes = {
        p.name: stat.S_IMODE(p.stat().st_mode) for p in [tmp_path / "baru", *(tmp_path / "baru").iterdir()]
    }
    assert modes == {"baru": 0o700, "criteria.yaml": 0o600, "kinerja.db": 0o600}


# ---- other processes


def leave_behind(path: Path, *statements: str) -> None:
    """Run statements in a process that is killed before it can close, or commit, anything."""
    code = (
        "import os, signal, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2:]:\n"
        "    connection.execute(statement)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path), *statements], check=False)
    assert ended.returncode == -signal.SIGKILL


@contextmanager
def held_by_another(path: Path, *statements: str, seconds: float = 60) -> Iterator[None]:
    """Another process runs the statements and keeps its locks until the block ends, or for some seconds."""
    code = (
        "import sqlite3, sys, time\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[3:]:\n"
        "    connection.execute(statement).fetchall()\n"
        "print('siap', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    words = [sys.executable, "-c", code, str(path), str(seconds), *statements]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield
        finally:
            holder.kill()


@pytest.mark.parametrize(
    ("statements", "line"),
    [
        (["begin immediate"], RECORD),
        (["begin exclusive"], RECORD),
        (["begin exclusive"], LOOK),
        (["begin exclusive"], "init"),
        (["begin", "select * from journal"], RECORD),  # a reader: only COMMIT finds it in the way
    ],
)
def test_a_database_that_stays_locked_is_busy_after_the_wait(kinerja, office, monkeypatch, statements, line):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.3)
    before = office.read_bytes()
    with held_by_another(office, *statements):
        began = time.monotonic()
        said = kinerja(line, exit_code=5)
        assert time.monotonic() - began >= 0.3
    assert "sedang dipakai proses lain" in said.stderr
    assert office.read_bytes() == before
    kinerja(line)


def test_a_reader_is_not_kept_waiting_by_a_writer(kinerja, office, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0)
    with held_by_another(office, "begin immediate"):
        assert "75.00" in kinerja(LOOK).stdout


def test_a_writer_waits_until_it_is_its_turn(kinerja, office):
    with held_by_another(office, "begin immediate", seconds=0.5):
        kinerja(RECORD)
    assert "88.00" in kinerja(LOOK).stdout


def test_what_a_killed_program_half_wrote_is_rolled_back_by_the_next_command(kinerja, office):
    before = office.read_bytes()
    half_write(office)
    assert office.read_bytes() != before
    assert "75.00" in kinerja(LOOK).stdout
    assert office.read_bytes() == before
    assert not office.with_name("kinerja.db-journal").exists()


def half_write(path: Path) -> None:
    """A hot journal, and a database that holds some of the pages of a transaction that never ended."""
    unguarded = [f"drop trigger {name}" for name in ("guard_journal_insert", "guard_score_update")]
    more = """
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
        insert into journal (seq, at, actor, command) select 100 + i, 'x', 'x', 'x' from n"""
    changes = [*unguarded, "update score set value = 1", more]
    leave_behind(path, "pragma cache_size = 5", "begin immediate", *changes)
    assert path.with_name("kinerja.db-journal").read_bytes()[:8].hex() == "d9d505f920a163d7"


# ---- what may not be written


@pytest.fixture
def other_user(office) -> Iterator[Callable[[int, int, str], subprocess.CompletedProcess[str]]]:
    """Run a line as somebody without privileges, in a copy with the given modes of folder and database."""
    top = Path(tempfile.mkdtemp(prefix="kinerja-uji-"))  # not below a folder that is root's alone
    top.chmod(0o755)
    place = top / "kerja"
    prefix = []
    if os.getuid() == 0:  # for whom modes mean nothing
        prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    program = [*prefix, sys.executable, "-m", "kinerja_cli"]
    if prefix and (
        shutil.which("setpriv") is None
        or subprocess.run([*program, "--version"], cwd="/", capture_output=True, check=False).returncode
    ):
        shutil.rmtree(top)
        pytest.skip("nobody else can run the program here")

    def run(folder_mode: int, file_mode: int, line: str) -> subprocess.CompletedProcess[str]:
        if not place.exists():
            shutil.copytree(office.parent, place)
            for path in (place, *place.iterdir()):
                if prefix:
                    os.chown(path, 65534, 65534)
                path.chmod(0o644)
        (place / "kinerja.db").chmod(file_mode)
        place.chmod(folder_mode)
        return subprocess.run(
            [*program, "-C", str(place), *line.split()], cwd="/", capture_output=True, text=True, check=False
        )

    try:
        yield run
    finally:
        if place.exists():
            place.chmod(0o755)
        shutil.rmtree(top)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "line", "message"),
    [
        (0o755, 0o444, RECORD, "hanya dapat dibaca"),
        (0o555, 0o644, RECORD, "hanya dapat dibaca"),
        (0o755, 0o000, RECORD, "tidak dapat dibuka"),
        (0o755, 0o000, LOOK, "tidak dapat dibuka"),
        (0o000, 0o644, LOOK, "tidak boleh dibuka"),
    ],
)
def test_what_may_not_be_read_or_written_is_a_failure_of_storage(
    other_user, folder_mode, file_mode, line, message
):
    said = other_user(folder_mode, file_mode, line)
    assert said.returncode == 6, said.stderr
    assert message in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o755, 0o444), (0o555, 0o644)])
def test_a_read_only_database_can_be_read(other_user, folder_mode, file_mode):
    assert "75.00" in other_user(folder_mode, file_mode, LOOK).stdout


def test_a_half_written_file_that_may_not_be_repaired_is_not_believed(other_user, office):
    half_write(office)
    said = other_user(0o555, 0o444, LOOK)
    assert said.returncode == 6, said.stderr
    assert said.stdout == ""


# ---- the gate itself


@pytest.mark.usefixtures("office")
def test_an_error_is_told_even_where_undoing_fails_as_well(kinerja, monkeypatch):
    def failing(connection: sqlite3.Connection, undo=database._roll_back) -> None:
        if connection.total_changes:  # the snapshots of opening and reading end as ever
            raise sqlite3.OperationalError("disk I/O error")
        undo(connection)

    monkeypatch.setattr(database, "_roll_back", failing)
    assert "di luar skala" in kinerja(RECORD.replace("88", "101"), exit_code=3).stderr


@pytest.mark.usefixtures("office")
def test_whatever_comes_out_of_commit_is_an_unknown_outcome(kinerja, monkeypatch):
    monkeypatch.setattr("kinerja_cli.cli.context.Session.__setattr__", refuse_committed)
    said = kinerja(RECORD, exit_code=9)
    assert said.stderr.startswith("Hasil tidak pasti")
    assert "baru" not in said.stderr


def refuse_committed(session: object, name: str, value: object) -> None:
    """Out of memory just after COMMIT came back."""
    if name == "committed" and value:
        raise MemoryError
    object.__setattr__(session, name, value)


def test_nothing_is_written_outside_the_gate(office):
    opened = open_database(office)
    try:
        with opened.read() as connection:
            assert connection.in_transaction
        assert not opened.connection.in_transaction
        with pytest.raises(ZeroDivisionError):
            _fail_after_writing(opened)
        assert not opened.connection.in_transaction
        assert opened.connection.execute("select value from score").fetchall() == [(7500,)]
    finally:
        opened.close()


def _fail_after_writing(opened: Database) -> None:
    with opened.write("uji") as writing:
        key = dict(zip(("employee", "period", "criterion"), only_score(writing.connection), strict=True))
        replace(writing.connection, "score", key, {"value": 1}, writing.entry)
        assert writing.connection.execute("select value from score").fetchall() == [(1,)]
        raise ZeroDivisionError


def only_score(connection: sqlite3.Connection) -> tuple[int, ...]:
    [key] = connection.execute("select employee, period, criterion from score").fetchall()
    return tuple(key)


def test_the_opening_ritual_is_in_force(office):
    opened = open_database(office)
    try:
        names = ("trusted_schema", "foreign_keys", "recursive_triggers", "cell_size_check", "secure_delete")
        found = {name: opened.connection.execute(f"pragma {name}").fetchone()[0] for name in names}
        assert found == {**dict.fromkeys(names, 1), "trusted_schema": 0}
        assert opened.connection.execute("pragma synchronous").fetchone() == (3,)  # extra
        assert opened.connection.execute("pragma mmap_size").fetchone() in (None, (0,))
        assert opened.connection.execute("pragma busy_timeout").fetchone() == (15_000,)
    finally:
        opened.close()


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Names and bytes of all that is in a folder and below."""
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}

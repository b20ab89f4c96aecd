"""Files of released schemas are upgraded at opening: everything in them is kept, or nothing is touched."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from released import (
    ANSWERS,
    GOLDEN,
    TOLD_OF_MOVES,
    as_then,
    backups,
    dump,
    laid_out,
    schema_of,
    upgraded,
    version_of,
)

from kinerja_cli.errors import StorageFailure
from kinerja_cli.storage import upgrade
from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import (
    FINGERPRINTS,
    SCHEMA_VERSION,
    create_database,
    fingerprint,
    open_database,
)
from kinerja_cli.storage.journal import GENESIS, entries

OPEN = "import sys; from pathlib import Path; from kinerja_cli.storage.database import open_database\n"
# planted from outside, in the child alone
COMMIT_HALFWAY = """
from kinerja_cli.storage import schema
def adopt(connection, whole=schema.adopt):
    connection.execute("commit")
    connection.execute("begin immediate")
    whole(connection)
schema.adopt = adopt
"""


@pytest.fixture
def old(workspace: Path) -> Path:
    """A workspace as kinerja 0.1.0 left it; returns its database's path."""
    return laid_out("v1", workspace)


def is_whole(path: Path) -> bool:
    """Whether the file is the old one, byte for byte in its rows, or the new one with a sound chain."""
    if version_of(path) == 1:
        return dump(path) == dump(GOLDEN / "v1.db")
    with closing(open_database(path)) as database, database.read() as connection:
        return not database.notices and list(findings(connection)) == [] and is_chained(connection)


def is_chained(connection: sqlite3.Connection) -> bool:
    """Every entry bound to the one before and hashed, the first to nothing."""
    before = GENESIS
    for entry in entries(connection):
        if (entry.previous, entry.own_hash(), entry.own_said()) != (before, entry.hash, entry.said):
            return False
        before = entry.own_hash()
    return True


# ---- what comes out of it


@pytest.mark.parametrize("line", ANSWERS)
@pytest.mark.usefixtures("old")
def test_an_upgraded_file_answers_what_the_release_answered(kinerja, line):
    told = kinerja(line).stdout
    # since then an answer for people names its receipt
    rest = "".join(part for part in told.splitlines(True) if not part.startswith("Tanda terima: #"))
    rest = TOLD_OF_MOVES.sub("", rest)
    kept = (GOLDEN / ANSWERS[line]).read_text(encoding="utf-8")
    if line.endswith("json"):
        assert as_then(rest) == as_then(kept)
    else:
        assert rest == kept
    assert told.count("Tanda terima: #") == ("-q" not in line and "json" not in line)


def test_an_upgraded_file_has_the_schema_of_a_fresh_one(old, tmp_path):
    upgraded(old)
    create_database(tmp_path / "baru.db")
    found, fresh = schema_of(old), schema_of(tmp_path / "baru.db")
    triggers = [row for row in found if row[0] == "trigger"]
    assert triggers == [row for row in fresh if row[0] == "trigger"]
    assert len(triggers) > 50
    with closing(sqlite3.connect(old)) as connection:
        assert fingerprint(connection) == FINGERPRINTS[SCHEMA_VERSION]
    assert version_of(old) == SCHEMA_VERSION


def test_nothing_that_was_in_the_old_file_is_changed(old):
    upgraded(old)
    with closing(sqlite3.connect(GOLDEN / "v1.db")) as before, closing(sqlite3.connect(old)) as after:
        tables = [row[0] for row in before.execute("select name from sqlite_schema where type = 'table'")]
        assert len(tables) > 20
        for table in set(tables) - {"_sqlite_migrations", "sqlite_sequence"}:
            columns = ", ".join(row[1] for row in before.execute(f"pragma table_info({table})"))
            kept = f"select {columns} from {table} {'where seq <= 66' if table == 'journal' else ''} order by {columns}"  # noqa: S608
            assert after.execute(kept).fetchall() == before.execute(kept).fetchall(), table


def test_the_journal_of_an_upgraded_file_is_one_sound_chain(old):
    upgraded(old)
    with closing(sqlite3.connect(old)) as connection:
        assert is_chained(connection)
        assert list(findings(connection)) == []
        last = connection.execute("select seq, command, reason from journal order by seq desc").fetchone()
        assert last == (68, "migrasi", "skema 2 ke 3")


def test_the_user_is_told_once_and_a_second_opening_changes_nothing(kinerja, old):
    said = kinerja("rekap tahunan 2025 --format csv").stderr.splitlines()
    with closing(sqlite3.connect(old)) as connection:
        (digest,) = connection.execute("select hash from journal where seq = 68").fetchone()
    assert said[0] == f"Basis data ditingkatkan dari skema 1 ke skema 3; tanda terima #68:{digest[:12]}"
    assert said[1] == f"Cadangan dari sebelum itu: {backups(old)[0]}"
    bytes_now = old.read_bytes()
    assert "skema" not in kinerja("rekap tahunan 2025 --format csv").stderr
    assert old.read_bytes() == bytes_now
    assert len(backups(old)) == 1


def test_foreign_keys_hold_again_after_the_upgrade(old):
    with closing(open_database(old)) as database:
        assert database.notices
        assert database.connection.execute("pragma foreign_keys").fetchone() == (1,)


def test_an_older_kinerja_that_waited_for_the_upgrade_writes_nothing(old):
    """It opened the file before, so it believes in schema 1; this is how it begins to write."""
    upgraded(old)
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("begin immediate")
        with pytest.raises(sqlite3.IntegrityError, match="jurnal tidak menerima"):
            connection.execute(
                "insert into journal (seq, at, actor, command, reason)"
                " values ((select max(seq) + 1 from journal), '2026-11-24T00:00:00Z', 'uji', 'nilai catat', null)"
            )


# ---- the backup


def test_the_old_file_is_kept_privately_before_anything_is_changed(old):
    old_umask = os.umask(0o022)
    try:
        upgraded(old)
    finally:
        os.umask(old_umask)
    (backup,) = backups(old)
    assert backup.name.endswith("Z-66-skema1.db")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert dump(backup) == dump(GOLDEN / "v1.db")
    with closing(sqlite3.connect(backup)) as connection:
        assert fingerprint(connection) == FINGERPRINTS[1]


def with_a_score_less(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from score where employee = 1 and period = 202401 and criterion = 1")
        assert connection.total_changes == 1


def with_another_journal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update journal set reason = 'lain' where seq = 40")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 20])


@pytest.mark.parametrize("spoil", [with_a_score_less, with_another_journal, cut_short])
def test_a_backup_of_an_interrupted_upgrade_serves_again_only_if_it_is_sound_and_the_same(old, spoil):
    upgraded(old)
    (first,) = backups(old)
    shutil.copy(GOLDEN / "v1.db", old)
    assert upgraded(old)[1].endswith(first.name)
    assert backups(old) == [first]
    first = first.rename(first.with_name("kinerja-20200101T000000Z-66-skema1.db"))
    spoil(first)
    shutil.copy(GOLDEN / "v1.db", old)
    assert not upgraded(old)[1].endswith(first.name)
    assert len(backups(old)) == 2


def test_without_a_good_backup_nothing_is_upgraded(old, monkeypatch):
    monkeypatch.setattr(upgrade, "_same", lambda *_: False)
    before = old.read_bytes()
    with pytest.raises(StorageFailure, match="tidak sama"):
        upgraded(old)
    assert old.read_bytes() == before
    assert backups(old) == []


# ---- several at once


def test_four_processes_upgrade_at_once_and_one_of_them_does_it(old):
    lines = ["rekap tahunan 2025 --format csv", "nilai daftar --format csv"] + [
        f"nilai catat 198903142014032006 2026-TW1 disiplin={value} --koreksi --alasan uji"
        for value in (91, 92)
    ]
    for _ in range(2):
        shutil.copy(GOLDEN / "v1.db", old)
        shutil.rmtree(old.parent / "cadangan", ignore_errors=True)
        gate = "import kinerja_cli.cli.app, kinerja_cli.storage.schema, sys; print(flush=True); sys.stdin.read(1)\n"
        start = gate + "from kinerja_cli.__main__ import main; main()"
        running = [
            subprocess.Popen(
                [sys.executable, "-c", start, "-C", str(old.parent), *line.split()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd="/",
            )
            for line in lines
        ]
        for process in running:  # all have imported what they need, and wait at the gate
            assert process.stdout is not None
            process.stdout.readline()
        for process in running:
            assert process.stdin is not None
            process.stdin.write("x")
            process.stdin.flush()
        said = [process.communicate(timeout=60)[1] for process in running]
        assert [process.returncode for process in running] == [0, 0, 0, 0], said
        assert sum("ditingkatkan" in words for words in said) == 1
        assert len(backups(old)) == 1
        with closing(sqlite3.connect(old)) as connection:
            commands = [
                row[0]
                for row in connection.execute("select command from journal where seq > 66 order by seq")
            ]
        assert commands == ["migrasi", "migrasi", "nilai catat", "nilai catat"]
        assert is_whole(old)


# ---- interrupted


def killed(path: Path, moment: float, plant: str = "") -> None:
    """Upgrade in a process that is killed so many seconds after it began."""
    code = (
        OPEN + plant + "import kinerja_cli.storage.schema, kinerja_cli.storage.upgrade\nprint(flush=True)\n"
    )
    words = [sys.executable, "-c", code + "open_database(Path(sys.argv[1])).close()", str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.kill()


def kill_often(old: Path, rounds: int, plant: str = "") -> list[tuple[int, bool]]:
    """Of each killed upgrade, the file's schema afterwards and whether it was whole; ends at the first that wasn't."""
    chance, found = random.Random(11), []
    shutil.copy(old, spare := old.with_name("coba.db"))
    began = time.monotonic()
    upgraded(spare)
    seconds = time.monotonic() - began
    for _ in range(rounds):
        shutil.copy(GOLDEN / "v1.db", old)
        old.with_name("kinerja.db-journal").unlink(missing_ok=True)
        killed(old, chance.uniform(0, 1.3 * seconds), plant)
        found.append((version_of(old), is_whole(old)))
        if not found[-1][1]:
            break
    return found


def test_an_upgrade_that_is_killed_leaves_the_old_file_or_the_new_one(old):
    found = kill_often(old, rounds=25)
    assert len(found) == 25
    assert all(whole for _, whole in found)
    assert 5 <= sum(version == 1 for version, _ in found) < 25
    kept = [backup for backup in backups(old) if backup.suffix == ".db"]
    assert kept
    assert all(dump(backup) == dump(GOLDEN / "v1.db") for backup in kept)
    upgraded(old)
    assert version_of(old) == SCHEMA_VERSION


def test_an_upgrade_in_two_transactions_is_caught(old):
    assert not kill_often(old, rounds=60, plant=COMMIT_HALFWAY)[-1][1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("room", [0, 30, 60, 90])
def test_a_disk_that_fills_up_during_the_upgrade_keeps_the_old_file(small_disk, room):
    """*room*: free pages of 4 KiB. The backup takes 47, the upgraded file grows by 42, its journal takes some 25."""
    path = small_disk / "kinerja.db"
    shutil.copy(GOLDEN / "v1.db", path)
    with (small_disk / "isi").open("wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(bytes(4096))
    with (small_disk / "isi").open("r+b") as out:
        out.truncate((small_disk / "isi").stat().st_size - room * 4096)
    before = path.read_bytes()
    with pytest.raises(StorageFailure) as failure:
        upgraded(path)
    assert "penuh" in str(failure.value)
    assert failure.value.lines[-1].endswith(
        "harus ditingkatkan ke skema 3 sebelum dipakai. Tidak ada yang diubah."
    )
    assert path.read_bytes() == before
    assert not [backup for backup in backups(path) if backup.suffix != ".db"]
    (small_disk / "isi").unlink()
    assert upgraded(path)
    assert is_whole(path)


# ---- refused


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o755, 0o444), (0o555, 0o644), (0o555, 0o444)])
def test_an_old_file_that_may_not_be_written_is_told_apart_and_left_as_it_is(folder_mode, file_mode):
    top = Path(tempfile.mkdtemp(prefix="kinerja-uji-"))  # not below a folder that is root's alone
    top.chmod(0o755)
    place = top / "kerja"
    place.mkdir()
    for name, kept in (("criteria.yaml", "v1-criteria.yaml"), ("kinerja.db", "v1.db")):
        shutil.copy(GOLDEN / kept, place / name)
    prefix = []
    if os.getuid() == 0:  # for whom modes mean nothing
        prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for path in (place, *place.iterdir()):
            os.chown(path, 65534, 65534)
    (place / "kinerja.db").chmod(file_mode)
    place.chmod(folder_mode)
    words = [*prefix, sys.executable, "-m", "kinerja_cli", "-C", str(place), "rekap", "tahunan", "2025"]
    try:
        said = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False)
        if prefix and said.returncode not in (0, 6):
            pytest.skip("nobody else can run the program here")
        assert said.returncode == 6, said.stderr
        assert f"{place / 'kinerja.db'} masih skema 1 dan harus ditingkatkan" in said.stderr
        assert said.stdout == ""
        assert (place / "kinerja.db").read_bytes() == (GOLDEN / "v1.db").read_bytes()
        assert sorted(path.name for path in place.iterdir()) == ["criteria.yaml", "kinerja.db"]
    finally:
        place.chmod(0o755)
        shutil.rmtree(top)


def test_a_damaged_old_file_is_not_upgraded(old):
    with closing(sqlite3.connect(old)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_schema where name = 'score'").fetchone()
    content = bytearray(old.read_bytes())
    content[(page - 1) * 4096 + 8 : page * 4096] = bytes(4088)
    old.write_bytes(content)
    with pytest.raises(StorageFailure, match="rusak"):
        upgraded(old)
    assert old.read_bytes() == content
    assert backups(old) == []


def test_a_file_with_a_second_name_is_refused_but_for_one_that_we_left_ourselves(old):
    upgraded(old)
    left = old.with_name(".kinerja-0123456789abcdef.tmp")
    left.hardlink_to(old)
    upgraded(old)
    assert not left.exists()
    (second := old.with_name("salinan.db")).hardlink_to(old)
    with pytest.raises(StorageFailure, match="tautan keras"):
        upgraded(old)
    second.unlink()
    upgraded(old)

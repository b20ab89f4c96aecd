"""kinerja pulihkan: a backup takes the place of a database that is gone, and says so in its journal."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from kinerja_cli.cli import asking
from kinerja_cli.services import restoring

GOLDEN = Path(__file__).parents[1] / "schema"
NIP = "198503152010012001"


@pytest.fixture
def backup(kinerja, office) -> Path:  # noqa: ARG001 - there has to be something to back up
    """The backup of an office with two values."""
    kinerja(f"nilai catat {NIP} 2025-TW1 disiplin=88 inovasi=70")
    return Path(kinerja("cadangkan").stdout.strip())


def everything_in(folder: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_a_restored_database_answers_byte_for_byte_as_before(kinerja, office, backup):
    lines = [
        f"jelaskan {NIP} 2025",
        f"jelaskan {NIP} 2025 --format json",
        "rekap tahunan 2025 --format csv",
        "rekap unit 2025 --format json",
        "nilai daftar --format csv",
    ]
    before = [kinerja(line) for line in lines]
    (office / "kinerja.db").unlink()
    said = kinerja(f"pulihkan {backup} --yes")
    assert said.stdout == ""
    assert said.stderr == f"{office / 'kinerja.db'} dipulihkan dari {backup}.\n"
    assert [kinerja(line) for line in lines] == before
    assert kinerja("periksa").stdout == ""


def test_the_restoring_is_an_entry_of_its_own(kinerja, office, backup, rows):
    digest = sha256(backup.read_bytes()).hexdigest()
    earlier = rows("select seq, hash from journal order by seq")
    (office / "kinerja.db").unlink()
    said = kinerja(f"pulihkan {backup} --yes --oleh 'Sekretaris'")
    entries = rows("select seq, hash from journal order by seq")
    assert entries[:-1] == earlier
    last = (
        "select command, reason, source, source_digest, stated, rows from journal order by seq desc limit 1"
    )
    assert rows(last) == [("pulihkan", backup.name, backup.name, digest, "Sekretaris", 0)]
    assert said.receipt == f"#{entries[-1][0]}:{entries[-1][1][:12]}"


def test_the_backup_stays_as_it_is_and_the_database_is_private(kinerja, office, backup):
    backup.chmod(0o444)
    before = backup.read_bytes()
    (office / "kinerja.db").unlink()
    old = os.umask(0o022)
    try:
        kinerja(f"pulihkan {backup} --yes")
    finally:
        os.umask(old)
    assert backup.read_bytes() == before
    about = (office / "kinerja.db").stat()
    assert (stat.S_IMODE(about.st_mode), about.st_nlink) == (0o600, 1)
    assert sorted(path.name for path in office.iterdir()) == ["cadangan", "criteria.yaml", "kinerja.db"]


def test_a_database_is_never_overwritten(refused, office, backup):
    lines = refused(f"pulihkan {backup} --yes")
    assert lines[0] == f"{office / 'kinerja.db'} sudah ada dan tidak ditimpa."
    assert "mv " in lines[1]


def test_not_even_one_that_is_a_link_to_nothing(kinerja, office, backup):
    (office / "kinerja.db").unlink()
    (office / "kinerja.db").symlink_to(office / "lain.db")
    kinerja(f"pulihkan {backup} --yes", exit_code=3)
    assert not (office / "lain.db").exists()


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_beside_what_is_left_of_another_database_nothing_is_restored(kinerja, office, backup, suffix):
    """SQLite would take it for the restored one's and undo it."""
    (office / "kinerja.db").unlink()
    (office / f"kinerja.db{suffix}").write_bytes(b"")
    before = everything_in(office)
    assert f"kinerja.db{suffix} masih ada" in kinerja(f"pulihkan {backup} --yes", exit_code=3).stderr
    assert everything_in(office) == before


def test_a_database_that_turns_up_at_the_last_moment_is_not_replaced(kinerja, office, backup, monkeypatch):
    (office / "kinerja.db").unlink()

    def slow(temporary: Path, target: Path, publish=restoring.publish) -> bool:
        target.write_bytes(b"sudah ada")
        return publish(temporary, target)

    monkeypatch.setattr(restoring, "publish", slow)
    assert "tidak ditimpa" in kinerja(f"pulihkan {backup} --yes", exit_code=3).stderr
    assert (office / "kinerja.db").read_bytes() == b"sudah ada"


@pytest.mark.parametrize(("named", "code"), [(True, 9), (False, 6)])
def test_an_error_after_the_name_was_given_is_an_unknown_outcome(
    kinerja, office, backup, monkeypatch, named, code
):
    def failing(temporary: Path, target: Path) -> bool:
        if named:
            target.hardlink_to(temporary)
        raise OSError(errno.EIO, "Input/output error")

    (office / "kinerja.db").unlink()
    monkeypatch.setattr(restoring, "publish", failing)
    said = kinerja(f"pulihkan {backup} --yes", exit_code=code)
    assert said.stderr.startswith("Hasil tidak pasti") is named
    assert (office / "kinerja.db").exists() is named
    if named:
        assert kinerja("periksa").stdout == ""


# ---- what is no good backup


def changed_by(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def with_another_value(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        kept = dict(connection.execute("select name, sql from sqlite_schema where name like '%score_update'"))
    drops = [f"drop trigger {name}" for name in kept]
    changed_by(path, *drops, "update score set value = value + 1 where criterion = 1", *kept.values())


def without_its_last_entry(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        kept = dict(connection.execute("select name, sql from sqlite_schema where type = 'trigger'"))
    drops = [f"drop trigger {name}" for name in kept]
    changed_by(path, *drops, "delete from journal where seq = 4", *kept.values())


def from_elsewhere(path: Path) -> None:
    path.unlink()
    changed_by(path, "create table resep (nama text)")


BAD = {
    "cut short": (lambda p: p.write_bytes(p.read_bytes()[: 4096 * 9]), 6, "rusak"),
    "a text": (lambda p: p.write_text("catatan rapat\n" * 400), 6, "bukan basis data SQLite"),
    "empty": (lambda p: p.write_bytes(b""), 6, "kosong (0 bita)"),
    "another application's": (from_elsewhere, 6, "milik aplikasi lain"),
    "newer": (lambda p: changed_by(p, "pragma user_version = 4"), 6, "lebih baru"),
    "a guard gone": (lambda p: changed_by(p, "drop trigger guard_score_delete"), 6, "Skema"),
    "one value changed": (with_another_value, 8, "score"),
    "the last entry gone": (without_its_last_entry, 8, "score"),
    "missing": (Path.unlink, 4, "tidak ada"),
    "a folder": (lambda p: (p.unlink(), p.mkdir()), 6, "bukan berkas"),
    "with a journal beside it": (lambda p: Path(f"{p}-journal").write_text("x"), 3, "belum utuh"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_file_that_is_no_sound_backup_is_refused_and_nothing_is_made(kinerja, office, backup, how):
    spoil, code, message = BAD[how]
    (office / "kinerja.db").unlink()
    spoil(backup)
    before = everything_in(office)
    said = kinerja(f"pulihkan {backup} --yes", exit_code=code)
    assert message in said.stderr
    assert ".tmp" not in said.stderr
    assert everything_in(office) == before


# ---- asking


def test_it_asks_first_and_does_nothing_without_an_answer(kinerja, office, backup):
    (office / "kinerja.db").unlink()
    before = everything_in(office)
    said = kinerja(f"pulihkan {backup}", exit_code=2)
    assert "--yes" in said.stderr
    assert everything_in(office) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("t\n", 130), ("\n", 130)])
def test_on_a_terminal_it_asks(kinerja, office, backup, monkeypatch, answer, code):
    monkeypatch.setattr(asking, "sys", SimpleNamespace(stdin=Typist(answer), stderr=Typist("")))
    (office / "kinerja.db").unlink()
    kinerja(f"pulihkan {backup}", exit_code=code)
    seq, digest = backup.stem.split("-")[2:]
    assert f"(entri terakhir #{seq}:{digest})" in asking.sys.stderr.getvalue()
    assert (office / "kinerja.db").exists() is (code == 0)


class Typist(io.StringIO):
    """A terminal with somebody before it."""

    def isatty(self) -> bool:
        return True


# ---- where to


def test_a_workspace_that_lost_its_database_is_found_by_its_rules(kinerja, office, backup):
    deep = office / "arsip"
    deep.mkdir()
    (office / "kinerja.db").unlink()
    assert "kinerja init" in kinerja("status", exit_code=4).stderr
    kinerja(f"pulihkan {backup} --yes", cwd=deep)
    kinerja("status", cwd=deep)


def test_without_rules_there_is_no_workspace(kinerja, tmp_path, backup):
    (tmp_path / "kosong").mkdir()
    kinerja(f"-C {tmp_path / 'kosong'} pulihkan {backup} --yes", exit_code=4)
    assert list((tmp_path / "kosong").iterdir()) == []


def test_everything_can_be_restored_from_the_two_files_of_a_backup(kinerja, tmp_path, backup):
    (tmp_path / "baru").mkdir()
    shutil.copy(backup.with_suffix(".yaml"), tmp_path / "baru" / "criteria.yaml")
    kinerja(f"-C {tmp_path / 'baru'} pulihkan {backup} --yes")
    assert "88.00" in kinerja(f"-C {tmp_path / 'baru'} nilai daftar --format csv").stdout


def test_a_backup_of_an_older_schema_is_upgraded_on_the_way(kinerja, workspace, rows):
    shutil.copy(GOLDEN / "v1-criteria.yaml", workspace / "criteria.yaml")
    old = workspace / "kinerja-20261124T064250Z-66-skema1.db"
    shutil.copy(GOLDEN / "v1.db", old)
    said = kinerja(f"pulihkan {old} --yes")
    assert said.stderr.startswith("Basis data ditingkatkan dari skema 1 ke skema 3")
    assert rows("select seq, command from journal where seq > 66 order by seq") == [
        (67, "migrasi"),
        (68, "pulihkan"),
    ]
    assert old.read_bytes() == (GOLDEN / "v1.db").read_bytes()
    assert sorted(path.name for path in workspace.iterdir()) == ["criteria.yaml", old.name, "kinerja.db"]
    text = kinerja("rekap tahunan 2025 -q --format csv").stdout
    assert text == (GOLDEN / "v1-rekap-2025.csv").read_text(encoding="utf-8")
    assert kinerja("periksa").stdout == ""


def test_after_restoring_backups_of_the_lost_history_are_kept(kinerja, office, backup):
    kinerja(f"nilai catat {NIP} 2025-TW2 disiplin=80")
    lost = Path(kinerja("cadangkan").stdout.strip())
    (office / "kinerja.db").unlink()
    kinerja(f"pulihkan {backup} --yes")
    kinerja("cadangkan --simpan 1")
    assert lost.exists()
    assert not backup.exists()

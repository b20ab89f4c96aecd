"""Which format, which place, and files that are complete or absent."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from io import BufferedWriter, BytesIO
from pathlib import Path

import pytest

from kinerja_cli.errors import NotFound, Refused, StorageFailure, UsageFault
from kinerja_cli.render.formats import FORMATS
from kinerja_cli.render.output import choose_format, write_report
from kinerja_cli.render.report import Column, Kind, Report

REPORT = Report(
    "Rekap",
    (Column("nip", "NIP", Kind.NIP), Column("nama", "Nama"), Column("na", "Nilai Akhir", Kind.POINTS)),
    (("199001012015031002", "Añi 漢", 8850),),
    ("Catatan",),
)


def write(
    report=REPORT, *, format="csv", file=None, dialect="rfc4180", terminal=False, stdout=None, if_changed=None
) -> bytes:
    out = BytesIO() if stdout is None else stdout
    write_report(
        report,
        format=format,
        file=None if file is None else str(file),
        dialect=dialect,
        stdout=out,
        stdout_is_terminal=terminal,
        color=True,
        width=80,
        if_changed=if_changed,
    )
    return out.getvalue() if stdout is None else b""


@pytest.mark.parametrize(
    ("format", "file", "chosen"),
    [
        (None, None, "table"),
        (None, "-", "table"),
        (None, "rekap.csv", "csv"),
        (None, "a.b/REKAP.XLSX", "xlsx"),
        (None, "rekap.HTML", "html"),
        (None, "rekap.txt", "table"),
        (None, "rekap.md", "md"),
        ("json", "rekap.csv", "json"),
        ("tsv", "rekap", "tsv"),
        ("csv", "-", "csv"),
    ],
)
def test_the_format_named_wins_then_the_suffix_then_a_table(format, file, chosen):
    assert choose_format(format, file) == chosen


@pytest.mark.parametrize("file", ["rekap", "rekap.pdf", ".csv"])
def test_a_suffix_that_says_nothing_is_refused_naming_the_known_ones(file):
    with pytest.raises(UsageFault, match=r"\.csv \.tsv \.json \.md \.xlsx \.html \.txt"):
        choose_format(None, file)


def test_an_unknown_format_is_refused_naming_the_known_ones():
    with pytest.raises(UsageFault, match="table, csv, tsv, json, md, xlsx, html"):
        choose_format("pdf", None)


@pytest.mark.parametrize("format", ["tsv", "json", "table", "md", "xlsx", "html"])
def test_excel_id_is_a_dialect_of_csv_alone(format):
    with pytest.raises(UsageFault, match="hanya untuk csv"):
        write(format=format, dialect="excel-id")


def test_an_unknown_dialect_is_refused():
    with pytest.raises(UsageFault, match="rfc4180, excel-id"):
        write(dialect="excel")


def test_a_workbook_goes_down_a_pipe_but_not_onto_a_terminal():
    assert write(format="xlsx")[:2] == b"PK"
    with pytest.raises(UsageFault, match=r"-o NAMA\.xlsx"):
        write(format="xlsx", terminal=True)


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_holds_the_same_bytes_as_a_pipe_and_is_private(format, tmp_path):
    target = tmp_path / "keluaran"
    write(format=format, file=target)
    assert target.read_bytes() == write(format=format)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["keluaran"]


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_the_mode_is_private_whatever_the_umask(umask, tmp_path):
    before = os.umask(umask)
    try:
        write(file=tmp_path / "a.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize("format", FORMATS)
def test_rows_that_fail_half_way_leave_the_old_file_and_nothing_else(format, tmp_path):
    def rows():
        yield from [("199001012015031002", "Ani", 1)] * 3_000
        raise Refused("baris rusak")

    target = tmp_path / "keluaran"
    target.write_text("lama")
    with pytest.raises(Refused, match="baris rusak"):
        write(Report("R", REPORT.columns, rows()), format=format, file=target)
    assert target.read_text() == "lama"
    assert [entry.name for entry in tmp_path.iterdir()] == ["keluaran"]


def test_an_interrupt_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("lama")

    def rows():
        yield ("199001012015031002", "Ani", 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(Report("R", REPORT.columns, rows()), file=target)
    assert target.read_text() == "lama"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


def aged(path: Path) -> Path:
    """That file, as if it had been written in 2001."""
    os.utime(path, ns=(10**18, 10**18))
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_only_a_change_is_written_where_only_that_is_asked_for(format, tmp_path):
    target, told = tmp_path / "keluaran", []
    write(format=format, file=target, if_changed=told.append)
    before = aged(target).stat().st_ino
    write(format=format, file=target, if_changed=told.append)
    now = target.stat()
    assert (now.st_ino, now.st_mtime_ns) == (before, 10**18)  # not even another file of the same bytes
    changed = Report("Rekap", REPORT.columns, (("199001012015031002", "Añi 漢", 8851),), REPORT.notes)
    write(changed, format=format, file=target, if_changed=told.append)
    assert target.read_bytes() == write(changed, format=format)
    assert target.stat().st_mtime_ns > 10**18
    assert told == [True, False, True]
    assert [entry.name for entry in tmp_path.iterdir()] == ["keluaran"]


@pytest.mark.parametrize("what", ["link", "other bytes", "longer"])
def test_what_is_not_the_same_file_is_replaced_where_only_a_change_is_written(what, tmp_path):
    target, told = tmp_path / "a.csv", []
    (tmp_path / "asli").write_bytes(write())
    if what == "link":
        target.symlink_to("asli")
    else:
        target.write_bytes(write()[:-2] + b"x\n" if what == "other bytes" else write() + b"\n")
    write(file=target, if_changed=told.append)
    assert (target.read_bytes(), told) == (write(), [True])
    assert not target.is_symlink()


def test_without_that_wish_an_equal_file_is_written_anew(tmp_path):
    write(file=tmp_path / "a.csv")
    aged(tmp_path / "a.csv")
    write(file=tmp_path / "a.csv")
    assert (tmp_path / "a.csv").stat().st_mtime_ns > 10**18


def test_a_missing_folder_is_not_found(tmp_path):
    (tmp_path / "berkas").touch()
    for folder in ("tidak-ada", "berkas"):
        with pytest.raises(NotFound, match=folder):
            write(file=tmp_path / folder / "a.csv")


def test_a_folder_or_no_name_is_a_fault_of_usage(tmp_path):
    for file in (tmp_path, f"{tmp_path}/baru/", "", "a\0.csv"):
        with pytest.raises(UsageFault):
            write(file=file)


def test_a_symbolic_link_is_replaced_and_its_target_untouched(tmp_path):
    (tmp_path / "asli").write_text("asli")
    (tmp_path / "a.csv").symlink_to("asli")
    write(file=tmp_path / "a.csv")
    assert (tmp_path / "asli").read_text() == "asli"
    assert not (tmp_path / "a.csv").is_symlink()


def test_a_pipe_with_a_name_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        write(file=pipe)
        assert os.read(reader, 1_000) == write()
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_is_written_to_through_a_link(tmp_path):
    (tmp_path / "penuh").symlink_to("/dev/full")
    with pytest.raises(StorageFailure, match=r"keluaran tidak dapat ditulis: .*penuh: penyimpanan penuh"):
        write(file=tmp_path / "penuh")
    assert (tmp_path / "penuh").is_symlink()


@pytest.mark.parametrize("name", ["/dev/fd/1", "/proc/self/fd/1"])
def test_a_stream_of_the_process_is_written_to_even_where_it_leads_to_a_file(name, tmp_path):
    code = "import sys; from kinerja_cli.render.output import atomic_output\n" + (
        "with atomic_output(sys.argv[1]) as out: out.write(b'data')"
    )
    with (tmp_path / "f").open("wb") as stream:
        subprocess.run([sys.executable, "-c", code, name], stdout=stream, check=True)
    assert (tmp_path / "f").read_bytes() == b"data"


def test_dev_stdout_counts_as_a_stream_where_it_leads_to_a_file(tmp_path):
    # Only asked, never written: a mistake here would replace a link of the whole machine.
    code = "import pathlib, sys; from kinerja_cli.render.output import _is_stream\n" + (
        "sys.exit(0 if _is_stream(pathlib.Path('/dev/stdout')) else 1)"
    )
    with (tmp_path / "f").open("wb") as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_a_failure_of_storage_and_the_old_file_stays(format, tmp_path):
    target = tmp_path / "keluaran"
    target.write_text("lama")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, hard))
    try:
        with pytest.raises(
            StorageFailure, match=r"keluaran tidak dapat ditulis: .*: berkas melebihi batas ukuran"
        ):
            write(Report("R", REPORT.columns, REPORT.rows * 20), format=format, file=target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert target.read_text() == "lama"
    assert [entry.name for entry in tmp_path.iterdir()] == ["keluaran"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_may_not_be_written_to_is_a_failure_of_storage():
    code = (
        "from kinerja_cli.render.output import atomic_output\n"
        "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "with atomic_output('/etc/a.csv') as out: out.write(b'data')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "StorageFailure: keluaran tidak dapat ditulis: /etc/a.csv: tidak ada izin" in ended.stderr
    assert not Path("/etc/a.csv").exists()


def test_errors_of_stdout_come_through_as_they_are():
    with Path("/dev/full").open("wb", buffering=0) as full:
        buffered = BufferedWriter(full)
        with pytest.raises(OSError, match="No space left"):
            write(stdout=buffered)
        with suppress(OSError):
            buffered.close()


def test_leftovers_of_killed_writers_are_swept_after_a_day_and_only_they(tmp_path):
    old = time.time() - 25 * 60 * 60
    ours = tmp_path / ".kinerja-0123456789abcdef.tmp"
    young = tmp_path / ".kinerja-fedcba9876543210.tmp"
    others = [tmp_path / ".kinerja-catatan", tmp_path / "laporan.tmp"]
    for file in (ours, young, *others):
        file.touch()
        if file != young:
            os.utime(file, (old, old))
    write(file=tmp_path / "a.csv")
    assert not ours.exists()
    assert young.exists()
    assert all(file.exists() for file in others)


def test_a_killed_writer_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("lama")
    code = (
        "import os, signal, sys; from kinerja_cli.render.output import atomic_output\n"
        "with atomic_output(sys.argv[1]) as out:\n"
        "    out.write(b'baru'); out.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert target.read_text() == "lama"


def test_the_file_is_synced_before_it_takes_its_name_and_the_folder_after(tmp_path, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), fsync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda old, new: (order.append("replace"), replace(old, new))[1])
    write(file=tmp_path / "a.csv")
    assert order == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize(("format", "file"), [("csv", "rekap.xlsx"), ("xlsx", "rekap.csv")])
def test_a_workbook_and_its_suffix_may_not_contradict_each_other(format: str, file: str) -> None:
    with pytest.raises(UsageFault):
        choose_format(format, file)

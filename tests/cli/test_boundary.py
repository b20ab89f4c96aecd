"""Whatever happens inside a command, it leaves as an exit code and a few lines on stderr."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest
import typer

from kinerja_cli import errors
from kinerja_cli.cli import app as frame
from kinerja_cli.cli.context import OutputChoice, Session
from kinerja_cli.cli.indonesian import Group

sample = Group(help="Contoh.")
seen: list[Session] = []


class Database:
    """Anything that can be closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@sample.command("catat", reports=True)
def _note(ctx: typer.Context, folder: Annotated[str | None, typer.Argument()] = None) -> None:
    """Ingat sesinya."""
    seen.append(ctx.obj)
    ctx.obj.say(f"pesan {folder}")
    ctx.obj.warn("peringatan")


@sample.command("gagal")
def _fail(ctx: typer.Context, how: str) -> None:
    """Gagal dengan cara tertentu."""
    seen.append(ctx.obj)
    ctx.obj.database = Database()
    ctx.obj.committed = how.startswith("tersimpan-")
    how = how.removeprefix("tersimpan-")
    if how == "batal":
        raise typer.Abort
    if how == "ctrl-c":
        raise KeyboardInterrupt
    if how == "bug":
        raise ZeroDivisionError("rahasia Yohana")
    if how == "berkas":
        Path("tiada").read_text()
    raise getattr(errors, how)("baris satu \x1b[2J", "baris dua\nbaris tiga")


@pytest.fixture(autouse=True)
def _sample_command(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("contoh_batas")
    module.app = sample  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "contoh_batas", module)
    monkeypatch.setitem(frame.COMMANDS, "contoh", ("contoh_batas", "Contoh.", "Data"))
    monkeypatch.setattr(frame.app, "commands", {})
    seen.clear()
    yield
    seen.clear()


# --- in this process


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UsageFault", 2),
        ("Refused", 3),
        ("NotFound", 4),
        ("Busy", 5),
        ("StorageFailure", 6),
        ("Incomplete", 7),
        ("OutcomeUnknown", 9),
    ],
)
def test_an_expected_failure_is_its_lines_and_its_code_and_cannot_move_the_cursor(kinerja, name, code):
    result = kinerja(f"contoh gagal {name}", exit_code=code)
    assert result.stderr == "baris satu \\u001b[2J\nbaris dua\nbaris tiga\n"
    assert result.stdout == ""


@pytest.mark.parametrize("how", ["batal", "ctrl-c"])
def test_an_interrupted_command_says_so_and_whether_it_had_saved(kinerja, how):
    assert kinerja(f"contoh gagal {how}", exit_code=130).stderr == "Dihentikan.\n"
    assert (
        kinerja(f"contoh gagal tersimpan-{how}", exit_code=130).stderr
        == "Dihentikan.\nPerubahan sudah tersimpan sebelum itu.\n"
    )


def test_a_bug_is_one_line_without_the_text_of_the_exception(kinerja):
    result = kinerja("contoh gagal bug", exit_code=1)
    assert result.stderr.splitlines() == [
        "kesalahan di dalam kinerja: ZeroDivisionError",
        "Untuk melihat rinciannya ulangi dengan KINERJA_DEBUG=1, lalu laporkan.",
    ]
    saved = kinerja("contoh gagal tersimpan-bug", exit_code=1)
    assert "Perubahan sudah tersimpan sebelum itu." in saved.stderr


def test_a_file_that_a_command_forgot_to_check_is_a_bug_not_lost_output(kinerja):
    assert "FileNotFoundError" in kinerja("contoh gagal berkas", exit_code=1).stderr


@pytest.mark.parametrize(("how", "code"), [("bug", 1), ("Refused", 3)])
def test_the_traceback_is_there_for_who_asks(kinerja, how, code):
    assert "Traceback" not in kinerja(f"contoh gagal {how}", exit_code=code).stderr
    shown = kinerja(f"contoh gagal {how}", exit_code=code, env={"KINERJA_DEBUG": "1"}).stderr
    assert shown.startswith("Traceback")
    assert "in _fail" in shown


@pytest.mark.parametrize(("how", "code"), [("bug", 1), ("Refused", 3), ("ctrl-c", 130)])
def test_the_database_is_closed_once_whatever_happened(kinerja, monkeypatch, how, code):
    opened: list[Database] = []
    monkeypatch.setattr(Database, "__init__", lambda self: opened.append(self))
    kinerja(f"contoh gagal {how}", exit_code=code)
    assert [database.closed for database in opened] == [1]


def test_the_shared_options_reach_the_session_from_either_side_of_the_command(kinerja):
    kinerja("-C a contoh catat")
    kinerja("contoh -C b catat")
    kinerja("contoh catat -C c")
    kinerja("-C a contoh catat -C d isi")
    kinerja("contoh catat")
    assert [session.folder for session in seen] == ["a", "b", "c", "d", None]


def test_quiet_silences_messages_but_not_warnings(kinerja):
    assert kinerja("contoh catat x").stderr == "pesan x\nperingatan\n"
    assert kinerja("-q contoh catat x").stderr == "peringatan\n"
    assert kinerja("contoh catat x --quiet --no-color").stderr == "peringatan\n"
    assert [(session.quiet, session.no_color) for session in seen] == [
        (False, False),
        (True, False),
        (True, True),
    ]


def test_a_message_cannot_move_the_cursor(kinerja):
    assert kinerja(["contoh", "catat", "a\x1b[1A\nb"]).stderr == "pesan a\\u001b[1A\\u000ab\nperingatan\n"


def test_a_report_command_is_told_format_file_and_dialect(kinerja):
    kinerja("contoh catat")
    kinerja("contoh catat --format csv --dialek excel-id -o rekap.csv")
    kinerja("contoh catat -o -")
    assert [session.output for session in seen] == [
        OutputChoice(None, None, "rfc4180"),
        OutputChoice("csv", "rekap.csv", "excel-id"),
        OutputChoice(None, None, "rfc4180"),
    ]


def test_version_names_what_a_bug_report_needs(kinerja):
    lines = kinerja("--version").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["kinerja", "Python", "SQLite"]
    assert lines[1] == "Python " + ".".join(map(str, sys.version_info[:3]))


# --- in a process of its own


OUTSIDE = '''
import sys, time
import typer
from kinerja_cli.cli.indonesian import Group

app = Group(help="Contoh.")

@app.command("cetak")
def show(ctx: typer.Context, lines: int, saved: bool = False) -> None:
    """Cetak baris."""
    ctx.obj.committed = saved
    for number in range(lines):
        print(f"baris {number}")

@app.command("buka")
def opened(ctx: typer.Context) -> None:
    """Buka berkas."""
    with open("berkas", "w") as file:
        ctx.obj.warn(str(file.fileno() > 2))
        print("untuk stdout")

@app.command("tunggu")
def wait() -> None:
    """Tunggu."""
    print("siap", flush=True)
    time.sleep(30)

@app.command("simpan")
def keep(ctx: typer.Context) -> None:
    """Simpan."""
    ctx.obj.committed = True
    ctx.obj.say("1 nilai disimpan.")

@app.command("sampah")
def garbage() -> None:
    """Sebut pemungut sampah."""
    import gc
    print(gc.isenabled())

@app.command("gema")
def echo(words: str) -> None:
    """Gema."""
    print(f"{words} — é")
    print(f"{words} — é", file=sys.stderr)
'''

STARTER = (
    "from kinerja_cli.cli import app; app.COMMANDS['contoh'] = ('contoh_luar', 'Contoh.', 'Data');"
    "from kinerja_cli.__main__ import main; main()"
)

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ``kinerja contoh …`` with the streams as given."""
    (tmp_path / "contoh_luar.py").write_text(OUTSIDE)
    running: list[subprocess.Popen[bytes]] = []

    def begin(
        line: str | Sequence[str | bytes], redirect: str = "", **settings: object
    ) -> subprocess.Popen[bytes]:
        words = line.split() if isinstance(line, str) else list(line)
        program: list[str | bytes] = [sys.executable, "-c", STARTER, *words]
        if redirect:
            program = ["sh", "-c", f'exec "$@" {redirect}', "sh", *program]
        path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        environment = {**os.environ, "PYTHONPATH": path, **settings.pop("env", {})}  # type: ignore[dict-item]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
        process = subprocess.Popen(program, cwd=tmp_path, env=environment, **streams)  # type: ignore[call-overload]
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def _end(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=30)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_has_seen_enough_is_not_an_error(start, closed_pipe, lines):
    """One line fails in the last flush, many in the middle."""
    assert _end(start(f"contoh cetak {lines}", stdout=closed_pipe)) == (0, "", "")


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_closed_pipe_after_a_commit_is_an_unknown_outcome(start, closed_pipe, lines):
    code, _, talk = _end(start(f"contoh cetak {lines} --saved", stdout=closed_pipe))
    assert code == 9
    assert talk.splitlines() == [
        "Perubahan sudah tersimpan, tetapi keluaran tidak dapat ditulis: pembacanya sudah selesai.",
        "Hasil tidak pasti; perintah yang sama aman diulang.",
    ]


@pytest.mark.parametrize("line", ["contoh cetak 1", "contoh cetak 100000", "--help", "--version"])
def test_a_full_disk_under_stdout_is_told_and_is_code_6(start, line):
    code, _, talk = _end(start(line, "> /dev/full"))
    assert (code, talk) == (6, "keluaran tidak dapat ditulis: penyimpanan penuh.\n")


def test_a_full_disk_after_a_commit_is_an_unknown_outcome(start):
    code, _, talk = _end(start("contoh cetak 1 --saved", "> /dev/full"))
    assert code == 9
    assert "Perubahan sudah tersimpan" in talk


def test_a_message_that_is_lost_after_a_commit_is_an_unknown_outcome(start, closed_pipe):
    assert _end(start("contoh simpan")) == (0, "", "1 nilai disimpan.\n")
    assert _end(start("contoh simpan", "2> /dev/full")) == (9, "", "")
    assert _end(start("contoh simpan", stderr=closed_pipe)) == (9, "", "")
    assert _end(start("contoh simpan", "2>&-")) == (0, "", "")  # who closes it does not want the message


def test_both_streams_in_one_closed_pipe(start, closed_pipe):
    assert _end(start("contoh cetak 9", stdout=closed_pipe, stderr=closed_pipe)) == (0, "", "")
    assert _end(start("contoh cetak 9 --saved", stdout=closed_pipe, stderr=closed_pipe)) == (9, "", "")


def test_data_for_a_closed_stdout_is_lost_output_and_never_lands_in_a_file(start, tmp_path):
    code, _, talk = _end(start("contoh buka", ">&-"))
    assert (code, talk) == (6, "True\nkeluaran tidak dapat ditulis: keluaran tertutup.\n")
    assert (tmp_path / "berkas").read_text() == ""


def test_a_command_without_data_does_not_mind_a_closed_stdout(start):
    assert _end(start("contoh cetak 0", ">&-")) == (0, "", "")


def test_closed_stdin_and_stderr_change_nothing_else(start):
    assert _end(start("contoh cetak 1", "<&- 2>&-")) == (0, "baris 0\n", "")
    assert _end(start("contoh zzz", "2>&-")) == (2, "", "")
    assert _end(start("contoh zzz", "2> /dev/full")) == (2, "", "")


def test_ctrl_c_ends_without_a_traceback(start):
    process = start("contoh tunggu")
    assert process.stdout is not None
    assert process.stdout.readline() == b"siap\n"
    process.send_signal(signal.SIGINT)
    assert _end(process) == (130, "", "Dihentikan.\n")


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}],
)
def test_output_is_utf_8_whatever_the_locale(start, locale):
    assert _end(start(["contoh", "gema", "x"], env=locale)) == (0, "x — é\n", "x — é\n")


def test_a_word_that_is_not_utf_8_is_shown_and_not_a_crash(start):
    code, shown, _ = _end(start(["contoh", "gema", b"\xff"]))
    assert (code, shown) == (0, "\\udcff — é\n")


def test_garbage_is_collected_again_once_a_command_runs(start):
    assert _end(start("contoh sampah")) == (0, "True\n", "")


def test_the_module_is_a_program_too(kinerja_process):
    assert kinerja_process("--version").stdout.startswith("kinerja ")
    assert kinerja_process("zzz", exit_code=2).stderr.startswith("kinerja: galat:")

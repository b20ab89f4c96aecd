"""The Tab key: what is offered, in real shells, quickly, and without a word or a byte where nothing can be."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kinerja_cli.cli import completing
from kinerja_cli.cli.completing import TABLE, VARIABLE, complete
from kinerja_cli.storage import completion

Kinerja = Callable[..., Any]
SHELLS = Path(completing.__file__).parents[1] / "shell"
ANI, BUDI, CITRA = "197001011995032001", "198503152010012001", "199503012020121003"
OFFICE = pytest.mark.usefixtures("office")
ANSWER = "import sys; from kinerja_cli.__main__ import main; sys.argv[0] = 'kinerja'; main()"


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"no {shell}")


@pytest.fixture
def tab(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """``tab("rekap ta")``: what is offered for the last word, in the workspace."""
    monkeypatch.chdir(workspace)
    monkeypatch.delenv("KINERJA_DIR", raising=False)

    def press(line: str) -> list[str]:
        return [value for value, _ in complete(json.loads(TABLE.read_bytes()), line.split(" ")).choices]

    return press


@OFFICE
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("reka", ["rekap"]),
        ("rekap t", ["tahunan", "tren"]),
        ("-q rekap ta", ["tahunan"]),
        ("rekap tidak-ada ", []),
        ("rekap tahunan --u", ["--unit", "--urut"]),
        ("rekap tahunan --unit OEP --u", ["--urut"]),
        ("rekap tahunan --unit ", ["KEC", "OEP", "PKM"]),
        ("rekap tahunan --unit=P", ["--unit=PKM"]),
        ("rekap tahunan --unit = P", ["PKM"]),  # as bash takes it apart
        ("rekap tahunan --unit =", ["KEC", "OEP", "PKM"]),
        ("rekap tahunan --urut ", ["peringkat", "unit", "nip"]),
        ("rekap tahunan --format x", ["xlsx"]),
        ("rekap tahunan ", ["2025"]),
        ("rekap tahunan 2025 ", []),
        ("jelaskan 19", ["197001011995032001", BUDI, "199009132025242014", CITRA]),
        ("jelaskan 1985", [BUDI]),
        ("jelaskan 1985 2", ["2025"]),
        ("jelaskan 1985 2025 ", []),
        ("nilai catat 1 2025-TW", ["2025-TW1", "2025-TW2"]),
        ("nilai catat 1 2025-TW1 ", ["disiplin=", "inovasi=", "pelayanan="]),
        ("nilai catat 1 2025-TW1 disiplin=80 i", ["inovasi="]),
        ("nilai catat 1 2025-TW1 --penilai 1985", [BUDI]),
        ("nilai kecualikan 1 2025-TW1 disiplin p", ["pelayanan"]),
        ("program tambah Loket --kategori ", ["program_baru", "perbaikan_layanan"]),
        ("program tambah Loket --pegawai 1 --pegawai 1985", [BUDI]),  # it may come more than once
        ("unit capaian OEP 2025", ["2025", "2025-TW1", "2025-TW2"]),
        ("periode buka 2025", []),  # what isn't there yet
        ("periode tutup 2025-TW1 2025", ["2025-TW1", "2025-TW2"]),
        ("pegawai tambah 19", []),
        ("bantuan k", ["kode-keluar"]),
        ("pelengkap ", ["bash", "zsh", "fish"]),
        ("pegawai ubah -- 1985", [BUDI]),
        ("--ver", ["--version"]),
        ("", [*json.loads(TABLE.read_bytes())["groups"][""]]),
    ],
)
def test_what_is_offered(line: str, offered: list[str], tab: Callable[[str], list[str]]) -> None:
    assert tab(line) == offered


@OFFICE
def test_programmes_targets_goals_and_open_objections_by_their_numbers(
    kinerja: Kinerja, tab: Callable[[str], list[str]]
) -> None:
    kinerja(f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {BUDI}")
    kinerja("tujuan tambah VISI Melayani --jenis visi")
    kinerja(f"sasaran tetapkan {BUDI} 2025 --hasil Surat --indikator Lama --target 3 --satuan hari")
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80")
    kinerja(
        f"keberatan ajukan {BUDI} 2025-TW1 disiplin --diterima 2025-04-01 --tanggal 2025-04-02 --alasan Rahasia"
    )
    for line in ("program ubah ", "sasaran realisasi ", "keberatan putuskan "):
        assert tab(line) == ["1"]
    assert tab("tujuan tambah MISI Baik --induk ") == tab("sasaran ubah 1 --tujuan V") == ["VISI"]
    assert "Rahasia" not in repr(complete(json.loads(TABLE.read_bytes()), ["keberatan", "putuskan", ""]))


@OFFICE
def test_who_was_erased_is_not_offered(kinerja: Kinerja, tab: Callable[[str], list[str]]) -> None:
    kinerja(f"hapus-data {CITRA} --dasar 'Permohonan 1' --yes")
    assert tab("jelaskan ") == [ANI, BUDI, "199009132025242014"]


@OFFICE
def test_too_many_people_are_not_offered_in_part(
    tab: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion, "MOST", 3)
    assert tab("jelaskan 19") == []
    assert tab("jelaskan 199") == ["199009132025242014", CITRA]


def test_the_workspace_is_that_of_the_line(
    office: Path, tmp_path: Path, tab: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tab("unit ubah ") == []
    assert tab(f"-C {office} unit ubah O") == tab(f"unit -C {office} ubah O") == ["OEP"]
    monkeypatch.setenv("KINERJA_DIR", str(office))
    assert tab("unit ubah O") == ["OEP"]


def answered(folder: Path, *words: str, to: str = "fish", **env: str) -> subprocess.CompletedProcess[str]:
    """What a shell's function gets from a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    return subprocess.run(
        [sys.executable, "-c", ANSWER, *words],
        cwd=folder, env={**kept, VARIABLE: to, **env}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


@OFFICE
def test_names_stand_beside_the_numbers_where_the_shell_shows_them(workspace: Path) -> None:
    assert answered(workspace, "jelaskan", "1985").stdout == f"kata\n{BUDI}\tBudi Nenabu\n"
    assert answered(workspace, "jelaskan", "1985", to="bash").stdout == f"kata\n{BUDI}\n"


HOLD = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
"""


def _busy(path: Path) -> Callable[[], None]:
    """Held by another process: in this one a look at the bytes would undo its own lock."""
    words = [sys.executable, "-c", HOLD, str(path)]
    writer = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "held\n"

    def release() -> None:
        writer.communicate(timeout=30)

    return release


def _torn(path: Path) -> Callable[[], None]:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    return lambda: None


def _of(content: bytes) -> Callable[[Path], Callable[[], None]]:
    def put(path: Path) -> Callable[[], None]:
        path.write_bytes(content)
        return lambda: None

    return put


def _wal(path: Path) -> Callable[[], None]:
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma journal_mode = wal")
    return lambda: None


def _newer(path: Path) -> Callable[[], None]:
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma user_version = 99")
    return lambda: None


@OFFICE
@pytest.mark.parametrize("spoil", [_busy, _torn, _of(b""), _of(b"bukan SQLite" * 99), _wal, _newer])
def test_with_a_database_that_does_not_answer_words_are_completed_and_nothing_is_said_or_touched(
    spoil: Callable[[Path], Callable[[], None]], workspace: Path
) -> None:
    release = spoil(workspace / "kinerja.db")
    before = sorted((path.name, path.read_bytes()) for path in workspace.iterdir())
    try:
        for words, offered in ((["unit", "ubah", ""], "kata\n"), (["perio"], "kata\nperiode\n")):
            done = answered(workspace, *words, to="bash")
            assert (done.returncode, done.stdout, done.stderr) == (0, offered, "")
        assert sorted((path.name, path.read_bytes()) for path in workspace.iterdir()) == before
    finally:
        release()


@OFFICE
def test_a_hot_journal_is_left_to_the_next_command(workspace: Path) -> None:
    """A reader that may not roll back sees nothing; the journal of a killed writer stays."""
    code = (
        "import os, sqlite3; c = sqlite3.connect('kinerja.db', isolation_level=None)\n"
        "c.execute('pragma cache_size = 1'); c.execute('begin immediate')\n"
        "c.execute('create table t (x)'); c.executemany('insert into t values (?)', [('a' * 900,)] * 500)\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=workspace, check=True)
    before = sorted((path.name, path.read_bytes()) for path in workspace.iterdir())
    assert "kinerja.db-journal" in dict(before)
    done = answered(workspace, "unit", "ubah", "")
    assert (done.stdout, done.stderr) == ("kata\n", "")
    assert sorted((path.name, path.read_bytes()) for path in workspace.iterdir()) == before


@OFFICE
def test_completing_changes_nothing_and_asks_little(workspace: Path) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    answered(workspace, "jelaskan", "19")
    assert (workspace / "kinerja.db").read_bytes() == before
    probe = f"{ANSWER.replace('main()', 'main(); sys.stderr.write(chr(10).join(sys.modules))')}"
    done = subprocess.run(
        [sys.executable, "-c", probe, "jelaskan", "19"],
        cwd=workspace, env={**os.environ, VARIABLE: "bash"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(done.stderr.splitlines())
    assert "sqlite3" in loaded
    assert loaded & {"typer", "rich", "yaml", "sqlite_utils", "kinerja_cli.cli.app"} == set()


def test_a_word_that_no_parser_would_take_is_answered_with_nothing(workspace: Path) -> None:
    for words in (
        ["--"],
        ["-"],
        ["="],
        ["--=", ""],
        ["nilai", "--tidak-ada", ""],
        ["'", ""],
        ["\udc80"],
        [""] * 9,
    ):
        done = answered(workspace, *words)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def on_path(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``kinerja`` is this one."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "kinerja"
    program.write_text(f"#!{sys.executable}\n{ANSWER}\n")
    program.chmod(0o755)
    root = str(Path(completing.__file__).parents[2])
    return {
        "PATH": f"{program.parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PYTHONPATH": root,
        "TERM": "dumb",
    }


def run(words: list[str], folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout


BASH = """
source {script}
COMP_WORDS=({words}); COMP_CWORD=$(({count} - 1))
_kinerja_pelengkap
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@needs("bash")
@OFFICE
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["reka"], ["rekap"]),
        (["jelaskan", "1985"], [BUDI]),
        (["rekap", "tahunan", "--unit", "=", "P"], ["PKM"]),
        (["nilai", "catat", BUDI, "2025-TW1", "d"], ["disiplin="]),
        (["nilai", "impor", "cri"], ["criteria.yaml"]),
        (["init", "da"], ["data dan lain"]),  # a folder
        (["unit", "ubah", "X"], [""]),
    ],
)
def test_bash(words: list[str], offered: list[str], workspace: Path, on_path: dict[str, str]) -> None:
    (workspace / "data dan lain").mkdir()
    quoted = " ".join(f"'{word}'" for word in ["kinerja", *words])
    script = BASH.format(script=SHELLS / "kinerja.bash", words=quoted, count=len(words) + 1)
    assert run(["bash", "--norc", "-c", script], workspace, on_path).splitlines() == offered


@needs("bash")
@needs("script")
@OFFICE
def test_bash_at_a_real_prompt_puts_the_word_in_the_line(workspace: Path, on_path: dict[str, str]) -> None:
    """Readline itself presses Tab: the line that it makes is run."""
    typed = f"source {SHELLS}/kinerja.bash\nkinerja jel\t1985\t 2025 -q --format csv\nexit\n"
    done = subprocess.run(
        ["script", "-qec", "bash --norc --noprofile -i", "/dev/null"],
        input=typed, cwd=workspace, env=on_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert f"kinerja jelaskan {BUDI}  2025 -q --format csv" in done.stdout.replace("\r", "").replace(
        "\x07", ""
    )


@needs("fish")
@OFFICE
def test_fish(workspace: Path, on_path: dict[str, str]) -> None:
    def offered(line: str) -> list[str]:
        return run(
            ["fish", "--no-config", "-c", f"source {SHELLS}/kinerja.fish; complete -C '{line}'"],
            workspace,
            on_path,
        ).splitlines()

    assert offered("kinerja jelaskan 1985") == [f"{BUDI}\tBudi Nenabu"]
    assert offered("kinerja rekap tahunan --unit=P") == ["--unit=PKM\tPuskesmas Sikumana"]
    assert offered("kinerja nilai impor cri") == ["criteria.yaml"]
    assert [line.partition("\t")[0] for line in offered("kinerja rekap t")] == ["tahunan", "tren"]


ZSH = r"""
zmodload zsh/zpty
setopt extendedglob
until_seen() { # until_seen TEXT: read on for ten seconds at most, and print all without colours and cursor moves
  local text= piece= tries
  for ((tries = 0; tries < 100; tries++)); do
    while zpty -r -t t piece; do text+=$piece; done
    text=${text//($'\e'\[[0-9;?]#[a-zA-Z]|$'\0'|$'\r'|$'\b')/}
    [[ $text == *"$1"* ]] && break
    sleep 0.1
  done
  print -rn -- "$text"
}
zpty -b t zsh -f -i
zpty -w t 'PS1="> "; autoload -Uz compinit; compinit -D -u; source $SCRIPT; zstyle ":completion:*" list-colors ""'
zpty -w t 'print it is "ready"'
until_seen 'it is ready'
zpty -w -n t "$LINE"$'\t'
until_seen "$SHOWN"
zpty -d t
"""


@needs("zsh")
@OFFICE
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("kinerja jelaskan 1985", f"kinerja jelaskan {BUDI} "),
        ("kinerja jelaskan 19", f"{BUDI}  -- Budi Nenabu"),
        ("kinerja rekap tahunan --unit=P", "kinerja rekap tahunan --unit=PKM "),
        ("kinerja nilai impor cri", "kinerja nilai impor criteria.yaml "),
    ],
)
def test_zsh(line: str, shown: str, workspace: Path, on_path: dict[str, str]) -> None:
    asked = {"SCRIPT": str(SHELLS / "kinerja.zsh"), "LINE": line, "SHOWN": shown}
    env = {**on_path, **asked, "TERM": "vt100", "COLUMNS": "120", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["zsh", "-f", "-c", ZSH],
        cwd=workspace,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert shown in done.stdout, done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_as_it_is_shipped(shell: str, kinerja: Kinerja) -> None:
    assert kinerja(f"pelengkap {shell}").stdout == (SHELLS / f"kinerja.{shell}").read_text(encoding="utf-8")
    told = kinerja("pelengkap csh", 2).stderr
    assert "pilih: bash, zsh, fish" in told


def test_the_table_knows_every_command_that_there_is() -> None:
    """docs/generate.py writes it, and a test compares the two; here only that it is no empty one."""
    table = json.loads(TABLE.read_bytes())
    assert {"nilai", "rekap", "bantuan"} <= set(table["groups"][""])
    assert ["--penilai"] in [option[0] for option in table["options"]["nilai catat"]]

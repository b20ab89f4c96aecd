"""What the world does to kinerja: broken pipes, full disks, closed descriptors, no environment, hostile names."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from offices_of_processes import KINERJA, make_office, nip, on_terminal, run_line, start

from kinerja_cli.storage.database import Writing, open_database
from kinerja_cli.storage.sealed_tables import BY_NAME
from kinerja_cli.storage.versions import replace

Kinerja = Callable[..., Any]

FULL = Path("/dev/full")
HOSTILE = {
    1: "Budi [/x] [bold red]merah[/]",
    2: "\x1b[31mMerah\x1b]52;c;aGFsbw==\x07",
    3: '=HYPERLINK("http://contoh.test","klik")',
    4: "Ani\u202egnp.exe\u2066",
    5: "baris\nkedua\tdan\rketiga",
    6: "@SUM(1+1)*cmd|' /C calc'!A0",
    7: "\x9b2J\x00bel\x07".replace("\x00", ""),
    8: "[link=file:///etc/passwd]x[/link] :smile: `|` <b>&amp;</b>",
}
READS = (
    "rekap tahunan 2025",
    "rekap unit 2025",
    "rekap distribusi 2025 --per-unit",
    "rekap unit --periode 2025-TW1",
    "rekap penilai 2025",
    "rekap tren --unit KEC",
    "pegawai daftar",
    "nilai daftar",
    *(f"jelaskan {nip(number)} 2025" for number in HOSTILE),
    *(f"rekap pegawai {nip(number)}" for number in HOSTILE),
    *(f"rekap tren {nip(number)}" for number in HOSTILE),
    *(f"pegawai tampil {nip(number)}" for number in HOSTILE),
)

needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More rows than a pipe holds (64 KiB), so that it really breaks."""
    return make_office(tmp_path_factory.mktemp("besar") / "kantor", people=900)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names that the door refuses, planted past it."""
    folder = make_office(tmp_path_factory.mktemp("jahat") / "kantor", people=10)
    with (
        closing(open_database(folder / "kinerja.db")) as database,
        database.write("uji", "nama yang ditolak pintu") as writing,
    ):
        for number, name in HOSTILE.items():
            query = "select id from employee where nip = ?"
            [(employee,)] = writing.connection.execute(query, (nip(number),)).fetchall()
            plant(writing, "employee", {"id": employee}, name=name)
            plant(writing, "placement", {"employee": employee}, position=name)
            plant(writing, "score", {"employee": employee}, note=name)
        plant(writing, "unit", {"code": "KEL"}, name=HOSTILE[2])
        plant(writing, "unit", {"code": "KEC"}, name=HOSTILE[3])
    return folder


def plant(writing: Writing, table: str, whose: dict[str, Any], **words: str) -> None:
    """Replace these words in every row of theirs, as a careless command would."""
    condition = " and ".join(f"{column} = :{column}" for column in whose)
    key = BY_NAME[table].key
    query = f"select {', '.join(key)} from {table} where {condition}"  # noqa: S608 - names of ours
    rows = writing.connection.execute(query, whose).fetchall()
    assert rows
    for row in rows:
        replace(writing.connection, table, dict(zip(key, row, strict=True)), words, writing.entry)


@pytest.fixture
def own(large: Path, tmp_path: Path) -> Path:
    """A copy that may be written to."""
    return Path(shutil.copytree(large, tmp_path / "kantor"))


# --- pipes, disks, descriptors


@pytest.mark.parametrize("form", ["csv", "table", "json", "md"])
def test_head_takes_its_line_and_kinerja_ends_well(large: Path, form: str) -> None:
    reading, writing = os.pipe()
    command = [*KINERJA, "rekap", "tahunan", "--format", form]
    with subprocess.Popen(command, cwd=large, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        first = os.read(reading, 20)
        os.close(reading)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        assert process.wait(timeout=60) == 0
    assert first
    assert "Traceback" not in said
    assert "kesalahan" not in said


def test_a_pipe_that_nobody_reads_breaks_the_report_and_nothing_else(large: Path) -> None:
    assert (
        len(run_line(large, "rekap", "tahunan", "--format", "csv")) > 65_536
    )  # else the tests above prove nothing


@needs_full
@pytest.mark.parametrize("form", ["csv", "table", "json", "xlsx"])
def test_a_report_onto_a_full_disk_says_so(large: Path, form: str) -> None:
    with FULL.open("wb") as full:
        done = start(large, "rekap", "tahunan", "--format", form, stdout=full.fileno())
    assert done.returncode == 6
    assert "keluaran tidak dapat ditulis" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@needs_full
def test_jelaskan_onto_a_full_disk_says_so(large: Path) -> None:
    for form in ("table", "json"):
        with FULL.open("wb") as full:
            done = start(large, "jelaskan", nip(1), "--format", form, stdout=full.fileno())
        assert (done.returncode, b"Traceback" in done.stderr) == (6, False)


@needs_full
def test_a_programme_whose_number_could_not_be_printed_is_kept_and_said_to_be(own: Path) -> None:
    words = ["--tahun", "2025", "--kategori", "program_baru", "--pegawai", nip(2)]
    with FULL.open("wb") as full:
        done = start(own, "program", "tambah", "Antrean daring", *words, stdout=full.fileno())
    assert done.returncode == 9
    assert "sudah tersimpan" in done.stderr.decode()
    assert "Antrean daring" in run_line(own, "program", "daftar", "--format", "csv")


@needs_full
def test_a_value_whose_receipt_could_not_be_written_is_kept(own: Path) -> None:
    with FULL.open("wb") as full:
        done = start(own, "nilai", "catat", nip(7), "2025-TW1", "inovasi=81,25", stderr=full.fileno())
    assert done.returncode == 9
    assert "81.25" in run_line(own, "nilai", "daftar", "--nip", nip(7), "--format", "csv")


@pytest.mark.parametrize(
    ("closed", "code"), [(">&-", 6), ("2>&-", 0), ("<&-", 0), ("<&- 2>&-", 0), ("<&- >&- 2>&-", 6)]
)
def test_closed_descriptors_lose_nothing_in_silence(own: Path, closed: str, code: int) -> None:
    before = (own / "kinerja.db").read_bytes()
    shell = ["sh", "-c", f'"$@" {closed}', "sh", *KINERJA, "rekap", "tahunan", "--format", "csv"]
    done = subprocess.run(shell, cwd=own, capture_output=True, check=False, timeout=60)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert (own / "kinerja.db").read_bytes() == before
    if code == 0:
        assert done.stdout.decode() == run_line(own, "rekap", "tahunan", "--format", "csv")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_value_recorded_with_closed_descriptors_is_whole(own: Path, closed: str) -> None:
    words = ["nilai", "catat", nip(7), "2025-TW1", "inovasi=81,25"]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *KINERJA, *words],
        cwd=own,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (0, 9)
    assert "81.25" in run_line(own, "nilai", "daftar", "--nip", nip(7), "--format", "csv")
    with closing(sqlite3.connect(own / "kinerja.db")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_an_empty_environment_changes_nothing(large: Path) -> None:
    words = ["rekap", "tahunan", "2025", "--format", "csv"]
    done = subprocess.run(
        ["/usr/bin/env", "-i", *KINERJA, "-C", str(large), *words],
        cwd="/",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr.decode()) == (0, start(large, *words).stderr.decode())
    assert done.stdout.decode() == run_line(large, *words)


def test_cron_can_record_without_an_environment(own: Path) -> None:
    words = ["nilai", "catat", nip(7), "2025-TW1", "inovasi=81,25"]
    command = ["/usr/bin/env", "-i", *KINERJA, "-C", str(own), *words]
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b""), done.stderr


# --- names


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 7])
def test_the_door_refuses_what_no_name_contains(kinerja: Kinerja, hostile: Path, number: int) -> None:
    before = kinerja("pegawai daftar --format json", cwd=hostile)
    words = ["pegawai", "tambah", "199001012015011001", HOSTILE[number], "--unit", "KEC"]
    typed = kinerja(words, exit_code=3, cwd=hostile)
    file = _csv([["nip", "nama", "unit"], ["199001012015011001", HOSTILE[number], "KEC"]])
    imported = kinerja("pegawai impor -", exit_code=3, stdin=file, cwd=hostile)
    assert _dangers(typed.stderr + imported.stderr) == []
    assert kinerja("pegawai daftar --format json", cwd=hostile) == before


def test_square_brackets_are_an_ordinary_name(kinerja: Kinerja) -> None:
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    kinerja(["pegawai", "tambah", "199001012015011001", HOSTILE[1], "--unit", "KEC"])
    for form in ("csv", "table", "json", "tsv"):
        assert HOSTILE[1] in kinerja(f"pegawai daftar --format {form}").stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "md", "table"])
def test_planted_names_reach_no_terminal_as_commands(kinerja: Kinerja, hostile: Path, form: str) -> None:
    for line in READS:
        outcome = kinerja(f"{line} --format {form}", cwd=hostile)
        assert _dangers(outcome.stdout + outcome.stderr) == [], line


@pytest.mark.parametrize("columns", [60, 200])
def test_a_real_terminal_sees_only_the_styles_of_kinerja_itself(hostile: Path, columns: int) -> None:
    for line in ("rekap tahunan 2025", f"jelaskan {nip(2)}", "rekap unit 2025 --format csv"):
        code, text = _screen(hostile, line, columns)
        assert code == 0, text
        assert _dangers(text, allowed="\n") == [], line


def test_brackets_and_emoji_codes_are_shown_as_they_are(hostile: Path) -> None:
    table = run_line(hostile, "rekap", "tahunan", "2025")
    assert HOSTILE[1] in table
    assert HOSTILE[8] in table
    assert "\\u001b[31mMerah" in table


def test_json_gives_every_planted_name_back_whole(hostile: Path) -> None:
    rows = json.loads(run_line(hostile, "rekap", "tahunan", "2025", "--format", "json"))
    names = {row["nip"]: row["nama"] for row in rows}
    assert {number: names[nip(number)] for number in HOSTILE} == HOSTILE


@pytest.mark.parametrize(("dialect", "separator"), [("rfc4180", ","), ("excel-id", ";")])
def test_no_field_of_a_csv_starts_a_formula(
    kinerja: Kinerja, hostile: Path, dialect: str, separator: str
) -> None:
    for line in READS:
        text = kinerja(f"{line} --format csv --dialek {dialect}", cwd=hostile).stdout.removeprefix("\ufeff")
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert [field for field in record if field.lstrip()[:1] in tuple("=+-@")] == [], line


def test_a_csv_loses_no_row_to_a_planted_line_break(hostile: Path) -> None:
    text = run_line(hostile, "rekap", "tahunan", "2025", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row["nip"] for row in rows) == sorted(nip(number) for number in range(1, 11))
    assert all(row["status"] for row in rows)


def test_a_workbook_holds_text_and_no_formula(kinerja: Kinerja, hostile: Path, tmp_path: Path) -> None:
    kinerja(["rekap", "tahunan", "2025", "-o", str(tmp_path / "r.xlsx")], cwd=hostile)
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert [name for name, text in parts.items() if "<f>" in text or "<hyperlink" in text] == []
    written = "".join(parts.values())
    assert "HYPERLINK" in written
    assert all(nip(number) in written for number in range(1, 11))


# --- a NIP is never cut


def test_a_nip_is_whole_in_a_pipe_however_narrow(large: Path) -> None:
    done = start(large, "rekap", "tahunan", "2025", env={"COLUMNS": "40"})
    lines = done.stdout.decode().splitlines()
    assert all(any(nip(number) in line for line in lines) for number in range(1, 901))


@pytest.mark.parametrize("columns", [40, 60])
def test_a_nip_is_whole_on_a_narrow_terminal(hostile: Path, columns: int) -> None:
    for line in ("rekap tahunan 2025", "nilai daftar"):
        _, text = _screen(hostile, line, columns)
        assert [number for number in range(1, 11) if nip(number) not in text] == [], line


def _screen(folder: Path, line: str, columns: int) -> tuple[int, str]:
    """Exit code and text of a terminal of that width, without colours and styles."""
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    code, screen = on_terminal([*KINERJA, *line.split()], folder, columns, {**env, "TERM": "xterm-256color"})
    return code, re.sub("\x1b\\[[0-9;]*m", "", screen.decode()).replace("\r\n", "\n")


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _dangers(text: str, allowed: str = "\n\t\r") -> list[str]:
    """Control, format and unassigned characters that no output of kinerja may carry."""
    return [c for c in text if c not in allowed and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]

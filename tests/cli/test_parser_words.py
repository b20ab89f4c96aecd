"""All that the parser says, it says in Indonesian."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Annotated
from uuid import UUID

import pytest
import typer

from kinerja_cli.cli import app as frame
from kinerja_cli.cli.indonesian import Group
from kinerja_cli.cli.options import (
    DryRunOption,
    NipArgument,
    PeriodArgument,
    ReasonOption,
    UnitOption,
    YearArgument,
    YesOption,
    read_date,
    reader,
)
from kinerja_cli.cli.parser_errors import explain
from kinerja_cli.domain.points import parse_points

# English words of the parser that no Indonesian text holds; --help and friends are flags, not words
ENGLISH = re.compile(
    r"(?<!-)\b(usage|error|missing|invalid|options?|arguments?|commands?|try|help|required|requires|default|such|"
    r"values?|unexpected|extra|did|you|mean|possible|show|this|message|exit|got|takes?|does|not|choose|from|"
    r"range|given|exist|directory|could|open|unknown|aborted|env|var|dynamic|deprecated|one|of|is|the|match|"
    r"formats?|text|integer|float|boolean|recognized|readable|writable|no file)\b",
    re.IGNORECASE,
)


def english_in(text: str) -> list[str]:
    # the flags' names, and the topic of `kinerja bantuan` that is named for one of them
    return ENGLISH.findall(text.replace("--format", "").replace("--output", "").replace("|format|", "|"))


class Colour(Enum):
    """Two choices."""

    RED = "merah"
    WHITE = "putih"


sample = Group(help="Contoh untuk memeriksa kata-kata.")


@sample.command("hitung")
def _count(
    many: Annotated[int, typer.Argument()],
    ratio: Annotated[float, typer.Option("--rasio", show_default=True)] = 1.5,
    near: Annotated[int, typer.Option("--dekat", min=0, max=10)] = 3,
    pair: Annotated[tuple[int, int], typer.Option("--pasangan")] = (1, 2),
    colour: Annotated[Colour, typer.Option("--warna")] = Colour.RED,
    day: Annotated[datetime | None, typer.Option("--hari")] = None,
    uuid: Annotated[UUID | None, typer.Option("--uuid")] = None,
    sure: Annotated[bool | None, typer.Option("--yakin/--ragu")] = None,
    name: Annotated[str, typer.Option("--nama", envvar="KINERJA_UJI_NAMA", show_envvar=True)] = "",
) -> None:
    """Hitung sesuatu."""


@sample.command("berkas")
def _files(
    source: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    folder: Annotated[Path | None, typer.Option("--folder", exists=True, file_okay=False)] = None,
    any_path: Annotated[Path | None, typer.Option("--apa", exists=True)] = None,
    text: Annotated[typer.FileText | None, typer.Option("--teks")] = None,
    target: Annotated[Path | None, typer.Option("--ke", exists=True, writable=True)] = None,
) -> None:
    """Baca berkas."""


@sample.command("tulis")
def _write(target: Annotated[typer.FileTextWrite, typer.Argument()]) -> None:
    """Tulis berkas."""
    target.write("x")


@sample.command("lapor", reports=True)
def _report(
    nip: NipArgument,
    period: PeriodArgument,
    criteria: Annotated[list[str], typer.Argument(metavar="KRITERIA")],
    unit: UnitOption = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    since: Annotated[
        date | None, typer.Option("--mulai", parser=read_date, metavar="TANGGAL", help="Tanggal.")
    ] = None,
    points: Annotated[
        int | None, typer.Option("--angka", parser=reader(parse_points), metavar="NILAI", help="Angka.")
    ] = None,
) -> None:
    """Laporkan sesuatu."""
    typer.echo(f"{nip} {period.code} {','.join(criteria)} {unit} {reason} {yes} {dry_run} {since} {points}")


@sample.command("tahun")
def _year(year: YearArgument = None) -> None:
    """Sebut tahun."""
    typer.echo(repr(year))


@sample.command("perlu")
def _needs(
    pair: Annotated[tuple[int, int] | None, typer.Argument()] = None,
    reason: Annotated[str, typer.Option("--alasan", help="Alasan.")] = ...,  # type: ignore[assignment]
) -> None:
    """Perlu alasan."""


@sample.command("pilih")
def _choose(colour: Annotated[Colour, typer.Argument()]) -> None:
    """Pilih warna."""


@pytest.fixture(autouse=True)
def _sample_command(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("contoh_kata")
    module.app = sample  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "contoh_kata", module)
    monkeypatch.setitem(frame.COMMANDS, "contoh", ("contoh_kata", "Contoh.", "Data"))
    monkeypatch.setattr(frame.app, "commands", {})


NIP = "199001012015031002"

ERRORS = [
    ("--vesion", "kinerja: galat: opsi --vesion tidak dikenal. Maksud Anda '--version'?"),
    ("-x", "kinerja: galat: opsi -x tidak dikenal."),
    ("-q", "kinerja: galat: perintah belum ditulis."),
    ("--quiet=1 contoh", "kinerja: galat: opsi --quiet tidak menerima nilai."),
    ("-C", "kinerja: galat: opsi -C memerlukan nilai."),
    ("-C '' contoh", "kinerja: galat: -C: nama folder kosong."),
    ("contho", "kinerja: galat: perintah 'contho' tidak dikenal. Maksud Anda 'contoh'?"),
    ("zzz", "kinerja: galat: perintah 'zzz' tidak dikenal."),
    ("-- --zzz", "kinerja: galat: perintah '--zzz' tidak dikenal."),
    ("contoh -q", "kinerja contoh: galat: perintah belum ditulis."),
    ("contoh lapro", "kinerja contoh: galat: perintah 'lapro' tidak dikenal. Maksud Anda 'lapor'?"),
    ("contoh hitung", "kinerja contoh hitung: galat: argumen MANY belum ditulis."),
    ("contoh hitung 1 2 3", "kinerja contoh hitung: galat: argumen berlebih: 2 3."),
    ("contoh hitung satu", "kinerja contoh hitung: galat: MANY: 'satu' bukan bilangan bulat."),
    ("contoh hitung 1 --rasio x", "kinerja contoh hitung: galat: --rasio: 'x' bukan bilangan."),
    ("contoh hitung 1 --dekat 11", "kinerja contoh hitung: galat: --dekat: 11 di luar rentang 0<=x<=10."),
    ("contoh hitung 1 --dekat x", "kinerja contoh hitung: galat: --dekat: 'x' bukan bilangan bulat."),
    ("contoh hitung 1 --pasangan 1", "kinerja contoh hitung: galat: opsi --pasangan memerlukan 2 nilai."),
    (
        "contoh hitung 1 --warna hijau",
        "kinerja contoh hitung: galat: --warna: 'hijau' tidak dikenal; pilih: merah, putih.",
    ),
    (
        "contoh hitung 1 --hari kemarin",
        "kinerja contoh hitung: galat: --hari: 'kemarin' bukan tanggal; tulis seperti 2025-03-31.",
    ),
    ("contoh hitung 1 --uuid x", "kinerja contoh hitung: galat: --uuid: 'x' bukan UUID."),
    (
        "contoh hitung 1 --nma x",
        "kinerja contoh hitung: galat: opsi --nma tidak dikenal. Maksud Anda '--nama'?",
    ),
    ("contoh berkas tiada.csv", "kinerja contoh berkas: galat: SOURCE: berkas 'tiada.csv' tidak ada."),
    ("contoh berkas .", "kinerja contoh berkas: galat: SOURCE: '.' adalah folder, bukan berkas."),
    (
        "contoh berkas ada.csv --folder tiada",
        "kinerja contoh berkas: galat: --folder: folder 'tiada' tidak ada.",
    ),
    (
        "contoh berkas ada.csv --folder ada.csv",
        "kinerja contoh berkas: galat: --folder: 'ada.csv' adalah berkas, bukan folder.",
    ),
    ("contoh berkas ada.csv --apa tiada", "kinerja contoh berkas: galat: --apa: berkas 'tiada' tidak ada."),
    (
        "contoh berkas ada.csv --teks tiada",
        "kinerja contoh berkas: galat: --teks: 'tiada' tidak ada.",
    ),
    ("contoh berkas ada.csv --teks .", "kinerja contoh berkas: galat: --teks: '.' adalah folder."),
    ("contoh tulis tiada/x", "kinerja: galat: 'tiada/x' tidak ada."),
    ("contoh perlu", "kinerja contoh perlu: galat: opsi --alasan wajib ditulis."),
    ("contoh perlu 1 --alasan x", "kinerja contoh perlu: galat: argumen PAIR memerlukan 2 nilai."),
    ("contoh pilih", "kinerja contoh pilih: galat: argumen COLOUR belum ditulis; pilih: merah, putih."),
    (
        "contoh lapor 123 2025 x",
        "kinerja contoh lapor: galat: NIP '123' hanya 3 angka; NIP harus tepat 18 angka.",
    ),
    (
        f"contoh lapor {NIP} 2025-TW5 x",
        "kinerja contoh lapor: galat: PERIODE: '2025-TW5': triwulan harus 1 sampai 4.",
    ),
    (f"contoh lapor {NIP} 2025", "kinerja contoh lapor: galat: argumen KRITERIA belum ditulis."),
    (
        f"contoh lapor {NIP} 2025 x --mulai 31-02-2025",
        "kinerja contoh lapor: galat: --mulai: '31-02-2025' bukan tanggal yang ada di kalender.",
    ),
    (
        f"contoh lapor {NIP} 2025 x --angka banyak",
        "kinerja contoh lapor: galat: --angka: 'banyak' bukan angka; tulis seperti 87 atau 87,5.",
    ),
    (
        f"contoh lapor {NIP} 2025 x --format xls",
        "kinerja contoh lapor: galat: --format: 'xls' tidak dikenal; pilih: table, csv, tsv, json, md, xlsx, html. "
        "Maksud Anda 'xlsx'?",
    ),
    (
        f"contoh lapor {NIP} 2025 x --dialek excel",
        "kinerja contoh lapor: galat: --dialek: 'excel' tidak dikenal; pilih: rfc4180, excel-id. "
        "Maksud Anda 'excel-id'?",
    ),
    (f"contoh lapor {NIP} 2025 x -o ''", "kinerja contoh lapor: galat: --output: nama berkas kosong."),
    (
        f"contoh lapor {NIP} 2025 x --frmat csv",
        "kinerja contoh lapor: galat: opsi --frmat tidak dikenal. Maksud Anda '--format'?",
    ),
    (
        "contoh tahun 25",
        "kinerja contoh tahun: galat: TAHUN: '25' bukan tahun; tulis empat angka seperti 2025.",
    ),
    ("contoh hitung 1 --format csv", "kinerja contoh hitung: galat: opsi --format tidak dikenal."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), ERRORS, ids=[line for line, _ in ERRORS])
def test_every_error_of_the_parser_is_indonesian_and_says_where_to_read_on(
    kinerja, workspace, line, expected
):
    (workspace / "ada.csv").write_text("x")
    result = kinerja(line, exit_code=2)
    first, *rest = result.stderr.splitlines()
    assert first == expected
    assert result.stdout == ""
    path = first.partition(":")[0]
    assert rest == ([] if "tiada/x" in line else [f"Lihat '{path} --help'."])
    assert english_in(result.stderr) == []


def test_an_unreadable_path_is_refused_in_indonesian():
    message = "File 'rahasia.csv' is not readable."
    assert explain(typer.BadParameter(message)) == ["kinerja: galat: 'rahasia.csv' tidak boleh dibaca."]
    message = "Path 'rahasia.csv' is not writable."
    assert explain(typer.BadParameter(message)) == ["kinerja: galat: 'rahasia.csv' tidak boleh ditulisi."]


def test_the_rarer_words_of_the_parser_are_known_too():
    rare = [
        ("Takes 2 values but 3 given.", "memerlukan 2 nilai, bukan 3."),
        ("2 values are required, but 1 given.", "memerlukan 2 nilai, bukan 1."),
        ("Value must be an iterable.", "harus berupa daftar."),
        ("'x' is not a valid boolean. Recognized values: 0, 1", "'x' bukan true atau false."),
        ("'x': Too many open files", "'x' tidak dapat dibuka (kesalahan sistem 24)."),
        ("'2025-TW5': triwulan harus 1 sampai 4", "'2025-TW5': triwulan harus 1 sampai 4."),
    ]
    for english, indonesian in rare:
        assert explain(typer.BadParameter(english)) == [f"kinerja: galat: {indonesian}"]


def test_a_sentence_that_a_later_typer_invents_is_shown_as_it_is():
    assert explain(typer.BadParameter("Something new")) == ["kinerja: galat: Something new."]


def test_control_characters_of_a_wrong_word_never_reach_the_terminal(kinerja):
    result = kinerja(["contoh", "hitung", "1", "\x1b[2J\x07"], exit_code=2)
    assert "\x1b" not in result.stderr
    result = kinerja(["\x1b[2Jnilai"], exit_code=2)
    assert "\x1b" not in result.stderr
    assert "\\u001b[2Jnilai" in result.stderr


HELP_PAGES = ["", "contoh", *(f"contoh {name}" for name in
              ("hitung", "berkas", "tulis", "lapor", "tahun", "perlu", "pilih"))]  # fmt: skip


@pytest.mark.parametrize("path", HELP_PAGES)
def test_every_help_page_is_indonesian(kinerja, path):
    result = kinerja(f"{path} --help")
    assert result.stdout.startswith("Pemakaian: kinerja")
    assert "Tampilkan bantuan ini lalu selesai." in result.stdout
    assert english_in(result.stdout) == []
    assert result.stderr == ""


def test_the_short_flag_asks_for_help_at_every_level(kinerja):
    for path in HELP_PAGES:
        assert kinerja(f"{path} -h").stdout == kinerja(f"{path} --help").stdout


def test_a_help_page_looks_like_this(kinerja):
    assert kinerja("contoh lapor --help").stdout == (
        "Pemakaian: kinerja contoh lapor [OPSI] NIP PERIODE KRITERIA…\n"
        "\n"
        "  Laporkan sesuatu.\n"
        "\n"
        "Argumen:\n"
        "  NIP        NIP pegawai, 18 angka; spasi boleh.  [wajib]\n"
        "  PERIODE    Seperti 2025-TW1, 2025-03, 2025-S1 atau 2025.  [wajib]\n"
        "  KRITERIA…  [wajib]\n"
        "\n"
        "Opsi:\n"
        "  --unit UNIT                     Hanya unit ini dan unit di bawahnya.\n"
        "  --alasan TEKS                   Alasan; dicatat bersama perubahannya.\n"
        "  -y, --yes                       Lanjutkan tanpa bertanya.\n"
        "  -n, --dry-run                   Periksa dan tampilkan saja; tidak ada yang\n"
        "                                  disimpan.\n"
        "  --mulai TANGGAL                 Tanggal.\n"
        "  --angka NILAI                   Angka.\n"
        "  --format table|csv|tsv|json|md|xlsx|html\n"
        "                                  Bentuk keluaran.\n"
        "  -o, --output BERKAS             Tulis ke BERKAS; akhirannya memilih bentuk.\n"
        "  --dialek rfc4180|excel-id       Ragam CSV; excel-id untuk Excel berbahasa\n"
        "                                  Indonesia.\n"
        "  --jika-berubah                  Dengan -o: tulis BERKAS hanya bila isinya\n"
        "                                  berubah.\n"
        "\n"
        "Opsi umum:\n"
        "  -h, --help   Tampilkan bantuan ini lalu selesai.\n"
        "  -C FOLDER    Bekerja di ruang kerja FOLDER ini.\n"
        "  -q, --quiet  Jangan tulis pesan selain kesalahan.\n"
        "  --no-color   Tanpa warna.\n"
    )


def test_defaults_and_types_are_named_in_indonesian(kinerja):
    page = kinerja("contoh hitung --help").stdout
    assert "--rasio BILANGAN" in page
    assert "[bawaan: 1.5]" in page
    assert "[bawaan: 3; 0<=x<=10]" in page
    assert "--warna merah|putih" in page
    assert "--hari TANGGAL" in page
    assert "[variabel lingkungan: KINERJA_UJI_NAMA]" in page
    assert "Pemakaian: kinerja contoh tahun [OPSI] [TAHUN]" in kinerja("contoh tahun --help").stdout


def test_bare_kinerja_prints_its_help_and_succeeds(kinerja):
    result = kinerja("")
    assert result.stdout == kinerja("--help").stdout
    assert result.stderr == ""


def test_a_bare_group_prints_its_help_on_stderr_and_is_a_usage_error(kinerja):
    result = kinerja("contoh", exit_code=2)
    assert result.stderr == kinerja("contoh --help").stdout
    assert result.stdout == ""


def test_the_root_lists_every_command_under_its_panel(kinerja):
    page = kinerja("--help").stdout
    places = [page.index(f"\n{panel}:\n") for panel in ("Memulai", "Data", "Penilaian", "Laporan")]
    assert places == sorted(places)
    for name, (_, text, _) in frame.COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(text)}$", page, re.MULTILINE)


def test_values_reach_the_command_as_the_domain_reads_them(kinerja):
    line = "contoh lapor '19900101 201503 1 002' 2025-tw1 a b --mulai 31/03/2025 --angka 87,5 -y -n --unit K1"
    assert kinerja(line).stdout == f"{NIP} 2025-TW1 a,b K1 None True True 2025-03-31 8750\n"
    assert kinerja("contoh tahun 2025").stdout == "2025\n"
    assert kinerja("contoh tahun").stdout == "None\n"


PRESENT = [name for name, (module, _, _) in frame.COMMANDS.items() if find_spec(module) is not None]


@pytest.mark.parametrize("name", PRESENT)
def test_every_command_of_kinerja_has_indonesian_help_and_no_flag_twice(kinerja, name):
    command = frame.app.get_command(None, name)
    paths = [f"{name} {sub}" for sub in getattr(command, "commands", {})] + [name]
    for path in paths:
        page = kinerja(f"{path} --help").stdout
        assert english_in(page) == [], path
        flags = re.findall(r"^  (?:(-\w)(?:, )?)?(--[\w-]+)?", page.partition("\nOpsi")[2], re.MULTILINE)
        words = [flag for pair in flags for flag in pair if flag]
        assert sorted(set(words)) == sorted(words), path

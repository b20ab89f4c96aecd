"""That somebody is supported shows nowhere: every report, with every option, says the same with a case and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from everything_written import BUDI, EVERY_WRITING_COMMAND, FILES
from scoring_office import ANI, CITRA, ask
from test_outputs import LISTINGS, SUFFIXES, every_listing, record
from test_pembinaan_rahasia import LINES, any_code, members, open_and_close, told_in

Kinerja = Callable[..., Any]
# every option that says what a report is about, at least once
VARIANTS = (
    "pegawai daftar --unit KEC",
    "pegawai daftar --tanggal 2025-06-01",
    "sasaran lembar 2025-TW1 --unit KEC",
    f"sasaran daftar 2025 --nip {ANI}",
    "sasaran daftar 2025 --unit KEC",
    "nilai lembar 2025-TW1 --unit KEC",
    "nilai lembar 2025-TW1 --per-penilai",
    "nilai daftar --periode 2025-TW1",
    "nilai daftar --unit KEC",
    f"nilai daftar --nip {ANI}",
    f"keberatan daftar --nip {ANI}",
    "keberatan daftar --terbuka",
    "disiplin daftar --unit KEC --libur libur.txt",
    f"disiplin daftar --nip {ANI}",
    f"disiplin tampil {ANI} --libur libur.txt",
    f"riwayat --nip {ANI} --perintah nilai",
    f"riwayat --nip {ANI} --dari 2020-01-01 --sampai 2199-01-01",
    f"riwayat --nip {ANI} --periode 2025-TW1",
    f"riwayat --nip {ANI} --pelaku Lurah",
    "riwayat --periode 2025-TW1",
    "riwayat --perintah nilai",
    "kegiatan daftar 2025 --unit KEC",
    "kegiatan tampil 1",
    "kegiatan cakupan 2025 --unit KEC",
    "kegiatan cakupan 2025 --per-pegawai --belum",
    "skm rekap 2025 --unit KEC --periode 2025-S1 --bobot 0.11",
    "skm rekap 2025 --populasi 100",
    "layanan angka TUNGGU --unit KEC --tahun 2025",
    "layanan rekap --pisah 2025-03-11 --unit KEC",
    "layanan rekap --tahun 2025",
    "rencana daftar --unit KEC --hari-ini 2026-03-05",
    "rencana daftar --lewat --hari-ini 2026-03-05",
    "rekap tahunan 2025 --unit KEC --urut nip",
    "rekap tahunan 2025 --wajib-lengkap",
    "rekap unit 2025 --wajib-lengkap",
    f"rekap pegawai {ANI} --wajib-lengkap",
    "rekap distribusi 2025 --unit KEC",
    "rekap distribusi 2025 --wajib-lengkap",
    "rekap tren --unit KEC",
    "rekap tren --wajib-lengkap",
    "rekap apresiasi 2025 --unit KEC --banyak 5",
    "rekap apresiasi 2025 --per-unit",
    "dampak 2 --sesudah 2025-TW2",
    "ekspor angka-kredit 2026 --wajib-lengkap",
    "ekspor siasn 2026 --wajib-lengkap",
)
OTHERS = tuple(line for line in (*LISTINGS, *VARIANTS) if not line.startswith("pembinaan"))
ELSEWHERE = {"demo", "berkas-subjek"}  # an office of its own; the one file that holds her case
TOLD = (
    "status --tanggal 2025-03-04",
    "status --tanggal 2025-03-04 --wajib-lengkap",
    "periksa",
    "kriteria periksa",
    f"dokumen {ANI} 2025",
    "bantuan",
)


def options_of(app: Any, line: str) -> Iterator[str]:
    """The options of a listing that say what it is about."""
    context, command = app.make_context("kinerja", ["x"], resilient_parsing=True), app
    for word in line.split():
        command = command.get_command(context, word)
    shared = {name for option in command.shared() for name in option.opts}
    for param in command.params:
        if param.param_type_name == "option" and not shared & set(param.opts):
            yield param.opts[0]


def test_every_listing_and_every_option_of_it_is_tried() -> None:
    """A new report, or a new option, is a failure here until it stands in the lists above."""
    from kinerja_cli.cli.app import app

    for listing in set(every_listing(app)) - ELSEWHERE:
        if listing.startswith("pembinaan"):
            continue
        lines = [line for line in OTHERS if f"{line} ".startswith(f"{listing} ")]
        assert lines, listing
        for option in options_of(app, listing):
            assert [line for line in lines if option in line.split()], (listing, option)


def leaves(app: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every command by its words."""
    if not hasattr(app, "list_commands"):
        yield " ".join(path), app
        return
    context = app.make_context("kinerja", ["x"], resilient_parsing=True)
    for name in app.list_commands(context):
        yield from leaves(app.get_command(context, name), *path, name)


def test_every_command_that_neither_reports_nor_writes_is_tried() -> None:
    from kinerja_cli.cli.app import app
    from kinerja_cli.cli.indonesian import ReportCommand, WritingCommand

    plain = {line for line, command in leaves(app) if not isinstance(command, ReportCommand | WritingCommand)}
    tried = {words for words in plain if any(f"{line} ".startswith(f"{words} ") for line in LINES)}
    # the one makes an office, the other writes what the shell asks: its choices are looked at beside the markers
    assert plain - tried == {"init", "pelengkap"}


def test_no_writing_command_says_any_of_it(office: Kinerja, workspace: Path) -> None:
    """What each says of her when it succeeds or is refused."""
    support(office)
    for name, text in FILES.items():
        (workspace / name).parent.mkdir(exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    own = ("pembinaan", "berkas-subjek", "demo", "pulihkan")
    for name, line in EVERY_WRITING_COMMAND.items():
        if name.startswith(own):
            continue
        said = any_code(office, line.replace(BUDI, ANI)).answer
        assert told_in(said) == [], line
        assert "embinaan" not in said, line


@pytest.fixture
def office(kinerja: Kinerja, workspace: Path) -> Kinerja:
    """The office of every listing, without a case of anybody's."""

    def without(line: Any, **how: Any) -> Any:
        return None if str(line).startswith("pembinaan") else kinerja(line, **how)

    record(without, workspace)
    (workspace / "libur.txt").write_text("2025-03-05\n", encoding="utf-8")
    return kinerja


def support(kinerja: Kinerja) -> None:
    """A closed case of Ani's with all its texts, and an open one that is late."""
    kinerja(f"pembinaan buka {ANI} --penyebab motivasi --bentuk bimbingan --tanggal 2025-03-03 -q")
    kinerja("pembinaan tutup 1 --hasil membaik --catatan 'kasus lain' --tanggal 2025-03-05 -q")
    open_and_close(kinerja)
    kinerja(
        f"pembinaan buka {ANI} --penyebab motivasi --bentuk bimbingan --tanggal 2025-06-02 --lanjut 2025-06-03 -q"
    )


def said(kinerja: Kinerja, workspace: Path, line: str, format: str) -> tuple[str, str]:
    """What a listing says and writes, but for receipts, times, and on a sheet to fill in the newest entry's number."""
    [(newest,)] = ask(workspace, "select max(seq) from journal where rows > 0")
    told = any_code(kinerja, f"{line} -o keluar --format {format}").answer
    path = workspace / "keluar"
    files = sorted(path.rglob("*")) if path.is_dir() else [path] if path.exists() else []
    written = "\n".join(members(file).decode("utf-8", "replace") for file in files)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if "lembar" in line:
        # neither styles nor the numbers by which a workbook names its texts
        wrapped = {"html": r">{}\n", "xlsx": r'(?<!t="s")><v>{0}</v>|<t>{0}</t>'}.get(format, r"\b{}\b")
        written = re.sub(wrapped.format(newest), "REVISI", written)
    return plain(told), plain(written)


def plain(text: str) -> str:
    text = re.sub(r"#\d+:[0-9a-f]{12}", "", text)
    return re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?( WITA|Z)?", "", text)


# the rest hold the cells of these in other clothes: pytest -m slow tests/cli/test_pembinaan_terpisah.py
_QUICK = {"csv", "html"}


@pytest.mark.parametrize(
    "format", [each if each in _QUICK else pytest.param(each, marks=pytest.mark.slow) for each in SUFFIXES]
)
def test_every_report_is_the_same_with_a_case(office: Kinerja, workspace: Path, format: str) -> None:
    before = {line: said(office, workspace, line, format) for line in OTHERS}
    support(office)
    for line in OTHERS:
        after = said(office, workspace, line, format)
        assert after == before[line], line
        assert told_in("".join(after)) == [], line
    assert any(CITRA in text for _, text in before.values()) or format == "xlsx"


def test_what_else_is_said_is_the_same_with_a_case(office: Kinerja) -> None:
    before = {line: plain(any_code(office, line).answer) for line in TOLD}
    support(office)
    assert {line: plain(any_code(office, line).answer) for line in TOLD} == before
    assert len(LINES) > len(TOLD)


def test_status_gains_one_line_when_somebody_is_late(office: Kinerja) -> None:
    before = plain(office("status --tanggal 2025-06-04").stdout).splitlines()
    support(office)
    after = plain(office("status --tanggal 2025-06-04").stdout).splitlines()
    assert [line for line in after if line not in before] == [
        "Pembinaan   : ada tindak lanjut yang lewat; lihat: kinerja pembinaan daftar"
    ]
    assert [line for line in before if line not in after] == []


def test_the_advice_tells_of_a_case_nothing_but_that_a_day_has_passed(office: Kinerja) -> None:
    line = "pembinaan saran 2025 --hari-ini {} --format csv"
    before = office(line.format("2025-06-03")).stdout
    support(office)
    assert office(line.format("2025-06-03")).stdout == before
    late = office(line.format("2025-06-04")).stdout
    assert told_in(late) == []
    assert "tindak_lanjut_lewat" in late

"""The glossary knows every word that kinerja's surface has and every table behind it, and nothing that is gone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kinerja_cli.cli.app import app
from kinerja_cli.cli.indonesian import ReportCommand
from kinerja_cli.storage import criteria_fields
from kinerja_cli.storage.schema import migrate
from kinerja_cli.storage.views import ALL_VIEWS

Kinerja = Callable[..., Any]
ROOT = Path(__file__).parents[2]
NIP = "198309212009042005"
# every command that draws a report, with what it needs to draw one
REPORTS = {
    "demo": "demo contoh",
    "kriteria tampil": "kriteria tampil",
    "unit daftar": "unit daftar",
    "pegawai daftar": "pegawai daftar",
    "pegawai tampil": f"pegawai tampil {NIP}",
    "periode daftar": "periode daftar",
    "tahun daftar": "tahun daftar",
    "program daftar": "program daftar",
    "program tampil": "program tampil 1",
    "program cocokkan": "program cocokkan 1 criteria.yaml",
    "nilai lembar": "nilai lembar 2025-TW1",
    "nilai daftar": "nilai daftar",
    "riwayat": "riwayat",
    "keberatan daftar": "keberatan daftar",
    "disiplin daftar": "disiplin daftar",
    "disiplin tampil": f"disiplin tampil {NIP}",
    "rekap tahunan": "rekap tahunan",
    "rekap unit": "rekap unit",
    "rekap pegawai": f"rekap pegawai {NIP}",
    "rekap distribusi": "rekap distribusi --per-unit",
    "jelaskan": f"jelaskan {NIP}",
    "berkas-subjek": f"berkas-subjek {NIP}",
    "unit capaian-daftar": "unit capaian-daftar",
    "rekap penilai": "rekap penilai",
    "ekspor angka-kredit": "-C resmi ekspor angka-kredit 2025",
    "ekspor siasn": "-C resmi ekspor siasn 2025",
    "rekap tren": "rekap tren",
    "tujuan daftar": "tujuan daftar",
    "sasaran daftar": "sasaran daftar",
    "sasaran lembar": "sasaran lembar 2025-TW1",
    "sasaran tampil": "sasaran tampil 1",
    "sasaran capaian": f"sasaran capaian {NIP}",
    "kegiatan daftar": "kegiatan daftar",
    "kegiatan tampil": "kegiatan tampil 1",
    "kegiatan cakupan": "kegiatan cakupan",
    "skm rekap": "skm rekap 2025",
    "layanan daftar": "layanan daftar",
    "layanan angka": "layanan angka",
    "layanan rekap": "layanan rekap",
    "dampak": "dampak 1",
    "rencana daftar": "rencana daftar",
    "rekap apresiasi": "rekap apresiasi",
    "rekap kebijakan": "rekap kebijakan",
    "pembinaan daftar": "pembinaan daftar",
    "pembinaan tampil": "pembinaan tampil 1",
    "pembinaan saran": "pembinaan saran --hari-ini 2025-12-31",
}
OWN_CODES = {  # the office's own words: its criteria, predikat and categories
    "disiplin", "inovasi", "pelayanan", "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang",
}  # fmt: skip


def rows() -> list[list[str]]:
    """Cells of every row of the glossary's tables."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ") and "English identifier" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def words(column: int) -> set[str]:
    """What stands in backticks in a column."""
    return {word for row in rows() for word in re.findall(r"`([^`]+)`", row[column])}


def commands(group: Any = app, ctx: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    ctx = ctx or app.make_context("kinerja", [], resilient_parsing=True)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        yield " ".join((*path, name)), command
        if hasattr(command, "list_commands"):
            below = command.make_context(name, [], parent=ctx, resilient_parsing=True)
            yield from commands(command, below, (*path, name))


def keys_of(value: Any) -> set[str]:
    """Every key of a JSON value, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_every_command_word_is_there() -> None:
    used = {word for path, _ in commands() for word in path.split()}
    assert used > {"nilai", "catat", "rekap", "tahunan", "jelaskan"}
    assert used - words(0) == set()


def test_every_key_of_criteria_yaml_is_there() -> None:
    levels = [value for value in vars(criteria_fields).values() if isinstance(value, criteria_fields.Level)]
    keys = {key for level in levels for key in (*level.required, *level.optional)}
    assert keys > {"instansi", "bobot", "minimal", "matriks"}
    assert keys - words(0) == set()


@pytest.fixture
def office(kinerja: Kinerja) -> Kinerja:
    """A workspace in which no report is empty."""
    for line in (
        "init",
        "unit tambah MAULAFA Maulafa",
        f"pegawai tambah {NIP} Maria --unit MAULAFA --mulai 2020-01-01",
        "periode buka 2025-TW1 2025-TW2",
        f"nilai catat {NIP} 2025-TW1 disiplin=90 inovasi=80 pelayanan=70",
        f"nilai catat {NIP} 2025-TW2 disiplin=90 pelayanan=70",
        f"nilai kecualikan {NIP} 2025-TW2 pelayanan --alasan Cuti",
        f"keberatan ajukan {NIP} 2025-TW1 disiplin --diterima 2025-04-01 --tanggal 2025-04-02 --alasan Rekap",
        "keberatan putuskan 1 --pejabat Bupati --tolak --alasan Cocok --tanggal 2025-04-03",
        f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {NIP}"
        " --berkas-bukti criteria.yaml --sebelum '71 %' --sesudah '84 %'",
        "unit capaian MAULAFA 2025 baik --dasar LKjIP",
        "tujuan tambah VISI Melayani --jenis visi",
        f"sasaran tetapkan {NIP} 2025 --hasil Surat --indikator Lama --target 3 --satuan hari --tujuan VISI",
        "sasaran realisasi 1 2025-TW1 3 --bukti register",
        "init resmi --templat permenpanrb-6-2022",
        "-C resmi unit tambah MAULAFA Maulafa",
        f"-C resmi pegawai tambah {NIP} Maria --unit MAULAFA --jabatan 'Perawat Mahir' --mulai 2020-01-01",
        "-C resmi periode buka 2025-TW1",
        f"disiplin catat {NIP} 2025-03-03",
        "kegiatan tambah Antrean --jenis pelatihan --tanggal 2025-04-01 --jp 8",
        f"kegiatan hadir 1 {NIP} --sebab acak",
        "kegiatan tambah Loket --jenis lokakarya --tanggal 2025-04-01",
        f"kegiatan hadir 2 {NIP} --sebab semua",
        "layanan tambah WAKTU Waktu --satuan menit --arah turun",
        "layanan catat WAKTU MAULAFA 2025-03-03 12,5",
        f"pegawai plt {NIP} --jabatan Lurah --unit MAULAFA --mulai 2025-01-01 --dasar SP",
        f"rencana tambah Rapat --pemilik {NIP} --tenggat 2025-06-30",
        "program ubah 1 --status terealisasi",
        f"pembinaan buka {NIP} --penyebab motivasi --bentuk bimbingan --tanggal 2025-03-03 --lanjut 2025-03-10",
        "pembinaan catat 1 --tanggal 2025-03-04 --catatan x --lanjut 2025-03-20",
        f"nilai catat {NIP} 2025-TW1 inovasi=81 --penilai {NIP} --koreksi --alasan x",
    ):
        kinerja(line)
    kinerja(
        "skm impor -",
        stdin="unit,periode,persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana\n"
        "MAULAFA,2025,3,3,2,4,3,4,3,4,3\n",
    )
    return kinerja


def test_every_key_of_every_report_is_there(office: Kinerja) -> None:
    drawing = {path for path, command in commands() if isinstance(command, ReportCommand)}
    assert drawing == set(REPORTS), "a report without a line to draw it by, or the other way round"
    used = {
        key
        for line in REPORTS.values()
        for key in keys_of(json.loads(office(f"{line} --format json").stdout))
    }
    assert used > {"peringkat", "sumbangan", "tidak_dihitung", "alasan", "poin", "tenggat", "jumlah"}
    assert used - OWN_CODES - words(0) == set()


def test_every_table_is_there() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    tables = {name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")}
    assert {"score", "score_past", "journal"} < tables
    assert tables - {"sqlite_sequence"} - words(1) == set()


def test_every_view_and_every_column_of_one_is_there() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    used = {row[1] for name in ALL_VIEWS for row in connection.execute(f"pragma table_info({name})")}
    assert used > {"nip", "nilai_akhir", "sampai"}
    assert (used | set(ALL_VIEWS)) - words(0) == set()


def test_nothing_in_it_is_gone_from_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "kinerja_cli").rglob("*.py"))
    known = set(re.findall(r"\w+", code)) | set(re.findall(r"\w+-\w+", code))
    past = {word.removesuffix("_past") for word in words(1)}
    assert (words(0) | past) - known == set()

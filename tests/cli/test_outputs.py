"""Every listing in every format, on stdout and into a file: the same figures, nothing lost."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from official_office import judge_by_the_quadrant
from pages import read_page, table_of
from scoring_office import ANI, CITRA, give, settle

Kinerja = Callable[..., Any]
LISTINGS = (
    "rekap tahunan 2025",
    "rekap unit 2025",
    f"rekap pegawai {ANI}",
    "rekap distribusi 2025 --per-unit",
    f"jelaskan {ANI} 2025",
    "nilai daftar",
    "nilai lembar 2025-TW1",
    "program daftar",
    "pegawai daftar",
    f"pegawai tampil {ANI}",
    "unit daftar",
    "periode daftar",
    "tahun daftar",
    "kriteria tampil --tahun 2025",
    f"riwayat --nip {ANI}",
    "keberatan daftar",
    "unit capaian-daftar",
    "rekap unit 2025 --periode 2025-TW1",
    "rekap penilai 2025",
    "ekspor angka-kredit 2026",
    "ekspor siasn 2026",
    "rekap tren",
    f"rekap tren {ANI}",
    "rekap tren --unit KEC",
    "program tampil 1",
    "program cocokkan 1 bukti.txt",
    "tujuan daftar",
    "sasaran daftar 2025",
    "sasaran lembar 2025-TW1",
    "sasaran tampil 1",
    f"sasaran capaian {ANI}",
    "disiplin daftar",
    f"disiplin tampil {ANI}",
    "kegiatan daftar",
    "kegiatan tampil 1",
    "kegiatan cakupan 2025",
    "kegiatan cakupan 2025 --per-pegawai",
    "skm rekap 2025",
    "layanan daftar",
    "layanan angka",
    "layanan rekap --pisah 2025-03-11",
    "dampak 2",
    "rencana daftar --semua --hari-ini 2026-03-05",
    "rekap apresiasi 2025",
    "rekap kebijakan 2025",
    "pembinaan daftar",
    "pembinaan tampil 1",
    "pembinaan saran 2025 --hari-ini 2025-12-31",
)
SUFFIXES = {
    "table": "txt",
    "csv": "csv",
    "tsv": "tsv",
    "json": "json",
    "md": "md",
    "xlsx": "xlsx",
    "html": "html",
}


_FILES: dict[str, bytes] = {}  # of the office of every listing, once it was made


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    fill(kinerja, workspace)


def fill(kinerja: Kinerja, workspace: Path) -> None:
    """Write something for every listing to say: once, and then the same files again."""
    if not _FILES:
        record(kinerja, workspace)
        _FILES.update((file.name, file.read_bytes()) for file in workspace.iterdir())
    for name, content in _FILES.items():
        file = workspace / name
        file.touch(mode=0o600)
        file.write_bytes(content)


def record(kinerja: Kinerja, workspace: Path) -> None:
    """Write it command by command."""
    settle(kinerja, workspace)
    give(kinerja, f"{ANI},2025-TW1,80,80,80", f"{ANI},2025-TW2,80,80.5,80", f"{CITRA},2025-TW1,70,70,70")
    kinerja(
        f"keberatan ajukan {ANI} 2025-TW1 disiplin --diterima 2025-04-03 --tanggal 2025-04-04 --alasan 'a;b' -q"
    )
    kinerja("unit capaian KEC 2025 baik --dasar 'LKjIP; \"2025\"' -q")
    (workspace / "bukti.txt").write_text("hadir 84 dari 100", encoding="utf-8")
    kinerja(f"disiplin catat {ANI} --dari 2025-03-03 --sampai 2025-03-06 --catatan 'a;b' -q")
    kinerja(
        f"program tambah 'Loket; \"satu\", pintu' --tahun 2025 --kategori program_baru --pegawai {ANI} -q"
        " --berkas-bukti bukti.txt"
    )
    kinerja(
        f"program tambah 'Buku; \"tamu\"' --tahun 2025 --kategori program_baru --pegawai {CITRA} -q --bukti SK"
        " --status terealisasi --sebelum '9 menit' --sesudah '3 menit'"
    )
    kinerja("tujuan tambah KEC-1 'Loket; \"cepat\"' -q")
    kinerja(
        f"sasaran tetapkan {ANI} 2025 --hasil 'Loket; \"satu\", pintu' --indikator 'Lama; antre' --target 7-8"
        " --satuan menit --arah turun --tujuan KEC-1 -q"
    )
    kinerja("sasaran realisasi 1 2025-TW2 6,5 --bukti 'buku; register' -q")
    kinerja(
        "kegiatan tambah 'Loket; \"satu\", pintu' --jenis pelatihan --tanggal 2025-05-06 --jp 12 --unit KEC -q"
    )
    kinerja(f"kegiatan hadir 1 {ANI} {CITRA} --sebab semua --catatan 'a;b' -q")
    kinerja("kegiatan tambah 'Buku; \"tamu\"' --jenis lokakarya --tanggal 2025-04-01 --unit KEC -q")
    kinerja(f"kegiatan hadir 2 {ANI} --sebab semua -q")
    (workspace / "skm.csv").write_text(
        "unit,periode,persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana\n"
        "KEC,2025-S1,3,3,2,4,3,4,3,4,3\nKEC,2025-S1,4,4,4,4,4,4,4,4,4\nKEC,2025,3,3,3,3,3,3,3,3,3\n",
        encoding="utf-8",
    )
    kinerja("skm impor skm.csv -q")
    kinerja("layanan tambah TUNGGU 'Loket; \"satu\", pintu' --satuan 'menit; rata-rata' --arah turun -q")
    days = "".join(
        f'TUNGGU;{unit};2025-03-{day:02d};{value + day % 3},{day:02d};{day};a"b\n'
        for unit, value in (("KEC", 30), ("SIKUMANA", 12))
        for day in range(1, 21)
    )
    (workspace / "layanan.csv").write_text(
        "layanan;unit;tanggal;nilai;banyak;catatan\n" + days.replace('a"b', '"a; ""b"""'), encoding="utf-8"
    )
    kinerja("layanan impor layanan.csv -q")
    kinerja(f"rencana tambah 'Loket; \"dua\"' --pemilik {ANI} --tenggat 2026-02-28 --asal skm --unit KEC -q")
    kinerja("rencana tambah Rapat --pemilik 'Wali Kota' --tenggat 2026-01-31 -q")
    kinerja("rencana selesai 2 --hasil 'rapat; \"dua\" kali' --tanggal 2026-02-02 -q")
    kinerja(
        f"pembinaan buka {ANI} --penyebab motivasi --bentuk konseling --tanggal 2025-03-03 --lanjut 2025-03-10"
        " --catatan 'lelah; \"jenuh\", diam' -q"
    )
    judge_by_the_quadrant(kinerja, workspace, ANI)


def every_listing(app: Any, *path: str) -> Sequence[str]:
    """The commands that offer the options of a report."""
    from kinerja_cli.cli.indonesian import ReportCommand

    if isinstance(app, ReportCommand):
        return [" ".join(path)]
    context = app.make_context("kinerja", ["x"], resilient_parsing=True)
    names = app.list_commands(context) if hasattr(app, "list_commands") else []
    return [line for name in names for line in every_listing(app.get_command(context, name), *path, name)]


def test_the_matrix_knows_every_listing() -> None:
    from kinerja_cli.cli.app import app

    found = set(every_listing(app)) - {
        "demo",
        "berkas-subjek",
    }  # each time another: tests/cli/test_demo.py, test_berkas_subjek.py
    assert found == {" ".join(w for w in line.split()[:2] if w[0].isalpha()) for line in LISTINGS}


def grid(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def read_csv(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


@pytest.mark.parametrize("line", LISTINGS)
class TestListing:
    """One listing at a time."""

    @pytest.mark.parametrize("format", SUFFIXES)
    def test_a_file_says_what_stdout_says(
        self, kinerja: Kinerja, workspace: Path, line: str, format: str
    ) -> None:
        name = f"keluar.{SUFFIXES[format]}"
        told = kinerja(f"{line} -o {name}")
        assert told.stdout == ""
        written = (workspace / name).read_bytes()
        assert (workspace / name).stat().st_mode & 0o777 == 0o600
        kinerja(f"{line} -o lagi --format {format}")
        assert (workspace / "lagi").read_bytes() == written
        if format != "xlsx":  # bytes that a text fixture can't carry
            assert kinerja(f"{line} --format {format}").stdout.encode() == written
            assert kinerja(f"{line} --format {format} -o -").stdout.encode() == written
        assert not [file.name for file in workspace.iterdir() if file.name.startswith(".kinerja-")]

    def test_tsv_and_csv_hold_the_same_cells(self, kinerja: Kinerja, line: str) -> None:
        rows = read_csv(kinerja(f"{line} --format csv").stdout)
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
        assert read_csv(kinerja(f"{line} --format tsv").stdout, "\t") == rows

    def test_json_holds_the_same_cells_with_types(self, kinerja: Kinerja, line: str) -> None:
        keys, *rows = read_csv(kinerja(f"{line} --format csv").stdout)
        listed = json.loads(kinerja(f"{line} --format json").stdout, parse_float=str, parse_int=str)
        if line.startswith("jelaskan"):
            assert isinstance(listed, dict)
            return
        assert [list(row) for row in listed] == [keys] * len(rows)
        assert grid([list(row.values()) for row in listed]) == rows

    def test_the_workbook_holds_the_same_cells(self, kinerja: Kinerja, workspace: Path, line: str) -> None:
        _, *rows = read_csv(kinerja(f"{line} --format csv").stdout)
        kinerja(f"{line} -o buku.xlsx")
        sheet = openpyxl.load_workbook(workspace / "buku.xlsx").worksheets[0]
        cells = list(sheet.iter_rows())[-len(rows) :]
        for cells_of_row, row in zip(cells, rows, strict=True):
            for cell, text in zip(cells_of_row, row, strict=True):
                if isinstance(cell.value, int | float):
                    assert float(text) == cell.value
                elif cell.is_date:
                    assert f"{cell.value:%Y-%m-%d}" == text
                else:
                    assert (cell.value or "") == text

    def test_the_page_holds_the_same_cells(self, kinerja: Kinerja, workspace: Path, line: str) -> None:
        _, *rows = read_csv(kinerja(f"{line} --format csv").stdout)
        kinerja(f"{line} -o halaman.html")
        text = (workspace / "halaman.html").read_bytes().decode()
        heads, listed = table_of(read_page(text))
        assert len(heads) == len(rows[0])
        assert listed == rows
        assert "kebijakan lokal" in text or "Nilai menurut" not in kinerja(f"{line} --format md").stdout

    def test_the_table_and_markdown_never_cut_a_nip(self, kinerja: Kinerja, line: str) -> None:
        plain = kinerja(f"{line} --format csv").stdout
        for format in ("table", "md"):
            told = kinerja(f"{line} --format {format}", env={"COLUMNS": "20"}).stdout
            assert (ANI in told) or (ANI not in plain)
            assert "\x1b" not in told

    def test_excel_of_indonesia_gets_its_own_dialect(self, kinerja: Kinerja, line: str) -> None:
        text = kinerja(f"{line} --format csv --dialek excel-id").stdout
        assert text.startswith("\ufeff")
        assert text.count("\r\n") == text.count("\n") > 1
        rows = read_csv(text.removeprefix("\ufeff"), ";")
        assert len(rows) == len(read_csv(kinerja(f"{line} --format csv").stdout))
        # spaced, so that it stays text: whose it is, and who rated, leads or owns
        assert not [cell for row in rows for cell in row if re.fullmatch("[0-9]{15,}", cell)]


def test_a_report_never_replaces_the_workspaces_own_files(kinerja: Kinerja, workspace: Path) -> None:
    before = (workspace / "kinerja.db").read_bytes()
    for name in ("kinerja.db", "criteria.yaml"):
        kinerja(f"rekap tahunan 2025 --format csv -o {name}", exit_code=2)
        kinerja(f"jelaskan {ANI} 2025 --format json -o {name}", exit_code=2)
    assert (workspace / "kinerja.db").read_bytes() == before
    assert (workspace / "criteria.yaml").read_text().startswith("#")


@pytest.mark.parametrize("line", ["rekap tahunan 2025", f"jelaskan {ANI} 2025"])
def test_an_output_that_cannot_be_is_refused_in_words(kinerja: Kinerja, line: str) -> None:
    assert "Akhiran" in kinerja(f"{line} -o rekap.doc", exit_code=2).stderr
    assert "tidak dikenal" in kinerja(f"{line} --format pdf", exit_code=2).stderr
    assert "hanya untuk csv" in kinerja(f"{line} --format json --dialek excel-id", exit_code=2).stderr
    assert kinerja(f"{line} -o tak/ada/rekap.csv", exit_code=4).stderr != ""


def test_a_failed_command_leaves_the_old_file(kinerja: Kinerja, workspace: Path) -> None:
    (workspace / "rekap.csv").write_text("lama")
    kinerja("rekap tahunan 2023 -o rekap.csv", exit_code=4)
    assert (workspace / "rekap.csv").read_text() == "lama"


def test_what_excel_of_indonesia_was_given_is_imported_again_as_it_was(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja("nilai daftar --dialek excel-id -o nilai.csv")
    assert "19750505 200003 1 005" in (workspace / "nilai.csv").read_text()  # Ani's superior rated her
    assert kinerja("nilai impor nilai.csv").stderr == "17 nilai: 0 baru, 17 tetap, 0 koreksi\n"

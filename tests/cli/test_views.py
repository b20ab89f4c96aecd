"""The views that other programs read: Indonesian, exact, up to date, and without what is confidential."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from closed_office import close_all, complete
from scoring_office import ANI, CAMAT, CITRA, DEDI, LURAH_S

from kinerja_cli.storage.database import connect
from kinerja_cli.storage.views import ALL_VIEWS

Kinerja = Callable[..., Any]
Row = dict[str, Any]
# what is written about people in confidence, or tells who did what from where
CONFIDENTIAL_TABLES = {"journal", "objection", "absence", "exemption", "access", "erasure", "erased", "seal"}
CONFIDENTIAL_COLUMNS = {"note", "reason", "grounds", "evidence", "salt", "entry_host", "host", "basis"}


@pytest.fixture
def view(workspace: Path) -> Callable[[str], list[Row]]:
    """``view("v_unit")``: its rows, as a program that knows nothing of kinerja reads them."""

    def select(name: str) -> list[Row]:
        with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"select * from {name}")]  # noqa: S608 - our own names

    return select


def read_by(connection: sqlite3.Connection, name: str) -> Iterator[tuple[str, str]]:
    """Table and column of everything that a view reads."""
    read: list[tuple[str, str]] = []

    def note(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.append((str(table), str(column)))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    connection.execute(f"select * from {name}").fetchall()  # noqa: S608 - our own names
    connection.set_authorizer(None)
    return iter(read)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ALL_VIEWS)
def test_no_view_reads_anything_confidential(name: str, workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        read = list(read_by(connection, name))
    assert read
    assert {table for table, _ in read} & CONFIDENTIAL_TABLES == set()
    assert {column for _, column in read} & CONFIDENTIAL_COLUMNS == set()
    assert not any(table.endswith("_past") for table, _ in read)  # nor what was replaced


@pytest.mark.usefixtures("office")
def test_units_people_and_placements_are_told_in_words(view: Callable[[str], list[Row]]) -> None:
    assert view("v_unit")[1] == {
        "kode": "OEP", "nama": "Kelurahan Oepura", "induk": "KEC", "nama_induk": "Kecamatan Maulafa",
    }  # fmt: skip
    assert view("v_pegawai")[1] == {
        "nip": "198503152010012001", "nama": "Budi Nenabu", "jenis": "PNS", "golongan": "III/d", "unit": "OEP",
        "nama_unit": "Kelurahan Oepura", "jabatan": "Lurah", "atasan": "Ani Lay, S.Sos.", "mulai": "2010-01-01",
        "selesai": None,
    }  # fmt: skip
    assert [row["atasan"] for row in view("v_pegawai")][::3] == ["Wali Kota Kupang", "Budi Nenabu"]
    assert [row["periode"] for row in view("v_periode")] == ["2025-TW1", "2025-TW2"]
    assert view("v_periode")[0]["status"] == "terbuka"


@pytest.mark.usefixtures("office")
def test_a_placement_ends_the_day_before_the_next(
    kinerja: Kinerja,
    view: Callable[[str], list[Row]],
) -> None:
    kinerja("pegawai pindah 199503012020121003 --unit PKM --mulai 2025-05-01")
    told = [
        (row["unit"], row["mulai"], row["sampai"]) for row in view("v_penempatan") if "Citra" in row["nama"]
    ]
    assert told == [("OEP", None, "2025-04-30"), ("PKM", "2025-05-01", None)]
    assert [row["unit"] for row in view("v_pegawai") if "Citra" in row["nama"]] == ["PKM"]


@pytest.mark.usefixtures("office")
def test_hundredths_are_text_with_two_places_and_a_nip_is_text(
    workspace: Path,
    kinerja: Kinerja,
    view: Callable[[str], list[Row]],
) -> None:
    kinerja(
        "nilai catat 197001011995032001 2025-TW1 disiplin=100 inovasi=0,05 pelayanan=87,5 --catatan Rahasia"
    )
    [first, second, third] = view("v_nilai")
    assert [first["nilai"], second["nilai"], third["nilai"]] == ["100.00", "0.05", "87.50"]
    assert first == {
        "nip": "197001011995032001", "nama": "Ani Lay, S.Sos.", "periode": "2025-TW1", "kriteria": "disiplin",
        "nilai": "100.00", "penilai": "Wali Kota Kupang",
    }  # fmt: skip
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        kinds = {
            kind
            for name in ALL_VIEWS
            for row in connection.execute(f"select * from {name}")  # noqa: S608 - our own names
            for kind in map(type, row)
        }
    assert kinds <= {str, int, type(None)}


@pytest.mark.usefixtures("office")
def test_programmes_goals_targets_and_what_came_of_them(
    kinerja: Kinerja,
    view: Callable[[str], list[Row]],
) -> None:
    budi, citra = "198503152010012001", "199503012020121003"
    kinerja(
        f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {budi} --pegawai {citra}"
        " --sebelum '9 hari'"
    )
    kinerja("tujuan tambah VISI Melayani --jenis visi")
    kinerja(
        f"sasaran tetapkan {budi} 2025 --hasil Surat --indikator Lama --target 2,5-3 --satuan hari --tujuan VISI"
    )
    kinerja("sasaran realisasi 1 2025-TW1 2,75 --bukti register")
    assert [(row["judul"], row["sebelum"], row["nip"]) for row in view("v_program")] == [
        ("Antrean", "9 hari", budi), ("Antrean", "9 hari", citra),
    ]  # fmt: skip
    [target] = view("v_sasaran")
    assert (target["target_bawah"], target["target_atas"], target["tujuan"]) == ("2.50", "3.00", "VISI")
    assert [(row["sasaran"], row["realisasi"], row["satuan"]) for row in view("v_realisasi")] == [
        (1, "2.75", "hari")
    ]
    assert [row["tujuan"] for row in view("v_tujuan")] == ["Melayani"]


@pytest.mark.usefixtures("office")
def test_activities_surveys_services_and_the_plan(kinerja: Kinerja, view: Callable[[str], list[Row]]) -> None:
    budi, citra = "198503152010012001", "199503012020121003"
    kinerja(
        "kegiatan tambah Loket --jenis pelatihan --tanggal 2025-04-01 --jp 20 --unit PKM --seleksi 2025-TW1"
    )
    kinerja(f"kegiatan hadir 1 {budi} {citra} --sebab nilai_rendah --catatan Rahasia")
    head = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana"
    kinerja("skm impor -", stdin=f"unit,periode,{head}\nOEP,2025-TW1,1,2,3,4,1,2,3,4,1\n")
    kinerja("skm impor -", stdin=f"unit,periode,responden,{head}\nPKM,2025-TW1,10{',30' * 8},40\n")
    kinerja("layanan tambah TUNGGU 'Waktu tunggu' --satuan menit --arah turun")
    kinerja("layanan catat TUNGGU PKM 2025-03-04 12,5 --banyak 7 --catatan Rahasia")
    kinerja(f"rencana tambah 'Loket kedua' --pemilik {budi} --tenggat 2026-01-31 --asal layanan --unit PKM")
    assert view("v_kegiatan") == [
        {"id": 1, "tanggal": "2025-04-01", "jenis": "pelatihan", "topik": "Loket", "jp": 20, "unit": "PKM",
         "seleksi": "2025-TW1"}
    ]  # fmt: skip
    assert [tuple(row.values()) for row in view("v_kehadiran")] == [
        (1, "2025-04-01", budi, "Budi Nenabu", "nilai_rendah"), (1, "2025-04-01", citra, "Citra Tukan", "nilai_rendah")
    ]  # fmt: skip
    assert [tuple(row.values()) for row in view("v_skm")] == [
        ("OEP", "2025-TW1", 1, 1, 2, 3, 4, 1, 2, 3, 4, 1), ("PKM", "2025-TW1", 10, *[30] * 8, 40)
    ]  # fmt: skip
    assert [tuple(row.values()) for row in view("v_layanan")] == [
        ("TUNGGU", "Waktu tunggu", "menit", "turun", "PKM", "2025-03-04", "12.50", 7)
    ]
    [plan] = view("v_rencana")
    assert (plan["tindakan"], plan["asal"], plan["unit"], plan["pemilik"], plan["status"], plan["hasil"]) == (
        "Loket kedua", "layanan", "PKM", "Budi Nenabu", "berjalan", None,
    )  # fmt: skip
    assert list(view("v_skm")[0])[3:] == head.split(",")


def test_the_results_of_a_closed_year_are_those_of_its_report(
    workspace: Path, kinerja: Kinerja, view: Callable[[str], list[Row]]
) -> None:
    complete(kinerja, workspace)
    # a line of the kept report is CSV: cells with commas and quotes, at the beginning and the end of a cell too
    for nip, position in ((CAMAT, '"Camat", Maulafa'), (CITRA, 'Staf "a","b"'), (DEDI, '""'), (ANI, ",")):
        kinerja(["pegawai", "pindah", nip, "--jabatan", position, "--mulai", "2025-06-01"])
    close_all(kinerja)
    report = list(csv.DictReader(kinerja("rekap tahunan 2025 --format csv").stdout.splitlines()))
    told = view("v_hasil_tahun")
    assert len(told) == len(report) == 6
    keys = (
        "nip",
        "nama",
        "unit",
        "jabatan",
        "nilai_dasar",
        "nilai_tambah",
        "nilai_akhir",
        "predikat",
        "status",
    )
    assert [[row[key] for key in keys] for row in told] == [
        [row[key] or None for key in keys] for row in report
    ]
    assert [row["peringkat"] for row in told] == [int(row["peringkat"]) for row in report]
    assert {(row["tahun"], row["revisi"]) for row in told} == {(2025, 1)}


def test_a_reopened_year_shows_no_results_and_a_closed_one_again_only_the_latest(
    workspace: Path, kinerja: Kinerja, view: Callable[[str], list[Row]]
) -> None:
    complete(kinerja, workspace)
    close_all(kinerja)
    kinerja("tahun buka-kembali 2025 --alasan Keliru --disetujui Camat --yes")
    assert view("v_hasil_tahun") == []
    kinerja("tahun tutup 2025 --yes")
    assert {row["revisi"] for row in view("v_hasil_tahun")} == {2}
    assert len(view("v_hasil_tahun")) == 6


def test_who_was_erased_is_in_no_view(
    workspace: Path, kinerja: Kinerja, view: Callable[[str], list[Row]]
) -> None:
    complete(kinerja, workspace)
    close_all(kinerja)
    kinerja(f"hapus-data {LURAH_S} --dasar 'Permohonan 1' --yes")
    shown = repr([view(name) for name in ALL_VIEWS])
    assert "Marten" not in shown
    assert LURAH_S not in shown
    assert "(dihapus)" in shown


@pytest.mark.usefixtures("office")
def test_the_views_answer_under_the_settings_that_kinerja_itself_opens_with(workspace: Path) -> None:
    with closing(connect(workspace / "kinerja.db", "ro")) as connection:  # trusted_schema is off
        for name in ALL_VIEWS:
            connection.execute(f"select * from {name}").fetchall()  # noqa: S608 - our own names


@pytest.mark.usefixtures("office")
def test_a_view_that_another_program_changed_is_found_and_named(workspace: Path, kinerja: Kinerja) -> None:
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        connection.executescript(
            "drop view v_nilai; create view v_nilai as select nip, '100.00' as nilai from v_pegawai;"
            "drop view v_unit; create view v_lain as select 1"
        )
    assert "telah diubah oleh program lain" in kinerja("unit daftar", 6).stderr
    assert kinerja("periksa", 8).stdout.splitlines() == [
        "skema view v_lain: bukan milik kinerja",
        "skema view v_nilai: bunyinya diubah",
        "skema view v_unit: hilang",
    ]


def test_names_begin_with_v_and_are_spelt_as_a_query_needs_them() -> None:
    assert all(re.fullmatch(r"v_[a-z_]+", name) for name in ALL_VIEWS)

"""`kinerja layanan`: measures are registered, figures recorded once, and before is held against after."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from closed_office import close_all, complete
from scoring_office import ask, journal, rows_of, settle

from kinerja_cli.services.measures import changes_around, changes_of_year
from kinerja_cli.storage.database import open_database

Kinerja = Callable[..., Any]
ADDED = "layanan tambah WAKTU 'Waktu tunggu loket' --satuan menit --arah turun"
COLUMNS = (
    "layanan,nama,unit,satuan,arah,sebelum_n,sebelum,sesudah_n,sesudah,selisih,persen,batas_bawah,batas_atas,arti,"
    "catatan"
)


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    kinerja(ADDED)


def give(kinerja: Kinerja, *lines: str) -> None:
    """Figures: measure, unit, day, value and, if any, servings."""
    rows = [line if line.count(",") == 4 else f"{line}," for line in lines]
    kinerja("layanan impor -", stdin="\n".join(["layanan,unit,tanggal,nilai,banyak", *rows]))


class TestMeasures:
    def test_the_same_words_twice_change_nothing_and_others_are_refused(self, kinerja, workspace):
        entries = journal(workspace)
        told = kinerja(ADDED)
        assert told.stderr == "Layanan WAKTU sudah ada begitu; tidak ada yang berubah.\n"
        assert kinerja(ADDED.replace("WAKTU", "waktu")).receipt is None
        assert journal(workspace) == entries
        other = kinerja(ADDED.replace("turun", "naik"), exit_code=3).stderr
        assert other.startswith("Layanan WAKTU sudah ada: Waktu tunggu loket (menit, turun).\n")
        assert ask(workspace, "select code, name, measure, direction from service_measure") == [
            ("WAKTU", "Waktu tunggu loket", "menit", "turun")
        ]

    @pytest.mark.parametrize(
        ("line", "code", "told"),
        [
            ("layanan tambah 'A B' N --satuan x --arah naik", 3, "kode layanan 'A B'"),
            ("layanan tambah A '=1' --satuan x --arah naik", 3, "rumus"),
            ("layanan tambah A N --satuan '' --arah naik", 3, "satuan kosong"),
            ("layanan tambah A N --satuan x --arah samping", 2, "'samping' tidak dikenal"),
            ("layanan tambah A N --satuan x", 2, "--arah"),
        ],
    )
    def test_what_is_no_measure_is_refused(self, kinerja, workspace, line, code, told):
        assert told in kinerja(line, exit_code=code).stderr
        assert ask(workspace, "select count(*) from service_measure") == [(1,)]

    def test_every_fault_of_a_measure_is_told_at_once(self, kinerja):
        told = kinerja("layanan tambah 'A B' '=1' --satuan '' --arah naik", exit_code=3).stderr
        assert len(told.splitlines()) == 3

    def test_a_change_needs_a_reason_and_keeps_what_it_was(self, kinerja, workspace):
        kinerja("layanan ubah WAKTU --nama X", exit_code=2)
        kinerja("layanan ubah WAKTU --alasan x", exit_code=2)
        assert (
            "diubah" in kinerja("layanan ubah waktu --nama 'Waktu antre' --satuan jam --alasan baku").stderr
        )
        again = kinerja("layanan ubah WAKTU --nama 'Waktu antre' --alasan baku")
        assert (again.stderr, again.receipt) == ("Layanan WAKTU tetap; tidak ada yang berbeda.\n", None)
        assert ask(workspace, "select name, measure from service_measure_past") == [
            ("Waktu tunggu loket", "menit")
        ]
        told = kinerja("layanan ubah WAKTO --nama X --alasan x", exit_code=4).stderr
        assert told.startswith("Layanan 'WAKTO' tidak ditemukan. Maksud Anda 'WAKTU'?")

    def test_the_list_counts_figures_and_says_from_when_to_when(self, kinerja):
        kinerja("layanan tambah KELUHAN Keluhan --satuan keluhan --arah turun")
        give(kinerja, "WAKTU,KEC,2025-03-05,1", "WAKTU,SIKUMANA,2024-12-31,2", "WAKTU,KEC,2025-01-02,3")
        listed = [
            tuple(row[key] for key in ("kode", "arah", "angka", "dari", "sampai"))
            for row in rows_of(kinerja, "layanan daftar")
        ]
        assert listed == [
            ("KELUHAN", "turun", "0", "", ""),
            ("WAKTU", "turun", "3", "2024-12-31", "2025-03-05"),
        ]


class TestFigures:
    def test_an_equal_figure_stays_and_another_one_needs_a_correction(self, kinerja, workspace):
        line = "layanan catat WAKTU KEC 2025-03-03"
        first = kinerja(f"{line} 12,5 --banyak 31 --catatan hujan")
        assert (first.stdout, first.stderr) == ("", "WAKTU KEC 2025-03-03 = 12.50 menit: dicatat.\n")
        entries = journal(workspace)
        for same in ("12,5", "12.50 --banyak 31", "12,5 --catatan hujan"):
            assert kinerja(f"{line} {same}").stderr.endswith(": tetap.\n")
        assert journal(workspace) == entries
        for other in ("13", "12,5 --banyak 30", "12,5 --catatan panas"):
            told = kinerja(f"{line} {other}", exit_code=3).stderr
            assert told.startswith("WAKTU KEC 2025-03-03 sudah 12.50 (banyak 31, revisi ")
            assert "--koreksi --alasan" in told
        assert journal(workspace) == entries
        kinerja(f"{line} 13 --koreksi", exit_code=2)
        assert ": dikoreksi" in kinerja(f"{line} 13 --koreksi --alasan 'salah hitung'").stderr
        # what the correction doesn't state stays as it was
        assert ask(workspace, "select value, servings, note from service_figure") == [(1300, 31, "hujan")]
        assert ask(workspace, "select value, servings, note from service_figure_past") == [
            (1250, 31, "hujan")
        ]

    def test_the_key_is_measure_unit_and_day(self, kinerja, workspace):
        kinerja("layanan tambah KELUHAN Keluhan --satuan keluhan --arah turun")
        for where in ("WAKTU KEC 2025-03-03", "WAKTU KEC 2025-03-04", "WAKTU SIKUMANA 2025-03-03",
                      "KELUHAN 'Kecamatan  maulafa' 03/03/2025"):  # fmt: skip
            assert "dicatat" in kinerja(f"layanan catat {where} 1").stderr
        assert ask(workspace, "select count(*), sum(servings) from service_figure") == [(4, 4)]

    def test_every_fault_is_told_at_once_and_nothing_is_written(self, kinerja, workspace):
        coming = (datetime.now(UTC) + timedelta(days=2)).date()
        before = (workspace / "kinerja.db").read_bytes()
        told = kinerja(f"layanan catat WAKTA KECC {coming} 1 --catatan '=1'", exit_code=3).stderr
        assert "Layanan 'WAKTA' tidak ditemukan. Maksud Anda 'WAKTU'?" in told
        assert "Unit 'KECC' tidak ditemukan. Maksud Anda 'KEC'?" in told
        assert f"{coming} belum terjadi" in told
        assert "rumus" in told
        assert "belum terjadi" in kinerja(f"layanan catat WAKTU KEC {coming} 1", exit_code=3).stderr
        assert (workspace / "kinerja.db").read_bytes() == before

    @pytest.mark.parametrize("words", ["1,234", "satu", "1 --banyak 0", "1 --banyak 1,5", "-- -1"])
    def test_what_is_no_figure_is_refused(self, kinerja, words):
        kinerja(f"layanan catat WAKTU KEC 2025-03-03 {words}", exit_code=2)

    def test_what_is_withdrawn_counts_no_more_and_may_be_recorded_anew(self, kinerja, workspace):
        kinerja("layanan catat WAKTU KEC 2025-03-03 12")
        kinerja("layanan batalkan WAKTU KEC 2025-03-03", exit_code=2)
        assert "dibatalkan" in kinerja("layanan batalkan WAKTU KEC 2025-03-03 --alasan libur").stderr
        assert rows_of(kinerja, "layanan angka") == []
        assert ask(workspace, "select value from service_figure_past") == [(1200,)]
        told = kinerja("layanan batalkan WAKTU KEC 2025-03-03 --alasan libur", exit_code=4).stderr
        assert told.startswith("Tidak ada angka WAKTU dari KEC pada 2025-03-03.")
        assert "dicatat" in kinerja("layanan catat WAKTU KEC 2025-03-03 13").stderr

    def test_the_figures_are_listed_by_measure_unit_and_year(self, kinerja):
        kinerja("layanan tambah KELUHAN Keluhan --satuan keluhan --arah turun")
        give(
            kinerja,
            "WAKTU,SIKUMANA-RW,2025-03-05,1,7",
            "WAKTU,NAIMATA,2024-12-31,2",
            "KELUHAN,KEC,2025-01-02,3",
        )

        def found(more: str = "") -> list[tuple[str, ...]]:
            keys = ("layanan", "unit", "tanggal", "nilai", "banyak")
            return [tuple(row[key] for key in keys) for row in rows_of(kinerja, f"layanan angka {more}")]

        complaint = ("KELUHAN", "KEC", "2025-01-02", "3.00", "1")
        naimata = ("WAKTU", "NAIMATA", "2024-12-31", "2.00", "1")
        hamlet = ("WAKTU", "SIKUMANA-RW", "2025-03-05", "1.00", "7")
        assert found() == [complaint, naimata, hamlet]
        assert found("waktu") == [naimata, hamlet]
        assert found("--unit SIKUMANA") == [hamlet]
        assert found("--tahun 2025") == [complaint, hamlet]
        kinerja("layanan angka LAIN", exit_code=4)

    def test_the_history_tells_every_change(self, kinerja):
        kinerja("layanan ubah WAKTU --satuan jam --alasan baku")
        kinerja("layanan catat WAKTU KEC 2025-03-03 12 --catatan hujan")
        kinerja("layanan catat WAKTU KEC 2025-03-03 13 --koreksi --alasan 'salah hitung'")
        kinerja("layanan batalkan WAKTU KEC 2025-03-03 --alasan libur")
        told = [
            (row["hal"], row["kolom"], row["lama"], row["baru"], row["alasan"])
            for row in rows_of(kinerja, "riwayat --perintah layanan")
        ]
        figure = "angka layanan WAKTU KEC 2025-03-03"
        assert told[4:] == [
            ("ukuran layanan WAKTU", "satuan", "menit", "jam", "baku"),
            (figure, "nilai", "", "12.00", ""),
            (figure, "banyak", "", "1", ""),
            (figure, "catatan", "", "hujan", ""),
            (figure, "nilai", "12.00", "13.00", "salah hitung"),
            (figure, "nilai", "13.00", "", "libur"),
            (figure, "banyak", "1", "", "libur"),
            (figure, "catatan", "hujan", "", "libur"),
        ]

    def test_a_closed_year_still_takes_figures_and_stays_as_it_was(self, kinerja, workspace):
        """No score rests on them: a register of complaints may arrive when the year is long closed."""
        (workspace / "kinerja.db").unlink()
        complete(kinerja, workspace)
        kinerja(ADDED)
        close_all(kinerja)
        before = kinerja("rekap tahunan 2025 --format csv").stdout
        assert "dicatat" in kinerja("layanan catat WAKTU KEC 2025-02-03 12").stderr
        assert "dikoreksi" in kinerja("layanan catat WAKTU KEC 2025-02-03 13 --koreksi --alasan x").stderr
        assert kinerja("rekap tahunan 2025 --format csv").stdout == before
        assert kinerja("periksa").stdout == ""


class TestSummary:
    def test_before_and_after_a_day_are_means_weighted_by_servings(self, kinerja):
        """Before: (10·1 + 20·3)/4 = 17.50; the day itself is after: (12·2 + 9·1)/3 = 11.00."""
        give(
            kinerja, "WAKTU,KEC,2024-01-05,10,1", "WAKTU,KEC,2025-06-30,20,3", "WAKTU,KEC,2025-07-01,12,2",
            "WAKTU,KEC,2026-01-01,9,1",
        )  # fmt: skip
        text = kinerja("layanan rekap --pisah 2025-07-01 --format csv").stdout
        head, line = text.splitlines()
        assert head == COLUMNS
        assert line == (
            "WAKTU,Waktu tunggu loket,KEC,menit,turun,2,17.50,2,11.00,-6.50,-37.14,,,belum jelas,kurang dari 8 angka"
        )

    def test_without_a_day_the_newest_year_stands_against_the_one_before(self, kinerja):
        give(kinerja, "WAKTU,KEC,2022-05-05,99", "WAKTU,KEC,2024-12-31,30", "WAKTU,KEC,2025-01-01,20")
        told = [(row["sebelum"], row["sesudah"], row["selisih"]) for row in rows_of(kinerja, "layanan rekap")]
        assert told == [("30.00", "20.00", "-10.00")]
        assert rows_of(kinerja, "layanan rekap --tahun 2023")[0]["catatan"] == "tidak ada angka sesudah"
        assert (
            kinerja("layanan rekap --tahun 2023 --format csv")
            .stdout.splitlines()[1]
            .endswith(",1,99.00,0,,,,,,,tidak ada angka sesudah")
        )
        kinerja("layanan rekap --tahun 2025 --pisah 2025-01-01", exit_code=2)
        assert rows_of(kinerja, "layanan rekap --tahun 2020") == []

    def test_the_pooled_row_comes_behind_several_units_and_holds_all_figures(self, kinerja):
        """Together: before (10 + 30·3)/4 = 25; after (20 + 30)/2 = 25: each moved, all together none."""
        give(
            kinerja, "WAKTU,KEC,2024-05-05,10,1", "WAKTU,NAIMATA,2024-05-05,30,3", "WAKTU,KEC,2025-05-05,20",
            "WAKTU,NAIMATA,2025-05-05,30",
        )  # fmt: skip
        rows = rows_of(kinerja, "layanan rekap")
        told = [(r["unit"], r["sebelum_n"], r["sebelum"], r["sesudah"], r["arti"]) for r in rows]
        assert told == [
            ("KEC", "1", "10.00", "20.00", "belum jelas"),
            ("NAIMATA", "1", "30.00", "30.00", "tetap"),
            ("", "2", "25.00", "25.00", "tetap"),
        ]
        assert [r["unit"] for r in rows_of(kinerja, "layanan rekap --unit NAIMATA")] == ["NAIMATA"]
        assert [r["unit"] for r in rows_of(kinerja, "layanan rekap --unit KEC")] == ["KEC", "NAIMATA", ""]

    def test_the_pooled_row_says_where_other_units_stand_behind_it_and_claims_nothing(self, kinerja):
        """KEC stays at 10; that the mean of all becomes (10 + 30)/2 is NAIMATA's joining, nobody's decline."""
        give(kinerja, "WAKTU,KEC,2024-05-05,10", "WAKTU,KEC,2025-05-05,10", "WAKTU,NAIMATA,2025-05-05,30")
        *units, together = rows_of(kinerja, "layanan rekap")
        assert together["catatan"] == "kurang dari 8 angka; unit yang mencatat tidak sama sebelum dan sesudah"
        assert (together["selisih"], together["arti"]) == ("10.00", "belum jelas")
        assert [row["arti"] for row in units] == ["tetap", ""]
        assert [row["catatan"] for row in units] == ["kurang dari 8 angka", "tidak ada angka sebelum"]

    def test_the_pooled_row_claims_nothing_where_only_the_shares_of_the_units_moved(self, kinerja):
        """KEC stays at 10 and NAIMATA at 2; together (10·9 + 2·1)/10 = 9.20 becomes (10·1 + 2·9)/10 = 2.80."""
        days = [f"05-{day:02d}" for day in range(1, 9)]
        shares = (("2024", 9, 1), ("2025", 1, 9))
        rows = [
            f"WAKTU,{unit},{year}-{day},{value},{servings}"
            for year, *both in shares
            for unit, value, servings in zip(("KEC", "NAIMATA"), (10, 2), both, strict=True)
            for day in days
        ]
        give(kinerja, *rows)
        *units, together = rows_of(kinerja, "layanan rekap")
        assert [row["arti"] for row in units] == ["tetap", "tetap"]
        assert (together["sebelum"], together["sesudah"], together["arti"]) == ("9.20", "2.80", "belum jelas")
        assert float(together["batas_atas"]) < 0  # its interval alone would have claimed
        assert (
            together["catatan"] == "yang berubah porsi tiap unit; dengan porsi yang tetap tidak ke arah itu"
        )
        faster = [row.replace(",2,", ",1,") for row in rows if "NAIMATA,2025" in row]
        head = "layanan,unit,tanggal,nilai,banyak"
        kinerja("layanan impor - --koreksi --alasan x", stdin="\n".join([head, *faster]))
        assert rows_of(kinerja, "layanan rekap")[-1]["arti"] == "membaik"

    def test_only_the_named_measures_are_shown(self, kinerja):
        kinerja("layanan tambah IKUT 'Ikut musyawarah' --satuan % --arah naik")
        give(kinerja, "IKUT,KEC,2024-05-05,0", "IKUT,KEC,2025-05-05,10", "WAKTU,KEC,2025-05-05,10")
        rows = rows_of(kinerja, "layanan rekap")
        assert [(row["layanan"], row["persen"], row["arti"]) for row in rows] == [
            ("IKUT", "", "belum jelas"),
            ("WAKTU", "", ""),
        ]
        assert [row["layanan"] for row in rows_of(kinerja, "layanan rekap ikut")] == ["IKUT"]
        told = kinerja("layanan rekap IKUR WAKTO", exit_code=3).stderr
        assert "Maksud Anda 'IKUT'?" in told
        assert "Maksud Anda 'WAKTU'?" in told

    def test_a_year_typed_where_a_code_belongs_gets_the_option_named(self, kinerja):
        for line in ("layanan rekap 2025", "layanan angka 2025"):
            told = kinerja(line, exit_code=4).stderr
            assert told == "Layanan '2025' tidak ditemukan.\nBila maksud Anda tahunnya: --tahun 2025\n"
        kinerja("layanan tambah 2025 'Tahun emas' --satuan x --arah naik")
        give(kinerja, "2025,KEC,2025-05-05,1")
        assert [row["layanan"] for row in rows_of(kinerja, "layanan angka 2025")] == ["2025"]

    def test_an_interval_of_eight_on_each_side_is_shown_and_may_leave_the_meaning_open(self, kinerja):
        """Student's sleep data moved up by 5: [-0.2055, 3.3655] of R's t.test, 10 on each side."""
        first = [5.7, 3.4, 4.8, 3.8, 4.9, 8.4, 8.7, 5.8, 5.0, 7.0]
        second = [6.9, 5.8, 6.1, 5.1, 4.9, 9.4, 10.5, 6.6, 9.6, 8.4]
        give(
            kinerja,
            *(f"WAKTU,KEC,2024-05-{day:02d},{value}" for day, value in enumerate(first, 1)),
            *(f"WAKTU,KEC,2025-05-{day:02d},{value}" for day, value in enumerate(second, 1)),
        )
        [row] = json.loads(kinerja("layanan rekap --format json").stdout)
        assert (row["selisih"], row["batas_bawah"], row["batas_atas"]) == (1.58, -0.21, 3.37)
        assert (row["arti"], row["catatan"]) == ("belum jelas", None)

    def test_what_people_read_claims_no_cause_and_warns_of_the_interval(self, kinerja, workspace):
        give(kinerja, "WAKTU,KEC,2024-05-05,10", "WAKTU,KEC,2025-05-05,9")
        for format in ("table", "md", "html"):
            told = kinerja(f"layanan rekap --format {format}").stdout
            assert "Sebelum: tahun 2024; sesudah: tahun 2025." in told
            assert "tidak membuktikan sebab" in told
            assert "kemungkinan terlalu sempit" in told
        kinerja("layanan rekap -o rekap.html")
        page = (workspace / "rekap.html").read_text(encoding="utf-8")
        assert "<svg" in page
        assert "Waktu tunggu loket" in page

    def test_without_figures_it_is_not_found(self, kinerja):
        assert "Belum ada angka layanan" in kinerja("layanan rekap", exit_code=4).stderr
        kinerja("layanan rekap --unit LAIN", exit_code=4)


def test_other_services_get_exact_figures_of_some_units_or_of_all(kinerja: Kinerja, workspace: Path) -> None:
    """KEC: 10 then 12; NAIMATA: (10·2 + 11)/3 then nothing in 2025 and 14 in 2026."""
    kinerja("layanan tambah IKUT 'Ikut musyawarah' --satuan % --arah naik")
    give(
        kinerja, "WAKTU,KEC,2024-05-05,10", "WAKTU,KEC,2025-05-05,12", "WAKTU,NAIMATA,2024-05-05,10,2",
        "WAKTU,NAIMATA,2024-05-06,11", "WAKTU,NAIMATA,2026-05-06,14",
    )  # fmt: skip
    numbers = dict(ask(workspace, "select code, id from unit"))
    with closing(open_database(workspace / "kinerja.db")) as database, database.read() as connection:
        [one] = changes_around(connection, date(2025, 1, 1), {numbers["NAIMATA"]})
        assert (one.measure.code, one.unit, [unit.code for unit in one.units], one.moved) == (
            "WAKTU", None, ["NAIMATA"], False,
        )  # fmt: skip
        assert (one.change.before.mean, one.change.after.mean) == (Fraction(3100, 3), 1400)
        assert one.change.difference == Fraction(1100, 3)
        [year] = changes_of_year(connection, 2025)
        assert (year.change.before.mean, year.change.after.mean, year.moved) == (
            Fraction(4100, 4),
            1200,
            True,
        )
        assert [unit.code for unit in year.units] == ["KEC", "NAIMATA"]
        assert changes_of_year(connection, 2022) == []
        assert changes_around(connection, date(2025, 1, 1), set()) == []

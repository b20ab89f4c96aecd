"""kinerja sasaran impor: files of targets and files of what came of them."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing

import openpyxl
import pytest
from target_office import ANI, BUDI, CITRA, aim, listed, realise, settle

from kinerja_cli.storage import targets


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    kinerja("tujuan tambah MISI-1 'Layanan cepat' --jenis misi")
    return workspace


HEAD = "NIP;Tahun;Rencana Hasil Kerja;IKI;Target;Satuan;Aspek;Arah;Hitung;Bobot;Jenis;Tujuan;Puncak;Dari;Sampai\n"
# a spreadsheet's apostrophe, spaces in a NIP, words in any case, a decimal comma
GOOD = (
    f"'{BUDI};2025;Arsip;Arsip rapi;10-12,5;box;Kuantitas;TURUN;Rata Rata;2,5;Utama;misi-1;Tidak;2025-TW1;2025-TW3\n"
    "19950301 202012 1 003;2025;Surat;Surat jadi;100;surat;;;;;;;ya;;\n"
)


class TestTargets:
    def test_messy_cells_are_understood_and_what_is_empty_is_the_usual(self, kinerja):
        told = kinerja("sasaran impor -", stdin=HEAD + GOOD)
        assert told.stdout == ""
        assert told.stderr == "2 sasaran: 2 baru, 0 tetap, 0 koreksi\n"
        first, second = listed(kinerja, "sasaran daftar")
        assert [first[k] for k in ("nip", "hasil", "indikator", "target", "satuan", "aspek", "arah", "hitung")] == [
            BUDI, "Arsip", "Arsip rapi", "10–12.50", "box", "kuantitas", "turun", "rata_rata",
        ]  # fmt: skip
        assert [first[k] for k in ("bobot", "jenis", "tujuan", "puncak", "dari", "sampai")] == [
            "2.50", "utama", "MISI-1", "", "2025-TW1", "2025-TW3",
        ]  # fmt: skip
        assert [second[k] for k in ("nip", "aspek", "arah", "hitung", "bobot", "jenis", "puncak", "dari")] == [
            CITRA, "kuantitas", "naik", "akhir", "1.00", "utama", "ya", "",
        ]  # fmt: skip

    def test_the_same_file_again_changes_nothing(self, kinerja, rows):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        again = kinerja("sasaran impor -", stdin=HEAD + GOOD)
        assert (again.stderr, again.receipt) == ("2 sasaran: 0 baru, 2 tetap, 0 koreksi\n", None)
        assert rows("select count(*) from target_past") == [(0,)]

    def test_a_dry_run_says_what_would_be_and_keeps_nothing(self, kinerja, rows):
        told = kinerja("sasaran impor - --dry-run", stdin=HEAD + GOOD).stderr
        assert told == "2 sasaran: 2 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)\n"
        assert rows("select count(*) from target") == [(0,)]

    def test_a_different_figure_needs_a_correction_and_names_its_column(self, kinerja, refused, rows):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        other = HEAD + GOOD.replace("10-12,5", "10-13")
        assert refused("sasaran impor -", stdin=other) == [
            "(masukan baku):2: Target: sasaran 1 sudah tercatat dengan target yang lain; "
            "untuk mengubahnya tambahkan --koreksi --alasan",
            "1 kesalahan; tidak ada yang disimpan.",
        ]
        refused("sasaran impor - --koreksi", 2, stdin=other)
        told = kinerja("sasaran impor - --koreksi --alasan pleno", stdin=other)
        assert told.stderr == "2 sasaran: 0 baru, 1 tetap, 1 koreksi\n"
        assert rows("select low, high from target where id = 1") == [(1000, 1300)]
        assert rows("select reason from journal order by seq desc limit 1") == [("pleno",)]

    def test_every_fault_of_every_row_with_file_row_and_column(self, office, refused, write):
        rows = [
            "1,99503E+17;20x5;;;0;;mutu;atas;total;0;sampingan;;mungkin;TW1;",
            f"{ANI};;Laporan;Laporan;12;dokumen;;;;;;;;;",
            f"{ANI};2019;Laporan;Laporan;12;dokumen;;;;;;;;;",
            "199901012020121009;2025;Laporan;Laporan;12;dokumen;;;;;;;;;",
            f"{ANI};2025;Laporan;Laporan;12;dokumen;;turun;;;;X-9;ya;2025-S1;2024-TW1",
            f"{ANI};2025;Arsip;Rapi;12;box;;;;;;;;;",
            f"{ANI};2025;ARSIP;rapi;12;box;;;;;;;;;",
            f"{ANI};2025;Rapat;Rapat;1.000;kali;;;;;;;;;",
            f"{ANI};2025;Rapat;Rapat;1;kali;;;;;;TAKADA;;;",
        ]  # fmt: skip
        write("sasaran.csv", HEAD + "\n".join(rows) + "\n")
        lines = refused("sasaran impor sasaran.csv --galat galat.csv")
        assert [line.split(": ", 2)[:2] for line in lines[:11]] == [
            ["sasaran.csv:2", column]
            for column in (
                "NIP", "Tahun", "Rencana Hasil Kerja", "IKI", "Target", "Satuan", "Aspek", "Arah", "Hitung", "Bobot",
                "Jenis",
            )
        ]  # fmt: skip
        assert "rusak oleh Excel" in lines[0]
        assert lines[11].startswith("sasaran.csv:2: Puncak: ")
        assert lines[12].startswith("sasaran.csv:2: Dari: ")
        assert lines[13:] == [
            "sasaran.csv:3: Tahun: tahun tidak ada: isi kolom tahun, atau tambahkan --tahun",
            "sasaran.csv:4: Tahun: Tahun 2019 belum punya aturan. "
            "Terapkan dengan: kinerja kriteria terapkan --tahun 2019   (atau buka periode pertamanya)",
            "sasaran.csv:5: NIP: Pegawai dengan NIP 199901012020121009 tidak ditemukan. "
            "Lihat yang terdaftar: kinerja pegawai daftar",
            "sasaran.csv:6: Tidak ada periode 2025-S1: periode tahun 2025 ditulis seperti 2025-TW1. "
            "2024-TW1 bukan periode tahun 2025. Masa berlaku terbalik: dari sesudah sampai. "
            "Puncak hanya bagi target yang makin besar makin baik (arah naik). "
            "Tujuan 'X-9' tidak ditemukan. Lihat: kinerja tujuan daftar",
            "sasaran.csv:8: sama dengan sasaran.csv:7; hapus salah satunya",
            "sasaran.csv:9: Target: '1.000' punya 3 angka di belakang tanda desimal; paling banyak 2",
            "sasaran.csv:10: Tujuan 'TAKADA' tidak ditemukan. Lihat: kinerja tujuan daftar",
            "20 kesalahan; tidak ada yang disimpan.",
            "Semua baris ditulis ke galat.csv; kesalahannya di kolom galat.",
        ]
        annotated = list(
            csv.DictReader((office / "galat.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
        )
        assert [bool(row["galat"]) for row in annotated] == [True] * 5 + [False] + [True] * 3

    def test_the_annotated_file_is_imported_once_it_is_corrected(self, kinerja, office, refused, write):
        write("s.csv", HEAD + GOOD + f"{ANI};2025;Rapat;Rapat;0;kali;;;;;;;;;\n")
        refused("sasaran impor s.csv --galat g.csv")
        text = (office / "g.csv").read_text("utf-8-sig")
        (office / "g.csv").write_text(text.replace(";Rapat;0;", ";Rapat;1;"), "utf-8")
        assert kinerja("sasaran impor g.csv").stderr == "3 sasaran: 3 baru, 0 tetap, 0 koreksi\n"

    def test_the_year_of_rows_that_state_none(self, kinerja):
        rows = f"nip;hasil;indikator;target;satuan\n{ANI};Rapat;Rapat;1;kali\n"
        kinerja("sasaran impor - --tahun 2026", stdin=rows)
        assert [row["tahun"] for row in listed(kinerja, "sasaran daftar")] == ["2026"]

    def test_the_listing_is_taken_back_as_it_is_in_csv_tsv_and_xlsx(self, kinerja, rows):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        aim(kinerja, BUDI, "5", "--jenis", "tambahan", "--bobot", "5", indicator='Pokja; "khusus", malam')
        realise(kinerja, 3, "", "", "", "5")
        before = rows("select * from target order by id")
        for name in ("daftar.csv", "daftar.tsv", "daftar.xlsx"):
            kinerja(f"sasaran daftar 2025 -o {name}")
            told = kinerja(f"sasaran impor {name}")
            assert told.stderr == "3 sasaran: 0 baru, 3 tetap, 0 koreksi\n", name
        text = kinerja("sasaran daftar 2025 --format csv").stdout
        assert kinerja("sasaran impor -", stdin=text).receipt is None
        assert rows("select * from target order by id") == before

    def test_by_its_number_even_the_indicator_of_a_target_is_corrected(self, kinerja, rows, refused):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        text = kinerja("sasaran daftar 2025 --format csv").stdout.replace("Arsip rapi", "Arsip tertata")
        told = kinerja("sasaran impor - --koreksi --alasan istilah", stdin=text)
        assert told.stderr == "2 sasaran: 0 baru, 1 tetap, 1 koreksi\n"
        assert rows("select id, indicator from target order by id") == [
            (1, "Arsip tertata"),
            (2, "Surat jadi"),
        ]
        # the listing of before is stale for that target now, also with a correction
        lines = refused("sasaran impor - --koreksi --alasan x", stdin=text.replace("tertata", "kacau"))
        assert "bukan lagi revisi" in lines[0]

    def test_a_number_of_somebody_else_or_of_another_year_is_refused(self, kinerja, refused):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        head = "id;nip;tahun;hasil;indikator;target;satuan\n"
        rows = f"1;{ANI};2025;A;A;1;x\n2;{CITRA};2026;A;A;1;x\n77;{CITRA};2025;B;B;1;x\n"
        assert refused("sasaran impor -", stdin=head + rows)[:3] == [
            f"(masukan baku):2: id: sasaran 1 bukan milik {ANI}; kosongkan kolom id untuk sasaran baru",
            "(masukan baku):3: id: sasaran 2 dari tahun 2025, bukan 2026; kosongkan kolom id",
            "(masukan baku):4: id: Sasaran nomor 77 tidak ditemukan. Lihat: kinerja sasaran daftar",
        ]

    def test_a_closed_year_takes_none(self, kinerja, workspace, refused):
        settle(kinerja, workspace, "{rumus: capaian}")
        for nip in (ANI, BUDI, CITRA):
            for quarter in (1, 2, 3, 4):
                kinerja(f"nilai kecualikan {nip} 2025-TW{quarter} semua --alasan cuti")
        kinerja("periode tutup 2025-TW1 2025-TW2 2025-TW3 2025-TW4 --yes")
        kinerja("tahun tutup 2025 --yes")
        rows = f"nip;tahun;hasil;indikator;target;satuan\n{ANI};2025;Rapat;Rapat;1;kali\n"
        assert refused("sasaran impor -", stdin=rows)[0].startswith(
            "(masukan baku):2: tahun: Tahun 2025 sudah ditutup"
        )

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("a;b\n1;2\n", "harus ada kolom nip, hasil, indikator, target, satuan"),
            (f"nip;hasil;indikator\n{ANI};a;b\n", "kolom target, satuan tidak ada"),
            ("sasaran;bukti\n1;b\n", "kolom realisasi tidak ada"),
        ],
    )  # fmt: skip
    def test_headings_that_lack_something_say_which(self, refused, text, told):
        assert told in refused("sasaran impor -", stdin=text)[0]

    def test_options_of_the_other_kind_of_file_are_refused_not_passed_over(self, kinerja, refused):
        kinerja("sasaran impor -", stdin=HEAD + GOOD)
        lines = refused("sasaran impor - --periode 2025-TW1", 2, stdin=HEAD + GOOD)
        assert lines[0] == "--periode hanya bagi berkas realisasi; berkas ini berisi sasaran."
        lines = refused("sasaran impor - --tahun 2025", 2, stdin="sasaran;periode;realisasi\n1;2025-TW1;5\n")
        assert lines[0] == "--tahun hanya bagi berkas sasaran; berkas ini berisi realisasi."


class TestRealisations:
    @pytest.fixture(autouse=True)
    def targets(self, kinerja):
        aim(kinerja, BUDI, "10", "--hitung", "jumlah")
        aim(kinerja, CITRA, "10", "--dari", "2025-TW3")

    def test_a_file_of_realisations_with_the_period_in_it_or_beside_it(self, kinerja, rows):
        kinerja(
            "sasaran impor -", stdin="sasaran;periode;realisasi;bukti\n1;2025-TW1;2,5;SK\n1;2025-TW2;3;\n"
        )
        kinerja("sasaran impor - --periode 2025-TW3", stdin="sasaran;realisasi\n1;4\n2;\n")
        assert rows("select target, period, value, evidence from realisation order by period") == [
            (1, 202501, 250, "SK"), (1, 202502, 300, None), (1, 202503, 400, None),
        ]  # fmt: skip

    def test_those_of_a_time_when_nobody_served_are_kept_and_counted_aloud(self, kinerja, rows):
        number = aim(kinerja, CITRA, "10", indicator="Lain")  # she serves from May
        file = f"sasaran;periode;realisasi\n{number};2025-TW1;2\n{number};2025-TW2;2\n1;2025-TW1;2\n"
        assert kinerja("sasaran impor -", stdin=file).stderr == (
            "1 realisasi tidak dihitung: pegawainya tidak bertugas pada akhir periode itu.\n"
            "3 realisasi: 3 baru, 0 tetap, 0 koreksi\n"
        )
        assert rows("select count(*) from realisation") == [(3,)]

    def test_every_fault_of_every_row_at_once(self, kinerja, refused, write):
        kinerja("periode tutup 2025-TW4 --yes")
        write(
            "r.csv",
            "sasaran;periode;realisasi;nip\n"
            "x;z;y;12\n"
            f"9;2025-TW1;5;{BUDI}\n"
            "1;;5;\n"
            f"1;2025-TW1;5;{ANI}\n"
            "2;2025-TW1;5;\n"
            "1;2026-TW1;5;\n"
            "1;2025-S1;5;\n"
            "1;2025-TW4;5;\n"
            "1;2025-TW2;5;\n"
            "1;2025-TW2;6;\n"
            "1;2025-TW3;-1;\n",
        )
        lines = refused("sasaran impor r.csv --galat g.csv")
        assert {":".join(line.split(":")[:3]) for line in lines[:4]} == {
            f"r.csv:2: {column}" for column in ("sasaran", "periode", "realisasi", "nip")
        }
        assert lines[4:9] == [
            "r.csv:3: sasaran: Sasaran nomor 9 tidak ditemukan. Lihat: kinerja sasaran daftar",
            "r.csv:4: periode: periode kosong: isi kolom periode, atau tambahkan --periode",
            f"r.csv:5: sasaran: sasaran 1 bukan milik {ANI}; periksa kolom sasaran dan nip",
            "r.csv:6: periode: Sasaran 2 tidak berlaku dalam 2025-TW1 (berlaku dari periode ke-3 2025). "
            "Lihat: kinerja sasaran tampil 2",
            "r.csv:7: periode: Periode 2026-TW1 belum dibuka. Buka dengan: kinerja periode buka 2026-TW1   "
            "(yang sudah dibuka: kinerja periode daftar)",
        ]
        assert lines[9].startswith("r.csv:8: periode: Tidak ada periode 2025-S1")
        assert lines[10].startswith("r.csv:9: periode: Periode 2025-TW4 sudah ditutup")
        assert lines[11] == "r.csv:11: sama dengan r.csv:10; hapus salah satunya"
        assert lines[12].startswith("r.csv:12: realisasi: ")
        assert lines[13:] == [
            "13 kesalahan; tidak ada yang disimpan.",
            "Semua baris ditulis ke g.csv; kesalahannya di kolom galat.",
        ]

    def test_a_sheet_that_was_filled_in_is_taken_once_and_again_changes_nothing(self, kinerja, office, rows):
        kinerja("sasaran lembar 2025-TW3 -o lembar.xlsx")
        book = openpyxl.load_workbook(office / "lembar.xlsx")
        sheet = book.worksheets[0]
        found = [
            (row, [cell.value for cell in cells])
            for row, cells in enumerate(sheet.iter_rows(), 1)
        ]  # fmt: skip
        at, heads = next((row, cells) for row, cells in found if "Realisasi" in cells)
        for row, cells in found[at:]:
            if cells[heads.index("Sasaran")] in (1, 2):
                sheet.cell(row, heads.index("Realisasi") + 1, 3.5)
                sheet.cell(row, heads.index("Bukti") + 1, "SK")
        book.save(office / "lembar.xlsx")
        assert kinerja("sasaran impor lembar.xlsx").stderr == "2 realisasi: 2 baru, 0 tetap, 0 koreksi\n"
        assert rows("select target, value, evidence from realisation order by target") == [
            (1, 350, "SK"), (2, 350, "SK"),
        ]  # fmt: skip
        assert kinerja("sasaran impor lembar.xlsx").receipt is None

    def test_an_empty_sheet_states_nothing_also_where_something_is_recorded(self, kinerja, rows):
        text = kinerja("sasaran lembar 2025-TW1 --format csv").stdout
        realise(kinerja, 1, "4")
        assert kinerja("sasaran impor -", stdin=text).stderr == "0 realisasi: 0 baru, 0 tetap, 0 koreksi\n"
        assert rows("select value from realisation") == [(400,)]

    def test_a_correction_by_a_sheet_that_is_not_stale(self, kinerja, refused, rows):
        realise(kinerja, 1, "4")
        old = kinerja("sasaran lembar 2025-TW1 --format csv").stdout
        new = old.replace(",4.00,", ",5.00,")
        [(revision,)] = rows("select entry from realisation")
        assert refused("sasaran impor -", stdin=new)[0] == (
            f"(masukan baku):2: realisasi: realisasi sasaran 1 2025-TW1 sudah 4 surat (revisi {revision}), bukan 5; "
            "untuk mengubahnya tambahkan --koreksi --alasan"
        )
        told = kinerja("sasaran impor - --koreksi --alasan x", stdin=new)
        assert told.stderr == "1 realisasi: 0 baru, 0 tetap, 1 koreksi\n"
        # the first sheet again would undo what was corrected since
        assert refused("sasaran impor - --koreksi --alasan x", stdin=old)[0] == (
            f"(masukan baku):2: realisasi: diubah sesudah lembar ini dibuat (revisi {revision + 1}: 5 surat); "
            "ambil lembar baru: kinerja sasaran lembar 2025-TW1"
        )
        assert (
            kinerja("sasaran impor -", stdin=new).receipt is None
        )  # what is recorded already is never stale

    def test_a_realisation_that_was_withdrawn_does_not_come_back_by_an_old_sheet(self, kinerja, refused):
        realise(kinerja, 1, "4")
        old = kinerja("sasaran lembar 2025-TW1 --format csv").stdout
        kinerja("sasaran realisasi 1 2025-TW1 --batal --alasan keliru")
        assert refused("sasaran impor -", stdin=old)[0] == (
            "(masukan baku):2: realisasi: realisasi ini dibatalkan sesudah lembar ini dibuat; "
            "ambil lembar baru: kinerja sasaran lembar 2025-TW1"
        )

    def test_a_dry_run_keeps_nothing(self, kinerja, rows):
        told = kinerja("sasaran impor - -n", stdin="sasaran;periode;realisasi\n1;2025-TW1;5\n").stderr
        assert told == "1 realisasi: 1 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)\n"
        assert rows("select count(*) from realisation") == [(0,)]


def test_a_row_of_a_file_takes_no_look_at_every_target(office):
    """Each row asks for its own target: with a hundred thousand people a walk through all of them took hours."""
    statements: list[str] = []
    with closing(sqlite3.connect(office / "kinerja.db")) as connection:
        connection.set_trace_callback(statements.append)
        targets.targets_of(connection, number=1)
        targets.realisations_of(connection, number=1)
        targets.targets_of(connection, year=2025, employee=1)
        targets.realisations_of(connection, year=2025, employee=1)
        connection.set_trace_callback(None)
        assert len(statements) == 4
        for statement in statements:
            plan = [row[3] for row in connection.execute(f"explain query plan {statement}")]
            assert plan
            assert not [step for step in plan if step.startswith("SCAN")], statement

"""`kinerja nilai impor`: the office's own messy file, corrections, duplicates, every way in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from scoring_office import (
    ANI,
    CAMAT,
    CITRA,
    CODES,
    DEDI,
    LURAH_N,
    LURAH_S,
    ask,
    journal,
    last_lines,
    rows_of,
    settle,
    values_of,
)

Kinerja = Callable[..., Any]
Faults = dict[int, tuple[int, str, str, str]]
QUARTERS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
NAMES = {"disiplin": "Disiplin", "inovasi": "INOVASI", "pelayanan": "Pelayanan kepada  Masyarakat"}
HEADINGS = [
    "No.",
    "N I P",
    "Nama Pegawai",
    "Kode Periode",
    "Nama_Kriteria",
    "Nilai",
    "Pejabat Penilai",
    "Keterangan",
]
FIRST_ROW = 5  # a title, a line under it, an empty line, the headings
PEOPLE = [f"19850315201001{n % 2 + 1}{n:03d}" for n in range(1, 101)]
# row index -> cell, what is written there, a word of the reason, a word of the remedy
BAD: Faults = {
    0: (1, "1,98503E+17", "rusak oleh Excel", "Teks"),
    7: (1, "19850315 201001 1 00", "hanya 17 angka", "tepat 18 angka"),
    90: (1, "19990101 202501 1 777", "tidak terdaftar", "kinerja pegawai impor"),
    181: (3, "2025-TW5", "triwulan harus 1 sampai 4", "1 sampai 4"),
    272: (3, "2024-TW4", "belum dibuka", "kinerja periode buka 2024-TW4"),
    363: (4, "Disiplni", "tidak dikenal", "Maksud Anda 'disiplin'"),
    454: (5, "100,5", "di luar skala 0–100", "dalam skala"),
    545: (5, "1.000", "3 angka di belakang", "paling banyak 2"),
    636: (5, "baik", "bukan angka", "tulis seperti 87"),
    727: (5, "", "nilai kosong", "hapus barisnya"),
    1199: (7, "=HYPERLINK(1)", "rumus", "hapus tanda itu"),
}


def spaced(nip: str) -> str:
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def twelve_hundred() -> list[list[str]]:
    """100 people × 4 quarters × 3 criteria as an office's sheet writes them: 1,200 rows."""
    return [
        [
            str(n + 1),
            spaced(who),
            f"Pegawai {who[-3:]}",
            quarter,
            NAMES[code],
            f"{70 + n % 25},{n % 4 * 25:02d}",
            "",
            "",
        ]
        for n, (who, quarter, code) in enumerate(product(PEOPLE, QUARTERS, CODES))
    ]


def spoilt(rows: Sequence[list[str]]) -> list[list[str]]:
    copied = [list(row) for row in rows]
    for index, (cell, text, _, _) in BAD.items():
        copied[index][cell] = text
    return copied


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerows([["REKAP NILAI PEGAWAI KECAMATAN MAULAFA"], ["Tahun 2025", ""], [], HEADINGS, *rows])


def write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Nilai 2025")
        sheet.write_string(0, 0, "REKAP NILAI PEGAWAI KECAMATAN MAULAFA")
        sheet.write_string(1, 0, "Tahun 2025")
        for place, row in enumerate([HEADINGS, *rows], start=FIRST_ROW - 2):
            for column, text in enumerate(row):
                sheet.write_string(place, column, text)


@pytest.fixture
def hundred(kinerja: Kinerja) -> None:
    """An office of a hundred people and a year of four open quarters."""
    kinerja("init")
    people = "".join(f"{nip},Pegawai {nip[-3:]},KEC\n" for nip in PEOPLE)
    kinerja("pegawai impor - --buat-unit", stdin=f"nip,nama,unit\n{people}")
    kinerja(f"periode buka {' '.join(QUARTERS)}")


@pytest.fixture
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.usefixtures("hundred")
def test_the_messy_file_is_refused_with_eleven_faults_then_taken_then_a_no_op(
    kinerja: Kinerja, workspace: Path, suffix: str
) -> None:
    write = {"csv": write_csv, "xlsx": write_xlsx}[suffix]
    file, rows = workspace / f"nilai.{suffix}", twelve_hundred()
    before = journal(workspace)

    write(file, spoilt(rows))
    told = kinerja(f"nilai impor nilai.{suffix}", exit_code=3)
    lines = told.stderr.splitlines()
    assert (told.stdout, lines[-1], len(lines)) == ("", "11 kesalahan; tidak ada yang disimpan.", 12)
    for line, (index, (cell, text, reason, remedy)) in zip(lines[:-1], BAD.items(), strict=True):
        row = FIRST_ROW + index
        where = (
            f"nilai.csv:{row}: " if suffix == "csv" else f"nilai.xlsx:Nilai 2025!{'ABCDEFGH'[cell]}{row}: "
        )
        assert line.startswith(f"{where}{HEADINGS[cell]}: "), line
        assert text.replace(" ", "") in line.replace(" ", "")
        assert reason in line
        assert remedy in line
    assert ask(workspace, "select count(*) from score") == [(0,)]
    assert journal(workspace) == before

    write(file, rows)
    told = kinerja(f"nilai impor nilai.{suffix}")
    assert told.stderr == "1.200 nilai: 1.200 baru, 0 tetap, 0 koreksi\n"
    assert ask(workspace, "select count(*), sum(value) from score") == [
        (1200, sum((70 + n % 25) * 100 + n % 4 * 25 for n in range(1200)))
    ]
    assert journal(workspace) == before + 1
    told = kinerja(f"nilai impor nilai.{suffix}")
    assert told.stderr == "1.200 nilai: 0 baru, 1.200 tetap, 0 koreksi\n"
    assert journal(workspace) == before + 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.usefixtures("hundred")
def test_the_file_of_galat_is_corrected_and_imported_as_it_is(
    kinerja: Kinerja, workspace: Path, suffix: str
) -> None:
    file, rows = workspace / f"nilai.{suffix}", twelve_hundred()
    {"csv": write_csv, "xlsx": write_xlsx}[suffix](file, spoilt(rows))
    kinerja(f"nilai impor nilai.{suffix} --galat galat.csv", exit_code=3)
    with (workspace / "galat.csv").open(encoding="utf-8-sig", newline="") as text:
        headings, *again = list(csv.reader(text, delimiter=";"))
    assert headings == ["galat", *HEADINGS]
    assert [row[1:] for row in again] == spoilt(rows)
    assert {index for index, row in enumerate(again) if row[0]} == set(BAD)
    assert (workspace / "galat.csv").stat().st_mode & 0o777 == 0o600
    for index, (cell, _, _, _) in BAD.items():
        again[index][cell + 1] = rows[index][cell]
    with (workspace / "galat.csv").open("w", encoding="utf-8-sig", newline="") as text:
        csv.writer(text, delimiter=";").writerows([headings, *again])
    assert kinerja("nilai impor galat.csv").stderr == "1.200 nilai: 1.200 baru, 0 tetap, 0 koreksi\n"


@pytest.mark.usefixtures("hundred")
def test_beyond_fifty_faults_the_rest_is_counted_and_galat_has_them_all(
    kinerja: Kinerja, workspace: Path
) -> None:
    rows = [[*row[:5], "x", "", ""] for row in twelve_hundred()[:70]]
    write_csv(workspace / "nilai.csv", rows)
    lines = kinerja("nilai impor nilai.csv --galat galat.csv", exit_code=3).stderr.splitlines()
    assert len(lines) == 53
    assert lines[50:] == [
        "… dan 20 kesalahan lain.",
        "70 kesalahan; tidak ada yang disimpan.",
        "Semua baris ditulis ke galat.csv; kesalahannya di kolom galat.",
    ]
    galat = (workspace / "galat.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum("bukan angka" in line for line in galat) == 70


@pytest.mark.usefixtures("office")
class TestSmallFiles:
    """One person's rows, typed as a pipe."""

    LONG = "nip,periode,kriteria,nilai\n"

    def test_a_dry_run_says_what_would_be_and_writes_nothing(self, kinerja: Kinerja, workspace: Path) -> None:
        before = (workspace / "kinerja.db").read_bytes()
        told = kinerja("nilai impor - --dry-run", stdin=f"{self.LONG}{ANI},2025-TW1,disiplin,80\n").stderr
        assert told == "1 nilai: 1 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)\n"
        assert (workspace / "kinerja.db").read_bytes() == before

    def test_standard_input_is_named_in_its_faults(self, kinerja: Kinerja) -> None:
        told = kinerja("nilai impor -", stdin=f"{self.LONG}{ANI},2025-TW1,disiplin,800\n", exit_code=3).stderr
        assert told.startswith("(masukan baku):2: nilai: '800' di luar skala")

    def test_a_long_and_a_wide_file_say_the_same(self, kinerja: Kinerja) -> None:
        kinerja(
            "nilai impor -", stdin=f"{self.LONG}{ANI},2025-TW1,disiplin,80\n{ANI},2025-TW1,Inovasi,70.5\n"
        )
        wide = f"Nama;NIP;Periode;DISIPLIN;Inovasi;Pelayanan kepada Masyarakat\nAni;{ANI};2025-TW1;80;70,5;\n"
        assert kinerja("nilai impor -", stdin=wide).stderr == "2 nilai: 0 baru, 2 tetap, 0 koreksi\n"

    def test_the_option_stands_for_a_missing_column_of_periods(self, kinerja: Kinerja) -> None:
        text = f"nip,disiplin,inovasi\n{ANI},80,70\n"
        assert "periode" in kinerja("nilai impor -", stdin=text, exit_code=3).stderr
        kinerja("nilai impor - --periode 2025-TW2", stdin=text)
        assert values_of(kinerja) == {
            (ANI, "2025-TW2", "disiplin"): "80.00",
            (ANI, "2025-TW2", "inovasi"): "70.00",
        }

    def test_a_column_of_periods_must_agree_with_the_option(self, kinerja: Kinerja) -> None:
        text = f"{self.LONG}{ANI},2025-TW1,disiplin,80\n{CITRA},2025-TW2,disiplin,80\n{DEDI},,disiplin,80\n"
        told = kinerja("nilai impor - --periode 2025-TW1", stdin=text, exit_code=3).stderr
        assert told.splitlines()[0].startswith("(masukan baku):3: periode: '2025-TW2' berbeda dari --periode")
        assert last_lines(told) == ["1 kesalahan; tidak ada yang disimpan."]
        assert "belum dibuka" in kinerja("nilai impor - --periode 2025-TW4", stdin=text, exit_code=4).stderr

    def test_a_period_of_another_cadence_is_told_how_that_year_writes_them(self, kinerja: Kinerja) -> None:
        text = f"{self.LONG}{ANI},2025-03,disiplin,80\n"
        told = kinerja("nilai impor -", stdin=text, exit_code=3).stderr
        assert "tidak ada periode 2025-03: periode tahun 2025 ditulis seperti 2025-TW1" in told
        assert "periode buka" not in told
        told = kinerja("nilai impor - --periode 2025", stdin=f"nip,disiplin\n{ANI},80\n", exit_code=4).stderr
        assert (
            told == "Opsi --periode: tidak ada periode 2025: periode tahun 2025 ditulis seperti 2025-TW1.\n"
        )

    def test_two_files_in_one_day_add_up(self, kinerja: Kinerja) -> None:
        kinerja("nilai impor -", stdin=f"{self.LONG}{ANI},2025-TW1,disiplin,80\n")
        second = f"{self.LONG}{ANI},2025-TW1,disiplin,80\n{ANI},2025-TW1,inovasi,70\n"
        assert kinerja("nilai impor -", stdin=second).stderr == "2 nilai: 1 baru, 1 tetap, 0 koreksi\n"

    def test_a_value_stated_twice_is_named_with_the_row_that_states_it_first(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        (workspace / "n.csv").write_text(
            f"{self.LONG}{ANI},2025-TW1,disiplin,80\n{CITRA},2025-TW1,disiplin,80\n"
            f"{spaced(ANI)},2025-TW1,Disiplin,80\n{ANI},2025-tw1,disiplin,81\n"
        )
        told = kinerja("nilai impor n.csv", exit_code=3).stderr.splitlines()
        assert [line[: line.index(";")] for line in told[:2]] == [
            f"n.csv:{row}: nilai: nilai disiplin 2025-TW1 sudah ada di n.csv:2" for row in (4, 5)
        ]
        assert values_of(kinerja) == {}

    def test_a_value_stated_twice_is_a_fault_also_where_it_is_recorded_already(
        self, kinerja: Kinerja
    ) -> None:
        kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80")
        twice = f"{self.LONG}{ANI},2025-TW1,disiplin,80\n{ANI},2025-TW1,disiplin,80\n"
        assert "sudah ada di (masukan baku):2" in kinerja("nilai impor -", stdin=twice, exit_code=3).stderr

    def test_different_values_are_refused_each_and_corrected_with_a_reason(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        kinerja("nilai impor -", stdin=f"nip,periode,disiplin,inovasi\n{ANI},2025-TW1,80,70\n")
        text = f"nip,periode,disiplin,inovasi,pelayanan\n{ANI},2025-TW1,81,71,60\n{CITRA},2025-TW1,50,,\n"
        told = kinerja("nilai impor -", stdin=text, exit_code=3).stderr.splitlines()
        assert told[0].startswith(
            "(masukan baku):2: disiplin: disiplin 2025-TW1 sudah 80.00 (revisi 5), bukan 81.00;"
        )
        assert told[1].startswith(
            "(masukan baku):2: inovasi: inovasi 2025-TW1 sudah 70.00 (revisi 5), bukan 71.00;"
        )
        assert told[2:] == ["2 kesalahan; tidak ada yang disimpan."]
        assert len(values_of(kinerja)) == 2
        assert "--alasan" in kinerja("nilai impor - --koreksi", stdin=text, exit_code=2).stderr
        told = kinerja("nilai impor - --koreksi --alasan 'berita acara 3'", stdin=text).stderr
        assert told == "4 nilai: 2 baru, 0 tetap, 2 koreksi\n"
        assert ask(workspace, "select value from score_past order by value") == [(7000,), (8000,)]
        assert ask(workspace, "select reason from journal order by seq desc limit 1") == [("berita acara 3",)]

    @pytest.mark.parametrize(
        ("column", "said", "words"),
        [("catatan", "rajin", "catatan"), ("penilai", "Wali Kota Kupang", "dinilai oleh")],
    )
    def test_a_new_note_or_rater_counts_as_different(
        self, kinerja: Kinerja, column: str, said: str, words: str
    ) -> None:
        kinerja("nilai impor -", stdin=f"{self.LONG}{ANI},2025-TW1,disiplin,80\n")
        text = f"nip,periode,kriteria,nilai,{column}\n{ANI},2025-TW1,disiplin,80,{said}\n"
        assert words in kinerja("nilai impor -", stdin=text, exit_code=3).stderr
        kinerja("nilai impor - --koreksi --alasan lengkapi", stdin=text)
        assert rows_of(kinerja, "nilai daftar")[0][column] == said
        assert kinerja("nilai impor -", stdin=text).stderr == "1 nilai: 0 baru, 1 tetap, 0 koreksi\n"

    def test_a_rater_and_a_note_that_the_file_does_not_state_stay(self, kinerja: Kinerja) -> None:
        kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 --penilai 'Wali Kota Kupang' --catatan rajin")
        text = f"{self.LONG}{ANI},2025-TW1,disiplin,90\n"
        kinerja("nilai impor - --koreksi --alasan keliru", stdin=text)
        (row,) = rows_of(kinerja, "nilai daftar")
        assert (row["nilai"], row["penilai"], row["catatan"]) == ("90.00", "Wali Kota Kupang", "rajin")

    def test_without_a_rater_it_is_the_superior_on_the_last_day_also_in_a_file(
        self, kinerja: Kinerja
    ) -> None:
        text = f"{self.LONG}{CITRA},2025-TW1,disiplin,80\n{CITRA},2025-TW2,disiplin,80\n{CAMAT},2025-TW1,disiplin,80\n"
        kinerja("nilai impor -", stdin=text)
        raters = {(r["nip"], r["periode"]): r["penilai"] for r in rows_of(kinerja, "nilai daftar")}
        assert raters == {
            (CITRA, "2025-TW1"): LURAH_S,
            (CITRA, "2025-TW2"): LURAH_N,
            (CAMAT, "2025-TW1"): "Wali Kota Kupang",
        }

    def test_values_after_the_last_day_of_service_are_counted_and_said_not_to_count(
        self, kinerja: Kinerja
    ) -> None:
        kinerja("periode buka 2025-TW3")
        told = kinerja("nilai impor -", stdin=f"{self.LONG}{DEDI},2025-TW3,disiplin,80\n").stderr.splitlines()
        assert told == [
            "1 nilai tidak dihitung: pegawainya tidak bertugas pada akhir periode itu.",
            "1 nilai: 1 baru, 0 tetap, 0 koreksi",
        ]

    def test_headings_that_nobody_knows_are_named_and_left_unread(self, kinerja: Kinerja) -> None:
        text = f"nip,periode,disiplin,Kehadiran Apel\n{ANI},2025-TW1,80,17\n"
        assert "Kehadiran Apel" in kinerja("nilai impor -", stdin=text).stderr

    def test_an_empty_sheet_is_no_fault(self, kinerja: Kinerja) -> None:
        assert kinerja("nilai impor -", stdin=self.LONG).stderr == "0 nilai: 0 baru, 0 tetap, 0 koreksi\n"

    @pytest.mark.parametrize("line", ["tak-ada.csv", "."])
    def test_a_file_that_is_not_there_or_a_folder_without_sheets(self, kinerja: Kinerja, line: str) -> None:
        assert kinerja(f"nilai impor {line}", exit_code=4).stderr != ""

    def test_galat_is_a_csv_and_not_written_where_nothing_is_wrong(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        text = f"{self.LONG}{ANI},2025-TW1,disiplin,80\n"
        assert ".csv" in kinerja("nilai impor - --galat galat.xlsx", stdin=text, exit_code=2).stderr
        kinerja("nilai impor - --galat galat.csv", stdin=text)
        assert not (workspace / "galat.csv").exists()


@pytest.mark.usefixtures("office")
def test_values_that_an_exemption_takes_out_and_raters_nobody_registered_are_said(kinerja: Kinerja) -> None:
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin --alasan cuti -q")
    rows = f"nip,periode,disiplin,inovasi,penilai\n{ANI},2025-TW1,80,81,198001012005011009\n"
    told = kinerja("nilai impor -", stdin=rows).stderr.splitlines()
    assert "1 nilai disimpan tetapi tidak dihitung; pengecualian berlaku." in told
    assert "NIP 198001012005011009 belum terdaftar sebagai pegawai; periksa angkanya bila keliru." in told
    assert told[-1] == "2 nilai: 2 baru, 0 tetap, 0 koreksi"


@pytest.mark.usefixtures("office")
def test_a_file_that_breaks_off_tells_its_other_faults_too_and_leaves_no_annotated_file(
    kinerja: Kinerja, workspace: Path
) -> None:
    text = f'nip,periode,disiplin\n{ANI},2025-TW1,x\n{CITRA},2025-TW1,"80\n{ANI},2025-TW2,81\n'
    (workspace / "putus.csv").write_text(text)
    lines = kinerja("nilai impor putus.csv --galat galat.csv", exit_code=3).stderr.splitlines()
    assert any(line.startswith("putus.csv:2: disiplin: 'x' bukan angka") for line in lines)
    assert any(line.startswith("putus.csv:3: ") for line in lines)
    assert not (workspace / "galat.csv").exists()

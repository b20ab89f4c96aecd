"""Files of scores: what is taken, what is refused, and where each fault is said to be."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from kinerja_cli.errors import NotFound, PeriodNotOpen
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.scores import PeriodKeys, ScoreKeys, criterion_keys, read_scores, score_header
from kinerja_cli.imports.source import open_source

ANI, BUDI = "198503152010012001", "199001012015031002"


def test_a_long_file_gives_one_row_a_value(read):
    found = read(
        "nilai", f"nip,periode,kriteria,nilai,penilai,catatan\n{ANI},2025-TW1,disiplin,87.5,{BUDI},baik\n"
    )
    assert found.rows == [(2, 1, 202501, 11, 8750, BUDI, "baik", 0)]
    assert found.faults == []


def test_a_wide_file_gives_one_row_a_filled_cell(read):
    found = read(
        "nilai", f'nip;nama;Disiplin;pelayanan kepada masyarakat\n{ANI};"Ani; SE";87,5;\n', period="2025-TW2"
    )
    assert found.rows == [(2, 1, 202502, 11, 8750, "", "", 0)]


def test_the_header_is_found_below_titles_and_a_sep_row_with_physical_lines_counted(read):
    titles = "\ufeffsep=;\r\nPENILAIAN KINERJA\r\n\r\nNIP;Periode;Kriteria;Nilai\r\n"
    text = f"{titles}{ANI};2025 tw1;Inovasi;75\r\n{ANI};2025-TW1;inovsi;1\r\n"
    found = read("nilai", text)
    assert found.rows == [(5, 1, 202501, 12, 7500, "", "", 0)]
    assert found.faults == [
        "nilai.csv:6: Kriteria: kriteria 'inovsi' tidak dikenal dalam aturan periode 2025-TW1; "
        "pakai disiplin, inovasi, pelayanan. Maksud Anda 'inovasi'?"
    ]


@pytest.mark.parametrize("nip", [f"'{ANI}", f'="{ANI}"', "19850315 201001 2 001", "19850315.201001.2.001"])
def test_a_nip_may_be_spelt_as_spreadsheets_need_it(read, nip):
    quoted = nip.replace('"', '""')
    found = read("nilai", f'nip;periode;kriteria;nilai\n"{quoted}";2025-TW1;disiplin;80\n')
    assert found.rows == [(2, 1, 202501, 11, 8000, "", "", 0)]


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("nip", "1,98503E+17", "rusak oleh Excel"),
        ("nip", "198503152010012000", "rusak oleh Excel"),
        ("nip", "199912312020121009", "tidak terdaftar"),
        ("periode", "2025-TW3", "belum dibuka; buka dengan: kinerja periode buka 2025-TW3"),
        ("periode", "", "periode kosong; isi seperti 2025-TW1"),
        ("periode", "2025-03", "tidak ada periode 2025-03: periode tahun 2025 ditulis seperti 2025-TW1"),
        ("periode", "2024-03", "belum dibuka; buka dengan: kinerja periode buka 2024-03"),
        ("kriteria", "kerapian", "tidak dikenal"),
        ("kriteria", "", "kriteria kosong"),
        ("nilai", "", "nilai kosong"),
        ("nilai", "100,01", "di luar skala 0–100"),
        ("nilai", "-5", "di luar skala 0–100"),
        ("nilai", "-", "bukan angka"),
        ("nilai", "1.000", "paling banyak 2"),
        ("nilai", "８５", "bukan angka"),
        ("nilai", "#N/A", "kesalahan rumus Excel"),
        ("penilai", "19900101", "hanya 8 angka"),
        ("penilai", "--", "rumus"),
        ("catatan", "=1+1", "rumus"),
        ("catatan", "a\x1b[31m", "U+001B"),
    ],
)
def test_one_bad_cell_of_a_long_file_is_one_fault_under_its_heading(read, column, cell, words):
    good = {
        "nip": ANI,
        "periode": "2025-TW1",
        "kriteria": "disiplin",
        "nilai": "80",
        "penilai": BUDI,
        "catatan": "x",
    }
    lines = [
        ";".join(good),
        ";".join((good | {column: cell}).values()),
        ";".join((good | {"nip": BUDI}).values()),
    ]
    found = read("nilai", "\n".join(lines))
    assert [fault.split(": ")[:2] for fault in found.faults] == [["nilai.csv:2", column]]
    assert words in found.faults[0]
    assert [row[0] for row in found.rows] == [3]


def test_several_bad_cells_of_one_row_are_all_told(read):
    found = read("nilai", "nip;periode;kriteria;nilai\nx;y;z;seratus\n")
    assert [fault.split(": ")[1] for fault in found.faults] == ["nip", "periode", "kriteria", "nilai"]
    assert found.log.by_row.keys() == {2}


def test_a_bad_cell_of_a_wide_file_leaves_its_neighbours(read):
    found = read("nilai", f"nip;disiplin;inovasi;pelayanan\n{ANI};80;delapan; \n", period="2025-TW1")
    assert [row[3] for row in found.rows] == [11]
    assert [fault.split(": ")[:2] for fault in found.faults] == [["nilai.csv:2", "inovasi"]]


def test_a_period_column_must_agree_with_the_option(read):
    text = f"nip;periode;disiplin\n{ANI};2025-TW1;80\n{BUDI};2025-TW2;81\n{BUDI};;82\n"
    found = read("nilai", text, period="2025-TW1")
    assert [row[4] for row in found.rows] == [8000, 8200]
    assert found.faults == [
        "nilai.csv:3: periode: '2025-TW2' berbeda dari --periode 2025-TW1; hapus barisnya atau opsi itu"
    ]


def test_a_period_option_that_is_not_open_is_refused_before_the_file_is_read(read):
    with pytest.raises(PeriodNotOpen):
        read("nilai", f"nip;disiplin\n{ANI};80\n", period="2025-TW4")


def test_a_period_option_of_another_cadence_is_not_advised_to_be_opened(read):
    with pytest.raises(NotFound) as refused:
        read("nilai", f"nip;disiplin\n{ANI};80\n", period="2025-S1")
    assert refused.value.lines[0].startswith("Opsi --periode: tidak ada periode 2025-S1: periode tahun 2025 ")


@pytest.mark.parametrize("dash", ["-", "–", "—", " - "])
def test_a_dash_for_a_rater_or_a_note_states_nothing_and_for_a_score_it_is_a_fault(read, dash):
    head = "nip;periode;disiplin;inovasi;penilai;catatan\n"
    fine = read("nilai", f"{head}{ANI};2025-TW1;80;;{dash};{dash}\n")
    assert (fine.rows, fine.faults) == ([(2, 1, 202501, 11, 8000, "", "", 0)], [])
    found = read("nilai", f"{head}{ANI};2025-TW1;80;{dash};{dash};{dash}\n")
    assert [fault.split(": ")[:2] for fault in found.faults] == [["nilai.csv:2", "inovasi"]]
    assert found.rows == [(2, 1, 202501, 11, 8000, "", "", 0)]


def test_an_unquoted_decimal_comma_is_never_split_over_two_columns(read):
    found = read("nilai", f"nip,disiplin,inovasi,catatan\n{ANI},85,5,75,\n", period="2025-TW1")
    assert found.rows == []
    assert found.faults[0].startswith("nilai.csv:2: 5 kolom padahal judulnya 4")


def test_a_criterion_that_the_rules_of_one_period_lack_is_refused_only_there(tmp_path):
    old = PeriodKeys(202401, criterion_keys([(1, "disiplin", "Disiplin")]), {1: "disiplin"}, 0, 10000)
    new = PeriodKeys(202501, criterion_keys([(2, "disiplin", "Disiplin"), (3, "inovasi", "Inovasi")]),
                     {2: "disiplin", 3: "inovasi"}, 100, 500)  # fmt: skip
    keys = ScoreKeys({ANI: 1, BUDI: 2}, {"2024-TW1": old, "2025-TW1": new})
    path = tmp_path / "dua.csv"
    path.write_text(
        "nip;periode;disiplin;inovasi\n"
        f"{ANI};2024-TW1;90;\n{ANI};2025-TW1;5;4\n{BUDI};2024-TW1;90;80\n{BUDI};2025-TW1;90;4\n"
    )
    log = FaultLog()
    with open_source(str(path), io.BytesIO()) as source:
        rows = list(read_scores(score_header(source, keys), keys, report=log))
    assert [row[2:5] for row in rows] == [
        (202401, 1, 9000), (202501, 2, 500), (202501, 3, 400), (202401, 1, 9000), (202501, 3, 400)
    ]  # fmt: skip
    assert [str(fault) for fault in log.first] == [
        "dua.csv:4: inovasi: kriteria 'inovasi' tidak dikenal dalam aturan periode 2024-TW1; pakai disiplin.",
        "dua.csv:5: disiplin: '90' di luar skala 1–5; tulis angka dalam skala itu",
    ]


def test_a_sheet_takes_numbers_text_and_dates_but_no_numeric_nip(read):
    rows = [
        ["Penilaian"],
        [None, "NIP", "Periode", "Kriteria", "Nilai"],
        [None, ANI, "2025-TW1", "disiplin", 87.13],
        [None, float(ANI), "2025-TW1", "disiplin", 80],
        [None, BUDI, "2025-TW1", "disiplin", "87,5"],
        [None, BUDI, "2025-TW1", "disiplin", datetime.date(2025, 3, 1)],
    ]
    found = read("nilai", rows)
    assert [row[:5] for row in found.rows] == [(3, 1, 202501, 11, 8713), (5, 2, 202501, 11, 8750)]
    assert [fault.split(": ")[:2] for fault in found.faults] == [
        ["nilai.xlsx:Lembar1!B4", "NIP"], ["nilai.xlsx:Lembar1!E6", "Nilai"]
    ]  # fmt: skip
    assert "tersimpan sebagai bilangan" in found.faults[0]


def test_a_line_break_in_a_cell_of_a_sheet_is_told_in_the_words_of_excel(read):
    found = read(
        "nilai", [["nip", "periode", "disiplin", "catatan"], [ANI, "2025-TW1", 80, "rajin\ntepat waktu"]]
    )
    assert found.faults == [
        "nilai.xlsx:Lembar1!D2: catatan: catatan memuat ganti baris (Alt+Enter); jadikan satu baris"
    ]


def test_a_month_that_excel_made_a_date_is_still_that_month(tmp_path, read_file, write_sheet):
    month = PeriodKeys(202503, criterion_keys([(1, "disiplin", "Disiplin")]), {1: "disiplin"}, 0, 10000)
    keys = ScoreKeys({ANI: 1}, {"2025-03": month})
    path = tmp_path / "bulan.xlsx"
    write_sheet(
        path,
        [
            ["nip", "periode", "disiplin"],
            [ANI, datetime.date(2025, 3, 1), 80],
            [ANI, datetime.date(2025, 3, 2), 80],
        ],
    )
    found = read_file("nilai", path, keys)
    assert [row[:5] for row in found.rows] == [(2, 1, 202503, 1, 8000)]
    assert found.faults[0].startswith("bulan.xlsx:Lembar1!B3: periode: '2025-03-02' bukan kode periode")


def test_the_office_file_with_eleven_bad_rows_gives_eleven_faults(tmp_path, read_file):
    """1,200 rows as an office sends them: title, ``;``, BOM, decimal commas, spaced NIPs, odd headings."""
    people = [f"19{60 + n % 40}0101 20{n % 20:02d}01 1 {n % 900 + 1:03d}" for n in range(1200)]
    nips = {nip.replace(" ", ""): number for number, nip in enumerate(people, 1)}
    names = criterion_keys([(1, "disiplin", "Disiplin"), (2, "inovasi", "Inovasi")])
    keys = ScoreKeys(nips, {"2025-TW1": PeriodKeys(202501, names, {1: "disiplin", 2: "inovasi"}, 0, 10000)})
    rows = [
        [str(n), nip, f"Pegawai, {n}", "2025-TW1", "Disiplin", f"{n % 100},5", ""]
        for n, nip in enumerate(people)
    ]
    damage = {
        3: (1, "1,98503E+17"), 50: (1, "19850315"), 99: (1, "199912312020121009"), 200: (3, "2025-TW3"),
        201: (3, "2024-TW4"), 300: (4, "Disipln"), 400: (5, "1.000"), 500: (5, ""), 600: (5, "101"),
        700: (5, "delapan"), 1199: (6, "=HYPERLINK(1)"),
    }  # fmt: skip
    for row, (column, cell) in damage.items():
        rows[row][column] = cell
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["REKAP NILAI TRIWULAN I", "", "", "", "", "", ""])
    writer.writerow(["No.", "N I P", "Nama_Pegawai", "PERIODE", "Kriteria ", "Skor", "Ket."])
    writer.writerows(rows)
    path = tmp_path / "kantor.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    found = read_file("nilai", path, keys)
    assert len(nips) == 1200
    assert found.log.total == 11
    headings = ["No.", "N I P", "Nama_Pegawai", "PERIODE", "Kriteria", "Skor", "Ket."]
    assert [fault.split(": ")[:2] for fault in found.faults] == [
        [f"kantor.csv:{row + 3}", headings[column]] for row, (column, _) in damage.items()
    ]
    assert len(found.rows) == 1200 - 11


def test_reading_twice_gives_the_same_rows(tmp_path: Path, keys: ScoreKeys):
    path = tmp_path / "n.csv"
    path.write_text(f"nip;disiplin\n{ANI};80\n")
    with open_source(str(path), io.BytesIO()) as source:
        header = score_header(source, keys, period="2025-TW1")
        twice = [list(read_scores(header, keys, report=FaultLog(), period="2025-TW1")) for _ in range(2)]
    assert twice[0] == twice[1] != []


def test_a_file_that_is_long_and_wide_at_once_is_refused_at_each_criterion_that_has_a_column(
    read_file, keys, tmp_path
):
    path = tmp_path / "dua_bentuk.csv"
    path.write_text("nip,periode,kriteria,nilai,disiplin\n198503152010012001,2025-TW1,inovasi,80,90\n")
    told = read_file("nilai", path, keys)
    assert told.rows == []
    assert [fault.split(": ")[:2] for fault in told.faults] == [["dua_bentuk.csv:1", "disiplin"]]


def test_a_total_beside_the_criteria_is_named_as_not_read(read_file, keys, tmp_path):
    path = tmp_path / "jumlah.csv"
    path.write_text("nip,periode,disiplin,nilai\n198503152010012001,2025-TW1,80,90\n")
    told = read_file("nilai", path, keys)
    assert told.header.ignored == ("nilai",)
    assert [row[4] for row in told.rows] == [80_00]

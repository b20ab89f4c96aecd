"""`kinerja nilai lembar -o lembar.xlsx`: what is asked is open, all else locked, and the sheet knows its revision."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell
from scoring_office import ANI, CAMAT, CITRA, LURAH_N, settle, values_of

Kinerja = Callable[..., Any]
SCORES = {"F": "Disiplin", "G": "Inovasi", "H": "Pelayanan kepada masyarakat"}
RULES = """\
instansi: Kecamatan Maulafa, Kota Kupang
berlaku: 2024
periode: triwulan
skala: {min: 0.5, maks: 4}
kriteria:
  - {kode: disiplin, nama: Disiplin, bobot: 60, keterangan: "Hadir; =tepat waktu"}
  - {kode: inovasi, nama: Inovasi yang dirasakan langsung oleh masyarakat luas, bobot: 40, keterangan: LONG}
predikat:
  - {kode: baik, nama: Baik, minimal: 0.5}
"""


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def made(kinerja: Kinerja, workspace: Path, options: str = "") -> Any:
    kinerja(f"nilai lembar 2025-TW1 -o lembar.xlsx {options}")
    return openpyxl.load_workbook(workspace / "lembar.xlsx")


def cells_of(sheet: Any, nip: str) -> dict[str, Cell]:
    (row,) = [cell.row for cell in sheet["A"] if cell.value == nip]
    return {sheet.cell(1, cell.column).value: cell for cell in sheet[row]}


def open_cells(sheet: Any) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked)


def test_only_scores_rater_and_note_can_be_filled_in(kinerja: Kinerja, workspace: Path) -> None:
    sheet = made(kinerja, workspace)["Nilai"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    headings = {sheet.cell(1, cell.column).value for cell in open_cells(sheet)}
    assert headings == {*SCORES.values(), "Penilai", "Catatan"}
    assert len(list(open_cells(sheet))) == 6 * 5  # six people, five cells each
    assert all(cell.protection.locked for cell in sheet[1])
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["K"].hidden
    assert sheet["K1"].value == "Revisi"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")


def test_each_score_cell_takes_a_number_of_the_scale_and_says_what_its_criterion_means(
    kinerja: Kinerja, workspace: Path
) -> None:
    sheet = made(kinerja, workspace)["Nilai"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"{column}2:{column}7" for column in SCORES}
    descriptions = dict(ask_descriptions(workspace))
    for column, name in SCORES.items():
        rule = rules[f"{column}2:{column}7"]
        assert (rule.type, rule.operator or "between", rule.formula1, rule.formula2) == (
            "decimal",
            "between",
            "0",
            "100",
        )
        assert (rule.errorStyle or "stop", rule.allowBlank, rule.showErrorMessage) == ("stop", True, True)
        assert rule.promptTitle == name
        said = "Isi angka 0 sampai 100, paling banyak 2 angka di belakang koma."
        assert rule.prompt == f"{descriptions[name]}. {said}"
        assert rule.errorTitle == "Nilai di luar skala"
        assert said in rule.error
        assert sheet[f"{column}1"].comment.text == f"{descriptions[name]}\n{said}"


def ask_descriptions(workspace: Path) -> list[tuple[str, str]]:
    from kinerja_cli.storage.criteria_file import parse_rules

    found = parse_rules((workspace / "criteria.yaml").read_bytes())
    return [(criterion.name, criterion.description) for criterion in found.rules.criteria]


def test_another_scale_and_long_texts_fit_into_what_excel_takes(kinerja: Kinerja, workspace: Path) -> None:
    folder = workspace / "lain"
    kinerja("init lain")
    (folder / "criteria.yaml").write_text(RULES.replace("LONG", "panjang " * 60), encoding="utf-8")
    kinerja("-C lain unit tambah KEC Kecamatan")
    kinerja(f"-C lain pegawai tambah {ANI} Ani --unit KEC")
    kinerja("-C lain periode buka 2025-TW1")
    kinerja("-C lain nilai lembar 2025-TW1 -o lain.xlsx")
    sheet = openpyxl.load_workbook(workspace / "lain.xlsx")["Nilai"]
    first, second = sheet.data_validations.dataValidation
    assert (first.formula1, first.formula2) == ("0.50", "4")
    assert "Isi angka 0,50 sampai 4" in first.prompt
    assert first.prompt.startswith("Hadir; =tepat waktu. ")
    assert second.promptTitle == "Inovasi yang dirasakan langsung "
    assert len(second.prompt) <= 255
    assert second.prompt.endswith("… Isi angka 0,50 sampai 4, paling banyak 2 angka di belakang koma.")
    assert sheet["G1"].value == "Inovasi yang dirasakan langsung oleh masyarakat luas"


def test_an_exempted_criterion_is_shown_as_such_locked_and_changes_nothing_when_it_comes_back(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=81 inovasi=82")
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 inovasi pelayanan --alasan 'cuti melahirkan'")
    before = values_of(kinerja)
    book = made(kinerja, workspace)
    cells = cells_of(book["Nilai"], ANI)
    assert [cells[name].value for name in SCORES.values()] == [81, "dikecualikan", "dikecualikan"]
    assert [cells[name].protection.locked for name in SCORES.values()] == [False, True, True]
    assert cells["Inovasi"].fill.fgColor.rgb == "FFD9D9D9"
    assert b"melahirkan" not in (workspace / "lembar.xlsx").read_bytes()
    assert not [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if "cuti" in str(cell.value)
    ]
    assert kinerja("nilai impor lembar.xlsx").stderr == "1 nilai: 0 baru, 1 tetap, 0 koreksi\n"
    assert values_of(kinerja) == before  # the exempted value too is still there
    # and it says nothing of the people around it
    cells_of(book["Nilai"], CITRA)["Inovasi"].value = 70
    cells["Disiplin"].value = 101
    book.save(workspace / "lembar.xlsx")
    told = kinerja("nilai impor lembar.xlsx", exit_code=3).stderr.splitlines()
    assert told[0].startswith("lembar.xlsx:Nilai!F3: Disiplin: '101' di luar skala")
    assert told[1] == "1 kesalahan; tidak ada yang disimpan."


def test_the_word_is_no_way_to_exempt_somebody(kinerja: Kinerja, workspace: Path) -> None:
    book = made(kinerja, workspace)
    cells_of(book["Nilai"], ANI)["Inovasi"].value = "Dikecualikan"
    cells_of(book["Nilai"], ANI)["Disiplin"].value = 80
    book.save(workspace / "lembar.xlsx")
    told = kinerja("nilai impor lembar.xlsx", exit_code=3).stderr
    assert told.startswith("lembar.xlsx:Nilai!G3: Inovasi: pegawai ini tidak dikecualikan dari kriteria itu;")
    assert values_of(kinerja) == {}


def test_the_same_office_gives_the_same_bytes(
    kinerja: Kinerja, kinerja_process: Kinerja, workspace: Path
) -> None:
    made(kinerja, workspace)
    kinerja_process(
        "nilai lembar 2025-TW1 -o lagi.xlsx", env={"TZ": "Asia/Jayapura", "LC_ALL": "id_ID.UTF-8"}
    )
    assert (workspace / "lagi.xlsx").read_bytes() == (workspace / "lembar.xlsx").read_bytes()


class TestStamp:
    """The revision travels in a sheet that nobody sees."""

    def test_it_is_there_and_out_of_sight(self, kinerja: Kinerja, workspace: Path) -> None:
        book = made(kinerja, workspace)
        assert book.sheetnames == ["Nilai", "Metode", "_kinerja"]
        assert book["_kinerja"].sheet_state == "veryHidden"
        assert [[cell.value for cell in row] for row in book["_kinerja"].iter_rows()] == [
            ["jenis", "lembar nilai kinerja"],
            ["format", "1"],
            ["periode", "2025-TW1"],
            ["revisi", "4"],
        ]

    def test_it_holds_where_the_column_of_revisions_was_lost(self, kinerja: Kinerja, workspace: Path) -> None:
        book = made(kinerja, workspace)
        kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=55")
        sheet = book["Nilai"]
        sheet.delete_cols(11)
        cells_of(sheet, ANI)["Disiplin"].value = 80
        cells_of(sheet, CITRA)["Disiplin"].value = 80
        book.save(workspace / "lembar.xlsx")
        told = kinerja("nilai impor lembar.xlsx --koreksi --alasan x", exit_code=3).stderr
        assert "diubah sesudah lembar ini dibuat (revisi 5, " in told
        assert told.splitlines()[-1] == "1 kesalahan; tidak ada yang disimpan."
        assert "cap revisi" in kinerja("nilai impor lembar.xlsx --revisi 5", exit_code=2).stderr

    def test_a_row_that_was_added_has_the_revision_of_its_sheet(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        book = made(kinerja, workspace, "--unit NAIMATA")
        kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=55")
        book["Nilai"].append([ANI, "Ani", "KEC", "", "2025-TW1", 60])
        book.save(workspace / "lembar.xlsx")
        assert "buat lembar baru" in kinerja("nilai impor lembar.xlsx", exit_code=3).stderr

    def test_of_another_office_or_of_a_time_before_a_backup_was_restored_it_is_refused(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        old = (workspace / "kinerja.db").read_bytes()
        kinerja(f"nilai catat {CAMAT} 2025-TW1 disiplin=90")
        made(kinerja, workspace)
        (workspace / "kinerja.db").write_bytes(old)
        told = kinerja("nilai impor lembar.xlsx", exit_code=3).stderr
        assert "dibuat pada revisi 5, padahal data di sini baru sampai revisi 4" in told
        assert "buat lembar baru" in told

    @pytest.mark.parametrize(
        ("cell", "value"), [("B1", "lain"), ("B2", "2"), ("B4", "empat"), ("B4", None), ("B4", "0")]
    )
    def test_one_that_was_changed_is_refused(
        self, kinerja: Kinerja, workspace: Path, cell: str, value: str | None
    ) -> None:
        book = made(kinerja, workspace)
        book["_kinerja"][cell] = value
        book.save(workspace / "lembar.xlsx")
        told = kinerja("nilai impor lembar.xlsx", exit_code=3).stderr
        assert told.startswith("lembar.xlsx: cap lembar ini ")


def test_hidden_rows_of_a_filter_come_back_and_are_said(kinerja: Kinerja, workspace: Path) -> None:
    book = made(kinerja, workspace)
    sheet = book["Nilai"]
    for cell in open_cells(sheet):
        if sheet.cell(1, cell.column).value in SCORES.values():
            cell.value = 75
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True
    book.save(workspace / "lembar.xlsx")
    assert kinerja("nilai impor lembar.xlsx").stderr.splitlines() == [
        "Baris tersembunyi ikut dibaca: 4-5 (2 baris)",
        "18 nilai: 18 baru, 0 tetap, 0 koreksi",
    ]


def test_a_third_decimal_passes_the_cell_but_not_the_import(kinerja: Kinerja, workspace: Path) -> None:
    book = made(kinerja, workspace)
    cells_of(book["Nilai"], LURAH_N)["Disiplin"].value = 80.125
    book.save(workspace / "lembar.xlsx")
    assert "lembar.xlsx:Nilai!F4: Disiplin: " in kinerja("nilai impor lembar.xlsx", exit_code=3).stderr


def test_a_workbook_goes_down_a_pipe_but_not_onto_a_screen(kinerja_process: Kinerja, workspace: Path) -> None:
    line = [sys.executable, "-m", "kinerja_cli", "nilai", "lembar", "2025-TW1", "--format", "xlsx"]
    done = subprocess.run(line, cwd=workspace, capture_output=True, check=True)
    assert done.stdout.startswith(b"PK")
    kinerja_process("nilai lembar 2025-TW1 --format xlsx --dialek excel-id", exit_code=2)


def test_a_folder_whose_state_can_not_be_asked_is_left_to_the_opening(
    kinerja: Kinerja, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that fails under `stat`: found by failing every file call of an import once."""

    def failing(path: Path) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(Path, "is_dir", failing)
    assert "tidak ditemukan" in kinerja("nilai impor lembar", exit_code=4).stderr
    kinerja("nilai lembar 2025-TW1 --per-penilai -o lembar")

"""LibreOffice opens our score sheet, a macro fills it in, it is saved and imported: `pytest -m slow` with soffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_program import SOFFICE, LibreOffice
from scoring_office import ANI, CAMAT, CODES, DEDI, LURAH_N, settle, values_of

Kinerja = Callable[..., Any]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice) on the PATH"),
]


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> Path:
    """Six people, one exempted, one with a value; the sheet is out."""
    settle(kinerja, workspace)
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=55 --catatan 'sudah dinilai'")
    kinerja(f"nilai kecualikan {LURAH_N} 2025-TW1 inovasi --alasan cuti")
    kinerja("nilai lembar 2025-TW1 -o lembar.xlsx")
    return workspace


def test_what_libreoffice_saves_is_imported_with_its_stamp(
    kinerja: Kinerja, libreoffice: LibreOffice, office: Path
) -> None:
    libreoffice.fill(office / "lembar.xlsx", office / "balik.xlsx")
    book = openpyxl.load_workbook(office / "balik.xlsx")
    assert [(cell[0].value, cell[1].value) for cell in book["_kinerja"].iter_rows()][-1] == ("revisi", "6")
    assert book["_kinerja"].sheet_state in ("hidden", "veryHidden")  # LibreOffice knows one of the two
    sheet = book["Nilai"]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["K"].hidden
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"decimal"}
    told = kinerja("nilai impor balik.xlsx --koreksi --alasan 'isian penilai' --yes").stderr
    assert told == "17 nilai: 16 baru, 0 tetap, 1 koreksi\n"
    values = values_of(kinerja)
    in_order = [CAMAT, ANI, LURAH_N, DEDI]  # the first rows of the sheet: 70.00 on, a quarter a cell
    assert [values[(CAMAT, "2025-TW1", code)] for code in CODES] == ["70.00", "70.25", "70.50"]
    assert values[(ANI, "2025-TW1", "disiplin")] == "70.75"
    assert (LURAH_N, "2025-TW1", "inovasi") not in values
    assert values[(in_order[3], "2025-TW1", "disiplin")] == "72.00"  # 3 + 3 + 2 cells before it


def test_a_stale_sheet_is_known_by_its_stamp_alone(
    kinerja: Kinerja, libreoffice: LibreOffice, office: Path
) -> None:
    libreoffice.fill(office / "lembar.xlsx", office / "balik.xlsx", drop=True)
    assert "Revisi" not in [cell.value for cell in openpyxl.load_workbook(office / "balik.xlsx")["Nilai"][1]]
    kinerja(f"nilai catat {DEDI} 2025-TW1 disiplin=51")
    told = kinerja("nilai impor balik.xlsx --koreksi --alasan x --yes", exit_code=3).stderr.splitlines()
    assert told[0].startswith("balik.xlsx:Nilai!F5: Disiplin: diubah sesudah lembar ini dibuat (revisi 7, ")
    assert told[1:] == ["1 kesalahan; tidak ada yang disimpan."]


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("balik.ods", "calc8", "ini berkas ODS"),
        ("balik.xls", "MS Excel 97", "ini berkas .xls lama"),
    ],
)
def test_its_other_formats_are_refused_by_their_names(
    kinerja: Kinerja, libreoffice: LibreOffice, office: Path, name: str, form: str, words: str
) -> None:
    libreoffice.fill(office / "lembar.xlsx", office / name, form)
    told = kinerja(f"nilai impor {name}", exit_code=3).stderr
    assert told.startswith(f"{name}: {words}")
    assert len(told.splitlines()) == 1

"""Whoever was erased is named no more, and nobody new bears the number that stands for her."""

from __future__ import annotations

import shutil

import pytest
from closed_office import close_all, complete
from personal_office import MATE, NAME, NIP
from scoring_office import LURAH_S, rows_of

PLACEHOLDER = "000000000000000012"


@pytest.fixture
def erased(kinerja, personal):  # noqa: ARG001 - the office must be there
    """The NIP that stands for the erased employee."""
    kinerja(f"hapus-data {NIP} --dasar 'permohonan 1/2031' --yes")
    return "000000000000000003"


def test_an_erased_person_gets_no_name_and_no_nip_again(kinerja, erased):
    line = f"pegawai ubah {erased} --nama 'Ani Lagi' --nip-baru {NIP} --alasan keliru"
    assert "sudah dihapus" in kinerja(line, exit_code=3).stderr


@pytest.mark.usefixtures("personal")
@pytest.mark.parametrize(
    "line",
    ["pegawai tambah {nip} Orang --unit {unit}", "pegawai impor orang.csv"],
    ids=["by hand", "by file"],
)
def test_nobody_is_registered_under_what_stands_for_an_erased_person(kinerja, workspace, rows, line):
    (unit,) = rows("select code from unit order by id limit 1")[0]
    (workspace / "orang.csv").write_text(f"nip,nama,unit\n{PLACEHOLDER},Orang,{unit}\n")
    assert "bukan NIP" in kinerja(line.format(nip=PLACEHOLDER, unit=unit), exit_code=3).stderr


def test_a_copy_that_was_put_beside_the_database_is_named_and_is_no_failure(kinerja, workspace, personal):  # noqa: ARG001
    shutil.copy(workspace / "kinerja.db", workspace / "kinerja.db.lama")
    said = kinerja(f"hapus-data {NIP} --dasar 'permohonan 1/2031' --yes").stderr
    assert "kinerja.db.lama" in said


def raters(kinerja, year):
    return {row["penilai"]: row for row in rows_of(kinerja, f"rekap penilai {year}")}


@pytest.mark.usefixtures("personal")
def test_a_rater_who_was_erased_is_named_as_everywhere_else_and_her_values_stay(kinerja):
    """She rated by her NIP, as whoever has one is known, and once by her bare name."""
    words = ["disiplin=70", "inovasi=71", "pelayanan=72", "--penilai", NAME]
    kinerja(["nilai", "catat", MATE, "2020-TW2", *words])
    before = raters(kinerja, 2020)
    kinerja(f"hapus-data {NIP} --dasar 'permohonan 1/2031' --yes")
    after = raters(kinerja, 2020)
    placeholder, bare = "000000000000000003", "(dihapus 5)"
    assert set(before) - set(after) == {NIP, NAME}
    assert set(after) - set(before) == {placeholder, bare}
    assert (after[placeholder]["nama_penilai"], after[bare]["nama_penilai"]) == ("(dihapus)", "")
    for old, new in ((NIP, placeholder), (NAME, bare)):
        assert list(after[new].values())[2:] == list(before[old].values())[2:]
    assert {placeholder, bare} < {row["penilai"] for row in rows_of(kinerja, "nilai daftar")}
    shown = kinerja("rekap penilai 2020").stdout
    assert not [word for word in (NIP, NAME, "Ni'mah", "đorđević") if word.casefold() in shown.casefold()]


def test_a_closed_year_does_not_bring_the_name_of_an_erased_rater_back(kinerja, workspace):
    """It answers by the rows that held when it was closed, and those were emptied too."""
    complete(kinerja, workspace)
    close_all(kinerja)
    before = raters(kinerja, 2025)
    assert before[LURAH_S]["nama_penilai"] == "Marten Lay"
    kinerja(f"hapus-data {LURAH_S} --dasar 'permohonan 1/2031' --yes")
    after = raters(kinerja, 2025)
    [placeholder] = set(after) - set(before)
    assert (placeholder.startswith("0000"), after[placeholder]["nama_penilai"]) == (True, "(dihapus)")
    assert list(after[placeholder].values())[2:] == list(before[LURAH_S].values())[2:]
    assert "Marten" not in kinerja("rekap penilai 2025").stdout
    assert LURAH_S not in kinerja("rekap penilai 2025").stdout


@pytest.mark.usefixtures("personal")
def test_the_trend_of_an_erased_person_bears_no_name(kinerja, erased):
    assert kinerja(f"rekap tren {erased}").stdout.startswith("Rekap tren · (dihapus)\n")
    kinerja(f"rekap tren {NIP}", exit_code=4)

"""Whoever was erased is named no more, and nobody new bears the number that stands for her."""

from __future__ import annotations

import shutil

import pytest
from personal_office import NIP

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

"""Whoever takes one person's data out is written down before they are given; other reading leaves no trace."""

from __future__ import annotations

import pytest
from personal_office import NIP

EXPORTS = {
    f"rekap pegawai {NIP}": "rekap pegawai",
    f"rekap tren {NIP}": "rekap tren",
    f"jelaskan {NIP}": "jelaskan",
    f"nilai daftar --nip {NIP}": "nilai daftar",
    f"pegawai tampil {NIP}": "pegawai tampil",
    f"riwayat --nip {NIP}": "riwayat",
    f"berkas-subjek {NIP}": "berkas-subjek",
}
ACCESS = """
select e.nip, a.what, j.command, j.rows
from access a
join employee e on e.id = a.employee
join journal j on j.seq = a.entry
order by j.seq
"""


@pytest.mark.parametrize(("line", "command"), EXPORTS.items())
def test_a_file_about_one_person_is_journalled_under_its_name(kinerja, personal, rows, line, command):
    (personal / "luar").mkdir()
    kinerja(f"{line} -o luar/satu.csv")
    assert (personal / "luar" / "satu.csv").stat().st_size
    assert rows(ACCESS) == [(NIP, f"{command} -o satu.csv", command, 0)]
    assert kinerja("periksa").stdout == ""


@pytest.mark.usefixtures("personal")
def test_reading_on_the_screen_writes_nothing_but_for_the_file_of_a_subject(kinerja, rows):
    for line in EXPORTS:
        kinerja(f"{line} --format csv")
        kinerja(f"{line} -o -")
    assert {what for _, what, *_ in rows(ACCESS)} == {"berkas-subjek"}
    assert len(rows(ACCESS)) == 2


@pytest.mark.usefixtures("personal")
def test_lists_of_everybody_are_not_accesses_to_one(kinerja, rows):
    for line in (
        "nilai daftar",
        "pegawai daftar",
        "rekap tahunan 2020",
        "rekap tren",
        "rekap penilai",
        "riwayat",
    ):
        kinerja(f"{line} -o semua.csv")
    assert rows(ACCESS) == []


@pytest.mark.usefixtures("personal")
@pytest.mark.parametrize("line", EXPORTS)
def test_an_output_that_cannot_be_is_refused_before_anything_is_journalled(refused, line):
    refused(f"{line} -o satu.docx", 2)
    refused(f"{line} -o kinerja.db --format csv", 2)


@pytest.mark.usefixtures("personal")
def test_the_access_is_there_before_the_data_are_given_out(kinerja, rows):
    """The folder is missing, so nothing was given; what was asked for is in the journal all the same."""
    kinerja(f"jelaskan {NIP} -o tidak/ada.csv", 4)
    assert [what for _, what, *_ in rows(ACCESS)] == ["jelaskan -o ada.csv"]


@pytest.mark.usefixtures("personal")
def test_an_access_is_no_data(rows, kinerja):
    last = "select max(seq) from journal where rows > 0"
    before = rows(last)
    kinerja(f"jelaskan {NIP} -o satu.csv")
    assert rows(last) == before


def test_a_file_named_after_her_is_forgotten_with_her(kinerja, personal, rows):
    kinerja(f"jelaskan {NIP} -o rekap-{NIP}.csv")
    kinerja(f"hapus-data {NIP} --dasar permohonan --yes")
    assert [what for _, what, *_ in rows(ACCESS)] == ["(dihapus)"]
    assert NIP.encode() not in (personal / "kinerja.db").read_bytes()
    assert kinerja("periksa").stdout == ""

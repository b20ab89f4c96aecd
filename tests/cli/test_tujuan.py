"""kinerja tujuan tambah | ubah | daftar."""

from __future__ import annotations

import pytest
from target_office import ANI, BUDI, aim, listed, settle


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    settle(kinerja, workspace)
    for line in (
        "tujuan tambah VISI 'Kota yang melayani' --jenis visi",
        "tujuan tambah MISI-2 'Pendidikan merata' --jenis misi --induk visi",
        "tujuan tambah MISI-1 'Layanan cepat' --jenis misi --induk VISI",
        "tujuan tambah T-1 'Surat sehari jadi' --induk MISI-1 --unit oep",
        "tujuan tambah S-1 'Loket satu pintu' --jenis sasaran --induk T-1 --unit OEP",
    ):
        kinerja(line)
    return workspace


def test_they_are_listed_as_a_tree_with_how_many_targets_serve_each(kinerja):
    aim(kinerja, BUDI, "10", "--tujuan", "t-1")
    aim(kinerja, ANI, "10", "--tujuan", "T-1")
    aim(kinerja, BUDI, "12", "--tujuan", "S-1", year=2026)
    assert [(r["kode"], r["jenis"], r["induk"], r["unit"], r["sasaran"]) for r in listed(kinerja, "tujuan daftar")] == [
        ("VISI", "visi", "", "", "0"),
        ("MISI-1", "misi", "VISI", "", "0"),
        ("T-1", "tujuan", "MISI-1", "OEP", "2"),
        ("S-1", "sasaran", "T-1", "OEP", "1"),
        ("MISI-2", "misi", "VISI", "", "0"),
    ]  # fmt: skip
    assert [row["sasaran"] for row in listed(kinerja, "tujuan daftar 2025")] == ["0", "0", "2", "0", "0"]


def test_the_very_same_again_changes_nothing_something_else_is_refused(kinerja, refused):
    again = kinerja("tujuan tambah MISI-1 'Layanan cepat' --jenis misi --induk VISI")
    assert (again.stderr, again.receipt) == (
        "Tujuan MISI-1 sudah ada begitu; tidak ada yang berubah.\n",
        None,
    )
    assert refused("tujuan tambah misi-1 'Layanan lambat' --jenis misi --induk VISI") == [
        "Tujuan MISI-1 sudah ada: Layanan cepat.",
        "Untuk mengubahnya: kinerja tujuan ubah MISI-1 --alasan '…'",
    ]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("tambah X isi --jenis visi --induk MISI-1", 3, "visi tidak berada di bawah misi (lihat MISI-1)"),
        ("tambah X isi --induk MISI-3", 4, "Tujuan 'MISI-3' tidak ditemukan. Maksud Anda 'MISI-"),
        ("tambah X isi --unit TAKADA", 4, "Unit 'TAKADA' tidak ditemukan."),
        ("tambah 'dua kata' isi", 3, "'dua kata'"),
        ("tambah X ' '", 3, "isi tujuan kosong."),
        ("tambah X isi --jenis sasarn", 2, "Maksud Anda 'sasaran'?"),
        ("ubah VISI --induk S-1 --alasan x", 3, "Tujuan VISI tidak dapat berada di bawah dirinya sendiri"),
        ("ubah VISI --induk VISI --alasan x", 3, "Tujuan VISI tidak dapat berada di bawah dirinya sendiri"),
        ("ubah MISI-1 --jenis sasaran --alasan x", 3, "tujuan tidak berada di bawah sasaran (lihat T-1)"),
        (
            "ubah MISI-1 --kode-baru misi-2 --alasan x",
            3,
            "Kode MISI-2 sudah dipakai tujuan 'Pendidikan merata'",
        ),
        ("ubah MISI-9 --isi x --alasan x", 4, "Tujuan 'MISI-9' tidak ditemukan."),
        ("ubah MISI-1 --alasan x", 2, "Tidak ada yang diubah"),
        ("ubah MISI-1 --isi baru --alasan ' '", 3, "alasan kosong."),
        ("ubah T-1 --induk VISI --tanpa-induk --alasan x", 2, "--induk dan --tanpa-induk"),
        ("ubah T-1 --unit OEP --tanpa-unit --alasan x", 2, "--unit dan --tanpa-unit"),
    ],
)
def test_what_cannot_be_is_refused(refused, line, code, told):
    assert told in refused(f"tujuan {line}", code)[0]


def test_a_change_keeps_the_version_before_and_what_serves_it(kinerja, rows):
    aim(kinerja, BUDI, "10", "--tujuan", "MISI-1")
    kinerja("tujuan ubah misi-1 --kode-baru M1 --isi 'Layanan [cepat]' --tanpa-induk --alasan 'RPJMD baru'")
    assert rows("select code, text, parent from goal where id = 3") == [("M1", "Layanan [cepat]", None)]
    assert rows("select code, text, parent from goal_past") == [("MISI-1", "Layanan cepat", 1)]
    assert [row["tujuan"] for row in listed(kinerja, "sasaran daftar")] == ["M1"]
    same = kinerja("tujuan ubah M1 --isi 'Layanan [cepat]' --alasan x")
    assert (same.stderr, same.receipt) == ("Tujuan M1 tetap; tidak ada yang berbeda.\n", None)


def test_a_stale_revision_is_refused(kinerja, refused):
    [old] = [row["revisi"] for row in listed(kinerja, "tujuan daftar") if row["kode"] == "T-1"]
    kinerja(f"tujuan ubah T-1 --tanpa-unit --alasan x --revisi {old}")
    assert refused(f"tujuan ubah T-1 --isi baru --alasan x --revisi {old}")[0].startswith(
        f"tujuan T-1 bukan revisi {old}: revisi "
    )


def test_the_history_tells_every_change(kinerja):
    kinerja("tujuan ubah T-1 --isi 'Surat sejam jadi' --alasan 'janji layanan'")
    changes = [row for row in listed(kinerja, "riwayat") if row["perintah"] == "tujuan ubah"]
    assert [(row["lama"], row["baru"], row["alasan"]) for row in changes] == [
        ("Surat sehari jadi", "Surat sejam jadi", "janji layanan")
    ]
    assert kinerja("periksa").stdout == ""

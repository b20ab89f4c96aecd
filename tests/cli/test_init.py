"""kinerja init: a workspace out of nothing, and never over anything."""

from __future__ import annotations

import stat

import pytest


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def _bytes(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_init_makes_the_rules_and_the_database_for_their_owner_alone(kinerja, workspace):
    result = kinerja("init")
    assert sorted(path.name for path in workspace.iterdir()) == ["criteria.yaml", "kinerja.db"]
    assert {_mode(path) for path in workspace.iterdir()} == {0o600}
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "Dibuat: criteria.yaml, kinerja.db",
        "Berikutnya: kinerja pegawai impor pegawai.xlsx --buat-unit",
    ]


def test_a_folder_that_init_makes_is_closed_to_others_and_the_next_line_leads_into_it(kinerja, workspace):
    talk = kinerja(["init", "kantor baru"]).stderr
    assert _mode(workspace / "kantor baru") == 0o700
    assert "Berikutnya: kinerja -C 'kantor baru' pegawai impor" in talk
    kinerja(["-C", "kantor baru", "status"])


def test_init_again_changes_nothing(kinerja, workspace):
    kinerja("init")
    kinerja("unit tambah KEC 'Kecamatan Maulafa'")
    before = _bytes(workspace)
    assert kinerja("init").stderr == ". sudah merupakan ruang kerja; tidak ada yang berubah.\n"
    assert _bytes(workspace) == before


def test_init_in_a_fresh_clone_keeps_the_rules_and_adds_the_database(kinerja, workspace):
    (workspace / "criteria.yaml").write_text("milik: saya\n")
    assert kinerja("init").stderr.splitlines() == [
        "Dibuat: kinerja.db",
        "criteria.yaml belum benar; lihat: kinerja kriteria periksa",
        "Berikutnya: kinerja pegawai impor pegawai.xlsx --buat-unit",
    ]
    assert (workspace / "criteria.yaml").read_text() == "milik: saya\n"
    assert "criteria.yaml:1:1: " in kinerja("kriteria periksa", exit_code=3).stderr


def test_init_says_nothing_of_rules_that_are_sound_and_leads_to_those_that_are_not(kinerja, workspace):
    kinerja("init kantor")
    (workspace / "kantor" / "kinerja.db").unlink()
    assert "belum benar" not in kinerja("init kantor").stderr
    (workspace / "kantor" / "criteria.yaml").write_text("")
    assert kinerja("init kantor").stderr.splitlines()[-1] == (
        "criteria.yaml belum benar; lihat: kinerja -C kantor kriteria periksa"
    )


def test_init_gives_back_lost_rules_without_touching_the_data(kinerja, office):
    data = (office / "kinerja.db").read_bytes()
    (office / "criteria.yaml").unlink()
    assert kinerja("init").stderr.startswith("Dibuat: criteria.yaml\n")
    assert (office / "kinerja.db").read_bytes() == data


def test_the_rules_that_init_copies_are_valid_as_they_are(kinerja):
    kinerja("init")
    assert kinerja("kriteria periksa").stderr.startswith("criteria.yaml baik: 3 kriteria, sidik ")


def test_the_folder_may_be_named_like_a_workspace_is_found(kinerja, workspace):
    for name, line, env in [
        ("a", "-C a init", {}),
        ("b", "init", {"KINERJA_DIR": "b"}),
        ("c", "-C a init c", {"KINERJA_DIR": "a"}),
    ]:
        kinerja(line, env=env)
        assert (workspace / name / "kinerja.db").exists()


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("init tiada/dalam", 4, "Folder tiada tidak ditemukan; buat dahulu folder itu."),
        ("init berkas", 6, "berkas bukan folder"),
        (
            "init --templat maulfa",
            2,
            "Templat 'maulfa' tidak ada; yang ada: maulafa, pp-30-2019, pp-30-2019-60-40, permenpanrb-6-2022."
            " Maksud Anda 'maulafa'?",
        ),
    ],
)
def test_init_that_cannot_be_done_makes_nothing_and_says_why(kinerja, workspace, line, code, words):
    (workspace / "berkas").write_text("x")
    assert words in kinerja(line, exit_code=code).stderr
    assert [path.name for path in workspace.iterdir()] == ["berkas"]


def test_somebody_elses_database_is_neither_taken_nor_furnished(kinerja, workspace):
    (workspace / "kinerja.db").write_text("Ini bukan basis data, melainkan catatan rapat.")
    before = _bytes(workspace)
    assert "bukan basis data SQLite" in kinerja("init", exit_code=6).stderr
    assert _bytes(workspace) == before

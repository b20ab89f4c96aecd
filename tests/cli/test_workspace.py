"""Which folder a command works in: -C, else KINERJA_DIR, else the nearest one upwards with criteria.yaml."""

from __future__ import annotations

import pytest


@pytest.fixture
def two(kinerja, workspace):
    """Workspaces a and b, each with one unit that bears the folder's name."""
    for name in ("a", "b"):
        kinerja(f"init {name}")
        kinerja(f"-C {name} unit tambah {name} Unit")
    return workspace


def _unit(result):
    return result.stdout.splitlines()[1].split(",")[0]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "line", ["-C b unit daftar", "unit -C b daftar", "unit daftar -C b", "-C a unit daftar -C b"]
)
def test_the_folder_is_named_before_or_after_the_command(kinerja, line):
    assert _unit(kinerja(f"{line} --format csv")) == "b"


def test_the_option_beats_the_environment_and_the_environment_beats_the_place(kinerja, two):
    here, env = two / "a", {"KINERJA_DIR": str(two / "b")}
    assert _unit(kinerja("unit daftar --format csv", cwd=here)) == "a"
    assert _unit(kinerja("unit daftar --format csv", cwd=here, env=env)) == "b"
    assert _unit(kinerja("-C ../a unit daftar --format csv", cwd=two / "b", env=env)) == "a"


def test_an_empty_environment_variable_names_nothing(kinerja, two):
    assert _unit(kinerja("unit daftar --format csv", cwd=two / "a", env={"KINERJA_DIR": ""})) == "a"


def test_the_workspace_is_found_from_any_folder_below(kinerja, two):
    deep = two / "a" / "arsip" / "2025"
    deep.mkdir(parents=True)
    assert _unit(kinerja("unit daftar --format csv", cwd=deep)) == "a"


def test_the_nearest_workspace_upwards_is_the_one(kinerja, two):
    kinerja("init a/dalam")
    kinerja("-C a/dalam unit tambah dalam Unit")
    assert _unit(kinerja("unit daftar --format csv", cwd=two / "a" / "dalam")) == "dalam"


def test_a_named_folder_is_not_searched_upwards(kinerja, two):
    (two / "a" / "arsip").mkdir()
    assert "tidak punya criteria.yaml" in kinerja("-C a/arsip unit daftar", exit_code=4).stderr


@pytest.mark.parametrize(
    "line",
    ["status", "unit daftar", "pegawai daftar", "periode buka 2025-TW1", "kriteria periksa",
     "kriteria terapkan --tahun 2025", "pegawai tampil 197001011995032001", "-C tiada unit daftar"],
)  # fmt: skip
def test_without_a_workspace_every_command_says_how_to_make_one(kinerja, workspace, line):
    result = kinerja(line, exit_code=4)
    assert result.stdout == ""
    assert "Ruang kerja tidak ditemukan" in result.stderr
    assert "kinerja init" in result.stderr
    assert list(workspace.iterdir()) == []


def test_rules_without_a_database_are_a_fresh_clone(kinerja, two):
    (two / "a" / "kinerja.db").unlink()
    talk = kinerja("unit tambah X Y", exit_code=4, cwd=two / "a").stderr
    assert "tidak punya kinerja.db" in talk
    assert "kinerja init" in talk
    assert not (two / "a" / "kinerja.db").exists()


def test_a_file_of_another_program_is_code_6_and_left_as_it_is(kinerja, two):
    (two / "a" / "kinerja.db").write_text("catatan rapat, bukan basis data")
    assert "bukan basis data SQLite" in kinerja("-C a unit daftar", exit_code=6).stderr
    assert (two / "a" / "kinerja.db").read_text() == "catatan rapat, bukan basis data"


def test_a_file_in_the_place_of_the_folder_is_not_advised_to_become_a_workspace(kinerja, two):
    (two / "nilai.csv").write_text("nip\n")
    for line, env in (("-C nilai.csv status", {}), ("status", {"KINERJA_DIR": "nilai.csv"})):
        told = kinerja(line, exit_code=4, env=env).stderr
        assert told == "nilai.csv bukan folder.\nTunjuk folder ruang kerjanya: kinerja -C FOLDER …\n"


@pytest.mark.usefixtures("two")
def test_an_empty_name_of_a_folder_is_a_usage_error(kinerja):
    assert "nama folder kosong" in kinerja(["-C", "", "unit", "daftar"], exit_code=2).stderr

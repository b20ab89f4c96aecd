"""kinerja kriteria periksa | tampil | terapkan: rules hold by year, and only once they were applied."""

from __future__ import annotations

import hashlib

import pytest

BUDI = "198503152010012001"


@pytest.fixture
def edit(workspace):
    """``edit(("old", "new"), …)``: change the workspace's criteria.yaml."""

    def change(*pairs):
        path = workspace / "criteria.yaml"
        text = path.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)

    return change


def _predikat(kinerja, year):
    lines = kinerja(f"kriteria tampil --tahun {year} --format csv").stdout.splitlines()
    return [line.split(",")[3] for line in lines if line.startswith("predikat,baik,")]


# --- periksa


@pytest.mark.usefixtures("kinerja")
def test_a_good_file_is_said_to_be_good_with_the_digest_of_its_bytes(kinerja, office):
    digest = hashlib.sha256((office / "criteria.yaml").read_bytes()).hexdigest()
    result = kinerja("kriteria periksa")
    assert result.stderr == f"criteria.yaml baik: 3 kriteria, sidik {digest[:12]}.\n"
    assert result.stdout == ""


@pytest.mark.usefixtures("office")
def test_every_fault_of_a_file_is_told_with_line_and_column(edit, refused):
    edit(("zona: WITA  ", "zona: WITE  "), ("bobot: 40", "bobt: 40"), ("minimal: 61", "minimal: 80"))
    lines = refused("kriteria periksa")
    assert [line.split(":")[:2] for line in lines[:-1]] == [
        ["criteria.yaml", "7"],
        ["criteria.yaml", "14"],
        ["criteria.yaml", "23"],
    ]
    assert lines[-1] == f"{len(lines) - 1} kesalahan; perbaiki lalu periksa lagi."
    told = "\n".join(lines)
    assert all(words in told for words in ("'WITE'", "aksud Anda 'bobot'?", "80.00"))


def test_another_file_may_be_checked_before_it_is_put_in_place(kinerja, office, write, refused):
    write("usul.yaml", (office / "criteria.yaml").read_text())
    assert kinerja("kriteria periksa usul.yaml").stderr.startswith("usul.yaml baik: ")
    write("usul.yaml", "instansi: X\n")
    assert refused("kriteria periksa usul.yaml")[0].startswith("usul.yaml:1:1: ")
    assert "tiada.yaml tidak ditemukan" in refused("kriteria periksa tiada.yaml", 4)[0]


def test_a_file_can_be_checked_outside_any_workspace(kinerja, office, tmp_path):
    path = office / "criteria.yaml"
    (tmp_path / "luar").mkdir()
    assert "baik: 3 kriteria" in kinerja(f"kriteria periksa {path}", cwd=tmp_path / "luar").stderr


# --- tampil


@pytest.mark.usefixtures("office")
def test_the_rules_in_force_are_shown_with_weights_points_and_bands(kinerja):
    lines = kinerja("kriteria tampil --tahun 2025 --format csv").stdout.splitlines()
    assert [line.split(",")[:2] + line.split(",")[3:4] for line in lines if "kriteria," in line[:9]] == [
        ["kriteria", "disiplin", "30.00"],
        ["kriteria", "inovasi", "30.00"],
        ["kriteria", "pelayanan", "40.00"],
    ]
    assert _predikat(kinerja, 2025) == ["76.00"]
    assert "Diterapkan sejak tahun 2025; sidik" in kinerja("kriteria tampil").stdout


@pytest.mark.usefixtures("office")
def test_a_later_year_without_rules_of_its_own_has_those_before_it(kinerja):
    assert _predikat(kinerja, 2030) == ["76.00"]


@pytest.mark.usefixtures("office")
def test_a_year_before_the_first_rules_has_none(refused):
    lines = refused("kriteria tampil --tahun 2024", 4)
    assert lines[0] == "Tahun 2024 belum punya aturan."
    assert "kinerja kriteria terapkan --tahun 2024" in lines[1]


def test_rules_that_were_applied_before_any_period_was_opened_are_shown(kinerja):
    kinerja("init")
    told = kinerja("kriteria tampil", exit_code=4).stderr
    assert "Belum ada periode" in told
    assert "periode buka PERIODE" in told  # whatever the cadence is, status knows it
    kinerja("kriteria terapkan --tahun 2026")
    assert "Diterapkan sejak tahun 2026" in kinerja("kriteria tampil").stdout


# --- terapkan


def test_editing_the_file_changes_nothing_until_it_is_applied(kinerja, office, edit, rows, journal):
    text = (office / "criteria.yaml").read_text()
    edit(("minimal: 76", "minimal: 75"))
    assert _predikat(kinerja, 2025) == ["76.00"]
    assert "criteria.yaml berbeda" in kinerja("status").stdout
    kinerja("kriteria terapkan --tahun 2025")
    assert _predikat(kinerja, 2025) == ["75.00"]
    assert "criteria.yaml berbeda" not in kinerja("status").stdout
    assert rows("select text from rules") == [((office / "criteria.yaml").read_text(),)]
    assert rows("select replaced_by, since, text, entry from rules_past") == [(4, 2025, text, 3)]
    assert journal() == [("kriteria terapkan", None)]


@pytest.mark.usefixtures("office")
def test_rules_hold_from_their_year_on_until_those_of_a_later_year(kinerja, edit):
    edit(("minimal: 76", "minimal: 75"))
    kinerja("kriteria terapkan --tahun 2028")
    edit(("minimal: 75", "minimal: 74"))
    kinerja("kriteria terapkan --tahun 2027")
    found = {year: _predikat(kinerja, year) for year in (2025, 2026, 2027, 2028, 2040)}
    assert found == {2025: ["76.00"], 2026: ["76.00"], 2027: ["74.00"], 2028: ["75.00"], 2040: ["75.00"]}


@pytest.mark.usefixtures("office")
def test_applying_the_same_again_leaves_no_entry(kinerja, journal):
    assert "sudah berlaku mulai tahun 2025" in kinerja("kriteria terapkan --tahun 2025").stderr
    assert journal() == []


@pytest.mark.usefixtures("office")
def test_rules_are_not_applied_to_a_year_before_their_first(refused):
    lines = refused("kriteria terapkan --tahun 2023")
    assert "berlaku mulai 2024; tidak dapat diterapkan untuk tahun 2023" in lines[0]


@pytest.mark.usefixtures("office")
def test_a_broken_file_is_not_applied_and_every_fault_is_told(refused, edit):
    edit(("bobot: 40", "bobot: 41"), ("zona: WITA  ", "zona: WITE  "))
    lines = refused("kriteria terapkan --tahun 2026")
    assert lines[-1] == "2 kesalahan; tidak ada yang disimpan."


@pytest.mark.usefixtures("office")
def test_everything_recorded_that_new_rules_do_not_know_is_named(kinerja, edit, refused):
    kinerja("periode buka 2026-TW1")  # 2026 is governed by the rules of 2025
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80 pelayanan=55,5")
    kinerja(f"nilai catat {BUDI} 2026-TW1 inovasi=60")
    kinerja(f"nilai kecualikan {BUDI} 2025-TW2 inovasi --alasan cuti")
    kinerja(f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {BUDI}")
    edit(
        ("maks: 100", "maks: 70"),
        ("minimal: 91", "minimal: 69"),
        ("minimal: 76", "minimal: 65"),
        ("kode: inovasi", "kode: gagasan"),
        ("program_baru: 3", "program_lain: 3"),
    )
    assert refused("kriteria terapkan --tahun 2025") == [
        "2025-TW1 berisi nilai disiplin 80.00 sampai 80.00, di luar skala baru",
        "2026-TW1 berisi nilai untuk kriteria 'inovasi' yang tidak ada dalam aturan baru",
        "2025-TW2 berisi pengecualian untuk kriteria 'inovasi' yang tidak ada dalam aturan baru",
        "program 1 (2025) berkategori 'program_baru' yang tidak ada dalam aturan baru",
        "Aturan tidak diterapkan mulai tahun 2025: yang tercatat di atas tidak cocok dengannya.",
        "Perbaiki criteria.yaml, atau terapkan mulai tahun yang masih kosong.",
    ]
    assert refused("kriteria terapkan --tahun 2026")[0].startswith("2026-TW1 berisi nilai untuk")
    kinerja("kriteria terapkan --tahun 2027")


@pytest.mark.usefixtures("office")
def test_opened_periods_of_another_cadence_stand_in_the_way(kinerja, edit, refused):
    edit(("periode: triwulan", "periode: bulan"))
    assert refused("kriteria terapkan --tahun 2025")[:2] == [
        "periode 2025-TW1 dibuka, tetapi aturan baru memakai bulan",
        "periode 2025-TW2 dibuka, tetapi aturan baru memakai bulan",
    ]
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026-01")


@pytest.mark.usefixtures("office")
def test_what_is_recorded_under_later_rules_does_not_stand_in_the_way(kinerja, edit):
    """Rules of 2024 would end where those of 2025 begin."""
    kinerja(f"nilai catat {BUDI} 2025-TW1 inovasi=80")
    edit(("kode: inovasi", "kode: gagasan"))
    kinerja("kriteria terapkan --tahun 2024")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("line", "words"),
    [("kriteria terapkan", "--tahun"), ("kriteria terapkan --tahun 25", "tulis empat angka seperti 2025")],
)
def test_applying_needs_a_year(refused, line, words):
    assert words in refused(line, 2)[0]

"""The example workspace: where it may be built, and that it is the same one every time."""

from __future__ import annotations

import csv
import io
import re
import stat
from importlib.resources import files
from pathlib import Path

import pytest

from kinerja_cli.domain.grades import parse_grade
from kinerja_cli.domain.nip import guess_kind, parse_nip
from kinerja_cli.errors import NotFound, Refused
from kinerja_cli.services import demo, demo_story

REPORTS = (
    "rekap tahunan 2024",
    "rekap tahunan 2025",
    "rekap unit 2025",
    "rekap distribusi 2025 --per-unit",
    "pegawai daftar",
    "unit daftar",
    "periode daftar",
    "program daftar",
    "rekap apresiasi 2025",
)


def shipped(name: str) -> list[dict[str, str]]:
    text = (files("kinerja_cli") / "demo" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> tuple[Path, Path]:
    """Two examples, built one after the other in new folders."""
    folder = tmp_path_factory.mktemp("contoh")
    demo.build(folder / "satu")
    demo.build(folder / "dua")
    return folder / "satu", folder / "dua"


@pytest.mark.parametrize("report", REPORTS)
def test_two_examples_give_the_same_bytes(pair, kinerja, report):
    first, second = (kinerja(f"-C {folder} {report} --format csv").stdout for folder in pair)
    assert first == second
    assert len(first.splitlines()) > 5


def test_the_folder_and_its_files_are_private(pair):
    folder, _ = pair
    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == {
        "criteria.yaml": 0o600,
        "kinerja.db": 0o600,
    }


def test_without_a_name_the_place_is_a_new_private_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first, second = demo.empty_place(None), demo.empty_place(None)
    assert first != second
    assert first.parent == tmp_path
    assert first.name.startswith("kinerja-demo-")
    assert mode(first) == 0o700
    assert list(first.iterdir()) == []


def test_an_empty_folder_and_a_new_one_are_taken_as_they_are(tmp_path):
    (tmp_path / "kosong").mkdir()
    assert demo.empty_place(str(tmp_path / "kosong")) == tmp_path / "kosong"
    assert demo.empty_place(str(tmp_path / "baru")) == tmp_path / "baru"
    assert not (tmp_path / "baru").exists()


@pytest.mark.parametrize("name", ["surat.txt", ".tersembunyi"])
def test_a_folder_that_holds_anything_is_refused(tmp_path, name):
    (tmp_path / name).write_text("milik orang", encoding="utf-8")
    with pytest.raises(Refused, match="tidak kosong"):
        demo.empty_place(str(tmp_path))


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="bukan folder"):
        demo.empty_place(str(tmp_path / "berkas"))


def test_a_folder_is_not_made_below_one_that_is_missing(tmp_path):
    with pytest.raises(NotFound):
        demo.build(tmp_path / "tidak" / "ada")
    assert list(tmp_path.iterdir()) == []


def test_about_sixty_people_with_nips_of_every_shape():
    people = shipped(demo_story.EMPLOYEES)
    assert 55 <= len(people) <= 65
    nips = [parse_nip(person["nip"]) for person in people]
    assert len(set(nips)) == len(nips)
    assert {nip[14] for nip in nips} == {"1", "2"}
    assert {person["jenis"] for person in people} == {"PNS", "PPPK", "PPPK paruh waktu"}
    for person, nip in zip(people, nips, strict=True):
        assert person["jenis"].startswith(guess_kind(nip)), "digits 13-14 tell PNS from PPPK"
        if person["jenis"] == "PNS":
            assert person["mulai"] == f"{nip[8:12]}-{nip[12:14]}-01", "TMT is in the NIP"
        if person["golongan"]:
            assert parse_grade(person["golongan"]) == person["golongan"]
            assert ("/" in person["golongan"]) == (person["jenis"] == "PNS")


def test_the_kelurahan_are_those_of_maulafa():
    names = {
        unit["nama"].removeprefix("Kelurahan ")
        for unit in shipped(demo_story.UNITS)
        if "KEL-" in unit["kode"]
    }
    assert names == {
        "Bello", "Fatukoa", "Kolhua", "Maulafa", "Naikolan", "Naimata", "Oepura", "Penfui", "Sikumana",
    }  # fmt: skip


def test_every_character_of_the_story_is_in_the_files_under_that_name():
    names = {parse_nip(person["nip"]): person["nama"] for person in shipped(demo_story.EMPLOYEES)}
    characters = re.findall(r"^(\d{18})  (\S+(?: \S+)*)  ", demo_story.__doc__ or "", re.MULTILINE)
    assert len(characters) == 19
    for nip, name in characters:
        assert name in names[nip]


def test_of_its_plan_one_action_is_done_and_one_is_overdue_later(pair, kinerja):
    line = f"-C {pair[0]} rencana daftar --semua --hari-ini 2026-07-02 --format csv"
    told = [
        row["status"] + (row["terlambat"] or "") for row in csv.DictReader(io.StringIO(kinerja(line).stdout))
    ]
    assert told == ["selesai", "lewat2"]

"""`kinerja demo` as a newcomer meets it: the summary, the lines to type next, and the story they tell."""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from kinerja_cli.services.demo import build

WEIGHTS = {"disiplin": 30, "inovasi": 30, "pelayanan": 40}
SANGAT_BAIK, BAIK = 91, 76  # the bands of the shipped rules
TEACHER, HEAD, NURSE, RECORDS = (
    "198903142014032006",
    "197909212006042008",
    "198601132010012014",
    "199208152023211002",
)
LURAH_SIKUMANA, LURAH_KOLHUA, LURAH_BELLO = "197802122003122006", "198206202007011009", "198304152008032005"
MOVED, RETIRED, NEW, PART_TIME = (
    "198401182009031006",
    "196706121990031004",
    "199804172025212003",
    "199901242025242001",
)
MIDWIFE, TREASURER, STUDENT = "199007142015032004", "198701302010012011", "198902162014031010"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """One example for all tests that only read it."""
    folder = tmp_path_factory.mktemp("contoh") / "demo"
    build(folder)
    return folder


@pytest.fixture
def read(kinerja, office):
    """Rows of a report about the example, by column."""

    def rows(line: str) -> list[dict[str, str]]:
        return list(csv.DictReader(kinerja(f"-C {office} {line} --format csv").stdout.splitlines()))

    return rows


@pytest.fixture
def year(read):
    """One person's line of a year's list."""

    def line(nip: str, number: int = 2025) -> dict[str, str]:
        return next(row for row in read(f"rekap tahunan {number}") if row["nip"] == nip)

    return line


@pytest.fixture
def explained(kinerja, office):
    """What `jelaskan` says about a person's 2025, as JSON."""
    return lambda nip: json.loads(kinerja(f"-C {office} jelaskan {nip} 2025 --format json").stdout)


def mean(*values: str) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)


def base(**means: Fraction) -> Fraction:
    total = sum(WEIGHTS[code] for code in means)
    return sum((WEIGHTS[code] * value for code, value in means.items()), Fraction(0)) / total


def test_the_same_bytes_whatever_locale_zone_and_width(kinerja, kinerja_process, office):
    strange = {"LC_ALL": "C", "TZ": "Pacific/Auckland", "COLUMNS": "40"}
    told = kinerja_process("demo lain --format csv", env=strange)
    assert told.stdout == kinerja(f"-C {office} rekap tahunan 2025 --format csv").stdout
    for report in ("program daftar", "pegawai daftar", "rekap tahunan 2024"):
        line = f"{report} --format csv"
        assert kinerja(f"-C lain {line}").stdout == kinerja(f"-C {office} {line}").stdout


def test_the_summary_is_that_of_the_newest_year_and_ends_with_three_lines_that_work(kinerja, office):
    told = kinerja(["demo", "contoh kita", "--format", "csv"])
    assert told.stdout == kinerja(f"-C {office} rekap tahunan 2025 --format csv").stdout
    assert told.stdout.startswith("peringkat,nip,nama,unit,jabatan,disiplin,inovasi,pelayanan,nilai_dasar")
    last = told.stderr.splitlines()[-4:]
    assert "contoh kita" in last[0]
    for line in last[1:]:
        words = shlex.split(line)
        assert words[:3] == ["kinerja", "-C", "contoh kita"]
        assert kinerja(words[1:]).stdout


def test_the_lines_stand_below_the_table_and_not_in_the_data(workspace):
    done = subprocess.run(
        [sys.executable, "-m", "kinerja_cli", "demo", "baru"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=workspace,
        env={k: v for k, v in os.environ.items() if not k.startswith("KINERJA_")},
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert "baru" in lines[0]
    assert lines[1].startswith("Rekap tahunan 2025")
    assert lines[-4].startswith("  kinerja -C baru jelaskan ")


def test_quietly_into_the_folder_of_minus_c_and_the_report_where_it_is_sent(kinerja, workspace):
    told = kinerja("-C baru demo --quiet -o rekap.csv")
    assert (told.stdout, told.stderr) == ("", "")
    assert (workspace / "rekap.csv").read_text(encoding="utf-8-sig").startswith("peringkat,nip,nama")
    assert (workspace / "baru" / "kinerja.db").is_file()


def test_a_folder_that_is_not_empty_is_refused_and_untouched(kinerja, workspace):
    (workspace / "surat.txt").write_text("milik orang", encoding="utf-8")
    told = kinerja("demo .", exit_code=3)
    assert told.stdout == ""
    assert "tidak kosong" in told.stderr
    assert [path.name for path in workspace.iterdir()] == ["surat.txt"]


def test_an_example_is_not_built_over_an_example(kinerja, office):
    before = (office / "kinerja.db").read_bytes()
    kinerja(f"demo {office}", exit_code=3)
    assert (office / "kinerja.db").read_bytes() == before


def test_the_teachers_programme_lifts_her_over_the_band(explained):
    means = {
        "disiplin": mean("88", "89", "90", "89"),
        "inovasi": mean("90", "91.5", "92", "92.5"),
        "pelayanan": mean("87", "88", "88.5", "88.5"),
    }
    hers = explained(TEACHER)
    assert Fraction(str(hers["nilai_dasar"])) == base(**means) < SANGAT_BAIK
    assert Fraction(str(hers["nilai_tambah"])) == 3
    assert Fraction(str(hers["nilai_akhir"])) == base(**means) + 3 >= SANGAT_BAIK
    assert hers["predikat"] == "Sangat Baik"


def test_her_programme_says_what_it_changed(read):
    hers = next(row for row in read("program daftar 2025") if TEACHER in row["pegawai"])
    assert hers["status"] == "terealisasi"
    assert hers["sebelum"] == "71 %"
    assert hers["sesudah"] == "84 %"


def test_the_shared_programme_of_the_puskesmas_gives_each_owner_its_points(read, year):
    shared = next(row for row in read("program daftar 2025") if NURSE in row["pegawai"])
    assert (shared["sebelum"], shared["sesudah"]) == ("45 menit", "20 menit")
    for nip in (NURSE, RECORDS):
        assert nip in shared["pegawai"]
        assert year(nip)["nilai_tambah"] == "2.00"
        assert year(nip)["predikat"] == "Baik"


def test_the_cap_holds_where_three_programmes_would_give_eight(year):
    line = year(HEAD)
    assert line["nilai_tambah"] == "5.00"
    assert line["peringkat"] == "1"


def test_programmes_are_in_every_state(read):
    assert {row["status"] for row in read("program daftar")} == {"usulan", "berjalan", "terealisasi", "batal"}


def test_a_lurah_reaches_the_band_by_rounding_half_up(explained):
    exact = base(
        disiplin=mean("91", "90.5", "91", "91.5"),
        inovasi=mean("90", "91", "91.5", "91.5"),
        pelayanan=mean("90.5", "91.25", "91", "91.2"),
    )
    assert exact == Fraction("90.995")
    hers = explained(LURAH_SIKUMANA)
    assert (hers["nilai_akhir"], hers["predikat"]) == (91.0, "Sangat Baik")


def test_equal_values_share_a_rank_and_the_next_one_is_skipped(read):
    rows = read("rekap tahunan 2025")
    ties = [row for row in rows if row["nip"] in (LURAH_KOLHUA, LURAH_BELLO)]
    assert [row["nilai_akhir"] for row in ties] == ["86.40", "86.40"]
    rank = int(ties[0]["peringkat"])
    assert [row["peringkat"] for row in rows if row["nilai_akhir"] == "86.40"] == [str(rank)] * 2
    assert str(rank + 1) not in [row["peringkat"] for row in rows]


def test_a_move_in_july_changes_unit_and_rater(read, year):
    assert year(MOVED, 2024)["unit"] == "KEL-OEPURA"
    assert year(MOVED, 2025)["unit"] == "SEKSI-PELAYANAN"
    raters = {row["periode"]: row["penilai"] for row in read(f"nilai daftar --nip {MOVED}")}
    assert raters["2025-TW1"] == raters["2025-TW2"] != raters["2025-TW3"] == raters["2025-TW4"]


@pytest.mark.parametrize(
    ("nip", "periods"),
    [
        (RETIRED, ["2025-TW1", "2025-TW2"]),
        (NEW, ["2025-TW2", "2025-TW3", "2025-TW4"]),
        (PART_TIME, ["2025-TW4"]),
    ],
)
def test_who_comes_or_goes_is_judged_on_the_quarters_she_served(explained, nip, periods):
    hers = explained(nip)
    assert hers["status"] == "lengkap"
    assert [value["periode"] for value in hers["baris"][0]["nilai"]] == periods


def test_the_newcomers_are_not_in_the_year_before(read):
    before = {row["nip"] for row in read("rekap tahunan 2024")}
    assert before.isdisjoint({NEW, PART_TIME})
    assert RETIRED in before


def test_maternity_leave_costs_nothing(year):
    line = year(MIDWIFE)
    means = {
        "disiplin": mean("88", "87", "89"),
        "inovasi": mean("82", "81", "84"),
        "pelayanan": mean("91", "90.5", "92"),
    }
    assert line["status"] == "lengkap"
    assert Fraction(line["nilai_dasar"]) == round(base(**means), 2)  # 87.566…: far from a half


def test_a_criterion_that_drops_out_leaves_the_others_their_weight(year):
    line = year(TREASURER)
    assert line["pelayanan"] == ""
    expected = base(disiplin=Fraction(line["disiplin"]), inovasi=Fraction(line["inovasi"]))
    assert (Fraction(line["nilai_dasar"]), line["status"]) == (expected, "lengkap")


def test_who_studies_all_year_is_not_judged(year):
    line = year(STUDENT)
    assert (line["status"], line["belum_ada"], line["nilai_akhir"]) == ("tidak_dinilai", "0", "")


def test_the_gaps_are_in_the_last_quarter_of_two_units(kinerja, office, read):
    gaps = {row["nip"]: row for row in read("rekap tahunan 2025") if row["status"] == "belum_lengkap"}
    assert Counter(row["unit"] for row in gaps.values()) == {"KEL-FATUKOA": 2, "KEL-NAIMATA": 1}
    assert sum(int(row["belum_ada"]) for row in gaps.values()) == 7
    told = kinerja(f"-C {office} status --tanggal 2026-01-10 --wajib-lengkap", exit_code=7).stdout
    assert "KEL-FATUKOA  6 nilai" in told
    assert "KEL-NAIMATA  1 nilai" in told


def test_every_period_has_its_deadline(read):
    rows = read("periode daftar")
    assert [row["periode"] for row in rows] == [f"{y}-TW{q}" for y in (2024, 2025) for q in (1, 2, 3, 4)]
    assert all(row["tenggat"] for row in rows)


def test_all_five_predikat_occur(read):
    assert all(int(row["jumlah"]) > 0 for row in read("rekap distribusi 2025"))


def test_the_puskesmas_got_better_and_not_everybody_did(read, year):
    before, after = (
        next(row for row in read(f"rekap unit {number}") if row["unit"] == "PKM-SIKUMANA")
        for number in (2024, 2025)
    )
    assert Fraction(after["rata_rata"]) > Fraction(before["rata_rata"]) + 5
    fallen = year("198502142008011015", 2024), year("198502142008011015", 2025)
    assert [line["predikat"] for line in fallen] == ["Kurang", "Sangat Kurang"]


def test_some_values_carry_a_note(read):
    notes = {row["catatan"] for row in read("nilai daftar")}
    assert "terlambat 6 kali" in notes

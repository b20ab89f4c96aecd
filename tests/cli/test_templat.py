"""kinerja init --templat: a year under each set of rules, as commands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

ANI, BUDI = "198001012005011001", "198001012005012002"
PEOPLE = f"nip,nama,unit\n{ANI},Ani,KEC\n{BUDI},Budi,KEC\n"
BEHAVIOURS = [
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
]
NINE = [
    (3, 3, "Sangat Baik"), (3, 2, "Baik"), (3, 1, "Kurang"),
    (2, 3, "Baik"), (2, 2, "Baik"), (2, 1, "Kurang"),
    (1, 3, "Butuh Perbaikan"), (1, 2, "Butuh Perbaikan"), (1, 1, "Sangat Kurang"),
]  # fmt: skip


@pytest.fixture
def office(kinerja, tmp_path):
    def made(template: str, *periods: str) -> Path:
        folder = tmp_path / template
        kinerja(f"init {folder} --templat {template}", cwd=tmp_path)
        kinerja("kriteria periksa", cwd=folder)
        (folder / "p.csv").write_text(PEOPLE)
        kinerja("pegawai impor p.csv --buat-unit", cwd=folder)
        kinerja(f"periode buka {' '.join(periods)}", cwd=folder)
        return folder

    return made


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def scores(value: int) -> str:
    return " ".join(f"{code}={value}" for code in BEHAVIOURS)


@pytest.mark.parametrize(("result", "behaviour", "predikat"), NINE)
def test_all_nine_cells_as_commands(kinerja, office, result, behaviour, predikat):
    folder = office("permenpanrb-6-2022", "2025-TW1")
    kinerja(f"nilai catat {ANI} 2025-TW1 hasil={result} {scores(behaviour)}", cwd=folder)
    ani, budi = rows(kinerja("rekap tahunan 2025 --format csv -q", cwd=folder).stdout)
    names = {3: "Di Atas Ekspektasi", 2: "Sesuai Ekspektasi", 1: "Di Bawah Ekspektasi"}
    assert (ani["predikat"], ani["status"]) == (predikat, "lengkap")
    assert (ani["hasil_kerja"], ani["rating_hasil_kerja"]) == (f"{result}.00", names[result])
    assert (ani["perilaku_kerja"], ani["rating_perilaku_kerja"]) == (f"{behaviour}.00", names[behaviour])
    assert [ani[key] for key in ("peringkat", "nilai_dasar", "nilai_akhir", "batas_bawah")] == [""] * 4
    assert (budi["status"], budi["belum_ada"], budi["predikat"]) == ("belum_lengkap", "8", "")


def test_the_aspects_stand_after_the_criteria(kinerja, office):
    folder = office("permenpanrb-6-2022", "2025-TW1")
    header = kinerja("rekap tahunan --format csv -q", cwd=folder).stdout.splitlines()[0]
    aspects = "hasil_kerja,rating_hasil_kerja,perilaku_kerja,rating_perilaku_kerja,nilai_dasar"
    assert f",hasil,{','.join(BEHAVIOURS)},{aspects}," in header


def test_jelaskan_names_the_cell_and_adds_up_within_each_aspect(kinerja, office):
    """Four behaviours at 3, three at 2: with weights 14.29 and 14.28 exactly 257.15/100."""
    folder = office("permenpanrb-6-2022", "2025-TW1")
    mixed = " ".join(f"{code}={3 if place < 4 else 2}" for place, code in enumerate(BEHAVIOURS))
    kinerja(f"nilai catat {ANI} 2025-TW1 hasil=3 {mixed}", cwd=folder)
    told = json.loads(kinerja(f"jelaskan {ANI} 2025 --format json", cwd=folder).stdout)
    assert [(a["kode"], a["nilai"], a["rating"]) for a in told["aspek"]] == [
        ("hasil_kerja", 3.00, "Di Atas Ekspektasi"),
        ("perilaku_kerja", 2.57, "Di Atas Ekspektasi"),
    ]
    # (4 * 14.29 * 3 + 3 * 14.28 * 2) / 100 = (171.48 + 85.68) / 100
    assert told["aspek"][1]["pecahan"] == "6429/2500"
    parts = [round(line["sumbangan"] * 100) for line in told["baris"] if line["aspek"] == "perilaku_kerja"]
    assert sum(parts) == 257
    text = kinerja(f"jelaskan {ANI} 2025", cwd=folder).stdout
    assert "Hasil Kerja Di Atas Ekspektasi × Perilaku Kerja Di Atas Ekspektasi → Sangat Baik" in text
    assert "kebijakan lokal" not in text


def test_a_closed_year_of_the_quadrant_reads_the_same_and_is_checked(kinerja, office):
    quarters = [f"2025-TW{n}" for n in (1, 2, 3, 4)]
    folder = office("permenpanrb-6-2022", *quarters)
    for period in quarters:
        kinerja(f"nilai catat {ANI} {period} hasil=2 {scores(3)}", cwd=folder)
        kinerja(f"nilai catat {BUDI} {period} hasil=3 {scores(3)}", cwd=folder)
    lines = [
        "rekap tahunan 2025 --format csv",
        "rekap tahunan 2025 --format json -q",
        f"jelaskan {ANI} 2025 --format json",
    ]
    lines += [
        f"rekap pegawai {BUDI} --format csv -q",
        "rekap unit 2025 --format csv",
        "rekap distribusi 2025 --format csv",
    ]
    before = [kinerja(line, cwd=folder).stdout for line in lines]
    assert [row["nama"] for row in rows(before[0])] == ["Budi", "Ani"]
    kinerja(f"periode tutup {' '.join(quarters)} --yes", cwd=folder)
    kinerja("tahun tutup 2025 --yes", cwd=folder)
    assert [kinerja(line, cwd=folder).stdout for line in lines] == before
    kinerja("periksa", cwd=folder)
    assert "kebijakan lokal" not in kinerja("rekap tahunan 2025 --format md", cwd=folder).stdout


@pytest.mark.parametrize("template", ["pp-30-2019", "pp-30-2019-60-40"])
def test_115_without_a_programme_is_baik_and_with_one_sangat_baik(kinerja, office, template):
    folder = office(template, "2025-S1", "2025-S2")
    for nip in (ANI, BUDI):
        for period in ("2025-S1", "2025-S2"):
            kinerja(f"nilai catat {nip} {period} skp=115 perilaku=115", cwd=folder)
    program = f"program tambah Antrean --tahun 2025 --kategori ide_baru --pegawai {ANI}"
    kinerja(
        f"{program} --status terealisasi --bukti BA --sebelum '60 menit' --sesudah '25 menit'", cwd=folder
    )
    ani, budi = rows(kinerja("rekap tahunan 2025 --format csv", cwd=folder).stdout)
    assert (ani["nama"], ani["nilai_akhir"], ani["predikat"]) == ("Ani", "115.00", "Sangat Baik")
    assert (budi["nama"], budi["nilai_akhir"], budi["predikat"]) == ("Budi", "115.00", "Baik")
    assert (
        "Syarat Sangat Baik terpenuhi: program terealisasi, yaitu program 1 'Antrean'"
        in kinerja(f"jelaskan {ANI} 2025", cwd=folder).stdout
    )
    assert (
        "(Sangat Baik dari 110.00 bersyarat program terealisasi; tidak ada dalam 2025)"
        in kinerja(f"jelaskan {BUDI} 2025", cwd=folder).stdout
    )
    kinerja("program ubah 1 --status batal --alasan Dihentikan", cwd=folder)
    assert [
        row["predikat"] for row in rows(kinerja("rekap tahunan 2025 --format csv", cwd=folder).stdout)
    ] == ["Baik", "Baik"]


def test_kriteria_tampil_shows_the_quadrant(kinerja, office):
    folder = office("permenpanrb-6-2022", "2025-TW1")
    shown = rows(kinerja("kriteria tampil --format csv", cwd=folder).stdout)
    cells = {row["keterangan"]: row["kode"] for row in shown if row["bagian"] == "matriks"}
    assert len(cells) == 9
    assert cells["di_atas × di_bawah"] == "kurang"
    assert [row["angka"] for row in shown if row["bagian"] == "rating"] == ["2.50", "1.50", "1.00"]

"""kinerja rekap tren: a row a year, and no difference between years whose rules can't be compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CODES, json_of, rows_of

Kinerja = Callable[..., Any]
CAMAT = "197505052000031005"
RINA = "198501012010012001"  # moves from A to B on 1 July 2026
JOKO = "199505152025051003"  # joins on 15 May 2025; in 2026 his values are missing
MIRA = "199003032015032003"  # not there from the beginning
UNITS = "kode,nama,induk\nKEC,Kecamatan,\nA,Kelurahan A,KEC\nB,Kelurahan B,KEC\n"
PEOPLE = f"""\
nip,nama,unit,mulai
{CAMAT},Yosef Tefa,KEC,
{RINA},Rina Nope,A,
{JOKO},Joko Taek,B,2025-05-15
"""
# disiplin, inovasi, pelayanan
GIVEN = {
    2024: {CAMAT: (90, 90, 90), RINA: (60, 60, 60)},
    2025: {CAMAT: (92, 92, 92), RINA: (64, 64, 64), JOKO: (50, 50, 50)},
    2026: {CAMAT: (90, 90, 10), RINA: (70, 70, 70)},
    2027: {CAMAT: (80, 80, 80), RINA: (80, 80, 80), JOKO: (60, 60, 60)},
}
WHY = "tidak sebanding dengan 2025: bobot disiplin 30 → 45, bobot inovasi 30 → 45, bobot pelayanan 40 → 10"
MORE = f"{WHY}, dan 1 perbedaan lain"
HEAD = ["tahun", "pegawai", "lengkap", "rata_rata", "selisih", "sebanding_sejak", "keterangan"]
WHOLE = [
    # (90 + 60) / 2
    [2024, 2, 2, 75, None, 2024, None],
    # (92 + 64 + 50) / 3 = 206 / 3 = 68.666…
    [2025, 3, 3, 68.67, -6.33, 2024, None],
    # 0.45 × 90 + 0.45 × 90 + 0.1 × 10 = 82 and 70; Joko has no number
    [2026, 3, 2, 76, None, 2026, MORE],
    # (80 + 80 + 60) / 3 = 73.333…
    [2027, 3, 3, 73.33, -2.67, 2026, None],
]
_MADE: dict[str, tuple[bytes, str]] = {}


@pytest.fixture
def yearly(kinerja: Kinerja, workspace: Path) -> None:
    """Four years of one period each; from 2026 on other weights and another band hold."""
    kinerja("init")
    rules, data = workspace / "criteria.yaml", workspace / "kinerja.db"
    if _MADE:
        kept, text = _MADE["office"]
        data.write_bytes(kept)
        rules.write_text(text, encoding="utf-8")
        return
    swap(rules, ("periode: triwulan", "periode: tahun"))
    kinerja("unit impor -", stdin=UNITS)
    kinerja("pegawai impor -", stdin=PEOPLE)
    kinerja(f"pegawai pindah {RINA} --unit B --mulai 2026-07-01")
    kinerja("periode buka 2024 2025")
    swap(rules, ("bobot: 40", "bobot: 10"), ("bobot: 30", "bobot: 45"), ("minimal: 76", "minimal: 80"))
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026 2027")
    lines = [
        f"{nip},{year},{','.join(map(str, values))}"
        for year, people in GIVEN.items()
        for nip, values in people.items()
    ]
    kinerja("nilai impor -", stdin="\n".join([f"nip,periode,{','.join(CODES)}", *lines, ""]))
    _MADE["office"] = (data.read_bytes(), rules.read_text(encoding="utf-8"))


def swap(rules: Path, *words: tuple[str, str]) -> None:
    text = rules.read_text(encoding="utf-8")
    for old, new in words:
        assert old in text
        text = text.replace(old, new)
    rules.write_text(text, encoding="utf-8")


def rows(kinerja: Kinerja, line: str) -> list[list[Any]]:
    return [list(row.values()) for row in json_of(kinerja, line)]


def trend_line(page: str) -> str:
    [line] = [line for line in page.splitlines() if line.startswith("Tren: ")]
    return line


def close(kinerja: Kinerja, *years: int) -> None:
    for year in years:
        kinerja(f"periode tutup {year} --yes")
        kinerja(f"tahun tutup {year} --yes")


# ---- the institution and its units


@pytest.mark.usefixtures("yearly")
def test_the_institution_over_the_years(kinerja: Kinerja) -> None:
    listed = json_of(kinerja, "rekap tren")
    assert list(listed[0]) == HEAD
    assert [list(row.values()) for row in listed] == WHOLE
    text = kinerja("rekap tren --format csv").stdout.splitlines()
    assert text[2] == "2025,3,3,68.67,-6.33,2024,"
    assert text[3] == f'2026,3,2,76.00,,2026,"{MORE}"'


@pytest.mark.usefixtures("yearly")
def test_the_differences_of_comparable_years_add_up(kinerja: Kinerja) -> None:
    found = rows_of(kinerja, "rekap tren")
    for since, expected in (("2024", 6867 - 7500), ("2026", 7333 - 7600)):
        run = [row["selisih"] for row in found if row["sebanding_sejak"] == since]
        assert sum(int(cell.replace(".", "")) for cell in run if cell) == expected


@pytest.mark.usefixtures("yearly")
def test_the_page_draws_what_may_be_compared_and_says_what_may_not(kinerja: Kinerja) -> None:
    page = kinerja("rekap tren").stdout
    assert page == kinerja("rekap tren", env={"COLUMNS": "20", "LANG": "C", "TERM": "dumb"}).stdout
    assert page.startswith("Rekap tren · Kecamatan Maulafa, Kota Kupang\n")
    assert trend_line(page) == "Tren: 2024–2025 █▁ (68.67–75.00) │ 2026–2027 █▁ (73.33–76.00)"
    assert "│ memisahkan yang tidak sebanding, · tahun tanpa nilai." in page
    assert page.count("Nilai menurut kebijakan lokal") == 1
    assert trend_line(kinerja("rekap tren --format md").stdout) == trend_line(page)
    for form in ("csv", "tsv", "json"):
        assert not set("▁▂▃▄▅▆▇█│") & set(kinerja(f"rekap tren --format {form}").stdout)


@pytest.mark.usefixtures("yearly")
def test_a_unit_counts_who_was_in_it_at_the_end_of_each_year(kinerja: Kinerja) -> None:
    assert rows(kinerja, "rekap tren --unit B") == [
        [2024, 0, 0, None, None, 2024, None],
        [2025, 1, 1, 50, None, 2024, None],
        [2026, 2, 1, 70, None, 2026, MORE],  # Rina is there now, and Joko incomplete
        [2027, 2, 2, 70, 0, 2026, None],  # (80 + 60) / 2
    ]
    page = kinerja("rekap tren --unit 'kelurahan b'").stdout
    assert page.startswith("Rekap tren · B Kelurahan B\n")
    assert trend_line(page) == "Tren: 2024–2025 ·▄ (50.00) │ 2026–2027 ▄▄ (70.00)"
    assert "Setiap unit memuat unit di bawahnya." in page
    # the top of the tree has everybody
    assert rows(kinerja, "rekap tren --unit KEC") == WHOLE


@pytest.mark.usefixtures("yearly")
def test_closed_years_answer_with_the_same_bytes_and_by_their_own_tree(kinerja: Kinerja) -> None:
    lines = ("rekap tren", "rekap tren --unit B", "rekap tren --unit A", f"rekap tren {RINA}")
    forms = ("csv", "tsv", "json")
    before = [kinerja(f"{line} --format {form}").stdout for line in lines for form in forms]
    close(kinerja, 2024, 2025)
    assert [kinerja(f"{line} --format {form}").stdout for line in lines for form in forms] == before
    assert "Tahun 2025 ditutup oleh " in kinerja("rekap tren").stdout
    kinerja("unit ubah B --kode-baru BB")
    gone = "unit 'B' tidak ada dalam susunan unit tahun itu"
    assert rows(kinerja, "rekap tren --unit B") == [
        [2024, 0, 0, None, None, 2024, None],
        [2025, 1, 1, 50, None, 2024, None],
        [2026, None, None, None, None, 2026, f"{MORE}; {gone}"],
        [2027, None, None, None, None, 2026, gone],
    ]
    known = rows(kinerja, "rekap tren --unit BB")
    assert [row[1] for row in known] == [None, None, 2, 2]
    assert rows(kinerja, "rekap tren") == WHOLE
    kinerja(f"pegawai pindah {JOKO} --unit A --mulai 2025-06-01")
    kinerja(f"pegawai henti {RINA} --tanggal 2025-01-31")
    assert rows(kinerja, "rekap tren")[:2] == WHOLE[:2]
    assert rows(kinerja, "rekap tren --unit B")[1] == [2025, 1, 1, 50, None, 2024, None]


@pytest.mark.usefixtures("yearly")
def test_a_unit_that_no_year_knows_is_not_found(kinerja: Kinerja) -> None:
    close(kinerja, 2024)
    said = kinerja("rekap tren --unit KECC", exit_code=4)
    assert said.stdout == ""
    assert said.stderr.startswith("Unit 'KECC' tidak ditemukan. Maksud Anda 'KEC'?")


# ---- one person


@pytest.mark.usefixtures("yearly")
def test_one_person_over_the_years(kinerja: Kinerja) -> None:
    listed = json_of(kinerja, f"rekap tren {RINA}")
    assert list(listed[0]) == [
        "tahun", "unit", "nilai_akhir", "selisih", "predikat", "status", "sebanding_sejak", "keterangan",
    ]  # fmt: skip
    assert [list(row.values()) for row in listed] == [
        [2024, "A", 60, None, "Kurang", "lengkap", 2024, None],
        [2025, "A", 64, 4, "Butuh Perbaikan", "lengkap", 2024, None],
        [2026, "B", 70, None, "Butuh Perbaikan", "lengkap", 2026, MORE],
        [2027, "B", 80, 10, "Baik", "lengkap", 2026, None],
    ]
    page = kinerja(f"rekap tren {RINA}").stdout
    assert page.startswith("Rekap tren · Rina Nope\n")
    assert trend_line(page) == "Tren: 2024–2025 ▁█ (60.00–64.00) │ 2026–2027 ▁█ (70.00–80.00)"


@pytest.mark.usefixtures("yearly")
def test_a_year_without_a_number_is_neither_nought_nor_a_difference(kinerja: Kinerja) -> None:
    assert rows(kinerja, f"rekap tren {JOKO}") == [
        [2025, "B", 50, None, "Sangat Kurang", "lengkap", 2025, None],
        [2026, "B", None, None, None, "belum_lengkap", 2026, MORE],
        [2027, "B", 60, None, "Kurang", "lengkap", 2026, None],
    ]
    assert trend_line(kinerja(f"rekap tren {JOKO}").stdout) == "Tren: 2025 ▄ (50.00) │ 2026–2027 ·▄ (60.00)"


@pytest.mark.usefixtures("yearly")
def test_a_year_in_which_she_did_not_serve_is_a_gap_and_not_left_out(kinerja: Kinerja) -> None:
    """Otherwise 2025 and 2027 would look like neighbours; and with the same rules they are compared."""
    kinerja(f"pegawai tambah {MIRA} Mira --unit A --mulai 2026-01-01")
    kinerja("periode buka 2029")
    kinerja(f"nilai catat {MIRA} 2026 disiplin=70 inovasi=70 pelayanan=70")
    kinerja(f"nilai catat {MIRA} 2029 disiplin=71 inovasi=71 pelayanan=71")
    assert [row[:4] for row in rows(kinerja, f"rekap tren {MIRA}")] == [
        [2026, "A", 70, None], [2027, "A", None, None], [2029, "A", 71, 1],
    ]  # fmt: skip
    # said, because the row above is another year
    assert [row[-1] for row in rows(kinerja, f"rekap tren {MIRA}")] == [None, None, "selisih dari 2026"]
    assert trend_line(kinerja(f"rekap tren {MIRA}").stdout) == "Tren: 2026–2029 ▁··█ (70.00–71.00)"


@pytest.mark.usefixtures("yearly")
def test_a_person_who_served_in_no_year_has_an_empty_trend(kinerja: Kinerja) -> None:
    kinerja(f"pegawai tambah {MIRA} Mira --unit A --mulai 2031-01-01")
    assert json_of(kinerja, f"rekap tren {MIRA}") == []
    assert "Tren: " not in kinerja(f"rekap tren {MIRA}").stdout


@pytest.mark.usefixtures("yearly")
def test_a_person_and_a_unit_together_are_a_usage_fault(kinerja: Kinerja) -> None:
    said = kinerja(f"rekap tren {RINA} --unit A", exit_code=2)
    assert (said.stdout, said.stderr.splitlines()[0]) == ("", "NIP dan --unit tidak dapat dipakai bersama.")
    kinerja(f"rekap tren {MIRA}", exit_code=4)


@pytest.mark.usefixtures("yearly")
def test_it_may_have_to_be_complete(kinerja: Kinerja) -> None:
    for line in ("rekap tren", "rekap tren --unit B", f"rekap tren {JOKO}"):
        said = kinerja(f"{line} --wajib-lengkap", exit_code=7).stderr
        assert "Belum lengkap: 3 nilai belum ada." in said
    kinerja(f"rekap tren {RINA} --wajib-lengkap")
    kinerja("rekap tren --unit A --wajib-lengkap")


# ---- rules


def test_rules_that_only_call_things_otherwise_break_nothing(kinerja: Kinerja, workspace: Path) -> None:
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    kinerja(f"pegawai tambah {ANI} Ani --unit KEC")
    kinerja("periode buka 2024-TW1")
    swap(
        workspace / "criteria.yaml",
        ("Kecamatan Maulafa, Kota Kupang", "Kecamatan Alak"),
        ("periode: triwulan", "periode: semester"),
        ("nama: Inovasi", "nama: Gagasan"),
        ("nama: Baik,", "nama: Bagus,"),
        ("Kehadiran,", "Hadir,"),
    )
    kinerja("kriteria terapkan --tahun 2025")
    kinerja("periode buka 2025-S1 2025-S2")
    kinerja(f"nilai catat {ANI} 2024-TW1 disiplin=80 inovasi=80 pelayanan=80")
    for half in ("S1", "S2"):
        kinerja(f"nilai catat {ANI} 2025-{half} disiplin=79.5 inovasi=79.5 pelayanan=79.5")
    part = "1 dari 4 periode dibuka"
    told = kinerja(f"rekap tren {ANI} --format json")
    assert [list(row.values()) for row in json.loads(told.stdout)] == [
        [2024, "KEC", 80, None, "Baik", "lengkap", 2024, part],
        [2025, "KEC", 79.5, -0.5, "Bagus", "lengkap", 2024, None],
    ]
    assert (
        told.stderr
        == "Tahun 2024 belum penuh: 2024-TW2, 2024-TW3, 2024-TW4 belum dibuka dan tidak dihitung.\n"
    )
    page = kinerja("rekap tren").stdout
    assert page.startswith("Rekap tren · Kecamatan Alak\n")
    assert told.stderr in page
    assert [row[-1] for row in rows(kinerja, "rekap tren")] == [part, None]


@pytest.fixture
def quadrant(kinerja: Kinerja, workspace: Path) -> None:
    """2025 by the office's own rules, 2026 and 2027 by the quadrant: 1 × 3 and 3 × 3."""
    kinerja("init")
    kinerja("unit tambah KEC Kecamatan")
    kinerja(f"pegawai tambah {ANI} Ani --unit KEC")
    kinerja("periode buka 2025-TW1")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 inovasi=80 pelayanan=80")
    kinerja("init baru --templat permenpanrb-6-2022")
    (workspace / "criteria.yaml").write_bytes((workspace / "baru" / "criteria.yaml").read_bytes())
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026-TW1 2027-TW1")
    behaviour = (
        "berorientasi_pelayanan akuntabel kompeten harmonis loyal adaptif kolaboratif".replace(" ", "=3 ")
        + "=3"
    )
    for year, result in ((2026, 1), (2027, 3)):
        kinerja(f"nilai catat {ANI} {year}-TW1 hasil={result} {behaviour}")


@pytest.mark.usefixtures("quadrant")
def test_under_a_quadrant_a_person_is_drawn_by_the_predikat(kinerja: Kinerja) -> None:
    old, new, last = json_of(kinerja, f"rekap tren {ANI}")
    assert list(old)[3:8] == ["selisih", "rating_hasil_kerja", "rating_perilaku_kerja", "predikat", "status"]
    assert list(old.values())[2:8] == [80, None, None, None, "Baik", "lengkap"]
    assert list(new.values())[2:8] == [
        None, None, "Di Bawah Ekspektasi", "Di Atas Ekspektasi", "Butuh Perbaikan", "lengkap",
    ]  # fmt: skip
    assert (last["predikat"], last["selisih"], last["sebanding_sejak"]) == ("Sangat Baik", None, 2026)
    assert new["keterangan"].startswith(
        "tidak sebanding dengan 2025: skala 0–100 → 1–3, agregasi rata_rata → terakhir, matriks baru, dan "
    )
    page = kinerja(f"rekap tren {ANI}").stdout
    assert trend_line(page) == "Tren: 2025 ▄ (80.00) │ 2026–2027 ▁█ (Butuh Perbaikan–Sangat Baik)"


@pytest.mark.usefixtures("quadrant")
def test_under_a_quadrant_a_unit_has_counts_and_no_mean(kinerja: Kinerja) -> None:
    assert [row[:6] for row in rows(kinerja, "rekap tren --unit KEC")] == [
        [2025, 1, 1, 80, None, 2025], [2026, 1, 1, None, None, 2026], [2027, 1, 1, None, None, 2026],
    ]  # fmt: skip
    page = kinerja("rekap tren").stdout
    assert trend_line(page) == "Tren: 2025 ▄ (80.00) │ 2026–2027 ·· (tanpa nilai)"
    assert "Tahun 2026, 2027 memakai matriks: tidak ada nilai_akhir, jadi tidak ada rata-rata." in page


@pytest.mark.usefixtures("quadrant")
def test_the_policy_line_stays_while_one_shown_year_has_no_matrix(kinerja: Kinerja) -> None:
    for line in ("rekap tren", "rekap tren --unit KEC", f"rekap tren {ANI}"):
        assert kinerja(line).stdout.count("Nilai menurut kebijakan lokal") == 1
    kinerja(f"pegawai tambah {CAMAT} Yosef --unit KEC --mulai 2026-01-01")
    assert "Nilai menurut kebijakan lokal" not in kinerja(f"rekap tren {CAMAT}").stdout


def test_before_the_first_period_there_is_no_trend(kinerja: Kinerja) -> None:
    kinerja("init")
    assert kinerja("rekap tren", exit_code=4).stderr.startswith("Belum ada periode yang dibuka.")

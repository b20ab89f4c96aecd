"""A year as it really goes: one moves in July, one joins, one leaves, a NIP changes, 2026 has other rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import give, json_of, rows_of

Kinerja = Callable[..., Any]
CAMAT = "197505052000031005"
LURAH_A = "198003032005011006"
LURAH_B = "198104042006012007"
RINA = "198501012010012001"  # moves on 1 July, and gets another rater with it
JOKO = "199505152025051003"  # joins on 15 May
LINA = "196704041995032004"  # leaves on 31 August
PUTU, PUTU_NEW = "199009132024212015", "199009132025212015"  # PPPK: a new contract, a new number
PERIODS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
UNITS = "kode,nama,induk\nKEC,Kecamatan,\nA,Kelurahan A,KEC\nA1,Seksi A1,A\nB,Kelurahan B,KEC\n"
PEOPLE = f"""\
nip,nama,unit,jabatan,jenis,mulai,selesai,atasan
{CAMAT},Yosef Tefa,KEC,Camat,PNS,,,Wali Kota Kupang
{LURAH_A},Marten Lay,A,Lurah,PNS,,,{CAMAT}
{LURAH_B},Nona Benu,B,Lurah,PNS,,,{CAMAT}
{RINA},Rina Nope,A1,Analis,PNS,,,{LURAH_A}
{JOKO},Joko Taek,B,Pelaksana,PNS,2025-05-15,,{LURAH_B}
{LINA},Lina Lake,A,Sekretaris,PNS,,2025-08-31,{LURAH_A}
{PUTU},Putu Sari,A1,Perawat,PPPK,,,
"""
# of each period, the same in all three criteria: so it is the value of the period as well
GIVEN = {
    CAMAT: (90, 90, 90, 90),
    LURAH_A: (80, 80, 80, 80),
    LURAH_B: (70, 72, 74, 76),
    RINA: (60, 64, 84, 88),
    JOKO: (None, 50, 52, 54),
    LINA: (95, 93, None, None),
    PUTU: (81, 82, 83, 84),
}
HEAD = ["unit", "nama_unit", "pegawai", "lengkap", "rata_rata", "median", "terendah", "tertinggi"]
BANDS = ["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"]
_MADE: list[bytes] = []


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    """All of 2025, each half recorded when it was over; Rina's programme is realised."""
    kinerja("init")
    if _MADE:
        (workspace / "kinerja.db").write_bytes(_MADE[0])
        return
    kinerja("unit impor -", stdin=UNITS)
    kinerja("pegawai impor -", stdin=PEOPLE)
    kinerja(f"periode buka {' '.join(PERIODS)}")
    give(kinerja, *lines(0, 2))
    kinerja(f"pegawai pindah {RINA} --unit B --jabatan Bendahara --atasan {LURAH_B} --mulai 2025-07-01")
    kinerja(f"pegawai ubah {PUTU} --nip-baru {PUTU_NEW} --alasan 'Kontrak baru'")
    give(kinerja, *(line.replace(PUTU, PUTU_NEW) for line in lines(2, 4)))
    kinerja(
        f"program tambah Loket --tahun 2025 --kategori program_baru --pegawai {RINA} --status terealisasi "
        "--bukti SK --sebelum 9 --sesudah 3"
    )
    _MADE.append((workspace / "kinerja.db").read_bytes())


def lines(first: int, last: int) -> list[str]:
    return [
        f"{nip},{PERIODS[place]},{values[place]},{values[place]},{values[place]}"
        for nip, values in GIVEN.items()
        for place in range(first, last)
        if values[place] is not None
    ]


def figures(kinerja: Kinerja, line: str) -> dict[str, list[Any]]:
    """Cells after the unit's name, by code."""
    rows = json_of(kinerja, line)
    assert list(rows[0]) == [*HEAD, *BANDS]
    return {row["unit"]: list(row.values())[2:] for row in rows}


def close(kinerja: Kinerja) -> None:
    kinerja(["periode", "tutup", *PERIODS, "--yes"])
    kinerja("tahun tutup 2025 --yes")


# ---- rekap unit --periode


def test_before_her_move_she_is_counted_in_the_old_unit(kinerja: Kinerja) -> None:
    told = figures(kinerja, "rekap unit 2025 --periode 2025-TW2")
    assert list(told) == ["KEC", "A", "A1", "B"]
    # 90, 80, 72, 64, 50, 93, 82: 531 / 7; bands of 91, 76, 61, 51, 0
    assert told["KEC"] == [7, 7, 75.86, 80, 50, 93, 1, 3, 2, 0, 1]
    # Marten 80, Lina 93, and of A1 Rina 64 and Putu 82: 319 / 4
    assert told["A"] == [4, 4, 79.75, 81, 64, 93, 1, 2, 1, 0, 0]
    assert told["A1"] == [2, 2, 73, 73, 64, 82, 0, 1, 1, 0, 0]
    # Nona 72, Joko 50
    assert told["B"] == [2, 2, 61, 61, 50, 72, 0, 0, 1, 0, 1]


def test_from_july_on_she_is_counted_in_the_new_one(kinerja: Kinerja) -> None:
    told = figures(kinerja, "rekap unit 2025 --periode 2025-TW3")
    assert told["A1"] == [1, 1, 83, 83, 83, 83, 0, 1, 0, 0, 0]
    # Nona 74, Joko 52, Rina 84 without her programme's 3 points: 210 / 3
    assert told["B"] == [3, 3, 70, 74, 52, 84, 0, 1, 1, 1, 0]
    # Lina left on 31 August
    assert told["KEC"][0] == 6
    assert told["A"][0] == 2


def test_whoever_joins_is_counted_from_the_period_at_the_end_of_which_she_is_there(kinerja: Kinerja) -> None:
    people = [figures(kinerja, f"rekap unit --periode {period}")["B"][0] for period in PERIODS]
    assert people == [1, 2, 3, 3]
    people = [figures(kinerja, f"rekap unit --periode {period}")["A"][0] for period in PERIODS]
    assert people == [4, 4, 2, 2]


def test_a_year_counts_everybody_once_in_the_last_unit(kinerja: Kinerja) -> None:
    told = figures(kinerja, "rekap unit 2025")
    assert [told[code][0] for code in ("KEC", "A", "A1", "B")] == [7, 3, 1, 3]
    listed = {row["nip"]: row for row in rows_of(kinerja, "rekap tahunan 2025")}
    assert len(listed) == 7
    assert {nip: row["unit"] for nip, row in listed.items()} == {
        CAMAT: "KEC", LURAH_A: "A", LURAH_B: "B", RINA: "B", JOKO: "B", LINA: "A", PUTU_NEW: "A1",
    }  # fmt: skip
    # (60 + 64 + 84 + 88) / 4, and 3 points; Joko of three periods, Lina of two
    assert [listed[nip]["nilai_akhir"] for nip in (RINA, JOKO, LINA)] == ["77.00", "52.00", "94.00"]


def test_a_period_alone_is_judged_by_the_rules_of_the_year(kinerja: Kinerja) -> None:
    """What is exempted or missing there drops out or is missing there, whatever the other periods have."""
    kinerja(f"nilai kecualikan {JOKO} 2025-TW2 inovasi pelayanan --alasan Diklat")
    kinerja(f"nilai catat {JOKO} 2025-TW2 disiplin=77 --koreksi --alasan uji")
    kinerja(f"nilai batalkan {LURAH_B} 2025-TW2 disiplin --alasan uji")
    told = figures(kinerja, "rekap unit --periode 2025-TW2")
    assert told["B"] == [2, 1, 77, 77, 77, 77, 0, 1, 0, 0, 0]
    said = kinerja("rekap unit --periode 2025-TW2 --wajib-lengkap", exit_code=7).stderr
    assert "Belum lengkap: 1 nilai belum ada." in said
    kinerja("rekap unit --periode 2025-TW1 --wajib-lengkap")
    kinerja(f"nilai kecualikan {JOKO} 2025-TW2 disiplin --alasan Diklat")
    assert figures(kinerja, "rekap unit --periode 2025-TW2")["B"][:2] == [2, 0]


@pytest.mark.parametrize(
    ("template", "given", "expected"),
    [
        # 115 in a half-year: the gate asks for a programme of the year, in which Rina has one and Joko none
        ("pp-30-2019", "skp=115 perilaku=115", [2, 2, 115, 115, 115, 115, 1, 1, 0, 0, 0]),
        # hasil 3 and perilaku 3 meet in Sangat Baik; a quadrant has no number to show
        (
            "permenpanrb-6-2022",
            "hasil=3 berorientasi_pelayanan=3 akuntabel=3 kompeten=3 harmonis=3 loyal=3 adaptif=3 kolaboratif=3",
            [2, 2, None, None, None, None, 2, 0, 0, 0, 0],
        ),
    ],
)
def test_the_rules_of_the_state_judge_a_period_too(
    kinerja: Kinerja, workspace: Path, template: str, given: str, expected: list[Any]
) -> None:
    kinerja(f"init {template} --templat {template}")
    folder = workspace / template
    kinerja("unit tambah KEC Kecamatan", cwd=folder)
    for nip, name in ((RINA, "Rina"), (JOKO, "Joko")):
        kinerja(f"pegawai tambah {nip} {name} --unit KEC", cwd=folder)
    period = "2025-S1" if template == "pp-30-2019" else "2025-TW1"
    kinerja(f"periode buka {period}", cwd=folder)
    for nip in (RINA, JOKO):
        kinerja(f"nilai catat {nip} {period} {given}", cwd=folder)
    if template == "pp-30-2019":
        kinerja(
            f"program tambah Loket --tahun 2025 --kategori ide_baru --pegawai {RINA} --status terealisasi "
            "--bukti SK --sebelum 9 --sesudah 3",
            cwd=folder,
        )
    [row] = json.loads(kinerja(f"rekap unit --periode {period} --format json", cwd=folder).stdout)
    assert list(row.values())[2:] == expected


def test_the_page_says_what_the_figures_of_a_period_are(kinerja: Kinerja) -> None:
    page = kinerja("rekap unit --periode 2025-TW2").stdout
    assert page.startswith("Rekap unit 2025-TW2 · ")
    assert (
        "Setiap pegawai dihitung di unit tempat ia berada pada 2025-06-30, hari terakhir periode itu." in page
    )
    assert "tanpa nilai tambah" in page


def test_a_period_of_another_year_is_a_usage_fault(kinerja: Kinerja) -> None:
    said = kinerja("rekap unit 2024 --periode 2025-TW2", exit_code=2)
    assert (said.stdout, said.stderr.splitlines()) == (
        "",
        [
            "--periode 2025-TW2 bukan periode tahun 2024.",
            "Tulis: kinerja rekap unit 2025 --periode 2025-TW2",
        ],
    )
    kinerja("rekap unit --periode 2026-TW1", exit_code=4)
    assert "ditulis seperti 2025-TW1" in kinerja("rekap unit --periode 2025-S1", exit_code=4).stderr


# ---- jelaskan


def test_jelaskan_names_both_units_who_rated_when_and_where_the_year_counts_her(kinerja: Kinerja) -> None:
    page = kinerja(f"jelaskan {RINA} 2025").stdout.splitlines()
    assert page[2:7] == [
        "Unit A1, Analis · 2025-TW1–2025-TW2, 2 dari 4 periode",
        "Unit B, Bendahara (sejak 2025-07-01) · 2025-TW3–2025-TW4, 2 dari 4 periode; "
        "rekap tahun 2025 menghitungnya di sini",
        "Periode yang dihitung: 2025-TW1, 2025-TW2, 2025-TW3, 2025-TW4",
        "Penilai 2025-TW1–2025-TW2: Marten Lay",
        "Penilai 2025-TW3–2025-TW4: Nona Benu",
    ]
    told = json_of(kinerja, f"jelaskan {RINA} 2025")
    assert told["penempatan"] == [
        {"mulai": None, "unit": "A1", "jabatan": "Analis", "periode": list(PERIODS[:2]), "dihitung": False},
        {
            "mulai": "2025-07-01",
            "unit": "B",
            "jabatan": "Bendahara",
            "periode": list(PERIODS[2:]),
            "dihitung": True,
        },
    ]
    raters = {value["periode"]: value["penilai"] for value in told["baris"][0]["nilai"]}
    assert raters == dict(zip(PERIODS, [LURAH_A, LURAH_A, LURAH_B, LURAH_B], strict=True))


def test_raters_that_alternate_are_told_by_their_periods(kinerja: Kinerja) -> None:
    kinerja(
        f"nilai catat {RINA} 2025-TW2 disiplin=65 --penilai {CAMAT} --koreksi --alasan 'Plt' --oleh Camat"
    )
    for value in ("inovasi", "pelayanan"):
        kinerja(f"nilai catat {RINA} 2025-TW2 {value}=65 --penilai {CAMAT} --koreksi --alasan Plt")
    kinerja(f"nilai catat {RINA} 2025-TW4 disiplin=89 --penilai {LURAH_A} --koreksi --alasan salah")
    page = kinerja(f"jelaskan {RINA} 2025").stdout.splitlines()
    assert [line for line in page if line.startswith("Penilai ")] == [
        "Penilai 2025-TW1, 2025-TW4: Marten Lay",
        "Penilai 2025-TW2: Yosef Tefa",
        "Penilai 2025-TW3–2025-TW4: Nona Benu",
    ]


def test_whoever_stayed_reads_as_before(kinerja: Kinerja) -> None:
    for nip, head in (
        (LINA, "Unit A, Sekretaris"),
        (JOKO, "Unit B, Pelaksana"),
        (PUTU_NEW, "Unit A1, Perawat"),
    ):
        page = kinerja(f"jelaskan {nip} 2025").stdout.splitlines()
        assert page[2] == head
        assert not [line for line in page if line.startswith("Penilai ") or " · 2025-TW" in line]
    [placed] = json_of(kinerja, f"jelaskan {LINA} 2025")["penempatan"]
    assert (placed["periode"], placed["dihitung"]) == (["2025-TW1", "2025-TW2"], True)


def test_a_new_nip_is_the_same_person_all_year(kinerja: Kinerja) -> None:
    told = json_of(kinerja, f"jelaskan {PUTU_NEW} 2025")
    # 81 to 84 of both numbers
    assert (told["nip"], told["nilai_akhir"], told["status"]) == (PUTU_NEW, 82.5, "lengkap")
    assert "sudah diganti menjadi" in kinerja(f"jelaskan {PUTU} 2025", exit_code=4).stderr
    assert "dari 4 periode" not in kinerja(f"jelaskan {PUTU_NEW} 2025").stdout


# ---- rekap penilai


def test_who_rated_whom_and_when(kinerja: Kinerja) -> None:
    rows = json_of(kinerja, "rekap penilai 2025")
    keys = ["penilai", "nama_penilai", "unit", "pegawai", "periode", "nilai"]
    assert list(rows[0]) == [*keys, "rata_rata", "terendah", "tertinggi", "plt"]
    first, every = ", ".join(PERIODS[:2]), ", ".join(PERIODS)
    assert {row["plt"] for row in rows} == {None}
    assert [list(row.values())[:-1] for row in rows] == [
        # Marten and Nona, four periods, three criteria: (4 × 80 + 70 + 72 + 74 + 76) / 8
        [CAMAT, "Yosef Tefa", "A, B", 2, every, 24, 76.5, 70, 80],
        # Rina and Lina in the first half: (60 + 64 + 95 + 93) / 4
        [LURAH_A, "Marten Lay", "A, A1", 2, first, 12, 78, 60, 95],
        # Joko from TW2, Rina from TW3: (50 + 52 + 54 + 84 + 88) / 5
        [LURAH_B, "Nona Benu", "B", 2, "2025-TW2, 2025-TW3, 2025-TW4", 15, 65.6, 50, 88],
        ["Wali Kota Kupang", None, "KEC", 1, every, 12, 90, 90, 90],
        # nobody is recorded as Putu's superior; with either number she is one
        [None, None, "A1", 1, every, 12, 82.5, 81, 84],
    ]
    page = kinerja("rekap penilai").stdout
    assert "Bukan perbandingan kerasnya penilai: setiap penilai menilai orang yang berbeda." in page
    assert "Baris tanpa penilai: 12 nilai yang penilainya tidak dicatat." in page
    assert kinerja("rekap penilai --format csv").stdout == kinerja("rekap penilai 2025 --format csv").stdout


def test_the_mean_of_a_rater_is_over_single_values(kinerja: Kinerja) -> None:
    """Not over people or periods: 12 values of Rina and Lina, one of them withdrawn."""
    kinerja(f"nilai batalkan {LINA} 2025-TW2 disiplin --alasan uji")
    [row] = [row for row in rows_of(kinerja, "rekap penilai 2025") if row["penilai"] == LURAH_A]
    # (3 × 60 + 3 × 64 + 3 × 95 + 2 × 93) / 11 = 843 / 11 = 76.636…
    assert (row["nilai"], row["rata_rata"]) == ("11", "76.64")


# ---- what comes later


INSIDE = (*(f"rekap unit --periode {period}" for period in PERIODS), "rekap penilai 2025")
ALL_OF_2025 = (
    "rekap tahunan 2025",
    "rekap unit 2025",
    "rekap distribusi 2025 --per-unit",
    *(f"jelaskan {nip} 2025" for nip in (RINA, JOKO, LINA)),
    *INSIDE,
)


def bytes_of(kinerja: Kinerja, *forms: str) -> dict[tuple[str, str], str]:
    return {(line, form): kinerja(f"{line} --format {form}").stdout for line in ALL_OF_2025 for form in forms}


def without_receipts(told: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {
        key: "\n".join(line for line in text.splitlines() if not line.startswith("Tanda terima: "))
        for key, text in told.items()
    }


def rules_of_2026(kinerja: Kinerja, workspace: Path) -> None:
    """Other weights, another order of criteria, other bands and no programme points; a period of 2026 with values."""
    rules = workspace / "criteria.yaml"
    text = rules.read_text(encoding="utf-8")
    for old, new in (("bobot: 40", "bobot: 10"), ("bobot: 30", "bobot: 45"), ("minimal: 76", "minimal: 80")):
        assert old in text
        text = text.replace(old, new)
    rules.write_text(text, encoding="utf-8")
    kinerja("kriteria terapkan --tahun 2026")
    kinerja("periode buka 2026-TW1")
    kinerja(f"nilai catat {RINA} 2026-TW1 disiplin=90 inovasi=90 pelayanan=10")
    # 0.45 × 90 × 2 + 0.1 × 10
    assert json_of(kinerja, f"jelaskan {RINA} 2026")["nilai_dasar"] == 82


def test_rules_changed_in_2026_leave_the_bytes_of_2025_untouched(kinerja: Kinerja, workspace: Path) -> None:
    before, page = bytes_of(kinerja, "csv", "tsv", "json"), bytes_of(kinerja, "table", "md")
    rules_of_2026(kinerja, workspace)
    assert bytes_of(kinerja, "csv", "tsv", "json") == before
    # a page for people names the newest receipt, which is another now
    assert without_receipts(bytes_of(kinerja, "table", "md")) == without_receipts(page)


def test_of_a_closed_year_also_the_pages_for_people(kinerja: Kinerja, workspace: Path) -> None:
    close(kinerja)
    before = bytes_of(kinerja, "csv", "json", "table", "md")
    rules_of_2026(kinerja, workspace)
    assert bytes_of(kinerja, "csv", "json", "table", "md") == before


def test_a_closed_year_answers_for_its_periods_by_what_was_recorded_then(kinerja: Kinerja) -> None:
    before = bytes_of(kinerja, "csv", "json")
    close(kinerja)
    assert bytes_of(kinerja, "csv", "json") == before
    for line in (
        f"pegawai pindah {LINA} --unit B --mulai 2025-02-01",
        f"pegawai pindah {RINA} --unit KEC --mulai 2025-04-02",
        f"pegawai henti {LURAH_B} --tanggal 2025-03-01",
        f"pegawai ubah {LURAH_A} --nama 'Marten Lay, S.E.' --alasan Ijazah",
        f"pegawai ubah {CAMAT} --nip-baru 197505052000031013 --alasan keliru",
        "unit ubah A --kode-baru AA --nama 'Kelurahan AA'",
        "unit ubah A1 --induk B",
    ):
        kinerja(line)
    assert bytes_of(kinerja, "csv", "json") == before
    kinerja("tahun buka-kembali 2025 --alasan uji --yes")
    after = bytes_of(kinerja, "csv")
    assert {line for line in ALL_OF_2025 if after[line, "csv"] != before[line, "csv"]} >= {*INSIDE}

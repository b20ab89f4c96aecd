"""`kinerja dampak`: figures by hand from scores that commands recorded; what can't be compared claims nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scoring_office import rows_of

from kinerja_cli.services.impact import impacts_of_year
from kinerja_cli.storage.database import open_database

Kinerja = Callable[..., Any]
PERIODS = ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
SENT = [f"19850101201001{2000 + n}" for n in range(1, 9)]
OTHERS = [f"19860202201102{1000 + n}" for n in range(1, 9)]
T_13, T_14 = Fraction("2.160"), Fraction("2.145")  # a printed table's t for 95 %
ROOT_2_7 = Fraction("0.534522")  # √(2/7)
CLAIM = re.compile("lebih tinggi|lebih rendah|dianggap akibat")
KEYS = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana"


def scores() -> dict[str, list[int]]:
    """Everybody's points by period. The changes from TW2 to TW4 are 6 and 4 of those sent, 1 and -1 of the others.

    TW1 to TW2 is the same for both; TW3, which selects, is low for those who are sent.
    """
    found = {}
    for n in range(8):
        base, wave = 78 + n // 4, 1 if n % 2 else -1
        dip = (5, 2, 1, 7, 6, 0, 3, 4)[n]
        found[SENT[n]] = [base + (n % 3), base, 66 + dip, base + 5 + wave]
        found[OTHERS[n]] = [base + (n % 3), base, 70 + dip, base + wave]
    return found


def give(kinerja: Kinerja, points: dict[str, list[int]], raters: dict[tuple[str, int], str] | None = None):
    lines = [
        f"{nip},{PERIODS[place]},{value},{value},{value},{(raters or {}).get((nip, place), 'Camat')}"
        for nip, values in points.items()
        for place, value in enumerate(values)
    ]
    kinerja("nilai impor -", stdin="\n".join(["nip,periode,disiplin,inovasi,pelayanan,penilai", *lines, ""]))


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja) -> None:
    kinerja("init")
    kinerja("unit impor -", stdin="kode,nama,induk\nKEC,Kecamatan,\nA,Kelurahan A,KEC\nB,Kelurahan B,KEC\n")
    people = [f"{nip},Orang {nip[-4:]},{'A' if nip in SENT else 'B'}" for nip in (*SENT, *OTHERS)]
    kinerja("pegawai impor -", stdin="\n".join(["nip,nama,unit", *people, ""]))
    kinerja(f"periode buka {' '.join(PERIODS)}")


def send(kinerja: Kinerja, cause: str, nips: Sequence[str] = SENT, options: str = "") -> None:
    kinerja(f"kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2025-10-01 {options}")
    kinerja(f"kegiatan hadir 1 {' '.join(nips)} --sebab {cause}")


def line(rows: list[dict[str, str]], role: str) -> dict[str, str]:
    return next(row for row in rows if row["taksiran"] == role)


def told(kinerja: Kinerja, options: str = "") -> str:
    return kinerja(f"dampak 1 {options}").stdout


def rounded(value: Fraction) -> str:
    """Two places, half up, of a number above 0."""
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss-Jordan: what independent least squares are solved by."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for place in range(len(table)):
        pivot = next(n for n in range(place, len(table)) if table[n][place])
        table[place], table[pivot] = table[pivot], table[place]
        table[place] = [cell / table[place][place] for cell in table[place]]
        for n, row in enumerate(table):
            if n != place:
                table[n] = [cell - row[place] * other for cell, other in zip(row, table[place], strict=True)]
    return [row[-1] for row in table]


def test_changes_from_before_the_selecting_score_by_hand(kinerja):
    """d = 5; each group's changes have s² = 8/7, so SE = √(2/7) and Welch's df is 14."""
    give(kinerja, scores())
    send(kinerja, "nilai_rendah", options="--seleksi 2025-TW3")
    rows = rows_of(kinerja, "dampak 1")
    margin = T_14 * ROOT_2_7
    main = line(rows, "utama")
    assert (main["metode"], main["dari"], main["ke"]) == ("selisih_perubahan", "2025-TW2", "2025-TW4")
    assert (main["n_peserta"], main["n_pembanding"], main["beda"], main["dipakai"]) == (
        "8",
        "8",
        "5.00",
        "ya",
    )
    assert [main["batas_bawah"], main["batas_atas"]] == [
        f"{float(5 - margin):.2f}",
        f"{float(5 + margin):.2f}",
    ]
    assert line(rows, "uji_sebelum")["beda"] == "0.00"
    # from the selecting score: 4 points of it are bad luck that goes away by itself
    naive = line(rows, "naif")
    assert (naive["beda"], naive["batas_bawah"], naive["dipakai"]) == ("9.00", "", "tidak")
    assert "5.00 poin lebih tinggi" in told(kinerja)


def test_equal_start_is_least_squares(kinerja):
    """TW4 = a + b·TW3 + d·sent by the normal equations, 16 people less 3 parameters."""
    give(kinerja, points := scores())
    send(kinerja, "acak")
    x = [[Fraction(1), Fraction(values[2]), Fraction(nip in SENT)] for nip, values in points.items()]
    y = [Fraction(values[3]) for values in points.values()]
    normal = [[sum(row[i] * row[j] for row in x) for j in range(3)] for i in range(3)]
    right = [sum(row[i] * value for row, value in zip(x, y, strict=True)) for i in range(3)]
    fit = solved(normal, right)
    left = sum((value - sum(map(Fraction.__mul__, fit, row))) ** 2 for row, value in zip(x, y, strict=True))
    inverse = solved(normal, [Fraction(0), Fraction(0), Fraction(1)])[2]
    reach = float(T_13) * float(left / 13 * inverse) ** 0.5
    main = line(rows_of(kinerja, "dampak 1"), "utama")
    assert main["metode"] == "ancova"
    assert main["beda"] == f"{float(fit[2]):.2f}"
    assert float(main["batas_bawah"]) == pytest.approx(float(fit[2]) - reach, abs=0.02)
    assert float(main["batas_atas"]) == pytest.approx(float(fit[2]) + reach, abs=0.02)


def test_a_value_is_the_weighted_mean_without_what_is_exempted(kinerja):
    """Weights 30, 30, 40: 90 and 60 without pelayanan make 75, with it (80) 77; the mean change moves by an eighth."""
    give(kinerja, points := scores())
    send(kinerja, "semua")
    who = SENT[0]
    kinerja(f"nilai catat {who} 2025-TW4 disiplin=90 inovasi=60 pelayanan=80 --koreksi --alasan x")
    changes = [points[nip][3] - points[nip][2] for nip in SENT]
    for value in (77, 75):
        expected = Fraction(sum(changes[1:]) + value - points[who][2], 8)
        [row] = rows_of(kinerja, "dampak 1")
        assert row["beda"] == rounded(expected)
        if value == 77:
            kinerja(f"nilai kecualikan {who} 2025-TW4 pelayanan --alasan Cuti")


@pytest.mark.parametrize(
    ("cause", "says"),
    [("sukarela", "Peserta memilih sendiri untuk ikut"), ("semua", "Semua ikut, jadi tidak ada pembanding")],
)
def test_a_wish_and_everybody_claim_nothing(kinerja, cause, says):
    give(kinerja, scores())
    send(kinerja, cause)
    text = told(kinerja)
    assert says in text
    assert not CLAIM.search(text)
    rows = rows_of(kinerja, "dampak 1")
    assert {(row["taksiran"], row["batas_bawah"], row["dipakai"]) for row in rows} == {
        ("gambaran", "", "tidak")
    }


def test_a_unit_that_was_sent_is_compared_from_the_last_period(kinerja):
    give(kinerja, scores())
    send(kinerja, "unit", SENT[:7])
    rows = rows_of(kinerja, "dampak 1")
    assert (line(rows, "utama")["dari"], line(rows, "utama")["beda"]) == ("2025-TW3", "")
    assert "Tidak ada angka: perlu paling sedikit 8 peserta" in told(kinerja)
    kinerja(f"kegiatan hadir 1 {SENT[7]} --sebab unit")
    assert line(rows_of(kinerja, "dampak 1"), "utama")["beda"] == "9.00"


def test_seven_are_too_few(kinerja):
    give(kinerja, scores())
    send(kinerja, "nilai_rendah", SENT[:7], "--seleksi 2025-TW3")
    kinerja("kegiatan tambah Lain --jenis pelatihan --jp 20 --tanggal 2025-10-03")
    kinerja(f"kegiatan hadir 2 {OTHERS[0]} --sebab acak")
    text = told(kinerja)
    assert not CLAIM.search(text)
    assert {row["beda"] for row in rows_of(kinerja, "dampak 1")} == {""}
    # nothing is said of figures that aren't there
    assert not re.search("bercampur|Baris naif|Hanya baris utama", text)


def test_a_period_that_was_never_opened_is_not_everybodys_missing_score(kinerja):
    give(kinerja, scores())
    send(kinerja, "unit", options="--seleksi 2025-TW1")
    before = line(rows_of(kinerja, "dampak 1 --sesudah 2025-TW4"), "uji_sebelum")
    assert (before["beda"], before["catatan"]) == ("", "tidak ada periode sebelumnya")


def test_whoever_has_another_rater_or_no_value_is_left_out_and_counted(kinerja):
    newcomers = ["198703032012031001", "198703032012031002"]
    people = [f"{nip},Baru,B" for nip in newcomers]
    kinerja("pegawai impor -", stdin="\n".join(["nip,nama,unit", *people, ""]))
    points = scores() | {newcomers[0]: [80, 80, 80, 80]}
    give(kinerja, points, {(newcomers[0], 3): "Sekcam"})
    send(kinerja, "nilai_rendah", options="--seleksi 2025-TW3")
    main = line(rows_of(kinerja, "dampak 1"), "utama")
    assert (main["n_peserta"], main["n_pembanding"], main["beda"]) == ("8", "8", "5.00")
    assert main["catatan"] == "1 orang tanpa nilai di salah satu periode; 1 orang berganti penilai"
    assert "1 orang tidak dihitung karena penilainya berganti" in told(kinerja)


def test_without_a_selection_the_last_period_is_supposed_and_that_is_said(kinerja):
    give(kinerja, scores())
    send(kinerja, "nilai_rendah")
    assert "dianggap 2025-TW3" in told(kinerja)
    assert line(rows_of(kinerja, "dampak 1"), "utama")["dari"] == "2025-TW2"
    kinerja("kegiatan ubah 1 --seleksi 2025-TW2 --alasan x")
    assert "dianggap" not in told(kinerja)
    assert line(rows_of(kinerja, "dampak 1"), "utama")["dari"] == "2025-TW1"


class TestWhatIsWanted:
    """A comparison that can't be made names the period that is wanting."""

    def test_a_period_after(self, kinerja):
        give(kinerja, scores())
        kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2025-10-02")
        refused = kinerja("dampak 1", exit_code=4)
        assert (refused.stdout, "kinerja periode buka 2026-TW1" in refused.stderr) == ("", True)
        kinerja("periode buka 2026-TW1")
        refused = kinerja("dampak 1", exit_code=4).stderr
        assert "Periode 2026-TW1 sesudah kegiatan 1 (2025-10-02) belum berisi nilai." in refused

    def test_a_period_before(self, kinerja):
        give(kinerja, scores())
        kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2025-03-31")
        told = kinerja("dampak 1", exit_code=4).stderr
        assert "Yang diperlukan: periode 2024-TW4" in told

    def test_one_that_was_named(self, kinerja):
        give(kinerja, scores())
        send(kinerja, "acak", options="--seleksi 2025-TW2")
        assert line(rows_of(kinerja, "dampak 1 --sesudah 2025-TW4"), "utama")["ke"] == "2025-TW4"
        assert "tidak mulai sesudah" in kinerja("dampak 1 --sesudah 2025-TW3", exit_code=2).stderr
        assert "2026-TW1 belum dibuka" in kinerja("dampak 1 --sesudah 2026-TW1", exit_code=4).stderr
        kinerja("kegiatan ubah 1 --seleksi 2023-TW4 --alasan x")
        refused = kinerja("dampak 1", exit_code=4).stderr
        assert "dipilih menurut nilai 2023-TW4, periode yang tidak dibuka di sini" in refused
        assert "kinerja kegiatan ubah 1 --seleksi PERIODE" in refused

    def test_a_period_that_selected_is_not_the_one_after_as_well(self, kinerja):
        give(kinerja, scores())
        kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2025-07-01 --seleksi 2025-TW3")
        kinerja(f"kegiatan hadir 1 {' '.join(SENT)} --sebab acak")
        main = line(rows_of(kinerja, "dampak 1"), "utama")
        assert (main["dari"], main["ke"]) == ("2025-TW3", "2025-TW4")
        assert "sesudah 2025-TW3" in kinerja("dampak 1 --sesudah 2025-TW3", exit_code=2).stderr

    def test_the_activity(self, kinerja):
        assert "Kegiatan nomor 1 tidak ditemukan" in kinerja("dampak 1", exit_code=4).stderr


class TestRules:
    """Scores under other rules are another measure."""

    def another_year(self, kinerja: Kinerja, workspace: Path) -> None:
        file = workspace / "criteria.yaml"
        text = file.read_text(encoding="utf-8")
        changed = text.replace("bobot: 40", "bobot: 50", 1).replace("bobot: 30", "bobot: 20", 1)
        assert changed != text
        file.write_text(changed, encoding="utf-8")
        kinerja("kriteria terapkan --tahun 2026")
        kinerja("periode buka 2026-TW1 2026-TW2")
        rows = [f"{nip},{p},80,80,80" for nip in (*SENT, *OTHERS) for p in ("2026-TW1", "2026-TW2")]
        kinerja("nilai impor -", stdin="\n".join(["nip,periode,disiplin,inovasi,pelayanan", *rows, ""]))

    def test_across_them_nothing_is_compared(self, kinerja, workspace):
        give(kinerja, scores())
        self.another_year(kinerja, workspace)
        kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2026-01-01")
        kinerja(f"kegiatan hadir 1 {' '.join(SENT)} --sebab acak")
        assert rows_of(kinerja, "dampak 1") == []
        text = told(kinerja)
        assert (
            "Nilai tidak dibandingkan: aturan 2025-TW4 tidak sebanding dengan aturan 2026-TW1: bobot" in text
        )
        assert not CLAIM.search(text)

    def test_earlier_periods_under_others_are_left_out(self, kinerja, workspace):
        give(kinerja, scores())
        self.another_year(kinerja, workspace)
        kinerja("kegiatan tambah Loket --jenis pelatihan --jp 20 --tanggal 2026-04-01")
        kinerja(f"kegiatan hadir 1 {' '.join(SENT)} --sebab nilai_rendah")
        rows = rows_of(kinerja, "dampak 1")
        assert {row["dari"] for row in rows} == {"2026-TW1"}
        assert "2025-TW4 tidak dipakai: aturan 2025-TW4 tidak sebanding" in told(kinerja)


class TestAround:
    """Services and satisfaction before and after, in the units of those who attended."""

    def test_services_by_hand(self, kinerja):
        """40 ± 1 before, 30 ± 1 after, eight each: SE = √(2/7), df 14; the other unit's figures are not read."""
        give(kinerja, scores())
        send(kinerja, "acak")
        kinerja("layanan tambah TUNGGU 'Waktu tunggu' --satuan menit --arah turun")
        day = date(2025, 10, 1)
        lines = []
        for n in range(8):
            wave = 1 if n % 2 else -1
            lines.append(f"TUNGGU,A,{day - timedelta(n + 1)},{40 + wave}")
            lines.append(f"TUNGGU,A,{day + timedelta(n)},{30 + wave}")
            lines.append(f"TUNGGU,B,{day + timedelta(n)},90")
        kinerja("layanan impor -", stdin="\n".join(["layanan,unit,tanggal,nilai", *lines, ""]))
        row = line(rows_of(kinerja, "dampak 1"), "TUNGGU")
        margin = T_14 * ROOT_2_7
        assert [row[key] for key in ("bagian", "n_sebelum", "n_sesudah", "sebelum", "sesudah", "beda")] == [
            "layanan", "8", "8", "40.00", "30.00", "-10.00",
        ]  # fmt: skip
        ends = [f"{float(-10 + side * margin):.2f}" for side in (-1, 1)]
        assert [row["batas_bawah"], row["batas_atas"]] == ends
        assert (row["arti"], row["dipakai"]) == ("membaik", "tidak")
        assert "tidak membuktikan sebab" in told(kinerja)

    def test_satisfaction_by_hand(self, kinerja):
        """Four of eight answer all 3, four all 2 before (IKM 62.50); 4 and 3 after: 12.5² ·8/7 /8 on either side."""
        give(kinerja, scores())
        send(kinerja, "acak")
        lines = []
        for n in range(8):
            before, after = (3, 4) if n % 2 else (2, 3)
            # waktu answered one lower, persyaratan one higher: the total is as it was
            answers = [str(before + 1), str(before), str(before - 1), *[str(before)] * 6]
            lines.append("A,2025-TW2," + ",".join(answers))
            lines.append("A,2025-TW4," + ",".join([str(after)] * 9))
            lines.append("A,2025-S2," + ",".join(["1"] * 9))
            lines.append("B,2025-TW4," + ",".join(["1"] * 9))
        kinerja("skm impor -", stdin="\n".join([f"unit,periode,{KEYS}", *lines, ""]))
        rows = rows_of(kinerja, "dampak 1")
        row = line(rows, "ikm")
        margin = T_14 * ROOT_2_7 * Fraction(25, 2)
        found = [row[key] for key in ("n_sebelum", "n_sesudah", "sebelum", "sesudah", "beda", "arti")]
        assert found == ["8", "8", "62.50", "87.50", "25.00", "membaik"]
        assert float(row["batas_bawah"]) == pytest.approx(float(25 - margin), abs=0.01)
        assert float(row["batas_atas"]) == pytest.approx(float(25 + margin), abs=0.01)
        for element, old, moved in (("waktu", "1.50", 2), ("perilaku", "2.50", 1)):
            row = line(rows, element)
            found = [row[key] for key in ("sebelum", "sesudah", "beda", "arti", "catatan")]
            assert found == [old, "3.50", f"{moved}.00", "membaik", "NRR 1 sampai 4"]
            # an element's answers are ½ off their mean on either side: ¼ · 8/7 /8, twice
            reach = float(T_14 * ROOT_2_7 / 2)
            assert float(row["batas_bawah"]) == pytest.approx(moved - reach, abs=0.006)
            assert float(row["batas_atas"]) == pytest.approx(moved + reach, abs=0.006)
        assert "SKM 2025-S2 melintasi hari kegiatan dan tidak dihitung." in told(kinerja)

    def test_sums_and_one_side_have_no_interval(self, kinerja):
        give(kinerja, scores())
        send(kinerja, "acak")
        kinerja("skm impor -", stdin=f"unit,periode,responden,{KEYS}\nA,2025-TW2,20{',60' * 9}\n")
        row = line(rows_of(kinerja, "dampak 1"), "ikm")
        assert (row["sebelum"], row["sesudah"], row["beda"]) == ("75.00", "", "")
        assert row["catatan"] == "tidak ada SKM sesudah"
        kinerja("skm impor -", stdin=f"unit,periode,responden,{KEYS}\nA,2025-TW4,20{',72' * 9}\n")
        row = line(rows_of(kinerja, "dampak 1"), "ikm")
        assert (row["beda"], row["batas_bawah"], row["arti"]) == ("15.00", "", "belum jelas")
        assert row["catatan"] == "sebagian SKM hanya berupa jumlah"
        row = line(rows_of(kinerja, "dampak 1"), "waktu")
        assert (row["beda"], row["arti"]) == ("0.60", "belum jelas")
        assert row["catatan"] == "NRR 1 sampai 4; sebagian SKM hanya berupa jumlah"


def briefs(workspace: Path, year: int = 2025) -> list[tuple[Any, ...]]:
    with closing(open_database(workspace / "kinerja.db")) as database, database.read() as connection:
        found, untold = impacts_of_year(connection, year)
        return [*map(tuple, found), *untold.items()]


def test_the_leader_reads_a_line_an_activity(kinerja, workspace):
    give(kinerja, scores())
    send(kinerja, "nilai_rendah", options="--seleksi 2025-TW3")
    main = line(rows_of(kinerja, "dampak 1"), "utama")
    low, high = main["batas_bawah"], main["batas_atas"]
    for number, (day, nips, cause) in enumerate(
        [("2025-10-01", OTHERS, "sukarela"), ("2025-10-01", SENT[:7], "acak"), ("2025-11-01", SENT, "acak")],
        2,
    ):
        kinerja(f"kegiatan tambah Lain{number} --jenis pelatihan --jp 20 --tanggal {day}")
        kinerja(f"kegiatan hadir {number} {' '.join(nips)} --sebab {cause}")
    assert briefs(workspace) == [
        (
            1,
            "Loket",
            f"5.00 poin lebih tinggi ({low} sampai {high})",
            500,
            *(int(x.replace(".", "")) for x in (low, high)),
        ),
        (2, "Lain2", "tidak dapat dinilai: sukarela", None, None, None),
        ("diikuti kurang dari 8 orang", 1),
        ("tanpa periode bernilai sebelum atau sesudahnya", 1),
    ]
    assert briefs(workspace, 2024) == []


def test_json_holds_numbers_and_nothing_about_one_person(kinerja):
    give(kinerja, scores())
    send(kinerja, "nilai_rendah", options="--seleksi 2025-TW3")
    text = kinerja("dampak 1 --format json").stdout
    main = next(row for row in json.loads(text) if row["taksiran"] == "utama")
    assert (main["n_peserta"], main["beda"], main["sebelum"]) == (8, 5, None)
    assert not any(nip in text for nip in (*SENT, *OTHERS))

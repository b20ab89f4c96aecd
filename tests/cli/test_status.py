"""`kinerja status`: where am I, what is missing and with whom, how long until the deadline, what to type next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CITRA, DEDI, EVERYBODY, give, journal, rows_of, settle

Kinerja = Callable[..., Any]
DAY = "--tanggal 2025-07-01"


def fill(kinerja: Kinerja, *periods: str, but: str = "") -> None:
    """Give everybody *but* one 80 in everything in these periods."""
    give(kinerja, *(f"{nip},{p},80,80,80" for nip in EVERYBODY if nip != but for p in periods))


def following(text: str) -> str:
    """The command that the last line tells to type."""
    label, command = text.splitlines()[-1].split(":", 1)
    assert label.strip() == "Berikutnya"
    return str(command.strip())


class TestBeforeAnything:
    """A workspace without periods."""

    def test_it_says_where_it_is_and_asks_for_employees_first(
        self, kinerja: Kinerja, workspace: Path
    ) -> None:
        kinerja("init")
        told = kinerja("status").stdout
        assert told.splitlines()[:4] == [
            f"Ruang kerja : {workspace.resolve()}",
            "Isi         : 0 pegawai, 0 unit",
            "Aturan      : belum diterapkan",
            "Periode     : belum ada yang dibuka",
        ]
        assert following(told) == "kinerja pegawai impor pegawai.xlsx --buat-unit"

    @pytest.mark.parametrize(
        ("cadence", "period"),
        [("bulan", "2025-01"), ("triwulan", "2025-TW1"), ("semester", "2025-S1"), ("tahun", "2025")],
    )
    def test_the_period_to_open_first_is_one_that_the_file_allows(
        self, kinerja: Kinerja, workspace: Path, cadence: str, period: str
    ) -> None:
        self.register(kinerja)
        file = workspace / "criteria.yaml"
        file.write_text(file.read_text().replace("periode: triwulan", f"periode: {cadence}"))
        command = following(kinerja(f"status {DAY}").stdout)
        assert command == f"kinerja periode buka {period}"
        kinerja(command.removeprefix("kinerja "))

    def test_it_is_never_one_before_the_rules_begin(self, kinerja: Kinerja) -> None:
        self.register(kinerja)  # berlaku: 2024
        assert following(kinerja("status --tanggal 2020-05-05").stdout) == "kinerja periode buka 2024-TW1"

    def test_rules_that_were_applied_are_told_before_a_period_is_open(self, kinerja: Kinerja) -> None:
        self.register(kinerja)
        kinerja("kriteria terapkan --tahun 2025")
        told = kinerja("status --tanggal 2026-02-02").stdout
        assert "Aturan      : 2025 memakai aturan sejak 2025 (sidik " in told
        assert "Periode     : belum ada yang dibuka" in told
        assert following(told) == "kinerja periode buka 2025-TW1"

    def test_a_faulty_file_is_to_be_checked_first(self, kinerja: Kinerja, workspace: Path) -> None:
        self.register(kinerja)
        (workspace / "criteria.yaml").write_text("instansi: X\n")
        assert following(kinerja("status").stdout) == "kinerja kriteria periksa"

    def test_nothing_open_is_not_complete(self, kinerja: Kinerja) -> None:
        self.register(kinerja)
        assert "belum ada periode" in kinerja("status --wajib-lengkap", exit_code=7).stderr

    def register(self, kinerja: Kinerja) -> None:
        kinerja("init")
        kinerja("pegawai impor - --buat-unit -q", stdin=f"nip,nama,unit\n{ANI},Ani,KEC\n")


class TestAnOffice:
    """Two open quarters and six people."""

    @pytest.fixture(autouse=True)
    def office(self, kinerja: Kinerja, workspace: Path) -> None:
        settle(kinerja, workspace)

    def test_the_whole_page(self, kinerja: Kinerja, workspace: Path) -> None:
        kinerja("periode buka 2025-TW2 --tenggat 2025-07-10 -q")
        fill(kinerja, "2025-TW1")
        fill(kinerja, "2025-TW2", but=CITRA)
        kinerja(f"nilai catat {CITRA} 2025-TW2 disiplin=70 -q")
        lines = kinerja(f"status {DAY}").stdout.splitlines()
        assert lines[2].startswith("Aturan      : 2025 memakai aturan sejak 2025 (sidik ")
        assert [*lines[:2], *lines[3:]] == [
            f"Ruang kerja : {workspace.resolve()}",
            "Isi         : 6 pegawai, 4 unit",
            "",
            "2025-TW1    : terbuka; lengkap (6 pegawai)",
            "2025-TW2    : terbuka, tenggat 2025-07-10 (9 hari lagi); 2 nilai belum ada (1 dari 6 pegawai)",
            f"    NAIMATA  2 nilai: Citra Lake ({CITRA})",  # where she is on 30 June
            "Belum dibuka: 2025-TW3, 2025-TW4",
            "",
            "Berikutnya  : kinerja nilai lembar 2025-TW2 -o lembar-2025-TW2.xlsx",
        ]

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2025-04-09", "(1 hari lagi)"),
            ("2025-04-10", "(hari ini)"),
            ("2025-04-11", "(lewat 1 hari)"),
            ("2026-04-10", "(lewat 365 hari)"),
        ],
    )
    def test_days_to_the_deadline(self, kinerja: Kinerja, day: str, words: str) -> None:
        kinerja("periode buka 2025-TW1 --tenggat 2025-04-10 -q")
        assert f"tenggat 2025-04-10 {words}" in kinerja(f"status --tanggal {day}").stdout

    def test_the_units_are_those_of_the_tree_and_many_people_are_counted(self, kinerja: Kinerja) -> None:
        give(kinerja, f"{ANI},2025-TW1,80,80,80")
        told = kinerja(f"status {DAY}").stdout.splitlines()
        start = next(n for n, line in enumerate(told) if line.startswith("2025-TW1"))
        # the camat in KEC, the lurah in NAIMATA, two in SIKUMANA and Citra below it
        assert [line.split()[:2] for line in told[start + 1 : start + 5]] == [
            ["KEC", "3"],
            ["NAIMATA", "3"],
            ["SIKUMANA", "6"],
            ["SIKUMANA-RW", "3"],
        ]

    def test_exemptions_and_people_who_left_are_not_missing(self, kinerja: Kinerja) -> None:
        fill(kinerja, "2025-TW1", "2025-TW2", but=CITRA)
        kinerja(f"nilai kecualikan {CITRA} 2025-TW1 semua --alasan cuti")
        kinerja(f"nilai kecualikan {CITRA} 2025-TW2 semua --alasan cuti")
        kinerja("periode buka 2025-TW3")
        give(kinerja, *(f"{nip},2025-TW3,80,80,80" for nip in EVERYBODY if nip != DEDI))
        kinerja(f"status {DAY} --wajib-lengkap")

    def test_incomplete_is_seven_with_the_page_still_printed(self, kinerja: Kinerja) -> None:
        told = kinerja(f"status {DAY} --wajib-lengkap", exit_code=7)
        assert told.stdout == kinerja(f"status {DAY}").stdout
        assert told.stderr == "Belum lengkap: 36 nilai belum ada.\n"  # 6 people × 2 quarters × 3 criteria

    @pytest.mark.parametrize(
        ("day", "command"),
        [
            ("2025-06-30", "kinerja rekap tahunan 2025"),  # the next one hasn't begun
            ("2025-07-01", "kinerja periode buka 2025-TW3"),
            ("2026-01-02", "kinerja periode buka 2025-TW3"),
        ],
    )
    def test_what_to_type_next_when_nothing_is_missing(
        self, kinerja: Kinerja, day: str, command: str
    ) -> None:
        fill(kinerja, "2025-TW1", "2025-TW2")
        assert following(kinerja(f"status --tanggal {day}").stdout) == command
        kinerja(command.removeprefix("kinerja "))

    @pytest.mark.parametrize(
        ("day", "command"), [("2025-12-31", "rekap tahunan 2025"), ("2026-01-02", "periode buka 2026-TW1")]
    )
    def test_at_the_turn_of_the_year(self, kinerja: Kinerja, day: str, command: str) -> None:
        kinerja("periode buka 2025-TW3 2025-TW4")
        fill(kinerja, "2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4")
        assert following(kinerja(f"status --tanggal {day}").stdout) == f"kinerja {command}"

    def test_what_last_year_still_lacks_is_not_forgotten_when_a_new_year_is_open(
        self, kinerja: Kinerja
    ) -> None:
        fill(kinerja, "2025-TW1")
        fill(kinerja, "2025-TW2", but=ANI)
        kinerja("periode buka 2026-TW1")
        told = kinerja("status --tanggal 2026-01-05").stdout
        assert "2025-TW1" not in told
        assert "2025-TW2    : terbuka; 3 nilai belum ada (1 dari 6 pegawai)" in told
        assert "2026-TW1    : terbuka; 15 nilai belum ada (5 dari 5 pegawai)" in told
        assert following(told) == "kinerja nilai lembar 2025-TW2 -o lembar-2025-TW2.xlsx"

    def test_a_file_that_differs_from_the_rules_is_told(self, kinerja: Kinerja, workspace: Path) -> None:
        assert "berbeda" not in kinerja("status").stdout
        file = workspace / "criteria.yaml"
        file.write_text(file.read_text().replace("Kota Kupang", "Kota  Kupang"))
        assert "kinerja kriteria terapkan --tahun 2025" in kinerja("status").stdout

    def test_looking_writes_nothing(self, kinerja: Kinerja, workspace: Path) -> None:
        before = journal(workspace), (workspace / "kinerja.db").read_bytes()
        kinerja("status")
        assert (journal(workspace), (workspace / "kinerja.db").read_bytes()) == before

    def test_the_same_day_gives_the_same_page_in_every_zone(self, kinerja: Kinerja) -> None:
        pages = {
            kinerja(f"status {DAY}", env={"TZ": zone}).stdout
            for zone in ("UTC", "Pacific/Apia", "Asia/Makassar")
        }
        assert len(pages) == 1


def test_under_terakhir_only_the_last_period_that_counts_can_lack_something(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja("init")
    rules = (workspace / "criteria.yaml").read_text().replace("agregasi: rata_rata", "agregasi: terakhir")
    settle(kinerja, workspace, "2025-TW2", "2025-TW3", rules=rules)
    kinerja(f"nilai kecualikan {ANI} 2025-TW3 disiplin --alasan cuti")
    told = kinerja(f"status {DAY}").stdout
    # Dedi's last quarter is the second; Ani's disiplin is needed there as well, her other criteria in the third
    assert "2025-TW2    : terbuka; 4 nilai belum ada (2 dari 6 pegawai)" in told
    assert "2025-TW3    : terbuka; 14 nilai belum ada (5 dari 5 pegawai)" in told
    missing = [int(row["belum_ada"]) for row in rows_of(kinerja, "rekap tahunan 2025")]
    assert sum(missing) == 4 + 14


def test_what_an_old_year_still_lacks_is_never_forgotten(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace, "2024-TW1", "2025-TW1", "2026-TW1", "2027-TW1")
    told = kinerja("status --tanggal 2027-02-01 --wajib-lengkap", exit_code=7).stdout
    assert "2024-TW1    : terbuka;" in told
    assert "2026-TW1    : terbuka;" in told
    unopened = next(line for line in told.splitlines() if line.startswith("Belum dibuka"))
    assert {"2024-TW2", "2025-TW4", "2026-TW2", "2027-TW2"} <= set(
        unopened.removeprefix("Belum dibuka: ").split(", ")
    )


def test_a_faulty_file_is_not_advised_to_be_applied(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    file = workspace / "criteria.yaml"
    file.write_text(file.read_text().replace("bobot: 40", "bobot: 41"))
    told = kinerja(f"status {DAY}").stdout
    assert "belum benar; lihat: kinerja kriteria periksa" in told
    assert "kriteria terapkan" not in told

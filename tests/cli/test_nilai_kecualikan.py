"""`kinerja nilai kecualikan`: leave and study, for some criteria or all, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, DEDI, ask, give, journal, json_of, rows_of, settle, values_of

Kinerja = Callable[..., Any]
REASON = "--alasan 'cuti melahirkan'"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def hers(kinerja: Kinerja) -> dict[str, str]:
    return next(row for row in rows_of(kinerja, "rekap tahunan 2025") if row["nip"] == ANI)


def test_an_exempted_criterion_is_not_missing_and_the_others_still_are(kinerja: Kinerja) -> None:
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin 'Pelayanan kepada masyarakat' {REASON}")
    assert told.stderr == "2 pengecualian 2025-TW1 dicatat.\n"
    assert hers(kinerja)["belum_ada"] == "4"  # six in two quarters, less two


def test_semua_means_every_criterion_and_a_year_of_it_is_not_appraised(kinerja: Kinerja) -> None:
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua {REASON}").stderr.startswith("3 pengecualian")
    kinerja(f"nilai kecualikan {ANI} 2025-TW2 Semua {REASON}")
    row = hers(kinerja)
    assert (row["status"], row["belum_ada"], row["nilai_akhir"], row["batas_bawah"]) == (
        "tidak_dinilai",
        "0",
        "",
        "",
    )


def test_where_a_value_and_an_exemption_meet_the_value_is_kept_and_not_counted(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,50,80,80", f"{ANI},2025-TW2,90,80,80")
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin {REASON}")
    assert values_of(kinerja)[ANI, "2025-TW1", "disiplin"] == "50.00"
    assert hers(kinerja)["disiplin"] == "90.00"
    # (30 × 90 + 30 × 80 + 40 × 80) / 100
    assert hers(kinerja)["nilai_dasar"] == "83.00"


def test_an_ended_exemption_counts_again_and_its_version_is_kept(kinerja: Kinerja, workspace: Path) -> None:
    give(kinerja, f"{ANI},2025-TW1,50,80,80", f"{ANI},2025-TW2,90,80,80")
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin {REASON}")
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin --batal --alasan 'masuk kerja'")
    assert told.stderr == "1 pengecualian 2025-TW1 diakhiri.\n"
    assert hers(kinerja)["disiplin"] == "70.00"
    kept = "select p.reason, j.reason from exemption_past p join journal j on j.seq = p.replaced_by"
    assert ask(workspace, kept) == [("cuti melahirkan", "masuk kerja")]


def test_an_exemption_of_somebody_who_does_not_serve_then_is_said_to_change_nothing(kinerja: Kinerja) -> None:
    kinerja("periode buka 2025-TW3")  # Dedi's last day is 31 August
    told = kinerja(f"nilai kecualikan {DEDI} 2025-TW3 disiplin {REASON}").stderr.splitlines()
    assert told == [
        f"{DEDI} tidak bertugas pada akhir 2025-TW3; tanpa pengecualian pun tidak dinilai dalam periode itu.",
        "1 pengecualian 2025-TW3 dicatat.",
    ]
    told = kinerja(f"nilai kecualikan {DEDI} 2025-TW2 disiplin {REASON}").stderr
    assert told == "1 pengecualian 2025-TW2 dicatat.\n"


def test_a_criterion_spelt_in_two_ways_is_one(kinerja: Kinerja) -> None:
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 inovasi INOVASI {REASON}").stderr.startswith("1 ")
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 inovasi Inovasi --batal {REASON}").stderr.startswith(
        "1 "
    )


def test_the_same_again_changes_nothing_and_a_new_reason_is_a_new_version(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua {REASON}")
    before = journal(workspace)
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua {REASON}").stderr == "Tidak ada yang berubah.\n"
    assert journal(workspace) == before
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 inovasi --alasan 'tugas belajar'")
    told = json_of(kinerja, f"jelaskan {ANI} 2025")
    assert [line["dikecualikan"][0]["alasan"] for line in told["baris"]] == [
        "cuti melahirkan",
        "tugas belajar",
        "cuti melahirkan",
    ]


def test_ending_all_ends_those_there_are_and_ending_one_that_is_not_is_refused(kinerja: Kinerja) -> None:
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin {REASON}")
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin inovasi --batal {REASON}", exit_code=3).stderr
    assert "inovasi" in told
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua --batal {REASON}").stderr.startswith("1 ")
    assert kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua --batal {REASON}").stderr == (
        "Tidak ada yang berubah.\n"
    )


def test_every_unknown_criterion_is_named_and_nothing_is_exempted(kinerja: Kinerja, workspace: Path) -> None:
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin inovsi kejujuran {REASON}", exit_code=3).stderr
    assert "'inovsi' tidak dikenal" in told
    assert "'kejujuran' tidak dikenal" in told
    assert ask(workspace, "select * from exemption") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("198501012010012010 2025-TW1 disiplin --alasan x", 4),
        (f"{ANI} 2025-TW4 disiplin --alasan x", 4),
        (f"{ANI} 2025-TW1 --alasan x", 2),
        (f"{ANI} 2025-TW1 disiplin", 2),
        (f"{ANI} 2025-TW1 disiplin --alasan ' '", 3),
    ],
)
def test_it_needs_a_person_an_open_period_a_criterion_and_a_reason(
    kinerja: Kinerja, line: str, code: int
) -> None:
    assert kinerja(f"nilai kecualikan {line}", exit_code=code).stderr != ""


def test_a_word_beside_semua_is_not_lost(kinerja: Kinerja, workspace: Path) -> None:
    before = journal(workspace)
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 2025-TW2 semua --alasan Cuti", exit_code=3).stderr
    assert "Satu perintah untuk satu periode." in told
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 semua disiplim --alasan Cuti", exit_code=3)
    assert journal(workspace) == before


def test_values_that_an_exemption_takes_out_are_counted_aloud(kinerja: Kinerja) -> None:
    give(kinerja, f"{ANI},2025-TW1,80,81,82")
    told = kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin inovasi --alasan Cuti").stderr
    assert "2 nilai yang sudah tercatat tidak dihitung lagi; pengecualian berlaku." in told

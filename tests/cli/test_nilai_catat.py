"""`kinerja nilai catat`, `nilai batalkan` and `nilai daftar`, as the admin types them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import (
    ANI,
    CAMAT,
    CITRA,
    DEDI,
    LURAH_N,
    LURAH_S,
    ask,
    give,
    journal,
    json_of,
    rows_of,
    settle,
    values_of,
)

Kinerja = Callable[..., Any]
COUNTED = "{} nilai: {} baru, {} tetap, {} koreksi\n"


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def raters(kinerja: Kinerja) -> dict[tuple[str, str], str]:
    return {(row["nip"], row["periode"]): row["penilai"] for row in rows_of(kinerja, "nilai daftar")}


def test_values_are_recorded_in_one_transaction_and_counted(kinerja: Kinerja, workspace: Path) -> None:
    before = journal(workspace)
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 inovasi=75,5 pelayanan=90.25")
    assert (told.stdout, told.stderr) == ("", COUNTED.format(3, 3, 0, 0))
    assert values_of(kinerja) == {
        (ANI, "2025-TW1", "disiplin"): "88.00",
        (ANI, "2025-TW1", "inovasi"): "75.50",
        (ANI, "2025-TW1", "pelayanan"): "90.25",
    }
    assert journal(workspace) == before + 1


def test_a_nip_with_blanks_a_period_in_small_letters_and_a_criterion_by_name_are_understood(
    kinerja: Kinerja,
) -> None:
    kinerja(["nilai", "catat", "19850101 201001 2 001", "2025-tw1", "Pelayanan kepada masyarakat=80"])
    assert values_of(kinerja) == {(ANI, "2025-TW1", "pelayanan"): "80.00"}


def test_an_equal_value_is_left_alone_and_nothing_is_written_for_it(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    before = journal(workspace)
    assert kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88,00").stderr == COUNTED.format(1, 0, 1, 0)
    assert journal(workspace) == before


def test_a_different_value_is_refused_with_all_that_was_typed_beside_it(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=89 inovasi=70", exit_code=3).stderr
    assert "disiplin 2025-TW1 sudah 88.00 (revisi 5), bukan 89.00" in told
    assert "--koreksi --alasan" in told
    assert values_of(kinerja) == {(ANI, "2025-TW1", "disiplin"): "88.00"}


def test_a_correction_needs_a_reason_keeps_the_old_version_and_says_why(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    assert "--alasan" in kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=89 --koreksi", exit_code=2).stderr
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=89 inovasi=70 --koreksi --alasan 'salah ketik'")
    what, counted = told.stderr.splitlines(keepends=True)
    assert re.fullmatch(r"disiplin: 88\.00 → 89\.00 \(tercatat \S+ \S+ WITA oleh .+\)\n", what)
    assert counted == COUNTED.format(2, 1, 0, 1)
    assert values_of(kinerja)[ANI, "2025-TW1", "disiplin"] == "89.00"
    kept = "select p.value, j.command, j.reason from score_past p join journal j on j.seq = p.replaced_by"
    assert ask(workspace, kept) == [(8800, "nilai catat", "salah ketik")]


@pytest.mark.parametrize(
    ("said", "replaced"),
    [
        ("--catatan 'kata atasan'", "catatan '' → 'kata atasan'"),
        ("--penilai 'Wali Kota Kupang'", f"penilai {CAMAT} → Wali Kota Kupang"),
    ],
)
def test_a_new_note_or_rater_on_an_equal_value_is_a_correction(
    kinerja: Kinerja, said: str, replaced: str
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    line = f"nilai catat {ANI} 2025-TW1 disiplin=88 {said}"
    kinerja(line, exit_code=3)
    what, counted = kinerja(f"{line} --koreksi --alasan lengkapi").stderr.splitlines(keepends=True)
    assert what.startswith(f"disiplin: {replaced} (tercatat ")
    assert counted == COUNTED.format(1, 0, 0, 1)
    assert kinerja(line).stderr == COUNTED.format(1, 0, 1, 0)


def test_a_correction_leaves_the_note_and_the_rater_that_it_does_not_state(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 --catatan 'rajin' --penilai 'Wali Kota Kupang'")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=90 --koreksi --alasan 'keliru'")
    (row,) = rows_of(kinerja, "nilai daftar")
    assert (row["nilai"], row["catatan"], row["penilai"]) == ("90.00", "rajin", "Wali Kota Kupang")


def test_without_a_rater_it_is_the_superior_in_force_on_the_last_day_of_the_period(kinerja: Kinerja) -> None:
    # Citra moved on 1 May: Sikumana's lurah on 31 March, Naimata's on 30 June
    kinerja(f"nilai catat {CITRA} 2025-TW1 disiplin=80")
    kinerja(f"nilai catat {CITRA} 2025-TW2 disiplin=80")
    kinerja(f"nilai catat {CAMAT} 2025-TW1 disiplin=80")
    assert raters(kinerja) == {
        (CITRA, "2025-TW1"): LURAH_S,
        (CITRA, "2025-TW2"): LURAH_N,
        (CAMAT, "2025-TW1"): "Wali Kota Kupang",
    }


def test_the_rater_is_a_nip_with_blanks_or_a_name(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {CITRA} 2025-TW1 disiplin=80 --penilai '19750505 200003 1 005'")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 --penilai 'Sekretaris Daerah'")
    assert raters(kinerja) == {(CITRA, "2025-TW1"): CAMAT, (ANI, "2025-TW1"): "Sekretaris Daerah"}
    told = kinerja(f"nilai catat {ANI} 2025-TW2 disiplin=80 --penilai 19750505200003", exit_code=3).stderr
    assert "hanya 14 angka" in told


def test_every_fault_of_a_line_is_told_at_once(kinerja: Kinerja) -> None:
    told = kinerja(
        f"nilai catat {ANI} 2025-TW1 disiplin=101 inovsi=70 pelayanan=1.000 Disiplin=5", exit_code=3
    ).stderr
    assert "disiplin: '101' di luar skala 0–100; tulis" in told
    assert "'inovsi' tidak dikenal" in told
    assert "Maksud Anda 'inovasi'?" in told
    assert "'1.000' punya 3 angka di belakang tanda desimal" in told
    assert values_of(kinerja) == {}


def test_a_criterion_twice_is_refused_whatever_its_spelling(kinerja: Kinerja) -> None:
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 DISIPLIN=80 Disiplin=81", exit_code=3).stderr
    assert told == "disiplin ditulis dua kali; tulis satu saja.\nTidak ada yang disimpan.\n"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("198501012010012010 2025-TW1 disiplin=1", 4, "tidak ditemukan"),
        (f"{ANI} 2025-TW3 disiplin=1", 4, "kinerja periode buka 2025-TW3"),
        (f"{ANI} 2025-03 disiplin=1", 4, "ditulis seperti 2025-TW1"),
        (f"{ANI} 2025-TW1 disiplin", 2, "KRITERIA=NILAI"),
        (f"{ANI} 2025-TW1 disiplin=", 3, "bukan angka"),
        (f"{ANI} 2025-TW1 disiplin=-1", 3, "'-1' di luar skala 0–100"),
        (f"{ANI} 2025-TW1 disiplin=8e1", 3, "bukan angka"),
        (f"{ANI} 2025-TW1 disiplin=1 --catatan '=1+1'", 3, "rumus"),
        (f"{ANI} 2025-TW1 disiplin=1 --koreksi --alasan ' '", 3, "alasan kosong"),
    ],
)
def test_what_cannot_be_recorded_says_why(kinerja: Kinerja, line: str, code: int, words: str) -> None:
    assert words in kinerja(f"nilai catat {line}", exit_code=code).stderr
    assert values_of(kinerja) == {}


def test_a_value_after_the_last_day_of_service_is_kept_and_said_not_to_count(kinerja: Kinerja) -> None:
    kinerja("periode buka 2025-TW3")
    told = kinerja(f"nilai catat {DEDI} 2025-TW3 disiplin=80").stderr
    assert "1 nilai tidak dihitung" in told
    assert told.endswith(COUNTED.format(1, 1, 0, 0))


def test_a_value_where_an_exemption_holds_is_kept_and_said_not_to_count(kinerja: Kinerja) -> None:
    kinerja(f"nilai kecualikan {ANI} 2025-TW1 disiplin --alasan cuti")
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 inovasi=70").stderr
    assert told == (
        "disiplin: nilai disimpan tetapi tidak dihitung; pengecualian berlaku.\n" + COUNTED.format(2, 2, 0, 0)
    )
    assert values_of(kinerja)[ANI, "2025-TW1", "disiplin"] == "80.00"
    assert kinerja(f"nilai catat {ANI} 2025-TW2 disiplin=80").stderr == COUNTED.format(1, 1, 0, 0)


def test_a_rater_whose_nip_nobody_registered_is_taken_and_said(kinerja: Kinerja) -> None:
    stranger = "197001011995032009"
    told = kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=80 --penilai '19700101 199503 2 009'").stderr
    assert told.splitlines()[0] == (
        f"NIP {stranger} belum terdaftar sebagai pegawai; periksa angkanya bila keliru."
    )
    assert raters(kinerja) == {(ANI, "2025-TW1"): stranger}
    # recorded by now, but no employee yet
    assert stranger in kinerja(f"nilai catat {ANI} 2025-TW2 disiplin=80 --penilai {stranger}").stderr
    for known in (CAMAT, "'Wali Kota Kupang'"):
        told = kinerja(f"nilai catat {CITRA} 2025-TW2 inovasi=80 --penilai {known} --koreksi --alasan x")
        assert "belum terdaftar" not in told.stderr


def test_a_withdrawn_value_leaves_the_list_and_stays_in_the_past_with_its_reason(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 inovasi=70 --catatan asli")
    told = kinerja(f"nilai batalkan {ANI} 2025-TW1 Disiplin --alasan 'milik orang lain'")
    assert told.stderr == "Nilai disiplin 2025-TW1 = 88.00 dibatalkan.\n"
    assert values_of(kinerja) == {(ANI, "2025-TW1", "inovasi"): "70.00"}
    kept = "select p.value, p.note, j.command, j.reason from score_past p join journal j on j.seq = p.replaced_by"
    assert ask(workspace, kept) == [(8800, "asli", "nilai batalkan", "milik orang lain")]


def test_a_withdrawn_value_can_be_recorded_anew_without_a_correction(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan keliru")
    assert kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=70").stderr == COUNTED.format(1, 1, 0, 0)


def test_there_must_be_a_value_to_withdraw_and_a_reason(kinerja: Kinerja, workspace: Path) -> None:
    before = journal(workspace)
    told = kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan keliru", exit_code=3).stderr
    assert f"Tidak ada nilai disiplin 2025-TW1 bagi {ANI}" in told
    assert "--alasan" in kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin", exit_code=2).stderr
    assert (
        "Maksud Anda 'disiplin'"
        in kinerja(f"nilai batalkan {ANI} 2025-TW1 disipln --alasan keliru", exit_code=3).stderr
    )
    assert journal(workspace) == before


def test_the_list_is_by_nip_period_and_criterion_and_narrows_to_each_of_them(kinerja: Kinerja) -> None:
    give(kinerja, f"{CITRA},2025-TW2,1,2,3", f"{CITRA},2025-TW1,4,5,6", f"{ANI},2025-TW1,7,8,9")
    listed = [(r["nip"], r["periode"], r["nilai"]) for r in rows_of(kinerja, "nilai daftar")]
    assert listed == [
        *[(ANI, "2025-TW1", f"{n}.00") for n in (7, 8, 9)],
        *[(CITRA, "2025-TW1", f"{n}.00") for n in (4, 5, 6)],
        *[(CITRA, "2025-TW2", f"{n}.00") for n in (1, 2, 3)],
    ]
    assert len(rows_of(kinerja, "nilai daftar --periode 2025-TW2")) == 3
    assert len(rows_of(kinerja, f"nilai daftar --nip {CITRA} --periode 2025-TW1")) == 3


def test_the_unit_of_a_listed_value_is_that_of_the_last_day_of_its_period(kinerja: Kinerja) -> None:
    give(kinerja, f"{CITRA},2025-TW1,80,80,80", f"{CITRA},2025-TW2,80,80,80")

    def periods(unit: str) -> set[str]:
        return {row["periode"] for row in rows_of(kinerja, f"nilai daftar --unit {unit}")}

    assert periods("SIKUMANA") == {"2025-TW1"}  # with the section below it, where she was on 31 March
    assert periods("NAIMATA") == {"2025-TW2"}
    assert periods("KEC") == {"2025-TW1", "2025-TW2"}


def test_the_list_as_json_has_numbers_as_numbers_and_the_nip_as_text(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88,5")
    (row,) = json_of(kinerja, "nilai daftar")
    assert list(row) == [
        "nip",
        "nama",
        "periode",
        "kriteria",
        "nilai",
        "penilai",
        "catatan",
        "dicatat",
        "revisi",
    ]
    assert (row["nip"], row["nilai"], row["penilai"], row["catatan"]) == (ANI, 88.5, CAMAT, None)
    assert row["dicatat"].endswith(" WITA")


def test_a_list_of_something_that_is_not_there_is_not_found(kinerja: Kinerja) -> None:
    assert "2025-TW4 belum dibuka" in kinerja("nilai daftar --periode 2025-TW4", exit_code=4).stderr
    assert "Maksud Anda 'NAIMATA'" in kinerja("nilai daftar --unit NAIMTA", exit_code=4).stderr
    assert "tidak ditemukan" in kinerja("nilai daftar --nip 198501012010012010", exit_code=4).stderr


def test_quiet_says_nothing_of_success_and_everything_of_failure(kinerja: Kinerja) -> None:
    assert kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 -q").stderr == ""
    assert kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=89 -q", exit_code=3).stderr != ""

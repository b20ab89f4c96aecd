"""kinerja periode tutup | buka-kembali: what is closed takes nothing more, and says who closed it."""

from __future__ import annotations

import re
import sqlite3
import subprocess

import pytest
from scoring_office import ANI, CITRA, DEDI, EVERYBODY, give, rows_of, settle, values_of

FULL = [f"{nip},2025-TW1,80,80,80" for nip in EVERYBODY]
BY = r"oleh \S+ pada \d{4}-\d\d-\d\d \d\d:\d\d WITA \(#\d+:[0-9a-f]{12}\)"


@pytest.fixture(autouse=True)
def office(kinerja, workspace):
    """Six people, 2025-TW1 and TW2 open, TW1 filled in but for Citra's inovasi."""
    settle(kinerja, workspace)
    give(kinerja, *(line.replace("80,80,80", "80,,80") if CITRA in line else line for line in FULL))


def states(kinerja):
    return {row["periode"]: row["status"] for row in rows_of(kinerja, "periode daftar")}


def test_closing_says_what_is_missing_by_unit_and_closes_all_the_same(kinerja):
    told = kinerja("periode tutup 2025-TW1 --yes").stderr.splitlines()
    assert told == [
        "2025-TW1: 1 nilai belum ada (1 dari 6 pegawai)",
        f"    SIKUMANA-RW  1 nilai: Citra Lake ({CITRA})",
        "Ditutup: 2025-TW1",
    ]
    assert states(kinerja) == {"2025-TW1": "ditutup", "2025-TW2": "terbuka"}


def test_closing_that_must_be_complete_is_refused_for_all_periods(refused):
    told = refused("periode tutup 2025-TW2 2025-TW1 --wajib-lengkap --yes", 7)
    assert told == [
        "2025-TW1: 1 nilai belum ada.",
        "2025-TW2: 18 nilai belum ada.",
        "Tidak ada periode yang ditutup. Lihat: kinerja status",
    ]


def test_closing_twice_changes_nothing_and_says_so(kinerja, workspace):
    kinerja("periode tutup 2025-TW1 --yes")
    before = (workspace / "kinerja.db").read_bytes()
    assert kinerja("periode tutup 2025-TW1 --yes").stderr == "Sudah ditutup: 2025-TW1\n"
    assert (workspace / "kinerja.db").read_bytes() == before


def test_a_question_comes_before_it_and_without_a_terminal_yes_is_needed(refused):
    for line in ("periode tutup 2025-TW1", "periode buka-kembali 2025-TW1 --alasan lupa"):
        assert "tambahkan --yes" in refused(line, 2)[0]


def test_reopening_needs_a_reason_which_the_journal_keeps(kinerja, rows):
    kinerja("periode tutup 2025-TW1 --yes")
    kinerja("periode buka-kembali 2025-TW1 --yes", exit_code=2)
    kinerja("periode buka-kembali 2025-TW1 --alasan 'ada yang lupa' --yes")
    assert states(kinerja)["2025-TW1"] == "terbuka"
    assert rows("select command, reason from journal order by seq desc limit 1") == [
        ("periode buka-kembali", "ada yang lupa")
    ]
    told = kinerja("periode buka-kembali 2025-TW1 --alasan 'sekali lagi' --yes").stderr
    assert told == "2025-TW1 tidak sedang ditutup; tidak ada yang berubah.\n"
    kinerja(f"nilai catat {CITRA} 2025-TW1 inovasi=80")


@pytest.mark.parametrize(
    "line",
    [
        f"nilai catat {CITRA} 2025-TW1 inovasi=80",
        f"nilai catat {ANI} 2025-TW1 inovasi=81 --koreksi --alasan salah",
        f"nilai batalkan {ANI} 2025-TW1 inovasi --alasan salah",
        f"nilai kecualikan {ANI} 2025-TW1 inovasi --alasan cuti",
        "nilai impor - --periode 2025-TW1",
        "periode buka 2025-TW1",
        "periode buka 2025-TW1 --tenggat 2025-12-01",
        "periode batal 2025-TW1",
    ],
)
def test_what_writes_into_a_closed_period_is_refused_with_who_closed_it_and_how_to_reopen_it(
    kinerja, refused, line
):
    kinerja("periode tutup 2025-TW1 --yes")
    told = refused(line, 3, stdin=f"nip,inovasi\n{CITRA},80\n")
    assert re.fullmatch(rf"Periode 2025-TW1 sudah ditutup {BY}\.", told[0])
    assert told[1] == ("Untuk membukanya kembali: kinerja periode buka-kembali 2025-TW1 --alasan '…'")


def test_the_stated_name_and_the_offices_clock_are_in_the_refusal(kinerja, refused, rows):
    kinerja("periode tutup 2025-TW1 --oleh 'Ibu Camat' --yes")
    [(seq, digest, at)] = rows("select seq, substr(hash, 1, 12), at from journal order by seq desc limit 1")
    hour = f"{(int(at[11:13]) + 8) % 24:02d}{at[13:16]} WITA"
    told = refused(f"nilai catat {CITRA} 2025-TW1 inovasi=80")[0]
    assert "--oleh Ibu Camat" in told
    assert hour in told
    assert f"(#{seq}:{digest})" in told


def test_a_file_with_rows_of_a_closed_period_is_refused_row_by_row(kinerja, refused):
    kinerja("periode tutup 2025-TW1 --yes")
    told = refused(
        "nilai impor -",
        stdin=f"nip,periode,inovasi\n{ANI},2025-TW2,80\n{CITRA},2025-TW1,80\n{DEDI},2025-TW1,80\n",
    )
    remedy = "hapus barisnya, atau: kinerja periode buka-kembali 2025-TW1"
    assert told[:2] == [
        f"(masukan baku):{row}: periode: periode 2025-TW1 sudah ditutup; {remedy}" for row in (3, 4)
    ]
    assert "2 kesalahan" in told[2]
    assert len(values_of(kinerja)) == 17


def test_rules_of_a_year_with_a_closed_period_stay_as_they_are(kinerja, refused, workspace):
    kinerja("periode tutup 2025-TW1 --yes")
    rules = workspace / "criteria.yaml"
    rules.write_text(rules.read_text().replace("Sangat Baik", "Istimewa"))
    assert refused("kriteria terapkan --tahun 2025")[0] == "periode 2025-TW1 sudah ditutup"
    kinerja("kriteria terapkan --tahun 2026")


def test_what_is_closed_is_shown_by_status(kinerja):
    kinerja("periode tutup 2025-TW1 --yes")
    told = kinerja("status").stdout
    assert re.search(r"^2025-TW1    : ditutup; 1 nilai belum ada \(1 dari 6 pegawai\)$", told, re.MULTILINE)
    assert re.search(r"^2025-TW2    : terbuka; ", told, re.MULTILINE)
    assert told.splitlines()[-1] == ("Berikutnya  : kinerja nilai lembar 2025-TW2 -o lembar-2025-TW2.xlsx"), (
        "nothing can be filled in where it is closed"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "update score set value = value + 1 where period = 202501",
        "delete from score where period = 202501",
        "insert or replace into score select employee, period, criterion, 1, rater, note, entry from score",
        "insert into exemption values (1, 202501, 1, 'x', 1)",
        "update period set closed = null, entry = 1 where id = 202501",
        "delete from period where id = 202501",
        "update rules set text = 'x'",
    ],
)
def test_the_plain_sqlite_shell_is_refused_as_well(kinerja, workspace, statement):
    kinerja("periode tutup 2025-TW1 --yes")
    before = (workspace / "kinerja.db").read_bytes()
    done = subprocess.run(
        ["sqlite3", "kinerja.db", statement], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "kinerja: " in done.stderr
    assert (workspace / "kinerja.db").read_bytes() == before


def test_what_only_a_trigger_knows_ends_in_its_words_and_exit_3(kinerja, refused, monkeypatch):
    """Two processes: one has looked before the other closes."""
    kinerja("periode tutup 2025-TW1 --yes")
    monkeypatch.setattr("kinerja_cli.services.scores.refuse_closed_period", lambda *_: None)
    assert refused(f"nilai catat {CITRA} 2025-TW1 inovasi=80") == [
        "Basis data menolak: periode itu sudah ditutup.",
        "Tidak ada yang disimpan.",
    ]


def test_another_broken_rule_of_the_database_is_no_refusal_of_ours(workspace):
    with pytest.raises(sqlite3.IntegrityError):
        _insert_twice(workspace)


def _insert_twice(workspace):
    from kinerja_cli.storage.database import open_database

    database = open_database(workspace / "kinerja.db")
    try:
        with database.write("uji") as writing:
            for _ in range(2):
                writing.connection.execute(
                    "insert into criterion (code, entry) values ('x', ?)", (writing.entry,)
                )
    finally:
        database.close()


def test_what_must_be_complete_is_looked_at_also_where_it_is_closed_already(kinerja):
    kinerja("periode tutup 2025-TW1 --yes")
    said = kinerja("periode tutup 2025-TW1 --wajib-lengkap --yes", exit_code=7).stderr
    assert said.startswith("2025-TW1: 1 nilai belum ada.\n")

"""`kinerja riwayat`: what every recorded fact was and became, by whom, when, why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CODES, DEDI, EVERYBODY, LURAH_S, give, rows_of, settle

Kinerja = Callable[..., Any]


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)


def changes(kinerja: Kinerja, options: str = "") -> list[tuple[str, ...]]:
    """hal, kolom, lama, baru of each line."""
    return [
        (row["hal"], row["kolom"], row["lama"], row["baru"]) for row in rows_of(kinerja, f"riwayat {options}")
    ]


def set_journal(workspace: Path, assignment: str, seq: int) -> None:
    """Rewrite an entry as if somebody else had made it, or at another time; the guards are put back as they were."""
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        guards = connection.execute(
            "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'journal'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        connection.execute(f"update journal set {assignment} where seq = ?", (seq,))  # noqa: S608 - a test's own words
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def newest(workspace: Path) -> int:
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        return int(connection.execute("select max(seq) from journal").fetchone()[0])


def test_a_value_is_followed_from_its_first_record_over_a_correction_to_its_withdrawal(
    kinerja: Kinerja, workspace: Path
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88.5 --catatan rajin --koreksi --alasan 'salah ketik'")
    kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan 'bukan miliknya'")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=70")
    assert changes(kinerja, f"--nip {ANI} --periode 2025-TW1") == [
        ("nilai disiplin", "nilai", "", "88.00"),
        ("nilai disiplin", "penilai", "", CAMAT),
        ("nilai disiplin", "nilai", "88.00", "88.50"),
        ("nilai disiplin", "catatan", "", "rajin"),
        ("nilai disiplin", "nilai", "88.50", ""),
        ("nilai disiplin", "penilai", CAMAT, ""),
        ("nilai disiplin", "catatan", "rajin", ""),
        ("nilai disiplin", "nilai", "", "70.00"),
        ("nilai disiplin", "penilai", "", CAMAT),
    ]
    lines = rows_of(kinerja, f"riwayat --nip {ANI} --perintah 'nilai catat'")
    assert [row["alasan"] for row in lines] == ["", "", "salah ketik", "salah ketik", "", ""]
    assert {row["perintah"] for row in lines} == {"nilai catat"}
    seq = newest(workspace) - 2
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        (digest,) = connection.execute("select hash from journal where seq = ?", (seq,)).fetchone()
    assert lines[2]["tanda_terima"] == f"#{seq}:{digest[:12]}"
    assert lines[2]["waktu"].endswith(" WITA")


def test_everything_that_can_change_is_told_in_words(kinerja: Kinerja) -> None:
    start = len(changes(kinerja))
    for line in (
        "unit tambah PKM Puskesmas --induk KEC",
        "unit ubah PKM --nama 'Puskesmas Sikumana' --tanpa-induk",
        f"pegawai ubah {ANI} --golongan III/a --alasan SK",
        f"pegawai henti {ANI} --tanggal 2025-12-31",
        f"pegawai pindah {ANI} --unit PKM --jabatan Bidan --mulai 2025-05-01",
        f"pegawai pindah {ANI} --mulai 2025-05-01 --batal --alasan keliru",
        "periode buka 2025-TW3 --tenggat 2025-10-10",
        "periode batal 2025-TW3",
        f"nilai kecualikan {ANI} 2025-TW1 inovasi --alasan Cuti",
        f"nilai kecualikan {ANI} 2025-TW1 inovasi --alasan Selesai --batal",
        f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {ANI} --pegawai {DEDI}",
        f"program ubah 1 --status berjalan --tanpa-pegawai {ANI}",
    ):
        kinerja(line)
    told = changes(kinerja)[start:]
    assert told == [
        ("unit PKM", "kode", "", "PKM"),
        ("unit PKM", "nama", "", "Puskesmas"),
        ("unit PKM", "induk", "", "KEC"),
        ("unit PKM", "nama", "Puskesmas", "Puskesmas Sikumana"),
        ("unit PKM", "induk", "KEC", ""),
        ("pegawai", "golongan", "", "III/a"),
        ("pegawai", "selesai", "", "2025-12-31"),
        ("penempatan sejak 2025-05-01", "unit", "", "PKM"),
        ("penempatan sejak 2025-05-01", "jabatan", "", "Bidan"),
        ("penempatan sejak 2025-05-01", "atasan", "", CAMAT),
        ("penempatan sejak 2025-05-01", "unit", "PKM", ""),
        ("penempatan sejak 2025-05-01", "jabatan", "Bidan", ""),
        ("penempatan sejak 2025-05-01", "atasan", CAMAT, ""),
        ("periode", "status", "", "terbuka"),
        ("periode", "tenggat", "", "2025-10-10"),
        ("periode", "status", "terbuka", ""),
        ("periode", "tenggat", "2025-10-10", ""),
        ("pengecualian inovasi", "alasan", "", "Cuti"),
        ("pengecualian inovasi", "alasan", "Cuti", ""),
        ("program 1", "judul", "", "Antrean"),
        ("program 1", "kategori", "", "program_baru"),
        ("program 1", "tahun", "", "2025"),
        ("program 1", "status", "", "usulan"),
        ("pemilik program 1", "pegawai", "", ANI),
        ("pemilik program 1", "pegawai", "", DEDI),
        ("program 1", "status", "usulan", "berjalan"),
        ("pemilik program 1", "pegawai", ANI, ""),
    ]
    own = changes(kinerja, f"--nip {ANI}")
    assert ("program 1", "judul", "", "Antrean") in own, "a programme that she once owned"
    assert [line for line in own if line[0].startswith("unit ")] == []
    assert ("pemilik program 1", "pegawai", "", DEDI) not in own


def test_twenty_new_values_are_named_and_twenty_one_are_counted_but_for_a_person_or_a_period(
    kinerja: Kinerja,
) -> None:
    def imported(nips: Sequence[str], period: str, more: str = "") -> None:
        body = "".join(f"{nip},{period},{code},70\n" for nip in nips for code in CODES)
        kinerja("nilai impor -", stdin=f"nip,periode,kriteria,nilai\n{body}{more}")

    imported(EVERYBODY, "2025-TW2", more=f"{DEDI},2025-TW1,disiplin,60\n{CAMAT},2025-TW1,disiplin,60\n")
    values = [line for line in changes(kinerja) if line[1] == "nilai"]
    assert len(values) == 20
    kinerja("periode buka 2025-TW3 2025-TW4")
    imported(EVERYBODY, "2025-TW3", more="".join(f"{nip},2025-TW4,disiplin,70\n" for nip in EVERYBODY[:3]))
    assert changes(kinerja)[-1] == ("nilai", "jumlah", "", "21 baru")
    kinerja(f"nilai catat {ANI} 2025-TW3 disiplin=71 --koreksi --alasan keliru")
    told = changes(kinerja)
    assert ("nilai", "jumlah", "", "21 baru") in told, "the corrected one was new in that entry all the same"
    assert told[-1] == ("nilai disiplin", "nilai", "70.00", "71.00")
    assert len([line for line in told if line[1] == "nilai"]) == 21
    of_ani = changes(kinerja, f"--nip {ANI} --periode 2025-TW3")
    assert [line for line in of_ani if line[1] == "nilai"] == [
        ("nilai disiplin", "nilai", "", "70.00"),
        ("nilai inovasi", "nilai", "", "70.00"),
        ("nilai pelayanan", "nilai", "", "70.00"),
        ("nilai disiplin", "nilai", "70.00", "71.00"),
    ]
    assert len([line for line in changes(kinerja, "--periode 2025-TW3") if line[1] == "nilai"]) == 19


def test_played_back_it_gives_what_the_listings_say(kinerja: Kinerja) -> None:
    """Each (thing, period, column) ends with the last `baru`; what ends empty is out of force."""
    give(kinerja, *(f"{nip},2025-TW1,80,70,60" for nip in EVERYBODY))
    give(kinerja, *(f"{nip},2025-TW2,81,-,61" for nip in EVERYBODY[:4]))
    kinerja(
        "nilai impor - --koreksi --alasan ulang",
        stdin="nip,periode,kriteria,nilai,catatan,penilai\n"
        + "".join(f"{nip},2025-TW1,disiplin,85.25,rajin,Sekretaris Daerah\n" for nip in EVERYBODY[:3]),
    )
    kinerja(f"nilai batalkan {LURAH_S} 2025-TW1 disiplin --alasan keliru")
    kinerja(f"nilai catat {LURAH_S} 2025-TW1 disiplin=50,5")
    kinerja(f"nilai batalkan {CAMAT} 2025-TW2 pelayanan --alasan keliru")
    kinerja(f"pegawai ubah {ANI} --nip-baru 198501012010012002 --nama 'Ani Nope, S.E.' --alasan SK")
    for nip in (*(other for other in EVERYBODY if other != ANI), "198501012010012002"):
        state: dict[tuple[str, str, str], str] = {}
        for row in rows_of(kinerja, f"riwayat --nip {nip}"):
            key = (row["hal"], row["periode"], row["kolom"])
            assert row["lama"] == state.get(key, ""), "what it was is what it had become"
            state[key] = row["baru"]
        told = {
            (hal.removeprefix("nilai "), period, column): text
            for (hal, period, column), text in state.items()
            if hal.startswith("nilai ") and text
        }
        listed = {
            (row["kriteria"], row["periode"], column): row[column]
            for row in rows_of(kinerja, f"nilai daftar --nip {nip}")
            for column in ("nilai", "penilai", "catatan")
            if row[column]
        }
        assert told == listed
        (register,) = [row for row in rows_of(kinerja, "pegawai daftar") if row["nip"] == nip]
        for column in ("nip", "nama", "jenis", "golongan", "mulai", "selesai"):
            assert state.get(("pegawai", "", column), "") == register[column]


def test_who_matches_the_account_the_one_behind_sudo_and_the_stated_name(
    kinerja: Kinerja, workspace: Path
) -> None:
    for value, assignment in (
        (70, "actor = 'root', sudo = 'budi'"),
        (71, "actor = 'kasubag', stated = 'Ani Lay, S.Sos.'"),
    ):
        line = f"nilai catat {ANI} 2025-TW1 disiplin={value}"
        kinerja(line if value == 70 else f"{line} --koreksi --alasan keliru")
        set_journal(workspace, assignment, newest(workspace))

    def pelaku(text: str) -> set[str]:
        words = ["riwayat", "--nip", ANI, "--pelaku", text, "--format", "json"]
        return {row["pelaku"] for row in json.loads(kinerja(words).stdout)}

    assert pelaku("BUDI") == {"root (sudo budi)"}
    assert pelaku("ani lay") == {"kasubag (--oleh Ani Lay, S.Sos.)"}
    assert pelaku("kasubag") == {"kasubag (--oleh Ani Lay, S.Sos.)"}
    assert pelaku("tidak ada") == set()


def test_days_are_those_of_the_offices_clock_and_both_ends_belong(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=70")
    set_journal(workspace, "at = '2025-03-31T16:30:00Z'", newest(workspace))  # 00.30 on 1 April in Kupang

    def found(options: str) -> list[str]:
        return [row["waktu"] for row in rows_of(kinerja, f"riwayat --nip {ANI} --perintah nilai {options}")]

    assert set(found("")) == {"2025-04-01 00:30 WITA"}
    assert found("--dari 2025-04-01 --sampai 2025-04-01") == found("")
    assert found("--sampai 2025-03-31") == found("--dari 2025-04-02") == []
    assert kinerja("riwayat --dari 2025-04-02 --sampai 2025-04-01", exit_code=2).stderr


def test_a_command_is_meant_whole_or_by_its_group(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=70")
    assert {row["perintah"] for row in rows_of(kinerja, "riwayat --perintah nilai")} == {"nilai catat"}
    assert {row["perintah"] for row in rows_of(kinerja, "riwayat --perintah pegawai")} == {
        "pegawai impor",
        "pegawai pindah",
    }
    assert rows_of(kinerja, "riwayat --perintah nil") == []


def test_an_unknown_person_or_period_is_not_an_empty_history(kinerja: Kinerja) -> None:
    kinerja("riwayat --nip 199001012015031999", exit_code=4)
    kinerja("riwayat --periode 2024-TW1", exit_code=4)

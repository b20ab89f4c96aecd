"""`kinerja hapus-data`: a person leaves the rows and the bytes, what the office counted stays, and the chain holds."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from personal_office import (
    ABOUT_HER,
    HEAD,
    MATE,
    NAME,
    NIP,
    NOTES,
    OLD,
    OLD_NAME,
    OTHERS,
    PEER,
    TARGETS,
    TRAINED,
    object_to,
    times_in_bytes,
)

from kinerja_cli.errors import Refused
from kinerja_cli.services import erasure
from kinerja_cli.storage import database, erasing

ERASE = f"hapus-data {NIP} --dasar 'permohonan 12/2031' --yes"
WORDS = [
    NIP,
    OLD,
    NAME,
    OLD_NAME,
    *NOTES,
    *ABOUT_HER,
    *TARGETS,
    *TRAINED,
    "Bidan Desa Oelami",
    "Bidan Koordinator Wilayah",
]
WORDS += ["Kepala Puskesmas Oelami", "SP Marten"]


@pytest.fixture
def salt(rows, personal):  # noqa: ARG001 - the office must be there
    [(value,)] = rows("select salt from employee where nip = ?", NIP)
    return value


def test_nothing_of_her_is_left_in_the_bytes_and_everything_that_was_recorded_still_checks(
    kinerja, personal, salt
):
    object_to(personal, "ditolak", "nilai Marten (Lay) Bria lebih tinggi, padahal kami sama")
    terms = [*WORDS, salt, "nilai Marten (Lay) Bria lebih tinggi, padahal kami sama"]
    assert all(times_in_bytes(personal, terms).values()), "each of them must be there to be erased"
    kinerja(ERASE)
    assert set(times_in_bytes(personal, terms).values()) == {0}
    assert sorted(path.name for path in personal.iterdir()) == ["criteria.yaml", "kinerja.db"]
    assert kinerja("periksa").stdout == ""


@pytest.mark.usefixtures("personal")
def test_others_keep_what_is_theirs(kinerja, rows):
    kept = "select nip, value from score join employee on id = employee where nip <> ? order by nip, value"
    before = rows(kept, NIP)
    kinerja(ERASE)
    assert rows(kept, "000000000000000003") == before
    assert [(nip, name) for nip, name in rows("select nip, name from employee order by id") if nip in OTHERS] == [
        (HEAD, OTHERS[HEAD]), (PEER, OTHERS[PEER]), (MATE, OTHERS[MATE]),
    ]  # fmt: skip
    assert rows("select title, evidence from programme") == [("Posyandu keliling", "(dihapus)")]


@pytest.mark.usefixtures("personal")
def test_the_figures_of_her_targets_stay_and_their_words_go(kinerja, rows):
    kinerja(ERASE)
    hers = "select result, indicator, low, measure from {} where employee = 3"
    assert rows(hers.format("target")) == [("(dihapus)", "(dihapus)", 1000, "kunjungan")]
    assert rows(hers.format("target_past")) == [("(dihapus)", "(dihapus)", 1000, "kunjungan")]
    came = "select value, evidence, note from {} where employee = 3"
    assert rows(came.format("realisation")) == [(500, "(dihapus)", "(dihapus)")]
    assert rows(came.format("realisation_past")) == [(400, "(dihapus)", "(dihapus)")]
    assert rows("select result, indicator from target where employee <> 3") == [("Imunisasi", "(dihapus)")]
    told = kinerja("sasaran daftar 2020 --nip 000000000000000003 --format csv").stdout
    assert "1,2020,000000000000000003,(dihapus),utama,SEHAT,(dihapus),(dihapus)," in told


def test_no_new_words_about_her_come_back_by_a_target(kinerja, refused, write, personal):
    kinerja(ERASE)
    her = "000000000000000003"
    listed = kinerja(f"sasaran daftar 2020 --nip {her} --format csv").stdout
    write("baru.csv", listed.replace("(dihapus),kuantitas", "kunjungan Nona,kuantitas"))
    write("kedua.csv", f"nip,tahun,hasil,indikator,target,satuan\n{her},2020,a,b,1,c\n")
    write("bukti.csv", "sasaran,periode,realisasi,bukti\n1,2020-TW2,1,foto Nona\n")
    for line in (
        "sasaran ubah 1 --indikator 'kunjungan Nona' --alasan x",
        f"sasaran tetapkan {her} 2020 --hasil a --indikator b --target 1 --satuan c",
        "sasaran realisasi 1 2020-TW2 1 --bukti 'foto Nona'",
        "sasaran realisasi 1 2020-TW1 1 --catatan Nona --koreksi --alasan x",
        "sasaran impor baru.csv --koreksi --alasan x",
        "sasaran impor kedua.csv",
        "sasaran impor bukti.csv",
    ):
        assert f"Data pribadi {her} sudah dihapus" in refused(line)[0], line
    kinerja("sasaran ubah 1 --target 12 --alasan 'hitung ulang'")  # figures may still be put right
    kinerja("sasaran realisasi 1 2020-TW1 6 --koreksi --alasan 'hitung ulang'")
    assert (
        kinerja("sasaran impor -", stdin=kinerja("sasaran daftar 2020 --format csv").stdout).receipt is None
    )
    assert kinerja("periksa").stdout == ""
    assert times_in_bytes(personal, ["Nona"]) == {"Nona": 0}


def test_that_she_attended_stays_without_a_word_about_her_and_none_comes_back(
    kinerja, refused, rows, personal
):
    kinerja(ERASE)
    her = "000000000000000003"
    assert rows("select activity, cause, note from attendance where employee = 3") == [
        (1, "nilai_rendah", "(dihapus)")
    ]
    assert rows("select topic from activity order by id") == [("Kohort ibu hamil",), ("(dihapus)",)]
    said = refused(f"kegiatan hadir 1 {her} --catatan 'Nona lagi' --koreksi --alasan x")
    assert f"Data pribadi {her} sudah dihapus" in said[0]
    kinerja(f"kegiatan hadir 1 {her} --sebab acak --koreksi --alasan 'hasil undian'")
    assert kinerja("periksa").stdout == ""
    assert times_in_bytes(personal, ["Nona lagi"]) == {"Nona lagi": 0}


@pytest.mark.usefixtures("personal")
def test_she_still_counts_as_somebody_without_a_name(kinerja):
    before = kinerja("rekap tahunan 2020 --format csv").stdout
    kinerja(ERASE)
    after = kinerja("rekap tahunan 2020 --format csv").stdout
    placeholder = "000000000000000003,(dihapus),KEC,(dihapus),"
    assert placeholder in after
    old = before.replace(f'{NIP},"{NAME}",KEC,Bidan Koordinator Wilayah,', placeholder)
    assert sorted(after.splitlines()) == sorted(old.splitlines())
    assert kinerja("rekap distribusi 2020 --format csv").stdout
    page = kinerja("jelaskan 000000000000000003 2020").stdout
    assert '"(dihapus)"' in page


def close_the_year(kinerja):
    """Everybody has every value, and 2020 is closed."""
    kinerja("periode buka 2020-TW3 2020-TW4")
    for nip in (HEAD, PEER, NIP, MATE):
        for quarter in (1, 2, 3, 4):
            line = f"nilai catat {nip} 2020-TW{quarter} disiplin=80 inovasi=70 pelayanan=75"
            kinerja(f"{line} --koreksi --alasan 'rapat pleno'")
    kinerja("periode tutup 2020-TW1 2020-TW2 2020-TW3 2020-TW4 --yes")
    kinerja("tahun tutup 2020 --yes")


def test_a_closed_years_report_keeps_all_but_her_name(kinerja, personal):
    close_the_year(kinerja)
    before = kinerja("rekap tahunan 2020 --format csv").stdout
    assert before.count(NIP) == 1
    kinerja(ERASE)
    after = kinerja("rekap tahunan 2020 --format csv").stdout
    assert after == before.replace(f'{NIP},"{NAME}"', "000000000000000003,(dihapus)")
    assert kinerja("periksa").stdout == ""
    kept = {"Bidan Koordinator Wilayah": 1}  # what she was, in the line that is kept as it is
    assert times_in_bytes(personal, ["Bidan Koordinator Wilayah"]) == kept
    assert not any(times_in_bytes(personal, [NIP, OLD, NAME, OLD_NAME, *NOTES]).values())


def test_a_closed_line_that_names_her_is_listed_and_no_reason_to_fail(kinerja, personal):
    kinerja(["pegawai", "pindah", NIP, "--jabatan", f"Pos {NAME}", "--mulai", "2020-07-01"])
    close_the_year(kinerja)
    told = kinerja(ERASE).stderr
    assert "periksa sendiri: hasil tahun, entri" in told
    assert times_in_bytes(personal, [NIP, NAME]) == {NIP: 0, NAME: 1}
    assert kinerja("periksa").stdout == ""


def test_what_is_left_is_still_guarded(kinerja, personal, rows):
    """The digests of what was erased can't be computed again; changes of what stays must show all the same."""
    kinerja(ERASE)
    assert rows("select id from employee where name = '(dihapus)'") == [(3,)]
    for table, statement in {
        "score": "update score set value = value + 1 where employee = 3 and period = 202002",
        "score_past": "update score_past set value = 9999 where employee = 3",
        "employee": "update employee set name = 'Ada' where id = 3",
        "exemption": "update exemption set reason = 'mangkir' where employee = 3",
        "journal": "update journal set reason = 'karangan' where salt is null and reason = '(dihapus)'",
        "acting": "update acting set basis = 'karangan' where employee = 3",
        "attendance": "update attendance set cause = 'acak' where employee = 3",
        "attendance_past": "update attendance_past set note = 'karangan' where employee = 3",
        "activity": "update activity set hours = 9 where id = 2",
        "service_figure": "update service_figure set note = 'karangan' where day = '2020-05-04'",
        "action": "update action set text = 'karangan' where id = 2",
        "programme": "update programme set evidence = 'karangan' where id = 1",
        "programme_evidence": "update programme_evidence set name = 'karangan' where size = 4",
        "target": "update target set high = 99900 where employee = 3",
        "target_past": "update target_past set indicator = 'karangan' where employee = 3",
        "realisation": "update realisation set evidence = 'karangan' where employee = 3",
        "realisation_past": "update realisation_past set value = 1 where employee = 3",
    }.items():
        shutil.copy(personal / "kinerja.db", personal / "utuh.db")
        changed = past_the_guards(personal / "kinerja.db", table, statement)
        assert changed, statement
        told = kinerja("periksa", 8).stdout
        assert told.startswith(table.removesuffix("_past")), statement
        shutil.move(personal / "utuh.db", personal / "kinerja.db")
    assert kinerja("periksa").stdout == ""


def test_words_that_nobody_erased_must_keep_their_salt(kinerja, personal):
    past_the_guards(
        personal / "kinerja.db", "journal", "update journal set salt = null, reason = 'lain' where seq = 3"
    )
    assert "journal 3 salt" in kinerja("periksa", 8).stdout


def test_in_words_that_were_erased_an_empty_text_is_not_none(kinerja, personal):
    kinerja(ERASE)
    change = "update journal set source = '' where source is null and salt is null"
    assert past_the_guards(personal / "kinerja.db", "journal", change) > 0
    assert "journal" in kinerja("periksa", 8).stdout


def past_the_guards(path, table: str, statement: str) -> int:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute(
            "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        changed = connection.execute(statement).rowcount
        for _, sql in guards:
            connection.execute(sql)
    return changed


def test_reasons_are_erased_where_they_were_given_for_her_alone(kinerja, write, personal, rows):
    write("nilai.csv", f"nip,periode,disiplin\n{NIP},2020-TW2,50\n{MATE},2020-TW2,51\n")
    kinerja("nilai impor nilai.csv --koreksi --alasan 'rapat pleno' --oleh 'Tim Penilai'")
    kinerja(f"nilai batalkan {NIP} 2020-TW2 pelayanan --alasan 'ia mabuk' --oleh 'Tim Penilai'")
    kinerja(ERASE)
    said = rows("select stated, reason, salt is null from journal where stated is not null order by seq")
    assert said == [("Tim Penilai", "rapat pleno", 0), ("Tim Penilai", "(dihapus)", 1)]
    assert times_in_bytes(personal, ["ia mabuk"]) == {"ia mabuk": 0}
    assert kinerja("periksa").stdout == ""


@pytest.mark.usefixtures("personal")
def test_later_changes_of_what_is_left_are_ordinary_entries(kinerja):
    kinerja(ERASE)
    line = "nilai catat 000000000000000003 2020-TW2 disiplin=70 --koreksi --alasan 'hitung ulang'"
    assert (
        "sudah dihapus" in kinerja(f"{line} --catatan baru", exit_code=3).stderr
    )  # words of hers are no more
    kinerja(line)
    assert kinerja("periksa").stdout == ""


def test_everybody_can_be_erased_one_after_the_other(kinerja, personal):
    """Also where somebody's rows lost words in another's erasure before, and lose others in her own."""
    kinerja(f"nilai catat {MATE} 2020-TW2 disiplin=66 --catatan 'biasa saja'")
    for nip in (PEER, NIP, MATE, HEAD):
        kinerja(f"hapus-data {nip} --dasar permohonan --yes")
        assert kinerja("periksa").stdout == "", nip
    assert not any(times_in_bytes(personal, [NIP, OLD, NAME, OLD_NAME, *OTHERS, *OTHERS.values()]).values())


@pytest.mark.usefixtures("personal")
def test_a_second_time_she_is_not_found(kinerja, refused):
    kinerja(ERASE)
    assert NIP in refused(ERASE, 4)[0]
    assert "sudah dihapus" in refused("hapus-data 000000000000000003 --dasar x --yes", 4)[0]


def test_refused_while_an_objection_is_undecided(personal, refused):
    object_to(personal)
    assert refused(ERASE, 3)[0].startswith(f"1 keberatan {NAME} ({NIP}) belum diputus")


@pytest.mark.parametrize(
    ("ends", "years", "refusal"),
    [
        (None, 5, "masih bertugas"),
        ("2020-12-31", 100, "berakhir 2120-12-31"),
        ("2020-02-29", 5, None),
        ("2020-12-31", 0, None),
    ],
)
def test_refused_before_the_retention_has_ended(kinerja, personal, refused, write, ends, years, refusal):
    rules = (personal / "criteria.yaml").read_text(encoding="utf-8")
    write("criteria.yaml", f"{rules}\nretensi: {years}\n")
    kinerja("kriteria terapkan --tahun 2021")
    if ends:
        kinerja(f"pegawai henti {NIP} --tanggal {ends}")
    if refusal:
        assert refusal in refused(ERASE, 3)[0]
    else:
        kinerja(ERASE)
    assert f"disimpan {years} tahun" in kinerja("kriteria tampil --tahun 2021").stdout


def test_the_retention_ends_on_the_day_itself_on_the_offices_own_clock(kinerja, personal, write):
    """31 December 2020 and 5 years: from midnight in Kupang (16.00 UTC the day before) on."""
    rules = (personal / "criteria.yaml").read_text(encoding="utf-8")
    write("criteria.yaml", f"{rules}\nretensi: 5\n")
    kinerja("kriteria terapkan --tahun 2021")
    kinerja(f"pegawai henti {NIP} --tanggal 2020-12-31")
    opened = database.open_database(personal / "kinerja.db")
    with closing(opened.connection):
        for minute, allowed in ((59, False), (60, True)):
            now = datetime(2025, 12, 30, 15, tzinfo=UTC) + timedelta(minutes=minute)
            if allowed:
                assert erasure.to_be_erased(opened, NIP, "surat", now).name == NAME
            else:
                with pytest.raises(Refused, match="berakhir 2025-12-31"):
                    erasure.to_be_erased(opened, NIP, "surat", now)


@pytest.mark.parametrize("basis", [NIP, f"permohonan {OLD_NAME}", "surat 19850101 201001 2 001"])
@pytest.mark.usefixtures("personal")
def test_a_basis_that_names_her_is_refused(refused, basis):
    assert refused(["hapus-data", NIP, "--dasar", basis, "--yes"], 3)[0].startswith(
        "Dasar penghapusan memuat"
    )


@pytest.mark.usefixtures("personal")
def test_nothing_is_erased_without_a_yes(refused):
    assert "--yes" in refused(f"hapus-data {NIP} --dasar x", 2)[-1]


@pytest.mark.usefixtures("personal")
def test_the_question_says_what_will_be_lost(kinerja):
    told = kinerja(ERASE).stderr
    for words in (
        NAME,
        OLD_NAME,
        NIP,
        OLD,
        "2 jabatan",
        "1 alasan pengecualian",
        "3 catatan nilai",
        "1 sasaran",
    ):
        assert words in told, words


def test_what_must_stay_and_still_names_her_is_listed(kinerja, personal):
    kinerja(["unit", "tambah", "POS", f"Pos {NAME}"])
    told = kinerja(ERASE).stderr
    assert "Masih menyebut namanya, periksa sendiri: unit POS" in told
    assert "ditulis ulang" in told
    assert times_in_bytes(personal, [NIP, OLD_NAME]) == {NIP: 0, OLD_NAME: 0}


def test_a_measure_that_bears_her_name_loses_it_in_every_version(kinerja, personal, rows):
    kinerja(["layanan", "tambah", "LOKET", f"Loket {OLD_NAME}", "--satuan", "menit", "--arah", "turun"])
    kinerja(["layanan", "ubah", "LOKET", "--nama", f"Loket {NAME}", "--alasan", "nama baru"])
    kinerja("layanan catat LOKET PKM 2020-03-02 12")
    kinerja(ERASE)
    named = "select name from {} where code = 'LOKET'"
    assert [rows(named.format(f"service_measure{past}")) for past in ("", "_past")] == [[("(dihapus)",)]] * 2
    assert times_in_bytes(personal, [OLD_NAME]) == {OLD_NAME: 0}
    assert kinerja("periksa").stdout == ""
    assert "LOKET" in kinerja("layanan rekap").stdout


def test_a_name_of_one_word_is_left_in_the_texts_of_others_and_said(kinerja, personal, rows):
    one = "197001011995031002"
    kinerja(f"pegawai tambah {one} Marten --unit PKM")
    told = kinerja(f"hapus-data {one} --dasar x --yes").stderr
    assert "catatan nilai" in told, "his name may be the Marten of whom others wrote"
    assert rows("select count(*) from score where note like '%Marten (Lay) Bria%'") == [(1,)]
    assert rows("select count(*) from employee where name = ?", OTHERS[PEER]) == [(1,)]
    assert times_in_bytes(personal, [one]) == {one: 0}


def test_backups_that_still_hold_her_are_named(kinerja, personal):
    (personal / "cadangan").mkdir()
    shutil.copy(personal / "kinerja.db", personal / "cadangan" / "lama.db")
    kinerja(f"hapus-data {MATE} --dasar x --yes")
    shutil.copy(personal / "kinerja.db", personal / "cadangan" / "tanpa-dia.db")
    kinerja(ERASE)
    shutil.copy(personal / "kinerja.db", personal / "cadangan" / "tanpa-keduanya.db")
    told = [
        line
        for line in kinerja(f"hapus-data {PEER} --dasar x --yes").stderr.splitlines()
        if "Cadangan" in line
    ]
    assert [line.rpartition("/")[2] for line in told] == ["lama.db", "tanpa-dia.db", "tanpa-keduanya.db"]
    told = [
        line
        for line in kinerja(f"hapus-data {HEAD} --dasar x --yes").stderr.splitlines()
        if "Cadangan" in line
    ]
    assert len(told) == 3


# --- planted faults: each must be seen, by the bytes or by the command itself


def unscrubbed(monkeypatch):
    monkeypatch.setattr(erasure, "_scrub", lambda *_: False)


def test_bytes_that_secure_delete_did_not_clear_are_seen_and_cleared(kinerja, personal, salt, monkeypatch):
    insecure = tuple(
        pragma.replace("secure_delete = on", "secure_delete = off") for pragma in database._PRAGMAS
    )
    assert insecure != database._PRAGMAS
    monkeypatch.setattr(database, "_PRAGMAS", insecure)
    shutil.copy(personal / "kinerja.db", personal / "awal")
    with monkeypatch.context() as patch:
        unscrubbed(patch)
        kinerja(ERASE)
        assert any(times_in_bytes(personal, [*WORDS, salt]).values()), "without a scan they stay"
    shutil.move(personal / "awal", personal / "kinerja.db")
    assert "ditulis ulang" in kinerja(ERASE).stderr
    assert not any(times_in_bytes(personal, [*WORDS, salt]).values())


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        ("the salt stays", "salt"),
        ("her former name stays", OLD_NAME),
        ("the words of the journal stay", OLD),
        ("what others wrote stays", "menggantikan 19850101 201001 2 001 selama cuti"),
        ("a note stays", "tugas bersama Marten (Lay) Bria ke desa"),
    ],
)
def test_a_fault_in_the_erasing_is_seen(kinerja, personal, salt, monkeypatch, fault, left):
    current, past, result = erasing._IDENTITY
    if fault == "the salt stays":
        kept = (current.replace(", salt = null", ""), past, result)
        monkeypatch.setattr(erasing, "_IDENTITY", kept)
    elif fault == "her former name stays":
        monkeypatch.setattr(erasing, "_IDENTITY", (current, result))
    elif fault == "the words of the journal stay":
        monkeypatch.setattr(erasing, "_unsay", lambda *_: None)
    elif fault == "what others wrote stays":
        monkeypatch.setattr(erasing, "_empty_speaking", lambda *_: [])
    else:
        texts = {table: columns for table, columns in erasing.WRITTEN_TEXTS.items() if table != "score"}
        monkeypatch.setattr(erasing, "WRITTEN_TEXTS", texts)
    seen_by_command = fault != "a note stays"  # it looks for NIP, names and salt; this note has none of them
    told = kinerja(ERASE, 6 if seen_by_command else 0).stderr
    assert ("masih tampak dalam bita" in told) == seen_by_command
    assert times_in_bytes(personal, [salt if left == "salt" else left]) != {left: 0}
    assert any(times_in_bytes(personal, [*WORDS, salt]).values())

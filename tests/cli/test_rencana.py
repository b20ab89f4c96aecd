"""kinerja rencana: actions with an owner and a due date, finished, cancelled, overdue by a day that can be named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kinerja = Callable[..., Any]
ANI, BUDI = "197001011995032001", "198503152010012001"
LOKET = f"rencana tambah 'Loket kedua' --pemilik {BUDI} --tenggat 2025-09-30"
LIST = "rencana daftar --hari-ini 2025-10-04"
HEAD = "id,tindakan,asal,rujukan,unit,pemilik,tenggat,status,terlambat,hasil,diselesaikan"


@pytest.fixture(autouse=True)
def _office(office: Path) -> None:
    """Every test starts from the small office."""


def listed(kinerja: Kinerja, line: str = LIST) -> list[str]:
    head, *lines = kinerja(f"{line} --format csv").stdout.splitlines()
    assert head == HEAD
    return lines


class TestAdding:
    """`tambah` prints the number alone, and the very same one again."""

    def test_the_number_alone_is_printed_and_again(self, kinerja, journal):
        first = kinerja(LOKET)
        assert (first.stdout, first.stderr) == ("1\n", "Rencana 1 dicatat.\n")
        again = kinerja(LOKET)
        assert (again.stdout, again.receipt) == ("1\n", None)
        assert again.stderr == "Rencana 1 sudah tercatat begitu; tidak ada yang berubah.\n"
        assert journal() == [("rencana tambah", None)]

    @pytest.mark.parametrize(
        "line",
        [
            LOKET.replace("kedua", "ketiga"),
            LOKET.replace(BUDI, ANI),
            LOKET.replace("09-30", "10-01"),
            f"{LOKET} --unit OEP",
            f"{LOKET} --asal skm",
            f"{LOKET} --rujukan 'SKM 2025'",
        ],
    )
    def test_whatever_differs_is_another_action_whichever_comes_first(self, kinerja, line):
        for one, other in ((LOKET, line), (line, LOKET)):
            assert kinerja(one).stdout != kinerja(other).stdout

    def test_a_cancelled_one_may_be_agreed_on_anew(self, kinerja):
        kinerja(LOKET)
        kinerja("rencana batal 1 --alasan 'tidak ada anggaran'")
        assert kinerja(LOKET).stdout == "2\n"

    def test_an_owner_may_be_a_name_or_a_nip_that_nobody_registered(self, kinerja):
        assert kinerja("rencana tambah Rapat --pemilik 'Camat Maulafa' --tenggat 2025-09-30").stdout == "1\n"
        told = kinerja("rencana tambah Rapat --pemilik 199001012015031009 --tenggat 2025-09-30").stderr
        assert told.startswith("NIP 199001012015031009 belum terdaftar sebagai pegawai")
        assert [line.split(",")[5] for line in listed(kinerja)] == ["Camat Maulafa", "199001012015031009"]

    def test_every_fault_is_told_at_once(self, refused):
        told = "\n".join(refused("rencana tambah '  ' --pemilik '' --tenggat 2025-09-30 --unit XX"))
        assert "tindakan" in told
        assert "pemilik" in told
        assert "'XX'" in told

    def test_an_unknown_origin_is_a_usage_error(self, refused):
        assert "Maksud Anda 'layanan'?" in "\n".join(refused(f"{LOKET} --asal layana", 2))


class TestTheDay:
    """Overdue is a matter of the day, which --hari-ini names."""

    @pytest.fixture(autouse=True)
    def _plan(self, kinerja):
        kinerja(f"{LOKET} --asal skm --rujukan 'SKM 2025' --unit OEP")
        kinerja("rencana tambah Rapat --pemilik 'Camat Maulafa' --tenggat 2025-10-04")
        kinerja("rencana tambah Survei --pemilik 'Camat Maulafa' --tenggat 2025-06-30 --unit PKM")
        kinerja("rencana selesai 3 --hasil 'dua kali' --tanggal 2025-07-03")
        kinerja("rencana tambah Wacana --pemilik 'Camat Maulafa' --tenggat 2025-01-31")
        kinerja("rencana batal 4 --alasan x")

    def test_what_runs_is_listed_by_its_due_date(self, kinerja):
        assert listed(kinerja) == [
            f"1,Loket kedua,skm,SKM 2025,OEP,{BUDI},2025-09-30,lewat,4,,",  # 30 September to 4 October
            "2,Rapat,lainnya,,,Camat Maulafa,2025-10-04,berjalan,,,",  # due today is not overdue
        ]

    def test_only_what_is_overdue(self, kinerja):
        assert [line[0] for line in listed(kinerja, f"{LIST} --lewat")] == ["1"]
        assert listed(kinerja, "rencana daftar --lewat --hari-ini 2025-09-30") == []
        assert [line[0] for line in listed(kinerja, "rencana daftar --lewat --hari-ini 2025-10-05")] == [
            "1",
            "2",
        ]

    def test_everything_with_how_late_it_was(self, kinerja):
        assert listed(kinerja, f"{LIST} --semua")[:2] == [
            "4,Wacana,lainnya,,,Camat Maulafa,2025-01-31,batal,,,",
            "3,Survei,lainnya,,PKM,Camat Maulafa,2025-06-30,selesai,3,dua kali,2025-07-03",
        ]
        assert len(listed(kinerja, f"{LIST} --semua")) == 4

    def test_of_a_unit_with_those_below_it(self, kinerja):
        assert [line[0] for line in listed(kinerja, f"{LIST} --unit KEC --semua")] == ["3", "1"]
        assert [
            line[0] for line in listed(kinerja, f"{LIST} --unit Kelurahan+Oepura".replace("+", "\\ "))
        ] == ["1"]

    def test_both_choices_at_once_are_none(self, refused):
        assert "Tulis salah satu saja." in refused(f"{LIST} --lewat --semua", 2)

    def test_the_office_clock_stands_for_today(self, kinerja):
        """Whatever day it is when this runs, an action of 2025 is overdue."""
        assert [line.split(",")[7] for line in listed(kinerja, "rencana daftar")] == ["lewat", "lewat"]

    def test_status_counts_what_is_overdue_and_names_the_command(self, kinerja):
        told = "lewat tenggat; lihat: kinerja rencana daftar --lewat"
        assert "Rencana" not in kinerja("status --tanggal 2025-09-30").stdout
        assert f"Rencana     : 1 tindakan {told}\n" in kinerja("status --tanggal 2025-10-04").stdout
        assert f"Rencana     : 2 tindakan {told}\n" in kinerja("status --tanggal 2025-10-05").stdout

    def test_a_missing_value_goes_before_a_plan_in_what_comes_next(self, kinerja):
        assert "Berikutnya  : kinerja nilai lembar" in kinerja("status --tanggal 2025-10-04").stdout
        for nip in (ANI, BUDI, "199503012020121003", "199009132025242014"):
            for period in ("2025-TW1", "2025-TW2"):
                kinerja(f"nilai catat {nip} {period} disiplin=80 inovasi=80 pelayanan=80")
        assert (
            "Berikutnya  : kinerja rencana daftar --lewat\n" in kinerja("status --tanggal 2025-10-04").stdout
        )
        assert "kinerja periode buka 2025-TW3" in kinerja("status --tanggal 2025-09-30").stdout


def test_status_tells_it_also_before_any_period(kinerja):
    kinerja("init lain")
    kinerja("-C lain rencana tambah Rapat --pemilik Camat --tenggat 2025-01-31")
    assert "Rencana     : 1 tindakan" in kinerja("-C lain status --tanggal 2025-02-01").stdout


class TestChanging:
    """`ubah` needs a reason, and leaves alone what is so already."""

    @pytest.fixture(autouse=True)
    def _plan(self, kinerja):
        kinerja(f"{LOKET} --asal skm")

    def test_what_was_said_changes_and_the_rest_stays(self, kinerja, journal):
        kinerja(
            f"rencana ubah 1 --pemilik {ANI} --tenggat 2025-11-01 --unit OEP --alasan 'menunggu anggaran'"
        )
        assert listed(kinerja) == [f"1,Loket kedua,skm,,OEP,{ANI},2025-11-01,berjalan,,,"]
        assert journal()[-1] == ("rencana ubah", "menunggu anggaran")

    def test_the_same_again_changes_nothing(self, kinerja):
        line = "rencana ubah 1 --tindakan 'Loket ketiga' --rujukan 'SKM 2025' --alasan x"
        assert kinerja(line).receipt is not None
        assert kinerja(line).receipt is None

    def test_history_tells_owner_and_date(self, kinerja):
        kinerja(f"rencana ubah 1 --pemilik {ANI} --tenggat 2025-11-01 --alasan x")
        told = json.loads(kinerja("riwayat --perintah 'rencana ubah' --format json").stdout)
        assert [(row["kolom"], row["lama"], row["baru"]) for row in told] == [
            ("pemilik", BUDI, ANI),
            ("tenggat", "2025-09-30", "2025-11-01"),
        ]
        hers = json.loads(kinerja(f"riwayat --nip {BUDI} --perintah rencana --format json").stdout)
        assert {row["hal"] if "hal" in row else row["subjek"] for row in hers} == {"rencana 1"}

    def test_nothing_said_is_a_usage_error(self, refused):
        assert "Tidak ada yang diubah" in refused("rencana ubah 1 --alasan x", 2)[0]

    def test_an_unknown_number_is_not_found(self, refused):
        for line in ("ubah 9 --tindakan x --alasan x", "selesai 9 --hasil x", "batal 9 --alasan x"):
            assert "Rencana nomor 9 tidak ditemukan." in refused(f"rencana {line}", 4)
        assert refused(f"rencana batal {2**64} --alasan x", 4)


class TestEnding:
    """Finished with an outcome and a day, or cancelled with a reason; either may be opened again."""

    @pytest.fixture(autouse=True)
    def _plan(self, kinerja):
        kinerja(LOKET)

    def test_it_is_finished_once_and_the_same_again_is_left_alone(self, kinerja):
        line = "rencana selesai 1 --hasil 'loket buka' --tanggal 2025-09-20"
        assert kinerja(line).stderr == "Rencana 1 selesai 2025-09-20.\n"
        for again in (line, "rencana selesai 1 --hasil 'loket buka'"):
            assert kinerja(again).receipt is None
        [row] = listed(kinerja, f"{LIST} --semua")
        assert row.endswith(",selesai,,loket buka,2025-09-20")

    def test_another_outcome_is_a_correction(self, kinerja, refused):
        kinerja("rencana selesai 1 --hasil 'loket buka' --tanggal 2025-09-20")
        other = "rencana selesai 1 --hasil 'dua loket buka'"
        assert "sudah selesai 2025-09-20 dengan hasil lain: loket buka" in refused(other)[0]
        assert "sudah selesai" in refused("rencana selesai 1 --hasil 'loket buka' --tanggal 2025-09-21")[0]
        assert "--alasan" in refused(f"{other} --koreksi", 2)[0]
        kinerja(f"{other} --koreksi --alasan 'salah hitung'")
        assert listed(kinerja, f"{LIST} --semua")[0].endswith("dua loket buka,2025-09-20")

    def test_without_a_day_it_is_the_offices_today(self, kinerja, rows):
        kinerja("rencana selesai 1 --hasil x")
        assert rows("select done = date((select max(at) from journal), '+8 hours') from action") == [(1,)]

    def test_a_day_to_come_is_refused(self, refused):
        assert "belum tiba" in refused("rencana selesai 1 --hasil x --tanggal 2999-01-01")[0]

    def test_cancelled_and_finished_exclude_each_other_until_it_runs_again(self, kinerja, refused):
        kinerja("rencana batal 1 --alasan x")
        assert kinerja("rencana batal 1 --alasan y").receipt is None
        assert "sudah batal" in refused("rencana selesai 1 --hasil x")[0]
        kinerja("rencana ubah 1 --berjalan --alasan 'jadi dikerjakan'")
        kinerja("rencana selesai 1 --hasil x --tanggal 2025-09-20")
        assert "sudah selesai 2025-09-20" in refused("rencana batal 1 --alasan x")[0]
        kinerja("rencana ubah 1 --berjalan --alasan 'belum selesai'")
        assert listed(kinerja) == [f"1,Loket kedua,lainnya,,,{BUDI},2025-09-30,lewat,4,,"]
        assert kinerja("rencana ubah 1 --berjalan --alasan 'belum selesai'").receipt is None


class TestFromACase:
    """A plan is no secret: what arises from a confidential case names nobody, now or under a former name."""

    @pytest.mark.parametrize(
        "text",
        ["Dampingi Budi Nenabu", "dampingi BUDI  nenabu", "Dampingi Ani Lay", f"Dampingi {BUDI}",
         "Dampingi 19850315 201001 2 001", "Dampingi 19990315 202001 2 001", "Dampingi Budi Tua", "Dampingi Bolo"],
    )  # fmt: skip
    def test_neither_text_nor_reference_names_an_employee(self, kinerja, refused, text):
        kinerja(f"pegawai ubah {BUDI} --nama 'Budi Tua' --alasan x")
        kinerja(f"pegawai ubah {BUDI} --nama 'Budi Nenabu' --alasan x")
        kinerja("pegawai tambah 199001012015031009 Bolo --unit KEC")
        due = "--pemilik 'Camat Maulafa' --tenggat 2025-09-30"
        assert "tidak rahasia" in refused(f"rencana tambah '{text}' {due} --asal pembinaan")[0]
        assert (
            "tidak rahasia"
            in refused(f"rencana tambah Dampingi {due} --asal pembinaan --rujukan '{text}'")[0]
        )
        assert kinerja(f"rencana tambah '{text}' {due} --asal nilai").stdout == "1\n"

    def test_nor_does_a_part_of_a_name(self, kinerja, refused):
        kinerja(f"pegawai ubah {BUDI} --nama 'dr. Budi Lay Nenabu, M.Kes.' --alasan x")
        due = "--pemilik 'Camat Maulafa' --tenggat 2025-09-30 --asal pembinaan"
        for text in ("Dampingi Budi Lay", "dampingi dr.  budi", "LAY NENABU"):
            assert "[orang lain]" in refused(f"rencana tambah '{text}' {due}")[0], text
        assert kinerja(f"rencana tambah 'Budi daya ikan, M.Kes. Lay' {due}").stdout == "1\n"

    def test_nor_is_the_owner_whom_a_case_is_about(self, kinerja, refused):
        kinerja(f"pembinaan buka {BUDI} --penyebab motivasi --bentuk konseling --tanggal 2025-03-03")
        line = f"rencana tambah Jadwal --tenggat 2025-09-30 --rujukan 'pembinaan 1' --pemilik {BUDI}"
        assert "tidak boleh pegawai yang dibina" in refused(f"{line} --asal pembinaan")[0]
        kinerja(f"rencana tambah Jadwal --tenggat 2025-09-30 --pemilik {ANI} --asal pembinaan")
        assert "yang dibina" in refused(f"rencana ubah 1 --pemilik {BUDI} --alasan x")[0]
        assert kinerja(f"{line} --asal nilai").stdout == "2\n"

    def test_nor_what_is_said_of_it_later(self, kinerja, refused):
        kinerja(f"rencana tambah 'Jadwal bimbingan' --pemilik {ANI} --tenggat 2025-09-30 --asal pembinaan")
        for line in (
            "ubah 1 --tindakan 'bimbing Budi Nenabu' --alasan x",
            "ubah 1 --tenggat 2025-10-01 --alasan 'Budi Nenabu sakit'",
            "selesai 1 --hasil 'Budi Nenabu membaik'",
            "batal 1 --alasan 'Budi Nenabu pindah'",
        ):
            assert "Rencana dari pembinaan tidak boleh menyebut pegawai" in refused(f"rencana {line}")[0], (
                line
            )
        kinerja("rencana selesai 1 --hasil 'tiga pertemuan' --tanggal 2025-09-20")


def test_nobody_whose_data_were_erased_owns_a_plan(kinerja, refused):
    kinerja(f"{LOKET} --asal skm")
    kinerja(f"hapus-data {BUDI} --dasar 'permohonan 1/2031' --yes")
    [row] = listed(kinerja)
    placeholder = row.split(",")[5]
    assert placeholder.startswith("00000000")
    assert "sudah dihapus" in refused(f"rencana tambah Rapat --pemilik {placeholder} --tenggat 2025-09-30")[0]
    assert kinerja("periksa").stdout == ""

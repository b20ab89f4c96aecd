"""pembinaan buka, catat, tutup, daftar, tampil: days that can be, corrections with a reason, texts from stdin."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kinerja = Callable[..., Any]
Refusal = Callable[..., list[str]]
ANI, BUDI, CITRA = "197001011995032001", "198503152010012001", "199503012020121003"
OPEN = f"pembinaan buka {BUDI} --penyebab motivasi --bentuk konseling --tanggal 2025-03-03"
MEET = "pembinaan catat 1 --tanggal 2025-03-10 --catatan 'mau mencoba'"
CLOSE = "pembinaan tutup 1 --hasil membaik --tanggal 2025-04-01 --catatan 'lebih ringan'"
EQUAL = "sudah tercatat begitu; tidak ada yang berubah.\n"
LONG = "x" * 20_000


@pytest.fixture(autouse=True)
def _office(office: Path) -> None:
    """Every test starts from the small office."""


def sheet(kinerja: Kinerja, number: int = 1) -> dict[str, str]:
    return {
        row["hal"]: row["isi"]
        for row in json.loads(kinerja(f"pembinaan tampil {number} --format json").stdout)
    }


def listed(kinerja: Kinerja, line: str = "pembinaan daftar --hari-ini 2025-03-20") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(kinerja(f"{line} --format csv").stdout)))


class TestOpening:
    """`buka` prints the number alone; one is open at a time."""

    def test_the_number_alone_is_printed_and_again(self, kinerja, journal):
        first = kinerja(OPEN)
        assert (first.stdout, first.stderr) == ("1\n", "Pembinaan 1 dibuka.\n")
        again = kinerja(OPEN)
        assert (again.stdout, again.receipt, again.stderr) == ("1\n", None, f"Pembinaan 1 {EQUAL}")
        # fewer words say nothing else than what is recorded
        assert kinerja(OPEN.replace(" --tanggal 2025-03-03", "")).stderr == f"Pembinaan 1 {EQUAL}"
        assert journal() == [("pembinaan buka", None)]

    @pytest.mark.parametrize(
        "line",
        [
            OPEN.replace("motivasi", "keluarga"),
            OPEN.replace("konseling", "bimbingan"),
            OPEN.replace("03-03", "03-04"),
            f"{OPEN} --catatan lelah",
            f"{OPEN} --pembina {ANI}",
            f"{OPEN} --lanjut 2025-03-10",
        ],
    )
    def test_a_second_one_waits_until_the_first_is_closed(self, kinerja, refused, line):
        kinerja(OPEN)
        told = refused(line)
        assert "Pembinaan 1 masih terbuka bagi pegawai itu, dengan isi yang berbeda." in told[0]
        assert "--koreksi --alasan" in told[-1]
        kinerja(CLOSE)
        assert kinerja(line).stdout == "2\n"
        assert [row["id"] for row in listed(kinerja)] == ["2"]

    def test_another_person_may_have_one_at_the_same_time(self, kinerja):
        kinerja(OPEN)
        assert kinerja(OPEN.replace(BUDI, CITRA)).stdout == "2\n"

    def test_the_same_words_after_its_end_find_it_by_its_day(self, kinerja):
        kinerja(OPEN)
        kinerja(CLOSE)
        assert kinerja(OPEN).stdout == "1\n"
        assert kinerja(OPEN.replace(" --tanggal 2025-03-03", "")).stdout == "2\n"

    def test_every_day_that_cannot_be_is_told_at_once(self, refused):
        told = refused(f"{OPEN.replace('2025-03-03', '2199-03-03')} --lanjut 2199-03-03")
        assert "Pembinaan dibuka 2199-03-03 belum terjadi; hari ini 20" in told[0]
        assert "--lanjut 2199-03-03 harus sesudah 2199-03-03." in told[1]
        assert "Tidak ada yang disimpan." in told[-1]
        assert "belum terjadi" not in "".join(refused(f"{OPEN} --lanjut 2025-03-03"))

    def test_every_text_that_cannot_be_is_told_at_once(self, refused):
        told = "\n".join(refused([*OPEN.split(), "--catatan", LONG, "--pembina", "a\nb"]))
        assert "catatan" in told
        assert "pembina" in told

    def test_what_was_never_said_before_is_refused(self, refused):
        assert "tidak ditemukan" in "".join(refused(OPEN.replace(BUDI, "197001011995032009"), 4))
        assert "malas" in "".join(refused(OPEN.replace("motivasi", "malas"), 2))
        assert "hukuman" in "".join(refused(OPEN.replace("konseling", "hukuman"), 2))

    def test_a_correction_has_a_reason_and_leaves_what_was_not_said(self, kinerja, refused, journal):
        kinerja(f"{OPEN} --catatan lelah --pembina {ANI} --lanjut 2025-03-10")
        line = OPEN.replace("motivasi", "keluarga") + " --lanjut 2025-03-12"
        assert "--alasan" in "".join(refused(f"{line} --koreksi", 2))
        assert "--koreksi" in "".join(refused(f"{line} --alasan salah"))
        told = kinerja(f"{line} --koreksi --alasan 'salah dengar'")
        assert (told.stdout, told.stderr) == ("1\n", "Pembinaan 1 dibetulkan.\n")
        assert kinerja(f"{line} --koreksi --alasan 'salah dengar'").stderr == f"Pembinaan 1 {EQUAL}"
        assert sheet(kinerja) == {
            "nip": BUDI,
            "nama": "Budi Nenabu",
            "dibuka": "2025-03-03",
            "penyebab": "keluarga",
            "bentuk": "konseling",
            "pembina": ANI,
            "catatan": "lelah",
            "lanjut yang disepakati": "2025-03-12",
            "lanjut": "2025-03-12",
            "alasan koreksi": "salah dengar",
        }
        assert journal() == [("pembinaan buka", None)] * 2

    def test_a_correction_needs_one_that_is_open_and_days_in_order(self, kinerja, refused):
        line = f"{OPEN} --koreksi --alasan x"
        assert "Tidak ada pembinaan terbuka" in refused(line)[0]
        kinerja(OPEN)
        kinerja(MEET)
        late = OPEN.replace("03-03", "03-11") + " --koreksi --alasan x"
        assert "Pembinaan dibuka 2025-03-11, sesudah pertemuan 2025-03-10" in refused(late)[0]
        assert "harus sesudah 2025-03-03" in refused(f"{line} --lanjut 2025-03-02")[0]

    def test_a_counsellor_of_ours_keeps_her_new_nip_and_a_name_stays_a_name(self, kinerja):
        kinerja(f"{OPEN} --pembina {ANI}")
        kinerja(f"pegawai ubah {ANI} --nip-baru 197001011995032002 --alasan x")
        assert sheet(kinerja)["pembina"] == "197001011995032002"
        kinerja([*OPEN.split(), "--pembina", "Romo Paul", "--koreksi", "--alasan", "x"])
        assert sheet(kinerja)["pembina"] == "Romo Paul"


class TestMeeting:
    """`catat`: one a day, not before the case and not in the future."""

    @pytest.fixture(autouse=True)
    def case(self, kinerja):
        kinerja(OPEN)

    def test_it_is_kept_once(self, kinerja, journal):
        first = kinerja(MEET)
        assert (first.stdout, first.stderr) == ("", "Pertemuan 2025-03-10 pada pembinaan 1 dicatat.\n")
        again = kinerja(MEET)
        assert (again.receipt, again.stderr) == (None, f"Pertemuan 2025-03-10 pada pembinaan 1 {EQUAL}")
        assert len(journal()) == 2

    def test_its_form_is_that_of_the_case_unless_it_is_said(self, kinerja):
        kinerja(MEET)
        kinerja(f"{MEET.replace('03-10', '03-11')} --bentuk umpan_balik")
        told = sheet(kinerja)
        assert (told["pertemuan 2025-03-10"], told["pertemuan 2025-03-11"]) == ("konseling", "umpan_balik")

    def test_other_words_on_that_day_need_a_reason(self, kinerja, refused):
        kinerja(f"{MEET} --jawab 1=ya --lanjut 2025-03-17")
        line = MEET.replace("mencoba", "pindah")
        assert "sudah tercatat, dengan isi yang berbeda" in refused(line)[0]
        assert "--alasan" in "".join(refused(f"{line} --koreksi", 2))
        kinerja(f"{line} --jawab 2=belum --koreksi --alasan 'salah tulis'")
        told = sheet(kinerja)
        assert told["pertemuan 2025-03-10: catatan"] == "mau pindah"
        assert told["pertemuan 2025-03-10: Pertanyaan 1 (Format B.1.8)"] == "ya"
        assert told["pertemuan 2025-03-10: Pertanyaan 2 (Format B.1.8)"] == "belum"
        assert told["pertemuan 2025-03-10: alasan koreksi"] == "salah tulis"
        assert told["lanjut"] == "2025-03-17"
        back = f"{line} --lanjut 2025-03-10 --koreksi --alasan x"
        assert "--lanjut 2025-03-10 harus sesudah 2025-03-10." in refused(back)[0]

    def test_days_that_cannot_be(self, refused):
        told = refused(MEET.replace("2025-03-10", "2199-03-10") + " --lanjut 2199-03-09")
        assert "Pertemuan 2199-03-10 belum terjadi; hari ini 20" in told[0]
        assert "--lanjut 2199-03-09 harus sesudah 2199-03-10." in told[1]
        told = refused(MEET.replace("03-10", "03-02") + " --lanjut 2025-03-02")
        assert "Pertemuan 2025-03-02 mendahului 2025-03-03" in told[0]
        assert "--lanjut 2025-03-02 harus sesudah 2025-03-02." in told[1]

    def test_the_day_of_the_opening_is_early_enough(self, kinerja):
        kinerja(MEET.replace("03-10", "03-03"))
        assert listed(kinerja)[0]["pertemuan"] == "1"

    def test_it_says_what_was_talked_about(self, refused):
        assert "--catatan" in refused("pembinaan catat 1 --tanggal 2025-03-10 --jawab 1=ya")[0]
        assert "catatan" in "".join(refused(["pembinaan", "catat", "1", "--catatan", LONG]))

    def test_nine_questions_each_answered_once(self, kinerja, refused):
        told = refused(f"{MEET} --jawab 0=a --jawab 10=b --jawab 3=c")
        assert "--jawab 0: Format B.1.8 mempunyai pertanyaan 1 sampai 9." in told[0]
        assert "--jawab 10:" in told[1]
        for word in ("3", "a=b", "=b", "-1=b", "\u0663=b", "1234=b"):
            assert "--jawab ditulis N=TEKS" in "".join(
                refused([*MEET.split("'")[0].split(), "x", "--jawab", word], 2)
            )
        assert "--jawab 3 ditulis dua kali" in "".join(refused(f"{MEET} --jawab 3=a --jawab 03=b", 2))
        kinerja(f"{MEET} {' '.join(f'--jawab {n}=j{n}=' for n in range(1, 10))}")
        told = sheet(kinerja)
        for n in range(1, 10):
            assert told[f"pertemuan 2025-03-10: Pertanyaan {n} (Format B.1.8)"] == f"j{n}="

    def test_a_closed_case_takes_no_new_meeting_and_corrects_an_old_one(self, kinerja, refused):
        kinerja(MEET)
        kinerja(CLOSE)
        assert "Pembinaan 1 sudah ditutup pada 2025-04-01" in refused(MEET.replace("03-10", "03-11"))[0]
        kinerja(f"{MEET.replace('mencoba', 'pindah')} --koreksi --alasan x")
        assert sheet(kinerja)["pertemuan 2025-03-10: catatan"] == "mau pindah"

    @pytest.mark.parametrize("number", ["2", "9223372036854775808"])
    def test_a_case_that_is_not_there(self, refused, number):
        for line in (MEET, CLOSE, "pembinaan tampil 1"):
            told = refused(line.replace(" 1", f" {number}", 1), 4)
            assert f"Pembinaan nomor {number} tidak ditemukan." in told[0]
        assert refused("pembinaan tampil 0", 2)


class TestClosing:
    """`tutup`: with an outcome, not before what happened."""

    @pytest.fixture(autouse=True)
    def case(self, kinerja):
        kinerja(OPEN)
        kinerja(MEET)

    def test_it_is_closed_once(self, kinerja, journal):
        assert kinerja(CLOSE).stderr == "Pembinaan 1 ditutup.\n"
        for line in (CLOSE, CLOSE.replace(" --tanggal 2025-04-01", "")):
            again = kinerja(line)
            assert (again.receipt, again.stderr) == (None, f"Pembinaan 1 {EQUAL}")
        assert len(journal()) == 3
        told = sheet(kinerja)
        assert (told["ditutup"], told["hasil"], told["catatan penutup"]) == (
            "2025-04-01",
            "membaik",
            "lebih ringan",
        )

    def test_another_outcome_needs_a_reason_and_keeps_the_day(self, kinerja, refused):
        kinerja(CLOSE)
        line = "pembinaan tutup 1 --hasil tetap --catatan sama"
        assert "sudah ditutup pada 2025-04-01, dengan isi yang berbeda" in refused(line)[0]
        assert "--alasan" in "".join(refused(f"{line} --koreksi", 2))
        assert kinerja(f"{line} --koreksi --alasan 'keliru'").stderr == "Pembinaan 1 dibetulkan.\n"
        told = sheet(kinerja)
        assert (told["ditutup"], told["hasil"], told["alasan koreksi"]) == ("2025-04-01", "tetap", "keliru")

    def test_days_that_cannot_be(self, kinerja, refused):
        assert "Penutupan 2199-04-01 belum terjadi" in refused(CLOSE.replace("2025", "2199"))[0]
        assert "Penutupan 2025-03-09 mendahului 2025-03-10" in refused(CLOSE.replace("04-01", "03-09"))[0]
        kinerja(CLOSE.replace("04-01", "03-10"))
        late = CLOSE.replace("2025", "2199") + " --koreksi --alasan x"
        assert "belum terjadi" in refused(late)[0]

    def test_an_outcome_and_a_note_are_needed(self, refused):
        assert "--catatan" in "".join(refused("pembinaan tutup 1 --hasil membaik", 2))
        assert "--hasil" in "".join(refused("pembinaan tutup 1 --catatan x", 2))
        assert "dipecat" in "".join(refused(CLOSE.replace("membaik", "dipecat"), 2))
        assert "catatan" in "".join(refused(["pembinaan", "tutup", "1", "--hasil", "tetap", "--catatan", ""]))


class TestStandardInput:
    """A dash reads a text from stdin, so that no shell remembers it."""

    def test_each_text_may_come_from_there(self, kinerja):
        kinerja(f"{OPEN} --catatan -", stdin="\ufefflelah,\n  jenuh\n")
        kinerja("pembinaan catat 1 --tanggal 2025-03-10 --catatan a --jawab 4=-", stdin="empat\n")
        kinerja(f"{MEET} --koreksi --alasan -", stdin="salah\n")
        kinerja(CLOSE.replace("'lebih ringan'", "-"), stdin="selesai\r\nbaik\n")
        told = sheet(kinerja)
        assert told["catatan"] == "lelah, jenuh"
        assert told["pertemuan 2025-03-10: Pertanyaan 4 (Format B.1.8)"] == "empat"
        assert told["pertemuan 2025-03-10: alasan koreksi"] == "salah"
        assert told["catatan penutup"] == "selesai baik"

    def test_one_at_a_time_and_in_utf_8(self, refused):
        said = "Hanya satu isian dapat dibaca dari masukan baku (-)."
        assert said in "".join(refused(f"{OPEN} --catatan - --pembina -", 2, stdin="a"))
        assert "bukan teks UTF-8" in refused(f"{OPEN} --catatan -", stdin=b"\xff\xfe")[0]

    def test_nothing_there_is_no_text(self, refused):
        assert "catatan" in "".join(refused(f"{OPEN} --catatan -", stdin=" \n"))


class TestListing:
    """`daftar`: the open ones by number, with how late they are; `--semua` all."""

    def test_open_and_closed_ones_and_those_of_a_unit(self, kinerja):
        kinerja(f"{OPEN} --lanjut 2025-03-17")
        kinerja(f"pembinaan buka {ANI} --penyebab beban_kerja --bentuk bimbingan --tanggal 2025-03-04")
        kinerja(OPEN.replace(BUDI, CITRA))
        kinerja("pembinaan tutup 3 --hasil dirujuk --catatan x --tanggal 2025-03-05")
        one, two = listed(kinerja)
        assert one == {
            "id": "1",
            "nip": BUDI,
            "nama": "Budi Nenabu",
            "unit": "OEP",
            "penyebab": "motivasi",
            "bentuk": "konseling",
            "dibuka": "2025-03-03",
            "pertemuan": "0",
            "lanjut": "2025-03-17",
            "terlambat": "3",
            "ditutup": "",
            "hasil": "",
        }
        assert (two["nip"], two["lanjut"], two["terlambat"]) == (ANI, "", "")
        ids = {
            line: [row["id"] for row in listed(kinerja, f"pembinaan daftar {line}")]
            for line in ("--semua", "--unit OEP", "--unit OEP --semua", "--unit PKM", "--unit KEC")
        }
        assert ids == {
            "--semua": ["1", "2", "3"],
            "--unit OEP": ["1"],
            "--unit OEP --semua": ["1", "3"],
            "--unit PKM": [],
            "--unit KEC": ["1", "2"],
        }
        assert listed(kinerja, "pembinaan daftar --semua")[2]["hasil"] == "dirujuk"
        assert "tidak ditemukan" in kinerja("pembinaan daftar --unit X", exit_code=4).stderr

    def test_the_next_day_is_met_on_it_or_after_and_not_before(self, kinerja):
        kinerja(f"{OPEN} --lanjut 2025-03-17")
        assert listed(kinerja, "pembinaan daftar --hari-ini 2025-03-17")[0]["terlambat"] == ""
        kinerja(MEET)  # a week before
        assert listed(kinerja)[0]["lanjut"] == "2025-03-17"
        kinerja(MEET.replace("03-10", "03-17"))
        assert (listed(kinerja)[0]["lanjut"], listed(kinerja)[0]["terlambat"]) == ("", "")
        kinerja(f"{MEET.replace('03-10', '03-18')} --lanjut 2025-03-19")
        assert (listed(kinerja)[0]["lanjut"], listed(kinerja)[0]["terlambat"]) == ("2025-03-19", "1")

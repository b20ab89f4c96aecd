"""kinerja periode buka | batal | daftar."""

from __future__ import annotations

import pytest

BUDI = "198503152010012001"


def _list(kinerja):
    return kinerja("periode daftar --format csv").stdout.splitlines()[1:]


@pytest.mark.usefixtures("office")
def test_opened_periods_are_listed_with_their_days_and_what_they_hold(kinerja):
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80 inovasi=75,5")
    kinerja(f"nilai kecualikan {BUDI} 2025-TW1 pelayanan --alasan cuti")
    assert _list(kinerja) == [
        "2025-TW1,2025-01-01,2025-03-31,2025-07-10,terbuka,2,1",
        "2025-TW2,2025-04-01,2025-06-30,2025-07-10,terbuka,0,0",
    ]


def test_the_first_period_of_all_takes_the_rules_of_the_file_and_says_so(kinerja):
    kinerja("init")
    lines = kinerja("periode buka 2025-TW2 2025-TW1").stderr.splitlines()
    assert lines[0].startswith("Aturan criteria.yaml kini berlaku sejak tahun 2025 (sidik ")
    assert lines[1:] == ["Dibuka: 2025-TW1, 2025-TW2"]


@pytest.mark.usefixtures("office")
def test_several_periods_are_one_entry_and_repeating_them_is_none(kinerja, journal):
    assert kinerja("periode buka 2025-tw3 2025TW4 '2025 TW3'").stderr == "Dibuka: 2025-TW3, 2025-TW4\n"
    assert kinerja("periode buka 2025-TW4 2025-TW1").stderr == "Sudah terbuka: 2025-TW1, 2025-TW4\n"
    assert journal() == [("periode buka", None)]


@pytest.mark.usefixtures("office")
def test_only_what_is_new_is_opened(kinerja):
    assert kinerja("periode buka 2025-TW2 2025-TW3").stderr == "Sudah terbuka: 2025-TW2\nDibuka: 2025-TW3\n"


@pytest.mark.usefixtures("office")
def test_either_all_of_them_are_opened_or_none_and_every_fault_is_told(refused):
    assert refused("periode buka 2025-TW3 2025-07 2025-S2 2023-TW1") == [
        "Aturan dalam criteria.yaml berlaku mulai 2024; tidak dapat diterapkan untuk tahun 2023.",
        "Bila memang berlaku saat itu, ubah dahulu 'berlaku' dalam criteria.yaml.",
        "Periode 2025-S2 tidak sesuai aturan tahun 2025, yang memakai triwulan; tulis seperti 2025-TW1.",
        "Periode 2025-07 tidak sesuai aturan tahun 2025, yang memakai triwulan; tulis seperti 2025-TW1.",
        "Tidak ada periode yang dibuka.",
    ]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("code", "words"),
    [("2025-TW5", "triwulan harus 1 sampai 4"), ("TW1", "bukan kode periode"), ("2025-13", "bulan harus 1")],
)
def test_what_is_no_period_is_a_usage_error(refused, code, words):
    assert words in refused(f"periode buka 2025-TW3 {code}", 2)[0]


@pytest.mark.usefixtures("office")
def test_a_year_before_the_first_rules_takes_the_file_too(kinerja, rows):
    assert "sejak tahun 2024" in kinerja("periode buka 2024-TW4").stderr
    assert rows("select since from rules order by since") == [(2024,), (2025,)]


# --- the deadline


@pytest.mark.usefixtures("office")
def test_a_new_deadline_is_told_and_the_old_one_kept(kinerja, rows, journal):
    assert kinerja("periode buka 2025-TW1 --tenggat 15/07/2025").stderr.splitlines() == [
        "Tenggat 2025-TW1 kini 2025-07-15, sebelumnya 2025-07-10.",
        "Sudah terbuka: 2025-TW1",
    ]
    assert rows("select replaced_by, code, deadline, entry from period_past") == [
        (4, "2025-TW1", "2025-07-10", 3)
    ]
    kinerja("periode buka 2025-TW1 --tenggat 2025-07-15")
    kinerja("periode buka 2025-TW1")  # no deadline said: it stays
    assert _list(kinerja)[0].split(",")[3] == "2025-07-15"
    assert len(journal()) == 1


@pytest.mark.usefixtures("office")
def test_a_deadline_before_the_period_is_pointed_out(kinerja):
    talk = kinerja("periode buka 2025-TW3 --tenggat 2025-01-10").stderr
    assert "Periksa tenggat 2025-01-10: 2025-TW3 baru mulai 2025-07-01." in talk


@pytest.mark.usefixtures("office")
def test_a_deadline_that_is_no_date_is_a_usage_error(refused):
    assert "--tenggat" in refused("periode buka 2025-TW3 --tenggat besok", 2)[0]


# --- when the file and the rules in force are not the same


def test_a_new_year_whose_rules_differ_from_the_file_says_so_once(kinerja, office):
    text = (office / "criteria.yaml").read_text()
    (office / "criteria.yaml").write_text(text.replace("minimal: 76", "minimal: 75"))
    assert kinerja("periode buka 2025-TW3").stderr == "Dibuka: 2025-TW3\n"  # not a new year
    lines = kinerja("periode buka 2026-TW1 2026-TW2").stderr.splitlines()
    assert lines == [
        "Tahun 2026 memakai aturan yang diterapkan sejak 2025; criteria.yaml sekarang berbeda. "
        "Untuk memakai berkas itu: kinerja kriteria terapkan --tahun 2026",
        "Dibuka: 2026-TW1, 2026-TW2",
    ]
    kinerja("kriteria terapkan --tahun 2026")
    assert "berbeda" not in kinerja("periode buka 2026-TW3 2027-TW1").stderr


def test_a_broken_file_stops_the_first_period_of_all_with_every_fault_once(kinerja, workspace):
    kinerja("init")
    text = (workspace / "criteria.yaml").read_text()
    (workspace / "criteria.yaml").write_text(text.replace("zona: WITA", "zona: WITE") + "lain: 1\n")
    lines = kinerja("periode buka 2025-TW1 2025-TW2 2026-TW1", exit_code=3).stderr.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["criteria.yaml", "criteria.yaml"]
    assert _list(kinerja) == []


def test_a_broken_file_does_not_matter_where_rules_hold(kinerja, office):
    (office / "criteria.yaml").write_text("rusak: [")
    assert "Dibuka: 2025-TW3" in kinerja("periode buka 2025-TW3").stderr


# --- batal


@pytest.mark.usefixtures("office")
def test_an_empty_period_is_taken_back_and_may_be_opened_again(kinerja, rows, journal):
    assert kinerja("periode batal 2025-TW2").stderr == "Pembukaan 2025-TW2 dibatalkan.\n"
    assert [line[:8] for line in _list(kinerja)] == ["2025-TW1"]
    assert rows("select replaced_by, code, entry from period_past") == [(4, "2025-TW2", 3)]
    kinerja("periode buka 2025-TW2")
    assert journal() == [("periode batal", None), ("periode buka", None)]


@pytest.mark.usefixtures("office")
def test_a_period_that_holds_anything_stays(kinerja, refused):
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80")
    kinerja(f"nilai kecualikan {BUDI} 2025-TW2 semua --alasan cuti")
    assert refused("periode batal 2025-TW1")[0] == "Periode 2025-TW1 tidak kosong: 1 nilai, 0 pengecualian."
    assert refused("periode batal 2025-TW2")[0] == "Periode 2025-TW2 tidak kosong: 0 nilai, 3 pengecualian."


@pytest.mark.usefixtures("office")
def test_a_period_whose_scores_were_withdrawn_is_empty_again(kinerja):
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80")
    kinerja(f"nilai batalkan {BUDI} 2025-TW1 disiplin --alasan 'salah orang'")
    kinerja("periode batal 2025-TW1")


@pytest.mark.usefixtures("office")
def test_a_period_that_was_never_opened_is_not_found(refused):
    assert refused("periode batal 2025-TW4", 4)[0] == "Periode 2025-TW4 belum dibuka."

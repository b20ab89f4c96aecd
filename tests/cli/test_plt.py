"""Plt and Plh: a post beside one's own, which changes no figure and is said where it matters."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scoring_office import give, json_of, rows_of

Kinerja = Callable[..., Any]
ANI, BUDI, CITRA, DEDI = (
    "197001011995032001",
    "198503152010012001",
    "199503012020121003",
    "199009132025242014",
)
# Budi, Lurah Oepura, also acts at the health centre; the quarters end on 31 March and 30 June
POST = f"pegawai plt {BUDI} --jabatan 'Kepala Puskesmas' --unit PKM --mulai 2025-03-31"
NEW = f"{POST} --dasar 'SP 12/2025'"
TITLE = "Plt Kepala Puskesmas"


@pytest.fixture(autouse=True)
def _office(office: Path) -> None:
    """Every test starts from the small office."""


def kept(rows: Callable[..., Any], table: str = "acting") -> list[tuple[Any, ...]]:
    return rows(f"select starts, ends, position, kind, basis from {table} order by entry, id")  # noqa: S608


def bytes_of(kinerja: Kinerja, lines: list[str]) -> list[str]:
    """Those reports in every kind of format, without the newest receipt, which pages for people end with."""
    shapes = ("table", "json", "csv", "md")
    pages = [kinerja(f"{line} --format {shape}").stdout for line in lines for shape in shapes]
    return [re.sub(r"#[0-9]+:[0-9a-f]{12}", "#", page) for page in pages]


# ---- recorded, ended, corrected, withdrawn


def test_an_acting_post_is_recorded_beside_her_own_which_stays(kinerja, rows, journal):
    told = kinerja(NEW)
    assert told.stderr == f"{TITLE} oleh {BUDI} sejak 2025-03-31 dicatat.\n"
    assert (told.stdout, told.receipt is not None) == ("", True)
    assert kept(rows) == [("2025-03-31", None, "Kepala Puskesmas", "plt", "SP 12/2025")]
    assert journal() == [("pegawai plt", None)]
    assert rows("select count(*) from placement where employee = 2") == [(1,)]
    told = {row["hal"]: row["isi"] for row in rows_of(kinerja, f"pegawai tampil {BUDI}")}
    assert told["plt sejak 2025-03-31"] == "PKM (Puskesmas Sikumana); Kepala Puskesmas; dasar SP 12/2025"
    assert told["penempatan sejak awal"] == "OEP (Kelurahan Oepura); Lurah; atasan 197001011995032001"


@pytest.mark.parametrize(
    "again",
    [
        NEW,
        POST,
        NEW.replace("'Kepala Puskesmas'", "'  kepala   PUSKESMAS '"),
        NEW.replace("PKM", "'Puskesmas Sikumana'"),
    ],
)
def test_an_equal_one_again_is_left_alone(kinerja, rows, journal, again):
    kinerja(NEW)
    before = kept(rows)
    assert kinerja(again).stderr.endswith("tetap; tidak ada yang berbeda.\n")
    assert kept(rows) == before
    assert len(journal()) == 1


def test_its_end_comes_later_without_a_reason_and_saying_it_again_changes_nothing(kinerja, rows, journal):
    kinerja(NEW)
    told = kinerja(f"{POST} --selesai 2025-06-30").stderr
    assert told == f"{TITLE} oleh {BUDI} sejak 2025-03-31 berakhir 2025-06-30.\n"
    kinerja(f"{POST} --selesai 2025-06-30")
    kinerja(NEW)  # the first line once more says nothing of an end, and takes none away
    assert kept(rows) == [("2025-03-31", "2025-06-30", "Kepala Puskesmas", "plt", "SP 12/2025")]
    assert kept(rows, "acting_past") == [("2025-03-31", None, "Kepala Puskesmas", "plt", "SP 12/2025")]
    assert len(journal()) == 2


@pytest.mark.parametrize(
    ("line", "now"),
    [
        (
            f"{POST} --selesai 2025-05-31",
            ("2025-03-31", "2025-05-31", "Kepala Puskesmas", "plt", "SP 12/2025"),
        ),
        (
            f"{POST} --selesai 2025-07-31",
            ("2025-03-31", "2025-07-31", "Kepala Puskesmas", "plt", "SP 12/2025"),
        ),
        (f"{POST} --plh", ("2025-03-31", "2025-06-30", "Kepala Puskesmas", "plh", "SP 12/2025")),
        (
            f"{POST} --dasar 'SP 21/2025'",
            ("2025-03-31", "2025-06-30", "Kepala Puskesmas", "plt", "SP 21/2025"),
        ),
    ],
    ids=["a shorter time", "a longer time", "the kind", "the letter"],
)
def test_what_is_recorded_otherwise_is_corrected_with_a_reason_only(
    kinerja, refused, rows, journal, line, now
):
    kinerja(f"{NEW} --selesai 2025-06-30")
    told = refused(line)
    assert told == [
        f"{TITLE} 2025-03-31 sampai 2025-06-30 (dasar SP 12/2025) sudah tercatat, dengan isi yang berbeda.",
        "Untuk membetulkannya tambahkan --alasan; Plh perlu --plh setiap kali.",
    ]
    assert kinerja(f"{line} --alasan 'salah baca'").stderr.endswith("dibetulkan.\n")
    assert kept(rows) == [now]
    assert len(kept(rows, "acting_past")) == 1
    assert journal()[-1] == ("pegawai plt", "salah baca")


def test_one_that_was_recorded_in_error_is_taken_back_and_kept_as_past(kinerja, refused, rows, journal):
    kinerja(NEW)
    line = f"{POST} --batal --alasan 'salah orang'"
    told = kinerja(line).stderr
    assert told == f"Plt atau Plh Kepala Puskesmas oleh {BUDI} sejak 2025-03-31 dibatalkan.\n"
    assert (kept(rows), len(kept(rows, "acting_past"))) == ([], 1)
    assert journal()[-1] == ("pegawai plt", "salah orang")
    assert "plt" not in kinerja(f"pegawai tampil {BUDI}").stdout
    assert refused(line)[0].startswith(f"{BUDI} tidak tercatat sebagai Plt atau Plh Kepala Puskesmas")
    kinerja(NEW)
    assert len(kept(rows)) == 1


# ---- what can't be


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (POST, 3, "Tulis --dasar"),
        (f"{NEW} --selesai 2025-03-30", 3, "--selesai 2025-03-30 mendahului --mulai 2025-03-31"),
        (NEW.replace("2025-03-31", "2009-12-31"), 3, "2009-12-31 di luar masa tugas"),
        (NEW.replace("PKM", "PKN"), 4, "PKN"),
        (NEW.replace(BUDI, "198503152010012019"), 4, "198503152010012019"),
        (NEW.replace("'Kepala Puskesmas'", "' '"), 3, "jabatan"),
        (f"{POST} --batal", 2, "--alasan"),
        (f"{NEW} --batal --alasan x", 2, "--dasar"),
        (f"{POST} --batal --alasan x", 3, "tidak tercatat"),
    ],
)
def test_what_cannot_be_changes_nothing_and_says_why(refused, line, code, words):
    assert words in "\n".join(refused(line, code))


def test_days_after_her_last_day_of_service_are_refused(kinerja, refused):
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-05-31")
    told = refused(f"{NEW} --selesai 2025-06-01")
    assert told[0] == f"2025-06-01 di luar masa tugas {BUDI}: mulai 2010-01-01, sampai 2025-05-31."
    kinerja(f"{NEW} --selesai 2025-05-31")


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        ("2025-03-31", "2025-06-30", None),  # the first day is the same: it is the recorded one
        ("2025-03-01", "2025-03-30", False),
        ("2025-03-01", "2025-03-31", True),
        ("2025-06-30", "2025-07-31", True),
        ("2025-07-01", "2025-07-31", False),
        ("2025-01-01", "", True),
        ("2025-07-01", "", False),
    ],
)
def test_the_same_post_twice_at_a_time_is_refused(kinerja, rows, starts, ends, overlaps):
    kinerja(f"{NEW} --selesai 2025-06-30")
    line = f"{NEW.replace('2025-03-31', starts)} {f'--selesai {ends}' if ends else ''}"
    told = kinerja(line, exit_code=3 if overlaps else 0).stderr
    assert ("beririsan" in told) == bool(overlaps)
    assert len(kept(rows)) == (2 if overlaps is False else 1)


def test_an_end_may_not_reach_into_the_next_time(kinerja, refused):
    kinerja(f"{NEW} --selesai 2025-04-30")
    kinerja(NEW.replace("2025-03-31", "2025-06-01"))
    assert "beririsan" in refused(f"{POST} --selesai 2025-06-01 --alasan diperpanjang")[0]
    kinerja(f"{POST} --selesai 2025-05-31 --alasan diperpanjang")


def test_another_post_and_another_person_are_free(kinerja, rows):
    kinerja(NEW)
    kinerja(NEW.replace("PKM", "KEC"))
    kinerja(NEW.replace("Kepala Puskesmas", "Kepala Tata Usaha"))
    kinerja(NEW.replace(BUDI, CITRA))
    assert len(kept(rows)) == 4


# ---- where it is seen


def scored(kinerja: Kinerja) -> None:
    """Budi rates Citra in both quarters; Ani rates Budi."""
    give(kinerja, *(f"{nip},2025-TW{n},{80 + n},{80 + n},{80 + n}" for nip in (BUDI, CITRA) for n in (1, 2)))


EVERY = ("rekap tahunan 2025", "rekap unit 2025", "rekap distribusi 2025", f"jelaskan {CITRA} 2025")


def test_no_figure_of_anybody_changes(kinerja):
    scored(kinerja)
    before = [rows_of(kinerja, line) for line in EVERY]
    kinerja(NEW)
    assert [rows_of(kinerja, line) for line in EVERY] == before


def test_her_year_says_it_and_everybody_elses_stays_as_it_was(kinerja):
    scored(kinerja)
    give(kinerja, f"{ANI},2025-TW1,90,90,90")
    others = bytes_of(kinerja, [f"jelaskan {ANI} 2025"])
    assert "plt" not in json_of(kinerja, f"jelaskan {BUDI} 2025")
    kinerja(f"{NEW} --selesai 2025-06-29")
    page = kinerja(f"jelaskan {BUDI} 2025").stdout.splitlines()
    said = (
        f"{TITLE} di PKM, 2025-03-31 sampai 2025-06-29 (dasar SP 12/2025); dinilai dalam jabatannya sendiri"
    )
    assert page[3] == said
    assert json_of(kinerja, f"jelaskan {BUDI} 2025")["plt"] == [
        {
            "jenis": "plt",
            "jabatan": "Kepala Puskesmas",
            "unit": "PKM",
            "mulai": "2025-03-31",
            "selesai": "2025-06-29",
            "dasar": "SP 12/2025",
        }
    ]
    assert bytes_of(kinerja, [f"jelaskan {ANI} 2025"]) == others


@pytest.mark.parametrize(
    ("starts", "ends", "seen"),
    [
        ("2024-11-01", "2024-12-31", False),
        ("2024-11-01", "2025-01-01", True),
        ("2025-12-31", "", True),
        ("2026-01-01", "", False),
    ],
)
def test_it_is_told_in_the_years_in_which_it_held(kinerja, starts, ends, seen):
    scored(kinerja)
    kinerja(f"{NEW.replace('2025-03-31', starts)} {f'--selesai {ends}' if ends else ''}")
    assert ("plt" in json_of(kinerja, f"jelaskan {BUDI} 2025")) == seen
    assert (TITLE in kinerja(f"jelaskan {BUDI} 2025").stdout) == seen


def acted_in(kinerja: Kinerja) -> list[str]:
    """Periods in which Citra's values say that Budi, who gave them, acted; the text and the JSON agree."""
    line = json_of(kinerja, f"jelaskan {CITRA} 2025")["baris"][0]
    said = [value["periode"] for value in line["nilai"] if "penilai_plt" in value]
    page = kinerja(f"jelaskan {CITRA} 2025").stdout
    assert page.count(f"oleh Budi Nenabu, waktu itu juga {TITLE}, dicatat") == 3 * len(said)
    return said


@pytest.mark.parametrize(
    ("starts", "ends", "periods"),
    [
        ("2025-03-31", "2025-06-29", ["2025-TW1"]),
        ("2025-03-31", "2025-06-30", ["2025-TW1", "2025-TW2"]),
        ("2025-04-01", "", ["2025-TW2"]),
        ("2025-04-01", "2025-06-29", []),
        ("2025-01-01", "2025-03-30", []),
    ],
)
def test_a_rater_acted_where_it_held_on_the_last_day_of_the_period(kinerja, starts, ends, periods):
    scored(kinerja)
    assert acted_in(kinerja) == []
    kinerja(f"{NEW.replace('2025-03-31', starts)} {f'--selesai {ends}' if ends else ''}")
    assert acted_in(kinerja) == periods
    told = {row["penilai"]: row["plt"] for row in rows_of(kinerja, "rekap penilai 2025")}
    assert told == {BUDI: f"{TITLE} ({', '.join(periods)})" if periods else "", ANI: ""}


def test_a_rater_who_left_acts_no_longer(kinerja):
    scored(kinerja)
    kinerja(NEW)
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-06-29")
    assert acted_in(kinerja) == ["2025-TW1"]


def test_a_new_nip_takes_acting_posts_along(kinerja):
    """A PPPK's number changes with the contract."""
    new = "199009132025242022"
    kinerja(NEW.replace(BUDI, DEDI))
    kinerja(f"pegawai ubah {DEDI} --nip-baru {new} --alasan 'Kontrak baru'")
    told = {row["hal"]: row["isi"] for row in rows_of(kinerja, f"pegawai tampil {new}")}
    assert told["plt sejak 2025-03-31"].startswith("PKM (Puskesmas Sikumana); Kepala Puskesmas")
    again = kinerja(NEW.replace(BUDI, new)).stderr
    assert again.endswith("tetap; tidak ada yang berbeda.\n")


def test_two_posts_of_a_rater_are_both_told(kinerja):
    scored(kinerja)
    kinerja(NEW)
    kinerja(f"pegawai plt {BUDI} --jabatan Camat --unit KEC --mulai 2025-06-30 --plh --dasar 'SP 30/2025'")
    [row] = [row for row in rows_of(kinerja, "rekap penilai 2025") if row["penilai"] == BUDI]
    assert row["plt"] == f"{TITLE} (2025-TW1, 2025-TW2); Plh Camat (2025-TW2)"
    value = json_of(kinerja, f"jelaskan {CITRA} 2025")["baris"][0]["nilai"][1]
    assert value["penilai_plt"] == [TITLE, "Plh Camat"]


def test_the_history_tells_it_column_by_column(kinerja):
    kinerja(NEW)
    kinerja(f"{POST} --selesai 2025-06-30")
    told = [
        (row["hal"], row["kolom"], row["lama"], row["baru"])
        for row in rows_of(kinerja, f"riwayat --nip {BUDI}")
        if row["perintah"] == "pegawai plt"
    ]
    assert told == [
        ("plt 1", "jenis", "", "plt"),
        ("plt 1", "jabatan", "", "Kepala Puskesmas"),
        ("plt 1", "unit", "", "PKM"),
        ("plt 1", "mulai", "", "2025-03-31"),
        ("plt 1", "dasar", "", "SP 12/2025"),
        ("plt 1", "selesai", "", "2025-06-30"),
    ]


# ---- closed years


def test_a_closed_year_doesnt_learn_of_what_was_recorded_later(kinerja):
    kinerja("pegawai henti 199009132025242014 --tanggal 2025-03-02")
    kinerja("periode buka 2025-TW3 2025-TW4")
    quarters = range(1, 5)
    give(kinerja, *(f"{nip},2025-TW{n},80,81,82" for nip in (ANI, BUDI, CITRA) for n in quarters))
    kinerja(f"{NEW} --selesai 2025-06-30")
    kinerja(f"periode tutup {' '.join(f'2025-TW{n}' for n in quarters)} --yes")
    kinerja("tahun tutup 2025 --yes")
    lines = [f"jelaskan {nip} 2025" for nip in (BUDI, CITRA)] + ["rekap penilai 2025"]
    before = bytes_of(kinerja, lines)
    assert "plt" in json_of(kinerja, lines[0])
    told = kinerja(
        f"pegawai plt {BUDI} --jabatan Camat --unit KEC --mulai 2025-02-03 --dasar 'SP 2/2025'"
    ).stderr
    assert "Laporan tahun 2025 sudah ditutup dan tidak berubah karenanya." in told
    kinerja(f"{POST} --selesai 2025-12-31 --alasan diperpanjang")
    assert bytes_of(kinerja, lines) == before
    kinerja(f"{POST} --batal --alasan keliru")
    assert bytes_of(kinerja, lines) == before
    # an earlier or a later one is none of that year's business
    told = kinerja(
        f"pegawai plt {BUDI} --jabatan Camat --unit PKM --mulai 2026-02-03 --dasar 'SP 2/2026'"
    ).stderr
    assert "sudah ditutup" not in told
    told = kinerja(
        f"pegawai plt {BUDI} --jabatan Camat --unit PKM --mulai 2024-02-01 --selesai 2024-12-31 --dasar x"
    ).stderr
    assert "sudah ditutup" not in told
    kinerja("tahun buka-kembali 2025 --alasan 'Plt lupa dicatat' --yes")
    assert "Plt Camat di KEC, sejak 2025-02-03" in kinerja(lines[0]).stdout
    assert kinerja("periksa").stdout == ""


# ---- names with titles


@pytest.mark.parametrize(
    "name",
    [
        "Ani Lay, S.Sos., M.Si.",
        "Dr. dr. I Gusti Ngurah Rai, Sp.PD., M.Kes.",
        "Drs. H. Yosef O'Tefa, M.M.",
        "Ir. Nur’aini Bria-Taek, S.T., M.Eng.Sc., Ph.D.",
    ],
)
def test_a_name_with_titles_is_kept_as_written_and_found(kinerja, name):
    nip = "198001012006041001"
    kinerja(["pegawai", "tambah", nip, name, "--unit", "KEC"])
    [row] = [row for row in rows_of(kinerja, "pegawai daftar") if row["nip"] == nip]
    assert row["nama"] == name
    give(kinerja, f"{nip},2025-TW1,80,80,80")
    assert {row["nip"]: row["nama"] for row in rows_of(kinerja, "rekap tahunan 2025")}[nip] == name
    assert json_of(kinerja, f"jelaskan {nip} 2025")["nama"] == name
    again = kinerja("pegawai impor -", stdin=f'nip,nama,unit\n{nip},"{name}",KEC\n').stderr
    assert "1 tetap" in again


def test_a_rater_with_titles_and_no_nip_is_one_person(kinerja):
    mayor = "Dr. Christian Widodo, S.Sos., M.Si."
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(["nilai", "catat", ANI, period, "disiplin=80", "--penilai", mayor])
    told = {row["penilai"]: (row["nilai"], row["periode"]) for row in rows_of(kinerja, "rekap penilai 2025")}
    assert told == {mayor: ("2", "2025-TW1, 2025-TW2")}

"""kinerja pegawai tambah | daftar | tampil | ubah | pindah | henti."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("office")

ANI, BUDI = "197001011995032001", "198503152010012001"
CITRA, DEDI = "199503012020121003", "199009132025242014"
NEW = "199001012015031002"


def _facts(kinerja, nip):
    return {
        row["hal"]: row["isi"] for row in json.loads(kinerja(f"pegawai tampil {nip} --format json").stdout)
    }


def _line(kinerja, nip, options=""):
    lines = kinerja(f"pegawai daftar --format csv {options}").stdout.splitlines()
    return next((line for line in lines if line.startswith(nip)), None)


# --- tambah


def test_an_employee_is_registered_with_all_that_was_said(kinerja, journal):
    words = ["pegawai", "tambah", "19900101 201503 1 002", "Eva Lay, A.Md.", "--unit", "puskesmas sikumana",
             "--jabatan", "Bidan", "--golongan", "IIIa", "--jenis", "p3k", "--mulai", "01/03/2025",
             "--atasan", "19700101 199503 2 001"]  # fmt: skip
    assert kinerja(words).stderr == f"Eva Lay, A.Md. ({NEW}) ditambahkan.\n"
    assert _line(kinerja, NEW) == f'{NEW},"Eva Lay, A.Md.",PKM,Bidan,III/a,PPPK,2025-03-01,,{ANI}'
    assert journal() == [("pegawai tambah", None)]


def test_without_a_word_about_it_the_nip_tells_pns_from_pppk(kinerja):
    kinerja(f"pegawai tambah {NEW} Eva --unit PKM")
    kinerja("pegawai tambah 199009132025212015 Fin --unit PKM")
    assert _line(kinerja, NEW) == f"{NEW},Eva,PKM,,,PNS,,,"
    assert _line(kinerja, "199009132025212015") == "199009132025212015,Fin,PKM,,,PPPK,,,"


def test_the_same_employee_again_is_left_alone_and_another_word_is_refused(kinerja, refused, journal):
    line = f"pegawai tambah {NEW} 'Eva Lay' --unit PKM --atasan 'Wali Kota Kupang'"
    kinerja(line)
    assert "sudah terdaftar; tidak ada yang berubah" in kinerja(line).stderr
    assert journal() == [("pegawai tambah", None)]
    lines = refused(f"{line} --jabatan Bidan")
    assert lines[0] == f"NIP {NEW} sudah terdaftar atas nama Eva Lay, dengan isi yang berbeda."
    assert "kinerja pegawai ubah" in lines[1]


def test_all_that_is_wrong_with_a_new_employee_is_told_at_once(refused):
    told = "\n".join(refused(f"pegawai tambah {NEW} =x --unit PMK --jabatan ' ' --atasan {NEW}"))
    for words in (
        "nama '=x'",
        "jabatan kosong",
        "Unit 'PMK'",
        f"Atasan {NEW} tidak dapat dirinya sendiri",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("nip", "words"),
    [
        ("199001012015031000", "rusak oleh Excel"),
        ("1,99E+17", "rusak oleh Excel"),
        ("199001012015031002.0", "rusak oleh Excel"),
        ("19900101201503100", "hanya 17 angka"),
        ("19900101201503100a", "memuat huruf"),
    ],
)
def test_a_broken_nip_is_a_usage_error_that_says_what_broke_it(refused, nip, words):
    assert words in refused(["pegawai", "tambah", nip, "Eva", "--unit", "PKM"], 2)[0]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (
            "--golongan V/a",
            "--golongan: golongan 'V/a' tidak dikenal; tulis seperti III/a (PNS) atau IX (PPPK).",
        ),
        ("--jenis honorer", "--jenis: jenis 'honorer' tidak dikenal; tulis PNS, PPPK atau PPPK paruh waktu."),
    ],
)
def test_a_grade_or_kind_that_there_is_not_is_a_usage_error(refused, option, words):
    assert words in refused(f"pegawai tambah {NEW} Eva --unit PKM {option}", 2)[0]


def test_a_superior_whose_nip_nobody_registered_is_taken_and_said(kinerja):
    stranger = "197001011995032009"
    remark = f"NIP {stranger} belum terdaftar sebagai pegawai; periksa angkanya bila keliru."
    told = kinerja(f"pegawai tambah {NEW} Eva --unit PKM --mulai 2025-01-01 --atasan {stranger}").stderr
    assert told.splitlines() == [remark, f"Eva ({NEW}) ditambahkan."]
    move = f"pegawai pindah {CITRA} --mulai 2025-04-01 --alasan x --atasan"
    assert kinerja(f"{move} '19700101 199503 2 009'").stderr.splitlines()[0] == remark
    for known in (ANI, "'Wali Kota Kupang'"):
        assert kinerja(f"{move} {known}").stderr == f"{CITRA} dibetulkan.\n"


def test_a_new_employee_without_a_first_day_is_said_to_count_in_what_is_open(kinerja):
    told = kinerja(f"pegawai tambah {NEW} Eva --unit PKM").stderr.splitlines()
    assert told[0] == "Tanpa --mulai ia ikut dinilai dalam semua periode yang terbuka, sejak 2025-TW1."


def test_an_unknown_unit_is_not_found_and_guessed_at(refused):
    lines = refused(f"pegawai tambah {NEW} Eva --unit 'Puskesmas Sikuman'", 4)
    assert lines[0] == "Unit 'Puskesmas Sikuman' tidak ditemukan. Maksud Anda 'Puskesmas Sikumana'?"


# --- tampil, daftar


def test_everything_about_one_employee_is_shown(kinerja):
    kinerja(f"pegawai pindah {CITRA} --unit KEC --mulai 2025-04-01")
    assert _facts(kinerja, "'19950301 202012 1 003'") == {
        "nip": CITRA,
        "nama": "Citra Tukan",
        "jenis": "PNS",
        "golongan": "III/a",
        "mulai": "2020-12-01",
        "selesai": None,
        "revisi": "2",
        "penempatan sejak awal": f"OEP (Kelurahan Oepura); Pelaksana; atasan {BUDI}",
        "penempatan sejak 2025-04-01": f"KEC (Kecamatan Maulafa); Pelaksana; atasan {BUDI}",
    }


def test_a_mistyped_nip_is_not_found_and_the_nearest_one_is_named(refused):
    lines = refused("pegawai tampil 199503012020121030", 4)
    assert lines[0].endswith(f"tidak ditemukan. Maksud Anda {CITRA}?")
    assert "kinerja pegawai daftar" in lines[1]


def test_a_list_by_unit_takes_the_units_below_along(kinerja):
    def nips(options):
        return [
            line[:18] for line in kinerja(f"pegawai daftar --format csv {options}").stdout.splitlines()[1:]
        ]

    assert nips("") == [ANI, BUDI, DEDI, CITRA]  # by NIP
    assert nips("--unit KEC") == [ANI, BUDI, DEDI, CITRA]
    assert nips("--unit oep") == [BUDI, CITRA]


def test_a_list_of_a_day_has_who_served_then_where_they_were_then(kinerja):
    kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01")
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-03-31")
    assert _line(kinerja, CITRA, "--tanggal 2025-03-31").split(",")[2] == "OEP"
    assert _line(kinerja, CITRA, "--tanggal 2025-04-01").split(",")[2] == "PKM"
    assert _line(kinerja, BUDI, "--tanggal 2025-03-31") is not None
    assert _line(kinerja, BUDI, "--tanggal 2025-04-01") is None
    assert _line(kinerja, DEDI, "--tanggal 2025-02-28") is None  # serves from 1 March on


def test_the_list_can_be_imported_again_and_changes_nothing(kinerja, journal):
    kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01")
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-03-31")
    file = kinerja("pegawai daftar --format csv").stdout
    assert kinerja("pegawai impor -", stdin=file).stderr == "4 pegawai: 0 baru, 4 tetap, 0 koreksi\n"
    assert len(journal()) == 2


# --- ubah


def test_a_correction_keeps_the_version_before_with_its_reason(kinerja, rows, journal):
    kinerja(
        f"pegawai ubah {CITRA} --nama 'Citra Tukan, S.E.' --golongan 3b --jenis PPPK --mulai 1/12/2020 "
        "--alasan 'ijazah baru'"
    )
    assert _line(kinerja, CITRA) == f'{CITRA},"Citra Tukan, S.E.",OEP,Pelaksana,III/b,PPPK,2020-12-01,,{BUDI}'
    assert journal() == [("pegawai ubah", "ijazah baru")]
    assert rows("select replaced_by, name, grade, kind, entry from employee_past") == [
        (4, "Citra Tukan", "III/a", "PNS", 2)
    ]


def test_what_is_so_already_leaves_no_entry(kinerja, journal):
    talk = kinerja(f"pegawai ubah {CITRA} --nama 'Citra Tukan' --nip-baru {CITRA} --alasan x").stderr
    assert talk == f"{CITRA} tetap; tidak ada yang berbeda.\n"
    assert journal() == []


def test_a_new_nip_takes_scores_placements_and_subordinates_along(kinerja):
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=88")
    kinerja(f"pegawai ubah {BUDI} --nip-baru 198503152010012002 --alasan 'salah ketik'")
    scores = kinerja("nilai daftar --nip 198503152010012002 --format csv").stdout.splitlines()
    assert scores[1].startswith("198503152010012002,Budi Nenabu,2025-TW1,disiplin,88.00,")
    assert _line(kinerja, CITRA).endswith(",198503152010012002")  # her superior
    told = kinerja(f"pegawai tampil {BUDI}", exit_code=4).stderr
    assert "NIP itu sudah diganti menjadi 198503152010012002." in told


def test_who_led_under_the_right_nip_before_it_was_corrected_is_the_same_person(kinerja, journal):
    right = "198503152010012002"
    kinerja(f"pegawai pindah {CITRA} --atasan {right} --mulai 2025-01-01")
    kinerja(f"pegawai ubah {BUDI} --nip-baru {right} --alasan 'salah ketik'")
    assert "tetap" in kinerja(f"pegawai pindah {CITRA} --atasan {right} --mulai 2025-01-01 --alasan x").stderr
    file = kinerja("pegawai daftar --format csv").stdout
    assert kinerja("pegawai impor -", stdin=file).stderr == "4 pegawai: 0 baru, 4 tetap, 0 koreksi\n"
    assert len(journal()) == 2


def test_a_superior_known_by_nip_alone_becomes_the_employee_who_gets_that_nip(kinerja, rows):
    right = "199009132025242015"
    kinerja(f"pegawai pindah {CITRA} --atasan {right} --mulai 2025-01-01")
    kinerja(f"pegawai ubah {DEDI} --nip-baru {right} --alasan 'salah ketik'")
    assert rows("select count(*) from appraiser where label = ?", right) == [(0,)]
    assert _facts(kinerja, CITRA)["penempatan sejak 2025-01-01"].endswith(f"atasan {right}")


def test_the_old_nip_of_somebody_is_not_registered_a_second_time(kinerja, refused):
    kinerja(f"pegawai ubah {CITRA} --nip-baru {NEW} --alasan 'pindah instansi'")
    lines = refused(f"pegawai tambah {CITRA} 'citra tukan' --unit OEP")
    assert lines == [
        f"NIP {CITRA} adalah NIP lama citra tukan, yang kini terdaftar dengan {NEW}; pakai NIP itu."
    ]


def test_a_nip_that_was_given_to_the_wrong_person_is_free_for_the_right_one(kinerja):
    kinerja(f"pegawai ubah {CITRA} --nip-baru {NEW} --alasan 'tertukar'")
    kinerja(f"pegawai tambah {CITRA} 'Gita Lay' --unit PKM")
    assert _line(kinerja, CITRA).startswith(f"{CITRA},Gita Lay,PKM")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (f"--nip-baru {BUDI} --alasan x", 3, f"NIP {BUDI} sudah dipakai Budi Nenabu; periksa angkanya."),
        ("--nip-baru 199001012015031000 --alasan x", 2, "rusak oleh Excel"),
        ("--nama '' --alasan x", 3, "nama kosong"),
        ("--golongan '' --alasan x", 2, "tulis seperti III/a"),
        ("--jenis honorer --alasan x", 2, "--jenis: jenis 'honorer' tidak dikenal; tulis PNS,"),
        ("--mulai 2025-13-01 --alasan x", 2, "kalender"),
        ("--nama Citra --alasan ''", 3, "alasan kosong"),
        ("--nama Citra", 2, "--alasan"),
        ("--alasan x", 2, "tulis --nip-baru, --nama, --golongan, --jenis, atau --mulai"),
    ],
)
def test_a_correction_that_cannot_be_made_changes_nothing_and_says_why(refused, options, code, words):
    assert words in "\n".join(refused(f"pegawai ubah {CITRA} {options}", code))


def test_all_that_is_wrong_with_a_correction_is_told_at_once(refused):
    told = "\n".join(refused(f"pegawai ubah {CITRA} --nip-baru {BUDI} --nama =x --alasan y"))
    assert all(words in told for words in (BUDI, "nama '=x'"))


# --- pindah


def test_a_move_holds_from_its_day_and_keeps_what_was_not_said(kinerja, rows, journal):
    talk = kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01").stderr
    assert talk == f"{CITRA} dipindahkan sejak 2025-04-01.\n"
    assert rows(
        "select p.starts, u.code, position, p.entry from placement p join unit u on u.id = p.unit "
        "join employee e on e.id = p.employee where nip = ? order by p.starts",
        CITRA,
    ) == [("0001-01-01", "OEP", "Pelaksana", 2), ("2025-04-01", "PKM", "Pelaksana", 4)]
    assert journal() == [("pegawai pindah", None)]


def test_the_same_move_again_is_left_alone(kinerja, journal):
    line = f"pegawai pindah {CITRA} --unit PKM --jabatan 'Kepala TU' --atasan 'dr. Ria' --mulai 2025-04-01"
    kinerja(line)
    assert kinerja(line).stderr == f"{CITRA} tetap; tidak ada yang berbeda.\n"
    assert len(journal()) == 1


def test_a_move_to_where_she_is_already_is_none(kinerja, journal):
    assert "tetap" in kinerja(f"pegawai pindah {CITRA} --unit OEP --mulai 2025-04-01").stderr
    assert journal() == []


def test_a_placement_of_that_day_is_corrected_with_a_reason_only(kinerja, refused, rows, journal):
    kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01")
    assert refused(f"pegawai pindah {CITRA} --unit KEC --mulai 2025-04-01") == [
        f"{CITRA} sudah punya penempatan sejak 2025-04-01.",
        "Untuk membetulkannya tambahkan --alasan.",
    ]
    assert (
        "dibetulkan"
        in kinerja(f"pegawai pindah {CITRA} --unit KEC --mulai 2025-04-01 --alasan 'salah SK'").stderr
    )
    assert _facts(kinerja, CITRA)["penempatan sejak 2025-04-01"].startswith("KEC ")
    assert rows("select replaced_by, starts, unit, entry from placement_past") == [(5, "2025-04-01", 3, 4)]
    assert journal()[-1] == ("pegawai pindah", "salah SK")


def test_the_first_placement_is_corrected_by_the_word_awal_and_never_cancelled(kinerja, refused):
    assert "sejak awal" in refused(f"pegawai pindah {CITRA} --mulai awal --unit PKM")[0]
    lines = refused(f"pegawai pindah {CITRA} --mulai awal --batal --alasan x")
    assert lines[0] == f"Penempatan pertama {CITRA} tidak dapat dibatalkan."
    assert f"kinerja pegawai pindah {CITRA} --mulai awal" in lines[1]
    kinerja(f"pegawai pindah {CITRA} --mulai awal --unit PKM --alasan 'salah berkas'")
    facts = _facts(kinerja, CITRA)
    assert facts["penempatan sejak awal"] == f"PKM (Puskesmas Sikumana); Pelaksana; atasan {BUDI}"
    assert len([name for name in facts if name.startswith("penempatan")]) == 1


def test_a_move_recorded_in_error_is_taken_back_and_kept_as_past(kinerja, refused, rows, journal):
    kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01")
    assert (
        "--batal memerlukan --alasan" in refused(f"pegawai pindah {CITRA} --mulai 2025-04-01 --batal", 2)[0]
    )
    refused(f"pegawai pindah {CITRA} --mulai 2025-04-01 --batal --alasan x --unit KEC", 2)
    kinerja(f"pegawai pindah {CITRA} --mulai 2025-04-01 --batal --alasan 'SK dicabut'")
    assert _line(kinerja, CITRA).split(",")[2] == "OEP"
    assert rows("select replaced_by, starts, unit from placement_past") == [(5, "2025-04-01", 3)]
    assert journal()[-1] == ("pegawai pindah", "SK dicabut")
    again = refused(f"pegawai pindah {CITRA} --mulai 2025-04-01 --batal --alasan 'SK dicabut'")
    assert again[0] == f"{CITRA} tidak punya penempatan yang mulai 2025-04-01."


def test_a_move_before_a_later_one_leaves_the_later_one_as_it_is(kinerja):
    kinerja(f"pegawai pindah {CITRA} --unit PKM --mulai 2025-07-01")
    kinerja(f"pegawai pindah {CITRA} --unit KEC --mulai 2025-04-01")
    units = [
        text.split()[0] for name, text in _facts(kinerja, CITRA).items() if name.startswith("penempatan")
    ]
    assert units == ["OEP", "KEC", "PKM"]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (f"pegawai pindah {CITRA} --mulai 2025-04-01", 2, "tulis --unit, --jabatan, atau --atasan"),
        (f"pegawai pindah {CITRA} --unit PKM", 2, "--mulai"),
        (f"pegawai pindah {CITRA} --unit PKMM --mulai 2025-04-01", 4, "Maksud Anda 'PKM'?"),
        (f"pegawai pindah {NEW} --unit PKM --mulai 2025-04-01", 4, "tidak ditemukan"),
        (f"pegawai pindah {CITRA} --atasan {CITRA} --mulai 2025-04-01", 3, "dirinya sendiri"),
        (f"pegawai pindah {CITRA} --atasan '' --mulai 2025-04-01", 3, "atasan kosong"),
        (f"pegawai pindah {CITRA} --atasan 1995 --mulai 2025-04-01", 3, "hanya 4 angka"),
        (f"pegawai pindah {CITRA} --unit PKM --mulai 0205-04-01", 2, "tahun 0205 tidak mungkin"),
        (f"pegawai pindah {CITRA} --unit PKM --mulai '1 April 2025'", 2, "tulis seperti 2025-03-31"),
        (f"pegawai pindah {CITRA} --unit PKM --mulai 2025-04-01 --alasan ''", 3, "alasan kosong"),
    ],
)
def test_a_move_that_cannot_be_made_changes_nothing_and_says_why(refused, line, code, words):
    assert words in "\n".join(refused(line, code))


# --- henti


def test_the_last_day_of_service_is_kept_corrected_with_a_reason_and_cancelled(
    kinerja, refused, rows, journal
):
    kinerja(f"pegawai henti {BUDI} --tanggal 30/06/2025")
    assert _facts(kinerja, BUDI)["selesai"] == "2025-06-30"
    assert "tidak ada yang berubah" in kinerja(f"pegawai henti {BUDI} --tanggal 2025-06-30").stderr
    assert refused(f"pegawai henti {BUDI} --tanggal 2025-05-31") == [
        f"Hari terakhir bertugas {BUDI} sudah tercatat 2025-06-30.",
        "Untuk membetulkannya tambahkan --alasan.",
    ]
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-05-31 --alasan 'SK pensiun'")
    refused(f"pegawai henti {BUDI} --batal", 2)
    kinerja(f"pegawai henti {BUDI} --batal --alasan 'masih bertugas'")
    assert _facts(kinerja, BUDI)["selesai"] is None
    assert journal() == [
        ("pegawai henti", None),
        ("pegawai henti", "SK pensiun"),
        ("pegawai henti", "masih bertugas"),
    ]
    assert rows("select replaced_by, ends from employee_past order by replaced_by") == [
        (4, None),
        (5, "2025-06-30"),
        (6, "2025-05-31"),
    ]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (
            "--tanggal 2009-12-31",
            3,
            "Hari terakhir bertugas 2009-12-31 mendahului hari pertamanya 2010-01-01; betulkan salah satunya.",
        ),
        ("", 2, "Tulis --tanggal"),
        ("--tanggal 2025-06-30 --batal --alasan x", 2, "Tulis --tanggal"),
        ("--tanggal 31-06-2025", 2, "kalender"),
    ],
)
def test_an_end_that_cannot_be_changes_nothing_and_says_why(refused, options, code, words):
    assert words in refused(f"pegawai henti {BUDI} {options}", code)[0]


def test_values_that_stop_counting_with_the_end_of_service_are_counted(kinerja):
    kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=80")
    kinerja(f"nilai catat {BUDI} 2025-TW2 disiplin=80 inovasi=80 pelayanan=80")
    kinerja(f"nilai kecualikan {BUDI} 2025-TW2 pelayanan --alasan cuti")  # doesn't count as it is
    kinerja(f"nilai catat {CITRA} 2025-TW2 disiplin=80")
    # TW2 ends on 30 June: who serves on that day is appraised
    assert (
        kinerja(f"pegawai henti {BUDI} --tanggal 2025-06-30").stderr
        == f"{BUDI} bertugas sampai 2025-06-30.\n"
    )
    lost = "{} nilai yang tercatat tidak dihitung lagi: periodenya berakhir sesudah {}."
    told = kinerja(f"pegawai henti {BUDI} --tanggal 2025-06-29 --alasan x").stderr
    assert told.splitlines()[0] == lost.format(2, "2025-06-29")
    # those of TW2 had stopped before
    told = kinerja(f"pegawai henti {BUDI} --tanggal 2025-03-30 --alasan x").stderr
    assert told.splitlines()[0] == lost.format(1, "2025-03-30")
    assert "dihitung" not in kinerja(f"pegawai henti {BUDI} --batal --alasan x").stderr
    told = kinerja(f"pegawai henti {BUDI} --tanggal 2025-03-30").stderr
    assert told.splitlines()[0] == lost.format(3, "2025-03-30")


def test_service_cannot_be_made_to_begin_after_its_end(kinerja, refused):
    kinerja(f"pegawai henti {BUDI} --tanggal 2025-06-30")
    assert "mendahului hari pertamanya" in refused(f"pegawai ubah {BUDI} --mulai 2025-07-01 --alasan x")[0]

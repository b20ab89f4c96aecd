"""kinerja unit tambah | ubah | impor | daftar."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("office")

ANI, BUDI = "197001011995032001", "198503152010012001"


def _csv(kinerja):
    """The lines without their last column, which says at which revision a unit is."""
    lines = kinerja("unit daftar --format csv").stdout.splitlines()
    assert lines[0].endswith(",revisi")
    return [line.rpartition(",")[0] for line in lines]


def test_the_list_follows_the_tree_and_counts_people(kinerja):
    kinerja("unit tambah RT1 'RT 1' --induk 'Kelurahan Oepura'")
    assert _csv(kinerja) == [
        "kode,nama,induk,pegawai",
        "KEC,Kecamatan Maulafa,,1",
        "OEP,Kelurahan Oepura,KEC,2",
        "RT1,RT 1,OEP,0",
        "PKM,Puskesmas Sikumana,KEC,1",
    ]


# --- tambah


def test_a_unit_goes_below_another_named_by_code_or_name_whatever_case_and_blanks(kinerja, journal):
    for number, parent in enumerate(["kec", "Kecamatan Maulafa", "KECAMATAN  MAULAFA "]):
        kinerja(["unit", "tambah", f"K{number}", f"Unit {number}", "--induk", parent])
    assert _csv(kinerja)[2:5] == ["K0,Unit 0,KEC,0", "K1,Unit 1,KEC,0", "K2,Unit 2,KEC,0"]
    assert journal() == [("unit tambah", None)] * 3


def test_the_same_unit_again_is_left_alone_and_leaves_no_entry(kinerja, journal):
    assert kinerja("unit tambah OEP 'Kelurahan Oepura' --induk KEC").exit_code == 0
    assert kinerja("unit tambah oep 'Kelurahan Oepura' --induk KEC").stderr == (
        "Unit oep sudah ada; tidak ada yang berubah.\n"
    )
    assert journal() == []


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("unit tambah OEP Lain --induk KEC", 3, "Unit OEP sudah ada (Kelurahan Oepura)."),
        ("unit tambah OEP 'Kelurahan Oepura'", 3, "kinerja unit ubah"),
        ("unit tambah BARU Baru --induk pmk", 4, "Unit 'pmk' tidak ditemukan. Maksud Anda 'PKM'?"),
        ("unit tambah BARU Baru --induk ''", 4, "Unit '' tidak ditemukan."),
        ("unit tambah BARU ''", 3, "nama unit kosong"),
        ("unit tambah BARU", 2, "argumen NAMA"),
    ],
)
def test_a_unit_that_cannot_be_added_changes_nothing_and_says_why(refused, line, code, words):
    assert words in "\n".join(refused(line, code))


def test_all_that_is_wrong_with_a_new_unit_is_told_at_once(refused):
    assert refused("unit tambah 'A B' =x") == [
        "kode unit 'A B' tidak dapat dipakai; tulis huruf, angka, dan - tanpa spasi, mis. PKM-SIKUMANA.",
        "nama unit '=x' diawali '=' sehingga dibaca sebagai rumus; hapus tanda itu.",
    ]


def test_a_name_that_two_units_bear_must_be_said_by_code(kinerja, refused):
    kinerja("unit tambah OEP2 'kelurahan oepura'")
    lines = refused("unit ubah 'Kelurahan Oepura' --nama x")
    assert lines == ["nama unit 'Kelurahan Oepura' dipakai beberapa unit (OEP, OEP2); tulis kodenya."]


# --- ubah


def test_code_name_and_place_of_a_unit_can_change_and_its_people_stay(kinerja, journal):
    kinerja("unit ubah 'Kelurahan Oepura' --kode-baru OEPURA --nama 'Kelurahan Oepura Baru' --induk PKM")
    assert _csv(kinerja)[1:] == [
        "KEC,Kecamatan Maulafa,,1",
        "PKM,Puskesmas Sikumana,KEC,1",
        "OEPURA,Kelurahan Oepura Baru,PKM,2",
    ]
    assert journal() == [("unit ubah", None)]


def test_the_version_that_was_replaced_is_kept_with_the_entry_that_replaced_it(kinerja, rows):
    kinerja("unit ubah OEP --nama 'Kelurahan Oepura Baru'")
    kinerja("unit ubah OEP --tanpa-induk")
    assert rows("select replaced_by, code, name, parent, entry from unit_past order by replaced_by") == [
        (4, "OEP", "Kelurahan Oepura", 1, 1),
        (5, "OEP", "Kelurahan Oepura Baru", 1, 4),
    ]
    assert rows("select name, parent, entry from unit where code = 'OEP'") == [
        ("Kelurahan Oepura Baru", None, 5)
    ]


def test_a_code_may_change_its_case_alone(kinerja):
    kinerja("unit ubah OEP --kode-baru oep")
    assert "oep,Kelurahan Oepura,KEC,2" in _csv(kinerja)


def test_a_change_to_what_is_there_already_leaves_no_entry(kinerja, journal):
    talk = kinerja("unit ubah OEP --nama 'Kelurahan Oepura' --kode-baru OEP --induk KEC").stderr
    assert talk == "Unit OEP tetap; tidak ada yang berbeda.\n"
    assert journal() == []


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("unit ubah KEC --induk KEC", 3, "Unit KEC tidak dapat menjadi induknya sendiri"),
        (
            "unit ubah KEC --induk OEP",
            3,
            "Unit KEC tidak dapat berada di bawah OEP: OEP sendiri di bawah KEC.",
        ),
        (
            "unit ubah OEP --kode-baru pkm",
            3,
            "Kode pkm sudah dipakai unit Puskesmas Sikumana; tulis kode lain.",
        ),
        ("unit ubah OEP --nama ''", 3, "nama unit kosong"),
        ("unit ubah OEP --kode-baru 'A B'", 3, "kode unit 'A B' tidak dapat dipakai"),
        ("unit ubah OEPU --nama x", 4, "Unit 'OEPU' tidak ditemukan. Maksud Anda 'OEP'?"),
        ("unit ubah OEP --induk TIADA", 4, "Unit 'TIADA' tidak ditemukan."),
        ("unit ubah OEP", 2, "tulis --nama, --kode-baru, --induk, atau --tanpa-induk"),
        ("unit ubah OEP --induk KEC --tanpa-induk", 2, "tidak dapat dipakai bersama"),
    ],
)
def test_a_change_that_cannot_be_made_changes_nothing_and_says_why(refused, line, code, words):
    assert words in "\n".join(refused(line, code))


def test_a_cycle_is_refused_however_far_below(kinerja, refused):
    kinerja("unit tambah RT1 'RT 1' --induk OEP")
    assert "RT1 sendiri di bawah KEC" in refused("unit ubah KEC --induk RT1")[0]


# --- impor


def test_children_may_stand_before_their_parents(kinerja, journal):
    file = "kode,nama,induk\nC,Unit C,Unit B\nB,Unit B,a\nA,Unit A,\nD,Unit D,KEC\n"
    assert kinerja("unit impor -", stdin=file).stderr == "4 unit: 4 baru, 0 tetap, 0 koreksi\n"
    assert [line.rpartition(",")[0] for line in _csv(kinerja)[1:5]] == [
        "A,Unit A,",
        "B,Unit B,A",
        "C,Unit C,B",
        "KEC,Kecamatan Maulafa,",
    ]
    assert journal() == [("unit impor", None)]


def test_the_same_file_again_changes_nothing_and_leaves_no_entry(kinerja, journal):
    file = kinerja("unit daftar --format csv").stdout
    assert kinerja("unit impor -", stdin=file).stderr == "3 unit: 0 baru, 3 tetap, 0 koreksi\n"
    assert journal() == []


@pytest.mark.usefixtures("kinerja")
def test_a_dry_run_counts_and_keeps_nothing(refused):
    file = "kode,nama\nA,Unit A\n"
    assert refused("unit impor - -n", 0, stdin=file) == [
        "1 unit: 1 baru, 0 tetap, 0 koreksi (hanya diperiksa; tidak ada yang disimpan)"
    ]


def test_every_fault_of_a_file_is_told_with_its_row_and_nothing_is_kept(refused, write):
    write(
        "unit.csv",
        "kode;nama;induk\nA;Unit A;\nB B;Unit B;\nC;;\nD;Unit D;TIADA\nE;Unit E;F\nF;Unit F;E\nG;Unit G;D\n"
        "H;Unit H;E\na;Unit A lagi;\nOEP;Oepura;KEC\nPKM;Puskesmas Sikumana;OEP\nI;Unit I;I\n",
    )
    lines = refused("unit impor unit.csv")
    assert sorted(lines[:-1], key=lambda line: int(line.split(":")[1])) == [
        "unit.csv:3: kode: kode unit 'B B' tidak dapat dipakai; tulis huruf, angka, dan - tanpa spasi, "
        "mis. PKM-SIKUMANA",
        "unit.csv:4: nama: nama kosong",
        "unit.csv:5: induk: induk 'TIADA' tidak dikenal; tulis kode atau nama persis unit di atasnya",
        "unit.csv:6: induk: induk 'F' berputar: E berada di bawah dirinya sendiri",
        "unit.csv:7: induk: induk 'E' berputar: F berada di bawah dirinya sendiri",
        # rows 8 and 9 (G, H) only wait for D and E
        "unit.csv:10: kode: kode a sudah ada di unit.csv:2; hapus salah satunya",
        "unit.csv:11: nama: sudah 'Kelurahan Oepura', bukan 'Oepura'; untuk mengubahnya tambahkan "
        "--koreksi --alasan",
        "unit.csv:12: induk: sudah 'KEC', bukan 'OEP'; untuk mengubahnya tambahkan --koreksi --alasan",
        "unit.csv:13: induk: induk 'I' berputar: I berada di bawah dirinya sendiri",
    ]
    assert lines[-1] == "9 kesalahan; tidak ada yang disimpan."


def test_an_ambiguous_parent_is_told_once(kinerja, refused):
    kinerja("unit tambah OEP2 'Kelurahan Oepura'")
    lines = refused(
        "unit impor -", stdin="kode,nama,induk\nA,Unit A,Kelurahan Oepura\nB,Unit B,A\nC,Unit C,\n"
    )
    assert len([line for line in lines if "dipakai beberapa unit (OEP, OEP2)" in line]) == 1


def test_a_correction_needs_a_reason_and_is_kept_with_it(kinerja, refused, rows, journal):
    file = "kode,nama,induk\nOEP,Kelurahan Oepura Selatan,PKM\nPKM,UPTD Puskesmas Sikumana,\n"
    assert "--koreksi memerlukan --alasan" in refused("unit impor - --koreksi", 2, stdin=file)[0]
    talk = kinerja("unit impor - --koreksi --alasan 'SK Wali Kota 12/2025'", stdin=file).stderr
    assert talk == "2 unit: 0 baru, 0 tetap, 2 koreksi\n"
    assert _csv(kinerja)[1:] == [
        "KEC,Kecamatan Maulafa,,1",
        "PKM,UPTD Puskesmas Sikumana,KEC,1",  # an empty induk states nothing
        "OEP,Kelurahan Oepura Selatan,PKM,2",
    ]
    assert journal() == [("unit impor", "SK Wali Kota 12/2025")]
    assert rows("select replaced_by, code from unit_past order by code") == [(4, "OEP"), (4, "PKM")]


def test_a_correction_may_turn_the_tree_round_whatever_the_order_of_the_rows(kinerja):
    """PKM goes below OEP and OEP below a unit that was below PKM."""
    kinerja("unit tambah POS 'Posyandu' --induk PKM")
    file = "kode,nama,induk\nPKM,Puskesmas Sikumana,POS\nPOS,Posyandu,KEC\n"
    kinerja("unit impor - --koreksi --alasan 'tata ulang'", stdin=file)
    assert [line.rpartition(",")[0] for line in _csv(kinerja)[3:]] == [
        "POS,Posyandu,KEC",
        "PKM,Puskesmas Sikumana,POS",
    ]


def test_a_correction_that_makes_a_circle_is_refused(refused):
    lines = refused("unit impor - --koreksi --alasan x", stdin="kode,nama,induk\nKEC,Kecamatan Maulafa,OEP\n")
    assert lines[0].endswith(": induk: induk 'OEP' berada di bawah KEC sendiri; tulis unit lain")


@pytest.mark.parametrize(("file", "code"), [("tiada.csv", 4), (".", 3)])
def test_a_file_that_is_none_is_refused(refused, file, code):
    assert file in refused(f"unit impor {file}", code)[0]

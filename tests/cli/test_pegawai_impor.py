"""kinerja pegawai impor: the file that the office really has, once and again later."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("office")

ANI, BUDI = "197001011995032001", "198503152010012001"
CITRA, DEDI = "199503012020121003", "199009132025242014"
EVA, FIN = "199001012015031002", "198802022014021003"


def _list(kinerja):
    return kinerja("pegawai daftar --format csv").stdout.splitlines()[1:]


def _line(kinerja, nip):
    return next(line for line in _list(kinerja) if line.startswith(nip))


# --- the first time


def test_an_office_file_with_a_title_odd_headings_and_odd_spellings_goes_in(kinerja, write, journal):
    write(
        "pegawai.csv",
        "\ufeffDAFTAR PEGAWAI PER 1 MARET 2025;;;;;;;;\n"
        "No.;N I P;Nama Lengkap;UNIT KERJA;Nama Jabatan;Gol/Ruang;Jenis ASN;TMT;Atasan Langsung\n"
        "1;19900101 201503 1 002;Eva Lay, A.Md.;puskesmas  sikumana;Bidan;III.a;P3K;01/03/2025;dr. Ria\n"
        "2;'198802022014021003;Fin Tapatab;oep;;Penata, III/c;;2020-12-01;19850315 201001 2 001\n",
    )
    talk = kinerja("pegawai impor pegawai.csv").stderr
    assert talk == "2 pegawai: 2 baru, 0 tetap, 0 koreksi\n"
    assert _line(kinerja, EVA) == f'{EVA},"Eva Lay, A.Md.",PKM,Bidan,III/a,PPPK,2025-03-01,,dr. Ria'
    assert _line(kinerja, FIN) == f"{FIN},Fin Tapatab,OEP,,III/c,PNS,2020-12-01,,{BUDI}"
    assert journal() == [("pegawai impor", None)]


def test_a_superior_may_stand_in_a_later_row_of_the_file(kinerja, rows):
    file = f"nip,nama,unit,atasan\n{EVA},Eva,OEP,{FIN}\n{FIN},Fin,OEP,Wali Kota Kupang\n"
    kinerja("pegawai impor -", stdin=file)
    assert _line(kinerja, EVA).endswith(f",{FIN}")
    # one and the same person: known as an employee, not as a bare NIP
    assert rows(
        "select e.nip from appraiser a join employee e on e.id = a.employee where e.nip = ?", FIN
    ) == [(FIN,)]
    assert rows("select label from appraiser where label is not null") == [("Wali Kota Kupang",)]
    assert "2 tetap" in kinerja("pegawai impor -", stdin=file).stderr


def test_nobody_is_her_own_superior(refused):
    lines = refused("pegawai impor -", stdin=f"nip,nama,unit,atasan\n{EVA},Eva,OEP,{EVA}\n")
    assert lines[0] == (
        "(masukan baku):2: atasan: atasan tidak dapat dirinya sendiri; tulis atasannya, atau kosongkan"
    )


def test_every_unknown_unit_is_told_once_with_how_often_it_occurs(refused, write):
    write(
        "p.csv",
        f"nip;nama;unit\n{EVA};Eva;Kelurahan Opura\n{FIN};Fin;Dinas Sosial\n"
        "198701012010011001;Gad;Kelurahan Opura\n198701012010011002;Hana;Kelurahan Opura\n",
    )
    assert refused("pegawai impor p.csv") == [
        "p.csv:2: unit: unit 'Kelurahan Opura' tidak dikenal (3 baris). Maksud Anda 'Kelurahan Oepura'? "
        "Tulis kode atau nama persisnya, atau tambahkan --buat-unit",
        "p.csv:3: unit: unit 'Dinas Sosial' tidak dikenal (1 baris). "
        "Tulis kode atau nama persisnya, atau tambahkan --buat-unit",
        "2 kesalahan; tidak ada yang disimpan.",
    ]


def test_units_are_made_on_request_once_each_and_named(kinerja, journal, refused):
    file = (
        f"nip;nama;unit\n{EVA};Eva;Dinas Sosial\n{FIN};Fin;DINAS  SOSIAL\n198701012010011001;Gad;SMPN-14\n"
        "198701012010011002;Hana;Dinas-Sosial!\n"
    )
    named = "Unit baru: DINAS-SOSIAL (Dinas Sosial), SMPN-14, DINAS-SOSIAL-2 (Dinas-Sosial!)"
    assert refused("pegawai impor - --buat-unit -n", 0, stdin=file)[0] == named
    assert kinerja("pegawai impor - --buat-unit", stdin=file).stderr.splitlines() == [
        named,
        "4 pegawai: 4 baru, 0 tetap, 0 koreksi",
    ]
    assert [line.split(",")[2] for line in _list(kinerja) if line.split(",")[1] in ("Eva", "Fin")] == [
        "DINAS-SOSIAL",
        "DINAS-SOSIAL",
    ]
    assert journal() == [("pegawai impor", None)]


def test_every_fault_of_a_file_is_told_and_nothing_is_kept(kinerja, refused, write):
    kinerja("unit tambah OEP2 'Kelurahan Oepura'")
    write(
        "p.csv",
        "nip;nama;unit;golongan;jenis;mulai;selesai;atasan\n"
        "1,99E+17;Eva;OEP;;;;;\n"
        f"{EVA};;OEP;V/a;honorer;;;\n"
        f"{FIN};Fin;Kelurahan Oepura;;;2025-02-30;;\n"
        "198701012010011001;Gad;OEP;;;2025-02-01;2025-01-31;\n"
        "198701012010011002;Hana;TIADA;;;;;198701012010011002\n"
        f"{BUDI};Budi;OEP;;;;;\n"
        "198701012010011003;Ina;Kelurahan Oepura;;;;;\n"
        f"{EVA};Eva;OEP;;;;;\n",
    )
    lines = refused("pegawai impor p.csv")
    told = sorted((int(line.split(":")[1]), line.split(": ")[1]) for line in lines[:-1])
    assert told == [
        (2, "nip"),
        (3, "golongan"),
        (3, "jenis"),
        (3, "nama"),
        (4, "mulai"),
        (4, "unit"),
        (5, "selesai"),
        (6, "atasan"),
        (6, "unit"),
        (7, "nama"),
        (8, "unit"),
        (9, "nip"),
    ]
    assert lines[-1] == "12 kesalahan; tidak ada yang disimpan."
    assert "dipakai beberapa unit (OEP, OEP2)" in next(line for line in lines if ":8:" in line)


def test_the_annotated_file_can_be_corrected_and_imported(kinerja, refused, write, workspace):
    write("p.csv", f"nip;nama;unit\n{EVA};Eva;OEPP\n{FIN};Fin;OEP\n")
    refused("pegawai impor p.csv --galat galat.csv")
    text = (workspace / "galat.csv").read_text(encoding="utf-8-sig")
    assert [line.split(";")[0][:11] for line in text.splitlines()] == ["galat", "unit: unit ", ""]
    (workspace / "galat.csv").write_text(text.replace(";OEPP", ";OEP"), encoding="utf-8-sig")
    assert kinerja("pegawai impor galat.csv").stderr == "2 pegawai: 2 baru, 0 tetap, 0 koreksi\n"


def test_no_more_than_fifty_faults_come_on_screen_and_all_are_counted(refused, write):
    write("p.csv", "nip;nama;unit\n" + "1;X;OEP\n" * 60)
    lines = refused("pegawai impor p.csv")
    assert len(lines) == 52
    assert lines[-2:] == ["… dan 10 kesalahan lain.", "60 kesalahan; tidak ada yang disimpan."]


def test_thousands_are_written_with_a_dot(kinerja):
    file = "nip,nama,unit\n" + "".join(f"19900101{n:07d}001,Pegawai {n},OEP\n" for n in range(1200))
    assert kinerja("pegawai impor -", stdin=file).stderr == "1.200 pegawai: 1.200 baru, 0 tetap, 0 koreksi\n"


# --- and again later

MOVED = f"nip;nama;unit;jabatan\n{BUDI};Budi Nenabu;OEP;Lurah\n{CITRA};Citra Tukan;PKM;Kepala TU\n"


def test_the_same_file_again_changes_nothing_and_leaves_no_entry(kinerja, journal):
    file = f"nip;nama;unit\n19850315 201001 2 001;Budi Nenabu;kelurahan oepura\n{CITRA};Citra Tukan;OEP\n"
    for options in ("", "--mulai 2025-04-01", "--koreksi --alasan x", "--buat-unit"):
        talk = kinerja(f"pegawai impor - {options}", stdin=file).stderr
        assert talk == "2 pegawai: 0 baru, 2 tetap, 0 koreksi\n"
    assert journal() == []


def test_a_changed_placement_is_refused_with_both_ways_out(refused):
    remedy = "tambahkan --mulai TANGGAL bila pindah, atau --koreksi --alasan bila salah catat"
    assert refused("pegawai impor -", stdin=MOVED) == [
        f"(masukan baku):3: unit: sudah 'OEP', bukan 'PKM'; {remedy}",
        f"(masukan baku):3: jabatan: sudah 'Pelaksana', bukan 'Kepala TU'; {remedy}",
        "2 kesalahan; tidak ada yang disimpan.",
    ]


def test_with_a_day_a_changed_placement_is_a_move(kinerja, rows, journal):
    talk = kinerja("pegawai impor - --mulai 2025-04-01", stdin=MOVED).stderr
    assert talk == "2 pegawai: 0 baru, 1 tetap, 1 pindah, 0 koreksi\n"
    assert rows("select starts, position, entry from placement where employee = 3 order by starts") == [
        ("0001-01-01", "Pelaksana", 2),
        ("2025-04-01", "Kepala TU", 4),
    ]
    assert rows("select superior from placement where employee = 3 and starts > '2'") == rows(
        "select superior from placement where employee = 3 and starts < '2'"
    )  # what the file does not state stays
    assert "2 tetap" in kinerja("pegawai impor - --mulai 2025-04-01", stdin=MOVED).stderr
    assert journal() == [("pegawai impor", None)]


def test_as_a_correction_a_changed_placement_replaces_the_last_one(kinerja, rows, journal):
    talk = kinerja("pegawai impor - --koreksi --alasan 'salah berkas'", stdin=MOVED).stderr
    assert talk == "2 pegawai: 0 baru, 1 tetap, 1 koreksi\n"
    assert rows("select starts, position, entry from placement where employee = 3") == [
        ("0001-01-01", "Kepala TU", 4)
    ]
    assert rows("select replaced_by, position, entry from placement_past") == [(4, "Pelaksana", 2)]
    assert journal() == [("pegawai impor", "salah berkas")]


def test_a_second_move_on_the_same_day_is_a_correction(kinerja, refused):
    kinerja("pegawai impor - --mulai 2025-04-01", stdin=MOVED)
    other = MOVED.replace("Kepala TU", "Bendahara")
    lines = refused("pegawai impor - --mulai 2025-04-01", stdin=other)
    assert "sudah punya penempatan mulai 2025-04-01" in lines[0]
    kinerja("pegawai impor - --mulai 2025-04-01 --koreksi --alasan x", stdin=other)
    assert _line(kinerja, CITRA).split(",")[3] == "Bendahara"


def test_a_changed_name_or_grade_needs_a_correction_even_with_a_move(kinerja, refused, rows):
    file = f"nip;nama;unit;golongan;selesai\n{CITRA};Citra Tukan, S.E.;PKM;III/b;2026-12-31\n"
    remedy = "untuk mengubahnya tambahkan --koreksi --alasan"
    assert refused("pegawai impor - --mulai 2025-04-01", stdin=file)[:3] == [
        f"(masukan baku):2: nama: sudah 'Citra Tukan', bukan 'Citra Tukan, S.E.'; {remedy}",
        f"(masukan baku):2: golongan: sudah 'III/a', bukan 'III/b'; {remedy}",
        f"(masukan baku):2: selesai: sudah 'kosong', bukan '2026-12-31'; {remedy}",
    ]
    kinerja("pegawai impor - --mulai 2025-04-01 --koreksi --alasan 'SK baru'", stdin=file)
    assert _line(kinerja, CITRA).startswith(
        f'{CITRA},"Citra Tukan, S.E.",PKM,Pelaksana,III/b,PNS,2020-12-01,2026-12-31,'
    )
    assert rows("select replaced_by, name, grade from employee_past") == [(4, "Citra Tukan", "III/a")]


def test_a_changed_superior_is_a_changed_placement(kinerja, refused):
    file = f"nip;nama;unit;atasan\n{CITRA};Citra Tukan;OEP;{ANI}\n"
    assert f"atasan: sudah '{BUDI}', bukan '{ANI}'" in refused("pegawai impor -", stdin=file)[0]
    assert "1 pindah" in kinerja("pegawai impor - --mulai 2025-04-01", stdin=file).stderr


def test_an_empty_cell_states_nothing(kinerja, journal):
    file = f"nip;nama;unit;jabatan;golongan;jenis;mulai;selesai;atasan\n{CITRA};Citra Tukan;OEP;;;;;;\n"
    assert kinerja("pegawai impor -", stdin=file).stderr == "1 pegawai: 0 baru, 1 tetap, 0 koreksi\n"
    assert journal() == []


def test_an_end_before_the_recorded_beginning_is_refused_even_as_a_correction(refused):
    file = f"nip;nama;unit;selesai\n{CITRA};Citra Tukan;OEP;2020-11-30\n"
    lines = refused("pegawai impor - --koreksi --alasan x", stdin=file)
    assert "selesai: hari terakhir bertugas 2020-11-30 mendahului hari pertamanya" in lines[0]


def test_a_file_with_an_old_nip_does_not_make_a_second_person(kinerja, refused):
    kinerja(f"pegawai ubah {CITRA} --nip-baru {EVA} --alasan 'salah ketik'")
    lines = refused("pegawai impor -", stdin=f"nip;nama;unit\n{CITRA};CITRA TUKAN;OEP\n")
    assert lines[0] == (
        f"(masukan baku):2: nip: NIP lama CITRA TUKAN, yang kini terdaftar dengan {EVA}; tulis NIP itu"
    )


def test_a_unit_that_was_renamed_is_found_by_its_code_and_new_name_only(kinerja, refused):
    kinerja("unit ubah OEP --nama 'Kelurahan Oepura Selatan'")
    new = f"nip;nama;unit\n{CITRA};Citra Tukan;Kelurahan Oepura Selatan\n"
    assert "1 tetap" in kinerja("pegawai impor -", stdin=new).stderr
    lines = refused("pegawai impor -", stdin=new.replace(" Selatan", ""))
    assert "Maksud Anda 'Kelurahan Oepura Selatan'?" in lines[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--koreksi", "--koreksi memerlukan --alasan"),
        ("--mulai 2025-02-30", "kalender"),
        ("--galat x.xlsx", ".csv"),
    ],
)
def test_options_that_do_not_fit_are_a_usage_error(refused, options, words):
    assert words in refused(f"pegawai impor - {options}", 2, stdin=MOVED)[0]


def test_a_missing_file_is_not_found(refused):
    assert refused("pegawai impor pegawai.xlsx", 4)[0] == "Berkas 'pegawai.xlsx' tidak ditemukan."


def test_a_unit_that_nobody_knows_is_counted_also_in_rows_that_are_wrong_otherwise(refused, write):
    write("p.csv", f"nip;nama;unit\n{EVA};Eva;Unit Baru A\n1;B;Unit Baru A\n2;C;Unit Baru B\n")
    lines = refused("pegawai impor p.csv")
    assert any("'Unit Baru A' tidak dikenal (2 baris)" in line for line in lines)
    assert any("'Unit Baru B' tidak dikenal (1 baris)" in line for line in lines)


def test_the_annotated_file_never_takes_the_place_of_the_file_it_repeats(refused, write, workspace):
    write("p.csv", f"Daftar\nnip;nama;unit\n{EVA};Eva;TIADA\n")
    before = (workspace / "p.csv").read_bytes()
    assert "tulis nama lain" in refused("pegawai impor p.csv --galat ./p.csv", 2)[0]
    assert (workspace / "p.csv").read_bytes() == before


def test_every_row_of_an_unknown_unit_is_marked_in_the_annotated_file_and_blanks_make_no_other_unit(
    refused, write, workspace
):
    write("p.csv", f"nip;nama;unit\n{EVA};Eva;Dinas  Q\n{FIN};Fin;Dinas Q\n")
    lines = refused("pegawai impor p.csv --galat galat.csv")
    assert "'Dinas Q' tidak dikenal (2 baris)" in lines[0]
    assert lines[1] == "1 kesalahan; tidak ada yang disimpan."
    rows = (workspace / "galat.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all("tidak dikenal" in row for row in rows[1:])

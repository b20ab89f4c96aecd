"""criteria.yaml is read exactly, or every fault in it is told at its line and column."""

import hashlib
import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

from kinerja_cli.domain.columns import RESERVED_WORDS, SCORE_HEADERS, UNIT_FIXED, YEARLY_FIXED
from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.rules import Aggregation, Band, Bonus, Criterion, Rules
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import FaultsFound, NotFound, StorageFailure
from kinerja_cli.storage.criteria_digest import file_digest
from kinerja_cli.storage.criteria_file import load_rules, parse_rules

SHIPPED = Path(__file__).parents[2] / "criteria.yaml"

VALID = """\
instansi: Kecamatan Contoh
berlaku: 2024
periode: triwulan
skala: {min: 0, maks: 100}
kriteria:
  - {kode: disiplin, nama: Disiplin, bobot: 60}
  - {kode: pelayanan, nama: Pelayanan, bobot: 40}
nilai_tambah:
  maks: 5
  kategori: {program_baru: 3, perbaikan: 2.5}
predikat:
  - {kode: baik, nama: Baik, minimal: 76}
  - {kode: cukup, nama: Cukup, minimal: 60.5}
  - {kode: kurang, nama: Kurang, minimal: 0}
"""


def faults(text: str) -> list[str]:
    """The faults of a text as ``LINE:COLUMN: reason``."""
    with pytest.raises(FaultsFound) as found:
        parse_rules(text.encode())
    assert found.value.total == len(found.value.faults)
    assert all(fault.column == "" for fault in found.value.faults)
    return [str(fault).removeprefix("criteria.yaml:") for fault in found.value.faults]


def changed(old: str, new: str) -> str:
    """VALID with one piece exchanged."""
    assert VALID.count(old) == 1
    return VALID.replace(old, new)


def only_fault(old: str, new: str) -> str:
    """The one fault that an exchange brings, which must lie at the ▸ in *new*; without its place."""
    text = changed(old, new)
    before, mark, after = text.partition("▸")
    assert mark
    [fault] = faults(before + after)
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    assert fault.startswith(place)
    return fault.removeprefix(place)


# --- what a file means


def test_the_shipped_file_holds_the_rules_of_the_design():
    rules = load_rules(SHIPPED).rules
    assert rules == Rules(
        institution="Kecamatan Maulafa, Kota Kupang",
        since=2024,
        cadence=Cadence.QUARTER,
        zone="WITA",
        scale_min=0,
        scale_max=100_00,
        aggregation=Aggregation.MEAN,
        criteria=(
            Criterion("disiplin", "Disiplin", Fraction(30), True, rules.criteria[0].description),
            Criterion("inovasi", "Inovasi", Fraction(30), True, rules.criteria[1].description),
            Criterion(
                "pelayanan", "Pelayanan kepada masyarakat", Fraction(40), True, rules.criteria[2].description
            ),
        ),
        bonus=Bonus(5_00, (("program_baru", 3_00), ("perbaikan_layanan", 2_00))),
        bands=(
            Band("sangat_baik", "Sangat Baik", 91_00),
            Band("baik", "Baik", 76_00),
            Band("butuh_perbaikan", "Butuh Perbaikan", 61_00),
            Band("kurang", "Kurang", 51_00),
            Band("sangat_kurang", "Sangat Kurang", 0),
        ),
    )
    assert rules.criteria[0].description == "Kehadiran, ketepatan waktu, dan kepatuhan pada aturan kerja"


def test_what_is_left_out_has_the_defaults_of_the_design():
    rules = parse_rules(re.sub(r"nilai_tambah:\n.*\n.*\n", "", VALID).encode()).rules
    assert (rules.zone, rules.aggregation, rules.bonus) == ("WITA", Aggregation.MEAN, None)
    assert [(c.required, c.description) for c in rules.criteria] == [(True, ""), (True, "")]


@pytest.mark.parametrize("years", [0, 5, 100])
def test_how_long_data_are_kept_is_a_number_of_years_or_not_ruled(years):
    assert parse_rules(f"retensi: {years}\n{VALID}".encode()).rules.retention == years
    assert parse_rules(VALID.encode()).rules.retention is None


@pytest.mark.parametrize(("written", "hundredths"), [("3.75", 3_75), ("4", 4_00), ("0.01", 1)])
def test_a_coefficient_that_no_regulation_seen_gives_is_the_offices(written, hundredths):
    text = f"angka_kredit: {{koefisien: {{pemula: {written}}}}}\n{VALID}"
    assert parse_rules(text.encode()).rules.coefficients == (("pemula", hundredths),)
    assert parse_rules(VALID.encode()).rules.coefficients == ()


def test_what_is_written_is_taken():
    text = changed(
        "bobot: 60}",
        'bobot: "60", wajib: false, sumber: nilai, keterangan: >-\n   x}'.replace(">-\n   x", "12:30"),
    )
    rules = parse_rules(f"zona: WIT\nagregasi: terakhir\n{text}".encode()).rules
    assert (rules.zone, rules.aggregation) == ("WIT", Aggregation.LAST)
    assert rules.criteria[0] == Criterion("disiplin", "Disiplin", Fraction(60), False, "12:30")
    assert rules.bonus == Bonus(5_00, (("program_baru", 3_00), ("perbaikan", 2_50)))
    assert [band.minimum for band in rules.bands] == [76_00, 60_50, 0]


@pytest.mark.parametrize(
    ("word", "cadence"),
    [
        ("bulan", Cadence.MONTH),
        ("triwulan", Cadence.QUARTER),
        ("semester", Cadence.HALF),
        ("tahun", Cadence.YEAR),
    ],
)
def test_a_year_is_cut_as_the_word_says(word, cadence):
    assert parse_rules(changed("periode: triwulan", f"periode: {word}").encode()).rules.cadence is cadence


def test_text_and_digest_are_those_of_the_file_byte_for_byte():
    raw = b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode()
    file = parse_rules(raw)
    assert file.text.encode() == raw
    assert file.digest == hashlib.sha256(raw).hexdigest()
    assert parse_rules(file.text.encode()) == file
    assert file.rules == parse_rules(VALID.encode()).rules


def thirds(first: str, second: str, third: str) -> str:
    rows = [
        f"  - {{kode: {code}, nama: {code}, bobot: {w}}}\n"
        for code, w in zip("xyz", (first, second, third), strict=True)
    ]
    return re.sub(r"(?<=kriteria:\n).*\n.*\n", "".join(rows), VALID)


def test_weights_total_exactly_100():
    assert parse_rules(thirds("33.33", "33.33", "33.34").encode()).rules.criteria[2].weight == Fraction(
        3334, 100
    )
    assert parse_rules(thirds("0.1", "0.2", "99.7").encode()).rules.criteria[0].weight == Fraction(1, 10)
    tiny = "0.000000000000000001"
    assert parse_rules(thirds(tiny, "0.999999999999999999", "99").encode()).rules.whole_weights[0] == 1


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (("33.33", "33.33", "33.33"), "bobot berjumlah 99.99, kurang 0.01"),
        (
            ("50", "50", "0.000000000000000001"),
            "bobot berjumlah 100.000000000000000001, lebih 0.0000000000000",
        ),
        (("90", "90", "20"), "bobot berjumlah 200, lebih 100"),
    ],
)
def test_any_other_total_is_refused_and_shown(weights, words):
    [fault] = faults(thirds(*weights))
    assert fault.startswith(f"5:1: {words}")


# --- faults


@pytest.mark.parametrize(
    "number", ["010", "1_0", "1e2", ".5", "5.", "nan", ".inf", "+5", "0x1F", "５", "1 000", "a"]
)
@pytest.mark.parametrize("field", ["bobot: 60", "maks: 100", "minimal: 60.5", "maks: 5\n", "program_baru: 3"])
def test_a_number_is_a_plain_decimal_or_nothing(field, number):
    key, end = field.split(":")[0], "\n" if "\n" in field else ""
    fault = only_fault(field, f"{key}: ▸{number}{end}")
    assert f"{key}: '{number}' bukan angka" in fault.replace(f"'{key}'", key)
    assert only_fault(field, f'{key}: ▸"{number}"{end}') == fault


def test_a_decimal_comma_is_answered_with_the_point():
    answer = "maks: '5,5' bukan angka desimal biasa; tulis seperti 30 atau 33.33"
    assert only_fault("maks: 5\n", "maks: ▸5,5\n") == answer
    assert only_fault("maks: 5\n", "maks: ▸'5,5'\n") == answer
    between_braces = "kunci '5' tidak dikenal; pecahan ditulis dengan titik, misalnya 33.33"
    assert only_fault("minimal: 60.5", "minimal: 60,▸5") == between_braces


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("bobot: 60", "bobot: ▸0", "bobot: '0' harus di atas 0"),
        ("bobot: 60", "bobot: ▸-60", "bobot: '-60' harus di atas 0"),
        ("min: 0", "min: ▸-1", "min: '-1' di bawah 0"),
        ("{min: 0, maks: 100}", "{min: 100, maks: ▸100}", "maks: 100.00 tidak di atas min"),
        ("maks: 100", "maks: ▸1000000.01", "maks: '1000000.01' terlalu besar; paling banyak 1000000"),
        ("minimal: 60.5", "minimal: ▸60.555", "minimal: '60.555' punya 3 angka"),
        ("minimal: 60.5", "minimal: ▸76", "minimal: 76.00 tidak di bawah predikat di atasnya"),
        ("minimal: 76", "minimal: ▸100.01", "minimal: 100.01 di luar skala"),
        ("minimal: 0", "minimal: ▸10", "minimal: 10.00 predikat terakhir harus mulai dari skala.min"),
        ("perbaikan: 2.5", "perbaikan: ▸-2.5", "'perbaikan': '-2.5' di bawah 0"),
        ("kategori: {program_baru: 3, perbaikan: 2.5}", "kategori: ▸{}", "kategori kosong"),
        ("kategori: {program_baru: 3, perbaikan: 2.5}", "kategori: ▸[a]", "kategori salah bentuk"),
        ("program_baru: 3", "▸Program: 3", "kode: 'Program' bukan kode"),
        ("perbaikan: 2.5", "▸program_baru: 3", "kunci 'program_baru' ganda; sudah ada di baris 10"),
        ("berlaku: 2024", "berlaku: ▸24", "berlaku: '24' bukan tahun"),
        ("periode: triwulan", "periode: ▸kuartal", "periode: 'kuartal' tidak dikenal; tulis bulan atau triwulan"),
        ("periode: triwulan", "periode: ▸triwulanan", "periode: 'triwulanan' tidak dikenal. Maksud Anda 'triwulan'?"),
        ("berlaku: 2024", "berlaku: 2024\nzona: ▸wita", "zona: 'wita' tidak dikenal. Maksud Anda 'WITA'?"),
        ("berlaku: 2024", "berlaku: 2024\nagregasi: ▸rata", "agregasi: 'rata' tidak dikenal. Maksud Anda 'rata_rata'?"),
        ("berlaku: 2024", "berlaku: 2024\nretensi: ▸lima", "retensi: 'lima' bukan banyaknya tahun; tulis"),
        ("berlaku: 2024", "berlaku: 2024\nretensi: ▸2.5", "retensi: '2.5' bukan banyaknya tahun; tulis"),
        ("berlaku: 2024", "berlaku: 2024\nretensi: ▸-1", "retensi: '-1' bukan banyaknya tahun; tulis"),
        ("berlaku: 2024", "berlaku: 2024\nretensi: ▸101", "retensi: '101' bukan banyaknya tahun; tulis"),
        ("berlaku: 2024", "berlaku: 2024\nretensi: ▸''", "retensi kosong; isi nilainya, misalnya retensi: 5"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: ▸0}}", "pemula: 0 harus di atas 0; hapus"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: ▸-1}}", "pemula: '-1' di bawah 0; tulis"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: ▸3.755}}", "pemula: '3.755' punya 3"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: ▸'3,75'}}", "pemula: '3,75' bukan angka"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: ▸''}}",
         "pemula kosong; isi nilainya, misalnya pemula: 3.75"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: ▸3.75", "angka_kredit salah bentuk; tulis pemetaan"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: ▸[4]}", "koefisien salah bentuk; tulis pemetaan"),
        ("bobot: 60", "bobot: 60, wajib: ▸ya", "wajib: 'ya' tidak dikenal; tulis true atau false"),
        ("bobot: 60", "bobot: 60, wajib: ▸True", "wajib: 'True' tidak dikenal. Maksud Anda 'true'?"),
        ("bobot: 60", "bobot: 60, sumber: ▸skor", "sumber: 'skor' tidak dikenal; tulis nilai atau sasaran"),
        ("bobot: 60", "bobot: 60, keterangan: ▸''", "keterangan kosong; isi nilainya, misalnya"),
        ("nama: Disiplin", "nama: ▸''", "nama kosong"),
        ("maks: 5\n", "maks:▸\n", "maks kosong"),
        ("nama: Disiplin", 'nama: ▸"A\\u202EB"', "nama: isinya memuat karakter kendali U+202E; hapus"),
        ("nama: Disiplin", "nama: ▸'=1+1'", "nama: isinya '=1+1' diawali '='"),
        ("nama: Disiplin", "nama: ▸'...'", "nama: '...' tidak memuat huruf atau angka"),
        ("nama: Disiplin", "nama: ▸[Disiplin]", "nama salah bentuk"),
        ("instansi: Kecamatan Contoh", "instansi:▸", "instansi kosong"),
        ("skala: {min: 0, maks: 100}", "skala: ▸100", "skala salah bentuk; tulis pemetaan"),
        ("{kode: baik, nama: Baik, minimal: 76}", "▸baik", "butir predikat salah bentuk"),
    ],
)  # fmt: skip
def test_a_fault_tells_the_value_what_is_wrong_and_what_to_write(old, new, fault):
    found = only_fault(old, new)
    assert found.startswith(fault)
    assert re.search(r"[;.] ?(tulis|isi|pakai|paling banyak|hapus|pilih|ubah|sudah|Maksud Anda)", found)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("bobot: 60", "▸boboot: 60", "kunci 'boboot' tidak dikenal. Maksud Anda 'bobot'?"),
        ("bobot: 60", "▸BOBOT: 60", "kunci 'BOBOT' tidak dikenal. Maksud Anda 'bobot'?"),
        ("instansi:", "▸instasi:", "kunci 'instasi' tidak dikenal. Maksud Anda 'instansi'?"),
        ("skala: {min: 0", "skala: {▸minimum: 0", "kunci 'minimum' tidak dikenal. Maksud Anda 'min'?"),
        ("berlaku: 2024", "berlaku: 2024\n▸no: 1", "kunci 'no' tidak dikenal; hapus, atau pakai salah satu: instansi,"),
        ("berlaku: 2024", "berlaku: 2024\n▸angka_kredt: {koefisien: {pemula: 4}}",
         "kunci 'angka_kredt' tidak dikenal. Maksud Anda 'angka_kredit'?"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {▸koefisen: {pemula: 4}}",
         "kunci 'koefisen' tidak dikenal. Maksud Anda 'koefisien'?"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {▸Pemula: 4}}",
         "kunci 'Pemula' tidak dikenal. Maksud Anda 'pemula'?"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: ▸{}",
         "kunci 'koefisien' tidak ada di angka_kredit; tambahkan, misalnya koefisien: {pemula: 3.75}"),
        ("berlaku: 2024", "berlaku: 2024\nangka_kredit: {koefisien: {pemula: 4, ▸mahir: 9}}",
         "kunci 'mahir' tidak dikenal; hapus, atau pakai salah satu: pemula"),
        ("bobot: 60", "bobot: 60, ▸bobot: 70", "kunci 'bobot' ganda; sudah ada di baris 6"),
        ("bobot: 60", "bobot: 60, ▸name: x", "kunci 'name' tidak dikenal; hapus, atau pakai salah satu: kode,"),
        ("{kode: disiplin, nama: Disiplin, bobot: 60}", "▸{kode: disiplin, nama: Disiplin}",
         "kunci 'bobot' tidak ada di butir kriteria; tambahkan, misalnya bobot: 30"),
        ("instansi: Kecamatan Contoh\nberlaku: 2024\n", "▸instansi: Kecamatan Contoh\n",
         "kunci 'berlaku' tidak ada di berkas; tambahkan, misalnya berlaku: 2024"),
        ("  maks: 5\n  kategori", "  ▸kategori", "kunci 'maks' tidak ada di nilai_tambah"),
    ],
)  # fmt: skip
def test_the_keys_are_known_exactly(old, new, fault):
    assert only_fault(old, new).startswith(fault)


@pytest.mark.parametrize(
    "code", ["Disiplin", "kerja sama", "1a", "_a", "a-b", "é", "a.b", "disiplin\u200b", "[", "a" * 41]
)
def test_a_code_is_small_letters_digits_and_underscores(code):
    fault = only_fault("kode: disiplin", f"kode: ▸'{code}'")
    assert fault.startswith("kode: '")
    assert "\u200b" not in fault


def test_a_code_of_forty_letters_is_taken_and_a_near_one_is_proposed():
    assert parse_rules(changed("kode: disiplin", "kode: " + "a" * 40).encode()).rules.codes[0] == "a" * 40
    assert only_fault("kode: disiplin", "kode: ▸Kerja Sama").endswith(", misalnya kerja_sama")


@pytest.mark.parametrize(
    "code",
    [
        *YEARLY_FIXED,
        *RESERVED_WORDS,
        "nilai",
        "no",
        "unit_kerja",
        "nama_pegawai",
        "penilai",
        "opd",
        "dicatat",
    ],
)
def test_a_criterion_has_no_code_that_a_report_or_an_import_file_uses(code):
    assert only_fault("kode: disiplin", f"kode: ▸{code}").startswith(f"kode: '{code}' sudah dipakai")


@pytest.mark.parametrize("code", UNIT_FIXED)
def test_a_predikat_has_no_code_that_the_report_of_units_uses(code):
    assert only_fault("kode: baik", f"kode: ▸{code}").startswith(f"kode: '{code}' sudah dipakai")


@pytest.mark.parametrize(
    "code", ["inovasi", "kerja_sama", "nilai_budaya", "rating_x", "catatan_harian", "minimal", "no_1"]
)
def test_ordinary_codes_are_free(code):
    assert parse_rules(changed("kode: disiplin", f"kode: {code}").encode()).rules.codes[0] == code


def test_headings_are_listed_as_folding_leaves_them():
    assert [fold(heading) for heading in SCORE_HEADERS] == list(SCORE_HEADERS)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kode: pelayanan", "kode: ▸disiplin", "kode: 'disiplin' sudah ada di baris 6; pilih kode lain"),
        (
            "kode: pelayanan",
            "kode: ▸disi_plin",
            "kode: 'disi_plin' terbaca sama dengan 'disiplin' di baris 6",
        ),
        ("kode: pelayanan", "kode: ▸rating_disiplin", "kode: 'rating_disiplin' adalah kolom yang dibuat"),
        ("nama: Pelayanan", "nama: ▸Disiplin", "nama: 'Disiplin' terbaca sama dengan 'disiplin' di baris 6"),
        (
            "nama: Disiplin",
            "nama: ▸PELAYANAN",
            "nama: 'PELAYANAN' terbaca sama dengan 'pelayanan' di baris 7",
        ),
        ("nama: Pelayanan", "nama: ▸Unit Kerja", "nama: 'Unit Kerja' adalah judul kolom"),
        ("kode: cukup", "kode: ▸baik", "kode: 'baik' sudah ada di baris 12"),
        ("nama: Cukup", "nama: ▸BAIK", "nama: 'BAIK' terbaca sama dengan 'Baik' di baris 12"),
    ],
)
def test_nothing_can_be_taken_for_another(old, new, fault):
    assert only_fault(old, new).startswith(fault)


def test_all_faults_come_at_once_in_the_order_of_the_file():
    text = """\
periode: ▸triwulann
skala: {min: 0, maks: ▸1e2}
kriteria:
  - {kode: ▸nilai, nama: ▸"", bobot: ▸010}
  - {kode: b, ▸nam: B, bobot: 5, ▸bobot: 6}
berlaku: ▸&a 2024
predikat: ▸[]
instansi: x
▸lain: y
"""
    marked = [
        f"{number}:{mark.start() + 1 - earlier}"
        for number, line in enumerate(text.splitlines(), 1)
        for earlier, mark in enumerate(re.finditer("▸", line))
    ]
    assert len(marked) == 10
    assert [fault.split(": ")[0] for fault in faults(text.replace("▸", ""))] == marked


def test_a_file_that_is_too_deep_is_one_fault_wherever_the_reader_gives_up():
    """At the ninth level; libyaml of PyYAML 6.0.4 looks ahead and stops at its own thousandth."""
    [found] = faults("[" * 20_000)
    assert re.match(r"1:(9|1001): terlalu dalam: paling banyak 8 tingkat", found)
    [found] = faults("[" * 9 + "]" * 9)
    assert found.startswith("1:9: terlalu dalam")


def test_a_broken_value_gives_no_second_fault():
    assert only_fault("bobot: 60", "bobot: ▸*x").startswith("alias '*x' dilarang")
    assert only_fault("skala: {min: 0, maks: 100}", "skala: ▸*x").startswith("alias")
    assert only_fault("bobot: 60", "bobot: ▸&x 60").startswith("jangkar '&x' dilarang")
    assert only_fault("bobot: 60", "bobot: ▸!!int 60").startswith("tag")
    assert only_fault("bobot: 60", "bobot: 60, ▸<<: {nama: x}").startswith("kunci gabungan '<<' dilarang")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: berkas kosong"),
        ("instansi\n", "1:1: berkas salah bentuk; tulis pemetaan"),
        ("[a]\n", "1:1: berkas salah bentuk"),
        (VALID.replace("maks: 100}", "maks: 100"), "5:9: "),
        (VALID + "---\n" + VALID, "15:1: dokumen kedua"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(text, fault):
    [found] = faults(text)
    assert found.startswith(fault)


def test_a_message_stays_on_one_short_line_whatever_the_value():
    found = [
        only_fault("bobot: 60", "bobot: ▸" + "9" * 5000),
        only_fault("berlaku: 2024", 'berlaku: ▸"20\\n24\\e[31m"'),
        only_fault("kode: disiplin", 'kode: ▸"\\e]0;x\\a"'),
        only_fault("bobot: 60", 'bobot: 60, ▸"\\e[31m\\n": x'),
        only_fault("bobot: 60", "bobot: 60, ▸" + "k" * 900 + ": x"),
    ]
    assert all(fault.isprintable() and len(fault) < 250 for fault in found)


# --- files


def test_a_file_is_called_by_its_name_in_faults(tmp_path):
    path = tmp_path / "aturan baru.yaml"
    path.write_bytes(b"a: b: c\n")
    with pytest.raises(FaultsFound, match=r"\Aaturan baru\.yaml:1:5: "):
        load_rules(path)


def test_a_file_and_its_digest_agree(tmp_path):
    path = tmp_path / "criteria.yaml"
    path.write_bytes(VALID.encode())
    assert load_rules(path) == parse_rules(VALID.encode())
    assert file_digest(path) == load_rules(path).digest


def test_an_absent_file_is_not_found_and_has_no_digest(tmp_path):
    for path in (tmp_path / "criteria.yaml", SHIPPED / "criteria.yaml"):
        assert file_digest(path) is None
        with pytest.raises(NotFound, match=r"criteria\.yaml tidak ditemukan"):
            load_rules(path)


@pytest.mark.parametrize("reader", [load_rules, file_digest])
def test_what_cannot_be_read_is_a_failure_of_storage(tmp_path, reader):
    with pytest.raises(StorageFailure, match="itu folder"):
        reader(tmp_path)
    secret = tmp_path / "criteria.yaml"
    secret.write_bytes(VALID.encode())
    secret.chmod(0)
    if os.geteuid() != 0:  # nothing is closed to root
        with pytest.raises(StorageFailure, match="tidak ada izin"):
            reader(secret)


def test_a_huge_file_is_refused_without_being_read_whole():
    with pytest.raises(FaultsFound, match="1 MiB"):
        load_rules(Path("/dev/zero"))

"""`kinerja dokumen`: the document says what `jelaskan` says, in the form's order, and no word becomes markup."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from importlib import util
from itertools import pairwise

import pytest
import target_office
from closed_office import close_all, complete, disturb
from document_pages import Page, pdf_pages, squeezed
from official_office import BEHAVIOURS, HADI, LURAH, PUTU, RINA
from official_office import settle as settle_official
from personal_office import NIP as HER
from personal_office import gate
from pypdf import PdfReader
from scoring_office import ANI, CAMAT, CITRA, DEDI, EVERYBODY, LURAH_S, give, settle

from kinerja_cli.errors import StorageFailure
from kinerja_cli.services import document as services
from kinerja_cli.storage.versions import replace

SECTIONS = [
    "Pegawai dan pejabat penilai kinerja", "Hasil kerja", "Kriteria penilaian", "Nilai tambah: program",
    "Hasil evaluasi", "Lampiran: cara menghitung", "Dasar dokumen ini",
]  # fmt: skip
POLICY = "Nilai menurut kebijakan lokal; predikat resmi mengikuti PermenPANRB 6/2022"
ACCESS = """
select e.nip, a.what, j.seq, j.command, j.rows
from access a
join employee e on e.id = a.employee
join journal j on j.seq = a.entry
order by j.seq, e.nip
"""


@pytest.fixture
def full(kinerja, workspace):
    """A complete year: a leave, somebody who moved, somebody who left, a programme."""
    complete(kinerja, workspace)
    return workspace


@pytest.fixture
def page(kinerja):
    """``page(nip)``: the document as a page, read back."""

    def read(nip, year=2025):
        return Page(kinerja(f"dokumen {nip} {year}").stdout)

    return read


@pytest.fixture
def pdf(kinerja, workspace):
    """``pdf(nip)``: the text of the document's PDF."""

    def read(nip, year=2025):
        kinerja(f"dokumen {nip} {year} -o satu.pdf")
        return " ".join(pdf_pages(workspace / "satu.pdf"))

    return read


def explained(kinerja, nip, year=2025):
    return json.loads(kinerja(f"jelaskan {nip} {year} --format json").stdout, parse_float=str)


def shown(value):
    """A number of the JSON as the document writes it."""
    return "–" if value is None else value


# --- the same figures


@pytest.mark.parametrize("nip", EVERYBODY)
def test_every_figure_is_that_of_jelaskan(kinerja, full, page, pdf, nip):  # noqa: ARG001
    told, read, text = explained(kinerja, nip), page(nip), squeezed(pdf(nip))
    for line in told["baris"]:
        row = read.table("Nilai menurut kriteria").row(1, line["nama"])
        assert row[4:] == [shown(line["rata_rata"]), shown(line["sumbangan"])]
        assert f"Bobot {line['bobot']}" in row[1]
        for value in line["nilai"]:
            assert f"{value['periode']}: {value['nilai']}" in row[2]
            assert squeezed(f"{value['periode']}:{value['nilai']}") in text
        for period in line["belum_ada"]:
            assert f"{period}: BELUM ADA" in row[2]
        assert squeezed(f"{shown(line['rata_rata'])}{shown(line['sumbangan'])}") in text
    results = {
        "Nilai dasar": told["nilai_dasar"],
        "Nilai tambah": told["nilai_tambah"],
        "Nilai akhir": told["nilai_akhir"],
        "Predikat kinerja pegawai": told["predikat"],
    }
    for label, value in results.items():
        assert read.result(label) == value
        assert squeezed(f"{label}{value}") in text
    assert read.table("Nilai menurut kriteria").rows[-1][-1] == told["nilai_dasar"]
    shares = [Decimal(line["sumbangan"]) for line in told["baris"] if line["sumbangan"]]
    assert sum(shares) == Decimal(told["nilai_dasar"])
    for words in (told["aturan"]["digest"], f"tepatnya {told['pecahan']}", told["catatan"]):
        assert words in read.text
        assert squeezed(words) in text


@pytest.mark.usefixtures("full")
def test_the_sections_stand_in_the_order_of_the_form(page):
    read = page(CAMAT)
    assert [text for level, text in read.headings if level == "h2"] == SECTIONS
    assert read.headings[0] == ("h1", "Dokumen Evaluasi Kinerja Pegawai 2025")
    assert POLICY in read.text
    assert read.words[-40:].count("NIP 197505052000031005") == 1  # where she signs


@pytest.mark.usefixtures("full")
def test_who_is_judged_and_by_whom(kinerja, page):
    kinerja(f"pegawai ubah {CAMAT} --golongan IV/a --alasan data")
    kinerja(f"pegawai ubah {ANI} --golongan IX --jenis PPPK --alasan data")
    parties = page(ANI).table("Pegawai yang dinilai dan pejabat penilai")
    assert parties.rows == [
        ["Identitas", "Pegawai yang dinilai", "Pejabat penilai kinerja"],
        ["Nama", "Ani Nope", "Yosef Tefa"],
        ["NIP", ANI, CAMAT],
        ["Pangkat/gol. ruang", "IX", "Pembina (IV/a)"],
        ["Jabatan", "Analis", "Camat"],
        ["Unit kerja", "Kecamatan Maulafa", "Kecamatan Maulafa"],
        ["Status", "PPPK", "ASN"],
    ]
    above = page(CAMAT).table("Pegawai yang dinilai dan pejabat penilai")
    assert [row[2] for row in above.rows[1:]] == ["Wali Kota Kupang", "–", "–", "–", "–", "NON ASN"]


@pytest.mark.usefixtures("full")
def test_somebody_who_moved_is_judged_by_her_last_superior_and_both_places_are_told(page):
    read = page(CITRA)
    assert read.table("Pegawai yang dinilai dan pejabat penilai").row(0, "Nama")[2] == "Nona Benu"
    assert "Unit SIKUMANA-RW, Pengadministrasi · 2025-TW1, 1 dari 4 periode" in read.text
    assert "Unit NAIMATA, Bendahara (sejak 2025-05-01)" in read.text
    row = read.table("Nilai menurut kriteria").row(1, "Disiplin")
    assert "Penilai 2025-TW1: Marten Lay\nPenilai 2025-TW2–2025-TW4: Nona Benu" in row[2]


@pytest.mark.usefixtures("full")
def test_a_leave_and_a_short_service_are_told(page):
    row = page(ANI).table("Nilai menurut kriteria").row(1, "Inovasi")
    assert "2025-TW3: dikecualikan – Cuti melahirkan" in row[2]
    read = page(DEDI)
    assert "Periode penilaian 1 Januari s.d. 31 Agustus 2025" in read.text
    assert "Periode yang dihitung: 2025-TW1–2025-TW2" in read.text


@pytest.mark.usefixtures("full")
def test_a_programme_has_its_proof_effect_and_points(page):
    row = page(CAMAT).table("Program, bukti dukung, dan dampaknya").row(1, "Loket")
    assert row == ["1", "Loket\nKategori program_baru", "terealisasi\nBukti: SK", "9 → 3", "3.00"]


def test_what_was_said_with_a_value_is_feedback(kinerja, full, page):  # noqa: ARG001
    words = "--koreksi --alasan lupa --catatan 'sudah lebih cepat'"
    kinerja(f"nilai catat {CITRA} 2025-TW2 inovasi=61.5 {words}")
    row = page(CITRA).table("Nilai menurut kriteria").row(1, "Inovasi")
    assert row[3] == "2025-TW2: sudah lebih cepat"


@pytest.mark.usefixtures("full")
def test_the_receipt_is_that_of_the_report_and_asking_doesnt_change_it(kinerja, page):
    [receipt] = re.findall(r"Tanda terima: (#\d+:\w+)", kinerja("rekap tahunan 2025").stdout)
    assert f"Tanda terima: {receipt}" in page(CAMAT).text
    assert f"Tanda terima: {receipt}" in page(CAMAT).text


# --- years without a predikat


def test_an_incomplete_year_says_so_large_and_lists_what_is_missing(kinerja, workspace, page, pdf):
    settle(kinerja, workspace)
    give(kinerja, f"{ANI},2025-TW1,80,-,70", f"{ANI},2025-TW2,80,75,-")
    told, read = explained(kinerja, ANI), page(ANI)
    assert read.words.count("BELUM LENGKAP") == 2  # in its box, and where the predikat would stand
    assert read.text.index("BELUM LENGKAP") < read.text.index("Pegawai yang dinilai")
    assert "2 nilai belum ada" in read.text
    assert "Inovasi: 2025-TW1" in read.words
    assert "Pelayanan kepada masyarakat: 2025-TW2" in read.words
    assert f"Nilai akhir nanti antara {told['batas_bawah']} dan {told['batas_atas']}." in read.words
    assert read.result("Nilai akhir") == "–"
    assert "2025-TW3, 2025-TW4 belum dibuka" in read.text
    assert "BELUM LENGKAP" in pdf(ANI)


def test_whoever_has_nothing_to_count_is_not_judged(kinerja, workspace, page, pdf):
    settle(kinerja, workspace)
    for period in ("2025-TW1", "2025-TW2"):
        kinerja(f"nilai kecualikan {ANI} {period} semua --alasan 'Tugas belajar'")
    read = page(ANI)
    assert read.words.count("TIDAK DINILAI") == 2
    row = read.table("Nilai menurut kriteria").row(1, "Disiplin")
    assert "2025-TW1–2025-TW2: dikecualikan – Tugas belajar" in row[2]
    assert "TIDAK DINILAI" in pdf(ANI)


# --- other rules


@pytest.mark.parametrize("nip", [RINA, LURAH, PUTU])
def test_under_the_quadrant_both_ratings_stand_where_the_form_has_them(kinerja, workspace, page, pdf, nip):
    settle_official(kinerja, workspace)
    told, read, text = explained(kinerja, nip), page(nip), squeezed(pdf(nip))
    assert [text for level, text in read.headings if level == "h2"][1:3] == ["Hasil Kerja", "Perilaku Kerja"]
    for aspect in told["aspek"]:
        said = f"{aspect['rating']} ({aspect['nilai']})"
        assert read.result(f"Rating {aspect['nama']}") == said
        assert squeezed(f"Rating{aspect['nama']}{said}") in text
    assert read.result("Predikat kinerja pegawai") == told["predikat"]
    results, behaviour = [t for t in read.tables if t.caption == "Nilai menurut kriteria"]
    assert [row[1] for row in results.rows[1:]][-1] == "Nilai Hasil Kerja"
    assert len(behaviour.rows) == 1 + len(BEHAVIOURS) + 1
    expectation = behaviour.row(1, "Loyal")[1]
    assert "Memegang teguh ideologi Pancasila" in expectation
    for table, aspect in zip((results, behaviour), told["aspek"], strict=True):
        lines = [line for line in told["baris"] if line["aspek"] == aspect["kode"]]
        assert [row[5] for row in table.rows[1:-1]] == [line["sumbangan"] for line in lines]
        assert table.rows[-1][-1] == aspect["nilai"]
    assert POLICY not in read.text
    assert "(tidak dihitung)" in behaviour.row(1, "Loyal")[2]  # terakhir: the last quarter alone counts


def test_under_the_quadrant_an_incomplete_year_names_what_lacks(kinerja, workspace, page):
    settle_official(kinerja, workspace)
    read = page(HADI)
    assert "8 nilai belum ada" in read.text
    assert "Kolaboratif: 2025-TW4" in read.words
    assert read.result("Rating Hasil Kerja") == "–"


@pytest.mark.parametrize("formula", [target_office.OF_2021, target_office.ACHIEVEMENT])
def test_targets_and_what_came_of_them_are_those_of_jelaskan(kinerja, workspace, page, pdf, formula):
    settle, budi = target_office.settle, target_office.BUDI
    settle(kinerja, workspace, formula)
    kinerja("tujuan tambah VISI 'Kota yang melayani' --jenis visi")
    first = target_office.aim(
        kinerja, budi, "12", "--hitung", "jumlah", "--tujuan", "VISI", indicator="Surat masuk"
    )
    second = target_office.aim(kinerja, budi, "7-8", "--arah", "turun", "--aspek", "waktu", indicator="Lama")
    extra = target_office.aim(kinerja, budi, "4", "--jenis", "tambahan", indicator="Tim")
    target_office.realise(kinerja, first, "3", "3", "3", "4")
    target_office.realise(kinerja, second, "", "", "", "9,5")
    target_office.realise(kinerja, extra, "", "", "", "3")
    kinerja(f"sasaran realisasi {second} 2025-TW1 6,5 --bukti register --catatan 'pertahankan'")
    target_office.behave(kinerja)
    told, read, text = explained(kinerja, budi), page(budi), squeezed(pdf(budi))
    [line] = [line for line in told["baris"] if line["kriteria"] == "skp"]
    grid = read.table("Sasaran dan realisasinya")
    assert [row[0] for row in grid.rows if len(row) == 1] == ["A. Utama", "B. Tambahan"]
    for target in line["sasaran"]:
        row = grid.row(2, target["indikator"])
        assert f"= {target['capaian']} %" in row[4]
        assert target["nilai"] in row[4]
        assert squeezed(f"={target['capaian']}%") in text
        for done in target["realisasi"]:
            assert (
                f"{done['periode']}: {done['nilai'].removesuffix('.00')} surat; bukti: {done['bukti']}"
                in row[4]
            )
    assert "Mendukung VISI: Kota yang melayani" in grid.row(2, "Surat masuk")[1]
    lama = grid.row(2, "Lama")
    assert (lama[3].splitlines()[0], lama[5]) == ("7–8 surat", "2025-TW1: pertahankan")
    assert "Aspek waktu; makin kecil makin baik" in lama[2]
    assert read.table("Nilai menurut kriteria").row(1, "SKP")[4] == line["rata_rata"]
    assert read.result("Nilai akhir") == told["nilai_akhir"]


def test_a_missing_realisation_is_named_with_its_target(kinerja, workspace, page):
    target_office.settle(kinerja, workspace)
    number = target_office.aim(kinerja, target_office.BUDI, "12", "--hitung", "jumlah", indicator="Surat")
    target_office.realise(kinerja, number, "3", "", "3")
    target_office.behave(kinerja)
    read = page(target_office.BUDI)
    assert f"SKP, sasaran {number} (Surat): 2025-TW2, 2025-TW4" in read.words
    assert "2025-TW2: BELUM ADA" in read.table("Sasaran dan realisasinya").row(2, "Surat")[4]
    assert (
        "SKP: 2025-TW1, 2025-TW2, 2025-TW3, 2025-TW4 (tidak ada sasaran utama)"
        in page(target_office.ANI).words
    )


def test_targets_stand_there_under_rules_that_make_nothing_of_them(kinerja, full, page):  # noqa: ARG001
    kinerja(f"sasaran tetapkan {ANI} 2025 --hasil Surat --indikator Lama --target 3-4 --satuan hari")
    kinerja("sasaran realisasi 1 2025-TW4 3,5 --bukti register")
    row = page(ANI).table("Sasaran dan realisasinya").row(2, "Lama")
    assert "2025-TW4: 3.50 hari; bukti: register" in row[4]
    assert "capaian sesuai target = 100.00 %" in row[4]
    assert "nilai" not in row[4]


def test_what_the_unit_achieved_is_told(kinerja, full, page):  # noqa: ARG001
    assert "Capaian kinerja organisasi (unit kerja): belum dicatat" in page(ANI).text
    kinerja("unit capaian KEC 2025 butuh_perbaikan --dasar LKjIP")
    assert "Capaian kinerja organisasi (unit kerja): Butuh Perbaikan" in page(ANI).text


# --- closed years


def test_a_closed_year_answers_by_what_was_kept(kinerja, full):
    close_all(kinerja)
    before = {nip: kinerja(f"dokumen {nip} 2025").stdout for nip in EVERYBODY}
    disturb(kinerja, full)
    renamed = {CAMAT: "197505052000031013"}
    for nip, text in before.items():
        assert kinerja(f"dokumen {renamed.get(nip, nip)} 2025").stdout == text
    assert "Tahun 2025 ditutup oleh" in before[ANI]
    kinerja("dokumen --unit KEC 2025 -o folder")
    assert {path.stem for path in (full / "folder").iterdir()} == set(EVERYBODY)
    assert (full / "folder" / f"{CAMAT}.html").stat().st_size


# --- text is never markup


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} {# x #}",
    "\"><img src=x onerror=alert(1)> &amp; ' &#60;",
    '#strong[tebal] $x^2$ *a* _b_ `c` \\ @label <akhir-0> // /* #eval("1") ~',
    '#read("/etc/passwd") #import "x": * --- ...',
    "</style><style>*{display:none}",
    "]]> --> <!-- ${7*7} #{7*7}",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_stay_words(kinerja, workspace, page, pdf, words):
    settle(kinerja, workspace)
    kinerja(["pegawai", "ubah", ANI, "--nama", words, "--alasan", "uji"])
    kinerja(["unit", "ubah", "KEC", "--nama", words])
    kinerja(["nilai", "catat", ANI, "2025-TW1", "disiplin=80", "--penilai", words, "--catatan", words])
    kinerja(["nilai", "kecualikan", ANI, "2025-TW2", "disiplin", "--alasan", words])
    kinerja(["program", "tambah", words, "--tahun", "2025", "--kategori", "program_baru", "--pegawai", ANI,
             "--status", "terealisasi", "--bukti", words, "--sebelum", words, "--sesudah", words])  # fmt: skip
    kinerja(["sasaran", "tetapkan", ANI, "2025", "--hasil", words, "--indikator", words, "--target", "3",
             "--satuan", "hari"])  # fmt: skip
    read = page(ANI)
    assert {"script", "img", "link", "strong[tebal]"} & set(read.tags) == set()
    assert read.tags.count("style") == 1
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in ("src", "href")]
    plain = " ".join(words.split())
    assert read.table("Pegawai yang dinilai dan pejabat penilai").row(0, "Nama")[1] == plain
    assert read.text.count(plain) >= 9
    text = pdf(ANI)
    assert squeezed(text).count(squeezed(plain)) >= 8, text


def test_what_hides_is_spelt_out(kinerja, workspace, page, pdf):
    settle(kinerja, workspace)
    with gate(workspace) as writing:
        [(number,)] = writing.connection.execute("select id from employee where nip = ?", (ANI,)).fetchall()
        replace(writing.connection, "employee", {"id": number}, {"name": "A\u202eni\x1b[31m"}, writing.entry)
    spelt = "A\\u202eni\\u001b[31m"
    assert page(ANI).table("Pegawai yang dinilai dan pejabat penilai").row(0, "Nama")[1] == spelt
    assert spelt in pdf(ANI)


# --- the files


def test_the_page_is_whole_by_itself_and_readable_by_machines(kinerja, full, page):
    kinerja(f"dokumen {ANI} 2025 -o satu.html")
    text = (full / "satu.html").read_text(encoding="utf-8")
    read = page(ANI)
    assert text.lstrip().startswith('<!doctype html>\n<html lang="id">')
    assert not {"script", "link", "img", "iframe", "object"} & set(read.tags)
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert "url(" not in text
    assert ("charset", "utf-8") in read.attributes
    for table in read.tables:
        assert table.caption
        assert set(table.scopes[0]) == {"col"}
        for scopes in table.scopes[1:]:
            assert scopes == ["rowgroup"] or scopes.count("row") == 1
    assert "size: A4 portrait" in text
    assert '"Halaman " counter(page) " dari " counter(pages)' in text
    levels = [int(level[1]) for level, _ in read.headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_pdf_is_tagged_titled_in_indonesian_and_on_numbered_a4(kinerja, full):
    kinerja(f"dokumen {ANI} 2025 -o satu.pdf")
    reader = PdfReader(full / "satu.pdf")
    assert reader.metadata.title == f"Dokumen evaluasi kinerja 2025 – NIP {ANI}"
    assert reader.metadata["/CreationDate"].startswith("D:20000101")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    pages = pdf_pages(full / "satu.pdf")
    for number, (page, text) in enumerate(zip(reader.pages, pages, strict=True), 1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert f"Halaman {number} dari {len(pages)}" in text
        assert f"NIP {ANI}" in text
        fonts = page["/Resources"]["/Font"]
        for font in fonts.values():
            [inner] = font["/DescendantFonts"]
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"])


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_same_data_make_the_same_bytes(kinerja_process, full, form):
    for name, env in (
        ("a", {"TZ": "UTC", "LC_ALL": "C"}),
        ("b", {"TZ": "Pacific/Kiritimati", "LANG": "id_ID.UTF-8"}),
    ):
        kinerja_process(f"dokumen {ANI} 2025 -o {name}.{form}", env=env)
        kinerja_process(f"dokumen --unit KEC 2025 -o semua-{name}.{form}", env=env)
    assert (full / f"a.{form}").read_bytes() == (full / f"b.{form}").read_bytes()
    assert (full / f"semua-a.{form}").read_bytes() == (full / f"semua-b.{form}").read_bytes()


def test_a_unit_in_a_folder_has_a_private_file_a_person(kinerja, full):
    said = kinerja("dokumen --unit KEC 2025 -o keluar").stderr
    assert said == "6 dokumen di keluar: 6 lengkap. Permintaan ini dicatat.\n"
    folder = full / "keluar"
    assert folder.stat().st_mode & 0o777 == 0o700
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == sorted(f"{nip}.html" for nip in EVERYBODY)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    kept = {path: path.read_bytes() for path in files}
    (folder / "lain.txt").write_text("milik orang")
    kinerja("dokumen --unit KEC 2025 -o keluar/")
    assert {path: path.read_bytes() for path in sorted(folder.glob("*.html"))} == kept
    assert (folder / "lain.txt").read_text() == "milik orang"
    assert kept[folder / f"{ANI}.html"].decode() == kinerja(f"dokumen {ANI} 2025").stdout
    kinerja("dokumen --unit SIKUMANA 2025 -o keluar --format pdf")
    assert sorted(path.stem for path in folder.glob("*.pdf")) == sorted([LURAH_S, DEDI])


def test_a_unit_in_one_file_has_everybody_by_unit_and_nip(kinerja, full):
    kinerja("dokumen --unit KEC 2025 -o semua.html")
    text = (full / "semua.html").read_text(encoding="utf-8")
    found = re.findall(r'id="n(\d{18})"', text)
    assert sorted(found) == sorted(EVERYBODY)
    rows = kinerja("rekap tahunan 2025 --urut unit --format csv").stdout.splitlines()[1:]
    units = {row.split(",")[1]: row.split(",")[3] for row in rows}
    assert found == sorted(EVERYBODY, key=lambda nip: (units[nip], nip))
    kinerja("dokumen --unit KEC 2025 -o semua.pdf")
    pages = pdf_pages(full / "semua.pdf")
    firsts = [text for text in pages if "Halaman 1 dari" in text]
    assert [re.search(r"NIP (\d{18})", text)[1] for text in firsts] == found
    for text in firsts:
        assert "DOKUMEN EVALUASI KINERJA PEGAWAI 2025" in text


def test_sixty_people_of_a_unit(kinerja, workspace):
    settle(kinerja, workspace)
    nips = [f"19900101201001{1 + n % 2}{n:03d}" for n in range(1, 61)]
    people = "".join(f"{nip},Pegawai {n},SIKUMANA-RW\n" for n, nip in enumerate(nips))
    kinerja("pegawai impor -", stdin=f"nip,nama,unit\n{people}")
    give(kinerja, *(f"{nip},2025-TW{q},{60 + n % 40},70,80" for n, nip in enumerate(nips) for q in (1, 2)))
    said = kinerja("dokumen --unit SIKUMANA-RW 2025 -o semua.html").stderr
    assert "60 dokumen di semua.html: 60 lengkap" in said
    text = (workspace / "semua.html").read_text(encoding="utf-8")
    assert text.count("<article") == text.count("</article>") == 60
    assert [len(set(re.findall(rf"id=\"n{nip}\"", text))) for nip in nips] == [1] * 60
    kinerja("dokumen --unit SIKUMANA-RW 2025 -o semua.pdf")
    firsts = [page for page in pdf_pages(workspace / "semua.pdf") if "Halaman 1 dari" in page]
    assert len(firsts) == 60


# --- what is refused, and the journal


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("dokumen", 2, "Dokumen siapa?"),
        ("dokumen 2025 -o a.html", 2, "angka"),
        (f"dokumen {ANI} 2025 --unit KEC -o a.html", 2, "bukan keduanya"),
        (f"dokumen {ANI} tahunini -o a.html", 2, "tahunini"),
        (f"dokumen {ANI} 2025 -o a.docx", 2, ".html atau .pdf"),
        (f"dokumen {ANI} 2025 -o folder", 2, ".html atau .pdf"),
        ("dokumen --unit KEC 2025 -o a.docx", 2, "nama folder"),
        (f"dokumen {ANI} 2025 -o a.html --format pdf", 2, "tidak cocok"),
        (f"dokumen {ANI} 2025 --format csv", 2, "html, pdf"),
        ("dokumen 199901012020121009 2025 -o a.html", 4, "tidak ditemukan"),
        (f"dokumen {ANI} 2031 -o a.html", 4, "2031"),
        ("dokumen --unit KECIL 2025 -o a.html", 4, "Maksud Anda"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_journalled(refused, line, code, words):
    assert words in "\n".join(refused(line, code))


def test_whoever_isnt_there_that_year_has_no_document(kinerja, full, refused):
    kinerja("pegawai tambah 200001012024031001 'Pegawai Baru' --unit KEC --mulai 2026-01-01")
    kinerja("unit tambah KOSONG 'Unit Kosong'")
    assert "tidak bertugas" in refused("dokumen 200001012024031001 2025 -o a.html", 4)[0]
    assert "Tidak ada pegawai unit KOSONG" in refused("dokumen --unit KOSONG 2025 -o a.html", 4)[0]
    assert not (full / "a.html").exists()


def test_an_erased_person_has_no_document_alone_or_among_others(kinerja, personal, refused):
    kinerja(f"hapus-data {HER} --dasar 'permohonan 1/2031' --yes")
    assert "sudah dihapus" in refused("dokumen 000000000000000003 2020 -o a.html", 3)[0]
    said = kinerja("dokumen --unit KEC 2020 -o folder").stderr
    assert said.startswith("Tanpa 1 pegawai yang data pribadinya sudah dihapus.\n3 dokumen di folder")
    assert not [path for path in (personal / "folder").iterdir() if path.stem.startswith("0000")]
    kinerja("dokumen --unit KEC 2020 -o semua.html")
    assert "000000000000000003" not in (personal / "semua.html").read_text(encoding="utf-8")


def test_an_erased_superior_is_nobody(kinerja, full, page):  # noqa: ARG001
    kinerja(f"hapus-data {LURAH_S} --dasar 'permohonan 1/2031' --yes")
    read = page(DEDI)
    assert [row[2] for row in read.table("Pegawai yang dinilai dan pejabat penilai").rows[1:]] == ["–"] * 6
    assert "Marten" not in read.text


def test_what_was_asked_for_is_in_the_journal_a_line_a_person(kinerja, full, rows):  # noqa: ARG001
    kinerja(f"dokumen {ANI} 2025 -o satu.html")
    kinerja(f"dokumen {ANI} 2025")
    kinerja("dokumen --unit SIKUMANA 2025 -o folder")
    found = rows(ACCESS)
    assert [(nip, what, rows_) for nip, what, _, _, rows_ in found] == [
        (ANI, "dokumen -o satu.html", 0),
        (ANI, "dokumen", 0),
        (DEDI, "dokumen -o folder", 0),
        (LURAH_S, "dokumen -o folder", 0),
    ]
    assert {command for *_, command, _ in found} == {"dokumen"}
    assert len({seq for *_, seq, _, _ in found}) == 3
    assert kinerja("periksa").stdout == ""
    told = json.loads(kinerja(f"berkas-subjek {ANI} --format json").stdout)
    assert "dokumen -o satu.html" in [one["hal"] for one in told["akses"]]


@pytest.mark.parametrize("target", ["satu.html", "satu.pdf"])
def test_where_the_journal_cannot_be_written_nothing_is_given_out(kinerja, full, monkeypatch, target):
    def fail(*_):
        raise StorageFailure("penyimpanan penuh.")

    monkeypatch.setattr(services, "add_access", fail)
    kinerja(f"dokumen {ANI} 2025 -o {target}", exit_code=6)
    kinerja("dokumen --unit KEC 2025 -o folder", exit_code=6)
    left = kinerja(f"dokumen {ANI} 2025", exit_code=6)
    assert left.stdout == ""
    assert not (full / target).exists()
    assert not (full / "folder").exists()


def test_a_document_that_breaks_leaves_the_old_file_and_no_other(kinerja, full, monkeypatch):
    kinerja("dokumen --unit KEC 2025 -o folder")
    kinerja("dokumen --unit KEC 2025 -o semua.html")
    before = {path: path.read_bytes() for path in [*(full / "folder").iterdir(), full / "semua.html"]}
    whole, seen = services._Reader._document, []

    def break_at_the_third(self, *args):
        seen.append(1)
        if len(seen) == 3:
            raise OSError(28, "No space left on device")
        return whole(self, *args)

    monkeypatch.setattr(services._Reader, "_document", break_at_the_third)
    kinerja("dokumen --unit KEC 2025 -o semua.html", exit_code=6)
    assert {path: path.read_bytes() for path in [*(full / "folder").iterdir(), full / "semua.html"]} == before
    assert not list(full.glob(".kinerja-*"))


def test_without_typst_the_error_says_how_to_get_it_and_that_a_page_prints(refused, full, monkeypatch):
    found = util.find_spec
    monkeypatch.setattr(
        "kinerja_cli.render.document_files.find_spec", lambda name: None if name == "typst" else found(name)
    )
    said = "\n".join(refused(f"dokumen {ANI} 2025 -o a.pdf", 6))
    assert "pip install 'kinerja_cli[pdf]'" in said
    assert "HTML" in said
    refused("dokumen --unit KEC 2025 -o folder --format pdf", 6)
    assert not (full / "folder").exists()


def test_each_format_imports_only_what_it_needs(full):
    probe = (
        "import sys; from kinerja_cli.__main__ import run; run({words}); print(*sys.modules, file=sys.stderr)"
    )
    for target, needed, spared in (("a.html", "jinja2", "typst"), ("a.pdf", "typst", "jinja2")):
        code = probe.format(words=["dokumen", ANI, "2025", "-o", target])
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=full, capture_output=True, text=True, check=True
        )
        modules = set(done.stderr.split())
        assert needed in modules
        assert not {spared, "rich", "sqlite_utils", "xlsxwriter"} & modules


def test_the_years_newest_is_meant_where_none_is_named(kinerja, full, page):  # noqa: ARG001
    assert kinerja(f"dokumen {ANI}").stdout == kinerja(f"dokumen {ANI} 2025").stdout
    kinerja("dokumen --unit KEC -o semua.html")
    with closing(sqlite3.connect(full / "kinerja.db")) as connection:
        assert connection.execute("select count(*) from access").fetchone() == (8,)

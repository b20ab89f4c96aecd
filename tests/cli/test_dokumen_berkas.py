"""The files of `kinerja dokumen`: words stay words, bytes repeat, and whoever asked is written down first."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import util
from itertools import pairwise
from pathlib import Path

import pytest
from document_pages import pdf_pages, squeezed
from offices_of_processes import KINERJA, on_terminal
from personal_office import NIP as HER
from personal_office import gate
from pypdf import PdfReader
from scoring_office import ANI, DEDI, EVERYBODY, LURAH_S, give, settle

from kinerja_cli.errors import StorageFailure
from kinerja_cli.services import document as services
from kinerja_cli.storage.versions import replace

# who is written down as having asked
ACCESS = """
select e.nip, a.what, j.seq, j.command, j.rows
from access a
join employee e on e.id = a.employee
join journal j on j.seq = a.entry
order by j.seq, e.nip
"""


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


def test_a_letter_that_no_font_of_the_pdf_has_is_told(kinerja, workspace, page):
    settle(kinerja, workspace)
    kinerja(["pegawai", "ubah", ANI, "--nama", "Änni Đorđević-Łuk 王芳", "--alasan", "uji"])
    said = kinerja(f"dokumen {ANI} 2025 -o satu.pdf").stderr
    assert said.startswith("Ada huruf yang tidak dimiliki huruf PDF")
    text = " ".join(pdf_pages(workspace / "satu.pdf"))
    assert "Änni Đorđević-Łuk" in text
    assert PdfReader(workspace / "satu.pdf").trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Änni Đorđević-Łuk 王芳" in page(ANI).text
    assert "huruf" not in kinerja(f"dokumen {DEDI} 2025 -o dua.pdf").stderr


def test_a_word_longer_than_its_column_and_a_note_longer_than_a_page_are_all_there(kinerja, workspace, pdf):
    settle(kinerja, workspace)
    word, note = "abcdefghij" * 15, " ".join(f"kata{n}" for n in range(240))
    kinerja(["program", "tambah", "Loket", "--tahun", "2025", "--kategori", "program_baru", "--pegawai", ANI,
             "--bukti", word])  # fmt: skip
    for quarter in ("2025-TW1", "2025-TW2"):
        kinerja(["nilai", "catat", ANI, quarter, "disiplin=80", "--catatan", note])
    text = pdf(ANI)
    assert word in squeezed(text)
    assert word not in text  # it was broken, else it would cover the cells beside it
    words = text.split()
    for number in range(240):
        assert words.count(f"kata{number}") == 2, number
    assert "Halaman 3 dari" in text


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
        ("dokumen --unit '' 2025 -o a.html", 4, "Unit '' tidak ditemukan"),
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
    assert "pipx inject kinerja_cli 'typst>=0.15,<0.16'" in said
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


def test_one_pdf_has_a_limit_and_says_what_has_none(kinerja, full, refused, monkeypatch):
    monkeypatch.setattr("kinerja_cli.render.document_files.PDF_PEOPLE", 5)
    first, second = refused("dokumen --unit KEC 2025 -o semua.pdf", 3)
    assert first == "Satu PDF memuat paling banyak 5 orang; unit ini 6 orang."
    assert "-o FOLDER --format pdf" in second
    kinerja("dokumen --unit KEC 2025 -o folder --format pdf")
    kinerja("dokumen --unit KEC 2025 -o semua.html")
    kinerja("dokumen --unit SIKUMANA 2025 -o semua.pdf")
    assert len(list((full / "folder").glob("*.pdf"))) == 6


# --- screens, pipes and disks


def environment(full):
    return {"PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8", "HOME": str(full)}


def test_a_pdf_is_nothing_for_a_screen_and_a_page_may_go_there(full):
    words = [*KINERJA, "dokumen", ANI, "2025"]
    code, screen = on_terminal([*words, "--format", "pdf"], full, 100, environment(full))
    assert (code, "bukan untuk layar terminal" in screen.decode()) == (2, True)
    code, screen = on_terminal(words, full, 100, environment(full))
    assert (code, b"<!doctype html>" in screen) == (0, True)


def test_who_waits_at_a_terminal_sees_how_many_are_done(full):
    words = [*KINERJA, "dokumen", "--unit", "KEC", "2025", "-o", "folder"]
    code, screen = on_terminal(words, full, 100, environment(full))
    assert code == 0
    assert "Dokumen" in screen.decode()
    assert "6 dokumen di folder" in screen.decode()
    assert kinerja_is_silent(full, [*words, "-q"])


def kinerja_is_silent(full, words):
    code, screen = on_terminal(words, full, 100, environment(full))
    return (code, screen) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_document_onto_a_full_disk_says_so(full, form):
    with Path("/dev/full").open("wb") as device:
        words = [*KINERJA, "dokumen", ANI, "2025", "--format", form]
        done = subprocess.run(words, cwd=full, stdout=device, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (6, False)
    assert "keluaran tidak dapat ditulis" in done.stderr.decode()


def test_a_pipe_that_nobody_reads_is_no_error(full):
    words = [*KINERJA, "dokumen", "--unit", "KEC", "2025"]
    with subprocess.Popen(words, cwd=full, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()  # long before there is anything to read
        said = process.stderr.read().decode()
        assert process.wait(timeout=60) == 0
    assert "Traceback" not in said

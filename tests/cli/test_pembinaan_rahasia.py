"""What is written about a case of support is told by its own commands and the subject's own file, and nowhere else."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from personal_office import times_in_bytes
from scoring_office import ANI, DEDI
from test_outputs import LISTINGS, SUFFIXES, every_listing, fill

from kinerja_cli.cli.completing import TABLE, complete
from kinerja_cli.storage.views import ALL_VIEWS

Kinerja = Callable[..., Any]

# one word a field, each found nowhere else; the counsellor's name is another's, so her file doesn't hold it
FIELDS = {
    "opening": "zbuka",
    "why the opening was corrected": "zbetul",
    "meeting": "ztemu",
    "why the meeting was corrected": "zulang",
    "outcome": "ztutup",
    "why the outcome was corrected": "zhasil",
    **{f"answer {number}": f"zjawab{number}q" for number in range(1, 10)},
}
NAMED = "Zkonselor Zamira"
CODES = ("menolak_perubahan", "konseling", "dirujuk")  # cause, form and outcome tell as much
MARKERS = (*FIELDS.values(), *NAMED.split(), *CODES)
OTHERS = [line for line in LISTINGS if not line.startswith("pembinaan")]
LINES = (
    "status",
    "status --tanggal 2030-01-01",
    "status --wajib-lengkap",
    "periksa",
    "kriteria periksa",
    f"dokumen {ANI} 2025",
    "bantuan",
    "bantuan aturan",
    "pembinaan --help",
    "--version",
    f"nilai catat {ANI} 2025-TW1 disiplin=1",
    f"nilai catat {ANI} 2031-TW1 disiplin=1",
    f"pegawai tambah {ANI} 'Ani Nope' --unit KEC",
    "program tampil 99",
    f"pegawai ubah {ANI} --nama 'Ani Nope' --alasan x",
    f"hapus-data {ANI} --dasar permohonan",
    "cadangkan",
    f"keberatan ajukan {ANI} 2025-TW2 disiplin --diterima 2025-07-03 --tanggal 2025-07-04 --alasan 'a'",
)
RIWAYAT = (
    "riwayat",
    f"riwayat --nip {ANI}",
    "riwayat --perintah pembinaan",
    "riwayat --perintah 'pembinaan catat' --dari 2020-01-01 --sampai 2030-01-01",
    "riwayat --periode 2025-TW1",
    f"riwayat --nip {ANI} --periode 2025-TW1",
)


@pytest.fixture
def case(kinerja: Kinerja, workspace: Path) -> Path:
    """The office of every listing, with a case of Ani's: corrected, met about, answered, closed."""
    fill(kinerja, workspace)
    kinerja("pembinaan tutup 1 --hasil tetap --catatan 'kasus lain' --tanggal 2025-03-05 -q")
    open_and_close(kinerja)
    return workspace


def open_and_close(kinerja: Kinerja) -> None:
    cause, form, outcome = CODES
    said = f"pembinaan buka {ANI} --penyebab {cause} --bentuk {form} --tanggal 2025-04-01 --lanjut 2025-04-08"
    kinerja([*said.split(), "--catatan", FIELDS["opening"], "--pembina", NAMED])
    kinerja(f"{said} --lanjut 2025-04-09 --koreksi --alasan {FIELDS['why the opening was corrected']}")
    answers = " ".join(f"--jawab {number}={FIELDS[f'answer {number}']}" for number in range(1, 10))
    kinerja(f"pembinaan catat 2 --tanggal 2025-04-09 --catatan lama {answers} --lanjut 2025-04-20")
    kinerja(
        f"pembinaan catat 2 --tanggal 2025-04-09 --catatan {FIELDS['meeting']} --koreksi"
        f" --alasan {FIELDS['why the meeting was corrected']}"
    )
    kinerja("pembinaan tutup 2 --hasil membaik --catatan lama --tanggal 2025-05-01")
    kinerja(
        f"pembinaan tutup 2 --hasil {outcome} --catatan {FIELDS['outcome']} --koreksi"
        f" --alasan {FIELDS['why the outcome was corrected']}"
    )


def members(path: Path) -> bytes:
    """The bytes of a file, or of everything in it where it is packed."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def told_in(text: str | bytes, *, codes: bool = True) -> list[str]:
    plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return [word for word in MARKERS if word in plain and (codes or word not in CODES)]


def test_its_own_commands_do_tell_it(kinerja: Kinerja, case: Path) -> None:
    """Else the rest of this file would prove nothing."""
    # the reason of the first correction belongs to a version that another one replaced
    earlier = {FIELDS["why the opening was corrected"]}
    assert set(told_in(kinerja("pembinaan tampil 2").stdout)) == {*MARKERS} - earlier
    assert CODES[0] in kinerja("pembinaan daftar --semua").stdout
    assert (case / "kinerja.db").read_bytes().count(FIELDS["meeting"].encode()) >= 1


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "md"])
def test_her_own_file_holds_all_of_it(kinerja: Kinerja, format: str) -> None:
    text = kinerja(f"berkas-subjek {ANI} --format {format}").stdout.replace("\\", "")
    assert set(told_in(text)) == {*FIELDS.values(), *CODES}


@pytest.mark.usefixtures("case")
def test_nobody_elses_file_holds_any_of_it(kinerja: Kinerja) -> None:
    for person in json.loads(kinerja("pegawai daftar --format json").stdout):
        if person["nip"] != ANI:
            assert told_in(kinerja(f"berkas-subjek {person['nip']} --format json").stdout) == []


@pytest.mark.parametrize("format", SUFFIXES)
def test_no_other_listing_tells_any_of_it_in_any_format(kinerja: Kinerja, case: Path, format: str) -> None:
    for line in (*OTHERS, *RIWAYAT):
        told = kinerja(f"{line} -o keluar --format {format}")
        assert told_in(told.answer) == [], line
        assert told_in(members(case / "keluar")) == [], line


def test_the_matrix_of_listings_leaves_out_pembinaan_alone() -> None:
    from kinerja_cli.cli.app import app

    own = {"pembinaan daftar", "pembinaan tampil", "pembinaan saran"}
    listed = {" ".join(word for word in line.split()[:2] if word[0].isalpha()) for line in OTHERS}
    assert set(every_listing(app)) - listed - own == {"demo", "berkas-subjek"}


def any_code(kinerja: Kinerja, line: str) -> Any:
    for code in (0, 2, 3, 4, 7):
        try:
            return kinerja(line, exit_code=code)
        except AssertionError:
            continue
    raise AssertionError(line)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("line", LINES)
def test_no_other_command_says_any_of_it(kinerja: Kinerja, workspace: Path, line: str) -> None:
    said = any_code(kinerja, line).answer
    assert told_in(said, codes=not line.endswith("--help")) == []
    for path in workspace.rglob("*"):
        if path.is_file() and ".db" not in path.name and path.name != "criteria.yaml":
            assert told_in(members(path)) == [], path


def test_what_is_erased_is_not_listed_before_it_is_gone(kinerja: Kinerja, case: Path) -> None:
    said = kinerja(f"hapus-data {ANI} --dasar permohonan", exit_code=3).stderr
    assert "pembinaan" not in said
    kinerja("keberatan putuskan 1 --pejabat 'Wali Kota Kupang' --tolak --alasan cocok --tanggal 2025-04-10")
    said = kinerja(f"hapus-data {ANI} --dasar permohonan", exit_code=2).stderr
    assert "Ikut dihapus" in said
    assert "pembinaan" not in said
    assert case.exists()


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("name", ALL_VIEWS)
def test_no_view_tells_any_of_it(workspace: Path, name: str) -> None:
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        assert told_in(str(connection.execute(f"select * from {name}").fetchall())) == []  # noqa: S608 - our own names


@pytest.mark.usefixtures("case")
def test_the_journal_and_every_other_table_hold_none_of_it(workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / "kinerja.db")) as connection:
        for (name,) in connection.execute(
            "select name from pragma_table_list where schema = 'main'"
        ).fetchall():
            held = str(connection.execute(f"select * from {name}").fetchall())  # noqa: S608 - names out of the schema
            found = told_in(held if name not in ("sqlite_schema", "sqlite_master") else "")
            assert bool(found) == name.startswith("support_"), (name, found)


@pytest.mark.usefixtures("case")
def test_the_tab_key_offers_none_of_it(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    table = json.loads(TABLE.read_bytes())
    lines = (*offering(table), "pembinaan tampil ", "pembinaan catat ", "pembinaan buka --pembina ")
    offered = "\n".join(f"{line}: {complete(table, line.split(' ')).choices}" for line in lines)
    assert ANI in offered
    own = [word for word in told_in(offered, codes=False) if word not in CODES]
    assert own == []
    assert not complete(table, ["pembinaan", "tampil", ""]).choices


def offering(table: dict[str, Any]) -> Iterator[str]:
    for path in table["arguments"]:
        yield f"{path} "
    for path, options in table["options"].items():
        for names, *_ in options:
            yield f"{path} {names[-1]} "


# ---- and that it is about her


@pytest.mark.usefixtures("case")
def test_the_history_says_that_somebody_wrote_there_and_nothing_of_her(kinerja: Kinerja) -> None:
    lines = [
        line for line in json.loads(kinerja("riwayat --format json").stdout) if "pembinaan" in line["hal"]
    ]
    assert len(lines) == 8  # two and six commands
    told = {
        (line["hal"], line["nip"], line["kolom"], line["lama"], line["baru"], line["alasan"])
        for line in lines
    }
    assert told == {("pembinaan", None, "isi", None, "dirahasiakan", None)}
    assert {line["perintah"] for line in lines} == {"pembinaan buka", "pembinaan catat", "pembinaan tutup"}
    assert "pembinaan" not in kinerja(f"riwayat --nip {ANI} --format csv").stdout


def test_every_other_report_is_the_same_without_the_case(kinerja: Kinerja, workspace: Path) -> None:
    """Not even that there is one shows: but for what the journal's own numbers show, nothing is otherwise."""
    fill(kinerja, workspace)
    lines = [line for line in OTHERS if line != "nilai lembar 2025-TW1"]  # has the number of the newest entry
    before = {line: stripped(kinerja(f"{line} --format html").stdout) for line in lines}
    open_and_close_another(kinerja)
    assert {line: stripped(kinerja(f"{line} --format html").stdout) for line in lines} == before


def open_and_close_another(kinerja: Kinerja) -> None:
    kinerja("pembinaan tutup 1 --hasil tetap --catatan 'kasus lain' --tanggal 2025-03-05 -q")
    open_and_close(kinerja)


def stripped(page: str) -> str:
    """Without receipts and times."""
    return re.sub(r"#\d+:[0-9a-f]{12}|\d{4}-\d\d-\d\d \d\d:\d\d WITA", "", page)


@pytest.mark.usefixtures("case")
def test_a_check_names_a_row_by_its_number_not_by_her(kinerja: Kinerja, workspace: Path) -> None:
    for table in ("support_case", "support_meeting"):
        kept = (workspace / "kinerja.db").read_bytes()
        tamper(workspace, table)
        said = kinerja("periksa", exit_code=8).stdout
        assert f"{table} (dirahasiakan) note" in said
        assert ANI not in said
        assert told_in(said) == []
        (workspace / "kinerja.db").write_bytes(kept)


@pytest.mark.usefixtures("case")
def test_a_check_does_not_tell_when_somebody_met(kinerja: Kinerja, workspace: Path) -> None:
    kinerja(f"pembinaan buka {DEDI} --penyebab motivasi --bentuk bimbingan --tanggal 2025-06-02")
    kinerja("pembinaan catat 3 --tanggal 2025-06-07 --catatan lancar")
    tamper(workspace, "support_meeting", 3)
    said = kinerja("periksa", exit_code=8).stdout
    assert "support_meeting (dirahasiakan) 3 note" in said
    assert "2025-06" not in said


def tamper(folder: Path, table: str, case: int = 2) -> None:
    key = "id" if table == "support_case" else "support_case"
    with closing(sqlite3.connect(folder / "kinerja.db", isolation_level=None)) as connection:
        guard = f"guard_{table}_update"
        [(words,)] = connection.execute("select sql from sqlite_schema where name = ?", (guard,)).fetchall()
        connection.execute(f"drop trigger {guard}")
        connection.execute(f"update {table} set note = 'x' where {key} = {case}")  # noqa: S608 - the names above
        connection.execute(words)


def test_status_says_that_a_follow_up_is_late_without_whose_or_how_many(
    kinerja: Kinerja, workspace: Path
) -> None:
    fill(kinerja, workspace)  # the next day of its case is 10 March 2025
    assert "Pembinaan" not in kinerja("status --tanggal 2025-03-10").stdout
    lines = kinerja("status --tanggal 2025-03-11").stdout.splitlines()
    [line] = [line for line in lines if line.startswith("Pembinaan")]
    assert line == "Pembinaan   : ada tindak lanjut yang lewat; lihat: kinerja pembinaan daftar"


# ---- erased


def test_after_an_erasure_no_place_and_no_byte_holds_any_of_it(kinerja: Kinerja, case: Path) -> None:
    kinerja("keberatan putuskan 1 --pejabat 'Wali Kota Kupang' --tolak --alasan cocok --tanggal 2025-04-10")
    words = [*FIELDS.values(), NAMED]
    assert all(times_in_bytes(case, words).values())
    kinerja(f"hapus-data {ANI} --dasar permohonan --yes")
    assert times_in_bytes(case, words) == dict.fromkeys(words, 0)
    assert ANI not in kinerja("pembinaan daftar --semua --format csv").stdout
    shown = kinerja("pembinaan tampil 2").stdout
    assert "(dihapus)" in shown
    assert told_in(shown) == []
    assert kinerja("periksa").stdout == ""


_VERSIONS = """
select cause, form, follow, opened, closed, outcome from support_case where id = 2
union
select cause, form, follow, opened, closed, outcome from support_case_past where id = 2
order by closed, outcome
"""


def test_after_an_erasure_a_case_says_only_in_which_year_it_was_and_whether_it_helped(
    kinerja: Kinerja, case: Path
) -> None:
    kinerja("keberatan putuskan 1 --pejabat 'Wali Kota Kupang' --tolak --alasan cocok --tanggal 2025-04-10")
    counted = kinerja("rekap kebijakan 2025 --format csv").stdout
    kinerja(f"hapus-data {ANI} --dasar permohonan --yes")
    with closing(sqlite3.connect(case / "kinerja.db")) as connection:
        versions = connection.execute(_VERSIONS).fetchall()
        meetings = connection.execute(
            "select form, follow from support_meeting union select form, follow from support_meeting_past"
        ).fetchall()
    plain = ("lainnya", "bimbingan", None, "2025-01-01")
    # opened, closed as improved by mistake, closed as referred: the last is told as no improvement
    assert versions == [
        (*plain, None, None),
        (*plain, "2025-12-31", "membaik"),
        (*plain, "2025-12-31", "tetap"),
    ]
    assert meetings == [("bimbingan", None)]
    support = [line for line in counted.splitlines() if line.startswith("Dukungan")]
    assert len(support) == 2
    assert set(support) <= set(kinerja("rekap kebijakan 2025 --format csv").stdout.splitlines())


def test_no_new_words_about_her_come_back(kinerja: Kinerja, workspace: Path) -> None:
    fill(kinerja, workspace)
    kinerja("keberatan putuskan 1 --pejabat 'Wali Kota Kupang' --tolak --alasan cocok --tanggal 2025-04-10")
    kinerja(f"hapus-data {ANI} --dasar permohonan --yes")
    her = kinerja("pembinaan tampil 1 --format json").stdout
    [nip] = re.findall(r"[0-9]{18}", her)
    for line in (
        f"pembinaan buka {nip} --penyebab motivasi --bentuk bimbingan",
        "pembinaan catat 1 --catatan lagi",
        "pembinaan tutup 1 --hasil tetap --catatan lagi",
    ):
        assert f"Data pribadi {nip} sudah dihapus" in kinerja(line, exit_code=3).stderr

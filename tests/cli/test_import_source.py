"""An import is of one file's bytes: they are named in the journal, and they stay the same to the end."""

from __future__ import annotations

import hashlib
import io
from contextlib import closing

import pytest
import xlsxwriter
from everything_written import FILES

from kinerja_cli.errors import Refused
from kinerja_cli.imports.source import open_source
from kinerja_cli.services.score_import import ScoreImport, import_scores
from kinerja_cli.storage.database import open_database

BUDI = "198503152010012001"


KEPT = "select command, source, source_digest from journal where seq > 3 order by seq"


def score_workbook(path):
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["nip", "periode", "disiplin"])
        page.write_row(1, 0, [BUDI, "2025-TW1", 80])


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("office")
def test_every_import_names_its_file_and_the_bytes_it_took(kinerja, rows, write):
    folder = write("unit.csv", FILES["unit.csv"]).parent
    write("pegawai.csv", FILES["pegawai.csv"])
    score_workbook(folder / "nilai.xlsx")
    kinerja("unit impor unit.csv")
    kinerja(f"pegawai impor {folder}/../{folder.name}/pegawai.csv")
    kinerja("nilai impor nilai.xlsx")
    assert rows(KEPT) == [
        ("unit impor", "unit.csv", digest(folder / "unit.csv")),
        ("pegawai impor", "pegawai.csv", digest(folder / "pegawai.csv")),
        ("nilai impor", "nilai.xlsx", digest(folder / "nilai.xlsx")),
    ]


@pytest.mark.usefixtures("office")
def test_what_came_through_a_pipe_is_named_so_and_no_other_command_names_a_file(kinerja, rows):
    kinerja("nilai impor -", stdin=FILES["nilai.csv"])
    kinerja("unit tambah X 'Unit X'")
    taken = hashlib.sha256(FILES["nilai.csv"].encode()).hexdigest()
    assert rows(KEPT) == [("nilai impor", "(masukan baku)", taken), ("unit tambah", None, None)]


@pytest.mark.usefixtures("office")
def test_a_name_that_no_terminal_should_see_is_kept_spelt_out(kinerja, rows, write):
    write("a\x1b[2J.csv", FILES["unit.csv"])
    kinerja(["unit", "impor", "a\x1b[2J.csv"])
    assert rows("select source from journal where seq = 4") == [(r"a\u001b[2J.csv",)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_saved_into_while_it_is_imported_is_refused(office, kind):
    path = office / f"nilai.{kind}"
    if kind == "csv":
        path.write_text(f"nip;periode;disiplin\n{BUDI};2025-TW1;80\n")
    else:
        score_workbook(path)
    before = (office / "kinerja.db").read_bytes()
    sound = path.read_bytes()

    def save_into(_: int) -> None:
        with path.open("r+b") as file:
            file.seek(len(sound) // 2)
            file.write(bytes([sound[len(sound) // 2] ^ 1]))

    with (
        closing(open_database(office / "kinerja.db")) as database,
        open_source(str(path), io.BytesIO()) as source,
        pytest.raises(Refused, match=rf"^nilai\.{kind}: isinya berubah selagi diimpor"),
    ):
        import_scores(database, source, ScoreImport(), save_into)
    assert (office / "kinerja.db").read_bytes() == before

"""An import is of one file's bytes: they are named in the journal, and they stay the same to the end."""

from __future__ import annotations

import io
from contextlib import closing

import pytest
import xlsxwriter

from kinerja_cli.errors import Refused
from kinerja_cli.imports.source import open_source
from kinerja_cli.services.score_import import ScoreImport, import_scores
from kinerja_cli.storage.database import open_database

BUDI = "198503152010012001"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_saved_into_while_it_is_imported_is_refused(office, kind):
    path = office / f"nilai.{kind}"
    if kind == "csv":
        path.write_text(f"nip;periode;disiplin\n{BUDI};2025-TW1;80\n")
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["nip", "periode", "disiplin"])
            page.write_row(1, 0, [BUDI, "2025-TW1", 80])
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

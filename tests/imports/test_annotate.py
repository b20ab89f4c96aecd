"""The file of ``--galat``: correct it, import it again."""

from __future__ import annotations

import io

import pytest

from kinerja_cli.domain.nip import spaced
from kinerja_cli.imports.annotate import write_annotated

ANI, BUDI = "198503152010012001", "199001012015031002"


def annotated(found_file, keys, read_file, period="2025-TW1"):
    from kinerja_cli.imports.scores import score_header
    from kinerja_cli.imports.source import open_source

    by_row = read_file("nilai", found_file, keys, period=period).log.by_row
    out = io.BytesIO()
    with open_source(str(found_file), io.BytesIO()) as source:
        write_annotated(score_header(source, keys, period=period), by_row, out)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_row_comes_again_with_its_faults_first(tmp_path, read_file, keys, delimiter):
    path = tmp_path / "n.csv"
    text = f'Judul\nnip;nama;disiplin\n{ANI};"A; B\n""C""";80\nx;y;101\n'
    path.write_bytes(text.replace(";", delimiter).encode())
    raw = annotated(path, keys, read_file)
    again = tmp_path / "galat.csv"
    again.write_bytes(raw.replace(b"101", b"100"))
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[0] == delimiter.join(["galat", "nip", "nama", "disiplin"])
    assert lines[1].startswith(delimiter + spaced(ANI))  # Excel would make a number of the bare digits
    assert "nip: 'x' bukan NIP" in lines[2]
    assert "disiplin: '101' di luar skala" in lines[2]
    second = read_file("nilai", again, keys, period="2025-TW1")
    assert [row[4] for row in second.rows] == [8000]
    assert [fault.split(": ")[1] for fault in second.faults] == ["nip"]
    assert (
        annotated(again, keys, read_file)
        .decode("utf-8-sig")
        .startswith(delimiter.join(["galat", "nip"]) + delimiter)
    )
    assert annotated(again, keys, read_file).count(b"galat") == 1


def test_a_sheet_becomes_a_csv_with_its_cells_as_they_were(tmp_path, read_file, keys, write_sheet):
    path = tmp_path / "n.xlsx"
    write_sheet(path, [["nip", "disiplin"], [float(ANI), 87.5], [BUDI, 80]])
    lines = annotated(path, keys, read_file).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "galat;nip;disiplin"
    assert lines[1].endswith(";1,98503152010012e+17;87,5")
    assert lines[2] == f";{spaced(BUDI)};80"

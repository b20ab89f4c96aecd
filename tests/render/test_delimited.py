"""CSV and TSV, byte for byte."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest

from kinerja_cli.render.delimited import EXCEL_ID, RFC4180, TSV, Dialect, neutral, write_delimited
from kinerja_cli.render.report import Column, Kind, Report

COLUMNS = (
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("nilai_akhir", "Nilai Akhir", Kind.POINTS),
    Column("belum_ada", "Belum Ada", Kind.INTEGER),
    Column("mulai", "Mulai", Kind.DATE),
)
ROWS = (
    ("199001012015031002", "Ani, S.Pd.", 8850, 0, "2025-03-31"),
    ("198512312010012001", "Budi; \u201cBoy\u201d", None, 12, None),
)


def written(dialect: Dialect, rows=ROWS, columns=COLUMNS, **options) -> str:
    out = BytesIO()
    write_delimited(Report("Judul", columns, rows, ("Catatan",)), out, dialect, **options)
    return out.getvalue().decode()


def test_rfc4180_has_keys_points_and_lf_and_neither_title_nor_notes():
    assert written(RFC4180) == (
        "nip,nama,nilai_akhir,belum_ada,mulai\n"
        '199001012015031002,"Ani, S.Pd.",88.50,0,2025-03-31\n'
        '198512312010012001,"Budi; “Boy”",,12,\n'
    )


def test_excel_id_has_a_byte_order_mark_semicolons_commas_crlf_and_the_official_nip():
    assert written(EXCEL_ID) == (
        "\ufeffnip;nama;nilai_akhir;belum_ada;mulai\r\n"
        '19900101 201503 1 002;"Ani, S.Pd.";"88,50";0;2025-03-31\r\n'
        '19851231 201001 2 001;"Budi; “Boy”";;12;\r\n'
    )


def test_tsv_separates_by_tab():
    assert written(TSV).splitlines()[1] == '199001012015031002\t"Ani, S.Pd."\t88.50\t0\t2025-03-31'


@pytest.mark.parametrize("mark", [",", ";", "\t", "\r", "\n", '"', " edge", "edge "])
def test_a_field_with_a_separator_of_any_dialect_is_quoted_and_comes_back_whole(mark):
    text = "a" + mark + "b" if "edge" not in mark else mark
    for dialect in (RFC4180, EXCEL_ID, TSV):
        line = written(dialect, [(text,)], (COLUMNS[1],))
        assert '"' + text.replace('"', '""') + '"' + dialect.newline in line
        body = StringIO(line.removeprefix("\ufeff"), newline="")
        assert list(csv.reader(body, delimiter=dialect.separator))[1:] == [[text]]


@pytest.mark.parametrize(
    "trigger", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n"]
)
@pytest.mark.parametrize("blanks", ["", " ", "\u00a0", "\u3000"])
def test_a_formula_is_neutralised_after_blanks_and_in_full_width_too(trigger, blanks):
    for dialect in (RFC4180, EXCEL_ID, TSV):
        out = written(dialect, [(f"{blanks}{trigger}1+1",)], (COLUMNS[1],))
        assert f"'{blanks}{trigger}1+1" in out


def test_a_number_is_never_neutralised():
    rows = [(-150, -3)]
    assert written(RFC4180, rows, COLUMNS[2:4]).splitlines()[1] == "-1.50,-3"
    assert written(EXCEL_ID, rows, COLUMNS[2:4]).splitlines()[1] == '"-1,50";-3'


def test_a_nip_column_with_something_else_in_it_is_text_like_any_other():
    assert written(EXCEL_ID, [("=1+1",)], COLUMNS[:1]).splitlines()[1] == "'=1+1"


def test_plain_words_are_left_alone():
    for word in ("a=b", "III/d", "2025-TW1", "O'Brien", "a@b.id", "", "1-2"):
        assert neutral(word) == word


def test_a_record_of_one_empty_field_is_not_an_empty_line():
    assert written(RFC4180, [(None,), ("x",)], (COLUMNS[1],)) == 'nama\n""\nx\n'


def test_escape_sequences_are_spelt_out_and_line_breaks_too_on_a_terminal():
    assert written(RFC4180, [("a\x1b[2J\nb",)], (COLUMNS[1],)) == 'nama\n"a\\u001b[2J\nb"\n'
    on_terminal = written(RFC4180, [("a\x1b[2J\r\nb",)], (COLUMNS[1],), on_terminal=True)
    assert on_terminal == "nama\na\\u001b[2J\\u000d\\u000ab\n"


def test_no_rows_leave_the_header_alone():
    assert written(RFC4180, []) == "nip,nama,nilai_akhir,belum_ada,mulai\n"


def test_every_row_of_many_batches_arrives_once_and_in_order():
    rows = ((None, f"n{i}", i, i, None) for i in range(4_500))
    read = list(csv.reader(StringIO(written(RFC4180, rows))))
    assert [line[3] for line in read[1:]] == [str(i) for i in range(4_500)]


def test_a_row_that_does_not_fit_its_columns_is_a_bug_and_says_so():
    with pytest.raises(ValueError, match="zip"):
        written(RFC4180, [("a", "b")])

"""Markdown, byte for byte."""

from __future__ import annotations

from io import BytesIO

from kinerja_cli.render.markdown import escape, write_markdown
from kinerja_cli.render.report import Column, Kind, Report


def test_a_github_table_with_headings_title_and_notes():
    columns = (
        Column("nip", "NIP", Kind.NIP),
        Column("nama", "Nama"),
        Column("na", "Nilai Akhir", Kind.POINTS),
    )
    rows = [("199001012015031002", "Ani | <b>S.Pd.</b>", 8850), ("198512312010012001", None, None)]
    out = BytesIO()
    write_markdown(Report("Rekap 2025", columns, rows, ("Satu_dua", "- tiga")), out)
    assert out.getvalue().decode() == (
        "# Rekap 2025\n"
        "\n"
        "| NIP | Nama | Nilai Akhir |\n"
        "| --- | --- | ---: |\n"
        "| 199001012015031002 | Ani \\| &lt;b&gt;S.Pd.&lt;/b&gt; | 88.50 |\n"
        "| 198512312010012001 |  |  |\n"
        "\n"
        "Satu\\_dua\n"
        "\n"
        "\\- tiga\n"
    )


def test_pipes_line_breaks_backslashes_links_and_tags_are_letters():
    assert escape("a|b\nc\\d") == "a\\|b\\\\u000ac\\\\d"
    assert escape("[x](http://y)") == "\\[x\\](http://y)"
    assert escape("<script>&amp;") == "&lt;script&gt;&amp;amp;"
    assert escape("**a** `b` ~c~") == "\\*\\*a\\*\\* \\`b\\` \\~c\\~"

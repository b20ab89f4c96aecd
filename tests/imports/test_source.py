"""Opening files and reading raw rows: every kind of broken file ends in one clear fault."""

from __future__ import annotations

import io
import os
import pty
import random
import subprocess
import tracemalloc

import pytest

from kinerja_cli.errors import FaultsFound, NotFound, Refused, UsageFault
from kinerja_cli.imports.source import open_source, still_the_same


def rows_of(path, delimiter=";"):
    with open_source(str(path), io.BytesIO()) as source:
        return list(next(r for r in source.readings() if r.delimiter == delimiter).rows())


def fault_of(tmp_path, content: bytes) -> str:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        rows_of(path)
    assert len(found.value.faults) == 1
    return str(found.value.faults[0])


def test_a_record_is_numbered_by_the_line_where_it_starts(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b'\xef\xbb\xbfa;b\r\n\r\n"x\r\ny";2\r\nz;3\r\n')
    assert rows_of(path) == [(1, ["a", "b"]), (3, ["x\r\ny", "2"]), (5, ["z", "3"])]


def test_an_unclosed_quote_is_told_where_its_record_starts(tmp_path):
    assert fault_of(tmp_path, b'a;b\nc;d\n"e;f\ng;h\n').startswith(
        'f.csv:3: tanda kutip (") di baris ini tidak'
    )
    assert fault_of(tmp_path, b'a;b\n"e;f\ng;"h"\n').startswith("f.csv:2: tanda kutip")


def test_an_unclosed_quote_swallows_no_more_than_a_record_may_hold(tmp_path):
    assert fault_of(tmp_path, b'a;b\n"e;f\n' + b"xxx\n" * 30_000).startswith("f.csv:2: tanda kutip")


def test_a_record_of_very_many_quoted_lines_is_refused_though_its_quotes_are_paired(tmp_path):
    assert fault_of(tmp_path, b"a;b\n" + b'"e\n";' * 20_000 + b"x\n").startswith("f.csv:2: tanda kutip")


def test_an_endless_line_is_refused(tmp_path):
    assert fault_of(tmp_path, b"a;b\n" + b";" * 300_000).startswith(
        "f.csv:2: baris lebih panjang dari 64 KiB"
    )


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path):
    assert fault_of(tmp_path, b"a;b\r\nc;d\r\n" * 9000 + b"caf\xe9;1\r\n") == (
        "f.csv:18001: bita 0xE9 bukan UTF-8; simpan sebagai CSV UTF-8"
    )
    assert "UTF-16" in fault_of(tmp_path, "a;b".encode("utf-16"))
    assert fault_of(tmp_path, b"a;b\nc\0;d\n").startswith("f.csv:2: ada bita NUL")


def test_old_excel_and_html_are_refused_with_what_to_do(tmp_path):
    for content in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>"):
        path = tmp_path / "f.xls"
        path.write_bytes(content)
        with pytest.raises(Refused, match=r"simpan sebagai \.xlsx"):
            rows_of(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with (
        pytest.raises(NotFound, match=r"Berkas '.*tiada\.csv' tidak ditemukan"),
        open_source(str(tmp_path / "tiada.csv"), io.BytesIO()),
    ):
        pass
    with pytest.raises(Refused, match="adalah folder"), open_source(str(tmp_path), io.BytesIO()):
        pass


def test_standard_input_can_be_read_twice():
    read_end, write_end = os.pipe()
    os.write(write_end, b"a;b\n1;2\n")
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stdin, open_source("-", stdin) as source:
        once, twice = list(source.rows()), list(source.rows())
        assert source.place(2) == "(masukan baku):2"
    assert once == twice != []


def test_a_terminal_as_standard_input_is_refused_at_once():
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "rb", buffering=0) as stdin, pytest.raises(UsageFault), open_source("-", stdin):
        pass
    os.close(ours)


def test_memory_stays_flat_over_a_long_file(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b"199001012015031002;2025-TW1;disiplin;80\n" * 100_000)
    tracemalloc.start()
    with open_source(str(path), io.BytesIO()) as source:
        assert sum(1 for _ in source.rows()) == 100_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_any_bytes_at_all_end_in_rows_or_in_faults(tmp_path, read_file, keys):
    """400 seeded mutants of a CSV, and noise."""
    dice = random.Random(7)
    path = tmp_path / "m.csv"
    sound = b'nip;periode;kriteria;nilai;catatan\n198503152010012001;2025-TW1;disiplin;80;"a;\nb"\n' * 3
    for number in range(400):
        target = bytearray(sound)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(target))
            target[at : at + dice.choice((0, 1, 5))] = dice.choice(
                (dice.randbytes(2), b'"', b"\r", b"\n", b";", b"\0")
            )
        path.write_bytes(bytes(target) if number % 10 else dice.randbytes(300))
        try:
            read_file("nilai", path, keys)
        except Refused:
            assert path.read_bytes().lstrip()[:1] == b"<"


def test_the_digest_is_that_of_the_files_bytes_whatever_the_kind_of_file(tmp_path, write_sheet):
    text, sheet = tmp_path / "f.csv", tmp_path / "f.xlsx"
    text.write_bytes(b"\xef\xbb\xbfa;b\r\n" + b"1;2\r\n" * 200_000)  # more than one block
    write_sheet(sheet, [["a", "b"], ["1", "2"]])
    for path in (text, sheet):
        told = subprocess.check_output(["sha256sum", str(path)], text=True).split()[0]
        with open_source(str(path), io.BytesIO()) as source:
            assert source.digest == told
            assert all(reading.digest == told for reading in source.readings())
            assert sum(1 for _ in source.rows()) == (200_001 if path is text else 2)  # read from the start


def test_the_digest_of_standard_input_is_that_of_what_came_through():
    sent = b"a;b\n1;2\n"
    read_end, write_end = os.pipe()
    os.write(write_end, sent)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stdin, open_source("-", stdin) as source:
        assert source.digest == subprocess.check_output(["sha256sum"], input=sent)[:64].decode()
        still_the_same(source)


def test_a_file_put_in_the_place_of_the_open_one_changes_nothing(tmp_path):
    path, other = tmp_path / "f.csv", tmp_path / "lain.csv"
    path.write_bytes(b"a;b\n1;2\n")
    other.write_bytes(b"a;b\n1;3\n")
    with open_source(str(path), io.BytesIO()) as source:
        other.replace(path)
        assert list(source.rows()) == [(1, ["a;b"]), (2, ["1;2"])]
        still_the_same(source)


def test_a_file_written_into_while_it_is_open_is_noticed(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n1;2\n")
    with open_source(str(path), io.BytesIO()) as source:
        with path.open("r+b") as file:
            file.seek(6)
            file.write(b"3")
        with pytest.raises(Refused, match=r"f\.csv: isinya berubah selagi diimpor"):
            still_the_same(source)

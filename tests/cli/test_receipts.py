"""What was saved ends with its receipt; what saved nothing has none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from everything_written import BUDI, EVERY_WRITING_COMMAND, FILES

from kinerja_cli.cli.context import Session

LAST = "select '#' || seq || ':' || substr(hash, 1, 12) from journal order by seq desc limit 1"


def test_the_receipt_ends_the_last_line_and_no_other(capsys):
    session = Session()
    session.database = SimpleNamespace(receipt="#57:ab12cd34ef56")
    session.saved("catatan", "1 nilai: 1 baru")
    assert capsys.readouterr().err == "catatan\n1 nilai: 1 baru  #57:ab12cd34ef56\n"


def test_what_saved_nothing_has_no_receipt(capsys):
    session = Session()
    session.saved("tidak ada yang berubah")  # no database was opened at all
    session.database = SimpleNamespace(receipt=None)
    session.saved("tidak ada yang berubah")
    assert capsys.readouterr().err == "tidak ada yang berubah\n" * 2


@pytest.mark.usefixtures("office")
def test_every_writing_command_ends_with_the_receipt_of_its_own_entry(kinerja, rows, write):
    for name, text in FILES.items():
        write(name, text)
    for number, (name, line) in enumerate(EVERY_WRITING_COMMAND.items(), 4):  # the office made three entries
        assert kinerja(line).receipt == rows(LAST)[0][0], line
        assert rows("select max(seq) from journal") == [(number,)], line
        assert rows("select command from journal where seq = ?", number) == [(name.partition(" --")[0],)]


@pytest.mark.usefixtures("office")
def test_the_number_of_a_new_programme_stays_alone_on_standard_output(kinerja, rows):
    told = kinerja(EVERY_WRITING_COMMAND["program tambah"])
    assert (told.stdout, told.stderr) == ("1\n", "Program 1 didaftarkan.\n")
    assert told.receipt == rows(LAST)[0][0]


@pytest.mark.usefixtures("office")
def test_a_line_repeated_changes_nothing_and_has_no_receipt(kinerja, rows, write):
    for name, text in FILES.items():
        write(name, text)
    again = ("unit tambah", "unit impor", "pegawai tambah", "pegawai impor", "nilai catat", "nilai impor")
    for name in again:
        assert kinerja(EVERY_WRITING_COMMAND[name]).receipt is not None, name
    before = rows(LAST)
    for name in again:
        assert kinerja(EVERY_WRITING_COMMAND[name]).receipt is None, name
    assert rows(LAST) == before


@pytest.mark.usefixtures("office")
def test_a_dry_run_and_a_refusal_have_no_receipt(kinerja, write):
    write("nilai.csv", FILES["nilai.csv"])
    dry = kinerja("nilai impor nilai.csv --dry-run")
    assert dry.stderr.endswith("(hanya diperiksa; tidak ada yang disimpan)\n")
    assert dry.receipt is None
    assert kinerja(f"nilai catat {BUDI} 2025-TW1 disiplin=101", 3).receipt is None


@pytest.mark.usefixtures("office")
def test_quiet_silences_the_receipt_as_well(kinerja):
    told = kinerja("unit tambah RW 'Rukun Warga' -q")
    assert (told.stderr, told.receipt) == ("", None)


@pytest.mark.usefixtures("office")
def test_the_pass_that_only_counts_gives_no_receipt_of_its_own(kinerja, rows, write):
    """A correcting import reads the file twice; the receipt is that of the one entry that stayed."""
    write("nilai.csv", FILES["nilai.csv"])
    kinerja("nilai impor nilai.csv")
    write("nilai.csv", FILES["nilai.csv"].replace("80", "81"))
    told = kinerja("nilai impor nilai.csv --koreksi --alasan 'salah ketik'")
    assert told.stderr == "1 nilai: 0 baru, 0 tetap, 1 koreksi\n"
    assert told.receipt == rows(LAST)[0][0]
    assert rows("select max(seq) from journal") == [(5,)]

"""What is looked for in the bytes of files is found wherever it stands."""

from __future__ import annotations

import pytest

from kinerja_cli.storage import traces
from kinerja_cli.storage.traces import bytes_found


@pytest.mark.parametrize("place", [0, 1, 5, 6, 7, 9, 10, 14])
def test_a_term_is_found_also_across_two_pieces_of_a_file(tmp_path, monkeypatch, place):
    monkeypatch.setattr(traces, "_PIECE", 10)
    path = tmp_path / "berkas"
    path.write_bytes(b"x" * place + b"garam" + b"x" * (20 - place))
    assert bytes_found(path, (b"garam", b"x", b"gula")) == {b"garam", b"x"}


def test_nothing_is_found_in_an_empty_file_or_without_terms(tmp_path):
    path = tmp_path / "berkas"
    path.write_bytes(b"")
    assert bytes_found(path, (b"garam",)) == set()
    path.write_bytes(b"garam")
    assert bytes_found(path, ()) == set()

"""Where a text speaks of a person, and what of others is masked."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.mentions import Identity, Mask, speaks_of

SHE = Identity(("198501012010012001", "198501012010012091"), ("Ani Lay, S.Sos.", "Ani"))


@pytest.mark.parametrize(
    "text",
    [
        "198501012010012001", "nip:198501012010012091.", "lihat 19850101 201001 2 001", "19850101.201001.2.001",
        "Ani Lay, S.Sos.", "kata ANI  LAY kemarin", "(Ani Lay)", "ani",
    ],
)  # fmt: skip
def test_a_text_speaks_of_her_by_number_or_full_name(text):
    assert speaks_of(SHE)(text)


@pytest.mark.parametrize(
    "text",
    [
        "1985010120100120011",
        "9198501012010012001",
        "198501012010012002",
        "Diani Lay",
        "Ani Layar",
        "Ani Nope",
        "",
        None,
    ],
)
def test_a_text_that_only_looks_like_her_does_not(text):
    assert not speaks_of(SHE)(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dengan Budi dan Citra Lake", "dengan [orang lain] dan [orang lain]"),
        ("budiman", "budiman"),
        ("CITRA LAKE, A.MD. hadir", "[orang lain] hadir"),
        ("NIP 19900101 201501 1 009 dan 198501012010012001", "NIP [orang lain] dan 198501012010012001"),
        ("Ani Lay, S.Sos. sendiri", "Ani Lay, S.Sos. sendiri"),
        ("(Dedi [X] \\o/ Taek)", "([orang lain])"),
        ("kode 1234567890123456789", "kode 1234567890123456789"),
    ],
)
def test_others_are_masked_and_she_is_not(text, shown):
    mask = Mask(SHE, ["Budi", "Citra Lake, A.Md.", "Dedi [X] \\o/ Taek", "Ani Lay, S.Sos."])
    assert mask(text) == shown


def test_a_name_that_holds_anothers_is_still_her_own():
    mask = Mask(Identity((), ("Budi Santoso",)), ["Budi"])
    assert mask("Budi Santoso menegur Budi") == "Budi Santoso menegur [orang lain]"

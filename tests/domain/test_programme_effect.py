"""What a programme changed, said exactly or not at all; and which moves between its states need a reason."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from kinerja_cli.domain.programmes import STATES, change_text, effect, needs_reason, parse_digest
from kinerja_cli.errors import BadValue


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("71 %", "84 %", "+13 poin persen"),
        ("71%", "84 %", "+13 poin persen"),
        ("84 %", "71 %", "−13 poin persen"),
        ("71,4 %", "84 %", "+12,6 poin persen"),
        ("0.1 %", "0.3 %", "+0.2 poin persen"),  # in binary fractions 0.19999999999999998
        ("71,50 persen", "84,25 Persen", "+12,75 poin persen"),
        ("95 menit", "30 menit", "−65 menit"),
        ("95  menit antre", "30 menit Antre", "−65 menit Antre"),
        ("7,50 hari", "7.5 hari", "tetap"),
        ("999999999999999 rupiah", "0 rupiah", "−999999999999999 rupiah"),
        ("0,125 jam", "0,25 jam", "+0,125 jam"),
        ("71,50 %", "84,00 %", "+12,5 poin persen"),
        ("2,50 km", "22,50 km", "+20 km"),
    ],
)
def test_two_measures_of_the_same_thing_have_an_exact_difference(before: str, after: str, told: str) -> None:
    assert effect(before, after) == told
    assert change_text(before, after) == f"{before} → {after} ({told})"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("71 %", "84 murid"),
        ("71", "84"),  # of what?
        ("antre 95 menit", "30 menit"),
        ("1.000 murid", "1.200 murid"),  # a thousand to one reader, one to another
        ("1.000,5 ha", "2 ha"),
        ("12.5.3", "13"),
        ("007", "8"),
        ("1234567890123456 x", "1 x"),
        ("٧١ %", "84 %"),  # digits of another script: nothing that was promised
        ("-5 °C", "3 °C"),
        ("belum ada", "84 %"),
        ("", ""),
        (None, "84 %"),
        ("71 %", None),
    ],
)
def test_of_anything_else_nothing_is_said(before: str | None, after: str | None) -> None:
    assert effect(before, after) is None
    assert change_text(before, after) == f"{before or '–'} → {after or '–'}"


def test_it_is_what_fractions_say() -> None:
    chance = Random(4)
    for _ in range(2_000):
        texts = []
        for _ in range(2):
            places = chance.choice((0, 1, 2))
            part = f",{chance.randrange(10**places):0{places}d}" if places else ""
            texts.append(f"{chance.randrange(10_000)}{part}")
        old, new = (Fraction(text.replace(",", ".")) for text in texts)
        told = effect(f"{texts[0]} kg", f"{texts[1]} kg")
        assert told is not None
        if old == new:
            assert told == "tetap"
        else:
            number = told.removesuffix(" kg").replace(",", ".").replace("−", "-")
            assert Fraction(number) == new - old, texts


def test_a_step_back_or_out_of_what_was_settled_needs_a_reason_and_nothing_else_does() -> None:
    free = {move for move in product(STATES, STATES) if not needs_reason(*move)}
    assert free == {(state, state) for state in STATES} | {
        ("usulan", "berjalan"),
        ("usulan", "terealisasi"),
        ("usulan", "batal"),
        ("berjalan", "terealisasi"),
        ("berjalan", "batal"),
    }


def test_a_digest_is_named_by_its_beginning() -> None:
    assert parse_digest(" AB12cd… ") == "ab12cd"
    for wrong in ("ab12c", "xyzxyz", "a" * 65, ""):
        with pytest.raises(BadValue, match="bukan sidik"):
            parse_digest(wrong)

"""Units as a tree, and which text means which unit."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.unit_tree import Unit, depth_first, find_unit, subtree
from kinerja_cli.errors import BadValue

KEC, OEP, PKM, RT, DIN = TREE = [
    Unit(1, "KEC", "Kecamatan Maulafa", None),
    Unit(5, "OEP", "Kelurahan Oepura", 1),
    Unit(2, "PKM", "Puskesmas Sikumana", 1),
    Unit(3, "RT", "RT 1", 5),
    Unit(4, "DIN", "KEC", None),  # its name is another one's code
]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("OEP", OEP), ("oep", OEP), ("Kelurahan Oepura", OEP), ("KELURAHAN  OEPURA ", OEP), ("Oepura", None), ("", None),
     ("KEC", KEC)],
)  # fmt: skip
def test_a_unit_is_meant_by_its_code_first_and_then_by_its_exact_name(text, unit):
    assert find_unit(TREE, text) == unit


def test_a_name_that_several_bear_is_refused_with_their_codes():
    with pytest.raises(BadValue, match=r"\(OEP, OEP2\); tulis kodenya"):
        find_unit([*TREE, Unit(9, "OEP2", "kelurahan oepura", None)], "Kelurahan Oepura")


def test_a_subtree_is_a_unit_and_all_below_it():
    assert subtree(TREE, 1) == {1, 5, 2, 3}
    assert subtree(TREE, 5) == {5, 3}
    assert subtree(TREE, 2) == {2}


def test_the_order_is_parents_first_and_brothers_by_code_whatever_the_order_given():
    expected = [DIN, KEC, OEP, RT, PKM]
    assert depth_first(TREE) == expected
    assert depth_first(TREE[::-1]) == expected

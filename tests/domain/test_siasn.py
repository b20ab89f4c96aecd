"""SIASN's numbers: the smallest is the best, however the office writes its own scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kinerja_cli.domain.appraisal import Tally, appraise
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Quadrant, Rating, Rules
from kinerja_cli.domain.siasn import (
    Assessor,
    knows_aspects,
    knows_ratings,
    month_span,
    quadrant_number,
    rating_number,
    ratings_of,
)
from kinerja_cli.storage.criteria_file import parse_rules
from kinerja_cli.storage.workspace import template_criteria

RULES = parse_rules(template_criteria("permenpanrb-6-2022").encode()).rules
QUADRANT = RULES.quadrant
assert QUADRANT is not None


def row(rules: Rules, result: int, behaviour: int) -> YearRow:
    """Somebody rated so on the office's scale, on which 3 is the best."""
    given = {"hasil_kerja": result, "perilaku_kerja": behaviour}
    tallies = [Tally(given[str(criterion.aspect)] * 100, 1, 0) for criterion in rules.criteria]
    return YearRow("1", "A", "K", None, appraise(rules, rules.whole_weights, tallies, 0, False))


# regulations.md 1.15: rating 1 = di atas, 2 = sesuai, 3 = di bawah; kuadran 1 = Sangat Baik … 5 = Sangat Kurang;
# which of them: the nine cells of PermenPANRB 6/2022
@pytest.mark.parametrize(
    ("result", "behaviour", "numbers"),
    [
        (3, 3, (1, 1, 1)), (3, 2, (1, 2, 2)), (3, 1, (1, 3, 4)),
        (2, 3, (2, 1, 2)), (2, 2, (2, 2, 2)), (2, 1, (2, 3, 4)),
        (1, 3, (3, 1, 3)), (1, 2, (3, 2, 3)), (1, 1, (3, 3, 5)),
    ],
)  # fmt: skip
def test_a_scale_on_which_three_is_best_is_turned_once(
    result: int, behaviour: int, numbers: tuple[int, int, int]
) -> None:
    one = row(RULES, result, behaviour)
    assert one.outcome.band is not None
    assert QUADRANT is not None
    assert (*ratings_of(QUADRANT, one), quadrant_number(one.outcome.band.code)) == numbers


def test_the_aspects_are_told_apart_by_code_and_not_by_place() -> None:
    assert QUADRANT is not None
    turned = QUADRANT._replace(aspects=(QUADRANT.aspects[1], QUADRANT.aspects[0]))
    one = row(replace(RULES, quadrant=turned), 3, 1)
    assert ratings_of(turned, one) == (1, 3)
    assert knows_aspects(turned)


def renamed(*codes: str) -> Quadrant:
    assert QUADRANT is not None
    return QUADRANT._replace(ratings=tuple(Rating(code, code, 3 - n) for n, code in enumerate(codes)))


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (("di_atas", "sesuai", "di_bawah"), True),
        (("diatas", "sesuai", "dibawah"), True),
        (("di_bawah", "sesuai", "di_atas"), False),
        (("di_atas", "di_bawah"), False),
        (("istimewa", "di_atas", "sesuai", "di_bawah"), False),
        (("tinggi", "sedang", "rendah"), False),
    ],
)
def test_only_three_ratings_by_their_codes_are_known(codes: tuple[str, ...], known: bool) -> None:
    assert knows_ratings(renamed(*codes)) is known


def test_both_spellings_have_one_number() -> None:
    assert [rating_number(code) for code in ("di_atas", "diatas", "sesuai", "di_bawah", "dibawah")] == [
        1,
        1,
        2,
        3,
        3,
    ]
    with pytest.raises(ValueError, match="not in tuple"):
        rating_number("tinggi")


def test_cukup_is_the_older_word_for_butuh_perbaikan() -> None:
    assert quadrant_number("cukup") == quadrant_number("butuh_perbaikan") == 3
    with pytest.raises(ValueError, match="not in tuple"):
        quadrant_number("hebat")


def test_whoever_has_no_nip_is_no_asn() -> None:
    assert Assessor("Wali Kota Kupang", None, None, None, None).status == "NON ASN"
    assert Assessor(None, "198503152010012001", None, None, None).status == "ASN"


def test_months_are_numbers() -> None:
    assert month_span(["2025-05-31", "2025-06-30", "2025-09-30"]) == (5, 9)

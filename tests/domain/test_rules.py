"""The rules as values: bands, weights, and the way into the database and back."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.rules import (
    Aggregation,
    Band,
    Bonus,
    Criterion,
    Rules,
    rules_from_plain,
    rules_to_plain,
    total_weight,
    weight_text,
)

THIRD = Fraction(3333, 100)
RULES = Rules(
    institution="Kecamatan Maulafa",
    since=2024,
    cadence=Cadence.QUARTER,
    zone="WITA",
    scale_min=0,
    scale_max=10000,
    aggregation=Aggregation.LAST,
    criteria=(
        Criterion("disiplin", "Disiplin", THIRD, description="Hadir [tepat] waktu"),
        Criterion("inovasi", "Inovasi", THIRD, required=False),
        Criterion("pelayanan", "Pelayanan", Fraction(3334, 100)),
    ),
    bonus=Bonus(500, (("program_baru", 300), ("perbaikan", 200))),
    bands=(Band("baik", "Baik", 7600), Band("cukup", "Cukup", 5100), Band("kurang", "Kurang", 0)),
)


@pytest.mark.parametrize(
    ("shown", "code"), [(10000, "baik"), (7600, "baik"), (7599, "cukup"), (5100, "cukup"),
     (5099, "kurang"), (0, "kurang")]
)  # fmt: skip
def test_the_first_band_from_the_top_that_is_reached_holds(shown, code):
    assert RULES.band(shown, realised=False).code == code


def test_weights_become_whole_numbers_in_the_same_proportion():
    assert RULES.whole_weights == (3333, 3333, 3334)
    assert total_weight(RULES.criteria) == 100
    halves = replace(
        RULES, criteria=(Criterion("a", "A", Fraction("12.5")), Criterion("b", "B", Fraction("87.5")))
    )
    first, second = halves.whole_weights
    assert Fraction(first, second) == Fraction(125, 875)


@pytest.mark.parametrize(
    "rules",
    [
        RULES,
        replace(RULES, bonus=None, aggregation=Aggregation.MEAN, retention=5),
        replace(RULES, coefficients=(("pemula", 3_75),)),
    ],
)
def test_rules_come_back_from_json_exactly_as_they_went(rules):
    assert rules_from_plain(json.loads(json.dumps(rules_to_plain(rules)))) == rules


def test_rules_that_the_first_release_stored_rule_no_retention():
    stored = rules_to_plain(RULES)
    del stored["retention"]
    assert rules_from_plain(stored) == RULES


def test_rules_without_coefficients_are_kept_as_before_there_were_any():
    assert "coefficients" not in rules_to_plain(RULES)


def test_the_points_of_a_category_are_known_or_none():
    assert RULES.bonus is not None
    assert [RULES.bonus.of(code) for code in ("program_baru", "perbaikan", "lain")] == [300, 200, None]


@pytest.mark.parametrize(
    ("weight", "text"),
    [(Fraction(30), "30"), (THIRD, "33.33"), (Fraction("0.05"), "0.05"),
     (Fraction("12.50"), "12.5"), (Fraction(100), "100")],
)  # fmt: skip
def test_a_weight_is_written_as_a_plain_decimal(weight, text):
    assert weight_text(weight) == text

"""A figure of the policy's page: its change, what the change means, and counts that are too small to tell."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.policy import Part, PolicyFigure


def figure(before, now, **options) -> PolicyFigure:
    return PolicyFigure(Part.SERVICE, "Waktu tunggu", "menit", "layanan rekap", before, now, **options)


@pytest.mark.parametrize(
    ("before", "now", "better", "meaning"),
    [
        (4500, 2000, -1, "membaik"),
        (2000, 4500, -1, "memburuk"),
        (7100, 8400, 1, "membaik"),
        (8400, 7100, 1, "memburuk"),
        (2000, 2000, -1, "tetap"),
        (2000, 4500, 0, None),
        (None, 4500, 1, None),
        (4500, None, 1, None),
        ("kurang dari 5", 7, 1, None),
    ],
)
def test_a_change_is_good_or_bad_by_what_is_better(before, now, better, meaning):
    assert figure(before, now, better=better).meaning == meaning


def test_a_change_whose_interval_holds_nought_is_unclear_whatever_its_direction():
    assert figure(4500, 2000, better=-1, judged="belum jelas").meaning == "belum jelas"


def test_years_that_were_measured_otherwise_have_no_change():
    assert figure(8000, 8300, comparable=False).change is None
    assert figure(8000, 8300).change == 300

"""A word that judges is never shown without the remark beside it that says how little it may be worth."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from kinerja_cli.domain.measures import Measure, compare, sample_of
from kinerja_cli.domain.periods import parse_period
from kinerja_cli.domain.satisfaction import EXACT, SurveyLine, Tally, satisfaction
from kinerja_cli.render import measures
from kinerja_cli.render import satisfaction as surveys
from kinerja_cli.render.report import Report
from kinerja_cli.render.table import write_terminal_table

LEAST = 60  # the narrowest at which what may never go fits


def services() -> Report:
    change = compare(sample_of([(40_00, 1)]), sample_of([(30_00, 1)]), "turun")
    measure = Measure(1, "WAKTU-LOKET", "Waktu tunggu loket", "menit", "turun", 1)
    return measures.summary(None, 2025, [(measure, None, change)])


def answers() -> Report:
    line = SurveyLine("PKM", parse_period("2025-TW1"), satisfaction(Tally(9, (27,) * 9, None)), 9)
    held = line._replace(within=parse_period("2025"))
    return surveys.recap(2025, [held], Fraction(EXACT))


def shown(report: Report, width: int) -> str:
    out = io.BytesIO()
    write_terminal_table(report, out, color=False, width=width)
    return out.getvalue().decode()


@pytest.mark.parametrize("width", [*range(LEAST, 100, 4), 120, 250])
@pytest.mark.parametrize(
    ("report", "verdict", "remark"),
    [(services, "belum jelas", "kurang"), (answers, "75.00", "termuat")],
)
def test_the_remark_stays_as_long_as_the_word(width, report, verdict, remark):
    text = shown(report(), width)
    table = text.split("\n\n")[1]
    assert verdict in table
    assert remark in table
    assert max(map(len, table.splitlines())) <= width

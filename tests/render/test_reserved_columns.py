"""The columns of the summaries and the names that no criterion or predikat may take are the same."""

from __future__ import annotations

from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.columns import UNIT_FIXED, YEARLY_FIXED
from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.rules import Aggregation, Band, Criterion, Rules
from kinerja_cli.domain.statistics import group_figures
from kinerja_cli.render.rekap import units, yearly

CRITERION, BAND = Criterion("disiplin", "Disiplin", 100), Band("kurang", "Kurang", 0)
RULES = Rules(
    "Kecamatan", 2024, Cadence.YEAR, "WITA", 0, 10000, Aggregation.MEAN, (CRITERION,), None, (BAND,)
)


def test_every_fixed_column_of_the_yearly_summary_is_reserved():
    keys = [column.key for column in yearly(RULES, 2025, [], [], Standing(None)).columns]
    assert [key for key in keys if key != "disiplin"] == list(YEARLY_FIXED)


def test_every_fixed_column_of_the_summary_of_units_is_reserved():
    keys = [
        column.key for column in units(RULES, 2025, [], group_figures(RULES, []), [], Standing(None)).columns
    ]
    assert keys == [*UNIT_FIXED, "kurang"]

"""What other pieces ask of surveys: a year, a day's two sides, each answer once."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest
from survey_office import HEAD, TWO, settle, take

from kinerja_cli.domain.survey_change import Sides, all_together
from kinerja_cli.services import satisfaction
from kinerja_cli.storage.database import open_database


@pytest.fixture(autouse=True)
def office(kinerja):
    settle(kinerja)


@pytest.fixture
def database(kinerja, workspace):
    rows = ["PKM,2025-S1,3,3,3,3,3,3,3,3,3", "PKM,2025-S2,4,4,4,4,4,4,4,4,4", "OEP,2025,4,4,4,4,4,4,4,4,4"]
    rows += ["OEP,2025-TW1,1,1,1,1,1,1,1,1,1", "PKM,2024-12,2,2,2,2,2,2,2,2,2"]
    take(kinerja, HEAD + "\n".join(rows))
    with closing(open_database(workspace / "kinerja.db")) as opened:
        yield opened


def totals(sides: Sides) -> list[tuple[int, int] | None]:
    """Respondents and the sum of their answers, before and after."""
    return [None if side is None else (side.respondents, side.total) for side in sides]


def tally_of_year(connection, year, units=None):
    """All answers of a year, of these units (numbers) or of everybody; None without any."""
    return all_together(satisfaction.year_by_year(connection, year, units).values())[1]


def test_a_year_counts_nobody_twice(database):
    with database.read() as connection:
        whole = tally_of_year(connection, 2025)
        assert whole is not None
        assert (whole.respondents, whole.total) == (
            3,
            99,
        )  # the quarter lies in the year that the same unit has
        own = tally_of_year(connection, 2025, {2})
        assert own is not None
        assert (own.respondents, own.total, own.squares) == (2, 63, 27**2 + 36**2)
        assert own.own == (3**2 + 4**2,) * 9
        assert tally_of_year(connection, 2023) is None


def test_each_element_keeps_the_squares_of_its_own_answers(kinerja, workspace):
    # 3,3,3,4,3,4,3,4,3 and 4,4,2,4,3,4,4,4,3 beside 1 to 4 by turns
    take(kinerja, f"{HEAD}{TWO}PKM,2025-S1,1,2,3,4,1,2,3,4,1\nOEP,2025-S1,4,3,2,1,4,3,2,1,4\n")
    with closing(open_database(workspace / "kinerja.db")) as opened, opened.read() as connection:
        own = tally_of_year(connection, 2025, {2})
    assert own is not None
    assert own.own == (26, 29, 22, 48, 19, 36, 34, 48, 19)


def test_before_and_after_a_day_without_the_periods_that_hold_it(database):
    with database.read() as connection:
        found = satisfaction.around(connection, date(2025, 7, 1))
        # OEP's quarter counts: the year that holds it, and the day too, is on neither side
        assert {unit: totals(sides) for unit, sides in found.units.items()} == {
            2: [(2, 18 + 27), (1, 36)],
            3: [(1, 9), None],
        }
        assert found.straddling == ("2025",)
        on_its_last_day = satisfaction.around(connection, date(2025, 6, 30), {2})
        # the half-year that ends on the day is on neither side
        assert totals(on_its_last_day.units[2]) == [(1, 18), (1, 36)]
        assert on_its_last_day.straddling == ("2025-S1",)


def test_two_years_are_held_beside_each_other_unit_by_unit(database):
    with database.read() as connection:
        found = satisfaction.year_by_year(connection, 2025)
        # OEP's quarter lies in its year
        assert {unit: totals(sides) for unit, sides in found.items()} == {
            2: [(1, 18), (2, 63)],
            3: [None, (1, 36)],
        }
        assert satisfaction.year_by_year(connection, 2025, {3}).keys() == {3}

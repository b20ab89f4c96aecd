"""The order of a list and its ranks (design.md section 6, step 6)."""

from __future__ import annotations

from kinerja_cli.domain.appraisal import Outcome, Status
from kinerja_cli.domain.ranking import YearRow, in_order


def _row(nip: str, final: int | None, status: Status = Status.COMPLETE) -> YearRow:
    return YearRow(nip, "Ani", "U1", None, Outcome(status, (), final, 0, final, None, 0, None, None))


def _ranked(*rows: YearRow) -> list[tuple[int | None, str]]:
    return [(rank, row.nip) for rank, row in in_order(rows)]


def test_equal_values_share_a_rank_and_the_next_one_is_skipped() -> None:
    assert _ranked(_row("1", 80_00), _row("2", 90_00), _row("3", 90_00)) == [(1, "2"), (1, "3"), (3, "1")]


def test_one_cent_apart_is_no_tie() -> None:
    assert _ranked(_row("1", 89_99), _row("2", 90_00)) == [(1, "2"), (2, "1")]


def test_those_who_share_a_rank_stand_by_nip() -> None:
    assert _ranked(_row("9", 90_00), _row("1", 90_00), _row("5", 90_00)) == [(1, "1"), (1, "5"), (1, "9")]


def test_a_final_of_zero_is_ranked_too() -> None:
    assert _ranked(_row("1", 0), _row("2", 50_00)) == [(1, "2"), (2, "1")]


def test_belum_lengkap_then_tidak_dinilai_follow_by_nip_without_a_rank() -> None:
    incomplete, never = Status.INCOMPLETE, Status.NOT_APPRAISED
    rows = [_row("1", None, never), _row("4", None, incomplete), _row("3", None, incomplete), _row("9", 0)]
    assert _ranked(*rows, _row("0", None, never)) == [
        (1, "9"),
        (None, "3"),
        (None, "4"),
        (None, "0"),
        (None, "1"),
    ]


def test_ranks_are_those_of_the_list_that_is_shown() -> None:
    assert _ranked(_row("2", 60_00)) == [(1, "2")]


def test_an_empty_list_stays_empty() -> None:
    assert _ranked() == []

"""Figures of a group: exact mean, median, extremes, and shares over the predikat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.points import half_up
from kinerja_cli.domain.ranking import YearRow
from kinerja_cli.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How a unit or an institution stands, in hundredths of the shown nilai_akhir; None where nobody has one.

    *missing* counts the needed values that are not there.
    """

    employees: int
    complete: int
    mean: int | None
    median: int | None
    lowest: int | None
    highest: int | None
    missing: int
    by_band: tuple[int, ...]


def group_figures(rules: Rules, rows: Sequence[YearRow]) -> GroupFigures:
    """Figures over *rows*; *by_band* in the order of the rules' predikat.  Source: design.md section 6, step 7."""
    finals = sorted(row.outcome.final for row in rows if row.outcome.final is not None)
    counts = {band.code: 0 for band in rules.bands}
    for row in rows:
        if row.outcome.band is not None:
            counts[row.outcome.band.code] += 1
    return GroupFigures(
        employees=len(rows),
        complete=sum(row.outcome.status is Status.COMPLETE for row in rows),
        mean=half_up(sum(finals), len(finals)) if finals else None,
        median=median(finals) if finals else None,
        lowest=finals[0] if finals else None,
        highest=finals[-1] if finals else None,
        missing=sum(row.outcome.missing for row in rows),
        by_band=tuple(counts.values()),
    )


class YearFigures(NamedTuple):
    """A year's list in a few numbers, in hundredths rounded half up; None where nobody has one.

    *mean*: of the shown nilai_akhir. *criteria*: of the shown mean of each criterion, over all who have one.
    *by_band*: in the order of the rules' predikat.
    """

    people: int
    complete: int
    mean: int | None
    by_band: tuple[int, ...]
    criteria: tuple[int | None, ...]


def year_figures(rules: Rules, rows: Iterable[YearRow]) -> YearFigures:
    """Count and average *rows*, which are read once and not kept: a nation passes here."""
    by_band = {band.code: 0 for band in rules.bands}
    sums, counts = [0] * len(rules.criteria), [0] * len(rules.criteria)
    people = complete = total = finals = 0
    for row in rows:
        outcome = row.outcome
        people += 1
        complete += outcome.status is Status.COMPLETE
        if outcome.band is not None:
            by_band[outcome.band.code] += 1
        if outcome.final is not None:
            total += outcome.final
            finals += 1
        for place, mean in enumerate(outcome.means):
            if mean is not None:
                sums[place] += mean
                counts[place] += 1
    return YearFigures(
        people,
        complete,
        half_up(total, finals) if finals else None,
        tuple(by_band.values()),
        tuple(half_up(*pair) if pair[1] else None for pair in zip(sums, counts, strict=True)),
    )


def median(ordered: Sequence[int]) -> int:
    """Median of a sorted, non-empty sequence; between two middles their mean, rounded half up."""
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return half_up(ordered[middle - 1] + ordered[middle], 2)


def percent(part: int, whole: int) -> int | None:
    """Share in hundredths of a percent, half up; None of nothing."""
    return half_up(part * 10_000, whole) if whole else None

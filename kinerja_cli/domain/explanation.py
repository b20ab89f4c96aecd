"""One employee's year line by line, as values: what `kinerja jelaskan` shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from kinerja_cli.domain.acting import Acting
from kinerja_cli.domain.appraisal import Outcome
from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.programmes import REALISED, EvidenceFile
from kinerja_cli.domain.rules import Criterion, Rules
from kinerja_cli.domain.targets import Reached, Realisation, Target


@dataclass(frozen=True, slots=True)
class UsedValue:
    """One value with its period's code, who gave it and when (the office's clock), and what was decided on it.

    *acting*: what whoever gave it acted as on the last day of that period.
    """

    period: str
    value: int
    rater: str | None
    rater_name: str | None
    note: str | None
    recorded: str
    objections: tuple[Decided, ...] = ()
    acting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of one year. *mean* and *contribution* in hundredths.

    *used* are the values that count, *unused* recorded ones that don't; *exempted* reasons by period code;
    *gaps* codes of the periods whose needed value is missing. *contribution* is None where the year is incomplete.
    *targets*: of a criterion that targets fill, each of them; its gaps are periods in which no utama holds.
    """

    criterion: Criterion
    mean: int | None
    contribution: int | None
    used: tuple[UsedValue, ...]
    unused: tuple[UsedValue, ...]
    exempted: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    targets: tuple[TargetLine, ...] = ()


class TargetLine(NamedTuple):
    """One target with its realisations by period code, and what became of it; *missing* are period codes."""

    target: Target
    realised: tuple[tuple[str, Realisation], ...]
    reached: Reached
    missing: tuple[str, ...]

    @property
    def values(self) -> dict[int, int]:
        """Hundredths of its measure by period key."""
        return {realisation.period: realisation.value for _, realisation in self.realised}


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme of the employee in that year; *points* (hundredths) count once it is realised."""

    number: int
    title: str
    category: str
    state: str
    evidence: str | None
    before: str | None
    after: str | None
    points: int
    files: tuple[EvidenceFile, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it gives its points."""
        return self.state == REALISED


class PlacementLine(NamedTuple):
    """Where she was from its first day on: unit code, jabatan, and the codes of the counted periods in which it held.

    *counts*: whether the year counts her there, which it does once: in the last.
    """

    starts: str
    unit: str
    position: str | None
    periods: tuple[str, ...]
    counts: bool


class ActingLine(NamedTuple):
    """A post that she filled beside her own on some day of the year: the post, and the code of its unit."""

    acting: Acting
    unit: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of one employee's year.

    *starts* and *ends* are her first and last day of service (ISO text, None where open); *since* and *digest* name
    the rules; *placements* are those in force in some *expected* period; *expected* the codes of the opened periods
    that count for her, *unopened* of those nobody opened; *exact* is nilai_dasar in points before rounding, or with a
    quadrant the value of each aspect, None where there is no such number; *standing* is what became of the year.
    """

    nip: str
    name: str
    starts: str | None
    ends: str | None
    year: int
    rules: Rules
    since: int
    digest: str
    placements: tuple[PlacementLine, ...]
    expected: tuple[str, ...]
    unopened: tuple[str, ...]
    lines: tuple[CriterionLine, ...]
    programmes: tuple[ProgrammeLine, ...]
    exact: tuple[Fraction | None, ...]
    outcome: Outcome
    standing: Standing
    acting: tuple[ActingLine, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether more than one placement counts for the year."""
        return len(self.placements) > 1

    def rated_in(self) -> dict[str | None, list[str]]:
        """Who gave her recorded values, by name, else by NIP, and in which periods, in order; None for nobody."""
        found: dict[str | None, set[str]] = {}
        for line in self.lines:
            for value in (*line.used, *line.unused):
                found.setdefault(value.rater_name or value.rater, set()).add(value.period)
        ordered = sorted(found.items(), key=lambda item: (min(item[1]), item[0] or ""))
        return {rater: sorted(periods) for rater, periods in ordered}


def spans(codes: Sequence[str], all_codes: Sequence[str]) -> str:
    """Periods in few words: neighbours among *all_codes* (in order) become one span, ``2025-TW1–2025-TW3``."""
    runs: list[list[str]] = []
    places = {code: place for place, code in enumerate(all_codes)}
    for code in codes:
        if runs and places[runs[-1][-1]] + 1 == places[code]:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

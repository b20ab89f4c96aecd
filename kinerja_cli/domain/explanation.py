"""One employee's year line by line, as values: what `kinerja jelaskan` shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kinerja_cli.domain.appraisal import Outcome
from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.programmes import REALISED, EvidenceFile
from kinerja_cli.domain.rules import Criterion, Rules


@dataclass(frozen=True, slots=True)
class UsedValue:
    """One value with its period's code, who gave it and when (the office's clock), and what was decided on it."""

    period: str
    value: int
    rater: str | None
    rater_name: str | None
    note: str | None
    recorded: str
    objections: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of one year. *mean* and *contribution* in hundredths.

    *used* are the values that count, *unused* recorded ones that don't; *exempted* reasons by period code;
    *gaps* codes of the periods whose needed value is missing. *contribution* is None where the year is incomplete.
    """

    criterion: Criterion
    mean: int | None
    contribution: int | None
    used: tuple[UsedValue, ...]
    unused: tuple[UsedValue, ...]
    exempted: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of one employee's year.

    *starts* and *ends* are her first and last day of service (ISO text, None where open);
    *since* and *digest* name the rules; *placements* are first day, unit code and jabatan; *expected* the codes of
    the opened periods that count for her, *unopened* of those nobody opened; *exact* is nilai_dasar in points
    before rounding, None unless the year is complete; *standing* is what became of the year.
    """

    nip: str
    name: str
    starts: str | None
    ends: str | None
    year: int
    rules: Rules
    since: int
    digest: str
    placements: tuple[tuple[str, str, str | None], ...]
    expected: tuple[str, ...]
    unopened: tuple[str, ...]
    lines: tuple[CriterionLine, ...]
    programmes: tuple[ProgrammeLine, ...]
    exact: Fraction | None
    outcome: Outcome
    standing: Standing

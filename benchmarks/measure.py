"""Running programs side by side: what each took, and what their ratio says."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

Words = Sequence[str | Path]
PYTHON = sys.executable
KINERJA = str(Path(PYTHON).with_name("kinerja"))
# whoever benchmarks may have set these; what an office runs has neither
_STRIPPED = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH"}


class Cost(NamedTuple):
    """What one run of a program took: seconds by the clock and of the processors, and the most memory it held."""

    seconds: float
    processor: float
    mebibytes: float


@dataclass(frozen=True)
class Program:
    """A program to time: its *words*, a file for standard input, and one to keep its output in."""

    words: Words
    folder: Path
    stdin: Path | None = None
    stdout: Path | None = None
    before: Sequence[Words] = ()  # run before each timing, and not timed


@dataclass(frozen=True)
class Finding:
    """One line of the result: ours over theirs as a ratio, median and extremes of the rounds.

    *processor* is the same ratio of processor time, which a busy machine disturbs less; it decides nothing, for
    who uses two cores at once is truly faster.
    """

    what: str
    against: str
    ratio: float
    lowest: float
    highest: float
    target: str
    met: bool
    note: str = ""
    processor: float | None = None


def run(program: Program) -> Cost:
    """Run to the end and measure; a failing program ends the benchmark."""
    for words in program.before:
        subprocess.run(list(words), cwd=program.folder, check=True, env=_environment())
    stdin = (program.stdin or Path(os.devnull)).open("rb")
    stdout = (program.stdout or Path(os.devnull)).open("wb")
    with stdin, stdout:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, program.words)),
            cwd=program.folder,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        assert process.stderr is not None
        told = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, program.words))}\n{told.decode()}")
    # a child begins with its parent's peak (Linux keeps it over exec): this process must stay small
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def side_by_side(programs: Mapping[str, Program], rounds: int, *, warm: bool = True) -> dict[str, list[Cost]]:
    """Run all of them in turn, *rounds* times; a first turn that compiles and warms caches is thrown away."""
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for turn in range(-1 if warm else 0, rounds):
        for name, program in programs.items():
            cost = run(program)
            if turn >= 0:
                costs[name].append(cost)
    return costs


def compare(
    what: str,
    against: str,
    ours: Sequence[Cost],
    theirs: Sequence[Cost],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    work: tuple[int, int] = (1, 1),
) -> Finding:
    """The ratio of each round, ours to theirs: of seconds, or with *at_least* of speed.

    *work*: how much each of them did (rows), where they did not do the same amount.
    """

    def ratio_of(ours_took: float, theirs_took: float) -> float:
        slower = (ours_took / work[0]) / (theirs_took / work[1])
        return slower if at_least is None else 1 / slower

    pairs = list(zip(ours, theirs, strict=True))
    ratios = [ratio_of(o.seconds, t.seconds) for o, t in pairs]
    processor = statistics.median(ratio_of(o.processor, t.processor) for o, t in pairs)
    own, other = (statistics.median(cost.seconds for cost in costs) for costs in (ours, theirs))
    rates = f"{work[0] / own:,.0f} : {work[1] / other:,.0f} rows/s"
    note = f"{own:.3g} s : {other:.3g} s" if work == (1, 1) else rates
    found = verdict(what, against, ratios, at_most=at_most, at_least=at_least, note=note)
    return replace(found, processor=processor)


def verdict(
    what: str,
    against: str,
    ratios: Sequence[float],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    note: str = "",
) -> Finding:
    """The median beside its target; a figure without a target is told and always met."""
    ratio = statistics.median(ratios)
    target, met = "–", True
    if at_most is not None:
        target, met = f"≤ {at_most:g}", ratio <= at_most
    elif at_least is not None:
        target, met = f"≥ {at_least:g}", ratio >= at_least
    return Finding(what, against, ratio, min(ratios), max(ratios), target, met, note)


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name not in _STRIPPED and not name.startswith("KINERJA_")
    }

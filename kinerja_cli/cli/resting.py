"""What a report rests on, told from the years that a service found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kinerja_cli.domain.closing import Standing
from kinerja_cli.render.method import Basis, method_of
from kinerja_cli.render.report import Report
from kinerja_cli.services.yearly import Year


def resting(report: Report, year: Year, explained: str) -> Report:
    """*report* with what it rests on; *explained*: the command that shows how its figures came about."""
    return resting_on(report, [year], year.standing, explained)


def resting_on(report: Report, years: Sequence[Year], stands: Standing, explained: str) -> Report:
    """The same for a report of several years, which rests on the newest data."""
    bases = [Basis(year.number, year.rules, year.stored.since, year.stored.digest) for year in years]
    return replace(report, method=method_of(bases, stands, explained))

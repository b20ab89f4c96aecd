"""Answers of respondents (SKM) by unit and period: kept as they came, added up by SQLite."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kinerja_cli.domain.satisfaction import NINE, Tally
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.versions import withdraw

Answers = tuple[int, ...]
# a span begins with its year, so those of a year lie between its number and the next
_TALLIES = """
select unit, span, sum(ifnull(respondents, 1)), max(respondents) is not null,
  sum(requirements), sum(procedure), sum(time), sum(cost), sum(product),
  sum(competence), sum(behaviour), sum(complaints), sum(facilities),
  sum(requirements * requirements), sum(procedure * procedure), sum(time * time), sum(cost * cost),
  sum(product * product), sum(competence * competence), sum(behaviour * behaviour), sum(complaints * complaints),
  sum(facilities * facilities),
  sum((requirements + procedure + time + cost + product + competence + behaviour + complaints + facilities)
    * (requirements + procedure + time + cost + product + competence + behaviour + complaints + facilities))
from satisfaction
where span >= :first and span < :after
group by unit, span
order by unit, span
"""
_NEWEST_YEAR = "select max(substr(span, 1, 4)) from satisfaction"
_KEPT = """
select entry, ifnull(respondents, 0),
  requirements, procedure, time, cost, product, competence, behaviour, complaints, facilities
from satisfaction
where unit = :unit and span = :span
order by number
"""
_PERIODS = "select distinct span from satisfaction where unit = :unit order by span"
_LAST = "select ifnull(max(number), 0) from satisfaction where unit = :unit and span = :span"
_SAME_FILE = """
select seq
from journal
where command = 'skm impor' and source_digest = :digest
order by seq
"""
_NEW = """
insert into satisfaction (unit, span, number, respondents,
  requirements, procedure, time, cost, product, competence, behaviour, complaints, facilities, entry)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Survey(NamedTuple):
    """Whose answers, and of when: number of the unit, code of the period."""

    unit: int
    span: str


class KeptAnswers(NamedTuple):
    """What is recorded of one survey: how often each line of answers, by the entry that wrote it.

    *respondents*: over how many the only line is a sum; 0 where every line is what one respondent answered.
    """

    respondents: int
    by_entry: dict[int, Counter[Answers]]

    @property
    def lines(self) -> Counter[Answers]:
        """All of them, whoever wrote them."""
        found: Counter[Answers] = Counter()
        for lines in self.by_entry.values():
            found.update(lines)
        return found

    @property
    def people(self) -> int:
        """How many respondents they are of."""
        return self.respondents or self.lines.total()


def tallies(connection: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[Survey, Tally]]:
    """Every survey of the years *first* to *last*, by unit and period, added up exactly."""
    spans = {"first": f"{first:04d}", "after": f"{last + 1:04d}"}
    for unit, span, respondents, summed, *sums, squares in connection.execute(_TALLIES, spans):
        answers, own = tuple(sums[:NINE]), tuple(sums[NINE:])
        if summed:  # the square of a sum says nothing of a respondent
            yield Survey(unit, span), Tally(respondents, answers, None)
        else:
            yield Survey(unit, span), Tally(respondents, answers, squares, own)


def newest_year(connection: sqlite3.Connection) -> int | None:
    """The newest year with a survey."""
    found = connection.execute(_NEWEST_YEAR).fetchone()[0]
    return None if found is None else int(found)


def kept_answers(connection: sqlite3.Connection, survey: Survey) -> KeptAnswers | None:
    """What is recorded of one survey; None where nothing is."""
    by_entry: dict[int, Counter[Answers]] = {}
    respondents = 0
    for entry, count, *answers in connection.execute(_KEPT, survey._asdict()):
        respondents = count
        by_entry.setdefault(entry, Counter())[tuple(answers)] += 1
    return KeptAnswers(respondents, by_entry) if by_entry else None


def surveyed_spans(connection: sqlite3.Connection, unit: int) -> list[str]:
    """Codes of the periods of which a unit has answers."""
    return [span for (span,) in connection.execute(_PERIODS, {"unit": unit})]


def entries_from_file(connection: sqlite3.Connection, digest: str) -> Collection[int]:
    """Numbers of the entries that took in a file of that digest."""
    return {entry for (entry,) in connection.execute(_SAME_FILE, {"digest": digest})}


def add_answers(
    connection: Connection, survey: Survey, respondents: int | None, lines: Iterable[Sequence[int]]
) -> None:
    """Add lines of answers to a survey, after those that it has; *respondents*: over how many the line is a sum."""
    last = connection.execute(_LAST, survey._asdict()).fetchone()[0]
    rows = (
        (*survey, number, respondents, *line, connection.entry)
        for number, line in enumerate(lines, start=last + 1)
    )
    connection.executemany(_NEW, rows)
    connection.touch("satisfaction", survey.unit)


def withdraw_survey(connection: Connection, survey: Survey) -> None:
    """Take everything that is recorded of one survey out of force; its versions stay."""
    withdraw(connection, "satisfaction", survey._asdict(), connection.entry)

"""One employee's scores by hand: record, correct, withdraw, and list what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import in_force, placed_on, serves
from kinerja_cli.domain.points import parse_score, show_points
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.text import LONGEST_NOTE, did_you_mean, fold
from kinerja_cli.errors import BadValue, Refused
from kinerja_cli.services.checks import (
    checked,
    checked_person,
    checked_reason,
    require_reason,
    unregistered,
)
from kinerja_cli.services.lookup import employee_named, period_named, rules_of, units_below
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.employees import (
    Employee,
    appraiser_id,
    employee_ids,
    placements,
    placements_by_employee,
)
from kinerja_cli.storage.periods import OpenedPeriod, opened_periods
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import (
    Kept,
    Key,
    NewScore,
    ScoreLine,
    add_score,
    appraiser_labels,
    correct_score,
    exemption_reason,
    find_score,
    list_scores,
    withdraw_score,
)


@dataclass(slots=True)
class ScoreCounts:
    """How many values were new, left alone, corrected; and how many will not count, the employee not serving then.

    *remarks*: what else is worth saying about them.
    """

    new: int = 0
    equal: int = 0
    corrected: int = 0
    outside: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All values."""
        return self.new + self.equal + self.corrected


class Statement(NamedTuple):
    """What `nilai catat` was told: written values by written criterion, and who says so."""

    values: Sequence[tuple[str, str]]
    rater: str | None
    note: str | None
    reason: str | None
    correcting: bool


def record(database: Database, nip: str, period: Period, said: Statement) -> ScoreCounts:
    """Record values of one employee in one period, all or none.

    Equal values are left alone; different ones are refused unless *said* is a correction with a reason.
    Raises: EmployeeNotFound, PeriodNotOpen, Refused with every fault.
    """
    require_reason(said.correcting, said.reason)
    with database.write("nilai catat", checked_reason(said.reason)) as writing:
        connection = writing.connection
        employee, opened, rules = subject(connection, nip, period)
        values = _values(connection, rules, said.values)
        label = None if said.rater is None else checked_person(said.rater, "penilai")
        rater = None if label is None else appraiser_id(connection, label)
        note = checked(said.note, "catatan", LONGEST_NOTE)
        scores = [NewScore(employee.id, opened.id, c, value, rater, note) for c, value in values]
        counts = _keep(writing, employee, opened, scores, said.correcting)
        if not serves(employee.starts, employee.ends, opened.last):
            counts.outside = len(scores)
        counts.remarks = _exempted(connection, scores) + unregistered(connection, label)
    return counts


def withdraw(database: Database, nip: str, period: Period, criterion: str, reason: str) -> tuple[str, str]:
    """Withdraw a value that was recorded in error; returns the criterion's code and the value as shown.

    Raises: Refused where there is none.
    """
    with database.write("nilai batalkan", checked_reason(reason)) as writing:
        connection = writing.connection
        employee, opened, rules = subject(connection, nip, period)
        code, number = criterion_named(connection, rules, criterion)
        key = Key(employee.id, opened.id, number)
        kept = find_score(connection, key)
        if kept is None:
            raise Refused(
                f"Tidak ada nilai {code} {opened.code} bagi {nip} yang dapat dibatalkan.",
                f"Lihat: kinerja nilai daftar --nip {nip}",
            )
        withdraw_score(connection, key, writing.entry)
    return code, show_points(kept.value)


def listing(
    database: Database, period: Period | None, unit: str | None, nip: str | None
) -> list[tuple[ScoreLine, str]]:
    """Recorded values with their local time, by NIP, period and criterion.

    *unit* (with its sub-units) is that of the last day of each value's period.
    """
    with database.read() as connection:
        opened = None if period is None else period_named(connection, period)
        employee = None if nip is None else employee_named(connection, nip)
        lines = list(
            list_scores(connection, opened.id if opened else None, employee.id if employee else None)
        )
        if unit is not None:
            lines = _inside(connection, unit, lines)
        zones = {line.period[:4]: "" for line in lines}
        for year in zones:
            zones[year] = rules_of(connection, int(year)).rules.zone
    return [(line, local_time(line.at, zones[line.period[:4]])) for line in lines]


def criterion_named(connection: Connection, rules: Rules, text: str) -> tuple[str, int]:
    """Code and number of the criterion with that code or name.  Raises: Refused, with the one probably meant."""
    meant = {fold(c.name): c.code for c in rules.criteria} | {fold(c.code): c.code for c in rules.criteria}
    code = meant.get(fold(text))
    if code is None:
        known = ", ".join(rules.codes)
        raise Refused(f"kriteria '{text}' tidak dikenal; yang ada: {known}.{did_you_mean(text, rules.codes)}")
    return code, criterion_ids(connection)[code]


def subject(connection: Connection, nip: str, period: Period) -> tuple[Employee, OpenedPeriod, Rules]:
    """Whom and when it is about, and by which rules.  Raises: EmployeeNotFound, PeriodNotOpen."""
    employee = employee_named(connection, nip)
    opened = period_named(connection, period)
    return employee, opened, rules_of(connection, opened.year).rules


def _keep(
    writing: Writing,
    employee: Employee,
    period: OpenedPeriod,
    scores: Sequence[NewScore],
    correcting: bool,
) -> ScoreCounts:
    counts, refused = ScoreCounts(), []
    names = {number: code for code, number in criterion_ids(writing.connection).items()}
    default_rater = _superior(writing.connection, employee.id, period.last)
    for score in scores:
        kept = find_score(writing.connection, score.key)
        if kept is None:
            add_score(writing.connection, _rated(score, default_rater), writing.entry)
            counts.new += 1
        elif score.equals(kept):
            counts.equal += 1
        elif correcting:
            correct_score(writing.connection, score, kept, writing.entry)
            counts.corrected += 1
        else:
            refused.append(difference(writing.connection, names[score.criterion], period.code, score, kept))
    if refused:
        raise Refused(
            *refused, "Untuk mengubahnya: tambahkan --koreksi --alasan '…'. Tidak ada yang disimpan."
        )
    return counts


def difference(connection: Connection, criterion: str, period: str, score: NewScore, kept: Kept) -> str:
    """One line that says what is recorded and what was to replace it."""
    if score.value != kept.value:
        return f"{criterion} {period} sudah {show_points(kept.value)}, bukan {show_points(score.value)}"
    labels = appraiser_labels(connection)
    if score.rater is not None and score.rater != kept.rater:
        before = labels.get(kept.rater, "tanpa penilai") if kept.rater is not None else "tanpa penilai"
        return f"{criterion} {period} sudah dinilai oleh {before}, bukan {labels[score.rater]}"
    return f"{criterion} {period} sudah punya catatan '{kept.note or ''}', bukan '{score.note}'"


def _exempted(connection: Connection, scores: Sequence[NewScore]) -> list[str]:
    """The remark that some of *scores* don't count, for an exemption holds there."""
    names = {number: code for code, number in criterion_ids(connection).items()}
    exempted = [names[s.criterion] for s in scores if exemption_reason(connection, s.key) is not None]
    told = f"{', '.join(exempted)}: nilai disimpan tetapi tidak dihitung; pengecualian berlaku."
    return [told] if exempted else []


def _rated(score: NewScore, superior: int | None) -> NewScore:
    return score if score.rater is not None else score._replace(rater=superior)


def _superior(connection: Connection, employee: int, day: str) -> int | None:
    held = list(placements(connection, employee))
    index = in_force([placement.starts for placement in held], day)
    return None if index is None else held[index].superior


def _values(
    connection: Connection, rules: Rules, written: Sequence[tuple[str, str]]
) -> list[tuple[int, int]]:
    faults: list[str] = []
    found: dict[int, int] = {}
    named: set[int] = set()
    for name, text in written:
        try:
            code, number = criterion_named(connection, rules, name)
            if number in named:
                raise Refused(f"{code} ditulis dua kali; tulis satu saja.")
            named.add(number)
            found[number] = parse_score(text, rules.scale_min, rules.scale_max)
        except Refused as error:
            faults.append(str(error))
        except BadValue as error:
            faults.append(f"{name}: {error}.")
    if faults:
        raise Refused(*dict.fromkeys(faults), "Tidak ada yang disimpan.")
    return list(found.items())


def _inside(connection: Connection, unit: str, lines: Sequence[ScoreLine]) -> list[ScoreLine]:
    """Those of *lines* whose employee was in the unit, or below it, on the last day of their period."""
    inside = units_below(connection, unit)
    numbers, held = employee_ids(connection), placements_by_employee(connection)
    lasts = {period.code: period.last for period in opened_periods(connection)}

    return [line for line in lines if placed_on(held[numbers[line.nip]], lasts[line.period]).unit in inside]

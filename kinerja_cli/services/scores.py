"""One employee's scores by hand: record, correct, withdraw, and list what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.nip import is_placeholder
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
from kinerja_cli.services.closed import refuse_closed_period
from kinerja_cli.services.lookup import employee_named, period_named, rules_of, units_below
from kinerja_cli.services.revisions import moved, written
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


class Subject(NamedTuple):
    """Whom and when it is about, and by which rules."""

    employee: Employee
    period: OpenedPeriod
    rules: Rules


class Statement(NamedTuple):
    """What `nilai catat` was told: written values by written criterion, who says so, and the revision it saw."""

    values: Sequence[tuple[str, str]]
    rater: str | None
    note: str | None
    reason: str | None
    correcting: bool
    revision: int | None = None


def record(database: Database, nip: str, period: Period, said: Statement) -> ScoreCounts:
    """Record values of one employee in one period, all or none.

    Equal values are left alone; different ones are refused unless *said* is a correction with a reason, and it saw
    the revision in force where it names one.
    Raises: EmployeeNotFound, PeriodNotOpen, Refused with every fault.
    """
    require_reason(said.correcting, said.reason)
    with database.write("nilai catat", checked_reason(said.reason)) as writing:
        connection = writing.connection
        about = open_subject(connection, nip, period)
        employee, opened = about.employee, about.period
        values = _values(connection, about.rules, said.values)
        label = None if said.rater is None else checked_person(said.rater, "penilai")
        rater = None if label is None else appraiser_id(connection, label)
        note = checked(said.note, "catatan", LONGEST_NOTE)
        if note and is_placeholder(about.employee.nip):
            raise Refused(f"Data pribadi {nip} sudah dihapus; nilainya tanpa --catatan.")
        scores = [NewScore(employee.id, opened.id, c, value, rater, note) for c, value in values]
        counts = _keep(writing, about, scores, said)
        if not serves(employee.starts, employee.ends, opened.last):
            counts.outside = len(scores)
        counts.remarks += _exempted(connection, scores) + unregistered(connection, label)
    return counts


def withdraw(
    database: Database, nip: str, period: Period, criterion: str, reason: str, revision: int | None = None
) -> tuple[str, str]:
    """Withdraw a value that was recorded in error; returns the criterion's code and the value as shown.

    Raises: Refused where there is none, or it isn't at *revision* any more.
    """
    with database.write("nilai batalkan", checked_reason(reason)) as writing:
        connection = writing.connection
        employee, opened, rules = open_subject(connection, nip, period)
        code, number = criterion_named(connection, rules, criterion)
        key = Key(employee.id, opened.id, number)
        kept = find_score(connection, key)
        if kept is None:
            raise Refused(
                f"Tidak ada nilai {code} {opened.code} bagi {nip} yang dapat dibatalkan.",
                f"Lihat: kinerja nilai daftar --nip {nip}",
            )
        if revision not in (None, kept.entry):
            raise Refused(
                f"{_moved(connection, rules, f'{code} {opened.code}', revision, kept)}.",
                f"Lihat dahulu: kinerja riwayat --nip {nip} --periode {opened.code}. Tidak ada yang disimpan.",
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


def open_subject(connection: Connection, nip: str, period: Period) -> Subject:
    """Whom and when something is to be recorded about, by which rules.  Raises: as `subject`; PeriodClosed."""
    about = subject(connection, nip, period)
    refuse_closed_period(connection, about.period)
    return about


def subject(connection: Connection, nip: str, period: Period) -> Subject:
    """Whom and when it is about, and by which rules.  Raises: EmployeeNotFound, PeriodNotOpen."""
    employee = employee_named(connection, nip)
    opened = period_named(connection, period)
    return Subject(employee, opened, rules_of(connection, opened.year).rules)


def _keep(writing: Writing, about: Subject, scores: Sequence[NewScore], said: Statement) -> ScoreCounts:
    connection, counts = writing.connection, ScoreCounts()
    refused: list[str] = []
    names = {number: code for code, number in criterion_ids(connection).items()}
    default_rater = _superior(connection, about.employee.id, about.period.last)
    for score in scores:
        kept, code = find_score(connection, score.key), names[score.criterion]
        what = f"{code} {about.period.code}"
        if kept is not None and score.equals(kept):
            counts.equal += 1
        elif said.revision is not None and (kept is None or kept.entry != said.revision):
            refused.append(_moved(connection, about.rules, what, said.revision, kept))
        elif kept is None:
            add_score(connection, _rated(score, default_rater), writing.entry)
            counts.new += 1
        elif said.correcting:
            told = _replaced(connection, score, kept, about.rules.zone)
            counts.remarks.append(f"{code}: {told}")
            correct_score(connection, score, kept, writing.entry)
            counts.corrected += 1
        else:
            refused.append(difference(connection, code, about.period.code, score, kept))
    if refused:
        raise Refused(*refused, f"{_remedy(about, said)} Tidak ada yang disimpan.")
    return counts


def _remedy(about: Subject, said: Statement) -> str:
    if said.revision is None:
        return "Untuk mengubahnya: tambahkan --koreksi --alasan '…'."
    return f"Lihat dahulu: kinerja riwayat --nip {about.employee.nip} --periode {about.period.code}."


def _moved(connection: Connection, rules: Rules, what: str, seen: int, kept: Kept | None) -> str:
    if kept is None:
        return f"{what} bukan revisi {seen}: tidak ada nilai yang berlaku di sana"
    return moved(connection, what, seen, kept.entry, rules.zone, show_points(kept.value))


def _replaced(connection: Connection, score: NewScore, kept: Kept, zone: str) -> str:
    """What a correction takes out of force: ``84.00 → 88.00 (tercatat 2025-03-12 10:05 WITA oleh budi)``."""
    parts = []
    if score.value != kept.value:
        parts.append(f"{show_points(kept.value)} → {show_points(score.value)}")
    if score.rater is not None and score.rater != kept.rater:
        labels = {0: "tanpa penilai"} | appraiser_labels(connection)
        parts.append(f"penilai {labels[kept.rater or 0]} → {labels[score.rater]}")
    if score.note is not None and score.note != kept.note:
        parts.append(f"catatan '{kept.note or ''}' → '{score.note}'")
    return f"{'; '.join(parts)} (tercatat {written(connection, kept.entry, zone)})"


def difference(connection: Connection, criterion: str, period: str, score: NewScore, kept: Kept) -> str:
    """One line that says what is recorded, at which revision, and what was to replace it."""
    at = f"(revisi {kept.entry})"
    if score.value != kept.value:
        return f"{criterion} {period} sudah {show_points(kept.value)} {at}, bukan {show_points(score.value)}"
    labels = {0: "tanpa penilai"} | appraiser_labels(connection)
    if score.rater is not None and score.rater != kept.rater:
        return f"{criterion} {period} sudah dinilai oleh {labels[kept.rater or 0]} {at}, bukan {labels[score.rater]}"
    return f"{criterion} {period} sudah punya catatan '{kept.note or ''}' {at}, bukan '{score.note}'"


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
            if any(c.targeted and c.code == code for c in rules.criteria):
                raise Refused(
                    f"{code} diisi dari sasaran, tidak dari nilai; catat: kinerja sasaran realisasi."
                )
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

"""Exemptions (pengecualian): criteria that don't count for an employee in a period, and why."""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_cli.domain.periods import Period, parse_period
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import BadValue, Refused
from kinerja_cli.services.checks import checked_reason
from kinerja_cli.services.scores import criterion_named, open_subject
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee
from kinerja_cli.storage.periods import OpenedPeriod
from kinerja_cli.storage.scores import Key, end_exemption, exempt, exemption_reason, find_score

ALL_CRITERIA = "semua"


def exempt_from(
    database: Database, nip: str, period: Period, criteria: Sequence[str], reason: str
) -> tuple[list[str], list[str]]:
    """Exempt an employee from criteria in a period (``semua``: from all).

    Returns the codes of those that changed, and remarks: whoever doesn't serve then needs none, recorded values stop
    counting.
    A new reason replaces that of an exemption in force.  Raises: Refused naming every unknown criterion.
    """
    kept_reason = checked_reason(reason)
    with database.write("nilai kecualikan", kept_reason) as writing:
        connection = writing.connection
        employee, opened, rules = open_subject(connection, nip, period)
        changed, recorded = [], 0
        for code, key, current in _found(connection, employee, opened, rules, criteria):
            if current != kept_reason:
                exempt(connection, key, kept_reason, writing.entry)
                changed.append(code)
            if current is None and find_score(connection, key) is not None:
                recorded += 1
    return changed, _remarks(employee, opened, recorded)


def end_exemptions(
    database: Database, nip: str, period: Period, criteria: Sequence[str], reason: str
) -> list[str]:
    """End exemptions (``semua``: those there are); returns the codes of those that changed.

    Raises: Refused naming every unknown criterion, or those that aren't exempted.
    """
    with database.write("nilai kecualikan", checked_reason(reason)) as writing:
        found = _found(writing.connection, *open_subject(writing.connection, nip, period), criteria)
        idle = [code for code, _, current in found if current is None]
        if idle and not _means_all(criteria):
            raise Refused(
                f"Tidak sedang dikecualikan {period.code} bagi {nip}: {', '.join(idle)}.",
                f"Lihat: kinerja jelaskan {nip} {period.year}",
            )
        ended = [(code, key) for code, key, current in found if current is not None]
        for _, key in ended:
            end_exemption(writing.connection, key, writing.entry)
    return [code for code, _ in ended]


def _remarks(employee: Employee, period: OpenedPeriod, recorded: int) -> list[str]:
    remarks = []
    if not serves(employee.starts, employee.ends, period.last):
        remarks.append(
            f"{employee.nip} tidak bertugas pada akhir {period.code}; "
            "tanpa pengecualian pun tidak dinilai dalam periode itu."
        )
    if recorded:
        remarks.append(f"{recorded} nilai yang sudah tercatat tidak dihitung lagi; pengecualian berlaku.")
    return remarks


def _found(
    connection: Connection, employee: Employee, period: OpenedPeriod, rules: Rules, criteria: Sequence[str]
) -> list[tuple[str, Key, str | None]]:
    """Code, key and present reason of each criterion that is meant, once each."""
    keys = {code: Key(employee.id, period.id, number) for code, number in _meant(connection, rules, criteria)}
    return [(code, key, exemption_reason(connection, key)) for code, key in keys.items()]


def _meant(connection: Connection, rules: Rules, criteria: Sequence[str]) -> list[tuple[str, int]]:
    meant, faults = [], []
    named = [text for text in criteria if fold(text) != ALL_CRITERIA]
    for text in (*named, *(rules.codes if _means_all(criteria) else ())):
        try:
            meant.append(criterion_named(connection, rules, text))
        except Refused as unknown:
            hint = " Satu perintah untuk satu periode." if _is_a_period(text) else ""
            faults.append(f"{unknown}{hint}")
    if faults:
        raise Refused(*faults)
    return meant


def _is_a_period(text: str) -> bool:
    try:
        parse_period(text)
    except BadValue:
        return False
    return True


def _means_all(criteria: Sequence[str]) -> bool:
    return any(fold(text) == ALL_CRITERIA for text in criteria)

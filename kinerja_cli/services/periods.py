"""Periods (periode): opened, cancelled while empty, listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.periods import Period, periods_of
from kinerja_cli.domain.rules import Rules
from kinerja_cli.errors import FaultsFound, Refused
from kinerja_cli.services.closed import closed_period, refuse_closed_period
from kinerja_cli.services.lookup import period_named
from kinerja_cli.storage.achievements import achievements_in
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.criteria_digest import file_digest
from kinerja_cli.storage.database import Database, Writing
from kinerja_cli.storage.periods import OpenedPeriod, find_period, opened_periods, realised_in, records_in
from kinerja_cli.storage.rules import StoredRules, keep_rules, rules_in_force
from kinerja_cli.storage.versions import Value, insert, replace, withdraw
from kinerja_cli.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening did: codes that are newly open, codes that were open already, and what is worth saying."""

    opened: tuple[str, ...]
    already: tuple[str, ...]
    remarks: tuple[str, ...]


def open_periods(
    database: Database, workspace: Workspace, periods: Sequence[Period], deadline: date | None
) -> Opening:
    """Open periods, all or none; one that is open stays as it is, but for a new *deadline*.

    A year without rules at or before it takes the workspace's file.
    Raises: Refused for every code of another cadence, every closed period and every year that the file isn't meant
    for; FaultsFound.
    """
    opened: list[str] = []
    already: list[str] = []
    remarks: list[str] = []
    faults: list[str] = []
    with database.write("periode buka") as writing:
        for period in sorted(set(periods)):
            try:
                remarks += _rules_for(writing, workspace, period)
            except FaultsFound:
                raise  # the file's own faults: once, not for every period
            except Refused as fault:
                faults += fault.lines
                continue
            existing = find_period(writing.connection, period.code)
            if existing is not None and existing.closed:
                faults += closed_period(writing.connection, existing).lines
                continue
            remarks += _early(period, deadline)
            if existing is None:
                _insert(writing, period, deadline)
                opened.append(period.code)
            else:
                already.append(period.code)
                remarks += _move_deadline(writing, existing, deadline)
        if faults:
            raise Refused(*dict.fromkeys(faults), *["Tidak ada periode yang dibuka."] * (len(periods) > 1))
    return Opening(tuple(opened), tuple(already), tuple(remarks))


def cancel_period(database: Database, period: Period) -> None:
    """Take back the opening of a period that holds nothing.

    Raises: PeriodNotOpen; Refused where it isn't empty or is closed.
    """
    with database.write("periode batal") as writing:
        opened = period_named(writing.connection, period)
        refuse_closed_period(writing.connection, opened)
        scores, exemptions = records_in(writing.connection, opened.id)
        reached = achievements_in(writing.connection, opened.id)
        realised = realised_in(writing.connection, opened.id)
        if scores or exemptions or reached or realised:
            also = f", {reached} capaian unit" if reached else ""
            also += f", {realised} realisasi sasaran" if realised else ""
            raise Refused(
                f"Periode {opened.code} tidak kosong: {scores} nilai, {exemptions} pengecualian{also}.",
                "Hanya periode yang kosong dapat dibatalkan.",
            )
        withdraw(writing.connection, "period", {"id": opened.id}, writing.entry)


def list_periods(database: Database) -> list[tuple[Period, OpenedPeriod, int, int]]:
    """Every opened period with how many scores and exemptions it holds."""
    with database.read() as connection:
        listed = opened_periods(connection)
        cadences = {year: _cadence(connection, year) for year in {p.year for p in listed}}
        return [(cadences[p.year][p.id % 100 - 1], p, *records_in(connection, p.id)) for p in listed]


def file_differs(stored: StoredRules, workspace: Workspace) -> bool:
    """Whether criteria.yaml says something else than the rules that hold."""
    return file_digest(workspace.criteria) not in (None, stored.digest)


def _cadence(connection: Connection, year: int) -> list[Period]:
    stored = rules_in_force(connection, year)
    assert stored is not None, "a period is only ever opened in a year with rules"  # noqa: S101
    return periods_of(year, stored.rules.cadence)


def _rules_for(writing: Writing, workspace: Workspace, period: Period) -> list[str]:
    """See to it that rules of that cadence hold in the period's year; returns what is worth saying about them."""
    connection, year = writing.connection, period.year
    stored = rules_in_force(connection, year)
    if stored is None:
        # here: `status` never reads the file's rules
        from kinerja_cli.storage.criteria_file import load_rules

        file = load_rules(workspace.criteria)
        check_since(file.rules, year)
        _check_cadence(period, file.rules)
        keep_rules(connection, year, file.text, file.digest, file.rules, writing.entry)
        return [f"Aturan criteria.yaml kini berlaku sejak tahun {year} (sidik {file.digest[:12]})."]
    _check_cadence(period, stored.rules)
    if not opened_periods(connection, year) and file_differs(stored, workspace):
        return [
            f"Tahun {year} memakai aturan yang diterapkan sejak {stored.since}; criteria.yaml sekarang berbeda. "
            f"Untuk memakai berkas itu: kinerja kriteria terapkan --tahun {year}"
        ]
    return []


def _early(period: Period, deadline: date | None) -> list[str]:
    if deadline is None or deadline >= period.first:
        return []
    return [f"Periksa tenggat {deadline}: {period.code} baru mulai {period.first}."]


def check_since(rules: Rules, year: int) -> None:
    """Rules can't be applied to a year before their ``berlaku``.  Raises: Refused."""
    if year < rules.since:
        raise Refused(
            f"Aturan dalam criteria.yaml berlaku mulai {rules.since}; tidak dapat diterapkan untuk tahun {year}.",
            "Bila memang berlaku saat itu, ubah dahulu 'berlaku' dalam criteria.yaml.",
        )


def _check_cadence(period: Period, rules: Rules) -> None:
    if period.cadence is not rules.cadence:
        example = periods_of(period.year, rules.cadence)[0].code
        raise Refused(
            f"Periode {period.code} tidak sesuai aturan tahun {period.year}, yang memakai {rules.cadence.value}; "
            f"tulis seperti {example}."
        )


def _insert(writing: Writing, period: Period, deadline: date | None) -> None:
    values: dict[str, Value] = {
        "id": period.key,
        "year": period.year,
        "code": period.code,
        "last": period.last.isoformat(),
        "deadline": None if deadline is None else deadline.isoformat(),
        "entry": writing.entry,
    }
    insert(writing.connection, "period", values)


def _move_deadline(writing: Writing, existing: OpenedPeriod, deadline: date | None) -> list[str]:
    if deadline is None or deadline.isoformat() == existing.deadline:
        return []
    changes = {"deadline": deadline.isoformat()}
    replace(writing.connection, "period", {"id": existing.id}, changes, writing.entry)
    return [f"Tenggat {existing.code} kini {deadline}, sebelumnya {existing.deadline or 'tidak ada'}."]

"""Rules (kriteria): checked as a file, shown as stored, applied from a year on."""

from __future__ import annotations

from pathlib import Path

from kinerja_cli.domain.periods import LAST_YEAR, parse_period
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.targets import Kind
from kinerja_cli.errors import Refused
from kinerja_cli.services.lookup import rules_of, year_or_newest
from kinerja_cli.services.periods import check_since
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.criteria_file import RulesFile, load_rules
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.periods import opened_periods
from kinerja_cli.storage.rule_use import exempted, programme_categories, scored
from kinerja_cli.storage.rules import StoredRules, keep_rules, next_rules_year, rules_in_force
from kinerja_cli.storage.targets import ruled_targets
from kinerja_cli.storage.workspace import Workspace


def check_file(path: Path) -> RulesFile:
    """Read a rules file without applying it.  Raises: NotFound; FaultsFound with every fault."""
    return load_rules(path)


def stored_rules(database: Database, year: int | None) -> StoredRules:
    """The rules that hold in a year, or in the newest one that is scored, opened or has rules.  Raises: NotFound."""
    with database.read() as connection:
        newest = rules_in_force(connection, LAST_YEAR)
        if year is None and newest is not None and not opened_periods(connection):
            return newest
        return rules_of(connection, year_or_newest(connection, year))


def apply_rules(database: Database, workspace: Workspace, year: int) -> tuple[str, bool]:
    """Store the workspace's file as the rules from *year* on; returns its digest and whether anything changed.

    Raises: FaultsFound for the file; Refused naming everything recorded that the new rules don't know or allow, and
    every closed period that they would govern.
    """
    file = load_rules(workspace.criteria)
    check_since(file.rules, year)
    with database.write("kriteria terapkan") as writing:
        connection = writing.connection
        current = rules_in_force(connection, year)
        if current is not None and current.since == year and current.digest == file.digest:
            return file.digest, False
        last = (next_rules_year(connection, year) or LAST_YEAR + 1) - 1
        conflicts = _conflicts(connection, file.rules, year, last)
        if conflicts:
            raise Refused(
                *conflicts,
                f"Aturan tidak diterapkan mulai tahun {year}: yang tercatat di atas tidak cocok dengannya.",
                "Perbaiki criteria.yaml, atau terapkan mulai tahun yang masih kosong.",
            )
        keep_rules(connection, year, file.text, file.digest, file.rules, writing.entry)
    return file.digest, True


def _conflicts(connection: Connection, rules: Rules, first: int, last: int) -> list[str]:
    conflicts = _periods_in_the_way(connection, rules, first, last)
    for code, criterion, low, high in scored(connection, first, last):
        if criterion not in rules.codes:
            conflicts.append(
                f"{code} berisi nilai untuk kriteria '{criterion}' yang tidak ada dalam aturan baru"
            )
        elif any(c.targeted and c.code == criterion for c in rules.criteria):
            conflicts.append(
                f"{code} berisi nilai untuk '{criterion}' yang dalam aturan baru diisi dari sasaran"
            )
        elif low < rules.scale_min or high > rules.scale_max:
            conflicts.append(
                f"{code} berisi nilai {criterion} {show_points(low)} sampai {show_points(high)}, di luar skala baru"
            )
    for code, criterion in exempted(connection, first, last):
        if criterion not in rules.codes:
            conflicts.append(
                f"{code} berisi pengecualian untuk kriteria '{criterion}' yang tidak ada dalam aturan baru"
            )
    for number, year, category in programme_categories(connection, first, last):
        if rules.bonus is None or rules.bonus.of(category) is None:
            conflicts.append(
                f"program {number} ({year}) berkategori '{category}' yang tidak ada dalam aturan baru"
            )
    return conflicts + _targets_in_the_way(connection, rules, first, last)


def _targets_in_the_way(connection: Connection, rules: Rules, first: int, last: int) -> list[str]:
    conflicts = []
    for number, year, kind, partial in ruled_targets(connection, first, last):
        before = rules_in_force(connection, year)
        if partial and before is not None and before.rules.cadence is not rules.cadence:
            conflicts.append(
                f"sasaran {number} ({year}) berlaku dari atau sampai {before.rules.cadence.value} tertentu, "
                f"tetapi aturan baru memakai {rules.cadence.value}"
            )
        if kind is Kind.EXTRA and rules.targets is not None and not rules.targets.extra_maximum:
            conflicts.append(
                f"sasaran {number} ({year}) tambahan, tetapi aturan baru tidak punya tambahan_maks"
            )
    return conflicts


def _periods_in_the_way(connection: Connection, rules: Rules, first: int, last: int) -> list[str]:
    conflicts = []
    for period in opened_periods(connection):
        if not first <= period.year <= last:
            continue
        if period.closed:
            conflicts.append(f"periode {period.code} sudah ditutup")
        if parse_period(period.code).cadence is not rules.cadence:
            conflicts.append(
                f"periode {period.code} dibuka, tetapi aturan baru memakai {rules.cadence.value}"
            )
    return conflicts

"""The catalogue of planted faults: what is broken, and the test that must catch it.

There is no switch for any of them in what is shipped. A fault with code is planted into a pytest of its own, in which
the named test must fail; one without is planted by the named test itself, which says that it was caught.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """A fault, the test that catches it, and the code that plants it before a test imports anything of kinerja."""

    name: str
    test: str
    code: str = ""


# a fault in the schema must come with the fingerprint of that schema: that one guards against others, not against us
_AGREE = """
import sqlite3
from kinerja_cli.storage import connection, database, schema
made = sqlite3.connect(":memory:", isolation_level=None, factory=connection.Connection)
schema.migrate(made)
database.FINGERPRINTS[database.SCHEMA_VERSION] = database.fingerprint(made)
made.close()
"""
SIGKILL, SWEEP, COMMIT = (f"tests/crash/test_{name}.py::" for name in ("sigkill", "fault_sweep", "commit"))
FIRE, SEALS, GUARDS = (
    "tests/crash/test_backups_under_fire.py::",
    "tests/storage/test_seals.py::",
    "tests/storage/test_guards.py::",
)
IN_PIECES = "test_an_import_that_commits_in_pieces_or_speaks_too_early_is_caught"
SAYS_MORE = "test_a_command_that_says_more_than_it_knows_is_caught"
BY_HAND = "test_seals_digests_and_hashes_are_what_other_code_works_out_from_the_rows"
IN_ERASING = "tests/cli/test_hapus_data.py::test_a_fault_in_the_erasing_is_seen"

PLANTED = (
    # ---- planted by the tests themselves, in the process that is hit
    Planted("an import commits every hundred rows", f"{SIGKILL}{IN_PIECES}[in pieces]"),
    Planted("it is acknowledged before COMMIT", f"{SIGKILL}{IN_PIECES}[too early]"),
    Planted("an unknown outcome is told as nothing saved", f"{SWEEP}{SAYS_MORE}[sure of nothing saved]"),
    Planted(
        "the lock is taken after reading",
        "tests/crash/test_storm.py::test_a_lock_that_is_taken_after_reading_is_caught",
    ),
    Planted("nothing is synced", f"{COMMIT}test_an_order_that_a_power_cut_could_break_is_caught[no sync]"),
    Planted(
        "the folder is not synced",
        f"{COMMIT}test_an_order_that_a_power_cut_could_break_is_caught[no sync of the folder]",
    ),
    Planted(
        "the file is synced after its journal went",
        f"{COMMIT}test_an_order_that_a_power_cut_could_break_is_caught[late sync]",
    ),
    Planted(
        "a hot journal is thrown away",
        "tests/crash/test_recovery.py::test_a_repair_that_throws_the_journal_away_is_caught",
    ),
    Planted(
        "a report is written in place",
        "tests/crash/test_report_writer.py::test_a_report_that_is_written_in_place_is_caught",
    ),
    Planted(
        "a backup is named before it is synced",
        f"{FIRE}test_a_backup_that_is_named_before_it_is_synced_is_caught[named before]",
    ),
    Planted(
        "a backup is written under its good name",
        f"{FIRE}test_a_backup_that_gets_its_name_before_its_bytes_is_caught",
    ),
    Planted(
        "an upgrade takes two transactions",
        "tests/storage/test_upgrade.py::test_an_upgrade_in_two_transactions_is_caught",
    ),
    Planted(
        "secure_delete is off",
        "tests/cli/test_hapus_data.py::test_bytes_that_secure_delete_did_not_clear_are_seen_and_cleared",
    ),
    Planted("the salt of an erased person stays", f"{IN_ERASING}[the salt stays-salt]"),
    # ---- planted here
    Planted(
        "the entry is written outside the transaction",
        "tests/storage/test_versions.py::test_a_failure_keeps_neither_the_new_version_nor_a_second_old_one",
        """
from kinerja_cli.storage import journal
def outside(connection, *rest, open_entry=journal.open_entry):
    entry = open_entry(connection, *rest)
    connection.execute("commit")
    connection.execute("begin immediate")
    return entry
journal.open_entry = outside
""",
    ),
    Planted(
        "the replaced version is not kept",
        "tests/storage/test_versions.py::test_each_replaced_version_is_kept_with_the_entry_that_replaced_it",
        """
from kinerja_cli.storage import versions
versions._keep = lambda *_: None
""",
    ),
    Planted(
        "seals are not stored",
        f"{SEALS}{BY_HAND}",
        """
from kinerja_cli.storage import seals
seals.keep_seal = lambda connection, table, block, entry, groups: seals.seal_of(table, groups)
""",
    ),
    Planted(
        "a seal covers every second owner",
        f"{SEALS}{BY_HAND}",
        """
from kinerja_cli.storage import seals
def half(table, groups, whole=seals.seal_of):
    return whole(table, list(groups)[::2])
seals.seal_of = half
""",
    ),
    Planted(
        "a hash leaves out the entry before it",
        f"{SEALS}{BY_HAND}",
        """
from kinerja_cli.storage import journal
def alone(self, whole=journal.Entry.own_hash):
    return whole(self._replace(previous=None))
journal.Entry.own_hash = alone
""",
    ),
    Planted(
        "the words of an entry are not hashed",
        "tests/storage/test_seals.py::" + BY_HAND,
        """
from kinerja_cli.storage import journal
journal.Entry.own_said = lambda self: "0" * 64
""",
    ),
    Planted(
        "a guard is lost in the migration",
        "tests/storage/test_upgrade.py::test_an_upgraded_file_has_the_schema_of_a_fresh_one",
        """
from kinerja_cli.storage import schema
def forgetful(connection, migrate=schema.migrate):
    migrate(connection)
    connection.execute("drop trigger closed_score_update")
schema.migrate = forgetful
""",
    ),
    Planted(
        "a guard compares with <> instead of is not",
        f"{GUARDS}test_a_row_of_an_entry_that_is_not_there_is_refused[score]",
        """
from kinerja_cli.storage import guards
guards._OPEN = guards._OPEN.replace("is not 1", "<> 1")
"""
        + _AGREE,
    ),
    Planted(
        "a closed period is guarded against new values alone",
        "tests/storage/test_closed.py",
        """
from kinerja_cli.storage import guards
def lax(table, closed, message, whole=guards._closing):
    yield from (text for text in whole(table, closed, message) if "_update " not in text)
guards._closing = lax
"""
        + _AGREE,
    ),
    Planted(
        "a stale revision is ignored",
        "tests/cli/test_revisions.py::test_a_change_of_a_register_names_the_revision_that_it_saw",
        """
from kinerja_cli.services import revisions
revisions.check_revision = lambda *_: None
""",
    ),
    Planted(
        "a closing's digest is over nothing",
        "tests/cli/test_tahun.py::test_what_is_kept_is_the_printed_line_and_the_digest_is_over_commitments_alone",
        """
from kinerja_cli.storage import closing
def unread(self, employee, version, cells):
    self.lines += 1
    return cells
closing.LineDigest.add = unread
""",
    ),
    Planted(
        "a backup is not checked",
        "tests/cli/test_cadangkan.py"
        "::test_a_database_that_was_tampered_with_is_not_backed_up_and_no_old_backup_is_dropped",
        """
from kinerja_cli.services import backup
backup.all_findings = lambda _: iter(())
""",
    ),
    Planted(
        "a backup need not be of this database",
        "tests/cli/test_cadangkan.py::test_a_copy_that_is_no_part_of_the_live_history_is_no_backup",
        """
from kinerja_cli.services import backup
backup.in_chain = lambda *_: True
""",
    ),
    Planted(
        "files are made with mode 0644",
        "tests/storage/test_database.py::test_what_is_made_is_private_whatever_the_umask_allows",
        """
import os
def public(path, flags, mode=0o777, _open=os.open, **more):
    return _open(path, flags, 0o644 if mode == 0o600 else mode, **more)
os.open = public
""",
    ),
    Planted(
        "halves are rounded to even",
        "tests/domain/test_points.py::test_a_tie_goes_up_and_not_to_the_even_neighbour",
        """
from fractions import Fraction
from kinerja_cli.domain import points
points.half_up = lambda numerator, denominator: round(Fraction(numerator, denominator))
""",
    ),
    Planted(
        "values are summed as floats",
        "tests/domain/test_appraisal.py::test_weights_with_decimals_are_exact",
        """
from fractions import Fraction
from kinerja_cli.domain import appraisal
def floating(weights, tallies, common, exact=appraisal._weighted):
    known, gaps, denominator = exact(weights, tallies, common)
    if gaps or not denominator:
        return known, gaps, denominator
    counted = [(weight, tally[0] / tally[1]) for weight, tally in zip(weights, tallies) if tally[1]]
    whole = sum(weight for weight, _ in counted)
    total = Fraction(sum(weight / whole * mean for weight, mean in counted))
    return total.numerator, 0, total.denominator
appraisal._weighted = floating
""",
    ),
    Planted(
        "control characters reach the screen",
        "tests/cli/test_boundary.py::test_a_message_cannot_move_the_cursor",
        """
from kinerja_cli.domain import text
text.visible = lambda words: words
""",
    ),
    Planted(
        "an export of one person is not journalled",
        "tests/cli/test_access.py::test_a_file_about_one_person_is_journalled_under_its_name",
        """
from kinerja_cli.services import access
access.record_access = lambda *_: None
""",
    ),
    Planted(
        "whoever rated decides the objection",
        "tests/cli/test_keberatan.py::test_neither_the_rater_nor_the_objector_decides_by_nip_or_by_name",
        """
from kinerja_cli.services import objections
objections._check_decider = lambda *_: None
""",
    ),
)


def pytest_configure() -> None:
    """As a plugin of the pytest that is started for it: plant the fault that is named."""
    named = next(fault for fault in PLANTED if fault.name == os.environ["PLANTED"])
    exec(named.code, {})  # noqa: S102 - our own, from above

"""Faults planted in the check itself: each lets something through that a case of the catalogue finds."""

# ruff: noqa: ARG001, ARG005, S608 - what stands in for something takes what that takes

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sealed_office import build
from test_tampering import CATALOGUE, tamper, told

from kinerja_cli.domain.findings import Finding
from kinerja_cli.storage import audit, locate, seals
from kinerja_cli.storage.database import open_database
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.sealed_tables import BY_NAME, SealedTable

Fault = Callable[[pytest.MonkeyPatch], None]


def chain_unchecked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_chain", lambda _: iter(()))


def seals_uncompared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_compared", lambda *_: iter(()))


def digests_unchecked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_digests", lambda _: iter(()))


def words_unhashed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Entry, "own_said", lambda entry: entry.said)


def header_unread(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_header", lambda _: iter(()))


def erasure_unasked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "erased_words", lambda connection: set(range(1_000)))


def counters_unread(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_counters", lambda _: iter(()))


def strays_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_unsealable", lambda *_: iter(()))


def salt_left_out(patch: pytest.MonkeyPatch) -> None:
    original = seals._group

    def unsalted(salts: dict[int, bytes], *rest: object) -> seals.Group:
        return original({}, *rest)  # type: ignore[arg-type]

    patch.setattr(seals, "_group", unsalted)


def null_as_empty(patch: pytest.MonkeyPatch) -> None:
    """`hex(null)` is an empty text, so that this never gives the mark for null."""
    score = BY_NAME["score"]
    written = score.written.replace("iif(note is null, '~', hex(note))", "ifnull(hex(note), '~')")
    written = written.replace("rater is null and note is null", "rater is null and ifnull(note, '') = ''")
    assert written != score.written
    text = SealedTable.row_text.fget

    def row_text(table: SealedTable) -> str:
        return written if table.name == "score" else text(table)  # type: ignore[misc]

    patch.setattr(SealedTable, "row_text", property(row_text))


IN_THE_CHECK: list[tuple[Fault, str]] = [
    (chain_unchecked, "journal.actor"),
    (seals_uncompared, "one digit of one score"),
    (digests_unchecked, "a seal of another table"),
    (words_unhashed, "journal.reason"),
    (header_unread, "the schema's version"),
    (erasure_unasked, "journal.reason, the salt taken away as an erasure would"),
    (counters_unread, "a counter"),
    (strays_unseen, "a kept version of nobody added"),
]
IN_THE_SEALS: list[tuple[Fault, str]] = [
    (salt_left_out, "employee.salt"),
    (null_as_empty, "a note emptied where there was none"),
]


@pytest.mark.parametrize(("fault", "case"), IN_THE_CHECK, ids=[fault.__name__ for fault, _ in IN_THE_CHECK])
def test_a_check_that_is_left_out_is_missed_by_its_case(sealed_office, tmp_path, monkeypatch, fault, case):
    file = Path(shutil.copy(sealed_office / "kinerja.db", tmp_path))
    tamper(file, CATALOGUE[case][0])
    right = told(file)
    fault(monkeypatch)
    wrong = told(file)
    assert right
    assert len(wrong) < len(right), "the fault changes nothing: the case would not notice it"


@pytest.mark.parametrize(("fault", "case"), IN_THE_SEALS, ids=[fault.__name__ for fault, _ in IN_THE_SEALS])
def test_rows_written_down_with_a_loss_are_missed_by_their_case(tmp_path, monkeypatch, fault, case):
    fault(monkeypatch)
    build(tmp_path / "kantor")
    file = tmp_path / "kantor" / "kinerja.db"
    assert told(file) == [], "such a file is sound to itself"
    tamper(file, CATALOGUE[case][0])
    assert told(file) == []


def a_value_with_the_same_tag(file: Path) -> str:
    """SQL that changes one value so that its group's digest begins as before."""
    table = BY_NAME["score"]
    with closing(open_database(file)) as database, database.read() as connection:
        for group in seals.groups_between(connection, table, 0, 63):
            texts = group.text.split(",")
            for place, text in locate._rows(group):
                key, now, rest = locate._parts(text)
                before, after = texts[:place], texts[place + 1 :]
                patience = locate.Patience()
                for value in locate._values(group, before, key, rest, after, group.digest, patience):
                    where = f"employee = {group.owner} and period = {key // 10_000} and criterion = {key % 10_000}"
                    if value != now and group.entry in (6, 7, 8):
                        return f"update score set value = {value} where {where} and entry = {group.entry}"
    raise AssertionError("no value of this office has a twin")


def only_the_tags(
    connection: sqlite3.Connection, table: SealedTable, key: tuple[int, int], stored: seals.Seal | None,
    groups: list[seals.Group], patience: locate.Patience,
) -> Iterator[Finding]:  # fmt: skip
    if stored is None or seals.seal_of(table, groups).tags != stored.tags:
        yield Finding(table.name, "", "", "berubah")


def test_a_change_that_keeps_the_tag_is_found_by_the_digest_and_by_nothing_else(
    sealed_office, tmp_path, monkeypatch
):
    file = Path(shutil.copy(sealed_office / "kinerja.db", tmp_path))
    tamper(file, a_value_with_the_same_tag(file))
    assert [line.split()[0] for line in told(file)] == ["score"]
    monkeypatch.setattr(audit, "_compared", only_the_tags)
    assert told(file) == []


def test_what_was_searched_for_a_former_value_has_an_end(sealed_office, tmp_path):
    """Every score of everybody is changed: each person is named, and nobody waits for all values to be tried."""
    file = Path(shutil.copy(sealed_office / "kinerja.db", tmp_path))
    tamper(file, "update score set value = (value * 7 + 13) % 10000")
    tried = locate.Patience()
    with closing(open_database(file, any_schema=True)) as database, database.read() as connection:
        lines = [str(finding) for finding in audit._seals(connection, BY_NAME["score"], tried)]
    assert len(lines) >= 3 * 6
    assert tried.left > -20_000, "it went on after its patience had ended"


def test_the_digest_of_a_group_is_that_of_its_salt_and_text():
    group = seals._group({7: b"garam"}, 7, 3, "1 2,3 4", 2)
    assert group.digest == sha256(b"garam1 2,3 4").digest()

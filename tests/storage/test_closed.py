"""What is closed is refused on every path, whoever writes and however, through the plain ``sqlite3`` shell."""

# ruff: noqa: S608 - every statement is put together from names that stand here

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlite_shell import NOW, OPEN, PRAGMAS, kept, needs_shell, shell

pytestmark = needs_shell


def in_closed() -> Iterator[tuple[str, list[str]]]:
    """A name, and statements by an open entry of which the last one changes something that is closed."""
    score = (
        "select employee, {period}, criterion + {more}, value, null, null, "
        + NOW
        + " from score where period = {of}"
    )
    for how in ("insert", "insert or replace", "insert or ignore", "replace"):
        yield f"score {how} new", [f"{how} into score {score.format(period=202501, more=9, of=202501)}"]
        yield f"score {how} over", [f"{how} into score {score.format(period=202401, more=0, of=202401)}"]
        yield (
            f"exemption {how}",
            [
                f"{how} into exemption select employee, period, 9, 'x', {NOW} from exemption where period = 202401"
            ],
        )
        yield (
            f"period {how}",
            [f"{how} into period values (202504, 2025, '2025-TW4', '2025-12-31', null, {NOW}, null)"],
        )
        yield (
            f"rules {how}",
            [f"{how} into rules select 2025, text, digest, plain, {NOW} from rules where since = 2024"],
        )
        yield (
            f"programme {how}",
            [
                f"{how} into programme (title, category, year, state, entry) values ('x', 'x', 2025, 'usulan', {NOW})"
            ],
        )
        yield f"programme_owner {how}", [f"{how} into programme_owner values (1, 7, {NOW})"]
        yield (
            f"programme_evidence {how}",
            [f"{how} into programme_evidence values (1, '{'0' * 64}', 'x', 1, {NOW})"],
        )
    upsert = score.format(period=202501, more=0, of=202501) + " on conflict do update set value = 1"
    yield "score upsert", [f"insert into score {upsert}"]
    for how in ("update", "update or replace", "update or ignore"):
        yield (
            f"programme {how} out of it",
            [kept("programme", "id = 1"), f"{how} programme set year = 2026, entry = {NOW} where id = 1"],
        )
        yield (
            f"programme {how} into it",
            [kept("programme", "id = 2"), f"{how} programme set year = 2025, entry = {NOW} where id = 2"],
        )
        yield (
            f"period {how} into it",
            [
                kept("period", "id = 202601"),
                f"{how} period set year = 2025, entry = {NOW} where id = 202601",
            ],
        )
        yield (
            f"period {how} out of it",
            [
                kept("period", "id = 202502"),
                f"{how} period set year = 2030, entry = {NOW} where id = 202502",
            ],
        )
        yield (
            f"period {how} reopened in a closed year",
            [
                kept("period", "id = 202501"),
                f"{how} period set closed = null, entry = {NOW} where id = 202501",
            ],
        )
        yield (
            f"period {how} that stays closed",
            [
                kept("period", "id = 202401"),
                f"{how} period set last = '2024-04-30', entry = {NOW} where id = 202401",
            ],
        )
    yield "period deleted", [kept("period", "id = 202401"), "delete from period where id = 202401"]
    yield "score deleted", [kept("score", "period = 202401"), "delete from score where period = 202401"]
    yield "all scores deleted", [kept("score", "true"), "delete from score"]
    yield "programme deleted", [kept("programme", "id = 1"), "delete from programme where id = 1"]
    yield (
        "owner deleted",
        [kept("programme_owner", "programme = 1"), "delete from programme_owner where programme = 1"],
    )
    yield (
        "evidence deleted",
        [kept("programme_evidence", "programme = 1"), "delete from programme_evidence where programme = 1"],
    )
    yield "rules deleted", [kept("rules", "since = 2024"), "delete from rules where since = 2024"]


CLOSED = dict(in_closed())


@pytest.mark.parametrize("pragma", PRAGMAS, ids=lambda pragma: pragma.replace("pragma ", "") or "as it is")
@pytest.mark.parametrize("name", CLOSED)
def test_nothing_of_what_is_closed_changes_even_by_an_open_entry(closed_office, name, pragma):
    statements = CLOSED[name]
    errors, _ = shell(closed_office, [pragma, "begin", OPEN, *statements, "rollback"])
    assert list(errors) == [2 + len(statements)], errors
    assert re.fullmatch(r"kinerja: (periode|tahun) itu sudah ditutup.*", errors[2 + len(statements)])


@pytest.mark.parametrize("name", [name for name in CLOSED if "stays closed" not in name])
def test_the_same_goes_through_where_nothing_is_closed(full_office, name):
    """Or the refusals above would prove nothing."""
    errors, _ = shell(full_office, ["begin", OPEN, *CLOSED[name], "rollback"])
    if name == "score insert over":
        assert ["UNIQUE" in message for message in errors.values()] == [True]
    elif "upsert" in name:
        assert ["versi lamanya" in message for message in errors.values()] == [True]
    else:
        assert errors == {}


def test_what_is_not_closed_goes_on_beside_what_is(closed_office):
    """Scores of an open period, programmes of another year, rules that govern nothing closed, a period reopened."""
    errors, _ = shell(
        closed_office,
        [
            "begin",
            OPEN,
            f"insert into score select employee, period, 9, 1, null, null, {NOW} from score where period = 202601",
            kept("programme", "id = 2"),
            f"update programme set title = 'x', entry = {NOW} where id = 2",
            f"insert into rules select 2026, text, digest, plain, {NOW} from rules where since = 2024",
            kept("rules", "since = 2027"),
            "delete from rules where since = 2027",
            f"insert into rules select 2020, text, digest, plain, {NOW} from rules where since = 2024",
            kept("period", "id = 202401"),
            f"update period set closed = null, entry = {NOW} where id = 202401",
            f"insert into period values (202604, 2026, '2026-TW4', '2026-12-31', null, {NOW}, null)",
            "rollback",
        ],
    )
    assert errors == {}

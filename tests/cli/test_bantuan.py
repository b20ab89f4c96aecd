"""The topics of help: each is there, in Indonesian, and every command in it can be typed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kinerja_cli.cli.bantuan import TOPICS
from kinerja_cli.cli.completing import TABLE
from kinerja_cli.domain.columns import HEADINGS
from kinerja_cli.errors import EXIT_CODE_MEANINGS
from kinerja_cli.storage.workspace import default_criteria

Kinerja = Callable[..., Any]


def test_without_a_topic_all_of_them_are_listed(kinerja: Kinerja) -> None:
    shown = kinerja("bantuan").stdout
    assert [line.split()[2] for line in shown.splitlines() if line.startswith("  kinerja bantuan")] == [
        *TOPICS
    ]


def test_an_unknown_topic_is_a_mistake_with_a_guess(kinerja: Kinerja) -> None:
    assert "Maksud Anda 'kode-keluar'?" in kinerja("bantuan kode_keluar", 2).stderr


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_no_gap_left_and_names_only_commands_that_there_are(topic: str, kinerja: Kinerja) -> None:
    text = kinerja(f"bantuan {topic}").stdout
    assert "{{" not in text
    assert text.endswith("\n")
    table = json.loads(TABLE.read_bytes())
    lines = re.findall(r"(?:^  |^  eval \"\$\(|: |\d \* |\*  ?)kinerja ((?:[a-z-]+ ?)+)", text, re.MULTILINE)
    for line in lines:
        first, *rest = line.split()
        assert first in table["groups"][""], line
        if first in table["groups"]:
            assert rest[0] in table["groups"][first], line


def test_what_the_code_knows_is_in_them(kinerja: Kinerja) -> None:
    codes = kinerja("bantuan kode-keluar").stdout
    assert all(f"{code:>3d}  {meaning}" in codes for code, meaning in EXIT_CODE_MEANINGS.items())
    headings = " ".join(kinerja("bantuan impor").stdout.split())
    assert all(word in headings for words in HEADINGS.values() for word in words)
    rules = kinerja("bantuan aturan").stdout
    assert all(line in rules for line in default_criteria().splitlines())

"""What a shell is told when somebody presses Tab. Typer isn't imported: every press is a whole start of the program.

The shell's function (kinerja_cli/shell) runs ``_KINERJA_PELENGKAP=SHELL kinerja WORD…``, the last word being the one
that is typed. The answer: one line that says what follows (`Kind`), then a choice a line; for zsh and fish each with
a tab and what it is. Commands and options come from completion.json, which docs/generate.py writes from the parser.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kinerja_cli.domain.text import visible

VARIABLE = "_KINERJA_PELENGKAP"
TABLE = Path(__file__).with_name("completion.json")
_DESCRIBING = ("zsh", "fish")
_FOR_THE_SHELL = {"file": "berkas", "folder": "folder"}

Choice = tuple[str, str]


class Answer(NamedTuple):
    """*kind*: ``kata``, ``lekat`` (no space after it), or what the shell knows itself: ``berkas``, ``folder``."""

    kind: str
    choices: Sequence[Choice] = ()


class Place(NamedTuple):
    """Where in a command line the cursor is: the command's words, its arguments so far, the options used, ``-C``."""

    path: str = ""
    arguments: int = 0
    used: tuple[str, ...] = ()
    folder: str | None = None
    literal: bool = False  # after a bare --
    pending: str = ""  # the option whose value comes next


def respond(shell: str, words: Sequence[str]) -> None:
    """Write the answer for *shell*; whatever goes wrong, an empty one, and never an error."""
    try:
        answer = complete(json.loads(TABLE.read_bytes()), words or [""])
        lines = [answer.kind, *(_line(shell, *choice) for choice in answer.choices)]
        sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001, S110, RUF100 - nobody asked for a message in the middle of a line
        pass


def _line(shell: str, value: str, told: str) -> str:
    return f"{value}\t{visible(told)}" if told and shell in _DESCRIBING else value


def complete(table: dict[str, Any], words: Sequence[str]) -> Answer:
    """The choices for the last of *words*."""
    *before, current = _joined(words)
    place = _walk(table, before)
    name, sign, value = current.partition("=")
    if place.pending:
        return _of_kind(_option(table, place.path, place.pending)[2], current, place.folder)
    if current.startswith("-") and not place.literal:
        if not sign:
            return Answer("kata", list(_options(table, place, current)))
        option = _option(table, place.path, name)
        answer = _of_kind(option[2], value, place.folder) if option else Answer("kata")
        return answer._replace(choices=[(f"{name}={choice}", told) for choice, told in answer.choices])
    if place.path in table["groups"]:
        found = table["groups"][place.path].items()
        return Answer("kata", [choice for choice in found if choice[0].startswith(current)])
    return _of_kind(_argument(table, place), current, place.folder)


def _joined(words: Sequence[str]) -> list[str]:
    """In bash ``--unit=KEC`` comes as three words: here ``--unit KEC``; quotes and backslashes go."""
    plain = [word.replace("\\", "").strip("\"'") for word in words]
    *rest, last = plain
    kept = [word for at, word in enumerate(rest) if word != "=" or not rest[at - 1].startswith("--")]
    return [*kept, "" if last == "=" and rest and rest[-1].startswith("--") else last]


def _walk(table: dict[str, Any], words: Sequence[str]) -> Place:
    place = Place()
    for word in words:
        if place.pending:
            folder = word if place.pending == "-C" else place.folder
            place = place._replace(pending="", folder=folder)
        elif word == "--" and not place.literal:
            place = place._replace(literal=True)
        elif word.startswith("-") and not place.literal:
            place = _past_option(table, place, word)
        elif place.path in table["groups"]:
            path = f"{place.path} {word}".strip()
            place = Place(path, folder=place.folder)
        else:
            place = place._replace(arguments=place.arguments + 1)
    return place


def _past_option(table: dict[str, Any], place: Place, word: str) -> Place:
    name, sign, _ = word.partition("=")
    option = _option(table, place.path, name)
    if not option:
        return place
    takes_value = option[2] is not None and not sign
    return place._replace(used=(*place.used, *option[0]), pending=name if takes_value else "")


def _option(table: dict[str, Any], path: str, name: str) -> Any:
    """Names, help, kind (None for a flag), whether it may come again; empty where there is no such option."""
    own = table["options"].get(path, [])
    return next((option for option in (*own, *table["common"]) if name in option[0]), [])


def _options(table: dict[str, Any], place: Place, current: str) -> Iterator[Choice]:
    for names, told, _, repeats in (*table["options"].get(place.path, []), *table["common"]):
        if repeats or not set(names) & set(place.used):
            name = max(names, key=len)
            if name.startswith(current):
                yield name, told


def _argument(table: dict[str, Any], place: Place) -> str:
    arguments = table["arguments"].get(place.path, [])
    if not arguments:
        return ""
    kind, repeats = arguments[min(place.arguments, len(arguments) - 1)]
    return str(kind) if repeats or place.arguments < len(arguments) else ""


def _of_kind(kind: str, current: str, folder: str | None) -> Answer:
    """The choices of a value: words joined by ``|``, what the shell knows itself, or what the database holds."""
    if kind in _FOR_THE_SHELL:
        return Answer(_FOR_THE_SHELL[kind])
    if "|" in kind:
        return Answer("kata", [(word, "") for word in kind.split("|") if word.startswith(current)])
    if not kind:
        return Answer("kata")
    from kinerja_cli.storage.completion import offers  # here: words alone need no SQLite

    sought, glued = kind.removesuffix("="), kind.endswith("=")
    found = offers(sought, current, str(Path(folder).expanduser()) if folder else None)
    return Answer("lekat", [(f"{value}=", told) for value, told in found]) if glued else Answer("kata", found)

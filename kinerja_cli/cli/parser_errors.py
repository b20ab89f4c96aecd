"""The parser's complaints in Indonesian; imported when there is one."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from typing import Any

import typer

from kinerja_cli.cli.indonesian import spelling
from kinerja_cli.domain.system_words import SYSTEM_WORDS


def _strerror(match: re.Match[str]) -> str:
    for number in errno.errorcode:
        if os.strerror(number) == match[2]:
            return f"{match[1]} {SYSTEM_WORDS.get(number, f'tidak dapat dibuka (kesalahan sistem {number})')}"
    return match[0]


# Text of the parser -> ours.
_WORDS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"Missing command\.", "perintah belum ditulis"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", r"argumen berlebih: \1"),
    (r"Option '(.+)' requires an argument\.", r"opsi \1 memerlukan nilai"),
    (r"Option '(.+)' requires (\d+) arguments\.", r"opsi \1 memerlukan \2 nilai"),
    (r"Option '(.+)' does not take a value\.", r"opsi \1 tidak menerima nilai"),
    (r"Argument '(.+)' takes (\d+) values\.", lambda m: f"argumen {m[1].upper()} memerlukan {m[2]} nilai"),
    (r"Takes (\d+) values but (\d+) given\.", r"memerlukan \1 nilai, bukan \2"),
    (r"(\d+) values are required, but (\d+) given\.", r"memerlukan \1 nilai, bukan \2"),
    (r"Value must be an iterable\.", "harus berupa daftar"),
    (r"(.+) is not a valid int(?:eger)?(?: range)?\.", r"\1 bukan bilangan bulat"),
    (r"(.+) is not a valid float(?: range)?\.", r"\1 bukan bilangan"),
    (r"(.+) is not a valid UUID\.", r"\1 bukan UUID"),
    (r"(.+) is not a valid boolean\..*", r"\1 bukan true atau false"),
    (r"(.+) does not match the formats .*\.", r"\1 bukan tanggal; tulis seperti 2025-03-31"),
    (r"(.+) is not one of (.*)\.", lambda m: f"{m[1]} tidak dikenal; pilih: " + m[2].replace("'", "")),
    (r"(.+) is not in the range (.+)\.", r"\1 di luar rentang \2"),
    (r"Directory (.+) does not exist\.", r"folder \1 tidak ada"),
    (r"(?:File|Path) (.+) does not exist\.", r"berkas \1 tidak ada"),
    (r"(?:File|Directory|Path) (.+) is a file\.", r"\1 adalah berkas, bukan folder"),
    (r"(?:File|Directory|Path) (.+) is a directory\.", r"\1 adalah folder, bukan berkas"),
    (r"(?:File|Directory|Path) (.+) is not readable\.", r"\1 tidak boleh dibaca"),
    (r"(?:File|Directory|Path) (.+) is not writable\.", r"\1 tidak boleh ditulisi"),
    (r"(?:Could not open file )?('.*'|\".*\"): (.+)", _strerror),
)


def _translate(message: str) -> str:
    for pattern, words in _WORDS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words(match) if callable(words) else match.expand(words)
    return message


def _missing(param: Any) -> str:
    choices = getattr(param.type, "choices", ())
    hint = f"; pilih: {', '.join(map(str, choices))}" if choices else ""
    if param.param_type_name == "option":
        return f"opsi {spelling(param)} wajib ditulis{hint}"
    return f"argumen {spelling(param)} belum ditulis{hint}"


def _unknown_option(error: Any) -> str:
    guesses = " atau ".join(f"'{name}'" for name in error.possibilities or ())
    return f"opsi {error.option_name} tidak dikenal." + (f" Maksud Anda {guesses}?" if guesses else "")


def _bad_value(error: Any) -> str:
    words = _translate(str(error.message))
    named = error.param_hint or (error.param and spelling(error.param)) or ""
    name = named if isinstance(named, str) else " / ".join(named)
    return words if not name or words.startswith(f"{name} ") else f"{name}: {words}"


def _reason(error: Any) -> str:
    if hasattr(error, "possibilities"):
        return _unknown_option(error)
    if hasattr(error, "param_type") and error.param is not None:  # only a missing parameter has a param_type
        return _missing(error.param)
    if isinstance(error, typer.BadParameter):
        return _bad_value(error)
    return _translate(str(error.format_message()))


def explain(error: BaseException) -> list[str]:
    """Turn a parser's error into lines for stderr: the command, what is wrong, and where to read on."""
    context = getattr(error, "ctx", None)
    path = "kinerja" if context is None else context.command_path
    reason = _reason(error)
    if not reason.endswith((".", "?", "!", "…")):
        reason += "."
    lines = f"{path}: galat: {reason}".split("\n")
    return lines if context is None else [*lines, f"Lihat '{path} --help'."]

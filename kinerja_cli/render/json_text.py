"""JSON that loses nothing: points as numbers with two places, NIP as strings, never through a float."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, BinaryIO

from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import weight_text
from kinerja_cli.domain.text import visible
from kinerja_cli.render.report import Cell, Kind, Points, Report, fine_text

BATCH = 2_000
_UNPRINTED = re.compile(r"[^ -~]")


def write_json(report: Report, out: BinaryIO) -> None:
    """Write a list of objects with the column keys, one object a line; title and notes are left out."""
    keys = [json_string(column.key).replace("%", "%%") for column in report.columns]
    template = "{" + ", ".join(f"{key}: %s" for key in keys) + "}"
    writers = [_value_writer(column.kind) for column in report.columns]
    rows, opening = iter(report.rows), "[\n"
    while batch := list(islice(rows, BATCH)):
        columns = zip(writers, zip(*batch, strict=True), strict=True)
        values = [map(write, cells) for write, cells in columns]  # a column at a time: half the cost of a row
        out.write((opening + ",\n".join(map(template.__mod__, zip(*values, strict=True)))).encode())
        opening = ",\n"
    out.write(b"[]\n" if opening == "[\n" else b"\n]\n")


def _value_writer(kind: Kind) -> Callable[[Cell], str]:
    def points(cell: Cell) -> str:
        return "null" if cell is None else show_points(int(cell))

    def fine(cell: Cell) -> str:
        return fine_text(cell) or "null"

    def integer(cell: Cell) -> str:
        return "null" if cell is None else str(int(cell))

    def text(cell: Cell) -> str:
        return "null" if cell is None else json_string(str(cell))

    numbers = {Kind.POINTS: points, Kind.FINE: fine, Kind.INTEGER: integer, Kind.FIGURE: _scalar}
    return numbers.get(kind, text)


def json_string(text: str) -> str:
    """JSON for a text: letters as they are, what a terminal would obey or hide escaped; nothing is lost."""
    quoted: str = encode_basestring(text)
    return quoted if text.isprintable() else _UNPRINTED.sub(_escape, quoted)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if visible(character) == character:
        return character
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def to_json(value: Any, indent: int = 0) -> str:
    """JSON for `jelaskan`, two blanks a level, without a final newline.

    Takes dict (string keys, in their order), list, tuple, str, int, bool, None, `Points` (two places) and
    `Fraction` (a plain decimal: weights).  Raises: TypeError for anything else, a float above all; ValueError
    for a fraction that has no finite decimal.
    """
    if isinstance(value, Mapping):
        return _block(
            "{}", [f"{json_string(key)}: {to_json(item, indent + 2)}" for key, item in value.items()], indent
        )
    if isinstance(value, (list, tuple)):
        return _block("[]", [to_json(item, indent + 2) for item in value], indent)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Points):
        return show_points(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, str):
        return json_string(value)
    if isinstance(value, Fraction):
        return _decimal(value)
    raise TypeError(f"no exact JSON for {type(value).__name__}")


def _decimal(value: Fraction) -> str:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise ValueError(f"{value} has no finite decimal")
    return ("-" if value < 0 else "") + weight_text(abs(value))


def _block(brackets: str, members: Sequence[str], indent: int) -> str:
    if not members:
        return brackets
    inside = ",\n".join(" " * (indent + 2) + member for member in members)
    return f"{brackets[0]}\n{inside}\n{' ' * indent}{brackets[1]}"

"""What an evaluation document is built of: text in tables, lists and boxes, the same for a page and for a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Text: TypeAlias = tuple[str, ...]
"""One cell: its lines."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid; *strong* is a sum or a result."""

    cells: tuple[Text, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a title of their own, or without one."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: *widths* are shares, *named* the column that names a row, *numbers* those to be aligned to the right.

    *told*: its caption is to be seen too, where the heading above doesn't say it already.
    """

    caption: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    groups: tuple[Group, ...]
    named: int = 1
    numbers: tuple[int, ...] = ()
    told: bool = False
    kind: str = field(default="grid", init=False)


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences one under the other, under a title or without one."""

    title: str
    lines: tuple[str, ...]
    kind: str = field(default="lines", init=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """A word that nobody may overlook, and what there is to say of it."""

    word: str
    lines: tuple[str, ...]
    kind: str = field(default="notice", init=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """One place to sign: where and when, as what, by whom."""

    place: str
    role: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    signers: tuple[Signature, ...]
    kind: str = field(default="signatures", init=False)


Block: TypeAlias = Grid | Lines | Notice | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under its heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One employee's whole document."""

    nip: str
    name: str
    year: int
    title: str
    under: tuple[str, ...]
    notice: Notice | None
    sections: tuple[Section, ...]

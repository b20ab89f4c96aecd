"""Codes and names in criteria.yaml, none of which may pass for another, and bands that fall."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinerja_cli.domain.columns import RESERVED_WORDS, SCORE_HEADERS, YEARLY_FIXED
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.text import fold
from kinerja_cli.errors import BadValue
from kinerja_cli.storage import criteria_fields as keys
from kinerja_cli.storage.criteria_fields import Faults, Fields
from kinerja_cli.storage.yaml_text import TextNode, shown

LONGEST_CODE = 40
HEADERS = frozenset(map(fold, SCORE_HEADERS))
TAKEN = (*YEARLY_FIXED, *RESERVED_WORDS)
"""Folded headings of import files, and words that are columns or parts of commands: no code may be one of them."""

CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)

Owners = dict[str, tuple[int, TextNode]]
"""Folded words that are taken, by which row and where."""


def code_of(
    row: Fields, faults: Faults, taken: Sequence[str] = (), headers: frozenset[str] = frozenset()
) -> str:
    """Read a code that is no column name in *taken* and folds to no heading in *headers*."""

    def parse(text: str) -> str:
        if CODE.fullmatch(text) is None:
            raise BadValue(
                f"{shown(text)} bukan kode; pakai a-z, 0-9 dan _ dengan huruf di depan{_proposed(text)}"
            )
        if len(text) > LONGEST_CODE:
            raise BadValue(f"{shown(text)} {len(text)} huruf; paling banyak {LONGEST_CODE}")
        if text in taken or fold(text) in headers:
            raise BadValue(
                f"{shown(text)} sudah dipakai sebagai nama kolom atau kata perintah; pilih kode lain"
            )
        return text

    return keys.value_of(row, "kode", parse, "", faults)


def _proposed(text: str) -> str:
    """Propose the code that *text* would give, if it gives one."""
    code = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:LONGEST_CODE]
    return f", misalnya {code}" if CODE.fullmatch(code) else ""


def claim(owners: Owners, index: int, node: TextNode, what: str, faults: Faults) -> None:
    """Give the folded word of *node* to row *index*, or complain that another row holds it."""
    word = fold(node.text)
    if not any(map(str.isalnum, word)):
        if node.text.strip():
            faults.append(
                (node.place, f"{what}: {shown(node.text)} tidak memuat huruf atau angka; tulis namanya")
            )
        return
    holder, earlier = owners.setdefault(word, (index, node))
    if holder != index:
        same = "sudah ada" if earlier.text == node.text else f"terbaca sama dengan {shown(earlier.text)}"
        reason = f"{what}: {shown(node.text)} {same} di baris {earlier.place.line}; pilih {what} lain"
        faults.append((node.place, reason))


def claim_all(rows: Sequence[Fields], faults: Faults) -> None:
    """Check that no two rows have the same code, and no two the same name."""
    for what in ("kode", "nama"):
        owners: Owners = {}
        for index, node in keys.texts_of(rows, what):
            if what == "nama" or CODE.fullmatch(node.text):
                claim(owners, index, node, what, faults)


def check_fall(
    what: str,
    rows: Sequence[Fields],
    minima: Sequence[int | None],
    scale: tuple[int, int] | None,
    faults: Faults,
) -> None:
    """Check that the bands of *what* (predikat, rating) lie within the scale and fall strictly to its start."""
    above: int | None = None
    for number, (row, minimum) in enumerate(zip(rows, minima, strict=True), 1):
        if minimum is None:
            continue
        last = number == len(rows)
        reason = ""
        if scale and last and minimum != scale[0]:
            reason = f"{what} terakhir harus mulai dari skala.min; tulis {show_points(scale[0])}"
        elif scale and not scale[0] <= minimum <= scale[1]:
            reason = f"di luar skala; tulis {show_points(scale[0])} sampai {show_points(scale[1])}"
        elif above is not None and minimum >= above:
            reason = f"tidak di bawah {what} di atasnya; tulis kurang dari {show_points(above)}"
        if reason:
            faults.append((row["minimal"].value.place, f"minimal: {show_points(minimum)} {reason}"))
        else:
            above = minimum

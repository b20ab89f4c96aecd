"""Golongan and jenis of an employee: the spellings people use, one spelling kept (PP 11/2017, PP 49/2018)."""

from __future__ import annotations

import re

from kinerja_cli.domain.text import fold
from kinerja_cli.errors import BadValue

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_PPPK = (*_ROMAN, "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")
_PNS = tuple(f"{group}/{space}" for group in _ROMAN[:4] for space in ("abcde" if group == "IV" else "abcd"))
_GRADES = frozenset((*_PPPK, *_PNS))
_PNS_SPELLING = re.compile(r"(IV|I{1,3}|[1-4])\s*[/.\-\s]?\s*([A-E])", re.ASCII | re.IGNORECASE)
_PNS_WITHIN = re.compile(r"(?<![A-Z0-9])(IV|I{1,3})\s*/\s*([A-E])(?![A-Z0-9])", re.ASCII | re.IGNORECASE)
_EXAMPLES = "tulis seperti III/a (PNS) atau IX (PPPK)"
_KINDS = {
    "pns": "PNS",
    "pppk": "PPPK",
    "p3k": "PPPK",
    "pppkpenuhwaktu": "PPPK",
    "pppkparuhwaktu": "PPPK paruh waktu",
    "p3kparuhwaktu": "PPPK paruh waktu",
}
KINDS = ("PNS", "PPPK", "PPPK paruh waktu")


# pangkat of a PNS, in the order of _PNS; a PPPK has a golongan and no pangkat
_RANKS = tuple(
    f"{name}{step}"
    for name, steps in (
        ("Juru", (" Muda", " Muda Tk. I", "", " Tk. I")),
        ("Pengatur", (" Muda", " Muda Tk. I", "", " Tk. I")),
        ("Penata", (" Muda", " Muda Tk. I", "", " Tk. I")),
        ("Pembina", ("", " Tk. I", " Utama Muda", " Utama Madya", " Utama")),
    )
    for step in steps
)


def rank_of(grade: str) -> str | None:
    """Pangkat of a golongan in its one spelling: ``III/a`` is Penata Muda; None for that of a PPPK.

    Source: PP 99/2000, the table of pangkat and golongan.
    """
    return dict(zip(_PNS, _RANKS, strict=True)).get(grade)


def parse_grade(text: str) -> str:
    """Read a golongan in its one spelling.

    ``III.a``, ``IIIa``, ``3a`` and ``Penata Muda, III/a`` are ``III/a``; ``9`` is ``IX``.
    PNS has I/a to IV/e, PPPK has I to XVII.  Raises: BadValue.
    """
    bare = " ".join(text.split())
    if bare.upper() in _GRADES:
        return bare.upper()
    if re.fullmatch(r"[1-9]|1[0-7]", bare, re.ASCII):
        return _PPPK[int(bare) - 1]
    whole = _PNS_SPELLING.fullmatch(bare)
    found = [(whole[1], whole[2])] if whole else _PNS_WITHIN.findall(bare)
    if len(found) != 1:
        raise BadValue(f"golongan '{text}' tidak dikenal; {_EXAMPLES}")
    group, space = found[0]
    grade = f"{_ROMAN[int(group) - 1] if group.isdigit() else group.upper()}/{space.lower()}"
    if grade not in _GRADES:
        raise BadValue(f"golongan '{text}' tidak ada; {_EXAMPLES}")
    return grade


def parse_kind(text: str) -> str:
    """Read ``PNS``, ``PPPK`` or ``PPPK paruh waktu``, in any case; ``P3K`` is PPPK.  Raises: BadValue."""
    kind = _KINDS.get(fold(text))
    if kind is None:
        raise BadValue(f"jenis '{text}' tidak dikenal; tulis {', '.join(KINDS[:-1])} atau {KINDS[-1]}")
    return kind

"""NIP and NI PPPK: eighteen digits, always text (regulations.md 1.12; Perka BKN 22/2007 and 43/2007)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kinerja_cli.errors import BadValue

_EIGHTEEN = re.compile(r"[0-9]{18}", re.ASCII)
_WRAPPED = re.compile(r'="([^"]*)"')
_REMEDY = "ubah kolom NIP menjadi Teks di Excel, isi ulang dari sumber aslinya, lalu ekspor lagi"


def parse_nip(text: str) -> str:
    """Read an NIP as people and spreadsheets write it: with spaces, dots, a leading apostrophe or ``="…"``.

    Refuses what a spreadsheet has destroyed (``1,99E+17``, ``….0``, last three digits ``000``: serial 000 is
    never issued).  Raises: BadValue with the reason and the remedy.
    """
    raw = text.strip()
    wrapped = _WRAPPED.fullmatch(raw)
    bare = (wrapped[1] if wrapped else raw).strip().removeprefix("'").replace("\u00a0", " ")
    if not bare:
        raise BadValue("NIP kosong; isi 18 angka")
    if re.search(r"[0-9][Ee]\+?[0-9]", bare) or re.fullmatch(r"[0-9]{15,}[.,]0+", bare):
        raise BadValue(f"NIP '{text}' rusak oleh Excel (menjadi bilangan); {_REMEDY}")
    digits = re.sub(r"[ .]", "", bare)
    if _EIGHTEEN.fullmatch(digits) is None:
        raise BadValue(f"NIP '{text}' {_what_is_wrong(digits)}; NIP harus tepat 18 angka")
    if digits.endswith("000"):
        raise BadValue(
            f"NIP '{text}' rusak oleh Excel (tiga angka terakhir 000 tidak pernah terbit); {_REMEDY}"
        )
    return digits


def is_placeholder(nip: str) -> bool:
    """Whether it stands for somebody whose data were erased: nobody is born in the year 0."""
    return nip.startswith("00000000")


def _what_is_wrong(digits: str) -> str:
    if re.fullmatch(r"[0-9]+", digits, re.ASCII):
        return f"hanya {len(digits)} angka" if len(digits) < 18 else f"{len(digits)} angka"
    return "memuat huruf atau tanda lain"


def guess_kind(nip: str) -> str:
    """PNS where digits 13-14 are a month (TMT CPNS), PPPK where they count contracts (21 and up), else PNS."""
    return "PPPK" if int(nip[12:14]) >= 21 else "PNS"


def nearest_nip(nip: str, known: Iterable[str]) -> str:
    """The one known NIP with a single digit mistyped or two neighbours swapped, or an empty string."""
    found = [other for other in known if _one_slip(nip, other)]
    return found[0] if len(found) == 1 else ""


def _one_slip(nip: str, other: str) -> bool:
    places = [i for i, (a, b) in enumerate(zip(nip, other, strict=True)) if a != b]
    if len(places) == 2:
        i, j = places
        return j == i + 1 and nip[i] == other[j] and nip[j] == other[i]
    return len(places) == 1


def spaced(nip: str) -> str:
    """The official spelling with blanks, 8-6-1-3 digits, which every spreadsheet keeps as text."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"

"""Text from people: what may be stored, how headings fold, which word was probably meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from kinerja_cli.errors import BadValue

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINE_BREAKS = "\n\r\u0085\u2028\u2029"
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_NAME = 200
LONGEST_NOTE = 2_000


def clean_text(text: str, what: str, longest: int = LONGEST_NAME) -> str:
    """Text fit to be kept: NFC, edges trimmed, no control or invisible character, not a spreadsheet formula.

    *what* names the thing in the error ("nama").  Raises: BadValue for what can't be kept as it is.
    """
    kept = unicodedata.normalize("NFC", text.replace("\u00a0", " ").strip().removeprefix("\ufeff"))
    if not kept:
        raise BadValue(f"{what} kosong")
    if len(kept) > longest:
        raise BadValue(f"{what} {len(kept)} huruf; paling banyak {longest}")
    for character in kept:
        if character in _LINE_BREAKS:
            raise BadValue(f"{what} memuat ganti baris (Alt+Enter); jadikan satu baris")
        if unicodedata.category(character) in _UNPRINTABLE:
            raise BadValue(f"{what} memuat karakter kendali U+{ord(character):04X}; hapus karakter itu")
    if kept.startswith(_FORMULA):
        raise BadValue(f"{what} '{kept}' diawali '{kept[0]}' sehingga dibaca sebagai rumus; hapus tanda itu")
    return kept


def visible(text: str) -> str:
    r"""Text safe for a terminal: every control, format or private character is spelt out as ``\u001b``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spell(character) for character in text)


def _spell(character: str) -> str:
    if unicodedata.category(character) not in _UNPRINTABLE:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def fold(heading: str) -> str:
    """A heading without case, blanks, dots and underscores, for comparing: ``Nama  Pegawai`` = ``nama_pegawai``."""
    return re.sub(
        r"[\s._/\\:()*'\"-]+", "", unicodedata.normalize("NFKC", heading).replace("\ufeff", "")
    ).casefold()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, whatever its case, or an empty string."""
    spelt: dict[str, str] = {}
    for candidate in known:
        spelt.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(word.casefold(), list(spelt), n=1, cutoff=0.6)
    return spelt[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Maksud Anda 'x'?`` where a known word is near, else an empty string."""
    guess = nearest(word, known)
    return f" Maksud Anda '{guess}'?" if guess else ""

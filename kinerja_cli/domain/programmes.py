"""A programme (program): its states and the moves between them, its evidence files, and what it changed."""

from __future__ import annotations

import re
from typing import NamedTuple

from kinerja_cli.errors import BadValue

PROPOSED, RUNNING, REALISED, CANCELLED = "usulan", "berjalan", "terealisasi", "batal"
STATES = (PROPOSED, RUNNING, REALISED, CANCELLED)
LEAST_PREFIX = 6  # hex digits of a digest by which a file may be named

# a plain number, at the beginning; longer ones measure nothing in an office
_MEASURE = re.compile(r"(0|[1-9][0-9]{0,14})(?:([.,])([0-9]{1,6}))?(?![0-9.,])\s*(.*)", re.ASCII)


class EvidenceFile(NamedTuple):
    """A file that proves a programme: SHA-256 of its bytes in hex, its name without the folder, its size in bytes.

    *entry* is the journal entry that recorded it, 0 for one that isn't recorded.
    """

    digest: str
    name: str
    size: int
    entry: int = 0


class _Measure(NamedTuple):
    number: int  # without its mark
    places: int
    mark: str
    unit: str


def needs_reason(old: str, new: str) -> bool:
    """Whether that move takes back what was said: a step backwards, or out of terealisasi or batal."""
    return old != new and (old in (REALISED, CANCELLED) or STATES.index(new) < STATES.index(old))


def parse_digest(text: str) -> str:
    """The beginning of a digest, or all of it, in small letters.  Raises: BadValue."""
    digest = text.strip().lower().removesuffix("…")
    if not re.fullmatch(rf"[0-9a-f]{{{LEAST_PREFIX},64}}", digest, re.ASCII):
        raise BadValue(f"'{text}' bukan sidik; tulis {LEAST_PREFIX} sampai 64 angka heksadesimalnya")
    return digest


def effect(before: str | None, after: str | None) -> str | None:
    """The exact difference of two measures of the same thing: ``71 %``, ``84 %`` -> ``+13 poin persen``.

    Both begin with a number that one can read in one way only (``1.000`` isn't one), and go on with the same unit; a
    comma in either gives a comma. None where they aren't such.
    """
    old, new = _measure(before), _measure(after)
    if old is None or new is None or not new.unit or old.unit.casefold() != new.unit.casefold():
        return None
    places = max(old.places, new.places)
    change = new.number * 10 ** (places - new.places) - old.number * 10 ** (places - old.places)
    if change == 0:
        return "tetap"
    whole, part = divmod(abs(change), 10**places)
    fraction = f"{part:0{places}d}".rstrip("0") if places else ""
    mark = "," if "," in (old.mark, new.mark) else "."
    unit = "poin persen" if new.unit.casefold() in ("%", "persen") else new.unit
    return f"{'+' if change > 0 else '−'}{whole}{mark + fraction if fraction else ''} {unit}"


def change_text(before: str | None, after: str | None) -> str:
    """``71 % → 84 % (+13 poin persen)``, without the difference where there is none to tell."""
    told = effect(before, after)
    return f"{before or '–'} → {after or '–'}{'' if told is None else f' ({told})'}"


def _measure(text: str | None) -> _Measure | None:
    match = None if text is None else _MEASURE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    whole, mark, part, unit = match[1], match[2] or "", match[3] or "", match[4]
    if len(part) == 3 and whole != "0":  # a thousand to one reader, one to another
        return None
    return _Measure(int(whole + part), len(part), mark, unit)

"""Targets in words: bounds as they are typed and shown, and words for what a target is."""

from __future__ import annotations

import re

from kinerja_cli.domain.points import parse_points, show_points
from kinerja_cli.domain.targets import Bounds, Measure, Target
from kinerja_cli.domain.text import nearest
from kinerja_cli.errors import BadValue

_RANGE = re.compile(r"\s*(?:-|–|—|s\.?/?d\.?|sampai)\s*", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# rupiah: groups of three are no doubt where there are two or more, or a comma behind them
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]{1,2})?|\.[0-9]{3},[0-9]{1,2})", re.ASCII
)
_MOST = 10**15 * 100  # hundredths: larger than any budget


def parse_bounds(text: str) -> Bounds:
    """Read ``7``, ``7,5`` or a range ``7-8``, ``7 s.d. 8`` as hundredths, low and high.

    Zero is refused: capaian is realised / target.  Raises: BadValue.
    Source: PermenPANRB 8/2021, Lampiran.
    """
    if _DATE.fullmatch(text.strip()):
        raise BadValue(
            f"'{text}' tanggal: Excel mengubah rentang seperti 7-8 menjadi tanggal; tulis 7 s.d. 8"
        )
    parts = _RANGE.split(text.strip())
    if len(parts) > 2 or not all(parts):
        raise BadValue(f"'{text}' bukan target; tulis satu angka (7) atau rentang (7-8)")
    low, high = (parse_amount(part) for part in (parts[0], parts[-1]))
    if not low:
        raise BadValue(
            f"target '{text}' nol: capaian adalah realisasi dibagi target; ukur dengan angka di atas nol, "
            "mis. persentase hari tanpa keluhan, atau paling banyak 1 dengan arah turun"
        )
    if low > high:
        raise BadValue(f"rentang '{text}' terbalik; tulis yang kecil dahulu")
    return Bounds(low, high)


def parse_amount(text: str) -> int:
    """Read hundredths of a unit of measure, from 0 up: as points, and ``150.000.000`` or ``1.234,50``.

    ``1.000`` is refused as it is in points.  Raises: BadValue.
    """
    plain = text.strip()
    amount = parse_points(plain.replace(".", "") if _GROUPED.fullmatch(plain) else text)
    if amount > _MOST:
        raise BadValue(f"'{text}' terlalu besar")
    return amount


def parse_weight(text: str) -> int:
    """Read a weight in hundredths, above 0 and up to 1000.  Raises: BadValue."""
    weight = parse_points(text)
    if not 0 < weight <= 1000_00:
        raise BadValue(f"bobot '{text}' harus di atas 0 sampai 1000")
    return weight


def parse_word(text: str, words: tuple[str, ...], what: str) -> str:
    """One of *words*, whatever the case and however its words are joined.  Raises: BadValue."""
    word = re.sub(r"[\s_-]+", "_", text.strip().casefold())
    if word in words:
        return word
    near = nearest(word, words)
    hint = f". Maksud Anda '{near}'?" if near else f"; tulis {', '.join(words)}"
    raise BadValue(f"{what} '{text}' tidak dikenal{hint}")


def show_amount(hundredths: int) -> str:
    """An amount without needless places: 700 -> ``7``, 750 -> ``7.50``."""
    return show_points(hundredths).removesuffix(".00")


def show_bounds(figures: Measure) -> str:
    """``7`` or ``7–8``."""
    low, high = show_amount(figures.low), show_amount(figures.high)
    return low if low == high else f"{low}–{high}"


def lasting(target: Target) -> str:
    """In which periods a target holds, by their number in the year."""
    first, last = target.figures.first, target.figures.last
    if first is None and last is None:
        return f"sepanjang {target.year}"
    since = "" if first is None else f" dari periode ke-{first % 100}"
    until = "" if last is None else f" sampai periode ke-{last % 100}"
    return f"{since}{until} {target.year}".strip()

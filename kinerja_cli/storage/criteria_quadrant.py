"""The quadrant of criteria.yaml: two aspects, their ratings, and the matrix that gives the predikat (design.md 4)."""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_cli.domain.rules import Aspect, Quadrant, Rating
from kinerja_cli.storage import criteria_fields as keys
from kinerja_cli.storage.criteria_codes import HEADERS, TAKEN, check_fall, claim_all, code_of
from kinerja_cli.storage.criteria_fields import Faults, Fields
from kinerja_cli.storage.yaml_text import ListNode, MapNode

KEYS = ("aspek", "rating", "matriks")


def aspects_of(top: Fields) -> list[Fields]:
    """The rows under ``aspek`` that have a code, without a complaint: `quadrant_of` makes those."""
    if "aspek" not in top or not isinstance(top["aspek"].value, ListNode):
        return []
    rows = [item.entries for item in top["aspek"].value.items if isinstance(item, MapNode)]
    return [rows[index] for index, _ in keys.texts_of(rows, "kode")]


def quadrant_of(
    top: Fields, scale: tuple[int, int] | None, bands: Sequence[str], faults: Faults
) -> Quadrant | None:
    """Read the quadrant; None where there is none.  *bands*: codes of the predikat."""
    # what was only guessed to be one of them ("Maksud Anda …?") asks for no others
    present = [key for key in KEYS if key in top and top[key].key.text == key]
    if not present:
        return None
    for key in KEYS:
        if key not in top:
            reason = f"kunci '{key}' tidak ada, padahal ada {present[0]}; aspek, rating, dan matriks selalu bersama"
            faults.append((top[present[0]].key.place, reason + keys.example(key)))
    aspects = _aspects(top, faults)
    ratings = _ratings(top, scale, faults)
    cells = _cells(top, [rating.code for rating in ratings], bands, faults)
    if len(aspects) != 2:
        return None
    return Quadrant((aspects[0], aspects[1]), ratings, cells)


def _aspects(top: Fields, faults: Faults) -> list[Aspect]:
    rows = keys.rows_of(top, "aspek", keys.ASPECT, faults)
    if rows and len(rows) != 2:
        faults.append((top["aspek"].key.place, f"aspek berisi {len(rows)} butir; matriks memerlukan tepat 2"))
    return [Aspect(code_of(row, faults, TAKEN, HEADERS), keys.text_of(row, "nama", faults)) for row in rows]


def _ratings(top: Fields, scale: tuple[int, int] | None, faults: Faults) -> tuple[Rating, ...]:
    rows = keys.rows_of(top, "rating", keys.RATING, faults)
    minima = [keys.points_of(row, "minimal", faults) for row in rows]
    ratings = tuple(
        Rating(code_of(row, faults), keys.text_of(row, "nama", faults), minimum or 0)
        for row, minimum in zip(rows, minima, strict=True)
    )
    claim_all(rows, faults)
    check_fall("rating", rows, minima, scale, faults)
    return ratings


def _cells(
    top: Fields, ratings: Sequence[str], bands: Sequence[str], faults: Faults
) -> tuple[tuple[str, str, str], ...]:
    """Read the matrix: complete, and of known codes only."""
    if "matriks" not in top or not all(ratings) or not ratings:
        return ()
    level = keys.Level(tuple(ratings))
    rows = keys.fields_of(top["matriks"].value, "matriks", level, faults)
    found = []
    for first in ratings:
        if first not in rows:
            continue
        fields = keys.fields_of(rows[first].value, f"matriks.{first}", level, faults)
        for second in ratings:
            if second in fields:
                found.append((first, second, keys.choice_of(fields, second, bands, "", faults)))
    return tuple(found)

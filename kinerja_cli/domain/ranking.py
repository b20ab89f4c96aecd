"""The order of a list: rank by shown nilai_akhir, equal values share a rank (design.md section 6, step 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kinerja_cli.domain.appraisal import Outcome, Status

_AFTER = {Status.COMPLETE: 0, Status.INCOMPLETE: 1, Status.NOT_APPRAISED: 2}


class YearRow(NamedTuple):
    """One employee's line of a yearly summary; *unit* is the code, and its *position* (jabatan), of the last period."""

    nip: str
    name: str
    unit: str
    position: str | None
    outcome: Outcome


def in_order(rows: Sequence[YearRow]) -> list[tuple[int | None, YearRow]]:
    """Rows with their rank (1, 1, 3): by rank then NIP, then belum_lengkap by NIP, then tidak_dinilai by NIP."""
    ordered = sorted(rows, key=lambda row: (_AFTER[row.outcome.status], -(row.outcome.final or 0), row.nip))
    ranked: list[tuple[int | None, YearRow]] = []
    rank, before = 0, None
    for place, row in enumerate(ordered, start=1):
        final = row.outcome.final
        if final is None:
            ranked.append((None, row))
            continue
        if final != before:
            rank, before = place, final
        ranked.append((rank, row))
    return ranked

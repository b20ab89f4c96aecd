"""The order of a list: rank by shown nilai_akhir, equal values share a rank (design.md section 6, step 6).

With a quadrant there is no nilai_akhir and no rank: the order is by predikat, then NIP (design.md section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from kinerja_cli.domain.appraisal import Outcome, Status

_LAST = 1_000  # after every predikat


class YearRow(NamedTuple):
    """One employee's line of a yearly summary; *unit* is the code, and its *position* (jabatan), of the last period."""

    nip: str
    name: str
    unit: str
    position: str | None
    outcome: Outcome


RankedRow: TypeAlias = tuple[int | None, YearRow]
"""A line with its rank, None for whoever has no nilai_akhir."""


def in_order(rows: Sequence[YearRow]) -> list[RankedRow]:
    """Rows with their rank (1, 1, 3): by rank then NIP, then belum_lengkap by NIP, then tidak_dinilai by NIP."""
    # sorting twice, by one plain value each, takes a third of the time of sorting once by a tuple
    ordered = sorted(rows, key=attrgetter("nip"))
    ordered.sort(key=place)
    return list(zip(ranks([row.outcome.final for row in ordered]), ordered, strict=True))


def ranks(finals: Iterable[int | None]) -> Iterator[int | None]:
    """The rank of each shown nilai_akhir in a list that is in order already; None for None."""
    rank, before = 0, None
    for line, final in enumerate(finals, start=1):
        if final is None:
            yield None
            continue
        if final != before:
            rank, before = line, final
        yield rank


def place(row: YearRow) -> int:
    """Who comes first: the highest nilai_akhir or best predikat, then belum_lengkap, then tidak_dinilai."""
    final = row.outcome.final
    if final is not None:
        return -final
    if row.outcome.level is not None:
        return row.outcome.level
    return _LAST if row.outcome.status is Status.INCOMPLETE else _LAST + 1

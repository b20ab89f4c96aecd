"""The row of headings: where it is, what its headings mean, and what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from kinerja_cli.domain.columns import SILENT_HEADINGS
from kinerja_cli.domain.text import did_you_mean, fold, visible
from kinerja_cli.errors import Fault, FaultsFound
from kinerja_cli.imports.cells import tell
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.source import Source

SEARCHED_ROWS = 30
FAULT_COLUMN = "galat"
Needs: TypeAlias = Callable[[Collection[str]], list[str]]
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of file may have as headings.

    *known* maps a folded heading to its column; *needs* gives the columns still missing from those found;
    columns in *unread* (a name beside a NIP) are accepted, as often as they like, and not read.
    """

    known: Mapping[str, str]
    needs: Needs
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of one file, found.

    *columns* maps a column ("nip") to its index; *headings* are as the file writes them; *ignored* are those
    that nobody knows, *other_sheets* the sheets not read and *hidden* what is read although its view doesn't show it,
    for the caller to mention.
    """

    source: Source
    row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = field(default=())
    hidden: tuple[str, ...] = ()

    def body(self) -> Iterator[tuple[int, list[str]]]:
        """(row, cells) of what follows the headings.  Raises: FaultsFound where the file can't be read on."""
        rows = self.source.rows()
        for number, _ in rows:
            if number == self.row:
                break
        return rows

    def fault(self, row: int, column: int | str | None, reason: str) -> Fault:
        """Make a fault in a cell (its column by index or name) or, with None, in a whole row."""
        index = self.columns.get(column) if isinstance(column, str) else column
        heading = "" if index is None else self.headings[index]
        return tell(self.source.place(row, index), heading, reason)

    def fitted(self, row: int, cells: list[str], report: Report) -> list[str] | None:
        """Give the cells, as many as headings; None for a row that is blank or, after reporting it, too long.

        A row may be shorter: Excel leaves trailing empty cells out of a CSV.
        """
        width = len(self.headings)
        extra = cells[width:]
        if any(cell.strip() for cell in extra) or (extra and self.source.delimiter == "," and any(cells)):
            reason = (
                f"{len(cells)} kolom padahal judulnya {width}; isi yang memuat '{self.source.delimiter}' "
            )
            report(row, self.fault(row, None, reason + 'harus diapit tanda kutip ("87,5")'))
            return None
        if not any(cell.strip() for cell in cells):
            return None
        return cells[:width] + [""] * (width - len(cells))


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: Source
    row: int
    cells: Sequence[str]
    found: frozenset[str]
    missing: Sequence[str]


def known(columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Turn around what a layout knows: folded heading → column, from column → folded headings."""
    return {heading: column for column, headings in columns.items() for heading in headings}


def required(*columns: str) -> Needs:
    """Make the rule of a layout that simply needs these columns."""
    return lambda found: [column for column in columns if column not in found]


def find_header(source: Source, layout: Layout) -> Header:
    """Find the headings within the first 30 rows, by the delimiter or sheet that makes them recognisable.

    Raises: FaultsFound where they are missing, incomplete, doubled or nearly right.
    """
    best, broken = _search(source, layout)
    if best is None or not best.found:
        if broken is not None:
            raise broken
        place = source.place(1) if source.sheet == "" else f"{source.name}:{visible(source.sheet)}"
        needed = ", ".join(layout.needs(()))
        reason = f"baris judul tidak ditemukan dalam {SEARCHED_ROWS} baris pertama; harus ada kolom {needed}"
        raise FaultsFound([tell(place, "", reason)])
    columns, ignored, faults = _understand(best, layout)
    if not faults and best.missing:
        faults.append(_missing(best, layout))
    if faults:
        raise FaultsFound(faults)
    source, hidden = best.source, best.source.told_hidden(best.row, columns)
    return Header(source, best.row, tuple(best.cells), columns, ignored, source.other_sheets(), hidden)


def _search(source: Source, layout: Layout) -> tuple[_Candidate | None, FaultsFound | None]:
    best: _Candidate | None = None
    broken: FaultsFound | None = None
    for reading in source.readings():
        try:
            for row, cells in islice(reading.rows(), SEARCHED_ROWS):
                found = frozenset(
                    layout.known[name] for cell in cells if (name := fold(cell)) in layout.known
                )
                candidate = _Candidate(reading, row, cells, found, layout.needs(found))
                if not candidate.missing:
                    return candidate, None
                if best is None or len(found) > len(best.found):
                    best = candidate
        except FaultsFound as fault:
            broken = broken or fault
    return best, broken


def _understand(best: _Candidate, layout: Layout) -> tuple[dict[str, int], tuple[str, ...], list[Fault]]:
    columns: dict[str, int] = {}
    ignored: list[str] = []
    faults: list[Fault] = []
    for index, heading in enumerate(best.cells):
        name = fold(heading)
        column = layout.known.get(name)
        if not name or name in SILENT_HEADINGS or column in layout.unread:
            continue
        reason = ""
        if column is None:
            guess = _near(name, layout, best.found)
            ignored.append(visible(" ".join(heading.split())))
            reason = f"judul kolom tidak dikenal; maksud Anda '{guess}'? Perbaiki judulnya" if guess else ""
        elif column in columns:
            first = best.cells[columns[column]].strip()
            reason = (
                f"judul ganda: sudah ada kolom '{first}' untuk {_shown_column(column)}; hapus salah satunya"
            )
        else:
            columns[column] = index
        if reason:
            faults.append(tell(best.source.place(best.row, index), heading, reason))
    return columns, tuple(ignored), faults


def _near(name: str, layout: Layout, found: Collection[str]) -> str:
    """Guess the column that a heading nearly names.

    Longer ones ("TMT Golongan") are no slips, except of a criterion ("Disiplin (30%)").
    """
    near = [
        known_name
        for known_name in difflib.get_close_matches(name, layout.known, n=3, cutoff=_NEAR)
        if abs(len(known_name) - len(name)) <= 2 and layout.known[known_name] not in found
    ]
    if not near:  # "Disiplin (30%)": a score that is lost is worse than a heading to mend
        near = [
            known_name
            for known_name, column in layout.known.items()
            if column.startswith("kriteria:") and column not in found and name.startswith(known_name)
        ]
    return _shown_column(layout.known[near[0]]) if near else ""


def _shown_column(column: str) -> str:
    """Give a column's name for people; that of a criterion is kept as ``kriteria:disiplin``."""
    return column.removeprefix("kriteria:")


def _missing(best: _Candidate, layout: Layout) -> Fault:
    headings = [" ".join(cell.split()) for cell in best.cells if cell.strip()]
    unknown = [heading for heading in headings if fold(heading) not in layout.known]
    hint = next((found for column in best.missing if (found := did_you_mean(column, unknown))), "")
    reason = f"kolom {', '.join(best.missing)} tidak ada; judul yang terbaca: {', '.join(headings)}.{hint}"
    return tell(best.source.place(best.row), "", reason)

"""What the rows of an import name by code or name: looked up once a spelling, and told once where nobody knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.domain.unit_tree import Unit, find_unit
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header


class NamedInFile:
    """Numbers of what is named, by column and spelling; what has none is reported with how many rows name it."""

    def __init__(self, header: Header, log: FaultLog) -> None:
        self._header, self._log = header, log
        self._numbers: dict[tuple[str, str], int | None] = {}
        self._unknown: dict[tuple[str, str], tuple[str, list[int]]] = {}  # why, and the rows

    def find(self, row: int, column: str, text: str, look: Callable[[str], int]) -> int | None:
        """The number that *look* gives for *text*; None, to be reported, where it raises BadValue."""
        spelling = column, text
        if spelling not in self._numbers:
            try:
                self._numbers[spelling] = look(text)
            except BadValue as error:
                self._numbers[spelling] = None
                self._unknown[spelling] = (str(error), [])
        if self._numbers[spelling] is None:
            self._unknown[spelling][1].append(row)
        return self._numbers[spelling]

    def report(self) -> None:
        """Tell of everything that nobody knows, at the first row that names it."""
        for (column, _), (reason, rows) in self._unknown.items():
            first, *others = rows
            told = f"{reason} ({len(rows)} baris)"
            self._log(first, self._header.fault(first, column, told))
            for other in others:
                self._log.mark(other, told)


def unit_number(units: Sequence[Unit], text: str) -> int:
    """The number of the unit with that code or exact name.  Raises: BadValue, with the one probably meant."""
    found = find_unit(units, text)
    if found is None:
        hint = did_you_mean(text, [word for unit in units for word in (unit.code, unit.name)])
        raise BadValue(f"unit '{text}' tidak dikenal.{hint} Tulis kode atau nama persisnya")
    return found.id

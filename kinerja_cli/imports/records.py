"""Rows of registry files (employees, units): every cell checked, every fault reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from kinerja_cli.errors import BadValue, FaultsFound
from kinerja_cli.imports.cells import STATES_NOTHING
from kinerja_cli.imports.faults import Report
from kinerja_cli.imports.headers import Header


def read_records(
    header: Header,
    parsers: Mapping[str, Callable[[str], Any]],
    needed: Collection[str],
    report: Report,
) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """(row, column → value, whether the row is fine); a cell that isn't *needed* and is empty, or a dash, gives None.

    A column whose cell is faulty is absent from the values, one that the file lacks is None.
    """
    absent = {column: None for column in parsers if column not in header.columns}
    try:
        for row, raw in header.body():
            cells = header.fitted(row, raw, report)
            if cells is None:
                continue
            values: dict[str, Any] = dict(absent)
            fine = True
            for column, index in header.columns.items():
                try:
                    filled = column in needed or cells[index].strip() not in STATES_NOTHING
                    values[column] = parsers[column](cells[index]) if filled else None
                except BadValue as bad:
                    fine = False
                    report(row, header.fault(row, column, str(bad)))
            yield row, values, fine
    except FaultsFound as broken:
        for fault in broken.faults:
            report(0, fault)

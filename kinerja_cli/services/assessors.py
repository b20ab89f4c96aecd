"""Pejabat penilai: who leads somebody on a day, with where she herself was placed then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kinerja_cli.domain.mentions import ERASED
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import placed_on
from kinerja_cli.domain.siasn import Assessor
from kinerja_cli.storage.employees import Employee, Placement


def assessor(
    label: str | None,
    day: str,
    find: Callable[[str], Employee | None],
    held: Callable[[int], Sequence[Placement]],
    units: Mapping[int, str],
) -> Assessor | None:
    """Whoever leads under that NIP or name, as she was on *day*; None for nobody, or somebody erased.

    *find*: an employee by NIP; *held*: placements by her number; *units*: names by number.
    """
    if label is None or label == ERASED or is_placeholder(label):
        return None
    employee = find(label)
    if employee is not None:
        own = placed_on(held(employee.id), day)
        return Assessor(employee.name, employee.nip, own.position, units[own.unit], employee.grade)
    if label[:1].isdigit():
        return Assessor(None, label, None, None, None)
    return Assessor(label, None, None, None, None)

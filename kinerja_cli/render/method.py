"""What the figures of a report rest on, as pairs: the office, the rules, the newest data, and what explains them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.rules import Rules

INSTITUTION, RECEIPT, DAY = "Instansi", "Tanda terima", "Data per"
Method = tuple[tuple[str, str], ...]


class Basis(NamedTuple):
    """The rules of one year: applied from the year *since* on, *digest* being the SHA-256 of their text."""

    year: int
    rules: Rules
    since: int
    digest: str


def method_of(years: Sequence[Basis], stands: Standing, explained: str) -> Method:
    """Pairs for `Report.method`; *explained*: the command that shows how the figures came about.

    The day is that of the newest data by the office's clock, never today: the same data give the same bytes.
    """
    institutions = dict.fromkeys(basis.rules.institution for basis in years)
    told = [(INSTITUTION, "; ".join(institutions))] if years else []
    told += [pair for basis in years for pair in _rules(basis, alone=len(years) == 1)]
    if stands.receipt is not None:
        told.append((RECEIPT, stands.receipt))
    if stands.when is not None:
        day, _, zone = stands.when.split(" ")
        told.append((DAY, f"{day} ({zone})"))
    return (*told, ("Penjelasan", explained))


def _rules(basis: Basis, *, alone: bool) -> Method:
    if not alone:
        said = f"diterapkan sejak {basis.since}, sidik {basis.digest}"
        return ((f"Aturan tahun {basis.year}", said),)
    return (
        ("Tahun", str(basis.year)),
        ("Aturan diterapkan sejak", str(basis.since)),
        ("Sidik aturan (SHA-256)", basis.digest),
    )

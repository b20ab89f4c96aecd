"""A score sheet as values: who is on it, what is recorded, what is exempted, and of which revision it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from kinerja_cli.domain.rules import Criterion
from kinerja_cli.errors import BadValue

EXEMPTED = "dikecualikan"
"""What a workbook shows in the cell of a criterion from which its employee is exempted; it states no value."""
_KIND, _FORMAT = "lembar nilai kinerja", "1"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One employee; *values* in hundredths in the order of the sheet's criteria, None where nothing is recorded yet.

    *exempted*, in the same order: whether the employee is exempted from it. *rater*: the superior in force, a NIP or
    the name of somebody without one.
    """

    nip: str
    name: str
    unit: str
    position: str | None
    values: tuple[int | None, ...]
    exempted: tuple[bool, ...]
    rater: str | None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The sheet of one period; *revision* is the newest entry that wrote data when it was made.

    *criteria*: those of which values are recorded; targets fill the others. *lowest* and *highest*: the scale, in
    hundredths. *raters*: names of the raters who have a NIP, by NIP. *rater*: whose sheet it is, where it is one's own.
    """

    period: str
    criteria: tuple[Criterion, ...]
    lowest: int
    highest: int
    rows: list[SheetRow]
    revision: int
    raters: dict[str, str]
    rater: str | None = None

    def by_rater(self) -> list[ScoreSheet]:
        """The same as a sheet for each rater, by NIP or name; who has none comes last."""
        labels = sorted({row.rater for row in self.rows}, key=lambda label: (label is None, label or ""))
        return [
            replace(self, rater=label, rows=[row for row in self.rows if row.rater == label])
            for label in labels
        ]

    @property
    def rater_shown(self) -> str:
        """Whose sheet it is, for people: NIP and name, a name alone, or that there is nobody."""
        if self.rater is None:
            return "tanpa atasan"
        name = self.raters.get(self.rater)
        return self.rater if name is None else f"{self.rater} {name}"

    def stamp(self) -> list[tuple[str, str]]:
        """What the hidden sheet says; `read_stamp` reads it back."""
        return [
            ("jenis", _KIND),
            ("format", _FORMAT),
            ("periode", self.period),
            ("revisi", str(self.revision)),
        ]


class Stamp(NamedTuple):
    """What a returned sheet says it is."""

    period: str
    revision: int


def read_stamp(said: dict[str, str]) -> Stamp | None:
    """Read the hidden sheet back; None where there is none.  Raises: BadValue for one that was changed."""
    if not said:
        return None
    if said.get("jenis") != _KIND or said.get("format") != _FORMAT:
        raise BadValue("cap lembar ini tidak dikenal; buat lembar baru: kinerja nilai lembar")
    if not re.fullmatch("[1-9][0-9]{0,17}", said.get("revisi", ""), re.ASCII):
        raise BadValue("cap lembar ini rusak (revisinya hilang); buat lembar baru: kinerja nilai lembar")
    return Stamp(said.get("periode", ""), int(said["revisi"]))


def file_stem(label: str | None) -> str:
    """Make a rater's part of a file's name: digits of a NIP, else plain words: ``wali-kota-kupang``."""
    if label is None:
        return "tanpa-atasan"
    return "-".join(re.findall("[a-z0-9]+", label.casefold())) or "penilai"

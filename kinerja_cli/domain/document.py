"""The evaluation document (dokumen evaluasi kinerja) of one employee's year, as values.

Source: PermenPANRB 6/2022, the form of the dokumen evaluasi.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinerja_cli.domain.distribution import Achievement
from kinerja_cli.domain.explanation import Explanation, TargetLine
from kinerja_cli.domain.siasn import Assessor


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of one employee's year beside its explanation.

    *kind* and *grade* are those of her register, *position* and *unit* (a name) hers on the last day of the last period
    that counts, *assessor* the superior in force on that day; None where nobody is recorded, or somebody whose data
    were erased. *targets* are all of the year's, whether they make a value or not; *goals* the text of each goal by
    its code; *achievement* the capaian organisasi of the unit, None where none was recorded.
    """

    told: Explanation
    kind: str
    grade: str | None
    position: str | None
    unit: str
    assessor: Assessor | None
    targets: tuple[TargetLine, ...]
    goals: Mapping[str, str]
    achievement: Achievement | None

"""A second opinion on the arithmetic: design.md section 6 in plain fractions, sharing nothing with kinerja."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Criterion:
    """One criterion; *weight* exact."""

    code: str
    name: str
    weight: Fraction
    required: bool


@dataclass(frozen=True)
class Rules:
    """A criteria.yaml; *bands* are (code, name, least value) from the top, *points* by category."""

    low: Fraction
    high: Fraction
    only_last: bool
    criteria: tuple[Criterion, ...]
    cap: Fraction
    points: dict[str, Fraction]
    bands: tuple[tuple[str, str, Fraction], ...]


@dataclass(frozen=True)
class Person:
    """*placements* are (first day, unit, jabatan), the first one holding from the beginning."""

    nip: str
    name: str
    starts: date | None
    ends: date | None
    placements: tuple[tuple[date, str, str], ...]


@dataclass
class Office:
    """All that one year depends on; *programmes* are (category, state, owners) of that very year."""

    rules: Rules
    units: dict[str, tuple[str, str | None]]
    people: list[Person]
    periods: list[tuple[str, date]]
    values: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)
    exemptions: set[tuple[str, str, str]] = field(default_factory=set)
    programmes: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


@dataclass(frozen=True)
class Judged:
    """What section 6 says of one person; everything exact, nothing rounded yet."""

    person: Person
    unit: str
    position: str
    used: dict[str, list[tuple[str, Fraction]]]
    weights: dict[str, Fraction]
    bonus: Fraction
    missing: int
    base: Fraction | None
    final: Fraction | None
    bounds: tuple[Fraction, Fraction] | None
    status: str

    def mean(self, code: str) -> Fraction | None:
        """N of a criterion, or None where no value counts."""
        values = [value for _, value in self.used[code]]
        return sum(values, Fraction(0)) / len(values) if values else None


def rounded(value: Fraction) -> Fraction:
    """Half up to 2 places, once."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def shown(value: Fraction | None) -> str:
    """The rounded number with a point and 2 places; empty where there is none."""
    if value is None:
        return ""
    hundredths = floor(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def judge(office: Office, person: Person) -> Judged | None:
    """One person's year; None for whoever is expected in no opened period."""
    expected = [
        (code, last)
        for code, last in sorted(office.periods, key=lambda period: period[1])
        if (person.starts is None or person.starts <= last) and (person.ends is None or last <= person.ends)
    ]
    if not expected:
        return None
    _, unit, position = [place for place in person.placements if place[0] <= expected[-1][1]][-1]
    used: dict[str, list[tuple[str, Fraction]]] = {}
    gaps: dict[str, int] = {}
    for criterion in office.rules.criteria:
        asked = [code for code, _ in expected if (person.nip, code, criterion.code) not in office.exemptions]
        found = {code: office.values.get((person.nip, code, criterion.code)) for code in asked}
        if not criterion.required:
            found = {code: value for code, value in found.items() if value is not None}
        if office.rules.only_last:
            found = dict(list(found.items())[-1:])
        used[criterion.code] = [(code, value) for code, value in found.items() if value is not None]
        gaps[criterion.code] = sum(value is None for value in found.values())
    return _total(office, person, unit, position, used, gaps)


def _total(
    office: Office,
    person: Person,
    unit: str,
    position: str,
    used: dict[str, list[tuple[str, Fraction]]],
    gaps: dict[str, int],
) -> Judged:
    rules = office.rules
    bonus = min(
        rules.cap,
        sum(
            (
                rules.points[category]
                for category, state, owners in office.programmes
                if state == "terealisasi" and person.nip in owners
            ),
            Fraction(0),
        ),
    )
    weights = {c.code: c.weight for c in rules.criteria if used[c.code] or gaps[c.code]}

    def base_with(filler: Fraction) -> Fraction:
        total = Fraction(0)
        for code, weight in weights.items():
            values = [value for _, value in used[code]] + [filler] * gaps[code]
            total += weight * sum(values, Fraction(0)) / len(values)
        return total / sum(weights.values(), Fraction(0))

    missing = sum(gaps.values())
    base = final = bounds = None
    if not weights:
        status = "tidak_dinilai"
    elif missing:
        status = "belum_lengkap"
        low, high = (min(rules.high, base_with(end) + bonus) for end in (rules.low, rules.high))
        bounds = (low, high)
    else:
        status = "lengkap"
        base = base_with(Fraction(0))
        final = min(rules.high, base + bonus)
    return Judged(person, unit, position, used, weights, bonus, missing, base, final, bounds, status)


def band(rules: Rules, final: Fraction) -> tuple[str, str]:
    """Code and name of the first band from the top that the number as shown reaches."""
    return next((code, name) for code, name, least in rules.bands if rounded(final) >= least)


def below(office: Office, unit: str) -> set[str]:
    """A unit and all that is under it."""
    found = {unit}
    while more := {code for code, (_, parent) in office.units.items() if parent in found} - found:
        found |= more
    return found


def judged_of(office: Office, unit: str | None = None) -> list[Judged]:
    """Everybody of the year, or of a unit with its sub-units."""
    everyone = [judged for person in office.people if (judged := judge(office, person)) is not None]
    return everyone if unit is None else [j for j in everyone if j.unit in below(office, unit)]


def ranks(judged: Iterable[Judged]) -> dict[str, int]:
    """NIP to rank: one more than the number of people whose shown nilai_akhir is higher."""
    finals = {j.person.nip: rounded(j.final) for j in judged if j.final is not None}
    return {nip: 1 + sum(other > own for other in finals.values()) for nip, own in finals.items()}


def yearly(office: Office, unit: str | None = None, order: str = "peringkat") -> str:
    """The whole text of ``rekap tahunan --format csv``."""
    listed = judged_of(office, unit)
    rank = ranks(listed)
    after = {"lengkap": 0, "belum_lengkap": 1, "tidak_dinilai": 2}
    listed.sort(key=lambda j: (after[j.status], rank.get(j.person.nip, 0), j.person.nip))
    if order == "unit":  # the design names no second key: within a unit the list keeps its usual order
        listed.sort(key=lambda j: j.unit)
    elif order == "nip":
        listed.sort(key=lambda j: j.person.nip)
    codes = [criterion.code for criterion in office.rules.criteria]
    head = [
        "peringkat",
        "nip",
        "nama",
        "unit",
        "jabatan",
        *codes,
        "nilai_dasar",
        "nilai_tambah",
        "nilai_akhir",
    ]
    head += ["predikat", "status", "belum_ada", "batas_bawah", "batas_atas"]
    return csv_text([head, *(yearly_row(office, j, rank) for j in listed)])


def yearly_row(office: Office, j: Judged, rank: dict[str, int]) -> list[str]:
    """One row of ``rekap tahunan``."""
    low, high = j.bounds or (None, None)
    return [
        str(rank.get(j.person.nip, "")),
        j.person.nip,
        j.person.name,
        j.unit,
        j.position,
        *(shown(j.mean(criterion.code)) for criterion in office.rules.criteria),
        shown(j.base),
        shown(j.bonus),
        shown(j.final),
        "" if j.final is None else band(office.rules, j.final)[1],
        j.status,
        str(j.missing),
        shown(low),
        shown(high),
    ]


def unit_rows(office: Office) -> list[list[str]]:
    """Rows of ``rekap unit``, a parent before its children, brothers by code."""
    return [_unit_row(office, code) for code in tree(office)]


def tree(office: Office, parent: str | None = None) -> list[str]:
    """Codes of the units under *parent*, depth first."""
    brothers = sorted(code for code, (_, above) in office.units.items() if above == parent)
    return [code for brother in brothers for code in (brother, *tree(office, brother))]


def _unit_row(office: Office, code: str) -> list[str]:
    listed = judged_of(office, code)
    # over the numbers as shown, like rank and predikat: whoever has the list can add it up again
    finals = sorted(rounded(j.final) for j in listed if j.final is not None)
    if finals:
        half = len(finals) // 2
        middle = finals[half] if len(finals) % 2 else (finals[half - 1] + finals[half]) / 2
        mean = sum(finals, Fraction(0)) / len(finals)
        figures = [shown(mean), shown(middle), shown(finals[0]), shown(finals[-1])]
    else:
        figures = [""] * 4
    counts = [str(count) for count in band_counts(office, listed).values()]
    return [code, office.units[code][0], str(len(listed)), str(len(finals)), *figures, *counts]


def band_counts(office: Office, listed: Sequence[Judged]) -> dict[str, int]:
    """How many reached each band, by its name, from the top."""
    names = [band(office.rules, j.final)[1] for j in listed if j.final is not None]
    return {name: names.count(name) for _, name, _ in office.rules.bands}


def distribution(office: Office, unit: str | None = None) -> list[list[str]]:
    """Rows (predikat, jumlah, persen) of everybody or of a unit with its sub-units."""
    counts = band_counts(office, judged_of(office, unit))
    total = sum(counts.values())
    return [
        [name, str(count), shown(Fraction(100 * count, total)) if total else ""]
        for name, count in counts.items()
    ]


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Records as RFC 4180 quotes them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()

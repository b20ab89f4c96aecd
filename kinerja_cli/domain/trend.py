"""A trend over the years: which years may be compared, what changed between them, and how high each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.points import half_up, show_points, show_scale
from kinerja_cli.domain.rules import Bonus, Quadrant, Rules, weight_text

HIGHEST = 7
"""Levels of a sparkline go from 0 to this one."""

_FLAT = 3  # where all figures of a run are equal
# what a year is called, where it is, how often it is measured, how long it is kept and what its predikat is worth
# elsewhere: not what is measured, nor how
_NO_MATTER = {"institution", "since", "cadence", "zone", "retention", "coefficients"}
_TOLD = {"scale_min", "scale_max", "aggregation", "criteria", "bonus", "bands", "quadrant", "targets"}
_NAMING = {"code", "name", "description", "weight"}
_WORDS = {"required": "wajib", "aspect": "aspek", "targeted": "dari sasaran"}
_FIRST = ("skala dan agregasi", "matriks")  # what outweighs all the rest is told first
_NONE = "tidak ada"


class TrendYear(NamedTuple):
    """One year of a trend: its rules, how many of its periods were opened, and how many it has."""

    number: int
    rules: Rules
    opened: int
    periods: int


class UnitYear(NamedTuple):
    """How a unit or the institution stood in a year.

    *mean*: of the shown nilai_akhir, in hundredths, rounded half up; None where nobody has one.
    """

    people: int
    complete: int
    mean: int | None
    missing: int


class Step(NamedTuple):
    """How a year stands to those before it.

    *since*: first year of the run of years with comparable rules in which it stands. *change*: hundredths from *base*,
    the newest earlier year of that run that has a figure; None without one. *differs*: what is otherwise than in the
    year before, where the two can't be compared.
    """

    since: int
    base: int | None
    change: int | None
    differs: tuple[str, ...]


def steps(years: Iterable[tuple[int, Rules, int | None]]) -> list[Step]:
    """A step a year, oldest first; *years*: number, rules and figure in hundredths.

    The changes of a run add up to its last figure less its first.
    """
    found: list[Step] = []
    before: Rules | None = None
    since, latest = 0, None
    for number, rules, figure in years:
        differs = () if before is None else differences(before, rules)
        if before is None or differs:
            since, latest = number, None
        if figure is None or latest is None:
            found.append(Step(since, None, None, differs))
        else:
            found.append(Step(since, latest[0], figure - latest[1], differs))
        latest = latest if figure is None else (number, figure)
        before = rules
    return found


def differences(old: Rules, new: Rules) -> tuple[str, ...]:
    """What is otherwise in *new*, in a few words each; nothing where the results of both may be compared.

    Comparable: the same scale, aggregation, criteria with their weights, nilai tambah, predikat, ratings and matrix.
    """
    before, after = _parts(old), _parts(new)
    listed = [part for part in dict.fromkeys((*_FIRST, *before, *after)) if part in before or part in after]
    return tuple(word for part in listed for word in _between(part, before, after))


def _between(
    part: str, before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    if part not in after:
        yield f"{part} tidak ada lagi"
    elif part not in before:
        yield f"{part} baru"
    else:
        was, now = before[part], after[part]
        for name in dict.fromkeys((*was, *now)):
            if was.get(name) != now.get(name):
                yield f"{name} {was.get(name, _NONE)} → {now.get(name, _NONE)}"


def _parts(rules: Rules) -> dict[str, dict[str, str]]:
    """All that decides a figure or a predikat: part -> what it says -> as text."""
    general = {
        "skala": show_scale(rules.scale_min, rules.scale_max),
        "agregasi": rules.aggregation.value,
        # what a later kinerja adds to the rules parts the years until it is told not to matter
        **{
            field.name: _text(getattr(rules, field.name))
            for field in fields(rules)
            if field.name not in _NO_MATTER | _TOLD
        },
    }
    parts = {_FIRST[0]: general}
    if rules.quadrant is not None:
        parts[_FIRST[1]] = _matrix(rules.quadrant, [band.code for band in rules.bands])
    if rules.targets is not None:
        parts["rumus sasaran"] = {
            "rumus sasaran": rules.targets.formula.value,
            "maks sasaran": show_points(rules.targets.maximum),
            "tambahan_maks": show_points(rules.targets.extra_maximum),
        }
    for criterion in rules.criteria:
        parts[f"kriteria {criterion.code}"] = {f"bobot {criterion.code}": weight_text(criterion.weight)} | {
            f"{_WORDS.get(field.name, field.name)} {criterion.code}": _text(getattr(criterion, field.name))
            for field in fields(criterion)
            if field.name not in _NAMING
        }
    if rules.bonus is not None:
        parts["nilai tambah"] = _bonus(rules.bonus)
    for band in rules.bands:
        least = {} if rules.quadrant is not None else {f"minimal {band.code}": show_points(band.minimum)}
        parts[f"predikat {band.code}"] = {**least, f"syarat {band.code}": _text(band.gated)}
    return parts


def _matrix(quadrant: Quadrant, predikat: Sequence[str]) -> dict[str, str]:
    told = {"aspek": " × ".join(aspect.code for aspect in quadrant.aspects)}
    told |= {f"minimal rating {rating.code}": show_points(rating.minimum) for rating in quadrant.ratings}
    told |= {f"matriks {one} × {other}": code for one, other, code in quadrant.cells}
    # without minima it is the order that says which predikat is the next one down
    return {**told, "urutan predikat": ", ".join(predikat)}


def _bonus(bonus: Bonus) -> dict[str, str]:
    points = {f"nilai tambah {category}": show_points(value) for category, value in bonus.points}
    return {"maks nilai tambah": show_points(bonus.maximum), **points}


def _text(value: object) -> str:
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value)


def unit_year(people: Iterable[tuple[str, int | None, int]]) -> UnitYear:
    """Count and average *people*: status, shown nilai_akhir in hundredths, and how many needed values are missing.

    Read once and kept nowhere: the institution may be a nation.
    """
    count = complete = finals = total = missing = 0
    for status, final, gaps in people:
        count += 1
        complete += status == Status.COMPLETE
        missing += gaps
        if final is not None:
            finals += 1
            total += final
    return UnitYear(count, complete, half_up(total, finals) if finals else None, missing)


def levels(figures: Sequence[int | None]) -> list[int | None]:
    """How high each figure of a run stands, from its lowest (0) to its highest (`HIGHEST`); None where there is none.

    In the middle where all are equal.
    """
    known = [figure for figure in figures if figure is not None]
    low, high = min(known, default=0), max(known, default=0)
    if low == high:
        return [None if figure is None else _FLAT for figure in figures]
    return [None if figure is None else (figure - low) * HIGHEST // (high - low) for figure in figures]

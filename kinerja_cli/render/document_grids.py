"""The tables of an evaluation document: targets, criteria with their values, programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kinerja_cli.domain.document import Document
from kinerja_cli.domain.explanation import (
    CriterionLine,
    Explanation,
    ProgrammeLine,
    TargetLine,
    UsedValue,
    spans,
)
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.programmes import change_text
from kinerja_cli.domain.rules import Rules, weight_text
from kinerja_cli.domain.target_text import lasting, show_bounds
from kinerja_cli.domain.targets import Direction, Kind
from kinerja_cli.domain.text import visible
from kinerja_cli.render.document_blocks import Grid, Group, Row, Text
from kinerja_cli.render.explanation import decided_text, unused_text
from kinerja_cli.render.targets import realised_lines

_NONE: Text = ("–",)


def target_grid(document: Document) -> Grid:
    """Hasil kerja utama and tambahan in the columns of the form."""
    heads = (
        "No.", "Rencana hasil kerja", "Indikator", "Target", "Realisasi berdasarkan bukti dukung",
        "Umpan balik berkelanjutan",
    )  # fmt: skip
    rules, numbered = document.told.rules, list(enumerate(document.targets, start=1))
    groups = []
    for kind, title in ((Kind.MAIN, "A. Utama"), (Kind.EXTRA, "B. Tambahan")):
        rows = tuple(
            _target(rules, number, one, document.goals)
            for number, one in numbered
            if one.target.figures.kind is kind
        )
        groups += [Group(title, rows)] if rows else []
    if not groups:
        groups = [Group("Tidak ada sasaran yang ditetapkan untuk tahun ini.", ())]
    return Grid("Sasaran dan realisasinya", heads, (3, 9, 9, 6, 12, 9), tuple(groups), told=True)


def _target(rules: Rules, number: int, line: TargetLine, goals: Mapping[str, str]) -> Row:
    target, figures = line.target, line.target.figures
    result = [target.result]
    if target.goal:
        result.append(f"Mendukung {target.goal}: {goals.get(target.goal, '')}".rstrip(": "))
    less = "; makin kecil makin baik" if figures.direction is Direction.DOWN else ""
    indicator = [target.indicator, f"Aspek {target.side.value}{less}"]
    asked = [f"{show_bounds(figures)} {target.of}", f"Bobot {show_points(figures.weight)}"]
    asked.append(f"Berlaku {lasting(target)}")
    notes = [f"{code}: {done.note}" for code, done in line.realised if done.note]
    return Row(
        _cells([str(number)], result, indicator, asked, realised_lines(rules, line, notes=False), notes)
    )


def criteria_grid(told: Explanation, lines: Sequence[CriterionLine], sum_of: str, total: int | None) -> Grid:
    """Criteria with what is expected, the values by period and rater, and what was said; *total* sums them up."""
    heads = (
        "No.", "Kriteria dan ekspektasi", "Nilai menurut periode dan penilai", "Umpan balik", "Nilai", "Sumbangan",
    )  # fmt: skip
    rows = [_criterion(told, number, line) for number, line in enumerate(lines, start=1)]
    last = _sum(len(heads), sum_of, _points(total))
    groups = (Group("", (*rows, last)),)
    told_too = told.rules.quadrant is not None
    return Grid("Nilai menurut kriteria", heads, (3, 12, 10, 14, 5, 7), groups, numbers=(4, 5), told=told_too)


def _criterion(told: Explanation, number: int, line: CriterionLine) -> Row:
    criterion = line.criterion
    name = [criterion.name, f"Bobot {weight_text(criterion.weight)}"]
    name += [criterion.description] if criterion.description else []
    # the text of a period code sorts as its period does within a year
    given = sorted(_given(told, line), key=lambda pair: pair[0])
    recorded = sorted((*line.used, *line.unused), key=lambda value: value.period)
    notes = [f"{value.period}: {value.note}" for value in recorded if value.note]
    values = [*(text for _, text in given), *_raters(told, line)]
    if criterion.targeted:
        values.insert(0, "Dari sasaran di atas")
    return Row(_cells([str(number)], name, values, notes, [_points(line.mean)], [_points(line.contribution)]))


def _given(told: Explanation, line: CriterionLine) -> list[tuple[str, str]]:
    """What there is of each period, or why there is nothing."""
    found = []
    for value in line.used:
        decided = "".join(f"; {decided_text(objection)}" for objection in value.objections)
        found.append((value.period, f"{value.period}: {show_points(value.value)}{decided}"))
    found += [(value.period, _unused(told, line, value)) for value in line.unused]
    excused: dict[str, list[str]] = {}
    for period, reason in line.exempted:
        excused.setdefault(reason, []).append(period)
    for reason, codes in excused.items():
        found.append((codes[0], f"{_span(told, codes)}: dikecualikan – {reason}"))
    lacking = "TIDAK ADA SASARAN UTAMA" if line.criterion.targeted else "BELUM ADA"
    return [*found, *((period, f"{period}: {lacking}") for period in line.gaps)]


def _unused(told: Explanation, line: CriterionLine, value: UsedValue) -> str:
    """In few words where a later value counts instead: it stands below."""
    excused = value.period in [period for period, _ in line.exempted]
    if value.period in told.expected and not excused:
        return f"{value.period}: {show_points(value.value)} (tidak dihitung)"
    return unused_text(told, line, value)


def _span(told: Explanation, codes: Sequence[str]) -> str:
    """Period codes in few words, also those that don't count for her."""
    return spans(codes, sorted({*told.expected, *told.unopened, *codes}))


def _raters(told: Explanation, line: CriterionLine) -> list[str]:
    """Who gave the values; of several people each with the periods."""
    by_name: dict[str, list[str]] = {}
    for value in sorted((*line.used, *line.unused), key=lambda value: value.period):
        name = value.rater_name or value.rater or "tidak dicatat"
        name += "".join(f", waktu itu juga {title}" for title in value.acting)
        by_name.setdefault(name, []).append(value.period)
    if len(by_name) == 1:
        return [f"Penilai: {name}" for name in by_name]
    return [f"Penilai {_span(told, codes)}: {name}" for name, codes in by_name.items()]


def programme_grid(told: Explanation) -> Grid:
    """Her programmes with their evidence and effect, and the points they give."""
    heads = ("No.", "Program", "Keadaan dan bukti dukung", "Dampak: sebelum → sesudah", "Poin")
    rows = [_programme(number, one) for number, one in enumerate(told.programmes, start=1)]
    title = "" if rows else "Tidak ada program dalam tahun ini."
    last = _sum(len(heads), "Nilai tambah", show_points(told.outcome.bonus))
    groups = (Group(title, (*rows, last)),)
    return Grid("Program, bukti dukung, dan dampaknya", heads, (3, 13, 13, 12, 5), groups, numbers=(4,))


def _programme(number: int, one: ProgrammeLine) -> Row:
    state = [one.state]
    state += [f"Bukti: {one.evidence}"] if one.evidence else []
    state += [f"Berkas {file.name}, {file.size} bita, sidik {file.digest[:12]}…" for file in one.files]
    change = [change_text(one.before, one.after)] if one.before or one.after else []
    points = show_points(one.points if one.counts else 0)
    return Row(_cells([str(number)], [one.title, f"Kategori {one.category}"], state, change, [points]))


def _sum(columns: int, name: str, total: str) -> Row:
    """The last row of a table: its name in the second column, its number in the last."""
    return Row(((), (visible(name),), *((),) * (columns - 3), (total,)), strong=True)


def _cells(*cells: Sequence[str]) -> tuple[Text, ...]:
    """Cells with every line visible; one that says nothing has a dash."""
    return tuple(tuple(visible(" ".join(line.split())) for line in lines) or _NONE for lines in cells)


def _points(value: int | None) -> str:
    return "–" if value is None else show_points(value)

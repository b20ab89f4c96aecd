"""`kinerja jelaskan` as text for people, and as a list for spreadsheets."""

from __future__ import annotations

from fractions import Fraction

from kinerja_cli.domain.acting import span_text
from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.explanation import (
    CriterionLine,
    Explanation,
    PlacementLine,
    ProgrammeLine,
    UsedValue,
    spans,
)
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.placements import BEGINNING
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.programmes import change_text
from kinerja_cli.domain.rules import Aggregation, Aspect, Band, Quadrant, Rated, Rules, weight_text
from kinerja_cli.render.listings import weight_cell, weight_kind
from kinerja_cli.render.method import Basis, method_of
from kinerja_cli.render.rekap import policy_note, standing_notes, unopened_note
from kinerja_cli.render.report import Cell, Column, Kind, Report
from kinerja_cli.render.targets import target_lines, target_sum


def explanation_lines(told: Explanation) -> list[str]:
    """The same for people, line by line down to what decided."""
    lines = [f"{told.name}  {told.nip}", f"Tahun {told.year} · {told.rules.institution}"]
    lines += [placement_line(told, placement) for placement in told.placements]
    lines += acting_lines(told)
    lines += service_lines(told)
    lines.append(f"Periode yang dihitung: {', '.join(told.expected)}")
    lines += rater_lines(told) if told.moved else []
    lines += unopened_note(told.year, told.unopened)
    lines.append(f"Aturan diterapkan sejak {told.since}; sidik {told.digest}")
    lines += standing_notes(told.year, told.standing)
    for line in told.lines:
        lines += ["", *_criterion(told, line)]
    lines += ["", *_programmes(told), "", *verdict_lines(told)]
    local = policy_note(told.rules)
    return [*lines, "", *local] if local else lines


def placement_line(told: Explanation, placed: PlacementLine) -> str:
    """One placement; of somebody who moved also for which periods, and whether the year counts her there."""
    since = "" if since_day(placed.starts) is None else f" (sejak {placed.starts})"
    line = f"Unit {placed.unit}, {placed.position or 'jabatan belum dicatat'}{since}"
    if not told.moved:
        return line
    share = f"{len(placed.periods)} dari {len(told.expected)} periode"
    counted = f"; rekap tahun {told.year} menghitungnya di sini" if placed.counts else ""
    return f"{line} · {spans(placed.periods, told.expected)}, {share}{counted}"


def since_day(starts: str) -> str | None:
    """The first day of a placement, None for the one that holds from the beginning."""
    return None if starts == BEGINNING else starts


def acting_lines(told: Explanation) -> list[str]:
    """What she did beside her own post."""
    return [
        f"{line.acting.title} di {line.unit}, {span_text(line.acting.starts, line.acting.ends)}"
        f" (dasar {line.acting.basis}); dinilai dalam jabatannya sendiri"
        for line in told.acting
    ]


def rater_lines(told: Explanation) -> list[str]:
    """Who rated her when."""
    rated = told.rated_in()
    every = sorted({*told.expected, *(code for codes in rated.values() for code in codes)})
    return [f"Penilai {spans(codes, every)}: {rater or 'tidak dicatat'}" for rater, codes in rated.items()]


def service_lines(told: Explanation) -> list[str]:
    """First and last day of service, where they are known."""
    parts = [f"mulai {told.starts}"] if told.starts else []
    parts += [f"sampai {told.ends}"] if told.ends else []
    return [f"Bertugas {' '.join(parts)}"] if parts else []


def _criterion(told: Explanation, line: CriterionLine) -> list[str]:
    criterion = line.criterion
    inside = f" dalam aspek {criterion.aspect}" if criterion.aspect else ""
    lines = [f"{criterion.name} ({criterion.code}), bobot {weight_text(criterion.weight)}{inside}"]
    lines += [f"  {_value(value)}" for value in line.used]
    lines += [f"  {unused_text(told, line, value)}" for value in line.unused]
    lines += [f"  {period}: dikecualikan – {reason}" for period, reason in line.exempted]
    lines += [
        f"  {period}: {'TIDAK ADA SASARAN UTAMA' if criterion.targeted else 'BELUM ADA'}"
        for period in line.gaps
    ]
    lines += [f"  {told_line}" for target in line.targets for told_line in target_lines(told.rules, target)]
    return lines + [f"  {sentence}" for sentence in reckoning_lines(told, line)]


def reckoning_lines(told: Explanation, line: CriterionLine) -> list[str]:
    """How a criterion's values make its number, and what that adds."""
    if line.mean is None:
        inside = f" dalam aspek {line.criterion.aspect}" if line.criterion.aspect else ""
        awaited = line.gaps or (line.criterion.required and any(target.missing for target in line.targets))
        return [
            "tidak ada yang dihitung" + ("" if awaited else f"; bobotnya dibagi ke kriteria lain{inside}")
        ]
    lines, mean = [], show_points(line.mean)
    if line.criterion.targeted:
        lines += target_sum(told.rules, line)
    elif told.rules.aggregation is Aggregation.LAST:
        lines.append(f"nilai terakhir {mean}")
    else:
        total = " + ".join(show_points(value.value) for value in line.used)
        lines.append(f"rata-rata ({total}) / {len(line.used)} = {mean}")
    if line.contribution is not None:
        lines.append(f"sumbangan {show_points(line.contribution)}")
    return lines


def unused_text(told: Explanation, line: CriterionLine, value: UsedValue) -> str:
    """A recorded value that doesn't count, and why."""
    head = f"{value.period}: {show_points(value.value)} dicatat, tidak dihitung"
    if value.period not in told.expected:
        return f"{head} – tidak bertugas pada akhir periode itu"
    if value.period in [period for period, _ in line.exempted]:
        return f"{head} – dikecualikan"
    return f"{head} – yang dihitung nilai terakhir"


def _value(value: UsedValue) -> str:
    rater = value.rater_name or value.rater or "penilai tidak dicatat"
    rater += "".join(f", waktu itu juga {title}" for title in value.acting)
    note = f' – "{value.note}"' if value.note else ""
    decided = "".join(f"; {decided_text(objection)}" for objection in value.objections)
    return (
        f"{value.period}: {show_points(value.value)}  oleh {rater}, dicatat {value.recorded}{note}{decided}"
    )


def decided_text(told: Decided) -> str:
    """An objection that was decided."""
    values = show_points(told.before)
    values += "" if told.after is None else f" → {show_points(told.after)}"
    return f"keberatan {told.number} {told.state} {told.decided} oleh {told.decider} ({values})"


def _programmes(told: Explanation) -> list[str]:
    own = () if told.rules.bonus is None else told.programmes
    return [*(line for programme in own for line in _programme(programme)), bonus_line(told)]


def bonus_line(told: Explanation) -> str:
    """How the programmes make nilai_tambah."""
    bonus = told.rules.bonus
    if bonus is None:
        return "Nilai tambah: aturan tahun ini tidak memberinya (0.00)"
    total = sum(programme.points for programme in told.programmes if programme.counts)
    shown = show_points(told.outcome.bonus)
    return f"Nilai tambah: jumlah {show_points(total)}, paling banyak {show_points(bonus.maximum)} = {shown}"


def _programme(programme: ProgrammeLine) -> list[str]:
    head = f"Program {programme.number} '{programme.title}' ({programme.category})"
    if not programme.counts:
        word = "tidak" if programme.state == "batal" else "belum"
        return [f"{head}: {programme.state}, {word} memberi nilai tambah"]
    told = (
        f"{head}: terealisasi +{show_points(programme.points)}; "
        f"{change_text(programme.before, programme.after)}; bukti: {programme.evidence}"
    )
    return [
        told,
        *(f"  berkas {file.name}, {file.size} bita, sidik {file.digest}" for file in programme.files),
    ]


def verdict_lines(told: Explanation) -> list[str]:
    """What the numbers make together, and the band or cell that decided."""
    outcome = told.outcome
    if outcome.status is Status.INCOMPLETE and outcome.lower is not None and outcome.upper is not None:
        low, high = show_points(outcome.lower), show_points(outcome.upper)
        return [
            f"Belum lengkap: {outcome.missing} nilai belum ada; belum ada nilai akhir dan predikat.",
            f"Nilai akhir nanti antara {low} dan {high}.",
        ]
    if told.rules.quadrant is not None:
        return _met(told, told.rules.quadrant)
    if outcome.base is None or outcome.final is None or outcome.band is None:
        return ["Tidak dinilai: tidak ada kriteria yang dapat dihitung."]
    sums = " + ".join(show_points(line.contribution or 0) for line in told.lines)
    scale = show_points(told.rules.scale_max)
    return [
        f"Nilai dasar = {sums} = {show_points(outcome.base)}  (tepatnya {told.exact[0]})",
        f"Nilai akhir = {show_points(outcome.base)} + {show_points(outcome.bonus)}, "
        f"paling tinggi {scale} = {show_points(outcome.final)}",
        f"Predikat    = {outcome.band.name}: {show_points(outcome.final)} mencapai {show_points(outcome.band.minimum)}"
        + _above(told, outcome.band, outcome.final),
        *_gate(told, outcome.band),
    ]


def _above(told: Explanation, band: Band, final: int) -> str:
    """The next predikat up, and that a programme is what it lacks where its number was reached."""
    place = told.rules.bands.index(band)
    if not place:
        return ""
    above = told.rules.bands[place - 1]
    if final >= above.minimum:
        reached = f"{above.name} dari {show_points(above.minimum)}"
        return f" ({reached} bersyarat program terealisasi; tidak ada dalam {told.year})"
    return f" (di bawah {above.name}: {show_points(above.minimum)})"


def _gate(told: Explanation, band: Band) -> list[str]:
    """The programmes that opened a predikat with a condition."""
    if not band.gated:
        return []
    named = ", ".join(f"program {p.number} '{p.title}'" for p in told.programmes if p.counts)
    return [f"Syarat {band.name} terpenuhi: program terealisasi, yaitu {named}"]


def _met(told: Explanation, quadrant: Quadrant) -> list[str]:
    """The value and rating of each aspect, and the cell of the matrix that gave the predikat."""
    outcome = told.outcome
    rated = zip(quadrant.aspects, outcome.aspects, told.exact, strict=True)
    lines = [_aspect(told, *each) for each in rated]
    first, second = (rated.rating for rated in outcome.aspects)
    if outcome.status is Status.INCOMPLETE:
        missing = f"Belum lengkap: {outcome.missing} nilai belum ada; belum ada predikat."
        return [*lines, missing]
    if first is None or second is None or outcome.band is None:
        return [*lines, "Tidak dinilai: ada aspek tanpa nilai yang dapat dihitung."]
    one, other = (aspect.name for aspect in quadrant.aspects)
    met = told.rules.met(first, second, realised=True)
    lines.append(f"Kuadran     : {one} {first.name} × {other} {second.name} → {met.name}")
    if met != outcome.band:
        lines.append(f"              {met.name} bersyarat program terealisasi; tidak ada dalam {told.year}")
    return [*lines, f"Predikat    = {outcome.band.name}", *_gate(told, outcome.band)]


def _aspect(told: Explanation, aspect: Aspect, rated: Rated, exact: Fraction | None) -> str:
    if rated.value is None or rated.rating is None:
        return f"{aspect.name}: belum ada nilai aspek"
    parts = [line.contribution or 0 for line in told.lines if line.criterion.aspect == aspect.code]
    value = show_points(rated.value)
    return (
        f"{aspect.name} = {' + '.join(map(show_points, parts))} = {value}  (tepatnya {exact}): "
        f"{rated.rating.name}, mencapai {show_points(rated.rating.minimum)}"
    )


def explanation_report(told: Explanation) -> Report:
    """The values as a list for CSV and spreadsheets: a row a value that counts, its criterion's figures beside it.

    A criterion without a value that counts has one row, so that the weights are all there.
    """
    columns = (
        Column("kriteria", "Kriteria"),
        Column("bobot", "Bobot", weight_kind(told.rules)),
        Column("rata_rata", "Rata-rata", Kind.POINTS),
        Column("sumbangan", "Sumbangan", Kind.POINTS),
        Column("periode", "Periode"),
        Column("nilai", "Nilai", Kind.POINTS),
        Column("penilai", "Penilai"),
        Column("catatan", "Catatan"),
        Column("dicatat", "Dicatat"),
    )
    rows = [row for line in told.lines for row in _line_rows(told.rules, line)]
    notes = [*acting_lines(told), *_programmes(told), *verdict_lines(told), f"Sidik aturan {told.digest}"]
    notes += [*standing_notes(told.year, told.standing), *policy_note(told.rules)]
    basis = Basis(told.year, told.rules, told.since, told.digest)
    return Report(
        f"Penjelasan {told.year} · {told.name} ({told.nip})",
        columns,
        rows,
        tuple(notes),
        method=method_of([basis], told.standing, f"kinerja jelaskan {told.nip} {told.year}"),
    )


def _line_rows(rules: Rules, line: CriterionLine) -> list[tuple[Cell, ...]]:
    weight = weight_cell(rules, line.criterion.weight)
    figures = (line.criterion.code, weight, line.mean, line.contribution)
    if not line.used:
        return [(*figures, None, None, None, None, None)]
    return [(*figures, v.period, v.value, v.rater, v.note, v.recorded) for v in line.used]

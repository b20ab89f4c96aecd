"""`kinerja jelaskan` as text for people and as one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from kinerja_cli.domain.acting import span_text
from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.explanation import (
    ActingLine,
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
from kinerja_cli.domain.programmes import EvidenceFile, change_text, effect
from kinerja_cli.domain.rules import Aggregation, Aspect, Band, Quadrant, Rated, Rules, weight_text
from kinerja_cli.render.listings import weight_cell, weight_kind
from kinerja_cli.render.rekap import policy_note, standing_notes, unopened_note
from kinerja_cli.render.report import Cell, Column, Kind, Points, Report
from kinerja_cli.render.targets import target_lines, target_object, target_sum


def explanation_object(told: Explanation) -> dict[str, Any]:
    """The object of design.md section 7, for `to_json`; keys are an interface."""
    outcome = told.outcome
    return {
        "nip": told.nip,
        "nama": told.name,
        "tahun": told.year,
        "baris": [_line_object(line) for line in told.lines],
        "nilai_dasar": _points(outcome.base),
        "nilai_tambah": Points(outcome.bonus),
        "nilai_akhir": _points(outcome.final),
        "predikat": None if outcome.band is None else outcome.band.name,
        "status": outcome.status.value,
        "aturan": {"digest": told.digest, "tahun": told.since},
        "belum_ada": outcome.missing,
        "batas_bawah": _points(outcome.lower),
        "batas_atas": _points(outcome.upper),
        "pecahan": None if told.rules.quadrant or told.exact[0] is None else str(told.exact[0]),
        **_quadrant_object(told),
        "periode": list(told.expected),
        "belum_dibuka": list(told.unopened),
        "penempatan": [_placement_object(placement) for placement in told.placements],
        "program": [_programme_object(programme) for programme in told.programmes],
        # only of whoever has one in the year, as with objections
        **({"plt": [_acting_object(line) for line in told.acting]} if told.acting else {}),
        "catatan": "".join(policy_note(told.rules)) or None,
    }


def explanation_lines(told: Explanation) -> list[str]:
    """The same for people, line by line down to what decided."""
    lines = [f"{told.name}  {told.nip}", f"Tahun {told.year} · {told.rules.institution}"]
    lines += [_placement(told, placement) for placement in told.placements]
    lines += _acting(told)
    lines += _service(told)
    lines.append(f"Periode yang dihitung: {', '.join(told.expected)}")
    lines += _raters(told) if told.moved else []
    lines += unopened_note(told.year, told.unopened)
    lines.append(f"Aturan diterapkan sejak {told.since}; sidik {told.digest}")
    lines += standing_notes(told.year, told.standing)
    for line in told.lines:
        lines += ["", *_criterion(told, line)]
    lines += ["", *_programmes(told), "", *_verdict(told)]
    local = policy_note(told.rules)
    return [*lines, "", *local] if local else lines


def _placement(told: Explanation, placed: PlacementLine) -> str:
    """One placement; of somebody who moved also for which periods, and whether the year counts her there."""
    since = "" if _since(placed.starts) is None else f" (sejak {placed.starts})"
    line = f"Unit {placed.unit}, {placed.position or 'jabatan belum dicatat'}{since}"
    if not told.moved:
        return line
    share = f"{len(placed.periods)} dari {len(told.expected)} periode"
    counted = f"; rekap tahun {told.year} menghitungnya di sini" if placed.counts else ""
    return f"{line} · {spans(placed.periods, told.expected)}, {share}{counted}"


def _acting(told: Explanation) -> list[str]:
    """What she did beside her own post."""
    return [
        f"{line.acting.title} di {line.unit}, {span_text(line.acting.starts, line.acting.ends)}"
        f" (dasar {line.acting.basis}); dinilai dalam jabatannya sendiri"
        for line in told.acting
    ]


def _raters(told: Explanation) -> list[str]:
    """Who rated her when."""
    rated = told.rated_in()
    every = sorted({*told.expected, *(code for codes in rated.values() for code in codes)})
    return [f"Penilai {spans(codes, every)}: {rater or 'tidak dicatat'}" for rater, codes in rated.items()]


def _service(told: Explanation) -> list[str]:
    """First and last day of service, where they are known."""
    parts = [f"mulai {told.starts}"] if told.starts else []
    parts += [f"sampai {told.ends}"] if told.ends else []
    return [f"Bertugas {' '.join(parts)}"] if parts else []


def _criterion(told: Explanation, line: CriterionLine) -> list[str]:
    criterion = line.criterion
    inside = f" dalam aspek {criterion.aspect}" if criterion.aspect else ""
    lines = [f"{criterion.name} ({criterion.code}), bobot {weight_text(criterion.weight)}{inside}"]
    lines += [f"  {_value(value)}" for value in line.used]
    lines += [f"  {_unused(told, line, value)}" for value in line.unused]
    lines += [f"  {period}: dikecualikan – {reason}" for period, reason in line.exempted]
    lines += [
        f"  {period}: {'TIDAK ADA SASARAN UTAMA' if criterion.targeted else 'BELUM ADA'}"
        for period in line.gaps
    ]
    lines += [f"  {told_line}" for target in line.targets for told_line in target_lines(told.rules, target)]
    if line.mean is None:
        awaited = line.gaps or (criterion.required and any(target.missing for target in line.targets))
        lines.append(
            "  tidak ada yang dihitung" + ("" if awaited else f"; bobotnya dibagi ke kriteria lain{inside}")
        )
        return lines
    mean = show_points(line.mean)
    if criterion.targeted:
        lines += [f"  {sentence}" for sentence in target_sum(told.rules, line)]
    elif told.rules.aggregation is Aggregation.LAST:
        lines.append(f"  nilai terakhir {mean}")
    else:
        total = " + ".join(show_points(value.value) for value in line.used)
        lines.append(f"  rata-rata ({total}) / {len(line.used)} = {mean}")
    if line.contribution is not None:
        lines.append(f"  sumbangan {show_points(line.contribution)}")
    return lines


def _unused(told: Explanation, line: CriterionLine, value: UsedValue) -> str:
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
    decided = "".join(f"; {_decided(objection)}" for objection in value.objections)
    return (
        f"{value.period}: {show_points(value.value)}  oleh {rater}, dicatat {value.recorded}{note}{decided}"
    )


def _decided(told: Decided) -> str:
    values = show_points(told.before)
    values += "" if told.after is None else f" → {show_points(told.after)}"
    return f"keberatan {told.number} {told.state} {told.decided} oleh {told.decider} ({values})"


def _programmes(told: Explanation) -> list[str]:
    bonus = told.rules.bonus
    if bonus is None:
        return ["Nilai tambah: aturan tahun ini tidak memberinya (0.00)"]
    lines = [line for programme in told.programmes for line in _programme(programme)]
    total = sum(programme.points for programme in told.programmes if programme.counts)
    shown = show_points(told.outcome.bonus)
    cap = f"jumlah {show_points(total)}, paling banyak {show_points(bonus.maximum)}"
    return [*lines, f"Nilai tambah: {cap} = {shown}"]


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


def _verdict(told: Explanation) -> list[str]:
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


def _quadrant_object(told: Explanation) -> dict[str, Any]:
    """The aspects, only where the rules have any: other years read as they did."""
    if told.rules.quadrant is None:
        return {}
    parts = zip(told.rules.quadrant.aspects, told.outcome.aspects, told.exact, strict=True)
    return {
        "aspek": [
            {
                "kode": aspect.code,
                "nama": aspect.name,
                "nilai": _points(rated.value),
                "rating": None if rated.rating is None else rated.rating.name,
                "pecahan": None if exact is None else str(exact),
            }
            for aspect, rated, exact in parts
        ]
    }


def _line_object(line: CriterionLine) -> dict[str, Any]:
    return {
        "kriteria": line.criterion.code,
        "nama": line.criterion.name,
        "bobot": line.criterion.weight,
        **({"aspek": line.criterion.aspect} if line.criterion.aspect else {}),
        "rata_rata": _points(line.mean),
        "sumbangan": _points(line.contribution),
        "nilai": _value_objects(line.used),
        "tidak_dihitung": _value_objects(line.unused),
        "dikecualikan": [{"periode": period, "alasan": reason} for period, reason in line.exempted],
        "belum_ada": list(line.gaps),
        # only of a criterion that targets fill: others read as they did before targets were known
        **(
            {"sasaran": [target_object(target) for target in line.targets]} if line.criterion.targeted else {}
        ),
    }


def _value_objects(values: Sequence[UsedValue]) -> list[dict[str, Any]]:
    return [
        {
            "periode": value.period,
            "nilai": Points(value.value),
            "penilai": value.rater,
            "catatan": value.note,
            "dicatat": value.recorded,
            # only where there are any: what has none reads as it did before objections were known
            **({"penilai_plt": list(value.acting)} if value.acting else {}),
            **({"keberatan": [_decided_object(o) for o in value.objections]} if value.objections else {}),
        }
        for value in values
    ]


def _decided_object(told: Decided) -> dict[str, Any]:
    return {
        "nomor": told.number,
        "status": told.state,
        "diputuskan": told.decided,
        "pejabat": told.decider,
        "nilai_sebelum": Points(told.before),
        "nilai_sesudah": _points(told.after),
    }


def _placement_object(placed: PlacementLine) -> dict[str, Any]:
    return {
        "mulai": _since(placed.starts),
        "unit": placed.unit,
        "jabatan": placed.position,
        "periode": list(placed.periods),
        "dihitung": placed.counts,
    }


def _acting_object(line: ActingLine) -> dict[str, Any]:
    acting = line.acting
    return {
        "jenis": acting.kind,
        "jabatan": acting.position,
        "unit": line.unit,
        "mulai": acting.starts,
        "selesai": acting.ends,
        "dasar": acting.basis,
    }


def _programme_object(programme: ProgrammeLine) -> dict[str, Any]:
    change = effect(programme.before, programme.after)
    return {
        "id": programme.number,
        "judul": programme.title,
        "kategori": programme.category,
        "status": programme.state,
        "poin": Points(programme.points if programme.counts else 0),
        "sebelum": programme.before,
        "sesudah": programme.after,
        "bukti": programme.evidence,
        # only where there are any, as with objections
        **({} if change is None else {"dampak": change}),
        **({"berkas": [_file_object(file) for file in programme.files]} if programme.files else {}),
    }


def _file_object(file: EvidenceFile) -> dict[str, Any]:
    return {"nama": file.name, "sidik": file.digest, "ukuran": file.size}


def _points(value: int | None) -> Points | None:
    return None if value is None else Points(value)


def _since(starts: str) -> str | None:
    """The first day of a placement, None for the one that holds from the beginning."""
    return None if starts == BEGINNING else starts


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
    notes = [*_acting(told), *_programmes(told), *_verdict(told), f"Sidik aturan {told.digest}"]
    notes += [*standing_notes(told.year, told.standing), *policy_note(told.rules)]
    return Report(f"Penjelasan {told.year} · {told.name} ({told.nip})", columns, rows, tuple(notes))


def _line_rows(rules: Rules, line: CriterionLine) -> list[tuple[Cell, ...]]:
    weight = weight_cell(rules, line.criterion.weight)
    figures = (line.criterion.code, weight, line.mean, line.contribution)
    if not line.used:
        return [(*figures, None, None, None, None, None)]
    return [(*figures, v.period, v.value, v.rater, v.note, v.recorded) for v in line.used]

"""`kinerja jelaskan` as text for people and as one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.explanation import CriterionLine, Explanation, ProgrammeLine, UsedValue
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.placements import BEGINNING
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.programmes import EvidenceFile, change_text, effect
from kinerja_cli.domain.rules import Aggregation, Rules, weight_text
from kinerja_cli.render.listings import weight_cell, weight_kind
from kinerja_cli.render.rekap import LOCAL_POLICY, standing_notes, unopened_note
from kinerja_cli.render.report import Cell, Column, Kind, Points, Report


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
        "pecahan": None if told.exact is None else str(told.exact),
        "periode": list(told.expected),
        "belum_dibuka": list(told.unopened),
        "penempatan": [
            {"mulai": _since(starts), "unit": unit, "jabatan": position}
            for starts, unit, position in told.placements
        ],
        "program": [_programme_object(programme) for programme in told.programmes],
        "catatan": LOCAL_POLICY,
    }


def explanation_lines(told: Explanation) -> list[str]:
    """The same for people, line by line down to what decided."""
    lines = [f"{told.name}  {told.nip}", f"Tahun {told.year} · {told.rules.institution}"]
    for starts, unit, position in told.placements:
        since = "" if _since(starts) is None else f" (sejak {starts})"
        lines.append(f"Unit {unit}, {position or 'jabatan belum dicatat'}{since}")
    lines += _service(told)
    lines.append(f"Periode yang dihitung: {', '.join(told.expected)}")
    lines += unopened_note(told.year, told.unopened)
    lines.append(f"Aturan diterapkan sejak {told.since}; sidik {told.digest}")
    lines += standing_notes(told.year, told.standing)
    for line in told.lines:
        lines += ["", *_criterion(told, line)]
    lines += ["", *_programmes(told), "", *_verdict(told)]
    return [*lines, "", LOCAL_POLICY]


def _service(told: Explanation) -> list[str]:
    """First and last day of service, where they are known."""
    parts = [f"mulai {told.starts}"] if told.starts else []
    parts += [f"sampai {told.ends}"] if told.ends else []
    return [f"Bertugas {' '.join(parts)}"] if parts else []


def _criterion(told: Explanation, line: CriterionLine) -> list[str]:
    criterion = line.criterion
    lines = [f"{criterion.name} ({criterion.code}), bobot {weight_text(criterion.weight)}"]
    lines += [f"  {_value(value)}" for value in line.used]
    lines += [f"  {_unused(told, line, value)}" for value in line.unused]
    lines += [f"  {period}: dikecualikan – {reason}" for period, reason in line.exempted]
    lines += [f"  {period}: BELUM ADA" for period in line.gaps]
    if line.mean is None:
        lines.append(
            "  tidak ada yang dihitung" + ("" if line.gaps else "; bobotnya dibagi ke kriteria lain")
        )
        return lines
    mean = show_points(line.mean)
    if told.rules.aggregation is Aggregation.LAST:
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
    if outcome.base is None or outcome.final is None or outcome.band is None:
        return ["Tidak dinilai: tidak ada kriteria yang dapat dihitung."]
    sums = " + ".join(show_points(line.contribution or 0) for line in told.lines)
    scale = show_points(told.rules.scale_max)
    return [
        f"Nilai dasar = {sums} = {show_points(outcome.base)}  (tepatnya {told.exact})",
        f"Nilai akhir = {show_points(outcome.base)} + {show_points(outcome.bonus)}, "
        f"paling tinggi {scale} = {show_points(outcome.final)}",
        f"Predikat    = {outcome.band.name}: {show_points(outcome.final)} mencapai {show_points(outcome.band.minimum)}"
        + _next_band(told),
    ]


def _next_band(told: Explanation) -> str:
    bands = told.rules.bands
    place = bands.index(told.outcome.band) if told.outcome.band is not None else 0
    if not place:
        return ""
    above = bands[place - 1]
    return f" (di bawah {above.name}: {show_points(above.minimum)})"


def _line_object(line: CriterionLine) -> dict[str, Any]:
    return {
        "kriteria": line.criterion.code,
        "nama": line.criterion.name,
        "bobot": line.criterion.weight,
        "rata_rata": _points(line.mean),
        "sumbangan": _points(line.contribution),
        "nilai": _value_objects(line.used),
        "tidak_dihitung": _value_objects(line.unused),
        "dikecualikan": [{"periode": period, "alasan": reason} for period, reason in line.exempted],
        "belum_ada": list(line.gaps),
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
    notes = [*_programmes(told), *_verdict(told), f"Sidik aturan {told.digest}"]
    notes += [*standing_notes(told.year, told.standing), LOCAL_POLICY]
    return Report(f"Penjelasan {told.year} · {told.name} ({told.nip})", columns, rows, tuple(notes))


def _line_rows(rules: Rules, line: CriterionLine) -> list[tuple[Cell, ...]]:
    weight = weight_cell(rules, line.criterion.weight)
    figures = (line.criterion.code, weight, line.mean, line.contribution)
    if not line.used:
        return [(*figures, None, None, None, None, None)]
    return [(*figures, v.period, v.value, v.rater, v.note, v.recorded) for v in line.used]

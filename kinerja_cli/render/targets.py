"""Targets (sasaran) and goals (tujuan): as lists, as lines of `jelaskan`, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from kinerja_cli.domain.explanation import CriterionLine, TargetLine
from kinerja_cli.domain.points import half_up_fraction, hundredths, show_points
from kinerja_cli.domain.rules import Formula, Rules
from kinerja_cli.domain.target_text import lasting, show_amount, show_bounds
from kinerja_cli.domain.targets import Direction, Kind, Reached, Reckoning
from kinerja_cli.render import report
from kinerja_cli.render.report import Cell, Column, Points, Report

Rows = Iterable[Sequence[Cell]]

_RECKONED = {
    Reckoning.LAST: "periode terakhir",
    Reckoning.SUM: "jumlah",
    Reckoning.MEAN: "rata-rata",
}


def goals(rows: Rows) -> Report:
    """Rows of code, kind, text, parent's code, unit, number of targets that serve it, revision."""
    columns = (
        Column("kode", "Kode"),
        Column("jenis", "Jenis"),
        Column("tujuan", "Tujuan"),
        Column("induk", "Induk", hide=2),
        Column("unit", "Unit", hide=3),
        Column("sasaran", "Sasaran", report.Kind.INTEGER),
        Column("revisi", "Revisi", report.Kind.INTEGER, hide=1),
    )
    return Report("Tujuan organisasi", columns, rows)


def targets(rows: Rows) -> Report:
    """Rows as of `target_row`: what `sasaran impor` takes, and what became of each target."""
    columns = (
        Column("id", "No.", report.Kind.INTEGER),
        Column("tahun", "Tahun", report.Kind.INTEGER, hide=1),
        Column("nip", "NIP", report.Kind.NIP),
        Column("nama", "Nama", hide=7),
        Column("jenis", "Jenis", hide=5),
        Column("tujuan", "Tujuan", hide=6),
        Column("hasil", "Hasil kerja", hide=4),
        Column("indikator", "Indikator"),
        Column("aspek", "Aspek", hide=6),
        Column("target", "Target"),
        Column("satuan", "Satuan"),
        Column("arah", "Arah", hide=6),
        Column("hitung", "Hitung", hide=6),
        Column("bobot", "Bobot", report.Kind.POINTS, hide=3),
        Column("puncak", "Puncak", hide=8),
        Column("dari", "Dari", hide=8),
        Column("sampai", "Sampai", hide=8),
        Column("capaian", "Capaian %", report.Kind.POINTS),
        Column("nilai", "Nilai", report.Kind.POINTS, hide=2),
        Column("belum_ada", "Belum ada", report.Kind.INTEGER),
        Column("revisi", "Revisi", report.Kind.INTEGER, hide=8),
    )
    return Report("Sasaran kinerja", columns, rows)


def target_row(nip: str, name: str, line: TargetLine, codes: dict[int, str]) -> Sequence[Cell]:
    """A row of `targets`; *codes*: of the year's periods by key."""
    target, figures, reached = line.target, line.target.figures, line.reached
    return (
        target.id,
        target.year,
        nip,
        name,
        figures.kind.value,
        target.goal,
        target.result,
        target.indicator,
        target.side.value,
        show_bounds(figures),
        target.of,
        figures.direction.value,
        figures.reckoning.value,
        figures.weight,
        "ya" if figures.peak else None,
        None if figures.first is None else codes[figures.first],
        None if figures.last is None else codes[figures.last],
        percent(reached.achievement),
        hundredths(reached.value),
        len(reached.missing),
        target.revision,
    )


def percent(achievement: Fraction | None) -> int | None:
    """A capaian (1 is 100 %) as hundredths of a percent, rounded half up."""
    return None if achievement is None else half_up_fraction(achievement * 100 * 100)


def target_lines(rules: Rules, line: TargetLine) -> list[str]:
    """One target for people: what was to be reached, what was, and what that gives."""
    target, figures = line.target, line.target.figures
    goal = f" untuk {target.goal}" if target.goal else ""
    less = ", makin kecil makin baik" if figures.direction is Direction.DOWN else ""
    lines = [
        f"Sasaran {target.id} ({figures.kind.value}{goal}) {target.result}: {target.indicator}",
        f"  target {show_bounds(figures)} {target.of}{less}; {target.side.value}; "
        f"bobot {show_points(figures.weight)}; berlaku {lasting(target)}",
    ]
    return lines + [f"  {told}" for told in realised_lines(rules, line, notes=True)]


def realised_lines(rules: Rules, line: TargetLine, *, notes: bool) -> list[str]:
    """What was reached in each period with its proof, what lacks, and what the year makes of it.

    *notes*: what was remarked stands there as well.
    """
    lines = []
    for code, realised in line.realised:
        proof = f"bukti: {realised.evidence}" if realised.evidence else "tanpa bukti"
        note = f' – "{realised.note}"' if notes and realised.note else ""
        counted = "" if realised.period in line.reached.used else ", tidak dihitung"
        lines.append(f"{code}: {show_amount(realised.value)} {line.target.of}; {proof}{note}{counted}")
    lines += [f"{code}: BELUM ADA" for code in line.missing]
    if not line.reached.periods:
        return [*lines, "tidak berlaku dalam periode yang dihitung"]
    return lines + _outcome(rules, line)


def _outcome(rules: Rules, line: TargetLine) -> list[str]:
    """The year's realisation, its capaian by the formula, and the points that gives."""
    figures, reached = line.target.figures, line.reached
    if reached.realised is None or reached.achievement is None:
        return []
    realised = _exactly(reached.realised / 100)
    shown = f"{show_points(percent(reached.achievement) or 0)} %"
    told = f"realisasi ({_RECKONED[figures.reckoning]}) {realised}; capaian {_formula(line)} = {shown}"
    if rules.targets is None or reached.value is None:
        return [told]
    value = show_points(half_up_fraction(reached.value))
    if figures.kind is Kind.EXTRA:
        weight = show_points(figures.weight)
        remark = "" if rules.targets.formula is Formula.ACHIEVEMENT else _remark(rules, reached)
        return [told, f"tambahan +{value} dari bobot {weight}{remark}"]
    return [told, f"nilai {value} menurut rumus {rules.targets.formula.value}{_remark(rules, reached)}"]


def _remark(rules: Rules, reached: Reached) -> str:
    """The cap that was met, or the whole percent by which the formula of 2021 goes where another is shown."""
    if rules.targets is None or reached.achievement is None:
        return ""
    percents = reached.achievement * 100
    if rules.targets.formula is Formula.ACHIEVEMENT:
        capped = percents * 100 > rules.targets.maximum
        return f" (paling tinggi {show_points(rules.targets.maximum)})" if capped else ""
    return "" if percents.denominator == 1 else f" (capaian dibulatkan {half_up_fraction(percents)} %)"


def _formula(line: TargetLine) -> str:
    figures, realised = line.target.figures, line.reached.realised
    if realised is None or figures.low <= realised <= figures.high:
        return "sesuai target"
    bound = show_amount(figures.high if realised > figures.high else figures.low)
    share = f"{_exactly(realised / 100)} / {bound}"
    if figures.direction is Direction.UP:
        return share
    return f"1 + (1 - {share}){', paling rendah 0' if not line.reached.achievement else ''}"


def _exactly(value: Fraction) -> str:
    """A decimal where two places are enough, else the fraction."""
    return show_amount(int(value * 100)) if (value * 100).denominator == 1 else str(value)


def target_sum(rules: Rules, line: CriterionLine) -> list[str]:
    """How the targets of a criterion make its value, for people."""
    rule, mean = rules.targets, show_points(line.mean or 0)
    main = [
        one for one in line.targets if one.target.figures.kind is Kind.MAIN and one.reached.value is not None
    ]
    extra = [
        one for one in line.targets if one.target.figures.kind is Kind.EXTRA and one.reached.value is not None
    ]
    if rule is None:
        return []
    parts = " + ".join(
        f"{show_points(one.target.figures.weight)} × {one.reached.periods} × {_points(one)}" for one in main
    )
    weights = sum(one.target.figures.weight * one.reached.periods for one in main)
    told = [f"utama: (bobot × periode × nilai) ({parts}) / {show_points(weights)}"]
    if extra:
        added = " + ".join(_points(one) for one in extra)
        told.append(f"tambahan: {added}, paling banyak {show_points(rule.extra_maximum)}")
    cap = (
        f"; satu sasaran paling tinggi {show_points(rule.maximum)}"
        if rule.formula is Formula.ACHIEVEMENT
        else ""
    )
    return [*told, f"nilai sasaran, dalam skala sampai {show_points(rules.scale_max)}{cap} = {mean}"]


def _points(line: TargetLine) -> str:
    value = line.reached.value
    return "" if value is None else _exactly(value / 100)


def target_object(line: TargetLine) -> dict[str, Any]:
    """One target inside the JSON of `jelaskan`; keys are an interface."""
    target, figures, reached = line.target, line.target.figures, line.reached
    value, shown = reached.value, percent(reached.achievement)
    return {
        "id": target.id,
        "jenis": figures.kind.value,
        "tujuan": target.goal,
        "hasil": target.result,
        "indikator": target.indicator,
        "aspek": target.side.value,
        "target_dari": Points(figures.low),
        "target_sampai": Points(figures.high),
        "satuan": target.of,
        "arah": figures.direction.value,
        "hitung": figures.reckoning.value,
        "bobot": Points(figures.weight),
        "periode_berlaku": reached.periods,
        "realisasi": [
            {
                "periode": code,
                "nilai": Points(realised.value),
                "bukti": realised.evidence,
                "catatan": realised.note,
                "dihitung": realised.period in reached.used,
            }
            for code, realised in line.realised
        ],
        "belum_ada": list(line.missing),
        "capaian": None if shown is None else Points(shown),
        "nilai": None if value is None else Points(half_up_fraction(value)),
        "pecahan": None if value is None else str(value / 100),
    }


def one_target(
    rules: Rules, nip: str, line: TargetLine, goals_above: Sequence[tuple[str, str, str]]
) -> Report:
    """One target alone: whose and of when it is, the goals that it serves, and its lines as in `jelaskan`."""
    target = line.target
    head, *told = target_lines(rules, line)
    rows: list[Sequence[Cell]] = [("pegawai", nip), ("tahun", str(target.year)), ("sasaran", head)]
    rows += [(kind, f"{code} {text}") for kind, code, text in goals_above]
    rows += [("", one.strip()) for one in told]
    rows.append(("revisi", str(target.revision)))
    return Report(f"Sasaran {target.id}", (Column("hal", "Hal"), Column("isi", "Isi")), rows)


def sheet(period: str, rows: Rows) -> Report:
    """A sheet to fill in: which target of whom, the period, and empty columns for realisasi, bukti and catatan."""
    columns = (
        Column("sasaran", "Sasaran", report.Kind.INTEGER),
        Column("nip", "NIP", report.Kind.NIP),
        Column("nama", "Nama"),
        Column("unit", "Unit", hide=2),
        Column("indikator", "Indikator"),
        Column("target", "Target"),
        Column("satuan", "Satuan"),
        Column("periode", "Periode"),
        Column("realisasi", "Realisasi", report.Kind.POINTS),
        Column("bukti", "Bukti"),
        Column("catatan", "Catatan"),
        Column("revisi", "Revisi", report.Kind.INTEGER, hide=3),
    )
    return Report(f"Lembar realisasi {period}", columns, rows)


def year_row(line: TargetLine, before: TargetLine | None, remark: str) -> Sequence[Cell]:
    """A row of `years`; the difference is between the shown percents."""
    target, shown = line.target, percent(line.reached.achievement)
    earlier = None if before is None else percent(before.reached.achievement)
    realised = line.reached.realised
    return (
        target.indicator,
        target.year,
        show_bounds(target.figures),
        hundredths(realised),
        target.of,
        shown,
        None if shown is None or earlier is None else shown - earlier,
        remark or None,
    )


def years(rows: Rows, name: str) -> Report:
    """Year on year: rows of indicator, year, target, realisation, its measure, capaian, difference, remark."""
    columns = (
        Column("indikator", "Indikator"),
        Column("tahun", "Tahun", report.Kind.INTEGER),
        Column("target", "Target"),
        Column("realisasi", "Realisasi", report.Kind.POINTS),
        Column("satuan", "Satuan"),
        Column("capaian", "Capaian %", report.Kind.POINTS),
        Column("selisih", "Selisih", report.Kind.POINTS),
        Column("keterangan", "Keterangan", hide=1),
    )
    note = "Selisih: poin persen capaian terhadap tahun sebelumnya dengan hasil kerja, indikator, dan satuan yang sama."
    return Report(f"Capaian sasaran · {name}", columns, rows, (note,))

"""`kinerja status` as lines: plain text everywhere, so that cron mails it and starts up fast."""

from __future__ import annotations

from kinerja_cli.domain.state import PeriodState, RulesState, UnitGap, WorkspaceState

MOST_NAMED = 3
_OBJECTIONS = "kinerja keberatan daftar --terbuka"
_OVERDUE = "kinerja rencana daftar --lewat"


def status_lines(state: WorkspaceState) -> list[str]:
    """The page, top to bottom; its last line is the command to type next."""
    lines = [
        f"Ruang kerja : {state.folder}",
        f"Isi         : {state.employees} pegawai, {state.units} unit",
    ]
    lines += _rules(state.rules)
    if state.periods:
        lines.append("")
    else:
        lines.append("Periode     : belum ada yang dibuka")
    for period in state.periods:
        lines += _period(period)
    if state.unopened:
        lines.append(f"Belum dibuka: {', '.join(state.unopened)}")
    if state.objections:
        lines.append(f"Keberatan   : {state.objections} belum diputuskan; lihat: {_OBJECTIONS}")
    if state.overdue:
        lines.append(f"Rencana     : {state.overdue} tindakan lewat tenggat; lihat: {_OVERDUE}")
    if state.support_overdue:
        lines.append("Pembinaan   : ada tindak lanjut yang lewat; lihat: kinerja pembinaan daftar")
    return [*lines, "", _next(state)]


def _rules(rules: RulesState | None) -> list[str]:
    if rules is None:
        return ["Aturan      : belum diterapkan"]
    told = f"Aturan      : {rules.year} memakai aturan sejak {rules.since} (sidik {rules.digest[:12]})"
    if not rules.file_differs:
        return [told]
    if not rules.file_sound:
        return [told, "              criteria.yaml berbeda dan belum benar; lihat: kinerja kriteria periksa"]
    return [
        told,
        f"              criteria.yaml berbeda dari aturan itu; menerapkannya: "
        f"kinerja kriteria terapkan --tahun {rules.year}",
    ]


def _period(period: PeriodState) -> list[str]:
    if period.closed and not period.expected:
        return [f"{period.code:<12}: ditutup"]
    told, *units = gap_lines(period)
    state = "ditutup" if period.closed else f"terbuka{_deadline(period)}"
    return [f"{period.code:<12}: {state}; {told}", *units]


def gap_lines(period: PeriodState) -> list[str]:
    """What a period lacks: in all, then unit by unit."""
    if not period.missing:
        return [f"lengkap ({period.expected} pegawai)"]
    width = max(len(unit.code) for unit in period.by_unit)
    return [
        f"{period.missing} nilai belum ada ({period.incomplete} dari {period.expected} pegawai)",
        *(f"    {unit.code:<{width}}  {unit.values} nilai: {_people(unit)}" for unit in period.by_unit),
    ]


def _people(unit: UnitGap) -> str:
    """Everybody by name and NIP where they are few, else how many."""
    if len(unit.people) > MOST_NAMED:
        return f"{len(unit.people)} pegawai"
    return "; ".join(f"{name} ({nip})" for nip, name in unit.people)


def _deadline(period: PeriodState) -> str:
    if period.deadline is None or period.days_left is None:
        return ""
    if period.days_left < 0:
        left = f"lewat {-period.days_left} hari"
    else:
        left = "hari ini" if period.days_left == 0 else f"{period.days_left} hari lagi"
    return f", tenggat {period.deadline} ({left})"


def _next(state: WorkspaceState) -> str:
    if not state.employees:
        command = "kinerja pegawai impor pegawai.xlsx --buat-unit"
    elif lacking := next((p for p in state.periods if p.missing and not p.closed), None):
        noun = "sasaran" if lacking.missing == lacking.by_targets else "nilai"
        command = f"kinerja {noun} lembar {lacking.code} -o lembar-{lacking.code}.xlsx"
    elif state.objections:
        command = _OBJECTIONS
    elif state.overdue:
        command = _OVERDUE
    elif state.next_period is not None:
        command = f"kinerja periode buka {state.next_period}"
    elif state.periods and state.rules is not None:
        command = f"kinerja rekap tahunan {state.rules.year}"
    else:
        command = "kinerja kriteria periksa"
    return f"Berikutnya  : {command}"

"""An evaluation document as text in blocks, in the order of the form.

Source: PermenPANRB 6/2022, the form of the dokumen evaluasi: who and by whom, hasil kerja (RHK, indikator, target,
realisasi berdasarkan bukti dukung, umpan balik), perilaku kerja (ekspektasi, umpan balik), ratings and predikat,
signatures. Every figure is written by the functions that write `kinerja jelaskan`.
"""

from __future__ import annotations

from datetime import date

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.distribution import name_of
from kinerja_cli.domain.document import Document
from kinerja_cli.domain.explanation import Explanation, spans
from kinerja_cli.domain.grades import rank_of
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import Aspect, Rated
from kinerja_cli.domain.siasn import ASPECTS
from kinerja_cli.domain.text import visible
from kinerja_cli.render.document_blocks import (
    Block,
    Grid,
    Group,
    Lines,
    Notice,
    Row,
    Section,
    Sheet,
    Signature,
    Signatures,
)
from kinerja_cli.render.document_grids import criteria_grid, programme_grid, target_grid
from kinerja_cli.render.explanation import (
    acting_lines,
    bonus_line,
    placement_line,
    rater_lines,
    reckoning_lines,
    service_lines,
    verdict_lines,
)
from kinerja_cli.render.rekap import policy_note, standing_notes, unopened_note

NOTHING = "–"
DOTS = "." * 40
_OFFICIAL = (
    "Predikat menurut kuadran kinerja PermenPANRB 6/2022, dengan rating dan ambang dari aturan instansi."
)
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


def sheet(document: Document) -> Sheet:
    """All of one employee's document."""
    told = document.told
    return Sheet(
        nip=told.nip,
        name=visible(told.name),
        year=told.year,
        title="Dokumen Evaluasi Kinerja Pegawai",
        under=(visible(told.rules.institution), f"Periode penilaian {_span(told)}", _periods(told)),
        notice=_notice(document),
        sections=(
            Section("Pegawai dan pejabat penilai kinerja", (_parties(document), *_posts(told))),
            *_work(document),
            Section("Nilai tambah: program", (programme_grid(told),)),
            Section("Hasil evaluasi", (_result(told), _decided_by(told), _signatures(document))),
            Section("Lampiran: cara menghitung", tuple(_reckoning(told))),
            Section("Dasar dokumen ini", (_basis(document),)),
        ),
    )


def _span(told: Explanation) -> str:
    """The part of the year in which she served: ``1 Januari s.d. 31 Desember 2025``."""
    first = max(told.starts or "", f"{told.year}-01-01")
    last = min(told.ends or "9999", f"{told.year}-12-31")
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return f"{start.day} {_MONTHS[start.month - 1]} s.d. {end.day} {_MONTHS[end.month - 1]} {told.year}"


def _periods(told: Explanation) -> str:
    return f"Periode yang dihitung: {spans(told.expected, sorted({*told.expected, *told.unopened}))}"


def _notice(document: Document) -> Notice | None:
    """What keeps the year from a predikat, large; None where it has one."""
    told, status = document.told, document.told.outcome.status
    if status is Status.INCOMPLETE:
        head = (
            f"{told.outcome.missing} nilai belum ada; belum ada nilai akhir dan predikat. Yang masih kurang:"
        )
        return Notice("BELUM LENGKAP", (head, *_lacking(told)))
    if status is Status.NOT_APPRAISED:
        empty = [visible(line.criterion.name) for line in told.lines if line.mean is None]
        why = f"Tidak ada yang dapat dihitung pada: {', '.join(empty)}."
        return Notice("TIDAK DINILAI", ("Tidak ada nilai akhir dan predikat untuk tahun ini.", why))
    return None


def _lacking(told: Explanation) -> list[str]:
    """Which needed values are missing where, criterion by criterion and target by target."""
    lines = []
    for line in told.lines:
        name = visible(line.criterion.name)
        if line.gaps:
            what = " (tidak ada sasaran utama)" if line.criterion.targeted else ""
            lines.append(f"{name}: {', '.join(line.gaps)}{what}")
        if line.criterion.required:
            lines += [
                f"{name}, sasaran {one.target.id} ({visible(one.target.indicator)}): {', '.join(one.missing)}"
                for one in line.targets
                if one.missing
            ]
    return lines


def _parties(document: Document) -> Grid:
    told, other = document.told, document.assessor
    own = (told.name, told.nip, _grade(document.grade), document.position, document.unit, document.kind)
    hers: tuple[str | None, ...] = (None,) * len(own)
    if other is not None:
        hers = (other.name, other.nip, _grade(other.grade), other.position, other.unit, other.status)
    labels = ("Nama", "NIP", "Pangkat/gol. ruang", "Jabatan", "Unit kerja", "Status")
    rows = tuple(
        Row(((label,), (visible(one or NOTHING),), (visible(another or NOTHING),)))
        for label, one, another in zip(labels, own, hers, strict=True)
    )
    heads = ("Identitas", "Pegawai yang dinilai", "Pejabat penilai kinerja")
    return Grid("Pegawai yang dinilai dan pejabat penilai", heads, (5, 11, 11), (Group("", rows),), named=0)


def _grade(grade: str | None) -> str | None:
    """``Penata Muda (III/a)``; of a PPPK the golongan alone."""
    rank = None if grade is None else rank_of(grade)
    return grade if rank is None else f"{rank} ({grade})"


def _posts(told: Explanation) -> list[Block]:
    """Where she was when and who rated her then, of somebody who moved; and what she did beside her own post."""
    found: list[Block] = []
    if told.moved:
        lines = [*(placement_line(told, one) for one in told.placements), *rater_lines(told)]
        found.append(Lines("Berpindah dalam tahun ini", _shown(lines)))
    if told.acting:
        found.append(Lines("Jabatan yang dirangkap", _shown(acting_lines(told))))
    return found


def _work(document: Document) -> list[Section]:
    """Hasil kerja, then perilaku kerja; under rules without a quadrant the office's criteria together."""
    told, quadrant = document.told, document.told.rules.quadrant
    achieved = "belum dicatat" if document.achievement is None else name_of(document.achievement)
    targets: list[Block] = [
        Lines("", (f"Capaian kinerja organisasi (unit kerja): {achieved}",)),
        target_grid(document),
    ]
    if quadrant is None:
        table = criteria_grid(told, told.lines, "Nilai dasar", told.outcome.base)
        return [Section("Hasil kerja", tuple(targets)), Section("Kriteria penilaian", (table,))]
    sections = []
    for aspect, rated in zip(quadrant.aspects, told.outcome.aspects, strict=True):
        first: list[Block] = targets if aspect.code == ASPECTS[0] else []
        sections.append(Section(visible(aspect.name), (*first, _aspect(told, aspect, rated))))
    if ASPECTS[0] not in [aspect.code for aspect in quadrant.aspects]:
        sections.insert(0, Section("Hasil kerja", tuple(targets)))
    return sections


def _aspect(told: Explanation, aspect: Aspect, rated: Rated) -> Grid:
    lines = [line for line in told.lines if line.criterion.aspect == aspect.code]
    return criteria_grid(told, lines, f"Nilai {aspect.name}", rated.value)


def _result(told: Explanation) -> Grid:
    """The figures that decide, and what they make."""
    outcome = told.outcome
    facts = []
    if told.rules.quadrant is None:
        facts += [("Nilai dasar", _points(outcome.base)), ("Nilai tambah", _points(outcome.bonus))]
        facts.append(("Nilai akhir", _points(outcome.final)))
    else:
        for aspect, rated in zip(told.rules.quadrant.aspects, outcome.aspects, strict=True):
            rating = NOTHING if rated.rating is None else f"{rated.rating.name} ({_points(rated.value)})"
            facts.append((f"Rating {aspect.name}", rating))
    rows = [Row(((visible(label),), (visible(value),))) for label, value in facts]
    verdict = {
        Status.COMPLETE: NOTHING if outcome.band is None else outcome.band.name,
        Status.INCOMPLETE: "BELUM LENGKAP",
        Status.NOT_APPRAISED: "TIDAK DINILAI",
    }[outcome.status]
    rows.append(Row((("Predikat kinerja pegawai",), (visible(verdict),)), strong=True))
    return Grid("Hasil evaluasi", ("Hasil", "Isi"), (2, 3), (Group("", tuple(rows)),), named=0)


def _decided_by(told: Explanation) -> Lines:
    policy = policy_note(told.rules) or [_OFFICIAL]
    return Lines(
        "Yang menentukan", (*_shown(verdict_lines(told)), *(f"{line.rstrip('.')}." for line in policy))
    )


def _signatures(document: Document) -> Signatures:
    told, other = document.told, document.assessor
    place = f"{visible(told.rules.institution)},"
    name = None if other is None else other.name
    number = None if other is None else other.nip
    return Signatures(
        (
            Signature(place, "Pegawai yang dinilai", visible(told.name), f"NIP {told.nip}"),
            Signature(
                place,
                "Pejabat penilai kinerja",
                visible(name) if name else DOTS,
                f"NIP {visible(number)}" if number else "NIP",
            ),
        )
    )


def _reckoning(told: Explanation) -> list[Lines]:
    """How each number came about, as `kinerja jelaskan` tells it."""
    found = [
        Lines(f"{visible(line.criterion.name)} ({line.criterion.code})", _shown(reckoning_lines(told, line)))
        for line in told.lines
    ]
    return [*found, Lines("Nilai tambah", _shown([bonus_line(told)]))]


def _basis(document: Document) -> Lines:
    told = document.told
    lines = [
        *service_lines(told),
        *unopened_note(told.year, told.unopened),
        f"Aturan diterapkan sejak {told.since}; sidik {told.digest}",
        *standing_notes(told.year, told.standing),
    ]
    return Lines("", _shown(lines))


def _points(value: int | None) -> str:
    return NOTHING if value is None else show_points(value)


def _shown(lines: list[str]) -> tuple[str, ...]:
    return tuple(visible(" ".join(line.split())) for line in lines)

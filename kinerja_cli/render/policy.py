"""`kinerja rekap kebijakan`: a row a figure of the policy, beside last year's and the command that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.policy import PolicyFigure
from kinerja_cli.domain.rules import Rules
from kinerja_cli.render.rekap import policy_note, standing_notes, unopened_note
from kinerja_cli.render.report import Cell, Column, Kind, Points, Report

_CHAIN = (
    "Rantainya: tujuan → pembelajaran → penilaian dan program → pelayanan → kepuasan, dengan dukungan dan perbaikan. "
    "Yang berdampingan belum tentu sebab dan akibat; tentang itu: kinerja dampak KEGIATAN."
)

_STILL_OPEN = (
    "Penutupan tahun menetapkan nilai dan predikat; sasaran, kegiatan, program, dampak, layanan, SKM, pembinaan, dan "
    "rencana di halaman ini menurut catatan sekarang."
)


def policy_report(
    rules: Rules,
    year: int,
    figures: Sequence[PolicyFigure],
    differs: Sequence[str],
    unopened: Sequence[str],
    stands: Standing,
) -> Report:
    """The page of *year*; *differs*: how its rules differ from those of the year before."""
    columns = (
        Column("bagian", "Bagian"),
        Column("ukuran", "Ukuran"),
        Column("satuan", "Satuan", hide=3),
        Column("tahun_lalu", str(year - 1), Kind.FIGURE, hide=2),
        Column("tahun_ini", str(year), Kind.FIGURE),
        Column("selisih", "Selisih", Kind.FIGURE, hide=2),
        Column("arti", "Arti", hide=1),
        Column("perintah", "Dijelaskan oleh", hide=4),
        Column("keterangan", "Keterangan", hide=1),
    )
    notes = [_CHAIN]
    if differs:
        notes.append(
            f"Aturan {year} tidak sebanding dengan {year - 1} ({', '.join(differs)}): nilai tidak dibandingkan."
        )
    if stands.closed is not None:
        notes.append(_STILL_OPEN)
    notes += [*unopened_note(year, unopened), *standing_notes(year, stands), *policy_note(rules)]
    return Report(
        f"Kebijakan kinerja {year} · {rules.institution}",
        columns,
        list(_rows(figures)),
        tuple(notes),
        one_sheet=True,
    )


def _rows(figures: Sequence[PolicyFigure]) -> Iterator[tuple[Cell, ...]]:
    for figure in figures:
        yield (
            figure.part.value.capitalize(),
            figure.measure,
            figure.unit,
            _cell(figure, figure.before),
            _cell(figure, figure.now),
            _cell(figure, figure.change),
            figure.meaning,
            f"kinerja {figure.command}",
            figure.remark,
        )


def _cell(figure: PolicyFigure, value: int | str | None) -> Cell:
    return Points(value) if figure.exact and isinstance(value, int) else value

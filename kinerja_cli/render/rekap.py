"""Summaries as reports: the columns of design.md section 7, which only ever grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.closing import Marked, Standing
from kinerja_cli.domain.distribution import SMALL, Guidance, limits_in_words, name_of
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.ranking import RankedRow, YearRow
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.statistics import GroupFigures, percent
from kinerja_cli.domain.unit_tree import Unit
from kinerja_cli.render.report import Cell, Column, Kind, Report, points_text

LOCAL_POLICY = "Nilai menurut kebijakan lokal; predikat resmi mengikuti PermenPANRB 6/2022"
_ONLY_GUIDANCE = "Pola distribusi adalah bahan pertimbangan pimpinan; tidak mengubah predikat siapa pun."

_IDENTITY = (
    Column("peringkat", "#", Kind.INTEGER),
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("unit", "Unit", hide=2),
    Column("jabatan", "Jabatan", hide=9),
)
_RESULT = (
    Column("nilai_dasar", "Dasar", Kind.POINTS, hide=3),
    Column("nilai_tambah", "Tambah", Kind.POINTS, hide=3),
    Column("nilai_akhir", "Akhir", Kind.POINTS),
    Column("predikat", "Predikat"),
    Column("status", "Status"),
    Column("belum_ada", "Belum ada", Kind.INTEGER, hide=7),
    Column("batas_bawah", "Batas bawah", Kind.POINTS, hide=8),
    Column("batas_atas", "Batas atas", Kind.POINTS, hide=8),
)


def yearly(
    rules: Rules, year: int, rows: Sequence[RankedRow], unopened: Sequence[str], stands: Standing
) -> Report:
    """The list of a year."""
    counts = Counter[str](row.outcome.status for _, row in rows)
    notes = [completeness_note(counts), *unopened_note(year, unopened), *standing_notes(year, stands)]
    complete = counts[Status.COMPLETE] == len(rows)
    return Report(
        f"Rekap tahunan {year} · {rules.institution}",
        yearly_columns(measured(rules), complete),
        (yearly_cells(rank, row, measures(row)) for rank, row in rows),
        (*notes, *policy_note(rules)),
    )


def employee(
    name: str,
    years: Sequence[tuple[int, Rules, RankedRow]],
    notes: Sequence[str],
) -> Report:
    """One employee's line of each year; a criterion or aspect that a year's rules don't know is empty there.

    *notes* are the lines of `unopened_note` and `standing_notes`.
    """
    # in order of appearance; the newest heading wins
    columns = {column.key: column for _, rules, _ in years for column in measured(rules)}

    def cells() -> Iterator[tuple[Cell, ...]]:
        for year, rules, (rank, row) in years:
            known = dict(zip([column.key for column in measured(rules)], measures(row), strict=True))
            yield (year, *yearly_cells(rank, row, [known.get(key) for key in columns]))

    local = [line for _, rules, _ in years for line in policy_note(rules)]
    return Report(
        f"Rekap pegawai · {name}",
        (Column("tahun", "Tahun", Kind.INTEGER), *yearly_columns(list(columns.values()), complete=False)),
        cells(),
        (*notes, *dict.fromkeys(local)),
    )


def units(
    rules: Rules,
    year: int,
    listed: Sequence[tuple[Unit, GroupFigures]],
    whole: GroupFigures,
    unopened: Sequence[str],
    stands: Standing,
) -> Report:
    """Figures of every unit, its sub-units included; the institution's own stand below the table."""
    notes = [*unopened_note(year, unopened), *standing_notes(year, stands)]
    return _unit_table(f"Rekap unit {year}", rules, listed, whole, notes)


def units_in(
    rules: Rules,
    period: Period,
    listed: Sequence[tuple[Unit, GroupFigures]],
    whole: GroupFigures,
    stands: Standing,
) -> Report:
    """The same of one period alone."""
    notes = [
        f"Setiap pegawai dihitung di unit tempat ia berada pada {period.last}, hari terakhir periode itu.",
        "Nilai periode ini saja, tanpa nilai tambah: nilai tambah adalah milik tahun.",
        *(
            f"Kriteria {one.name} ({one.code}) tidak dihitung di sini: sasaran menghasilkan satu nilai setahun."
            for one in rules.criteria
            if one.targeted
        ),
        *standing_notes(period.year, stands),
    ]
    return _unit_table(f"Rekap unit {period.code}", rules, listed, whole, notes)


def _unit_table(
    title: str,
    rules: Rules,
    listed: Sequence[tuple[Unit, GroupFigures]],
    whole: GroupFigures,
    notes: Sequence[str],
) -> Report:
    columns = (
        Column("unit", "Unit"),
        Column("nama_unit", "Nama unit"),
        Column("pegawai", "Pegawai", Kind.INTEGER),
        Column("lengkap", "Lengkap", Kind.INTEGER),
        Column("rata_rata", "Rata-rata", Kind.POINTS),
        Column("median", "Median", Kind.POINTS, hide=3),
        Column("terendah", "Terendah", Kind.POINTS, hide=2),
        Column("tertinggi", "Tertinggi", Kind.POINTS, hide=2),
        *(Column(band.code, band.name, Kind.INTEGER, hide=1) for band in rules.bands),
    )
    told = ("Setiap unit memuat unit di bawahnya.", _whole(rules, whole), *notes, *policy_note(rules))
    rows = ((unit.code, unit.name, *_figures(figures)) for unit, figures in listed)
    return Report(f"{title} · {rules.institution}", columns, rows, told)


def distribution(
    rules: Rules,
    year: int,
    groups: Sequence[tuple[str | None, GroupFigures]],
    unopened: Sequence[str],
    stands: Standing,
    guidance: Mapping[str, Guidance],
) -> Report:
    """A row a predikat, or a unit and predikat; shares are of those who have a predikat.

    *guidance*: what the pattern of a unit's capaian says, by the unit's code.
    """
    with_unit = any(code is not None for code, _ in groups)
    columns = (
        *((Column("unit", "Unit"),) if with_unit else ()),
        Column("predikat", "Predikat"),
        Column("jumlah", "Jumlah", Kind.INTEGER),
        Column("persen", "Persen", Kind.POINTS),
        Column("batas_paling_sedikit", "Paling sedikit", Kind.INTEGER, hide=2),
        Column("batas_paling_banyak", "Paling banyak", Kind.INTEGER, hide=2),
        Column("temuan", "Temuan", hide=3),
    )

    def rows() -> Iterable[tuple[Cell, ...]]:
        for code, figures in groups:
            guided = guidance.get(code or "")
            for band, count in zip(rules.bands, figures.by_band, strict=True):
                share = percent(count, sum(figures.by_band))
                cells: tuple[Cell, ...] = (band.name, count, share, *_guided(guided, band.code))
                yield (code, *cells) if with_unit else cells

    without = sum(figures.employees - figures.complete for _, figures in groups)
    notes = (
        [] if with_unit or not without else [f"{without} pegawai belum punya predikat dan tidak dihitung."]
    )
    notes += _guidance_notes(guidance)
    return Report(
        f"Distribusi predikat {year} · {rules.institution}",
        columns,
        rows(),
        (*notes, *unopened_note(year, unopened), *standing_notes(year, stands), *policy_note(rules)),
    )


def policy_note(rules: Rules) -> list[str]:
    """That the numbers are the office's own, unless the rules are those of the quadrant."""
    return [LOCAL_POLICY] if rules.quadrant is None else []


def _guidance_notes(guidance: Mapping[str, Guidance]) -> list[str]:
    """What the pattern of each unit's capaian says, and that it binds nobody."""
    notes = [line for code, guided in guidance.items() for line in _unit_guidance(code, guided)]
    return [*notes, _ONLY_GUIDANCE] if notes else []


def _unit_guidance(code: str, guided: Guidance) -> Iterator[str]:
    people, reached = guided.people, name_of(guided.achievement)
    small = f" (kecil: di bawah {SMALL})" if people < SMALL else ""
    yield f"{code}: capaian organisasi {reached}, n = {people} berpredikat{small}."
    if not people:
        return
    yield f"{code}: pola SE MenPANRB 3/2023: {limits_in_words(guided.achievement, people)}."
    told = "; ".join(departure.words for departure in guided.departures)
    yield f"{code}: temuan: {told}." if told else f"{code}: sesuai dengan pola."
    if guided.unmet:
        yield f"{code}: pola itu tidak dapat dipenuhi dengan {people} orang: {guided.unmet}."


def _guided(guided: Guidance | None, band: str) -> tuple[int | None, int | None, str | None]:
    if guided is None or not guided.people:
        return None, None, None
    return (*guided.bounds(band), guided.about(band) or None)


def unopened_note(year: int, unopened: Sequence[str]) -> list[str]:
    """That only opened periods count, where some of the year aren't."""
    if not unopened:
        return []
    return [f"Tahun {year} belum penuh: {', '.join(unopened)} belum dibuka dan tidak dihitung."]


def completeness_note(counts: Mapping[str, int]) -> str:
    """How many people there are of each status."""
    parts = ", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in Status)
    return f"{sum(counts.values())} pegawai: {parts}."


def standing_notes(year: int, stands: Standing) -> list[str]:
    """What became of the year, and the receipt that answers for what is shown."""
    notes = [
        f"Tahun {year} dibuka kembali {_marked(mark)}: {mark.reason or 'alasannya sudah dihapus'}"
        for mark in stands.reopened
    ]
    if stands.closed is not None:
        revision = f", revisi {stands.closed.revision}" if stands.closed.revision > 1 else ""
        notes.append(f"Tahun {year} ditutup {_marked(stands.closed)}{revision}.")
    return [*notes, *receipt_note(stands.receipt)]


def receipt_note(receipt: str | None) -> list[str]:
    """The receipt of the data that a report was made from."""
    return [] if receipt is None else [f"Tanda terima: {receipt}"]


def _marked(mark: Marked) -> str:
    return f"oleh {mark.who} pada {mark.when} ({mark.receipt})"


def measured(rules: Rules) -> list[Column]:
    """Columns of the criteria and, after them, of each aspect of the quadrant: its value and its rating."""
    columns = [Column(criterion.code, criterion.name, Kind.POINTS, hide=5) for criterion in rules.criteria]
    for aspect in () if rules.quadrant is None else rules.quadrant.aspects:
        rating = Column(f"rating_{aspect.code}", f"Rating {aspect.name}", hide=2)
        columns += [Column(aspect.code, aspect.name, Kind.POINTS, hide=4), rating]
    return columns


def measures(row: YearRow) -> list[Cell]:
    """Cells of the columns that `measured` gives."""
    cells: list[Cell] = [*row.outcome.means]
    for rated in row.outcome.aspects:
        cells += [rated.value, rated.rating.name if rated.rating else None]
    return cells


def yearly_columns(scored: Sequence[Column], complete: bool) -> tuple[Column, ...]:
    """Columns of the yearly list with those of `measured`; *complete*: everybody has a predikat."""
    # a row without nilai_akhir says why also on a narrow terminal; where all have one, there is nothing to say
    status = Column("status", "Status", hide=6 if complete else 1)
    return (*_IDENTITY, *scored, *(status if column.key == "status" else column for column in _RESULT))


def yearly_cells(rank: int | None, row: YearRow, means: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells of one line of the yearly list, with *means* those of `measures`."""
    outcome = row.outcome
    return (
        rank,
        row.nip,
        row.name,
        row.unit,
        row.position,
        *means,
        outcome.base,
        outcome.bonus,
        outcome.final,
        None if outcome.band is None else outcome.band.name,
        outcome.status.value,
        outcome.missing,
        outcome.lower,
        outcome.upper,
    )


def _figures(figures: GroupFigures) -> tuple[int | None, ...]:
    return (
        figures.employees,
        figures.complete,
        figures.mean,
        figures.median,
        figures.lowest,
        figures.highest,
        *figures.by_band,
    )


def _whole(rules: Rules, whole: GroupFigures) -> str:
    told = f"Seluruh {rules.institution}: {whole.employees} pegawai, {whole.complete} lengkap"
    if whole.mean is None:
        return f"{told}."
    return (
        f"{told}, rata-rata {points_text(whole.mean)}, median {points_text(whole.median)}, "
        f"terendah {points_text(whole.lowest)}, tertinggi {points_text(whole.highest)}."
    )

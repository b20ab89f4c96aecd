"""Whether closed years say what they said: their lines and digest, and the same results computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kinerja_cli.domain.appraisal import ALGORITHM
from kinerja_cli.domain.closing import cell_places, hundredths, kept_columns, units_text
from kinerja_cli.domain.findings import Finding
from kinerja_cli.domain.mentions import ERASED
from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.ranking import YearRow, ranks
from kinerja_cli.domain.rules import Rules
from kinerja_cli.services.yearly import Year, judged, parsed, year_of
from kinerja_cli.storage.as_of import as_of
from kinerja_cli.storage.closing import (
    Closing,
    KeptResult,
    LineDigest,
    all_closings,
    former_closings,
    kept_results,
    other_identities,
    result_lines,
)
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.units import all_units

TABLE = "year_result"


def closed_year_findings(connection: Connection) -> Iterator[Finding]:
    """What is wrong with the results of closed years; for inside `Database.read`, and a file that is sound else."""
    for closing in former_closings(connection):  # taken back, and kept as they were
        yield from _digest(connection, closing)
        yield from _identities(connection, closing)
    for closing in all_closings(connection):
        yield from _digest(connection, closing)
        yield from _ranks(connection, closing)
        yield from _identities(connection, closing)
        if closing.algorithm == ALGORITHM:  # another one may rightly give other numbers
            yield from _again(connection, closing)


def _identities(connection: Connection, closing: Closing) -> Iterator[Finding]:
    for line, nip, name, true_nip, true_name in other_identities(connection, closing.entry):
        for column, kept, true in (("nip", nip, true_nip), ("name", name, true_name)):
            if kept != true:
                yield Finding(TABLE, f"{closing.year} {nip}", column, f"baris {line}: bukan yang terdaftar")


def _digest(connection: Connection, closing: Closing) -> Iterator[Finding]:
    digest = LineDigest()
    for kept in kept_results(connection, closing.entry):
        digest.add(kept.employee, kept.version, kept.cells)
    if digest.lines != closing.people:
        told = f"{digest.lines} baris hasil, seharusnya {closing.people}"
        yield Finding("year_closing", str(closing.year), "people", told)
    elif digest.hex() != closing.digest:
        yield Finding("year_closing", str(closing.year), "digest", "tidak cocok dengan baris hasilnya")


def _ranks(connection: Connection, closing: Closing) -> Iterator[Finding]:
    places = cell_places(kept_columns(closing.columns))
    finals = (
        hundredths(cells[places["nilai_akhir"]])
        for _, _, cells in parsed(result_lines(connection, closing.entry))
    )
    lines = parsed(result_lines(connection, closing.entry))
    for (nip, _, cells), rank in zip(lines, ranks(finals), strict=True):
        if cells[places["peringkat"]] != str(rank or ""):
            yield Finding(TABLE, f"{closing.year} {nip}", "peringkat", "bukan urutan nilai akhirnya")


def _again(connection: Connection, closing: Closing) -> Iterator[Finding]:
    with as_of(connection, closing.entry):
        year = year_of(connection, closing.year)
        key = str(closing.year)
        if (year.stored.since, year.stored.digest) != (closing.rules_since, closing.rules_digest):
            yield Finding("year_closing", key, "rules_digest", "bukan aturan yang berlaku saat ditutup")
            return
        if units_text(all_units(connection)) != closing.units:
            yield Finding("year_closing", key, "units", "bukan unit yang ada saat ditutup")
        yield from _compared(connection, closing, year)


def _compared(connection: Connection, closing: Closing, year: Year) -> Iterator[Finding]:
    """Walk through who was kept and who is judged now, both by employee's number."""
    places = cell_places(kept_columns(closing.columns))
    kept = kept_results(connection, closing.entry, by_employee=True)
    line = next(kept, None)
    for number, row in judged(connection, year):
        while line is not None and line.employee < number:
            yield _finding(closing, line, "", "menurut catatan tidak dinilai dalam tahun itu")
            line = next(kept, None)
        if line is None or line.employee > number:
            yield Finding(TABLE, f"{closing.year} {row.nip}", "", "hilang")
            continue
        for column in _differences(year.rules, places, line, row):
            yield _finding(closing, line, column, "bukan hasil dari yang tercatat")
        line = next(kept, None)
    for rest in (*([] if line is None else [line]), *kept):
        yield _finding(closing, rest, "", "menurut catatan tidak dinilai dalam tahun itu")


def _finding(closing: Closing, line: KeptResult, column: str, reason: str) -> Finding:
    return Finding(TABLE, f"{closing.year} {line.nip}", column, reason)


def _differences(rules: Rules, places: Mapping[str, int], line: KeptResult, row: YearRow) -> Iterator[str]:
    [(_, _, cells)] = parsed([(line.nip, line.name, line.cells)])
    for column, text in _texts(rules, row).items():
        if cells[places[column]] != text and not (column == "jabatan" and text == ERASED):
            yield column


def _texts(rules: Rules, row: YearRow) -> dict[str, str]:
    """What each cell of a line has to say."""
    outcome = row.outcome
    means: Sequence[int | None] = outcome.means
    points = {
        **dict(zip(rules.codes, means, strict=True)),
        "nilai_dasar": outcome.base,
        "nilai_tambah": outcome.bonus,
        "nilai_akhir": outcome.final,
        "batas_bawah": outcome.lower,
        "batas_atas": outcome.upper,
    }
    aspects = () if rules.quadrant is None else rules.quadrant.aspects
    rated = list(zip(aspects, outcome.aspects, strict=True))
    points.update({aspect.code: told.value for aspect, told in rated})
    return {
        "unit": row.unit,
        "jabatan": row.position or "",
        **{column: "" if value is None else show_points(value) for column, value in points.items()},
        **{f"rating_{aspect.code}": told.rating.name if told.rating else "" for aspect, told in rated},
        "predikat": "" if outcome.band is None else outcome.band.name,
        "status": outcome.status.value,
        "belum_ada": str(outcome.missing),
    }

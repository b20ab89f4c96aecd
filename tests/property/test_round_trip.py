"""What a listing wrote, its import reads back letter for letter, in every dialect and format that imports take."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_cli.domain.target_text import show_amount
from kinerja_cli.domain.targets import Bounds, Direction, Reckoning, Side
from kinerja_cli.domain.targets import Kind as TargetKind
from kinerja_cli.domain.text import LONGEST_NOTE, clean_text
from kinerja_cli.errors import BadValue
from kinerja_cli.imports.cells import STATES_NOTHING, person_cell, text_cell
from kinerja_cli.imports.employees import EmployeeRow, employee_header, read_employees
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.headers import Header
from kinerja_cli.imports.scores import PeriodKeys, ScoreKeys, criterion_keys, read_scores, score_header
from kinerja_cli.imports.source import open_source
from kinerja_cli.imports.targets import read_targets, target_header
from kinerja_cli.imports.units import UnitRow, read_units, unit_header
from kinerja_cli.render import listings
from kinerja_cli.render.delimited import EXCEL_ID, RFC4180, TSV, write_delimited
from kinerja_cli.render.report import Report
from kinerja_cli.render.targets import targets
from kinerja_cli.render.workbook import write_workbook

WRITERS: dict[str, Callable[[Report, Any], None]] = {
    "csv": lambda report, out: write_delimited(report, out, RFC4180),
    "excel-id.csv": lambda report, out: write_delimited(report, out, EXCEL_ID),
    "tsv": lambda report, out: write_delimited(report, out, TSV),
    "xlsx": write_workbook,
}
every_format = pytest.mark.parametrize("format", WRITERS)
some = settings(max_examples=40, deadline=None)

PIECES = (
    *("=1+1", "+62", "-", "@SUM(A1)", "\uff1d1", "'", "''", '"', '""', ",", ";", "\t", "|", "\\", "_x0041_", "</t>"),
    *("085", "1E5", "1,99E+17", "12.5", "12,5", "1.000", "3/4", "31/12/2025", "2025-03", "10:30", "71 %", "Rp 5"),
    *("TRUE", "&amp;", "\u3000", "–", "—"),
    *("199001012015031002", "3171012345678901", "08123456789", "#N/A", "NULL", "nan", "NIP", "nama", "sep=;"),
    *("\u00a0", "\u2009", " ", "😀", "שלום", "مرحبا", "漢字", "e\u0301", "é", "Ani, S.Pd.", "𝒜", "ß"),
)  # fmt: skip


def kept(text: str) -> str | None:
    """What an import would keep of *text*; None where it is refused, as is Excel's own ``#N/A``."""
    try:
        return text_cell(text, "teks")
    except BadValue:
        return None


def storable(text: str) -> str:
    """*text* as it would be kept, behind a letter where it would be refused or taken for nothing."""
    found = [kept(text), kept("a" + text), "a"]
    return next(text for text in found if text is not None and text not in STATES_NOTHING)


mixed = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), min_size=1, max_size=5).map("".join)
texts = mixed.map(storable)
one_blank = texts.map(lambda text: " ".join(text.split()))


def is_a_person(text: str) -> bool:
    try:
        return person_cell(text, "atasan") == text
    except BadValue:
        return False


nips = st.builds(
    lambda born, began, sex, serial: f"{born:%Y%m%d}{began:%Y%m}{sex}{serial:03d}",
    st.dates(date(1955, 1, 1), date(2005, 12, 31)),
    st.dates(date(2006, 1, 1), date(2025, 12, 31)),
    st.sampled_from("12"),
    st.integers(1, 999),
)
people = nips | texts.map(lambda text: text if is_a_person(text) else f"Wali {text}")


def reread(
    report: Report, format: str, read: Callable[[Any, FaultLog], tuple[Header, Sequence[Any]]]
) -> tuple[list[Any], list[str]]:
    """Write *report*, read it back; returns rows and faults."""
    log = FaultLog()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"berkas.{format}")
        with path.open("wb") as out:
            WRITERS[format](report, out)
        with open_source(str(path), io.BytesIO()) as source:
            _, rows = read(source, log)
            found = list(rows)
    return found, [str(fault) for fault in log.first]


@every_format
@some
@given(
    rows=st.lists(
        st.tuples(texts, texts, st.none() | texts), min_size=1, max_size=5, unique_by=lambda r: r[0]
    )
)
def test_units(format: str, rows: list[tuple[str, str, str | None]]) -> None:
    def read(source: Any, log: FaultLog) -> Any:
        header = unit_header(source)
        return header, read_units(header, log)

    found, faults = reread(listings.units([(*row, 3, 7) for row in rows]), format, read)
    assert faults == []
    assert [(row.code, row.name, row.parent) for row in found] == rows
    assert all(isinstance(row, UnitRow) for row in found)


employees = st.tuples(
    nips,
    texts,
    one_blank,
    st.none() | texts,
    st.sampled_from([None, "III/a", "IV/e", "IX", "I/a"]),
    st.sampled_from([None, "PNS", "PPPK", "PPPK paruh waktu"]),
    st.none() | st.dates(date(1950, 1, 1), date(1999, 12, 31)),
    st.none() | st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    st.none() | people,
)


@every_format
@some
@given(rows=st.lists(employees, min_size=1, max_size=5, unique_by=lambda row: row[0]))
def test_employees(format: str, rows: list[tuple[Any, ...]]) -> None:
    def read(source: Any, log: FaultLog) -> Any:
        header = employee_header(source)
        return header, read_employees(header, log, lambda *_: None)

    written = [tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in row) for row in rows]
    found, faults = reread(listings.employees(written), format, read)
    assert faults == []
    assert [row.row for row in found] == list(range(2, len(rows) + 2))
    assert found == [EmployeeRow(row.row, *wanted) for row, wanted in zip(found, rows, strict=True)]


CRITERIA = [(11, "disiplin", "Disiplin"), (12, "inovasi", "Inovasi")]
CODES = {number: code for number, code, _ in CRITERIA}
scores = st.tuples(
    nips,
    texts,
    st.sampled_from([1, 2]),
    st.sampled_from(list(CODES)),
    st.integers(0, 100_00),
    st.just("") | people,
    st.just("") | texts,
    st.integers(1, 10**6),
)


@every_format
@some
@given(rows=st.lists(scores, min_size=1, max_size=5, unique_by=lambda row: (row[0], row[2], row[3])))
def test_scores(format: str, rows: list[tuple[Any, ...]]) -> None:
    periods = {f"2025-TW{n}": PeriodKeys(n, criterion_keys(CRITERIA), CODES, 0, 100_00) for n in (1, 2)}
    numbers = {nip: place for place, nip in enumerate(dict.fromkeys(row[0] for row in rows), start=1)}
    keys = ScoreKeys(numbers, periods)

    def read(source: Any, log: FaultLog) -> Any:
        header = score_header(source, keys)
        return header, read_scores(header, keys, report=log)

    written = [
        (
            nip,
            name,
            f"2025-TW{period}",
            CODES[code],
            value,
            rater or None,
            note or None,
            "2026-01-02 14:05 WITA",
            rev,
        )
        for nip, name, period, code, value, rater, note, rev in rows
    ]
    found, faults = reread(listings.scores(written), format, read)
    assert faults == []
    assert [tuple(row)[1:] for row in found] == [
        (numbers[nip], period, code, value, rater, note, rev)
        for nip, _, period, code, value, rater, note, rev in rows
    ]


amounts = st.integers(1, 10**12)
goals = st.tuples(
    nips,
    st.sampled_from(TargetKind),
    st.none() | texts,
    texts,
    texts,
    st.sampled_from(Side),
    st.tuples(amounts, amounts).map(sorted),
    texts,
    st.sampled_from(Direction),
    st.sampled_from(Reckoning),
    st.integers(1, 1000_00),
    st.booleans(),
)


@every_format
@some
@given(rows=st.lists(goals, min_size=1, max_size=4))
def test_targets(format: str, rows: list[tuple[Any, ...]]) -> None:
    def read(source: Any, log: FaultLog) -> Any:
        header = target_header(source)
        return header, read_targets(header, log)

    written = []
    for number, row in enumerate(rows, start=1):
        nip, kind, goal, result, indicator, side, (low, high), of, direction, reckoning, weight, peak = row
        bounds = show_amount(low) if low == high else f"{show_amount(low)}–{show_amount(high)}"
        said = (kind.value, goal, result, indicator, side.value, bounds, of, direction.value, reckoning.value)
        reached = (weight, "ya" if peak else None, "2025-TW1", None, 98_76, None, 0, 5)
        written.append((number, 2025, nip, "Nama", *said, *reached))
    found, faults = reread(targets(written), format, read)
    assert faults == []
    for row, target in zip(rows, found, strict=True):
        nip, kind, goal, result, indicator, side, (low, high), of, direction, reckoning, weight, peak = row
        assert (target.nip, target.year, target.revision) == (nip, 2025, 5)
        wanted = {"jenis": kind, "tujuan": goal, "hasil": result, "indikator": indicator, "aspek": side}
        wanted |= {"target": Bounds(low, high), "satuan": of, "arah": direction, "hitung": reckoning}
        wanted |= {"bobot": weight, "puncak": True if peak else None}
        assert {key: target.said[key] for key in wanted} == wanted


def test_the_longest_note_that_is_kept_comes_back() -> None:
    text = "ö;" * (LONGEST_NOTE // 2)
    assert kept(text) is None or clean_text(text, "catatan", LONGEST_NOTE) == text

"""The single-fault oracle: a valid file, one cell damaged, exactly one fault, at its row and heading."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja_cli.imports.employees import employee_header, read_employees
from kinerja_cli.imports.faults import FaultLog
from kinerja_cli.imports.scores import PeriodKeys, ScoreKeys, criterion_keys, read_scores, score_header
from kinerja_cli.imports.source import open_source

NIPS = [f"1985031520100120{n:02d}" for n in range(1, 13)]
KEYS = ScoreKeys(
    {nip: number for number, nip in enumerate(NIPS, 1)},
    {
        "2025-TW1": PeriodKeys(
            202501, criterion_keys([(1, "disiplin", "Disiplin"), (2, "inovasi", "Inovasi")]),
            {1: "disiplin", 2: "inovasi"}, 0, 10000,
        )
    },
)  # fmt: skip
HEADINGS = ["NIP", "Nama Pegawai", "Periode", "Kriteria", "Nilai", "Penilai", "Catatan"]
BAD = {
    0: ["", "19850315", "1985031520100120011", "１９８５０３１５２０１００１２００１", "1.98503152010011E+17",
        "198503152010012000", "199912312020121009", "NIP"],
    2: ["", "2025", "2025-TW2", "2025-TW5", "TW1"],
    3: ["", "dis!plin?x", "a'; DROP TABLE x;--", "=1+1"],
    4: ["", " ", "101", "-1", "85.555",
        "1e2", "nan", "inf", "８５", "1_0", "100,01", "=85", "0x10", "085", "٨٥", "1.000"],
    5: ["1985", "A\x1b[31m", "1,98503E+17", "A\u202eB", "+62"],
    6: ["=1+1", "A\x07", "x" * 2001, "A\u200bB", "@x", "baris\nbaru"],
}  # fmt: skip
NAME = st.text(st.sampled_from("ABCdef [](),;\"'=+-@.’éñ\t\n"), min_size=1, max_size=20)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class Damaged:
    """Rows of text cells of which at most one, at (row, column), is bad."""

    rows: list[list[str]]
    bad: tuple[int, int] | None
    titles: list[str]
    delimiter: str
    newline: str
    bom: bool


@st.composite
def damaged(draw: st.DrawFn) -> Damaged:
    rows = [
        [
            draw(st.sampled_from([nip, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}", f"'{nip}"])),
            draw(NAME),
            draw(st.sampled_from(["2025-TW1", "2025 tw1"])),
            draw(st.sampled_from(["disiplin", "INOVASI", " Disiplin"])),
            draw(st.sampled_from(["0", "100", "85", "85.5", "85,25", " 7.05"])),
            draw(st.sampled_from(["", "Wali Kota, Kupang", NIPS[0]])),
            draw(st.sampled_from(["", 'catatan "x"; y, z'])),
        ]
        for nip in NIPS[: draw(st.integers(1, 12))]
    ]
    bad = draw(st.none() | st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(sorted(BAD))))
    if bad is not None:
        rows[bad[0]][bad[1]] = draw(st.sampled_from(BAD[bad[1]]))
    titles = draw(st.lists(st.sampled_from(["REKAP NILAI", "Kecamatan Maulafa", ""]), max_size=3))
    return Damaged(
        rows,
        bad,
        titles,
        draw(st.sampled_from(",;\t")),
        draw(st.sampled_from(["\n", "\r\n"])),
        draw(st.booleans()),
    )


def outcome(path: Path) -> tuple[list[int], list[tuple[str, str]]]:
    log = FaultLog()
    with open_source(str(path), io.BytesIO()) as source:
        rows = [row[0] for row in read_scores(score_header(source, KEYS), KEYS, report=log)]
    return rows, [(fault.place, fault.column) for fault in log.first]


@SETTINGS
@given(damaged())
def test_one_damaged_cell_of_a_csv_is_one_fault_at_its_line_and_heading(case: Damaged):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=case.delimiter, lineterminator=case.newline)
    for title in case.titles:
        text.write(title + case.newline)
    writer.writerow(HEADINGS)
    starts = []
    for row in case.rows:
        starts.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nilai.csv"
        path.write_bytes((b"\xef\xbb\xbf" if case.bom else b"") + text.getvalue().encode())
        rows, faults = outcome(path)
    if case.bad is None:
        assert (rows, faults) == (starts, [])
    else:
        damaged_line = starts.pop(case.bad[0])
        assert faults == [(f"nilai.csv:{damaged_line}", HEADINGS[case.bad[1]])]
        assert rows == starts


@SETTINGS
@given(damaged())
def test_one_damaged_cell_of_a_sheet_is_one_fault_at_its_cell(case: Damaged):
    top = len(case.titles)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nilai.xlsx"
        book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        sheet = book.add_worksheet("Data")
        for number, cells in enumerate([[title] for title in case.titles] + [HEADINGS] + case.rows):
            for column, cell in enumerate(cells):
                if number > top and column == 4 and cell in ("0", "100", "85", "85.5"):
                    sheet.write_number(number, column, float(cell))
                else:
                    sheet.write_string(number, column, cell)
        book.close()
        rows, faults = outcome(path)
    expected = list(range(top + 2, top + 2 + len(case.rows)))
    if case.bad is None:
        assert (rows, faults) == (expected, [])
    else:
        line = expected.pop(case.bad[0])
        assert faults == [(f"nilai.xlsx:Data!{'ABCDEFG'[case.bad[1]]}{line}", HEADINGS[case.bad[1]])]
        assert rows == expected


@SETTINGS
@given(damaged(), st.sampled_from([(0, "19850315"), (1, ""), (1, "A\u202eB"), (2, "")]))
def test_one_damaged_cell_of_a_file_of_employees_is_one_fault(case: Damaged, damage: tuple[int, str]):
    column, cell = damage
    headings = ["NIP", "Nama", "Unit Kerja"]
    rows = [[nip, f'Ani {number}" ; ,', "Kecamatan"] for number, nip in enumerate(NIPS[: len(case.rows)])]
    at = 0 if case.bad is None else case.bad[0]
    rows[at][column] = cell
    text = io.StringIO()
    csv.writer(text, delimiter=case.delimiter, lineterminator=case.newline).writerows([headings, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.csv"
        path.write_bytes(text.getvalue().encode())
        log = FaultLog()
        with open_source(str(path), io.BytesIO()) as source:
            accepted = [row.row for row in read_employees(employee_header(source), log, lambda *_: None)]
    assert [(fault.place, fault.column) for fault in log.first] == [(f"p.csv:{at + 2}", headings[column])]
    assert accepted == [number + 2 for number in range(len(rows)) if number != at]

"""`kinerja kegiatan cakupan`: whom a year reached, held against a reckoning of its own from what was typed."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scoring_office import ANI, CAMAT, CITRA, DEDI, EVERYBODY, LURAH_N, LURAH_S, json_of, rows_of, settle

from kinerja_cli.domain.activities import Reach
from kinerja_cli.services import coverage
from kinerja_cli.services.activities import attendances, find_activity
from kinerja_cli.storage.database import open_database

Kinerja = Callable[..., Any]
BELOW = {  # who is in a unit or below it on 30 June, by hand; Citra has moved to NAIMATA
    "KEC": {CAMAT, ANI, LURAH_N, CITRA, LURAH_S, DEDI},
    "NAIMATA": {LURAH_N, CITRA},
    "SIKUMANA": {LURAH_S, DEDI},
    "SIKUMANA-RW": set(),
}


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)  # the last opened period ends on 30 June 2025


def hold(kinerja: Kinerja, kind: str, day: str, hours: int, *nips: str) -> int:
    number = int(
        kinerja(f"kegiatan tambah T{day}{hours} --jenis {kind} --tanggal {day} --jp {hours} -q").stdout
    )
    if nips:
        kinerja(f"kegiatan hadir {number} {' '.join(nips)} --sebab semua -q")
    return number


def test_units_with_those_below_a_total_and_an_empty_unit_without_shares(kinerja: Kinerja) -> None:
    """In NAIMATA one of two, with 25 JP: 12.5 a head; in all 3 of 6, 25 + 10 + 10 = 45 JP: 7.5 a head."""
    hold(kinerja, "pelatihan", "2025-03-03", 15, CITRA)
    hold(kinerja, "lokakarya", "2025-06-10", 10, CITRA, ANI, DEDI)
    hold(kinerja, "sosialisasi", "2024-06-10", 0, LURAH_S)
    head = "unit,nama_unit,pegawai,terjangkau,persen,belum_pernah,sosialisasi,pelatihan,lokakarya"
    assert kinerja("kegiatan cakupan 2025 --format csv").stdout.splitlines() == [
        f"{head},jp_rata_rata,jp_cukup,persen_jp",
        "KEC,Kecamatan Maulafa,6,3,50.00,2,0,1,3,7.50,1,16.67",
        "NAIMATA,Kelurahan Naimata,2,1,50.00,1,0,1,1,12.50,1,50.00",
        "SIKUMANA,Kelurahan Sikumana,2,1,50.00,0,0,0,1,5.00,0,0.00",
        "SIKUMANA-RW,Seksi Rukun Warga,0,0,,0,0,0,0,,0,",
        ",Seluruhnya,6,3,50.00,2,0,1,3,7.50,1,16.67",
    ]
    # a unit that is asked for comes first and is its own total
    assert [row["unit"] for row in rows_of(kinerja, "kegiatan cakupan 2025 --unit SIKUMANA")] == [
        "SIKUMANA",
        "SIKUMANA-RW",
    ]


def test_a_row_a_person_with_what_is_missing_from_twenty(kinerja: Kinerja) -> None:
    hold(kinerja, "pelatihan", "2025-03-03", 15, CITRA)
    hold(kinerja, "lokakarya", "2025-06-10", 5, CITRA, ANI)
    hold(kinerja, "sosialisasi", "2024-06-10", 30, LURAH_S)
    hold(kinerja, "sosialisasi", "2026-01-10", 30, LURAH_N)
    rows = {
        row["nip"]: list(row.values())[2:] for row in json_of(kinerja, "kegiatan cakupan 2025 --per-pegawai")
    }
    assert rows == {
        CAMAT: ["KEC", 0, 0, 20, None, "belum_pernah"],
        LURAH_S: ["SIKUMANA", 0, 0, 20, "2024-06-10", "belum_tahun_ini"],
        LURAH_N: ["NAIMATA", 0, 0, 20, None, "belum_pernah"],  # reached only later
        ANI: ["KEC", 1, 5, 15, "2025-06-10", "kurang"],
        CITRA: ["NAIMATA", 2, 20, 0, "2025-06-10", "cukup"],
        DEDI: ["SIKUMANA", 0, 0, 20, None, "belum_pernah"],
    }
    never = rows_of(kinerja, "kegiatan cakupan 2025 --belum")
    assert [row["nip"] for row in never] == [DEDI, CAMAT, LURAH_N]
    assert [row["nip"] for row in rows_of(kinerja, "kegiatan cakupan 2025 --belum --unit NAIMATA")] == [
        LURAH_N
    ]
    assert (
        "2 dari 6 pegawai terjangkau pada 2025 (33.33 %); 3 belum pernah."
        in kinerja("kegiatan cakupan 2025 --belum").stdout
    )


def test_the_day_that_counts_is_the_last_periods_a_later_activitys_or_the_years_last(
    kinerja: Kinerja,
) -> None:
    """Dedi's last day is 31 August: he counts on 30 June, not on 1 September, and not in a year without periods."""
    hold(kinerja, "pelatihan", "2025-03-03", 15, CITRA)
    assert "yang bertugas pada 2025-06-30" in kinerja("kegiatan cakupan 2025").stdout
    assert DEDI in kinerja("kegiatan cakupan 2025 --per-pegawai --format csv").stdout
    hold(kinerja, "lokakarya", "2025-09-01", 0)
    told = kinerja("kegiatan cakupan 2025 --per-pegawai").stdout
    assert "yang bertugas pada 2025-09-01" in told
    assert DEDI not in told
    assert "yang bertugas pada 2026-12-31" in kinerja("kegiatan cakupan 2026").stdout
    hold(kinerja, "lokakarya", "2026-09-01", 0)
    assert "yang bertugas pada 2025-09-01" in kinerja("kegiatan cakupan 2025").stdout


def test_without_a_year_it_is_that_of_the_newest_activity_and_before_any_there_is_none(
    kinerja: Kinerja,
) -> None:
    assert "Belum ada kegiatan" in kinerja("kegiatan cakupan", exit_code=4).stderr
    hold(kinerja, "pelatihan", "2024-03-03", 15, CITRA)
    assert "Cakupan kegiatan 2024" in kinerja("kegiatan cakupan").stdout
    assert [row["terjangkau"] for row in json_of(kinerja, "kegiatan cakupan 2025")] == [0] * 5
    kinerja("kegiatan cakupan 2025 --unit TAKADA", exit_code=4)


def shown(value: Fraction) -> str:
    """A fraction as two decimals, half up: by decimal arithmetic of the standard library, not by ours."""
    places = Decimal(value.numerator) / Decimal(value.denominator)
    return str(places.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("seed", range(3))
def test_any_attendance_gives_the_figures_of_an_independent_reckoning(kinerja: Kinerja, seed: int) -> None:
    draw = random.Random(seed)
    held = []
    for day in ("2023-05-05", "2024-05-05", "2024-06-06", "2025-02-02", "2025-03-03", "2025-06-30"):
        kind, hours = draw.choice(["sosialisasi", "pelatihan", "lokakarya"]), draw.randrange(0, 16)
        there = [nip for nip in EVERYBODY if draw.random() < 0.4]
        hold(kinerja, kind, day, hours, *there)
        held.append((kind, day, hours, set(there)))
    rows = rows_of(kinerja, "kegiatan cakupan 2025")
    for row in rows:
        people = BELOW[row["unit"] or "KEC"]
        of_year = [(kind, hours, there) for kind, day, hours, there in held if day.startswith("2025")]
        jp = {nip: sum(hours for _, hours, there in of_year if nip in there) for nip in people}
        reached = {nip for nip in people if any(nip in there for _, _, there in of_year)}
        never = {nip for nip in people if not any(nip in there for *_, there in held)}
        enough = sum(hours >= 20 for hours in jp.values())
        wanted = [str(len(people)), str(len(reached))]
        wanted += [shown(Fraction(100 * len(reached), len(people))) if people else "", str(len(never))]
        for kind in ("sosialisasi", "pelatihan", "lokakarya"):
            wanted.append(str(len({nip for k, _, there in of_year for nip in there & people if k == kind})))
        wanted += [shown(Fraction(sum(jp.values()), len(people))) if people else "", str(enough)]
        wanted += [shown(Fraction(100 * enough, len(people))) if people else ""]
        assert list(row.values())[2:] == wanted, row["unit"]
    assert len(rows) == 5


def test_what_other_services_ask_is_what_the_reports_say(kinerja: Kinerja, workspace: Path) -> None:
    number = hold(kinerja, "pelatihan", "2025-03-03", 15, CITRA, DEDI)
    hold(kinerja, "lokakarya", "2025-06-10", 5, CITRA)
    database = open_database(workspace / "kinerja.db")
    try:
        with database.read() as connection:
            ids = dict(connection.execute("select nip, id from employee").fetchall())
            assert find_activity(connection, number).hours == 15
            assert [(one.employee, one.nip, one.cause) for one in attendances(connection, number)] == [
                (ids[DEDI], DEDI, "semua"),
                (ids[CITRA], CITRA, "semua"),
            ]
            assert coverage.year_totals(connection, 2025) == {ids[CITRA]: (2, 20), ids[DEDI]: (1, 15)}
            reached = {
                person.employee.nip: person.reached.reach
                for person in coverage.people_reached(connection, 2025)
            }
            assert {nip for nip, reach in reached.items() if reach is Reach.NEVER} == {
                CAMAT,
                ANI,
                LURAH_S,
                LURAH_N,
            }
            whole = coverage.institution_coverage(connection, 2025)
            assert (whole.people, whole.reached, whole.enough, whole.mean_hours) == (
                6,
                2,
                1,
                583,
            )  # 35/6 = 5.833…
    finally:
        database.close()

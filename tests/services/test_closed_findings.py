"""Closed years computed again: silent where they are as they were, and each planted change named."""

# ruff: noqa: S608 - the statements are ours
from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.services.closed_findings import closed_year_findings
from kinerja_cli.storage.database import open_database

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))
from closed_office import close_all, complete, disturb
from scoring_office import ANI, CITRA, DEDI, LURAH_S


@pytest.fixture
def closed(kinerja, workspace):
    """2025 closed, and then everything changed that may change."""
    complete(kinerja, workspace)
    close_all(kinerja)
    disturb(kinerja, workspace)


@pytest.fixture
def findings(workspace):
    """``findings("update …")``: what is found after somebody changed the file without its guards."""

    def found(*statements: str) -> list[str]:
        with closing(sqlite3.connect(workspace / "kinerja.db")) as outside:
            guards = outside.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
            for name, _ in guards:
                outside.execute(f"drop trigger {name}")
            for statement in statements:
                assert outside.execute(statement).rowcount > 0, statement
            for _, sql in guards:
                outside.execute(sql)
            outside.commit()
        database = open_database(workspace / "kinerja.db")
        try:
            with database.read() as connection:
                return [str(finding) for finding in closed_year_findings(connection)]
        finally:
            database.close()

    return found


@pytest.mark.usefixtures("closed")
def test_a_closed_year_is_found_as_it_was_whatever_changed_since(findings, kinerja):
    assert findings() == []
    assert kinerja("periksa").stdout == ""


@pytest.mark.usefixtures("closed")
def test_so_is_its_second_revision(findings, kinerja):
    kinerja("tahun buka-kembali 2025 --alasan uji --yes")
    kinerja("periode buka-kembali 2025-TW1 --alasan uji --yes")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=100 --koreksi --alasan uji")
    people = "disiplin=1 inovasi=1 pelayanan=1"
    for period in ("2025-TW2", "2025-TW3", "2025-TW4"):
        kinerja(f"periode buka-kembali {period} --alasan uji --yes")
    for period in ("2025-TW1", "2025-TW2", "2025-TW3", "2025-TW4"):
        kinerja(f"nilai catat 200001012024031001 {period} {people}")
        kinerja(f"periode tutup {period} --yes")
    kinerja("tahun tutup 2025 --yes")
    assert findings() == []
    assert kinerja("periksa").stdout == ""


def who(nip: str) -> str:
    return f"(select employee from year_result where nip = '{nip}')"


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            f"update year_result set cells = replace(cells, '76.00,Baik', '77.00,Baik') where nip = '{CITRA}'",
            ["year_closing 2025 digest", f"year_result 2025 {CITRA} nilai_akhir"],
        ),
        (
            f"update year_result set cells = replace(cells, 'Sekretaris', 'Lurah') where nip = '{DEDI}'",
            ["year_closing 2025 digest", f"year_result 2025 {DEDI} jabatan"],
        ),
        (
            f"update year_result set cells = '9' || substr(cells, 2) where nip = '{CITRA}'",
            ["year_closing 2025 digest", f"year_result 2025 {CITRA} peringkat"],
        ),
        (f"update year_result set name = 'Ani Baru, S.E.' where nip = '{ANI}'", [f"year_result 2025 {ANI} name"]),
        (
            f"update year_result set nip = '199999999999999999' where nip = '{ANI}'",
            ["year_result 2025 199999999999999999 nip"],
        ),
        (
            f"delete from year_result where nip = '{LURAH_S}'",
            ["year_closing 2025 people", f"year_result 2025 {LURAH_S}"],
        ),
        ("update year_closing set digest = 'beef' || substr(digest, 5)", ["year_closing 2025 digest"]),
        ("update year_closing set rules_since = 2024", ["year_closing 2025 rules_digest"]),
        ("update year_closing set units = replace(units, 'Seksi', 'Sub')", ["year_closing 2025 units"]),
        # TW2 of Dedi, who has two periods: disiplin 95 becomes 94, its mean 94.50, and all that follows
        (
            f"update score set value = 9400 where period = 202502 and value = 9500 and employee = {who(DEDI)}",
            [f"year_result 2025 {DEDI} {column}" for column in ("disiplin", "nilai_dasar", "nilai_akhir")],
        ),
        # a version that was replaced since: as it was when the year was closed
        (
            f"update employee_past set ends = '2025-08-31' where id = {who(LURAH_S)}",
            [f"year_result 2025 {LURAH_S} {column}" for column in ("inovasi", "nilai_dasar", "nilai_akhir")],
        ),
        ("update unit_past set code = 'SKX' where code = 'SIKUMANA'", ["year_closing 2025 units", *(
            f"year_result 2025 {nip} unit" for nip in (DEDI, LURAH_S))]),
        (
            f"update exemption set employee = {who(CITRA)} where criterion = 1",
            [f"year_result 2025 {ANI} {column}" for column in ("status", "belum_ada", "nilai_akhir")],
        ),
        (
            "update programme set category = 'perbaikan_layanan'",
            None,
        ),
    ],
)  # fmt: skip
def test_every_change_of_what_it_rests_on_is_named(findings, statement, told):
    found = findings(statement)
    places = [line.partition(": ")[0] for line in found]
    if told is None:
        assert len(places) >= 4
        assert {place.split()[-1] for place in places} <= {
            "nilai_tambah",
            "nilai_akhir",
            "peringkat",
            "predikat",
        }
    else:
        assert set(told) <= set(places), found
        assert len(places) <= len(told) + 6


@pytest.mark.usefixtures("closed")
def test_another_algorithm_is_not_held_against_the_results_of_the_old_one(findings, monkeypatch):
    change = "update score set value = 100 where period = 202502 and criterion = 1"
    monkeypatch.setattr("kinerja_cli.services.closed_findings.ALGORITHM", 2)
    assert findings(change) == []
    monkeypatch.undo()
    assert len(findings("update score set value = 101 where period = 202502 and criterion = 1")) > 5

"""An office with a row in every table and every twin, and the same with some of it closed."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import open_database
from kinerja_cli.storage.sealed_tables import SEALED
from kinerja_cli.storage.versions import insert, replace

NIP, ERASED = "199001012015031001", "199001012015031002"
LINES = (
    "init",
    "unit tambah umum Umum",
    f"pegawai tambah {NIP} 'Ani Nope' --unit umum --atasan 'Wali Kota'",
    "periode buka 2024-TW1 2025-TW1 2025-TW2 2026-TW1",
    f"nilai catat {NIP} 2024-TW1 disiplin=70",
    f"nilai catat {NIP} 2025-TW1 disiplin=80",
    f"nilai catat {NIP} 2026-TW1 disiplin=90",
    f"nilai kecualikan {NIP} 2024-TW1 inovasi --alasan cuti",
    f"nilai kecualikan {NIP} 2025-TW1 inovasi --alasan cuti",
    f"nilai kecualikan {NIP} 2026-TW1 inovasi --alasan cuti",
    f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {NIP} --berkas-bukti criteria.yaml",
    f"program tambah Loket --tahun 2026 --kategori program_baru --pegawai {NIP} --berkas-bukti criteria.yaml",
    "tujuan tambah VISI 'Kota yang melayani' --jenis visi",
    *(
        f"sasaran tetapkan {NIP} {year} --hasil Surat --indikator 'Lama surat' --target 3 --satuan hari --arah turun"
        " --tujuan VISI"
        for year in (2024, 2025, 2026)
    ),
    "sasaran realisasi 1 2024-TW1 4 --bukti register",
    "sasaran realisasi 2 2025-TW1 3 --bukti register",
    "sasaran realisasi 3 2026-TW1 2 --bukti register",
    "kriteria terapkan --tahun 2027",
    f"pegawai tambah {ERASED} 'Budi Lay' --unit umum --mulai 2020-01-01",
    f"nilai catat {ERASED} 2026-TW1 disiplin=75 --catatan 'sering terlambat'",
    f"berkas-subjek {ERASED} -o budi.json",
    f"hapus-data {ERASED} --dasar permintaan --yes",
)
OBJECTION = {
    "employee": 1, "period": 202601, "criterion": 1, "received": "2026-04-01", "filed": "2026-04-02",
    "grounds": "hadir", "value_before": 9000, "state": "diajukan",
}  # fmt: skip
CLOSING = {
    "revision": 1, "rules_since": 2024, "rules_digest": "a", "algorithm": 1, "people": 1, "columns": "[]",
    "units": "[]", "digest": "b",
}  # fmt: skip
RESULT = {"line": 1, "employee": 1, "version": 1, "nip": NIP, "name": "Ani Nope", "cells": "80.00"}

ACHIEVEMENT = {"unit": 1, "period": 0, "achievement": "baik", "basis": "LKjIP"}
ABSENCE = {"employee": 1, "day": "2026-03-02", "note": "tanpa kabar"}
ACTING = {
    "employee": 1, "starts": "2026-03-02", "unit": 1, "position": "Lurah", "kind": "plt", "basis": "SK 1",
}  # fmt: skip
ACTIVITY = {"kind": "pelatihan", "topic": "Antrean", "day": "2026-03-02", "hours": 8, "unit": 1}
ATTENDANCE = {"activity": 1, "employee": 1, "cause": "acak", "note": "tertidur"}


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("terjaga")


@pytest.fixture
def full_office(kinerja, workspace, _made) -> Path:
    """A database with a row in every table and every twin, and nothing that is closed but the year 2019."""
    path = _made / "kantor.db"
    if not path.exists():
        for line in LINES:
            kinerja(line)
        _write_the_rest(workspace / "kinerja.db")
        shutil.copy(workspace / "kinerja.db", path)
    return path


@pytest.fixture
def closed_office(full_office) -> Path:
    """The same with 2024-TW1 closed, and 2025-TW1 with its year."""
    path = full_office.with_name("tertutup.db")
    if not path.exists():
        shutil.copy(full_office, path)
        with closing(open_database(path)) as opened:
            with opened.write("periode tutup") as writing:
                for period in (202401, 202501):
                    replace(writing.connection, "period", {"id": period}, {"closed": 1}, writing.entry)
            with opened.write("tahun tutup") as writing:
                insert(writing.connection, "year_closing", {"year": 2025, **CLOSING, "entry": writing.entry})
            with opened.read() as connection:
                assert list(findings(connection)) == []
    return path


def _write_the_rest(path: Path) -> None:
    with closing(open_database(path)) as opened:
        with opened.write("uji") as writing:
            made, entry = writing.connection, {"entry": writing.entry}
            insert(made, "objection", OBJECTION | entry)
            insert(made, "year_closing", {"year": 2019} | CLOSING | entry)
            insert(made, "year_result", RESULT | entry)
            for year in (2024, 2025):
                insert(made, "unit_achievement", ACHIEVEMENT | {"year": year} | entry)
            insert(made, "absence", ABSENCE | entry)
            insert(made, "acting", ACTING | entry)
            insert(made, "activity", ACTIVITY | entry)
            insert(made, "attendance", ATTENDANCE | entry)
        with opened.write("uji") as writing:
            for table in SEALED:
                if table.versioned:
                    names = tuple(dict.fromkeys((*table.key, table.owner)))
                    query = f"select {', '.join(names)} from {table.name} limit 1"  # noqa: S608
                    [row] = writing.connection.execute(query).fetchall()
                    key = dict(zip(names, row, strict=True))
                    replace(writing.connection, table.name, key, {}, writing.entry)
        with opened.read() as connection:
            assert list(findings(connection)) == []

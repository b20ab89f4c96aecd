"""Files as releases left them (tests/schema), their answers, and what one asks of a file that was upgraded."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kinerja_cli.storage.database import open_database

GOLDEN = Path(__file__).parents[1] / "schema"
PEOPLE = ("198303032008011010", "198903142014032006", "199103082015032006")
ANSWERS = {
    **{f"jelaskan {nip} 2025": f"v1-jelaskan-{nip}.txt" for nip in PEOPLE},
    **{f"jelaskan {nip} 2025 --format json": f"v1-jelaskan-{nip}.json" for nip in PEOPLE},
    **{f"rekap tahunan {year} -q --format csv": f"v1-rekap-{year}.csv" for year in (2024, 2025, 2026)},
}
ADDED = {"keberatan"}  # keys of JSON since schema 1
ADDED_TO_PLACEMENTS = {"periode", "dihitung"}
# since then whoever moved is also told for which periods each placement held, and who rated her when
TOLD_OF_MOVES = re.compile(
    r"(?m)^Penilai 2[^:]*: .*\n|(?<=[^:\n]) · 2[0-9TWS–-]+, \d+ dari \d+ periode(?:; rekap tahun .*)?$"
)


def laid_out(release: str, workspace: Path) -> Path:
    """Copy what a release left behind into *workspace*; returns its database's path."""
    for name, kept in (("criteria.yaml", f"{release}-criteria.yaml"), ("kinerja.db", f"{release}.db")):
        shutil.copy(GOLDEN / kept, workspace / name)
        (workspace / name).chmod(0o600)
    return workspace / "kinerja.db"


def upgraded(path: Path) -> list[str]:
    """Open and close the file; returns what the user is told."""
    with closing(open_database(path)) as database:
        return database.notices


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("pragma user_version").fetchone()[0])


def schema_of(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select type, name, sql from sqlite_schema order by type, name").fetchall()


def backups(path: Path) -> list[Path]:
    return sorted((path.parent / "cadangan").glob("*"))


def as_then(answer: str) -> Any:
    """JSON with its keys in order and its numbers as they are written, without the keys that were added since."""

    def older(pairs: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        added = ADDED | ADDED_TO_PLACEMENTS if "jabatan" in dict(pairs) else ADDED
        return [(key, value) for key, value in pairs if key not in added]

    return json.loads(answer, parse_float=str, object_pairs_hook=older)

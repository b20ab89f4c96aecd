"""``init`` that fails at any file call: what it makes can be half there, and its next run completes it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from crashing import needs_strace, report
from forking import Forks
from scenes import NAMED, TEMPORARY
from test_fault_sweep import DOCUMENTED, points

from kinerja_cli.storage.database import open_database

STRIDE = 61


def _state(folder: Path, forks: Forks) -> str:
    """What an attempt left, then what the next ``init`` makes of it."""
    ended = forks.run(["init", str(folder)])
    assert ended.code == 0, ended
    open_database(folder / "kinerja.db").close()
    names = sorted(path.name for path in folder.iterdir() if not path.name.endswith(".tmp"))
    text = (folder / "criteria.yaml").read_text()
    return f"{names} {len(text)} {text[-20:]!r}"


def _sweep(folder: Path, forks: Forks, stride: int) -> tuple[Counter[int], list[str]]:
    words = ["init", str(folder)]
    names = ("", "criteria.yaml", "kinerja.db", "kinerja.db-journal", TEMPORARY)
    paths = [folder / name for name in names]
    calls = forks.calls(words, paths, NAMED)
    assert calls["pwrite64"] > 10, calls
    whole = _state(folder, forks)
    codes: Counter[int] = Counter()
    violations = []
    for inject in points(calls, stride):
        shutil.rmtree(folder, ignore_errors=True)
        ended = forks.trace(words, paths, inject, NAMED)
        codes[ended.code] += 1
        if ended.code == 0:
            open_database(folder / "kinerja.db").close()
        if ended.code not in DOCUMENTED or "Traceback" in ended.stderr:
            violations.append(f"{inject}: {ended}")
        elif (now := _state(folder, forks)) != whole:
            violations.append(f"{inject}: the next init makes {now}")
    return codes, violations


def test_a_creation_that_failed_half_way_is_completed_by_the_next_init(tmp_path, forks):
    needs_strace()
    codes, violations = _sweep(tmp_path / "kerja", forks, STRIDE)
    assert violations == []
    assert {-9, 6} <= set(codes), codes


@pytest.mark.slow
def test_a_creation_may_fail_at_every_single_file_call(tmp_path, forks):
    needs_strace()
    codes, violations = _sweep(tmp_path / "kerja", forks, stride=1)
    report(f"init: {codes.total()} runs, exit codes {dict(codes)}, violations {len(violations)}")
    assert violations == []
